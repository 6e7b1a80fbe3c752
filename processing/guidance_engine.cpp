#include "processing/guidance_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "processing/guidance_place.h"
#include "processing/guidance_ranking.h"
#include "processing/guidance_records.h"

namespace palpate {
namespace {

constexpr std::size_t kMostAftercare = 10;
constexpr double kLongestStepS = 5.0;
constexpr double kLookS = 75.0;     // a pattern's 60 s, its first window and the settling before it
constexpr double kArrivalS = 10.0;  // so long an unclear posture is one not looked at yet

// What a shown place says, as numbers: equal marks, equal words.
struct Mark {
  int place = 0, finding = 0, rule = 0, seconds = 0, ended = 0;
  double value = 0.0;
  bool active = false;
  ClientAnswer answer = ClientAnswer::none;
  bool operator==(const Mark&) const = default;
};

}  // namespace

struct GuidanceEngine::State {
  explicit State(std::shared_ptr<const GuidanceRules> given) : rules(std::move(given)) {
    marks.reserve(kPlaces * (kMostSupports + 1));
    shown.reserve(kPlaces * (kMostSupports + 1));
    screen = effect_of({});
    refresh(true);
  }

  void weigh(double dt_s) { ranking.weigh(records.list(), *rules, screen, dt_s); }
  void refresh(bool at_once);
  void make_marks();
  void mark(int index);
  void publish();
  PlaceToPalpate describe(int index) const;
  void add_aftercare(Guidance& guidance) const;
  void look(const GuidanceInput& input, double dt_s);
  bool blocks(const FindingRecord& record) const;
  NoPlace why_no_place() const;

