// --taught FILE: a client's own postures, a file of palpate teach. Shared by the subcommands.
#pragma once

#include <string>

#include "acquisition/result.h"
#include "processing/pipeline.h"
#include "processing/taught_postures.h"

namespace CLI {
class App;
}

namespace palpate {

class TaughtFlags {
 public:
  void add_to(CLI::App& command);
  Result<void> apply(PipelineOptions& options) const;

 private:
  std::string file_;
};

Result<TaughtPostures> read_taught_postures(const std::string& path);

}  // namespace palpate
