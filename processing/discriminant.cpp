#include "processing/discriminant.h"

#include <Eigen/Cholesky>
#include <cmath>

#include "acquisition/result.h"

namespace palpate {
namespace {

struct Spread {
  SampleRows within;  // about the class means, every class weighing the same, blocks evened out
  SampleRows means;   // by class, as the samples are
  Eigen::RowVectorXf scale;
  double total = 0.0;        // of `within` squared
  Eigen::Index columns = 0;  // that count
};

Spread spread_of(const SampleRows& samples, const std::vector<int>& labels, int classes,
                 const std::vector<ColumnBlock>& blocks, int apart) {
  Spread spread;
  std::vector<float> counts(static_cast<std::size_t>(classes), 0.0F);
  for (const int label : labels) counts[static_cast<std::size_t>(label)] += 1.0F;
  spread.means = SampleRows::Zero(classes, samples.cols());
  for (Eigen::Index i = 0; i < samples.rows(); ++i) {
    const int label = labels[static_cast<std::size_t>(i)];
    spread.means.row(label) += samples.row(i) / counts[static_cast<std::size_t>(label)];
  }
  spread.within.resize(samples.rows(), samples.cols());
  for (Eigen::Index i = 0; i < samples.rows(); ++i) {
    const int label = labels[static_cast<std::size_t>(i)];
    const float share = std::sqrt(counts[static_cast<std::size_t>(label)] * static_cast<float>(classes));
    if (label == apart) {
      spread.within.row(i).setZero();
    } else {
      spread.within.row(i) = (samples.row(i) - spread.means.row(label)) / share;
    }
  }
  spread.scale = Eigen::RowVectorXf::Zero(samples.cols());
  for (const ColumnBlock& block : blocks) {
    const float variance = spread.within.middleCols(block.first, block.size).squaredNorm();
    if (!(variance > 0.0F)) continue;
    spread.scale.segment(block.first, block.size).setConstant(1.0F / std::sqrt(variance));
    spread.columns += block.size;
  }
  PALPATE_EXPECTS(spread.columns > 0);
  spread.within.array().rowwise() *= spread.scale.array();
  spread.total = static_cast<double>(spread.within.squaredNorm());
  return spread;
}

// Solves ((1 - lambda) W'W + e I) X = A' for each lambda, by the smaller of W'W and WW'.
class ShrunkSolver {
 public:
  ShrunkSolver(const SampleRows& within, const SampleRows& away)
      : within_(within), away_(away), by_samples_(within.rows() < within.cols()) {
    const Eigen::Index n = by_samples_ ? within.rows() : within.cols();
    product_ = Eigen::MatrixXf::Zero(n, n);
    if (by_samples_) {
      product_.selfadjointView<Eigen::Lower>().rankUpdate(within_);
      seen_ = within_ * away_.transpose();
    } else {
      product_.selfadjointView<Eigen::Lower>().rankUpdate(within_.transpose());
    }
  }
  [[nodiscard]] Eigen::MatrixXf solve(double shrinkage, double floor) const {
    const auto keep = static_cast<float>(1.0 - shrinkage), e = static_cast<float>(floor);
    Eigen::MatrixXf shrunk = keep * product_;
    shrunk.diagonal().array() += e;
    const Eigen::LLT<Eigen::MatrixXf> llt(shrunk);
    if (!by_samples_) return llt.solve(Eigen::MatrixXf(away_.transpose()));
    const Eigen::MatrixXf inner = llt.solve(seen_);  // Woodbury's identity
    return (Eigen::MatrixXf(away_.transpose()) - keep * (within_.transpose() * inner)) / e;
  }

 private:
  const SampleRows &within_, &away_;
  bool by_samples_;
  Eigen::MatrixXf product_, seen_;
};

void scale_scores(const SampleRows& samples, LinearHead& head) {
  Eigen::MatrixXf scores = samples * head.weights.transpose();
  scores.rowwise() += head.bias.transpose();
  const Eigen::VectorXf mean = scores.rowwise().mean();
  scores.colwise() -= mean;
  const double deviation =
      std::sqrt(static_cast<double>(scores.squaredNorm()) / static_cast<double>(scores.size()));
  if (!(deviation > 0.0)) return;
  head.weights /= static_cast<float>(deviation);
  head.bias /= static_cast<float>(deviation);
}

// The blocks side by side, and where they stand there.
SampleRows gathered(const SampleRows& samples, std::vector<ColumnBlock>& blocks) {
  Eigen::Index width = 0;
  for (const ColumnBlock& block : blocks) width += block.size;
  SampleRows out(samples.rows(), width);
  Eigen::Index at = 0;
  for (ColumnBlock& block : blocks) {
    out.middleCols(at, block.size) = samples.middleCols(block.first, block.size);
    block.first = at;
    at += block.size;
  }
  return out;
}

LinearHead scattered(const LinearHead& head, const std::vector<ColumnBlock>& blocks, Eigen::Index columns) {
  LinearHead out;
  out.bias = head.bias;
  out.weights.setZero(head.weights.rows(), columns);
  Eigen::Index at = 0;
  for (const ColumnBlock& block : blocks) {
    out.weights.middleCols(block.first, block.size) = head.weights.middleCols(at, block.size);
    at += block.size;
  }
  return out;
}

}  // namespace

std::vector<LinearHead> fit_discriminants(const SampleRows& all, const std::vector<int>& labels, int classes,
                                          const std::vector<ColumnBlock>& blocks,
                                          const std::vector<double>& shrinkages, int apart) {
  PALPATE_EXPECTS(all.rows() == static_cast<Eigen::Index>(labels.size()) && classes >= 2);
  std::vector<ColumnBlock> packed = blocks;
  const SampleRows samples = gathered(all, packed);
  const Spread spread = spread_of(samples, labels, classes, packed, apart);
  const Eigen::RowVectorXf centre = spread.means.colwise().mean();
  SampleRows away = spread.means.rowwise() - centre;
  away.array().rowwise() *= spread.scale.array();
  const SampleRows middle = 0.5F * (spread.means.rowwise() + centre);
  const ShrunkSolver solver(spread.within, away);
  std::vector<LinearHead> heads;
  for (const double shrinkage : shrinkages) {
    LinearHead head;
    head.weights =
        solver.solve(shrinkage, shrinkage * spread.total / static_cast<double>(spread.columns)).transpose();
    head.weights.array().rowwise() *= spread.scale.array();
    head.bias = -(head.weights.array() * middle.array()).rowwise().sum();
    scale_scores(samples, head);
    heads.push_back(scattered(head, blocks, all.cols()));
  }
  return heads;
}

LinearHead mean_of(const std::vector<LinearHead>& heads) {
  PALPATE_EXPECTS(!heads.empty());
  LinearHead mean = heads.front();
  for (std::size_t i = 1; i < heads.size(); ++i) {
    mean.weights += heads[i].weights;
    mean.bias += heads[i].bias;
  }
  mean.weights /= static_cast<float>(heads.size());
  mean.bias /= static_cast<float>(heads.size());
  return mean;
}

}  // namespace palpate
