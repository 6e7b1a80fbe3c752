// Whatever happens to a recording or to the program that writes it: what was stored is read, bit for bit, or
// one clear error is given; the reader never changes a byte.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include "acquisition/recording_reader.h"
#include "acquisition/recording_writer.h"
#include "tests/support/recording_maker.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

namespace fs = std::filesystem;
using test::read_all;
using test::same_bits;
using test::small_mat;
using test::TempDir;
using test::walking_frames;
using test::write_recording;

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void spit(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::directory_iterator(folder)) all[entry.path().filename()] = slurp(entry.path());
  return all;
}

// Every frame that is read is one that was written, in order. Returns how many; -1 if the file was refused.
long sound_frames(const std::string& path, const std::vector<RawFrame>& written, bool* complete = nullptr) {
  auto reader = RecordingReader::open(path);
  if (!reader) {
    EXPECT_FALSE(reader.error().message.empty());
    EXPECT_EQ(reader.error().message.find('\n'), std::string::npos);
    return -1;
  }
  if (complete != nullptr) *complete = reader->summary().complete;
  const auto frames = read_all(*reader);
  EXPECT_EQ(frames.size(), reader->summary().frames);
  std::size_t at = 0;
  for (const RawFrame& frame : frames) {
    while (at < written.size() && written[at].sequence != frame.sequence) ++at;
    if (at == written.size() || !same_bits(frame, written[at])) {
      ADD_FAILURE() << "a frame that nobody wrote, sequence " << frame.sequence;
      return -2;
    }
    ++at;
  }
  return static_cast<long>(frames.size());
}

