#include "processing/posture_training.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace palpate {
namespace {

constexpr double kCoarseShrinkage = 0.6;
const std::vector<double> kFineShrinkages{0.1, 0.2, 0.4, 0.6, 0.8};

const ColumnBlock kHog{0, kHogSize}, kSmall{kHogSize, kSmallSize}, kPlaced{kHogSize + kSmallSize, kSmallSize};

std::vector<std::vector<ColumnBlock>> committee_of(const PostureSamples& samples) {
  const bool placed = samples.rows().rightCols(kSmallSize).squaredNorm() > 0.0F;
  if (!placed) return {{kHog, kSmall}, {kSmall}};
  return {{kHog, kSmall}, {kHog, kSmall, kPlaced}, {kSmall, kPlaced}};
}

Posture posture_of(int label) {
  return lying_classes()[static_cast<std::size_t>(label)].posture;
}

// Heads with what their rows stand for.
struct FineHeads {
  std::vector<int> classes;       // of lying_classes()
  std::vector<LinearHead> heads;  // one a shrinkage
};
struct CoarseHead {
  std::vector<Posture> postures;
  LinearHead head;
};

template <typename T>
int index_of(const std::vector<T>& all, const T& one) {
  const auto at = std::find(all.begin(), all.end(), one);
  return at == all.end() ? -1 : static_cast<int>(at - all.begin());
}

FineHeads fit_fine(const PostureSamples& plain, const std::vector<double>& shrinkages) {
  FineHeads fine;
  for (int k = 0; k < kLyingClasses; ++k) {
    for (std::size_t i = 0; i < plain.size(); ++i) {
      if (plain.label(i) != k) continue;
      fine.classes.push_back(k);
      break;
    }
  }
  std::vector<int> labels;
  for (std::size_t i = 0; i < plain.size(); ++i) labels.push_back(index_of(fine.classes, plain.label(i)));
  const SampleRows rows = plain.rows();
  std::vector<std::vector<LinearHead>> members(shrinkages.size());
  for (const auto& blocks : committee_of(plain)) {
    auto heads = fit_discriminants(rows, labels, static_cast<int>(fine.classes.size()), blocks, shrinkages);
    for (std::size_t s = 0; s < heads.size(); ++s) members[s].push_back(std::move(heads[s]));
  }
  for (const auto& heads : members) fine.heads.push_back(mean_of(heads));
  return fine;
}

CoarseHead fit_coarse(const PostureSamples& samples) {
  CoarseHead coarse;
  std::vector<int> labels;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Posture posture = posture_of(samples.label(i));
    if (index_of(coarse.postures, posture) < 0) coarse.postures.push_back(posture);
    labels.push_back(index_of(coarse.postures, posture));
  }
  coarse.head = fit_discriminants(samples.rows(), labels, static_cast<int>(coarse.postures.size()), {kHog},
                                  {kCoarseShrinkage}, index_of(coarse.postures, Posture::unknown))
                    .front();
  return coarse;
}

struct LeftOut {  // one sample's scores among the rows that could be right
  Eigen::ArrayXf scores;
  int truth = 0;
};

double log_loss(const std::vector<LeftOut>& answers, double temperature) {
  double loss = 0.0;
  for (const LeftOut& a : answers) {
    const Eigen::ArrayXf scaled = (a.scores - a.scores.maxCoeff()) / static_cast<float>(temperature);
    loss += std::log(static_cast<double>(scaled.exp().sum())) - static_cast<double>(scaled(a.truth));
  }
  return loss;
}

double best_temperature(const std::vector<LeftOut>& answers, double otherwise) {
  if (answers.empty()) return otherwise;
  double best = otherwise, least = log_loss(answers, otherwise);
  for (double t = 0.02; t < 3.0; t *= 1.05) {
    const double loss = log_loss(answers, t);
    if (loss < least) {
      least = loss;
      best = t;
    }
  }
  return best;
}

Eigen::ArrayXf scores_of(const LinearHead& head, const PostureSamples& samples, std::size_t i) {
  return (head.weights * samples.rows().row(static_cast<Eigen::Index>(i)).transpose() + head.bias).array();
}

struct FineStudy {
  std::vector<int> right;
  std::vector<std::vector<LeftOut>> answers;  // a shrinkage each
};

