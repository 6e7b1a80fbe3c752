#include "processing/dead_cells.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kBlockS = 1.0;
constexpr int kBlockFrames = 5;
constexpr int kWitnesses = 5;
constexpr float kLoadedFactor = 4.0F;
constexpr float kLineLoadedFactor = 2.0F;
constexpr float kZeroFactor = 0.5F;

static_assert(kBlockFrames * 10 >= kStuckFrames && kBlockS * 10 >= kStuckS);

void widen(const float* __restrict values, std::size_t n, float* __restrict low, float* __restrict high) {
  for (std::size_t i = 0; i < n; ++i) low[i] = values[i] < low[i] ? values[i] : low[i];
  for (std::size_t i = 0; i < n; ++i) high[i] = values[i] > high[i] ? values[i] : high[i];
}

}  // namespace

DeadCellFinder::DeadCellFinder(const SourceInfo& info, const std::vector<int>& known)
    : geometry_(info.geometry),
      full_scale_(info.unit == CellUnit::counts ? static_cast<float>(info.adc_full_scale) : INFINITY),
      least_move_(info.unit == CellUnit::counts ? kMovedCounts : 0.0F),
      known_mask_(Mask::Constant(info.geometry.rows, info.geometry.cols, false)) {
  for (const int cell : known) known_mask_.data()[cell] = true;
  dead_rows_.resize(static_cast<std::size_t>(geometry_.rows));
  dead_cols_.resize(static_cast<std::size_t>(geometry_.cols));
  const auto size_for = [&](auto& range) {
    range.low.resize(geometry_.cells());
    range.high.resize(geometry_.cells());
  };
  std::for_each(blocks_.begin(), blocks_.end(), size_for);
  size_for(window_);
  size_for(short_window_);
  reset();
}

void DeadCellFinder::reset() {
  dead_ = known_mask_;
  for (Block& block : blocks_) block.frames = 0;
  found_ = 0;
}

// Takes the readings into the block that is being filled.
void DeadCellFinder::follow(const RawFrame& frame, double t_s) {
  if (blocks_[static_cast<std::size_t>(filling_)].frames > 0 &&
      t_s < blocks_[static_cast<std::size_t>(filling_)].start_s) {  // a seek backwards
    for (Block& block : blocks_) block.frames = 0;
  }
  Block& block = blocks_[static_cast<std::size_t>(filling_)];
  if (block.frames++ == 0) {
    block.start_s = t_s;
    block.low.assign(frame.cells.begin(), frame.cells.end());
    block.high = block.low;
  } else {
    widen(frame.cells.data(), frame.cells.size(), block.low.data(), block.high.data());
  }
}

bool DeadCellFinder::update(const RawFrame& frame, const PressureMap& map, float contact_threshold,
                            double t_s) {
  follow(frame, t_s);
  const Block& block = blocks_[static_cast<std::size_t>(filling_)];
  if (t_s - block.start_s < kBlockS || block.frames < kBlockFrames) return false;
  gather(kStuckS, t_s, window_);
  gather(kStuckFullS, t_s, short_window_);
  const bool changed = short_window_.known && look(frame, map, contact_threshold);
  filling_ = (filling_ + 1) % kBlocks;
  blocks_[static_cast<std::size_t>(filling_)].frames = 0;
  return changed;
}

// Latest block first, until they span `seconds` and kStuckFrames.
void DeadCellFinder::gather(double seconds, double t_s, Range& range) const {
  int frames = 0;
  range.known = false;
  for (int back = 0; back < kBlocks && !range.known; ++back) {
    const Block& block = blocks_[static_cast<std::size_t>((filling_ + kBlocks - back) % kBlocks)];
    if (block.frames == 0) return;
    if (back == 0) {
      range.low = block.low;
      range.high = block.high;
    } else {
      widen(block.low.data(), block.low.size(), range.low.data(), range.high.data());
      widen(block.high.data(), block.high.size(), range.low.data(), range.high.data());
    }
    frames += block.frames;
    range.known = frames >= kStuckFrames && t_s - block.start_s >= seconds;
  }
}

