// The options that say where frames come from and how they are processed, shared by the subcommands.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "acquisition/frame_source.h"
#include "acquisition/import.h"
#include "acquisition/result.h"
#include "processing/pipeline.h"

namespace CLI {
class App;
}

namespace palpate {

// --rows --cols --pitch-mm --fps --unit --head --mirror --placement
class ImportFlags {
 public:
  void add_to(CLI::App& command);
  [[nodiscard]] Result<ImportOptions> options() const;
  [[nodiscard]] bool any() const;

 private:
  std::optional<int> rows_, cols_;
  std::string pitch_mm_;
  std::optional<double> fps_;
  std::string unit_, head_, placement_;
  bool mirror_ = false;
};

// --params FILE.toml and --set key=value (repeatable)
class ParamFlags {
 public:
  void add_to(CLI::App& command);
  [[nodiscard]] Result<Params> params() const;

 private:
  std::string file_;
  std::vector<std::string> settings_;
};

// Of a file that is no recording: fails where its name ends in .palpate, so that it ought to be one.
Result<void> not_a_broken_recording(const std::string& path);

// A URI, a recording, or a matrix text file (read with the import options). `offline`: a simulated mat then
// runs as fast as it is read instead of in real time.
Result<std::unique_ptr<FrameSource>> open_any_source(const std::string& text, const ImportFlags& import_flags,
                                                     bool offline);

// How much is read of a source that never ends by itself, where nothing else is asked for.
inline constexpr double kDefaultEndlessSeconds = 60.0;

// False for a simulated body without `seconds` and for everything live.
bool ends_by_itself(const std::string& text);

}  // namespace palpate
