#include "acquisition/clock_sync.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr std::int64_t kBinUs = 1'000'000;
constexpr std::int64_t kWrapUs = std::int64_t{1} << 32U;
constexpr std::size_t kBinsForSlope = 3;
// A simulated mat may run many times faster than the host's clock; a jump beyond this is a reset.
constexpr std::int64_t kFastest = 100;
constexpr std::int64_t kGraceUs = 60'000'000;

}  // namespace

ClockSync::Stamp ClockSync::add(std::uint32_t device_us, std::int64_t arrival_us) {
  Stamp stamp;
  unwrap(device_us, arrival_us, stamp);
  observe({stamp.device_us, arrival_us});
  stamp.host_us = std::llround(estimate(stamp.device_us));
  stamp.host_us = std::min(stamp.host_us, arrival_us);
  if (started_) stamp.host_us = std::max(stamp.host_us, last_host_us_);
  started_ = true;
  last_raw_ = device_us;
  last_device_us_ = stamp.device_us;
  last_arrival_us_ = arrival_us;
  last_host_us_ = stamp.host_us;
  return stamp;
}

void ClockSync::restart() {
  last_raw_.reset();
  restart_pending_ = started_;
}

void ClockSync::unwrap(std::uint32_t device_us, std::int64_t arrival_us, Stamp& stamp) {
  if (!started_) return;  // device_us = 0
  const std::int64_t elapsed_us = std::max<std::int64_t>(arrival_us - last_arrival_us_, 0);
  std::int64_t step_us = 0;
  if (last_raw_) {
    step_us = static_cast<std::uint32_t>(device_us - *last_raw_);
    if (elapsed_us > kWrapUs / 2) {  // silent for so long that the clock may have wrapped unseen
      step_us += std::max<std::int64_t>((elapsed_us - step_us + kWrapUs / 2) / kWrapUs, 0) * kWrapUs;
    }
    stamp.restarted = step_us > kGraceUs + kFastest * elapsed_us;
  }
  stamp.restarted = stamp.restarted || restart_pending_;
  restart_pending_ = false;
  if (stamp.restarted) {
    step_us = elapsed_us;
    closed_ = 0;
    any_in_bin_ = false;
    slope_ = 1.0;
  }
  stamp.device_us = last_device_us_ + step_us;
}

void ClockSync::observe(const Point& point) {
  const auto delay = [this](const Point& p) {
    return static_cast<double>(p.arrival_us) - slope_ * static_cast<double>(p.device_us);
  };
  if (any_in_bin_ && point.device_us >= open_until_us_) {
    minima_[closed_++ % kBins] = open_;
    any_in_bin_ = false;
    if (closed_ >= kBinsForSlope) fit();
  }
  if (!any_in_bin_) {
    open_until_us_ = point.device_us + kBinUs;
    open_ = point;
    any_in_bin_ = true;
  } else if (delay(point) < delay(open_)) {
    open_ = point;
  }
  if (closed_ >= kBinsForSlope) return;
  // Too early for a slope: the least delayed arrival so far, at the rate that crystals promise.
  anchor_ = open_;
  for (std::size_t i = 0; i < closed_; ++i) {
    if (delay(minima_[i]) < delay(anchor_)) anchor_ = minima_[i];
  }
  intercept_us_ = 0.0;
}

void ClockSync::fit() {
  const std::size_t count = std::min(closed_, kBins);
  anchor_ = minima_[0];
  double mean_x = 0.0;
  double mean_y = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    mean_x += static_cast<double>(minima_[i].device_us - anchor_.device_us);
    mean_y += static_cast<double>(minima_[i].arrival_us - anchor_.arrival_us);
  }
  mean_x /= static_cast<double>(count);
  mean_y /= static_cast<double>(count);
  double xx = 0.0;
  double xy = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    const double x = static_cast<double>(minima_[i].device_us - anchor_.device_us) - mean_x;
    xx += x * x;
    xy += x * (static_cast<double>(minima_[i].arrival_us - anchor_.arrival_us) - mean_y);
  }
  if (xx > 0.0 && xy > 0.0) slope_ = xy / xx;
  intercept_us_ = mean_y - slope_ * mean_x;
}

double ClockSync::estimate(std::int64_t device_us) const {
  return static_cast<double>(anchor_.arrival_us) + intercept_us_ +
         slope_ * static_cast<double>(device_us - anchor_.device_us);
}

}  // namespace palpate
