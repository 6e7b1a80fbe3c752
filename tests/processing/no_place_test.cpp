// Why there is no place, and how a reason that has ended says so.
#include <gtest/gtest.h>

#include <span>

#include "processing/guidance_measured.h"
#include "processing/guidance_place.h"
#include "tests/support/guidance_runs.h"

namespace palpate {
namespace {

using test::clear_screen;
using test::engine_with;
using test::finding_in;
using test::show;

// Only who has looked, and found nothing, may say that nothing was found.
TEST(NoPlace, IsNamedAndNeverReassuresFalsely) {
  const auto at = [](double t_s, Posture posture, std::vector<Finding> findings, const ScreenEffect& screen) {
    GuidanceEngine engine = engine_with(screen);
    for (double t = 0.0; t < t_s; t += 1.0) show(engine, {}, t, posture);
    show(engine, findings, t_s, posture);
    EXPECT_TRUE(test::breaches_of(*engine.guidance(), screen).empty());
    const std::string text = guidance_text(*engine.guidance());
    EXPECT_TRUE(test::breaches_of_text(text, screen).empty()) << text;
    const NoPlace why = engine.guidance()->no_place;
    EXPECT_EQ(text.find("Nothing has lasted") != std::string::npos, why == NoPlace::nothing_found) << text;
    return why;
  };
  const Finding low = finding_in(FindingKind::tension_pattern, {RegionKind::low_back, BodySide::left});
  ScreenAnswers burnt = test::all_clear();
  ASSERT_TRUE(burnt.block({RegionKind::low_back, BodySide::left}, "burn"));
  const ScreenEffect clear = clear_screen(), burn = effect_of(burnt);
  EXPECT_EQ(at(200.0, Posture::supine, {}, clear), NoPlace::nothing_found);
  EXPECT_EQ(at(200.0, Posture::supine, {low}, clear), NoPlace::has_places);
  EXPECT_EQ(at(200.0, Posture::supine, {low}, burn), NoPlace::blocked);
  EXPECT_EQ(at(200.0, Posture::prone, {low}, clear), NoPlace::no_rule_face_down);
  EXPECT_EQ(at(200.0, Posture::side_left, {}, clear), NoPlace::on_the_side);
  EXPECT_EQ(at(200.0, Posture::unknown, {}, clear), NoPlace::posture_unclear);
  EXPECT_EQ(at(3.0, Posture::supine, {}, clear), NoPlace::not_looked_yet);
  EXPECT_EQ(at(0.0, Posture::supine, {}, clear), NoPlace::not_looked_yet);
}

TEST(NoPlace, APlaceSetAsideOrEndedIsNotNothing) {
  GuidanceEngine engine = engine_with(clear_screen());
  Finding low = finding_in(FindingKind::tension_pattern, {RegionKind::low_back, BodySide::left});
  show(engine, {low});
  ASSERT_TRUE(engine.answer(engine.guidance()->places.front().id, ClientAnswer::dismissed));
  EXPECT_EQ(engine.guidance()->no_place, NoPlace::dismissed);
  ASSERT_TRUE(engine.answer(engine.guidance()->set_aside.front().id, ClientAnswer::none));
  for (double t = 120.0; t < 1620.0; t += 1.0) show(engine, {}, t);
  EXPECT_TRUE(engine.guidance()->places.empty());
  EXPECT_EQ(engine.guidance()->no_place, NoPlace::ended);
  for (double t = 200.0; t < 203.0; t += 1.0) show(engine, {}, 5000.0 + t, Posture::prone);
  EXPECT_NE(engine.guidance()->no_place, NoPlace::nothing_found) << "turned over just now";
}

TEST(NoPlace, AnEndedReasonSaysHowLongAgo) {
  GuidanceEngine engine = engine_with(clear_screen());
  Finding low = finding_in(FindingKind::tension_pattern, {RegionKind::low_back, BodySide::left});
  double now_s = 120.0;
  const auto reason = [&] {
    return guidance_text(as_measured(*engine.guidance(), std::span(&low, 1), now_s));
  };
  show(engine, {low});
  EXPECT_EQ(reason().find(", ended "), std::string::npos);
  low.active = false;
  for (double t = 121.0; t <= 310.0; t += 1.0) show(engine, {low}, t);
  now_s = 310.0;
  EXPECT_NE(reason().find("2 min, ended 3 min ago: "), std::string::npos) << reason();
  now_s = 361.0;  // by the finding's own end, not by when the guidance heard of it
  EXPECT_NE(reason().find("2 min, ended 4 min ago: "), std::string::npos) << reason();
  low.active = true;
  show(engine, {low}, 311.0);
  EXPECT_EQ(reason().find("min ago"), std::string::npos) << reason();
}

}  // namespace
}  // namespace palpate
