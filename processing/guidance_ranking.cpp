#include "processing/guidance_ranking.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kSmoothingS = 10.0;
constexpr double kEnter = 0.1, kLeave = 0.05;  // of a rank that is about 1 at the threshold
constexpr double kMoreSupport = 0.25;          // what a second reason adds to the first

}  // namespace

GuidanceRanking::GuidanceRanking() {
  order_.reserve(kMostPlaces + kPlaces);
  next_.reserve(kMostPlaces + kPlaces);
}

// One finding that came back after a break is one reason, not two.
void GuidanceRanking::support(const std::vector<FindingRecord>& records, const Place& place, SupportRef ref) {
  PlaceState& p = this->place(index_of(place));
  const auto same = [&](const SupportRef& other) {
    const FindingRecord& a = records[static_cast<std::size_t>(ref.record)];
    const FindingRecord& b = records[static_cast<std::size_t>(other.record)];
    return other.rule == ref.rule && a.kind == b.kind && a.has_region == b.has_region &&
           (!a.has_region || a.region == b.region) && a.side == b.side;
  };
  const auto end = p.supports.begin() + static_cast<std::ptrdiff_t>(p.count);
  const auto known = std::find_if(p.supports.begin(), end, same);
  if (known != end) {
    if (known->strength >= ref.strength) return;
    std::move(known + 1, end, known);
    --p.count;
  } else if (p.count == kMostSupports) {
    if (p.supports.back().strength >= ref.strength) return;
    --p.count;
  }
  p.supports[p.count++] = ref;
  for (std::size_t i = p.count - 1; i > 0 && p.supports[i].strength > p.supports[i - 1].strength; --i) {
    std::swap(p.supports[i], p.supports[i - 1]);
  }
}

void GuidanceRanking::weigh(const std::vector<FindingRecord>& records, const GuidanceRules& rules,
                            const ScreenEffect& screen, double dt_s) {
  for (PlaceState& p : places_) p.count = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const double strength = strength_of(records[i]);
    for (const int rule : records[i].rules) {
      const GuidanceRule& r = rules.rules[static_cast<std::size_t>(rule)];
      if (const auto place = place_of(r, records[i], screen)) {
        support(records, *place, {static_cast<int>(i), rule, strength * r.weight});
      }
    }
  }
  const double follow = 1.0 - std::exp(-dt_s / kSmoothingS);
  for (PlaceState& p : places_) {
    p.raw = 0.0;
    for (std::size_t i = 0; i < p.count; ++i) p.raw += (i == 0 ? 1.0 : kMoreSupport) * p.supports[i].strength;
    p.rank = p.rank <= 0.0 ? p.raw : p.rank + follow * (p.raw - p.rank);
    if (p.rank < 1e-6) p.rank = 0.0;
  }
}

bool GuidanceRanking::eligible(int index, bool listed) const {
  const PlaceState& p = place(index);
  if (p.count == 0 || p.answer == ClientAnswer::dismissed) return false;
  return p.answer == ClientAnswer::confirmed || p.rank >= (listed ? kLeave : kEnter);
}

bool GuidanceRanking::beats(int challenger, int holder) const {
  const PlaceState& a = place(challenger);
  const PlaceState& b = place(holder);
  if (a.answer != b.answer) return a.answer == ClientAnswer::confirmed;
  return a.rank > kGuidanceHysteresis * b.rank;
}

// The present order, newcomers behind it by rank; each then rises past those it clearly outweighs.
void GuidanceRanking::order_places(double now_s, bool blocked, bool at_once) {
  next_.clear();
  for (const int index : order_) {
    if (!blocked && eligible(index, true)) next_.push_back(index);
  }
  const std::size_t kept = next_.size();
  for (int index = 0; index < kPlaces; ++index) {
    const bool listed = std::find(order_.begin(), order_.end(), index) != order_.end();
    if (!blocked && !listed && eligible(index, false)) next_.push_back(index);
  }
  std::sort(next_.begin() + static_cast<std::ptrdiff_t>(kept), next_.end(), [this](int a, int b) {
    const double ra = place(a).rank, rb = place(b).rank;
    return ra != rb ? ra > rb : a < b;
  });
  for (std::size_t i = 1; i < next_.size(); ++i) {
    for (std::size_t j = i; j > 0 && beats(next_[j], next_[j - 1]); --j) std::swap(next_[j], next_[j - 1]);
  }
  if (next_.size() > kMostPlaces) next_.resize(kMostPlaces);
  if (next_ == order_) return;
  if (!at_once && now_s - last_change_s_ < kGuidanceDwellS) {
    return;
  }
  order_.swap(next_);
  last_change_s_ = now_s;
}

void GuidanceRanking::forget_ranks() {
  for (PlaceState& place : places_) place.rank = 0.0;
  last_change_s_ = -std::numeric_limits<double>::infinity();
}

}  // namespace palpate
