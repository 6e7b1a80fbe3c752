// A client who turns over: what was found on the back is not claimed of the front, and the other way round.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "acquisition/simulated_source.h"
#include "processing/pipeline.h"

namespace palpate {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// One client on one table, a stretch after the other in the same recording.
class Stay {
 public:
  explicit Stay(std::shared_ptr<const UsualLevel> usual = nullptr) { options_.usual = std::move(usual); }

  // `change`: of the load of the right low back.
  void lie(const std::string& scenario, double seconds, double change = 0.0) {
    SimulationOptions simulation;
    simulation.body.scenario = scenario;
    simulation.body.seed = 7;
    simulation.body.roughness = 0.0;
    if (change != 0.0) {
      LoadSpot spot;
      EXPECT_TRUE(spot_from_region_id("low_back_right", spot));
      spot.change = change;
      spot.size_cm2 = 250.0;
      simulation.body.spot = spot;
    }
    simulation.rate_hz = kRateHz;
    simulation.seconds = seconds;
    simulation.live = false;
    auto source = SimulatedSource::create(simulation, "sim:" + scenario);
    ASSERT_TRUE(source);
    if (!pipeline_) pipeline_.emplace(Pipeline::create((*source)->info(), options_).value());
    RawFrame frame;
    const std::stop_source never;
    const auto before_us = static_cast<std::int64_t>(1e6 * seconds_);
    while ((*source)->read(frame, never.get_token()).value() == ReadStatus::frame) {
      frame.host_time_us += before_us;
      frame.device_time_us += before_us;
      frame.sequence += frames_;
      last_ = &pipeline_->process(frame);
    }
    seconds_ += seconds;
    frames_ += static_cast<std::uint64_t>(seconds * kRateHz);
  }

  [[nodiscard]] std::vector<std::string> open() const {
    std::vector<std::string> titles;
    for (const Finding& f : last_->findings)
      if (f.active) titles.push_back(f.title + " | " + f.why);
    return titles;
  }
  [[nodiscard]] std::vector<std::string> open_since_before(double t_s) const {
    std::vector<std::string> titles;
    for (const Finding& f : last_->findings)
      if (f.active && f.start_s < t_s) titles.push_back(f.title);
    return titles;
  }
  // Of the front of the body: all open findings with a region, or none of them.
  [[nodiscard]] bool all_face_down(bool expected) const {
    return std::all_of(last_->findings.begin(), last_->findings.end(), [&](const Finding& f) {
      return !f.active || !f.has_region || f.face_down == expected;
    });
  }
  [[nodiscard]] const UsualLevel& level() const { return pipeline_->usual_level(); }

 private:
  static constexpr double kRateHz = 2.0;
  PipelineOptions options_;
  std::optional<Pipeline> pipeline_;
  const Snapshot* last_ = nullptr;
  double seconds_ = 0.0;
  std::uint64_t frames_ = 0;
};

TEST(TurnOver, NothingFoundOfOneSideOfTheBodyIsStillClaimedOfAnother) {
  struct Turn {
    std::string from;
    double change;
    std::string found;
  };
  for (const Turn& turn : {Turn{"supine-even", 0.5, "Place to palpate: client's right low back"},
                           Turn{"prone", 0.5, "Place to palpate: client's right belly"},
                           Turn{"supine-right-lumbar-lift", 0.0, "Lifted area: client's right low back"}}) {
    for (const std::string to : {"prone", "supine-even", "side-left", "side-right"}) {
      if (to == turn.from.substr(0, to.size()) || turn.from.starts_with(to.substr(0, 6))) continue;
      Stay stay;
      stay.lie(turn.from, 120.0, turn.change);
      EXPECT_THAT(stay.open(), Contains(StartsWith(turn.found))) << turn.from;
      EXPECT_TRUE(stay.all_face_down(turn.from == "prone")) << turn.from;
      for (const double seconds : {8.0, 32.0, 100.0}) {
        stay.lie(to, seconds);
        EXPECT_THAT(stay.open_since_before(120.0), IsEmpty()) << turn.from << " then " << to;
      }
    }
  }
}

TEST(TurnOver, WhatIsUsualIsLearnedAndAskedOfEachPoseByItself) {
  Stay first;
  first.lie("supine-even", 120.0);
  EXPECT_GT(first.level().of(LevelPose::back).windows, 0);
  EXPECT_EQ(first.level().of(LevelPose::front).windows, 0);
  const int on_the_back = first.level().of(LevelPose::back).windows;
  first.lie("prone", 120.0);
  EXPECT_EQ(first.level().of(LevelPose::back).windows, on_the_back);
  EXPECT_GT(first.level().of(LevelPose::front).windows, 0);

  Stay only_back;
  only_back.lie("supine-even", 120.0);
  const auto usual = usual_of({only_back.level()});
  Stay back(usual), front(usual);
  back.lie("supine-even", 120.0, 0.5);
  front.lie("prone", 120.0, 0.5);
  EXPECT_THAT(back.open(), Contains(HasSubstr("over the client's level in 1 earlier recording (needs")));
  EXPECT_THAT(front.open(), Contains(HasSubstr("A first recording cannot tell this")));
}

}  // namespace
}  // namespace palpate
