#include "processing/screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "processing/rules_text.h"
#include "processing/toml_rows.h"

namespace palpate {
namespace {

struct ScreenRows {
  std::vector<ScreenQuestion> questions;
  std::vector<std::vector<RegionKind>> overlaps;
};

// The program's own file: a mistake in it is caught here at the first use, and by a test.
ScreenRows read_rows() {
  ScreenRows out;
  const auto rows = read_toml_rows(embedded_screen_toml(), "screen.toml");
  PALPATE_EXPECTS(rows);
  for (const TomlRow& row : *rows) {
    if (row.table == "overlap") {
      auto& kinds = out.overlaps.emplace_back();
      for (const TomlValue& entry : row.find("regions")->list) {
        Region region;
        PALPATE_EXPECTS(region_from(entry.text + "_left", region));
        kinds.push_back(region.kind);
      }
      continue;
    }
    PALPATE_EXPECTS(row.table == "question" && row.find("id") && row.find("ask") && row.find("banner"));
    ScreenQuestion question{row.find("id")->text, row.find("ask")->text, row.find("banner")->text,
                            ScreenGroup::refer_first,
                            row.find("nerve") != nullptr && row.find("nerve")->flag};
    const std::string& group = row.find("group")->text;
    if (group == name_of(ScreenGroup::caution)) question.group = ScreenGroup::caution;
    if (group == name_of(ScreenGroup::area)) question.group = ScreenGroup::area;
    PALPATE_EXPECTS(group == name_of(question.group));
    out.questions.push_back(std::move(question));
  }
  PALPATE_EXPECTS(out.questions.size() <= kMostQuestions);
  return out;
}

const ScreenRows& screen_rows() {
  static const ScreenRows kRows = read_rows();
  return kRows;
}

const ScreenQuestion* find_question(std::string_view id) {
  for (const ScreenQuestion& question : screen_questions()) {
    if (question.id == id) return &question;
  }
  return nullptr;
}

std::string known_questions(bool areas_only) {
  std::string text;
  for (const ScreenQuestion& question : screen_questions()) {
    if (areas_only && question.group != ScreenGroup::area) continue;
    text += (text.empty() ? "" : ", ") + question.id;
  }
  return text;
}

bool answer_from(std::string_view text, ScreenAnswer& answer) {
  for (const ScreenAnswer a : {ScreenAnswer::not_asked, ScreenAnswer::no, ScreenAnswer::yes}) {
    if (name_of(a) != text) continue;
    answer = a;
    return true;
  }
  return false;
}

// False if `text` has no "=".
bool split(std::string_view text, std::string_view& key, std::string_view& value) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return false;
  key = text.substr(0, equals);
  value = text.substr(equals + 1);
  return true;
}

bool names_kind(std::string_view kinds, std::string_view kind) {
  while (!kinds.empty()) {
    const auto comma = kinds.find(',');
    if (kinds.substr(0, comma) == kind) return true;
    if (comma == std::string_view::npos) break;
    kinds.remove_prefix(comma + 1);
  }
  return false;
}

void add_kind(std::string& kinds, std::string_view kind) {
  if (kind.empty() || names_kind(kinds, kind)) return;
  kinds += (kinds.empty() ? "" : ",") + std::string(kind);
}

void list_up(std::string& text, std::string_view item) {
  text += (text.empty() ? "" : "; ") + std::string(item);
}

// The region and whatever is the same flesh on that side.
RegionSet flesh_of(Region region) {
  RegionSet set;
  set.set(index_of(region));
  for (const auto& kinds : screen_rows().overlaps) {
    if (std::find(kinds.begin(), kinds.end(), region.kind) == kinds.end()) continue;
    for (const RegionKind kind : kinds) set.set(index_of(Region{kind, region.side}));
  }
  return set;
}

std::string kind_words(std::string_view kinds) {
  std::string text;
  while (!kinds.empty()) {
    const auto comma = kinds.find(',');
    const auto* question = find_question(kinds.substr(0, comma));
    text += (text.empty() ? "" : ", ") +
            (question != nullptr ? question->banner : std::string(kinds.substr(0, comma)));
    if (comma == std::string_view::npos) break;
    kinds.remove_prefix(comma + 1);
  }
  return text;
}

struct Hits {
  std::string refer, caution, areas;
  bool nerve = false;
  int open = 0;
};

// Areas: a yes without a region blocks everything until the region is named.
void look_at_areas(const ScreenAnswers& answers, Hits& hits, ScreenEffect& effect) {
  for (const auto& [id, kinds] : answers.blocks()) {
    Region region;
    if (!region_from(id, region)) {
      list_up(hits.refer,
              fmt::format("{} in a region this version does not know ({})", kind_words(kinds), id));
      continue;
    }
    const AreaBlock& area = effect.areas.emplace_back(AreaBlock{flesh_of(region), kind_words(kinds)});
    effect.regions |= area.regions;
    list_up(hits.areas, fmt::format("{} ({})", words_of(region), area.words));
  }
  for (const ScreenQuestion& question : screen_questions()) {
    if (question.group != ScreenGroup::area || answers.get(question.id) != ScreenAnswer::yes) continue;
    const bool placed = std::any_of(answers.blocks().begin(), answers.blocks().end(),
                                    [&](const auto& block) { return names_kind(block.second, question.id); });
    if (!placed) list_up(hits.refer, question.banner + ", and nobody said where (name the region)");
  }
}

Hits look_at(const ScreenAnswers& answers, ScreenEffect& effect) {
  Hits hits;
  for (const ScreenQuestion& question : screen_questions()) {
    const ScreenAnswer answer = answers.get(question.id);
    hits.open += answer == ScreenAnswer::not_asked ? 1 : 0;
    if (answer != ScreenAnswer::yes || question.group == ScreenGroup::area) continue;
    list_up(question.group == ScreenGroup::refer_first ? hits.refer : hits.caution, question.banner);
    hits.nerve = hits.nerve || question.nerve;
  }
  for (const auto& [id, answer] : answers.answers()) {
    if (answer == ScreenAnswer::yes && find_question(id) == nullptr) {
      list_up(hits.refer, fmt::format("a hit that this version does not know ({})", id));
    }
  }
  look_at_areas(answers, hits, effect);
  return hits;
}

// Yes in words or by an area block, or not asked.
QuestionSet not_ruled_out(const ScreenAnswers& answers) {
  QuestionSet set;
  const auto& questions = screen_questions();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const bool placed = std::any_of(answers.blocks().begin(), answers.blocks().end(), [&](const auto& block) {
      return names_kind(block.second, questions[i].id);
    });
    set.set(i, placed || answers.get(questions[i].id) != ScreenAnswer::no);
  }
  return set;
}

}  // namespace

