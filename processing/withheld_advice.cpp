#include "processing/withheld_advice.h"

#include <string_view>

#include "processing/finding_place.h"

namespace palpate {
namespace {

constexpr std::string_view kMeasuredOnly = "Measured only: the screen leaves no guidance here.";
constexpr std::string_view kAdvisingTitle = "Place to palpate", kMeasuringTitle = "Tension pattern";

bool cell_is_withheld(const Finding& finding, const RegionSet& regions, const BodyState* body) {
  const auto region = region_of_cell(body, finding.row, finding.col);
  return !region || regions.test(index_of(*region));
}

}  // namespace

bool is_withheld(const Finding& finding, const AdviceBlock& block, const BodyState* body) {
  if (block.everything || block.regions.none()) return block.everything;
  const bool compares = finding.kind == FindingKind::load_asymmetry;
  if (finding.has_region) {
    return block.regions.test(index_of(finding.region)) ||
           (compares && block.regions.test(index_of(mirror(finding.region))));
  }
  if (compares) return true;
  return finding.row >= 0 && finding.col >= 0 && cell_is_withheld(finding, block.regions, body);
}

void withhold_advice(Finding& finding) {
  finding.words = kMeasuredOnly;
  if (finding.title.rfind(kAdvisingTitle, 0) == 0)
    finding.title.replace(0, kAdvisingTitle.size(), kMeasuringTitle);
}

}  // namespace palpate
