// AppliedLoadTracker: what a therapist's hand adds to the load of a client who lies on the mat.
//
// docs/applied-load.md tells the method and what it measured. Load above rest = sum over all cells (also
// those below the contact threshold, whose load a hand would otherwise lift over it) minus the baseline of
// rest_baseline.h. A contact event begins when load above rest exceeds the detection limit at one place for
// 0.4 s, or anywhere for 1.5 s, while the body does not move; it ends when the load is gone. Frames are
// averaged to steps of 0.1 s, so any frame rate from 10 Hz on gives the same answer.
//
// One thread; pure over (state, input): no clock. update() costs O(cells) a frame, allocates nothing after
// the constructor except for texts.
#pragma once

#include <array>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "acquisition/result.h"
#include "processing/applied_load_state.h"
#include "processing/body_state.h"
#include "processing/breath_watch_now.h"
#include "processing/hand_place.h"
#include "processing/load_bands.h"
#include "processing/posture.h"
#include "processing/pressure_map.h"
#include "processing/rest_baseline.h"

namespace palpate {

struct AppliedLoadInput {
  double t_s = 0.0;
  const PressureMap* map = nullptr;
  bool occupied = false;
  bool usable = true;  // false: a glitch
  Posture posture = Posture::unknown;
  const BodyState* body = nullptr;  // regions; may be null
  BreathWatchNow breath = {.why = "breathing is not measured here"};
  double smoothing_s = 0.0;  // time constant of the low-pass filter that the map went through
};

struct AppliedLoadSettings {
  LoadBands bands;
  double steep_ramp_n_per_s = 40.0;  // from here on a ramp is warned of, and the load not trusted
  double gentle_first_s = 5.0;       // light and moderate work on a region before deep is in order
};

class AppliedLoadTracker {
 public:
  explicit AppliedLoadTracker(const MatGeometry& geometry);

  const AppliedLoadState& update(const AppliedLoadInput& input);
  [[nodiscard]] const AppliedLoadState& state() const { return state_; }

  // After a seek, a reboot or a gap: learns the rest anew; the session's dose stays.
  void restart();
  void new_session();  // restart, and the dose begins at zero
  void set_settings(const AppliedLoadSettings& settings) { settings_ = settings; }
  [[nodiscard]] const AppliedLoadSettings& settings() const { return settings_; }
  // A word of the client for the load of this moment. Fails while nobody presses. Once the words give bands,
  // those are in force.
  Result<void> hear(LoadBand word);
  void forget_words();

 private:
  static constexpr int kHistory = 5;  // steps: half a second

  void unavailable(std::string_view why);
  [[nodiscard]] bool sits(const AppliedLoadInput& input);
  void gather(const AppliedLoadInput& input, double dt_s);
  void step(const AppliedLoadInput& input);
  void watch_movement();
  void watch_event(double t_s);
  void begin_event(double t_s);
  void end_event();
  void measure(double t_s);
  void find_place();
  void find_region(const BodyState* body);
  void judge(const AppliedLoadInput& input);
  void warn(const AppliedLoadInput& input);
  void add_dose();
  void forget();

  MatGeometry geometry_;
  BlockGrid blocks_;
  RestBaseline rest_;
  AppliedLoadSettings settings_;
  AppliedLoadState state_;

  // The step being gathered, and the last one.
  std::vector<float> sum_, step_kpa_, recent_kpa_;
  int frames_ = 0;
  bool saturated_ = false, step_saturated_ = false;
  std::int64_t bin_ = -1;
  double last_t_s_ = 0.0, step_s_ = 0.1;
  double last_total_ = 0.0, prompt_sum_ = 0.0;  // kPa over all cells
  double total_n_ = 0.0, smooth_n_ = 0.0;
  bool has_smooth_ = false;
  // Half a second of the past, for movement and ramp.
  std::array<std::vector<float>, kHistory + 1> block_history_;
  std::array<double, kHistory + 1> load_history_{};
  std::size_t history_at_ = 0;
  int history_ = 0;
  std::vector<float> rest_blocks_, recent_blocks_;
  BandTeacher teacher_;
  double sitting_s_ = 0.0, posture_t_s_ = 0.0;
  // Event machine.
  bool event_ = false;  // the baseline is frozen
  double above_s_ = 0.0, local_s_ = 0.0, below_s_ = 0.0, calm_s_ = 0.0, untrusted_s_ = 0.0;
  double steep_shown_s_ = 0.0;
  double press_sum_n_s_ = 0.0;
  double peak_of_all_n_ = 0.0;
  bool press_trusted_ = false;  // the press had a trusted moment
  [[nodiscard]] bool one_place() const;
  bool prompt_ = false, map_good_ = false;
  double concentrated_ = 0.0;  // share of the added load in one place
  PlaceOnMat place_;
  bool has_place_ = false, shown_ = false;
};

}  // namespace palpate
