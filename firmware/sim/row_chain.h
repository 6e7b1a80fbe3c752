// Part of palpate-simavr: Copyright (C) the Palpate authors. This program is free software: you can
// redistribute it and/or modify it under the terms of the GNU General Public License, version 3 or (at your
// option) any later version. It comes with no warranty. It links libsimavr; see firmware/sim/README.md and
// COPYING.
//
// RowChain: the 74HC595 chain that drives the rows, of exactly as many bits as there are rows.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>

namespace palpate::firmware {

class RowChain {
 public:
  static constexpr std::size_t kMaxRows = 256;
  explicit RowChain(std::size_t rows) : rows_(rows) {}

  void set_data(bool level) { data_ = level; }
  void set_clock(bool level) {
    if (level && !clock_) {
      shift_ <<= 1;
      shift_[0] = data_;
      if (rows_ < kMaxRows) shift_[rows_] = false;
    }
    clock_ = level;
  }
  void set_latch(bool level) {
    if (level && !latch_) take();
    latch_ = level;
  }
  void reset() { *this = RowChain(rows_); }

  [[nodiscard]] int row() const { return row_; }  // the driven one; -1: none yet
  // Latches that drove no row or several: wrong firmware, or another number of rows than the matrix has.
  [[nodiscard]] std::uint64_t violations() const { return violations_; }

 private:
  void take() {
    if (shift_.count() != 1) {
      ++violations_;
      return;
    }
    row_ = 0;
    while (!shift_[static_cast<std::size_t>(row_)]) ++row_;
  }

  std::size_t rows_;
  std::bitset<kMaxRows> shift_;
  bool data_ = false, clock_ = false, latch_ = false;
  int row_ = -1;
  std::uint64_t violations_ = 0;
};

}  // namespace palpate::firmware
