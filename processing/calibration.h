// Calibration: from a cell's reading to kPa. Immutable once loaded; stored as JSON text in each recording.
//
// Steps a frame goes through, in this order:
//   1. unit:     kPa, mmHg and N/cm2 are scaled; counts go on
//   2. zero:     reading - zero of that cell (factory zero here; the session's own tare is the Pipeline's)
//   3. circuit:  `pulldown_grounded`: the row-driven divider is undone in closed form, giving conductance in
//   uS
//                (docs/metrics.md, "Crosstalk"); `none`: the reading itself goes on
//   4. gain:     * gain of that cell
//   5. curve:    kPa = sum_k coefficients[k] * x^k  (polynomial, k from 0) or a * x^b (power)
// Values beyond valid_max_kpa are kept and the cell is marked saturated.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "acquisition/result.h"
#include "acquisition/source_info.h"

namespace palpate {

enum class ReadoutCircuit { none, pulldown_grounded };
enum class CurveKind { polynomial, power };

struct Calibration {
  std::string id;           // "simulated-mat-1"
  std::string date;         // ISO 8601
  bool calibrated = false;  // false: pressures are counts, PressureUnit::counts
  ReadoutCircuit circuit = ReadoutCircuit::none;
  double r_load_ohm = 0.0, r_on_ohm = 0.0;
  CurveKind curve = CurveKind::polynomial;
  std::vector<double> coefficients;  // polynomial: c0, c1, ..; power: a, b
  std::vector<float> zero, gain;     // per cell, row-major; empty: 0 and 1
  double valid_max_kpa = 0.0;        // 0: not stated
};

// Checks sizes against the geometry; an error names the JSON member. Empty text with unit counts gives an
// uncalibrated Calibration; other units give their exact factor.
Result<Calibration> calibration_for(const SourceInfo& info);
Result<Calibration> parse_calibration(std::string_view json, const MatGeometry& geometry);
std::string to_json(const Calibration& calibration);

}  // namespace palpate
