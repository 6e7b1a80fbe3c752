#include "acquisition/device_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "acquisition/clock_sync.h"
#include "acquisition/device_info.h"
#include "acquisition/frame_decoder.h"
#include "acquisition/host.h"

namespace palpate {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kSlice{10};
constexpr int kPingsBeforeReopen = 3;

std::int64_t micros(Clock::time_point t) {
  return std::chrono::duration_cast<std::chrono::microseconds>(t.time_since_epoch()).count();
}

// Where in the conversation with the mat we are; LinkState is what the user is told of it.
enum class Phase { closed, identifying, starting, streaming };

class DeviceSource final : public FrameSource {
 public:
  DeviceSource(StreamFactory factory, DeviceOptions options)
      : factory_(std::move(factory)), options_(std::move(options)) {}
  ~DeviceSource() override { say_stop(); }
  DeviceSource(const DeviceSource&) = delete;
  DeviceSource& operator=(const DeviceSource&) = delete;

  Result<void> connect();

  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] bool is_live() const override { return true; }
  Result<ReadStatus> read(RawFrame& out, const std::stop_token& stop) override;
  [[nodiscard]] LinkStats stats() const override {
    const std::lock_guard lock(stats_mutex_);
    return stats_;
  }
  [[nodiscard]] LinkState state() const override { return state_.load(); }

 private:
  bool pump(RawFrame* out, Clock::time_point deadline, const std::stop_token& stop);
  bool take_events(RawFrame* out);
  void receive(Clock::time_point deadline);
  void reopen(Clock::time_point deadline);
  void lose_port(LinkState told);
  void interrupt();

  void handle_control();
  void handle_info();
  void handle_start();
  void identify();
  void start_frames();
  void tick(Clock::time_point now);
  void watch_silence(Clock::time_point now);
  void send(std::span<const std::uint8_t> packet);
  void say_stop();
  void fail(Error error);
  [[nodiscard]] Error with_subject(Error error) const {
    error.message += fmt::format(": {}", options_.subject);
    return error;
  }
  [[nodiscard]] Error unanswered() const;

  bool deliver(RawFrame* out);
  void publish_stats();

  StreamFactory factory_;
  DeviceOptions options_;
  SourceInfo info_;
  std::unique_ptr<ByteStream> stream_;
  FrameDecoder decoder_;
  ClockSync clock_;
  Phase phase_ = Phase::closed;
  std::optional<Error> failure_;
  bool known_ = false;  // info_ is the mat's; from then on only the same mat will do
  bool discontinuity_ = false;

  std::array<std::uint8_t, 4096> buffer_{};
  std::span<const std::uint8_t> unread_;
  Clock::time_point arrival_{}, phase_since_{}, command_due_{}, reopen_at_{}, last_frame_{};
  milliseconds patience_{0};  // how long a stream may show no frame
  std::uint8_t command_seq_ = 0;
  std::uint32_t nonce_ = 0;
  std::uint32_t period_us_ = 0;
  int pings_ = 0;

  std::uint64_t bytes_ = 0, delivered_ = 0, reconnects_ = 0;
  mutable std::mutex stats_mutex_;
  LinkStats stats_;
  std::atomic<LinkState> state_{LinkState::connecting};
};

Result<void> DeviceSource::connect() {
  auto stream = factory_();
  if (!stream) return stream.error();
  stream_ = std::move(*stream);
  nonce_ = static_cast<std::uint32_t>(micros(Clock::now()));
  identify();
  const auto deadline = Clock::now() + options_.handshake_limit;
  while (phase_ != Phase::streaming) {
    if (!failure_ && (phase_ == Phase::closed || Clock::now() >= deadline)) failure_ = unanswered();
    if (failure_) return *failure_;
    pump(nullptr, Clock::now() + kMaxReadWait, {});
  }
  publish_stats();
  return {};
}

Result<ReadStatus> DeviceSource::read(RawFrame& out, const std::stop_token& stop) {
  const bool got = !failure_ && pump(&out, Clock::now() + kMaxReadWait, stop);
  publish_stats();
  if (got) return ReadStatus::frame;
  if (failure_) return *failure_;
  return ReadStatus::timeout;
}

// Runs the conversation until a frame is in `out` (true) or the time is over. Without `out` it also ends when
// the stream has begun.
bool DeviceSource::pump(RawFrame* out, Clock::time_point deadline, const std::stop_token& stop) {
  while (!failure_ && !stop.stop_requested()) {
    if (!unread_.empty()) {
      if (take_events(out)) return true;
    } else if (phase_ == Phase::closed) {
      reopen(deadline);
    } else {
      receive(deadline);
    }
    const auto now = Clock::now();
    tick(now);
    if (now >= deadline || (out == nullptr && phase_ == Phase::streaming)) break;
  }
  return false;
}

