#include "processing/load_bands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palpate {
namespace {

using testing::HasSubstr;

TEST(LoadBands, ABandBeginsAtItsLimitAndIsLeftFivePercentBelow) {
  const LoadBands bands{5.0, 30.0, 60.0, false};
  EXPECT_EQ(band_of(bands, 4.9), LoadBand::none);
  EXPECT_EQ(band_of(bands, 5.0), LoadBand::light);
  EXPECT_EQ(band_of(bands, 59.0), LoadBand::moderate);
  EXPECT_EQ(band_of(bands, 59.0, LoadBand::deep), LoadBand::deep);
  EXPECT_EQ(band_of(bands, 56.0, LoadBand::deep), LoadBand::moderate);
  EXPECT_EQ(band_of(bands, kNone), LoadBand::none);
}

TEST(LoadBands, JsonKeepsThem) {
  const LoadBands bands{6.5, 21.25, 48.0, true};
  const auto back = bands_from_json(bands_json(bands, "anna"), "anna.json");
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, bands);
}

TEST(LoadBands, ABadFileSaysWhatIsWrong) {
  const auto message = [](std::string_view text) {
    const auto bands = bands_from_json(text, "x.json");
    return bands ? std::string("accepted") : bands.error().message;
  };
  EXPECT_THAT(message("{"), HasSubstr("JSON"));
  EXPECT_THAT(message("{\"schema\": \"other\"}"), HasSubstr("schema"));
  EXPECT_THAT(message(R"({"schema": "palpate.bands/1", "light_n": 5})"), HasSubstr("moderate_n"));
  EXPECT_THAT(message(R"({"schema": "palpate.bands/1", "light_n": 5, "moderate_n": 4, "deep_n": 9})"),
              HasSubstr("grow"));
}

TEST(LoadBands, TooFewOrTooSimilarWordsTeachNothing) {
  BandTeacher teacher;
  EXPECT_THAT(teacher.bands().error().message, HasSubstr("light"));
  for (const LoadBand band : {LoadBand::light, LoadBand::moderate, LoadBand::deep}) {
    teacher.say(band, 20.0);
    teacher.say(band, 21.0);
    teacher.say(LoadBand::none, 500.0);
  }
  EXPECT_THAT(teacher.bands().error().message, HasSubstr("apart"));
  EXPECT_EQ(teacher.count(LoadBand::none), 0U);
}

}  // namespace
}  // namespace palpate
