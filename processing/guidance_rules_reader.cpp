#include "processing/guidance_rules_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "processing/guidance_rules_check.h"
#include "processing/guidance_rules_keys.h"

namespace palpate {
namespace {

template <typename Kind>
std::string all_names(std::size_t count) {
  std::string names;
  for (std::size_t i = 0; i < count; ++i)
    names += (i == 0 ? "" : ", ") + std::string(name_of(static_cast<Kind>(i)));
  return names;
}

// Reads rows one by one and keeps every problem with its place.
class RulesReader {
 public:
  RulesReader(std::string_view file, RulesCheck& out) : file_(file), out_(out) {}

  void read(const std::vector<TomlRow>& rows);

 private:
  void problem(int line, int column, const std::string& what) {
    out_.problems.push_back(fmt::format("{}:{}:{}: {}", file_, line, column, what));
  }
  void problem(const TomlValue& at, const std::string& what) { problem(at.line, at.column, what); }

  void tell_of_rule(const TomlRow& row, const RuleProblem& p);
  void check_number(const TomlRow& row, std::string_view key, double most, std::string_view remedy);
  void read_row(const TomlRow& row);
  void link_row(const TomlRow& row);
  Technique technique(const TomlRow& row);
  GuidanceRule rule(const TomlRow& row);
  void rule_where(const TomlRow& row, GuidanceRule& rule);
  void rule_place(const TomlRow& row, GuidanceRule& rule);
  RegionKinds regions(const TomlRow& row, std::string_view key);
  QuestionSet questions(const TomlRow& row, std::string_view key);
  bool region_kind(const TomlValue& value, RegionKind& kind);
  void postures(const TomlRow& row, GuidanceRule& rule);
  void claim_id(const TomlRow& row);

  template <typename T>
  std::vector<int> references(const TomlRow& row, std::string_view key, const std::vector<T>& list,
                              std::string_view what);

  std::string text(const TomlRow& row, std::string_view key) const {
    const TomlValue* value = row.find(key);
    return value == nullptr ? std::string() : value->text;
  }
  double number(const TomlRow& row, std::string_view key, double otherwise) const {
    const TomlValue* value = row.find(key);
    return value == nullptr ? otherwise : value->number;
  }
  bool flag(const TomlRow& row, std::string_view key) const {
    const TomlValue* value = row.find(key);
    return value != nullptr && value->flag;
  }

