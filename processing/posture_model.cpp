#include "processing/posture_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>
#include <utility>

namespace palpate {
namespace {

constexpr std::string_view kMagic = "PALPATE-POSTURE\n";
constexpr std::uint32_t kLongestText = 4096;

std::uint32_t crc32(std::span<const std::byte> bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::byte b : bytes) {
    crc ^= std::to_integer<std::uint32_t>(b);
    for (int i = 0; i < 8; ++i) crc = (crc >> 1U) ^ ((crc & 1U) != 0U ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

class Writer {
 public:
  void number(std::uint32_t value) {
    for (unsigned i = 0; i < 4; ++i) bytes.push_back(static_cast<std::byte>((value >> (8U * i)) & 0xFFU));
  }
  void real(float value) { number(std::bit_cast<std::uint32_t>(value)); }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    for (const char c : value) bytes.push_back(static_cast<std::byte>(c));
  }
  std::vector<std::byte> bytes;
};

// Reads zeros once past the end; `ok` tells.
class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}
  std::uint32_t number() {
    if (!has(4)) return 0;
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i) value |= std::to_integer<std::uint32_t>(bytes_[at_++]) << (8U * i);
    return value;
  }
  float real() { return std::bit_cast<float>(number()); }
  std::string text() {
    const std::uint32_t size = number();
    if (size > kLongestText || !has(size)) {
      ok = false;
      return {};
    }
    std::string value(reinterpret_cast<const char*>(bytes_.data()) + at_, size);
    at_ += size;
    return value;
  }
  bool ok = true;

 private:
  bool has(std::size_t size) {
    ok = ok && bytes_.size() - at_ >= size;
    return ok;
  }
  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
};

Error damaged(std::string_view what) {
  return {ErrorCode::bad_format,
          fmt::format("posture model is damaged: {} (make it again with palpate train posture)", what)};
}

void size_head(LinearHead& head, std::uint32_t rows) {
  head.weights.resize(static_cast<Eigen::Index>(rows), kPostureFeatures);
  head.bias.resize(static_cast<Eigen::Index>(rows));
}

void read_row(Reader& in, LinearHead& head, std::uint32_t k) {
  const auto row = static_cast<Eigen::Index>(k);
  head.bias(row) = in.real();
  for (Eigen::Index i = 0; i < kPostureFeatures; ++i) head.weights(row, i) = in.real();
}

bool finite(const LinearHead& head) {
  return head.weights.allFinite() && head.bias.allFinite();
}

bool postures_match(const PostureModelParts& parts) {
  const auto has_class = [&](Posture posture) {
    return std::any_of(parts.classes.begin(), parts.classes.end(),
                       [&](const PostureClass& c) { return c.posture == posture; });
  };
  const auto has_posture = [&](const PostureClass& c) {
    return std::find(parts.postures.begin(), parts.postures.end(), c.posture) != parts.postures.end();
  };
  return std::all_of(parts.postures.begin(), parts.postures.end(), has_class) &&
         std::all_of(parts.classes.begin(), parts.classes.end(), has_posture);
}

Result<void> read_parts(Reader& in, PostureModelParts& parts) {
  const std::uint32_t classes = in.number(), features = in.number(), postures = in.number();
  parts.fine_temperature = static_cast<double>(in.real());
  parts.coarse_temperature = static_cast<double>(in.real());
  if (features != kPostureFeatures || classes == 0 || classes > kMaxPostureClasses || postures == 0 ||
      postures > kPostures || !(parts.fine_temperature > 0.0) || !(parts.coarse_temperature > 0.0)) {
    return damaged("its size is impossible");
  }
  parts.note = in.text();
  size_head(parts.fine, classes);
  size_head(parts.coarse, postures);
  for (std::uint32_t k = 0; k < classes; ++k) {
    std::string name = in.text();
    const auto posture = posture_from(in.text());
    if (!posture) return damaged("it names no posture");
    parts.classes.push_back({std::move(name), *posture, static_cast<double>(in.real())});
    read_row(in, parts.fine, k);
  }
  for (std::uint32_t k = 0; k < postures; ++k) {
    const auto posture = posture_from(in.text());
    if (!posture) return damaged("it names no posture");
    parts.postures.push_back(*posture);
    read_row(in, parts.coarse, k);
  }
  if (!in.ok || !finite(parts.fine) || !finite(parts.coarse)) return damaged("it is cut");
  if (!postures_match(parts)) return damaged("its classes and postures differ");
  return {};
}

