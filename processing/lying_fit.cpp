#include "processing/lying_fit.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kBodyHalfWidthMm = 260.0;
constexpr double kUsualStatureMm = 1690.0, kStatureSpreadMm = 250.0, kStaturePull = 0.02;
constexpr double kSideSpreadMm = 130.0, kSideEnd = 0.56, kSideHalfWidthMm = 160.0;
constexpr double kShortestMm = 1100.0, kTallestMm = 2200.0;
constexpr float kBeyondBody = 6.0F;  // contact that the template has no body for
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

double LyingPlace::centre_x(double f) const {
  const double at = std::clamp(f / kBendStep, 0.0, kBends - 1.0);
  const auto i = std::min(static_cast<std::size_t>(at), static_cast<std::size_t>(kBends - 2));
  const double s = at - static_cast<double>(i);
  return (1.0 - s) * bend_mm[i] + s * bend_mm[i + 1];
}

// Load and soft width per bin of the axis; each cell is spread over its own length. The bins cover what of
// the axis lies on the mat.
void LyingFit::profile(const BodyImprint& imprint, const BodyAxis& axis, const SideLine* line) {
  const double cosine = std::cos(axis.angle_rad), sine = std::sin(axis.angle_rad);
  const double half_mat = 0.5 * imprint.rows() * imprint.pitch_v() / cosine;
  const double along = axis.offset_mm * std::tan(axis.angle_rad);  // of the axis' middle on the mat
  first_mm_ = -half_mat - along;
  bins_ = std::max(1, static_cast<int>(2.0 * half_mat / kBinMm));
  if (width_.capacity() < static_cast<std::size_t>(bins_)) {  // the axis' turn changes the number a little
    for (std::vector<float>* list : {&width_, &load_, &middle_})
      list->reserve(2 * static_cast<std::size_t>(bins_));
  }
  width_.assign(static_cast<std::size_t>(bins_), 0.0F);
  load_.assign(static_cast<std::size_t>(bins_), 0.0F);
  middle_.assign(static_cast<std::size_t>(bins_), 0.0F);
  for (int b = 0; line != nullptr && b < bins_; ++b) {
    middle_[static_cast<std::size_t>(b)] =
        static_cast<float>(line->x_at(axis, first_mm_ + (b + 0.5) * kBinMm));
  }
  const double reach = line != nullptr ? kSideHalfWidthMm : kBodyHalfWidthMm;
  const double length = imprint.pitch_v() * cosine + imprint.pitch_u() * std::abs(sine);
  for (const ImprintCell& cell : imprint.cells()) {
    const auto [x, y] = to_body(cosine, sine, axis.offset_mm, cell.u, cell.v);
    const auto own = static_cast<std::size_t>(std::clamp((y - first_mm_) / kBinMm, 0.0, bins_ - 1.0));
    if (std::abs(x - static_cast<double>(middle_[own])) > reach) continue;
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
  const bool side = pose == BodyPose::side;
  const double step = kBinMm / stature_mm / kTableStep;
  double at = ((first_mm_ + 0.5 * kBinMm - crown_mm) / stature_mm - kTableFirst) / kTableStep + 0.5;
  const double end = side ? (kSideEnd - kTableFirst) / kTableStep : 1e9;
  const double crown = -kTableFirst / kTableStep;
  const double feet = (kFootEnd - kTableFirst) / kTableStep;
  float wt = 0.0F, ww = 0.0F, tt = 0.0F, lt = 0.0F, ll = 0.0F, uu = 0.0F;
  for (int b = 0; b < bins_; ++b, at += step) {
    if (at >= end && at < feet) continue;
    const auto i = static_cast<std::size_t>(b);
    const float w = width_[i], l = load_[i];
    const float odd = at >= feet || (side && at < crown) ? kBeyondBody : 1.0F;
    ww += odd * w * w, ll += odd * l * l;
    if (at < 0.0 || at >= kTable) continue;
    const auto k = static_cast<std::size_t>(at);
    const float t = table.width[k], u = table.load[k];
    wt += w * t, tt += t * t, lt += l * u, uu += u * u;
  }
  if (ww <= 0.0F || tt <= 0.0F || ll <= 0.0F || uu <= 0.0F) return -1.0;
  const double unusual = (stature_mm - kUsualStatureMm) / (side ? kSideSpreadMm : kStatureSpreadMm);
  const float alike = wt / std::sqrt(ww * tt) + lt / std::sqrt(ll * uu);
  return 0.5 * static_cast<double>(alike) - kStaturePull * unusual * unusual;
}

// All crowns and statures from `from` to `to`; keeps the best.
void LyingFit::search(BodyPose pose, const LyingPlace& from, const LyingPlace& to, double crown_step,
                      double stature_step, LyingPlace& best) const {
  for (double stature = from.stature_mm; stature <= to.stature_mm; stature += stature_step) {
    for (double crown = from.crown_mm; crown <= to.crown_mm; crown += crown_step) {
      const double s = score(pose, crown, stature);
      if (s > best.score) best.crown_mm = crown, best.stature_mm = stature, best.score = s;
    }
  }
}

void LyingFit::refine(BodyPose pose, LyingPlace& best) const {
  for (const double step : {10.0, 4.0}) {
    LyingPlace from = best, to = best;
    from.crown_mm -= 2.0 * step, from.stature_mm -= 3.0 * step;
    to.crown_mm += 2.0 * step, to.stature_mm += 3.0 * step;
    search(pose, from, to, step, 1.5 * step, best);
  }
}

LyingPlace LyingFit::widely(BodyPose pose) const {
  int first = 0, last = bins_ - 1;
  while (first < last && width_[static_cast<std::size_t>(first)] <= 0.0F) ++first;
  const double top = first_mm_ + first * kBinMm;
  LyingPlace best, from, to;
  best.crown_mm = top, best.stature_mm = kUsualStatureMm, best.score = -1.0;
  from.crown_mm = top - 500.0, from.stature_mm = kShortestMm;
  to.crown_mm = top + 320.0, to.stature_mm = kTallestMm;
  search(pose, from, to, 24.0, 50.0, best);
  refine(pose, best);
  return best;
}

namespace {

void bend(const BodyAxis& axis, const SideLine* line, LyingPlace& place) {
  place.score = std::clamp(place.score, 0.0, 1.0);
  place.bend_mm.fill(0.0);
  for (int k = 0; line != nullptr && k < LyingPlace::kBends; ++k) {
    place.bend_mm[static_cast<std::size_t>(k)] = line->x_at(axis, place.y_at(k * LyingPlace::kBendStep));
  }
}

}  // namespace

LyingPlace LyingFit::find(const BodyImprint& imprint, const BodyAxis& axis, BodyPose pose,
                          const SideLine* line) {
  profile(imprint, axis, line);
  LyingPlace best = widely(pose);
  bend(axis, line, best);
  return best;
}

LyingPlace LyingFit::follow(const BodyImprint& imprint, const BodyAxis& axis, BodyPose pose,
                            const SideLine* line, const LyingPlace& last) {
  constexpr double kWorse = 0.04;
  profile(imprint, axis, line);
  LyingPlace best = last;
  best.score = score(pose, last.crown_mm, last.stature_mm);
  refine(pose, best);
  if (best.score < last.score - kWorse) best = widely(pose);
  bend(axis, line, best);
  return best;
}

}  // namespace palpate
