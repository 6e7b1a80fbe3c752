#include "processing/report.h"

#include <algorithm>
#include <cmath>

#include "processing/feature_columns.h"
#include "processing/frame_table.h"
#include "processing/guidance_measured.h"
#include "processing/report_json.h"
#include "processing/screen_report.h"
#include "processing/withheld_advice.h"

namespace palpate {

void Extent::add(double value) {
  if (!std::isfinite(value)) return;
  lowest = count == 0 ? value : std::min(lowest, value);
  highest = count == 0 ? value : std::max(highest, value);
  sum += value;
  ++count;
}

struct AnalysisReport::AllFrames {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
};

AnalysisReport::AnalysisReport(const SourceInfo& info, const Params& params, const ReportOptions& options)
    : info_(info),
      params_(params),
      options_(options),
      extents_(feature_columns().size()),
      movement_(info.geometry),
      over_time_({options.raw, info.nominal_rate_hz, options.sustained}),
      all_(std::make_unique<AllFrames>()) {}
AnalysisReport::AnalysisReport(AnalysisReport&&) noexcept = default;
AnalysisReport& AnalysisReport::operator=(AnalysisReport&&) noexcept = default;
AnalysisReport::~AnalysisReport() = default;

void AnalysisReport::add(const Snapshot& snapshot) {
  if (frames_++ == 0) first_t_s_ = snapshot.t_s;
  last_t_s_ = snapshot.t_s;
  unit_ = snapshot.map.unit;
  glitch_frames_ += snapshot.glitch ? 1 : 0;
  occupied_frames_ += snapshot.occupied ? 1 : 0;
  saturated_frames_ += snapshot.map.saturated.any() ? 1 : 0;
  repaired_frames_ += snapshot.map.repaired.any() ? 1 : 0;
  tared_ = snapshot.tared;
  if (zero_note_ != snapshot.zero_note) zero_note_ = snapshot.zero_note;
  keep_findings(snapshot);
  applied_.add(snapshot);
  body_.add(snapshot);
  taught_.add(snapshot);
  movement_.add(snapshot);
  over_time_.add(snapshot);
  guidance_ = snapshot.guidance;
  if (options_.all_frames) all_->list.push_back(frame_json(snapshot));
  const bool analysed = snapshot.features.valid && (options_.raw || (snapshot.occupied && !snapshot.glitch));
  if (!analysed) return;
  ++analysed_frames_;
  const auto columns = feature_columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].in_summary) extents_[i].add(value_of(columns[i], snapshot.features));
  }
}

// Active findings are kept as they are now; one that has ended is copied once more.
void AnalysisReport::keep_findings(const Snapshot& snapshot) {
  for (const Finding& finding : snapshot.findings) {
    Finding& kept = findings_[finding.id];
    if (finding.active || kept.active || kept.id == 0) kept = finding;
  }
}

std::vector<Finding> AnalysisReport::findings() const {
  std::vector<Finding> out;
  for (const auto& [id, finding] : findings_) out.push_back(finding);
  std::stable_sort(out.begin(), out.end(),
                   [](const Finding& a, const Finding& b) { return a.start_s < b.start_s; });
  fill_recurrence(out, earlier_, info_.geometry.placement);
  // A hit that came late blocks what was found before it, too.
  const AdviceBlock block{guidance().blocked, guidance().left_out};
  for (Finding& finding : out) {
    if (is_withheld(finding, block, nullptr)) withhold_advice(finding);
  }
  return out;
}

const Guidance& AnalysisReport::guidance() const {
  static const Guidance kNothing;
  return guidance_ ? *guidance_ : kNothing;
}

double AnalysisReport::rate_hz() const {
  return frames_ < 2 || seconds() <= 0.0 ? 0.0 : static_cast<double>(frames_ - 1) / seconds();
}

const Extent& AnalysisReport::extent(std::string_view feature) const {
  const auto columns = feature_columns();
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const FeatureColumn& c) { return c.name == feature; });
  PALPATE_EXPECTS(found != columns.end());
  return extents_[static_cast<std::size_t>(found - columns.begin())];
}

std::string AnalysisReport::json() const {
  using nlohmann::ordered_json;
  const auto share = [&](std::uint64_t n) {
    return frames_ == 0 ? kNone : static_cast<double>(n) / static_cast<double>(frames_);
  };
  ordered_json summary{{"frames", frames_},
                       {"seconds", seconds()},
                       {"rate_hz", rate_hz()},
                       {"analysed_frames", analysed_frames_},
                       {"occupied_share", number_json(share(occupied_frames_))},
                       {"glitch_frames", glitch_frames_},
                       {"saturated_frames", saturated_frames_},
                       {"repaired_frames", repaired_frames_},
                       {"tared", tared_},
                       {"zero", zero_note_}};
  for (const auto& [name, get] : {std::pair<const char*, double (Extent::*)() const>{"mean", &Extent::mean},
                                  {"min", &Extent::min},
                                  {"max", &Extent::max}}) {
    ordered_json& numbers = summary[name] = ordered_json::object();
    const auto columns = feature_columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i].in_summary || !has_column(columns[i], unit_)) continue;
      numbers[std::string(columns[i].name)] = number_json((extents_[i].*get)());
    }
  }
  ordered_json out{{"schema", kAnalyzeSchema},
                   {"source", source_json(info_, recording_ ? &*recording_ : nullptr)},
                   {"geometry", geometry_json(info_.geometry)},
                   {"unit", unit_ == PressureUnit::kpa ? "kPa" : "counts"},
                   {"raw", options_.raw},
                   {"parameters", params_json(params_)},
                   {"screen", screen_json(guidance())},
                   {"summary", summary},
                   {"frames", options_.all_frames ? all_->list : summary},
                   {"findings", ordered_json::array()},
                   {"guidance", guidance_json(as_measured(guidance(), findings(), last_t_s_))},
                   {"posture", body_.posture_json()},
                   {"taught", taught_.json()},
                   {"body", body_.body_json()},
                   {"asymmetry", body_.asymmetry_json()},
                   {"applied_load", applied_load_json(applied_)},
                   {"dose", dose_json(applied_, guidance())}};
  for (const Finding& finding : findings()) out["findings"].push_back(finding_json(finding));
  out["movement"] = ordered_json::parse(movement_json(movement()));
  std::string text = out.dump(2, ' ', false, ordered_json::error_handler_t::replace);
  text.resize(text.size() - 2);  // its closing brace: a map a line follows, not a cell a line
  return text + ",\n  \"over_time\": " + over_time_.json() + "\n}\n";
}

}  // namespace palpate