  std::shared_ptr<const GuidanceRules> rules;
  ScreenEffect screen;
  GuidanceRecords records;
  GuidanceRanking ranking;
  std::vector<Mark> marks, shown;
  bool screen_shown = false;
  bool started = false;
  double now_s = 0.0;
  double here_s = 0.0, looked_s = 0.0;  // since somebody came; of these, in this position with known sides
  Posture posture = Posture::unknown, lay = Posture::unknown;
  bool sides = false;
  std::shared_ptr<const Guidance> guidance;
};

void GuidanceEngine::State::mark(int index) {
  const PlaceState& p = ranking.place(index);
  marks.push_back({index, 0, 0, 0, 0, 0.0, false, p.answer});
  for (std::size_t i = 0; i < p.count; ++i) {
    const FindingRecord& f = records.at(p.supports[i].record);
    marks.push_back({index, f.id, p.supports[i].rule, f.shown_seconds, ended_minutes(f), f.shown_value,
                     f.active, p.answer});
  }
}

void GuidanceEngine::State::make_marks() {
  marks.clear();
  if (screen.blocked) return;
  for (const int index : ranking.order()) mark(index);
  for (int i = 0; i < kPlaces; ++i) {
    if (ranking.place(i).answer == ClientAnswer::dismissed) mark(i);
  }
}

void GuidanceEngine::State::refresh(bool at_once) {
  ranking.order_places(now_s, screen.blocked, at_once);
  make_marks();
  if (guidance && screen_shown && marks == shown && guidance->no_place == why_no_place()) return;
  shown.swap(marks);
  screen_shown = true;
  publish();
}

void GuidanceEngine::State::look(const GuidanceInput& input, double dt_s) {
  const bool turned = is_lying(input.posture) && input.posture != lay;
  const bool came = !started || input.t_s - now_s > kLongestStepS;
  if (is_lying(input.posture)) lay = input.posture;
  posture = input.posture;
  const bool placed = input.body == nullptr || (input.body->found && input.body->sides_known);
  sides = placed && (input.seat || posture != Posture::unknown);
  here_s = came ? 0.0 : here_s + dt_s;
  looked_s = came || turned ? 0.0 : looked_s + (sides ? dt_s : 0.0);
}

// The finding, its mirror region or the place that a rule makes of it: what the screen may have taken.
bool GuidanceEngine::State::blocks(const FindingRecord& r) const {
  if (!screen.regions.any()) return false;
  if (!r.has_region || screen.regions.test(index_of(r.region)) ||
      screen.regions.test(index_of(mirror(r.region))))
    return true;
  return std::any_of(r.rules.begin(), r.rules.end(), [&](int rule) {
    return !place_of(rules->rules[static_cast<std::size_t>(rule)], r, screen);
  });
}

NoPlace GuidanceEngine::State::why_no_place() const {
  if (screen.blocked) return NoPlace::refer_first;
  if (!ranking.order().empty()) return NoPlace::has_places;
  for (int i = 0; i < kPlaces; ++i) {
    const PlaceState& p = ranking.place(i);
    if (p.count > 0 && p.answer == ClientAnswer::dismissed) return NoPlace::dismissed;
  }
  const auto& list = records.list();
  if (std::any_of(list.begin(), list.end(), [&](const auto& r) { return blocks(r); }))
    return NoPlace::blocked;
  const auto no_rule = [](const FindingRecord& r) { return r.active && r.rules.empty(); };
  if (std::any_of(list.begin(), list.end(), no_rule))
    return posture == Posture::prone ? NoPlace::no_rule_face_down : NoPlace::no_rule;
  if (std::any_of(list.begin(), list.end(), [](const auto& r) { return r.active; }))
    return NoPlace::not_looked_yet;
  if (!list.empty()) return NoPlace::ended;
  if (posture == Posture::side_left || posture == Posture::side_right) return NoPlace::on_the_side;
  if (!sides) return here_s < kArrivalS ? NoPlace::not_looked_yet : NoPlace::posture_unclear;
  return looked_s < kLookS ? NoPlace::not_looked_yet : NoPlace::nothing_found;
}

PlaceToPalpate GuidanceEngine::State::describe(int index) const {
  const PlaceState& p = ranking.place(index);
  std::array<Support, kMostSupports> supports;
  for (std::size_t i = 0; i < p.count; ++i) {
    supports[i] = {p.supports[i].rule, &records.at(p.supports[i].record)};
  }
  PlaceToPalpate place =
      describe_place(*rules, place_at(index), std::span(supports.data(), p.count), p.answer, screen);
  place.rank_value = p.rank;
  return place;
}

void GuidanceEngine::State::add_aftercare(Guidance& out) const {
  const auto add = [&](int index) {
    const AdviceLine& line = rules->aftercare_lines[static_cast<std::size_t>(index)];
    if ((line.beyond_light && screen.softened) || (line.not_with & screen.not_ruled_out).any()) return;
    for (std::size_t i = 0; i < kRegionCount; ++i) {
      if (screen.regions.test(i) && line.regions.test(i / 2)) return;
    }
    if (out.aftercare.size() >= kMostAftercare) return;
    if (std::find(out.aftercare.begin(), out.aftercare.end(), line.text) == out.aftercare.end()) {
      out.aftercare.push_back(line.text);
    }
  };
  for (const int index : rules->aftercare) add(index);
  for (const int index : ranking.order()) {
    const PlaceState& p = ranking.place(index);
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
  made->areas = screen.areas;
  made->note = rules->note;
  made->no_place = why_no_place();
  if (!screen.blocked) {
    for (const int index : ranking.order()) made->places.push_back(describe(index));
    for (int i = 0; i < kPlaces; ++i) {
      const Place place = place_at(i);
      const bool out =
          (place.has(BodySide::left) && screen.regions.test(index_of(Region{place.kind, BodySide::left}))) ||
          (place.has(BodySide::right) && screen.regions.test(index_of(Region{place.kind, BodySide::right})));
      if (ranking.place(i).answer == ClientAnswer::dismissed && !out) {
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
  s.look(input, dt_s);
  s.started = true;
  s.now_s = input.t_s;
  s.records.take(input, *s.rules, dt_s);
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
  state_->ranking.place(id - 1).answer = answer;
  state_->refresh(true);
  return {};
}

ClientAnswer GuidanceEngine::answer_of(int id) const {
  return id < 1 || id > kPlaces ? ClientAnswer::none : state_->ranking.place(id - 1).answer;
}

const std::shared_ptr<const Guidance>& GuidanceEngine::guidance() const {
  return state_->guidance;
}

void GuidanceEngine::forget_findings() {
  State& s = *state_;
  s.records.clear();
  s.started = false;
  s.now_s = 0.0;
  s.ranking.forget_ranks();
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
