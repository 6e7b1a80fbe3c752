#include "processing/posture_teaching.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "processing/taught_classifier.h"

namespace palpate {
namespace {

constexpr double kBlurCells = 0.7, kBlurMatCells = 0.5;
constexpr double kMovedFrom = 0.6;  // in limits: the quarter of the frames farthest from their mean
constexpr double kMovedShare = 0.25;
constexpr double kAlikeTo = 0.7;  // in limits

// A Gaussian, odd, sum 1.
std::vector<float> blur_of(int picture_cells, int mat_cells) {
  const double sigma = std::max(kBlurCells, kBlurMatCells * picture_cells / mat_cells);
  const int reach = static_cast<int>(std::ceil(2.5 * sigma));
  std::vector<float> weights;
  for (int k = -reach; k <= reach; ++k)
    weights.push_back(static_cast<float>(std::exp(-0.5 * k * k / (sigma * sigma))));
  const float sum = std::accumulate(weights.begin(), weights.end(), 0.0F);
  for (float& weight : weights) weight /= sum;
  return weights;
}

TaughtPostures only(const MatGeometry& mat, const PostureTake& take) {
  TaughtPostures taught;
  taught.mat = mat;
  taught.postures.push_back({"this", {take}});
  return taught;
}

double distance(const TaughtPostures& from, const TaughtPicture& to) {
  Eigen::ArrayXd all(static_cast<Eigen::Index>(from.postures.size()));
  TaughtSpace(from).distances(to, all);
  return all.minCoeff();
}

// How far the frames lie from their mean, by the floor alone: a quarter of them lies farther.
double unrest(const MatGeometry& mat, const PostureTake& take, const std::vector<TaughtPicture>& pictures) {
  PostureTake still = take;
  still.moved.setZero();
  const TaughtSpace space(only(mat, still));
  std::vector<double> off;
  Eigen::ArrayXd one(1);
  for (const TaughtPicture& picture : pictures) {
    space.distances(picture, one);
    off.push_back(one(0));
  }
  const auto nth = off.end() - 1 - static_cast<std::ptrdiff_t>(kMovedShare * static_cast<double>(off.size()));
  std::nth_element(off.begin(), nth, off.end());
  return *nth;
}

}  // namespace

TaughtImager::TaughtImager(const MatGeometry& geometry) : imager_(geometry) {
  const bool upright = geometry.head == HeadEdge::top || geometry.head == HeadEdge::bottom;
  along_ = blur_of(kTaughtRows, upright ? geometry.rows : geometry.cols);
  across_ = blur_of(kTaughtCols, upright ? geometry.cols : geometry.rows);
}

bool TaughtImager::make(const Grid& pressure, TaughtPicture& picture) {
  if (!imager_.make(pressure, image_)) return false;
  for (int r = 0; r < kTaughtRows; ++r) {
    for (int c = 0; c < kTaughtCols; ++c) {
      root_(r, c) = std::sqrt(std::max(0.0F, 0.25F * image_.block<2, 2>(2 * r, 2 * c).sum()));
    }
  }
  for (int r = 0; r < kTaughtRows; ++r) {
    lines_.row(r).setZero();
    const int reach = static_cast<int>(along_.size()) / 2;
    for (int k = -reach; k <= reach; ++k) {
      lines_.row(r) +=
          along_[static_cast<std::size_t>(k + reach)] * root_.row(std::clamp(r + k, 0, kTaughtRows - 1));
    }
  }
  for (int c = 0; c < kTaughtCols; ++c) {
    picture.col(c).setZero();
    const int reach = static_cast<int>(across_.size()) / 2;
    for (int k = -reach; k <= reach; ++k) {
      picture.col(c) +=
          across_[static_cast<std::size_t>(k + reach)] * lines_.col(std::clamp(c + k, 0, kTaughtCols - 1));
    }
  }
  const float mean_square = picture.square().mean();
  if (!(mean_square > 0.0F)) return false;
  picture /= std::sqrt(mean_square);
  return true;
}

PostureTeacher::PostureTeacher(const MatGeometry& geometry) : geometry_(geometry), imager_(geometry) {}

bool PostureTeacher::add(const Grid& pressure, double t_s) {
  if (!rate_.due(t_s)) return false;
  TaughtPicture picture;
  if (!imager_.make(pressure, picture)) return false;
  if (pictures_.empty()) first_s_ = t_s;
  last_s_ = t_s;
  pictures_.push_back(picture);
  return true;
}

PostureTake PostureTeacher::whole() const {
  PostureTake take;
  take.seconds = last_s_ - first_s_;
  take.frames = static_cast<int>(pictures_.size());
  if (pictures_.empty()) return take;
  for (const TaughtPicture& picture : pictures_) take.picture += picture;
  take.picture /= static_cast<float>(take.frames);
  for (const TaughtPicture& picture : pictures_) take.moved += (picture - take.picture).square();
  take.moved = (take.moved / static_cast<float>(take.frames)).sqrt();
  return take;
}

bool PostureTeacher::moved() const {
  return !pictures_.empty() && unrest(geometry_, whole(), pictures_) > kMovedFrom;
}

Result<PostureTake> PostureTeacher::take(bool even_if_moved) const {
  if (pictures_.empty()) {
    return Error{ErrorCode::bad_argument,
                 "nothing to learn: nobody was on the mat (take the posture, then teach it)"};
  }
  PostureTake take = whole();
  if (take.seconds < kTeachLeastSeconds || take.frames < kTeachLeastFrames) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("too short to learn a posture: {:.1f} s with {} frames of somebody (hold it for "
                             "{:.0f} s)",
                             take.seconds, take.frames, kTeachSeconds)};
  }
  if (!even_if_moved && unrest(geometry_, take, pictures_) > kMovedFrom) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("moved too much to learn a posture in these {:.0f} s (hold still, then teach it "
                             "again)",
                             take.seconds)};
  }
  return take;
}

