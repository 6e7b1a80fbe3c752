// Persistent hot spot: a place on the map that stays above a pressure limit.
//
// A cell is sustained after p > hot_spot_limit_kpa has held for hot_spot_min_duration_s; a spell that has
// begun lasts while p > 0.9 * limit (hysteresis). Sustained cells that touch (8-connected) form one hot spot;
// it keeps its id while it overlaps its own cells of the frame before, and ends when none of its cells is
// left. value = highest pressure in it now. Limit and duration are settings: the limits of 32, 60 and 200
// mmHg in the literature are contested and none is a default here. Needs kPa: a mat without calibration has
// no hot spots.
//
// Cost: one comparison a cell while nothing changes. Spots are searched only in frames in which the set of
// sustained cells changed; in the others only their highest pressures are looked up.
#pragma once

#include <array>
#include <vector>

#include "processing/finding_detector.h"
#include "processing/finding_text.h"
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
    int first = 0;        // its cells in members_
    int cells = 0;
    int peak_cell = 0;
    float peak = 0.0F;
    double since_s = 0.0;  // earliest of its cells
  };
  // A row of cells between two frames in which one of them changed.
  struct Row {
    bool above = false;      // a cell is in a spell
    bool sustained = false;  // a cell is sustained
    double waiting_since_s;  // start of the oldest spell that is not sustained yet; kNever: none
  };
  void set_limits(double limit, double min_duration_s);
  void follow_cells(const FindingInput& input);
  void follow_row(const PressureMap& map, int row, double t_s);
  void own_cells();
  void collect_spots(double t_s);
  Spot flood(int seed, double t_s);
  void find_peak(const PressureMap& map, Spot& spot) const;
  bool match(const FindingInput& input, FindingIds& ids);  // true: a finding opened
  void describe(Finding& finding, const Spot& spot, const FindingInput& input);
  void write_texts(Finding& finding, const Spot& spot, std::string_view where) const;
  [[nodiscard]] bool sustained(int cell, double t_s) const { return t_s - since_[cell] >= min_duration_s_; }

  MatGeometry geometry_;
  double limit_ = 0.0, min_duration_s_ = 0.0;
  float enter_ = 0.0F, leave_ = 0.0F;
  Eigen::ArrayXd since_;   // when p rose above the limit; kNever: it is not
  Eigen::ArrayXf border_;  // what p must exceed to begin or to keep its spell: enter_ or leave_
  Eigen::ArrayXi owner_;   // id of the finding that holds the cell, 0: none
  Eigen::ArrayXi label_;   // spot number + 1
  std::vector<Row> rows_;
  std::vector<int> members_;  // cells of all spots, one spot after the other
  std::vector<Spot> spots_;
  std::vector<Finding> findings_;
  std::array<ShownNumbers, kMostOpenHotSpots> shown_;
  bool any_above_ = false, started_ = false;
  bool changed_ = false;  // the set of sustained cells, since spots were collected
  double last_t_s_ = 0.0;
};

}  // namespace palpate
