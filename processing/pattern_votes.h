// PatternVotes: which squares of a half body kept standing out, window after window, and the places they
// form.
//
// Each window gives every square of a side a yes or a no; the last kMostVotes windows are remembered. A place
// is a group of touching squares (8-connected) of which each said yes in at least a share of the windows.
// Plain state, one thread; allocates nothing.
#pragma once

#include <array>
#include <cstdint>

#include "processing/mirror_profile.h"

namespace palpate {

inline constexpr int kMostVotes = 64;
inline constexpr std::size_t kMostPatternPlaces = 8;  // of one side; further ones are smaller
inline constexpr double kSquareCm2 = kBodyStepMm * kBodyStepMm / 100.0;

using HalfMask = Eigen::Array<bool, kBodyRows, kHalfCols, Eigen::RowMajor>;

struct PatternPlace {
  int squares = 0;
  int owner = 0;                                // of a square that a finding held already (0: of none)
  double here = 0.0, there = 0.0, usual = 0.0;  // sums of the pressure here, at the mirror squares, and usual
  double distance_mm = 0.0, v_mm = 0.0;  // middle, weighted by what is more: from the midline, along the body
  std::int8_t region = kNoRegion;        // left region that has most of it
  double votes = 0.0;                    // mean share of windows that said yes
  int oldest_yes = 0;                    // so many windows ago
  [[nodiscard]] double area_cm2() const { return squares * kSquareCm2; }
  [[nodiscard]] double over_mirror() const { return there > 0.0 ? here / there - 1.0 : 0.0; }
  [[nodiscard]] double over_usual() const { return usual > 0.0 ? here / usual - 1.0 : 0.0; }
};

class PatternVotes {
 public:
  PatternVotes() { clear(); }
  void clear();
  void add(const HalfMask& yes);
  [[nodiscard]] int windows() const { return windows_; }
  struct Sides {
    const HalfArray &here, &there, &usual;  // mean pressures: this side, the mirror side, what is usual here
  };
  struct Places {
    std::array<PatternPlace, kMostPatternPlaces> list;
    std::size_t count = 0;
  };
  // Places of squares with at least `share` yes (`held_share` for squares of an owner), largest first.
  void find(const Sides& sides, const HalfLabels& regions, double share, double held_share, Places& out);
  // The squares of the place that find() put at `index` belong to `owner` from now on; others of that owner
  // do not.
  void own(std::size_t index, int owner);
  void disown_all() { owner_.setZero(); }

 private:
  PatternPlace flood(const Sides& sides, const HalfLabels& regions, int row, int col, int number);
  [[nodiscard]] double share_of(int row, int col) const;

  Eigen::Array<std::uint64_t, kBodyRows, kHalfCols, Eigen::RowMajor> history_;
  Eigen::Array<int, kBodyRows, kHalfCols, Eigen::RowMajor> owner_, label_;
  std::array<int, kMostPatternPlaces> numbers_{};  // label of each place found last
  std::array<std::int16_t, static_cast<std::size_t>(kBodyRows* kHalfCols)> stack_{};
  int windows_ = 0;
};

}  // namespace palpate
