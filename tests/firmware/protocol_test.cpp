// The wire contract: golden bytes (a change of any of them is a change of the protocol) and its laws.
#include "firmware/protocol/protocol.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "firmware/protocol/scene_stream.h"

namespace {

using Bytes = std::vector<std::uint8_t>;

std::string hex(const std::uint8_t* bytes, std::size_t count) {
  static const char* digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

// A packet under construction; gives its hex without and with framing.
struct Packet {
  std::uint8_t bytes[MATLINK_MAX_PACKET] = {};
  std::size_t size = 0;

  std::string text() const { return hex(bytes, size); }
  std::string wire() const {
    std::uint8_t out[MATLINK_MAX_WIRE];
    return hex(out, matlink_to_wire(bytes, size, out));
  }
};

matlink_info some_info() {
  matlink_info info = {};
  info.protocol_major = 1;
  info.firmware_major = 1;
  info.firmware_minor = 2;
  info.firmware_patch = 3;
  info.adc_bits = 10;
  info.placement = MATLINK_PLACEMENT_SEAT;
  info.readout = MATLINK_READOUT_VIRTUAL_GROUND;
  info.rows = 32;
  info.cols = 33;
  info.pitch_x_um10 = 1470;
  info.pitch_y_um10 = 2900;
  info.min_period_us = 40000;
  info.row_mohm = 10000;
  info.feedback_mohm = 4166700;
  info.drive_mv = 5000;
  info.vref_mv = 4999;
  info.cell_ns_per_kpa = 4000;
  const std::string name = "mega2560-seat";
  for (std::size_t i = 0; i < name.size(); ++i) info.board[i] = static_cast<std::uint8_t>(name[i]);
  return info;
}

TEST(Protocol, ChecksumsGiveTheirPublishedCheckValues) {
  const std::string text = "123456789";
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  EXPECT_EQ(matlink_crc16(bytes, 9), 0x29B1);
  std::uint32_t crc = MATLINK_CRC32_INIT;
  for (std::size_t i = 0; i < 9; ++i) crc = matlink_crc32_step(crc, bytes[i]);
  EXPECT_EQ(matlink_crc32_finish(crc), 0xCBF43926U);
}

TEST(Protocol, CobsGivesTheBytesOfItsPaper) {
  const auto encode = [](const Bytes& in) {
    Bytes out(in.size() + 1);
    EXPECT_EQ(matlink_cobs_encode(in.data(), in.size(), out.data()), out.size());
    return out;
  };
  EXPECT_EQ(encode({}), (Bytes{1}));
  EXPECT_EQ(encode({0}), (Bytes{1, 1}));
  EXPECT_EQ(encode({0, 0}), (Bytes{1, 1, 1}));
  EXPECT_EQ(encode({0x11, 0x22, 0, 0x33}), (Bytes{3, 0x11, 0x22, 2, 0x33}));
  EXPECT_EQ(encode(Bytes(254, 7)).front(), 0xFF);
}

TEST(Protocol, GoldenCommands) {
  Packet p;
  p.size = matlink_encode_info_command(p.bytes, 1, 0x11223344);
  EXPECT_EQ(p.text(), "010144332211edbb");
  p.size = matlink_encode_start_command(p.bytes, 2, 50000);
  EXPECT_EQ(p.wire(), "05020250c301034fcb00");
  p.size = matlink_encode_stop_command(p.bytes, 3);
  EXPECT_EQ(p.text(), "03033f78");
  p.size = matlink_encode_ping_command(p.bytes, 4, 7);
  EXPECT_EQ(p.text(), "0404070000009ad0");
}

TEST(Protocol, GoldenReplies) {
  Packet p;
  const matlink_info info = some_info();
  p.size = matlink_encode_info_reply(p.bytes, 1, 0x11223344, &info);
  EXPECT_EQ(p.text(),
            "4101004433221101000102030a010120002100be05540b409c0000102700002c943f0088138713a00f6d656761323536"
            "302d7365617400000011a1");
  p.size = matlink_encode_start_reply(p.bytes, 2, 50000);
  EXPECT_EQ(p.text(), "42020050c300001dcd");
  p.size = matlink_encode_reply(p.bytes, MATLINK_CMD_STOP, 3, MATLINK_OK);
  EXPECT_EQ(p.text(), "43030032dd");
  p.size = matlink_encode_ping_reply(p.bytes, 4, {7, 0x01020304});
  EXPECT_EQ(p.text(), "4404000700000004030201524e");
}

TEST(Protocol, GoldenDataAndEvents) {
  Packet p;
  const matlink_hello hello = {1, 0, 32, 33};
  p.size = matlink_encode_hello(p.bytes, 0, &hello);
  EXPECT_EQ(p.wire(), "0285064d415431010220022103fe0c00");
  const matlink_frame_begin begin = {258, 1000000, 26000, MATLINK_FRAME_OVERRUN, MATLINK_ENC_PACKED10, 6, 3};
  p.size = matlink_encode_frame_begin(p.bytes, 9, &begin);
  EXPECT_EQ(p.text(), "8009020140420f00906500000101060300e8a0");
  const std::uint16_t cells[8] = {0, 1, 512, 1023, 1, 2, 3, 4};
  p.size = matlink_encode_data(p.bytes, 10, 258, 30, 2, MATLINK_ENC_PACKED10, cells, 4);
  EXPECT_EQ(p.text(), "810a02011e0201000400e0ff0108300001d126");
  const std::uint16_t wide[3] = {0x123, 0x456, 0xFFF};
  p.size = matlink_encode_data(p.bytes, 11, 258, 0, 1, MATLINK_ENC_PACKED12, wide, 3);
  EXPECT_EQ(p.text(), "810b0201000102236145ff0f9c3c");
  const matlink_frame_end end = {258, matlink_crc32_cells(cells, 8), MATLINK_FRAME_SATURATED};
  p.size = matlink_encode_frame_end(p.bytes, 12, &end);
  EXPECT_EQ(p.text(), "820c02014c33a90602ccd1");
  const matlink_status status = {60000, 1, 2, 3, 4, 5};
  p.size = matlink_encode_status(p.bytes, 13, &status);
  EXPECT_EQ(p.text(), "830d60ea0000010002000300040005970e");
  p.size = matlink_encode_error(p.bytes, 14, {MATLINK_ERR_CRC, 0x0102});
  EXPECT_EQ(p.text(), "840e010201f359");
}

TEST(Protocol, GoldenSceneStream) {
  std::uint8_t bytes[64];
  scene_encode_header(bytes, 2, 1);
  const std::uint16_t pressures[2] = {100, 65535};
  scene_encode_record(bytes + SCENE_HEADER_SIZE, 0x0102030405060708U, pressures, 2);
  ASSERT_EQ(scene_record_size(2, 1), 12U);
  EXPECT_EQ(hex(bytes, SCENE_HEADER_SIZE + 12),
            "5053434e010002000100"
            "0807060504030201"
            "6400ffff");
  scene_header header = {};
  ASSERT_TRUE(scene_decode_header(bytes, &header));
  EXPECT_EQ(header.version, SCENE_VERSION);
  EXPECT_EQ(header.rows, 2);
  EXPECT_EQ(header.cols, 1);
  std::uint16_t back[2] = {};
  EXPECT_EQ(scene_decode_record(bytes + SCENE_HEADER_SIZE, back, 2), 0x0102030405060708U);
  EXPECT_EQ(back[0], 100);
  EXPECT_EQ(back[1], 65535);
  bytes[0] = 'Q';
  EXPECT_FALSE(scene_decode_header(bytes, &header));
}

TEST(Protocol, EveryMessageComesBackAsItWas) {
  Packet p;
  const matlink_info info = some_info();
  p.size = matlink_encode_info_reply(p.bytes, 1, 0xAABBCCDD, &info);
  std::uint32_t nonce = 0;
  matlink_info back = {};
  ASSERT_TRUE(matlink_decode_info_reply(p.bytes, p.size, &nonce, &back));
  EXPECT_EQ(nonce, 0xAABBCCDDU);
  Packet again;
  again.size = matlink_encode_info_reply(again.bytes, 1, nonce, &back);
  EXPECT_EQ(again.text(), p.text());
  EXPECT_EQ(back.cols, 33);
  EXPECT_EQ(back.feedback_mohm, 4166700U);

  matlink_frame_begin begin = {65535, 0xFFFFFFFE, 26000, 1, 2, 6, 9};
  p.size = matlink_encode_frame_begin(p.bytes, 9, &begin);
  matlink_frame_begin begin_back = {};
  ASSERT_TRUE(matlink_decode_frame_begin(p.bytes, p.size, &begin_back));
  again.size = matlink_encode_frame_begin(again.bytes, 9, &begin_back);
  EXPECT_EQ(again.text(), p.text());

  matlink_status status = {1, 2, 3, 4, 5, 6};
  matlink_status status_back = {};
  p.size = matlink_encode_status(p.bytes, 1, &status);
  ASSERT_TRUE(matlink_decode_status(p.bytes, p.size, &status_back));
  EXPECT_EQ(status_back.adc_timeouts, 5);
  EXPECT_EQ(status_back.reset_cause, 6);

  std::uint32_t value = 0;
  p.size = matlink_encode_start_command(p.bytes, 1, 123456);
  ASSERT_TRUE(matlink_decode_start_command(p.bytes, p.size, &value));
  EXPECT_EQ(value, 123456U);
  EXPECT_FALSE(matlink_decode_ping_command(p.bytes, p.size, &value)) << "another type must not decode";
  matlink_pong pong = {};
  p.size = matlink_encode_ping_reply(p.bytes, 1, {1, 2});
  ASSERT_TRUE(matlink_decode_ping_reply(p.bytes, p.size, &pong));
  EXPECT_EQ(pong.t_us, 2U);
  matlink_error error = {};
  p.size = matlink_encode_error(p.bytes, 1, {3, 4});
  ASSERT_TRUE(matlink_decode_error(p.bytes, p.size, &error));
  EXPECT_EQ(error.detail, 4);
}

TEST(Protocol, ARefusedCommandDecodesAsReplyOnly) {
  Packet p;
  p.size = matlink_encode_reply(p.bytes, MATLINK_CMD_START, 1, MATLINK_ERR_ARGUMENT);
  std::uint8_t result = 0;
  std::uint32_t granted = 0;
  EXPECT_TRUE(matlink_decode_reply(p.bytes, p.size, MATLINK_CMD_START, &result));
  EXPECT_EQ(result, MATLINK_ERR_ARGUMENT);
  EXPECT_FALSE(matlink_decode_start_reply(p.bytes, p.size, &granted));
}

TEST(Protocol, TruncatedMessagesDoNotDecode) {
  Packet p;
  const matlink_info info = some_info();
  const std::size_t full = matlink_encode_info_reply(p.bytes, 1, 5, &info);
  std::uint32_t nonce = 0;
  matlink_info back = {};
  for (std::size_t size = 0; size < full; ++size) {
    EXPECT_FALSE(matlink_decode_info_reply(p.bytes, size, &nonce, &back)) << size;
  }
  EXPECT_TRUE(matlink_decode_info_reply(p.bytes, full + 3, &nonce, &back)) << "later minors may append";
}

TEST(Protocol, CobsComesBackWhateverTheBytes) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    Bytes in(random() % 255);
    const unsigned zeros = random() % 4;  // from none to many
    for (auto& byte : in) byte = static_cast<std::uint8_t>(random() % (zeros == 3 ? 2U : 256U));
    Bytes wire(in.size() + 1);
    ASSERT_EQ(matlink_cobs_encode(in.data(), in.size(), wire.data()), wire.size());
    for (const auto byte : wire) ASSERT_NE(byte, 0);
    Bytes out(256);
    ASSERT_EQ(matlink_cobs_decode(wire.data(), wire.size(), out.data(), out.size()), in.size());
    out.resize(in.size());
    ASSERT_EQ(out, in);
    ASSERT_EQ(matlink_cobs_decode(wire.data(), wire.size(), wire.data(), wire.size()), in.size());
    wire.resize(in.size());
    ASSERT_EQ(wire, in) << "in place";
  }
}