bool DeviceSource::take_events(RawFrame* out) {
  while (!unread_.empty() && !failure_) {
    const auto step = decoder_.step(unread_);
    unread_ = unread_.subspan(step.consumed);
    if (step.event == WireEvent::control) handle_control();
    if (step.event == WireEvent::frame && phase_ == Phase::streaming && deliver(out)) return true;
    if (out == nullptr && phase_ == Phase::streaming) return false;
  }
  return false;
}

void DeviceSource::receive(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
  auto count = stream_->read(buffer_, std::clamp(left, milliseconds{1}, kSlice));
  if (!count) return lose_port(LinkState::reconnecting);
  arrival_ = Clock::now();
  bytes_ += *count;
  unread_ = {buffer_.data(), *count};
}

void DeviceSource::reopen(Clock::time_point deadline) {
  const auto now = Clock::now();
  if (now < reopen_at_) {
    std::this_thread::sleep_until(std::min({reopen_at_, deadline, now + kSlice}));
    return;
  }
  auto stream = factory_();
  if (!stream) {
    state_ = LinkState::reconnecting;
    reopen_at_ = Clock::now() + options_.reopen_every;
    return;
  }
  stream_ = std::move(*stream);
  decoder_.new_line();
  identify();
}

void DeviceSource::lose_port(LinkState told) {
  stream_.reset();
  unread_ = {};
  phase_ = Phase::closed;
  reopen_at_ = Clock::now() + options_.reopen_every;
  if (known_) state_ = told;
  interrupt();
}

// Whatever comes next does not follow on what came.
void DeviceSource::interrupt() {
  decoder_.new_stream();
  clock_.restart();
  discontinuity_ = true;
}

void DeviceSource::handle_control() {
  const auto packet = decoder_.control();
  matlink_hello hello{};
  matlink_pong pong{};
  if (matlink_decode_hello(packet.data(), packet.size(), &hello) != 0) {
    if (hello.protocol_major != MATLINK_VERSION_MAJOR) {
      return fail(with_subject(wrong_protocol(hello.protocol_major, hello.protocol_minor)));
    }
    // Just booted: it has forgotten whatever we asked before.
    if (phase_ == Phase::streaming) {
      state_ = LinkState::reconnecting;
      interrupt();
    }
    return identify();
  }
  if (phase_ == Phase::identifying) return handle_info();
  if (phase_ == Phase::starting) return handle_start();
  if (state_ == LinkState::stalled && matlink_decode_ping_reply(packet.data(), packet.size(), &pong) != 0 &&
      pong.token == nonce_) {
    interrupt();  // it lives but sends no frames
    identify();
  }
}

void DeviceSource::handle_info() {
  const auto packet = decoder_.control();
  std::uint32_t nonce = 0;
  matlink_info told{};
  if (matlink_decode_info_reply(packet.data(), packet.size(), &nonce, &told) == 0 || nonce != nonce_) return;
  auto info = source_info_of(told);
  if (!info) return fail(with_subject(info.error()));
  if (known_ && info->geometry != info_.geometry) {
    return fail({ErrorCode::bad_argument,
                 fmt::format("another mat was plugged in: {} x {} instead of {} x {} (open the source again)",
                             told.rows, told.cols, info_.geometry.rows, info_.geometry.cols)});
  }
  if (!known_) {
    info_ = std::move(*info);
    info_.source_uri = options_.source_uri;
    info_.start_utc = utc_now();
    decoder_.set_shape(told.rows, told.cols);
  }
  known_ = true;
  period_us_ = told.min_period_us;
  if (options_.rate_hz > 0.0) {
    period_us_ = std::max(period_us_, static_cast<std::uint32_t>(1e6 / options_.rate_hz));
  }
  phase_ = Phase::starting;
  ++command_seq_;
  start_frames();
}

void DeviceSource::handle_start() {
  const auto packet = decoder_.control();
  std::uint8_t result = 0;
  std::uint32_t granted_us = 0;
  if (packet[1] != command_seq_ ||
      matlink_decode_reply(packet.data(), packet.size(), MATLINK_CMD_START, &result) == 0) {
    return;
  }
  if (result != MATLINK_OK) {
    return fail(
        {ErrorCode::io, fmt::format("the mat refuses to start (code {}): {}", result, options_.subject)});
  }
  if (matlink_decode_start_reply(packet.data(), packet.size(), &granted_us) == 0) return;
  if (info_.nominal_rate_hz == 0.0 && granted_us > 0) info_.nominal_rate_hz = 1e6 / granted_us;
  patience_ = std::max(options_.silence, milliseconds{3 * granted_us / 1000});
  decoder_.new_stream();
  phase_ = Phase::streaming;
  phase_since_ = last_frame_ = Clock::now();
  pings_ = 0;
}

void DeviceSource::identify() {
  if (phase_ != Phase::identifying) {
    phase_ = Phase::identifying;
    phase_since_ = Clock::now();
    ++command_seq_;
    ++nonce_;
  }
  std::array<std::uint8_t, MATLINK_MAX_PACKET> packet{};
  send({packet.data(), matlink_encode_info_command(packet.data(), command_seq_, nonce_)});
  command_due_ = Clock::now() + options_.command_retry;
}

