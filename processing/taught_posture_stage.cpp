#include "processing/taught_posture_stage.h"

#include <cmath>
#include <utility>

namespace palpate {
namespace {

constexpr double kTimeConstantS = 1.5;
constexpr double kSlowStreamS = 1.0 - 1e-6;
constexpr double kTellFrom = 0.60, kHoldFrom = 0.45;

}  // namespace

std::string_view taught_name(const TaughtPostureState& state) {
  if (!state.postures || state.index < 0) return {};
  return state.postures->postures[static_cast<std::size_t>(state.index)].name;
}

std::string_view taught_column(const TaughtPostureState& state) {
  if (!std::isfinite(state.confidence)) return {};
  return state.index < 0 ? std::string_view("unknown") : taught_name(state);
}

TaughtPostureStage::TaughtPostureStage(std::shared_ptr<const TaughtPostures> taught)
    : taught_(std::move(taught)) {
  if (!taught_) return;
  classifier_.emplace(*taught_);
  now_ = mean_ = Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(taught_->postures.size()) + 1);
}

void TaughtPostureStage::restart_stream() {
  rate_.restart();
  change_.restart();
  started_ = false;
}

void TaughtPostureStage::update(Snapshot& snapshot) {
  if (!taught_) return;
  TaughtPostureState& state = snapshot.taught;
  if (!state.postures) state.postures = taught_;
  if (!snapshot.occupied) {
    restart_stream();
    state.index = -1;
    state.confidence = kNone;
    return;
  }
  if (snapshot.glitch || !rate_.due(snapshot.t_s)) return;
  if (change_.look_again(snapshot.map.pressure, snapshot.t_s) || !started_) {
    if (const Eigen::ArrayXd* shares = classifier_->shares(snapshot.map.pressure)) now_ = *shares;
  }
  const double dt_s = snapshot.t_s - last_s_;
  const bool alone = !started_ || dt_s < 0.0 || dt_s >= kSlowStreamS;
  if (alone) state.index = -1;
  const double weight = alone ? 1.0 : 1.0 - std::exp(-dt_s / kTimeConstantS);
  if (alone) mean_ = now_;
  mean_ += weight * (now_ - mean_);
  started_ = true;
  last_s_ = snapshot.t_s;
  settle(state);
}

void TaughtPostureStage::settle(TaughtPostureState& state) const {
  const Eigen::Index postures = mean_.size() - 1;
  if (state.index >= 0 && mean_(state.index) >= kHoldFrom && mean_(state.index) >= mean_.maxCoeff()) {
    state.confidence = mean_(state.index);
    return;
  }
  Eigen::Index best = 0;
  const double most = postures > 0 ? mean_.head(postures).maxCoeff(&best) : 0.0;
  state.index = most >= kTellFrom ? static_cast<int>(best) : -1;
  state.confidence = state.index >= 0 ? most : 1.0 - most;
}

}  // namespace palpate
