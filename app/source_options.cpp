#include "app/source_options.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "acquisition/open_source.h"
#include "acquisition/recording_reader.h"
#include "processing/text_file.h"

namespace palpate {
namespace {

Result<double> positive(std::string_view text, std::string_view option) {
  double value = 0.0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size() || !(value > 0.0) || !std::isfinite(value)) {
    return Error{ErrorCode::bad_argument, fmt::format("not a positive number: {} {}", option, text)};
  }
  return value;
}

}  // namespace

void ImportFlags::add_to(CLI::App& command) {
  const std::string group = "Matrix files (recordings know these already)";
  command.add_option("--rows", rows_, "Rows of one frame")->group(group);
  command.add_option("--cols", cols_, "Columns of one frame")->group(group);
  command.add_option("--pitch-mm", pitch_mm_, "Distance between cells in mm: X or X,Y")->group(group);
  command.add_option("--fps", fps_, "Frames per second, where the file has no times")->group(group);
  command.add_option("--unit", unit_, "counts, kPa, mmHg or N/cm2 (default counts)")->group(group);
  command
      .add_option("--head", head_, "Edge of the map where the head or back rest is: top, bottom, left, right")
      ->group(group);
  command.add_option("--placement", placement_, "table, seat or back-rest (default table)")->group(group);
  command.add_flag("--mirror", mirror_, "The map is seen from below")->group(group);
}

bool ImportFlags::any() const {
  return rows_ || cols_ || !pitch_mm_.empty() || fps_ || !unit_.empty() || !head_.empty() ||
         !placement_.empty() || mirror_;
}

Result<ImportOptions> ImportFlags::options() const {
  ImportOptions options;
  options.rows = rows_;
  options.cols = cols_;
  options.mirrored = mirror_;
  if (!pitch_mm_.empty()) {
    const std::size_t comma = pitch_mm_.find(',');
    auto x = positive(std::string_view(pitch_mm_).substr(0, comma), "--pitch-mm");
    if (!x) return x.error();
    options.pitch_x_mm = options.pitch_y_mm = *x;
    if (comma != std::string::npos) {
      auto y = positive(std::string_view(pitch_mm_).substr(comma + 1), "--pitch-mm");
      if (!y) return y.error();
      options.pitch_y_mm = *y;
    }
  }
  if (fps_) {
    if (!(*fps_ > 0.0 && *fps_ <= 100000.0)) {
      return Error{ErrorCode::bad_argument, fmt::format("impossible frame rate: --fps {} (above 0)", *fps_)};
    }
    options.rate_hz = fps_;
  }
  if (!unit_.empty()) {
    auto unit = cell_unit_from(unit_);
    if (!unit) return unit.error();
    options.unit = *unit;
  }
  if (!head_.empty()) {
    auto head = head_edge_from(head_);
    if (!head) return head.error();
    options.head = *head;
  }
  if (!placement_.empty()) {
    auto placement = placement_from(placement_);
    if (!placement) return placement.error();
    options.placement = *placement;
  }
  return options;
}

void ParamFlags::add_to(CLI::App& command) {
  command.add_option("--params", file_,
                     "TOML file with parameters (palpate analyze --show-params prints one)");
  command.add_option("--set", settings_, "One parameter: --set contact_threshold_kpa=0.5 (repeatable)")
      ->take_all()
      ->expected(1);
}

Result<Params> ParamFlags::params() const {
  Params params;
  if (!file_.empty()) {
    const auto text = read_text_file(file_);
    if (!text) return text.error();
    if (auto loaded = params.load_toml(*text, file_); !loaded) return loaded.error();
  }
  for (const std::string& setting : settings_) {
    if (auto set = params.set_text(setting); !set) return set.error();
  }
  return params;
}

Result<void> not_a_broken_recording(const std::string& path) {
  std::error_code failed;
  if (std::filesystem::path(path).extension() != ".palpate" || std::filesystem::is_directory(path, failed))
    return {};
  const bool empty = std::filesystem::file_size(path, failed) == 0 && !failed;
  return Error{ErrorCode::bad_format,
               fmt::format("no recording: the file is {}: {} (take a copy of it from a backup, or record "
                           "again{})",
                           empty ? "empty" : "damaged, or of another program", path,
                           empty ? "" : "; a matrix text file needs another ending, as in .csv")};
}

Result<std::unique_ptr<FrameSource>> open_any_source(const std::string& text, const ImportFlags& import_flags,
                                                     bool offline) {
  auto uri = parse_source_uri(text);
  if (!uri) return uri.error();
  if (uri->scheme == "file") {
    std::error_code failed;
    if (!std::filesystem::exists(uri->target, failed)) {
      return Error{ErrorCode::not_found,
                   fmt::format("no such file: {} (palpate simulate lists simulated mats, "
                               "palpate ports lists real ones)",
                               uri->target)};
    }
    if (!is_recording(uri->target)) {
      if (auto ok = not_a_broken_recording(uri->target); !ok) return ok.error();
      auto options = import_flags.options();
      if (!options) return options.error();
      return open_import(uri->target, *options);
    }
    if (import_flags.any()) {
      return Error{
          ErrorCode::bad_argument,
          fmt::format("a recording knows its own size, rate and unit: leave out --rows, --cols, --pitch-mm, "
                      "--fps, --unit, --head, --placement and --mirror: {}",
                      uri->target)};
    }
    if (offline && uri->options.count("speed") == 0) return open_source("file:" + uri->target + "?speed=max");
    return open_source(text);
  }
  if (import_flags.any()) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("--rows, --cols and the like are for matrix files: {}", text)};
  }
  if (offline && uri->scheme == "sim" && uri->options.count("live") == 0) {
    return open_source(text + (uri->options.empty() ? "?live=0" : "&live=0"));
  }
  return open_source(text);
}

bool ends_by_itself(const std::string& text) {
  auto uri = parse_source_uri(text);
  return uri && (uri->scheme == "file" || (uri->scheme == "sim" && uri->options.count("seconds") > 0));
}

}  // namespace palpate
