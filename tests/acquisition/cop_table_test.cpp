#include "acquisition/cop_table.h"

#include <gtest/gtest.h>

namespace palpate {
namespace {

CopTable parsed(std::string_view text, const CopTableOptions& options = {}) {
  Result<CopTable> table = parse_cop_table(text, "t.csv", options);
  EXPECT_TRUE(table) << (table ? "" : table.error().message);
  return table ? *table : CopTable{};
}

std::string error_of(std::string_view text, const CopTableOptions& options = {}) {
  const Result<CopTable> table = parse_cop_table(text, "t.csv", options);
  EXPECT_FALSE(table);
  return table ? "" : table.error().message;
}

TEST(CopTable, FindsColumnsAndUnitInTheHeader) {
  const CopTable table = parsed("Time[s]\tFx[N]\tCOPx[cm]\tCOPy[cm]\n0.01\t5\t1.5\t-2\n0.02\t6\t2\t3\n");
  EXPECT_EQ(table.t_s, (std::vector<double>{0.01, 0.02}));
  EXPECT_EQ(table.ml_mm, (std::vector<double>{15.0, 20.0}));
  EXPECT_EQ(table.ap_mm, (std::vector<double>{-20.0, 30.0}));
  EXPECT_EQ(table.unit, LengthUnit::cm);
  EXPECT_FALSE(table.unit_assumed);
  EXPECT_EQ(table.ml_column, "COPx[cm]");
}

TEST(CopTable, NamesAndNumbersChooseColumns) {
  const std::string_view text = "a,b,c\n0,1,2\n1,3,4\n";
  const CopTable named = parsed(text, {"a", "c", "b", LengthUnit::m});
  EXPECT_EQ(named.ml_mm, (std::vector<double>{2000.0, 4000.0}));
  const CopTable counted = parsed(text, {"1", "3", "2", LengthUnit::m});
  EXPECT_EQ(named.ml_mm, counted.ml_mm);
  EXPECT_EQ(named.ap_mm, counted.ap_mm);
}

TEST(CopTable, OptionBeatsTheHeaderAndMillimetresAreAssumedAloud) {
  EXPECT_EQ(parsed("t,x_cm,y_cm\n0,1,2\n1,1,2\n", {"", "", "", LengthUnit::mm}).ml_mm[0], 1.0);
  const CopTable plain = parsed("0 1 2\n1 3 4\n");
  EXPECT_TRUE(plain.unit_assumed);
  EXPECT_EQ(plain.ap_mm, (std::vector<double>{2.0, 4.0}));
}

TEST(CopTable, ReadsWhatSpreadsheetsWrite) {
  const CopTable german = parsed("\xEF\xBB\xBFZeit;x (mm);y (mm);\r\n0,5;1,25;-3;\r\n\r\n1,0;2;4,5;\r\n");
  EXPECT_EQ(german.t_s, (std::vector<double>{0.5, 1.0}));
  EXPECT_EQ(german.ml_mm, (std::vector<double>{1.25, 2.0}));
  EXPECT_EQ(german.ap_mm, (std::vector<double>{-3.0, 4.5}));
  const CopTable notes = parsed("recorded by us\n# 100 Hz\ntime_ms,ml_mm,ap_mm\n500,1,2\n1000,3,4\n");
  EXPECT_EQ(notes.t_s, (std::vector<double>{0.5, 1.0}));
}

TEST(CopTable, WhatIsNotFiniteIsNamedByItsLine) {
  for (const char* word : {"nan", "inf", "-inf"}) {
    EXPECT_EQ(error_of(std::string("# note\nt,ml,ap\n0,1,2\n1,") + word + ",2\n"),
              "\"" + std::string(word) + "\" is not a number: t.csv:4:2 (correct or remove the line)");
  }
}

TEST(CopTable, ErrorsNameFileLineColumnAndRemedy) {
  EXPECT_NE(error_of("t,x,y\n0,1,2\n1,oops,2\n").find("t.csv:3:2"), std::string::npos);
  EXPECT_NE(error_of("t,x,y\n0,1,2\n1,2\n").find("t.csv:3:3"), std::string::npos);
  const std::string missing = error_of("a,b,c\n0,1,2\n");
  EXPECT_NE(missing.find("--time"), std::string::npos);
  EXPECT_NE(missing.find("a, b, c"), std::string::npos);
  EXPECT_NE(error_of("t,x,y\n0,1,2\n", {"", "left", "", {}}).find("\"left\""), std::string::npos);
  EXPECT_NE(error_of("0,1\n1,2\n").find("--ap"), std::string::npos);
  EXPECT_FALSE(error_of("").empty());
  EXPECT_FALSE(read_cop_table("/nonexistent/x.csv", {}));
  EXPECT_FALSE(length_unit_from("inch"));
}

}  // namespace
}  // namespace palpate
