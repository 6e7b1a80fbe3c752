#include "firmware/model/scene_reader.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "firmware/protocol/scene_stream.h"

namespace palpate::firmware {

namespace {
constexpr int kPollMs = 5;
}

SceneReader::SceneReader(int fd, std::size_t rows, std::size_t cols, std::function<bool()> wait_step)
    : fd_(fd),
      rows_(rows),
      cols_(cols),
      wait_step_(std::move(wait_step)),
      next_(rows * cols),
      bytes_(SCENE_TIME_SIZE + 2 * rows * cols) {}

bool SceneReader::read_exactly(std::uint8_t* to, std::size_t count) {
  std::size_t have = 0;
  while (have < count) {
    pollfd ready = {fd_, POLLIN, 0};
    if (poll(&ready, 1, 0) == 0) {
      if (!wait_step_()) return false;
      (void)poll(&ready, 1, kPollMs);
      continue;
    }
    const ssize_t got = read(fd_, to + have, count - have);
    if (got > 0) {
      have += static_cast<std::size_t>(got);
    } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
      return false;
    } else if (!wait_step_()) {
      return false;
    }
  }
  return true;
}

bool SceneReader::read_header() {
  std::uint8_t bytes[SCENE_HEADER_SIZE];
  if (!read_exactly(bytes, sizeof bytes)) return false;
  scene_header header = {};
  if (!scene_decode_header(bytes, &header)) {
    error_ = "not a scene stream: stdin (expected magic PSCN, see firmware/protocol/scene_stream.h)";
  } else if (header.version != SCENE_VERSION) {
    error_ = "scene stream of unknown version " + std::to_string(header.version) + ": stdin";
  } else if (header.rows != rows_ || header.cols != cols_) {
    error_ = "scene of " + std::to_string(header.rows) + " x " + std::to_string(header.cols) +
             " cells for a mat of " + std::to_string(rows_) + " x " + std::to_string(cols_) + ": stdin";
  }
  return error_.empty();
}

void SceneReader::read_next() {
  next_valid_ = read_exactly(bytes_.data(), bytes_.size());
  if (!next_valid_) {
    ended_ = true;
    return;
  }
  next_us_ = scene_decode_record(bytes_.data(), next_.data(), next_.size());
}

bool SceneReader::advance(std::uint64_t device_us, std::vector<std::uint16_t>& pressures) {
  if (!started_) {
    started_ = true;
    ended_ = !read_header();
    if (!ended_) read_next();
  }
  bool changed = false;
  while (next_valid_ && next_us_ <= device_us) {
    pressures.swap(next_);
    changed = true;
    ++records_;
    read_next();
  }
  return changed;
}

}  // namespace palpate::firmware
