#include "acquisition/byte_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "acquisition/serial_ports.h"
#include "acquisition/serial_stream.h"
#include "acquisition/tty_stream.h"
#include "tests/support/pty_pair.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using ::testing::HasSubstr;
using Bytes = std::vector<std::uint8_t>;

Bytes read_exactly(ByteStream& stream, std::size_t wanted) {
  Bytes all;
  for (int empty = 0; all.size() < wanted && empty < 40;) {
    Bytes part(wanted - all.size());
    auto count = stream.read(part, kMaxReadWait);
    if (!count) break;
    empty = *count == 0 ? empty + 1 : 0;
    all.insert(all.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(*count));
  }
  return all;
}

TEST(ByteStream, CarriesEveryByteValueBothWays) {
  test::PtyPair pty;
  auto stream = open_byte_stream(pty.path());
  ASSERT_TRUE(stream) << stream.error().message;
  EXPECT_EQ((*stream)->backend(), "termios") << "libserialport knows no pseudo-terminal";
  Bytes all(256);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);

  ASSERT_TRUE(pty.send(all));
  EXPECT_EQ(read_exactly(**stream, all.size()), all);

  ASSERT_TRUE((*stream)->write(all));
  Bytes got;
  while (got.size() < all.size()) {
    const Bytes part = pty.receive(1000);
    ASSERT_FALSE(part.empty());
    got.insert(got.end(), part.begin(), part.end());
  }
  EXPECT_EQ(got, all);
}

TEST(ByteStream, SilenceIsNoError) {
  test::PtyPair pty;
  auto stream = open_byte_stream(pty.path());
  ASSERT_TRUE(stream);
  Bytes buffer(16);
  auto count = (*stream)->read(buffer, std::chrono::milliseconds{1});
  ASSERT_TRUE(count) << count.error().message;
  EXPECT_EQ(*count, 0U);
}

TEST(ByteStream, UnpluggedPortIsAnErrorForReadAndWrite) {
  test::PtyPair pty;
  auto stream = open_byte_stream(pty.path());
  ASSERT_TRUE(stream);
  pty.unplug();
  Bytes buffer(16);
  auto count = (*stream)->read(buffer, kMaxReadWait);
  ASSERT_FALSE(count);
  EXPECT_EQ(count.error().code, ErrorCode::io);
  EXPECT_THAT(count.error().message, HasSubstr("check the cable"));
  EXPECT_FALSE((*stream)->write(buffer));
}

TEST(ByteStream, ClosedStreamRefuses) {
  test::PtyPair pty;
  auto stream = open_byte_stream(pty.path());
  ASSERT_TRUE(stream);
  (*stream)->close();
  (*stream)->close();
  Bytes buffer(4);
  EXPECT_FALSE((*stream)->read(buffer, kMaxReadWait));
  EXPECT_FALSE((*stream)->write(buffer));
}

TEST(ByteStream, ALineThatNobodyReadsIsAnErrorNotAHang) {
  test::PtyPair pty;
  auto stream = open_byte_stream(pty.path());
  ASSERT_TRUE(stream);
  const auto written = (*stream)->write(Bytes(1U << 20U));
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, HasSubstr("takes no bytes"));
}

TEST(ByteStream, SecondReaderOfTheSamePortIsRefused) {
  test::PtyPair pty;
  auto first = open_byte_stream(pty.path());
  ASSERT_TRUE(first);
  auto second = open_byte_stream(pty.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::denied);
  EXPECT_THAT(second.error().message, HasSubstr("in use by another program"));
  (*first)->close();
  EXPECT_TRUE(open_byte_stream(pty.path()));
}

TEST(ByteStream, MissingPortNamesTheRemedy) {
  auto stream = open_byte_stream("/dev/ttyNOSUCHMAT");
  ASSERT_FALSE(stream);
  EXPECT_EQ(stream.error().code, ErrorCode::not_found);
  EXPECT_THAT(stream.error().message, HasSubstr("no such port: /dev/ttyNOSUCHMAT ("));
  const bool some = !list_serial_ports().empty();
  EXPECT_THAT(stream.error().message, HasSubstr(some ? "ports here: /dev/" : "plug the mat in"));
}

TEST(ByteStream, OrdinaryFileAndFolderAreNoPorts) {
  test::TempDir dir;
  std::ofstream(dir.file("notes.txt")) << "no port";
  for (const auto& path : {dir.file("notes.txt"), dir.path().string(), std::string("/dev/null")}) {
    auto stream = open_byte_stream(path);
    ASSERT_FALSE(stream);
    EXPECT_EQ(stream.error().code, ErrorCode::bad_argument);
    EXPECT_THAT(stream.error().message, HasSubstr("not a serial port: " + path));
  }
}

TEST(ByteStream, PermissionErrorNamesTheGroup) {
  const Error error = port_error(EACCES, "/dev/ttyACM0");
  EXPECT_EQ(error.code, ErrorCode::denied);
  EXPECT_THAT(error.message, HasSubstr("permission denied: /dev/ttyACM0 (add yourself to group dialout"));
}

TEST(ByteStream, ImpossibleBaudIsRefusedBeforeThePortIsTouched) {
  for (const int baud : {-1, 0, 299, 4000001}) {
    auto stream = open_byte_stream("/dev/ttyNOSUCHMAT", baud);
    ASSERT_FALSE(stream);
    EXPECT_EQ(stream.error().code, ErrorCode::bad_argument) << baud;
    EXPECT_THAT(stream.error().message, HasSubstr("300..4000000"));
  }
}

TEST(TtyStream, UnknownBaudNamesTheKnownOnes) {
  test::PtyPair pty;
  auto stream = open_tty_stream(pty.path(), 123456);
  ASSERT_FALSE(stream);
  EXPECT_EQ(stream.error().code, ErrorCode::bad_argument);
  EXPECT_THAT(stream.error().message, HasSubstr("115200"));
}

TEST(SerialStream, RefusesAPseudoTerminalWithoutCrashing) {
  test::PtyPair pty;
  EXPECT_FALSE(open_serial_stream(pty.path(), kDefaultBaud));
}

TEST(SerialPorts, ListedNamesAreDevices) {
  for (const auto& port : list_serial_ports()) EXPECT_EQ(port.name.rfind("/dev/", 0), 0U) << port.name;
}

}  // namespace
}  // namespace palpate
