// A place in words: what guidance_place.h promises of describe_place.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "processing/guidance_measured.h"
#include "processing/guidance_place.h"
#include "processing/shown_numbers.h"

namespace palpate {
namespace {

constexpr std::size_t kMostLines = 6;

std::string_view kind_words(FindingKind kind) {
  constexpr std::array<std::string_view, kFindingKinds> kWords{
      "load asymmetry", "persistent hot spot", "tension pattern", "lifted area",
      "steep edge",     "restless spell",      "frozen spell",    "breath turned shallow"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string side_words(bool left, bool right) {
  if (left && right) return "client's left and right";
  return left ? "client's left" : "client's right";
}

void add_once(std::vector<std::string>& list, std::string text) {
  if (list.size() < kMostLines && std::find(list.begin(), list.end(), text) == list.end())
    list.push_back(std::move(text));
}

bool any_blocked(const RegionKinds& kinds, BodySide side, const ScreenEffect& screen) {
  for (std::size_t i = 0; i < kRegionKinds; ++i) {
    if (kinds.test(i) && screen.regions.test(index_of(Region{static_cast<RegionKind>(i), side}))) return true;
  }
  return false;
}

// A muscle on the sides of a place.
struct MuscleSides {
  int muscle = 0;
  bool left = false, right = false;
};

// On the sides wanted, less those where the muscle lies in a blocked region; nothing if none is left. A
// muscle worked at the place itself needs only the place to be free. Each muscle once, on all its sides.
void add_muscle(std::vector<MuscleSides>& list, const GuidanceRules& rules, MuscleSides add, bool here,
                const ScreenEffect& screen) {
  const RegionKinds& regions = rules.muscles[static_cast<std::size_t>(add.muscle)].regions;
  add.left = add.left && (here || !any_blocked(regions, BodySide::left, screen));
  add.right = add.right && (here || !any_blocked(regions, BodySide::right, screen));
  if (!add.left && !add.right) return;
  const auto same =
      std::find_if(list.begin(), list.end(), [&](const MuscleSides& m) { return m.muscle == add.muscle; });
  if (same == list.end()) return list.push_back(add);
  same->left = same->left || add.left;
  same->right = same->right || add.right;
}

std::vector<std::string> muscle_words(const std::vector<MuscleSides>& list, const GuidanceRules& rules) {
  std::vector<std::string> lines;
  for (const MuscleSides& m : list) {
    add_once(lines, fmt::format("{}, {}", rules.muscles[static_cast<std::size_t>(m.muscle)].name,
                                side_words(m.left, m.right)));
  }
  return lines;
}

// What is worked at the place is no neighbour to check before it.
void add_muscles(const GuidanceRules& rules, const Place& place, std::span<const Support> supports,
                 PlaceToPalpate& out, const ScreenEffect& screen) {
  const bool left = place.has(BodySide::left), right = place.has(BodySide::right);
  const auto kind = static_cast<std::size_t>(place.kind);
  std::vector<MuscleSides> worked, first;
  for (const Support& support : supports) {
    const GuidanceRule& rule = rules.rules[static_cast<std::size_t>(support.rule)];
    for (const int m : rule.muscles) {
      const bool at_home = rules.muscles[static_cast<std::size_t>(m)].regions.test(kind);
      add_muscle(worked, rules, {m, left, right}, at_home, screen);
    }
    const bool both = rule.check_both_sides;
    for (const int m : rule.check_first)
      add_muscle(first, rules, {m, left || both, right || both}, false, screen);
  }
  std::erase_if(first, [&](const MuscleSides& m) {
    return std::any_of(worked.begin(), worked.end(), [&](const auto& w) { return w.muscle == m.muscle; });
  });
  out.muscles = muscle_words(worked, rules);
  out.check_first = muscle_words(first, rules);
}

bool mentions_blocked(const RegionKinds& kinds, const ScreenEffect& screen) {
  return any_blocked(kinds, BodySide::left, screen) || any_blocked(kinds, BodySide::right, screen);
}

std::string technique_words(const Technique& t) {
  return fmt::format("{}: {}, {}{}{}", name_of(t.depth), t.name, t.what, t.condition.empty() ? "" : ", ",
                     t.condition);
}

// Over all rules of the place, each once, in the order light, moderate, deep; the one that goes first, first.
void add_techniques(const GuidanceRules& rules, std::span<const Support> supports, PlaceToPalpate& place,
                    const ScreenEffect& screen) {
  for (const Depth depth : {Depth::light, Depth::moderate, Depth::deep}) {
    if (screen.softened && depth != Depth::light) break;
    for (const bool first : {true, false}) {
      for (const Support& support : supports) {
        for (const int index : rules.rules[static_cast<std::size_t>(support.rule)].techniques) {
          const Technique& t = rules.techniques[static_cast<std::size_t>(index)];
          if (t.depth != depth || t.first != first || mentions_blocked(t.regions, screen)) continue;
          if ((t.not_with & screen.not_ruled_out).any()) continue;
          if (t.needs_confirmation && place.answer != ClientAnswer::confirmed) continue;
          std::string words = technique_words(t);
          if (std::find(place.techniques.begin(), place.techniques.end(), words) == place.techniques.end()) {
            place.techniques.push_back(std::move(words));
          }
        }
      }
    }
  }
}

// "tension pattern, client's left low back: NUMBERS; found in 2 of 3 earlier recordings"
std::string inputs_words(std::string_view of, const PlaceReason& r, double seconds, bool active,
                         std::string_view notes) {
  return fmt::format("{}: {} against a threshold of {}, for {}{}{}", of,
                     value_words(r.value, r.threshold, r.unit), threshold_words(r.threshold, r.unit),
                     lasted_words(seconds), active ? "" : ", ended since", notes);
}

constexpr std::string_view kEnded = ", ended ";

// ", ended 3 min ago"; empty while it holds.
std::string ended_words(bool active, int minutes) {
  if (active) return "";
  return minutes == 0 ? fmt::format("{}just now", kEnded) : fmt::format("{}{} min ago", kEnded, minutes);
}

// "tension pattern NUMBERS, for so long, ended so long ago: what the rule says"
std::string place_words(FindingKind kind, const PlaceReason& r, double seconds, std::string_view ended,
                        std::string_view says) {
  return fmt::format("{} {} (threshold {}), {}{}: {}", kind_words(kind),
                     value_words(r.value, r.threshold, r.unit), threshold_words(r.threshold, r.unit),
                     lasted_words(seconds), ended, says);
}

// Nothing points beyond the place where the screen blocks any: it might point there.
std::string says(const GuidanceRule& rule, const ScreenEffect& screen) {
  if (rule.elsewhere.empty() || screen.regions.any()) return rule.say;
  return rule.say + ": " + rule.elsewhere;
}

PlaceReason reason_of(const GuidanceRules& rules, const Support& support) {
  const FindingRecord& f = *support.finding;
  const GuidanceRule& rule = rules.rules[static_cast<std::size_t>(support.rule)];
  PlaceReason reason;
  std::string where;
  if (f.has_region) {
    where = ", " + words_of(f.region, f.facing);
  } else if (f.side_known) {
    where = fmt::format(", client's {}", name_of(f.side));
  }
  reason.value = f.shown_value;
  reason.threshold = f.threshold;
  reason.measurable_change = f.measurable_change;
  reason.unit = f.unit;
  reason.rule = rule.id;
  reason.rule_place = fmt::format("{}:{}", rules.file, rule.line);
  reason.source = rule.source;
  reason.finding_id = f.id;
  std::string notes;
  if (f.recordings > 0)
    notes = fmt::format("; found in {} of {} earlier recordings", f.recurred, f.recordings);
  if (f.explained) notes += "; its other side lies partly off the mat, which alone makes this one carry more";
  reason.inputs =
      inputs_words(fmt::format("{}{}", kind_words(f.kind), where), reason, f.shown_seconds, f.active, notes);
  return reason;
}

}  // namespace

std::string title_of(const Place& place) {
  const Facing facing = place.front ? Facing::down : Facing::up;
  if (place.sides != Sides::both) return words_of(place.region(), facing);
  constexpr std::string_view kLeft = "client's left ";
  return words_of(place.region(), facing).substr(kLeft.size()) + ", client's left and right";
}

PlaceToPalpate describe_place(const GuidanceRules& rules, const Place& place,
                              std::span<const Support> supports, ClientAnswer answer,
                              const ScreenEffect& screen) {
  PlaceToPalpate out;
  out.id = index_of(place) + 1;
  out.region = place.region();
  out.front = place.front;
  out.both_sides = place.sides == Sides::both;
  out.title = title_of(place);
  out.answer = answer;
  for (const Support& support : supports) {
    const GuidanceRule& rule = rules.rules[static_cast<std::size_t>(support.rule)];
    for (const int index : rule.cautions) {
      const AdviceLine& line = rules.cautions[static_cast<std::size_t>(index)];
      if (line.beyond_light && screen.softened) continue;
      if (!mentions_blocked(line.regions, screen)) add_once(out.cautions, line.text);
    }
    out.why.push_back(reason_of(rules, support));
  }
  add_muscles(rules, place, supports, out, screen);
  add_techniques(rules, supports, out, screen);
  if (!supports.empty()) {
    const Support& first = supports.front();
    out.reason = place_words(first.finding->kind, out.why.front(), first.finding->shown_seconds,
                             ended_words(first.finding->active, ended_minutes(*first.finding)),
                             says(rules.rules[static_cast<std::size_t>(first.rule)], screen));
  }
  return out;
}

namespace {

// The numbers stand between the first ": " and the first ";" of the inputs, and before the first ": " of the
// place's reason.
void put_numbers(const Finding& f, double now_s, PlaceReason& reason, std::string* place_reason) {
  const auto numbers = reason.inputs.find(": ");
  if (numbers == std::string::npos) return;
  reason.value = f.value;
  reason.threshold = f.threshold;
  reason.measurable_change = f.measurable_change;
  const double seconds = lasted_s(f);
  const auto notes = std::min(reason.inputs.find(';', numbers), reason.inputs.size());
  reason.inputs =
      inputs_words(reason.inputs.substr(0, numbers), reason, seconds, f.active, reason.inputs.substr(notes));
  if (place_reason == nullptr) return;
  const auto says = place_reason->find(": ");
  if (says == std::string::npos) return;
  const int minutes = static_cast<int>(std::max(0.0, now_s - f.end_s) / 60.0);
  *place_reason =
      place_words(f.kind, reason, seconds, ended_words(f.active, minutes), place_reason->substr(says + 2));
}

}  // namespace

Guidance as_measured(const Guidance& guidance, std::span<const Finding> findings, double now_s) {
  Guidance out = guidance;
  for (auto* places : {&out.places, &out.set_aside}) {
    for (PlaceToPalpate& place : *places) {
      for (PlaceReason& reason : place.why) {
        const auto finding = std::find_if(findings.begin(), findings.end(),
                                          [&](const Finding& f) { return f.id == reason.finding_id; });
        const bool first = &reason == &place.why.front();
        if (finding != findings.end()) put_numbers(*finding, now_s, reason, first ? &place.reason : nullptr);
      }
    }
  }
  return out;
}

}  // namespace palpate
