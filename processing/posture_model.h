// Posture model: from the features of a map to one of the lying postures, with a probability each.
//
// Two linear heads (discriminant.h). The posture head tells supine, prone, the sides and "no lying body" by
// the gradient histograms alone, which look alike on every mat; the fine head tells finer classes ("supine,
// arms up") within each posture. Probability of a class: softmax of the posture head / its temperature, times
// the softmax of the fine head / its temperature over the classes of that posture. A posture's probability is
// the sum over its classes. Immutable once made; `probabilities` may be called from any thread, each with its
// own output.
//
// File (docs/posture.md): little-endian, "PALPATE-POSTURE\n", version, classes, features, postures, both
// temperatures, a note on the training (split, seed, licences), then per class its name, posture, body roll
// and weights, per posture its name and weights, and a CRC of it all. Another version, a cut file or a wrong
// CRC is an error with one line.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "acquisition/result.h"
#include "processing/discriminant.h"
#include "processing/posture.h"
#include "processing/posture_features.h"

namespace palpate {

inline constexpr std::uint32_t kPostureModelVersion = 2;
inline constexpr int kMaxPostureClasses = 32;

struct PostureClass {
  std::string name;  // "supine, arms up"
  Posture posture = Posture::unknown;
  double body_roll_deg = kNone;
};

// The fine classes: PMD experiment I, files 1..17 in order; then prone; then the same four postures as the
// simulator (18..21, prone with arms up first) and a mat on a thick mattress (22..24) show them; last, what
// is no lying body (boxes, blobs, somebody who sits), whose posture is unknown.
inline constexpr int kPmdClasses = 17, kLyingClasses = 26;
inline constexpr int kClassProne = 17, kClassSimulated = 18, kClassSoft = 22, kClassNobody = 25;
const std::vector<PostureClass>& lying_classes();
int mirrored_class(int index);  // of lying_classes(): the class of the mirrored map

using ClassScores = Eigen::Array<float, Eigen::Dynamic, 1, 0, kMaxPostureClasses, 1>;

// What the heads of a model are: the rows of `fine` follow `classes`, those of `coarse` follow `postures`,
// and every class's posture is among `postures` and the other way round.
struct PostureModelParts {
  std::vector<PostureClass> classes;
  std::vector<Posture> postures;
  LinearHead fine, coarse;
  double fine_temperature = 1.0, coarse_temperature = 1.0;
  std::string note;
};

class PostureModel {
 public:
  explicit PostureModel(PostureModelParts parts);
  static Result<PostureModel> decode(std::span<const std::byte> bytes);
  [[nodiscard]] std::vector<std::byte> encode() const;

  [[nodiscard]] const std::vector<PostureClass>& classes() const { return parts_.classes; }
  [[nodiscard]] const PostureModelParts& parts() const { return parts_; }
  [[nodiscard]] const std::string& note() const { return parts_.note; }
  void probabilities(const PostureVector& features, ClassScores& out) const;

 private:
  PostureModelParts parts_;
  std::vector<int> posture_of_;  // of each class, an index into parts_.postures
};

// The most likely posture: sums the classes of each posture. `fine` points into `model`.
PostureEstimate estimate_from(const PostureModel& model, const ClassScores& probabilities);

// The model that is part of the program (datasets/models); parsed once.
const PostureModel& shipped_posture_model();

}  // namespace palpate
