// Calibration: from a cell's reading to kPa. Immutable once loaded; stored as JSON text in each recording.
//
// Steps a frame goes through, in this order:
//   1. zero:     reading - zero of that cell (factory zero here; the session's own tare is the Pipeline's)
//   2. circuit:  the reading as a fraction of adc_full_scale, undone in closed form (processing/
//                readout_circuit.h), giving the cell's conductance in uS; `none`: the reading itself goes on
//   3. gain:     * gain of that cell
//   4. curve:    kPa = sum_k coefficients[k] * x^k  (polynomial, k from 0) or a * x^b (power, x > 0)
// Values beyond valid_max_kpa are kept and the cell is marked saturated. Sources in kPa, mmHg and N/cm2 need
// no calibration: their unit's exact factor is the whole curve.
//
// JSON, every member checked, an unknown one refused:
//   {"id": "reference-board", "date": "2024-05-01",           text, both required
//    "circuit": "zero-potential",                             or "pulldown-grounded", "none" (default)
//    "r_feedback_ohm": 4166.7, "r_on_ohm": 10,                zero-potential
//    "r_load_ohm": 1000,                                      pulldown-grounded (r_on_ohm must be 0)
//    "curve": {"kind": "polynomial", "coefficients": [0, 0.25]},   or "power" with [a, b]; required
//    "zero": 0, "gain": 1,                                    a number, or a list of rows * cols, row-major
//    "dead_cells": [[3, 7]],                                  row, column
//    "valid_max_kpa": 60}                                     0 or absent: not stated
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "acquisition/result.h"
#include "acquisition/source_info.h"

namespace palpate {

enum class ReadoutCircuit { none, pulldown_grounded, zero_potential };
enum class CurveKind { polynomial, power };

struct Calibration {
  std::string id;           // "simulated-mat-1"
  std::string date;         // ISO 8601
  bool calibrated = false;  // false: pressures are counts, PressureUnit::counts
  ReadoutCircuit circuit = ReadoutCircuit::none;
  double r_load_ohm = 0.0, r_on_ohm = 0.0, r_feedback_ohm = 0.0;
  CurveKind curve = CurveKind::polynomial;
  std::vector<double> coefficients;  // polynomial: c0, c1, ..; power: a, b
  std::vector<float> zero, gain;     // per cell, row-major; empty: 0 and 1
  std::vector<int> dead_cells;       // row * cols + col, ascending: known to give no usable reading
  double valid_max_kpa = 0.0;        // 0: not stated
};

// Empty text with unit counts gives an uncalibrated Calibration; other units give their exact factor. Errors
// name the JSON member and what it should hold.
Result<Calibration> calibration_for(const SourceInfo& info);
Result<Calibration> parse_calibration(std::string_view json, const MatGeometry& geometry);
std::string to_json(const Calibration& calibration, const MatGeometry& geometry);

std::string_view name_of(ReadoutCircuit circuit);  // "none", "pulldown-grounded", "zero-potential"

}  // namespace palpate
