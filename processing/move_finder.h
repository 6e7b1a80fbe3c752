// MoveFinder: the moves of the centre of pressure, told as shifts and fidgets step by step, in bounded
// memory. The one home of the rules in movement.h: whole records (find_movement) and live counts
// (ShiftCounter) run through it.
//
// In: the mean centre of pressure [mm] of each step of 0.25 s, without a break. Nothing ahead of what a rule
// needs is looked at: the usual way is the upper quartile of the 5 min before a step, renewed every 5 s, so
// nothing is told before the first 30 s are there (theirs is that of their own steps). A move is judged 15 s
// after its end, or when the next one begins; it is then the same whether the record goes on or not.
// One thread; allocates nothing; about 40 kB.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "processing/movement.h"

namespace palpate {

inline constexpr double kMoveStepS = 0.25;

enum class MoveKind : std::uint8_t { none, shift, fidget };

struct JudgedMove {
  MoveKind kind = MoveKind::none;   // none: neither; rests too short, too slow, too small
  double from_s = 0.0, to_s = 0.0;  // since the start of the first step
  double size_mm = 0.0;
};

class MoveFinder {
 public:
  explicit MoveFinder(const MovementOptions& options = {});
  void reset();
  // Next step. The moves it decides, oldest first, until the next call.
  std::span<const JudgedMove> add(double x_mm, double y_mm);
  // The record ends here: what the last steps decide. Then only reset().
  std::span<const JudgedMove> finish();
  // Everything before this is judged [s since the start of the first step].
  [[nodiscard]] double judged_until_s() const;

 private:
  static constexpr std::size_t kKept = 512;    // steps: the start, two rests and a move between them
  static constexpr std::size_t kUsual = 1200;  // steps: 5 min
  static constexpr std::size_t kMost = 16;     // moves that the first 30 s can hold

  struct Rest {
    std::size_t from = 0, to = 0;
  };
  struct Verdict {
    double step = 0.0, peak = 0.0;  // in units of the threshold
    double step_mm = 0.0, peak_mm = 0.0;
  };
  struct Axis {
    std::array<double, kKept> value{};
    std::array<double, kUsual> way{};  // within 1 s about a step
    double too_much = 0.0;             // of it
  };

  [[nodiscard]] double calm(const Axis& axis, std::size_t i) const;
  void measure(std::size_t i);
  void renew_usual();
  void look_at(std::size_t i);
  void judge(std::size_t next);
  [[nodiscard]] bool lasts_too_long() const;
  [[nodiscard]] Verdict judge_axis(const Axis& axis, const Rest& before, const Rest& after) const;

  MovementOptions options_;
  Axis x_, y_;
  std::array<double, kUsual> scratch_{};
  std::size_t steps_ = 0, measured_ = 0, looked_at_ = 0;
  bool open_ = false;              // a move is not judged yet
  std::size_t from_ = 0, to_ = 0;  // the latest move, to_: the first step after it; 0, 0: none
  std::size_t rest_from_ = 0;      // end of the move before it
  std::array<JudgedMove, kMost> told_{};
  std::size_t told_count_ = 0;
};

}  // namespace palpate
