#include "processing/glitch.h"

#include <algorithm>
#include <cmath>

namespace palpate {

GlitchCheck::GlitchCheck(const SourceInfo& info)
    : rows_(info.geometry.rows),
      cols_(info.geometry.cols),
      counts_(info.unit == CellUnit::counts && info.adc_full_scale > 0.0),
      full_scale_(static_cast<float>(info.adc_full_scale)) {}

void GlitchCheck::reset() {
  usual_spikes_ = 0;
  garbage_in_row_ = 0;
}

bool GlitchCheck::is_garbage(const RawFrame& frame) {
  const bool suspect = impossible(frame) || (counts_ && incoherent(frame));
  garbage_in_row_ = suspect ? garbage_in_row_ + 1 : 0;
  const bool garbage = suspect && garbage_in_row_ <= kGlitchPatience;
  if (!garbage && counts_) usual_spikes_ = std::max(usual_spikes_, spikes_);
  return garbage;
}

bool GlitchCheck::impossible(const RawFrame& frame) {
  std::size_t not_numbers = 0, at_largest = 0;
  largest_ = 0.0F;
  for (const float value : frame.cells) {
    not_numbers += std::isfinite(value) ? 0U : 1U;
    largest_ = value > largest_ ? value : largest_;
  }
  for (const float value : frame.cells) at_largest += value == largest_ ? 1U : 0U;
  const std::size_t cells = frame.cells.size();
  return 2 * not_numbers > cells || (counts_ && largest_ >= full_scale_ && 2 * at_largest > cells);
}

bool GlitchCheck::incoherent(const RawFrame& frame) {
  const float step = 0.25F * std::max(full_scale_, largest_);
  int high = 0;
  spikes_ = 0;
  for (int r = 0; r < rows_; ++r) {
    const float* row = frame.cells.data() + static_cast<std::ptrdiff_t>(r) * cols_;
    for (int c = 1; c + 1 < cols_; ++c) {
      const float before = row[c] - row[c - 1];
      const float after = row[c] - row[c + 1];
      spikes_ += std::min(before, after) > step || std::max(before, after) < -step ? 1 : 0;
      high += row[c] > step ? 1 : 0;
    }
  }
  const int least = std::max({8, rows_ * cols_ / 100, 4 * usual_spikes_});
  return spikes_ >= least && 10 * spikes_ >= high;
}

}  // namespace palpate
