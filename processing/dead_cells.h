// Dead cells: which cells give no usable reading? Known ones come from the calibration; others are found
// here.
//
// Only a cell that repeats exactly the same raw reading for a whole window (kStuckS and kStuckFrames) is
// suspected, and only if at least five of its eight neighbours, the witnesses, carry at least 4 times the
// contact threshold now and changed within the window. It is dead when it is
//   stuck at its zero    it reads no more than half the contact threshold: no skin pulls a pressure of 4
//                        times the threshold to nothing within one cell;
//   stuck elsewhere      each witness moved by at least kMovedCounts and by kMovedShare of its highest
//                        reading: while a body sits still a healthy cell of a quiet sensor may repeat one
//                        count for as long as it likes, while its neighbours flicker between two.
// A whole row or column that repeats readings at zero for kStuckFullS is dead as soon as kLineWitnesses
// living pairs of cells, one on either side of it, carry twice the contact threshold: under a body that lies
// lightly no cell has five witnesses, no gap in a body is a cell wide from edge to edge, and a lean of the
// whole body must not be told before it is known.
//
// The first rule holds for single cells and for whole dead rows and columns, and cannot hold on an empty mat,
// on a still picture, at the mat's corners, or where a sensor's own threshold keeps quiet cells at zero,
// because living loaded neighbours are the witnesses. A cell at full scale is saturated, not dead, unless it
// stays there for kStuckFullS (and kStuckFrames) while each of its neighbours reads less than half of full
// scale: a body is wider than a cell. The first other reading revives the cell. Looked for once a second of
// device time, or every five frames of a slower stream.
//
// One thread; allocates only in the constructor.
#pragma once

#include <array>
#include <vector>

#include "acquisition/raw_frame.h"
#include "acquisition/source_info.h"
#include "processing/pressure_map.h"

namespace palpate {

inline constexpr double kStuckS = 10.0;
inline constexpr double kStuckFullS = 3.0;  // at full scale
inline constexpr int kStuckFrames = 50;
inline constexpr int kLineWitnesses = 8;
inline constexpr float kMovedCounts = 8.0F;  // of the converter; a source in kPa has no such step
inline constexpr float kMovedShare = 0.25F;

class DeadCellFinder {
 public:
  DeadCellFinder(const SourceInfo& info, const std::vector<int>& known);

  // Follows the raw readings; `map` before repair; true if the set of dead cells changed.
  bool update(const RawFrame& frame, const PressureMap& map, float contact_threshold, double t_s);
  void reset();

  [[nodiscard]] const Mask& dead() const { return dead_; }  // known and found
  [[nodiscard]] int found() const { return found_; }

 private:
  static constexpr int kBlocks = 10;  // of a second each; a window is made of the latest of them
  struct Block {
    double start_s = 0.0;
    int frames = 0;
    std::vector<float> low, high;  // of each cell's readings
  };
  // Each cell's lowest and highest reading of the latest blocks; not known while they are too few.
  struct Range {
    std::vector<float> low, high;
    bool known = false;
  };

  void follow(const RawFrame& frame, double t_s);
  void gather(double seconds, double t_s, Range& range) const;
  bool look(const RawFrame& frame, const PressureMap& map, float contact_threshold);
  [[nodiscard]] bool is_dead(const RawFrame& frame, const PressureMap& map, float contact_threshold,
                             int cell) const;
  [[nodiscard]] bool moved_far(std::size_t cell) const;
  void find_dead_lines(const PressureMap& map, float contact_threshold);
  [[nodiscard]] bool is_dead_line(const PressureMap& map, float contact_threshold, int first, int step,
                                  int count, int aside) const;

  MatGeometry geometry_;
  float full_scale_, least_move_;
  Mask known_mask_, dead_;
  std::vector<bool> dead_rows_, dead_cols_;
  std::array<Block, kBlocks> blocks_;
  int filling_ = 0;
  Range window_, short_window_;
  int found_ = 0;
};

}  // namespace palpate
