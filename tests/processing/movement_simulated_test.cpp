// Shifts and fidgets against the simulated body's truth.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "acquisition/simulated_source.h"
#include "processing/calibrator.h"
#include "processing/frame_metrics.h"
#include "processing/movement_record.h"

namespace palpate {
namespace {

struct TrueMove {
  std::size_t from = 0, to = 0;  // frames; to: the first after it
  bool shift = false;
};

// A simulated stay: the centre of pressure as the Pipeline would give it, without its other stages.
struct Stay {
  CopSeries cop;
  std::vector<TrueMove> moves;
  MovementSummary found;
};

Stay stay(const std::string& scenario, std::uint64_t seed, double seconds) {
  SimulationOptions options;
  options.body.scenario = scenario;
  options.body.seed = seed;
  options.rate_hz = 10.0, options.seconds = seconds, options.live = false;
  auto source = SimulatedSource::create(options);
  const SourceInfo& info = (*source)->info();
  Calibrator calibrator(info, *calibration_for(info));
  MovementRecord record(info.geometry);
  FrameMetricsWorkspace workspace;
  Snapshot snapshot;
  RawFrame frame;
  Stay out;
  std::uint64_t shifts = 0, all = 0;
  while (*(*source)->read(frame, {}) == ReadStatus::frame) {
    calibrator.apply(frame, snapshot.map);
    compute_frame_metrics(snapshot.map, info.geometry, {}, workspace, snapshot.features);
    const GroundTruth& truth = (*source)->truth();
    snapshot.t_s = truth.t_s, snapshot.occupied = truth.occupied;
    record.add(snapshot);
    const std::size_t at = out.cop.t_s.size();
    if (truth.shifts + truth.fidgets > all) out.moves.push_back({at, at + 1, truth.shifts > shifts});
    if (truth.moving && !out.moves.empty()) out.moves.back().to = at + 1;
    shifts = truth.shifts, all = truth.shifts + truth.fidgets;
    out.cop.t_s.push_back(truth.t_s);
    out.cop.x_mm.push_back(snapshot.features.cop_x_mm);
    out.cop.y_mm.push_back(snapshot.features.cop_y_mm);
  }
  out.found = record.summary();
  return out;
}

struct Rest {
  double mean = 0.0, sd = 0.0;
};

Rest rest(const std::vector<double>& x, std::size_t from, std::size_t to) {
  double sum = 0.0, square = 0.0;
  const auto n = static_cast<double>(to - from);
  for (std::size_t i = from; i < to; ++i) sum += x[i] - x[from], square += std::pow(x[i] - x[from], 2);
  return {x[from] + sum / n, std::max(0.5, std::sqrt(std::max(0.0, square / n - sum * sum / (n * n))))};
}

struct Counts {
  int shifts = 0, fidgets = 0;
};

// What the definition makes of the moves where their times are known: a shift that changes the place by less
// than 2 SD is none, a fidget below 3 SD is none.
Counts by_definition(const Stay& s) {
  Counts counts;
  const std::size_t base = 150, least = 20;
  for (std::size_t k = 0; k < s.moves.size(); ++k) {
    const TrueMove& move = s.moves[k];
    const std::size_t from = std::max(k > 0 ? s.moves[k - 1].to : 0, move.from - std::min(move.from, base));
    const std::size_t end = k + 1 < s.moves.size() ? s.moves[k + 1].from : s.cop.t_s.size();
    const std::size_t to = std::min(end, move.to + base);
    if (move.from < from + least || to < move.to + least) continue;
    bool shift = false, fidget = false;
    for (const std::vector<double>* x : {&s.cop.x_mm, &s.cop.y_mm}) {
      const Rest a = rest(*x, from, move.from), b = rest(*x, move.to, to);
      shift = shift || std::abs(b.mean - a.mean) >= 2.0 * std::hypot(a.sd, b.sd);
      for (std::size_t i = move.from + 3; i + 3 < move.to; ++i) {
        double mean = 0.0;
        for (std::size_t j = i - 3; j <= i + 3; ++j) mean += (*x)[j] / 7.0;
        fidget = fidget || std::abs(mean - 0.5 * (a.mean + b.mean)) >= 3.0 * std::max(a.sd, b.sd);
      }
    }
    counts.shifts += shift ? 1 : 0;
    counts.fidgets += !shift && fidget ? 1 : 0;
  }
  return counts;
}

struct Off {
  int shifts = 0, fidgets = 0, all_moves = 0;  // found less true: by definition; of everything simulated
};

Off judge(const std::string& scenario, std::uint64_t seed, double seconds) {
  const Stay s = stay(scenario, seed, seconds);
  const Counts defined = by_definition(s);
  Counts simulated;
  for (const TrueMove& move : s.moves) ++(move.shift ? simulated.shifts : simulated.fidgets);
  const int shifts = static_cast<int>(s.found.shifts.size()),
            fidgets = static_cast<int>(s.found.fidgets.size());
  std::printf("movement %-18s seed %lu: shifts %d of %d (%d simulated), fidgets %d of %d (%d simulated)\n",
              scenario.c_str(), static_cast<unsigned long>(seed), shifts, defined.shifts, simulated.shifts,
              fidgets, defined.fidgets, simulated.fidgets);
  return {shifts - defined.shifts, fidgets - defined.fidgets,
          shifts + fidgets - static_cast<int>(s.moves.size())};
}

// Each an hour.
TEST(MovementSimulated, CountsMatchTheTruthWithinOneAnHour) {
  for (const char* scenario : {"seated-even", "supine-even"}) {
    const Off off = judge(scenario, 8001, 3600.0);
    EXPECT_LE(std::abs(off.shifts), 1) << scenario;
    EXPECT_LE(std::abs(off.fidgets), 1) << scenario;
    EXPECT_LE(std::abs(off.all_moves), 2) << scenario;
  }
}

// The table of docs/metrics.md, on seeds that nothing was tuned on: --gtest_also_run_disabled_tests.
TEST(MovementSimulated, DISABLED_AnHourOnSeedsOfTheirOwn) {
  for (const char* scenario : {"seated-even", "seated-left-lean", "supine-even", "seated-restless"}) {
    int worst = 0, sum = 0, simulated = 0;
    for (std::uint64_t seed = 620001; seed <= 620008; ++seed) {
      const Off off = judge(scenario, seed, 3600.0);
      worst = std::max({worst, std::abs(off.shifts), std::abs(off.fidgets)});
      sum += std::abs(off.shifts) + std::abs(off.fidgets), simulated += std::abs(off.all_moves);
    }
    std::printf(
        "movement %-18s worst %d, mean of shifts and fidgets off %.2f, all simulated moves off %.2f\n",
        scenario, worst, sum / 8.0, simulated / 8.0);
    EXPECT_LE(worst, 1) << scenario;
  }
}

}  // namespace
}  // namespace palpate
