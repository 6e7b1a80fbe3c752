#include "app/json_option.h"

#include <CLI/App.hpp>
#include <utility>

namespace palpate {

void settle_json_option(const CLI::App& command, std::string& positional, std::string& json_path,
                        const char* positional_name) {
  if (command.count("--json") > 0 && positional.empty() && json_path != "-")
    positional = std::exchange(json_path, "");
  if (positional.empty()) throw CLI::RequiredError(positional_name);
  if (command.count("--json") > 0 && json_path.empty()) json_path.assign(1, '-');
}

}  // namespace palpate
