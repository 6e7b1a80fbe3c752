#include "processing/usual_level.h"

namespace palpate {

std::shared_ptr<const UsualLevel> usual_of(const std::vector<UsualLevel>& recordings) {
  auto usual = std::make_shared<UsualLevel>();
  usual->left.setZero();
  usual->right.setZero();
  usual->weight.setZero();
  for (const UsualLevel& one : recordings) {
    if (one.windows == 0) continue;
    ++usual->recordings;
    usual->windows += one.windows;
    const HalfArray known = (one.weight > 0.0F).select(HalfArray::Ones(), HalfArray::Zero());
    usual->left += one.left * known;
    usual->right += one.right * known;
    usual->weight += known;
  }
  if (usual->recordings == 0) return nullptr;
  usual->left /= usual->weight.max(1.0F);
  usual->right /= usual->weight.max(1.0F);
  return usual;
}

}  // namespace palpate
