#include "processing/teaching_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>

#include "processing/posture_teaching.h"
#include "processing/taught_classifier.h"

namespace palpate {
namespace {

constexpr double kSureFrom = 0.80;

// What of a recording was not taught: from here on.
std::size_t taught_frames(const TeachingRecording& recording) {
  const auto end = std::find_if(recording.t_s.begin(), recording.t_s.end(), [&](double t_s) {
    return t_s >= recording.t_s.front() + kTeachSeconds - 1e-6;
  });
  return static_cast<std::size_t>(end - recording.t_s.begin());
}

Result<void> teach_recording(TaughtPostures& taught, const std::string& name, const TeachingRecording& from,
                             bool even_if_moved) {
  PostureTeacher teacher(taught.mat);
  const std::size_t end = taught_frames(from);
  for (std::size_t i = 0; i < end; ++i) teacher.add(from.frames[i], from.t_s[i]);
  const auto take = teacher.take(even_if_moved);
  if (!take) return take.error();
  return teach(taught, name, *take, taught.find(name) == nullptr ? TeachHow::as_new : TeachHow::append);
}

int index_of(const TaughtPostures& taught, const std::string& name) {
  for (std::size_t k = 0; k < taught.postures.size(); ++k) {
    if (taught.postures[k].name == name) return static_cast<int>(k);
  }
  return -1;
}

// `truth` -1: a posture that was left untaught.
void judge(TaughtClassifier& classifier, const TeachingRecording& recording, std::size_t from, int truth,
           TeachingScore& score) {
  for (std::size_t i = from; i < recording.frames.size(); ++i) {
    const TaughtAnswer answer = classifier.classify(recording.frames[i]);
    score.add(truth, answer.posture, answer.confidence);
  }
}

}  // namespace

void TeachingScore::add(int truth, int answer, double confidence) {
  ++frames;
  if (answer == truth) {
    ++right;
  } else if (answer < 0) {
    ++unknown;
  } else {
    ++wrong;
  }
  if (answer < 0 || confidence < kSureFrom) return;
  ++sure;
  sure_right += answer == truth ? 1 : 0;
}

TeachingScore& TeachingScore::operator+=(const TeachingScore& other) {
  frames += other.frames;
  right += other.right;
  wrong += other.wrong;
  unknown += other.unknown;
  sure += other.sure;
  sure_right += other.sure_right;
  return *this;
}

TeachingResult bench_teaching(const TeachingClient& client, const TeachingHow& how) {
  const auto takes = static_cast<std::size_t>(how.takes);
  TeachingResult result;
  result.name = client.name;
  TaughtPostures taught;
  taught.mat = client.mat;
  taught.unit = client.unit;
  for (const TeachingPosture& posture : client.postures) {
    for (std::size_t k = 0; k < posture.recordings.size() && k < takes; ++k) {
      if (auto done = teach_recording(taught, posture.name, posture.recordings[k], how.even_if_moved);
          !done) {
        result.refused.push_back(fmt::format("{} {}: {}", client.name, posture.name, done.error().message));
      }
    }
  }
  result.taught = static_cast<int>(taught.postures.size());
  TaughtClassifier classifier(taught);
  for (const TeachingPosture& posture : client.postures) {
    const int truth = index_of(taught, posture.name);
    if (truth < 0) continue;
    TaughtPostures others = taught;
    others.postures.erase(others.postures.begin() + truth);
    TaughtClassifier stranger(others);
    for (std::size_t k = 0; k < posture.recordings.size(); ++k) {
      const TeachingRecording& recording = posture.recordings[k];
      const bool seen = k < takes;
      judge(classifier, recording, seen ? taught_frames(recording) : 0, truth,
            seen ? result.same : result.again);
      judge(stranger, recording, 0, -1, result.strange);
    }
  }
  return result;
}

std::string teaching_text(const std::vector<TeachingResult>& results) {
  const auto share = [](std::uint64_t part, std::uint64_t all) {
    return all == 0 ? std::string("-")
                    : fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(all));
  };
  std::string text;
  const auto out = std::back_inserter(text);
  const auto put = [&](const TeachingResult& r) {
    for (const auto& [what, s] : {std::pair{"same", &r.same}, {"again", &r.again}}) {
      if (s->frames == 0) continue;
      fmt::format_to(out, "{:<16}{:>7}  {:<6}{:>8}{:>10}{:>10}{:>10}{:>10}{:>10}\n", r.name, r.taught, what,
                     s->frames, share(s->right, s->frames), share(s->wrong, s->frames),
                     share(s->unknown, s->frames), share(s->sure, s->frames), share(s->sure_right, s->sure));
    }
    fmt::format_to(out, "{:<16}{:>7}  {:<6}{:>8}{:>10}{:>10}{:>10}{:>10}{:>10}\n", r.name, r.taught,
                   "strange", r.strange.frames, share(r.strange.right, r.strange.frames),
                   share(r.strange.wrong, r.strange.frames), "", share(r.strange.sure, r.strange.frames), "");
  };
  fmt::format_to(out, "{:<16}{:>7}  {:<6}{:>8}{:>10}{:>10}{:>10}{:>10}{:>10}\n", "client", "taught", "what",
                 "frames", "right", "wrong", "unknown", "sure", "right");
  TeachingResult all;
  all.name = "all";
  for (const TeachingResult& r : results) {
    put(r);
    all.taught += r.taught;
    all.same += r.same;
    all.again += r.again;
    all.strange += r.strange;
    all.refused.insert(all.refused.end(), r.refused.begin(), r.refused.end());
  }
  if (results.size() > 1) put(all);
  for (const std::string& why : all.refused) fmt::format_to(out, "refused: {}\n", why);
  return text;
}

}  // namespace palpate
