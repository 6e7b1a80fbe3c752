#include "firmware/model/matrix_model.h"

#include <algorithm>

namespace palpate::firmware {

MatrixModel::MatrixModel(std::size_t rows, std::size_t cols, const MatrixCircuit& circuit)
    : rows_(rows), cols_(cols), circuit_(circuit), ratios_(rows * cols, 0.0) {}

void MatrixModel::set_pressures(const std::vector<std::uint16_t>& pressures) {
  const double siemens_per_unit = circuit_.siemens_per_kpa / 100.0;
  const double gain = circuit_.drive_v * circuit_.feedback_ohm / circuit_.vref_v;
  for (std::size_t r = 0; r < rows_; ++r) {
    double row_siemens = 0.0;
    for (std::size_t c = 0; c < cols_; ++c) row_siemens += siemens_per_unit * pressures[r * cols_ + c];
    const double sag = 1.0 + circuit_.row_ohm * row_siemens;
    for (std::size_t c = 0; c < cols_; ++c) {
      ratios_[r * cols_ + c] = gain * siemens_per_unit * pressures[r * cols_ + c] / sag;
    }
  }
}

void MatrixModel::set_test_pattern(unsigned bits) {
  const std::size_t full = std::size_t{1} << bits;
  for (std::size_t r = 0; r < rows_; ++r) {
    for (std::size_t c = 0; c < cols_; ++c) {
      const auto count = static_cast<double>((37 * r + 11 * c) % full);
      ratios_[r * cols_ + c] = (count + 0.5) / static_cast<double>(full);
    }
  }
}

std::uint16_t MatrixModel::to_count(double ratio, unsigned bits) {
  const double full = static_cast<double>(1U << bits);
  return static_cast<std::uint16_t>(std::clamp(ratio * full, 0.0, full - 1.0));
}

}  // namespace palpate::firmware
