// The simulator's scenarios: one row each. Adding a row adds it to the command line, the window and the
// tests.
#pragma once

#include <string_view>

#include "acquisition/mat_geometry.h"

namespace palpate::sim {

enum class Pose {
  none,
  seated_upright,
  seated_slouch,
  seated_forward,
  seated_back,
  seated_crossed,  // client's left leg over the right
  supine,
  prone,
  side,  // on the client's left side
};

// A pattern that the scenario is about, in the pose before mirroring.
enum class Pattern { none, right_low_back_lift, right_low_back_load };

struct Scenario {
  std::string_view name;
  std::string_view description;
  Placement placement;
  Pose pose;
  bool mirrored;             // the same body with the client's left and right exchanged
  std::string_view posture;  // as docs/metrics.md names it
  double left_share;         // client's left share before mirroring; 0: as the pose gives it
  Pattern pattern;
  std::string_view region;  // the region that the pattern is about
  double shifts_per_hour;   // at motion level 1
  double fidgets_per_hour;
  bool visits;         // comes and goes
  bool hands = false;  // a therapist presses on place after place
};

// nullptr when there is none of that name.
const Scenario* find_scenario(std::string_view name);

}  // namespace palpate::sim
