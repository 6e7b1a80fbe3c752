#include "processing/posture_teaching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <memory>

#include "processing/teaching_bench.h"
#include "tests/support/pipeline_runs.h"
#include "tests/support/taught.h"

namespace palpate {
namespace {

using test::grid_at;
using test::sitter;
using test::three_postures;
using ::testing::HasSubstr;

constexpr std::uint64_t kSeed = 3001;  // limits were chosen on seeds 1 to 6

std::string told(const TaughtPostures& taught, const Grid& map) {
  const TaughtAnswer answer = TaughtClassifier(taught).classify(map);
  return answer.posture < 0 ? "unknown" : taught.postures[static_cast<std::size_t>(answer.posture)].name;
}

TEST(PostureTeaching, TellsTaughtPosturesAfterSittingDownAgainAndNothingElse) {
  const TaughtPostures taught = three_postures(kSeed);
  for (const auto& [scenario, name] : {std::pair<const char*, const char*>{"seated-even", "upright"},
                                       {"seated-slouch", "usual slump"},
                                       {"seated-crossed-left", "left leg crossed"},
                                       {"seated-crossed-right", "unknown"},
                                       {"seated-forward", "unknown"}}) {
    SimulatedBody body = sitter(scenario, kSeed, 1);
    EXPECT_EQ(told(taught, grid_at(body, 30.0)), name) << scenario;
  }
}

// The whole table is `palpate bench teaching --simulated seat --bodies 100` (docs/posture.md).
TEST(PostureTeaching, ManySimulatedClientsAreToldApart) {
  TeachingScore again, strange;
  for (const Placement placement : {Placement::seat, Placement::table}) {
    SimulatedTeaching options;
    options.placement = placement;
    options.bodies = placement == Placement::seat ? 2 : 1;
    options.sittings = 2;
    options.first_seed = kSeed;
    options.seconds = 13.0;
    const auto results = bench_simulated_teaching(options, {});
    ASSERT_TRUE(results) << results.error().message;
    for (const TeachingResult& result : *results) {
      EXPECT_TRUE(result.refused.empty()) << result.refused.front();
      again += result.again;
      strange += result.strange;
    }
  }
  EXPECT_EQ(again.wrong, 0U);
  EXPECT_LE(again.unknown * 10, again.frames) << again.unknown << " of " << again.frames;
  EXPECT_LE(strange.wrong * 10, strange.frames) << strange.wrong << " of " << strange.frames;
}

TEST(PostureTeaching, RealPeopleLyingAreToldFromTheirOwnTenSeconds) {
  const std::string folder = PALPATE_SHARED_DATA "/pmd-inbed/experiment-i";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "recordings are not here: " << folder;
  const auto clients = pmd_teaching(folder, 10, {"S2", "S3"});
  ASSERT_TRUE(clients) << clients.error().message;
  TeachingScore same, strange;
  for (const TeachingClient& client : *clients) {
    const TeachingResult result = bench_teaching(client, {});
    same += result.same;
    strange += result.strange;
  }
  EXPECT_GT(same.frames, 150U);
  EXPECT_EQ(same.wrong, 0U);
  EXPECT_LE(same.unknown * 40, same.frames);
  EXPECT_LE(strange.wrong * 25, strange.frames);
}

TEST(PostureTeaching, NeitherWeightNorTheMatsDescriptionMatters) {
  const TaughtPostures taught = three_postures(kSeed);
  SimulatedBody body = sitter("seated-crossed-left", kSeed, 2);
  const Grid map = grid_at(body, 25.0), heavy = 1.7F * map, flipped = map.rowwise().reverse();
  const TaughtAnswer answer = TaughtClassifier(taught).classify(map);
  EXPECT_EQ(answer.posture, 2);
  EXPECT_NEAR(TaughtClassifier(taught).classify(heavy).confidence, answer.confidence, 1e-4);
  TaughtPostures below = taught;
  below.mat.mirrored = true;
  EXPECT_NEAR(TaughtClassifier(below).classify(flipped).confidence, answer.confidence, 1e-4);
  EXPECT_NE(told(taught, flipped), "left leg crossed") << "the other leg";
}

// Ten seconds without any movement must not make everything unknown that differs a little.
TEST(PostureTeaching, StillFramesLeaveRoomForBreathAndShifts) {
  SimulatedBody body = sitter("seated-even", kSeed);
  const Grid map = grid_at(body, 20.0);
  PostureTeacher teacher(body.geometry());
  for (int k = 0; k < 20; ++k) teacher.add(map, 0.5 * k);
  const auto take = teacher.take();
  ASSERT_TRUE(take);
  EXPECT_LT(take->moved.maxCoeff(), 1e-4F);
  TaughtPostures taught;
  taught.mat = body.geometry();
  ASSERT_TRUE(teach(taught, "upright", *take, TeachHow::as_new));
  for (double t = 21.0; t < 60.0; t += 3.0) EXPECT_EQ(told(taught, grid_at(body, t)), "upright") << t;
}

TEST(PostureTeaching, RefusesWhatCannotBeLearned) {
  SimulatedBody upright = sitter("seated-even", kSeed), slump = sitter("seated-slouch", kSeed);
  PostureTeacher nobody(upright.geometry());
  nobody.add(Grid::Zero(upright.geometry().rows, upright.geometry().cols), 0.0);
  EXPECT_THAT(nobody.take().error().message, HasSubstr("nobody was on the mat"));
  EXPECT_THAT(test::take_of(upright, 20.0, 6.0).error().message, HasSubstr("too short"));
  PostureTeacher restless(upright.geometry());
  for (int k = 0; k < 24; ++k) restless.add(grid_at(k % 2 == 0 ? upright : slump, 20.0 + 0.5 * k), 0.5 * k);
  EXPECT_THAT(restless.take().error().message, HasSubstr("moved too much"));
  EXPECT_TRUE(restless.take(true));
}

TEST(PostureTeaching, RefusesPosturesTooAlikeAndSaysWhich) {
  TaughtPostures taught = three_postures(kSeed);
  SimulatedBody slump = sitter("seated-slouch", kSeed);
  const auto later = test::take_of(slump, 40.0);
  ASSERT_TRUE(later);
  const auto twin = teach(taught, "reading", *later, TeachHow::as_new);
  ASSERT_FALSE(twin);
  EXPECT_THAT(twin.error().message, HasSubstr("\"reading\" and \"usual slump\" are too alike"));
  EXPECT_EQ(taught.postures.size(), 3U);
  EXPECT_THAT(teach(taught, "usual slump", *later, TeachHow::as_new).error().message,
              HasSubstr("taught already"));
  ASSERT_TRUE(teach(taught, "usual slump", *later, TeachHow::append));
  EXPECT_EQ(taught.postures[1].takes.size(), 2U);
  ASSERT_TRUE(teach(taught, "usual slump", *later, TeachHow::replace));
  EXPECT_EQ(taught.postures[1].takes.size(), 1U);
  for (const char* bad : {"", "   ", "unknown", "empty", "a\nb"}) {
    EXPECT_FALSE(teach(taught, bad, *later, TeachHow::as_new)) << bad;
  }
}

TEST(PostureTeaching, AnotherMatIsRefusedAndNamed) {
  const TaughtPostures taught = three_postures(kSeed);
  EXPECT_TRUE(check_same_mat(taught, taught.mat, taught.unit));
  MatGeometry other = taught.mat;
  other.rows = 16;
  EXPECT_THAT(check_same_mat(taught, other, taught.unit).error().message, HasSubstr("32 x 32 cells"));
  other = taught.mat;
  other.pitch_x_mm *= 1.1;
  EXPECT_FALSE(check_same_mat(taught, other, taught.unit));
  other = taught.mat;
  other.head = HeadEdge::bottom;
  EXPECT_THAT(check_same_mat(taught, other, taught.unit).error().message, HasSubstr("bottom edge"));
  EXPECT_FALSE(check_same_mat(taught, taught.mat, PressureUnit::counts));
  PipelineOptions options;
  options.taught = std::make_shared<const TaughtPostures>(taught);
  EXPECT_FALSE(Pipeline::create(test::kpa_mat(16, 16, 25.0), options));
}

TEST(TaughtPostures, TheFileReadsBackAndTellsTheSame) {
  TaughtPostures taught = three_postures(kSeed);
  taught.postures[0].name = "up \"tall\" \\ straight";
  const std::string text = taught_postures_toml(taught);
  EXPECT_LT(text.size(), 30000U);
  const auto read = taught_postures_from_toml(text, "anna.toml");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->client, "anna");
  EXPECT_EQ(read->mat, taught.mat);
  ASSERT_EQ(read->postures.size(), 3U);
  EXPECT_EQ(read->postures[0].name, taught.postures[0].name);
  SimulatedBody body = sitter("seated-slouch", kSeed, 1);
  const Grid map = grid_at(body, 30.0);
  EXPECT_NEAR(TaughtClassifier(*read).classify(map).confidence,
              TaughtClassifier(taught).classify(map).confidence, 0.01);
  EXPECT_EQ(taught_postures_toml(*read), text);
}

TEST(TaughtPostures, ABrokenFileIsOneLineWithItsPlace) {
  const std::string good = taught_postures_toml(three_postures(kSeed));
  const auto broken = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    const auto read = taught_postures_from_toml(text.replace(at, from.size(), to), "anna.toml");
    return read ? std::string("read") : read.error().message;
  };
  EXPECT_THAT(broken("palpate.postures/1", "palpate.postures/9"),
              HasSubstr("schema is not palpate.postures/1"));
  EXPECT_THAT(broken("rows = 32", "rows = 0"), HasSubstr("rows is not within"));
  EXPECT_THAT(broken("rows = 32", "rows = ="), HasSubstr("anna.toml:7"));
  EXPECT_THAT(broken("[mat]", "[mat"), HasSubstr("palpate teach"));
  EXPECT_THAT(broken("posture = \"upright\"", "posture = \"unknown\""), HasSubstr("no name for a posture"));
  EXPECT_THAT(broken("picture = [\n  [", "picture = [\n  [-5, "), HasSubstr("picture must be 32 rows"));
  EXPECT_THAT(broken("moved = ", "stirred = "), HasSubstr("moved is missing"));
  for (std::size_t cut = 0; cut < good.size(); cut += 997) {
    const auto read = taught_postures_from_toml(good.substr(0, cut), "anna.toml");
    if (read) {
      EXPECT_LT(read->postures.size(), 4U);
    } else {
      EXPECT_THAT(read.error().message, HasSubstr("anna.toml"));
    }
  }
}

