#include "processing/posture_training.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <utility>

namespace palpate {
namespace {

constexpr float kMapWeight = 1.0F;  // of a small map against the gradients

}  // namespace

PostureTrainer::PostureTrainer(std::vector<PostureClass> classes, std::size_t expected_samples)
    : classes_(std::move(classes)), samples_(static_cast<Eigen::Index>(expected_samples), kPostureFeatures) {
  labels_.reserve(expected_samples);
}

void PostureTrainer::add(const PostureVector& features, int label) {
  PALPATE_EXPECTS(label >= 0 && label < static_cast<int>(classes_.size()));
  const auto at = static_cast<Eigen::Index>(labels_.size());
  if (at == samples_.rows()) samples_.conservativeResize(std::max<Eigen::Index>(64, 2 * at), Eigen::NoChange);
  samples_.row(at) = features.transpose();
  labels_.push_back(label);
}

PostureModel PostureTrainer::fit(double shrinkage, double temperature, std::string note) const {
  const auto n = static_cast<Eigen::Index>(labels_.size());
  constexpr Eigen::Index d = kPostureFeatures;
  std::vector<int> counts(classes_.size(), 0), compact(classes_.size(), -1);
  for (const int label : labels_) ++counts[static_cast<std::size_t>(label)];
  std::vector<PostureClass> present;
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    if (counts[k] == 0) continue;
    compact[k] = static_cast<int>(present.size());
    present.push_back(classes_[k]);
  }
  PALPATE_EXPECTS(present.size() >= 2);
  const auto classes = static_cast<Eigen::Index>(present.size());
  PostureModel::Weights means = PostureModel::Weights::Zero(classes, d);
  const auto class_of = [&](Eigen::Index i) {
    return static_cast<Eigen::Index>(compact[static_cast<std::size_t>(labels_[static_cast<std::size_t>(i)])]);
  };
  const auto count_of = [&](Eigen::Index i) {
    return static_cast<float>(counts[static_cast<std::size_t>(labels_[static_cast<std::size_t>(i)])]);
  };
  for (Eigen::Index i = 0; i < n; ++i) means.row(class_of(i)) += samples_.row(i) / count_of(i);
  Samples within(n, d);  // every class weighs the same
  for (Eigen::Index i = 0; i < n; ++i) {
    within.row(i) =
        (samples_.row(i) - means.row(class_of(i))) / std::sqrt(count_of(i) * static_cast<float>(classes));
  }
  Eigen::RowVectorXf scale(d);
  const auto even_out = [&](Eigen::Index first, Eigen::Index size, float weight) {
    const float variance = within.middleCols(first, size).squaredNorm();
    scale.segment(first, size).setConstant(variance > 0.0F ? weight / std::sqrt(variance) : 0.0F);
  };
  even_out(0, kHogSize, 1.0F);
  even_out(kHogSize, kSmallSize, kMapWeight);
  even_out(kHogSize + kSmallSize, kSmallSize, kMapWeight);
  within.array().rowwise() *= scale.array();
  const float total = within.squaredNorm();
  Eigen::MatrixXf s = Eigen::MatrixXf::Zero(d, d);
  s.selfadjointView<Eigen::Lower>().rankUpdate(within.transpose(), static_cast<float>(1.0 - shrinkage));
  s.diagonal().array() += static_cast<float>(shrinkage / static_cast<double>(d)) * total;
  const Eigen::LLT<Eigen::MatrixXf> llt(s);
  const Eigen::RowVectorXf centre = means.colwise().mean();
  PostureModel::Weights away = means.rowwise() - centre;
  away.array().rowwise() *= scale.array();
  const Eigen::MatrixXf solved = llt.solve(away.transpose());
  PostureModel::Weights weights = solved.transpose();
  weights.array().rowwise() *= scale.array();
  const PostureModel::Weights middle = 0.5F * (means.rowwise() + centre);
  const Eigen::VectorXf bias = -(weights.array() * middle.array()).rowwise().sum();
  return {std::move(present), std::move(weights), bias, temperature, std::move(note)};
}

}  // namespace palpate
