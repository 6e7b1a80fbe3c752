#include "processing/glitch.h"

#include <algorithm>
#include <cmath>
#include <limits>

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
  const float* values = frame.cells.data();
  const std::size_t cells = frame.cells.size();
  int numbers = 0;
  float largest = 0.0F;
#pragma omp simd reduction(+ : numbers) reduction(max : largest)
  for (std::size_t i = 0; i < cells; ++i) {
    numbers += std::fabs(values[i]) <= std::numeric_limits<float>::max() ? 1 : 0;
    largest = values[i] > largest ? values[i] : largest;
  }
  largest_ = largest;
  if (2 * static_cast<std::size_t>(numbers) < cells) return true;
  if (!counts_ || largest < full_scale_) return false;
  return 2 * static_cast<std::size_t>(std::count(values, values + cells, largest)) > cells;
}

bool GlitchCheck::incoherent(const RawFrame& frame) {
  const float step = 0.25F * std::max(full_scale_, largest_);
  int high = 0;
  spikes_ = 0;
  for (int r = 0; r < rows_; ++r) {
    const float* row = frame.cells.data() + static_cast<std::ptrdiff_t>(r) * cols_;
    int spikes = 0, high_here = 0;
#pragma omp simd reduction(+ : spikes, high_here)
    for (int c = 1; c < cols_ - 1; ++c) {
      const float before = row[c] - row[c - 1];
      const float after = row[c] - row[c + 1];
      const float low = before < after ? before : after, top = before < after ? after : before;
      spikes += (low > step ? 1 : 0) + (top < -step ? 1 : 0);
      high_here += row[c] > step ? 1 : 0;
    }
    spikes_ += spikes;
    high += high_here;
  }
  const int least = std::max({8, rows_ * cols_ / 100, 4 * usual_spikes_});
  return spikes_ >= least && 10 * spikes_ >= high;
}

}  // namespace palpate