// Runs `work` in a process of its own that ends by _exit or by a signal.
template <typename Work>
pid_t in_child(Work work) {
  const pid_t child = fork();
  if (child == 0) {
    work();
    _exit(0);
  }
  return child;
}
int wait_for(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

class Damage : public ::testing::Test {
 protected:
  // A recording whose writer was killed with `count` frames stored; -wal and -shm lie beside it.
  void leave_torn(std::size_t count) {
    frames = walking_frames(info, count);
    const int status = wait_for(in_child([&] {
      auto writer = RecordingWriter::create(path, info);
      for (const RawFrame& frame : frames) {
        if (!writer->append(frame)) _exit(1);
      }
      if (!writer->flush()) _exit(1);
      raise(SIGKILL);
    }));
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_GT(fs::file_size(path + "-wal"), 0U);
  }

  TempDir dir;
  std::string path = dir.file("a.palpate");
  SourceInfo info = small_mat();
  std::vector<RawFrame> frames;
};

TEST_F(Damage, WhoAddsToATornRecordingIsToldWhatSavesIt) {
  ASSERT_NO_FATAL_FAILURE(leave_torn(33));
  const auto added = add_recording_event(path, "screen", "fever=no\n");
  ASSERT_FALSE(added);
  EXPECT_NE(added.error().message.find("palpate record " + path + " --out NEW.palpate"), std::string::npos)
      << added.error().message;
}

TEST_F(Damage, ATornRecordingIsReadWholeAndNotOneByteOfTheFolderChanges) {
  ASSERT_NO_FATAL_FAILURE(leave_torn(333));
  fs::remove(path + "-shm");
  const auto before = contents(dir.path());
  bool complete = true;
  EXPECT_EQ(sound_frames(path, frames, &complete), 333);
  EXPECT_FALSE(complete);
  EXPECT_EQ(incomplete_words(RecordingReader::open(path)->summary()),
            "the recording was cut off; everything stored can be read");
  EXPECT_EQ(contents(dir.path()), before);
}

TEST_F(Damage, ATornRecordingWithoutItsLogKeepsWhatWasFoldedIn) {
  ASSERT_NO_FATAL_FAILURE(leave_torn(333));
  fs::remove(path + "-shm");
  fs::remove(path + "-wal");
  const auto before = contents(dir.path());
  bool complete = true;
  // Ten chunks of 25 frames between two checkpoints.
  EXPECT_EQ(sound_frames(path, frames, &complete), 250);
  EXPECT_FALSE(complete);
  EXPECT_EQ(contents(dir.path()), before);
}

TEST_F(Damage, ATornRecordingInAFolderThatNobodyMayWriteToOpens) {
  ASSERT_NO_FATAL_FAILURE(leave_torn(100));
  fs::remove(path + "-shm");
  for (const auto& entry : fs::directory_iterator(dir.path())) {
    fs::permissions(entry.path(), fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  }
  fs::permissions(dir.path(), fs::perms(0555));
  const int status = wait_for(in_child([&] {
    // Permissions do not bind root: become somebody else.
    if (getuid() == 0 && setuid(65534) != 0) _exit(2);
    if (std::ofstream(dir.file("probe")).good()) _exit(3);
    _exit(sound_frames(path, frames) == 100 ? 0 : 1);
  }));
  fs::permissions(dir.path(), fs::perms(0755));
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(Damage, ATornLogCutAnywhereGivesAPrefix) {
  ASSERT_NO_FATAL_FAILURE(leave_torn(120));
  fs::remove(path + "-shm");
  const std::string log = slurp(path + "-wal");
  for (std::size_t size = 0; size < log.size(); size += 509) {
    spit(path + "-wal", log.substr(0, size));
    const long count = sound_frames(path, frames);
    ASSERT_GE(count, 0) << size;
    ASSERT_EQ(count % 25 == 0 || count == 120, true) << size;
  }
}

TEST_F(Damage, AFileCutAnywhereOpensWithWhatIsThereOrIsRefused) {
  frames = walking_frames(info, 700);
  ASSERT_NO_FATAL_FAILURE(write_recording(path, info, frames));
  const std::string whole = slurp(path);
  const std::string cut = dir.file("cut.palpate");
  long most = 0;
  for (std::size_t size = 0; size < whole.size(); size += 211) {
    spit(cut, whole.substr(0, size));
    bool complete = false;
    const long count = sound_frames(cut, frames, &complete);
    ASSERT_FALSE(complete) << size;
    if (size >= 32768) {
      ASSERT_GE(count, 0) << size;  // the description is there, so it opens
    }
    most = std::max(most, count);
  }
  EXPECT_GE(most, 350);
  EXPECT_LT(most, 700);
}

TEST_F(Damage, ACutFileSaysWhatIsMissingAndThatNothingElseIsDamaged) {
  info = small_mat(16, 16);
  frames = walking_frames(info, 700);
  ASSERT_NO_FATAL_FAILURE(write_recording(path, info, frames));
  EXPECT_EQ(incomplete_words(RecordingReader::open(path)->summary()), "");
  const std::string whole = slurp(path);
  std::uint64_t most = 0;
  for (const std::size_t size : {whole.size() * 2 / 3, whole.size() * 9 / 10}) {
    spit(path, whole.substr(0, size));
    const auto reader = RecordingReader::open(path);
    ASSERT_TRUE(reader) << reader.error().message;
    const RecordingSummary& summary = reader->summary();
    EXPECT_FALSE(summary.complete);
    EXPECT_TRUE(summary.cut_short);
    EXPECT_EQ(summary.lost_frames, 700U - summary.frames);
    EXPECT_EQ(summary.missing_chunks, (700U - summary.frames) / 25U);
    EXPECT_EQ(summary.damaged_chunks, 0U);
    EXPECT_EQ(incomplete_words(summary), "the file was cut short; what is left can be read");
    most = std::max(most, summary.frames);
  }
  EXPECT_GT(most, 0U);
}

TEST_F(Damage, FlippedBytesNeverGiveAWrongFrame) {
  info = small_mat(12, 12);
  frames = walking_frames(info, 400);
  ASSERT_NO_FATAL_FAILURE(write_recording(path, info, frames));
  const std::string whole = slurp(path);
  const std::string bad = dir.file("bad.palpate");
  std::mt19937 random(5);
  long damaged = 0;
  for (int round = 0; round < 400; ++round) {
    std::string bytes = whole;
    const std::size_t at = random() % bytes.size();
    const std::size_t length = 1 + random() % 64;
    for (std::size_t i = at; i < std::min(at + length, bytes.size()); ++i)
      bytes[i] = static_cast<char>(random());
    spit(bad, bytes);
    const long count = sound_frames(bad, frames);
    if (count >= 0 && count < 400) ++damaged;
    ASSERT_NE(count, -2) << round;
  }
  EXPECT_GT(damaged, 100);  // most damage costs chunks, not the recording
}

TEST_F(Damage, DamagedChunksAreCountedAndTheRestIsRead) {
  info = small_mat(16, 16);
  frames = walking_frames(info, 500);
  ASSERT_NO_FATAL_FAILURE(write_recording(path, info, frames));
  std::string bytes = slurp(path);
  for (std::size_t i = 0; i < 32; ++i) bytes[bytes.size() / 2 + i] ^= 0x55;
  spit(path, bytes);
  auto reader = RecordingReader::open(path);
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ(reader->summary().damaged_chunks, 1U);
  EXPECT_EQ(reader->summary().frames, 475U);
  EXPECT_EQ(reader->summary().lost_frames, 25U);
  EXPECT_EQ(reader->summary().missing_chunks, 0U);
  EXPECT_FALSE(reader->summary().cut_short);
  EXPECT_EQ(incomplete_words(reader->summary()), "parts of the file are damaged; what is sound can be read");
  EXPECT_EQ(sound_frames(path, frames), 475);
}

TEST_F(Damage, ADescriptionThatWasTamperedWithIsRefused) {
  ASSERT_NO_FATAL_FAILURE(write_recording(path, info, walking_frames(info, 3)));
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "UPDATE meta SET value='3' WHERE key='rows'", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(db);
  auto reader = RecordingReader::open(path);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().code, ErrorCode::bad_format);
}

TEST_F(Damage, ANewerFormatIsRefusedByName) {
  ASSERT_NO_FATAL_FAILURE(write_recording(path, info, walking_frames(info, 3)));
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "PRAGMA user_version=2", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
  auto reader = RecordingReader::open(path);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().code, ErrorCode::bad_version);
  EXPECT_NE(reader.error().message.find("format 2"), std::string::npos) << reader.error().message;
  EXPECT_TRUE(is_recording(path));
}

TEST_F(Damage, OtherFilesAreNoRecordings) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(dir.file("other.db").c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "CREATE TABLE meta(a)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
  spit(dir.file("text.txt"), "1\t2\t3\n");
  spit(dir.file("empty"), "");
  for (const std::string& name : {dir.file("other.db"), dir.file("text.txt"), dir.file("empty"),
                                  dir.file("absent"), dir.path().string(), std::string("/dev/null")}) {
    EXPECT_FALSE(RecordingReader::open(name)) << name;
    EXPECT_FALSE(is_recording(name)) << name;
  }
}

TEST_F(Damage, AFullDiskIsAnErrorAndWhatWasStoredStays) {
  info = small_mat(32, 32);
  const int status = wait_for(in_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{600'000, 600'000};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(2);
    auto writer = RecordingWriter::create(path, info);
    if (!writer) _exit(3);
    std::mt19937 random(9);
    for (std::size_t i = 0; i < 3000; ++i) {
      auto frame = walking_frames(info, 1, static_cast<unsigned>(random())).front();
      frame.sequence = i;
      frame.device_time_us = static_cast<std::int64_t>(i) * 20'000;
      if (auto ok = writer->append(frame); !ok) {
        const bool said = ok.error().message.find("limit") != std::string::npos;
        if (writer->close()) _exit(4);  // no room to fold the log in either
        _exit(said ? 0 : 5);
      }
    }
    _exit(6);
  }));
  ASSERT_TRUE(WIFEXITED(status));
  ASSERT_EQ(WEXITSTATUS(status), 0);
  auto reader = RecordingReader::open(path);
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_GT(reader->summary().frames, 100U);
  EXPECT_FALSE(reader->summary().complete);
}