void score(const LinearHead& head, double temperature, const PostureVector& features, ClassScores& out) {
  for (Eigen::Index k = 0; k < head.weights.rows(); ++k) {
    out(k) = (head.weights.row(k).dot(features) + head.bias(k)) / static_cast<float>(temperature);
  }
}

}  // namespace

const std::vector<PostureClass>& lying_classes() {
  static const std::vector<PostureClass> kClasses{
      {"supine", Posture::supine, 0.0},
      {"on the client's right side", Posture::side_right, 90.0},
      {"on the client's left side", Posture::side_left, 90.0},
      {"rolled 30 degrees to the client's right", Posture::side_right, 30.0},
      {"rolled 60 degrees to the client's right", Posture::side_right, 60.0},
      {"rolled 30 degrees to the client's left", Posture::side_left, 30.0},
      {"rolled 60 degrees to the client's left", Posture::side_left, 60.0},
      {"supine, arms up", Posture::supine, 0.0},
      {"supine, arms aside", Posture::supine, 0.0},
      {"supine, knees bent", Posture::supine, 0.0},
      {"supine, an arm up and a knee bent", Posture::supine, 0.0},
      {"supine, the other arm up and knee bent", Posture::supine, 0.0},
      {"curled up on the client's right side", Posture::side_right, 90.0},
      {"curled up on the client's left side", Posture::side_left, 90.0},
      {"supine, head end raised 30 degrees", Posture::supine, 0.0},
      {"supine, head end raised 45 degrees", Posture::supine, 0.0},
      {"supine, head end raised 60 degrees", Posture::supine, 0.0},
      {"prone", Posture::prone, kNone},
      {"prone, arms up", Posture::prone, kNone},
      {"supine, even", Posture::supine, 0.0},
      {"on the client's right side, knees bent", Posture::side_right, 90.0},
      {"on the client's left side, knees bent", Posture::side_left, 90.0},
      {"supine, soft mattress", Posture::supine, 0.0},
      {"on the client's right side, soft mattress", Posture::side_right, 90.0},
      {"on the client's left side, soft mattress", Posture::side_left, 90.0},
      {"no lying body", Posture::unknown, kNone}};
  return kClasses;
}

int mirrored_class(int index) {
  static constexpr std::array<int, kLyingClasses> kMirror{0,  2,  1,  5,  6,  3,  4,  7,  8,  9,  11, 10, 13,
                                                          12, 14, 15, 16, 17, 18, 19, 21, 20, 22, 24, 23, 25};
  PALPATE_EXPECTS(index >= 0 && index < kLyingClasses);
  return kMirror[static_cast<std::size_t>(index)];
}

PostureModel::PostureModel(PostureModelParts parts) : parts_(std::move(parts)) {
  const auto fits = [](const LinearHead& head, std::size_t rows) {
    return head.weights.rows() == static_cast<Eigen::Index>(rows) &&
           head.bias.size() == head.weights.rows() && head.weights.cols() == kPostureFeatures;
  };
  PALPATE_EXPECTS(!parts_.classes.empty() && parts_.classes.size() <= kMaxPostureClasses);
  PALPATE_EXPECTS(fits(parts_.fine, parts_.classes.size()) && fits(parts_.coarse, parts_.postures.size()));
  PALPATE_EXPECTS(parts_.fine_temperature > 0.0 && parts_.coarse_temperature > 0.0);
  PALPATE_EXPECTS(postures_match(parts_));
  for (const PostureClass& c : parts_.classes) {
    const auto at = std::find(parts_.postures.begin(), parts_.postures.end(), c.posture);
    posture_of_.push_back(static_cast<int>(at - parts_.postures.begin()));
  }
}

