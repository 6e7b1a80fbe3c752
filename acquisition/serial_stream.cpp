#include "acquisition/serial_stream.h"

#include <fmt/format.h>
#include <libserialport.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "acquisition/serial_ports.h"

namespace palpate {
namespace {

constexpr unsigned kWriteTimeoutMs = 500;

struct FreePort {
  void operator()(sp_port* port) const { sp_free_port(port); }
};
struct FreeEvents {
  void operator()(sp_event_set* events) const { sp_free_event_set(events); }
};
using PortHandle = std::unique_ptr<sp_port, FreePort>;
using EventsHandle = std::unique_ptr<sp_event_set, FreeEvents>;

std::string last_message() {
  char* text = sp_last_error_message();
  std::string copy = text != nullptr ? text : "unknown error";
  sp_free_error_message(text);
  return copy;
}

std::string text_or_empty(const char* text) {
  return text != nullptr ? text : "";
}

class SerialStream final : public ByteStream {
 public:
  SerialStream(std::string path, PortHandle port, EventsHandle events)
      : path_(std::move(path)), port_(std::move(port)), events_(std::move(events)) {}
  ~SerialStream() override { close(); }
  SerialStream(const SerialStream&) = delete;
  SerialStream& operator=(const SerialStream&) = delete;

  Result<std::size_t> read(std::span<std::uint8_t> out, std::chrono::milliseconds timeout) override {
    PALPATE_EXPECTS(timeout.count() > 0 && timeout <= kMaxReadWait && !out.empty());
    if (!open_) return gone("closed");
    if (sp_wait(events_.get(), static_cast<unsigned>(timeout.count())) != SP_OK) return gone(last_message());
    const auto count = sp_nonblocking_read(port_.get(), out.data(), out.size());
    if (count < 0) return gone(last_message());
    // A hung-up port reads as "nothing there" for ever; only asking it for its state tells.
    if (count == 0 && sp_input_waiting(port_.get()) < 0) return gone(last_message());
    return static_cast<std::size_t>(count);
  }

  Result<void> write(std::span<const std::uint8_t> bytes) override {
    if (!open_) return gone("closed");
    const auto count = sp_blocking_write(port_.get(), bytes.data(), bytes.size(), kWriteTimeoutMs);
    if (count < 0) return gone(last_message());
    if (static_cast<std::size_t>(count) < bytes.size()) return gone("the line takes no bytes");
    return {};
  }

  void close() override {
    if (std::exchange(open_, false)) sp_close(port_.get());
  }
  [[nodiscard]] std::string_view backend() const override { return "libserialport"; }

 private:
  [[nodiscard]] Error gone(const std::string& why) const {
    return {ErrorCode::io, fmt::format("lost the port: {}: {} (check the cable)", why, path_)};
  }

  std::string path_;
  PortHandle port_;
  EventsHandle events_;
  bool open_ = true;
};

// Raw 8N1, no flow control; anything typed into the port before we came is dropped.
bool configure(sp_port* port, int baud) {
  return sp_set_baudrate(port, baud) == SP_OK && sp_set_bits(port, 8) == SP_OK &&
         sp_set_parity(port, SP_PARITY_NONE) == SP_OK && sp_set_stopbits(port, 1) == SP_OK &&
         sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE) == SP_OK && sp_flush(port, SP_BUF_BOTH) == SP_OK;
}

}  // namespace

Result<std::unique_ptr<ByteStream>> open_serial_stream(const std::string& path, int baud) {
  if (auto valid = check_baud(baud); !valid) return valid.error();
  std::error_code ignored;
  const auto real = std::filesystem::canonical(path, ignored);
  const std::string name = real.empty() ? path : real.string();

  sp_port* raw = nullptr;
  if (sp_get_port_by_name(name.c_str(), &raw) != SP_OK) {
    return port_error(real.empty() ? ENOENT : ENOTTY, path);
  }
  PortHandle port(raw);
  if (sp_open(port.get(), SP_MODE_READ_WRITE) != SP_OK) return port_error(sp_last_error_code(), path);
  sp_event_set* raw_events = nullptr;
  const bool ready = configure(port.get(), baud) && sp_new_event_set(&raw_events) == SP_OK;
  EventsHandle events(raw_events);
  if (!ready || sp_add_port_events(events.get(), port.get(),
                                   static_cast<sp_event>(SP_EVENT_RX_READY | SP_EVENT_ERROR)) != SP_OK) {
    const std::string why = last_message();
    sp_close(port.get());
    return Error{ErrorCode::io,
                 fmt::format("cannot set the port to {} baud: {}: {} (try baud=115200)", baud, why, path)};
  }
  return std::unique_ptr<ByteStream>(
      std::make_unique<SerialStream>(path, std::move(port), std::move(events)));
}

std::vector<SerialPortInfo> list_serial_ports() {
  std::vector<SerialPortInfo> found;
  sp_port** ports = nullptr;
  if (sp_list_ports(&ports) != SP_OK) return found;
  for (sp_port** port = ports; *port != nullptr; ++port) {
    SerialPortInfo info{text_or_empty(sp_get_port_name(*port)), text_or_empty(sp_get_port_description(*port)),
                        ""};
    int vendor = 0;
    int product = 0;
    if (sp_get_port_usb_vid_pid(*port, &vendor, &product) == SP_OK) {
      info.usb_id = fmt::format("{:04x}:{:04x}", vendor, product);
    }
    found.push_back(std::move(info));
  }
  sp_free_port_list(ports);
  return found;
}

}  // namespace palpate
