#include "processing/breath_study.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stop_token>
#include <utility>

#include "acquisition/sim_random.h"
#include "acquisition/simulated_source.h"
#include "processing/breath_watch.h"
#include "processing/pipeline.h"

namespace palpate {
namespace {

constexpr std::uint64_t kStudyStream = 4097;  // apart from the simulator's own
constexpr double kFirstRest_s = 80.0, kPress_s = 25.0, kBetween_s = 14.0;
constexpr double kBreathMoves = 0.15;  // of a usual breath
constexpr double kHeldLonger_s = 6.0, kAfter_s = 10.0;
constexpr double kJudgedFrom_s = 30.0;

struct Subject {
  SimulationOptions simulation;
  BreathStudyClient client;
};

SimulatedPress press_of(std::uint64_t seed, std::uint64_t number, double start_s) {
  const auto draw = [&](std::uint64_t index, double low, double high) {
    return sim::uniform(seed, kStudyStream, 100 + 10 * number + index, low, high);
  };
  static constexpr std::array kRegions = {"shoulder-blade", "mid-back", "lumbar", "pelvis", "thigh"};
  SimulatedPress press;
  press.region = kRegions[static_cast<std::size_t>(draw(0, 0.0, 5.0)) % kRegions.size()];
  press.client_left = draw(1, 0.0, 1.0) < 0.5;
  press.force_n = draw(2, 10.0, 100.0);
  press.ramp_s = press.release_s = draw(3, 2.0, 5.0);
  press.width_mm = draw(4, 50.0, 140.0);
  press.start_s = start_s;
  press.hold_s = kPress_s - 2.0 * press.ramp_s;
  return press;
}

Subject subject_of(std::uint64_t seed, const BreathStudyOptions& options) {
  const auto draw = [seed](std::uint64_t index, double low, double high) {
    return sim::uniform(seed, kStudyStream, index, low, high);
  };
  static constexpr std::array kRates = {6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 24.0};
  Subject subject;
  SimulationOptions& o = subject.simulation;
  BreathStudyClient& c = subject.client;
  c.seed = seed;
  c.breaths_per_min = kRates[static_cast<std::size_t>(draw(0, 0.0, 9.0)) % kRates.size()];
  c.scatter = draw(1, 0.1, 0.2);
  c.depth = draw(2, 0.5, 1.5);
  c.on_ramp = draw(3, 0.0, 3.0) < 1.0;
  o.body.scenario = draw(4, 0.0, 3.0) < 2.0 ? "supine-even" : "prone";
  o.body.seed = seed;
  o.body.breaths_per_min = c.breaths_per_min;
  o.body.breath_scatter = c.scatter;
  o.body.breath_depth = c.depth;
  o.body.offset_x_mm = draw(5, -50.0, 50.0);
  o.body.rotation_deg = draw(6, -4.0, 4.0);
  o.sensor.noise_counts = draw(7, 1.0, 5.0);
  o.sensor.dead_cells = static_cast<int>(draw(8, 0.0, 6.0));
  double start_s = kFirstRest_s;
  std::uint64_t number = 0;
  for (; start_s + kPress_s + kBetween_s < options.ordinary_s; start_s += kPress_s + kBetween_s)
    o.body.presses.push_back(press_of(seed, number++, start_s));
  SimulatedPress last = press_of(seed, number, start_s);
  c.force_n = last.force_n;
  c.stop_s = start_s + (c.on_ramp ? draw(9, 0.2, 0.9) * last.ramp_s : last.ramp_s + draw(9, 2.0, 12.0));
  const double held_s = 1.25 * breath_due_s(60.0 / c.breaths_per_min, c.scatter) + kHeldLonger_s;
  o.body.hold_start_s = c.stop_s;
  o.body.hold_seconds = held_s;
  last.hold_s = c.stop_s + held_s + kAfter_s - start_s - last.ramp_s;
  o.body.presses.push_back(last);
  o.rate_hz = options.rate_hz;
  o.seconds = c.stop_s + held_s + kAfter_s;
  o.live = false;
  return subject;
}

double median_of(std::vector<double> values) {
  if (values.empty()) return kNone;
  std::sort(values.begin(), values.end());
  return 0.5 * (values[values.size() / 2] + values[(values.size() - 1) / 2]);
}

// The breaths that the simulator drew, told by their rates.
class TrueBreaths {
 public:
  void add(const GroundTruth& truth) {
    if (truth.breathing_rate_per_min <= 0.0 || truth.breathing_rate_per_min == last_) return;
    last_ = truth.breathing_rate_per_min;
    seconds_.push_back(60.0 / last_);
  }
  [[nodiscard]] double due_s() const {
    const double usual = median_of(seconds_);
    double square = 0.0;
    for (const double s : seconds_) square += std::pow(std::min(std::abs(s / usual - 1.0), 0.4), 2);
    return breath_due_s(usual, std::sqrt(square / static_cast<double>(seconds_.size())));
  }