TEST(Protocol, CobsRefusesWhatCannotBeCobs) {
  Bytes out(256);
  const auto decode = [&](const Bytes& in, std::size_t capacity) {
    return matlink_cobs_decode(in.data(), in.size(), out.data(), capacity);
  };
  EXPECT_EQ(decode({5, 1, 2}, 256), 0U) << "the block ends early";
  EXPECT_EQ(decode({3, 1, 0}, 256), 0U) << "a zero inside";
  EXPECT_EQ(decode({0}, 256), 0U);
  EXPECT_EQ(decode({4, 1, 2, 3}, 2), 0U) << "no room";
  EXPECT_EQ(decode({4, 1, 2, 3}, 3), 3U);
  std::mt19937 random(2);
  for (int round = 0; round < 20000; ++round) {  // any bytes: never out of bounds (the sanitizers watch)
    Bytes in(random() % 300);
    for (auto& byte : in) byte = static_cast<std::uint8_t>(random() % 8 == 0 ? 0U : random() & 0xFFU);
    Bytes small(random() % 64);
    ASSERT_LE(matlink_cobs_decode(in.data(), in.size(), small.data(), small.size()), small.size());
  }
}

TEST(Protocol, EveryBitErrorIsSeenByThePacketCheck) {
  Packet p;
  const matlink_info info = some_info();
  p.size = matlink_encode_info_reply(p.bytes, 1, 5, &info);
  ASSERT_TRUE(matlink_packet_ok(p.bytes, p.size));
  for (std::size_t i = 0; i < p.size * 8; ++i) {
    for (std::size_t j = 0; j < i; ++j) {  // one bit, and every pair of bits
      p.bytes[i / 8] = static_cast<std::uint8_t>(p.bytes[i / 8] ^ (1U << (i % 8)));
      ASSERT_FALSE(matlink_packet_ok(p.bytes, p.size)) << i;
      p.bytes[j / 8] = static_cast<std::uint8_t>(p.bytes[j / 8] ^ (1U << (j % 8)));
      ASSERT_FALSE(matlink_packet_ok(p.bytes, p.size)) << i << " " << j;
      p.bytes[i / 8] = static_cast<std::uint8_t>(p.bytes[i / 8] ^ (1U << (i % 8)));
      p.bytes[j / 8] = static_cast<std::uint8_t>(p.bytes[j / 8] ^ (1U << (j % 8)));
    }
  }
  EXPECT_FALSE(matlink_packet_ok(p.bytes, 3));
  EXPECT_FALSE(matlink_packet_ok(p.bytes, MATLINK_MAX_PACKET + 1));
}

