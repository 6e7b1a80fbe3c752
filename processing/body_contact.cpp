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
      touches_(imprint.soft().size(), 0),
      threes_(imprint.soft().size(), 0),
      around_(imprint.soft().size(), 0) {}

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
  count_around();
}

// Threes along the rows, then threes of those.
void BodyContact::count_around() {
  const auto at = [this](int r, int c) { return static_cast<std::size_t>(r * cols_ + c); };
  const auto sum = [](const std::vector<unsigned char>& from, std::size_t i, std::size_t step, bool before,
                      bool after) {
    return static_cast<unsigned char>(from[i] + (before ? from[i - step] : 0) + (after ? from[i + step] : 0));
  };
  for (int r = 0; r < rows_; ++r) {
    for (int c = 0; c < cols_; ++c) threes_[at(r, c)] = sum(touches_, at(r, c), 1, c > 0, c + 1 < cols_);
  }
  const auto row = static_cast<std::size_t>(cols_);
  for (int r = 0; r < rows_; ++r) {
    for (int c = 0; c < cols_; ++c) around_[at(r, c)] = sum(threes_, at(r, c), row, r > 0, r + 1 < rows_);
  }
}

}  // namespace palpate
