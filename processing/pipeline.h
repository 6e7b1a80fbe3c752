// Pipeline: RawFrame in, Snapshot out. Single-threaded and pure over (state, frame): no clock, no file, no
// thread, so live, replay and offline give the same numbers. Steady state allocates nothing.
//
// Stages, each in its own file: calibrate + tare -> glitch check -> dead-cell repair -> temporal and spatial
// filter -> contact -> features -> posture -> findings -> guidance.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "acquisition/raw_frame.h"
#include "acquisition/result.h"
#include "acquisition/source_info.h"
#include "processing/guidance_rules.h"
#include "processing/params.h"
#include "processing/screen.h"
#include "processing/snapshot.h"
#include "processing/taught_postures.h"
#include "processing/usual_level.h"

namespace palpate {

struct PipelineOptions {
  Params params;
  bool raw = false;  // take the values as they are: no tare, repair or filter (analyze --raw)
  std::shared_ptr<const GuidanceRules> rules = nullptr;  // null: the program's own
  ScreenAnswers screen = {};                             // added to those stored in the source
  std::optional<LoadBands> bands = {};  // taught by the client; unset: general defaults (parameters)
  bool breathing =
      false;  // fill Snapshot::breathing: about 9 ms once a second at 32 x 32, and allocates then
  std::shared_ptr<const UsualLevel> usual = {};       // of this client's earlier recordings; null: none known
  std::shared_ptr<const TaughtPostures> taught = {};  // the client's own postures; null: none taught
};

class Pipeline {
 public:
  // Fails when the calibration stored in `info` cannot be used, or postures were taught on another mat.
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
  // Bands of load above rest that the client taught; unset: the parameters' general defaults.
  void set_bands(const std::optional<LoadBands>& taught);
  // A word of the client for the press of this moment (load_bands.h, BandTeacher). Fails while nobody
  // presses, or when all words are said and are no bands.
  Result<void> say_band(LoadBand word);
  // The client's own postures from the next frame on; null or an empty list: none. Fails, and changes
  // nothing, when they were taught on another mat. The same pointer again does nothing.
  Result<void> set_taught(std::shared_ptr<const TaughtPostures> taught);
  [[nodiscard]] PressureUnit unit() const;  // of its maps
  void new_session();                       // the dose begins at zero
  void reset();                             // as if newly created

  // What the client says of a place of Snapshot::guidance (its id), and answers to the screen; a hit stays.
  // Both show at once, also while nobody is on the mat.
  Result<void> answer_place(int id, ClientAnswer answer);
  void set_screen(const ScreenAnswers& answers);
  [[nodiscard]] const ScreenAnswers& screen() const;
  [[nodiscard]] std::string place_answers() const;  // as SourceInfo::place_answers
  // As it is now; that of the Snapshot follows with the next frame.
  [[nodiscard]] std::shared_ptr<const Guidance> guidance() const;
  [[nodiscard]] const UsualLevel& usual_level() const;  // of this recording, for the client's next one

 private:
  struct State;
  explicit Pipeline(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace palpate
