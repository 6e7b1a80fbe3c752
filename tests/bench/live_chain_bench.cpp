// Where the time goes: every stage of the live chain in its order and the whole frame, at 32 x 32 and 64
// x 64. Run: bin/palpate_bench [--benchmark_filter=REGEX]. CPU column = thread time; compare only within one
// run.
#include <benchmark/benchmark.h>

#include "processing/body_midline.h"
#include "processing/calibrator.h"
#include "processing/dead_cells.h"
#include "processing/frame_metrics.h"
#include "processing/glitch.h"
#include "processing/grid_filters.h"
#include "processing/hot_spot_finding.h"
#include "processing/mirror_difference.h"
#include "processing/pipeline.h"
#include "processing/repair.h"
#include "processing/zero_baseline.h"
#include "tests/bench/bench_frames.h"

namespace palpate::bench {
namespace {

constexpr double kTimeConstantS = 0.1;
constexpr double kSigma = 0.7;  // cells

// Buffers of the chain as the Pipeline composes it, with every stage switched on.
struct Chain {
  explicit Chain(int side)
      : info(source(side)),
        input(frames(side)),
        calibrator(info, calibration_for(info).value()),
        glitch(info),
        dead_cells(info, {}),
        zero(info.geometry),
        sides(client_sides(info.geometry)),
        midline(info.geometry, sides.across_columns),
        hot_spots(info.geometry),
        dead(Mask::Constant(side, side, false)) {
    for (int i = 0; i < side; ++i) dead.data()[(i * 977) % dead.size()] = i % 4 == 0;
    dead.row(side / 3).setConstant(true);
    repair = DeadCellRepair(dead);
    map.repaired = Mask::Constant(side, side, false);
    warm = run(0);
    zero.take(Grid::Constant(side, side, 0.1F));
    for (int i = 0; i < 400; ++i) find_hot_spots(0.1 * i);  // until they are open
  }

  void find_hot_spots(double t_s) {
    FindingInput finding_input;
    finding_input.t_s = t_s;
    finding_input.map = &map;
    finding_input.sides = sides;
    finding_input.midline = {5.0 * static_cast<double>(map.pressure.cols()), 0.0, 0.0};
    hot_spots.update(finding_input, params, ids);
  }
  double mirror() {
    Midline line = midline.straight_at(midline.find(workspace.contact, 0.67F));
    line.angle_rad = 0.02;  // as of a fitted body
    return mirror_difference(map, info.geometry, line) + midline.split(workspace.contact, line).low_share;
  }

  const RawFrame& frame(std::size_t i) const { return input[i % input.size()]; }
  void calibrate(std::size_t i) { calibrator.apply(frame(i), map); }
  void mend() {
    map.dead = dead;
    repair.apply(map.pressure, map.repaired);
  }
  void smooth_in_time(std::size_t i) {
    filtered = &lowpass.apply(map.pressure, static_cast<double>(i) / kRateHz);
  }
  void median() { median3x3(*filtered, mid, scratch); }
  void gauss() { blur.apply(mid, map.pressure); }
  void metrics() { compute_frame_metrics(map, info.geometry, {}, workspace, features); }
  bool run(std::size_t i) {
    calibrate(i);
    mend();
    smooth_in_time(i);
    median();
    gauss();
    metrics();
    return features.valid;
  }

