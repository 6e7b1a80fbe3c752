#include "processing/posture_model.h"

namespace palpate {

std::span<const std::byte> shipped_posture_model_bytes();  // made by CMake from datasets/models

const PostureModel& shipped_posture_model() {
  static const PostureModel kModel = [] {
    auto model = PostureModel::decode(shipped_posture_model_bytes());
    PALPATE_EXPECTS(model.has_value());
    return std::move(model).value();
  }();
  return kModel;
}

}  // namespace palpate
