// FakeMat: a scripted mat on the master end of a pseudo-terminal, on its own thread.
//
// Answers INFO, START, STOP and PING as firmware does and streams pattern_cells() every few milliseconds.
// Behaviour knobs are atomics: a test turns them while the mat runs.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

#include "acquisition/frame_decoder.h"
#include "tests/support/pty_pair.h"
#include "tests/support/wire.h"

namespace palpate::test {

struct FakeMatSetup {
  std::uint16_t rows = 4;
  std::uint16_t cols = 6;
  std::uint8_t protocol_major = MATLINK_VERSION_MAJOR;
  bool hello_first = true;
};

class FakeMat {
 public:
  explicit FakeMat(FakeMatSetup setup = {}) : setup_(setup), wire_(setup.rows, setup.cols) {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  ~FakeMat() { unplug(); }
  FakeMat(const FakeMat&) = delete;
  FakeMat& operator=(const FakeMat&) = delete;

  [[nodiscard]] const std::string& path() const { return pty_.path(); }
  // The cable is pulled: the host's end hangs up.
  void unplug() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    pty_.unplug();
  }

  std::atomic<bool> send_frames{true};
  std::atomic<bool> answer{true};     // false: deaf to every command
  std::atomic<bool> reboot{false};    // taken once: HELLO, everything forgotten
  std::atomic<bool> noise{false};     // random bytes instead of frames
  std::atomic<int> deaf_commands{0};  // so many commands go unanswered first
  std::atomic<int> starts{0}, pings{0}, stops{0};

  static matlink_info info_of(const FakeMatSetup& setup) {
    matlink_info info{};
    info.protocol_major = setup.protocol_major;
    info.firmware_major = 1;
    info.firmware_minor = 2;
    info.firmware_patch = 3;
    info.adc_bits = 12;
    info.placement = MATLINK_PLACEMENT_SEAT;
    info.readout = MATLINK_READOUT_VIRTUAL_GROUND;
    info.rows = setup.rows;
    info.cols = setup.cols;
    info.pitch_x_um10 = 1270;
    info.pitch_y_um10 = 1500;
    info.min_period_us = 2000;
    info.row_mohm = 10000;
    info.feedback_mohm = 4166700;
    info.drive_mv = 5000;
    info.vref_mv = 5000;
    info.cell_ns_per_kpa = 4000;
    std::memcpy(info.board, "fake-seat", 9);
    return info;
  }

 private:
  void run(const std::stop_token& stop) {
    if (setup_.hello_first) pty_.send(wire_.hello(setup_.protocol_major));
    FrameDecoder commands;
    for (int turn = 1; !stop.stop_requested(); ++turn) {
      // As firmware does: until somebody is heard, for the host may flush what came before it was ready.
      if (setup_.hello_first && !heard_ && turn % 25 == 0) pty_.send(wire_.hello(setup_.protocol_major));
      const Bytes heard = pty_.receive(2);
      for (std::span<const std::uint8_t> rest = heard; !rest.empty();) {
        const auto step = commands.step(rest);
        rest = rest.subspan(step.consumed);
        if (step.event == WireEvent::control) obey(commands.control());
      }
      if (reboot.exchange(false)) {
        wire_ = WireMat(setup_.rows, setup_.cols);
        streaming_ = false;
        frame_ = 0;
        t_us_ = 0;
        pty_.send(wire_.hello(setup_.protocol_major));
      }
      if (noise) {
        Bytes garbage(300);
        for (auto& byte : garbage) byte = static_cast<std::uint8_t>(random_());
        if (!pty_.send(garbage)) return;
      } else if (streaming_ && send_frames) {
        if (!pty_.send(wire_.frame(frame_, t_us_, pattern_cells(setup_.rows, setup_.cols, frame_, 0xFFF))))
          return;
        ++frame_;
      }
      t_us_ += 2000;
    }
  }

  void obey(std::span<const std::uint8_t> packet) {
    if (!answer || deaf_commands.fetch_sub(1) > 0) return;
    deaf_commands = 0;
    heard_ = true;
    std::array<std::uint8_t, MATLINK_MAX_PACKET> reply{};
    std::size_t size = 0;
    std::uint32_t argument = 0;
    if (matlink_decode_info_command(packet.data(), packet.size(), &argument) != 0) {
      const auto info = info_of(setup_);
      size = matlink_encode_info_reply(reply.data(), packet[1], argument, &info);
    } else if (matlink_decode_start_command(packet.data(), packet.size(), &argument) != 0) {
      ++starts;
      streaming_ = true;
      size = matlink_encode_start_reply(reply.data(), packet[1], std::max<std::uint32_t>(argument, 2000));
    } else if (matlink_decode_ping_command(packet.data(), packet.size(), &argument) != 0) {
      ++pings;
      size = matlink_encode_ping_reply(reply.data(), packet[1], {argument, t_us_});
    } else {
      ++stops;
      streaming_ = false;
      size = matlink_encode_reply(reply.data(), packet[0], packet[1], MATLINK_OK);
    }
    pty_.send(wire_.wrap({reply.data(), size}));
  }

  FakeMatSetup setup_;
  PtyPair pty_;
  WireMat wire_;
  bool streaming_ = false;
  bool heard_ = false;
  std::uint16_t frame_ = 0;
  std::uint32_t t_us_ = 0;
  std::mt19937 random_{5};
  std::jthread thread_;
};

}  // namespace palpate::test
