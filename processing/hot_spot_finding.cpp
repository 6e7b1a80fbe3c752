#include "processing/hot_spot_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>

namespace palpate {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

template <typename... Args>
void rewrite(std::string& text, fmt::format_string<Args...> format, Args&&... args) {
  text.clear();
  fmt::format_to(std::back_inserter(text), format, std::forward<Args>(args)...);
}

}  // namespace

HotSpotDetector::HotSpotDetector(const MatGeometry& geometry) : geometry_(geometry) {
  const auto cells = static_cast<Eigen::Index>(geometry.cells());
  since_ = Eigen::ArrayXd::Constant(cells, kNever);
  owner_ = Eigen::ArrayXi::Zero(cells);
  label_ = Eigen::ArrayXi::Zero(cells);
  row_above_.assign(static_cast<std::size_t>(geometry.rows), 0);
  row_owned_ = row_above_;
  stack_.reserve(geometry.cells());
  spots_.reserve(geometry.cells());
  findings_.reserve(kMostOpenHotSpots + kMostEndedFindings + 1);
}

void HotSpotDetector::reset() {
  end_all();
  findings_.clear();
}

void HotSpotDetector::end_all() {
  while (!findings_.empty() && findings_.front().active) end_finding(findings_, 0);
  since_.setConstant(kNever);
  owner_.setZero();
  std::fill(row_above_.begin(), row_above_.end(), std::uint8_t{0});
  std::fill(row_owned_.begin(), row_owned_.end(), std::uint8_t{0});
  any_above_ = started_ = false;
}

void HotSpotDetector::update(const FindingInput& input, const Params& params, FindingIds& ids) {
  if (input.map->unit != PressureUnit::kpa) return;
  if (started_ && input.t_s - last_t_s_ > kLongestGapS) end_all();
  started_ = true;
  last_t_s_ = input.t_s;
  const double limit = params.get(Param::hot_spot_limit_kpa);
  if (!any_above_ && !(input.map->pressure.maxCoeff() > static_cast<float>(limit))) return;
  follow_cells(input, limit);
  collect_spots(input, params.get(Param::hot_spot_min_duration_s));
  match(input, params, ids);
}

// Rows without a spell and without a cell above the limit, most of a mat, are passed over.
void HotSpotDetector::follow_cells(const FindingInput& input, double limit) {
  const auto enter = static_cast<float>(limit);
  const auto leave = static_cast<float>(limit * kHotSpotHysteresis);
  const PressureMap& map = *input.map;
  any_above_ = false;
  for (int r = 0; r < geometry_.rows; ++r) {
    std::uint8_t& above = row_above_[static_cast<std::size_t>(r)];
    if (above == 0) {
      const float* p = map.pressure.data() + static_cast<std::ptrdiff_t>(r) * geometry_.cols;
      float peak = 0.0F;
#pragma omp simd reduction(max : peak)
      for (int c = 0; c < geometry_.cols; ++c) peak = p[c] > peak ? p[c] : peak;
      if (!(peak > enter)) continue;
    }
    follow_row(map, r, input.t_s, enter, leave);
    any_above_ = any_above_ || above != 0;
  }
}

void HotSpotDetector::follow_row(const PressureMap& map, int row, double t_s, float enter, float leave) {
  bool above = false;
  const Eigen::Index begin = static_cast<Eigen::Index>(row) * geometry_.cols;
  for (Eigen::Index i = begin; i < begin + geometry_.cols; ++i) {
    const float p = map.dead.data()[i] && !map.repaired.data()[i] ? 0.0F : map.pressure.data()[i];
    if (since_[i] == kNever) {
      if (p > enter) since_[i] = t_s;
    } else if (!(p > leave)) {
      since_[i] = kNever;
    }
    above = above || since_[i] != kNever;
  }
  row_above_[static_cast<std::size_t>(row)] = above ? 1 : 0;
}

bool HotSpotDetector::sustained(int cell, double t_s, double min_duration_s) const {
  return since_[cell] != kNever && t_s - since_[cell] >= min_duration_s;
}

void HotSpotDetector::collect_spots(const FindingInput& input, double min_duration_s) {
  spots_.clear();
  label_.setZero();
  for (int row = 0; row < geometry_.rows; ++row) {
    if (row_above_[static_cast<std::size_t>(row)] == 0) continue;
    for (int cell = row * geometry_.cols; cell < (row + 1) * geometry_.cols; ++cell) {
      if (label_[cell] == 0 && sustained(cell, input.t_s, min_duration_s)) {
        spots_.push_back(flood(*input.map, cell, input.t_s, min_duration_s));
      }
    }
  }
}