void DeviceSource::start_frames() {
  std::array<std::uint8_t, MATLINK_MAX_PACKET> packet{};
  send({packet.data(), matlink_encode_start_command(packet.data(), command_seq_, period_us_)});
  command_due_ = Clock::now() + options_.command_retry;
}

void DeviceSource::tick(Clock::time_point now) {
  if (phase_ == Phase::streaming) return watch_silence(now);
  if (phase_ == Phase::closed || now < command_due_) return;
  if (known_ && now - phase_since_ > options_.handshake_limit) return lose_port(LinkState::stalled);
  if (phase_ == Phase::identifying) {
    identify();
  } else {
    start_frames();
  }
}

void DeviceSource::watch_silence(Clock::time_point now) {
  if (now - last_frame_ < patience_ || (state_ == LinkState::stalled && now < command_due_)) return;
  state_ = LinkState::stalled;
  if (pings_++ == kPingsBeforeReopen) {
    lose_port(LinkState::stalled);  // until opening it again fails
    reopen_at_ = now;
    return;
  }
  std::array<std::uint8_t, MATLINK_MAX_PACKET> packet{};
  send({packet.data(), matlink_encode_ping_command(packet.data(), ++command_seq_, ++nonce_)});
  command_due_ = now + options_.command_retry;
}

// A leading delimiter ends whatever noise the mat has collected.
void DeviceSource::send(std::span<const std::uint8_t> packet) {
  std::array<std::uint8_t, MATLINK_MAX_WIRE + 1> wire{};
  const std::size_t size = matlink_to_wire(packet.data(), packet.size(), wire.data() + 1);
  if (stream_ && !stream_->write({wire.data(), size + 1})) lose_port(LinkState::reconnecting);
}

void DeviceSource::say_stop() {
  if (!stream_ || phase_ != Phase::streaming) return;
  std::array<std::uint8_t, MATLINK_MAX_PACKET> packet{};
  send({packet.data(), matlink_encode_stop_command(packet.data(), ++command_seq_)});
}

void DeviceSource::fail(Error error) {
  failure_ = std::move(error);
  state_ = LinkState::failed;
}

Error DeviceSource::unanswered() const {
  const double seconds = static_cast<double>(options_.handshake_limit.count()) / 1000.0;
  if (phase_ == Phase::closed) {
    return {ErrorCode::io,
            fmt::format("lost the port while asking for the mat: {} (check the cable)", options_.subject)};
  }
  if (bytes_ == 0) {
    return {ErrorCode::timeout,
            fmt::format("no mat answers: nothing came within {} s: {} (is it powered, is this its port?)",
                        seconds, options_.subject)};
  }
  if (decoder_.counters().packets == 0) {
    return {ErrorCode::timeout,
            fmt::format(
                "no mat answers: {} bytes came within {} s, none that a mat sends: {} (wrong baud rate? the "
                "mat's own is {}; or not a mat)",
                bytes_, seconds, options_.subject, kDefaultBaud)};
  }
  return {
      ErrorCode::timeout,
      fmt::format("the mat sends but does not answer within {} s: {} (check the line from this computer to "
                  "the mat)",
                  seconds, options_.subject)};
}

bool DeviceSource::deliver(RawFrame* out) {
  if (out == nullptr) return false;
  const WireFrame& frame = decoder_.frame();
  const auto stamp = clock_.add(frame.device_us, micros(arrival_));
  out->sequence = frame.sequence;
  out->device_time_us = stamp.device_us;
  out->host_time_us = stamp.host_us;
  out->flags = 0;
  if (discontinuity_ || stamp.restarted) out->flags |= frame_flag::discontinuity;
  if (frame.saturated) out->flags |= frame_flag::saturated;
  if (frame.overrun) out->flags |= frame_flag::overrun;
  const auto cells = decoder_.cells();
  out->cells.assign(cells.begin(), cells.end());
  if (discontinuity_ && delivered_ > 0) ++reconnects_;
  discontinuity_ = false;
  last_frame_ = arrival_;
  pings_ = 0;
  state_ = LinkState::streaming;
  ++delivered_;
  return true;
}

void DeviceSource::publish_stats() {
  const WireCounters& wire = decoder_.counters();
  const std::lock_guard lock(stats_mutex_);
  stats_.frames = delivered_;
  stats_.bytes = bytes_;
  stats_.crc_errors = wire.crc_errors;
  stats_.resync_bytes = wire.resync_bytes;
  stats_.sequence_gaps = wire.sequence_gaps;
  stats_.lost_frames = wire.lost_frames;
  stats_.reconnects = reconnects_;
}

}  // namespace

Result<std::unique_ptr<FrameSource>> open_device(StreamFactory factory, DeviceOptions options) {
  auto source = std::make_unique<DeviceSource>(std::move(factory), std::move(options));
  if (auto connected = source->connect(); !connected) return connected.error();
  return std::unique_ptr<FrameSource>(std::move(source));
}

}  // namespace palpate
