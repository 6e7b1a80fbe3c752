// All sway descriptors of 60 s at 100 Hz, and one live look at breathing (1024 cells, 30 s).
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

#include "processing/breathing_combine.h"
#include "processing/sway.h"

namespace palpate::bench {
namespace {

void all_sway_descriptors(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> step(0.0, 0.2);
  SwayInput input;
  double x = 0.0, y = 0.0;
  for (int i = 0; i < static_cast<int>(state.range(0)); ++i) {
    input.t_s.push_back(i / 100.0);
    input.ml_mm.push_back(x = 0.99 * x + step(random));
    input.ap_mm.push_back(y = 0.99 * y + step(random));
  }
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(compute_sway(input));
}
BENCHMARK(all_sway_descriptors)->Arg(6000)->Arg(5987)->Unit(benchmark::kMillisecond);  // 5987 is prime

void one_look_at_breathing(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::normal_distribution<float> noise(0.0F, 1.0F);
  ChannelBlock channels(150, 1024);
  for (Eigen::Index i = 0; i < channels.rows(); ++i)
    for (Eigen::Index c = 0; c < channels.cols(); ++c)
      channels(i, c) = noise(random) + static_cast<float>(std::sin(0.3 * static_cast<double>(i)));
  const std::vector<std::uint8_t> valid(150, 1);
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(combine_channels(channels, valid, 0.2));
}
BENCHMARK(one_look_at_breathing)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace palpate::bench
