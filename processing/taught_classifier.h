// TaughtClassifier: which of a client's taught postures a map shows, or none of them.
//
// A picture x (taught_postures.h) is as far from a take m as
//   d^2 = (x - m)' S^-1 (x - m) / 512,  S = diag(v + e^2) + T T',  e = 0.1,
// v: how much a cell moves within a take, squared, the mean of all takes, so that 10 s without a move do not
// make everything unknown e is its floor; T: five columns, what the picture of m changes by when the body
// lies a little differently: 15 mm across, 20 mm along, turned by 4 degrees, 3 % longer, 5 % wider (canonical
// mm of posture_image.h). Distances count in units of a limit for the kind of mat: 1.1 on a table, 0.45 on a
// seat, where a body prints less detail. A posture is as far as its nearest take, and has the weight exp(-4
// d^2); unknown has exp(-4). Shares are weights over their sum; the answer is a posture with at least half,
// else unknown. The confidence is an order, not a probability (docs/posture.md measures it).
//
// Immutable but for its workspace: one thread an object. Allocates only in the constructor.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "processing/posture_teaching.h"

namespace palpate {

struct TaughtAnswer {
  int posture = -1;  // index into TaughtPostures::postures; -1: unknown
  double confidence = 0.0;
  int nearest = -1;
  double distance = 0.0;  // to the nearest, in limits
};

// How far apart pictures are; what the classifier and the checks of teaching share.
class TaughtSpace {
 public:
  explicit TaughtSpace(const TaughtPostures& taught);
  // From each posture's nearest take, in limits; `out` has one entry a posture.
  void distances(const TaughtPicture& picture, Eigen::ArrayXd& out) const;
  [[nodiscard]] std::size_t postures() const { return postures_; }

 private:
  static constexpr int kWays = 5;
  using Columns = Eigen::Matrix<float, kTaughtRows * kTaughtCols, kWays>;
  struct Take {
    int posture = 0;
    TaughtPicture mean;
    Columns weighted;                            // D T
    Eigen::Matrix<float, kWays, kWays> inverse;  // (I + T' D T)^-1
  };
  static Columns ways(const TaughtPicture& mean);
  void add(int posture, const PostureTake& take);
  [[nodiscard]] double distance(const Take& take, const TaughtPicture& picture) const;

  std::size_t postures_ = 0;
  double limit_ = 1.0;
  TaughtPicture weight_;  // D = 1 / (v + e^2)
  std::vector<Take> takes_;
};

class TaughtClassifier {
 public:
  explicit TaughtClassifier(const TaughtPostures& taught);
  // The share of each posture, then that of unknown; sums to 1. Nullptr when the map shows nobody. Valid
  // until the next call.
  const Eigen::ArrayXd* shares(const Grid& pressure);
  TaughtAnswer classify(const Grid& pressure);  // of one map by itself
  static TaughtAnswer answer(const Eigen::ArrayXd& shares);

 private:
  TaughtImager imager_;
  TaughtSpace space_;
  TaughtPicture picture_;
  Eigen::ArrayXd distances_, shares_;
};

}  // namespace palpate
