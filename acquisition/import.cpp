#include "acquisition/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <utility>

#include "acquisition/import_frames.h"
#include "acquisition/import_layout.h"
#include "acquisition/recording_reader.h"

namespace palpate {
namespace {

using Time = ImportLayout::Time;

constexpr double kAssumedPitchMm = 10.0;
constexpr double kAssumedRateHz = 1.0;
constexpr std::string_view kImportNote = "import: ";
constexpr std::string_view kAssumed = "assumed: ";
constexpr double kFullScale12Bit = 4095.0;
constexpr double kFullScale16Bit = 65535.0;

// What a first reading of all frames says about their times.
struct Times {
  std::uint64_t frames = 0, first_sequence = 0, last_sequence = 0;
  double first = 0.0, last = 0.0;
  bool all = true;      // every frame has one
  bool rising = true;   // and none goes back
  bool whole = true;    // integers only
  bool counter = true;  // each step is 1

  void add(double time, std::uint64_t sequence) {
    if (frames++ == 0) {
      first = time;
      first_sequence = sequence;
    } else {
      rising = rising && time >= last;
      counter = counter && time == last + 1.0;
    }
    all = all && !std::isnan(time);
    whole = whole && time == std::floor(time);
    last = time;
    last_sequence = sequence;
  }
};

// Microseconds per unit of the file's times; 0 if they are no times.
double time_scale(const ImportLayout& layout, const Times& times, ImportReport& report) {
  if (times.frames == 0 || (times.frames == 1 && std::isnan(times.first))) return 0.0;
  if (!times.all || !times.rising || (times.frames > 1 && times.last <= times.first)) {
    if (layout.time_field) report.notes.emplace_back("the time column does not rise: not used");
    return 0.0;
  }
  if (!layout.time_field) return 1.0;  // frame lines, already in microseconds
  switch (layout.time) {
    case Time::seconds:
      return 1e6;
    case Time::milliseconds:
      return 1e3;
    case Time::microseconds:
      return 1.0;
    case Time::none:
    case Time::unknown_unit:
      break;
  }
  if (times.whole && times.counter) {
    report.notes.emplace_back("the first column counts frames: not used as time");
    return 0.0;
  }
  report.notes.push_back(fmt::format("times taken as {}", times.whole ? "milliseconds" : "seconds"));
  return times.whole ? 1e3 : 1e6;
}

class ImportSource final : public FrameSource {
 public:
  ImportSource(ImportFrames frames, SourceInfo info, ImportReport report, double scale_us, double start)
      : frames_(std::move(frames)),
        info_(std::move(info)),
        report_(std::move(report)),
        scale_us_(scale_us),
        start_(start) {}

  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] bool is_live() const override { return false; }
  [[nodiscard]] const ImportReport& report() const { return report_; }
  [[nodiscard]] LinkState state() const override {
    return ended_.load() ? LinkState::ended : LinkState::streaming;
  }
  [[nodiscard]] LinkStats stats() const override {
    LinkStats stats;
    stats.frames = delivered_.load();
    stats.lost_frames = ended_.load() ? report_.skipped_frames : 0;
    return stats;
  }

  Result<ReadStatus> read(RawFrame& out, const std::stop_token& /*stop*/) override {
    auto more = frames_.next(frame_);
    if (!more) return more.error();
    if (!*more) {
      ended_ = true;
      return ReadStatus::end;
    }
    out.sequence = frame_.sequence;
    const double us = scale_us_ > 0.0
                          ? (frame_.time - start_) * scale_us_
                          : (static_cast<double>(frame_.sequence) - start_) * 1e6 / report_.rate_hz;
    out.device_time_us = out.host_time_us = std::llround(us);
    out.flags = 0;
    std::swap(out.cells, frame_.cells);
    ++delivered_;
    return ReadStatus::frame;
  }

