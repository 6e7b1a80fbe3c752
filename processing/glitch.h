// Glitch check: is this frame garbage that must never be analysed? Causal: it looks at this frame and at what
// was normal before.
//
// What a body cannot do, whatever the mat:
//   1. values that are not numbers in more than half of the mat
//   2. no coherence: a body is larger than a cell, so pressure changes from cell to cell in slopes and steps,
//   not
//      in alternation. Counted are cells that differ from both neighbours in their row by more than a quarter
//      of full scale in the same direction (spikes and notches). A byte that slipped in the stream turns most
//      of the frame into such cells. Garbage: they make up at least 1 % of the mat (and 8 cells), at least a
//      tenth of the cells above a quarter of full scale, and 4 times what this mat showed so far.
//   3. more than half of the mat at full scale, all with the same value
// Load alone never makes a frame garbage: somebody sitting down multiplies it in one frame. A mat that rule 2
// or 3 calls garbage for kGlitchPatience frames in a row is taken as it is from then on; what holds no
// numbers (rule 1) never becomes data, least of all an empty mat. Rules 2 and 3 need counts and their full
// scale (or the largest value of the frame, if that is beyond it); elsewhere only rule 1 applies. Source of
// the pattern: PhysioNet PMD, experiment I (Pouyan 2017).
#pragma once

#include <vector>

#include "acquisition/raw_frame.h"
#include "acquisition/source_info.h"

namespace palpate {

inline constexpr int kGlitchPatience = 10;

class GlitchCheck {
 public:
  explicit GlitchCheck(const SourceInfo& info);
  bool is_garbage(const RawFrame& frame);
  void reset();

 private:
  [[nodiscard]] bool hardly_numbers(const RawFrame& frame);
  [[nodiscard]] bool stuck_at_top(const RawFrame& frame) const;
  [[nodiscard]] bool incoherent(const RawFrame& frame);

  int rows_, cols_;
  bool counts_;
  float full_scale_;
  std::vector<float> row_spans_;  // of the latest frame: highest less lowest value of each row, 0 included
  float largest_ = 0.0F;          // of the latest frame
  int usual_spikes_ = 0;          // most seen in a frame that was taken as good
  int garbage_in_row_ = 0;
  int spikes_ = 0;  // of the latest frame
};

}  // namespace palpate
