#include "processing/guidance_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "processing/guidance_place.h"

namespace palpate {
namespace {

constexpr std::size_t kMostRecords = 64;
constexpr std::size_t kMostSupports = 4;
constexpr std::size_t kMostAftercare = 9;
constexpr double kSmoothingS = 10.0;
constexpr double kEnter = 0.1, kLeave = 0.05;  // of a rank that is about 1 at the threshold
constexpr double kLongestStepS = 5.0;
constexpr double kForgetAfterS = 1800.0;
constexpr double kMoreSupport = 0.25;  // what a second reason adds to the first
constexpr double kShownChange = 0.02;  // of the threshold: smaller changes do not rewrite the words

struct SupportRef {
  int record = 0, rule = 0;
  double strength = 0.0;
};

struct PlaceState {
  double raw = 0.0, rank = 0.0;
  ClientAnswer answer = ClientAnswer::none;
  std::array<SupportRef, kMostSupports> supports;
  std::size_t count = 0;
};

// What a shown place says, as numbers: equal marks, equal words.
struct Mark {
  int place = 0, finding = 0, rule = 0, seconds = 0;
  double value = 0.0;
  bool active = false;
  ClientAnswer answer = ClientAnswer::none;
  bool operator==(const Mark&) const = default;
};

// Steps of the shown duration: coarse enough that the words rest.
int shown_seconds(double seconds) {
  const int whole = static_cast<int>(std::clamp(seconds, 0.0, 1e6));
  if (whole < 60) return whole < 10 ? whole : whole / 10 * 10;
  return whole < 600 ? whole / 60 * 60 : whole / 300 * 300;
}

// The number that the words show follows the measured one only when it has clearly moved.
void show_value(FindingRecord& r) {
  const bool percent = r.unit == "%";
  const double digit = percent ? 1.0 : 0.1;
  double step = 0.6 * digit;
  if (!percent && std::isfinite(r.threshold)) step = std::max(step, kShownChange * std::abs(r.threshold));
  if (std::isfinite(r.measurable_change)) step = std::max(step, 0.5 * r.measurable_change);
  if (!(std::abs(r.value - r.shown_value) <= step)) r.shown_value = digit * std::round(r.value / digit);
}

}  // namespace

struct GuidanceEngine::State {
  explicit State(std::shared_ptr<const GuidanceRules> given) : rules(std::move(given)) {
    records.reserve(kMostRecords);
    order.reserve(kMostPlaces + kPlaces);
    next.reserve(kMostPlaces + kPlaces);
    marks.reserve(kPlaces * (kMostSupports + 1));
    shown.reserve(kPlaces * (kMostSupports + 1));
    screen = effect_of({});
    refresh(true);
  }

  void take(const GuidanceInput& input, double dt_s);
  FindingRecord* record_of(const Finding& finding);
  void copy(const Finding& finding, const GuidanceInput& input, FindingRecord& record) const;
  void weigh(double dt_s);
  void support(const Place& place, SupportRef ref);
  void rank_places(bool at_once);
  [[nodiscard]] bool eligible(int index, bool listed) const;
  [[nodiscard]] bool beats(int challenger, int holder) const;
  void refresh(bool at_once);
  void make_marks();
  void mark(int index);
  void publish();
  PlaceToPalpate describe(int index) const;
  void add_aftercare(Guidance& guidance) const;

