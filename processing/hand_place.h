// HandPlace: where load was added to a map, and whether one hand or a moving body did it. Used by
// applied_load.cpp.
//
// Two looks at a map: blocks of about 100 mm for "is it one place?", cells for "where exactly?" (mean shift
// with a Gaussian window on the difference to rest). Pure functions; one thread; no allocation after
// construction.
#pragma once

#include <cstddef>
#include <vector>

#include "acquisition/mat_geometry.h"

namespace palpate {

// Loads of about 100 mm x 100 mm blocks, N.
class BlockGrid {
 public:
  explicit BlockGrid(const MatGeometry& geometry);
  void sum(const std::vector<float>& kpa, std::vector<float>& blocks_n) const;
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(rows_ * cols_); }

  struct Cluster {
    int row = 0, col = 0;  // its middle block
    double load_n = 0.0;   // of 3 x 3 blocks
  };
  // The 3 x 3 blocks with the largest sum of now - before, by magnitude or (`added_only`) by value.
  [[nodiscard]] Cluster strongest(const std::vector<float>& now, const std::vector<float>& before,
                                  bool added_only) const;
  // Root of the sum of squared differences outside the 5 x 5 blocks about the cluster.
  [[nodiscard]] double elsewhere_n(const std::vector<float>& now, const std::vector<float>& before,
                                   const Cluster& cluster) const;
  [[nodiscard]] double x_mm(const Cluster& cluster) const;
  [[nodiscard]] double y_mm(const Cluster& cluster) const;

 private:
  MatGeometry geometry_;
  int rows_, cols_;
  std::vector<std::size_t> block_of_;
};

struct PlaceOnMat {
  double x_mm = 0.0, y_mm = 0.0;
  double load_n = 0.0;  // added within two windows of it
};
// Refines a place to where kpa - rest_kpa has its local centre.
PlaceOnMat centre_of_added_load(const MatGeometry& geometry, const std::vector<float>& kpa,
                                const std::vector<float>& rest_kpa, double x_mm, double y_mm);

// x_h = c0 + (F_base + F_app) / F_app (c - c0), one axis.
constexpr double place_by_statics(double rest_cop_mm, double cop_mm, double base_n, double applied_n) {
  return rest_cop_mm + (base_n + applied_n) / applied_n * (cop_mm - rest_cop_mm);
}

}  // namespace palpate
