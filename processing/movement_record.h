// MovementRecord: collects what movement.h needs from a sitting's frames, in steps of 0.25 s, and sums it up.
//
// A stay ends when nobody is there, or no good frame comes, for 5 s; each stay is judged by itself, events
// and times are added up. While a hand presses, from 1 s before to 3 s after, what moves the centre of
// pressure is the hand: that time is left out of events, rates and still spells, and a stay is judged by
// itself before and after it. Hands are known where the load above rest is (applied_load.h): lying on a
// calibrated mat. Memory: 40 bytes a step. One thread; pure over (state, frame).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "processing/movement.h"
#include "processing/snapshot.h"

namespace palpate {

struct MovementSummary {
  int stays = 0;
  bool lying = false;          // on a table
  double seconds = 0.0;        // of all stays, without hands: what rates are of
  double hands_seconds = 0.0;  // left out because of hands
  std::vector<MovementEvent> shifts, fidgets, drifts;
  double shifts_per_hour = kNone, fidgets_per_hour = kNone, drifts_per_hour = kNone;  // below 1 min: NaN
  double longest_still_s = kNone;
  std::vector<double> in_chair_movement_mm;       // of each full 5 min of a stay
  Settling settling = Settling::unknown;          // of the last stay
  double slump_onset_s = kNone;                   // of the first stay that has one; on a seat only
  std::array<double, kPostures> posture_share{};  // of the time of all frames, adds up to 1
};

class MovementRecord {
 public:
  explicit MovementRecord(const MatGeometry& geometry) : geometry_(geometry) {}

  void add(const Snapshot& snapshot);
  [[nodiscard]] MovementSummary summary() const;

 private:
  struct Stay {
    CopSeries cop;
    std::vector<double> ppi, back_front;
    bool goes_on = false;  // the one before, after a hand
  };
  void close_step();
  void begin_stay(double t_s, bool goes_on);
  bool under_hand(const Snapshot& snapshot);
  void drop_onset();

  MatGeometry geometry_;
  std::vector<Stay> stays_;
  double last_good_s_ = 0.0, step_start_s_ = 0.0;
  double sum_t_ = 0.0, sum_x_ = 0.0, sum_y_ = 0.0, sum_ppi_ = 0.0, sum_ratio_ = 0.0;
  int in_step_ = 0;
  bool hand_ = false;  // presses, or did a moment ago
  double last_hand_s_ = 0.0, hands_s_ = 0.0;
  double last_t_s_ = 0.0;
  std::uint64_t frames_ = 0;
  std::array<std::uint64_t, kPostures> postures_{};
};

// The member "movement" of the analysis JSON, as text, and its lines in the text report.
std::string movement_json(const MovementSummary& summary);
std::string movement_text(const MovementSummary& summary);

std::string_view name_of(Settling settling);  // "unknown", "settling", "settled"

}  // namespace palpate
