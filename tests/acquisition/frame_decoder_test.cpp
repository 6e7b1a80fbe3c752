#include "acquisition/frame_decoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <random>

#include "tests/support/wire.h"

namespace palpate {
namespace {

using test::Bytes;
using test::Cells;
using test::pattern_cells;
using test::WireMat;

struct Seen {
  std::vector<Cells> frames;
  std::vector<std::uint64_t> sequences;
  std::vector<Bytes> controls;
  WireCounters counters;
  bool operator==(const Seen&) const = default;
};

// Feeds `wire` cut at the sizes that `next_size` gives.
template <typename NextSize>
Seen decode(const Bytes& wire, std::uint16_t rows, std::uint16_t cols, NextSize next_size) {
  FrameDecoder decoder;
  decoder.set_shape(rows, cols);
  Seen seen;
  for (std::size_t at = 0; at < wire.size();) {
    const std::size_t size = std::min<std::size_t>(next_size(), wire.size() - at);
    std::span<const std::uint8_t> part(wire.data() + at, size);
    at += size;
    while (!part.empty()) {
      const auto step = decoder.step(part);
      EXPECT_GT(step.consumed, 0U);
      part = part.subspan(step.consumed);
      if (step.event == WireEvent::frame) {
        seen.frames.emplace_back(decoder.cells().begin(), decoder.cells().end());
        seen.sequences.push_back(decoder.frame().sequence);
      }
      if (step.event == WireEvent::control) {
        seen.controls.emplace_back(decoder.control().begin(), decoder.control().end());
      }
    }
  }
  seen.counters = decoder.counters();
  return seen;
}

Seen decode(const Bytes& wire, std::uint16_t rows, std::uint16_t cols) {
  return decode(wire, rows, cols, [&wire] { return wire.size(); });
}

void append(Bytes& to, const Bytes& more) {
  to.insert(to.end(), more.begin(), more.end());
}

Bytes stream_of(std::uint16_t rows, std::uint16_t cols, int frames,
                std::uint8_t encoding = MATLINK_ENC_PACKED12, std::uint16_t mask = 0xFFF) {
  WireMat mat(rows, cols, encoding);
  Bytes wire = mat.hello();
  for (int i = 0; i < frames; ++i) {
    const auto number = static_cast<std::uint16_t>(i);
    append(wire,
           mat.frame(number, static_cast<std::uint32_t>(i * 20000), pattern_cells(rows, cols, number, mask)));
    if (i % 3 == 0) append(wire, mat.status());
  }
  return wire;
}

TEST(FrameDecoder, RoundTripOfEveryShapeAndEncoding) {
  struct Case {
    std::uint16_t rows, cols;
    std::uint8_t encoding;
    std::uint16_t mask;
  };
  for (const auto& c : {Case{32, 32, MATLINK_ENC_PACKED10, 0x3FF}, Case{32, 32, MATLINK_ENC_PACKED12, 0xFFF},
                        Case{64, 32, MATLINK_ENC_U16, 0xFFFF}, Case{1, 1, MATLINK_ENC_U16, 0xFFFF},
                        Case{256, 1, MATLINK_ENC_PACKED10, 0x3FF}, Case{64, 122, MATLINK_ENC_U16, 0xFFFF},
                        Case{7, 13, MATLINK_ENC_PACKED12, 0xFFF}}) {
    const auto seen = decode(stream_of(c.rows, c.cols, 3, c.encoding, c.mask), c.rows, c.cols);
    ASSERT_EQ(seen.frames.size(), 3U) << c.rows << " x " << c.cols;
    for (std::uint32_t i = 0; i < 3; ++i) {
      EXPECT_EQ(seen.frames[i], pattern_cells(c.rows, c.cols, i, c.mask));
      EXPECT_EQ(seen.sequences[i], i);
    }
    EXPECT_EQ(seen.controls.size(), 2U) << "HELLO and one STATUS";
    EXPECT_EQ(seen.counters.crc_errors + seen.counters.resync_bytes + seen.counters.sequence_gaps +
                  seen.counters.lost_frames,
              0U);
  }
}

TEST(FrameDecoder, AnySplitGivesTheSame) {
  Bytes wire = stream_of(8, 9, 6);
  wire[wire.size() / 2] ^= 0x10U;  // damage must not depend on the split either
  const Seen whole = decode(wire, 8, 9);
  ASSERT_GE(whole.frames.size(), 4U);
  for (std::size_t size = 1; size < 300; ++size) {
    ASSERT_EQ(decode(wire, 8, 9, [size] { return size; }), whole) << "pieces of " << size;
  }
  std::mt19937 random(3);
  for (int round = 0; round < 100; ++round) {
    ASSERT_EQ(decode(wire, 8, 9, [&random] { return 1 + random() % 400; }), whole);
  }
}

TEST(FrameDecoder, EveryLostPacketCostsItsFrameOnly) {
  WireMat mat(32, 32);
  std::vector<Bytes> packets;
  for (std::uint16_t f = 0; f < 3; ++f) {
    for (auto& packet : mat.frame_packets(f, f * 20000U, pattern_cells(32, 32, f, 0xFFF))) {
      packets.push_back(std::move(packet));
    }
  }
  const std::size_t per_frame = packets.size() / 3;
  for (std::size_t lost = per_frame; lost < 2 * per_frame; ++lost) {
    Bytes wire{0};
    for (std::size_t i = 0; i < packets.size(); ++i) {
      if (i != lost) append(wire, packets[i]);
    }
    const auto seen = decode(wire, 32, 32);
    ASSERT_EQ(seen.frames.size(), 2U) << "packet " << lost;
    EXPECT_EQ(seen.frames[1], pattern_cells(32, 32, 2, 0xFFF));
    EXPECT_EQ(seen.sequences[1], 2U);
    EXPECT_EQ(seen.counters.lost_frames, 1U);
    EXPECT_EQ(seen.counters.sequence_gaps, 1U);
    EXPECT_EQ(seen.counters.crc_errors, 0U);
  }
}

TEST(FrameDecoder, EverySingleFlippedBitIsNoticedAndNoWrongCellComesOut) {
  const Bytes clean = stream_of(6, 7, 3);
  const Seen truth = decode(clean, 6, 7);
  for (std::size_t byte = 1; byte < clean.size(); ++byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      Bytes wire = clean;
      wire[byte] = static_cast<std::uint8_t>(wire[byte] ^ (1U << bit));
      const Seen seen = decode(wire, 6, 7);
      ASSERT_NE(seen.counters, truth.counters) << "flip of bit " << bit << " at " << byte;
      ASSERT_GE(seen.frames.size(), 1U);
      for (const auto& frame : seen.frames) {
        ASSERT_NE(std::find(truth.frames.begin(), truth.frames.end(), frame), truth.frames.end())
            << "wrong cells after a flip of bit " << bit << " at " << byte;
      }
    }
  }
}

TEST(FrameDecoder, NoisyLineNeverGivesAWrongCell) {
  std::mt19937 random(9);
  for (int round = 0; round < 40; ++round) {
    Bytes wire = stream_of(16, 16, 30);
    std::vector<Cells> sent;
    for (std::uint32_t f = 0; f < 30; ++f) sent.push_back(pattern_cells(16, 16, f, 0xFFF));
    for (auto& byte : wire) {
      if (random() % 500 == 0) byte = static_cast<std::uint8_t>(random());
    }
    const auto seen = decode(wire, 16, 16);
    EXPECT_GT(seen.counters.crc_errors, 0U);
    for (const auto& frame : seen.frames) {
      ASSERT_NE(std::find(sent.begin(), sent.end(), frame), sent.end());
    }
  }
}

TEST(FrameDecoder, RandomBytesGiveNothing) {
  std::mt19937 random(1);
  Bytes wire(2'000'000);
  for (auto& byte : wire) byte = static_cast<std::uint8_t>(random());
  const auto seen = decode(wire, 32, 32);
  EXPECT_TRUE(seen.frames.empty());
  EXPECT_GT(seen.counters.crc_errors, 1000U);
  EXPECT_GT(seen.counters.resync_bytes, wire.size() * 9 / 10);
}

TEST(FrameDecoder, GoodCrcOfEveryPacketIsNotEnough) {
  WireMat mat(4, 4, MATLINK_ENC_U16);
  WireMat other(4, 4, MATLINK_ENC_U16);
  auto packets = mat.frame_packets(0, 0, Cells(16, 100));
  packets[1] = other.frame_packets(0, 0, Cells(16, 101))[1];  // a valid packet, but not this frame's
  Bytes wire{0};
  for (const auto& packet : packets) append(wire, packet);
  EXPECT_TRUE(decode(wire, 4, 4).frames.empty()) << "the frame's own CRC-32 must tell";
}

TEST(FrameDecoder, ResynchronisesAtTheNextPacketAfterJunk) {
  WireMat mat(4, 4);
  Bytes wire = mat.frame(0, 0, pattern_cells(4, 4, 0, 0xFFF));
  append(wire, Bytes(1000, 0xAA));  // no delimiter for longer than any packet
  append(wire, Bytes{0});
  append(wire, mat.frame(1, 20000, pattern_cells(4, 4, 1, 0xFFF)));
  const auto seen = decode(wire, 4, 4);
  ASSERT_EQ(seen.frames.size(), 2U);
  EXPECT_EQ(seen.counters.crc_errors, 1U);
  EXPECT_EQ(seen.counters.resync_bytes, 1001U);
}

TEST(FrameDecoder, JoiningInTheMiddleIsNoError) {
  const Bytes wire = stream_of(8, 8, 4);
  for (std::size_t from = 1; from < wire.size() / 2; ++from) {
    const auto seen = decode(Bytes(wire.begin() + static_cast<std::ptrdiff_t>(from), wire.end()), 8, 8);
    ASSERT_EQ(seen.counters.crc_errors, 0U) << "from byte " << from;
    ASSERT_GE(seen.frames.size(), 2U);
    ASSERT_EQ(seen.frames.back(), pattern_cells(8, 8, 3, 0xFFF));
  }
}

TEST(FrameDecoder, FrameNumbersGoOnAcrossThe16BitEdge) {
  WireMat mat(2, 2);
  Bytes wire{0};
  for (const std::uint16_t number : std::initializer_list<std::uint16_t>{65533, 65534, 1, 2}) {
    append(wire, mat.frame(number, 0, pattern_cells(2, 2, number, 0xFFF)));
  }
  const auto seen = decode(wire, 2, 2);
  EXPECT_EQ(seen.sequences, (std::vector<std::uint64_t>{0, 1, 4, 5}));
  EXPECT_EQ(seen.counters.lost_frames, 2U);
}

TEST(FrameDecoder, NewStreamGoesOnCountingWithoutInventingLosses) {
  FrameDecoder decoder;
  decoder.set_shape(2, 2);
  WireMat before(2, 2);
  WireMat after(2, 2);
  const Bytes first = before.frame(500, 0, Cells(4, 1));
  const Bytes second = after.frame(0, 0, Cells(4, 2));
  EXPECT_EQ(decoder.step(first).event, WireEvent::frame);
  decoder.new_stream();
  EXPECT_EQ(decoder.step(second).event, WireEvent::frame);
  EXPECT_EQ(decoder.frame().sequence, 1U);
  EXPECT_TRUE(decoder.frame().after_restart);
  EXPECT_EQ(decoder.counters().lost_frames, 0U);
  EXPECT_EQ(decoder.counters().sequence_gaps, 0U);
}

TEST(FrameDecoder, PulledCableInMidPacketIsNoDamagedPacket) {
  FrameDecoder decoder;
  decoder.set_shape(2, 2);
  WireMat mat(2, 2);
  const Bytes before = mat.frame(0, 0, Cells(4, 1));
  const Bytes after = WireMat(2, 2).frame(0, 0, Cells(4, 2));
  decoder.step(std::span(before).first(10));
  decoder.new_line();
  EXPECT_EQ(decoder.step(after).event, WireEvent::frame);
  EXPECT_EQ(decoder.counters().crc_errors, 0U);
  EXPECT_EQ(decoder.counters().resync_bytes, 0U);
}

TEST(FrameDecoder, FramesOfAnotherShapeAreNotTaken) {
  EXPECT_TRUE(decode(stream_of(8, 8, 3), 8, 9).frames.empty());
  EXPECT_TRUE(decode(stream_of(8, 8, 3), 9, 8).frames.empty());
  EXPECT_TRUE(decode(stream_of(9, 8, 3), 8, 8).frames.empty());
}

TEST(FrameDecoder, SteadyStateKeepsItsMemory) {
  FrameDecoder decoder;
  decoder.set_shape(32, 32);
  const auto* memory = decoder.cells().data();
  const Bytes wire = stream_of(32, 32, 20);
  for (std::span<const std::uint8_t> rest = wire; !rest.empty();) {
    rest = rest.subspan(decoder.step(rest).consumed);
  }
  EXPECT_EQ(decoder.counters().frames, 20U);
  EXPECT_EQ(decoder.cells().data(), memory);
}

}  // namespace
}  // namespace palpate
