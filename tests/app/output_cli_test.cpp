// Where the commands write: never over a recording, through links and pipes, and never silently nowhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/files.h"
#include "tests/support/run_command.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using test::program;
using test::read_file;
using test::run_command;
using test::run_palpate;
using test::TempDir;
using testing::HasSubstr;

// A recording and a matrix file, each a few frames long.
class Output : public testing::Test {
 protected:
  void SetUp() override {
    const auto made = run_palpate("simulate seated-even --seconds 3 --rate 20 --out " + recording);
    ASSERT_EQ(made.exit_code, 0) << made.text;
    before = read_file(recording);
    for (int frame = 0; frame < 40; ++frame) std::ofstream(matrix, std::ios::app) << "0,9,0,0,7,0,0,8,0\n";
  }
  TempDir dir;
  const std::string recording = dir.file("client.palpate"), matrix = dir.file("m.csv");
  std::string before;
};

TEST_F(Output, NeverGoesOverARecording) {
  std::filesystem::create_symlink("client.palpate", dir.file("link.json"));
  const std::string other = dir.file("other.csv");
  std::ofstream(other) << "t,v\n0,1\n1,2\n2,3\n";
  for (const std::string& arguments :
       {"analyze " + recording + " --json " + recording, "analyze " + recording + " --frames " + recording,
        "analyze " + recording + " --json " + dir.file("link.json"),
        "analyze sim:seated-even --seconds 1 --json " + recording,
        "breathing " + recording + " --json " + recording, "sway " + recording + " --json " + recording,
        "compare " + recording + " " + recording + " --json " + recording,
        "bands " + recording + " --light 0-1 --out " + recording,
        "render " + recording + " --out " + recording, "filter --kind median " + other + " " + recording,
        "teach " + recording + " --name slump " + recording}) {
    const auto output = run_palpate(arguments);
    EXPECT_NE(output.exit_code, 0) << arguments;
    EXPECT_EQ(read_file(recording), before) << arguments;
  }
  EXPECT_THAT(run_palpate("analyze " + recording + " --json " + recording).text,
              HasSubstr("cannot write over a recording: " + recording + " (give the new file another name)"));
}

TEST_F(Output, NeverGoesOverTheMatrixFileThatIsRead) {
  const std::string flags = " --rows 3 --cols 3 --pitch-mm 10 --fps 20 --unit kPa --raw";
  const std::string was = read_file(matrix);
  for (const std::string& arguments : {"analyze " + matrix + flags + " --json " + matrix,
                                       "analyze " + matrix + flags + " --frames " + matrix,
                                       "filter --kind median " + matrix + " " + matrix}) {
    const auto output = run_palpate(arguments);
    EXPECT_EQ(output.exit_code, 2) << arguments;
    EXPECT_THAT(output.text, HasSubstr("cannot write over the file that is read: " + matrix)) << arguments;
    EXPECT_EQ(read_file(matrix), was) << arguments;
  }
  const std::string both = dir.file("both");
  EXPECT_EQ(run_palpate("analyze " + matrix + flags + " --json " + both + " --frames " + both).exit_code, 2);
}

TEST_F(Output, GoesIntoProgramsThroughFifosAndDescriptors) {
  const std::string fifo = dir.file("pipe");
  const std::string analyze = program() + " analyze " + recording;
  const auto piped =
      run_command("mkfifo " + fifo + " && { timeout 60 cat " + fifo + " & " + analyze + " --json " + fifo +
                  " >" + dir.file("log") + " && wait && test -p " + fifo + " ; }");
  EXPECT_EQ(piped.exit_code, 0) << piped.text;
  EXPECT_THAT(piped.text, HasSubstr("\"schema\""));
  const auto inherited = run_command(analyze + " --frames /dev/fd/3 3>&1 >" + dir.file("log"));
  EXPECT_EQ(inherited.exit_code, 0) << inherited.text;
  EXPECT_THAT(inherited.text, HasSubstr("t_s,frame,occupied"));
}

TEST_F(Output, AFailedPictureLeavesTheOldOne) {
  const std::string picture = dir.file("old.png");
  std::ofstream(picture) << "an old picture";
  const auto output = run_command("( ulimit -f 1; trap '' XFSZ; " + program() + " render " + recording +
                                  " --at 1 --out " + picture + " )");
  EXPECT_EQ(output.exit_code, 1) << output.text;
  EXPECT_THAT(output.text, HasSubstr("cannot write"));
  EXPECT_EQ(read_file(picture), "an old picture");
}

TEST_F(Output, StandardOutputThatTakesNothingIsAnError) {
  if (!std::filesystem::is_character_file("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  for (const std::string& arguments :
       {"analyze " + recording, "analyze " + recording + " --json -", "analyze " + recording + " --frames -",
        "info " + recording, "info --json " + recording, std::string("rules print"), std::string("simulate"),
        std::string("analyze --show-params")}) {
    const auto output = run_command(program() + " " + arguments + " >/dev/full");
    EXPECT_EQ(output.exit_code, 1) << arguments;
    EXPECT_EQ(output.text.rfind("palpate: cannot write: No space left on device: standard output", 0), 0U)
        << arguments << ": " << output.text;
    EXPECT_EQ(std::count(output.text.begin(), output.text.end(), '\n'), 1)
        << arguments << ": " << output.text;
  }
}

TEST_F(Output, AReaderThatLeavesEndsItQuietly) {
  const auto output = run_command(program() + " rules print | head -1");
  EXPECT_EQ(output.exit_code, 0);
  EXPECT_EQ(std::count(output.text.begin(), output.text.end(), '\n'), 1) << output.text;
  // Where the caller ignores the signal, as some services do.
  const auto ignoring = run_command("( trap '' PIPE; " + program() + " rules print | true )");
  EXPECT_EQ(ignoring.text, "");
}

}  // namespace
}  // namespace palpate
