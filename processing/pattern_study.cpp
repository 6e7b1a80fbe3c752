#include "processing/pattern_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stop_token>

#include "acquisition/sim_random.h"
#include "acquisition/simulated_source.h"
#include "processing/pipeline.h"

namespace palpate {
namespace {

constexpr std::uint64_t kStudyStream = 4096;  // apart from the simulator's own

enum class Pose { supine, prone, seated };

struct Subject {
  SimulationOptions simulation;
  std::string region_id;  // where a pattern goes
};

bool lifted(const PatternStudyOptions& options) {
  return options.kind == FindingKind::lifted_area;
}

Pose pose_of(std::uint64_t seed, const PatternStudyOptions& options) {
  if (lifted(options)) return Pose::supine;
  const std::uint64_t k = seed % 5;
  return k < 3 ? Pose::supine : k == 3 ? Pose::prone : Pose::seated;
}

std::string region_of(std::uint64_t seed, Pose pose, const PatternStudyOptions& options) {
  static constexpr std::array kLying = {"low_back", "mid_back", "pelvis", "low_back", "upper_back"};
  static constexpr std::array kSeat = {"ischial", "seat_thigh"};
  const std::uint64_t pick = seed / 5;
  const std::string_view kind = lifted(options)        ? "low_back"
                                : pose == Pose::seated ? kSeat[pick % kSeat.size()]
                                                       : kLying[pick % kLying.size()];
  return std::string(kind) + (sim::uniform(seed, kStudyStream, 9, 0.0, 1.0) < 0.5 ? "_left" : "_right");
}

// A mat turned under the client covers the same ground.
void turn_mat(SimulationOptions& o, std::uint64_t seed, bool seat) {
  MatGeometry& g = o.body.geometry;
  g.rows = seat ? 32 : 64;
  g.cols = 32;
  g.pitch_x_mm = seat ? 14.7 : 25.0;
  g.pitch_y_mm = seat ? 14.7 : 29.0;
  g.placement = seat ? Placement::seat : Placement::table;
  static constexpr std::array kEdges = {HeadEdge::top, HeadEdge::bottom, HeadEdge::left, HeadEdge::right};
  g.head = kEdges[static_cast<std::size_t>(sim::uniform(seed, kStudyStream, 10, 0.0, 4.0)) % kEdges.size()];
  if (g.head == HeadEdge::left || g.head == HeadEdge::right) {
    std::swap(g.rows, g.cols);
    std::swap(g.pitch_x_mm, g.pitch_y_mm);
  }
  g.mirrored = sim::uniform(seed, kStudyStream, 11, 0.0, 1.0) < 0.2;
}

Subject subject_of(std::uint64_t seed, const PatternStudyOptions& options) {
  const auto draw = [seed](std::uint64_t index, double low, double high) {
    return sim::uniform(seed, kStudyStream, index, low, high);
  };
  const Pose pose = pose_of(seed, options);
  const bool seat = pose == Pose::seated;
  Subject subject;
  SimulationOptions& o = subject.simulation;
  o.body.scenario = pose == Pose::supine ? "supine-even" : pose == Pose::prone ? "prone" : "seated-even";
  o.body.seed = seed;
  o.body.height_mm = draw(0, 1540.0, 1850.0);
  o.body.weight_kg = draw(1, 19.0, 31.0) * *o.body.height_mm * *o.body.height_mm * 1e-6;
  o.body.offset_x_mm = draw(2, -1.0, 1.0) * (seat ? 20.0 : 60.0);
  if (seat) o.body.offset_y_mm = draw(3, -20.0, 20.0);
  o.body.rotation_deg = draw(4, -4.0, 4.0);
  o.body.roughness = options.roughness;
  o.body.creep = draw(5, 0.0, 1.0) < 0.8;
  o.sensor.noise_counts = draw(6, 1.0, 6.0);
  o.sensor.dead_cells = static_cast<int>(draw(7, 0.0, 9.0));
  turn_mat(o, seed, seat);
  o.rate_hz = options.rate_hz;
  o.seconds = options.seconds;
  o.live = false;
  subject.region_id = region_of(seed, pose, options);
  return subject;
}

struct Run {
  std::vector<Finding> open;
  GroundTruth truth;
  UsualLevel level;
  bool body_found = false;
};

Result<Run> run(const SimulationOptions& simulation, const PatternStudyOptions& options,
                std::shared_ptr<const UsualLevel> usual) {
  // Until postures are recognised the pipeline takes them from the name of a simulated source.
  auto source = SimulatedSource::create(simulation, "sim:" + simulation.body.scenario);
  if (!source) return source.error();
  PipelineOptions pipeline_options;
  pipeline_options.params = options.params;
  pipeline_options.usual = std::move(usual);
  auto pipeline = Pipeline::create((*source)->info(), pipeline_options);
  if (!pipeline) return pipeline.error();
  RawFrame frame;
  const std::stop_source never;
  Run result;
  const Snapshot* last = nullptr;
  while (true) {
    auto status = (*source)->read(frame, never.get_token());
    if (!status) return status.error();
    if (*status != ReadStatus::frame) break;
    last = &pipeline->process(frame);
  }
  if (last == nullptr) return result;
  for (const Finding& f : last->findings)
    if (f.active && f.kind == options.kind) result.open.push_back(f);
  result.truth = (*source)->truth();
  result.level = pipeline->usual_level();
  result.body_found = last->body.found;
  return result;
}

SimulationOptions with_pattern(const Subject& subject, double excess, const PatternStudyOptions& options) {
  SimulationOptions o = subject.simulation;
  LoadSpot spot;
  PALPATE_EXPECTS(spot_from_region_id(subject.region_id, spot));
  spot.change = lifted(options) ? -excess : excess;
  // A region of the back holds about 250 cm2 of contact on each side, the seat's regions fewer.
  spot.size_cm2 = options.size_cm2 > 0.0                         ? options.size_cm2
                  : o.body.geometry.placement == Placement::seat ? 120.0
                                                                 : 250.0;
  o.body.spot = spot;
  return o;
}

void count(PatternStudyRow& row, const Run& run) {
  ++row.bodies;
  bool found = false, elsewhere = false;
  for (const Finding& f : run.open) {
    const double away = std::hypot(f.x_mm - run.truth.region_x_mm, f.y_mm - run.truth.region_y_mm);
    const bool it = away <= kStudyReachMm && f.side == run.truth.region_side;
    found = found || it;
    elsewhere = elsewhere || !it;
  }
  row.found += found ? 1 : 0;
  row.elsewhere += elsewhere ? 1 : 0;
}

PatternStudyRow& row_of(std::vector<PatternStudyRow>& rows, const std::string& region, double excess) {
  for (PatternStudyRow& row : rows)
    if (row.region == region && row.excess == excess) return row;
  rows.push_back({region, excess});
  return rows.back();
}

Result<void> study_body(std::uint64_t seed, const PatternStudyOptions& options, PatternStudy& study) {
  Subject subject = subject_of(seed, options);
  std::shared_ptr<const UsualLevel> usual;
  if (options.returning) {
    std::vector<UsualLevel> earlier;
    for (const std::uint64_t sitting : {1U, 2U}) {
      subject.simulation.body.sitting = sitting;
      auto before = run(subject.simulation, options, nullptr);
      if (!before) return before.error();
      earlier.push_back(before->level);
    }
    usual = usual_of(earlier);
    subject.simulation.body.sitting = 3;
  }
  auto without = run(subject.simulation, options, usual);
  if (!without) return without.error();
  ++study.bodies;
  study.without_body += without->body_found ? 0 : 1;
  study.false_alarms += without->open.empty() ? 0 : 1;
  const std::string kind = subject.region_id.substr(0, subject.region_id.rfind('_'));
  for (const double excess : options.excesses) {
    auto with = run(with_pattern(subject, excess, options), options, usual);
    if (!with) return with.error();
    count(row_of(study.all, "", excess), *with);
    count(row_of(study.regions, kind, excess), *with);
  }
  return {};
}

}  // namespace

double PatternStudy::smallest_found(double pct) const {
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (all[k].found_pct() < pct) continue;
    if (k == 0) return all[k].excess;
    const double low = all[k - 1].found_pct(), high = all[k].found_pct();
    return all[k - 1].excess + (all[k].excess - all[k - 1].excess) * (pct - low) / (high - low);
  }
  return kNone;
}

