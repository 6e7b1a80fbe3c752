// palpate ports: the serial ports a mat may be on.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "acquisition/serial_ports.h"
#include "app/commands.h"

namespace palpate {
namespace {

int print_ports(bool json) {
  const auto ports = list_serial_ports();
  if (json) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& port : ports) {
      list.push_back({{"name", port.name}, {"description", port.description}, {"usb_id", port.usb_id}});
    }
    fmt::print("{}\n", list.dump(2));
    return 0;
  }
  if (ports.empty()) {
    fmt::print(
        "No serial port found. Plug the mat in, or try a simulated one: palpate live firmware:seated-even\n");
  }
  for (const auto& port : ports) fmt::print("{:<20} {:<40} {}\n", port.name, port.description, port.usb_id);
  if (!ports.empty()) fmt::print("Next: palpate live serial:{}\n", ports.front().name);
  return 0;
}

}  // namespace

void add_ports_command(CLI::App& root, CommandContext& context) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = root.add_subcommand("ports", "List the serial ports");
  command->add_flag("--json", *json, "Print as JSON");
  command->footer("\nExamples:\n  palpate ports\n  palpate ports --json");
  command->callback([json, &context] { context.exit_code = print_ports(*json); });
}

}  // namespace palpate
