// palpate screen: what to ask before a session, what the answers mean, and storing them with a recording.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "acquisition/recording_format.h"
#include "acquisition/recording_reader.h"
#include "acquisition/recording_writer.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/guidance_options.h"

namespace palpate {
namespace {

struct ScreenOptions {
  GuidanceFlags guidance;
  std::string into;
};

void print_questions(const ScreenAnswers& answers) {
  constexpr std::pair<ScreenGroup, std::string_view> kGroups[] = {
      {ScreenGroup::refer_first, "Refer first: a yes blocks all guidance"},
      {ScreenGroup::caution, "Caution: a yes leaves light techniques only"},
      {ScreenGroup::area, "Areas: a yes names regions to leave out (--area-block REGION=question)"}};
  for (const auto& [group, title] : kGroups) {
    fmt::print("{}\n", title);
    for (const ScreenQuestion& question : screen_questions()) {
      if (question.group != group) continue;
      fmt::print("  {:<16} {}{}\n", question.id, question.ask,
                 answers.get(question.id) == ScreenAnswer::not_asked
                     ? ""
                     : fmt::format("  [{}]", name_of(answers.get(question.id))));
    }
    fmt::print("\n");
  }
}

Result<void> store(const ScreenOptions& options, const ScreenAnswers& given, ScreenAnswers& all) {
  auto reader = RecordingReader::open(options.into);
  if (!reader) return reader.error();
  auto places = options.guidance.place_answers();
  if (!places) return places.error();
  all.add_stored(reader->info().screen);
  all.merge(given);
  if (!given.empty()) {
    if (auto ok = add_recording_event(options.into, recording_format::kScreenEvent, given.to_text()); !ok)
      return ok;
  }
  if (!places->empty()) {
    if (auto ok = add_recording_event(options.into, recording_format::kPlaceEvent, *places); !ok) return ok;
  }
  return {};
}

int screen(const ScreenOptions& options) {
  auto given = options.guidance.screen();
  if (!given) return report_error(given.error());
  const auto places = options.guidance.place_answers();
  if (!places) return report_error(places.error());
  if (options.into.empty() && !places->empty())
    return report_error(
        {ErrorCode::bad_argument, "--confirm and --dismiss are of a recording: give --into FILE"});
  ScreenAnswers all = *given;
  if (!options.into.empty()) {
    all = {};
    if (auto ok = store(options, *given, all); !ok) return report_error(ok.error());
  }
  if (all.empty()) {
    print_questions(all);
    return 0;
  }
  const ScreenEffect effect = effect_of(all);
  fmt::print("{}\n", effect.banner.empty() ? "Everything was asked, nothing was found." : effect.banner);
  if (!options.into.empty()) fmt::print("Stored in {}\n", options.into);
  return 0;
}

}  // namespace

void add_screen_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<ScreenOptions>();
  CLI::App* command = root.add_subcommand("screen", "What to ask before a session; store the answers");
  options->guidance.add_screen_to(*command);
  options->guidance.add_places_to(*command);
  command->add_option("--into", options->into, "Store the answers with this recording; a hit stays in it");
  command->footer(R"(
A yes is never taken back. Examples:
  palpate screen
  palpate screen --answer fever=no --answer numbness=yes
  palpate screen --area-block low_back_left=bruise --into sitting.palpate
  palpate screen --confirm low_back_right --into sitting.palpate)");
  command->callback([options, &context] { context.exit_code = screen(*options); });
}

}  // namespace palpate