 private:
  double last_ = 0.0;
  std::vector<double> seconds_;
};

struct Moment {
  double t_s = 0.0, breath = 0.0;
  bool moving = false, overdue = false, seen = false, hand = false, warned = false;
};

void judge(const std::vector<Moment>& moments, double due_after_s, double held_s, double rate_hz,
           BreathStudyClient& c) {
  const double end_s = c.stop_s + held_s;
  const auto held =
      std::find_if(moments.begin(), moments.end(), [&](const Moment& m) { return m.t_s > c.stop_s; });
  for (const Moment& m : moments)
    if (m.t_s <= c.stop_s && std::abs(m.breath - held->breath) > kBreathMoves * 2.0 * c.depth)
      c.last_movement_s = m.t_s;
  c.due_s = c.last_movement_s + due_after_s;
  bool was = false;
  for (const Moment& m : moments) {
    const bool inside = m.t_s > c.last_movement_s && m.t_s <= end_s;
    if (inside) {
      if (m.warned && std::isnan(c.warned_s)) c.warned_s = m.t_s;
      c.moved = c.moved || (m.moving && m.t_s < c.due_s + 1.0);
      if (std::abs(m.t_s - c.due_s) < 0.5 / rate_hz) c.seen = m.seen;
    } else if (m.t_s > kJudgedFrom_s && m.t_s <= c.last_movement_s) {
      (m.hand ? c.hand_s : c.rest_s) += 1.0 / rate_hz;
      if (!m.seen) (m.hand ? c.hand_unseen_s : c.rest_unseen_s) += 1.0 / rate_hz;
      if (m.overdue && !was) ++(m.hand ? c.false_under_hand : c.false_at_rest);
    }
    was = m.overdue;
  }
}

}  // namespace

Result<BreathStudyClient> study_breath_of(std::uint64_t seed, const BreathStudyOptions& options) {
  Subject subject = subject_of(seed, options);
  auto source = SimulatedSource::create(subject.simulation);
  if (!source) return source.error();
  PipelineOptions how;
  how.breathing = true;
  auto pipeline = Pipeline::create((*source)->info(), how);
  if (!pipeline) return pipeline.error();
  BreathStudyClient& client = subject.client;
  TrueBreaths breaths;
  std::vector<Moment> moments;
  RawFrame frame;
  const std::stop_source never;
  while (true) {
    auto status = (*source)->read(frame, never.get_token());
    if (!status) return status.error();
    if (*status != ReadStatus::frame) break;
    const Snapshot& s = pipeline->process(frame);
    const GroundTruth& truth = (*source)->truth();
    if (truth.t_s < client.stop_s) breaths.add(truth);
    moments.push_back({truth.t_s, truth.breath, truth.moving, s.breathing.watch.overdue,
                       s.applied.breath_seen, s.applied.pressing, s.applied.breath_held});
  }
  judge(moments, breaths.due_s(), subject.simulation.body.hold_seconds, options.rate_hz, client);
  return client;
}

Result<BreathStudy> run_breath_study(const BreathStudyOptions& options) {
  BreathStudy study;
  for (int k = 0; k < options.clients && !(options.stop && options.stop()); ++k) {
    auto client = study_breath_of(options.first_seed + static_cast<std::uint64_t>(k), options);
    if (!client) return client.error();
    study.clients.push_back(*client);
    if (options.progress) options.progress(k + 1, options.clients);
  }
  return study;
}

}  // namespace palpate
