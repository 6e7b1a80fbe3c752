// StudyBody: the simulated bodies of the studies (pattern_study.h), each drawn from its seed alone.
//
// Drawn: weight and height (body mass index 19 to 31), place (seat 20 mm, table 60 mm off the middle) and
// rotation (4 degrees), which edge the head lies at, a map seen from below, reading noise (1 to 6 counts),
// creep or none, up to 8 dead cells. One seed gives the same body in every study that poses it alike.
#pragma once

#include <cstdint>

#include "acquisition/simulated_source.h"

namespace palpate {

enum class StudyPose { supine, prone, seated };

// Number `index` of a seed's draws; 0 to 11 are the body's.
double study_draw(std::uint64_t seed, std::uint64_t index, double low, double high);
// Handed out as fast as it is read; without `seconds` and rate.
SimulationOptions study_body(std::uint64_t seed, StudyPose pose, double roughness);

}  // namespace palpate
