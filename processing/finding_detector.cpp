#include "processing/finding_detector.h"

#include <algorithm>

namespace palpate {

void end_finding(std::vector<Finding>& findings, std::size_t index) {
  findings[index].active = false;
  const auto at = findings.begin() + static_cast<std::ptrdiff_t>(index);
  const auto first_ended = std::find_if(findings.begin(), findings.end(),
                                        [&](const Finding& f) { return !f.active && &f != &*at; });
  std::rotate(at, at + 1, first_ended > at ? first_ended : at + 1);
  const auto ended =
      std::count_if(findings.begin(), findings.end(), [](const Finding& f) { return !f.active; });
  if (static_cast<std::size_t>(ended) > kMostEndedFindings) findings.pop_back();
}

}  // namespace palpate