Result<PatternStudy> run_pattern_study(const PatternStudyOptions& options) {
  PatternStudy study;
  for (int k = 0; k < options.bodies; ++k) {
    if (options.stop && options.stop()) break;
    if (options.progress) options.progress(k, options.bodies);
    if (auto done = study_body(options.first_seed + static_cast<std::uint64_t>(k), options, study); !done)
      return done.error();
  }
  std::stable_sort(study.regions.begin(), study.regions.end(),
                   [](const PatternStudyRow& a, const PatternStudyRow& b) { return a.region < b.region; });
  return study;
}

std::string pattern_study_text(const PatternStudy& study, const PatternStudyOptions& options) {
  std::string text = fmt::format(
      "{} on {} simulated bodies, seeds from {}, {}, roughness {:g}\n"
      "without one: {} false alarms, specificity {:.1f} %; no body found: {}\n\n"
      "{:<12} {:>7} {:>7} {:>7} {:>7} {:>10}\n",
      lifted(options) ? "Lifted areas" : "Tension patterns", study.bodies, options.first_seed,
      options.returning ? "two earlier recordings" : "first recording", options.roughness, study.false_alarms,
      study.specificity_pct(), study.without_body, "region", lifted(options) ? "taken" : "excess", "bodies",
      "found", "%", "elsewhere");
  const auto add = [&](const PatternStudyRow& row) {
    text +=
        fmt::format("{:<12} {:>6.0f}% {:>7} {:>7} {:>7.1f} {:>10}\n", row.region.empty() ? "all" : row.region,
                    100.0 * row.excess, row.bodies, row.found, row.found_pct(), row.elsewhere);
  };
  for (const PatternStudyRow& row : study.all) add(row);
  for (const PatternStudyRow& row : study.regions) add(row);
  const double smallest = study.smallest_found(90.0);
  text += std::isfinite(smallest) ? fmt::format("\nsmallest found in 90 %: {:.0f} %\n", 100.0 * smallest)
                                  : "\nnone of these is found in 90 %\n";
  return text;
}

}  // namespace palpate
