#include "processing/body_doubt.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kHalfWidthMm = 260.0, kTrunkMm = 350.0;
constexpr double kTrunkFrom = 0.12, kTrunkTo = 0.56;  // of the stature
constexpr double kMiddleMm = 60.0, kWideMm = 330.0;
constexpr double kUsualBeyond = 0.15, kMostBeyond = 0.30;
constexpr double kGap = 0.55, kNoGap = 0.9;
constexpr double kFlat = 0.10, kUneven = 0.25;
constexpr double kRelieved = 0.9, kProminent = 1.1;
constexpr double kCoarseCells = 1.0, kFineCells = 8.0, kCoarsest = 0.3;
constexpr double kBandMm[] = {60.0, 210.0}, kReachMm[] = {20.0, 110.0};  // of the sit bones: seated_fit.h

double part(double value, double none, double all) {
  return std::clamp((value - none) / (all - none), 0.0, 1.0);
}

}  // namespace

BodyDoubt doubt_of(const BodyImprint& imprint, const BodyFit& fit) {
  const double cosine = std::cos(fit.axis.angle_rad), sine = std::sin(fit.axis.angle_rad);
  double all = 0.0, squares = 0.0, beside = 0.0, beyond = 0.0, middle = 0.0, wide = 0.0, band = 0.0;
  int band_cells = 0;
  for (const ImprintCell& cell : imprint.cells()) {
    all += cell.load, squares += cell.load * cell.load;
    const auto [x, y] = to_body(cosine, sine, fit.axis.offset_mm, cell.u, cell.v);
    const double f = fit.seated ? kTrunkFrom : fit.lying.f_at(y);
    if (f >= kTrunkFrom && f <= kTrunkTo) {
      beside += cell.load;
      const double away = std::abs(x - fit.centre_x(f));
      beyond += away > kHalfWidthMm ? cell.load : 0.0;
      middle += away < kMiddleMm ? cell.load : 0.0;
      wide += away < kWideMm ? cell.load : 0.0;
    }
    const double scale = fit.sitting.scale, depth = (y - fit.sitting.rear_mm) / scale,
                 across = std::abs(x) / scale;
    if (depth < kBandMm[0] || depth > kBandMm[1] || across < kReachMm[0] || across > kReachMm[1]) continue;
    band += cell.load;
    ++band_cells;
  }
  BodyDoubt out;
  const auto cells = static_cast<double>(imprint.cells().size());
  const double mean = all / cells;
  if (!(mean > 0.0)) return out;
  out.beyond = beside > 0.0 ? beyond / beside : 0.0;
  if (wide > 0.0) out.middle = middle / kMiddleMm / (wide / kWideMm);
  out.unevenness = std::sqrt(std::max(0.0, squares / cells - mean * mean)) / mean;
  if (fit.seated) out.prominence = band_cells > 0 ? band / band_cells / mean : 0.0;
  out.cells = kTrunkMm / std::max(imprint.pitch_u(), imprint.pitch_v());
  return out;
}

bool more_than_one(const BodyDoubt& doubt) {
  return doubt.beyond > kMostBeyond && doubt.middle < kGap;
}

double certainty_of(const BodyDoubt& doubt) {
  const double coarse = kCoarsest + (1.0 - kCoarsest) * part(doubt.cells, kCoarseCells, kFineCells);
  const double second =
      part(doubt.beyond, kUsualBeyond, kMostBeyond) * (1.0 - part(doubt.middle, kGap, kNoGap));
  return (1.0 - second) * part(doubt.unevenness, kFlat, kUneven) *
         part(doubt.prominence, kRelieved, kProminent) * coarse;
}

}  // namespace palpate
