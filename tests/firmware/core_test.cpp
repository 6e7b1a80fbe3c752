// The firmware core on a board of the test's own: what it says, obeys, drops and survives.
#include <gtest/gtest.h>

#include <cstdint>
#include <deque>
#include <random>
#include <vector>

#include "firmware/core/mat.h"
#include "tests/firmware/wire_tap.h"

namespace {

using palpate::test::Bytes;
using palpate::test::TappedFrame;
using palpate::test::WireTap;

constexpr std::uint16_t kRows = 13;  // not a multiple of the rows of a packet
constexpr std::uint16_t kCols = 33;

struct FakeBoard {
  matlink_info info = {};
  std::uint32_t now_us = 0;
  std::uint32_t conversion_us = 10;
  std::uint16_t ring = 8192;
  bool line_moves = true;  // false: the host does not take anything
  bool converter_dead = false;
  std::uint16_t row = 0, col = 0, held = 0;
  std::uint16_t base = 0;  // added to every cell
  Bytes sent;
  std::size_t queued = 0;
  std::deque<std::uint8_t> received;
};
FakeBoard* fake = nullptr;

std::uint16_t cell_of(std::uint16_t row, std::uint16_t col, std::uint16_t base) {
  return static_cast<std::uint16_t>((37 * row + 11 * col + base) % 1024);
}

class Core : public testing::Test {
 protected:
  Core() {
    fake = &board;
    board.info.protocol_major = MATLINK_VERSION_MAJOR;
    board.info.rows = kRows;
    board.info.cols = kCols;
    board.info.adc_bits = 10;
    board.info.min_period_us = 10000;
  }
  void boot() { mat_init(&mat_); }
  void say(const Bytes& bytes) { board.received.insert(board.received.end(), bytes.begin(), bytes.end()); }
  // Polls for this long on the device's clock, then looks at what was sent.
  void run_us(std::uint32_t duration_us) {
    const std::uint32_t begin = board.now_us;
    while (board.now_us - begin < duration_us) {
      board.now_us += 20;
      mat_poll(&mat_);
      if (board.line_moves) board.queued = 0;
    }
    tap.take(board.sent);
    board.sent.clear();
  }
  std::uint8_t result_of(std::uint8_t command) const {
    const Bytes* reply = tap.last(static_cast<std::uint8_t>(command | MATLINK_REPLY));
    std::uint8_t result = 0xEE;
    if (reply != nullptr) (void)matlink_decode_reply(reply->data(), reply->size(), command, &result);
    return result;
  }