std::string_view name_of(ScreenGroup group) {
  constexpr std::array<std::string_view, 3> kNames{"refer_first", "caution", "area"};
  return kNames[static_cast<std::size_t>(group)];
}

std::string_view name_of(ScreenAnswer answer) {
  constexpr std::array<std::string_view, 3> kNames{"not-asked", "no", "yes"};
  return kNames[static_cast<std::size_t>(answer)];
}

const std::vector<ScreenQuestion>& screen_questions() {
  return screen_rows().questions;
}

ScreenAnswer ScreenAnswers::get(std::string_view id) const {
  const auto found = answers_.find(id);
  return found == answers_.end() ? ScreenAnswer::not_asked : found->second;
}

Result<void> ScreenAnswers::set(std::string_view id, ScreenAnswer answer) {
  if (find_question(id) == nullptr) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("unknown question of the screen: {} (known: {})", id, known_questions(false))};
  }
  if (answer == ScreenAnswer::not_asked || get(id) == ScreenAnswer::yes) return {};
  answers_[std::string(id)] = answer;
  return {};
}

Result<void> ScreenAnswers::set_text(std::string_view id_equals_answer) {
  std::string_view id, text;
  ScreenAnswer answer{};
  if (!split(id_equals_answer, id, text) || !answer_from(text, answer)) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("answer not understood: {} (write question=yes, no or not-asked, for example fever=no)",
                    id_equals_answer)};
  }
  return set(id, answer);
}

Result<void> ScreenAnswers::block(Region region, std::string_view kind) {
  const ScreenQuestion* question = find_question(kind);
  if (question == nullptr || question->group != ScreenGroup::area) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("unknown reason of an area block: {} (known: {})", kind, known_questions(true))};
  }
  answers_[question->id] = ScreenAnswer::yes;
  add_kind(blocks_[id_of(region)], kind);
  return {};
}

Result<void> ScreenAnswers::block_text(std::string_view region_equals_kind) {
  std::string_view id, kind;
  if (!split(region_equals_kind, id, kind)) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("area block not understood: {} (write region=reason, for "
                             "example low_back_left=bruise)",
                             region_equals_kind)};
  }
  Region region;
  if (!region_from(id, region)) {
    std::string known;
    for (std::size_t i = 0; i < kRegionCount; ++i) known += (i == 0 ? "" : ", ") + id_of(region_at(i));
    return Error{ErrorCode::bad_argument, fmt::format("unknown region: {} (known: {})", id, known)};
  }
  return block(region, kind);
}

