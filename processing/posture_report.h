// Words and JSON of the posture bench.
#pragma once

#include <string>

#include "processing/posture_bench.h"

namespace palpate {

struct PostureBenchContext {
  std::string folder;
  bool leave_one_out = true;
  double us_a_frame = 0.0;  // from a map to an answer
  double seconds = 0.0;     // the whole bench
};

std::string posture_bench_json(const PostureBenchResult& result, const PostureBenchContext& context);
std::string posture_bench_text(const PostureBenchResult& result, const PostureBenchContext& context);

}  // namespace palpate