  std::shared_ptr<const GuidanceRules> rules;
  ScreenEffect screen;
  std::vector<FindingRecord> records;
  std::array<PlaceState, kPlaces> places;
  std::vector<int> order, next;  // shown places, best first
  std::vector<Mark> marks, shown;
  bool screen_shown = false;
  bool started = false;
  double now_s = 0.0, last_change_s = -std::numeric_limits<double>::infinity();
  std::shared_ptr<const Guidance> guidance;
};

// Null when there is no room left for a new one.
FindingRecord* GuidanceEngine::State::record_of(const Finding& finding) {
  for (FindingRecord& record : records) {
    if (record.id == finding.id) return &record;
  }
  if (records.size() == kMostRecords) {
    const auto oldest = std::max_element(records.begin(), records.end(), [](const auto& a, const auto& b) {
      return a.ended_for_s < b.ended_for_s;
    });
    if (oldest->active) return nullptr;
    records.erase(oldest);
  }
  FindingRecord& record = records.emplace_back();
  record.id = finding.id;
  record.rules.reserve(8);
  return &record;
}

void GuidanceEngine::State::copy(const Finding& finding, const GuidanceInput& input, FindingRecord& r) const {
  r.kind = finding.kind;
  r.active = finding.active;
  if (finding.has_region) {
    r.has_region = true;
    r.region = finding.region;
  } else if (!r.has_region && finding.row >= 0 && finding.col >= 0 && input.body != nullptr &&
             input.body->found && finding.row < input.body->labels.rows() &&
             finding.col < input.body->labels.cols()) {
    const std::int8_t label = input.body->labels(finding.row, finding.col);
    r.has_region = label != kNoRegion;
    if (r.has_region) r.region = region_at(static_cast<std::size_t>(label));
  }
  r.side_known = r.has_region || finding.side == "client's left" || finding.side == "client's right";
  r.side = r.has_region ? r.region.side : finding.side == "client's right" ? BodySide::right : BodySide::left;
  r.value = finding.value;
  r.threshold = finding.threshold;
  r.measurable_change = finding.measurable_change;
  r.confidence = finding.confidence;
  r.start_s = finding.start_s;
  r.end_s = finding.end_s;
  r.recurred = finding.recurred;
  r.recordings = finding.recordings;
  if (r.unit != finding.unit) r.unit = finding.unit;
  show_value(r);
  r.shown_seconds = shown_seconds(r.end_s - r.start_s);
}

// Rules are matched while the finding holds, in the posture that it holds in; what a client who has turned
// over showed before still counts.
void GuidanceEngine::State::take(const GuidanceInput& input, double dt_s) {
  for (FindingRecord& record : records) {
    const bool gone = std::none_of(input.findings.begin(), input.findings.end(),
                                   [&](const Finding& f) { return f.id == record.id && f.active; });
    if (gone) record.active = false;
    record.ended_for_s = gone ? record.ended_for_s + dt_s : 0.0;
  }
  for (const Finding& finding : input.findings) {
    FindingRecord* record = record_of(finding);
    if (record == nullptr) continue;
    copy(finding, input, *record);
    if (!record->active || (input.posture == Posture::unknown && !input.seat && !record->rules.empty()))
      continue;
    record->rules.clear();
    for (std::size_t i = 0; i < rules->rules.size(); ++i) {
      if (fires(rules->rules[i], *record, input.posture, input.seat))
        record->rules.push_back(static_cast<int>(i));
    }
  }
  std::erase_if(records, [](const FindingRecord& r) { return r.ended_for_s > kForgetAfterS; });
}

void GuidanceEngine::State::support(const Place& place, SupportRef ref) {
  PlaceState& p = places[static_cast<std::size_t>(index_of(place))];
  if (p.count == kMostSupports) {
    if (p.supports.back().strength >= ref.strength) return;
    --p.count;
  }
  p.supports[p.count++] = ref;
  for (std::size_t i = p.count - 1; i > 0 && p.supports[i].strength > p.supports[i - 1].strength; --i) {
    std::swap(p.supports[i], p.supports[i - 1]);
  }
}

void GuidanceEngine::State::weigh(double dt_s) {
  for (PlaceState& p : places) p.count = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const double strength = strength_of(records[i]);
    for (const int rule : records[i].rules) {
      const GuidanceRule& r = rules->rules[static_cast<std::size_t>(rule)];
      if (const auto place = place_of(r, records[i], screen)) {
        support(*place, {static_cast<int>(i), rule, strength * r.weight});
      }
    }
  }
  const double follow = 1.0 - std::exp(-dt_s / kSmoothingS);
  for (PlaceState& p : places) {
    p.raw = 0.0;
    for (std::size_t i = 0; i < p.count; ++i) p.raw += (i == 0 ? 1.0 : kMoreSupport) * p.supports[i].strength;
    p.rank = p.rank <= 0.0 ? p.raw : p.rank + follow * (p.raw - p.rank);
    if (p.rank < 1e-6) p.rank = 0.0;
  }
}

