// TeachingBench: how well taught postures are told, and how often a posture never taught passes for one.
//
// Per client: the first 10 s of each posture's first recording (or of its first `takes`) are taught; every
// other frame is judged by itself. "Same": the rest of a recording that was taught from. "Again": recordings
// not taught from. Unknown class: each posture in turn is left untaught, and all its frames are judged
// ("strange"). A take that teaching refuses is counted and its posture left out. Reads files (PMD experiment
// I, a 9 x 9 velostat cushion) or simulates bodies; deterministic; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "acquisition/result.h"
#include "processing/grid.h"
#include "processing/taught_postures.h"

namespace palpate {

struct TeachingRecording {
  std::vector<Grid> frames;
  std::vector<double> t_s;
};
struct TeachingPosture {
  std::string name;
  std::vector<TeachingRecording> recordings;
};
struct TeachingClient {
  std::string name;
  MatGeometry mat;
  PressureUnit unit = PressureUnit::kpa;
  std::vector<TeachingPosture> postures;
};

struct TeachingScore {
  std::uint64_t frames = 0, right = 0, wrong = 0, unknown = 0;  // wrong: another posture's name
  std::uint64_t sure = 0, sure_right = 0;                       // confidence of a name from 0.80
  void add(int truth, int answer, double confidence);
  TeachingScore& operator+=(const TeachingScore& other);
};
struct TeachingResult {
  std::string name;
  int taught = 0;
  std::vector<std::string> refused;    // why, a line each
  TeachingScore same, again, strange;  // strange: right is unknown, wrong any name
};

struct TeachingHow {
  int takes = 1;
  bool even_if_moved = false;
};
TeachingResult bench_teaching(const TeachingClient& client, const TeachingHow& how);
std::string teaching_text(const std::vector<TeachingResult>& results);

// Subjects: empty: all. `every`: only each so many-th frame after the taught ones is kept (neighbours differ
// little).
Result<std::vector<TeachingClient>> pmd_teaching(const std::string& folder, int every,
                                                 const std::vector<std::string>& subjects = {});
// Files PERSON_POSTURE_RUN.csv; raw values where pressing lowers the value: v becomes 1023 / v - 1.
Result<std::vector<TeachingClient>> cushion_teaching(const std::string& folder);
struct SimulatedTeaching {
  Placement placement = Placement::seat;
  int bodies = 20, sittings = 3;
  std::uint64_t first_seed = 2000;  // limits were chosen on seeds 1 to 6
  double seconds = 30.0, rate_hz = 2.0;
};
// One client at a time, so that memory holds one.
Result<std::vector<TeachingResult>> bench_simulated_teaching(const SimulatedTeaching& options,
                                                             const TeachingHow& teaching);

}  // namespace palpate
