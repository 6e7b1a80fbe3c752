// Our Pipeline beside the yardstick's fused kernel: the same counts, in turns in one run, agreement first.
// One iteration is a round of both; the medians of the rounds and their ratio are printed as counters.
//
// pipeline_default does more than the yardstick (garbage check, dead cells, zero, double sums, dispersion,
// midline, mirror, findings), but neither median nor Gauss; pipeline_all_filters does all of it.
#include <benchmark/benchmark.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "processing/pipeline.h"
#include "tests/bench/bench_frames.h"
#include "tests/bench/yardstick.h"

namespace palpate::bench {
namespace {

constexpr int kFrames = 64, kRound = 256;
constexpr float kThreshold = 0.67F;
constexpr double kCurve[4] = {-1.0, 0.02, 1e-6, 1e-10};  // of bench_frames.h

double thread_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) * 1e-3;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

bool close(double a, double b, double relative) {
  return std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b));
}

// Empty if both give the same numbers for the same frames, else what differs.
std::string disagreement(Pipeline& pipeline, Yardstick& yardstick, std::vector<RawFrame>& input,
                         double pitch_mm) {
  int compared = 0;
  for (int i = 0; i < kFrames; ++i) {
    const Features& ours = pipeline.process(input[static_cast<std::size_t>(i)]).features;
    const YardstickMetrics theirs = yardstick.metrics_after_lowpass(i, kThreshold);
    if (!ours.valid) continue;
    ++compared;
    const double newtons = theirs.sum * pitch_mm * pitch_mm * kNewtonPerKpaMm2;
    constexpr double kSums = 2e-5;  // the yardstick sums in float
    if (!close(ours.total_load_n, newtons, kSums)) return "load";
    if (!close(ours.cop_x_mm, (theirs.cop_col + 0.5) * pitch_mm, kSums)) return "cop_x_mm";
    if (!close(ours.cop_y_mm, (theirs.cop_row + 0.5) * pitch_mm, kSums)) return "cop_y_mm";
    if (!close(ours.left_share, theirs.left / theirs.sum, kSums)) return "left_share";
    if (!close(ours.peak_pressure_kpa, theirs.peak, 1e-5)) return "peak_pressure_kpa";
    if (!close(ours.ppi_kpa, theirs.ppi, 1e-5)) return "ppi_kpa";
    if (!close(ours.gradient_max_kpa_per_mm, theirs.gradient_per_cell / pitch_mm, 1e-4)) return "gradient";
    if (static_cast<int>(ours.contact_regions.size()) != theirs.regions) return "contact_regions";
  }
  return compared == kFrames ? "" : "a frame with nobody on the mat";
}

void pair(benchmark::State& state, bool every_filter) {
  if (!yardstick_present()) {
    return state.SkipWithError(
        "skipped: no yardstick (shared/yardsticks/kernel_ref.cpp is not beside the repository)");
  }
  const int side = static_cast<int>(state.range(0));
  auto input = frames(side, kFrames);
  std::vector<std::uint16_t> counts;
  for (const RawFrame& frame : input) counts.insert(counts.end(), frame.cells.begin(), frame.cells.end());
  Yardstick yardstick(side, counts, kCurve, static_cast<float>(-std::expm1(-0.01 / 0.1)));
  auto plain = Pipeline::create(source(side));
  if (const auto what = disagreement(*plain, yardstick, input, 10.0); !what.empty()) {
    return state.SkipWithError(("the yardstick does not agree: " + what).c_str());
  }
  PipelineOptions options;
  if (every_filter &&
      !(options.params.set_text("median_filter=1") && options.params.set_text("smoothing_sigma_cells=0.7"))) {
    return state.SkipWithError("a parameter is gone");
  }
  auto pipeline = Pipeline::create(source(side), options);
  std::int64_t k = 0;
  const auto ours = [&] {
    RawFrame& frame = input[static_cast<std::size_t>(k % kFrames)];
    frame.device_time_us = 10'000 * k++;
    benchmark::DoNotOptimize(&pipeline->process(frame));
  };
  for (int i = 0; i < 4000; ++i) ours();  // hot spots take 30 s of frame time to open
  std::vector<double> pipeline_us, yardstick_us;
  for ([[maybe_unused]] auto _ : state) {
    double start = thread_us();
    for (int i = 0; i < kRound; ++i) ours();
    pipeline_us.push_back((thread_us() - start) / kRound);
    start = thread_us();
    for (int i = 0; i < kRound; ++i) benchmark::DoNotOptimize(yardstick.whole_frame(i % kFrames, kThreshold));
    yardstick_us.push_back((thread_us() - start) / kRound);
  }
  const double a = median(pipeline_us), b = median(yardstick_us);
  state.counters["pipeline_us"] = a;
  state.counters["pipeline_best_us"] = *std::min_element(pipeline_us.begin(), pipeline_us.end());
  state.counters["yardstick_us"] = b;
  state.counters["ratio"] = a / b;
  state.counters["frames_per_s"] = 1e6 / a;
}

void pipeline_default_beside_yardstick(benchmark::State& state) {
  pair(state, false);
}
void pipeline_all_filters_beside_yardstick(benchmark::State& state) {
  pair(state, true);
}
BENCHMARK(pipeline_default_beside_yardstick)->Arg(32)->Arg(64)->Iterations(51)->Unit(benchmark::kMillisecond);
BENCHMARK(pipeline_all_filters_beside_yardstick)
    ->Arg(32)
    ->Arg(64)
    ->Iterations(51)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace palpate::bench
