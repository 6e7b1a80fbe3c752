#include "processing/hot_spot_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <string>
#include <utility>

#include "processing/finding_place.h"
#include "processing/finding_text.h"
#include "processing/shown_numbers.h"

namespace palpate {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

}  // namespace

HotSpotDetector::HotSpotDetector(const MatGeometry& geometry) : geometry_(geometry) {
  const auto cells = static_cast<Eigen::Index>(geometry.cells());
  since_.resize(cells);
  border_.resize(cells);
  owner_.resize(cells);
  label_.resize(cells);
  rows_.resize(static_cast<std::size_t>(geometry.rows));
  members_.reserve(geometry.cells());
  spots_.reserve(geometry.cells());
  findings_.reserve(kMostOpenHotSpots + kMostEndedFindings + 1);
  end_all();
}

void HotSpotDetector::reset() {
  end_all();
  findings_.clear();
}

void HotSpotDetector::end_all() {
  while (!findings_.empty() && findings_.front().active) end_finding(findings_, 0);
  since_.setConstant(kNever);
  border_.setConstant(enter_);
  owner_.setZero();
  label_.setZero();
  spots_.clear();
  members_.clear();
  std::fill(rows_.begin(), rows_.end(), Row{false, false, kNever});
  any_above_ = started_ = changed_ = false;
}

// Spells go on under another limit: those below it end with the next frame.
void HotSpotDetector::set_limits(double limit, double min_duration_s) {
  if (limit == limit_ && min_duration_s == min_duration_s_) return;
  limit_ = limit;
  min_duration_s_ = min_duration_s;
  enter_ = static_cast<float>(limit);
  leave_ = static_cast<float>(limit * kHotSpotHysteresis);
  border_ = (since_ == kNever).select(Eigen::ArrayXf::Constant(border_.size(), enter_), leave_);
  for (Row& row : rows_) row.waiting_since_s = row.above ? -kNever : kNever;  // look at it in the next frame
  changed_ = true;
}

void HotSpotDetector::update(const FindingInput& input, const Params& params, FindingIds& ids) {
  if (input.map->unit != PressureUnit::kpa) return;
  if (started_ && input.t_s - last_t_s_ > kLongestGapS) end_all();
  started_ = true;
  last_t_s_ = input.t_s;
  if (input.hands) return;
  set_limits(params.get(Param::hot_spot_limit_kpa), params.get(Param::hot_spot_min_duration_s));
  follow_cells(input);
  const bool collect = changed_;
  if (collect) collect_spots(input.t_s);
  if (spots_.empty() && (findings_.empty() || !findings_.front().active)) return;
  const bool opened = match(input, ids);
  if (collect || opened) own_cells();
}

// Passes over rows without a spell and without a cell above the limit, most of a mat, and rows in which
// nothing changes.
void HotSpotDetector::follow_cells(const FindingInput& input) {
  const PressureMap& map = *input.map;
  if (!any_above_ && !(map.pressure.maxCoeff() > enter_)) return;
  any_above_ = false;
  for (int r = 0; r < geometry_.rows; ++r) {
    const Row& row = rows_[static_cast<std::size_t>(r)];
    const Eigen::Index begin = static_cast<Eigen::Index>(r) * geometry_.cols;
    const float* p = map.pressure.data() + begin;
    const float* border = border_.data() + begin;
    int changes = 0;
#pragma omp simd reduction(| : changes)
    for (int c = 0; c < geometry_.cols; ++c) {
      changes |= static_cast<int>(p[c] > border[c]) ^ static_cast<int>(border[c] < enter_);
    }
    const bool ripe = input.t_s - row.waiting_since_s >= min_duration_s_;
    const bool lost = row.above && std::memchr(map.dead.data() + begin, 1,
                                               static_cast<std::size_t>(geometry_.cols)) != nullptr;
    if (changes != 0 || ripe || lost) follow_row(map, r, input.t_s);
    any_above_ = any_above_ || row.above;
  }
}

void HotSpotDetector::follow_row(const PressureMap& map, int r, double t_s) {
  Row& row = rows_[static_cast<std::size_t>(r)];
  const Row before = std::exchange(row, Row{false, false, kNever});
  const Eigen::Index begin = static_cast<Eigen::Index>(r) * geometry_.cols;
  for (Eigen::Index i = begin; i < begin + geometry_.cols; ++i) {
    const float p = map.dead.data()[i] && !map.repaired.data()[i] ? 0.0F : map.pressure.data()[i];
    const bool was_in = since_[i] != kNever, is_in = p > border_[i];
    if (was_in != is_in) {
      changed_ = changed_ || (was_in && label_[i] != 0);
      since_[i] = is_in ? t_s : kNever;
      border_[i] = is_in ? leave_ : enter_;
    }
    if (!is_in) continue;
    row.above = true;
    if (sustained(static_cast<int>(i), t_s)) {
      row.sustained = true;
      changed_ = changed_ || label_[i] == 0;
    } else {
      row.waiting_since_s = std::min(row.waiting_since_s, since_[i]);
    }
  }
  changed_ = changed_ || (before.sustained && !row.sustained);
}

