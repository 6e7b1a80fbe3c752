// The one-frame numbers of docs/metrics.md once more, written for reading, not for speed: plain loops in
// double over every cell, no code shared with processing/. Tests compare the two.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

namespace palpate::reference {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct Map {
  int rows = 0, cols = 0;
  double px = 1.0, py = 1.0;
  std::vector<double> p;
  std::vector<bool> out;  // left out of everything

  [[nodiscard]] double at(int r, int c) const { return p[static_cast<std::size_t>(r * cols + c)]; }
  [[nodiscard]] bool inside(int r, int c) const { return r >= 0 && c >= 0 && r < rows && c < cols; }
  [[nodiscard]] bool live(int r, int c) const {
    return inside(r, c) && !out[static_cast<std::size_t>(r * cols + c)];
  }
};

struct Region {
  int cells = 0;
  double area_cm2 = 0, centroid_x = 0, centroid_y = 0, cop_x = 0, cop_y = 0, load_n = 0, peak = 0;
};

struct Numbers {
  int cells = 0;
  double load_n = 0, sum = 0, area_cm2 = 0, mean = kNan, peak = kNan;
  int peak_row = -1, peak_col = -1;
  double ppi = kNan;
  int ppi_row = -1, ppi_col = -1, ppi_rows = 0, ppi_cols = 0;
  double cop_x = kNan, cop_y = kNan, left = kNan, right = kNan, front = kNan, back = kNan;
  double symmetry = kNan, cov = kNan, gradient_max = kNan, gradient_mean = kNan, dispersion = kNan;
  std::vector<Region> regions;
};

inline std::pair<int, int> ppi_window(const Map& m) {
  struct Choice {
    double key[4];
    int h, w;
  };
  const auto less = [](const Choice& a, const Choice& b) {
    for (int i = 0; i < 4; ++i) {
      if (std::abs(a.key[i] - b.key[i]) > 1e-9 * std::max(1.0, std::abs(a.key[i])))
        return a.key[i] < b.key[i];
    }
    return false;
  };
  for (int stage = 0; stage < 3; ++stage) {
    std::vector<Choice> choices;
    for (int h = 1; h <= m.rows; ++h) {
      for (int w = 1; w <= m.cols; ++w) {
        const double area = h * m.py * w * m.px;
        const double aspect = std::max(h * m.py, w * m.px) / std::min(h * m.py, w * m.px);
        const bool narrow = aspect > 2.0 + 1e-9;
        const double off = std::abs(area - 950.0);
        if (stage == 0 && !narrow && area >= 900.0 - 1e-6 && area <= 1000.0 + 1e-6) {
          choices.push_back({{aspect, off, double(h), 0}, h, w});
        }
        if ((stage == 1 && !narrow) || stage == 2) choices.push_back({{off, aspect, area, double(h)}, h, w});
      }
    }
    if (choices.empty()) continue;
    const auto best = std::min_element(choices.begin(), choices.end(), less);
    return {best->h, best->w};
  }
  return {0, 0};
}

// Mean over the live cells of the box, NaN if it has none.
inline double box_mean(const Map& m, int r0, int c0, int h, int w) {
  double sum = 0;
  int n = 0;
  for (int r = r0; r < r0 + h; ++r) {
    for (int c = c0; c < c0 + w; ++c) {
      if (m.live(r, c)) sum += m.at(r, c), ++n;
    }
  }
  return n ? sum / n : kNan;
}

inline double one_slope(const Map& m, int r, int c, int dr, int dc, double pitch, bool& exists) {
  const bool low = m.live(r - dr, c - dc), high = m.live(r + dr, c + dc);
  if (!low && !high) return 0.0;
  exists = true;
  if (low && high) return (m.at(r + dr, c + dc) - m.at(r - dr, c - dc)) / (2 * pitch);
  if (high) return (m.at(r + dr, c + dc) - m.at(r, c)) / pitch;
  return (m.at(r, c) - m.at(r - dr, c - dc)) / pitch;
}

inline void gradients(const Map& m, double threshold, Numbers& n) {
  double sum = 0;
  int count = 0;
  for (int r = 0; r < m.rows; ++r) {
    for (int c = 0; c < m.cols; ++c) {
      if (!m.live(r, c)) continue;
      bool exists = false;
      const double g =
          std::hypot(one_slope(m, r, c, 0, 1, m.px, exists), one_slope(m, r, c, 1, 0, m.py, exists));
      if (!exists) continue;
      if (!(n.gradient_max >= g)) n.gradient_max = g;
      if (m.at(r, c) >= threshold) sum += g, ++count;
    }
  }
  if (count) n.gradient_mean = sum / count;
}

inline Region flood(const Map& m, double threshold, int r0, int c0, std::vector<bool>& seen) {
  Region region;
  double sum = 0, sx = 0, sy = 0, cx = 0, cy = 0;
  region.peak = -1e300;
  std::queue<std::pair<int, int>> open;
  open.push({r0, c0});
  seen[static_cast<std::size_t>(r0 * m.cols + c0)] = true;
  while (!open.empty()) {
    const auto [r, c] = open.front();
    open.pop();
    const double x = (c + 0.5) * m.px, y = (r + 0.5) * m.py, p = m.at(r, c);
    ++region.cells;
    sum += p, sx += p * x, sy += p * y, cx += x, cy += y;
    region.peak = std::max(region.peak, p);
    for (int i = r - 1; i <= r + 1; ++i) {
      for (int j = c - 1; j <= c + 1; ++j) {
        if (!m.live(i, j) || m.at(i, j) < threshold || seen[static_cast<std::size_t>(i * m.cols + j)])
          continue;
        seen[static_cast<std::size_t>(i * m.cols + j)] = true;
        open.push({i, j});
      }
    }
  }
  region.area_cm2 = region.cells * m.px * m.py / 100;
  region.load_n = sum * m.px * m.py * 1e-3;
  region.centroid_x = cx / region.cells, region.centroid_y = cy / region.cells;
  region.cop_x = sum > 0 ? sx / sum : kNan, region.cop_y = sum > 0 ? sy / sum : kNan;
  return region;
}

inline void regions(const Map& m, double threshold, Numbers& n) {
  std::vector<bool> seen(m.p.size(), false);
  for (int r = 0; r < m.rows; ++r) {
    for (int c = 0; c < m.cols; ++c) {
      if (!m.live(r, c) || m.at(r, c) < threshold || seen[static_cast<std::size_t>(r * m.cols + c)]) continue;
      n.regions.push_back(flood(m, threshold, r, c, seen));
    }
  }
  std::stable_sort(n.regions.begin(), n.regions.end(),
                   [](const Region& a, const Region& b) { return a.cells > b.cells; });
}

inline void boxes(const Map& m, double threshold, int box_rows, int box_cols, Numbers& n) {
  std::tie(n.ppi_rows, n.ppi_cols) = ppi_window(m);
  for (int r = 0; r + n.ppi_rows <= m.rows; ++r) {
    for (int c = 0; c + n.ppi_cols <= m.cols; ++c) {
      const double mean = box_mean(m, r, c, n.ppi_rows, n.ppi_cols);
      if (std::isnan(mean)) continue;
      if (n.ppi_row < 0 || mean > n.ppi + 1e-12 * std::abs(mean)) n.ppi = mean, n.ppi_row = r, n.ppi_col = c;
    }
  }
  box_rows = std::min(box_rows, m.rows), box_cols = std::min(box_cols, m.cols);
  double best = 0;
  for (int r0 = 0; r0 + box_rows <= m.rows; ++r0) {
    for (int c0 = 0; c0 + box_cols <= m.cols; ++c0) {
      double sum = 0;
      for (int r = r0; r < r0 + box_rows; ++r) {
        for (int c = c0; c < c0 + box_cols; ++c)
          sum += m.live(r, c) && m.at(r, c) >= threshold ? m.at(r, c) : 0;
      }
      best = std::max(best, sum);
    }
  }
  if (n.sum > 0) n.dispersion = 100 * best / n.sum;
}

inline void sums(const Map& m, double threshold, Numbers& n) {
  double sx = 0, sy = 0, left = 0, right = 0, front = 0, back = 0;
  for (int r = 0; r < m.rows; ++r) {
    for (int c = 0; c < m.cols; ++c) {
      const double p = m.at(r, c);
      if (!m.live(r, c) || p < threshold) continue;
      ++n.cells;
      n.sum += p;
      sx += p * (c + 0.5) * m.px, sy += p * (r + 0.5) * m.py;
      const double to_left = 2 * c + 1 < m.cols ? 1 : (2 * c + 1 > m.cols ? 0 : 0.5);
      const double to_front = 2 * r + 1 < m.rows ? 1 : (2 * r + 1 > m.rows ? 0 : 0.5);
      left += p * to_left, right += p * (1 - to_left);
      front += p * to_front, back += p * (1 - to_front);
      if (!(n.peak >= p)) n.peak = p, n.peak_row = r, n.peak_col = c;
    }
  }
  if (n.cells == 0) return;
  n.mean = n.sum / n.cells;
  n.area_cm2 = n.cells * m.px * m.py / 100;
  n.load_n = n.sum * m.px * m.py * 1e-3;
  if (!(n.sum > 0)) return;
  n.cop_x = sx / n.sum, n.cop_y = sy / n.sum;
  n.left = left / n.sum, n.right = right / n.sum, n.front = front / n.sum, n.back = back / n.sum;
  n.symmetry = 100 * (right - left) / (0.5 * (right + left));
  double squares = 0;
  for (int r = 0; r < m.rows; ++r) {
    for (int c = 0; c < m.cols; ++c) {
      if (m.live(r, c) && m.at(r, c) >= threshold) squares += std::pow(m.at(r, c) - n.mean, 2);
    }
  }
  n.cov = 100 * std::sqrt(squares / n.cells) / n.mean;
}

inline Numbers numbers(const Map& m, double threshold, int box_rows = 6, int box_cols = 8) {
  Numbers n;
  sums(m, threshold, n);
  if (n.cells == 0) return n;
  boxes(m, threshold, box_rows, box_cols, n);
  gradients(m, threshold, n);
  regions(m, threshold, n);
  return n;
}

}  // namespace palpate::reference
