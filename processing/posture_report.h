// Words and JSON of the posture bench.
#pragma once

#include <string>

#include "processing/posture_score.h"

namespace palpate {

struct PostureBenchContext {
  std::string folder;
  std::string protocol;     // "leave-one-subject-out", "split", or whose model judged
  std::string note;         // what is unseen, what not; one line
  double us_a_frame = 0.0;  // from a map to an answer
  double seconds = 0.0;     // the whole bench
};

std::string posture_bench_json(const PostureBenchResult& result, const PostureBenchContext& context);
std::string posture_bench_text(const PostureBenchResult& result, const PostureBenchContext& context);

}  // namespace palpate
