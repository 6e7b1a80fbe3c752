#include "processing/frame_metrics.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "acquisition/result.h"

namespace palpate {
namespace {

void forget(Features& features) {
  std::vector<ContactRegion> regions = std::move(features.contact_regions);
  regions.clear();
  features = Features{};
  features.contact_regions = std::move(regions);
}

void fill_load(const ContactSums& s, const MatGeometry& g, Features& f) {
  f.contact_area_cm2 = s.cells * g.cell_area_mm2() / 100.0;
  const double mean = s.sum / s.cells;
  if (f.unit == PressureUnit::kpa) {
    f.total_load_n = s.sum * g.cell_area_mm2() * kNewtonPerKpaMm2;
    f.mean_pressure_kpa = mean;
    f.peak_pressure_kpa = static_cast<double>(s.peak);
  } else {
    f.load_counts = s.sum;
    f.mean_counts = mean;
    f.peak_counts = static_cast<double>(s.peak);
  }
  f.peak_row = s.peak_row;
  f.peak_col = s.peak_col;
  if (mean > 0.0) f.cov_pct = 100.0 * std::sqrt(s.variance) / mean;
}

void fill_shares(const ContactSums& s, const MatGeometry& g, Features& f) {
  if (!(s.sum > 0.0)) return;
  f.cop_x_mm = (s.sum_cols / s.sum + 0.5) * g.pitch_x_mm;
  f.cop_y_mm = (s.sum_rows / s.sum + 0.5) * g.pitch_y_mm;
  f.left_share = s.left / s.sum;
  f.right_share = s.right / s.sum;
  f.front_share = s.front / s.sum;
  f.back_share = s.back / s.sum;
  f.symmetry_index_pct = 100.0 * (s.right - s.left) / (0.5 * (s.right + s.left));
}

void fill_ppi(FrameMetricsWorkspace& ws, const MatGeometry& g, Features& f) {
  if (ws.window.rows == 0 || !(ws.geometry == g)) {
    ws.window = choose_ppi_window(g);
    ws.geometry = g;
  }
  const ContactWorkspace& contact = ws.contact;
  ws.box.row_bounds.resize(contact.row_peaks.size());
  for (std::size_t r = 0; r < contact.row_peaks.size(); ++r) {
    ws.box.row_bounds[r] = static_cast<float>(ws.window.cols) * contact.row_peaks[r];
  }
  const BoxMaximum best =
      contact.any_left_out
          ? box_maximum_live(contact.view, contact.live.data(), ws.window.rows, ws.window.cols, ws.box)
          : box_maximum(contact.view, ws.window.rows, ws.window.cols, contact.max_abs, ws.box);
  if (best.row < 0) return;
  (f.unit == PressureUnit::kpa ? f.ppi_kpa : f.ppi_counts) = best.mean;
  f.ppi_row = best.row;
  f.ppi_col = best.col;
  f.ppi_rows = ws.window.rows;
  f.ppi_cols = ws.window.cols;
}

void fill_dispersion(FrameMetricsWorkspace& ws, const FrameMetricSettings& settings, const ContactSums& s,
                     Features& f) {
  if (!(s.sum > 0.0)) return;
  const GridView loaded{ws.contact.loaded.data(), ws.contact.view.rows, ws.contact.view.cols};
  const int rows = std::clamp(settings.dispersion_box_rows, 1, loaded.rows);
  const int cols = std::clamp(settings.dispersion_box_cols, 1, loaded.cols);
  // No box takes more of a row than its whole load, or than its highest cell in every column.
  std::vector<float>& bounds = ws.box.row_bounds;
  bounds.assign(ws.contact.row_peaks.size(), 0.0F);
  for (std::size_t i = 0; i < ws.contact.runs.size(); ++i) {
    bounds[static_cast<std::size_t>(ws.contact.runs[i].row)] +=
        static_cast<float>(ws.contact.run_sums[i].sum);
  }
  for (std::size_t r = 0; r < bounds.size(); ++r) {
    bounds[r] = std::min(bounds[r], static_cast<float>(cols) * std::max(0.0F, ws.contact.row_peaks[r]));
  }
  const BoxMaximum best = box_maximum(loaded, rows, cols, ws.contact.max_abs, ws.box);
  f.dispersion_index_pct = std::min(100.0, 100.0 * best.sum / s.sum);
}

}  // namespace

void compute_frame_metrics(const PressureMap& map, const MatGeometry& geometry,
                           const FrameMetricSettings& settings, FrameMetricsWorkspace& ws,
                           Features& features) {
  PALPATE_EXPECTS(map.pressure.rows() == geometry.rows && map.pressure.cols() == geometry.cols);
  forget(features);
  features.unit = map.unit;
  find_contact(map, static_cast<float>(settings.contact_threshold), ws.contact);
  const ContactSums sums = sum_contact(ws.contact);
  if (sums.cells == 0) return;
  features.valid = true;
  fill_load(sums, geometry, features);
  fill_shares(sums, geometry, features);
  fill_ppi(ws, geometry, features);
  fill_dispersion(ws, settings, sums, features);
  if (map.unit == PressureUnit::kpa) {
    const GradientSummary gradient =
        pressure_gradient(ws.contact, geometry.pitch_x_mm, geometry.pitch_y_mm, ws.gradient);
    features.gradient_max_kpa_per_mm = gradient.max;
    features.gradient_mean_kpa_per_mm = gradient.mean;
  }
  find_contact_regions(ws.contact, geometry, map.unit, ws.regions, features.contact_regions);
}

}  // namespace palpate
