// MapStage: the first stage of the Pipeline: a raw frame becomes a pressure map: calibrated, tared, checked
// for garbage, dead cells repaired, filtered in time and space.
//
// One thread; allocates nothing after the first frame, but for texts and newly found dead cells.
#pragma once

#include <optional>
#include <vector>

#include "acquisition/raw_frame.h"
#include "acquisition/source_info.h"
#include "processing/calibrator.h"
#include "processing/dead_cells.h"
#include "processing/glitch.h"
#include "processing/grid_filters.h"
#include "processing/occupancy.h"
#include "processing/params.h"
#include "processing/repair.h"
#include "processing/snapshot.h"
#include "processing/zero_baseline.h"

namespace palpate {

class MapStage {
 public:
  // `calibration` must have been checked against source.geometry. `raw`: values are taken as they are.
  MapStage(const SourceInfo& source, Calibration calibration, bool raw);

  void set_params(const Params& params);
  // Fills snapshot.map and snapshot.glitch. Garbage is calibrated and tared, so that it can be shown.
  void make(const RawFrame& frame, Snapshot& snapshot);
  // Learns the mat's zero from the latest frame while the mat is proven empty.
  void learn_zero(const Occupancy& occupancy, double t_s);
  void restart_stream();  // the zero and what is known about cells hold on

  void take_zero();  // the latest frame is zero; the caller knows that the mat is empty
  void clear_zero();
  void tell_zero(Snapshot& snapshot) const;  // tared, zero_note

  [[nodiscard]] float contact_threshold() const;  // in the map's unit
  [[nodiscard]] const Calibrator& calibrator() const { return calibrator_; }

 private:
  void filter(Grid& pressure, double t_s);

  bool raw_;
  Params params_;
  Calibrator calibrator_;
  GlitchCheck glitch_;
  DeadCellFinder dead_cells_;
  DeadCellRepair repair_;
  ZeroBaseline zero_;
  bool zero_cleared_ = false;
  TemporalLowpass lowpass_;
  GaussianBlur blur_;
  Grid reading_;  // calibrated, before the session's zero
  Grid scratch_;
  std::vector<float> median_scratch_;
};

}  // namespace palpate
