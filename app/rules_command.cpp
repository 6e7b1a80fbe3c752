// palpate rules: the guidance rules: show, print to edit, check.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/commands.h"
#include "app/console.h"
#include "app/guidance_options.h"
#include "processing/rules_text.h"

namespace palpate {
namespace {

int check(const std::string& path) {
  auto text = read_text_file(path);
  if (!text) return report_error(text.error());
  const RulesCheck result = check_guidance_rules(*text, path);
  for (const std::string& problem : result.problems) fmt::print("{}\n", problem);
  if (!result.problems.empty()) return 1;
  fmt::print("{}: sound: {} rules, {} muscles, {} techniques\n", path, result.rules.rules.size(),
             result.rules.muscles.size(), result.rules.techniques.size());
  return 0;
}

int show(const std::string& path) {
  auto rules = rules_from_file(path);
  if (!rules) return report_error(rules.error());
  fmt::print("{}", rules_as_text(**rules));
  return 0;
}

}  // namespace

void add_rules_command(CLI::App& root, CommandContext& context) {
  auto path = std::make_shared<std::string>();
  CLI::App* command = root.add_subcommand("rules", "The guidance rules: show, print to edit, check");
  command->require_subcommand(1);
  CLI::App* check_it =
      command->add_subcommand("check", "Check a rules file: file:line:column and the remedy");
  check_it->add_option("FILE", *path, "A rules file")->required();
  check_it->callback([path, &context] { context.exit_code = check(*path); });
  CLI::App* show_it = command->add_subcommand("show", "The rules as sentences");
  show_it->add_option("FILE", *path, "A rules file (default: the program's own)");
  show_it->callback([path, &context] { context.exit_code = show(*path); });
  CLI::App* print_it = command->add_subcommand("print", "The program's own rules as TOML, to edit");
  print_it->callback([] { fmt::print("{}", embedded_guidance_toml()); });
  command->footer(R"(
Examples:
  palpate rules show
  palpate rules print > my-rules.toml
  palpate rules check my-rules.toml
  palpate analyze sitting.palpate --rules my-rules.toml)");
}

}  // namespace palpate
