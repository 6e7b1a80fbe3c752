// Part of palpate-simavr: Copyright (C) the Palpate authors. This program is free software: you can
// redistribute it and/or modify it under the terms of the GNU General Public License, version 3 or (at your
// option) any later version. It comes with no warranty. It links libsimavr; see firmware/sim/README.md and
// COPYING.
//
// AvrMachine: an ATmega2560 in libsimavr, its pins wired to the matrix as on the reference board
// (firmware/README.md). One thread. Everything happens at an exact CPU cycle: the same inputs give the same
// bytes.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "firmware/model/matrix_model.h"
#include "firmware/sim/row_chain.h"

struct avr_t;
struct avr_irq_t;

namespace palpate::firmware {

class AvrMachine {
 public:
  static constexpr std::uint32_t kFrequencyHz = 16000000;

  struct Hooks {
    std::function<void(std::uint64_t device_us)> before_sample;  // may change the matrix
    std::function<void(std::uint8_t)> on_byte;                   // the UART sent one
  };

  // settle_us: time constant with which the converter's input follows a change of row or column; 0: at once.
  AvrMachine(MatrixModel& matrix, double settle_us, Hooks hooks);
  ~AvrMachine();
  AvrMachine(const AvrMachine&) = delete;
  AvrMachine& operator=(const AvrMachine&) = delete;

  std::string load(const std::string& elf_path);  // "" or what failed
  // Runs to this device time; false if the CPU has stopped or crashed.
  bool run_until(std::uint64_t device_us);
  void send(const std::uint8_t* bytes, std::size_t count);  // to the UART, as fast as it takes them
  void reset();                                             // the reset button

  [[nodiscard]] std::uint64_t now_us() const;
  [[nodiscard]] std::uint64_t row_violations() const { return rows_.violations() + old_violations_; }
  [[nodiscard]] std::uint64_t conversions() const { return conversions_; }

 private:
  void connect();
  void disarm_interrupt_polling();
  void feed_uart();
  void start_conversion();
  void hold_input();
  double input_ratio();

  static std::uint64_t on_hold(avr_t*, std::uint64_t, void* self);
  static std::uint64_t on_deliver(avr_t*, std::uint64_t, void* self);

  MatrixModel& matrix_;
  double settle_us_;
  Hooks hooks_;
  avr_t* avr_ = nullptr;
  RowChain rows_;
  unsigned address_ = 0;     // of both multiplexers
  unsigned held_count_ = 0;  // what the running conversion will give
  bool first_conversion_ = true;
  bool xon_ = true;
  double settled_from_ = 0.0;  // input before the last change
  std::uint64_t changed_cycle_ = 0;
  std::uint64_t conversions_ = 0, old_violations_ = 0;
  std::deque<std::uint8_t> to_uart_;
};

}  // namespace palpate::firmware
