#include "processing/zero_baseline.h"

namespace palpate {

ZeroBaseline::ZeroBaseline(const MatGeometry& geometry)
    : zero_(Grid::Zero(geometry.rows, geometry.cols)),
      sum_(Grid::Zero(geometry.rows, geometry.cols)),
      waiting_(Grid::Zero(geometry.rows, geometry.cols)) {}

void ZeroBaseline::subtract(const Grid& reading, Grid& pressure) const {
  if (in_force_) {
    pressure = (reading - zero_).max(0.0F);
  } else {
    pressure = reading.max(0.0F);
  }
}

void ZeroBaseline::learn(const Grid& reading, double t_s, float threshold) {
  if (!learns_) return;
  if (frames_ > 0 && (t_s < window_start_s_ || t_s - window_start_s_ > 2.0 * kZeroWindowS)) interrupt();
  if (frames_ == 0) {
    window_start_s_ = t_s;
    sum_.setZero();
  }
  sum_ += reading;
  ++frames_;
  if (t_s - window_start_s_ < kZeroWindowS) return;
  if (has_waiting_) put_in_force(waiting_, threshold);
  waiting_ = sum_ / static_cast<float>(frames_);
  has_waiting_ = true;
  frames_ = 0;
}

void ZeroBaseline::put_in_force(const Grid& window, float threshold) {
  zero_ = (window - zero_ <= threshold).select(window, zero_);
  in_force_ = true;
}

void ZeroBaseline::interrupt() {
  frames_ = 0;
  has_waiting_ = false;
}

void ZeroBaseline::take(const Grid& reading) {
  interrupt();
  zero_ = reading;
  in_force_ = true;
  learns_ = true;
}

void ZeroBaseline::clear() {
  interrupt();
  zero_.setZero();
  in_force_ = false;
  learns_ = false;
}

void ZeroBaseline::reset() {
  clear();
  learns_ = true;
}

}  // namespace palpate
