#include "app/json_option.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <utility>

#include "acquisition/output_file.h"
#include "app/console.h"
#include "processing/screen_report.h"

namespace palpate {

void JsonOption::add_to(CLI::App& command, const char* help, bool alone) {
  command.add_option("--json", path_, help)->expected(alone ? 0 : 1, 1);
}

void JsonOption::settle(const CLI::App& command) {
  if (command.count("--json") > 0 && path_.empty()) path_.assign(1, '-');
  if (auto may = may_write({}); !may) throw CLI::ValidationError("--json", may.error().message);
}

void JsonOption::settle(const CLI::App& command, std::string& positional, const char* positional_name) {
  if (command.count("--json") > 0 && positional.empty() && path_ != "-")
    positional = std::exchange(path_, "");
  if (positional.empty()) throw CLI::RequiredError(positional_name);
  settle(command);
  if (auto may = may_write({positional}); !may) throw CLI::ValidationError("--json", may.error().message);
}

Result<void> JsonOption::may_write(std::initializer_list<std::string_view> inputs) const {
  return may_write_over(path_, inputs);
}

Result<void> JsonOption::print(std::string_view text, const std::function<std::string()>& json,
                               const ScreenAnswers& screen) const {
  if (!path_.empty()) {
    if (auto written = write_output_file(path_, json()); !written) return written;
  }
  if (!on_stdout()) fmt::print("{}{}", screen_head(screen), text);
  return {};
}

void print_screen_aside(const ScreenAnswers& screen) {
  fmt::print(stderr, "{}", screen_head(screen));
}

}  // namespace palpate
