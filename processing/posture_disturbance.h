// Posture disturbance: a map as another mat, bed or body might have shown it, for training.
//
// In turn, each by chance: a thick mattress (Gaussian blur of up to 2.2 cells), another response (a power of
// exp(-0.4..0.4)), saturation (at 2 to 5 times the mean), cells that feel nothing below a limit (up to 0.6 of
// the mean), load that is spread otherwise along the body (a smooth gain of deviation exp(0.35) over 8 knots)
// and rows of unlike gain (up to exp(0.15)). Rows are along the body. Deterministic by the random numbers.
#pragma once

#include <random>

#include "processing/grid.h"
#include "processing/posture_image.h"

namespace palpate {

// The same numbers from every standard library, unlike std::uniform_real_distribution.
double uniform(std::mt19937_64& random, double low, double high);
double gaussian(std::mt19937_64& random);  // mean 0, deviation 1

// The map has no cell that is not finite; it is negative nowhere.
Grid disturbed(const Grid& map, std::mt19937_64& random);
// A turn of up to 7 degrees, a size from small adults to large ones, and a place of the body.
PostureWarp random_warp(std::mt19937_64& random, bool mirror);

}  // namespace palpate
