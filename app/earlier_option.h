// --earlier FILE: earlier recordings of the same client. Shared by the subcommands.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "acquisition/result.h"
#include "app/source_options.h"
#include "processing/params.h"
#include "processing/recurrence.h"
#include "processing/usual_level.h"

namespace CLI {
class App;
}

namespace palpate {

// What they say, and what is usual for the client (null: not known).
struct EarlierRecordings {
  std::vector<EarlierRecording> recordings;
  std::shared_ptr<const UsualLevel> usual;
};

class EarlierFlags {
 public:
  void add_to(CLI::App& command);
  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }
  // Reads them from end to end, with progress; fails on the first that cannot be read, on the file that is
  // `source` itself, and on one of a mat that lay elsewhere than that of `source` (told of files and
  // simulated mats: a live one is not opened for it).
  [[nodiscard]] Result<EarlierRecordings> read(const std::string& source, const ImportFlags& flags,
                                               const Params& params) const;

 private:
  std::vector<std::string> files_;
};

}  // namespace palpate
