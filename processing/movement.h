// Movement and sitting: shifts, fidgets and drifts of the centre of pressure, in-chair movement, the longest
// still spell, settling, slump onset.
//
// Pure functions over plain data, double; any thread. The thresholds (2 SD and 5 s, 3 SD and 4 s, 1 SD and
// 60 s) are those of docs/metrics.md; the lengths of the stretches compared and the smoothing are this
// project's reading of the source, whose full text was not at hand.
//
// Shifts, fidgets, drifts: after Duarte and Zatsiorsky 1999 (Motor Control).
//   move    a stretch in which the centre goes further within 1 s than 2.8 times the usual (upper quartile of
//           the 5 min before; of the first 30 s in those) and 3 times noise_mm, on either axis; pauses up to
//           1 s belong to it. 2.8 upper quartiles are 3.2 SD of Gaussian noise, 2.6 times the most of a sine.
//   shift   a move of at most 5 s after which the centre rests elsewhere: means of the rest before and after
//           (15 s, or to the next move; 2 s at least) differ by at least 2 sqrt(SD_before^2 + SD_after^2) on
//           an axis.
//   fidget  a move of at most 4 s that is no shift and goes at least 3 SD (the larger of both rests) away
//           from the middle of both rests, after a mean over 0.75 s.
//   drift   each axis by itself: after smoothing over 60 s, two following extremes that lie at least 1 SD
//           (of the whole record) and 60 s apart; those of both axes within 60 s are one.
// Shifts and fidgets come from move_finder.h, the same while they happen (shift_counter.h) and afterwards.
// Moves are left out of the rests, so neighbours do not hide each other. Noise would make SDs tiny in a
// perfectly still record: an SD counts for at least `noise_mm` (default 0.5 mm).
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace palpate {

// The centre of pressure over time; uniform steps are not needed. Times increase.
struct CopSeries {
  std::vector<double> t_s, x_mm, y_mm;
};

struct MovementOptions {
  double hasty_noise = 3.0, hasty_usual = 2.8;  // within 1 s: times noise_mm, times the usual way
  double base_s = 15.0;
  double shift_sd = 2.0, shift_width_s = 5.0;
  double fidget_sd = 3.0, fidget_width_s = 4.0;
  double drift_sd = 1.0, drift_width_s = 60.0;
  double noise_mm = 0.5;
};

struct MovementEvent {
  double t_s = 0.0;
  double size_mm = 0.0;  // length of the move
};

struct Movement {
  std::vector<MovementEvent> shifts, fidgets, drifts;
  double shifts_per_hour = std::numeric_limits<double>::quiet_NaN();  // NaN for less than a minute
  double fidgets_per_hour = std::numeric_limits<double>::quiet_NaN();
  double drifts_per_hour = std::numeric_limits<double>::quiet_NaN();
  double longest_still_s = 0.0;  // between two shifts or fidgets, or an end of the record
};

Movement find_movement(const CopSeries& cop, const MovementOptions& options = {});

// In-chair movement: path of the centre of pressure in each full 5 min [mm], after a mean over 1 s (so that
// noise adds no path). Fenety et al. 2000 (Appl. Ergon. 31:385) average several such samples.
std::vector<double> in_chair_movement_mm(const CopSeries& cop);

enum class Settling { unknown, settling, settled };

// From the peak pressure index over time: slope of the least-squares line over the last 120 s; settled when
// it changes by less than 1 % of its value a minute. Unknown with less than 120 s.
Settling settling_of(std::span<const double> t_s, std::span<const double> ppi_kpa);

// First minute [s, its start] in which the median of back share / front share leaves the client's own upright
// band:
// mean +- 3 SD of the one-minute medians of the first `upright_minutes` (at least 3), the SD counting for at
// least 2 % of the mean. NaN when it never does or there is no minute beyond those.
double slump_onset_s(std::span<const double> t_s, std::span<const double> back_front_ratio,
                     int upright_minutes = 5);

}  // namespace palpate
