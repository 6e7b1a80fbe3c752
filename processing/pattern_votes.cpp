#include "processing/pattern_votes.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace palpate {

void PatternVotes::clear() {
  history_.setZero();
  owner_.setZero();
  label_.setZero();
  windows_ = 0;
}

void PatternVotes::add(const HalfMask& yes) {
  windows_ = std::min(windows_ + 1, kMostVotes);
  for (int i = 0; i < kBodyRows; ++i) {
    for (int j = 0; j < kHalfCols; ++j) history_(i, j) = (history_(i, j) << 1) | (yes(i, j) ? 1U : 0U);
  }
}

double PatternVotes::share_of(int row, int col) const {
  return windows_ == 0 ? 0.0 : static_cast<double>(std::popcount(history_(row, col))) / windows_;
}

void PatternVotes::find(const Sides& sides, const HalfLabels& regions, double share, double held_share,
                        Places& out) {
  constexpr int kCandidate = -1;
  out.count = 0;
  for (int i = 0; i < kBodyRows; ++i) {
    for (int j = 0; j < kHalfCols; ++j)
      label_(i, j) = share_of(i, j) >= (owner_(i, j) != 0 ? held_share : share) ? kCandidate : 0;
  }
  int number = 0;
  for (int i = 0; i < kBodyRows; ++i) {
    for (int j = 0; j < kHalfCols; ++j) {
      if (label_(i, j) != kCandidate) continue;
      const PatternPlace place = flood(sides, regions, i, j, ++number);
      std::size_t at = out.count;
      while (at > 0 && out.list[at - 1].squares < place.squares) --at;
      if (at >= kMostPatternPlaces) continue;
      out.count = std::min(out.count + 1, kMostPatternPlaces);
      for (std::size_t k = out.count - 1; k > at; --k) {
        out.list[k] = out.list[k - 1];
        numbers_[k] = numbers_[k - 1];
      }
      out.list[at] = place;
      numbers_[at] = number;
    }
  }
}

PatternPlace PatternVotes::flood(const Sides& sides, const HalfLabels& regions, int row, int col,
                                 int number) {
  PatternPlace place;
  std::array<double, kRegionCount> in_region{};
  double more = 0.0;
  std::size_t count = 0;
  stack_[count++] = static_cast<std::int16_t>(row * kHalfCols + col);
  label_(row, col) = number;
  while (count > 0) {
    const int square = stack_[--count], r = square / kHalfCols, c = square % kHalfCols;
    const auto a = static_cast<double>(sides.here(r, c)), m = static_cast<double>(sides.there(r, c));
    const double excess = std::max(1e-6, a - m);
    ++place.squares;
    place.here += a;
    place.there += m;
    place.usual += static_cast<double>(sides.usual(r, c));
    place.votes += share_of(r, c);
    place.distance_mm += excess * (c + 0.5) * kBodyStepMm;
    place.v_mm += excess * body_v_mm(r);
    more += excess;
    if (place.owner == 0) place.owner = owner_(r, c);
    place.oldest_yes = std::max(place.oldest_yes, static_cast<int>(std::bit_width(history_(r, c))));
    if (regions(r, c) != kNoRegion) in_region[static_cast<std::size_t>(regions(r, c))] += excess;
    for (int i = std::max(0, r - 1); i <= std::min(kBodyRows - 1, r + 1); ++i) {
      for (int j = std::max(0, c - 1); j <= std::min(kHalfCols - 1, c + 1); ++j) {
        if (label_(i, j) >= 0) continue;
        label_(i, j) = number;
        stack_[count++] = static_cast<std::int16_t>(i * kHalfCols + j);
      }
    }
  }
  place.votes /= place.squares;
  place.distance_mm /= more;
  place.v_mm /= more;
  const auto most = std::max_element(in_region.begin(), in_region.end());
  if (*most > 0.0) place.region = static_cast<std::int8_t>(most - in_region.begin());
  return place;
}

void PatternVotes::own(std::size_t index, int owner) {
  for (int i = 0; i < kBodyRows; ++i) {
    for (int j = 0; j < kHalfCols; ++j) {
      if (label_(i, j) == numbers_[index]) {
        owner_(i, j) = owner;
      } else if (owner_(i, j) == owner) {
        owner_(i, j) = 0;
      }
    }
  }
}

}  // namespace palpate
