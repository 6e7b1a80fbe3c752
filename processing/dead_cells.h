// Dead cells: which cells give no usable reading? Known ones come from the calibration; others are found
// here.
//
// Rule: a cell that repeats exactly the same raw reading for at least kStuckS and kStuckFrames, while at
// least five of its eight neighbours did change within that time and carry at least 4 times the contact
// threshold now, is dead (stuck at zero or anywhere else). That holds for single cells and for whole dead
// rows and columns, and cannot hold on an empty mat, on a still picture, at the mat's corners, or where a
// sensor's own threshold keeps quiet cells at zero, because living loaded neighbours are the witnesses. A
// cell at full scale is saturated, not dead, unless it stays there for kStuckFullS (and kStuckFrames) while
// each of its neighbours reads less than half of full scale: a body is wider than a cell. The first other
// reading revives the cell. Looked for once a second of device time.
//
// One thread; allocates only in the constructor.
#pragma once

#include <cstdint>
#include <vector>

#include "acquisition/raw_frame.h"
#include "acquisition/source_info.h"
#include "processing/pressure_map.h"

namespace palpate {

inline constexpr double kStuckS = 10.0;
inline constexpr double kStuckFullS = 3.0;  // at full scale
inline constexpr int kStuckFrames = 50;

class DeadCellFinder {
 public:
  DeadCellFinder(const SourceInfo& info, const std::vector<int>& known);

  // Follows the raw readings; `map` before repair; true if the set of dead cells changed.
  bool update(const RawFrame& frame, const PressureMap& map, float contact_threshold, double t_s);
  void reset();

  [[nodiscard]] const Mask& dead() const { return dead_; }  // known and found
  [[nodiscard]] int found() const { return found_; }

 private:
  bool look(const RawFrame& frame, const PressureMap& map, float contact_threshold);
  [[nodiscard]] bool stuck(int cell, std::uint32_t frames) const;
  [[nodiscard]] bool is_dead(const RawFrame& frame, const PressureMap& map, float contact_threshold,
                             int cell) const;

  MatGeometry geometry_;
  float full_scale_;
  const std::vector<int> known_;
  Mask dead_;
  std::vector<float> last_;
  std::vector<std::uint32_t> same_frames_;  // frames in a row with the same reading
  std::uint32_t frames_needed_ = 0, full_frames_needed_ = 0;
  double first_t_s_ = 0.0, next_look_s_ = 0.0;
  std::uint32_t frames_seen_ = 0;
  int found_ = 0;
};

}  // namespace palpate
