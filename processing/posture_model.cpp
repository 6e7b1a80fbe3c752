#include "processing/posture_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
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

}  // namespace

const std::vector<PostureClass>& lying_classes() {
  static const std::vector<PostureClass> kClasses{
      {"supine", Posture::supine, 0.0},
      {"on the right side", Posture::side_right, 90.0},
      {"on the left side", Posture::side_left, 90.0},
      {"rolled 30 degrees to the right", Posture::side_right, 30.0},
      {"rolled 60 degrees to the right", Posture::side_right, 60.0},
      {"rolled 30 degrees to the left", Posture::side_left, 30.0},
      {"rolled 60 degrees to the left", Posture::side_left, 60.0},
      {"supine, arms up", Posture::supine, 0.0},
      {"supine, arms aside", Posture::supine, 0.0},
      {"supine, knees bent", Posture::supine, 0.0},
      {"supine, an arm up and a knee bent", Posture::supine, 0.0},
      {"supine, the other arm up and knee bent", Posture::supine, 0.0},
      {"curled up on the right side", Posture::side_right, 90.0},
      {"curled up on the left side", Posture::side_left, 90.0},
      {"supine, head end raised 30 degrees", Posture::supine, 0.0},
      {"supine, head end raised 45 degrees", Posture::supine, 0.0},
      {"supine, head end raised 60 degrees", Posture::supine, 0.0},
      {"prone", Posture::prone, kNone},
      {"prone, arms up", Posture::prone, kNone},
      {"supine, even", Posture::supine, 0.0},
      {"on the right side, knees bent", Posture::side_right, 90.0},
      {"on the left side, knees bent", Posture::side_left, 90.0},
      {"supine, soft mattress", Posture::supine, 0.0},
      {"on the right side, soft mattress", Posture::side_right, 90.0},
      {"on the left side, soft mattress", Posture::side_left, 90.0},
      {"no lying body", Posture::unknown, kNone}};
  return kClasses;
}

int mirrored_class(int index) {
  static constexpr std::array<int, kLyingClasses> kMirror{0,  2,  1,  5,  6,  3,  4,  7,  8,  9,  11, 10, 13,
                                                          12, 14, 15, 16, 17, 18, 19, 21, 20, 22, 24, 23, 25};
  PALPATE_EXPECTS(index >= 0 && index < kLyingClasses);
  return kMirror[static_cast<std::size_t>(index)];
}

PostureModel::PostureModel(std::vector<PostureClass> classes, Weights weights, Eigen::VectorXf bias,
                           double temperature, std::string note)
    : classes_(std::move(classes)),
      weights_(std::move(weights)),
      bias_(std::move(bias)),
      temperature_(temperature),
      note_(std::move(note)) {
  PALPATE_EXPECTS(!classes_.empty() && classes_.size() <= kMaxPostureClasses);
  PALPATE_EXPECTS(weights_.rows() == static_cast<Eigen::Index>(classes_.size()) &&
                  bias_.size() == weights_.rows());
  PALPATE_EXPECTS(temperature_ > 0.0);
}

void PostureModel::probabilities(const PostureVector& features, ClassScores& out) const {
  out.resize(weights_.rows());
  for (Eigen::Index k = 0; k < weights_.rows(); ++k) {
    out(k) = (weights_.row(k).dot(features) + bias_(k)) / static_cast<float>(temperature_);
  }
  out = (out - out.maxCoeff()).exp();
  out /= out.sum();
}

std::vector<std::byte> PostureModel::encode() const {
  Writer out;
  for (const char c : kMagic) out.bytes.push_back(static_cast<std::byte>(c));
  out.number(kPostureModelVersion);
  out.number(static_cast<std::uint32_t>(classes_.size()));
  out.number(kPostureFeatures);
  out.real(static_cast<float>(temperature_));
  out.text(note_);
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    const auto row = static_cast<Eigen::Index>(k);
    out.text(classes_[k].name);
    out.text(name_of(classes_[k].posture));
    out.real(static_cast<float>(classes_[k].body_roll_deg));
    out.real(bias_(row));
    for (Eigen::Index i = 0; i < kPostureFeatures; ++i) out.real(weights_(row, i));
  }
  out.number(crc32(out.bytes));
  return std::move(out.bytes);
}

Result<PostureModel> PostureModel::decode(std::span<const std::byte> bytes) {
  if (bytes.size() < kMagic.size() + 4 || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
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
  const std::uint32_t count = in.number(), features = in.number();
  const float temperature = in.real();
  if (features != kPostureFeatures || count == 0 || count > kMaxPostureClasses || !(temperature > 0.0F)) {
    return damaged("its size is impossible");
  }
  std::string note = in.text();
  std::vector<PostureClass> classes;
  Weights weights(static_cast<Eigen::Index>(count), kPostureFeatures);
  Eigen::VectorXf bias(static_cast<Eigen::Index>(count));
  for (Eigen::Index k = 0; k < weights.rows(); ++k) {
    std::string name = in.text();
    const auto posture = posture_from(in.text());
    if (!posture) return damaged("it names no posture");
    classes.push_back({std::move(name), *posture, static_cast<double>(in.real())});
    bias(k) = in.real();
    for (Eigen::Index i = 0; i < kPostureFeatures; ++i) weights(k, i) = in.real();
  }
  if (!in.ok || !weights.allFinite() || !bias.allFinite()) return damaged("it is cut");
  return PostureModel(std::move(classes), std::move(weights), std::move(bias),
                      static_cast<double>(temperature), std::move(note));
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
