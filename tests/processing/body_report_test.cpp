#include "processing/body_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace palpate {
namespace {

using testing::HasSubstr;

// A seated body at t_s whose sit bones carry `share`; asymmetry.left_share is t_s, to tell the moment.
Snapshot seen(double t_s, double stable_since_s, double share) {
  Snapshot s;
  s.t_s = t_s;
  s.occupied = true;
  s.body.found = s.body.seated = s.body.sides_known = true;
  s.body.confidence = 1.0;
  s.body.t_s = t_s;
  s.body.stable_since_s = stable_since_s;
  for (const BodySide side : {BodySide::left, BodySide::right}) {
    RegionLoad& load = s.body.regions[index_of({RegionKind::ischial, side})];
    load.present = true;
    load.load_share = share;
  }
  s.asymmetry.valid = true;
  s.asymmetry.left_share = t_s;
  return s;
}

Snapshot nobody(double t_s) {
  Snapshot s;
  s.t_s = t_s;
  s.body.why_not = "nobody there";
  return s;
}

// Still from 2 s on; begins to get up at 9.6 s, which is known at 10 s; gone from 11 s on.
void sit_and_get_up(BodyReport& report) {
  for (int i = 0; i < 50; ++i) {
    const double t_s = 0.2 * i;
    report.add(seen(t_s, t_s < 2.0 ? kNone : 2.0, t_s < 9.5 ? 0.15 : 0.3));
  }
  for (int i = 50; i < 55; ++i) report.add(seen(0.2 * i, kNone, 0.4));
  for (int i = 55; i < 70; ++i) report.add(nobody(0.2 * i));
}

TEST(BodyReport, OfTheLastStillMomentNotOfGettingUp) {
  BodyReport report;
  sit_and_get_up(report);
  const auto body = report.body_json();
  EXPECT_EQ(body.at("stable_since_s"), 2.0);
  EXPECT_NEAR(body.at("t_s").get<double>(), 8.8, 0.21);
  EXPECT_EQ(body.at("regions").at(0).at("load_share"), 0.15);
  EXPECT_EQ(report.asymmetry_json().at("left_share"), body.at("t_s"));
  EXPECT_THAT(report.text(), HasSubstr("Body at 9 s, still since 2 s (confidence 1.00)"));
  EXPECT_THAT(report.text(), HasSubstr("15.0 %"));
}

TEST(BodyReport, OfTheNewestMomentWhileTheClientKeepsStill) {
  BodyReport report;
  sit_and_get_up(report);
  for (int i = 100; i < 110; ++i) report.add(seen(0.2 * i, 20.0, 0.2));
  EXPECT_NEAR(report.body().t_s, 21.8, 1e-6);
  EXPECT_EQ(report.body().stable_since_s, 20.0);
}

TEST(BodyReport, NeverStillIsTheLastFoundAndSaidSo) {
  BodyReport report;
  for (int i = 0; i < 10; ++i) report.add(seen(0.2 * i, kNone, 0.15));
  report.add(nobody(2.0));
  EXPECT_NEAR(report.body().t_s, 1.8, 1e-6);
  EXPECT_TRUE(report.body_json().at("stable_since_s").is_null());
  EXPECT_THAT(report.text(), HasSubstr("never still"));
}

}  // namespace
}  // namespace palpate