  FakeBoard board;
  struct mat mat_ = {};
  WireTap tap{kRows, kCols};
};

TEST_F(Core, SaysHelloAtBootBehindADelimiterThenOnceASecondUntilCommanded) {
  boot();
  ASSERT_FALSE(board.sent.empty());
  EXPECT_EQ(board.sent.front(), 0) << "ends what a reset cut off";
  run_us(3500000);
  EXPECT_EQ(tap.count(MATLINK_HELLO), 4U);
  say(palpate::test::ping_command(1, 5));
  run_us(3000000);
  EXPECT_EQ(tap.count(MATLINK_HELLO), 4U);
  EXPECT_EQ(tap.gaps, 0);
}

TEST_F(Core, EchoesTheNonceAndTellsWhoItIs) {
  boot();
  say(palpate::test::info_command(9, 0xCAFEF00D));
  run_us(100);
  const Bytes* reply = tap.last(MATLINK_CMD_INFO | MATLINK_REPLY);
  ASSERT_NE(reply, nullptr);
  std::uint32_t nonce = 0;
  matlink_info info = {};
  ASSERT_TRUE(matlink_decode_info_reply(reply->data(), reply->size(), &nonce, &info));
  EXPECT_EQ((*reply)[1], 9) << "the command's own number";
  EXPECT_EQ(nonce, 0xCAFEF00DU);
  EXPECT_EQ(info.rows, kRows);
  EXPECT_EQ(info.min_period_us, 10000U);
}

TEST_F(Core, StreamsEveryCellRightAndKeepsItsPeriod) {
  boot();
  say(palpate::test::start_command(1, 20000));
  run_us(1990000);
  ASSERT_GE(tap.frames.size(), 98U);
  EXPECT_EQ(tap.gaps, 0);
  EXPECT_EQ(tap.bad_blocks, 0);
  for (std::size_t i = 0; i + 1 < tap.frames.size(); ++i) {
    const TappedFrame& frame = tap.frames[i];
    ASSERT_TRUE(frame.whole) << i;
    ASSERT_EQ(frame.begin.frame, i);
    ASSERT_EQ(frame.begin.flags, 0);
    for (std::uint16_t r = 0; r < kRows; ++r) {
      for (std::uint16_t c = 0; c < kCols; ++c) {
        ASSERT_EQ(frame.cells[std::size_t{r} * kCols + c], cell_of(r, c, 0)) << r << " " << c;
      }
    }
    if (i > 0) {
      const auto step = static_cast<double>(frame.begin.t_us - tap.frames[i - 1].begin.t_us);
      ASSERT_NEAR(step, 20000.0, 1000.0);
    }
  }
  EXPECT_GE(tap.count(MATLINK_STATUS), 1U);
}

TEST_F(Core, GrantsNoPeriodThatItCannotKeep) {
  boot();
  say(palpate::test::start_command(1, 1));
  run_us(500);
  const Bytes* reply = tap.last(MATLINK_CMD_START | MATLINK_REPLY);
  ASSERT_NE(reply, nullptr);
  std::uint32_t granted = 0;
  ASSERT_TRUE(matlink_decode_start_reply(reply->data(), reply->size(), &granted));
  EXPECT_EQ(granted, 10000U);
  say(palpate::test::start_command(2, MATLINK_MAX_PERIOD_US + 1));
  run_us(20000);
  EXPECT_EQ(result_of(MATLINK_CMD_START), MATLINK_ERR_ARGUMENT);
}

TEST_F(Core, SaysWhenItCouldNotKeepItsPeriod) {
  board.conversion_us = 60;  // a scan of 26 ms
  boot();
  say(palpate::test::start_command(1, 10000));
  run_us(300000);
  ASSERT_GT(tap.frames.size(), 5U);
  EXPECT_EQ(tap.frames[3].begin.flags, MATLINK_FRAME_OVERRUN);
}

TEST_F(Core, ARepeatedCommandIsAnsweredAgainButNotExecutedAgain) {
  boot();
  say(palpate::test::ping_command(7, 42));
  run_us(200);
  const Bytes first = *tap.last(MATLINK_CMD_PING | MATLINK_REPLY);
  run_us(5000);
  say(palpate::test::ping_command(7, 42));
  run_us(200);
  EXPECT_EQ(tap.count(MATLINK_CMD_PING | MATLINK_REPLY), 2U);
  EXPECT_EQ(*tap.last(MATLINK_CMD_PING | MATLINK_REPLY), first) << "executed twice: the time would differ";
  say(palpate::test::ping_command(8, 42));
  run_us(200);
  EXPECT_NE(*tap.last(MATLINK_CMD_PING | MATLINK_REPLY), first) << "a new number is a new command";
  say(palpate::test::ping_command(8, 43));
  run_us(200);
  matlink_pong pong = {};
  const Bytes* reply = tap.last(MATLINK_CMD_PING | MATLINK_REPLY);
  ASSERT_TRUE(matlink_decode_ping_reply(reply->data(), reply->size(), &pong));
  EXPECT_EQ(pong.token, 43U) << "another host may reuse a number";
}

TEST_F(Core, DropsWholeFramesWhenNobodyTakesThemAndCountsThem) {
  board.ring = 2000;  // room for two frames of 625 bytes with their neighbours
  boot();
  say(palpate::test::start_command(1, 10000));
  run_us(50000);
  ASSERT_GE(tap.frames.size(), 3U);
  board.line_moves = false;
  run_us(500000);
  board.line_moves = true;
  run_us(100000);
  EXPECT_EQ(tap.bad_blocks, 0);
  std::uint16_t missing = 0;
  for (std::size_t i = 1; i < tap.frames.size(); ++i) {
    missing =
        static_cast<std::uint16_t>(missing + tap.frames[i].begin.frame - tap.frames[i - 1].begin.frame - 1);
    ASSERT_TRUE(tap.frames[i - 1].whole) << "frame " << i - 1 << " came in pieces";
  }
  EXPECT_GT(missing, 40);
  EXPECT_EQ(tap.frames.back().begin.dropped, missing);
}

TEST_F(Core, StopsAtOnceAndStartsAfresh) {
  boot();
  say(palpate::test::start_command(1, 10000));
  run_us(34000);
  say(palpate::test::stop_command(2));
  run_us(100000);
  EXPECT_EQ(result_of(MATLINK_CMD_STOP), MATLINK_OK);
  const std::size_t frames = tap.frames.size();
  run_us(100000);
  EXPECT_EQ(tap.frames.size(), frames);
  say(palpate::test::start_command(3, 10000));
  run_us(100000);
  ASSERT_GT(tap.frames.size(), frames + 2);
  EXPECT_TRUE(tap.frames[frames].whole);
}

TEST_F(Core, RefusesWhatItDoesNotKnow) {
  boot();
  std::uint8_t packet[MATLINK_MAX_PACKET];
  (void)matlink_begin_packet(packet, 0x3F, 1);
  say(palpate::test::on_wire(packet, matlink_seal(packet, 2)));
  run_us(200);
  EXPECT_EQ(result_of(0x3F), MATLINK_ERR_TYPE);
  (void)matlink_begin_packet(packet, MATLINK_CMD_START, 2);
  say(palpate::test::on_wire(packet, matlink_seal(packet, 2)));
  run_us(200);
  EXPECT_EQ(result_of(MATLINK_CMD_START), MATLINK_ERR_LENGTH);
}

TEST_F(Core, SaysThatACommandCameDamaged) {
  boot();
  Bytes damaged = palpate::test::ping_command(1, 5);
  damaged[4] = static_cast<std::uint8_t>(damaged[4] ^ 0x40U);
  say(damaged);
  say(Bytes(300, 0x55));
  say({0});
  run_us(5000);
  ASSERT_EQ(tap.count(MATLINK_ERROR), 2U);
  EXPECT_EQ(tap.count(MATLINK_CMD_PING | MATLINK_REPLY), 0U);
  matlink_error error = {};
  const Bytes* packet = tap.last(MATLINK_ERROR);
  ASSERT_TRUE(matlink_decode_error(packet->data(), packet->size(), &error));
  EXPECT_EQ(error.code, MATLINK_ERR_RX_OVERRUN) << "300 bytes without a delimiter";
  say(palpate::test::ping_command(2, 6));
  run_us(200);
  EXPECT_EQ(tap.count(MATLINK_CMD_PING | MATLINK_REPLY), 1U) << "and goes on";
}

TEST_F(Core, SurvivesAnyBytes) {
  boot();
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    Bytes noise(random() % 200);
    for (auto& byte : noise) byte = static_cast<std::uint8_t>(random() % 4 == 0 ? 0U : random());
    say(noise);
    say(palpate::test::ping_command(static_cast<std::uint8_t>(round), static_cast<std::uint32_t>(round)));
    run_us(40000);
    matlink_pong pong = {};
    const Bytes* reply = tap.last(MATLINK_CMD_PING | MATLINK_REPLY);
    ASSERT_NE(reply, nullptr);
    ASSERT_TRUE(matlink_decode_ping_reply(reply->data(), reply->size(), &pong));
    ASSERT_EQ(pong.token, static_cast<std::uint32_t>(round));
  }
  EXPECT_EQ(tap.bad_blocks, 0);
}

