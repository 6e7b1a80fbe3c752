// LyingFit: where along its axis a lying body is: crown and stature, by matching the run of load and contact
// width along the axis to a template of body proportions (processing/body_template.h).
//
//   score = (cos(width, template width) + cos(load, template load)) / 2 - 0.02 ((stature - 1690) / spread)^2
// over the part of the axis that lies on the mat, so that a body whose feet hang over the edge still matches;
// spread 250 mm. On a side the legs lie as they like: only head and trunk count (to 0.56 of the stature),
// read along the bent line of side_line.h, and the spread is 110 mm. follow() looks only near a place that
// held a moment ago, and everywhere when that place does not fit any more. One thread; allocates only while
// buffers grow.
#pragma once

#include <array>
#include <vector>

#include "processing/body_imprint.h"
#include "processing/body_template.h"
#include "processing/side_line.h"

namespace palpate {

struct LyingPlace {
  static constexpr int kBends = 13;
  static constexpr double kBendStep = 0.05;  // of the stature, from the crown
  double crown_mm = 0.0;                     // y of the crown on the body axis
  double stature_mm = 0.0;                   // along the axis; the imprint's, not a measurement of the person
  double score = 0.0;                        // 0..1
  std::array<double, kBends> bend_mm{};  // x of the trunk's middle down to 0.6 of the stature; 0: straight
  [[nodiscard]] double centre_x(double f) const;
  [[nodiscard]] double y_at(double f) const { return crown_mm + f * stature_mm; }
  [[nodiscard]] double f_at(double y) const { return (y - crown_mm) / stature_mm; }
};

class LyingFit {
 public:
  LyingFit();
  // The imprint holds at least one cell. mat_first_mm, mat_last_mm: where the axis enters and leaves the mat.
  // `line`: on a side; nullptr: the trunk lies along the axis.
  LyingPlace find(const BodyImprint& imprint, const BodyAxis& axis, BodyPose pose, const SideLine* line);
  LyingPlace follow(const BodyImprint& imprint, const BodyAxis& axis, BodyPose pose, const SideLine* line,
                    const LyingPlace& last);

 private:
  void profile(const BodyImprint& imprint, const BodyAxis& axis, const SideLine* line);
  void search(BodyPose pose, const LyingPlace& from, const LyingPlace& to, double crown_step,
              double stature_step, LyingPlace& best) const;
  void refine(BodyPose pose, LyingPlace& best) const;
  [[nodiscard]] LyingPlace widely(BodyPose pose) const;
  [[nodiscard]] double score(BodyPose pose, double crown_mm, double stature_mm) const;

  static constexpr double kBinMm = 12.0;
  static constexpr int kTable = 288;  // of fractions -0.05..1.15
  struct Table {
    std::array<float, kTable> width{}, load{};
  };
  std::array<Table, 3> tables_;               // by BodyPose
  std::vector<float> width_, load_, middle_;  // middle_: x of the trunk
  double first_mm_ = 0.0;
  int bins_ = 0;
};

}  // namespace palpate
