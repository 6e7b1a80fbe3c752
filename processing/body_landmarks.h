// Body landmarks: where bones and limbs press, near where the fitted body has them.
//
// Each starts at its place in the fitted body's proportions and moves to the centre of the load (squared
// pressures) in a window around it, three times. Confidence: the fit's, times how much load the window holds
// against what that part usually carries (at most 1). One thread; allocates only while the list grows.
#pragma once

#include <vector>

#include "processing/body_fit.h"
#include "processing/body_state.h"

namespace palpate {

void find_landmarks(const BodyImprint& imprint, const BodyFit& fit, double confidence,
                    std::vector<Landmark>& landmarks);

}  // namespace palpate
