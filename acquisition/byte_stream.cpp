#include "acquisition/byte_stream.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "acquisition/serial_ports.h"
#include "acquisition/serial_stream.h"
#include "acquisition/tty_stream.h"

namespace palpate {
namespace {

std::string ports_here() {
  std::string names;
  for (const auto& port : list_serial_ports()) {
    if (!names.empty()) names += ", ";
    names += port.name;
  }
  if (names.empty()) return "no serial port on this machine: plug the mat in";
  return "ports here: " + names;
}

}  // namespace

Error port_error(int system_error, const std::string& path) {
  switch (system_error) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
    case ENOTDIR:
      return {ErrorCode::not_found,
              fmt::format("cannot open port: no such port: {} ({})", path, ports_here())};
    case EACCES:
    case EPERM:
      return {
          ErrorCode::denied,
          fmt::format(
              "cannot open port: permission denied: {} (add yourself to group dialout and log in again: sudo "
              "usermod -aG dialout $USER)",
              path)};
    case EBUSY:
      return {ErrorCode::denied,
              fmt::format("cannot open port: in use by another program: {} (close that program)", path)};
    case ENOTTY:
    case EISDIR:
      return {ErrorCode::bad_argument,
              fmt::format("cannot open port: not a serial port: {} ({})", path, ports_here())};
    default:
      return {ErrorCode::io, fmt::format("cannot open port: {}: {} (unplug the mat and plug it in again)",
                                         std::generic_category().message(system_error), path)};
  }
}

Result<void> check_baud(int baud) {
  if (baud >= 300 && baud <= 4000000) return {};
  return Error{
      ErrorCode::bad_argument,
      fmt::format("impossible baud rate: {} (300..4000000; the mat's own is {})", baud, kDefaultBaud)};
}

Result<std::unique_ptr<ByteStream>> open_byte_stream(const std::string& path, int baud) {
  if (auto valid = check_baud(baud); !valid) return valid.error();
  if (auto serial = open_serial_stream(path, baud)) return serial;
  // Its refusal says "device not found" for every tty without a driver entry; termios gives the exact reason.
  return open_tty_stream(path, baud);
}

}  // namespace palpate
