#include "processing/applied_load_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numeric>

#include "processing/dose.h"
#include "processing/report_json.h"
#include "processing/time_text.h"

namespace palpate {
namespace {

using nlohmann::ordered_json;

ordered_json dose_json(const RegionDose& dose) {
  return {{"newton_seconds", dose.newton_seconds},
          {"light_s", dose.light_s},
          {"moderate_s", dose.moderate_s},
          {"deep_s", dose.deep_s}};
}

constexpr double kTrustedShare = 0.5;
constexpr std::string_view kClientMoved = "the client moved", kTooFast = "too fast",
                           kTooSmall = "too light or short, or beside the mat's edge";

std::string_view bands_words(const AppliedLoadState& state) {
  return state.bands_taught ? "taught by the client" : "general defaults";
}

// "  40 +-  3 N"; the uncertainty is the largest of the press
std::string newtons(double load_n, double uncertainty_n) {
  return std::isfinite(uncertainty_n) ? fmt::format("{:4.0f} +-{:2.0f} N", load_n, std::ceil(uncertainty_n))
                                      : fmt::format("{:4.0f} N     ", load_n);
}

ordered_json region_json(bool has_region, Region region) {
  return has_region ? ordered_json(id_of(region)) : ordered_json(nullptr);
}

ordered_json press_json(const AppliedLoadReport::Press& press) {
  const PressSummary& s = press.summary;
  ordered_json warnings = ordered_json::array();
  if (press.deep_first) warnings.push_back("deep before light");
  if (press.steep_ramp) warnings.push_back("steep ramp");
  if (press.breath_held) warnings.push_back("breath held");
  return {{"start_s", number_json(s.start_s)},
          {"seconds", s.seconds},
          {"peak_n", number_json(s.peak_n)},
          {"mean_n", number_json(s.mean_n)},
          {"uncertainty_n", number_json(press.uncertainty_n)},
          {"steepest_n_per_s", s.steepest_n_per_s},
          {"trusted_s", press.trusted_s},
          {"trusted", press.trusted()},
          {"why_not_trusted", press.why_not()},
          {"x_mm", number_json(press.x_mm)},
          {"y_mm", number_json(press.y_mm)},
          {"region", region_json(s.has_region, s.region)},
          {"warnings", warnings},
          {"breath_unseen_s", press.breath_unseen_s}};
}

ordered_json sample_json(const AppliedLoadReport::Sample& s) {
  return {{"t_s", s.t_s},
          {"all_cells_load_n", number_json(s.baseline_n + s.load_n)},
          {"baseline_n", number_json(s.baseline_n)},
          {"applied_load_n", number_json(s.load_n)},
          {"uncertainty_n", number_json(s.uncertainty_n)},
          {"ramp_n_per_s", number_json(s.ramp_n_per_s)},
          {"trusted", s.trusted},
          {"x_mm", number_json(s.x_mm)},
          {"y_mm", number_json(s.y_mm)},
          {"band", name_of(s.band)},
          {"region", s.region < 0 ? ordered_json(nullptr)
                                  : ordered_json(id_of(region_at(static_cast<std::size_t>(s.region))))},
          {"warning", s.warning},
          {"breath_seen", s.breath_seen}};
}

}  // namespace

void AppliedLoadReport::add(const Snapshot& snapshot) {
  const double dt_s = started_ ? std::clamp(snapshot.t_s - last_t_s_, 0.0, 1.0) : 0.0;
  started_ = true;
  last_t_s_ = snapshot.t_s;
  last_ = snapshot.applied;
  if (last_.available) available_s_ += dt_s;
  if (last_.pressing) add_press(snapshot, dt_s);
}

void AppliedLoadReport::add_press(const Snapshot& snapshot, double dt_s) {
  const AppliedLoadState& a = snapshot.applied;
  if (presses_.empty() || presses_.back().summary.start_s != a.press.start_s) {
    presses_.emplace_back();
    shown_.push_back(0);
  }
  Press& press = presses_.back();
  const bool knew_region = press.summary.has_region;
  const Region region = press.summary.region;
  press.summary = a.press;
  if (!a.press.has_region && knew_region) press.summary.has_region = true, press.summary.region = region;
  press.trusted_s += a.trusted ? dt_s : 0.0;
  if (!a.trusted) (a.moving ? press.moving_s : press.steep_s) += a.moving || a.steep_ramp ? dt_s : 0.0;
  if (a.trusted && !(a.uncertainty_n <= press.uncertainty_n)) press.uncertainty_n = a.uncertainty_n;
  press.deep_first = press.deep_first || a.deep_first;
  press.steep_ramp = press.steep_ramp || a.steep_ramp;
  press.breath_held = press.breath_held || a.breath_held;
  press.breath_unseen_s += a.breath_seen ? 0.0 : dt_s;
  if (std::isfinite(a.x_mm)) {
    const double n = static_cast<double>(++shown_.back());
    press.x_mm = n == 1.0 ? a.x_mm : press.x_mm + (a.x_mm - press.x_mm) / n;
    press.y_mm = n == 1.0 ? a.y_mm : press.y_mm + (a.y_mm - press.y_mm) / n;
  }
  if (!sample_rate_.due(snapshot.t_s)) return;
  samples_.push_back({snapshot.t_s, a.baseline_n, a.load_n, a.uncertainty_n, a.ramp_n_per_s, a.x_mm, a.y_mm,
                      a.trusted, a.band, a.has_region ? static_cast<int>(index_of(a.region)) : -1, a.warning,
                      a.breath_seen});
}

ordered_json applied_load_json(const AppliedLoadReport& report) {
  const AppliedLoadState& last = report.last();
  ordered_json presses = ordered_json::array(), samples = ordered_json::array();
  for (const auto& press : report.presses()) presses.push_back(press_json(press));
  for (const auto& sample : report.samples()) samples.push_back(sample_json(sample));
  const bool any = report.available_s() > 0.0;
  return {{"available", any},
          {"why_not", any ? "" : last.why_not},
          {"available_s", report.available_s()},
          {"bands", bands_words(last)},
          {"bands_from_n",
           {{"light", last.bands.light_n}, {"moderate", last.bands.moderate_n}, {"deep", last.bands.deep_n}}},
          {"baseline_n", number_json(last.baseline_n)},
          {"presses", presses},
          {"series", samples}};
}

bool AppliedLoadReport::Press::trusted() const {
  return trusted_s > 0.0 && trusted_s >= kTrustedShare * summary.seconds;
}

std::string_view AppliedLoadReport::Press::why_not() const {
  if (trusted()) return "";
  if (moving_s > 0.0 && moving_s >= steep_s) return kClientMoved;
  return steep_s > 0.0 ? kTooFast : kTooSmall;
}

ordered_json dose_json(const AppliedLoadReport& report, const Guidance& plan) {
  ordered_json regions = ordered_json::object();
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    const RegionDose& dose = report.last().dose[i];
    if (dose.newton_seconds > 0.0) regions[id_of(region_at(i))] = dose_json(dose);
  }
  ordered_json planned = ordered_json::array();
  for (const PlannedDose& place : dose_against_plan(plan, report.last())) {
    planned.push_back({{"region", id_of(place.region)},
                       {"title", place.title},
                       {"answer", name_of(place.answer)},
                       {"seconds", place.seconds}});
  }
  return {{"in_all", dose_json(report.last().dose_in_all)}, {"regions", regions}, {"plan", planned}};
}

