#include "processing/map_steadiness.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kFastS = 0.7, kSlowS = 5.0;
constexpr float kMoves = 0.09F, kCalm = 0.06F;
constexpr double kCalmForS = 1.5;

float share(double dt_s, double time_constant_s) {
  return static_cast<float>(1.0 - std::exp(-dt_s / time_constant_s));
}

}  // namespace

MapSteadiness::MapSteadiness(const MatGeometry& geometry)
    : fast_(Grid::Zero(geometry.rows, geometry.cols)), slow_(Grid::Zero(geometry.rows, geometry.cols)) {}

void MapSteadiness::reset() {
  started_ = calm_ = false;
  since_s_ = kNone;
}

void MapSteadiness::posture_changed(double t_s) {
  if (std::isfinite(since_s_)) since_s_ = t_s;
}

void MapSteadiness::update(const PressureMap& map, float threshold, double t_s) {
  const auto clean = map.pressure.isFinite().select(map.pressure, 0.0F).max(0.0F);
  if (!started_) {
    fast_ = clean;
    slow_ = fast_;
    started_ = true;
    last_s_ = since_s_ = t_s;
    return;
  }
  const double dt = t_s - last_s_;
  last_s_ = t_s;
  if (dead_.size() == slow_.size() &&
      map.dead.size() == slow_.size()) {  // a cell found dead was set right, nobody moved
    const auto anew = dead_ != map.dead;
    fast_ = anew.select(clean, fast_);
    slow_ = anew.select(clean, slow_);
  }
  dead_ = map.dead;
  fast_ += share(dt, kFastS) * (clean - fast_);
  slow_ += share(dt, kSlowS) * (clean - slow_);
  float total = 0.0F, difference = 0.0F;
  for (Eigen::Index i = 0; i < slow_.size(); ++i) {
    const float fast = fast_.data()[i], slow = slow_.data()[i];
    if (std::max(fast, slow) < threshold) continue;
    total += slow;
    difference += std::abs(fast - slow);
  }
  const float moved = total > 0.0F ? difference / total : 0.0F;
  if (moved > kMoves) since_s_ = kNone;
  if (moved >= kCalm) {
    calm_ = false;
    return;
  }
  if (!calm_) calm_since_s_ = t_s;
  calm_ = true;
  if (!std::isfinite(since_s_) && t_s - calm_since_s_ >= kCalmForS) since_s_ = calm_since_s_;
}

}  // namespace palpate
