// The detector looks only at what changed; here every frame is searched anew, cell by cell, by the
// definition.
#include "processing/hot_spot_finding.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "processing/shown_numbers.h"

namespace palpate {
namespace {

constexpr int kRows = 12, kCols = 10;
constexpr double kNever = std::numeric_limits<double>::infinity();

// Sustained cells and their components, without memory of anything but when each cell's spell began.
class Reference {
 public:
  void update(const PressureMap& map, double limit, double min_duration_s) {
    sustained_.clear();
    for (int r = 0; r < kRows; ++r) {
      for (int c = 0; c < kCols; ++c) {
        double& since = since_[static_cast<std::size_t>(r * kCols + c)];
        const bool usable = !map.dead(r, c) || map.repaired(r, c);
        const auto border = static_cast<float>(since == kNever ? limit : limit * kHotSpotHysteresis);
        if (!usable || !(map.pressure(r, c) > border))
          since = kNever;
        else if (since == kNever)
          since = map.t_s;
        if (map.t_s - since >= min_duration_s) sustained_.insert({r, c});
      }
    }
  }

  // Highest pressure of each component, with its number of cells.
  std::multiset<std::pair<float, int>> spots(const PressureMap& map) const {
    std::multiset<std::pair<float, int>> found;
    auto left = sustained_;
    while (!left.empty()) {
      std::vector<std::pair<int, int>> todo{*left.begin()};
      left.erase(left.begin());
      float peak = 0.0F;
      int cells = 0;
      while (!todo.empty()) {
        const auto [r, c] = todo.back();
        todo.pop_back();
        peak = std::max(peak, map.pressure(r, c));
        ++cells;
        for (int nr = r - 1; nr <= r + 1; ++nr) {
          for (int nc = c - 1; nc <= c + 1; ++nc) {
            if (left.erase({nr, nc}) > 0) todo.push_back({nr, nc});
          }
        }
      }
      found.insert({peak, cells});
    }
    return found;
  }

 private:
  std::vector<double> since_ = std::vector<double>(kRows * kCols, kNever);
  std::set<std::pair<int, int>> sustained_;
};

// Three round loads that swell, wander and fade, with noise.
PressureMap map_at(int k, std::mt19937& random) {
  std::normal_distribution<float> noise(0.0F, 0.3F);
  PressureMap map;
  map.t_s = 0.1 * k;
  map.pressure = Grid::Zero(kRows, kCols);
  map.dead = map.repaired = map.saturated = Mask::Constant(kRows, kCols, false);
  for (int r = 0; r < kRows; ++r) {
    for (int c = 0; c < kCols; ++c) {
      double p = 0.0;
      for (int i = 0; i < 3; ++i) {
        const double dr = r - 3.0 * i - 2.0 - std::sin(0.011 * (i + 1) * k), dc = c - 2.0 - 3.0 * i;
        p += (11.0 + 4.0 * std::sin(0.017 * (i + 2) * k)) * std::exp(-0.2 * (dr * dr + dc * dc));
      }
      map.pressure(r, c) = std::max(0.0F, static_cast<float>(p) + noise(random));
    }
  }
  map.dead.row(5).setConstant(k % 400 > 300);
  map.repaired.row(5).setConstant(k % 400 > 350);
  return map;
}

TEST(HotSpotDetector, FindsWhatASearchOfEveryCellInEveryFrameFinds) {
  const MatGeometry geometry = make_geometry(kRows, kCols, 10.0, 10.0).value();
  HotSpotDetector detector(geometry);
  Reference reference;
  Params params;
  FindingIds ids;
  std::mt19937 random(5);
  std::size_t most = 0, changes = 0, last = 0;
  for (int k = 0; k < 3000; ++k) {
    const double limit = k < 2000 ? 8.0 : 7.0, least_s = k < 1000 ? 2.0 : 1.0;
    ASSERT_TRUE(params.set("hot_spot_limit_kpa", limit));
    ASSERT_TRUE(params.set("hot_spot_min_duration_s", least_s));
    const PressureMap map = map_at(k, random);
    FindingInput input;
    input.t_s = map.t_s;
    input.map = &map;
    input.sides = client_sides(geometry);
    input.midline = {50.0, 0.0, 0.0};
    detector.update(input, params, ids);
    reference.update(map, limit, least_s);
    std::multiset<std::pair<float, int>> found;
    for (const Finding& f : detector.findings()) {
      if (!f.active) continue;
      int cells = 0;
      ASSERT_EQ(std::sscanf(f.why.c_str(), "%d cells", &cells), 1);
      found.insert({static_cast<float>(f.value), cells});
      ASSERT_EQ(f.title,
                fmt::format("Persistent hot spot: {}, {}", value_words(f.value, f.threshold, "kPa"), f.side))
          << "frame " << k;
      ASSERT_EQ(map.pressure(f.row, f.col), static_cast<float>(f.value));
      ASSERT_NE(f.words.find("for " + lasted_words(f.end_s - f.start_s)), std::string::npos) << f.words;
    }
    ASSERT_EQ(found, reference.spots(map)) << "frame " << k;
    most = std::max(most, found.size());
    changes += found.size() != last ? 1 : 0;
    last = found.size();
  }
  EXPECT_GE(most, 3U);
  EXPECT_GE(changes, 20U);
}

}  // namespace
}  // namespace palpate
