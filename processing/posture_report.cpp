#include "processing/posture_report.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace palpate {
namespace {

nlohmann::json number(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
}

std::string percent(double share) {
  return std::isfinite(share) ? fmt::format("{:.2f} %", 100.0 * share) : std::string("-");
}

}  // namespace

std::string posture_bench_json(const PostureBenchResult& result, const PostureBenchContext& context) {
  nlohmann::ordered_json subjects = nlohmann::ordered_json::array();
  for (const PostureSubjectScore& s : result.subjects) {
    subjects.push_back({{"subject", s.subject},
                        {"frames", s.score.frames},
                        {"accuracy", s.score.accuracy},
                        {"macro_f1", s.score.macro_f1}});
  }
  nlohmann::ordered_json coverage = nlohmann::ordered_json::array();
  for (const PostureCoverage& c : result.coverage) {
    coverage.push_back(
        {{"confidence_at_least", c.threshold}, {"coverage", c.coverage}, {"accuracy", number(c.accuracy)}});
  }
  nlohmann::ordered_json reliability = nlohmann::ordered_json::array();
  for (const PostureReliability& r : result.reliability) {
    reliability.push_back({{"from", r.from},
                           {"to", r.to},
                           {"frames", r.frames},
                           {"confidence", number(r.confidence)},
                           {"accuracy", number(r.accuracy)}});
  }
  const nlohmann::ordered_json json{
      {"schema", "palpate-posture-bench-2"},
      {"data", context.folder},
      {"protocol", context.protocol},
      {"note", context.note},
      {"smoothing", "none"},
      {"classes", result.classes},
      {"labels", result.names},
      {"frames", result.pooled.frames},
      {"accuracy", result.pooled.accuracy},
      {"macro_f1", result.pooled.macro_f1},
      {"mean_subject_accuracy", result.mean_subject_accuracy},
      {"smoothed_accuracy", result.smoothed_accuracy},
      {"subjects", subjects},
      {"confusion", result.confusion},
      {"confusion_layout", "row = truth, column = answer, last column = neither"},
      {"coverage", coverage},
      {"reliability", reliability},
      {"calibration_error", result.calibration_error},
      {"us_a_frame", context.us_a_frame},
      {"seconds", context.seconds}};
  return json.dump(2) + "\n";
}

std::string posture_bench_text(const PostureBenchResult& result, const PostureBenchContext& context) {
  std::string out = fmt::format(
      "Posture: {} classes, {}, {} frames, each judged by itself\n  {}\n  accuracy {:.2f} %, macro F1 {:.2f} "
      "%, "
      "mean of subjects {:.2f} %\n"
      "  with the last 5 frames averaged: accuracy {:.2f} %\n  {:.0f} us a frame\n\n  subject   accuracy   "
      "macro F1\n",
      result.classes, context.protocol, result.pooled.frames, context.note, 100.0 * result.pooled.accuracy,
      100.0 * result.pooled.macro_f1, 100.0 * result.mean_subject_accuracy, 100.0 * result.smoothed_accuracy,
      context.us_a_frame);
  for (const PostureSubjectScore& s : result.subjects) {
    out += fmt::format("  {:<8} {:>8.2f} % {:>8.2f} %\n", s.subject, 100.0 * s.score.accuracy,
                       100.0 * s.score.macro_f1);
  }
  out += "\n  confusion: row = truth, column = answer\n          ";
  for (const std::string& name : result.names) out += fmt::format("{:>7}", name);
  out += "  neither\n";
  for (std::size_t k = 0; k < result.confusion.size(); ++k) {
    out += fmt::format("  {:>8}", result.names[k]);
    for (const auto count : result.confusion[k])
      out += count == 0 ? fmt::format("{:>7}", ".") : fmt::format("{:>7}", count);
    out += "\n";
  }
  out += "\n  sure by at least   coverage   accuracy there\n";
  for (const PostureCoverage& c : result.coverage) {
    out +=
        fmt::format("  {:>16.2f} {:>8.2f} % {:>14}\n", c.threshold, 100.0 * c.coverage, percent(c.accuracy));
  }
  out += "\n  sure by        frames   mean confidence  accuracy\n";
  for (const PostureReliability& r : result.reliability) {
    out += fmt::format("  {:.2f} to {:.2f} {:>8} {:>17} {:>9}\n", r.from, r.to, r.frames,
                       percent(r.confidence), percent(r.accuracy));
  }
  return out + fmt::format("  mean distance of confidence and accuracy {:.2f} %\n",
                           100.0 * result.calibration_error);
}

}  // namespace palpate
