// The text form of AnalysisReport: one look should tell a therapist what the mat saw.
#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "acquisition/import.h"
#include "processing/guidance_measured.h"
#include "processing/report.h"
#include "processing/screen_report.h"
#include "processing/time_text.h"

namespace palpate {
namespace {

struct Row {
  std::string_view feature, label, unit;
  int decimals;
  double factor;
};

constexpr Row kRows[] = {
    {"total_load_n", "load", "N", 0, 1.0},
    {"load_counts", "load", "counts", 0, 1.0},
    {"contact_area_cm2", "contact area", "cm2", 0, 1.0},
    {"mean_pressure_kpa", "mean pressure", "kPa", 2, 1.0},
    {"mean_counts", "mean of a cell", "counts", 0, 1.0},
    {"peak_pressure_kpa", "peak pressure", "kPa", 1, 1.0},
    {"peak_counts", "highest cell", "counts", 0, 1.0},
    {"ppi_kpa", "peak pressure index", "kPa", 1, 1.0},
    {"ppi_counts", "peak pressure index", "counts", 0, 1.0},
    {"cop_x_mm", "centre of pressure, x", "mm", 0, 1.0},
    {"cop_y_mm", "centre of pressure, y", "mm", 0, 1.0},
    {"client_left_share", "client's left", "%", 0, 100.0},
    {"client_right_share", "client's right", "%", 0, 100.0},
    {"left_share", "map left half", "%", 0, 100.0},
    {"right_share", "map right half", "%", 0, 100.0},
    {"front_share", "map front half (top)", "%", 0, 100.0},
    {"back_share", "map back half (bottom)", "%", 0, 100.0},
};

std::string head_words(const MatGeometry& g) {
  const std::string_view what = g.placement == Placement::seat ? "back rest" : "head";
  return fmt::format("{} at the {} edge{}", what, name_of(g.head), g.mirrored ? ", seen from below" : "");
}

void put_finding(std::string& text, const Finding& f) {
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "  * {}\n    {}\n    from {:.1f} s to {:.1f} s{}\n", f.title, f.words, f.start_s,
                 f.end_s, f.active ? ", and still so at the end" : "");
  if (f.recordings > 0) {
    fmt::format_to(out, "    found in {} of {} earlier recording{}\n", f.recurred, f.recordings,
                   f.recordings == 1 ? "" : "s");
  }
  fmt::format_to(out, "    why: {}\n", f.why);
}

// What the recording lacks; "" where nothing does.
std::string recording_line(const std::optional<RecordingSummary>& recording) {
  if (!recording || (recording->complete && recording->lost_frames == 0)) return "";
  const std::string lost = recording->lost_frames > 0
                               ? fmt::format("{} {} lost", frames_text(recording->lost_frames),
                                             recording->lost_frames == 1 ? "is" : "are")
                               : "";
  if (recording->complete) return fmt::format("  file     {}\n", lost);
  return fmt::format("  file     NOT COMPLETE: {}{}{}\n", incomplete_words(*recording),
                     lost.empty() ? "" : "; ", lost);
}

constexpr double kMostClientN = 4000.0;  // 408 kg: no table bears such a client; a wrong unit or pitch does

std::string impossible_load_line(double mean_n) {
  if (!(mean_n > kMostClientN)) return "";
  return fmt::format(
      "\nImpossible load: {:.0f} N, more than any client weighs. Do not trust the numbers below:\ncheck "
      "--unit and --pitch-mm, or the mat's calibration.\n",
      mean_n);
}

}  // namespace

std::string AnalysisReport::text() const {
  const MatGeometry& g = info_.geometry;
  std::string text;
  const auto out = std::back_inserter(text);
  const auto percent = [&](std::uint64_t n) {
    return frames_ == 0 ? 0.0 : 100.0 * static_cast<double>(n) / static_cast<double>(frames_);
  };
  fmt::format_to(out, "{}\n", info_.source_uri.empty() ? "Analysis" : info_.source_uri);
  fmt::format_to(out, "  mat      {} x {} cells of {:g} x {:g} mm, {}, {}\n", g.rows, g.cols, g.pitch_x_mm,
                 g.pitch_y_mm, name_of(g.placement), head_words(g));
  text += assumption_lines(info_.notes, "  ");
  text += recording_line(recording_);
  const auto list = findings();
  for (const EarlierRecording& earlier : earlier_) {
    if (is_beside_the_point(list, earlier, g.placement))
      fmt::format_to(out, "  earlier  not compared, too short or another pose: {}\n", earlier.name);
  }
  fmt::format_to(out, "  time     {} in {:.1f} s ({:.1f} Hz), somebody there {:.0f} % of them\n",
                 frames_text(frames_), seconds(), rate_hz(), percent(occupied_frames_));
  fmt::format_to(out, "  frames   {} garbage (left out), {} with repaired cells, {} saturated\n",
                 glitch_frames_, repaired_frames_, saturated_frames_);
  fmt::format_to(out, "  zero     {}\n", zero_note_);
  if (unit_ == PressureUnit::counts) {
    text += "  unit     counts: this mat has no calibration, so newtons and kPa do not exist\n";
  }
  if (!guidance().banner.empty()) text += '\n' + banner_lines(guidance().banner);
  if (analysed_frames_ == 0) {
    text +=
        frames_ > 0 && glitch_frames_ == frames_
            ? "\nNo frame could be measured: all are garbage. Check how the file was written, or the mat's "
              "cable.\n"
            : "\nNobody was on the mat: there is nothing to measure.\n";
    return text;
  }
  text += impossible_load_line(extent("total_load_n").mean());
  fmt::format_to(out, "\n{:<28}{:>10}{:>10}{:>10}\n", "While somebody is there", "mean", "lowest", "highest");
  for (const Row& row : kRows) {
    const Extent& e = extent(row.feature);
    if (e.count == 0) continue;
    fmt::format_to(out, "  {:<26}{:>10.{}f}{:>10.{}f}{:>10.{}f} {}\n", row.label, row.factor * e.mean(),
                   row.decimals, row.factor * e.min(), row.decimals, row.factor * e.max(), row.decimals,
                   row.unit);
  }
  text += taught_.text();
  text += body_.text();
  text += movement_text(movement());
  text += list.empty() ? "\nFindings: none\n" : "\nFindings\n";
  for (const Finding& finding : list) put_finding(text, finding);
  text += applied_.text(guidance());
  text += '\n' + guidance_text(as_measured(guidance(), list, last_t_s_));
  text += guidance().blocked
              ? "\nA mat shows load on its surface, not muscle tone.\n"
              : "\nA mat shows load on its surface, not muscle tone. Findings are places to palpate: "
                "your hands decide.\n";
  return text;
}

}  // namespace palpate
