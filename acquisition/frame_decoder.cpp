#include "acquisition/frame_decoder.h"

#include <algorithm>
#include <cstring>

namespace palpate {

FrameDecoder::Step FrameDecoder::step(std::span<const std::uint8_t> bytes) {
  Step step;
  while (step.consumed < bytes.size() && step.event == WireEvent::none) {
    const auto rest = bytes.subspan(step.consumed);
    const auto* delimiter = static_cast<const std::uint8_t*>(std::memchr(rest.data(), 0, rest.size()));
    const std::size_t count =
        delimiter != nullptr ? static_cast<std::size_t>(delimiter - rest.data()) : rest.size();
    const std::size_t room = block_.size() - std::min(block_size_, block_.size());
    std::copy_n(rest.data(), std::min(count, room), block_.data() + (block_.size() - room));
    block_size_ += count;
    step.consumed += count;
    if (delimiter == nullptr) break;
    ++step.consumed;
    step.event = take_block();
    block_size_ = 0;
    aligned_ = true;
  }
  return step;
}

void FrameDecoder::set_shape(std::uint16_t rows, std::uint16_t cols) {
  PALPATE_EXPECTS(rows >= 1 && rows <= kMaxSide && cols >= 1 && cols <= kMaxSide);
  rows_ = rows;
  cols_ = cols;
  cells_.assign(std::size_t{rows} * cols, 0);
  open_ = false;
}

void FrameDecoder::new_stream() {
  last_seq_.reset();
  last_frame_.reset();
  open_ = false;
}

void FrameDecoder::new_line() {
  new_stream();
  block_size_ = 0;
  aligned_ = false;
}

WireEvent FrameDecoder::take_block() {
  if (block_size_ == 0) return WireEvent::none;  // delimiters may come in a row
  const bool fits = block_size_ < MATLINK_MAX_WIRE;
  packet_size_ =
      fits ? matlink_cobs_decode(block_.data(), block_size_, packet_.data(), packet_.size()) : std::size_t{0};
  if (packet_size_ > 0 && matlink_packet_ok(packet_.data(), packet_size_) != 0) return take_packet();
  counters_.resync_bytes += block_size_ + 1;
  // What precedes the first delimiter is the tail of a packet that we joined too late for, not a damaged one.
  if (aligned_) ++counters_.crc_errors;
  return WireEvent::none;
}

WireEvent FrameDecoder::take_packet() {
  const std::uint8_t type = packet_[0];
  ++counters_.packets;
  count_gap(type, packet_[1]);
  switch (type) {
    case MATLINK_FRAME_BEGIN:
      begin_frame();
      return WireEvent::none;
    case MATLINK_DATA:
      add_rows();
      return WireEvent::none;
    case MATLINK_FRAME_END:
      return end_frame();
    default:
      return WireEvent::control;
  }
}

void FrameDecoder::count_gap(std::uint8_t type, std::uint8_t seq) {
  if (type < MATLINK_FRAME_BEGIN) return;    // replies carry the number of their command
  if (last_seq_ && type != MATLINK_HELLO) {  // a booting mat counts from anew
    counters_.sequence_gaps += static_cast<std::uint8_t>(seq - *last_seq_ - 1);
  }
  last_seq_ = seq;
}

void FrameDecoder::begin_frame() {
  open_ = rows_ > 0 && matlink_decode_frame_begin(packet_.data(), packet_size_, &begin_) != 0;
  rows_seen_.reset();
}

void FrameDecoder::add_rows() {
  matlink_data data{};
  if (!open_ || matlink_decode_data(packet_.data(), packet_size_, rows_, cols_, &data) == 0) return;
  if (data.frame != begin_.frame || data.encoding != begin_.encoding) return;
  matlink_unpack_data(&data, cols_, cells_.data());
  for (std::size_t row = data.row0; row < std::size_t{data.row0} + data.nrows; ++row) rows_seen_.set(row);
}

WireEvent FrameDecoder::end_frame() {
  matlink_frame_end end{};
  if (!open_ || matlink_decode_frame_end(packet_.data(), packet_size_, &end) == 0) return WireEvent::none;
  open_ = false;
  if (end.frame != begin_.frame || rows_seen_.count() != rows_ ||
      end.crc32 != matlink_crc32_cells(cells_.data(), cells_.size())) {
    return WireEvent::none;
  }
  std::uint64_t step = counters_.frames == 0 ? 0 : 1;
  frame_.after_restart = !last_frame_;
  if (last_frame_) {
    step = static_cast<std::uint16_t>(begin_.frame - *last_frame_);
    if (step == 0) return WireEvent::none;  // the same frame twice
    counters_.lost_frames += step - 1;
  }
  last_frame_ = begin_.frame;
  frame_.sequence += step;
  frame_.device_us = begin_.t_us;
  frame_.saturated = (end.flags & MATLINK_FRAME_SATURATED) != 0;
  frame_.overrun = (begin_.flags & MATLINK_FRAME_OVERRUN) != 0;
  frame_.mat_dropped = begin_.dropped;
  ++counters_.frames;
  return WireEvent::frame;
}

}  // namespace palpate
