#include "processing/breath_depth.h"

#include <algorithm>
#include <cmath>

#include "processing/features.h"

namespace palpate {

void BreathDepth::reset() {
  count_ = 0;
  rate_.restart();
}

bool BreathDepth::add(double t_s, double moment) {
  if (!rate_.due(t_s)) return false;
  ring_[count_ % kSamples] = moment;
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
  return std::sqrt(sum / kSamples);
}

}  // namespace palpate
