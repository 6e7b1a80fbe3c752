// Pipeline: RawFrame in, Snapshot out. Single-threaded and pure over (state, frame): no clock, no file, no
// thread, so live, replay and offline give the same numbers. Steady state allocates nothing.
//
// Stages, each in its own file: calibrate + tare -> glitch check -> dead-cell repair -> temporal and spatial
// filter -> contact -> features -> posture -> findings.
#pragma once

#include <memory>
#include <span>

#include "acquisition/raw_frame.h"
#include "acquisition/result.h"
#include "acquisition/source_info.h"
#include "processing/params.h"
#include "processing/snapshot.h"

namespace palpate {

struct PipelineOptions {
  Params params;
  bool raw = false;  // take the values as they are: no tare, repair or filter (analyze --raw)
  bool breathing =
      false;  // fill Snapshot::breathing: about 9 ms once a second at 32 x 32, and allocates then
};

class Pipeline {
 public:
  // Fails when the calibration stored in `info` cannot be used.
  static Result<Pipeline> create(const SourceInfo& info, const PipelineOptions& options = {});
  Pipeline(Pipeline&&) noexcept;
  Pipeline& operator=(Pipeline&&) noexcept;
  ~Pipeline();

  // `frame.cells` must have geometry.cells() values. The returned reference is valid until the next call.
  const Snapshot& process(const RawFrame& frame);

  // Takes the present frame as zero if the mat is proven empty; otherwise an error that says why not.
  Result<void> tare();
  void clear_tare();
  void set_params(const Params& params);
  [[nodiscard]] const Params& params() const;
  void reset();  // as if newly created

 private:
  struct State;
  explicit Pipeline(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace palpate
