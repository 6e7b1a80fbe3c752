// BodyContact: which cells of an imprint have been in contact lately, so that masks do not flicker with cells
// at the contact threshold.
//
// Exponential means (0.6 s) of contact (0 or 1) and soft weight on the turned grid of BodyImprint. A cell
// touches once its mean contact exceeds 0.6, until it falls below 0.4. The first update after start() is
// taken as it is. One thread; allocates only in the constructor.
#pragma once

#include <vector>

#include "processing/body_imprint.h"

namespace palpate {

class BodyContact {
 public:
  explicit BodyContact(const BodyImprint& imprint);
  void start() { started_ = false; }
  void update(const BodyImprint& imprint, double t_s);  // t_s must not run backwards
  [[nodiscard]] bool touches(std::size_t cell) const { return touches_[cell] != 0; }
  [[nodiscard]] bool touches(int row, int col) const {  // false off the mat
    return row >= 0 && col >= 0 && row < rows_ && col < cols_ &&
           touches(static_cast<std::size_t>(row * cols_ + col));
  }
  // How many of the cell and the eight around it touch.
  [[nodiscard]] int around(int row, int col) const {
    return around_[static_cast<std::size_t>(row * cols_ + col)];
  }
  [[nodiscard]] bool near(int row, int col) const { return around(row, col) > 0; }
  [[nodiscard]] float soft(std::size_t cell) const { return soft_[cell]; }

 private:
  void count_around();

  int rows_ = 0, cols_ = 0;
  std::vector<float> soft_, contact_;
  std::vector<unsigned char> touches_, threes_, around_;
  bool started_ = false;
  double last_s_ = 0.0;
};

}  // namespace palpate