HotSpotDetector::Spot HotSpotDetector::flood(const PressureMap& map, int seed, double t_s,
                                             double min_duration_s) {
  const int number = static_cast<int>(spots_.size()) + 1;
  Spot spot;
  spot.since_s = kNever;
  stack_.clear();
  stack_.push_back(seed);
  label_[seed] = number;
  while (!stack_.empty()) {
    const int cell = stack_.back();
    stack_.pop_back();
    ++spot.cells;
    spot.since_s = std::min(spot.since_s, since_[cell]);
    if (spot.previous_id == 0) spot.previous_id = owner_[cell];
    const float p = map.pressure.data()[cell];
    if (p > spot.peak) {
      spot.peak = p;
      spot.peak_cell = cell;
    }
    const int row = cell / geometry_.cols, col = cell % geometry_.cols;
    for (int r = std::max(0, row - 1); r <= std::min(geometry_.rows - 1, row + 1); ++r) {
      for (int c = std::max(0, col - 1); c <= std::min(geometry_.cols - 1, col + 1); ++c) {
        const int next = r * geometry_.cols + c;
        if (label_[next] != 0 || !sustained(next, t_s, min_duration_s)) continue;
        label_[next] = number;
        stack_.push_back(next);
      }
    }
  }
  return spot;
}

// Gives each spot its finding; findings whose cells are all gone end.
void HotSpotDetector::match(const FindingInput& input, const Params& params, FindingIds& ids) {
  const auto open_end = [&] {
    return std::find_if(findings_.begin(), findings_.end(), [](const Finding& f) { return !f.active; });
  };
  for (auto finding = findings_.begin(); finding != open_end(); ++finding)
    finding->end_s = -1.0;  // not seen yet
  for (Spot& spot : spots_) {
    auto found = std::find_if(findings_.begin(), open_end(), [&](const Finding& f) {
      return f.id == spot.previous_id && f.end_s < 0.0;  // the first half of a spot that split keeps the id
    });
    if (found == open_end()) {
      spot.previous_id = 0;
      if (static_cast<std::size_t>(open_end() - findings_.begin()) >= kMostOpenHotSpots) continue;
      found = findings_.emplace(open_end());
      found->kind = FindingKind::persistent_hot_spot;
      found->id = ids.next();
      found->active = true;
      found->start_s = spot.since_s;
      found->unit = "kPa";
      spot.previous_id = found->id;
    }
    describe(*found, spot, input, params);
  }
  for (std::size_t i = 0; i < findings_.size() && findings_[i].active;) {
    if (findings_[i].end_s >= 0.0) {
      ++i;
      continue;
    }
    findings_[i].end_s = last_t_s_;
    end_finding(findings_, i);
  }
  own_cells();
}

void HotSpotDetector::own_cells() {
  for (int row = 0; row < geometry_.rows; ++row) {
    const auto r = static_cast<std::size_t>(row);
    if (row_above_[r] == 0 && row_owned_[r] == 0) continue;
    row_owned_[r] = row_above_[r];
    for (int i = row * geometry_.cols; i < (row + 1) * geometry_.cols; ++i) {
      owner_[i] = label_[i] == 0 ? 0 : spots_[static_cast<std::size_t>(label_[i] - 1)].previous_id;
    }
  }
}

void HotSpotDetector::describe(Finding& finding, const Spot& spot, const FindingInput& input,
                               const Params& params) const {
  finding.end_s = input.t_s;
  finding.value = static_cast<double>(spot.peak);
  finding.threshold = params.get(Param::hot_spot_limit_kpa);
  finding.row = spot.peak_cell / geometry_.cols;
  finding.col = spot.peak_cell % geometry_.cols;
  finding.x_mm = (finding.col + 0.5) * geometry_.pitch_x_mm;
  finding.y_mm = (finding.row + 0.5) * geometry_.pitch_y_mm;
  const double across_mm = input.sides.across_columns ? finding.x_mm : finding.y_mm;
  const MapSide high = input.sides.across_columns ? MapSide::right : MapSide::bottom;
  const MapSide side = across_mm >= input.midline_mm ? high : opposite(high);
  finding.side = side_name(input.sides, side);
  const double seconds = finding.end_s - finding.start_s;
  const double area_cm2 = spot.cells * geometry_.cell_area_mm2() / 100.0;
  rewrite(finding.title, "Persistent hot spot: {:.0f} kPa, {}", finding.value, finding.side);
  rewrite(finding.words,
          "A place of {:.0f} cm2 on the {} has stayed above {:g} kPa for {:.0f} s. A place to palpate, or to "
          "relieve.",
          area_cm2, side_words(input.sides, side), finding.threshold, seconds);
  rewrite(finding.why,
          "{} cells around row {}, column {} above {:g} kPa for at least {:g} s, highest {:.1f} kPa now; "
          "settings "
          "hot_spot_limit_kpa and hot_spot_min_duration_s, which are not clinical limits; the measurable "
          "change of "
          "this client is not known yet.",
          spot.cells, finding.row, finding.col, finding.threshold, params.get(Param::hot_spot_min_duration_s),
          finding.value);
}

}  // namespace palpate
