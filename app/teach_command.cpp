// palpate teach CLIENT.toml: learns a client's own postures, 10 s each, and lists or forgets them.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/commands.h"
#include "app/console.h"
#include "app/frame_reader.h"
#include "app/number_checks.h"
#include "app/source_options.h"
#include "app/taught_options.h"
#include "processing/client_postures.h"
#include "processing/posture_teaching.h"
#include "processing/taught_classifier.h"
#include "processing/time_text.h"

namespace palpate {
namespace {

struct TeachOptions {
  std::string file, source, name, remove, client;
  std::optional<double> from_s;
  double seconds = kTeachSeconds;
  bool append = false, replace = false;
  bool even_if_moved = false;
  ImportFlags flags;
  ParamFlags params;
};

// The frames of the time asked for, given to a teacher.
struct Shown {
  MatGeometry mat;
  PressureUnit unit = PressureUnit::kpa;
  PostureTake take;
};

Result<Shown> watch(const TeachOptions& options) {
  auto params = options.params.params();
  if (!params) return params.error();
  // It waits as long as it takes for somebody to come.
  auto reader = FrameReader::open(options.source, options.flags, PipelineOptions{*params, false}, 0.0);
  if (!reader) return reader.error();
  Shown shown;
  shown.mat = reader->info().geometry;
  PostureTeacher teacher(shown.mat);
  std::optional<double> from_s = options.from_s;
  ProgressLine progress;
  while (true) {
    const auto next = reader->next();
    if (!next) return next.error();
    if (*next == nullptr) break;
    const Snapshot& snapshot = **next;
    shown.unit = snapshot.map.unit;
    progress.show(from_s ? fmt::format("learning {}  {}", options.name, clock_text(snapshot.t_s))
                         : "waiting for somebody");
    if (!from_s && snapshot.occupied) from_s = snapshot.t_s + kTeachSettleSeconds;
    if (from_s && snapshot.t_s >= *from_s + options.seconds) break;
    if (from_s && snapshot.t_s >= *from_s && snapshot.occupied && !snapshot.glitch)
      teacher.add(snapshot.map.pressure, snapshot.t_s);
  }
  auto take = teacher.take(options.even_if_moved);
  if (!take) return take.error();
  shown.take = *take;
  return shown;
}

Result<ClientPostures> known_postures(const TeachOptions& options) {
  if (!std::filesystem::exists(options.file) && options.source.empty()) {
    return Error{ErrorCode::not_found,
                 fmt::format("no such file: {} (palpate teach {} --name NAME SOURCE makes it)", options.file,
                             options.file)};
  }
  return ClientPostures::open(options.file);
}

void print_list(const TaughtPostures& taught, const std::string& file) {
  fmt::print("{}{}\n", file, taught.client.empty() ? "" : fmt::format(", client {}", taught.client));
  fmt::print("  mat of {} x {} cells, {}\n", taught.mat.rows, taught.mat.cols, name_of(taught.mat.placement));
  if (taught.postures.empty()) fmt::print("  no posture is taught\n");
  for (const TaughtLine& line : taught_lines(taught)) {
    fmt::print("  {:<28}{} take{}, {:.0f} s{}\n", fmt::format("\"{}\"", line.name), line.takes,
               line.takes == 1 ? "" : "s", line.seconds,
               line.nearest ? fmt::format("; most like \"{}\", {:.1f} times the limit away",
                                          line.nearest->name, line.nearest->distance)
                            : "");
  }
}

Result<void> stored(ClientPostures& postures) {
  return postures.unstored() ? postures.store() : Result<void>{};  // once more: it says why not
}

Result<void> forget(const TeachOptions& options, ClientPostures& postures) {
  if (auto removed = postures.remove(options.remove); !removed) {
    return Error{removed.error().code, fmt::format("no such posture: \"{}\" (palpate teach {} lists them)",
                                                   options.remove, options.file)};
  }
  if (auto done = stored(postures); !done) return done;
  const std::size_t left = postures.taught()->postures.size();
  fmt::print("\"{}\" is forgotten; {} holds {} posture{}\n", options.remove, options.file, left,
             left == 1 ? "" : "s");
  return {};
}

Result<void> learn(const TeachOptions& options, ClientPostures& postures) {
  if (options.name.empty()) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("what is the posture called: {} (--name \"usual slump\")", options.source)};
  }
  const TeachHow how = options.append    ? TeachHow::append
                       : options.replace ? TeachHow::replace
                                         : TeachHow::as_new;
  auto shown = watch(options);
  if (!shown) return shown.error();
  TaughtPostures taught = *postures.taught();
  if (taught.postures.empty()) {
    taught.mat = shown->mat;
    taught.unit = shown->unit;
  }
  if (auto same = check_same_mat(taught, shown->mat, shown->unit); !same) return same;
  if (!options.client.empty()) taught.client = options.client;
  if (auto done = teach(taught, options.name, shown->take, how); !done) return done;
  postures.change(std::move(taught), fmt::format("teaching \"{}\"", options.name));
  if (auto done = stored(postures); !done) return done;
  fmt::print("\"{}\" learned from {:.0f} s, {}\n", options.name, shown->take.seconds,
             frames_text(static_cast<std::uint64_t>(shown->take.frames)));
  print_list(*postures.taught(), options.file);
  return {};
}

Result<void> teach_postures(const TeachOptions& options) {
  auto postures = known_postures(options);
  if (!postures) return postures.error();
  if (!options.remove.empty()) return forget(options, *postures);
  if (!options.source.empty()) return learn(options, *postures);
  print_list(*postures->taught(), options.file);
  return {};
}

}  // namespace

void add_teach_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<TeachOptions>();
  CLI::App* command = root.add_subcommand("teach", "Learn a client's own postures, 10 s each");
  command->add_option("FILE", options->file, "The client's file (TOML), made where it is not there yet")
      ->required();
  auto* source = command->add_option("SOURCE", options->source, "Where the client holds the posture");
  command->add_option("--name", options->name, "What the client calls it: \"usual slump\"");
  command
      ->add_option("--from", options->from_s,
                   "It begins so many seconds after the first frame (default: 2 "
                   "s after somebody came)")
      ->check(non_negative_number());
  command->add_option("--seconds", options->seconds, "And lasts so long (default 10)")
      ->check(CLI::Range(kTeachLeastSeconds, 600.0));
  auto* append =
      command->add_flag("--append", options->append, "Another take of a posture that is taught already");
  auto* replace = command->add_flag("--replace", options->replace, "Forget its earlier takes");
  command->add_flag("--even-if-moved", options->even_if_moved, "Learn it though the client moved");
  auto* remove = command->add_option("--remove", options->remove, "Forget this posture");
  command->add_option("--client", options->client, "A name for the file, no real one needed");
  append->excludes(replace);
  remove->excludes(source);
  options->flags.add_to(*command);
  options->params.add_to(*command);
  command->footer(R"(
Without a SOURCE it lists what is taught. Two takes, the second after getting up and sitting down again, are
better than one. Examples:
  palpate teach anna.toml --name upright serial:/dev/ttyACM0
  palpate teach anna.toml --name "usual slump" sitting.palpate --from 65
  palpate teach anna.toml --name upright again.palpate --append
  palpate teach anna.toml
  palpate analyze today.palpate --taught anna.toml)");
  command->callback([options, &context] {
    catch_interrupts();
    if (auto done = teach_postures(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
