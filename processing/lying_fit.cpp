#include "processing/lying_fit.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kBodyHalfWidthMm = 260.0;
constexpr double kUsualStatureMm = 1690.0, kStatureSpreadMm = 250.0, kStaturePull = 0.02;
constexpr double kShortestMm = 1100.0, kTallestMm = 2200.0;
constexpr double kTableFirst = -0.05, kTableStep = 1.2 / 287.0;

}  // namespace

LyingFit::LyingFit() {
  for (const BodyPose pose : {BodyPose::supine, BodyPose::prone, BodyPose::side}) {
    Table& table = tables_[static_cast<std::size_t>(pose)];
    for (int i = 0; i < kTable; ++i) {
      const TemplateValue value = template_at(pose, kTableFirst + i * kTableStep);
      table.width[static_cast<std::size_t>(i)] = static_cast<float>(value.width);
      table.load[static_cast<std::size_t>(i)] = static_cast<float>(value.load);
    }
  }
}

// Load and soft width per bin of the axis; each cell is spread over its own length. The bins cover what of
// the axis lies on the mat.
void LyingFit::profile(const BodyImprint& imprint, const BodyAxis& axis) {
  const double cosine = std::cos(axis.angle_rad), sine = std::sin(axis.angle_rad);
  const double half_mat = 0.5 * imprint.rows() * imprint.pitch_v() / cosine;
  const double along = axis.offset_mm * std::tan(axis.angle_rad);  // of the axis' middle on the mat
  first_mm_ = -half_mat - along;
  bins_ = std::max(1, static_cast<int>(2.0 * half_mat / kBinMm));
  if (width_.capacity() < static_cast<std::size_t>(bins_)) {  // the axis' turn changes the number a little
    width_.reserve(2 * static_cast<std::size_t>(bins_));
    load_.reserve(2 * static_cast<std::size_t>(bins_));
  }
  width_.assign(static_cast<std::size_t>(bins_), 0.0F);
  load_.assign(static_cast<std::size_t>(bins_), 0.0F);
  const double length = imprint.pitch_v() * cosine + imprint.pitch_u() * std::abs(sine);
  for (const ImprintCell& cell : imprint.cells()) {
    const auto [x, y] = to_body(cosine, sine, axis.offset_mm, cell.u, cell.v);
    if (std::abs(x) > kBodyHalfWidthMm) continue;
    const double from = (y - 0.5 * length - first_mm_) / kBinMm, to = from + length / kBinMm;
    const int first = std::max(0, static_cast<int>(from)), last = std::min(bins_ - 1, static_cast<int>(to));
    for (int b = first; b <= last; ++b) {
      const double part = (std::min(to, b + 1.0) - std::max(from, static_cast<double>(b))) * kBinMm / length;
      width_[static_cast<std::size_t>(b)] += static_cast<float>(part * cell.soft);
      load_[static_cast<std::size_t>(b)] += static_cast<float>(part * cell.load);
    }
  }
}

double LyingFit::score(BodyPose pose, double crown_mm, double stature_mm) const {
  const Table& table = tables_[static_cast<std::size_t>(pose)];
  const double step = kBinMm / stature_mm / kTableStep;
  double at = ((first_mm_ + 0.5 * kBinMm - crown_mm) / stature_mm - kTableFirst) / kTableStep + 0.5;
  double wt = 0.0, ww = 0.0, tt = 0.0, lt = 0.0, ll = 0.0, uu = 0.0;
  for (int b = 0; b < bins_; ++b, at += step) {
    const auto i = static_cast<std::size_t>(b);
    const double w = static_cast<double>(width_[i]), l = static_cast<double>(load_[i]);
    ww += w * w, ll += l * l;
    if (at < 0.0 || at >= kTable) continue;
    const auto k = static_cast<std::size_t>(at);
    const double t = static_cast<double>(table.width[k]), u = static_cast<double>(table.load[k]);
    wt += w * t, tt += t * t, lt += l * u, uu += u * u;
  }
  if (ww <= 0.0 || tt <= 0.0 || ll <= 0.0 || uu <= 0.0) return -1.0;
  const double odd = (stature_mm - kUsualStatureMm) / kStatureSpreadMm;
  return 0.5 * (wt / std::sqrt(ww * tt) + lt / std::sqrt(ll * uu)) - kStaturePull * odd * odd;
}

LyingPlace LyingFit::find(const BodyImprint& imprint, const BodyAxis& axis, BodyPose pose) {
  profile(imprint, axis);
  int first = 0, last = bins_ - 1;
  while (first < last && width_[static_cast<std::size_t>(first)] <= 0.0F) ++first;
  const double top = first_mm_ + first * kBinMm;
  LyingPlace best{top, kUsualStatureMm, -1.0};
  const auto search = [&](double crown0, double crown1, double crown_step, double s0, double s1,
                          double s_step) {
    for (double stature = s0; stature <= s1; stature += s_step) {
      for (double crown = crown0; crown <= crown1; crown += crown_step) {
        const double s = score(pose, crown, stature);
        if (s > best.score) best = {crown, stature, s};
      }
    }
  };
  search(top - 500.0, top + 320.0, 24.0, kShortestMm, kTallestMm, 50.0);
  for (const double step : {8.0, 3.0}) {
    const LyingPlace near = best;
    search(near.crown_mm - 3.0 * step, near.crown_mm + 3.0 * step, step, near.stature_mm - 4.0 * step,
           near.stature_mm + 4.0 * step, step);
  }
  best.score = std::clamp(best.score, 0.0, 1.0);
  return best;
}

}  // namespace palpate
