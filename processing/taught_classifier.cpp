#include "processing/taught_classifier.h"

#include <Eigen/LU>
#include <cmath>
#include <numbers>

namespace palpate {
namespace {

constexpr float kFloor = 0.1F;
constexpr double kLimitTable = 1.1, kLimitSeat = 0.45;
constexpr double kSharpness = 4.0;
constexpr double kClaimFrom = 0.5;
constexpr float kCellAlongMm = 2.0F * static_cast<float>(kPosturePitchYMm);
constexpr float kCellAcrossMm = 2.0F * static_cast<float>(kPosturePitchXMm);
constexpr float kAcrossMm = 15.0F, kAlongMm = 20.0F, kLonger = 0.03F, kWider = 0.05F;
constexpr float kTurnRad = 4.0F * std::numbers::pi_v<float> / 180.0F;

using Vector = Eigen::Matrix<float, kTaughtRows * kTaughtCols, 1>;

Eigen::Map<const Vector> as_vector(const TaughtPicture& picture) {
  return Eigen::Map<const Vector>(picture.data());
}

}  // namespace

TaughtSpace::TaughtSpace(const TaughtPostures& taught)
    : postures_(taught.postures.size()),
      limit_(taught.mat.placement == Placement::table ? kLimitTable : kLimitSeat) {
  TaughtPicture variance = TaughtPicture::Zero();
  int takes = 0;
  for (const TaughtPosture& posture : taught.postures) {
    for (const PostureTake& take : posture.takes) {
      variance += take.moved.square();
      ++takes;
    }
  }
  if (takes > 0) variance /= static_cast<float>(takes);
  weight_ = (variance + kFloor * kFloor).inverse();
  int index = 0;
  for (const TaughtPosture& posture : taught.postures) {
    for (const PostureTake& take : posture.takes) add(index, take);
    ++index;
  }
}

TaughtSpace::Columns TaughtSpace::ways(const TaughtPicture& mean) {
  Columns out;
  for (int r = 0; r < kTaughtRows; ++r) {
    const int above = std::max(r - 1, 0), below = std::min(r + 1, kTaughtRows - 1);
    const float v = static_cast<float>(r) - 0.5F * (kTaughtRows - 1);
    for (int c = 0; c < kTaughtCols; ++c) {
      const int before = std::max(c - 1, 0), after = std::min(c + 1, kTaughtCols - 1);
      const float u = static_cast<float>(c) - 0.5F * (kTaughtCols - 1);
      const float along = (mean(below, c) - mean(above, c)) / static_cast<float>(below - above);
      const float across = (mean(r, after) - mean(r, before)) / static_cast<float>(after - before);
      out.row(r * kTaughtCols + c) << across * kAcrossMm / kCellAcrossMm, along * kAlongMm / kCellAlongMm,
          kTurnRad * (u * kCellAcrossMm * along / kCellAlongMm - v * kCellAlongMm * across / kCellAcrossMm),
          kLonger * v * along, kWider * u * across;
    }
  }
  return out;
}

void TaughtSpace::add(int posture, const PostureTake& take) {
  const Columns columns = ways(take.picture);
  Take& added = takes_.emplace_back();
  added.posture = posture;
  added.mean = take.picture;
  added.weighted = as_vector(weight_).asDiagonal() * columns;
  added.inverse =
      (Eigen::Matrix<float, kWays, kWays>::Identity() + columns.transpose() * added.weighted).inverse();
}

double TaughtSpace::distance(const Take& take, const TaughtPicture& picture) const {
  const TaughtPicture off = picture - take.mean;
  const Eigen::Matrix<float, kWays, 1> along = take.weighted.transpose() * as_vector(off);
  const float square = (off.square() * weight_).sum() - along.dot(take.inverse * along);
  return std::sqrt(std::max(0.0, static_cast<double>(square) / static_cast<double>(off.size()))) / limit_;
}

void TaughtSpace::distances(const TaughtPicture& picture, Eigen::ArrayXd& out) const {
  out.setConstant(1e3);
  for (const Take& take : takes_) out(take.posture) = std::min(out(take.posture), distance(take, picture));
}

TaughtClassifier::TaughtClassifier(const TaughtPostures& taught)
    : imager_(taught.mat), space_(taught), picture_(TaughtPicture::Zero()) {
  const auto postures = static_cast<Eigen::Index>(space_.postures());
  distances_ = Eigen::ArrayXd::Zero(postures);
  shares_ = Eigen::ArrayXd::Zero(postures + 1);
}

const Eigen::ArrayXd* TaughtClassifier::shares(const Grid& pressure) {
  if (!imager_.make(pressure, picture_)) return nullptr;
  space_.distances(picture_, distances_);
  const Eigen::Index postures = distances_.size();
  for (Eigen::Index k = 0; k < postures; ++k)
    shares_(k) = std::exp(-kSharpness * distances_(k) * distances_(k));
  shares_(postures) = std::exp(-kSharpness);
  shares_ /= shares_.sum();
  return &shares_;
}

TaughtAnswer TaughtClassifier::answer(const Eigen::ArrayXd& shares) {
  TaughtAnswer out;
  const Eigen::Index postures = shares.size() - 1;
  Eigen::Index best = 0;
  const double most = postures > 0 ? shares.head(postures).maxCoeff(&best) : 0.0;
  if (postures > 0) out.nearest = static_cast<int>(best);
  out.posture = most >= kClaimFrom ? out.nearest : -1;
  out.confidence = out.posture >= 0 ? most : 1.0 - most;
  return out;
}

TaughtAnswer TaughtClassifier::classify(const Grid& pressure) {
  if (shares(pressure) == nullptr) return {};
  TaughtAnswer out = answer(shares_);
  if (out.nearest >= 0) out.distance = distances_(out.nearest);
  return out;
}

}  // namespace palpate
