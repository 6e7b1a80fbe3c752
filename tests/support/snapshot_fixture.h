// Hand-made Snapshots for tests of the window: no pipeline, no file, no clock.
#pragma once

#include <cmath>
#include <memory>
#include <vector>

#include "processing/snapshot.h"
#include "viz/ui_state.h"

namespace palpate::fixture {

struct Blob {
  double x, y, sigma_x, sigma_y, kpa;  // place and size as shares of the mat
};

inline Grid blobs(int rows, int cols, const std::vector<Blob>& list) {
  Grid grid = Grid::Zero(rows, cols);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < cols; ++c) {
      double value = 0.0;
      for (const Blob& b : list) {
        const double dx = ((c + 0.5) / cols - b.x) / b.sigma_x;
        const double dy = ((r + 0.5) / rows - b.y) / b.sigma_y;
        value += b.kpa * std::exp(-0.5 * (dx * dx + dy * dy));
      }
      grid(r, c) = static_cast<float>(value < 0.05 ? 0.0 : value);
    }
  }
  return grid;
}

// The sums that the panels show, so that a picture is consistent with itself.
inline Features features_of(const PressureMap& map, const MatGeometry& g) {
  Features f;
  f.unit = map.unit;
  const double threshold = map.unit == PressureUnit::kpa ? 0.67 : 40.0;
  double sum = 0.0, x = 0.0, y = 0.0, left = 0.0, front = 0.0, peak = 0.0;
  int cells = 0;
  for (int r = 0; r < g.rows; ++r) {
    for (int c = 0; c < g.cols; ++c) {
      const double p = map.pressure(r, c);
      if (p < threshold) continue;
      ++cells;
      sum += p;
      x += p * (c + 0.5) * g.pitch_x_mm;
      y += p * (r + 0.5) * g.pitch_y_mm;
      if (2 * c + 1 < g.cols) left += p;
      if (2 * r + 1 < g.rows) front += p;
      peak = std::max(peak, p);
    }
  }
  f.valid = cells > 0;
  if (!f.valid) return f;
  f.contact_area_cm2 = cells * g.cell_area_mm2() / 100.0;
  f.cop_x_mm = x / sum;
  f.cop_y_mm = y / sum;
  f.left_share = left / sum;
  f.right_share = 1.0 - f.left_share;
  f.front_share = front / sum;
  f.back_share = 1.0 - f.front_share;
  if (map.unit == PressureUnit::counts) {
    f.load_counts = sum;
    f.mean_counts = sum / cells;
    f.peak_counts = peak;
    f.ppi_counts = 0.93 * peak;
  } else {
    f.total_load_n = sum * g.cell_area_mm2() * kNewtonPerKpaMm2;
    f.mean_pressure_kpa = sum / cells;
    f.peak_pressure_kpa = peak;
    f.ppi_kpa = 0.93 * peak;
  }
  return f;
}

inline Snapshot base(const MatGeometry& geometry, Grid grid, const char* uri) {
  Snapshot s;
  auto info = std::make_shared<SourceInfo>();
  info->geometry = geometry;
  info->source_uri = uri;
  s.info = info;
  s.frame_index = 4210;
  s.t_s = 84.2;
  s.map.pressure = std::move(grid);
  s.map.dead = s.map.repaired = s.map.saturated = Mask::Constant(geometry.rows, geometry.cols, false);
  s.features = features_of(s.map, geometry);
  s.midline = {
      s.features.valid, {0.5 * geometry.width_mm(), 0.0, 0.0}, s.features.left_share, s.features.right_share};
  s.occupied = s.features.valid;
  s.posture = s.occupied ? Posture::unknown : Posture::empty;
  s.link_state = LinkState::streaming;
  s.measured_rate_hz = 50.0;
  s.link.frames = 4210;
  if (!s.occupied) return s;
  for (int i = 0; i < 60; ++i) {
    const double k = i / 59.0;
    s.cop_trail.push_back({s.t_s - 3.0 * (1.0 - k),
                           s.features.cop_x_mm + 14.0 * (1.0 - k) * std::cos(9.0 * k),
                           s.features.cop_y_mm + 12.0 * (1.0 - k) * std::sin(7.0 * k)});
  }
  return s;
}

// Somebody on a 32 x 32 seat, heavier on the client's left (the right of the map: the back rest is at its
// top), with both kinds of finding and one repaired cell.
inline Snapshot seated() {
  MatGeometry g{32, 32, 15.0, 15.0, HeadEdge::top, false, Placement::seat};
  Snapshot s = base(g,
                    blobs(32, 32,
                          {{0.36, 0.36, 0.10, 0.11, 7.2},
                           {0.64, 0.36, 0.10, 0.11, 10.8},
                           {0.645, 0.33, 0.035, 0.035, 6.5},
                           {0.355, 0.33, 0.035, 0.035, 3.5},
                           {0.35, 0.66, 0.075, 0.16, 3.4},
                           {0.65, 0.66, 0.075, 0.16, 4.6}}),
                    "sim:seated-left-lean?live=1");
  s.features.client_left_share = s.features.right_share;
  s.features.client_right_share = s.features.left_share;
  s.map.repaired(12, 9) = s.map.dead(12, 9) = true;
  Finding lean;
  lean.id = 1;
  lean.active = true;
  lean.start_s = 42.0;
  lean.end_s = 84.2;
  lean.value = 100.0 * s.features.client_left_share;
  lean.threshold = 55.0;
  lean.unit = "%";
  lean.side = "client's left";
  lean.title = "Load asymmetry: client's left carries 60 %";
  lean.words =
      "The client's left has carried more for 42 s. Compare both glutes and the low back on that side.";
  lean.why =
      "Rule: one side above 55 % of the load for at least 30 s, mean of the interval. Source: parameters "
      "asymmetry_threshold_pct and asymmetry_min_duration_s.";
  Finding spot = lean;
  spot.kind = FindingKind::persistent_hot_spot;
  spot.id = 2;
  spot.start_s = 21.0;
  spot.value = 16.9;
  spot.threshold = 12.0;
  spot.unit = "kPa";
  spot.x_mm = 0.645 * 480.0;
  spot.y_mm = 0.33 * 480.0;
  spot.title = "Persistent hot spot: client's left seat bone";
  spot.words = "This place has stayed above 12 kPa for a minute. A place to palpate, if the client agrees.";
  s.findings = {lean, spot};
  return s;
}

