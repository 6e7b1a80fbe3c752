// BreathWatchNow: whether the client's breath can be followed just now, and whether the next one is overdue.
// Plain data; breath_watch.h tells how it is found.
#pragma once

#include <limits>
#include <string_view>

namespace palpate {

struct BreathWatchNow {
  bool seen = false;                                          // the breath can be followed now
  std::string_view why;                                       // if not, in words; lives for ever
  bool overdue = false;                                       // seen, and the next breath is overdue
  double cycle_s = std::numeric_limits<double>::quiet_NaN();  // the client's own, at rest
  double scatter = std::numeric_limits<double>::quiet_NaN();  // share of it
  double due_s = std::numeric_limits<double>::quiet_NaN();    // breath_due_s of both
};

}  // namespace palpate
