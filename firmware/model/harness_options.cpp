#include "firmware/model/harness_options.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>

namespace palpate::firmware {

const char* const kSharedHelp =
    "  --scene pattern|stdin   what lies on the mat: a fixed test pattern of counts (default), or a scene\n"
    "                          stream on stdin (firmware/protocol/scene_stream.h)\n"
    "  --exit-at-scene-end     end when the scene stream ends (default: keep its last scene)\n"
    "  --realtime              device time keeps pace with the clock (default: as fast as it goes)\n"
    "  --seconds S             end after S seconds of device time\n"
    "  --link PATH             make a symlink PATH to the pty; removed at the end\n"
    "  --output FILE           write what the device sends to FILE instead of a pty\n"
    "  --autostart-us PERIOD   send START with this frame period to the device, 10 ms after its boot\n"
    "  --drop                  a host that does not read loses bytes (default: the device waits for it)\n"
    "  --bit-error-rate P      flip each bit on the way to the host with probability P\n"
    "  --byte-loss P           lose each byte on the way to the host with probability P\n"
    "  --seed N                seed of these faults (default 1)\n"
    "  --orphan-ok             live on when the parent process is gone (default: end)\n"
    "  --stats                 print one line of JSON on stderr at the end\n"
    "  --help                  this text\n";

bool parse_number(const std::string& text, double low, double high, double& value) {
  char* end = nullptr;
  errno = 0;
  value = std::strtod(text.c_str(), &end);
  return errno == 0 && !text.empty() && *end == '\0' && std::isfinite(value) && value >= low && value <= high;
}

namespace {

struct Flag {
  const char* name;
  bool HarnessOptions::*field;
};
constexpr Flag kFlags[] = {{"exit-at-scene-end", &HarnessOptions::exit_at_scene_end},
                           {"realtime", &HarnessOptions::realtime},
                           {"drop", &HarnessOptions::drop},
                           {"orphan-ok", &HarnessOptions::orphan_ok},
                           {"stats", &HarnessOptions::stats},
                           {"help", &HarnessOptions::help}};

// Takes a shared option with a value; false if the name is unknown. `error` says what is wrong with the
// value.
bool take_value(const std::string& name, const std::string& value, HarnessOptions& options,
                std::string& error) {
  double number = 0.0;
  const auto in_range = [&](double low, double high, const char* what) {
    if (!parse_number(value, low, high, number)) {
      error = "--" + name + " needs " + what + ": " + value;
      return false;
    }
    return true;
  };
  if (name == "link") {
    options.link = value;
  } else if (name == "output") {
    options.output = value;
  } else if (name == "scene") {
    options.scene_stdin = value == "stdin";
    if (value != "stdin" && value != "pattern") error = "--scene needs pattern or stdin: " + value;
  } else if (name == "seconds") {
    if (in_range(0.001, 1e7, "a time above 0 in seconds")) options.seconds = number;
  } else if (name == "bit-error-rate") {
    if (in_range(0.0, 1.0, "a probability from 0 to 1")) options.bit_error_rate = number;
  } else if (name == "byte-loss") {
    if (in_range(0.0, 1.0, "a probability from 0 to 1")) options.byte_loss = number;
  } else if (name == "seed") {
    if (in_range(0.0, 9e15, "a whole number")) options.seed = static_cast<std::uint64_t>(number);
  } else if (name == "autostart-us") {
    if (in_range(0.0, 1e7, "a period from 0 to 10000000 microseconds")) {
      options.autostart_us = static_cast<std::uint32_t>(number);
    }
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::string parse_options(int argc, char** argv, const std::vector<std::string>& own_names,
                          HarnessOptions& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string text = argv[i];
    if (text.rfind("--", 0) != 0) {
      options.positional.push_back(text);
      continue;
    }
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(2, equals == std::string::npos ? equals : equals - 2);
    const auto* flag =
        std::find_if(std::begin(kFlags), std::end(kFlags), [&](const Flag& f) { return name == f.name; });
    if (flag != std::end(kFlags)) {
      options.*(flag->field) = true;
      continue;
    }
    std::string value;
    if (equals != std::string::npos) {
      value = text.substr(equals + 1);
    } else if (i + 1 < argc) {
      value = argv[++i];
    } else {
      return "option without a value: --" + name + " (see --help)";
    }
    std::string error;
    if (std::find(own_names.begin(), own_names.end(), name) != own_names.end()) {
      options.own[name] = value;
    } else if (!take_value(name, value, options, error)) {
      return "unknown option: --" + name + " (see --help)";
    }
    if (!error.empty()) return error;
  }
  return "";
}

}  // namespace palpate::firmware
