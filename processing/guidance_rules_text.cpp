// rules_as_text of guidance_rules.h: the rules as a therapist would read them aloud.
#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "processing/guidance_rules.h"

namespace palpate {
namespace {

template <typename T, typename Name>
std::string joined(const std::vector<int>& indices, const std::vector<T>& list, Name name) {
  std::string text;
  for (const int i : indices) text += (text.empty() ? "" : ", ") + name(list[static_cast<std::size_t>(i)]);
  return text;
}

// " (not with numbness, tingling)"; empty where nothing takes it out.
std::string not_with_words(const QuestionSet& set) {
  std::string text;
  for (std::size_t i = 0; i < screen_questions().size(); ++i)
    if (set.test(i)) text += (text.empty() ? " (not with " : ", ") + screen_questions()[i].banner;
  return text.empty() ? text : text + ")";
}

std::string findings_of(const GuidanceRule& rule) {
  std::string text;
  for (std::size_t i = 0; i < kFindingKinds; ++i) {
    if (!rule.findings.test(i)) continue;
    text += (text.empty() ? "" : " or ") + std::string(name_of(static_cast<FindingKind>(i)));
  }
  return text;
}

std::string regions_of(const GuidanceRule& rule) {
  if (rule.regions.all()) return rule.without_region ? "anywhere, or without a region" : "in any region";
  std::string text;
  for (std::size_t i = 0; i < kRegionKinds; ++i) {
    if (!rule.regions.test(i)) continue;
    text += (text.empty() ? "in " : " or ") + std::string(name_of(static_cast<RegionKind>(i)));
  }
  if (rule.without_region) text += text.empty() ? "without a region" : ", or without a region";
  return text;
}

std::string place_of_rule(const GuidanceRule& rule) {
  constexpr std::string_view kSides[] = {"on the same side", "on the opposite side", "on both sides"};
  return fmt::format("{}{} {}", rule.place ? std::string(name_of(*rule.place)) : "the same region",
                     rule.front ? " (front)" : "", kSides[static_cast<std::size_t>(rule.side)]);
}

void put_rule(std::string& text, const GuidanceRules& rules, const GuidanceRule& rule) {
  const auto out = std::back_inserter(text);
  const auto name = [](const auto& item) { return item.name; };
  fmt::format_to(out, "\n{} ({}:{})\n  when         {} {}", rule.id, rules.file, rule.line, findings_of(rule),
                 regions_of(rule));
  if (std::isfinite(rule.min_value)) fmt::format_to(out, ", from {:g} on", rule.min_value);
  if (rule.min_duration_s > 0.0) fmt::format_to(out, ", for at least {:g} s", rule.min_duration_s);
  fmt::format_to(out, "\n  place        {}\n  says         {}{}{}\n", place_of_rule(rule), rule.say,
                 rule.elsewhere.empty() ? "" : ": ", rule.elsewhere);
  if (!rule.check_first.empty()) {
    fmt::format_to(out, "  check first  {}{}\n", joined(rule.check_first, rules.muscles, name),
                   rule.check_both_sides ? ", both sides" : "");
  }
  fmt::format_to(out, "  then         {}\n", joined(rule.muscles, rules.muscles, name));
  fmt::format_to(out, "  how          {}\n",
                 joined(rule.techniques, rules.techniques,
                        [](const Technique& t) { return fmt::format("{} ({})", t.name, name_of(t.depth)); }));
  fmt::format_to(out, "  source       {}\n", rule.source);
}

}  // namespace

std::string rules_as_text(const GuidanceRules& rules) {
  std::string text;
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "{}: {} rules, {} muscles, {} techniques\n\nTechniques\n", rules.file,
                 rules.rules.size(), rules.muscles.size(), rules.techniques.size());
  for (const Technique& t : rules.techniques) {
    fmt::format_to(out, "  {:<9} {}: {}; {}{}{}\n", name_of(t.depth), t.name, t.what, t.when,
                   t.needs_confirmation ? " (only where the client confirmed the place)" : "",
                   not_with_words(t.not_with));
  }
  text += "\nAfterwards\n";
  for (const AdviceLine& line : rules.aftercare_lines) {
    fmt::format_to(out, "  {}{}{}\n", line.text, line.beyond_light ? " (beyond light)" : "",
                   not_with_words(line.not_with));
  }
  text += "\nMuscles\n";
  for (const Muscle& m : rules.muscles) {
    fmt::format_to(out, "  {}: {}; sign: {}; neighbours: {}\n", m.name, m.where, m.sign,
                   joined(m.neighbours, rules.muscles, [](const Muscle& n) { return n.name; }));
  }
  for (const GuidanceRule& rule : rules.rules) put_rule(text, rules, rule);
  fmt::format_to(out, "\n{}\n", rules.note);
  return text;
}

}  // namespace palpate
