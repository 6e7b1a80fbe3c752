// Simulated clients who teach their postures.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "processing/posture_teaching.h"
#include "processing/taught_classifier.h"
#include "tests/support/body_shot.h"

namespace palpate::test {

inline Grid grid_at(SimulatedBody& body, double t_s) {
  Map kpa;
  body.pressure_at(t_s, kpa);
  return Eigen::Map<const Grid>(kpa.data(), body.geometry().rows, body.geometry().cols);
}

inline SimulatedBody sitter(const std::string& scenario, std::uint64_t seed, std::uint64_t sitting = 0) {
  SimulatedBodyOptions options = of(scenario, seed);
  options.sitting = sitting;
  return make(options);
}

// Ten seconds from `from_s` on, two frames a second.
inline Result<PostureTake> take_of(SimulatedBody& body, double from_s = 20.0, double seconds = 10.0) {
  PostureTeacher teacher(body.geometry());
  for (double t = from_s; t < from_s + seconds; t += 0.5) teacher.add(grid_at(body, t), t);
  return teacher.take();
}

inline void show(TaughtPostures& taught, const std::string& name, const std::string& scenario,
                 std::uint64_t seed) {
  SimulatedBody body = sitter(scenario, seed);
  taught.mat = body.geometry();
  const auto take = take_of(body);
  ASSERT_TRUE(take) << take.error().message;
  const auto done = teach(taught, name, *take, TeachHow::as_new);
  ASSERT_TRUE(done) << done.error().message;
}

inline TaughtPostures three_postures(std::uint64_t seed) {
  TaughtPostures taught;
  taught.client = "anna";
  show(taught, "upright", "seated-even", seed);
  show(taught, "usual slump", "seated-slouch", seed);
  show(taught, "left leg crossed", "seated-crossed-left", seed);
  return taught;
}

}  // namespace palpate::test