Result<void> ScreenAnswers::load_toml(std::string_view text, std::string_view file_name) {
  auto rows = read_toml_rows(text, file_name);
  if (!rows) return rows.error();
  ScreenAnswers changed = *this;
  for (const TomlRow& row : *rows) {
    const bool answers = row.table == "answers";
    for (const auto& entry : row.values) {
      const auto& key = entry.first;
      const auto& value = entry.second;
      const auto problem = [&](const std::string& what) {
        return Error{ErrorCode::bad_format,
                     fmt::format("{}:{}:{}: {}", file_name, value.line, value.column, what)};
      };
      if (!answers && row.table != "area_blocks") {
        return problem(fmt::format("unknown table: {} (known: answers, area_blocks)", row.table));
      }
      if (value.kind != TomlValue::Kind::text) {
        return problem(
            fmt::format("wrong type: {} (write {} = \"{}\")", key, key, answers ? "no" : "bruise"));
      }
      const std::string pair = key + "=" + value.text;
      if (auto ok = answers ? changed.set_text(pair) : changed.block_text(pair); !ok) {
        return problem(ok.error().message);
      }
    }
  }
  *this = changed;
  return {};
}

void ScreenAnswers::merge(const ScreenAnswers& later) {
  add_stored(later.to_text());
}

std::string ScreenAnswers::to_text() const {
  std::string text;
  for (const auto& [id, answer] : answers_) text += fmt::format("{}={}\n", id, name_of(answer));
  for (const auto& [id, kinds] : blocks_) text += fmt::format("area:{}={}\n", id, kinds);
  return text;
}

void ScreenAnswers::add_stored(std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view key, value;
    if (split(text.substr(0, end), key, value)) {
      ScreenAnswer answer = ScreenAnswer::yes;  // what is not understood counts as a hit
      if (key.starts_with("area:")) {
        std::string& kinds = blocks_[std::string(key.substr(5))];
        for (std::string_view rest = value; !rest.empty();) {
          const auto comma = std::min(rest.find(','), rest.size());
          add_kind(kinds, rest.substr(0, comma));
          rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
      } else if (!answer_from(value, answer) || answer != ScreenAnswer::not_asked) {
        ScreenAnswer& kept = answers_[std::string(key)];
        if (kept != ScreenAnswer::yes) kept = answer;
      }
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string block_words(const std::vector<AreaBlock>& areas, Region region) {
  std::string words;
  for (const AreaBlock& area : areas) {
    if (area.regions.test(index_of(region))) list_up(words, area.words);
  }
  return words;
}

ScreenEffect effect_of(const ScreenAnswers& answers) {
  ScreenEffect effect;
  const Hits hits = look_at(answers, effect);
  effect.answered = hits.open == 0;
  effect.not_ruled_out = not_ruled_out(answers);
  effect.blocked = !hits.refer.empty();
  effect.softened = !effect.answered || !hits.caution.empty();
  const auto line = [&effect](const std::string& text) {
    effect.banner += (effect.banner.empty() ? "" : "\n") + text;
  };
  if (effect.blocked) line(fmt::format("REFER FIRST, no guidance is given: {}.", hits.refer));
  // Where nothing is allowed, no line says what else is.
  const std::string_view light = effect.blocked ? "" : ", light techniques only";
  if (!hits.caution.empty()) line(fmt::format("CAUTION{}: {}.", light, hits.caution));
  if (hits.nerve && effect.blocked) {
    line("NERVE SIGNS: refer if they grow.");
  } else if (hits.nerve) {
    line("NERVE SIGNS: no pressure that brings on pain, numbness or tingling; refer if they grow.");
  }
  if (!hits.areas.empty()) line(fmt::format("LEAVE OUT: {}.", hits.areas));
  const std::string_view until = effect.blocked ? "" : " Until then light techniques only.";
  const auto all = screen_questions().size();
  if (static_cast<std::size_t>(hits.open) == all) {
    line(fmt::format("SCREEN NOT ANSWERED: ask its questions before you work.{}", until));
  } else if (hits.open > 0) {
    line(fmt::format("SCREEN NOT FINISHED: {} of {} questions are open.{}", hits.open, all, until));
  }
  return effect;
}

}  // namespace palpate
