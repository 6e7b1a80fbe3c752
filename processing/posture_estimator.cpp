#include "processing/posture_estimator.h"

#include <cmath>

namespace palpate {
namespace {

constexpr double kTimeConstantS = 1.5;
constexpr double kSlowStreamS = 1.0 - 1e-6;

}  // namespace

PostureEstimator::PostureEstimator(const MatGeometry& geometry)
    : geometry_(geometry), imager_(geometry), seat_(geometry) {}

void PostureEstimator::restart() {
  rate_.restart();
  change_.restart();
  started_ = false;
  estimate_ = {};
}

const PostureEstimate& PostureEstimator::update(const Grid& pressure, double t_s) {
  if (geometry_.placement == Placement::back_rest || !rate_.due(t_s)) return estimate_;
  const bool table = geometry_.placement == Placement::table;
  fresh_ = !table || change_.look_again(pressure, t_s);
  const bool there = !fresh_ || (table ? imager_.make(pressure, image_) : seat_.measure(pressure).found);
  if (!there) {
    restart();
    return estimate_;
  }
  const double dt_s = t_s - last_s_;
  const bool alone = !started_ || dt_s < 0.0 || dt_s >= kSlowStreamS;
  if (alone) estimate_ = {};
  const double weight = alone ? 1.0 : 1.0 - std::exp(-dt_s / kTimeConstantS);
  started_ = true;
  last_s_ = t_s;
  settle(table ? lying(weight) : seated(weight));
  return estimate_;
}

PostureEstimate PostureEstimator::lying(double weight) {
  const PostureModel& model = shipped_posture_model();
  if (fresh_) model.probabilities(features_.of(image_), now_);
  if (weight >= 1.0) mean_ = now_;
  mean_ += static_cast<float>(weight) * (now_ - mean_);
  return estimate_from(model, mean_);
}

PostureEstimate PostureEstimator::seated(double weight) {
  const SeatShares& now = seat_.shares();
  const auto blend = [&](double SeatShares::*share) {
    mean_shares_.*share += weight * (now.*share - mean_shares_.*share);
  };
  mean_shares_.found = true;
  blend(&SeatShares::left_share);
  blend(&SeatShares::thigh_share);
  blend(&SeatShares::rear_left_share);
  blend(&SeatShares::thigh_left_share);
  blend(&SeatShares::sacral_ratio);
  blend(&SeatShares::cut);
  blend(&SeatShares::thigh_ratio);
  return SeatedPosture::judge(mean_shares_);
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
