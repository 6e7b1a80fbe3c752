#include "app/guidance_options.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "processing/guidance_engine.h"

namespace palpate {
namespace {

Result<int> place_id(const std::string& name) {
  const int id = place_from(name);
  if (id == 0) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("no such place: {} (write it as guidance in analyze --json does, for example "
                             "low_back_left)",
                             name)};
  }
  return id;
}

}  // namespace

Result<std::shared_ptr<const GuidanceRules>> rules_from_file(const std::string& path) {
  if (path.empty()) return default_guidance_rules();
  auto text = read_text_file(path);
  if (!text) return text.error();
  return parse_guidance_rules(*text, path);
}

void GuidanceFlags::add_screen_to(CLI::App& command) {
  const std::string group = "Screen (palpate screen lists its questions)";
  command.add_option("--screen", screen_file_, "Answers as a TOML file")->group(group);
  command.add_option("--answer", answers_, "An answer: question=yes, no or not-asked")
      ->type_size(1)
      ->allow_extra_args(false)
      ->group(group);
  command.add_option("--area-block", blocks_, "A region to leave out: low_back_left=bruise")
      ->type_size(1)
      ->allow_extra_args(false)
      ->group(group);
}

void GuidanceFlags::add_places_to(CLI::App& command) {
  const std::string group = "What the client says of a place";
  command.add_option("--confirm", confirmed_, "The client confirms this place")
      ->type_size(1)
      ->allow_extra_args(false)
      ->group(group);
  command.add_option("--dismiss", dismissed_, "The client dismisses this place")
      ->type_size(1)
      ->allow_extra_args(false)
      ->group(group);
}

void GuidanceFlags::add_rules_to(CLI::App& command) {
  command.add_option("--rules", rules_file_, "Guidance rules of your own, see palpate rules");
}

Result<ScreenAnswers> GuidanceFlags::screen() const {
  ScreenAnswers answers;
  if (!screen_file_.empty()) {
    auto text = read_text_file(screen_file_);
    if (!text) return text.error();
    if (auto ok = answers.load_toml(*text, screen_file_); !ok) return ok.error();
  }
  for (const std::string& answer : answers_) {
    if (auto ok = answers.set_text(answer); !ok) return ok.error();
  }
  for (const std::string& block : blocks_) {
    if (auto ok = answers.block_text(block); !ok) return ok.error();
  }
  return answers;
}

Result<void> GuidanceFlags::apply(PipelineOptions& options) const {
  auto answers = screen();
  if (!answers) return answers.error();
  auto rules = rules_from_file(rules_file_);
  if (!rules) return rules.error();
  options.screen = *answers;
  options.rules = *rules;
  return place_answers() ? Result<void>() : Result<void>(place_answers().error());
}

Result<std::string> GuidanceFlags::place_answers() const {
  for (const std::string& name : confirmed_) {
    for (const std::string& other : dismissed_) {
      if (place_from(name) != 0 && place_from(name) == place_from(other))
        return Error{ErrorCode::bad_argument,
                     fmt::format("--confirm and --dismiss name the same place: {} (give one of them)", name)};
    }
  }
  std::string text;
  for (const auto& [list, answer] :
       {std::pair{&confirmed_, ClientAnswer::confirmed}, {&dismissed_, ClientAnswer::dismissed}}) {
    for (const std::string& name : *list) {
      if (auto id = place_id(name); !id) return id.error();
      text += name + "=" + std::string(name_of(answer)) + "\n";
    }
  }
  return text;
}

Result<void> GuidanceFlags::answer_places(Pipeline& pipeline) const {
  for (const auto& [list, answer] :
       {std::pair{&confirmed_, ClientAnswer::confirmed}, {&dismissed_, ClientAnswer::dismissed}}) {
    for (const std::string& name : *list) {
      auto id = place_id(name);
      if (!id) return id.error();
      if (auto ok = pipeline.answer_place(*id, answer); !ok) return ok.error();
    }
  }
  return {};
}

}  // namespace palpate
