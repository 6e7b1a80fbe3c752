// What the screen forbids, as laws over guidance, findings and whatever is printed or drawn. Each gives one
// line a breach.
#pragma once

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "processing/guidance.h"
#include "processing/guidance_rules.h"
#include "processing/screen.h"
#include "processing/snapshot.h"

namespace palpate::test {

using Breaches = std::vector<std::string>;

inline std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A line that names a blocked region, from behind or from the front.
inline void look_for_blocked(const std::string& line, const RegionSet& regions, Breaches& out) {
  const std::string words = lower(line);
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    if (!regions.test(i)) continue;
    for (const Facing facing : {Facing::up, Facing::down}) {
      if (has(words, words_of(region_at(i), facing)))
        out.push_back("names " + id_of(region_at(i)) + ": " + line);
    }
  }
}

// A line that goes deeper than light.
inline void look_for_depth(const std::string& line, Breaches& out) {
  for (const char* depth : {"moderate: ", "deep: ", "moderate, then deep"}) {
    if (has(lower(line), depth)) out.push_back("goes beyond light: " + line);
  }
}

// A word of the trade: a muscle or a technique of the rules.
inline void look_for_trade(const std::string& line, Breaches& out) {
  const auto rules = default_guidance_rules();
  for (const Technique& t : rules->techniques) {
    if (has(line, t.name)) out.push_back("offers " + t.name + ": " + line.substr(0, 200));
  }
  for (const Muscle& m : rules->muscles) {
    if (has(line, m.name)) out.push_back("names " + m.name + ": " + line.substr(0, 200));
  }
}

// A line that tells hands what to do.
inline void look_for_advice(const std::string& line, Breaches& out) {
  for (const char* advice : {"ease off", "feel ", "by hand", "palpate", "compare", "wait for", "your hands",
                             "go there", "check ", "try ", "ask "}) {
    if (has(lower(line), advice)) out.push_back("advice: " + line);
  }
}

// A line that points beyond its own place, where the screen may block.
inline void look_for_pointers(const std::string& line, Breaches& out) {
  for (const char* pointer :
       {"compare", "neighbour", "go there", "hip flexor", "front of the hip, so", "the hips"}) {
    if (has(lower(line), pointer)) out.push_back("points beyond its place: " + line);
  }
}

inline std::vector<std::string> lines_of(const PlaceToPalpate& place) {
  std::vector<std::string> lines{place.title, place.reason};
  for (const auto* list : {&place.muscles, &place.check_first, &place.techniques, &place.cautions}) {
    lines.insert(lines.end(), list->begin(), list->end());
  }
  for (const PlaceReason& why : place.why) lines.push_back(why.inputs);
  return lines;
}

// A neighbour is left out on the sides where it lies in a blocked region.
inline void look_for_blocked_muscle(const std::string& line, const RegionSet& regions, Breaches& out) {
  for (const Muscle& m : default_guidance_rules()->muscles) {
    if (line.rfind(m.name + ", ", 0) != 0) continue;
    for (std::size_t i = 0; i < kRegionCount; ++i) {
      const bool names_side = line.find(std::string(name_of(region_at(i).side)), m.name.size()) != line.npos;
      if (regions.test(i) && m.regions.test(i / 2) && names_side)
        out.push_back(line + " lies in " + id_of(region_at(i)));
    }
  }
}

inline Breaches breaches_of(const Guidance& g, const ScreenEffect& effect) {
  Breaches out;
  if (g.banner != effect.banner) out.push_back("banner: " + g.banner + " is not " + effect.banner);
  if (g.blocked != effect.blocked || g.softened != effect.softened || g.left_out != effect.regions)
    out.emplace_back("guidance does not say what the screen says");
  if (effect.blocked && has(lower(g.banner), "technique"))
    out.push_back("permits in spite of refer first: " + g.banner);
  if (effect.blocked && !(g.places.empty() && g.set_aside.empty() && g.aftercare.empty()))
    out.emplace_back("guidance in spite of refer first");
  std::vector<PlaceToPalpate> all = g.places;
  all.insert(all.end(), g.set_aside.begin(), g.set_aside.end());
  for (const PlaceToPalpate& place : all) {
    if (effect.regions.test(index_of(place.region)) ||
        (place.both_sides && effect.regions.test(index_of(mirror(place.region)))))
      out.push_back("a blocked place: " + place.title);
    for (const std::string& line : lines_of(place)) {
      look_for_blocked(line, effect.regions, out);
      if (effect.softened) look_for_depth(line, out);
    }
    if (effect.regions.any()) look_for_pointers(place.reason, out);
    for (const std::string& line : place.check_first) look_for_blocked_muscle(line, effect.regions, out);
  }
  return out;
}

// A finding in a blocked region keeps its measurement only; why it was made never advises anything.
inline void look_at_finding(bool has_region, const std::string& region, const std::string& title,
                            const std::string& words, const std::string& why, const ScreenEffect& effect,
                            Breaches& out) {
  look_for_advice(why, out);
  if (effect.regions.any()) look_for_pointers(words, out);
  Region where;
  const bool here = has_region && region_from(region, where) && effect.regions.test(index_of(where));
  if (!effect.blocked && !here) return;
  if (words.rfind("Measured only", 0) != 0) out.push_back("advice: " + words);
  look_for_advice(title, out);
  look_for_advice(words, out);
}