void judge_fine(const FineHeads& fine, const PostureSamples& out, FineStudy& study) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int truth = index_of(fine.classes, out.label(i));
    if (truth < 0 || out.group(i) == kNoGroup) continue;
    std::vector<int> among;  // the classes of the same posture
    for (std::size_t k = 0; k < fine.classes.size(); ++k) {
      if (posture_of(fine.classes[k]) == posture_of(out.label(i))) among.push_back(static_cast<int>(k));
    }
    for (std::size_t s = 0; s < fine.heads.size(); ++s) {
      const Eigen::ArrayXf all = scores_of(fine.heads[s], out, i);
      Eigen::Index best = 0;
      all.maxCoeff(&best);
      if (best == truth) ++study.right[s];
      LeftOut answer{Eigen::ArrayXf(static_cast<Eigen::Index>(among.size())), index_of(among, truth)};
      for (std::size_t k = 0; k < among.size(); ++k)
        answer.scores(static_cast<Eigen::Index>(k)) = all(among[k]);
      study.answers[s].push_back(std::move(answer));
    }
  }
}

// A posture that only simulated bodies or the left-out group itself could have taught does not count.
void judge_coarse(const CoarseHead& coarse, const PostureSamples& in, const PostureSamples& out,
                  std::vector<LeftOut>& answers) {
  std::vector<Posture> taught;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const Posture posture = posture_of(in.label(i));
    if (in.group(i) != kNoGroup && index_of(taught, posture) < 0) taught.push_back(posture);
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Posture posture = posture_of(out.label(i));
    if (out.group(i) == kNoGroup || index_of(taught, posture) < 0) continue;
    answers.push_back({scores_of(coarse.head, out, i), index_of(coarse.postures, posture)});
  }
}

}  // namespace

void PostureSamples::add(const PostureVector& features, int label, int group, bool disturbed) {
  PALPATE_EXPECTS(label >= 0 && label < kLyingClasses);
  features_.insert(features_.end(), features.data(), features.data() + kPostureFeatures);
  labels_.push_back(label);
  groups_.push_back(group);
  disturbed_.push_back(disturbed ? 1 : 0);
}

Eigen::Map<const SampleRows> PostureSamples::rows() const {
  return {features_.data(), static_cast<Eigen::Index>(size()), kPostureFeatures};
}

template <typename Keep>
PostureSamples PostureSamples::filtered(Keep keep) const {
  PostureSamples out;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!keep(i)) continue;
    const auto from = features_.begin() + static_cast<std::ptrdiff_t>(i * kPostureFeatures);
    out.features_.insert(out.features_.end(), from, from + kPostureFeatures);
    out.labels_.push_back(labels_[i]);
    out.groups_.push_back(groups_[i]);
    out.disturbed_.push_back(disturbed_[i]);
  }
  return out;
}

PostureSamples PostureSamples::only(const std::vector<int>& groups) const {
  return filtered([&](std::size_t i) { return groups_[i] == kNoGroup || index_of(groups, groups_[i]) >= 0; });
}

PostureSamples PostureSamples::plain() const {
  return filtered([&](std::size_t i) { return disturbed_[i] == 0; });
}

std::vector<int> PostureSamples::groups() const {
  std::vector<int> found;
  for (const int group : groups_) {
    if (group != kNoGroup && index_of(found, group) < 0) found.push_back(group);
  }
  return found;
}

PostureFit choose_posture_fit(const PostureSamples& samples) {
  const std::vector<int> groups = samples.groups();
  PostureFit fit;
  if (groups.size() < 2) return fit;
  FineStudy study;
  study.right.resize(kFineShrinkages.size());
  study.answers.resize(kFineShrinkages.size());
  std::vector<LeftOut> postures;
  for (const int left_out : groups) {
    std::vector<int> others;
    for (const int group : groups) {
      if (group != left_out) others.push_back(group);
    }
    const PostureSamples in = samples.only(others), out = samples.only({left_out});
    judge_fine(fit_fine(in.plain(), kFineShrinkages), out.plain(), study);
    judge_coarse(fit_coarse(in), in, out, postures);
  }
  const auto best = static_cast<std::size_t>(std::max_element(study.right.begin(), study.right.end()) -
                                             study.right.begin());
  fit.fine_shrinkage = kFineShrinkages[best];
  fit.fine_temperature = best_temperature(study.answers[best], fit.fine_temperature);
  fit.coarse_temperature = best_temperature(postures, fit.coarse_temperature);
  return fit;
}

PostureModel fit_posture_model(const PostureSamples& samples, const PostureFit& fit, std::string note) {
  FineHeads fine = fit_fine(samples.plain(), {fit.fine_shrinkage});
  CoarseHead coarse = fit_coarse(samples);
  PostureModelParts parts;
  for (const int k : fine.classes) parts.classes.push_back(lying_classes()[static_cast<std::size_t>(k)]);
  parts.postures = std::move(coarse.postures);
  parts.fine = std::move(fine.heads.front());
  parts.coarse = std::move(coarse.head);
  parts.fine_temperature = fit.fine_temperature;
  parts.coarse_temperature = fit.coarse_temperature;
  parts.note = std::move(note);
  return PostureModel(std::move(parts));
}

}  // namespace palpate