// The child says after every frame how far it is; the parent kills it at a random moment.
void kill_while_recording(const std::string& path, double rate_hz, std::size_t chunk, unsigned most,
                          unsigned seed) {
  SCOPED_TRACE(seed);
  const SourceInfo info = small_mat(8, 8, rate_hz);
  const auto frames = walking_frames(info, 20'000, 1, static_cast<std::int64_t>(1e6 / rate_hz));
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = in_child([&] {
    auto writer = RecordingWriter::create(path, info);
    for (std::uint32_t i = 0; i < frames.size(); ++i) {
      if (!writer->append(frames[i])) _exit(1);
      const std::uint32_t done = i + 1;
      if (write(pipe_ends[1], &done, sizeof done) != sizeof done) _exit(1);
    }
    pause();
  });
  close(pipe_ends[1]);
  std::mt19937 random(seed);
  const std::uint32_t wanted = 1 + static_cast<std::uint32_t>(random() % most);
  std::uint32_t done = 0;
  std::uint32_t said = 0;
  while (done < wanted && read(pipe_ends[0], &said, sizeof said) == sizeof said) done = said;
  kill(child, SIGKILL);
  wait_for(child);
  while (read(pipe_ends[0], &said, sizeof said) == sizeof said) done = said;  // said before it died
  close(pipe_ends[0]);
  const long found = sound_frames(path, frames);
  EXPECT_GE(found, static_cast<long>(done) - static_cast<long>(chunk) + 1);
}

TEST_F(Damage, AKillAtAnyMomentLosesLessThanOneChunk) {
  for (unsigned seed = 0; seed < 6; ++seed) {
    kill_while_recording(dir.file("fast" + std::to_string(seed)), 100.0, 25, 5000, seed);
    kill_while_recording(dir.file("slow" + std::to_string(seed)), 8.0, 4, 500, 100 + seed);
    kill_while_recording(dir.file("once" + std::to_string(seed)), 1.0, 1, 100, 200 + seed);
  }
}

// SQLite leaves log mode through a rollback journal; a kill at that moment leaves one behind.
TEST_F(Damage, AJournalLeftByAKillWhileClosingDoesNotHideTheRecording) {
  frames = walking_frames(info, 100);
  ASSERT_NO_FATAL_FAILURE(write_recording(path, info, frames));
  const std::string before = slurp(path);
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db,
                         "PRAGMA cache_spill=1; PRAGMA cache_size=1; BEGIN; UPDATE notes SET text='x';"
                         "INSERT INTO notes(t_us,text,crc32) VALUES(1,zeroblob(100000),1)",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  const std::string journal = slurp(path + "-journal");
  ASSERT_FALSE(journal.empty());
  sqlite3_close(db);
  const std::string copy = dir.file("copy.palpate");
  spit(copy, before);
  spit(copy + "-journal", journal);
  EXPECT_EQ(sound_frames(copy, frames), 100);
}

}  // namespace
}  // namespace palpate
