#include "processing/body_contact.h"

#include <cmath>
#include <cstddef>

namespace palpate {
namespace {

constexpr double kTimeConstantS = 0.6;
constexpr float kOn = 0.6F, kOff = 0.4F;

}  // namespace

BodyContact::BodyContact(const BodyImprint& imprint)
    : rows_(imprint.rows()),
      cols_(imprint.cols()),
      soft_(imprint.soft().size(), 0.0F),
      contact_(imprint.soft().size(), 0.0F),
      touches_(imprint.soft().size(), 0) {}

void BodyContact::update(const BodyImprint& imprint, double t_s) {
  const float part = started_ ? static_cast<float>(1.0 - std::exp(-(t_s - last_s_) / kTimeConstantS)) : 1.0F;
  started_ = true;
  last_s_ = t_s;
  for (std::size_t i = 0; i < soft_.size(); ++i) {
    const float now = imprint.soft()[i];
    soft_[i] += part * (now - soft_[i]);
    contact_[i] += part * ((now > 0.0F ? 1.0F : 0.0F) - contact_[i]);
    touches_[i] = contact_[i] > (touches_[i] != 0 ? kOff : kOn) ? 1 : 0;
  }
}

int BodyContact::around(int row, int col) const {
  int count = 0;
  for (int r = row - 1; r <= row + 1; ++r) {
    for (int c = col - 1; c <= col + 1; ++c) count += touches(r, c) ? 1 : 0;
  }
  return count;
}

}  // namespace palpate
