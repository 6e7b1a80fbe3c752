// BodySimulatedBench: how well the body model places simulated bodies whose truth is known.
//
// Each scenario with a body, `seeds` bodies each on the scenario's own mat, one frame at 20 s, posture given.
// Midline: distance at the pelvis and angle against GroundTruth's. Landmarks: distance to
// SimulatedBody::landmarks() of the same name and side ("shoulder_blade", "ischial", "hip"). One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "acquisition/result.h"

namespace palpate {

struct ErrorSum {
  double sum = 0.0, most = 0.0;
  int n = 0;
  void add(double error);
  [[nodiscard]] double mean() const { return n > 0 ? sum / n : 0.0; }
};

struct SimulatedBodyScore {
  std::string scenario;
  int bodies = 0, not_found = 0;
  ErrorSum midline_mm, midline_deg;
  std::map<std::string, ErrorSum> landmarks_mm;  // by name without a side
};

Result<std::vector<SimulatedBodyScore>> run_simulated_body_bench(int seeds);
std::string simulated_body_text(const std::vector<SimulatedBodyScore>& scores);
std::string simulated_body_json(const std::vector<SimulatedBodyScore>& scores);

}  // namespace palpate
