#include "processing/guidance_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>
#include <span>

#include "processing/guidance_rules_check.h"
#include "processing/rules_text.h"
#include "processing/toml_rows.h"

namespace palpate {
namespace {

using Kind = TomlValue::Kind;

struct KeySpec {
  std::string_view key;
  Kind kind;
  bool required;
};

constexpr KeySpec kSession[] = {{"note", Kind::text, true}, {"aftercare", Kind::list, true}};
constexpr KeySpec kTechnique[] = {
    {"id", Kind::text, true},       {"name", Kind::text, true},
    {"depth", Kind::text, true},    {"what", Kind::text, true},
    {"when", Kind::text, true},     {"condition", Kind::text, false},
    {"first", Kind::flag, false},   {"needs_confirmation", Kind::flag, false},
    {"regions", Kind::list, false},
};
constexpr KeySpec kMuscle[] = {
    {"id", Kind::text, true},   {"name", Kind::text, true},    {"where", Kind::text, true},
    {"sign", Kind::text, true}, {"regions", Kind::list, true}, {"neighbours", Kind::list, true},
};
constexpr KeySpec kAdvice[] = {{"id", Kind::text, true},
                               {"text", Kind::text, true},
                               {"regions", Kind::list, false},
                               {"beyond_light", Kind::flag, false}};
constexpr KeySpec kRule[] = {
    {"id", Kind::text, true},           {"finding", Kind::list, true},
    {"region", Kind::list, true},       {"posture", Kind::list, false},
    {"min_value", Kind::number, false}, {"min_duration_s", Kind::number, false},
    {"place", Kind::text, false},       {"side", Kind::text, false},
    {"front", Kind::flag, false},       {"muscles", Kind::list, true},
    {"check_first", Kind::list, false}, {"check_first_side", Kind::text, false},
    {"techniques", Kind::list, true},   {"cautions", Kind::list, false},
    {"aftercare", Kind::list, false},   {"weight", Kind::number, false},
    {"say", Kind::text, true},          {"source", Kind::text, true},
};

struct TableSpec {
  std::string_view name;
  std::span<const KeySpec> keys;
};
constexpr TableSpec kTables[] = {{"session", kSession}, {"technique", kTechnique}, {"muscle", kMuscle},
                                 {"caution", kAdvice},  {"aftercare", kAdvice},    {"rule", kRule}};

std::string_view kind_words(Kind kind) {
  constexpr std::array<std::string_view, 5> kWords{"text in quotes", "a number", "true or false",
                                                   "a list in [ ]", "a plain value"};
  return kWords[static_cast<std::size_t>(kind)];
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

  bool check_keys(const TomlRow& row);
  void read_row(const TomlRow& row);
  void link_row(const TomlRow& row);
  Technique technique(const TomlRow& row);
  GuidanceRule rule(const TomlRow& row);
  void rule_where(const TomlRow& row, GuidanceRule& rule);
  void rule_place(const TomlRow& row, GuidanceRule& rule);
  RegionKinds regions(const TomlRow& row, std::string_view key);
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

bool RulesReader::check_keys(const TomlRow& row) {
  const auto spec = std::find_if(std::begin(kTables), std::end(kTables),
                                 [&](const TableSpec& s) { return s.name == row.table; });
  if (spec == std::end(kTables)) {
    const TomlValue* first = row.values.empty() ? nullptr : &row.values.front().second;
    const bool top = row.table.empty();
    problem(top && first != nullptr ? first->line : row.line,
            top && first != nullptr ? first->column : row.column,
            fmt::format("unknown table: {} (known: session, technique, muscle, caution, aftercare, rule)",
                        top ? row.values.front().first : row.table));
    return false;
  }
  const std::size_t before = out_.problems.size();
  for (const auto& [key, value] : row.values) {
    const auto known = std::find_if(spec->keys.begin(), spec->keys.end(),
                                    [&, k = std::string_view(key)](const KeySpec& s) { return s.key == k; });
    if (known == spec->keys.end()) {
      std::string all;
      for (const KeySpec& s : spec->keys) all += (all.empty() ? "" : ", ") + std::string(s.key);
      problem(value, fmt::format("unknown key in [{}]: {} (known: {})", row.table, key, all));
    } else if (value.kind != known->kind) {
      problem(value, fmt::format("wrong type: {} (write {})", key, kind_words(known->kind)));
    } else if (value.kind == Kind::text && value.text.empty()) {
      problem(value, fmt::format("empty text: {} (write what it should say)", key));
    }
  }
  for (const KeySpec& s : spec->keys) {
    if (s.required && row.find(s.key) == nullptr) {
      problem(row.line, row.column,
              fmt::format("missing key in [{}]: {} (add {} = ...)", row.table, s.key, s.key));
    }
  }
  return out_.problems.size() == before;
}

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
  std::string known;
  for (std::size_t i = 0; i < kRegionKinds; ++i) {
    known += (i == 0 ? "" : ", ") + std::string(name_of(static_cast<RegionKind>(i)));
  }
  problem(value, fmt::format("unknown region: {} (known: {})", value.text, known));
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

Technique RulesReader::technique(const TomlRow& row) {
  Technique t{text(row, "id"),        text(row, "name"), text(row, "what"),  text(row, "when"),
              text(row, "condition"), Depth::light,      flag(row, "first"), flag(row, "needs_confirmation"),
              regions(row, "regions")};
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
  const auto add = [&](auto wanted) {
    for (int i = 0; i < kPostures; ++i) {
      if (wanted(static_cast<Posture>(i))) rule.postures.set(static_cast<std::size_t>(i));
    }
  };
  const TomlValue* value = row.find("posture");
  if (value == nullptr) {
    add([](Posture p) { return p != Posture::empty && p != Posture::prone; });
    rule.seat_unknown = true;
    return;
  }
  for (const TomlValue& entry : value->list) {
    if (entry.text == "seated") {
      add([](Posture p) { return is_seated(p); });
      rule.seat_unknown = true;
    } else if (entry.text == "lying") {
      add([](Posture p) { return is_lying(p); });
    } else if (const auto posture = posture_from(entry.text); posture && *posture != Posture::empty) {
      rule.postures.set(static_cast<std::size_t>(*posture));
    } else {
      problem(entry,
              fmt::format("unknown posture: {} (known: seated, lying, unknown, supine, prone, side-left, "
                          "seated-upright and the others of docs/metrics.md)",
                          entry.text));
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
    std::string all;
    for (std::size_t i = 0; i < kFindingKinds; ++i) {
      all += (i == 0 ? "" : ", ") + std::string(name_of(static_cast<FindingKind>(i)));
    }
    problem(entry, fmt::format("unknown finding: {} (known: {})", entry.text, all));
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
  rule.source = text(row, "source");
  rule.line = row.line;
  rule_where(row, rule);
  rule_place(row, rule);
  rule.front = flag(row, "front");
  rule.min_value = number(row, "min_value", kNone);
  rule.min_duration_s = number(row, "min_duration_s", 0.0);
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
        {text(row, "id"), text(row, "text"), regions(row, "regions"), flag(row, "beyond_light")});
  if (row.table == "aftercare") {
    all.aftercare_lines.push_back(
        {text(row, "id"), text(row, "text"), regions(row, "regions"), flag(row, "beyond_light")});
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
    for (const std::string& p : rule_problems(all, made)) problem(row.line, row.column, p);
    all.rules.push_back(std::move(made));
  }
}

void RulesReader::read(const std::vector<TomlRow>& rows) {
  std::vector<const TomlRow*> sound;
  for (const TomlRow& row : rows) {
    if (check_keys(row)) sound.push_back(&row);
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

std::string_view name_of(Depth depth) {
  constexpr std::array<std::string_view, 3> kNames{"light", "moderate", "deep"};
  return kNames[static_cast<std::size_t>(depth)];
}

RulesCheck check_guidance_rules(std::string_view text, std::string_view file_name) {
  RulesCheck check;
  check.rules.file = file_name.substr(file_name.find_last_of("/\\") + 1);
  auto rows = read_toml_rows(text, file_name);
  if (!rows) {
    check.problems.push_back(rows.error().message);
    return check;
  }
  RulesReader(file_name, check).read(*rows);
  return check;
}

Result<std::shared_ptr<const GuidanceRules>> parse_guidance_rules(std::string_view text,
                                                                  std::string_view file_name) {
  RulesCheck check = check_guidance_rules(text, file_name);
  if (!check.problems.empty()) return Error{ErrorCode::bad_format, check.problems.front()};
  return std::shared_ptr<const GuidanceRules>(std::make_shared<GuidanceRules>(std::move(check.rules)));
}

std::shared_ptr<const GuidanceRules> default_guidance_rules() {
  static const std::shared_ptr<const GuidanceRules> kRules = [] {
    auto rules = parse_guidance_rules(embedded_guidance_toml(), "guidance.toml");
    PALPATE_EXPECTS(rules);  // the program's own file: a test reads it
    return *rules;
  }();
  return kRules;
}

}  // namespace palpate
