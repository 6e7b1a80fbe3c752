// Calibrator: applies a Calibration to the cells of a frame. First stage of the Pipeline.
//
// One thread, no failure, no allocation after construction. Cells outside the stated range of the ADC, and
// values that are not numbers, come out as they are (garbage is for the glitch check to see), never as NaN in
// `pressure`: a cell that is not a number reads 0 and is marked dead for this frame.
#pragma once

#include <vector>

#include "acquisition/raw_frame.h"
#include "acquisition/source_info.h"
#include "processing/calibration.h"
#include "processing/pressure_map.h"

namespace palpate {

class Calibrator {
 public:
  // `calibration` must have been checked against info.geometry.
  Calibrator(const SourceInfo& info, Calibration calibration);

  // Sizes `map` on first use; fills pressure (may be below zero: the tare comes later), dead and saturated,
  // clears repaired.
  void apply(const RawFrame& frame, PressureMap& map);

  [[nodiscard]] const Calibration& calibration() const { return calibration_; }
  [[nodiscard]] PressureUnit unit() const;

 private:
  void subtract_zero(const RawFrame& frame, float* out) const;
  void undo_circuit(float* cells);
  void apply_curve(float* cells) const;
  void mark(const RawFrame& frame, PressureMap& map) const;

  MatGeometry geometry_;
  double full_scale_ = 0.0;
  bool counts_ = false;
  Calibration calibration_;
  std::vector<float> column_scratch_;
};

}  // namespace palpate
