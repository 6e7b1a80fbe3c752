#include "processing/guidance_rules_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

namespace palpate {
namespace {

bool uses(const std::vector<int>& list, std::size_t index) {
  return std::find(list.begin(), list.end(), static_cast<int>(index)) != list.end();
}

template <typename T>
void find_unused(const std::vector<T>& items, std::string_view table, const std::vector<TomlRow>& rows,
                 const auto& used, std::vector<std::pair<int, std::string>>& out) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (used(i)) continue;
    int line = 1;
    for (const TomlRow& row : rows) {
      if (row.table == table && row.find("id") != nullptr && row.find("id")->text == items[i].id)
        line = row.line;
    }
    out.emplace_back(
        line, fmt::format("unreachable {}: {} (name it in a rule, or take it out)", table, items[i].id));
  }
}

// The first word of a reason that sends hands or eyes to another place; empty: none.
std::string_view points_elsewhere(std::string_view say) {
  std::string lower(say);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array<std::string_view, 6> kPointers{"compare",          "both ",      "go there",
                                                      "neighbours first", "other side", "flexor"};
  for (const std::string_view pointer : kPointers)
    if (lower.find(pointer) != lower.npos) return pointer;
  return {};
}

bool place_is(const GuidanceRule& rule, RegionKind kind) {
  return rule.place ? *rule.place == kind : rule.regions.test(static_cast<std::size_t>(kind));
}

void technique_problems(const GuidanceRules& all, const GuidanceRule& rule,
                        std::vector<RuleProblem>& problems) {
  if (rule.techniques.empty()) {
    problems.push_back({"techniques", "", "rule without a technique (name at least one)", true});
    return;
  }
  const auto technique = [&](std::size_t i) -> const Technique& {
    return all.techniques[static_cast<std::size_t>(rule.techniques[i])];
  };
  const auto tell = [&problems](const Technique& at, std::string what) {
    problems.push_back({"techniques", at.id, std::move(what), false});
  };
  if (technique(0).depth != Depth::light) {
    tell(technique(0), fmt::format("techniques must begin light: {} is {} (put a light one first)",
                                   technique(0).id, name_of(technique(0).depth)));
  }
  for (std::size_t i = 1; i < rule.techniques.size(); ++i) {
    if (technique(i).depth < technique(i - 1).depth) {
      tell(technique(i),
           fmt::format("techniques out of order: {} ({}) after {} ({}) (order light, moderate, deep)",
                       technique(i).id, name_of(technique(i).depth), technique(i - 1).id,
                       name_of(technique(i - 1).depth)));
    }
  }
  const auto first =
      std::find_if(all.techniques.begin(), all.techniques.end(), [](const Technique& t) { return t.first; });
  if (first != all.techniques.end() && !technique(0).first) {
    tell(technique(0), fmt::format("techniques must begin with {} (it is marked first = true)", first->id));
  }
}

}  // namespace

std::vector<RuleProblem> rule_problems(const GuidanceRules& all, const GuidanceRule& rule) {
  std::vector<RuleProblem> problems;
  const auto add = [&problems](std::string_view key, std::string what, bool nothing_named) {
    problems.push_back({std::string(key), "", std::move(what), nothing_named});
  };
  const auto tell = [&add](std::string_view key, std::string what) { add(key, std::move(what), false); };
  const auto tell_empty = [&add](std::string_view key, std::string what) { add(key, std::move(what), true); };
  if (rule.findings.none()) tell_empty("finding", "rule without a finding (name at least one)");
  if (rule.regions.none() && !rule.without_region)
    tell_empty("region", "rule without a region (name one, or \"none\")");
  if (rule.postures.none())
    tell_empty("posture", "rule that holds in no posture (name one, or leave posture out)");
  if (rule.without_region && !rule.place) {
    tell("region", "rule for findings without a region has no place (add place = \"low_back\" or another)");
  }
  if (rule.muscles.empty()) tell_empty("muscles", "rule without a muscle (name at least one)");
  if (place_is(rule, RegionKind::low_back) && rule.check_first.empty()) {
    tell("check_first",
         "low back without neighbours: a lumbar sign sends to its neighbours first (add check_first)");
  }
  if (const std::string_view word = points_elsewhere(rule.say); !word.empty()) {
    tell("say", fmt::format("say points beyond its place (\"{}\"), where the screen may block (put that part "
                            "into elsewhere = \"...\")",
                            word));
  }
  technique_problems(all, rule, problems);
  return problems;
}

std::vector<std::pair<int, std::string>> unreached(const GuidanceRules& all,
                                                   const std::vector<TomlRow>& rows) {
  std::vector<std::pair<int, std::string>> out;
  const auto any_rule = [&](auto list_of) {
    return [&all, list_of](std::size_t i) {
      return std::any_of(all.rules.begin(), all.rules.end(),
                         [&](const GuidanceRule& rule) { return list_of(rule, i); });
    };
  };
  find_unused(all.techniques, "technique", rows,
              any_rule([](const GuidanceRule& r, std::size_t i) { return uses(r.techniques, i); }), out);
  find_unused(all.muscles, "muscle", rows, any_rule([](const GuidanceRule& r, std::size_t i) {
                return uses(r.muscles, i) || uses(r.check_first, i);
              }),
              out);
  find_unused(all.cautions, "caution", rows,
              any_rule([](const GuidanceRule& r, std::size_t i) { return uses(r.cautions, i); }), out);
  find_unused(
      all.aftercare_lines, "aftercare", rows,
      [&](std::size_t i) {
        return uses(all.aftercare, i) ||
               std::any_of(all.rules.begin(), all.rules.end(),
                           [&](const GuidanceRule& r) { return uses(r.aftercare, i); });
      },
      out);
  return out;
}

}  // namespace palpate
