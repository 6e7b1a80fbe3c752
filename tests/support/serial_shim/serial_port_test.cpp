// The shipped serial path through the genuine libserialport. Runs only with serial_shim.so preloaded, which
// ctest does (tests/support/serial_shim/CMakeLists.txt).
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

#include "acquisition/open_source.h"
#include "acquisition/serial_stream.h"
#include "tests/support/fake_mat.h"

namespace palpate {
namespace {

const char* const kPort = "/dev/ttyPALPATE0";

void plug(const std::string& pty) {
  ::setenv("PALPATE_SHIM_PTY", pty.c_str(), 1);
}

std::optional<RawFrame> next_frame(FrameSource& source) {
  RawFrame frame;
  for (int i = 0; i < 400; ++i) {
    const auto status = source.read(frame, {});
    if (!status) return std::nullopt;
    if (*status == ReadStatus::frame) return frame;
  }
  return std::nullopt;
}

TEST(SerialPort, CarriesEveryByteValueBothWays) {
  test::PtyPair pty;
  plug(pty.path());
  auto stream = open_serial_stream(kPort, 500000);
  ASSERT_TRUE(stream) << stream.error().message;
  EXPECT_EQ((*stream)->backend(), "libserialport");
  test::Bytes all(256);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);

  std::vector<std::uint8_t> buffer(512);
  auto silence = (*stream)->read(buffer, std::chrono::milliseconds{1});
  ASSERT_TRUE(silence) << silence.error().message;
  EXPECT_EQ(*silence, 0U);

  ASSERT_TRUE(pty.send(all));
  test::Bytes got;
  for (int i = 0; i < 100 && got.size() < all.size(); ++i) {
    auto count = (*stream)->read(buffer, kMaxReadWait);
    ASSERT_TRUE(count) << count.error().message;
    got.insert(got.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(*count));
  }
  EXPECT_EQ(got, all);

  ASSERT_TRUE((*stream)->write(all));
  got.clear();
  for (int i = 0; i < 100 && got.size() < all.size(); ++i) {
    const auto part = pty.receive(50);
    got.insert(got.end(), part.begin(), part.end());
  }
  EXPECT_EQ(got, all);

  pty.unplug();
  EXPECT_FALSE((*stream)->read(buffer, kMaxReadWait)) << "an unplugged port is not just silent";
}

TEST(SerialPort, OddBaudRateIsTheLibrarysMatter) {
  test::PtyPair pty;
  plug(pty.path());
  auto stream = open_serial_stream(kPort, 1234567);
  EXPECT_TRUE(stream) << stream.error().message;
}

TEST(SerialPort, MatStreamsUnplugsAndComesBack) {
  auto mat = std::make_unique<test::FakeMat>();
  plug(mat->path());
  auto source = open_source(std::string("serial:") + kPort);
  ASSERT_TRUE(source) << source.error().message;
  for (std::uint32_t i = 0; i < 30; ++i) {
    const auto frame = next_frame(**source);
    ASSERT_TRUE(frame);
    const auto cells = test::pattern_cells(4, 6, i, 0xFFF);
    ASSERT_EQ(frame->cells, std::vector<float>(cells.begin(), cells.end()));
  }
  EXPECT_EQ((*source)->stats().crc_errors, 0U);
  plug("/dev/ttyGONE");
  mat.reset();
  RawFrame frame;
  for (int i = 0; i < 2000 && (*source)->state() != LinkState::reconnecting; ++i) {
    ASSERT_TRUE((*source)->read(frame, {}));
  }
  ASSERT_EQ((*source)->state(), LinkState::reconnecting);
  mat = std::make_unique<test::FakeMat>();
  plug(mat->path());
  const auto back = next_frame(**source);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->flags, frame_flag::discontinuity);
  EXPECT_EQ((*source)->state(), LinkState::streaming);
}

TEST(SerialPort, MissingPortIsToldFromTheLibrarysWords) {
  plug("/dev/ttyGONE");
  auto stream = open_serial_stream("/dev/ttyNOSUCHMAT", 500000);
  ASSERT_FALSE(stream);
  EXPECT_EQ(stream.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace palpate
