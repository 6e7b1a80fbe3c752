#include "processing/calibrator.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "processing/readout_circuit.h"

namespace palpate {
namespace {

constexpr float kMicrosiemensPerSiemens = 1e6F;

Grid& sized(Grid& grid, const MatGeometry& g) {
  if (grid.rows() != g.rows || grid.cols() != g.cols) grid.resize(g.rows, g.cols);
  return grid;
}

void sized_false(Mask& mask, const MatGeometry& g) {
  if (mask.rows() != g.rows || mask.cols() != g.cols) mask.resize(g.rows, g.cols);
  mask.setConstant(false);
}

// Horner's rule in double. The usual lengths are known to the compiler, so that it works on several cells at
// once.
template <std::size_t Terms>
void apply_polynomial(const double* k, float* cells, std::size_t n) {
#pragma omp simd
  for (std::size_t i = 0; i < n; ++i) {
    const double x = static_cast<double>(cells[i]);
    double sum = k[Terms - 1];
    for (std::size_t j = Terms - 1; j-- > 0;) sum = sum * x + k[j];
    cells[i] = static_cast<float>(sum);
  }
}

void apply_polynomial(const std::vector<double>& k, float* cells, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const double x = static_cast<double>(cells[i]);
    double sum = 0.0;
    for (std::size_t j = k.size(); j-- > 0;) sum = sum * x + k[j];
    cells[i] = static_cast<float>(sum);
  }
}

// x - x is 0 for numbers only.
bool all_numbers(const float* cells, std::size_t n) {
  int bad = 0;
#pragma omp simd reduction(| : bad)
  for (std::size_t i = 0; i < n; ++i) bad |= static_cast<int>(cells[i] - cells[i] != 0.0F);
  return bad == 0;
}

// Values that are no numbers become 0 and their cells dead.
void bury_non_numbers(float* cells, bool* dead, std::size_t n) {
  if (all_numbers(cells, n)) return;
  for (std::size_t i = 0; i < n; ++i) {
    if (std::isfinite(cells[i])) continue;
    cells[i] = 0.0F;
    dead[i] = true;
  }
}

// Looks before it writes: a saturated cell is rare.
void mark_from(const float* values, float limit, bool* saturated, std::size_t n) {
  float largest = -std::numeric_limits<float>::infinity();
#pragma omp simd reduction(max : largest)
  for (std::size_t i = 0; i < n; ++i) largest = values[i] > largest ? values[i] : largest;
  if (!(largest >= limit)) return;
  for (std::size_t i = 0; i < n; ++i) saturated[i] = saturated[i] || values[i] >= limit;
}

}  // namespace

Calibrator::Calibrator(const SourceInfo& info, Calibration calibration)
    : geometry_(info.geometry),
      full_scale_(info.adc_full_scale),
      counts_(info.unit == CellUnit::counts),
      calibration_(std::move(calibration)),
      column_scratch_(static_cast<std::size_t>(info.geometry.cols)) {}

PressureUnit Calibrator::unit() const {
  return calibration_.calibrated ? PressureUnit::kpa : PressureUnit::counts;
}

void Calibrator::apply(const RawFrame& frame, PressureMap& map) {
  PALPATE_EXPECTS(frame.cells.size() == geometry_.cells());
  float* cells = sized(map.pressure, geometry_).data();
  sized_false(map.dead, geometry_);
  sized_false(map.repaired, geometry_);
  sized_false(map.saturated, geometry_);
  map.unit = unit();
  subtract_zero(frame, cells);
  undo_circuit(cells);
  const auto& gain = calibration_.gain;
  for (std::size_t i = 0; i < gain.size(); ++i) cells[i] *= gain[i];
  if (calibration_.calibrated) apply_curve(cells);
  mark(frame, map);
}

void Calibrator::subtract_zero(const RawFrame& frame, float* out) const {
  const auto& zero = calibration_.zero;
  if (zero.empty()) {
    std::copy(frame.cells.begin(), frame.cells.end(), out);
  } else {
    for (std::size_t i = 0; i < zero.size(); ++i) out[i] = frame.cells[i] - zero[i];
  }
}

void Calibrator::undo_circuit(float* cells) {
  if (calibration_.circuit == ReadoutCircuit::none) return;
  const std::size_t n = geometry_.cells();
  const auto to_fraction = static_cast<float>(1.0 / full_scale_);
  for (std::size_t i = 0; i < n; ++i) cells[i] *= to_fraction;
  const MatrixShape shape{geometry_.rows, geometry_.cols};
  if (calibration_.circuit == ReadoutCircuit::pulldown_grounded) {
    invert_pulldown_grounded(cells, cells, shape, calibration_.r_load_ohm, column_scratch_.data());
  } else {
    invert_zero_potential(cells, cells, shape, calibration_.r_feedback_ohm, calibration_.r_on_ohm);
  }
  for (std::size_t i = 0; i < n; ++i) cells[i] *= kMicrosiemensPerSiemens;
}

void Calibrator::apply_curve(float* cells) const {
  const std::size_t n = geometry_.cells();
  const auto& k = calibration_.coefficients;
  if (calibration_.curve == CurveKind::power) {
    for (std::size_t i = 0; i < n; ++i) {
      const double x = static_cast<double>(cells[i]);
      cells[i] = x > 0.0 ? static_cast<float>(k[0] * std::pow(x, k[1])) : 0.0F;
    }
    return;
  }
  if (k.size() == 2) {  // the common straight line; a kPa source (0, 1) passes through unchanged
    const auto offset = static_cast<float>(k[0]);
    const auto slope = static_cast<float>(k[1]);
    for (std::size_t i = 0; i < n; ++i) cells[i] = offset + slope * cells[i];
    return;
  }
  switch (k.size()) {
    case 3:
      return apply_polynomial<3>(k.data(), cells, n);
    case 4:
      return apply_polynomial<4>(k.data(), cells, n);
    case 5:
      return apply_polynomial<5>(k.data(), cells, n);
    default:
      return apply_polynomial(k, cells, n);
  }
}

void Calibrator::mark(const RawFrame& frame, PressureMap& map) const {
  const std::size_t n = geometry_.cells();
  float* cells = map.pressure.data();
  bool* dead = map.dead.data();
  bool* saturated = map.saturated.data();
  const auto full = static_cast<float>(full_scale_);
  const auto limit = static_cast<float>(calibration_.valid_max_kpa);
  for (const int cell : calibration_.dead_cells) dead[cell] = true;
  if (counts_ && full > 0.0F) mark_from(frame.cells.data(), full, saturated, n);
  if (limit > 0.0F) {
    mark_from(cells, std::nextafter(limit, std::numeric_limits<float>::infinity()), saturated, n);
  }
  bury_non_numbers(cells, dead, n);
}

}  // namespace palpate
