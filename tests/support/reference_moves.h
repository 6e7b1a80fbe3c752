// Shifts and fidgets of docs/metrics.md "Movement and sitting" in plain loops over whole lists: a second
// implementation for the tests, with nothing of processing/move_finder.h.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace palpate::test {

struct ReferenceMoves {
  std::vector<double> shifts_s, fidgets_s;  // middles, since the start
};

struct ReferenceRest {
  double mean = 0.0, sd = 0.0;
};

inline std::vector<double> reference_calm(const std::vector<double>& x) {
  std::vector<double> out = x;
  for (std::size_t i = 1; i + 1 < x.size(); ++i) out[i] = (x[i - 1] + x[i] + x[i + 1]) / 3.0;
  return out;
}

// True where the centre goes too far within 1 s, by what was usual before (renewed every 20 steps).
inline std::vector<bool> reference_hasty(const std::vector<double>& x) {
  const std::vector<double> calm = reference_calm(x);
  const int n = static_cast<int>(x.size());
  const auto at = [&](int i) { return calm[static_cast<std::size_t>(std::clamp(i, 0, n - 1))]; };
  std::vector<double> way;
  for (int i = 0; i < n; ++i) way.push_back(std::abs(at(i + 2) - at(i - 2)));
  std::vector<bool> out;
  double limit = 0.0;
  for (int i = 0; i < n; ++i) {
    if (i % 20 == 0) {
      const int end = std::min(n, std::max(i + 1, 120));
      std::vector<double> usual(way.begin() + std::max(0, end - 1200), way.begin() + end);
      std::sort(usual.begin(), usual.end());
      limit = std::max(1.5, 2.8 * usual[3 * usual.size() / 4]);
    }
    out.push_back(way[static_cast<std::size_t>(i)] >= limit);
  }
  return out;
}

inline ReferenceRest reference_rest(const std::vector<double>& x, int from, int to) {
  const std::vector<double> part(x.begin() + from, x.begin() + to);
  ReferenceRest rest;
  for (const double v : part) rest.mean += v / static_cast<double>(part.size());
  double square = 0.0;
  for (const double v : part) square += std::pow(v - rest.mean, 2) / static_cast<double>(part.size());
  rest.sd = std::max(0.5, std::sqrt(square));
  return rest;
}

// Of steps of 0.25 s.
inline ReferenceMoves reference_moves(const std::vector<double>& x, const std::vector<double>& y) {
  const std::vector<bool> hasty_x = reference_hasty(x), hasty_y = reference_hasty(y);
  const int n = static_cast<int>(x.size());
  std::vector<int> starts, ends;
  for (int i = 0; i < n; ++i) {
    const auto k = static_cast<std::size_t>(i);
    if (!hasty_x[k] && !hasty_y[k]) continue;
    if (ends.empty() || i - 2 > ends.back() + 4) {
      starts.push_back(std::max(0, i - 2));
      ends.push_back(0);
    }
    ends.back() = std::min(n, i + 3);
  }
  ReferenceMoves found;
  for (std::size_t k = 0; k < starts.size(); ++k) {
    const int from = starts[k], to = ends[k];
    const int rest_from = std::max(k > 0 ? ends[k - 1] : 0, from - 60);
    const int rest_to = std::min(k + 1 < starts.size() ? starts[k + 1] : n, to + 60);
    if (from - rest_from < 8 || rest_to - to < 8) continue;
    bool shift = false, fidget = false;
    for (const std::vector<double>* axis : {&x, &y}) {
      const ReferenceRest a = reference_rest(*axis, rest_from, from), b = reference_rest(*axis, to, rest_to);
      shift = shift || std::abs(b.mean - a.mean) >= 2.0 * std::sqrt(a.sd * a.sd + b.sd * b.sd);
      const std::vector<double> calm = reference_calm(*axis);
      for (int i = from; i < to; ++i)
        fidget = fidget || std::abs(calm[static_cast<std::size_t>(i)] - 0.5 * (a.mean + b.mean)) >=
                               3.0 * std::max(a.sd, b.sd);
    }
    const double lasts_s = (to - from - 4) * 0.25, middle_s = 0.125 * (from + to);
    if (shift && lasts_s <= 5.0)
      found.shifts_s.push_back(middle_s);
    else if (fidget && lasts_s <= 4.0)
      found.fidgets_s.push_back(middle_s);
  }
  return found;
}

}  // namespace palpate::test
