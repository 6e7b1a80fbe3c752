// Result<T>: a value, or an Error that says what went wrong and what to do about it.
//
// Used for everything the environment can do to us (ports, files, disks, settings). Corrupt bytes on the wire
// are not errors but counters in LinkStats; a caller's mistake is a PALPATE_EXPECTS. Names follow
// std::expected (C++23), so that Result can become an alias of it.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

// Always-on precondition: prints the broken promise and aborts. For programming mistakes only.
#define PALPATE_EXPECTS(condition)                                                                        \
  do {                                                                                                    \
    if (!(condition)) {                                                                                   \
      std::fprintf(stderr, "palpate: precondition broken: %s (%s:%d)\n", #condition, __FILE__, __LINE__); \
      std::abort();                                                                                       \
    }                                                                                                     \
  } while (false)

namespace palpate {

enum class ErrorCode {
  bad_argument,  // the user asked for something impossible
  not_found,     // no such file, port, scenario
  denied,        // permission, or in use by somebody else
  io,            // the system failed us: disk full, port gone
  bad_format,    // the content is not what it claims to be
  bad_version,   // made by a newer program, or by firmware we cannot talk to
  timeout,       // nobody answered
};

// `message` is one line, subject last, with the remedy:
// "cannot open port: permission denied: /dev/ttyACM0 (add yourself to group dialout)".
struct Error {
  ErrorCode code = ErrorCode::io;
  std::string message;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: implicit on purpose, as in std::expected
  Result(Error error) : state_(std::move(error)) {}  // NOLINT

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() & { return check(), std::get<0>(state_); }
  const T& value() const& { return check(), std::get<0>(state_); }
  T&& value() && { return check(), std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  [[nodiscard]] const Error& error() const {
    PALPATE_EXPECTS(!has_value());
    return std::get<1>(state_);
  }

 private:
  void check() const { PALPATE_EXPECTS(has_value()); }
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}  // NOLINT
  [[nodiscard]] bool has_value() const { return !failed_; }
  explicit operator bool() const { return has_value(); }
  [[nodiscard]] const Error& error() const {
    PALPATE_EXPECTS(failed_);
    return error_;
  }

 private:
  Error error_;
  bool failed_ = false;
};

}  // namespace palpate
