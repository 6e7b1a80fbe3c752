// Part of palpate-simavr: Copyright (C) the Palpate authors. This program is free software: you can
// redistribute it and/or modify it under the terms of the GNU General Public License, version 3 or (at your
// option) any later version. It comes with no warranty. It links libsimavr; see firmware/sim/README.md and
// COPYING.
#include "firmware/sim/avr_machine.h"

#include <simavr/avr_adc.h>
#include <simavr/avr_extint.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>

#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <utility>

namespace palpate::firmware {

namespace {

constexpr std::uint64_t kCyclesPerUs = AvrMachine::kFrequencyHz / 1000000;
constexpr unsigned kAdcsra = 0x7A, kAdmux = 0x7C;  // data addresses on the ATmega2560
constexpr unsigned kAdcBits = 10;
constexpr std::uint32_t kMillivolts = 5000;

// simavr computes mv * 1023 / vref, rounded down: this is the smallest voltage that reads as `count`.
std::uint32_t millivolts_for(unsigned count) {
  return (count * kMillivolts + 1022) / 1023;
}

void log_errors(avr_t*, const int level, const char* format, va_list args) {
  if (level <= LOG_ERROR) std::vfprintf(stderr, format, args);
}

AvrMachine& machine(void* self) {
  return *static_cast<AvrMachine*>(self);
}

}  // namespace

AvrMachine::AvrMachine(MatrixModel& matrix, double settle_us, Hooks hooks)
    : matrix_(matrix), settle_us_(settle_us), hooks_(std::move(hooks)), rows_(matrix.rows()) {}

AvrMachine::~AvrMachine() {
  if (avr_ != nullptr) avr_terminate(avr_);
}

std::uint64_t AvrMachine::now_us() const {
  return avr_->cycle / kCyclesPerUs;
}

std::string AvrMachine::load(const std::string& elf_path) {
  avr_global_logger_set(log_errors);
  elf_firmware_t firmware = {};
  std::FILE* readable = std::fopen(elf_path.c_str(), "rb");
  if (readable == nullptr) return "cannot read the firmware: " + elf_path;
  (void)std::fclose(readable);
  if (elf_read_firmware(elf_path.c_str(), &firmware) != 0 || firmware.flashsize == 0) {
    return "not an AVR program in ELF format: " + elf_path;
  }
  avr_ = avr_make_mcu_by_name("atmega2560");
  if (avr_ == nullptr) return "this libsimavr does not know the atmega2560";
  (void)avr_init(avr_);
  avr_->frequency = kFrequencyHz;
  avr_load_firmware(avr_, &firmware);
  avr_->vcc = avr_->avcc = avr_->aref = kMillivolts;  // after the load, which overwrites them
  avr_->run_cycle_limit = 100;
  avr_->sleep = [](avr_t*, avr_cycle_count_t) {};  // simavr's own would sleep in wall time
  disarm_interrupt_polling();
  connect();
  return "";
}

// At its default, each INTn pin that is low is polled every cycle, which slows simavr 4 to 10 times. A reset
// restores the default.
void AvrMachine::disarm_interrupt_polling() {
  for (int i = 0; i < 8; ++i) avr_extint_set_strict_lvl_trig(avr_, static_cast<std::uint8_t>(i), 0);
}

void AvrMachine::connect() {
  using Notify = void (*)(avr_irq_t*, std::uint32_t, void*);
  const auto on = [this](std::uint32_t group, int index, Notify notify) {
    avr_irq_register_notify(avr_io_getirq(avr_, group, index), notify, this);
  };
  const std::uint32_t port_a = AVR_IOCTL_IOPORT_GETIRQ('A');
  on(port_a, 0, [](avr_irq_t*, std::uint32_t v, void* s) { machine(s).rows_.set_data(v != 0); });
  on(port_a, 1, [](avr_irq_t*, std::uint32_t v, void* s) { machine(s).rows_.set_clock(v != 0); });
  on(port_a, 2, [](avr_irq_t*, std::uint32_t v, void* s) { machine(s).rows_.set_latch(v != 0); });
  on(AVR_IOCTL_IOPORT_GETIRQ('C'), IOPORT_IRQ_PIN_ALL,
     [](avr_irq_t*, std::uint32_t v, void* s) { machine(s).address_ = v & 0x0FU; });
  on(AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_OUT_TRIGGER,
     [](avr_irq_t*, std::uint32_t, void* s) { machine(s).start_conversion(); });

  std::uint32_t flags = 0;
  avr_ioctl(avr_, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
  flags &= ~static_cast<std::uint32_t>(AVR_UART_FLAG_STDIO | AVR_UART_FLAG_POLL_SLEEP);
  avr_ioctl(avr_, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  const std::uint32_t uart = AVR_IOCTL_UART_GETIRQ('0');
  on(uart, UART_IRQ_OUTPUT,
     [](avr_irq_t*, std::uint32_t v, void* s) { machine(s).hooks_.on_byte(static_cast<std::uint8_t>(v)); });
  on(uart, UART_IRQ_OUT_XON, [](avr_irq_t*, std::uint32_t, void* s) {
    machine(s).xon_ = true;
    machine(s).feed_uart();
  });
  on(uart, UART_IRQ_OUT_XOFF, [](avr_irq_t*, std::uint32_t, void* s) { machine(s).xon_ = false; });
}

void AvrMachine::send(const std::uint8_t* bytes, std::size_t count) {
  to_uart_.insert(to_uart_.end(), bytes, bytes + count);
  feed_uart();
}

void AvrMachine::feed_uart() {
  avr_irq_t* input = avr_io_getirq(avr_, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
  while (xon_ && !to_uart_.empty()) {
    const std::uint8_t byte = to_uart_.front();
    to_uart_.pop_front();
    avr_raise_irq(input, byte);  // answers with XOFF when its FIFO is full
  }
}

void AvrMachine::reset() {
  avr_reset(avr_);
  disarm_interrupt_polling();
  old_violations_ += rows_.violations();
  rows_.reset();
  to_uart_.clear();
  address_ = 0;
  first_conversion_ = true;
  xon_ = true;
}

// simavr looks at the input only when the firmware reads the result, long after a real converter has; so a
// firmware that switches the multiplexer too early would go unseen. Here the input is held 1.5 ADC clocks
// after the start (13.5 for the first conversion after power-up), and delivered just before the conversion
// ends.
void AvrMachine::start_conversion() {
  const unsigned prescaler = avr_->data[kAdcsra] & 7U;
  const std::uint64_t clock = std::uint64_t{1} << (prescaler == 0 ? 1U : prescaler);
  const std::uint64_t hold = clock * 3 / 2 + (first_conversion_ ? 12 * clock : 0);
  const std::uint64_t end = clock * (first_conversion_ ? 25 : 13);
  first_conversion_ = false;
  ++conversions_;
  avr_cycle_timer_register(avr_, hold, on_hold, this);
  avr_cycle_timer_register(avr_, end - 2, on_deliver, this);
}

std::uint64_t AvrMachine::on_hold(avr_t*, std::uint64_t, void* self) {
  machine(self).hold_input();
  return 0;
}

std::uint64_t AvrMachine::on_deliver(avr_t*, std::uint64_t, void* self) {
  AvrMachine& m = machine(self);
  for (int i = ADC_IRQ_ADC0; i <= ADC_IRQ_ADC7; ++i) {  // all: ADMUX may have moved on to the next column
    avr_raise_irq(avr_io_getirq(m.avr_, AVR_IOCTL_ADC_GETIRQ, i), millivolts_for(m.held_count_));
  }
  return 0;
}

void AvrMachine::hold_input() {
  hooks_.before_sample(now_us());
  held_count_ = MatrixModel::to_count(input_ratio(), kAdcBits);
}

double AvrMachine::input_ratio() {
  const unsigned col = (avr_->data[kAdmux] & 0x1FU) * 16 + address_;
  const int row = rows_.row();
  if (row < 0 || col >= matrix_.cols()) return 0.0;
  const double target = matrix_.ratio(static_cast<std::size_t>(row), col);
  if (settle_us_ <= 0.0) return target;
  // The column was switched right after the sample before: the time since then is what it had to settle.
  const double passed_us =
      static_cast<double>(avr_->cycle - changed_cycle_) / static_cast<double>(kCyclesPerUs);
  const double value = target + (settled_from_ - target) * std::exp(-passed_us / settle_us_);
  settled_from_ = value;
  changed_cycle_ = avr_->cycle;
  return value;
}

bool AvrMachine::run_until(std::uint64_t device_us) {
  const std::uint64_t end = device_us * kCyclesPerUs;
  while (avr_->cycle < end) {
    const int state = avr_run(avr_);
    if (state == cpu_Done || state == cpu_Crashed) return false;
  }
  return true;
}

}  // namespace palpate::firmware
