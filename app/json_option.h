// What a command prints: text, or `--json [OUT.json]`, with the screen's hits over both.
//
// `--json` alone means standard output, wherever it stands on the line; `-` means it too. Standard output
// carries one thing: the JSON where it goes there, otherwise the text.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "acquisition/result.h"
#include "processing/screen.h"

namespace CLI {
class App;
}

namespace palpate {

class JsonOption {
 public:
  // The words of --help; `alone`: --json may stand without a file.
  void add_to(CLI::App& command, const char* help = "JSON to a file, or alone to standard output",
              bool alone = true);
  // After parsing. With a `positional`: `--json FILE` without another one means "FILE, JSON to standard
  // output". Throws CLI::RequiredError (CLI11's own way to say wrong usage) when `positional` is missing.
  void settle(const CLI::App& command);
  void settle(const CLI::App& command, std::string& positional, const char* positional_name);

  [[nodiscard]] bool on_stdout() const { return path_ == "-"; }

  // `text` under the hits of `screen` (none for a report that brings its own banner, or has no session), and
  // the JSON, made only where it is asked for.
  [[nodiscard]] Result<void> print(std::string_view text, const std::function<std::string()>& json,
                                   const ScreenAnswers& screen = {}) const;

 private:
  std::string path_;
};

// The hits on standard error, for a command whose standard output has no room for a banner.
void print_screen_aside(const ScreenAnswers& screen);

}  // namespace palpate
