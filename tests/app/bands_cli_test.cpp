// palpate bands and analyze --bands, from a recording to the file and back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stop_token>

#include "acquisition/open_source.h"
#include "acquisition/recording_writer.h"
#include "tests/support/run_command.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using test::run_palpate;
using test::TempDir;
using testing::HasSubstr;

nlohmann::json json_of(const std::string& path) {
  return nlohmann::json::parse(std::ifstream(path), nullptr, false);
}

TEST(BandsCli, ARecordingTeachesTheBandsThatAnAnalysisThenUses) {
  const TempDir folder;
  const std::string recording = folder.file("teaching.palpate"), bands = folder.file("anna.json"),
                    analysis = folder.file("analysis.json");
  const auto recorded =
      run_palpate("record -o " + recording +
                  " --seconds 58 \"sim:supine-even?seed=3&rate=10&live=0&press=lumbar,left,15,12,8,2/"
                  "lumbar,left,30,27,8,2/lumbar,left,50,42,8,2\"");
  ASSERT_EQ(recorded.exit_code, 0) << recorded.text;
  const auto taught = run_palpate("bands " + recording + " --client anna --out " + bands +
                                  " --light 15-21 --moderate 30-36 --deep 45-51");
  ASSERT_EQ(taught.exit_code, 0) << taught.text;
  EXPECT_THAT(taught.text, HasSubstr("N above rest"));
  const auto file = json_of(bands);
  EXPECT_EQ(file["client"], "anna");
  EXPECT_NEAR(file["moderate_n"].get<double>(), 0.5 * (15.0 + 30.0), 3.0);
  EXPECT_NEAR(file["deep_n"].get<double>(), 0.5 * (30.0 + 50.0), 4.0);

  const auto with = run_palpate("analyze " + recording + " --bands " + bands + " --json " + analysis);
  ASSERT_EQ(with.exit_code, 0) << with.text;
  EXPECT_THAT(with.text, HasSubstr("taught by the client"));
  const auto applied = json_of(analysis)["applied_load"];
  EXPECT_EQ(applied["bands"], "taught by the client");
  EXPECT_EQ(applied["bands_from_n"]["deep"], file["deep_n"]);
  ASSERT_EQ(applied["presses"].size(), 3U);
  EXPECT_GT(applied["presses"][2]["uncertainty_n"].get<double>(), 0.0);
  EXPECT_GT(json_of(analysis)["dose"]["in_all"]["deep_s"].get<double>(), 6.0);
  EXPECT_THAT(run_palpate("analyze " + recording).text, HasSubstr("general defaults"));
}

// A session whose therapist marked the client's words, on a clock that does not begin at zero.
TEST(BandsCli, BookmarksInARecordingTeachTheBands) {
  const TempDir folder;
  const std::string recording = folder.file("words.palpate"), bands = folder.file("anna.json");
  constexpr double kFirst_s = 1000.0;
  {
    auto source = open_source(
        "sim:supine-even?seed=3&rate=10&live=0&seconds=56&press=lumbar,left,15,12,8,2/"
        "lumbar,left,30,27,8,2/lumbar,left,50,42,8,2");
    ASSERT_TRUE(source) << source.error().message;
    auto writer = RecordingWriter::create(recording, (*source)->info());
    ASSERT_TRUE(writer) << writer.error().message;
    RawFrame frame;
    while ((*source)->read(frame, std::stop_token()).value() == ReadStatus::frame) {
      frame.device_time_us += static_cast<std::int64_t>(kFirst_s * 1e6);
      ASSERT_TRUE(writer->append(frame));
    }
    for (const auto& [t_s, word] : {std::pair{5.0, "client lies down"},
                                    {17.0, "light"},
                                    {20.0, "light"},
                                    {32.0, "moderate"},
                                    {35.0, "moderate"},
                                    {47.0, "deep"},
                                    {50.0, "deep"}}) {
      ASSERT_TRUE(writer->add_bookmark(kFirst_s + t_s, word));
    }
    ASSERT_TRUE(writer->close());
  }
  const auto taught = run_palpate("bands " + recording + " --client anna --out " + bands);
  ASSERT_EQ(taught.exit_code, 0) << taught.text;
  const auto file = json_of(bands);
  EXPECT_NEAR(file["light_n"].get<double>(), 0.5 * 15.0, 2.0);
  EXPECT_NEAR(file["moderate_n"].get<double>(), 0.5 * (15.0 + 30.0), 3.0);
  EXPECT_NEAR(file["deep_n"].get<double>(), 0.5 * (30.0 + 50.0), 4.0);
}

TEST(BandsCli, NothingSaidAndAFileThatIsNoneAreOneClearLine) {
  const TempDir folder;
  EXPECT_THAT(run_palpate("bands sim:supine-even").text, HasSubstr("nothing said"));
  const std::string file = folder.file("bands.json");
  std::ofstream(file) << "{}";
  const auto output = run_palpate("analyze sim:supine-even --seconds 1 --bands " + file);
  EXPECT_NE(output.exit_code, 0);
  EXPECT_THAT(output.text, HasSubstr(file));
}

}  // namespace
}  // namespace palpate