bool GuidanceEngine::State::eligible(int index, bool listed) const {
  const PlaceState& p = places[static_cast<std::size_t>(index)];
  if (p.count == 0 || p.answer == ClientAnswer::dismissed || screen.blocked) return false;
  return p.answer == ClientAnswer::confirmed || p.rank >= (listed ? kLeave : kEnter);
}

bool GuidanceEngine::State::beats(int challenger, int holder) const {
  const PlaceState& a = places[static_cast<std::size_t>(challenger)];
  const PlaceState& b = places[static_cast<std::size_t>(holder)];
  if (a.answer != b.answer) return a.answer == ClientAnswer::confirmed;
  return a.rank > kGuidanceHysteresis * b.rank;
}

// The present order, newcomers behind it by rank; each then rises past those it clearly outweighs.
void GuidanceEngine::State::rank_places(bool at_once) {
  next.clear();
  for (const int index : order) {
    if (eligible(index, true)) next.push_back(index);
  }
  const std::size_t kept = next.size();
  for (int index = 0; index < kPlaces; ++index) {
    const bool listed = std::find(order.begin(), order.end(), index) != order.end();
    if (!listed && eligible(index, false)) next.push_back(index);
  }
  std::sort(next.begin() + static_cast<std::ptrdiff_t>(kept), next.end(), [this](int a, int b) {
    const double ra = places[static_cast<std::size_t>(a)].rank, rb = places[static_cast<std::size_t>(b)].rank;
    return ra != rb ? ra > rb : a < b;
  });
  for (std::size_t i = 1; i < next.size(); ++i) {
    for (std::size_t j = i; j > 0 && beats(next[j], next[j - 1]); --j) std::swap(next[j], next[j - 1]);
  }
  if (next.size() > kMostPlaces) next.resize(kMostPlaces);
  if (next == order) return;
  if (!at_once && now_s - last_change_s < kGuidanceDwellS) {
    return;
  }
  order.swap(next);
  last_change_s = now_s;
}

void GuidanceEngine::State::mark(int index) {
  const PlaceState& p = places[static_cast<std::size_t>(index)];
  marks.push_back({index, 0, 0, 0, 0.0, false, p.answer});
  for (std::size_t i = 0; i < p.count; ++i) {
    const FindingRecord& f = records[static_cast<std::size_t>(p.supports[i].record)];
    marks.push_back({index, f.id, p.supports[i].rule, f.shown_seconds, f.shown_value, f.active, p.answer});
  }
}

void GuidanceEngine::State::make_marks() {
  marks.clear();
  if (screen.blocked) return;
  for (const int index : order) mark(index);
  for (int i = 0; i < kPlaces; ++i) {
    if (places[static_cast<std::size_t>(i)].answer == ClientAnswer::dismissed) mark(i);
  }
}

void GuidanceEngine::State::refresh(bool at_once) {
  rank_places(at_once);
  make_marks();
  if (guidance && screen_shown && marks == shown) return;
  shown.swap(marks);
  screen_shown = true;
  publish();
}

PlaceToPalpate GuidanceEngine::State::describe(int index) const {
  const PlaceState& p = places[static_cast<std::size_t>(index)];
  std::array<Support, kMostSupports> supports;
  for (std::size_t i = 0; i < p.count; ++i) {
    supports[i] = {p.supports[i].rule, &records[static_cast<std::size_t>(p.supports[i].record)]};
  }
  PlaceToPalpate place =
      describe_place(*rules, place_at(index), std::span(supports.data(), p.count), p.answer, screen);
  place.rank_value = p.rank;
  return place;
}

