// What the command line says and hears: errors, progress, ctrl-C. No layer below prints anything.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "acquisition/result.h"

namespace palpate {

// Prints "palpate: <message>" on stderr and returns the exit code: 2 for a bad argument, 1 for everything
// else.
int report_error(const Error& error);

// At the end of every command: `exit_code`, or 1 where standard output could not take everything (full disk),
// which is said unless an error was; a reader that went away (`| head`) needs no words. `failed`: the errno
// of a write that threw.
int finish_output(int exit_code, int failed = 0);

// ctrl-C, SIGTERM and a terminal that goes away set a flag; another ctrl-C or SIGTERM a second later ends the
// program at once. Started by nohup it goes on without its terminal.
void catch_interrupts();
bool interrupted();
const std::atomic<bool>& interrupt_flag();

// One status line on stderr, rewritten in place; silent where stderr is not a terminal. At most ten a second.
class ProgressLine {
 public:
  ~ProgressLine();  // clears the line
  void show(std::string_view text);
  void clear();

 private:
  std::int64_t last_shown_ms_ = 0;
  bool shown_ = false;
};

}  // namespace palpate
