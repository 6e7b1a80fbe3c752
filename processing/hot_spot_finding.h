// Persistent hot spot: a place on the map that stays above a pressure limit.
//
// A cell is sustained after p > hot_spot_limit_kpa has held for hot_spot_min_duration_s; a spell that has
// begun lasts while p > 0.9 * limit (hysteresis). Sustained cells that touch (8-connected) form one hot spot;
// it keeps its id while it overlaps its own cells of the frame before, and ends when none of its cells is
// left. value = highest pressure in it now. Limit and duration are settings: the limits of 32, 60 and 200
// mmHg in the literature are contested and none is a default here. Needs kPa: a mat without calibration has
// no hot spots.
#pragma once

#include <cstdint>
#include <vector>

#include "processing/finding_detector.h"
#include "processing/grid.h"

namespace palpate {

inline constexpr double kHotSpotHysteresis = 0.9;
inline constexpr std::size_t kMostOpenHotSpots = 8;  // the largest pressures; calm is worth more than a list

class HotSpotDetector final : public FindingDetector {
 public:
  explicit HotSpotDetector(const MatGeometry& geometry);
  void update(const FindingInput& input, const Params& params, FindingIds& ids) override;
  void end_all() override;
  void reset() override;
  [[nodiscard]] const std::vector<Finding>& findings() const override { return findings_; }

 private:
  struct Spot {
    int previous_id = 0;  // of the finding it overlaps, 0: new
    int cells = 0;
    int peak_cell = 0;
    float peak = 0.0F;
    double since_s = 0.0;  // earliest of its cells
  };
  void follow_cells(const FindingInput& input, double limit);
  void follow_row(const PressureMap& map, int row, double t_s, float enter, float leave);
  void own_cells();
  void collect_spots(const FindingInput& input, double min_duration_s);
  Spot flood(const PressureMap& map, int seed, double t_s, double min_duration_s);
  void match(const FindingInput& input, const Params& params, FindingIds& ids);
  void describe(Finding& finding, const Spot& spot, const FindingInput& input, const Params& params) const;
  [[nodiscard]] bool sustained(int cell, double t_s, double min_duration_s) const;

  MatGeometry geometry_;
  Eigen::ArrayXd since_;  // when p rose above the limit; kNever: it is not
  Eigen::ArrayXi owner_;  // id of the finding that held the cell in the last frame, 0: none
  Eigen::ArrayXi label_;  // spot number + 1 in this frame
  std::vector<std::uint8_t> row_above_, row_owned_;  // rows with a cell in a spell; with a cell of a finding
  std::vector<int> stack_;
  std::vector<Spot> spots_;
  std::vector<Finding> findings_;
  bool any_above_ = false, started_ = false;
  double last_t_s_ = 0.0;
};

}  // namespace palpate
