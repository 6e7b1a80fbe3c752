// palpate info FILE: what a recording holds.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "acquisition/recording_reader.h"
#include "app/commands.h"
#include "app/console.h"
#include "processing/screen_report.h"
#include "processing/time_text.h"

namespace palpate {
namespace {

struct InfoOptions {
  std::string file;
  bool json = false;
};

ScreenAnswers screen_of(const SourceInfo& info) {
  ScreenAnswers answers;
  answers.add_stored(info.screen);
  return answers;
}

nlohmann::ordered_json to_json(const RecordingReader& reader) {
  const RecordingSummary& summary = reader.summary();
  const SourceInfo& info = reader.info();
  nlohmann::ordered_json json{{"schema", "palpate-info-1"},
                              {"frames", summary.frames},
                              {"seconds", summary.seconds},
                              {"rows", info.geometry.rows},
                              {"cols", info.geometry.cols},
                              {"rate_hz", summary.rate_hz},
                              {"complete", summary.complete},
                              {"why_not_complete", incomplete_words(summary)},
                              {"lost_frames", summary.lost_frames},
                              {"damaged_chunks", summary.damaged_chunks},
                              {"missing_chunks", summary.missing_chunks},
                              {"format_version", summary.format_version},
                              {"pitch_x_mm", info.geometry.pitch_x_mm},
                              {"pitch_y_mm", info.geometry.pitch_y_mm},
                              {"head", name_of(info.geometry.head)},
                              {"mirrored", info.geometry.mirrored},
                              {"placement", name_of(info.geometry.placement)},
                              {"unit", name_of(info.unit)},
                              {"source", info.source_uri},
                              {"device", info.device},
                              {"firmware_version", info.firmware_version},
                              {"host_version", info.host_version},
                              {"start_utc", info.start_utc},
                              {"notes", info.notes}};
  json["screen"] = screen_json(screen_of(info));
  json["bookmarks"] = nlohmann::ordered_json::array();
  for (const Bookmark& mark : reader.bookmarks())
    json["bookmarks"].push_back({{"t_s", mark.t_s}, {"text", mark.text}});
  return json;
}

constexpr std::string_view kUnderValue = "\n               ";

void print_line(std::string_view label, const std::string& value) {
  if (!value.empty()) fmt::print("  {:<12} {}\n", label, value);
}

void print_text(const std::string& file, const RecordingReader& reader) {
  const RecordingSummary& summary = reader.summary();
  const SourceInfo& info = reader.info();
  fmt::print("{}{}\n", screen_head(screen_of(info)), file);
  print_line("length", fmt::format("{:.1f} s ({} at {:.2f} Hz)", summary.seconds, frames_text(summary.frames),
                                   summary.rate_hz));
  print_line("mat",
             fmt::format("{} x {} cells, pitch {} x {} mm, on a {}, head or back rest at the {} edge{}",
                         info.geometry.rows, info.geometry.cols, info.geometry.pitch_x_mm,
                         info.geometry.pitch_y_mm, name_of(info.geometry.placement),
                         name_of(info.geometry.head), info.geometry.mirrored ? ", seen from below" : ""));
  print_line("unit",
             std::string(name_of(info.unit)) +
                 (info.unit == CellUnit::counts && info.calibration_json.empty() ? " (not calibrated)" : ""));
  print_line("complete", summary.complete ? "yes" : "no: " + incomplete_words(summary));
  print_line("lost", frames_text(summary.lost_frames));
  if (summary.damaged_chunks > 0)
    print_line("damaged", fmt::format("{} chunks, skipped", summary.damaged_chunks));
  if (summary.missing_chunks > 0)
    print_line("missing", fmt::format("{} chunks at the end", summary.missing_chunks));
  print_line("source", info.source_uri);
  print_line("device", info.device);
  print_line("firmware", info.firmware_version);
  print_line("made by", info.host_version);
  print_line("started", info.start_utc);
  std::string notes = info.notes;  // of an imported file also what was assumed, a line each
  for (std::size_t at = 0; (at = notes.find('\n', at)) != std::string::npos; at += kUnderValue.size())
    notes.replace(at, 1, kUnderValue);
  print_line("notes", notes);
  for (const Bookmark& mark : reader.bookmarks())
    print_line("bookmark", clock_text(mark.t_s) + "  " + mark.text);
}

int print_info(const InfoOptions& options) {
  auto reader = RecordingReader::open(options.file);
  if (!reader) return report_error(reader.error());
  if (options.json) {
    fmt::print("{}\n",
               to_json(*reader).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  } else {
    print_text(options.file, *reader);
  }
  return 0;
}

}  // namespace

void add_info_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<InfoOptions>();
  CLI::App* command = root.add_subcommand("info", "Say what a recording holds");
  command->add_option("FILE", options->file, "A recording")->required();
  command->add_flag("--json", options->json, "Print as JSON");
  command->footer("\nExamples:\n  palpate info sitting.palpate\n  palpate info sitting.palpate --json");
  command->callback([options, &context] { context.exit_code = print_info(*options); });
}

}  // namespace palpate
