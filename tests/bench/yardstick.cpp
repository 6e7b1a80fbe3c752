// Includes the yardstick as it is: its warnings are off for this file (CMakeLists.txt).
#include "tests/bench/yardstick.h"

#ifdef PALPATE_YARDSTICK
#define main yardstick_main
#include PALPATE_YARDSTICK
#undef main

namespace palpate::bench {

Yardstick::Yardstick(int side, std::span<const std::uint16_t> counts, std::span<const double, 4> k,
                     float alpha)
    : alpha_(alpha) {
  R = C = side;
  N = side * side;
  NF = static_cast<int>(counts.size()) / N;
  data.assign(counts.begin(), counts.end());
  a0_.assign(static_cast<std::size_t>(N), static_cast<float>(k[0]));
  a1_.assign(a0_.size(), static_cast<float>(k[1]));
  a2_.assign(a0_.size(), static_cast<float>(k[2]));
  a3_.assign(a0_.size(), static_cast<float>(k[3]));
  calibrated_.resize(a0_.size());
  filtered_.resize(a0_.size());
  median_.resize(a0_.size());
  smooth_.resize(a0_.size());
  scratch_.resize(a0_.size() + 64);
}

YardstickMetrics Yardstick::metrics_after_lowpass(int frame, float threshold) {
  h_poly(data.data() + static_cast<std::size_t>(frame) * N, a0_.data(), a1_.data(), a2_.data(), a3_.data(),
         calibrated_.data(), N);
  if (!started_) filtered_ = calibrated_;
  started_ = true;
  h_iir(calibrated_.data(), filtered_.data(), alpha_, N);
  static std::vector<Comp> components;
  const Met m = h_met(filtered_.data(), threshold, R, C);
  YardstickMetrics out{m.tot, m.cx, m.cy, m.left, m.peak};
  out.ppi = h_ppi(filtered_.data(), scratch_.data(), R, C);
  out.gradient_per_cell = h_grad(filtered_.data(), R, C);
  out.cells = m.area;
  out.regions = h_cc(filtered_.data(), threshold, R, C, components);
  return out;
}

double Yardstick::whole_frame(int frame, float threshold) {
  static std::vector<Comp> components;
  h_poly(data.data() + static_cast<std::size_t>(frame) * N, a0_.data(), a1_.data(), a2_.data(), a3_.data(),
         calibrated_.data(), N);
  h_iir(calibrated_.data(), filtered_.data(), alpha_, N);
  h_med9(filtered_.data(), median_.data(), R, C);
  h_gauss(median_.data(), scratch_.data(), smooth_.data(), R, C);
  h_cc(smooth_.data(), threshold, R, C, components);
  const Met m = h_met(smooth_.data(), threshold, R, C);
  return m.cx + h_ppi(smooth_.data(), scratch_.data(), R, C) + h_grad(smooth_.data(), R, C);
}

bool yardstick_present() {
  return true;
}

}  // namespace palpate::bench

#else

namespace palpate::bench {

Yardstick::Yardstick(int, std::span<const std::uint16_t>, std::span<const double, 4>, float alpha)
    : alpha_(alpha) {}
YardstickMetrics Yardstick::metrics_after_lowpass(int, float) {
  return {};
}
double Yardstick::whole_frame(int, float) {
  return static_cast<double>(alpha_) + (started_ ? 1.0 : 0.0);
}
bool yardstick_present() {
  return false;
}

}  // namespace palpate::bench

#endif
