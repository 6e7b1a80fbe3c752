// Breathing from the mat: rate a window, live rate, respiration signal, breath holds, coherence.
//
// Method (docs/metrics.md, "Breathing"): cells are averaged to steps of 0.2 s (or the frame period where that
// is longer). Still samples of a window lose an offset a still run and a cubic trend (creep). Cells are
// joined by maximal-ratio combining: weight = share in the common rhythm / noise variance, with its sign
// (Brueser et al. 2011); cells that do not breathe get next to no weight, so that the torso speaks. The rate
// is the least-squares spectrum's, and only as good as its agreement with the autocorrelation. Null (NaN)
// instead of a guess on movement, absence, or a frame rate that cannot carry the rate.
//
// One thread; pure over (state, frame): no clock. push() does steady work of O(cells), and once a second
// O(300 cells).
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "processing/breath_watch_now.h"
#include "processing/screen.h"

namespace palpate {

inline constexpr double kBreathingWindow_s = 30.0;
inline constexpr double kCoherenceWindow_s = 60.0;
inline constexpr double kShortestHold_s = 8.0;

struct BreathingWindow {
  double t0_s = 0.0, t1_s = 0.0;
  double rate_per_min = std::numeric_limits<double>::quiet_NaN();
  double confidence = 0.0;      // 0..1
  double movement_share = 0.0;  // of the window, 0..1
  double present_share = 1.0;   // of the window with somebody there
};

struct BreathHold {
  double start_s = 0.0, length_s = 0.0;
  bool going_on = false;  // still held at the last frame
};

struct CoherenceWindow {
  double t0_s = 0.0, t1_s = 0.0;
  double coherence = std::numeric_limits<double>::quiet_NaN();  // 0..1
};

struct BreathingOptions {
  int rows = 0, cols = 0;
  double rate_hz = 0.0;  // of the frames, > 0
};

class BreathingEstimator {
 public:
  explicit BreathingEstimator(const BreathingOptions& options);
  BreathingEstimator(BreathingEstimator&&) noexcept;
  BreathingEstimator& operator=(BreathingEstimator&&) noexcept;
  ~BreathingEstimator();

  // `cells`: rows * cols pressures or counts, row-major; not-finite cells count as 0. t_s increases from
  // about 0.
  void push(double t_s, std::span<const float> cells, bool occupied);
  // Whether a therapist's hand presses, for the steps from now on; only watch() asks.
  void set_hand(bool presses);
  void finish();  // no more frames: takes the last step into account

  // Of the last 30 s, renewed once a second; rate NaN until 20 s are there.
  [[nodiscard]] const BreathingWindow& live() const;
  // Newest value of the respiration signal in units of a usual breath's size (peak to peak 1), NaN before the
  // first rate.
  [[nodiscard]] double signal() const;
  [[nodiscard]] bool holding_breath() const;          // for 8 s at least
  [[nodiscard]] const BreathWatchNow& watch() const;  // is the next breath overdue (breath_watch.h)

  [[nodiscard]] const std::vector<BreathingWindow>& windows() const;  // [k 30, (k+1) 30), complete ones
  [[nodiscard]] const std::vector<BreathHold>& holds() const;
  [[nodiscard]] const std::vector<CoherenceWindow>& coherence() const;  // [k 60, (k+1) 60), complete ones

  // Highest rate that the frame rate can carry [breaths/min]; below 42 it caps confidence at 0.5, for a
  // faster breath would look like a slower one.
  [[nodiscard]] double rate_limit_per_min() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// JSON text of docs/schemas/breathing.schema.json.
std::string breathing_json(const BreathingEstimator& estimator, double rate_hz, double duration_s,
                           std::string_view source, const ScreenAnswers& screen = {});

}  // namespace palpate
