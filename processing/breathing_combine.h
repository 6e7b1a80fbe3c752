// Many cells to one respiration signal: maximal-ratio combining. Used by breathing.cpp.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

#include "processing/breathing_rate.h"

namespace palpate {

// Time x channels; one column a cell (or a block of cells).
using ChannelBlock = Eigen::MatrixXf;

struct Combined {
  bool found = false;
  Eigen::VectorXd weights;  // a channel: signal = channels * weights, before trend removal
  Eigen::VectorXd signal;   // trend-free, smoothed, 0 at invalid samples
  Eigen::MatrixXd basis;    // trend_basis(valid)
  BreathingRate rate;
};

// Joins the channels over the valid samples. The strongest common rhythms (up to three) are tried; the most
// regular one in relation to its strength wins. found = false with fewer than 10 s of valid samples or no
// moving channel.
Combined combine_channels(const ChannelBlock& channels, std::span<const std::uint8_t> valid, double step_s);

// 1 where the body moves: the change of the whole map over 0.5 s is beyond 4 times its usual (30 % quantile)
// size. `change` is one value a step; widened by 0.4 s to both sides.
std::vector<std::uint8_t> movement_mask(std::span<const float> change, double step_s);

// Adds to `moving` the steps in which the whole load goes up or down: within 2 s by more than 0.6 % and far
// more than usual. Somebody presses, or leans: breath moves load about, and adds next to none.
void mark_load_ramps(std::span<const float> load, double step_s, std::vector<std::uint8_t>& moving);

}  // namespace palpate
