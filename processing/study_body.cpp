#include "processing/study_body.h"

#include <array>
#include <utility>

#include "acquisition/sim_random.h"

namespace palpate {
namespace {

constexpr std::uint64_t kStudyStream = 4096;  // apart from the simulator's own

// A mat turned under the client covers the same ground.
void turn_mat(MatGeometry& g, std::uint64_t seed, bool seat) {
  g.rows = seat ? 32 : 64;
  g.cols = 32;
  g.pitch_x_mm = seat ? 14.7 : 25.0;
  g.pitch_y_mm = seat ? 14.7 : 29.0;
  g.placement = seat ? Placement::seat : Placement::table;
  static constexpr std::array kEdges = {HeadEdge::top, HeadEdge::bottom, HeadEdge::left, HeadEdge::right};
  g.head = kEdges[static_cast<std::size_t>(study_draw(seed, 10, 0.0, 4.0)) % kEdges.size()];
  if (g.head == HeadEdge::left || g.head == HeadEdge::right) {
    std::swap(g.rows, g.cols);
    std::swap(g.pitch_x_mm, g.pitch_y_mm);
  }
  g.mirrored = study_draw(seed, 11, 0.0, 1.0) < 0.2;
}

}  // namespace

double study_draw(std::uint64_t seed, std::uint64_t index, double low, double high) {
  return sim::uniform(seed, kStudyStream, index, low, high);
}

SimulationOptions study_body(std::uint64_t seed, StudyPose pose, double roughness) {
  const auto draw = [seed](std::uint64_t index, double low, double high) {
    return study_draw(seed, index, low, high);
  };
  const bool seat = pose == StudyPose::seated;
  SimulationOptions o;
  o.body.scenario = pose == StudyPose::supine  ? "supine-even"
                    : pose == StudyPose::prone ? "prone"
                                               : "seated-even";
  o.body.seed = seed;
  o.body.height_mm = draw(0, 1540.0, 1850.0);
  o.body.weight_kg = draw(1, 19.0, 31.0) * *o.body.height_mm * *o.body.height_mm * 1e-6;
  o.body.offset_x_mm = draw(2, -1.0, 1.0) * (seat ? 20.0 : 60.0);
  if (seat) o.body.offset_y_mm = draw(3, -20.0, 20.0);
  o.body.rotation_deg = draw(4, -4.0, 4.0);
  o.body.roughness = roughness;
  o.body.creep = draw(5, 0.0, 1.0) < 0.8;
  o.sensor.noise_counts = draw(6, 1.0, 6.0);
  o.sensor.dead_cells = static_cast<int>(draw(7, 0.0, 9.0));
  turn_mat(o.body.geometry, seed, seat);
  o.live = false;
  return o;
}

}  // namespace palpate
