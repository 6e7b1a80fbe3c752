#include "processing/finding_place.h"

namespace palpate {

std::optional<Region> region_of_cell(const BodyState* body, int row, int col) {
  if (body == nullptr || !body->found || !body->sides_known || row < 0 || col < 0) return std::nullopt;
  if (row >= body->labels.rows() || col >= body->labels.cols()) return std::nullopt;
  const std::int8_t label = body->labels(row, col);
  if (label == kNoRegion) return std::nullopt;
  return region_at(static_cast<std::size_t>(label));
}

void place_in(Finding& finding, Region region, const BodyState* body) {
  finding.has_region = true;
  finding.region = region;
  finding.face_down = body != nullptr && !body->seated && body->facing == Facing::down;
}

}  // namespace palpate
