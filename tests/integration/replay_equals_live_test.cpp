// Record a live session, replay the file through a new Pipeline: the features are the same, bit by bit.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "acquisition/open_source.h"
#include "acquisition/recording_reader.h"
#include "acquisition/recording_writer.h"
#include "processing/feature_columns.h"
#include "processing/live_session.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using namespace std::chrono_literals;

using Rows = std::vector<std::vector<double>>;

void keep(const Snapshot& snapshot, Rows& rows) {
  rows.emplace_back();
  for (const auto& column : feature_columns()) rows.back().push_back(value_of(column, snapshot.features));
  rows.back().push_back(snapshot.t_s);
  rows.back().push_back(static_cast<double>(snapshot.findings.size()));
  rows.back().push_back(snapshot.findings.empty() ? 0.0 : snapshot.findings[0].value);
}

// All numbers of one pass over a source; what is read is also written to `path` if there is one.
Rows features_of(const std::string& uri, const std::string& path = "") {
  Rows rows;
  auto source = open_source(uri);
  EXPECT_TRUE(source) << (source ? "" : source.error().message);
  if (!source) return rows;
  auto pipeline = Pipeline::create((*source)->info()).value();
  std::optional<RecordingWriter> writer;
  if (!path.empty()) writer = RecordingWriter::create(path, (*source)->info()).value();
  RawFrame frame;
  const std::stop_source stop;
  while (true) {
    const auto status = (*source)->read(frame, stop.get_token());
    if (!status || *status == ReadStatus::end) break;
    if (*status != ReadStatus::frame) continue;
    if (writer) {
      EXPECT_TRUE(writer->append(frame));
    }
    keep(pipeline.process(frame), rows);
  }
  if (writer) {
    EXPECT_TRUE(writer->close());
  }
  return rows;
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

void wait_until_finished(LiveSession& session) {
  while (!session.finished()) std::this_thread::sleep_for(1ms);
  session.update();
}

TEST(LiveSession, RecordsWhatItProcesses) {
  const test::TempDir folder;
  const std::string path = folder.file("sitting.palpate");
  const std::string uri = "sim:seated-left-lean?seed=3&rate=50&seconds=15&live=0";
  auto source = open_source(uri);
  ASSERT_TRUE(source) << source.error().message;
  {
    auto session = LiveSession::start(std::move(source).value());
    ASSERT_TRUE(session);
    ASSERT_TRUE((*session)->send(StartRecording{path}));
    wait_until_finished(**session);
    EXPECT_EQ((*session)->snapshot().findings.size(), 1U);
    const auto stopped = (*session)->stop();
    ASSERT_TRUE(stopped) << stopped.error().message;
    (*session)->update();
    EXPECT_GT((*session)->snapshot().recording.frames, 0U);
    EXPECT_FALSE((*session)->snapshot().recording.recording);
  }
  const Rows replay = features_of("file:" + path + "?speed=max");
  EXPECT_GT(replay.size(), 600U);  // the recording may start a little after the first frame
  EXPECT_LE(replay.size(), 750U);
}

TEST(Replay, GivesTheSameNumbersAsLive) {
  const test::TempDir folder;
  for (const std::string scenario : {"seated-left-lean", "supine-even", "arrive-and-leave"}) {
    const std::string path = folder.file(scenario + ".palpate");
    const Rows live = features_of("sim:" + scenario + "?seed=3&rate=20&seconds=20&live=0", path);
    const Rows replay = features_of("file:" + path + "?speed=max");
    ASSERT_EQ(live.size(), 400U);
    ASSERT_EQ(replay.size(), live.size());
    for (std::size_t k = 0; k < live.size(); ++k) {
      for (std::size_t i = 0; i < live[k].size(); ++i)
        ASSERT_TRUE(same(live[k][i], replay[k][i])) << k << ' ' << i;
    }
  }
}

TEST(LiveSession, StopsWhileRecordingALiveSource) {
  const test::TempDir folder;
  const std::string path = folder.file("live.palpate");
  auto session = LiveSession::start(open_source("sim:seated-even?rate=200").value()).value();
  ASSERT_TRUE(session->send(StartRecording{path}));
  ASSERT_TRUE(session->send(Tare{}));  // somebody sits there: refused
  ASSERT_TRUE(session->send(AddBookmark{"here"}));
  while (session->snapshot().recording.frames < 20) {
    session->update();
    std::this_thread::sleep_for(1ms);
  }
  const auto stopped = session->stop();
  ASSERT_TRUE(stopped) << stopped.error().message;
  EXPECT_GE(features_of("file:" + path + "?speed=max").size(), 20U);
  EXPECT_TRUE(RecordingReader::open(path).value().summary().complete);
}

// A hand that presses from 12 s on for ever.
TEST(LiveSession, AWordOfTheClientIsABookmarkAndANewSessionBeginsAtZero) {
  const test::TempDir folder;
  const std::string path = folder.file("words.palpate");
  auto session =
      LiveSession::start(
          open_source("sim:supine-even?seed=3&rate=40&live=0&press=lumbar,left,40,12,3600,2").value())
          .value();
  const auto wait_for = [&](const auto& what) {
    while (!what(session->snapshot().applied)) {
      session->update();
      std::this_thread::sleep_for(1ms);
    }
  };
  ASSERT_TRUE(session->send(StartRecording{path}));
  wait_for([](const AppliedLoadState& a) { return a.pressing && a.dose_in_all.newton_seconds > 100.0; });
  ASSERT_TRUE(session->send(SayBand{LoadBand::light}));
  wait_for([](const AppliedLoadState& a) { return a.words[0] == 1; });
  ASSERT_TRUE(session->send(NewSession{}));
  wait_for([](const AppliedLoadState& a) { return a.dose_in_all.newton_seconds == 0.0; });
  ASSERT_TRUE(session->stop());
  const auto reader = RecordingReader::open(path);
  ASSERT_TRUE(reader) << reader.error().message;
  ASSERT_EQ(reader->bookmarks().size(), 1U);
  EXPECT_EQ(reader->bookmarks()[0].text, "light");
}

TEST(LiveSession, SaysWhatCouldNotBeDone) {
  auto session = LiveSession::start(open_source("sim:seated-even?rate=20&seconds=1&live=0").value()).value();
  wait_until_finished(*session);
  ASSERT_TRUE(session->send(Tare{}));
  while (session->snapshot().message.empty()) {
    session->update();
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_NE(session->snapshot().message.find("the mat is not empty"), std::string::npos);
  ASSERT_TRUE(session->send(StartRecording{"/no/such/folder/x.palpate"}));
  while (!session->snapshot().recording.failed) {
    session->update();
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_FALSE(session->stop());
}

}  // namespace
}  // namespace palpate
