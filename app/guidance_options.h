// The options of guidance, shared by the subcommands: answers to the screen, the client's words, the rules
// file.
#pragma once

#include <string>
#include <vector>

#include "acquisition/result.h"
#include "processing/pipeline.h"
#include "processing/text_file.h"

namespace CLI {
class App;
}

namespace palpate {

class GuidanceFlags {
 public:
  // --screen --answer --area-block
  void add_screen_to(CLI::App& command);
  // --confirm --dismiss
  void add_places_to(CLI::App& command);
  // --rules
  void add_rules_to(CLI::App& command);

  [[nodiscard]] Result<ScreenAnswers> screen() const;
  // Sets rules and screen.
  Result<void> apply(PipelineOptions& options) const;
  Result<void> answer_places(Pipeline& pipeline) const;
  [[nodiscard]] Result<std::string> place_answers() const;  // as SourceInfo::place_answers

 private:
  std::string screen_file_, rules_file_;
  std::vector<std::string> answers_, blocks_, confirmed_, dismissed_;
};

// The rules of a file; empty: the program's own.
Result<std::shared_ptr<const GuidanceRules>> rules_from_file(const std::string& path);

}  // namespace palpate
