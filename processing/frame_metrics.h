// Frame metrics: every number of "One frame" in docs/metrics.md from one pressure map. A pure function of its
// inputs; the workspace holds only buffers and the window chosen for the geometry.
//
// Left to the caller: client_left_share and client_right_share (they need the body's midline or the
// placement) and mirror_difference_index (mirror_difference.h, needs the midline).
//
// Unit counts: load_counts, mean_counts, peak_counts and ppi_counts are filled and everything in kPa or N
// stays NaN; shares, centres, areas, cov_pct, dispersion_index_pct, symmetry_index_pct and positions are
// filled as usual. No contact cell: valid = false and every number NaN. Contact cells whose sum is 0
// (threshold 0): shares, centres and ratios are NaN.
//
// One workspace a thread. Nothing is allocated once a map of the same size has been seen.
#pragma once

#include "acquisition/mat_geometry.h"
#include "processing/box_maximum.h"
#include "processing/contact.h"
#include "processing/contact_regions.h"
#include "processing/features.h"
#include "processing/gradient.h"
#include "processing/peak_pressure_index.h"
#include "processing/pressure_map.h"

namespace palpate {

struct FrameMetricSettings {
  double contact_threshold = 0.67;                       // in the unit of the map: 0.67 kPa = 5 mmHg
  int dispersion_box_cols = 8, dispersion_box_rows = 6;  // clipped to the mat
};

struct FrameMetricsWorkspace {
  ContactWorkspace contact;
  BoxWorkspace box;
  GradientWorkspace gradient;
  RegionWorkspace regions;
  MatGeometry geometry;  // for which `window` was chosen
  PpiWindow window;
};

// map.pressure must be geometry.rows x geometry.cols.
void compute_frame_metrics(const PressureMap& map, const MatGeometry& geometry,
                           const FrameMetricSettings& settings, FrameMetricsWorkspace& workspace,
                           Features& features);

}  // namespace palpate