TEST(TaughtPostureStage, TellsTheClientsOwnNameLiveAndNothingWhileNobodyIsThere) {
  test::SimRun run;
  run.scenario = "arrive-and-leave";
  run.seed = kSeed;
  run.seconds = 75.0;
  run.rate_hz = 5.0;
  TaughtPostures taught;
  {
    SimulatedBody body = sitter("arrive-and-leave", kSeed);
    taught.mat = body.geometry();
    const auto take = test::take_of(body, 20.0);
    ASSERT_TRUE(take) << take.error().message;
    ASSERT_TRUE(teach(taught, "my chair", *take, TeachHow::as_new));
  }
  run.options.taught = std::make_shared<const TaughtPostures>(taught);
  int there = 0, right = 0;
  test::run_simulation(run, [&](const Snapshot& snapshot, const GroundTruth&) {
    ASSERT_EQ(snapshot.taught.postures, run.options.taught);
    if (!snapshot.occupied) {
      EXPECT_EQ(snapshot.taught.index, -1);
      EXPECT_TRUE(std::isnan(snapshot.taught.confidence));
    } else if (snapshot.t_s > 18.0 && snapshot.t_s < 40.0) {
      ++there;
      right += taught_name(snapshot.taught) == "my chair" ? 1 : 0;
    }
  });
  EXPECT_GT(there, 80);
  EXPECT_GE(right * 10, there * 9) << right << " of " << there;
}

}  // namespace
}  // namespace palpate
