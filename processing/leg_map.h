// LegMap: how far down a leg each cell of an imprint lies, measured along the contact from the hip.
//
// Lengths run from the hip joints over neighbouring cells (the shortest way, 3-4 chamfer); where there is no
// contact a way costs more, footward a little (a knee or an ankle off the mat), sideways or headward much. So
// a bent leg is measured round its knee, and legs that lie apart, together or drawn up need no case of their
// own. Cells that only a costly way reaches (a hand, noise), and arms beside the pelvis, belong to no leg.
//
// Left and right part at a line that starts at the midline between the hips and runs on between the legs: the
// middle of the gap between the outermost runs of contact, or of the one run when it is wide enough for two
// legs; smooth along the body. On a side there is one hip and no parting.
//
// Turned grid of BodyImprint; body axes of BodyFit. One thread; allocates only while buffers grow.
#pragma once

#include <cstddef>
#include <vector>

#include "processing/body_contact.h"
#include "processing/body_fit.h"

namespace palpate {

class LegMap {
 public:
  void find(const BodyImprint& imprint, const BodyContact& contact, const BodyFit& fit);
  // mm from the hip joint along the leg; negative: of no leg.
  [[nodiscard]] double along_mm(std::size_t cell) const { return static_cast<double>(along_[cell]); }
  // In the mask: contact, one cell around it, and the way across a gap.
  [[nodiscard]] bool in_mask(std::size_t cell) const { return mask_[cell] != 0; }
  // On a side: legs drawn up reach this way across the trunk, x from its middle: forward, not behind it.
  [[nodiscard]] bool drawn_up(double x) const { return x * forward_ > 0.0; }
  // x of the line that parts the legs.
  [[nodiscard]] double parting_x(double y) const;

 private:
  struct Step {
    float cost;
    int cell;
    bool operator>(const Step& other) const { return cost > other.cost; }
  };
  void start(const BodyImprint& imprint, const BodyFit& fit);
  void spread(const BodyImprint& imprint, const BodyContact& contact, const BodyFit& fit);
  void relax(const BodyContact& contact, const BodyFit& fit, int from, int row, int col, double length);
  [[nodiscard]] bool allowed(std::size_t cell) const { return allowed_[cell] != 0; }
  void mask_cells(const BodyContact& contact, const BodyFit& fit);
  void bridge(const BodyContact& contact, double most_mm);
  void part(const BodyContact& contact, const BodyFit& fit);
  void part_bin(std::size_t bin, double two_legs_mm);
  void smooth_parting();
  void look_forward(const BodyContact& contact, const BodyFit& fit);

  int rows_ = 0, cols_ = 0;
  double pitch_u_ = 0.0, pitch_v_ = 0.0;
  double foot_u_ = 0.0, foot_v_ = 1.0;  // footward on the turned grid
  std::vector<float> x_, y_;            // body axes of each cell
  std::vector<float> cost_, along_;
  std::vector<int> parent_;
  std::vector<unsigned char> allowed_, mask_;
  std::vector<Step> heap_;
  double part_first_y_ = 0.0, part_step_ = 25.0;
  std::vector<double> part_x_, part_weight_, slots_;  // slots_: soft weight by bin and place across
  double slot_mm_ = 12.0;
  double forward_ = 0.0;  // on a side: +1 when the knees lie at greater x than the hip, -1 at smaller
};

}  // namespace palpate
