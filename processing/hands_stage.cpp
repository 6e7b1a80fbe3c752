#include "processing/hands_stage.h"

#include <algorithm>

namespace palpate {

void HandsStage::set_params(const Params& params) {
  AppliedLoadSettings settings = tracker_.settings();
  settings.steep_ramp_n_per_s = params.get(Param::steep_ramp_n_per_s);
  if (taught_) {
    settings.bands = *taught_;
  } else if (!settings.bands.taught) {
    settings.bands.moderate_n = params.get(Param::band_moderate_n);
    settings.bands.deep_n = std::max(params.get(Param::band_deep_n), settings.bands.moderate_n + 1.0);
  }
  tracker_.set_settings(settings);
}

void HandsStage::set_bands(const std::optional<LoadBands>& taught, const Params& params) {
  taught_ = taught;
  AppliedLoadSettings settings = tracker_.settings();
  settings.bands = LoadBands{};
  tracker_.set_settings(settings);
  tracker_.forget_words();
  set_params(params);
}

void HandsStage::update(Snapshot& snapshot, const Params& params) {
  AppliedLoadInput input;
  input.t_s = snapshot.t_s;
  input.map = &snapshot.map;
  input.occupied = snapshot.occupied;
  input.usable = !snapshot.glitch;
  input.posture = snapshot.posture;
  input.body = &snapshot.body;
  input.smoothing_s = params.get(Param::smoothing_time_constant_s);
  if (snapshot.breathing.available) input.breath = snapshot.breathing.watch;
  snapshot.applied = tracker_.update(input);
}

std::optional<LoadBands> HandsStage::bands() const {
  const LoadBands& bands = tracker_.settings().bands;
  return bands.taught ? std::optional(bands) : taught_;
}

}  // namespace palpate
