// What nobody said about an imported file stands in every text that rests on it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/support/run_command.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using test::run_palpate;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(ImportCli, WhatWasAssumedIsSaidWhereverItMatters) {
  const test::TempDir dir;
  const std::string matrix = dir.file("m.txt"), bare = dir.file("bare.palpate"),
                    said = dir.file("said.palpate");
  std::string line;
  for (int cell = 0; cell < 256; ++cell) {
    const int row = cell / 16, col = cell % 16;
    line += row > 2 && row < 13 && col > 2 && col < 13 ? "7 " : "0 ";
  }
  std::ofstream out(matrix);
  for (int frame = 0; frame < 60; ++frame) out << line << '\n';
  out.close();
  const std::string shape = " --rows 16 --cols 16 --unit kPa ";
  const auto assumed = AllOf(HasSubstr("assumed: cells of 10 x 10 mm (give --pitch-mm)"),
                             HasSubstr("assumed: 1 frame a second (give --fps)"));
  const auto none = Not(HasSubstr("assumed"));
  EXPECT_THAT(run_palpate("analyze " + matrix + shape).text, assumed);
  EXPECT_THAT(run_palpate("import " + matrix + shape + "--notes mine --out " + bare).text, assumed);
  EXPECT_THAT(run_palpate("info " + bare).text, AllOf(assumed, HasSubstr("mine")));
  EXPECT_THAT(run_palpate("analyze " + bare).text, assumed);
  EXPECT_THAT(run_palpate("compare " + bare + " " + bare).text, assumed);
  const std::string all = shape + "--pitch-mm 10 --fps 1 ";
  EXPECT_THAT(run_palpate("analyze " + matrix + all).text, none);
  EXPECT_THAT(run_palpate("import " + matrix + all + "--out " + said).text, none);
  EXPECT_THAT(run_palpate("compare " + said + " " + said).text, none);
}

}  // namespace
}  // namespace palpate
