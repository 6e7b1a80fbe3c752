// Steep edge: a place where the pressure falls off steeply and stays so: the rim of a seat, a seam, something
// in a pocket, a bone on a hard mat.
//
// The map is averaged over time (exponentially, kSteepAverageS), each cell held inside the range of its
// neighbours (a stuck cell is no edge), and its gradient taken as in docs/metrics.md ("gradient": central
// differences). Those span two cells, while an edge falls off within about kSteepFallMm (cover and tissue):
// where two cells are wider than that, a mat of pitch p shows kSteepFallMm / 2p of the slope, so each axis'
// difference is divided by that share. The limit then means the same step of pressure on every mat: 0.4
// kPa/mm are 8 kPa. A cell is steep from steep_edge_kpa_per_mm on; steep cells that touch (8-connected) over
// at least steep_edge_min_length_mm form an edge, which becomes a finding after steep_edge_min_duration_s. It
// keeps its id while its cells touch those of before, or its steepest cell stays within kSteepReachMm, and
// ends when no such edge is left. value =
// steepest slope in it. Works at most kSteepRateHz times a second. Needs kPa.
#pragma once

#include <cstdint>
#include <vector>

#include "processing/decimator.h"
#include "processing/finding_detector.h"
#include "processing/grid.h"

namespace palpate {

inline constexpr double kSteepRateHz = 2.0, kSteepAverageS = 5.0, kSteepReachMm = 60.0;
inline constexpr double kSteepFallMm = 20.0;
inline constexpr double kSteepHysteresis = 0.85;
inline constexpr std::size_t kMostSteepEdges = 4;  // the steepest

class SteepEdgeDetector final : public FindingDetector {
 public:
  explicit SteepEdgeDetector(const MatGeometry& geometry);
  void update(const FindingInput& input, const Params& params, FindingIds& ids) override;
  void end_all() override;
  void reset() override;
  [[nodiscard]] const std::vector<Finding>& findings() const override { return findings_; }

 private:
  struct Edge {
    int cells = 0, row = 0, col = 0;  // steepest cell
    float slope = 0.0F;
    int first_row = 0, last_row = 0, first_col = 0, last_col = 0;
    double since_s = 0.0;
    int id = 0;
  };
  void average(const PressureMap& map, double t_s);
  void find_slopes(float floor);
  void collect(double limit, double least_mm);
  Edge flood(int cell);
  [[nodiscard]] bool same(const Edge& a, const Edge& b) const;
  void follow(double t_s);
  void publish(const FindingInput& input, const Params& params, FindingIds& ids);
  void describe(Finding& finding, const Edge& edge, const FindingInput& input, const Params& params) const;
  [[nodiscard]] double length_mm(const Edge& edge) const;

  MatGeometry geometry_;
  Decimator rate_{kSteepRateHz};
  Grid mean_, calm_, slope_;
  std::vector<std::uint8_t> steep_;
  std::vector<int> stack_;
  std::vector<Edge> edges_, before_;  // of this frame, steepest first, and of the one before
  std::vector<Finding> findings_;
  double last_t_s_ = 0.0, averaged_s_ = 0.0;
  bool started_ = false;
};

}  // namespace palpate
