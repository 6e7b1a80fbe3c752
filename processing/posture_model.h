// Posture model: from the features of a map to one of the lying postures, with a probability each.
//
// A linear discriminant: score_k = w_k . x + b_k; probability = softmax(score / temperature). Classes are
// finer than the postures of docs/metrics.md ("supine, arms up"); a posture's probability is the sum over its
// classes. Immutable once made; `score` may be called from any thread, each with its own output.
//
// File (docs/posture.md): little-endian, "PALPATE-POSTURE\n", version, classes, features, temperature, a note
// on the training (split, seed, licences), then per class its name, posture, body roll and weights, and a CRC
// of it all. Another version, a cut file or a wrong CRC is an error with one line.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "acquisition/result.h"
#include "processing/posture.h"
#include "processing/posture_features.h"

namespace palpate {

inline constexpr std::uint32_t kPostureModelVersion = 1;
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

class PostureModel {
 public:
  using Weights = Eigen::Matrix<float, Eigen::Dynamic, kPostureFeatures, Eigen::RowMajor>;

  PostureModel(std::vector<PostureClass> classes, Weights weights, Eigen::VectorXf bias, double temperature,
               std::string note);
  static Result<PostureModel> decode(std::span<const std::byte> bytes);
  [[nodiscard]] std::vector<std::byte> encode() const;

  [[nodiscard]] const std::vector<PostureClass>& classes() const { return classes_; }
  [[nodiscard]] const std::string& note() const { return note_; }
  [[nodiscard]] double temperature() const { return temperature_; }
  void probabilities(const PostureVector& features, ClassScores& out) const;

 private:
  std::vector<PostureClass> classes_;
  Weights weights_;
  Eigen::VectorXf bias_;
  double temperature_;
  std::string note_;
};

// The most likely posture: sums the classes of each posture. `fine` points into `model`.
PostureEstimate estimate_from(const PostureModel& model, const ClassScores& probabilities);

// The model that is part of the program (datasets/models); parsed once.
const PostureModel& shipped_posture_model();

}  // namespace palpate
