#include "acquisition/output_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/files.h"
#include "tests/support/recording_maker.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

namespace fs = std::filesystem;
using test::read_file;
using test::TempDir;
using test::write_file;
using testing::HasSubstr;

long entries(const TempDir& dir) {
  return std::distance(fs::directory_iterator(dir.path()), {});
}

TEST(OutputFile, IsWholeUnderItsNameOrNotAtAll) {
  TempDir dir;
  const std::string path = dir.file("a.json");
  write_file(path, "old");
  {
    auto file = OutputFile::create(path);
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->write("half of the n"));
    EXPECT_EQ(read_file(path), "old");
  }  // given up
  EXPECT_EQ(read_file(path), "old");
  EXPECT_EQ(entries(dir), 1);
  ASSERT_TRUE(write_output_file(path, "new"));
  EXPECT_EQ(read_file(path), "new");
  EXPECT_EQ(entries(dir), 1);
}

TEST(OutputFile, NeverReplacesARecording) {
  TempDir dir;
  const std::string path = dir.file("client");  // whatever its name
  const SourceInfo mat = test::small_mat();
  test::write_recording(path, mat, test::walking_frames(mat, 60));
  const std::string before = read_file(path);
  ASSERT_GT(before.size(), 1000U);
  fs::create_symlink("client", dir.file("link.json"));
  fs::create_hard_link(path, dir.file("hard.json"));
  for (const std::string& name : {path, dir.file("link.json"), dir.file("hard.json"), path + "-wal"}) {
    const auto refused = write_output_file(name, "report");
    ASSERT_FALSE(refused) << name;
    EXPECT_THAT(refused.error().message, HasSubstr("cannot write over a recording: " + name));
    EXPECT_EQ(refused.error().code, ErrorCode::bad_argument);
  }
  EXPECT_EQ(read_file(path), before);
}

TEST(OutputFile, NeverReplacesWhatIsRead) {
  TempDir dir;
  const std::string path = dir.file("m.csv");
  write_file(path, "1,2\n");
  fs::create_symlink("m.csv", dir.file("link.csv"));
  EXPECT_FALSE(may_write_over(path, {path}));
  EXPECT_FALSE(may_write_over(dir.file("link.csv"), {"sim:seated-even", path}));
  EXPECT_FALSE(may_write_over(path, {"file:" + path + "?speed=2"}));
  EXPECT_TRUE(may_write_over(path, {"sim:seated-even", dir.file("other.csv"), ""}));
  EXPECT_TRUE(may_write_over(dir.file("new.csv"), {path}));
  EXPECT_TRUE(may_write_over("-", {"-"}));
}

TEST(OutputFile, WritesThroughSymlinks) {
  TempDir dir;
  fs::create_directory(dir.path() / "real");
  write_file(dir.file("real/a.json"), "old");
  fs::create_symlink("real/a.json", dir.file("one"));
  fs::create_symlink("one", dir.file("two"));
  fs::create_symlink("real/none-yet.json", dir.file("dangling"));
  ASSERT_TRUE(write_output_file(dir.file("two"), "new"));
  ASSERT_TRUE(write_output_file(dir.file("dangling"), "first"));
  EXPECT_TRUE(fs::is_symlink(dir.file("one")));
  EXPECT_TRUE(fs::is_symlink(dir.file("two")));
  EXPECT_TRUE(fs::is_symlink(dir.file("dangling")));
  EXPECT_EQ(read_file(dir.file("real/a.json")), "new");
  EXPECT_EQ(read_file(dir.file("real/none-yet.json")), "first");
}

TEST(OutputFile, KeepsPermissions) {
  TempDir dir;
  const std::string path = dir.file("a.json");
  write_file(path, "old");
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  ASSERT_TRUE(write_output_file(path, "new"));
  struct stat now {};
  ASSERT_EQ(::stat(path.c_str(), &now), 0);
  EXPECT_EQ(now.st_mode & 07777U, 0640U);
}

TEST(OutputFile, AFifoStaysOneAndItsReaderGetsEverything) {
  TempDir dir;
  const std::string path = dir.file("pipe");
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  // Both ends at once, so that nothing waits however the writer fails.
  const int reader = ::open(path.c_str(), O_RDWR | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  ASSERT_TRUE(write_output_file(path, "to a program"));
  EXPECT_TRUE(fs::is_fifo(path));
  std::string got(64, '\0');
  const auto count = ::read(reader, got.data(), got.size());
  ::close(reader);
  ASSERT_GT(count, 0);
  EXPECT_EQ(got.substr(0, static_cast<std::size_t>(count)), "to a program");
}

TEST(OutputFile, ADeviceStaysOne) {
  // A terminal of our own: the system lets nobody put a file there, so no device can be lost.
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  ASSERT_GE(master, 0);
  ASSERT_EQ(::grantpt(master) | ::unlockpt(master), 0);
  const std::string path = ::ptsname(master);
  const auto written = write_output_file(path, "hello");
  EXPECT_TRUE(written) << written.error().message;
  EXPECT_TRUE(fs::is_character_file(path));
  ::close(master);
}

TEST(OutputFile, DescriptorsAreWrittenWhereTheyStand) {
  TempDir dir;
  const std::string path = dir.file("log");
  const int log = ::open(path.c_str(), O_RDWR | O_CREAT, 0600);
  ASSERT_GE(log, 0);
  ASSERT_EQ(::write(log, "before ", 7), 7);
  const auto written = write_output_file("/dev/fd/" + std::to_string(log), "report ");
  EXPECT_TRUE(written) << written.error().message;
  ASSERT_EQ(::write(log, "after", 5), 5);
  ::close(log);
  EXPECT_EQ(read_file(path), "before report after");
}

TEST(OutputFile, SaysWhyItCannotWrite) {
  TempDir dir;
  const auto no_folder = write_output_file(dir.file("none/a.json"), "x");
  ASSERT_FALSE(no_folder);
  EXPECT_THAT(no_folder.error().message, HasSubstr("does the folder exist"));
  const auto folder = write_output_file(dir.path().string(), "x");
  ASSERT_FALSE(folder);
  EXPECT_THAT(folder.error().message, HasSubstr("it is a folder"));
}

// The disk is full: here the system lets this process write only so much.
TEST(OutputFile, AFullDiskLeavesTheOldFile) {
  TempDir dir;
  const std::string path = dir.file("a.json");
  write_file(path, "old");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{4096, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto failed = write_output_file(path, std::string(100'000, 'x'));
  const auto at_close = write_output_file(path, std::string(4097, 'x'));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_FALSE(at_close);
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, HasSubstr(path + " (is the disk full?)"));
  EXPECT_EQ(read_file(path), "old");
  EXPECT_EQ(entries(dir), 1);
}

}  // namespace
}  // namespace palpate
