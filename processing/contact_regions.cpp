#include "processing/contact_regions.h"

#include <algorithm>

namespace palpate {
namespace {

int find_root(std::vector<int>& parent, int label) {
  while (parent[static_cast<std::size_t>(label)] != label) {
    int& up = parent[static_cast<std::size_t>(label)];
    up = parent[static_cast<std::size_t>(up)];
    label = up;
  }
  return label;
}

// Provisional labels of all runs: a run joins every run of the row above that it touches, corners included.
void label_runs(const std::vector<ContactRun>& runs, RegionWorkspace& ws) {
  ws.parent.clear();
  ws.run_label.resize(runs.size());
  std::size_t above = 0, row_begin = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const ContactRun& run = runs[i];
    if (i == 0 || runs[i - 1].row != run.row) {
      above = row_begin;
      row_begin = i;
    }
    while (above < row_begin && (runs[above].row < run.row - 1 || runs[above].end < run.begin)) ++above;
    int label = -1;
    for (std::size_t j = above; j < row_begin && runs[j].begin <= run.end; ++j) {
      const int root = find_root(ws.parent, ws.run_label[j]);
      if (label < 0) {
        label = root;
      } else if (root != label) {
        ws.parent[static_cast<std::size_t>(std::max(root, label))] = std::min(root, label);
        label = std::min(root, label);
      }
    }
    if (label < 0) {
      label = static_cast<int>(ws.parent.size());
      ws.parent.push_back(label);
    }
    ws.run_label[i] = label;
  }
}

void sum_regions(const ContactWorkspace& contact, RegionWorkspace& ws) {
  ws.region_of.assign(ws.parent.size(), -1);
  ws.sums.clear();
  for (std::size_t i = 0; i < contact.runs.size(); ++i) {
    const auto root = static_cast<std::size_t>(find_root(ws.parent, ws.run_label[i]));
    if (ws.region_of[root] < 0) {
      ws.region_of[root] = static_cast<int>(ws.sums.size());
      ws.sums.emplace_back();
    }
    RegionSums& s = ws.sums[static_cast<std::size_t>(ws.region_of[root])];
    const ContactRun& run = contact.runs[i];
    const RunSums& sums = contact.run_sums[i];
    const int n = run.end - run.begin;
    s.peak = s.cells == 0 ? sums.peak : std::max(s.peak, sums.peak);
    s.cells += n;
    s.sum += sums.sum;
    s.sum_cols += sums.sum_cols;
    s.sum_rows += sums.sum * run.row;
    s.cols += 0.5 * n * (run.begin + run.end - 1);
    s.rows += static_cast<double>(n) * run.row;
  }
}

ContactRegion region_from(const RegionSums& s, const MatGeometry& g, PressureUnit unit) {
  const double area_mm2 = g.cell_area_mm2();
  ContactRegion region;
  region.cells = s.cells;
  region.area_cm2 = s.cells * area_mm2 / 100.0;
  region.centroid_x_mm = (s.cols / s.cells + 0.5) * g.pitch_x_mm;
  region.centroid_y_mm = (s.rows / s.cells + 0.5) * g.pitch_y_mm;
  if (s.sum > 0.0) {
    region.cop_x_mm = (s.sum_cols / s.sum + 0.5) * g.pitch_x_mm;
    region.cop_y_mm = (s.sum_rows / s.sum + 0.5) * g.pitch_y_mm;
  }
  if (unit == PressureUnit::kpa) {
    region.load_n = s.sum * area_mm2 * kNewtonPerKpaMm2;
    region.peak_kpa = static_cast<double>(s.peak);
  }
  return region;
}

}  // namespace

void find_contact_regions(const ContactWorkspace& contact, const MatGeometry& geometry, PressureUnit unit,
                          RegionWorkspace& ws, std::vector<ContactRegion>& regions) {
  // No map has more regions than one in every 2 x 2 cells.
  const auto most =
      static_cast<std::size_t>((geometry.rows + 1) / 2) * static_cast<std::size_t>((geometry.cols + 1) / 2);
  ws.parent.reserve(contact.runs.capacity());
  ws.run_label.reserve(contact.runs.capacity());
  ws.region_of.reserve(contact.runs.capacity());
  ws.sums.reserve(most);
  ws.order.reserve(most);
  regions.reserve(most);
  label_runs(contact.runs, ws);
  sum_regions(contact, ws);
  ws.order.resize(ws.sums.size());
  for (std::size_t i = 0; i < ws.order.size(); ++i) ws.order[i] = static_cast<int>(i);
  std::sort(ws.order.begin(), ws.order.end(), [&ws](int a, int b) {
    const int cells_a = ws.sums[static_cast<std::size_t>(a)].cells;
    const int cells_b = ws.sums[static_cast<std::size_t>(b)].cells;
    return cells_a != cells_b ? cells_a > cells_b : a < b;
  });
  regions.clear();
  for (const int i : ws.order) {
    regions.push_back(region_from(ws.sums[static_cast<std::size_t>(i)], geometry, unit));
  }
}

}  // namespace palpate
