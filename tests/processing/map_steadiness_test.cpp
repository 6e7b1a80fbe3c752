// MapSteadiness: noise of empty cells and cells found dead are no movement; a body that moves is.
#include "processing/map_steadiness.h"

#include <gtest/gtest.h>

#include <cmath>

#include "acquisition/sim_random.h"

namespace palpate {
namespace {

constexpr float kThreshold = 0.6F;

// A table with a body of 200 cells on it, read by a slow and noisy mat.
class Table {
 public:
  Table() : steadiness_(mat_) {
    map_.pressure = Grid::Zero(64, 32);
    map_.dead = map_.repaired = map_.saturated = Mask::Constant(64, 32, false);
  }
  void run(double seconds, int body_col) {
    for (const double until = t_s_ + seconds; t_s_ < until; t_s_ += 0.5) {
      for (int r = 0; r < 64; ++r) {
        for (int c = 0; c < 32; ++c) {
          const bool body = r >= 20 && r < 40 && c >= body_col && c < body_col + 10;
          const double noise = 0.25 * sim::normal(7, static_cast<std::uint64_t>(t_s_ * 2.0),
                                                  static_cast<std::uint64_t>(r * 32 + c));
          map_.pressure(r, c) = static_cast<float>(std::max(0.0, (body ? 2.0 : 0.0) + noise));
        }
      }
      if (stuck_) map_.pressure(30, 15) = map_.dead(30, 15) ? 2.0F : 60.0F;
      steadiness_.update(map_, kThreshold, t_s_);
    }
  }
  void stick() { stuck_ = true; }
  void find_dead() { map_.dead(30, 15) = map_.repaired(30, 15) = true; }
  [[nodiscard]] double since_s() const { return steadiness_.stable_since_s(); }

 private:
  MatGeometry mat_ = make_geometry(64, 32, 25.0, 29.0).value();
  MapSteadiness steadiness_;
  PressureMap map_;
  double t_s_ = 0.0;
  bool stuck_ = false;
};

TEST(MapSteadiness, NoiseOfTheEmptyCellsIsNoUnrest) {
  Table table;
  table.run(20.0, 10);
  EXPECT_EQ(table.since_s(), 0.0);
  table.run(3.0, 14);  // moved by four cells
  EXPECT_TRUE(std::isnan(table.since_s()));
  table.run(40.0, 14);
  EXPECT_GT(table.since_s(), 20.0);
  EXPECT_LT(table.since_s(), 45.0);
}

TEST(MapSteadiness, ACellFoundDeadIsNoMovement) {
  Table table;
  table.stick();
  table.run(20.0, 10);
  ASSERT_EQ(table.since_s(), 0.0);
  table.find_dead();
  table.run(20.0, 10);
  EXPECT_EQ(table.since_s(), 0.0);
}

}  // namespace
}  // namespace palpate