// Trusted presses, a line each; the others in one line.
std::string AppliedLoadReport::presses_text(const Guidance& plan) const {
  std::string text;
  const auto out = std::back_inserter(text);
  std::array<std::uint64_t, 3> left_out{};
  constexpr std::array<std::string_view, 3> kWhy = {kClientMoved, kTooFast, kTooSmall};
  for (const Press& press : presses_) {
    if (!press.trusted()) {
      ++left_out[static_cast<std::size_t>(std::find(kWhy.begin(), kWhy.end(), press.why_not()) -
                                          kWhy.begin())];
      continue;
    }
    const PressSummary& s = press.summary;
    fmt::format_to(out, "  {:>8}  for {:5.1f} s  mean {}  peak {:4.0f} N  {}{}{}{}\n", clock_text(s.start_s),
                   s.seconds, newtons(s.mean_n, press.uncertainty_n), s.peak_n,
                   s.has_region ? worked_words(s.region, plan) : "place not known",
                   press.deep_first ? "; deep before light" : "", press.steep_ramp ? "; steep ramp" : "",
                   press.breath_held                         ? "; breath held"
                   : press.breath_unseen_s > 0.5 * s.seconds ? "; breath not seen"
                                                             : "");
  }
  const std::uint64_t all = std::accumulate(left_out.begin(), left_out.end(), std::uint64_t{0});
  if (all == 0) return text;
  fmt::format_to(out, "  {} not listed, not to be trusted:", all);
  const char* comma = "";
  for (std::size_t k = 0; k < kWhy.size(); ++k) {
    if (left_out[k] == 0) continue;
    fmt::format_to(out, "{} {} ({})", comma, left_out[k], kWhy[k]);
    comma = ",";
  }
  return text + "\n";
}

std::string AppliedLoadReport::text(const Guidance& plan) const {
  if (presses_.empty()) return "";
  const LoadBands& bands = last_.bands;
  std::string text = fmt::format(
      "\nLoad above rest: what hands added under the client, with its largest 95 % uncertainty\n"
      "  light from {:.0f} N, moderate from {:.0f} N, deep from {:.0f} N ({})\n",
      bands.light_n, bands.moderate_n, bands.deep_n, bands_words(last_));
  text += presses_text(plan);
  const auto out = std::back_inserter(text);
  const RegionDose& all = last_.dose_in_all;
  fmt::format_to(out,
                 "\nDose of this session (newtons times seconds)\n  {:<33} {:6.0f} N s: light {:.0f} s, "
                 "moderate {:.0f} s, deep {:.0f} s\n",
                 "in all", all.newton_seconds, all.light_s, all.moderate_s, all.deep_s);
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    const RegionDose& d = last_.dose[i];
    if (d.newton_seconds <= 0.0) continue;
    fmt::format_to(out, "  {:<33} {:6.0f} N s: light {:.0f} s, moderate {:.0f} s, deep {:.0f} s\n",
                   worked_words(region_at(i), plan), d.newton_seconds, d.light_s, d.moderate_s, d.deep_s);
  }
  const auto planned = dose_against_plan(plan, last_);
  if (!planned.empty()) text += "\nOf the places named, worked so far\n";
  for (const PlannedDose& place : planned) {
    fmt::format_to(out, "  {:<33} {}{}\n", place.title, name_of(place.answer),
                   place.seconds > 0.0 ? fmt::format(", {:.0f} s", place.seconds) : "");
  }
  return text;
}

}  // namespace palpate
