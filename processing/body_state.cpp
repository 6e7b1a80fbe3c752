#include "processing/body_state.h"

namespace palpate {

std::string_view name_of(LandmarkKind kind) {
  constexpr std::array<std::string_view, 16> kNames{"head",
                                                    "left_shoulder_blade",
                                                    "right_shoulder_blade",
                                                    "sacrum",
                                                    "left_ischial",
                                                    "right_ischial",
                                                    "left_thigh",
                                                    "right_thigh",
                                                    "left_calf",
                                                    "right_calf",
                                                    "left_heel",
                                                    "right_heel",
                                                    "shoulder",
                                                    "hip",
                                                    "knee",
                                                    "ankle"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace palpate
