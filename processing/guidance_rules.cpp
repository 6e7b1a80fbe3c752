#include "processing/guidance_rules.h"

#include <array>

#include "processing/guidance_rules_reader.h"
#include "processing/rules_text.h"
#include "processing/toml_rows.h"

namespace palpate {

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
  read_rules(*rows, file_name, check);
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