const TaughtPosture* too_like(const TaughtPostures& taught, std::string_view name, const PostureTake& take) {
  for (const TaughtPosture& other : taught.postures) {
    if (other.name == name) continue;
    TaughtPostures pair;
    pair.mat = taught.mat;
    pair.postures = {other};
    if (distance(pair, take.picture) < kAlikeTo) return &other;
  }
  return nullptr;
}

Result<void> teach(TaughtPostures& taught, const std::string& name, const PostureTake& take, TeachHow how) {
  if (auto ok = check_posture_name(name); !ok) return ok;
  TaughtPosture* known = taught.find(name);
  if (known != nullptr && how == TeachHow::as_new) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("taught already: \"{}\" (--append adds another take, --replace forgets the old)", name)};
  }
  if (const TaughtPosture* other = too_like(taught, name, take)) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("\"{}\" and \"{}\" are too alike on this mat to tell them apart (show a clearer "
                             "difference, or --remove \"{}\" first)",
                             name, other->name, other->name)};
  }
  const bool full = known == nullptr ? taught.postures.size() >= kMostTaughtPostures
                                     : how == TeachHow::append && known->takes.size() >= kMostTakes;
  if (full) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("no room: {} (a file holds {} postures of {} takes; --remove or --replace one)",
                             name, kMostTaughtPostures, kMostTakes)};
  }
  if (known == nullptr) {
    taught.postures.push_back({name, {take}});
  } else {
    if (how == TeachHow::replace) known->takes.clear();
    known->takes.push_back(take);
  }
  return {};
}

std::optional<NearestPosture> nearest_other(const TaughtPostures& taught, const std::string& name) {
  std::optional<NearestPosture> nearest;
  TaughtPostures others = taught;
  std::erase_if(others.postures, [&](const TaughtPosture& p) { return p.name == name; });
  if (others.postures.empty()) return nearest;
  const TaughtSpace space(others);
  Eigen::ArrayXd all(static_cast<Eigen::Index>(others.postures.size()));
  for (const TaughtPosture& posture : taught.postures) {
    if (posture.name != name) continue;
    for (const PostureTake& take : posture.takes) {
      space.distances(take.picture, all);
      Eigen::Index k = 0;
      const double least = all.minCoeff(&k);
      if (nearest && nearest->distance <= least) continue;
      nearest = {others.postures[static_cast<std::size_t>(k)].name, least};
    }
  }
  return nearest;
}

std::vector<TaughtLine> taught_lines(const TaughtPostures& taught) {
  std::vector<TaughtLine> lines;
  for (const TaughtPosture& posture : taught.postures) {
    TaughtLine& line = lines.emplace_back();
    line.name = posture.name;
    line.takes = static_cast<int>(posture.takes.size());
    for (const PostureTake& take : posture.takes) line.seconds += take.seconds;
    line.nearest = nearest_other(taught, posture.name);
  }
  return lines;
}

}  // namespace palpate
