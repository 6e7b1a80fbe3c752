// SceneReader: the scene stream of firmware/protocol/scene_stream.h from a file descriptor. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace palpate::firmware {

class SceneReader {
 public:
  // `wait_step` is called again and again while the stream has nothing: it may do other work for a few
  // milliseconds, and gives false to give up.
  SceneReader(int fd, std::size_t rows, std::size_t cols, std::function<bool()> wait_step);

  // Makes `pressures` the newest record with t_us <= device_us. Waits until a later record is there or the
  // stream has ended. True if `pressures` changed.
  bool advance(std::uint64_t device_us, std::vector<std::uint16_t>& pressures);

  [[nodiscard]] bool ended() const { return ended_; }                // no later record will come
  [[nodiscard]] const std::string& error() const { return error_; }  // not a scene, or another shape
  [[nodiscard]] std::uint64_t records() const { return records_; }   // applied

 private:
  bool read_exactly(std::uint8_t* to, std::size_t count);
  bool read_header();
  void read_next();

  int fd_;
  std::size_t rows_, cols_;
  std::function<bool()> wait_step_;
  bool started_ = false, ended_ = false, next_valid_ = false;
  std::uint64_t next_us_ = 0, records_ = 0;
  std::vector<std::uint16_t> next_;
  std::vector<std::uint8_t> bytes_;
  std::string error_;
};

}  // namespace palpate::firmware