 private:
  ImportFrames frames_;
  SourceInfo info_;
  ImportReport report_;
  double scale_us_;  // 0: by the rate
  double start_;     // time of the first frame, or its sequence
  ImportedFrame frame_;
  std::atomic<std::uint64_t> delivered_{0};
  std::atomic<bool> ended_{false};
};

Error option_error(std::string_view what) {
  return Error{ErrorCode::bad_argument, fmt::format("cannot import: {}", what)};
}

Result<void> check_options(const ImportOptions& options) {
  for (const auto& [side, name] : {std::pair(options.rows, "--rows"), std::pair(options.cols, "--cols")}) {
    if (side && (*side < 1 || *side > kMaxSide)) {
      return option_error(fmt::format("impossible {}: {} (1 to {})", name, *side, kMaxSide));
    }
  }
  if (options.rate_hz && !(*options.rate_hz > 0.0 && *options.rate_hz <= 10'000.0)) {
    return option_error(fmt::format("impossible --fps: {} (above 0, up to 10000)", *options.rate_hz));
  }
  return {};
}

// Reads every frame once: errors come before the first frame is given out, and the times are known.
Result<Times> check_frames(ImportFrames& frames, const std::string& path) {
  Times times;
  ImportedFrame frame;
  for (;;) {
    auto more = frames.next(frame);
    if (!more) return more.error();
    if (!*more) break;
    times.add(frame.time, frame.sequence);
  }
  const ImportCounts& counts = frames.counts();
  const std::uint64_t tolerated = std::max<std::uint64_t>(2, (counts.frames + counts.skipped) / 10);
  if (counts.frames == 0 || counts.skipped > tolerated) {
    return Error{
        ErrorCode::bad_format,
        fmt::format("cannot import: {} of {} frames are not whole ({}): {} (check --rows and --cols, or "
                    "mend the file)",
                    counts.skipped, counts.frames + counts.skipped,
                    counts.warnings.empty() ? "no frame found" : counts.warnings.front(), path)};
  }
  return times;
}

void tell_counts(const ImportCounts& counts, ImportReport& report) {
  report.frames = counts.frames;
  report.skipped_frames = counts.skipped;
  report.missing_cells = counts.missing_cells;
  report.negative_cells = counts.negative_cells;
  report.notes.insert(report.notes.end(), counts.warnings.begin(), counts.warnings.end());
  if (counts.skipped > counts.warnings.size()) {
    report.notes.push_back(
        fmt::format("and {} more frames left out", counts.skipped - counts.warnings.size()));
  }
  if (counts.missing_cells > 0) {
    report.notes.push_back(
        fmt::format("{} missing values (empty, NaN, NA, -, -99): dead cells", counts.missing_cells));
  }
  if (counts.negative_cells > 0) {
    report.notes.push_back(fmt::format("{} negative values kept as they stand", counts.negative_cells));
  }
}

void find_rate(const Times& times, double scale_us, const ImportOptions& options, ImportReport& report) {
  const double steps = static_cast<double>(times.last_sequence - times.first_sequence);
  if (scale_us > 0.0 && steps > 0.0) {
    report.rate_hz = steps * 1e6 / ((times.last - times.first) * scale_us);
  } else if (options.rate_hz) {
    report.rate_hz = *options.rate_hz;
  } else {
    report.rate_hz = kAssumedRateHz;
    report.rate_assumed = times.frames > 1;
  }
  if (report.rate_assumed)
    report.notes.emplace_back(fmt::format("{}1 frame a second (give --fps)", kAssumed));
}

Result<SourceInfo> describe(const std::string& path, const ImportLayout& layout, const ImportOptions& options,
                            const ImportCounts& counts, ImportReport& report) {
  const double x = options.pitch_x_mm.value_or(options.pitch_y_mm.value_or(kAssumedPitchMm));
  const double y = options.pitch_y_mm.value_or(x);
  report.pitch_assumed = !options.pitch_x_mm && !options.pitch_y_mm;
  if (report.pitch_assumed)
    report.notes.push_back(fmt::format("{}cells of {:g} x {:g} mm (give --pitch-mm)", kAssumed, x, y));
  auto geometry = make_geometry(layout.rows, layout.cols, x, y);
  if (!geometry) return option_error(fmt::format("{}: {}", geometry.error().message, path));
  SourceInfo info;
  info.geometry = *geometry;
  info.geometry.head = options.head;
  info.geometry.mirrored = options.mirrored;
  info.geometry.placement = options.placement;
  info.unit = options.unit.value_or(CellUnit::counts);
  info.adc_full_scale =
      counts.largest <= kFullScale12Bit ? kFullScale12Bit : std::max(kFullScale16Bit, counts.largest);
  info.nominal_rate_hz = report.rate_hz;
  info.source_uri = fmt::format("file:{}", std::filesystem::path(path).filename().string());
  info.device = "imported text file";
  for (const std::string& note : report.notes) {
    info.notes += fmt::format("{}{}{}", info.notes.empty() ? "" : "\n", kImportNote, note);
  }
  return info;
}

}  // namespace

std::string assumption_lines(std::string_view notes, std::string_view indent) {
  std::string lines;
  while (!notes.empty()) {
    const std::string_view line = notes.substr(0, notes.find('\n'));
    notes.remove_prefix(std::min(line.size() + 1, notes.size()));
    const std::string_view said = line.substr(std::min(kImportNote.size(), line.size()));
    if (line.substr(0, kImportNote.size()) == kImportNote && said.substr(0, kAssumed.size()) == kAssumed)
      lines += fmt::format("{}{}\n", indent, said);
  }
  return lines;
}

Result<std::unique_ptr<FrameSource>> open_import(const std::string& path, const ImportOptions& options) {
  if (auto ok = check_options(options); !ok) return ok.error();
  if (is_recording(path)) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("already a recording, nothing to import: {} (palpate replay or analyze opens it)", path)};
  }
  auto lines = TextLines::open(path);
  if (!lines) return lines.error();
  auto layout = scan_layout(*lines, path, options);
  if (!layout) return layout.error();
  if (auto ok = make_geometry(layout->rows, layout->cols, 10.0, 10.0); !ok) {
    return option_error(fmt::format("{}: {}", ok.error().message, path));
  }
  if (auto ok = lines->rewind(); !ok) return ok.error();
  ImportFrames frames(*std::move(lines), *layout, path);
  auto times = check_frames(frames, path);
  if (!times) return times.error();
  if (layout->leading_guessed && times->frames > 1 &&
      !(times->all && times->rising && times->last > times->first)) {
    return option_error(
        fmt::format("lines of {} values do not fit {} x {} cells, and the first is no time: {} "
                    "(check --rows {} --cols {})",
                    layout->width, layout->rows, layout->cols, path, layout->rows, layout->cols));
  }
  ImportReport report;
  report.notes = layout->notes;
  tell_counts(frames.counts(), report);
  const bool user_rate = options.rate_hz.has_value();  // the user's word goes before the file's
  const double scale_us = user_rate ? 0.0 : time_scale(*layout, *times, report);
  find_rate(*times, scale_us, options, report);
  auto info = describe(path, *layout, options, frames.counts(), report);
  if (!info) return info.error();
  if (auto ok = frames.rewind(); !ok) return ok.error();
  return std::unique_ptr<FrameSource>(std::make_unique<ImportSource>(
      std::move(frames), *std::move(info), std::move(report), scale_us,
      scale_us > 0.0 ? times->first : static_cast<double>(times->first_sequence)));
}

const ImportReport* import_report(const FrameSource& source) {
  const auto* imported = dynamic_cast<const ImportSource*>(&source);
  return imported != nullptr ? &imported->report() : nullptr;
}

}  // namespace palpate
