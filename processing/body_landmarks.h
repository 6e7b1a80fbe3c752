// Body landmarks: where bones and limbs press, near where the fitted body has them.
//
// Head and trunk: each starts at its place in the fitted body's proportions and moves to the centre of the
// load (squared pressures) in a window around it, three times. Legs: the centre of the load of those cells
// that lie so far along the leg (leg_map.h): thigh 0.09 to 0.20 of the stature from the hip joint, calf 0.27
// to 0.40, heel 0.44 to 0.55. On a side the same for shoulder, hip, knee and ankle, without a left or right:
// of two knees on the mat the one that presses harder. Face down no heel is given, for it points up. A
// sitter's thigh: the middle between sit bones and the front edge of the imprint on that side. Confidence:
// the fit's, times how much load the window holds against what that part usually carries (at most 1); knees
// and ankles on a side at most half. One thread; allocates only while the list grows.
#pragma once

#include <vector>

#include "processing/body_fit.h"
#include "processing/body_state.h"
#include "processing/leg_map.h"

namespace palpate {

// Sets where the head of a lying body is.
void place_head(const BodyImprint& imprint, BodyFit& fit);

// `legs`: of this imprint and fit; not read for a sitter.
void find_landmarks(const BodyImprint& imprint, const BodyFit& fit, const LegMap& legs, double confidence,
                    std::vector<Landmark>& landmarks);

}  // namespace palpate
