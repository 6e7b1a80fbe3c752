// What a command prints: text, or `--json [OUT.json]`, with the screen's hits over both.
//
// `--json` alone means standard output, wherever it stands on the line; `-` means it too. Standard output
// carries one thing: the JSON where it goes there, otherwise the text.
#pragma once

#include <functional>
#include <initializer_list>
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
  // output". Throws CLI::ParseError (CLI11's own way to say wrong usage) when `positional` is missing, and
  // where the JSON would replace a recording or the positional file itself.
  void settle(const CLI::App& command);
  void settle(const CLI::App& command, std::string& positional, const char* positional_name);

  // Before the work: an error where the JSON would replace a recording or one of the files that are read.
  [[nodiscard]] Result<void> may_write(std::initializer_list<std::string_view> inputs) const;
  [[nodiscard]] bool goes_to(const std::string& path) const { return !path_.empty() && path_ == path; }
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
