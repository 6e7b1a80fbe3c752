// --taught FILE: a client's own postures, a file of palpate teach. Shared by the subcommands.
#pragma once

#include <string>

#include "acquisition/result.h"
#include "processing/client_postures.h"
#include "processing/pipeline.h"

namespace CLI {
class App;
}

namespace palpate {

class TaughtFlags {
 public:
  void add_to(CLI::App& command);
  Result<void> apply(PipelineOptions& options) const;
  // For the window, which can teach: a file that is not there yet is one to be made.
  Result<void> apply_or_begin(PipelineOptions& options) const;
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  std::string file_;
};

}  // namespace palpate
