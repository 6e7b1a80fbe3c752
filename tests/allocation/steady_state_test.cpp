// The frame path allocates nothing once it has warmed up. Counts operator new here and, through the linker's
// --wrap, every malloc of this program's own code (Eigen uses malloc); works with sanitizers too.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "processing/calibrator.h"
#include "processing/frame_metrics.h"
#include "processing/grid_filters.h"
#include "processing/over_time.h"
#include "processing/pipeline.h"
#include "processing/repair.h"
#include "processing/taught_posture_stage.h"
#include "processing/tension_pattern_finding.h"
#include "tests/bench/bench_frames.h"
#include "tests/support/taught.h"
#include "tests/support/truth_body_state.h"

namespace {
std::atomic<long> allocations{0};
}

extern "C" {
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* old, std::size_t size);
void* __wrap_malloc(std::size_t size) {
  ++allocations;
  return __real_malloc(size);
}
void* __wrap_calloc(std::size_t count, std::size_t size) {
  ++allocations;
  return __real_calloc(count, size);
}
void* __wrap_realloc(void* old, std::size_t size) {
  ++allocations;
  return __real_realloc(old, size);
}
}

[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = __real_malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  ++allocations;
  return __real_malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace palpate {
namespace {

template <typename Step>
long allocations_of(int steps, Step step) {
  const long before = allocations;
  for (int i = 0; i < steps; ++i) step(i);
  return allocations - before;
}

TEST(SteadyState, TheCounterSeesVectorsAndGrids) {
  EXPECT_GT(allocations_of(1, [](int) { std::vector<int>(100).data()[0] = 1; }), 0);
  Grid grid;
  EXPECT_GT(allocations_of(1, [&](int i) { grid.setZero(100 + i, 100); }), 0);
}

TEST(SteadyState, MetricsFiltersAndRepairAllocateNothing) {
  const int side = 48;
  const auto input = bench::frames(side, 32);
  const SourceInfo info = bench::source(side);
  Calibrator calibrator(info, calibration_for(info).value());
  Mask dead = Mask::Constant(side, side, false);
  dead.row(20).setConstant(true);
  const DeadCellRepair repair(dead);
  TemporalLowpass lowpass(0.1);
  GaussianBlur blur(0.8);
  SosGridFilter sos(*butterworth_lowpass(4, 5.0, 50.0));
  PressureTimeIntegral integral;
  SustainedPressure sustained(4.0, 0.1);
  PressureMap map;
  map.repaired = dead;
  Grid mid;
  std::vector<float> scratch;
  FrameMetricsWorkspace workspace;
  Features features;
  const auto step = [&](int i) {
    calibrator.apply(input[static_cast<std::size_t>(i) % input.size()], map);
    map.t_s = 0.01 * i;
    map.dead = dead;
    repair.apply(map.pressure, map.repaired);
    median3x3(lowpass.apply(map.pressure, map.t_s), mid, scratch);
    blur.apply(mid, map.pressure);
    sos.apply(map.pressure, mid);
    if (i % 5 == 0) map.pressure.setZero();                     // nobody there
    if (i % 7 == 0) map.pressure.topRows(9).setConstant(3.0F);  // many more cells
    if (i % 3 == 0) map.repaired.setConstant(false);            // cells left out
    integral.add(map);
    sustained.add(map);
    compute_frame_metrics(map, info.geometry, {}, workspace, features);
  };
  for (int i = 0; i < 200; ++i) step(i);
  EXPECT_EQ(allocations_of(400, [&](int i) { step(200 + i); }), 0);
  EXPECT_TRUE(features.valid);
}

// More regions than any frame before must not allocate either.
TEST(SteadyState, AMapInPiecesAllocatesNothing) {
  const MatGeometry geometry = make_geometry(40, 40, 10.0, 10.0).value();
  PressureMap whole;
  whole.pressure = Grid::Constant(40, 40, 2.0F);
  PressureMap pieces = whole;
  for (int r = 0; r < 40; ++r) {
    for (int c = 0; c < 40; ++c) pieces.pressure(r, c) = r % 2 == 0 && c % 2 == 0 ? 2.0F : 0.0F;
  }
  FrameMetricsWorkspace workspace;
  Features features;
  compute_frame_metrics(whole, geometry, {}, workspace, features);
  EXPECT_EQ(allocations_of(1, [&](int) { compute_frame_metrics(pieces, geometry, {}, workspace, features); }),
            0);
  EXPECT_EQ(features.contact_regions.size(), 400U);
}

TEST(SteadyState, ThePipelineAllocatesNothing) {
  const auto input = bench::frames(32, 64);
  PipelineOptions options;
  ASSERT_TRUE(options.params.set_text("median_filter=1"));
  ASSERT_TRUE(options.params.set_text("smoothing_sigma_cells=0.7"));
  auto pipeline = Pipeline::create(bench::source(32), options);
  ASSERT_TRUE(pipeline);
  RawFrame frame = input[0];
  const auto step = [&](int i) {
    const RawFrame& next = input[static_cast<std::size_t>(i) % input.size()];
    std::copy(next.cells.begin(), next.cells.end(), frame.cells.begin());
    frame.device_time_us = 10'000LL * i;
    pipeline->process(frame);
  };
  // Time for everything that starts once: the trail fills, findings of a lasting load are made, and the texts
  // that tell how long they have lasted grow from seconds to minutes.
  for (int i = 0; i < 7000; ++i) step(i);
  EXPECT_EQ(allocations_of(500, [&](int i) { step(7000 + i); }), 0);
}

TEST(SteadyState, TaughtPosturesAllocateNothing) {
  constexpr std::uint64_t kSeed = 3001;
  TaughtPostureStage stage(std::make_shared<const TaughtPostures>(test::three_postures(kSeed)));
  SimulatedBody body = test::sitter("seated-slouch", kSeed, 1);
  Snapshot snapshot;
  snapshot.occupied = true;
  snapshot.map.pressure = test::grid_at(body, 30.0);
  const auto step = [&](int i) {
    snapshot.t_s = 0.2 * i;
    snapshot.map.pressure *= i % 2 == 0 ? 1.1F : 1.0F / 1.1F;  // looked at again each time
    stage.update(snapshot);
  };
  for (int i = 0; i < 20; ++i) step(i);
  EXPECT_EQ(allocations_of(50, [&](int i) { step(20 + i); }), 0);
  EXPECT_EQ(taught_name(snapshot.taught), "usual slump");
}

// A client who lies with a place that stands out: windows are judged, the finding's texts follow.
TEST(SteadyState, TensionPatternsAllocateNothing) {
  SimulatedBodyOptions options;
  options.scenario = "supine-even";
  options.roughness = 0.0;
  options.spot = LoadSpot{"lumbar", true, 0.5, 250.0};
  auto body = SimulatedBody::create(options);
  ASSERT_TRUE(body);
  const MatGeometry mat = body->geometry();
  std::vector<float> kpa;
  const GroundTruth truth = body->pressure_at(90.0, kpa);
  test::TruthBodyModel model(mat);
  PressureMap map;
  map.pressure = Eigen::Map<const Grid>(kpa.data(), mat.rows, mat.cols);
  map.dead = map.repaired = map.saturated = Mask::Constant(mat.rows, mat.cols, false);
  BodyState state = model.update(truth, kpa);
  state.stable_since_s = 0.0;
  TensionPatternDetector detector(mat);
  FindingInput input;
  input.map = &map;
  input.body = &state;
  FindingIds ids;
  const Params params;
  const auto step = [&](int i) {
    input.t_s = 10.0 + 0.5 * i;
    detector.update(input, params, ids);
  };
  for (int i = 0; i < 400; ++i) step(i);
  ASSERT_EQ(detector.findings().size(), 1U);
  EXPECT_EQ(allocations_of(200, [&](int i) { step(400 + i); }), 0);
  EXPECT_TRUE(detector.findings()[0].active);
}

// A seated client with an open finding of each kind, whose texts change from frame to frame.
TEST(SteadyState, OpenFindingsAllocateNothing) {
  SourceInfo info;
  info.geometry = make_geometry(32, 32, 14.0, 14.0).value();
  info.geometry.placement = Placement::seat;
  info.unit = CellUnit::kpa;
  PipelineOptions options;
  ASSERT_TRUE(options.params.set_text("hot_spot_limit_kpa=6"));
  ASSERT_TRUE(options.params.set_text("hot_spot_min_duration_s=5"));
  ASSERT_TRUE(options.params.set_text("asymmetry_min_duration_s=5"));
  auto pipeline = Pipeline::create(info, options);
  ASSERT_TRUE(pipeline);
  RawFrame frame;
  frame.cells.assign(info.geometry.cells(), 0.0F);
  const auto step = [&](int i) {
    const float breath = 1.0F + 0.05F * static_cast<float>(i % 40) / 40.0F;
    for (int r = 6; r < 26; ++r) {
      for (int c = 4; c < 28; ++c) {
        frame.cells[static_cast<std::size_t>(r * 32 + c)] = (c < 16 ? 10.0F : 4.0F) * breath;
      }
    }
    frame.device_time_us = 50'000LL * i;
    return pipeline->process(frame).findings.size();
  };
  // The texts grow with the seconds: beyond 100 s they are as long as they get in this test.
  for (int i = 0; i < 2400; ++i) step(i);
  // New guidance is an event, made anew when a number in it has changed: at most once a second, 20 in these
  // 20 s.
  std::size_t open = 0;
  long between = 0, renewed = 0;
  for (int i = 0; i < 400; ++i) {
    const auto before = pipeline->guidance();
    const long count = allocations_of(1, [&](int) { open = step(2400 + i); });
    if (pipeline->guidance() == before) {
      between += count;
    } else {
      ++renewed;
    }
  }
  EXPECT_EQ(between, 0);
  EXPECT_LE(renewed, 60);  // in 20 s
  EXPECT_EQ(open, 3U);     // load asymmetry, hot spot, the steep edge of the box
}

}  // namespace
}  // namespace palpate