class Encoding : public testing::TestWithParam<std::uint8_t> {};

TEST_P(Encoding, RowsComeBackForEveryWidth) {
  const std::uint8_t encoding = GetParam();
  const unsigned full = 1U << matlink_encoding_bits(encoding);
  std::mt19937 random(3);
  for (std::uint16_t cols = 1; cols <= 122; ++cols) {
    const std::uint8_t nrows = matlink_rows_per_packet(encoding, cols);
    ASSERT_GT(nrows, 0);
    std::vector<std::uint16_t> cells(std::size_t{nrows} * cols);
    for (auto& cell : cells) cell = static_cast<std::uint16_t>(random() % full);
    Packet p;
    p.size = matlink_encode_data(p.bytes, 0, 7, 1, nrows, encoding, cells.data(), cols);
    ASSERT_LE(p.size, std::size_t{MATLINK_MAX_PACKET});
    ASSERT_TRUE(matlink_packet_ok(p.bytes, p.size));
    const auto rows = static_cast<std::uint16_t>(nrows + 2);
    matlink_data data = {};
    ASSERT_TRUE(matlink_decode_data(p.bytes, p.size, rows, cols, &data));
    EXPECT_EQ(data.frame, 7);
    std::vector<std::uint16_t> back(std::size_t{rows} * cols, 0xABCD);
    matlink_unpack_data(&data, cols, back.data());
    std::vector<std::uint16_t> want(back.size(), 0xABCD);
    std::copy(cells.begin(), cells.end(), want.begin() + cols);
    ASSERT_EQ(back, want) << cols;
  }
}
INSTANTIATE_TEST_SUITE_P(All, Encoding,
                         testing::Values(MATLINK_ENC_PACKED10, MATLINK_ENC_PACKED12, MATLINK_ENC_U16));

TEST(Protocol, DataThatDoesNotFitTheMatIsRefused) {
  Packet p;
  const std::uint16_t cells[8] = {};
  p.size = matlink_encode_data(p.bytes, 0, 7, 30, 2, MATLINK_ENC_PACKED10, cells, 4);
  matlink_data data = {};
  EXPECT_TRUE(matlink_decode_data(p.bytes, p.size, 32, 4, &data));
  EXPECT_FALSE(matlink_decode_data(p.bytes, p.size, 31, 4, &data)) << "rows past the end";
  EXPECT_FALSE(matlink_decode_data(p.bytes, p.size, 32, 5, &data)) << "another width";
  p.bytes[6] = 9;
  EXPECT_FALSE(matlink_decode_data(p.bytes, p.size, 32, 4, &data)) << "unknown encoding";
  EXPECT_EQ(matlink_rows_per_packet(MATLINK_ENC_U16, 123), 0) << "a row must fit a packet";
  EXPECT_EQ(matlink_packets_per_frame(MATLINK_ENC_PACKED10, 32, 32), 6);
}

}  // namespace
