#include "acquisition/scenarios.h"

#include <array>
#include <vector>

#include "acquisition/simulated_body.h"

namespace palpate {
namespace sim {
namespace {

constexpr auto kSeat = Placement::seat;
constexpr auto kTable = Placement::table;
constexpr auto kNoPattern = Pattern::none;

// Healthy sitters shift about 20 times an hour (docs/simulation.md). Lying people on a table move little.
constexpr std::array kScenarios{
    Scenario{"seated-even", "sits upright, load even on both sides", kSeat, Pose::seated_upright, false,
             "seated-upright", 0.5, kNoPattern, "", 20, 30, false},
    Scenario{"seated-left-lean", "sits with more load on the client's left", kSeat, Pose::seated_upright,
             false, "seated-left", 0.62, kNoPattern, "", 12, 20, false},
    Scenario{"seated-right-lean", "sits with more load on the client's right", kSeat, Pose::seated_upright,
             true, "seated-right", 0.62, kNoPattern, "", 12, 20, false},
    Scenario{"seated-slouch", "slouches: load on the sacrum, little on the thighs", kSeat,
             Pose::seated_slouch, false, "seated-slouch", 0.5, kNoPattern, "", 10, 20, false},
    Scenario{"seated-forward", "leans forward over a desk: load on the thighs", kSeat, Pose::seated_forward,
             false, "seated-forward", 0.5, kNoPattern, "", 20, 30, false},
    Scenario{"seated-back", "leans into the back rest", kSeat, Pose::seated_back, false, "seated-back", 0.5,
             kNoPattern, "", 12, 20, false},
    Scenario{"seated-crossed-left", "client's left leg crossed over the other", kSeat, Pose::seated_crossed,
             false, "seated-crossed-left", 0.0, kNoPattern, "", 12, 20, false},
    Scenario{"seated-crossed-right", "client's right leg crossed over the other", kSeat, Pose::seated_crossed,
             true, "seated-crossed-right", 0.0, kNoPattern, "", 12, 20, false},
    Scenario{"seated-restless", "sits upright, shifts and fidgets all the time", kSeat, Pose::seated_upright,
             false, "seated-upright", 0.5, kNoPattern, "", 90, 150, false},
    Scenario{"supine-even", "lies on the back, load even on both sides", kTable, Pose::supine, false,
             "supine", 0.5, kNoPattern, "", 2, 12, false},
    Scenario{"supine-right-lumbar-lift", "lies on the back, client's right low back off the mat", kTable,
             Pose::supine, false, "supine", 0.5, Pattern::right_low_back_lift, "lumbar", 2, 12, false},
    Scenario{"supine-left-lumbar-lift", "lies on the back, client's left low back off the mat", kTable,
             Pose::supine, true, "supine", 0.5, Pattern::right_low_back_lift, "lumbar", 2, 12, false},
    Scenario{"supine-with-hands", "lies on the back while a therapist presses: light, moderate, deep", kTable,
             Pose::supine, false, "supine", 0.5, kNoPattern, "", 2, 12, false, true},
    Scenario{"prone-with-hands", "lies face down while a therapist presses: light, moderate, deep", kTable,
             Pose::prone, false, "prone", 0.5, kNoPattern, "", 2, 12, false, true},
    Scenario{"supine-right-low-back-load", "lies on the back, client's right low back carries 30 % more",
             kTable, Pose::supine, false, "supine", 0.5, Pattern::right_low_back_load, "lumbar", 2, 12,
             false},
    Scenario{"supine-left-low-back-load", "lies on the back, client's left low back carries 30 % more",
             kTable, Pose::supine, true, "supine", 0.5, Pattern::right_low_back_load, "lumbar", 2, 12, false},
    Scenario{"prone", "lies face down, arms up", kTable, Pose::prone, false, "prone", 0.5, kNoPattern, "", 2,
             12, false},
    Scenario{"side-left", "lies on the client's left side, knees bent", kTable, Pose::side, false,
             "side-left", 0.0, kNoPattern, "", 2, 12, false},
    Scenario{"side-right", "lies on the client's right side, knees bent", kTable, Pose::side, true,
             "side-right", 0.0, kNoPattern, "", 2, 12, false},
    Scenario{"empty", "nobody there", kSeat, Pose::none, false, "empty", 0.0, kNoPattern, "", 0, 0, false},
    Scenario{"arrive-and-leave", "an empty seat, somebody sits down, leaves, comes back", kSeat,
             Pose::seated_upright, false, "seated-upright", 0.5, kNoPattern, "", 20, 30, true},
};

}  // namespace

const Scenario* find_scenario(std::string_view name) {
  for (const Scenario& scenario : kScenarios) {
    if (scenario.name == name) return &scenario;
  }
  return nullptr;
}

}  // namespace sim

const std::vector<ScenarioInfo>& scenarios() {
  static const std::vector<ScenarioInfo> list = [] {
    std::vector<ScenarioInfo> infos;
    for (const sim::Scenario& s : sim::kScenarios) infos.push_back({s.name, s.description, s.placement});
    return infos;
  }();
  return list;
}

}  // namespace palpate
