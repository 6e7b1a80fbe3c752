// ClockSync: the one place that maps the mat's clock to the host's.
//
// Pure: the caller brings both times. A frame can only arrive late, never early, so each second contributes
// the arrival with the least delay, and a line through those minima (least squares over the last minute)
// gives offset and skew. The idea is Klipper's and liblsl's; ordinary regression over all arrivals would
// shift with the load of the host. Not thread-safe; no allocation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace palpate {

class ClockSync {
 public:
  struct Stamp {
    std::int64_t device_us = 0;  // 64 bits, 0 at the first frame, never decreasing
    std::int64_t host_us = 0;    // estimate of the same instant on the host; never after the arrival, never
                                 // before the stamp that went before
    bool restarted = false;  // the mat's clock started again; device_us goes on by the host's elapsed time
  };

  // `device_us` is the mat's 32-bit clock, `arrival_us` the host's steady clock when the frame was complete.
  Stamp add(std::uint32_t device_us, std::int64_t arrival_us);
  // The mat was reset or replaced: what the next stamp says has nothing to do with the last.
  void restart();

  // Host microseconds per device microsecond; 1 until three seconds are known.
  [[nodiscard]] double rate() const { return slope_; }

 private:
  struct Point {
    std::int64_t device_us = 0;
    std::int64_t arrival_us = 0;
  };
  void unwrap(std::uint32_t device_us, std::int64_t arrival_us, Stamp& stamp);
  void observe(const Point& point);
  void fit();
  [[nodiscard]] double estimate(std::int64_t device_us) const;

  static constexpr std::size_t kBins = 60;
  std::array<Point, kBins> minima_{};  // one a second of device time, the oldest is overwritten
  std::size_t closed_ = 0;             // bins ever closed
  Point open_{};                       // the least delayed arrival of the second that is running
  std::int64_t open_until_us_ = 0;
  bool any_in_bin_ = false;

  Point anchor_{};  // the line: arrival = anchor.arrival + slope * (device - anchor.device)
  double slope_ = 1.0;
  double intercept_us_ = 0.0;

  std::optional<std::uint32_t> last_raw_;
  bool started_ = false;
  bool restart_pending_ = false;
  std::int64_t last_device_us_ = 0;
  std::int64_t last_arrival_us_ = 0;
  std::int64_t last_host_us_ = 0;
};

}  // namespace palpate
