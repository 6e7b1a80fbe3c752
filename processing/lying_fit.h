// LyingFit: where along its axis a lying body is: crown and stature, by matching the run of load and contact
// width along the axis to a template of body proportions (processing/body_template.h).
//
//   score = (cos(width, template width) + cos(load, template load)) / 2 - 0.02 ((stature - 1690) / 250)^2
// over the part of the axis that lies on the mat, so that a body whose feet hang over the edge still matches.
// One thread; allocates only while buffers grow.
#pragma once

#include <array>
#include <vector>

#include "processing/body_imprint.h"
#include "processing/body_template.h"

namespace palpate {

struct LyingPlace {
  double crown_mm = 0.0;    // y of the crown on the body axis
  double stature_mm = 0.0;  // along the axis; the imprint's, not a measurement of the person
  double score = 0.0;       // 0..1
  [[nodiscard]] double y_at(double f) const { return crown_mm + f * stature_mm; }
  [[nodiscard]] double f_at(double y) const { return (y - crown_mm) / stature_mm; }
};

class LyingFit {
 public:
  LyingFit();
  // The imprint holds at least one cell. mat_first_mm, mat_last_mm: where the axis enters and leaves the mat.
  LyingPlace find(const BodyImprint& imprint, const BodyAxis& axis, BodyPose pose);

 private:
  void profile(const BodyImprint& imprint, const BodyAxis& axis);
  [[nodiscard]] double score(BodyPose pose, double crown_mm, double stature_mm) const;

  static constexpr double kBinMm = 12.0;
  static constexpr int kTable = 288;  // of fractions -0.05..1.15
  struct Table {
    std::array<float, kTable> width{}, load{};
  };
  std::array<Table, 3> tables_;  // by BodyPose
  std::vector<float> width_, load_;
  double first_mm_ = 0.0;
  int bins_ = 0;
};

}  // namespace palpate
