// AnalysisReport: what a whole recording said, collected from its Snapshots, as JSON and as text.
//
// JSON (docs/schemas/analyze.schema.json): schema, source, geometry, unit, raw, parameters, screen, summary,
// frames (the summary again, or a list of all frames with their contact regions), findings, guidance (with
// the findings' own numbers), posture, taught (null without --taught), body, asymmetry (body_report.h),
// applied_load, dose, movement (movement_record.h) and over_time (over_time_report.h: maps, one line each). A
// number that does not exist is null. Means are over the analysed frames: somebody there, no garbage (raw:
// every frame with contact). One thread, no failure.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "acquisition/recording_reader.h"
#include "acquisition/source_info.h"
#include "processing/applied_load_report.h"
#include "processing/body_report.h"
#include "processing/movement_record.h"
#include "processing/over_time_report.h"
#include "processing/params.h"
#include "processing/recurrence.h"
#include "processing/snapshot.h"
#include "processing/taught_posture_report.h"

namespace palpate {

inline constexpr std::string_view kAnalyzeSchema = "palpate.analyze/1";

struct ReportOptions {
  bool raw = false;         // the Pipeline ran with raw values
  bool all_frames = false;  // keep every frame for the JSON: about 1 KB of memory a frame
  std::optional<SustainedLimit> sustained = {};  // longest time above a limit of the user's, cell by cell
};

struct Extent {
  double sum = 0.0, lowest = 0.0, highest = 0.0;
  std::uint64_t count = 0;
  void add(double value);
  [[nodiscard]] double mean() const { return count == 0 ? kNone : sum / static_cast<double>(count); }
  [[nodiscard]] double min() const { return count == 0 ? kNone : lowest; }
  [[nodiscard]] double max() const { return count == 0 ? kNone : highest; }
};

class AnalysisReport {
 public:
  AnalysisReport(const SourceInfo& info, const Params& params, const ReportOptions& options = {});
  AnalysisReport(AnalysisReport&&) noexcept;
  AnalysisReport& operator=(AnalysisReport&&) noexcept;
  ~AnalysisReport();

  void add(const Snapshot& snapshot);
  [[nodiscard]] std::string json() const;  // indented, with a line end
  [[nodiscard]] std::string text() const;  // for a person; lines end with \n

  [[nodiscard]] MovementSummary movement() const { return movement_.summary(); }
  // Files of OverTimeReport::write_maps.
  [[nodiscard]] Result<void> write_maps(const std::string& folder) const {
    return over_time_.write_maps(folder);
  }
  // Earlier recordings of the same client on a mat of the same placement: findings() then tells how often
  // each recurred, text() which of them cannot be compared.
  void set_earlier(std::vector<EarlierRecording> earlier) { earlier_ = std::move(earlier); }

  // Of the recording that was read: what of it was lost is told.
  void set_recording(const RecordingSummary& recording) { recording_ = recording; }

  // In the order in which they began.
  [[nodiscard]] std::vector<Finding> findings() const;
  [[nodiscard]] std::uint64_t frames() const { return frames_; }
  [[nodiscard]] std::uint64_t glitch_frames() const { return glitch_frames_; }
  [[nodiscard]] std::uint64_t analysed_frames() const { return analysed_frames_; }
  [[nodiscard]] PressureUnit unit() const { return unit_; }
  [[nodiscard]] const MatGeometry& geometry() const { return info_.geometry; }
  [[nodiscard]] double seconds() const { return frames_ == 0 ? 0.0 : last_t_s_ - first_t_s_; }
  [[nodiscard]] double rate_hz() const;  // (frames - 1) / seconds; 0 with fewer than 2 frames
  [[nodiscard]] const Extent& extent(std::string_view feature) const;  // a name of feature_columns()

 private:
  void keep_findings(const Snapshot& snapshot);
  [[nodiscard]] const Guidance& guidance() const;

  struct AllFrames;
  SourceInfo info_;
  Params params_;
  ReportOptions options_;
  PressureUnit unit_ = PressureUnit::kpa;
  std::uint64_t frames_ = 0, glitch_frames_ = 0, occupied_frames_ = 0, analysed_frames_ = 0;
  std::uint64_t saturated_frames_ = 0, repaired_frames_ = 0;
  double first_t_s_ = 0.0, last_t_s_ = 0.0;
  bool tared_ = false;
  std::string zero_note_;
  std::vector<Extent> extents_;  // one a feature column
  std::map<int, Finding> findings_;
  AppliedLoadReport applied_;
  BodyReport body_;
  TaughtPostureReport taught_;
  MovementRecord movement_;
  OverTimeReport over_time_;
  std::shared_ptr<const Guidance> guidance_;  // as it stood at the end
  std::vector<EarlierRecording> earlier_;
  std::optional<RecordingSummary> recording_;
  std::unique_ptr<AllFrames> all_;
};

}  // namespace palpate
