// HarnessOptions: the command line that palpate-simavr and palpate-mat-host share.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace palpate::firmware {

struct HarnessOptions {
  std::vector<std::string> positional;
  std::string link;          // symlink to the pty, removed at the end; empty: none
  std::string output;        // UART bytes go to this file instead of a pty
  bool scene_stdin = false;  // --scene stdin; otherwise the test pattern
  bool exit_at_scene_end = false;
  bool realtime = false;
  bool drop = false;       // a host that does not read loses bytes instead of stopping the device
  bool orphan_ok = false;  // live on when the parent process is gone
  bool stats = false;      // one line of JSON on stderr at the end
  bool help = false;
  double seconds = 0.0;                          // of device time; 0: until told to stop
  double bit_error_rate = 0.0, byte_loss = 0.0;  // on the way to the host
  std::uint64_t seed = 1;                        // of the faults
  std::optional<std::uint32_t> autostart_us;     // the harness itself sends START with this period
  std::map<std::string, std::string> own;        // options of one program only, by name without dashes
};

// `own_names`: further options that take a value. On a mistake gives one line with the remedy, else "".
std::string parse_options(int argc, char** argv, const std::vector<std::string>& own_names,
                          HarnessOptions& options);

// "12.5" to a number; false unless the whole text is a number in [low, high].
bool parse_number(const std::string& text, double low, double high, double& value);

// The help lines of the shared options.
extern const char* const kSharedHelp;

}  // namespace palpate::firmware