  SourceInfo info;
  std::vector<RawFrame> input;
  Calibrator calibrator;
  GlitchCheck glitch;
  DeadCellFinder dead_cells;
  ZeroBaseline zero;
  ClientSides sides;
  BodyMidline midline;
  HotSpotDetector hot_spots;
  Params params;
  FindingIds ids;
  Grid tared;
  PressureMap map;
  Mask dead;
  DeadCellRepair repair;
  TemporalLowpass lowpass{kTimeConstantS};
  const Grid* filtered = nullptr;
  Grid mid;
  std::vector<float> scratch;
  GaussianBlur blur{kSigma};
  FrameMetricsWorkspace workspace;
  Features features;
  bool warm = false;
};

template <typename Stage>
void measure(benchmark::State& state, Stage stage) {
  Chain chain(static_cast<int>(state.range(0)));
  std::size_t i = 1;
  for (auto _ : state) {
    stage(chain, i++);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));  // frames
}

void stage(const char* name, void (*body)(Chain&, std::size_t)) {
  benchmark::RegisterBenchmark(name, [body](benchmark::State& state) { measure(state, body); })
      ->Arg(32)
      ->Arg(64);
}

void pipeline(benchmark::State& state, bool every_filter) {
  const int side = static_cast<int>(state.range(0));
  auto input = frames(side);
  PipelineOptions options;
  if (every_filter) {
    for (const char* text : {"median_filter=1", "smoothing_sigma_cells=0.7"}) {
      if (!options.params.set_text(text)) return state.SkipWithError(text);
    }
  }
  auto pipeline = Pipeline::create(source(side), options);
  if (!pipeline) return state.SkipWithError(pipeline.error().message.c_str());
  std::int64_t k = 0;
  for (auto _ : state) {
    RawFrame& frame = input[static_cast<std::size_t>(k) % input.size()];
    frame.device_time_us = k++ * 10'000;
    benchmark::DoNotOptimize(&pipeline->process(frame));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

}  // namespace

void register_live_chain() {
  stage("garbage_check",
        [](Chain& c, std::size_t i) { benchmark::DoNotOptimize(c.glitch.is_garbage(c.frame(i))); });
  stage("calibrate", [](Chain& c, std::size_t i) { c.calibrate(i); });
  stage("zero", [](Chain& c, std::size_t) { c.zero.subtract(c.map.pressure, c.tared); });
  stage("dead_cells", [](Chain& c, std::size_t i) {
    benchmark::DoNotOptimize(c.dead_cells.update(c.frame(i), c.map, 0.67F, static_cast<double>(i) / kRateHz));
  });
  stage("repair", [](Chain& c, std::size_t) { c.mend(); });
  stage("temporal_lowpass", [](Chain& c, std::size_t i) { c.smooth_in_time(i); });
  stage("median3x3", [](Chain& c, std::size_t) { c.median(); });
  stage("gaussian_0.7", [](Chain& c, std::size_t) { c.gauss(); });
  stage("find_contact", [](Chain& c, std::size_t) { find_contact(c.map, 0.67F, c.workspace.contact); });
  stage("sum_contact",
        [](Chain& c, std::size_t) { benchmark::DoNotOptimize(sum_contact(c.workspace.contact)); });
  stage("contact_regions", [](Chain& c, std::size_t) {
    find_contact_regions(c.workspace.contact, c.info.geometry, PressureUnit::kpa, c.workspace.regions,
                         c.features.contact_regions);
  });
  stage("peak_pressure_index", [](Chain& c, std::size_t) {
    const ContactWorkspace& w = c.workspace.contact;
    benchmark::DoNotOptimize(box_maximum(w.view, 3, 3, w.max_abs, c.workspace.box));
  });
  stage("dispersion", [](Chain& c, std::size_t) {
    const ContactWorkspace& w = c.workspace.contact;
    const GridView loaded{w.loaded.data(), w.view.rows, w.view.cols};
    benchmark::DoNotOptimize(box_maximum(loaded, 6, 8, w.max_abs, c.workspace.box));
  });
  stage("gradient", [](Chain& c, std::size_t) {
    benchmark::DoNotOptimize(pressure_gradient(c.workspace.contact, 10.0, 10.0, c.workspace.gradient));
  });
  stage("all_frame_metrics", [](Chain& c, std::size_t) { c.metrics(); });
  stage("midline_and_mirror", [](Chain& c, std::size_t) { benchmark::DoNotOptimize(c.mirror()); });
  stage("hot_spots",
        [](Chain& c, std::size_t i) { c.find_hot_spots(40.0 + static_cast<double>(i) / kRateHz); });
  stage("whole_frame", [](Chain& c, std::size_t i) { c.run(i); });
  benchmark::RegisterBenchmark("pipeline_default", [](benchmark::State& s) { pipeline(s, false); })
      ->Arg(32)
      ->Arg(64);
  benchmark::RegisterBenchmark("pipeline_all_filters", [](benchmark::State& s) { pipeline(s, true); })
      ->Arg(32)
      ->Arg(64);
}

}  // namespace palpate::bench

int main(int argc, char** argv) {
  palpate::bench::register_live_chain();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
