// Which places are shown, and in which order: weight of the reasons, the client's answers, and rest. For
// guidance_*.cpp only.
//
// Ranks follow their raw weight over 10 s; an order lives at least kGuidanceDwellS, and a place overtakes
// another only when it outweighs it by kGuidanceHysteresis.
#pragma once

#include <array>
#include <limits>
#include <vector>

#include "processing/guidance_engine.h"
#include "processing/guidance_place.h"

namespace palpate {

inline constexpr std::size_t kMostSupports = 4;

// A reason for a place: a finding by its index, and a rule that it fired.
struct SupportRef {
  int record = 0, rule = 0;
  double strength = 0.0;
};

struct PlaceState {
  double raw = 0.0, rank = 0.0;
  ClientAnswer answer = ClientAnswer::none;
  std::array<SupportRef, kMostSupports> supports;  // strongest first
  std::size_t count = 0;
};

class GuidanceRanking {
 public:
  GuidanceRanking();

  void weigh(const std::vector<FindingRecord>& records, const GuidanceRules& rules,
             const ScreenEffect& screen, double dt_s);
  // `at_once`: an answer of client or screen does not wait.
  void order_places(double now_s, bool blocked, bool at_once);
  void forget_ranks();

  [[nodiscard]] PlaceState& place(int index) { return places_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] const PlaceState& place(int index) const { return places_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] const std::vector<int>& order() const { return order_; }  // shown places, best first

 private:
  void support(const std::vector<FindingRecord>& records, const Place& place, SupportRef ref);
  [[nodiscard]] bool eligible(int index, bool listed) const;
  [[nodiscard]] bool beats(int challenger, int holder) const;

  std::array<PlaceState, kPlaces> places_;
  std::vector<int> order_, next_;
  double last_change_s_ = -std::numeric_limits<double>::infinity();
};

}  // namespace palpate