inline Breaches breaches_of(const Snapshot& s, const ScreenEffect& effect) {
  if (!s.guidance) return {"no guidance in the snapshot"};
  Breaches out = breaches_of(*s.guidance, effect);
  for (const Finding& f : s.findings)
    look_at_finding(f.has_region, id_of(f.region), f.title, f.words, f.why, effect, out);
  return out;
}

// The text of a report: the banner stands in it; guidance keeps to the screen.
inline Breaches breaches_of_text(const std::string& text, const ScreenEffect& effect) {
  Breaches out;
  std::string banner = effect.banner + "\n";
  for (std::size_t at = 0; at < banner.size() && banner != "\n"; at = banner.find('\n', at) + 1) {
    const std::string line = banner.substr(at, banner.find('\n', at) - at);
    if (!has(text, line)) out.push_back("no banner: " + line);
  }
  const auto begin = std::min(text.find("Where to work next"), text.size());
  if (effect.blocked) look_for_trade(text, out);
  const auto findings = std::min(text.find("\nFindings"), text.size());
  for (std::size_t at = findings; at < text.size();) {
    const auto end = std::min(text.find('\n', at + 1), text.size());
    const std::string line = text.substr(at, end - at);
    at = end;
    if (line.rfind("\n  ! ", 0) == 0) continue;
    if (effect.blocked || line.rfind("\n    why: ", 0) == 0) look_for_advice(line, out);
  }
  for (std::size_t at = begin; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.rfind("  ! ", 0) == 0) continue;
    look_for_blocked(line, effect.regions, out);
    if (effect.softened) look_for_depth(line, out);
  }
  return out;
}

// One finding has one number in a report.
inline void look_at_numbers(const nlohmann::json& json, Breaches& out) {
  for (const char* list : {"places", "set_aside"}) {
    for (const auto& place : json.at("guidance").at(list)) {
      for (const auto& why : place.at("why")) {
        for (const auto& f : json.at("findings")) {
          if (f.at("id") == why.at("finding_id") && f.at("value") != why.at("value"))
            out.push_back("two numbers of a finding: " + f.dump() + " and " + why.dump());
        }
      }
    }
  }
}

// The JSON of palpate analyze.
inline Breaches breaches_of_json(const nlohmann::json& json, const ScreenEffect& effect) {
  Breaches out;
  const auto& screen = json.at("screen");
  const auto& guidance = json.at("guidance");
  if (screen.at("banner") != effect.banner || guidance.at("banner") != effect.banner ||
      screen.at("blocked") != effect.blocked || screen.at("softened") != effect.softened)
    out.push_back("screen: " + screen.dump());
  for (const char* list : {"places", "set_aside"}) {
    for (const auto& place : guidance.at(list)) {
      if (effect.blocked) out.push_back("a place in spite of refer first: " + place.dump());
      for (const auto& [key, value] : place.items()) {
        const std::string words = value.dump();
        look_for_blocked(words, effect.regions, out);
        if (effect.softened) look_for_depth(words, out);
      }
    }
  }
  look_at_numbers(json, out);
  if (effect.blocked && !guidance.at("aftercare").empty())
    out.emplace_back("aftercare in spite of refer first");
  for (const auto& f : json.at("findings")) {
    const bool has_region = f.at("region").is_string();
    look_at_finding(has_region, has_region ? f.at("region").get<std::string>() : "", f.at("title"),
                    f.at("words"), f.at("why"), effect, out);
    for (const auto& [key, value] : f.items()) {
      if (effect.blocked && value.is_string()) look_for_advice(value.get<std::string>(), out);
    }
  }
  return out;
}

inline ScreenAnswers all_clear() {
  ScreenAnswers answers;
  for (const ScreenQuestion& q : screen_questions()) static_cast<void>(answers.set(q.id, ScreenAnswer::no));
  return answers;
}

// Some questions left open, some hits, up to two regions left out.
inline ScreenAnswers random_answers(std::mt19937& random) {
  ScreenAnswers answers;
  const bool refer = random() % 4 == 0, caution = random() % 3 == 0, all = random() % 2 == 0;
  for (const ScreenQuestion& q : screen_questions()) {
    const bool may = q.group == ScreenGroup::refer_first ? refer : q.group == ScreenGroup::caution && caution;
    const bool yes = random() % 6 == 0 && may;
    const bool asked = random() % 8 != 0 || all;
    if (yes || asked) static_cast<void>(answers.set(q.id, yes ? ScreenAnswer::yes : ScreenAnswer::no));
  }
  for (int i = static_cast<int>(random() % 3); i > 0; --i)
    static_cast<void>(answers.block(region_at(random() % kRegionCount), "bruise"));
  return answers;
}

}  // namespace palpate::test
