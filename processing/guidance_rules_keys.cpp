#include "processing/guidance_rules_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "processing/words.h"

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
    {"regions", Kind::list, false}, {"not_with", Kind::list, false},
};
constexpr KeySpec kMuscle[] = {
    {"id", Kind::text, true},   {"name", Kind::text, true},    {"where", Kind::text, true},
    {"sign", Kind::text, true}, {"regions", Kind::list, true}, {"neighbours", Kind::list, true},
};
constexpr KeySpec kCaution[] = {{"id", Kind::text, true},
                                {"text", Kind::text, true},
                                {"regions", Kind::list, false},
                                {"beyond_light", Kind::flag, false}};
constexpr KeySpec kAftercare[] = {{"id", Kind::text, true},
                                  {"text", Kind::text, true},
                                  {"regions", Kind::list, false},
                                  {"beyond_light", Kind::flag, false},
                                  {"not_with", Kind::list, false}};
constexpr KeySpec kRule[] = {
    {"id", Kind::text, true},           {"finding", Kind::list, true},
    {"region", Kind::list, true},       {"posture", Kind::list, false},
    {"min_value", Kind::number, false}, {"min_duration_s", Kind::number, false},
    {"place", Kind::text, false},       {"side", Kind::text, false},
    {"front", Kind::flag, false},       {"muscles", Kind::list, true},
    {"check_first", Kind::list, false}, {"check_first_side", Kind::text, false},
    {"techniques", Kind::list, true},   {"cautions", Kind::list, false},
    {"aftercare", Kind::list, false},   {"weight", Kind::number, false},
    {"say", Kind::text, true},          {"elsewhere", Kind::text, false},
    {"source", Kind::text, true},
};

struct TableSpec {
  std::string_view name;
  std::span<const KeySpec> keys;
};
constexpr TableSpec kTables[] = {{"session", kSession}, {"technique", kTechnique}, {"muscle", kMuscle},
                                 {"caution", kCaution}, {"aftercare", kAftercare}, {"rule", kRule}};

std::string_view kind_words(Kind kind) {
  constexpr std::array<std::string_view, 5> kWords{"text in quotes", "a number", "true or false",
                                                   "a list in [ ]", "a plain value"};
  return kWords[static_cast<std::size_t>(kind)];
}

}  // namespace

bool check_keys(const TomlRow& row, const TellProblem& tell) {
  const auto spec = std::find_if(std::begin(kTables), std::end(kTables),
                                 [&](const TableSpec& s) { return s.name == row.table; });
  if (spec == std::end(kTables)) {
    const TomlValue* first = row.values.empty() ? nullptr : &row.values.front().second;
    const bool top = row.table.empty();
    tell(top && first != nullptr ? first->key_line : row.line,
         top && first != nullptr ? first->key_column : row.column,
         fmt::format("unknown table: {} (known: session, technique, muscle, caution, aftercare, rule)",
                     top ? row.values.front().first : row.table));
    return false;
  }
  bool sound = true;
  const auto problem = [&](int line, int column, const std::string& what) {
    tell(line, column, what);
    sound = false;
  };
  for (const auto& [key, value] : row.values) {
    const auto known = std::find_if(spec->keys.begin(), spec->keys.end(),
                                    [&, k = std::string_view(key)](const KeySpec& s) { return s.key == k; });
    if (known == spec->keys.end()) {
      std::string all;
      for (const KeySpec& s : spec->keys) all += (all.empty() ? "" : ", ") + std::string(s.key);
      problem(value.key_line, value.key_column,
              fmt::format("unknown key in [{}]: {} (known: {})", row.table, key, all));
    } else if (value.kind != known->kind) {
      problem(value.line, value.column,
              fmt::format("wrong type: {} (write {})", key, kind_words(known->kind)));
    } else if (value.kind == Kind::text && value.text.empty()) {
      problem(value.line, value.column, fmt::format("empty text: {} (write what it should say)", key));
    } else if (value.kind == Kind::text && says_what_no_mat_knows(value.text)) {
      tell(value.line, value.column,  // the row is sound: no flood of names that are missing
           fmt::format("claims what a mat cannot know: {} (tell the load and where to palpate)", key));
    } else if (value.kind == Kind::text && says_a_bare_side(value.text)) {
      tell(value.line, value.column,
           fmt::format("a side that is nobody's: {} (write the client's or the map's side)", key));
    }
  }
  for (const KeySpec& s : spec->keys) {
    if (s.required && row.find(s.key) == nullptr) {
      problem(row.line, row.column,
              fmt::format("missing key in [{}]: {} (add {} = ...)", row.table, s.key, s.key));
    }
  }
  return sound;
}

bool add_postures(std::string_view word, std::bitset<kPostures>& postures, bool& seat_unknown) {
  const auto crossed = [](Posture p) {
    return p == Posture::seated_crossed_left || p == Posture::seated_crossed_right;
  };
  const bool uncrossed = word == "seated-uncrossed", seated = word == "seated" || uncrossed;
  if (seated || word == "lying") {
    for (int i = 0; i < kPostures; ++i) {
      const auto p = static_cast<Posture>(i);
      const bool wanted = seated ? is_seated(p) && !(uncrossed && crossed(p)) : is_lying(p);
      if (wanted) postures.set(static_cast<std::size_t>(i));
    }
    seat_unknown = seat_unknown || seated;
    return true;
  }
  const auto posture = posture_from(word);
  if (!posture || *posture == Posture::empty) return false;
  postures.set(static_cast<std::size_t>(*posture));
  return true;
}

}  // namespace palpate
