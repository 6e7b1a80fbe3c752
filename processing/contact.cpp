#include "processing/contact.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "acquisition/result.h"

namespace palpate {
namespace {

static_assert(std::endian::native == std::endian::little,
              "scan_row reads a byte mask eight columns at a time");

bool flagged(const Mask& mask, Eigen::Index cell) {
  return mask.size() != 0 && mask.data()[cell];
}

bool any_dead_unrepaired(const PressureMap& map) {
  const auto n = static_cast<std::size_t>(map.dead.size());
  const bool* dead = map.dead.data();
  if (n == 0 || std::memchr(dead, 1, n) == nullptr) return false;
  if (map.repaired.size() == 0) return true;
  const bool* repaired = map.repaired.data();
  int left_out = 0;
#pragma omp simd reduction(| : left_out)
  for (std::size_t i = 0; i < n; ++i) left_out |= static_cast<int>(dead[i]) & ~static_cast<int>(repaired[i]);
  return left_out != 0;
}

// Copies the map with 0 in place of what is left out.
void clean(const PressureMap& map, ContactWorkspace& ws) {
  const auto n = static_cast<std::size_t>(map.pressure.size());
  ws.cleaned.resize(n);
  ws.live.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto cell = static_cast<Eigen::Index>(i);
    const float p = map.pressure.data()[cell];
    const bool live = std::isfinite(p) && (!flagged(map.dead, cell) || flagged(map.repaired, cell));
    ws.cleaned[i] = live ? p : 0.0F;
    ws.live[i] = live ? 1 : 0;
  }
}

struct RowExtent {
  float peak, lowest;
  bool finite;
};

RowExtent extent_of_row(const float* p, int cols) {
  constexpr float kEndless = std::numeric_limits<float>::infinity();
  float peak = -kEndless, lowest = 0.0F;
  int not_numbers = 0;
#pragma omp simd reduction(max : peak) reduction(min : lowest) reduction(| : not_numbers)
  for (int c = 0; c < cols; ++c) {
    peak = p[c] > peak ? p[c] : peak;
    lowest = p[c] < lowest ? p[c] : lowest;
    not_numbers |= static_cast<int>(p[c] != p[c]);
  }
  return {peak, lowest, not_numbers == 0 && peak < kEndless && lowest > -kEndless};
}

// One row: the loaded values and a byte mask (0xff in contact).
void threshold_row(const float* __restrict p, int cols, float threshold, float* __restrict loaded,
                   std::uint8_t* __restrict bytes) {
#pragma omp simd
  for (int c = 0; c < cols; ++c) loaded[c] = p[c] >= threshold ? p[c] : 0.0F;
#pragma omp simd
  for (int c = 0; c < cols; ++c) bytes[c] = p[c] >= threshold ? 0xff : 0x00;
}

// First column >= c whose byte is not `skip`, at most cols.
int skip_bytes(const std::uint8_t* bytes, int c, int cols, std::uint64_t skip) {
  while (c < cols) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + c, sizeof word);
    word ^= skip;
    if (word != 0) return std::min(cols, c + std::countr_zero(word) / 8);
    c += 8;
  }
  return cols;
}

void scan_row(const std::uint8_t* bytes, int row, int cols, std::vector<ContactRun>& runs) {
  constexpr std::uint64_t kOutside = 0, kInside = ~std::uint64_t{0};
  for (int c = 0;;) {
    c = skip_bytes(bytes, c, cols, kOutside);
    if (c >= cols) return;
    const int begin = c;
    c = skip_bytes(bytes, c, cols, kInside);
    runs.push_back({row, begin, c});
  }
}

// All rows of ws.view; false when a value is not finite.
bool scan_rows(float threshold, ContactWorkspace& ws) {
  const GridView v = ws.view;
  float peak = 0.0F;
  ws.threshold = threshold;
  ws.lowest = 0.0F;
  ws.runs.clear();
  bool finite = true;
  for (int r = 0; r < v.rows; ++r) {
    const std::size_t at = static_cast<std::size_t>(r) * static_cast<std::size_t>(v.cols);
    const RowExtent extent = extent_of_row(v.row(r), v.cols);
    finite &= extent.finite;
    ws.lowest = std::min(ws.lowest, extent.lowest);
    peak = std::max(peak, extent.peak);
    ws.row_peaks[static_cast<std::size_t>(r)] = extent.peak;
    float* loaded = ws.loaded.data() + at;
    if (!(extent.peak >= threshold)) {  // nothing in contact
      std::fill(loaded, loaded + v.cols, 0.0F);
      continue;
    }
    threshold_row(v.row(r), v.cols, threshold, loaded, ws.bytes.data());
    if (ws.any_left_out) {
      for (int c = 0; c < v.cols; ++c) {
        if (ws.live[at + static_cast<std::size_t>(c)] == 0) ws.bytes[static_cast<std::size_t>(c)] = 0;
      }
    }
    scan_row(ws.bytes.data(), r, v.cols, ws.runs);
  }
  ws.max_abs = std::max(peak, -ws.lowest);
  return finite;
}

