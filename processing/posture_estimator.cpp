#include "processing/posture_estimator.h"

#include <cmath>

namespace palpate {
namespace {

constexpr double kTimeConstantS = 1.5;
constexpr double kSlowStreamS = 1.0 - 1e-6;

}  // namespace

PostureEstimator::PostureEstimator(const MatGeometry& geometry) : geometry_(geometry), imager_(geometry) {}

void PostureEstimator::restart() {
  rate_.restart();
  started_ = false;
  estimate_ = {};
}

const PostureEstimate& PostureEstimator::update(const Grid& pressure, double t_s) {
  if (!rate_.due(t_s)) return estimate_;
  if (geometry_.placement != Placement::table) return estimate_;
  const PostureModel& model = shipped_posture_model();
  if (!imager_.make(pressure, image_)) {
    restart();
    return estimate_;
  }
  model.probabilities(features_.of(image_), now_);
  const double dt_s = t_s - last_s_;
  if (!started_ || dt_s < 0.0 || dt_s >= kSlowStreamS) {
    mean_ = now_;
    estimate_ = {};
  } else {
    mean_ += static_cast<float>(1.0 - std::exp(-dt_s / kTimeConstantS)) * (now_ - mean_);
  }
  started_ = true;
  last_s_ = t_s;
  settle(estimate_from(model, mean_));
  return estimate_;
}

void PostureEstimator::settle(const PostureEstimate& now) {
  const bool same = now.posture == estimate_.posture;
  if (now.confidence >= (same ? kPostureHeldAt : kPostureSureAt)) {
    estimate_ = now;
    return;
  }
  estimate_ = {};  // unsure: nothing is claimed
  estimate_.confidence = now.confidence;
}

}  // namespace palpate
