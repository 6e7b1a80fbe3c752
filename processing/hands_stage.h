// HandsStage: the therapist's hands on a lying client: bands and limits in force, and what is pressed now
// (applied_load.h). One thread; no clock; allocates nothing in steady state.
#pragma once

#include <optional>

#include "processing/applied_load.h"
#include "processing/params.h"
#include "processing/snapshot.h"

namespace palpate {

class HandsStage {
 public:
  // Unset bands: the general defaults of the parameters.
  HandsStage(const MatGeometry& geometry, const std::optional<LoadBands>& taught)
      : tracker_(geometry), taught_(taught) {}

  void set_params(const Params& params);
  void set_bands(const std::optional<LoadBands>& taught, const Params& params);  // forgets words said
  // Once a frame, last of all measurements; fills snapshot.applied.
  void update(Snapshot& snapshot, const Params& params);
  void restart_stream() { tracker_.restart(); }

  Result<void> say_band(LoadBand word) { return tracker_.hear(word); }
  void new_session() { tracker_.new_session(); }
  [[nodiscard]] std::optional<LoadBands> bands() const;  // taught in this session or given; unset: defaults

 private:
  AppliedLoadTracker tracker_;
  std::optional<LoadBands> taught_;
};

}  // namespace palpate
