#include "processing/breath_depth.h"

#include <algorithm>
#include <cmath>

#include "processing/features.h"

namespace palpate {

void BreathDepth::reset() {
  count_ = 0;
  sum_ = 0.0;
  summed_ = 0;
  rate_.restart();
}

bool BreathDepth::add(double t_s, double moment) {
  sum_ += moment;
  ++summed_;
  if (!rate_.due(t_s)) return false;
  ring_[count_ % kSamples] = sum_ / summed_;
  sum_ = 0.0;
  summed_ = 0;
  time_[count_ % kSamples] = t_s;
  ++count_;
  return true;
}

double BreathDepth::depth() const {
  if (!full()) return kNone;
  double t_mean = 0.0, m_mean = 0.0;
  for (std::size_t k = 0; k < kSamples; ++k) t_mean += time_[k] / kSamples, m_mean += ring_[k] / kSamples;
  double tt = 0.0, tm = 0.0;
  for (std::size_t k = 0; k < kSamples; ++k) {
    tt += (time_[k] - t_mean) * (time_[k] - t_mean);
    tm += (time_[k] - t_mean) * (ring_[k] - m_mean);
  }
  const double slope = tt > 0.0 ? tm / tt : 0.0;
  double sum = 0.0;
  for (std::size_t k = 0; k < kSamples; ++k) {
    const double rest = ring_[k] - m_mean - slope * (time_[k] - t_mean);
    sum += rest * rest;
  }
  return std::sqrt(std::max(0.0, sum / kSamples - noise_variance()));
}

// Second differences hold six times the variance of readings that scatter from step to step, and of a breath
// (slower than 1 / 3 s) next to nothing.
double BreathDepth::noise_variance() const {
  double sum = 0.0;
  for (std::size_t k = 0; k + 2 < kSamples; ++k) {
    const double bend = ring_[(count_ + k) % kSamples] - 2.0 * ring_[(count_ + k + 1) % kSamples] +
                        ring_[(count_ + k + 2) % kSamples];
    sum += bend * bend;
  }
  return sum / (6.0 * (kSamples - 2));
}

}  // namespace palpate