// Somebody on the back on a 64 x 32 table mat; nothing found, the posture leaves the client's sides open.
inline Snapshot supine() {
  MatGeometry g{64, 32, 26.0, 28.0, HeadEdge::top, false, Placement::table};
  Snapshot s = base(g,
                    blobs(64, 32,
                          {{0.5, 0.09, 0.07, 0.03, 5.0},
                           {0.38, 0.22, 0.09, 0.045, 5.6},
                           {0.62, 0.22, 0.09, 0.045, 5.2},
                           {0.5, 0.30, 0.14, 0.06, 2.2},
                           {0.41, 0.48, 0.08, 0.05, 6.6},
                           {0.59, 0.48, 0.08, 0.05, 6.0},
                           {0.5, 0.46, 0.05, 0.03, 3.0},
                           {0.41, 0.64, 0.05, 0.08, 2.4},
                           {0.59, 0.64, 0.05, 0.08, 2.3},
                           {0.40, 0.80, 0.04, 0.06, 2.2},
                           {0.60, 0.80, 0.04, 0.06, 2.0},
                           {0.40, 0.92, 0.03, 0.012, 6.0},
                           {0.60, 0.92, 0.03, 0.012, 5.6},
                           {0.16, 0.36, 0.03, 0.09, 1.7},
                           {0.84, 0.36, 0.03, 0.09, 1.6}}),
                    "sim:supine-even?live=1");
  s.link.lost_frames = 3;
  s.link.crc_errors = 2;
  return s;
}

inline Snapshot empty_seat() {
  MatGeometry g{32, 32, 15.0, 15.0, HeadEdge::top, false, Placement::seat};
  return base(g, Grid::Zero(32, 32), "serial:/dev/ttyACM0?baud=500000");
}

// The same sitter on a mat without calibration.
inline Snapshot seated_counts() {
  Snapshot s = seated();
  s.map.unit = PressureUnit::counts;
  s.map.pressure *= 180.0F;
  const double left = s.features.client_left_share;
  s.features = features_of(s.map, s.info->geometry);
  s.features.client_left_share = left;
  s.features.client_right_share = 1.0 - left;
  s.findings.pop_back();
  return s;
}

inline Snapshot replayed() {
  Snapshot s = supine();
  s.replay.available = true;
  s.replay.position_s = 84.2;
  s.replay.duration_s = 312.0;
  s.link.lost_frames = s.link.crc_errors = 0;
  auto info = std::make_shared<SourceInfo>(*s.info);
  info->source_uri = "file:2024-05-12-morning.palpate";
  s.info = info;
  return s;
}

inline Snapshot recording() {
  Snapshot s = seated();
  s.recording = {true, false, "/home/anna/palpate-recordings/2024-05-12-1405.palpate", 2105, 42.1, ""};
  return s;
}

inline Snapshot failed_recording() {
  Snapshot s = seated();
  s.recording = {
      false,
      true,
      "/media/stick/a.palpate",
      2105,
      42.1,
      "cannot write: no space left on device: /media/stick/a.palpate (free some space, then record again)"};
  s.link_state = LinkState::reconnecting;
  return s;
}

// A UiState whose trend holds the minute before that snapshot.
inline UiState ui_with_trend(const Snapshot& snapshot) {
  UiState ui;
  ui.next_recording_path = "/tmp/next.palpate";
  Snapshot s = snapshot;
  for (int i = 0; i <= 600; ++i) {
    s.t_s = snapshot.t_s - 60.0 + 0.1 * i;
    const double lean = 0.06 * std::tanh((i - 250) / 60.0) + 0.008 * std::sin(i * 0.35);
    const double share = snapshot.features.client_left_share;
    if (std::isfinite(share)) s.features.client_left_share = share - 0.06 + lean;
    ui.trend.add(s);
  }
  return ui;
}

inline void fill_picker(UiState& ui) {
  ui.picker.open = true;
  ui.picker.scenarios = {{"seated-even", "sits upright, both sides alike"},
                         {"seated-left-lean", "leans to the left"},
                         {"supine-even", "lies on the back"},
                         {"empty", "nobody on the mat"}};
  ui.picker.ports = {{"/dev/ttyACM0", "Arduino Mega 2560", "2341:0042"}};
  ui.picker.selected_uri = "sim:seated-left-lean?live=1";
}

}  // namespace palpate::fixture
