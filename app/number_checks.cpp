#include "app/number_checks.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>

namespace palpate {
namespace {

std::string finite_problem(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return end == text.c_str() + text.size() && !text.empty() && std::isfinite(value)
             ? ""
             : fmt::format("not a number: {}", text);
}

std::string least_problem(const std::string& text, bool zero) {
  if (std::string problem = finite_problem(text); !problem.empty()) return problem;
  const double value = std::strtod(text.c_str(), nullptr);
  if (value > 0.0 || (zero && value == 0.0)) return "";
  return fmt::format("must be {}: {}", zero ? "0 or above" : "above 0", text);
}

}  // namespace

CLI::Validator positive_number() {
  return {[](std::string& text) { return least_problem(text, false); }, "POSITIVE"};
}

CLI::Validator non_negative_number() {
  return {[](std::string& text) { return least_problem(text, true); }, "NONNEGATIVE"};
}

void refuse_endless_numbers(CLI::App& command) {
  for (CLI::Option* option : command.get_options()) {
    if (std::string_view(option->get_type_name()).substr(0, 5) == "FLOAT")
      option->check(CLI::Validator([](std::string& text) { return finite_problem(text); }, ""));
  }
  for (CLI::App* sub : command.get_subcommands([](CLI::App*) { return true; })) refuse_endless_numbers(*sub);
}

}  // namespace palpate
