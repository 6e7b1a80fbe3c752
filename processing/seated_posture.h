// Seated posture: how somebody sits, from a seat's map, by simple shares that a therapist can check.
//
// The map is turned so that the back rest is at the top and higher u lies towards the client's left. Contact:
// above 6 % of the peak. The midline is the interquartile mean of the middles between the outer contact
// edges, so a lean does not pull it along. The ischial line is the line with the highest load; "behind" ends
// 50 mm behind it, thighs begin 80 mm before it. The rules and their limits stand in seated_posture.cpp; they
// were set on simulated bodies (seeds 1..150) and are measured on others (docs/posture.md). Pure; one thread
// a workspace; allocates nothing after its first map of a size.
#pragma once

#include <vector>

#include "acquisition/mat_geometry.h"
#include "processing/grid.h"
#include "processing/posture.h"

namespace palpate {

struct SeatShares {
  bool found = false;
  double left_share = 0.5;        // of the load on the client's left of the midline
  double thigh_share = 0.0;       // of the load before the ischial line
  double rear_left_share = 0.5;   // of the load that is not on the thighs
  double thigh_left_share = 0.5;  // of the load on the thighs
  double sacral_ratio = 0.0;      // mean pressure of the rear 90 mm: middle 56 mm over 35..90 mm beside it
  double cut = 0.0;  // mean pressure about the ischial line in one side edge of the mat over that in contact
                     // there, less the other edge's: a body that hangs over one side
  double thigh_ratio = 0.0;  // mean line load 120..220 mm before the ischial line over that line's own
};

inline constexpr double kMostCut =
    0.60;  // a sitter 100 mm off the middle of a mat of 470 mm has 0.9, at 60 mm 0.5

class SeatedPosture {
 public:
  explicit SeatedPosture(const MatGeometry& geometry);
  const SeatShares& measure(const Grid& pressure);
  [[nodiscard]] const SeatShares& shares() const { return shares_; }  // of the last map
  // The most likely class; none is likely where one side edge of the mat cuts the body; the confidence grows
  // with the distance from the nearest limit. Nothing there: unknown.
  static PostureEstimate judge(const SeatShares& shares);

 private:
  [[nodiscard]] float at(const Grid& pressure, int v, int u) const;
  double find_midline();
  void split_load(double midline, double ischial);
  [[nodiscard]] double sacral_ratio(double midline) const;
  [[nodiscard]] double thigh_ratio(int ischial) const;
  [[nodiscard]] double cut(int ischial) const;

  MatGeometry geometry_;
  int lines_ = 0, across_ = 0;  // along v, along u
  double pitch_v_mm_ = 0.0, pitch_u_mm_ = 0.0;
  Grid turned_;
  std::vector<double> middles_, loads_;
  SeatShares shares_;
};

}  // namespace palpate