RunSums sum_cells(const float* p, int begin, int end, double offset) {
  double sum = 0.0, sum_cols = 0.0, sum_offset2 = 0.0;
  float peak = -std::numeric_limits<float>::infinity();
#pragma omp simd reduction(+ : sum, sum_cols, sum_offset2) reduction(max : peak)
  for (int c = begin; c < end; ++c) {
    const double v = static_cast<double>(p[c]);
    const double d = v - offset;
    sum += v;
    sum_cols += v * c;
    sum_offset2 += d * d;
    peak = p[c] > peak ? p[c] : peak;
  }
  return {sum, sum_cols, sum_offset2, peak};
}

// Splits one run's sum between low and high columns; the middle column of an odd width counts half to each.
void split_sides(const float* p, const ContactRun& run, int cols, double sum, double& left, double& right) {
  const int half = cols / 2, high = cols - half;  // low side [0, half), high side [high, cols)
  if (run.end <= half) {
    left += sum;
  } else if (run.begin >= high) {
    right += sum;
  } else {
    double low = sum_range(p, run.begin, std::min(run.end, half));
    if (half != high && run.begin <= half && run.end > half) low += 0.5 * static_cast<double>(p[half]);
    left += low;
    right += sum - low;
  }
}

void split_rows(int row, int rows, double sum, double& front, double& back) {
  const int half = rows / 2, high = rows - half;
  const double to_front = row < half ? 1.0 : (row >= high ? 0.0 : 0.5);
  front += to_front * sum;
  back += (1.0 - to_front) * sum;
}

}  // namespace

double sum_range(const float* p, int begin, int end) {
  double sum = 0.0;
#pragma omp simd reduction(+ : sum)
  for (int c = begin; c < end; ++c) sum += static_cast<double>(p[c]);
  return sum;
}

void find_contact(const PressureMap& map, float threshold, ContactWorkspace& ws) {
  PALPATE_EXPECTS(threshold >= 0.0F);
  const auto n = static_cast<std::size_t>(map.pressure.size());
  const int rows = static_cast<int>(map.pressure.rows()), cols = static_cast<int>(map.pressure.cols());
  ws.loaded.resize(n);
  ws.row_peaks.resize(static_cast<std::size_t>(rows));
  ws.bytes.assign(static_cast<std::size_t>(cols) + 8, 0);  // the scan reads past the last column
  ws.runs.reserve(static_cast<std::size_t>(rows) * static_cast<std::size_t>((cols + 1) / 2));
  ws.view = {map.pressure.data(), rows, cols};
  ws.any_left_out = any_dead_unrepaired(map);
  if (!ws.any_left_out && scan_rows(threshold, ws)) return;
  ws.any_left_out = true;
  clean(map, ws);
  ws.view.data = ws.cleaned.data();
  scan_rows(threshold, ws);
}

ContactBox box_of(const std::vector<ContactRun>& runs) {
  if (runs.empty()) return {};
  ContactBox box{runs.front().row, runs.back().row + 1, runs.front().begin, runs.front().end};
  for (const ContactRun& run : runs) {
    box.col_begin = std::min(box.col_begin, run.begin);
    box.col_end = std::max(box.col_end, run.end);
  }
  return box;
}

ContactSums sum_contact(ContactWorkspace& ws) {
  ContactSums s;
  ws.run_sums.clear();
  ws.run_sums.reserve(ws.runs.capacity());
  if (ws.runs.empty()) return s;
  // The spread is summed about the first contact cell, so that an even load has a spread of exactly 0.
  const double offset = static_cast<double>(ws.view.row(ws.runs[0].row)[ws.runs[0].begin]);
  double offset2 = 0.0;
  s.peak = -std::numeric_limits<float>::infinity();
  const ContactRun* peak_run = nullptr;
  for (const ContactRun& run : ws.runs) {
    const float* p = ws.view.row(run.row);
    const RunSums sums = sum_cells(p, run.begin, run.end, offset);
    ws.run_sums.push_back(sums);
    s.cells += run.end - run.begin;
    s.sum += sums.sum;
    s.sum_cols += sums.sum_cols;
    s.sum_rows += sums.sum * run.row;
    offset2 += sums.sum_offset2;
    split_sides(p, run, ws.view.cols, sums.sum, s.left, s.right);
    split_rows(run.row, ws.view.rows, sums.sum, s.front, s.back);
    if (sums.peak > s.peak) {
      s.peak = sums.peak;
      peak_run = &run;
    }
  }
  const float* p = ws.view.row(peak_run->row);
  s.peak_row = peak_run->row;
  s.peak_col = static_cast<int>(std::find(p + peak_run->begin, p + peak_run->end, s.peak) - p);
  const double shift = s.sum - offset * s.cells;  // sum of (p - offset)
  s.variance = std::max(0.0, (offset2 - shift * shift / s.cells) / s.cells);
  return s;
}

}  // namespace palpate
