// HarnessLine: the serial line of a simulated device: its pty (or output file), faults, and the question
// whether to go on. Shared by palpate-simavr and palpate-mat-host. One thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "firmware/boards/host_pty/pty_port.h"
#include "firmware/model/harness_options.h"
#include "firmware/model/line_faults.h"

namespace palpate::firmware {

class HarnessLine {
 public:
  explicit HarnessLine(const HarnessOptions& options);
  ~HarnessLine();
  HarnessLine(const HarnessLine&) = delete;
  HarnessLine& operator=(const HarnessLine&) = delete;

  // Opens, installs the handlers of SIGTERM, SIGINT and SIGHUP, prints "pty NAME" on stdout. "" or what
  // failed.
  std::string open();

  // False after a signal, when the parent is gone, or when the output file failed.
  bool keep_going();

  // From the device; faults strike here. Kept until flush.
  void put(std::uint8_t byte);

  // Passes on what was put. Waits for the host unless `drop`; then what it does not take is lost.
  void flush(bool drop);
  // Passes on what the host takes now; the rest stays.
  void try_flush();

  // To the device: what the host has sent since.
  std::size_t read(std::uint8_t* bytes, std::size_t capacity);
  // Sleeps until the host sends something, or until the time has passed.
  void wait_host(int timeout_ms) const;

  [[nodiscard]] std::size_t backlog() const { return pending_.size() - sent_; }
  [[nodiscard]] std::string stats_json() const;  // members without braces

 private:
  const HarnessOptions& options_;
  LineFaults faults_;
  PtyPort pty_;
  std::FILE* file_ = nullptr;
  std::vector<std::uint8_t> pending_;
  std::size_t sent_ = 0;
  std::uint64_t bytes_out_ = 0, bytes_in_ = 0, bytes_dropped_ = 0;
  int parent_ = 0;
  unsigned asked_ = 0;
  bool failed_ = false;
};

}  // namespace palpate::firmware
