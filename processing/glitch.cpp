#include "processing/glitch.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace palpate {
namespace {

constexpr float kEndless = std::numeric_limits<float>::infinity();

}  // namespace

GlitchCheck::GlitchCheck(const SourceInfo& info)
    : rows_(info.geometry.rows),
      cols_(info.geometry.cols),
      counts_(info.unit == CellUnit::counts && info.adc_full_scale > 0.0),
      full_scale_(static_cast<float>(info.adc_full_scale)),
      row_spans_(static_cast<std::size_t>(info.geometry.rows)) {}

void GlitchCheck::reset() {
  usual_spikes_ = 0;
  garbage_in_row_ = 0;
}

bool GlitchCheck::is_garbage(const RawFrame& frame) {
  if (hardly_numbers(frame)) return true;
  const bool suspect = counts_ && (stuck_at_top(frame) || incoherent(frame));
  garbage_in_row_ = suspect ? garbage_in_row_ + 1 : 0;
  const bool garbage = suspect && garbage_in_row_ <= kGlitchPatience;
  if (!garbage && counts_) usual_spikes_ = std::max(usual_spikes_, spikes_);
  return garbage;
}

// Also measures row_spans_ and largest_.
bool GlitchCheck::hardly_numbers(const RawFrame& frame) {
  const float* values = frame.cells.data();
  const std::size_t cells = frame.cells.size();
  largest_ = 0.0F;
  int broken = 0;
  for (int r = 0; r < rows_; ++r) {
    const float* row = values + static_cast<std::ptrdiff_t>(r) * cols_;
    float high = -std::numeric_limits<float>::infinity(), low = -high;
    int not_numbers = 0;
#pragma omp simd reduction(| : not_numbers) reduction(max : high) reduction(min : low)
    for (int c = 0; c < cols_; ++c) {
      not_numbers |= static_cast<int>(row[c] != row[c]);
      high = row[c] > high ? row[c] : high;
      low = row[c] < low ? row[c] : low;
    }
    row_spans_[static_cast<std::size_t>(r)] = not_numbers != 0 ? kEndless : high - std::min(low, 0.0F);
    broken |= not_numbers | static_cast<int>(high == kEndless) | static_cast<int>(low == -kEndless);
    largest_ = std::max(largest_, high);
  }
  if (broken == 0) return false;
  const auto numbers = std::count_if(values, values + cells, [](float v) { return std::isfinite(v); });
  return 2 * static_cast<std::size_t>(numbers) < cells;
}

bool GlitchCheck::stuck_at_top(const RawFrame& frame) const {
  if (largest_ < full_scale_) return false;
  const auto same = std::count(frame.cells.begin(), frame.cells.end(), largest_);
  return 2 * static_cast<std::size_t>(same) > frame.cells.size();
}

// A row whose values lie within a step of each other and of 0 has no spike, no notch and nothing high.
bool GlitchCheck::incoherent(const RawFrame& frame) {
  const float step = 0.25F * std::max(full_scale_, largest_);
  int high = 0;
  spikes_ = 0;
  for (int r = 0; r < rows_; ++r) {
    if (row_spans_[static_cast<std::size_t>(r)] <= step) continue;
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