bool DeadCellFinder::moved_far(std::size_t cell) const {
  const float range = window_.high[cell] - window_.low[cell];
  return range >= least_move_ && range > 0.0F && range >= kMovedShare * window_.high[cell];
}

bool DeadCellFinder::is_dead(const RawFrame& frame, const PressureMap& map, float contact_threshold,
                             int cell) const {
  const auto at = static_cast<std::size_t>(cell);
  const bool at_zero = map.pressure.data()[cell] <= kZeroFactor * contact_threshold;
  const int row = cell / geometry_.cols, col = cell % geometry_.cols;
  int witnesses = 0;
  float highest = 0.0F;  // raw, of the neighbours
  for (int r = std::max(0, row - 1); r <= std::min(geometry_.rows - 1, row + 1); ++r) {
    for (int c = std::max(0, col - 1); c <= std::min(geometry_.cols - 1, col + 1); ++c) {
      const auto next = static_cast<std::size_t>(r * geometry_.cols + c);
      if (next == at) continue;
      highest = std::max(highest, frame.cells[next]);
      if (!(map.pressure(r, c) >= kLoadedFactor * contact_threshold)) continue;
      const bool alive = at_zero ? window_.low[next] != window_.high[next] : moved_far(next);
      witnesses += alive ? 1 : 0;
    }
  }
  if (frame.cells[at] >= full_scale_) return highest < 0.5F * full_scale_;
  return window_.known && witnesses >= kWitnesses && window_.low[at] == window_.high[at];
}

bool DeadCellFinder::is_dead_line(const PressureMap& map, float contact_threshold, int first, int step,
                                  int count, int aside) const {
  const float* cells = map.pressure.data();
  const auto alive = [&](int cell) {
    const auto at = static_cast<std::size_t>(cell);
    return cells[cell] >= kLineLoadedFactor * contact_threshold &&
           short_window_.low[at] != short_window_.high[at];
  };
  int pairs = 0;
  for (int i = 0, cell = first; i < count; ++i, cell += step) {
    const auto at = static_cast<std::size_t>(cell);
    if (short_window_.low[at] != short_window_.high[at]) return false;
    if (cells[cell] > kZeroFactor * contact_threshold) return false;
    pairs += alive(cell - aside) && alive(cell + aside) ? 1 : 0;
  }
  return pairs >= kLineWitnesses;
}

void DeadCellFinder::find_dead_lines(const PressureMap& map, float contact_threshold) {
  const int rows = geometry_.rows, cols = geometry_.cols;
  for (int r = 1; r < rows - 1; ++r) {
    dead_rows_[static_cast<std::size_t>(r)] = is_dead_line(map, contact_threshold, r * cols, 1, cols, cols);
  }
  for (int c = 1; c < cols - 1; ++c) {
    dead_cols_[static_cast<std::size_t>(c)] = is_dead_line(map, contact_threshold, c, cols, rows, 1);
  }
}

bool DeadCellFinder::look(const RawFrame& frame, const PressureMap& map, float contact_threshold) {
  find_dead_lines(map, contact_threshold);
  bool changed = false;
  for (int cell = 0; cell < static_cast<int>(frame.cells.size()); ++cell) {
    if (known_mask_.data()[cell]) continue;
    const auto at = static_cast<std::size_t>(cell);
    bool& dead = dead_.data()[cell];
    const bool stuck = short_window_.low[at] == short_window_.high[at];
    const bool in_dead_line = dead_rows_[static_cast<std::size_t>(cell / geometry_.cols)] ||
                              dead_cols_[static_cast<std::size_t>(cell % geometry_.cols)];
    const bool now = stuck && (dead || in_dead_line || is_dead(frame, map, contact_threshold, cell));
    if (now == dead) continue;
    dead = now;
    found_ += now ? 1 : -1;
    changed = true;
  }
  return changed;
}

}  // namespace palpate
