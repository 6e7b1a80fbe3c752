#include "processing/params.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palpate {
namespace {

using ::testing::HasSubstr;

TEST(Params, EveryRowHasADefaultThatItAcceptsItself) {
  Params params;
  for (const ParamSpec& spec : param_specs()) {
    EXPECT_TRUE(params.set(spec.key, spec.default_value)) << spec.key;
    EXPECT_FALSE(spec.help.empty()) << spec.key;
    EXPECT_FALSE(params.set(spec.key, spec.max + 1.0)) << spec.key;
    EXPECT_FALSE(params.set(spec.key, spec.min - 1.0)) << spec.key;
  }
  EXPECT_EQ(params, Params());
  EXPECT_DOUBLE_EQ(params.get(Param::contact_threshold_kpa), 0.67);
  EXPECT_DOUBLE_EQ(params.get(Param::dispersion_box_rows), 6.0);  // the last row: the order of Param holds
}

TEST(Params, SetTextReadsOneAssignment) {
  Params params;
  ASSERT_TRUE(params.set_text("contact_threshold_kpa = 0.5"));
  EXPECT_DOUBLE_EQ(params.get(Param::contact_threshold_kpa), 0.5);
  for (const char* bad : {"contact_threshold_kpa", "contact_threshold_kpa=", "contact_threshold_kpa=0.5x",
                          "contact_threshold_kpa=nan", "no_such=1", "median_filter=0.5"}) {
    EXPECT_FALSE(params.set_text(bad)) << bad;
  }
  EXPECT_THAT(params.set_text("no_such=1").error().message, HasSubstr("contact_threshold_kpa"));
}

TEST(Params, TomlRoundTrip) {
  Params params;
  ASSERT_TRUE(params.set("hot_spot_limit_kpa", 12.5));
  ASSERT_TRUE(params.set("contact_threshold_kpa", 0.1));
  Params read;
  ASSERT_TRUE(read.load_toml(params.to_toml(), "x.toml"));
  EXPECT_EQ(read, params);
  EXPECT_THAT(params.to_toml(), HasSubstr("# Hot spot from [kPa]"));
}

TEST(Params, TomlErrorsNameFileAndLine) {
  const auto message = [](std::string_view text) {
    Params params;
    const auto outcome = params.load_toml(text, "my.toml");
    EXPECT_FALSE(outcome) << text;
    EXPECT_EQ(params, Params()) << "a bad file must change nothing: " << text;
    return outcome ? std::string() : outcome.error().message;
  };
  EXPECT_THAT(message("contact_threshold_kpa = 0.5\nno_such = 1\n"),
              HasSubstr("my.toml:2: unknown parameter"));
  EXPECT_THAT(message("\n\ncontact_threshold_kpa = 99\n"), HasSubstr("my.toml:3: parameter out of range"));
  EXPECT_THAT(message("contact_threshold_kpa = \"much\"\n"),
              HasSubstr("my.toml:1: parameter is not a number"));
  EXPECT_THAT(message("\ncontact_threshold_kpa = = 1\n"), HasSubstr("my.toml:2: "));
}

}  // namespace
}  // namespace palpate