void GuidanceEngine::State::add_aftercare(Guidance& out) const {
  const auto add = [&](int index) {
    const AdviceLine& line = rules->aftercare_lines[static_cast<std::size_t>(index)];
    if (line.beyond_light && screen.softened) return;
    for (std::size_t i = 0; i < kRegionCount; ++i) {
      if (screen.regions.test(i) && line.regions.test(i / 2)) return;
    }
    if (out.aftercare.size() >= kMostAftercare) return;
    if (std::find(out.aftercare.begin(), out.aftercare.end(), line.text) == out.aftercare.end()) {
      out.aftercare.push_back(line.text);
    }
  };
  for (const int index : rules->aftercare) add(index);
  for (const int index : order) {
    const PlaceState& p = places[static_cast<std::size_t>(index)];
    for (std::size_t i = 0; i < p.count; ++i) {
      for (const int line : rules->rules[static_cast<std::size_t>(p.supports[i].rule)].aftercare) add(line);
    }
  }
}

void GuidanceEngine::State::publish() {
  auto made = std::make_shared<Guidance>();
  made->blocked = screen.blocked;
  made->softened = screen.softened;
  made->banner = screen.banner;
  made->screen_answered = screen.answered;
  made->left_out = screen.regions;
  made->note = rules->note;
  if (!screen.blocked) {
    for (const int index : order) made->places.push_back(describe(index));
    for (int i = 0; i < kPlaces; ++i) {
      const Place place = place_at(i);
      const bool out =
          (place.has(BodySide::left) && screen.regions.test(index_of(Region{place.kind, BodySide::left}))) ||
          (place.has(BodySide::right) && screen.regions.test(index_of(Region{place.kind, BodySide::right})));
      if (places[static_cast<std::size_t>(i)].answer == ClientAnswer::dismissed && !out) {
        made->set_aside.push_back(describe(i));
      }
    }
    if (!made->places.empty()) add_aftercare(*made);
  }
  guidance = std::move(made);
}

GuidanceEngine::GuidanceEngine(std::shared_ptr<const GuidanceRules> rules)
    : state_(std::make_unique<State>(std::move(rules))) {}
GuidanceEngine::GuidanceEngine(GuidanceEngine&&) noexcept = default;
GuidanceEngine& GuidanceEngine::operator=(GuidanceEngine&&) noexcept = default;
GuidanceEngine::~GuidanceEngine() = default;

void GuidanceEngine::update(const GuidanceInput& input) {
  State& s = *state_;
  const double dt_s = s.started ? std::clamp(input.t_s - s.now_s, 0.0, kLongestStepS) : 0.0;
  s.started = true;
  s.now_s = input.t_s;
  s.take(input, dt_s);
  s.weigh(dt_s);
  s.refresh(false);
}

void GuidanceEngine::set_screen(const ScreenEffect& effect) {
  State& s = *state_;
  if (effect == s.screen) return;
  s.screen = effect;
  s.screen_shown = false;
  s.weigh(0.0);
  s.refresh(true);
}

Result<void> GuidanceEngine::answer(int id, ClientAnswer answer) {
  if (id < 1 || id > kPlaces) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("no such place: {} (name one that guidance shows)", id)};
  }
  state_->places[static_cast<std::size_t>(id - 1)].answer = answer;
  state_->refresh(true);
  return {};
}

ClientAnswer GuidanceEngine::answer_of(int id) const {
  return id < 1 || id > kPlaces ? ClientAnswer::none
                                : state_->places[static_cast<std::size_t>(id - 1)].answer;
}

const std::shared_ptr<const Guidance>& GuidanceEngine::guidance() const {
  return state_->guidance;
}

void GuidanceEngine::forget_findings() {
  State& s = *state_;
  s.records.clear();
  for (PlaceState& p : s.places) p.rank = 0.0;
  s.started = false;
  s.now_s = 0.0;
  s.last_change_s = -std::numeric_limits<double>::infinity();
  s.weigh(0.0);
  s.refresh(true);
}

std::string place_name(int id) {
  if (id < 1 || id > kPlaces) return {};
  const Place place = place_at(id - 1);
  constexpr std::array<std::string_view, 3> kSides{"left", "right", "both"};
  return fmt::format("{}{}_{}", name_of(place.kind), place.front ? "_front" : "",
                     kSides[static_cast<std::size_t>(place.sides)]);
}

int place_from(std::string_view name) {
  for (int id = 1; id <= kPlaces; ++id) {
    if (place_name(id) == name) return id;
  }
  return 0;
}

}  // namespace palpate
