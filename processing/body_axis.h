// BodyAxisFit: the line about which an imprint is most like its own mirror image: the body's midline.
//
//   score(angle, offset) = sum k(y) w(x, y) w(-x, y) / sum k(y) (w(x, y)^2 + w(-x, y)^2) / 2
// over x within `half_width_mm`, w the soft weight of BodyImprint, k = 1 over the trunk's end of the imprint
// and less over its limbs, which lie as they like. A small pull towards the imprint's centre breaks ties.
// Angles within 28 degrees, then refined by parabolas to fractions of a degree and of a cell. Shapes decide,
// not loads: a body that leans keeps its midline. One thread; allocates only while buffers grow.
#pragma once

#include <vector>

#include "processing/body_imprint.h"

namespace palpate {

struct BodyAxisWishes {
  double half_width_mm = 230.0;  // limbs beyond do not count
  double trunk_mm = 950.0;       // k = 1 from the imprint's first edge so far down
  double limb_weight = 0.3;      // k below
  double bin_mm = 20.0;
};

class BodyAxisFit {
 public:
  BodyAxis find(const BodyImprint& imprint, const BodyAxisWishes& wishes);
  // As find(), only near an axis that held a moment ago.
  BodyAxis follow(const BodyImprint& imprint, const BodyAxisWishes& wishes, const BodyAxis& last);

 private:
  struct Best {
    double score = -1.0, offset_mm = 0.0;
  };
  void measure(const BodyImprint& imprint, double angle_rad);
  void resample(const BodyImprint& imprint, const BodyAxisWishes& wishes, double angle_rad, double middle_mm,
                double shift_mm);
  Best at_angle(const BodyImprint& imprint, const BodyAxisWishes& wishes, double angle_rad, double middle_mm,
                double shift_mm);
  Best at_angle(const BodyImprint& imprint, const BodyAxisWishes& wishes, double angle_rad);
  BodyAxis refine(const BodyImprint& imprint, const BodyAxisWishes& wishes, double angle_rad,
                  double step_rad);
  [[nodiscard]] double score(const BodyAxisWishes& wishes, double bin, int centre2, double away_mm) const;

  std::vector<float> image_;    // rows_ x cols_ of the turned imprint
  std::vector<float> squares_;  // sums of k w^2 of its columns
  int rows_ = 0, cols_ = 0;
  double first_x_ = 0.0, first_y_ = 0.0, last_y_ = 0.0;  // mm, of the turned imprint
  double mean_x_ = 0.0;
};

}  // namespace palpate