void PostureModel::probabilities(const PostureVector& features, ClassScores& out) const {
  ClassScores posture(parts_.coarse.weights.rows());
  score(parts_.coarse, parts_.coarse_temperature, features, posture);
  posture = (posture - posture.maxCoeff()).exp();
  posture /= posture.sum();
  out.resize(parts_.fine.weights.rows());
  score(parts_.fine, parts_.fine_temperature, features, out);
  ClassScores top = ClassScores::Constant(posture.size(), -std::numeric_limits<float>::infinity());
  ClassScores sum = ClassScores::Zero(posture.size());
  for (Eigen::Index k = 0; k < out.size(); ++k) {
    const int p = posture_of_[static_cast<std::size_t>(k)];
    top(p) = std::max(top(p), out(k));
  }
  for (Eigen::Index k = 0; k < out.size(); ++k) {
    const int p = posture_of_[static_cast<std::size_t>(k)];
    out(k) = std::exp(out(k) - top(p));
    sum(p) += out(k);
  }
  for (Eigen::Index k = 0; k < out.size(); ++k) {
    const int p = posture_of_[static_cast<std::size_t>(k)];
    out(k) *= posture(p) / sum(p);
  }
}

std::vector<std::byte> PostureModel::encode() const {
  Writer out;
  for (const char c : kMagic) out.bytes.push_back(static_cast<std::byte>(c));
  out.number(kPostureModelVersion);
  out.number(static_cast<std::uint32_t>(parts_.classes.size()));
  out.number(kPostureFeatures);
  out.number(static_cast<std::uint32_t>(parts_.postures.size()));
  out.real(static_cast<float>(parts_.fine_temperature));
  out.real(static_cast<float>(parts_.coarse_temperature));
  out.text(parts_.note);
  const auto row = [&](const LinearHead& head, std::size_t k) {
    const auto r = static_cast<Eigen::Index>(k);
    out.real(head.bias(r));
    for (Eigen::Index i = 0; i < kPostureFeatures; ++i) out.real(head.weights(r, i));
  };
  for (std::size_t k = 0; k < parts_.classes.size(); ++k) {
    out.text(parts_.classes[k].name);
    out.text(name_of(parts_.classes[k].posture));
    out.real(static_cast<float>(parts_.classes[k].body_roll_deg));
    row(parts_.fine, k);
  }
  for (std::size_t k = 0; k < parts_.postures.size(); ++k) {
    out.text(name_of(parts_.postures[k]));
    row(parts_.coarse, k);
  }
  out.number(crc32(out.bytes));
  return std::move(out.bytes);
}

Result<PostureModel> PostureModel::decode(std::span<const std::byte> bytes) {
  if (bytes.size() < kMagic.size() + 8 || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
    return damaged("it does not begin as one");
  }
  Reader in(bytes.subspan(kMagic.size()));
  const std::uint32_t version = in.number();
  if (version != kPostureModelVersion) {
    return Error{
        ErrorCode::bad_format,
        fmt::format("posture model has version {}, this program reads {} (make it again with palpate "
                    "train posture)",
                    version, kPostureModelVersion)};
  }
  Reader tail(bytes.last(4));
  if (tail.number() != crc32(bytes.first(bytes.size() - 4))) return damaged("the checksum is wrong");
  PostureModelParts parts;
  if (auto done = read_parts(in, parts); !done) return done.error();
  return PostureModel(std::move(parts));
}

PostureEstimate estimate_from(const PostureModel& model, const ClassScores& probabilities) {
  std::array<double, kPostures> sums{};
  const auto& classes = model.classes();
  for (std::size_t k = 0; k < classes.size(); ++k) {
    sums[static_cast<std::size_t>(classes[k].posture)] +=
        static_cast<double>(probabilities(static_cast<Eigen::Index>(k)));
  }
  const auto best = static_cast<std::size_t>(std::max_element(sums.begin(), sums.end()) - sums.begin());
  PostureEstimate estimate;
  estimate.posture = static_cast<Posture>(best);
  estimate.confidence = std::min(1.0, sums[best]);
  estimate.facing = facing_of(estimate.posture);
  double roll = 0.0, roll_weight = 0.0, top = -1.0;
  for (std::size_t k = 0; k < classes.size(); ++k) {
    if (classes[k].posture != estimate.posture) continue;
    const auto p = static_cast<double>(probabilities(static_cast<Eigen::Index>(k)));
    if (p > top) {
      top = p;
      estimate.fine = estimate.posture == Posture::unknown ? "" : std::string_view(classes[k].name);
    }
    if (std::isfinite(classes[k].body_roll_deg)) {
      roll += p * classes[k].body_roll_deg;
      roll_weight += p;
    }
  }
  if (roll_weight > 0.0) estimate.body_roll_deg = roll / roll_weight;
  return estimate;
}

}  // namespace palpate
