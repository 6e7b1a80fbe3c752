#include "processing/dead_cells.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {
constexpr double kLookEveryS = 1.0;
constexpr int kWitnesses = 5;
constexpr float kLoadedFactor = 4.0F;
}  // namespace

DeadCellFinder::DeadCellFinder(const SourceInfo& info, const std::vector<int>& known)
    : geometry_(info.geometry),
      full_scale_(info.unit == CellUnit::counts ? static_cast<float>(info.adc_full_scale) : INFINITY),
      known_(known),
      last_(info.geometry.cells(), NAN),
      same_frames_(info.geometry.cells(), 0) {
  reset();
}

void DeadCellFinder::reset() {
  dead_ = Mask::Constant(geometry_.rows, geometry_.cols, false);
  for (const int cell : known_) dead_.data()[cell] = true;
  std::fill(last_.begin(), last_.end(), NAN);
  std::fill(same_frames_.begin(), same_frames_.end(), 0U);
  frames_seen_ = 0;
  found_ = 0;
}

bool DeadCellFinder::update(const RawFrame& frame, const PressureMap& map, float contact_threshold,
                            double t_s) {
  const std::size_t n = last_.size();
  for (std::size_t i = 0; i < n; ++i) {
    same_frames_[i] = frame.cells[i] == last_[i] ? same_frames_[i] + 1 : 0;
    last_[i] = frame.cells[i];
  }
  if (frames_seen_++ == 0) {
    first_t_s_ = t_s;
    next_look_s_ = t_s + kStuckFullS;
  }
  if (t_s < next_look_s_) return false;
  next_look_s_ = t_s + kLookEveryS;
  const double period_s = (t_s - first_t_s_) / frames_seen_;
  const auto frames_in = [&](double seconds) {
    const double frames = period_s > 0.0 ? std::ceil(seconds / period_s) : kStuckFrames;
    return static_cast<std::uint32_t>(std::clamp(frames, double{kStuckFrames}, 1e9));
  };
  frames_needed_ = frames_in(kStuckS);
  full_frames_needed_ = frames_in(kStuckFullS);
  return look(frame, map, contact_threshold);
}

bool DeadCellFinder::stuck(int cell, std::uint32_t frames) const {
  return same_frames_[static_cast<std::size_t>(cell)] >= frames;
}

bool DeadCellFinder::is_dead(const RawFrame& frame, const PressureMap& map, float contact_threshold,
                             int cell) const {
  const int row = cell / geometry_.cols, col = cell % geometry_.cols;
  int witnesses = 0;
  float highest = 0.0F;  // raw, of the neighbours
  for (int r = std::max(0, row - 1); r <= std::min(geometry_.rows - 1, row + 1); ++r) {
    for (int c = std::max(0, col - 1); c <= std::min(geometry_.cols - 1, col + 1); ++c) {
      const int next = r * geometry_.cols + c;
      if (next == cell) continue;
      highest = std::max(highest, frame.cells[static_cast<std::size_t>(next)]);
      const bool loaded = map.pressure(r, c) >= kLoadedFactor * contact_threshold;
      witnesses += loaded && !stuck(next, frames_needed_) ? 1 : 0;
    }
  }
  if (frame.cells[static_cast<std::size_t>(cell)] >= full_scale_) {
    return highest < 0.5F * full_scale_ && stuck(cell, full_frames_needed_);
  }
  return witnesses >= kWitnesses && stuck(cell, frames_needed_);
}

bool DeadCellFinder::look(const RawFrame& frame, const PressureMap& map, float contact_threshold) {
  bool changed = false;
  for (int cell = 0; cell < static_cast<int>(frame.cells.size()); ++cell) {
    if (std::binary_search(known_.begin(), known_.end(), cell)) continue;
    bool& dead = dead_.data()[cell];
    const bool now =
        stuck(cell, full_frames_needed_) && (dead || is_dead(frame, map, contact_threshold, cell));
    if (now == dead) continue;
    dead = now;
    found_ += now ? 1 : -1;
    changed = true;
  }
  return changed;
}

}  // namespace palpate
