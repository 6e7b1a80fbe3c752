// The fused kernel of the yardsticks (shared/yardsticks/kernel_ref.cpp, not part of this repository): the
// same chain in one dense file, to measure beside. Present only where that file lies beside the repository.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace palpate::bench {

struct YardstickMetrics {
  double sum = 0.0, cop_col = 0.0, cop_row = 0.0, left = 0.0, peak = 0.0, ppi = 0.0, gradient_per_cell = 0.0;
  int cells = 0, regions = 0;
};

// One mat of side x side cells; the kernel keeps its state in statics, so one at a time.
class Yardstick {
 public:
  // counts: frames one after the other; coefficients of a cubic curve; alpha: weight of the low-pass.
  Yardstick(int side, std::span<const std::uint16_t> counts, std::span<const double, 4> coefficients,
            float alpha);

  // Calibrate and low-pass only, as the default Pipeline filters; then the kernel's metrics of that map.
  YardstickMetrics metrics_after_lowpass(int frame, float threshold);
  [[nodiscard]] const std::vector<float>& map() const { return filtered_; }

  // Its whole frame: calibrate, low-pass, median, Gauss, components, load, centre, sides, PPI, gradient.
  double whole_frame(int frame, float threshold);

 private:
  std::vector<float> a0_, a1_, a2_, a3_, calibrated_, filtered_, median_, scratch_, smooth_;
  float alpha_;
  bool started_ = false;
};

bool yardstick_present();

}  // namespace palpate::bench