void HotSpotDetector::collect_spots(double t_s) {
  changed_ = false;
  spots_.clear();
  members_.clear();
  label_.setZero();
  for (int r = 0; r < geometry_.rows; ++r) {
    if (!rows_[static_cast<std::size_t>(r)].above) continue;
    for (int cell = r * geometry_.cols; cell < (r + 1) * geometry_.cols; ++cell) {
      if (label_[cell] == 0 && sustained(cell, t_s)) spots_.push_back(flood(cell, t_s));
    }
  }
}

// Takes the members of the spot in the order in which they are reached; those not looked at yet are the
// queue.
HotSpotDetector::Spot HotSpotDetector::flood(int seed, double t_s) {
  const int number = static_cast<int>(spots_.size()) + 1;
  Spot spot;
  spot.first = static_cast<int>(members_.size());
  spot.since_s = kNever;
  members_.push_back(seed);
  label_[seed] = number;
  for (auto next_member = static_cast<std::size_t>(spot.first); next_member < members_.size();
       ++next_member) {
    const int cell = members_[next_member];
    ++spot.cells;
    spot.since_s = std::min(spot.since_s, since_[cell]);
    if (spot.previous_id == 0) spot.previous_id = owner_[cell];
    const int row = cell / geometry_.cols, col = cell % geometry_.cols;
    for (int r = std::max(0, row - 1); r <= std::min(geometry_.rows - 1, row + 1); ++r) {
      for (int c = std::max(0, col - 1); c <= std::min(geometry_.cols - 1, col + 1); ++c) {
        const int next = r * geometry_.cols + c;
        if (label_[next] != 0 || !sustained(next, t_s)) continue;
        label_[next] = number;
        members_.push_back(next);
      }
    }
  }
  return spot;
}

void HotSpotDetector::find_peak(const PressureMap& map, Spot& spot) const {
  spot.peak = 0.0F;
  const auto first = members_.begin() + spot.first;
  for (auto cell = first; cell != first + spot.cells; ++cell) {
    const float p = map.pressure.data()[*cell];
    if (p > spot.peak) {
      spot.peak = p;
      spot.peak_cell = *cell;
    }
  }
}

// Gives each spot its finding; findings whose cells are all gone end.
bool HotSpotDetector::match(const FindingInput& input, FindingIds& ids) {
  bool opened = false;
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
      opened = true;
    }
    find_peak(*input.map, spot);
    describe(*found, spot, input);
  }
  for (std::size_t i = 0; i < findings_.size() && findings_[i].active;) {
    if (findings_[i].end_s >= 0.0) {
      ++i;
      continue;
    }
    findings_[i].end_s = last_t_s_;
    end_finding(findings_, i);
  }
  return opened;
}

void HotSpotDetector::own_cells() {
  owner_.setZero();
  for (const Spot& spot : spots_) {
    for (int i = spot.first; i < spot.first + spot.cells; ++i) {
      owner_[members_[static_cast<std::size_t>(i)]] = spot.previous_id;
    }
  }
}

void HotSpotDetector::describe(Finding& finding, const Spot& spot, const FindingInput& input) {
  finding.end_s = input.t_s;
  finding.value = static_cast<double>(spot.peak);
  finding.threshold = limit_;
  finding.row = spot.peak_cell / geometry_.cols;
  finding.col = spot.peak_cell % geometry_.cols;
  if (const auto region = region_of_cell(input.body, finding.row, finding.col))
    place_in(finding, *region, input.body);
  finding.x_mm = (finding.col + 0.5) * geometry_.pitch_x_mm;
  finding.y_mm = (finding.row + 0.5) * geometry_.pitch_y_mm;
  const MapSide high = input.sides.across_columns ? MapSide::right : MapSide::bottom;
  const MapSide side =
      beyond(input.midline, input.sides.across_columns, finding.x_mm, finding.y_mm) ? high : opposite(high);
  ShownNumbers& shown = shown_[static_cast<std::size_t>(finding.id) % shown_.size()];
  if (!shown.change_to({static_cast<double>(finding.id), static_cast<double>(spot.peak_cell),
                        static_cast<double>(spot.cells), std::nearbyint(finding.value),
                        std::nearbyint(10.0 * finding.value), std::nearbyint(finding.end_s - finding.start_s),
                        limit_, min_duration_s_, static_cast<double>(side)})) {
    return;
  }
  finding.side = side_name(input.sides, side);
  write_texts(finding, spot, side_words(input.sides, side));
}

void HotSpotDetector::write_texts(Finding& finding, const Spot& spot, std::string_view where) const {
  const double area_cm2 = spot.cells * geometry_.cell_area_mm2() / 100.0;
  finding.told_s = finding.end_s - finding.start_s;
  const std::string limit = threshold_words(finding.threshold, finding.unit);
  rewrite(finding.title, "Persistent hot spot: {}, {}",
          value_words(finding.value, finding.threshold, finding.unit), finding.side);
  rewrite(finding.words,
          "A place of {:.0f} cm2 on the {} has stayed above {} for {}. A place to palpate, or to "
          "relieve.",
          area_cm2, where, limit, lasted_words(finding.told_s));
  rewrite(finding.why,
          "{} cells around row {}, column {} above {} for at least {:g} s, highest {:.1f} kPa now; "
          "settings hot_spot_limit_kpa and hot_spot_min_duration_s, which are not clinical limits; the "
          "measurable change of this client is not known yet.",
          spot.cells, finding.row, finding.col, limit, min_duration_s_, finding.value);
}

}  // namespace palpate
