// A BodyState from the simulator's own ground truth: what a perfect body model would say.
#pragma once

#include <cmath>
#include <numbers>
#include <string>

#include "acquisition/simulated_body.h"
#include "processing/body_state.h"

namespace palpate::test {

struct TruthErrors {  // of the body model that is pretended
  double midline_mm = 0.0;
  double tilt_deg = 0.0;
};

// Regions along the body in shares of its length from the head; on a seat in shares of twice the way from the
// rear edge to the middle of the print.
inline RegionKind kind_at(double share, bool seated) {
  if (seated)
    return share < 0.20 ? RegionKind::sacral : share < 0.48 ? RegionKind::ischial : RegionKind::seat_thigh;
  if (share < 0.09) return RegionKind::head;
  if (share < 0.15) return RegionKind::neck;
  if (share < 0.25) return RegionKind::upper_back;
  if (share < 0.33) return RegionKind::mid_back;
  if (share < 0.44) return RegionKind::low_back;
  if (share < 0.54) return RegionKind::pelvis;
  return share < 0.71 ? RegionKind::thigh : RegionKind::calf;
}

// Keeps stable_since_s over the frames of one body; one object a run.
class TruthBodyModel {
 public:
  explicit TruthBodyModel(const MatGeometry& geometry, TruthErrors errors = {})
      : g_(geometry), errors_(errors) {
    state_.labels = RegionLabels::Constant(geometry.rows, geometry.cols, kNoRegion);
  }

  // With the cells of the frame the loads of the regions are filled in as well.
  const BodyState& update(const GroundTruth& truth, const std::vector<float>& kpa = {}) {
    state_.t_s = truth.t_s;
    if (truth.moving || !truth.occupied)
      still_since_ = std::numeric_limits<double>::quiet_NaN();
    else if (std::isnan(still_since_))
      still_since_ = truth.t_s;
    state_.stable_since_s = still_since_;
    const bool lying = g_.placement == Placement::table;
    state_.found = truth.occupied && truth.posture.rfind("side", 0) != 0;
    state_.seated = !lying;
    state_.facing = truth.posture == "prone" ? Facing::down : Facing::up;
    state_.sides_known = state_.found;
    state_.confidence = 1.0;
    if (!state_.found) return state_;
    place(truth, lying);
    label(lying, truth.posture == "prone");
    if (!kpa.empty()) weigh(kpa);
    return state_;
  }

 private:
  void weigh(const std::vector<float>& kpa) {
    constexpr double kContactKpa = 0.67;
    std::array<double, kRegionCount> load{}, contact{}, cells{};
    double total = 0.0;
    for (std::size_t i = 0; i < kpa.size(); ++i) {
      const double p = static_cast<double>(kpa[i]);
      const std::int8_t label = state_.labels.data()[i];
      if (p >= kContactKpa) total += p;
      if (label == kNoRegion) continue;
      const auto k = static_cast<std::size_t>(label);
      ++cells[k];
      if (p >= kContactKpa) load[k] += p, ++contact[k];
    }
    for (std::size_t k = 0; k < kRegionCount; ++k) {
      RegionLoad& region = state_.regions[k];
      region = RegionLoad{};
      if (cells[k] == 0.0 || total <= 0.0) continue;
      region.present = true;
      region.load_share = load[k] / total;
      region.area_cm2 = cells[k] * g_.cell_area_mm2() / 100.0;
      region.contact_area_cm2 = contact[k] * g_.cell_area_mm2() / 100.0;
    }
  }

  void place(const GroundTruth& truth, bool lying) {
    const double dx = truth.midline_head_x_mm - truth.midline_foot_x_mm;
    const double dy = truth.midline_head_y_mm - truth.midline_foot_y_mm;
    length_ = std::hypot(dx, dy);
    const double turn = errors_.tilt_deg * std::numbers::pi / 180.0;
    const double ax = dx / length_, ay = dy / length_;
    state_.axis_x = ax * std::cos(turn) - ay * std::sin(turn);
    state_.axis_y = ax * std::sin(turn) + ay * std::cos(turn);
    pelvis_share_ = lying ? 0.485 : 0.30;
    state_.pelvis_x_mm = truth.midline_head_x_mm - pelvis_share_ * dx - ay * errors_.midline_mm;
    state_.pelvis_y_mm = truth.midline_head_y_mm - pelvis_share_ * dy + ax * errors_.midline_mm;
    state_.length_mm = length_;
  }

  void label(bool lying, bool prone) {
    const double sign = prone != g_.mirrored ? -1.0 : 1.0;
    for (int r = 0; r < g_.rows; ++r) {
      for (int c = 0; c < g_.cols; ++c) {
        const double x = (c + 0.5) * g_.pitch_x_mm - state_.pelvis_x_mm;
        const double y = (r + 0.5) * g_.pitch_y_mm - state_.pelvis_y_mm;
        const double up = x * state_.axis_x + y * state_.axis_y;
        const double left = sign * (-x * state_.axis_y + y * state_.axis_x);
        const double share = pelvis_share_ - up / length_;
        const bool outside = share < 0.0 || share > 1.05 || (lying && std::abs(left) > 0.098 * length_);
        const Region region{kind_at(share, !lying), left > 0.0 ? BodySide::left : BodySide::right};
        state_.labels(r, c) = outside ? kNoRegion : static_cast<std::int8_t>(index_of(region));
      }
    }
  }

  MatGeometry g_;
  TruthErrors errors_;
  BodyState state_;
  double still_since_ = std::numeric_limits<double>::quiet_NaN();
  double length_ = 1.0, pelvis_share_ = 0.485;
};

}  // namespace palpate::test
