#include "acquisition/open_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palpate {
namespace {

using ::testing::HasSubstr;
using Options = std::map<std::string, std::string>;

void expect_uri(std::string_view text, const std::string& scheme, const std::string& target,
                const Options& options) {
  const auto uri = parse_source_uri(text);
  ASSERT_TRUE(uri) << text << ": " << uri.error().message;
  EXPECT_EQ(uri->scheme, scheme) << text;
  EXPECT_EQ(uri->target, target) << text;
  EXPECT_EQ(uri->options, options) << text;
}

TEST(ParseSourceUri, KnownForms) {
  expect_uri("serial:/dev/ttyACM0", "serial", "/dev/ttyACM0", {});
  expect_uri("serial:/dev/ttyACM0?baud=1000000", "serial", "/dev/ttyACM0", {{"baud", "1000000"}});
  expect_uri("sim:seated-even?seed=7&rate=50", "sim", "seated-even", {{"seed", "7"}, {"rate", "50"}});
  expect_uri("sim:", "sim", "", {});
  expect_uri("sim:x?pitch_mm=15,20&note=a=b", "sim", "x", {{"pitch_mm", "15,20"}, {"note", "a=b"}});
  expect_uri("file:a b.palpate?speed=2", "file", "a b.palpate", {{"speed", "2"}});
  expect_uri("sitting.palpate", "file", "sitting.palpate", {});
  expect_uri("sitting.palpate?speed=0", "file", "sitting.palpate", {{"speed", "0"}});
  expect_uri("how are you?.palpate", "file", "how are you?.palpate", {});
  expect_uri("C:/sittings/a.palpate", "file", "C:/sittings/a.palpate", {});
  expect_uri("serial:/dev/ttyACM0?", "serial", "/dev/ttyACM0", {});
}

TEST(ParseSourceUri, BrokenOptionsAreErrors) {
  for (const auto* text : {"sim:x?seed", "sim:x?=7", "sim:x?seed=1&seed=2", "sim:x?a=1&&b=2", ""}) {
    const auto uri = parse_source_uri(text);
    ASSERT_FALSE(uri) << text;
    EXPECT_EQ(uri.error().code, ErrorCode::bad_argument);
  }
}

std::string refusal(std::string_view text) {
  const auto source = open_source(text);
  return source ? "opened" : source.error().message;
}

TEST(OpenSource, UnknownOptionNamesTheKnownOnes) {
  EXPECT_THAT(refusal("serial:/dev/ttyACM0?bauds=9600"),
              HasSubstr("serial: knows no option: bauds (choose baud, rate)"));
  EXPECT_THAT(refusal("sim:seated-even?baud=9600"), HasSubstr("baud"));
}

TEST(OpenSource, ImpossibleValuesNameTheRange) {
  for (const auto* value : {"abc", "", "12x", "nan", "-9600", "100", "99999999"}) {
    EXPECT_THAT(refusal(std::string("serial:/dev/ttyACM0?baud=") + value),
                HasSubstr("baud must be a number from 300 to 4000000"))
        << value;
  }
}

TEST(OpenSource, PortAsAPlainPathIsExplained) {
  EXPECT_THAT(refusal("/dev/ttyACM0"), HasSubstr("write serial:/dev/ttyACM0"));
  EXPECT_THAT(refusal("serial:"), HasSubstr("which port?"));
}

TEST(OpenSource, SimulationOpens) {
  EXPECT_TRUE(open_source("sim:seated-even?live=0"));
}

}  // namespace
}  // namespace palpate