  std::string_view file_;
  RulesCheck& out_;
  std::set<std::string> ids_;
  bool session_ = false;
};

void RulesReader::claim_id(const TomlRow& row) {
  const TomlValue* id = row.find("id");
  if (id != nullptr && !ids_.insert(row.table + "." + id->text).second) {
    problem(*id, fmt::format("duplicate id of a {}: {} (give each its own)", row.table, id->text));
  }
}

bool RulesReader::region_kind(const TomlValue& value, RegionKind& kind) {
  for (std::size_t i = 0; i < kRegionKinds; ++i) {
    kind = static_cast<RegionKind>(i);
    if (name_of(kind) == value.text) return true;
  }
  problem(value,
          fmt::format("unknown region: {} (known: {})", value.text, all_names<RegionKind>(kRegionKinds)));
  return false;
}

RegionKinds RulesReader::regions(const TomlRow& row, std::string_view key) {
  RegionKinds kinds;
  const TomlValue* value = row.find(key);
  if (value == nullptr) return kinds;
  for (const TomlValue& entry : value->list) {
    RegionKind kind{};
    if (region_kind(entry, kind)) kinds.set(static_cast<std::size_t>(kind));
  }
  return kinds;
}

template <typename T>
std::vector<int> RulesReader::references(const TomlRow& row, std::string_view key, const std::vector<T>& list,
                                         std::string_view what) {
  std::vector<int> found;
  const TomlValue* value = row.find(key);
  if (value == nullptr) return found;
  for (const TomlValue& entry : value->list) {
    const auto at = std::find_if(list.begin(), list.end(), [&](const T& t) { return t.id == entry.text; });
    const int index = static_cast<int>(at - list.begin());
    if (at == list.end()) {
      std::string known;
      for (const T& t : list) known += (known.empty() ? "" : ", ") + t.id;
      problem(entry, fmt::format("unknown {}: {} (known: {})", what, entry.text, known));
    } else if (std::find(found.begin(), found.end(), index) != found.end()) {
      problem(entry, fmt::format("{} named twice: {} (leave one)", what, entry.text));
    } else {
      found.push_back(index);
    }
  }
  return found;
}

QuestionSet RulesReader::questions(const TomlRow& row, std::string_view key) {
  QuestionSet set;
  for (const int i : references(row, key, screen_questions(), "question of the screen"))
    set.set(static_cast<std::size_t>(i));
  return set;
}

Technique RulesReader::technique(const TomlRow& row) {
  Technique t{text(row, "id"),         text(row, "name"),
              text(row, "what"),       text(row, "when"),
              text(row, "condition"),  Depth::light,
              flag(row, "first"),      flag(row, "needs_confirmation"),
              regions(row, "regions"), questions(row, "not_with")};
  const TomlValue* depth = row.find("depth");
  for (const Depth d : {Depth::light, Depth::moderate, Depth::deep}) {
    if (name_of(d) == depth->text) {
      t.depth = d;
      return t;
    }
  }
  problem(*depth, fmt::format("unknown depth: {} (known: light, moderate, deep)", depth->text));
  return t;
}

// Every posture but prone, unless the rule says otherwise: face down the mat sees the front of the body.
void RulesReader::postures(const TomlRow& row, GuidanceRule& rule) {
  const TomlValue* value = row.find("posture");
  if (value == nullptr) {
    for (int i = 0; i < kPostures; ++i)
      rule.postures.set(static_cast<std::size_t>(i),
                        i != static_cast<int>(Posture::empty) && i != static_cast<int>(Posture::prone));
    rule.seat_unknown = true;
    return;
  }
  for (const TomlValue& entry : value->list) {
    if (!add_postures(entry.text, rule.postures, rule.seat_unknown)) {
      problem(entry, fmt::format("unknown posture: {} (known: {})", entry.text, kPostureWords));
    }
  }
}

void RulesReader::rule_where(const TomlRow& row, GuidanceRule& rule) {
  for (const TomlValue& entry : row.find("finding")->list) {
    bool known = false;
    for (std::size_t i = 0; i < kFindingKinds; ++i) {
      if (name_of(static_cast<FindingKind>(i)) != entry.text) continue;
      rule.findings.set(i);
      known = true;
    }
    if (known) continue;
    problem(entry, fmt::format("unknown finding: {} (known: {})", entry.text,
                               all_names<FindingKind>(kFindingKinds)));
  }
  for (const TomlValue& entry : row.find("region")->list) {
    RegionKind kind{};
    if (entry.text == "any") {
      rule.regions.set();
    } else if (entry.text == "none") {
      rule.without_region = true;
    } else if (region_kind(entry, kind)) {
      rule.regions.set(static_cast<std::size_t>(kind));
    }
  }
  postures(row, rule);
}

void RulesReader::rule_place(const TomlRow& row, GuidanceRule& rule) {
  if (const TomlValue* place = row.find("place")) {
    RegionKind kind{};
    if (region_kind(*place, kind)) rule.place = kind;
  }
  if (const TomlValue* side = row.find("side")) {
    constexpr std::array<std::string_view, 3> kSides{"same", "opposite", "both"};
    const auto at = std::find(kSides.begin(), kSides.end(), side->text);
    if (at == kSides.end()) {
      problem(*side, fmt::format("unknown side: {} (known: same, opposite, both)", side->text));
    } else {
      rule.side = static_cast<PlaceSide>(at - kSides.begin());
    }
  }
  if (const TomlValue* side = row.find("check_first_side")) {
    rule.check_both_sides = side->text == "both";
    if (side->text != "both" && side->text != "same") {
      problem(*side, fmt::format("unknown side: {} (known: same, both)", side->text));
    }
  }
}

GuidanceRule RulesReader::rule(const TomlRow& row) {
  GuidanceRules& all = out_.rules;
  GuidanceRule rule;
  rule.id = text(row, "id");
  rule.say = text(row, "say");
  rule.elsewhere = text(row, "elsewhere");
  rule.source = text(row, "source");
  rule.line = row.line;
  rule_where(row, rule);
  rule_place(row, rule);
  rule.front = flag(row, "front");
  rule.min_value = number(row, "min_value", kNone);
  rule.min_duration_s = number(row, "min_duration_s", 0.0);
  check_number(row, "min_value", 1e6, "choose 0 or more, or leave it out");
  check_number(row, "min_duration_s", 86400.0, "choose 0 to 86400 s, or leave it out");
  rule.weight = number(row, "weight", 1.0);
  if (!(rule.weight > 0.0 && rule.weight <= 2.0)) {
    problem(*row.find("weight"), "weight out of range (choose above 0 to 2; 1 is usual)");
  }
  rule.muscles = references(row, "muscles", all.muscles, "muscle");
  rule.check_first = references(row, "check_first", all.muscles, "muscle");
  rule.techniques = references(row, "techniques", all.techniques, "technique");
  rule.cautions = references(row, "cautions", all.cautions, "caution");
  rule.aftercare = references(row, "aftercare", all.aftercare_lines, "aftercare line");
  return rule;
}

// At the entry, else at the value of the key, else at the rule.
void RulesReader::tell_of_rule(const TomlRow& row, const RuleProblem& p) {
  const TomlValue* value = row.find(p.key);
  if (value == nullptr) return problem(row.line, row.column, p.what);
  if (p.nothing_named && !value->list.empty()) return;
  for (const TomlValue& entry : value->list)
    if (!p.entry.empty() && entry.text == p.entry) return problem(entry, p.what);
  problem(*value, p.what);
}

void RulesReader::check_number(const TomlRow& row, std::string_view key, double most,
                               std::string_view remedy) {
  const TomlValue* value = row.find(key);
  if (value != nullptr && !(value->number >= 0.0 && value->number <= most))
    problem(*value, fmt::format("impossible number: {} = {:g} ({})", key, value->number, remedy));
}

void RulesReader::read_row(const TomlRow& row) {
  GuidanceRules& all = out_.rules;
  claim_id(row);
  if (row.table == "technique") all.techniques.push_back(technique(row));
  if (row.table == "muscle") {
    all.muscles.push_back({text(row, "id"),
                           text(row, "name"),
                           text(row, "where"),
                           text(row, "sign"),
                           regions(row, "regions"),
                           {}});
  }
  if (row.table == "caution")
    all.cautions.push_back(
        {text(row, "id"), text(row, "text"), regions(row, "regions"), flag(row, "beyond_light"), {}});
  if (row.table == "aftercare") {
    all.aftercare_lines.push_back({text(row, "id"), text(row, "text"), regions(row, "regions"),
                                   flag(row, "beyond_light"), questions(row, "not_with")});
  }
}

// Second pass: what refers to others by id.
void RulesReader::link_row(const TomlRow& row) {
  GuidanceRules& all = out_.rules;
  if (row.table == "session") {
    if (session_) problem(row.line, row.column, "a second [session] (leave one)");
    session_ = true;
    all.note = text(row, "note");
    all.aftercare = references(row, "aftercare", all.aftercare_lines, "aftercare line");
  } else if (row.table == "muscle") {
    const auto at = std::find_if(all.muscles.begin(), all.muscles.end(),
                                 [&](const Muscle& m) { return m.id == row.find("id")->text; });
    at->neighbours = references(row, "neighbours", all.muscles, "muscle");
  } else if (row.table == "rule") {
    claim_id(row);
    GuidanceRule made = rule(row);
    for (const RuleProblem& p : rule_problems(all, made)) tell_of_rule(row, p);
    all.rules.push_back(std::move(made));
  }
}

void RulesReader::read(const std::vector<TomlRow>& rows) {
  const TellProblem tell = [this](int line, int column, const std::string& what) {
    problem(line, column, what);
  };
  std::vector<const TomlRow*> sound;
  for (const TomlRow& row : rows) {
    if (check_keys(row, tell)) sound.push_back(&row);
  }
  for (const TomlRow* row : sound) {
    if (row->table != "rule") read_row(*row);
  }
  for (const TomlRow* row : sound) link_row(*row);
  const bool any_session =
      std::any_of(rows.begin(), rows.end(), [](const TomlRow& row) { return row.table == "session"; });
  if (!any_session) problem(1, 1, "no [session] (add one with note and aftercare)");
  if (out_.problems.empty()) {
    for (const auto& [line, what] : unreached(out_.rules, rows)) problem(line, 1, what);
  }
}

}  // namespace

void read_rules(const std::vector<TomlRow>& rows, std::string_view file_name, RulesCheck& check) {
  RulesReader(file_name, check).read(rows);
}

}  // namespace palpate
