#include "viz/region_outlines.h"

#include <array>
#include <cstddef>

namespace palpate {
namespace {

// Walks along one label's border with the label on the right hand: corner (x, y), heading 0 = +x, 1 = +y,
// 2 = -x, 3 = -y.
class Walk {
 public:
  Walk(const RegionLabels& labels, std::int8_t label) : labels_(labels), label_(label) {}

  [[nodiscard]] bool is(Eigen::Index row, Eigen::Index col) const {
    return row >= 0 && col >= 0 && row < labels_.rows() && col < labels_.cols() &&
           labels_(row, col) == label_;
  }
  // The upper edge of cell (row, col) is border.
  [[nodiscard]] bool starts(Eigen::Index row, Eigen::Index col) const {
    return is(row, col) && !is(row - 1, col);
  }

  std::vector<OutlinePoint> loop(Eigen::Index row, Eigen::Index col, std::vector<bool>& seen) const {
    std::vector<OutlinePoint> points;
    Eigen::Index x = col, y = row;
    int heading = 0;
    do {
      if (heading == 0) seen[static_cast<std::size_t>(y * labels_.cols() + x)] = true;
      const auto [dx, dy] = kStep[static_cast<std::size_t>(heading)];
      points.push_back({static_cast<float>(x) + 0.5F * static_cast<float>(dx),
                        static_cast<float>(y) + 0.5F * static_cast<float>(dy)});
      x += dx;
      y += dy;
      heading = turn(x, y, heading);
    } while (x != col || y != row || heading != 0);
    return points;
  }

 private:
  struct Step {
    int dx, dy;
  };
  static constexpr std::array<Step, 4> kStep{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};

  // At a corner: the cell ahead on the left and the one ahead on the right decide.
  [[nodiscard]] int turn(Eigen::Index x, Eigen::Index y, int heading) const {
    constexpr std::array<Step, 4> kAheadLeft{{{0, -1}, {0, 0}, {-1, 0}, {-1, -1}}};
    constexpr std::array<Step, 4> kAheadRight{{{0, 0}, {-1, 0}, {-1, -1}, {0, -1}}};
    const auto h = static_cast<std::size_t>(heading);
    if (!is(y + kAheadRight[h].dy, x + kAheadRight[h].dx)) return (heading + 1) % 4;
    if (is(y + kAheadLeft[h].dy, x + kAheadLeft[h].dx)) return (heading + 3) % 4;
    return heading;
  }

  const RegionLabels& labels_;
  std::int8_t label_;
};

void smooth(std::vector<OutlinePoint>& loop) {
  const std::vector<OutlinePoint> before = loop;
  const std::size_t n = before.size();
  for (std::size_t i = 0; i < n; ++i) {
    const OutlinePoint& a = before[(i + n - 1) % n];
    const OutlinePoint& b = before[i];
    const OutlinePoint& c = before[(i + 1) % n];
    loop[i] = {0.25F * a.x + 0.5F * b.x + 0.25F * c.x, 0.25F * a.y + 0.5F * b.y + 0.25F * c.y};
  }
}

}  // namespace

std::vector<RegionOutline> region_outlines(const RegionLabels& labels, int least_edges) {
  std::vector<RegionOutline> outlines;
  std::vector<bool> seen(static_cast<std::size_t>(labels.size()), false);
  for (Eigen::Index row = 0; row < labels.rows(); ++row) {
    for (Eigen::Index col = 0; col < labels.cols(); ++col) {
      const std::int8_t label = labels(row, col);
      if (label < 0 || static_cast<std::size_t>(label) >= kRegionCount) continue;
      const Walk walk(labels, label);
      if (!walk.starts(row, col) || seen[static_cast<std::size_t>(row * labels.cols() + col)]) continue;
      RegionOutline outline{region_at(static_cast<std::size_t>(label)), walk.loop(row, col, seen)};
      if (static_cast<int>(outline.loop.size()) < least_edges) continue;
      for (int i = 0; i < 3; ++i) smooth(outline.loop);
      outlines.push_back(std::move(outline));
    }
  }
  return outlines;
}

}  // namespace palpate
