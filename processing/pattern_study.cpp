#include "processing/pattern_study.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <memory>
#include <stop_token>
#include <utility>

#include "acquisition/simulated_source.h"
#include "processing/movement_finding.h"
#include "processing/pipeline.h"

namespace palpate {
namespace {

struct Run {
  std::vector<Finding> found;
  GroundTruth truth;
  UsualLevel level;
  bool body_found = false;
  int most_shifts = 0;  // that truly began within kRestlessWindowS
};

// The most shifts the simulator began within the window.
class ShiftsWithin {
 public:
  void see(const GroundTruth& truth) {
    for (; seen_ < truth.shifts; ++seen_) times_.push_back(truth.t_s);
    while (!times_.empty() && times_.front() <= truth.t_s - kRestlessWindowS) times_.pop_front();
    most_ = std::max(most_, static_cast<int>(times_.size()));
  }
  [[nodiscard]] int most() const { return most_; }

 private:
  std::deque<double> times_;
  std::uint64_t seen_ = 0;
  int most_ = 0;
};

Result<Run> run(const SimulationOptions& simulation, const PatternStudyOptions& options,
                std::shared_ptr<const UsualLevel> usual) {
  const StudyPlan& plan = study_plan(options.kind);
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
  ShiftsWithin shifts;
  const Snapshot* last = nullptr;
  while (true) {
    auto status = (*source)->read(frame, never.get_token());
    if (!status) return status.error();
    if (*status != ReadStatus::frame) break;
    last = &pipeline->process(frame);
    shifts.see((*source)->truth());
  }
  if (last == nullptr) return result;
  for (const Finding& f : last->findings)
    if (f.kind == plan.kind && (f.active || !plan.at_the_end)) result.found.push_back(f);
  result.truth = (*source)->truth();
  result.level = pipeline->usual_level();
  result.body_found = last->body.found;
  result.most_shifts = shifts.most();
  return result;
}

bool happened(const Run& run, const StudyPlan& plan, const Params& params) {
  const double least = params.get(Param::restless_from_per_hour) * kRestlessWindowS / 3600.0;
  return plan.by_chance && run.most_shifts >= least;
}

void count(PatternStudyRow& row, const Run& run, const PatternStudyOptions& options,
           const StudySubject& subject) {
  const StudyPlan& plan = study_plan(options.kind);
  ++row.bodies;
  const auto it = [&](const Finding& f) { return plan.is_it(f, run.truth, subject); };
  const bool found = std::any_of(run.found.begin(), run.found.end(), it);
  const bool truly = happened(run, plan, options.params);
  row.found += found ? 1 : 0;
  row.happened += truly ? 1 : 0;
  row.happened_found += truly && found ? 1 : 0;
  row.elsewhere += std::all_of(run.found.begin(), run.found.end(), it) ? 0 : 1;
}

PatternStudyRow& row_of(std::vector<PatternStudyRow>& rows, const std::string& region, double strength) {
  for (PatternStudyRow& row : rows)
    if (row.region == region && row.strength == strength) return row;
  rows.push_back({region, strength});
  return rows.back();
}

// From the sittings before this one.
Result<std::shared_ptr<const UsualLevel>> usual_before(StudySubject& subject,
                                                       const PatternStudyOptions& options) {
  if (options.earlier <= 0) return std::shared_ptr<const UsualLevel>();
  std::vector<UsualLevel> earlier;
  for (int k = 1; k <= options.earlier; ++k) {
    subject.simulation.body.sitting = static_cast<std::uint64_t>(k);
    auto before = run(subject.simulation, options, nullptr);
    if (!before) return before.error();
    earlier.push_back(before->level);
  }
  subject.simulation.body.sitting = static_cast<std::uint64_t>(options.earlier) + 1;
  return std::shared_ptr<const UsualLevel>(usual_of(earlier));
}

Result<void> study_one(std::uint64_t seed, const PatternStudyOptions& options, PatternStudy& study) {
  const StudyPlan& plan = study_plan(options.kind);
  StudySubject subject = plan.draw(seed, options.wishes);
  subject.simulation.rate_hz = plan.rate_hz;
  if (options.seconds > 0.0)
    subject.simulation.seconds = options.seconds;
  else if (subject.simulation.seconds == 0.0)
    subject.simulation.seconds = plan.seconds;
  auto usual = usual_before(subject, options);
  if (!usual) return usual.error();
  auto without = run(subject.simulation, options, *usual);
  if (!without) return without.error();
  ++study.bodies;
  study.without_body += without->body_found ? 0 : 1;
  const int false_alarm = without->found.empty() ? 0 : 1;
  study.false_alarms += false_alarm;
  PatternStudyRow& posture = row_of(study.without, subject.simulation.body.scenario, 0.0);
  ++posture.bodies;
  posture.found += false_alarm;
  const bool truly = happened(*without, plan, options.params);
  posture.happened += truly ? 1 : 0;
  posture.happened_found += truly ? false_alarm : 0;
  const std::string region = subject.place.substr(0, subject.place.rfind('_'));
  for (const double strength : options.strengths.empty() ? plan.ladder : options.strengths) {
    StudySubject changed = subject;
    plan.put(changed, strength, options.wishes);
    auto with = run(changed.simulation, options, *usual);
    if (!with) return with.error();
    count(row_of(study.all, "", strength), *with, options, changed);
    if (!region.empty()) count(row_of(study.regions, region, strength), *with, options, changed);
  }
  return {};
}

}  // namespace

double PatternStudy::smallest_found(double pct) const {
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (all[k].found_pct() < pct) continue;
    if (k == 0) return all[k].strength;
    const double low = all[k - 1].found_pct(), high = all[k].found_pct();
    return all[k - 1].strength + (all[k].strength - all[k - 1].strength) * (pct - low) / (high - low);
  }
  return kNone;
}

Result<PatternStudy> run_pattern_study(const PatternStudyOptions& options) {
  PatternStudy study;
  for (int k = 0; k < options.bodies; ++k) {
    if (options.stop && options.stop()) break;
    if (options.progress) options.progress(k, options.bodies);
    if (auto done = study_one(options.first_seed + static_cast<std::uint64_t>(k), options, study); !done)
      return done.error();
  }
  std::stable_sort(study.regions.begin(), study.regions.end(),
                   [](const PatternStudyRow& a, const PatternStudyRow& b) { return a.region < b.region; });
  return study;
}

}  // namespace palpate
