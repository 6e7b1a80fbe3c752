// SimulatedBody: a seeded body on a mat, with its ground truth. A product feature: demo, tests and training
// use it.
//
// Pure: no clock, no thread. The same scenario, seed, geometry and time give the same pressures on every
// machine.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "acquisition/result.h"
#include "acquisition/simulated_edge.h"
#include "acquisition/simulated_press.h"

namespace palpate {

struct ScenarioInfo {
  std::string_view name;         // "seated-left-lean"
  std::string_view description;  // one line
  Placement placement;
};
const std::vector<ScenarioInfo>& scenarios();

// What is true at one instant; the yardstick of tests, never read by processing.
struct GroundTruth {
  double t_s = 0.0;
  bool occupied = false;
  std::string posture;  // names of docs/metrics.md: "supine", "seated-left", "empty"
  std::string
      heavier_side;         // of the pose held: "client's left", "client's right", "" when within 3 % of even
  std::string region;       // the region the scenario or the spot is about ("lumbar"), or ""
  std::string region_side;  // "client's left", "client's right", ""
  std::string region_id;    // the same in the names of processing/region.h: "low_back_left", ""
  double region_change = 0.0;                   // 0.3: the place carries 30 % more than it would
  double region_area_cm2 = 0.0;                 // size of the place
  double region_x_mm = 0.0, region_y_mm = 0.0;  // its middle on the map
  double load_n = 0.0;                  // normal load on the mat: the integral of the pressures handed out
  double client_left_share = 0.5;       // of the same pressures about the body's midline; 0.5 lying on a side
  double breathing_rate_per_min = 0.0;  // right now; 0 while the breath is held
  double heart_rate_per_min = 0.0;
  bool moving = false;
  bool holding_breath = false;
  double breath = 0.0;         // chest, about -1 (out) .. 1 (in)
  std::uint64_t shifts = 0;    // lasting changes of place so far, with the one under way
  std::uint64_t fidgets = 0;   // moves and returns so far, with the one under way
  double hand_n = 0.0;         // force of the therapist's hands; several hands add up
  double hand_on_mat_n = 0.0;  // what of it reaches the mat just now, beside and behind the body's inertia
  double hand_x_mm = 0.0, hand_y_mm = 0.0;  // their place, the mean weighted by force; 0 while hand_n is 0
  std::string hand_region, hand_side;       // of the strongest press, where the scenario names it
  double edge_kpa = 0.0, edge_x_mm = 0.0, edge_y_mm = 0.0;  // something hard: its pressure, its middle
  double midline_head_x_mm = 0.0, midline_head_y_mm = 0.0;  // on the map: the body's midline
  double midline_foot_x_mm = 0.0, midline_foot_y_mm = 0.0;  // from its head (seat: rear) end to the other;
                                                            // on a side the line through shoulder and hip
};

// Where a part of the body presses, on the map.
struct BodyLandmark {
  std::string_view name;  // "heel"
  std::string_view side;  // "client's left", "client's right", "" on the midline or lying on a side
  double x_mm = 0.0, y_mm = 0.0;
};

// A region of one side that carries more or less than it would. Regions: lying shoulder-blade, mid-back,
// lumbar, pelvis, thigh, calf; sitting ischial, thigh.
struct LoadSpot {
  std::string region;
  bool client_left = true;
  double change = 0.0;    // -1 lifted off the mat .. 2 three times the pressure
  double size_cm2 = 0.0;  // 0: soft, as large as the region; else 5..600: flat, of this size
};
// "low_back_left" (names of processing/region.h) to a spot of a size that suits a hand; false if unknown.
bool spot_from_region_id(std::string_view id, LoadSpot& spot);
inline constexpr double kPatternSizeCm2 = 120.0;

struct SimulatedBodyOptions {
  std::string scenario = "seated-even";
  std::uint64_t seed = 1;
  std::uint64_t sitting = 0;  // another recording of the same client: other place, cloth and movements
  MatGeometry geometry;       // rows = 0: the scenario's own mat
  // Unset: drawn from the seed.
  std::optional<double> weight_kg = {};        // 20..300
  std::optional<double> height_mm = {};        // 1000..2300
  std::optional<double> breaths_per_min = {};  // 0 (none) or 3..60
  std::optional<double> beats_per_min = {};    // 0 (none) or 30..220
  std::optional<double> offset_x_mm = {};      // of the body from the mat's middle, to the map's right
  std::optional<double> offset_y_mm = {};      // away from the head edge
  std::optional<double> rotation_deg = {};     // head end towards the map's right
  std::optional<double> left_share = {};  // client's left share of the load, 0.2..0.8; not lying on a side
  std::optional<LoadSpot> spot = {};      // in place of the scenario's own; not lying on a side
  double roughness = 1.0;                 // of tissue, cloth and limbs; 0 smooth and symmetric .. 2
  double motion = 1.0;                    // 0 perfectly still .. 1 as the scenario says .. 5
  std::optional<double> shifts_per_hour = {};   // 0..600, times motion; unset: the scenario's
  std::optional<double> fidgets_per_hour = {};  // the same
  bool creep = true;                            // pressure settles over minutes
  std::vector<SimulatedPress> presses = {};     // in place of the scenario's own; lying only
  std::optional<SimulatedEdge> edge = {};       // something hard under the body; not lying on a side
  double press_breath = 0.0;                    // share by which 100 N on the trunk flatten the breath, 0..10
  double hold_start_s = -1.0;                   // the breath is held from here (< 0: never)
  double hold_seconds = 0.0;
  double breath_depth = 1.0;    // of the usual swing, 0..3
  double breath_scatter = 0.0;  // of length and depth from breath to breath (share); then with pauses, sighs
};

class SimulatedBody {
 public:
  static Result<SimulatedBody> create(const SimulatedBodyOptions& options);
  SimulatedBody(SimulatedBody&&) noexcept;
  SimulatedBody& operator=(SimulatedBody&&) noexcept;
  ~SimulatedBody();

  [[nodiscard]] const MatGeometry& geometry() const;
  // t_s in 0..1e6; a pure function of time, cheapest when time goes forward. Fills `kpa` (rows*cols,
  // row-major) with the true pressure before any sensor.
  GroundTruth pressure_at(double t_s, std::vector<float>& kpa);
  // Of the place held at the time last asked for; empty when the scenario has nobody.
  [[nodiscard]] std::vector<BodyLandmark> landmarks() const;
  [[nodiscard]] double weight_n() const;  // of the whole body

 private:
  struct Impl;
  explicit SimulatedBody(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace palpate
