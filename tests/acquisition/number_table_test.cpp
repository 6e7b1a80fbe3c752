#include "acquisition/number_table.h"

#include <gtest/gtest.h>

namespace palpate {
namespace {

TEST(NumberTable, ReadsWhatItWrites) {
  const NumberTable table{2, 3, {0.1, 1.0 / 3.0, -1e-12, 5, 6.25e8, 0}, {"a", "b", "c"}};
  const Result<NumberTable> back = parse_number_table(number_table_csv(table), "x.csv");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->values, table.values);
  EXPECT_EQ(back->header, table.header);
  EXPECT_EQ(back->rows, 2);
}

TEST(NumberTable, TakesTabsBlanksAndDecimalCommas) {
  EXPECT_EQ(parse_number_table("1\t2\t\r\n3\t4\t\r\n", "x")->values, (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(parse_number_table("# note\n 1  2\n\n3 4", "x")->values, (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(parse_number_table("1,5;2\n3;4,25\n", "x")->values, (std::vector<double>{1.5, 2, 3, 4.25}));
  EXPECT_EQ(parse_number_table("value\n7\n8\n", "x")->header, (std::vector<std::string>{"value"}));
}

TEST(NumberTable, ErrorsNameLineAndColumn) {
  EXPECT_NE(parse_number_table("1,2\n3,x\n", "f.csv").error().message.find("f.csv:2:2"), std::string::npos);
  EXPECT_NE(parse_number_table("1,2\n3\n", "f.csv").error().message.find("f.csv:2"), std::string::npos);
  EXPECT_FALSE(parse_number_table("", "f.csv"));
  EXPECT_FALSE(read_number_table("/nonexistent.csv"));
}

}  // namespace
}  // namespace palpate