TEST_F(Core, GivesAFrameUpWhenTheConverterIsDead) {
  boot();
  say(palpate::test::start_command(1, 10000));
  run_us(25000);
  board.converter_dead = true;
  run_us(30000);
  ASSERT_GE(tap.count(MATLINK_ERROR), 1U);
  matlink_error error = {};
  const Bytes* packet = tap.last(MATLINK_ERROR);
  ASSERT_TRUE(matlink_decode_error(packet->data(), packet->size(), &error));
  EXPECT_EQ(error.code, MATLINK_ERR_ADC);
  board.converter_dead = false;
  const std::size_t frames = tap.frames.size();
  run_us(50000);
  ASSERT_GT(tap.frames.size(), frames + 1);
  EXPECT_TRUE(tap.frames[frames].whole);
}

TEST_F(Core, KeepsItsPeriodAcrossTheWrapOfItsClock) {
  board.now_us = 0xFFFFFFFFU - 500000U;
  boot();
  say(palpate::test::start_command(1, 20000));
  run_us(1000000);
  ASSERT_GE(tap.frames.size(), 49U);
  for (std::size_t i = 1; i < tap.frames.size(); ++i) {
    ASSERT_NEAR(static_cast<double>(tap.frames[i].begin.t_us - tap.frames[i - 1].begin.t_us), 20000.0,
                1000.0);
  }
}

TEST_F(Core, SaysWhenACellIsSaturated) {
  boot();
  board.base = static_cast<std::uint16_t>(1023 - (37 * 12 + 11 * 32) % 1024);
  say(palpate::test::start_command(1, 20000));
  run_us(50000);
  ASSERT_GE(tap.frames.size(), 2U);
  EXPECT_EQ(tap.frames[0].end.flags, MATLINK_FRAME_SATURATED);
  board.base = 0;  // 444 + 352 = 796 at most
  run_us(50000);
  EXPECT_EQ(tap.frames[tap.frames.size() - 2].end.flags, 0);
}

}  // namespace

const matlink_info* board_info(void) {
  return &fake->info;
}
void board_select_row(std::uint16_t row) {
  fake->row = row;
}
void board_select_column(std::uint16_t col) {
  fake->col = col;
}
void board_start_conversion(void) {
  fake->held = cell_of(fake->row, fake->col, fake->base);
}
int board_conversion(std::uint16_t* count) {
  if (fake->converter_dead) return 0;
  fake->now_us += fake->conversion_us;
  *count = fake->held;
  return 1;
}
std::uint32_t board_now_us(void) {
  return fake->now_us;
}
std::uint16_t board_tx_free(void) {
  return fake->queued < fake->ring ? static_cast<std::uint16_t>(fake->ring - fake->queued) : std::uint16_t{0};
}
void board_tx(const std::uint8_t* bytes, std::uint16_t count) {
  ASSERT_LE(count, board_tx_free());
  fake->queued += count;
  fake->sent.insert(fake->sent.end(), bytes, bytes + count);
}
std::int16_t board_rx(void) {
  if (fake->received.empty()) return -1;
  const std::uint8_t byte = fake->received.front();
  fake->received.pop_front();
  return byte;
}
std::uint16_t board_rx_overruns(void) {
  return 0;
}
std::uint8_t board_reset_cause(void) {
  return 0;
}
