// MatrixModel: the resistive matrix and its readout, as both simulators see it. Pure; one thread.
//
// Zero-potential readout: every column is held at virtual ground, so a cell's current is its own, but the
// driver of the active row is not ideal and sags under the row's whole load:
//   reading / vref = drive * G * feedback / vref / (1 + row_ohm * sum of G over the row)
// with G = sensitivity * pressure. The converter gives floor(reading * 2^bits), at most 2^bits - 1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace palpate::firmware {

struct MatrixCircuit {
  double siemens_per_kpa = 4e-6;
  double feedback_ohm = 4166.7;  // 60 kPa is full scale
  double row_ohm = 10.0;
  double drive_v = 5.0;
  double vref_v = 5.0;
};

class MatrixModel {
 public:
  MatrixModel(std::size_t rows, std::size_t cols, const MatrixCircuit& circuit);

  // rows * cols pressures in 0.01 kPa, row-major.
  void set_pressures(const std::vector<std::uint16_t>& pressures);
  // A test picture instead of a body: count (37 r + 11 c) mod 2^bits, which meets every 10-bit count in 32
  // x 32.
  void set_test_pattern(unsigned bits);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t cols() const { return cols_; }
  [[nodiscard]] double ratio(std::size_t row, std::size_t col) const { return ratios_[row * cols_ + col]; }
  [[nodiscard]] std::uint16_t count(std::size_t row, std::size_t col, unsigned bits) const {
    return to_count(ratio(row, col), bits);
  }
  static std::uint16_t to_count(double ratio, unsigned bits);

 private:
  std::size_t rows_, cols_;
  MatrixCircuit circuit_;
  std::vector<double> ratios_;
};

}  // namespace palpate::firmware
