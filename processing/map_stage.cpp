#include "processing/map_stage.h"

#include <string_view>
#include <utility>

namespace palpate {
namespace {

constexpr std::string_view kNoZeroYet = "no zero taken: the mat has not been seen empty yet";
constexpr std::string_view kZeroInForce = "zero taken on the empty mat";
constexpr std::string_view kZeroCleared = "no zero: cleared by hand";
constexpr std::string_view kRawNote = "raw values: no zero, repair or filter";

}  // namespace

MapStage::MapStage(const SourceInfo& source, Calibration calibration, bool raw)
    : raw_(raw),
      calibrator_(source, std::move(calibration)),
      glitch_(source),
      dead_cells_(source, calibrator_.calibration().dead_cells),
      repair_(dead_cells_.dead()),
      zero_(source.geometry) {
  reading_.resize(source.geometry.rows, source.geometry.cols);
}

void MapStage::set_params(const Params& params) {
  params_ = params;
  lowpass_.set_time_constant(params.get(Param::smoothing_time_constant_s));
  blur_ = GaussianBlur(params.get(Param::smoothing_sigma_cells));
}

float MapStage::contact_threshold() const {
  const bool kpa = calibrator_.unit() == PressureUnit::kpa;
  return static_cast<float>(
      params_.get(kpa ? Param::contact_threshold_kpa : Param::contact_threshold_counts));
}

void MapStage::make(const RawFrame& frame, Snapshot& snapshot) {
  PressureMap& map = snapshot.map;
  map.t_s = snapshot.t_s;
  snapshot.glitch = glitch_.is_garbage(frame);
  calibrator_.apply(frame, map);
  if (raw_) return;
  reading_.swap(map.pressure);
  zero_.subtract(reading_, map.pressure);
  if (snapshot.glitch) return;
  if (dead_cells_.update(frame, map, contact_threshold(), map.t_s)) {
    repair_ = DeadCellRepair(dead_cells_.dead());
  }
  if (repair_.repairable() + repair_.hopeless() > 0) {
    map.dead = map.dead || dead_cells_.dead();
    map.saturated = map.saturated && !map.dead;
    repair_.apply(map.pressure, map.repaired);
  }
  filter(map.pressure, map.t_s);
}

void MapStage::filter(Grid& pressure, double t_s) {
  if (params_.get(Param::smoothing_time_constant_s) > 0.0) lowpass_.apply_in_place(pressure, t_s);
  if (params_.get(Param::median_filter) > 0.0) {
    median3x3(pressure, scratch_, median_scratch_);
    pressure.swap(scratch_);
  }
  if (blur_.radius() > 0) blur_.apply(pressure, pressure);
}

void MapStage::learn_zero(const Occupancy& occupancy, double t_s) {
  if (raw_) return;
  if (occupancy.proven_empty()) {
    zero_.learn(reading_, t_s, contact_threshold());
  } else {
    zero_.interrupt();
  }
}

void MapStage::restart_stream() {
  lowpass_.reset();
  zero_.interrupt();
}

void MapStage::take_zero() {
  zero_.take(reading_);
  zero_cleared_ = false;
  lowpass_.reset();
}

void MapStage::clear_zero() {
  zero_.clear();
  zero_cleared_ = true;
  lowpass_.reset();
}

void MapStage::tell_zero(Snapshot& snapshot) const {
  snapshot.tared = zero_.in_force() && !raw_;
  const std::string_view note = raw_             ? kRawNote
                                : snapshot.tared ? kZeroInForce
                                : zero_cleared_  ? kZeroCleared
                                                 : kNoZeroYet;
  if (snapshot.zero_note != note) snapshot.zero_note = note;
}

}  // namespace palpate
