#include "processing/body_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <numeric>

#include "processing/posture_words.h"
#include "processing/report_json.h"

namespace palpate {

using nlohmann::ordered_json;

namespace {

constexpr double kBeforeMovingS = 1.0;  // a movement is known about half a second after it began

std::string_view facing_name(Facing facing) {
  return facing == Facing::up ? "up" : facing == Facing::down ? "down" : "unknown";
}

// What the unit does not give is null.
void add_load(ordered_json& out, const RegionLoad& load, PressureUnit unit) {
  const bool kpa = unit == PressureUnit::kpa;
  out["load_share"] = number_json(load.load_share);
  out["load_n"] = number_json(load.load_n);
  out["contact_area_cm2"] = number_json(load.contact_area_cm2);
  out["area_cm2"] = number_json(load.area_cm2);
  out["mean_kpa"] = number_json(kpa ? load.mean : kNone);
  out["ppi_kpa"] = number_json(kpa ? load.ppi : kNone);
  if (kpa) return;
  out["mean_counts"] = number_json(load.mean);
  out["ppi_counts"] = number_json(load.ppi);
}

ordered_json region_json(Region region, const RegionLoad& load, Facing facing, PressureUnit unit) {
  ordered_json out{{"region", id_of(region)}, {"name", words_of(region, facing)}};
  add_load(out, load, unit);
  return out;
}

ordered_json part_json(RegionKind kind, const RegionLoad& load, Facing facing, PressureUnit unit) {
  ordered_json out{{"part", name_of(kind)}, {"name", words_of(kind, facing)}};
  add_load(out, load, unit);
  return out;
}

}  // namespace

void BodyReport::add(const Snapshot& snapshot) {
  if (started_ && snapshot.t_s > last_t_s_) {
    posture_s_[static_cast<std::size_t>(last_posture_)] += snapshot.t_s - last_t_s_;
  }
  started_ = true;
  last_t_s_ = snapshot.t_s;
  last_posture_ = snapshot.posture;
  unit_ = snapshot.map.unit;
  if (snapshot.occupied) last_confidence_ = snapshot.posture_confidence;
  const bool newer = snapshot.body.found && snapshot.body.t_s != latest_.body.t_s;
  keep_still(snapshot, newer);
  if (!newer && (latest_.body.found || snapshot.body.why_not == latest_.body.why_not)) return;
  latest_ = {snapshot.body, snapshot.asymmetry};
}

void BodyReport::keep_still(const Snapshot& snapshot, bool newer) {
  const BodyState& body = snapshot.body;
  if (!still_.empty() && !(body.found && body.stable_since_s == still_.back().body.stable_since_s)) {
    settled_ = std::move(still_.front());
    still_.clear();
  }
  if (!newer || !std::isfinite(body.stable_since_s)) return;
  still_.push_back({body, snapshot.asymmetry});
  while (still_.size() > 1 && still_[1].body.t_s <= body.t_s - kBeforeMovingS) still_.pop_front();
}

const BodyReport::Moment& BodyReport::moment() const {
  if (!still_.empty()) return still_.back();
  return settled_ ? *settled_ : latest_;
}

ordered_json BodyReport::posture_json() const {
  const double total = std::accumulate(posture_s_.begin(), posture_s_.end(), 0.0);
  ordered_json shares = ordered_json::object();
  for (int k = 0; k < kPostures; ++k) {
    const double seconds = posture_s_[static_cast<std::size_t>(k)];
    if (seconds > 0.0) shares[std::string(name_of(static_cast<Posture>(k)))] = seconds / total;
  }
  return {{"last", name_of(last_posture_)},
          {"confidence", number_json(last_confidence_)},
          {"time_share", shares}};
}

ordered_json BodyReport::body_json() const {
  const BodyState& b = body();
  ordered_json out{{"found", b.found},
                   {"why_not", b.why_not},
                   {"t_s", b.t_s},
                   {"confidence", number_json(b.confidence)},
                   {"seated", b.seated},
                   {"facing", facing_name(b.facing)},
                   {"sides_known", b.sides_known},
                   {"stable_since_s", number_json(b.stable_since_s)},
                   {"midline",
                    {{"pelvis_x_mm", number_json(b.pelvis_x_mm)},
                     {"pelvis_y_mm", number_json(b.pelvis_y_mm)},
                     {"axis_x", b.axis_x},
                     {"axis_y", b.axis_y},
                     {"rotation_deg", number_json(b.rotation_deg)},
                     {"length_mm", number_json(b.length_mm)},
                     {"width_mm", number_json(b.width_mm)}}}};
  ordered_json& landmarks = out["landmarks"] = ordered_json::array();
  for (const Landmark& mark : b.landmarks) {
    landmarks.push_back({{"name", name_of(mark.kind)},
                         {"x_mm", mark.x_mm},
                         {"y_mm", mark.y_mm},
                         {"confidence", mark.confidence}});
  }
  ordered_json& regions = out["regions"] = ordered_json::array();
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    if (b.regions[i].present) regions.push_back(region_json(region_at(i), b.regions[i], b.facing, unit_));
  }
  ordered_json& parts = out["parts"] = ordered_json::array();
  for (std::size_t k = 0; k < kRegionKinds; ++k) {
    if (!b.part_loads[k].present) continue;
    parts.push_back(part_json(static_cast<RegionKind>(k), b.part_loads[k], b.facing, unit_));
  }
  return out;
}

ordered_json BodyReport::asymmetry_json() const {
  const AsymmetryState& a = moment().asymmetry;
  if (!a.valid) return nullptr;
  ordered_json out{{"left_share", number_json(a.left_share)},
                   {"mirror_difference", number_json(a.mirror_difference)},
                   {"cop_offset_mm", number_json(a.cop_offset_mm)},
                   {"stable_since_s", number_json(a.stable_since_s)}};
  ordered_json& parts = out["parts"] = ordered_json::array();
  for (std::size_t k = 0; k < kRegionKinds; ++k) {
    const PairAsymmetry& pair = a.pairs[k];
    if (!pair.valid) continue;
    parts.push_back({{"part", name_of(static_cast<RegionKind>(k))},
                     {"left_share", number_json(pair.left_share)},
                     {"ppi_ratio", number_json(pair.ppi_ratio)},
                     {"mirror_difference", number_json(pair.mirror_difference)},
                     {"load_share", number_json(pair.load_share)}});
  }
  return out;
}

std::string BodyReport::posture_text() const {
  constexpr double kLeastShare = 0.005;
  std::array<std::size_t, kPostures> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return posture_s_[a] > posture_s_[b]; });
  constexpr auto kEmpty = static_cast<std::size_t>(Posture::empty);
  const double total = std::accumulate(posture_s_.begin(), posture_s_.end(), 0.0) - posture_s_[kEmpty];
  std::string text;
  const auto out = std::back_inserter(text);
  for (const std::size_t k : order) {
    if (k == kEmpty || !(posture_s_[k] >= kLeastShare * total) || posture_s_[k] <= 0.0) continue;
    fmt::format_to(out, "  {:<32}{:>4.0f} %\n", posture_words(static_cast<Posture>(k)),
                   100.0 * posture_s_[k] / total);
  }
  if (text.empty()) return text;
  if (last_posture_ != Posture::empty && last_posture_ != Posture::unknown) {
    fmt::format_to(out, "  {:<32}{}, {}\n", "At the end", posture_words(last_posture_),
                   sureness_words(last_confidence_));
  }
  return "\nPosture, of the time that somebody was there\n" + text;
}

std::string BodyReport::text() const {
  std::string text = posture_text();
  const auto out = std::back_inserter(text);
  const BodyState& b = body();
  if (!b.found) {
    if (!b.why_not.empty()) fmt::format_to(out, "\nBody: not placed, {}\n", b.why_not);
    return text;
  }
  fmt::format_to(out, "\nBody at {:.0f} s{} (confidence {:.2f})\n", b.t_s,
                 std::isfinite(b.stable_since_s) ? fmt::format(", still since {:.0f} s", b.stable_since_s)
                                                 : ", never still: of the last moment it was seen",
                 b.confidence);
  fmt::format_to(out, "  {:<26}{:.0f} mm across, {:.0f} mm down the map, turned {:+.1f} degrees\n",
                 "midline at the pelvis", b.pelvis_x_mm, b.pelvis_y_mm, b.rotation_deg);
  if (!b.sides_known) {
    text += "  the client's sides are not told in this posture: parts without a side\n";
    for (std::size_t k = 0; k < kRegionKinds; ++k) {
      const RegionLoad& part = b.part_loads[k];
      if (!part.present) continue;
      fmt::format_to(out, "  {:<24}{:>13.1f} % of the load\n", words_of(static_cast<RegionKind>(k), b.facing),
                     100.0 * part.load_share);
    }
    return text;
  }
  fmt::format_to(out, "  {:<24}{:>15}{:>16}{:>24}\n", "share of the load", "client's left", "client's right",
                 unit_ == PressureUnit::kpa ? "peak index, kPa" : "peak index, counts");
  // kPa are a few, counts hundreds.
  const auto peak = [](double value) { return fmt::format("{:.{}f}", value, value < 10.0 ? 1 : 0); };
  for (std::size_t k = 0; k < kRegionKinds; ++k) {
    const auto kind = static_cast<RegionKind>(k);
    const RegionLoad& left = b.regions[index_of({kind, BodySide::left})];
    const RegionLoad& right = b.regions[index_of({kind, BodySide::right})];
    if (!left.present || !right.present) continue;
    const std::string words = words_of({kind, BodySide::left}, b.facing);
    constexpr std::size_t kPrefix = std::string_view("client's left ").size();
    fmt::format_to(out, "  {:<24}{:>13.1f} %{:>14.1f} %{:>17} / {}\n", words.substr(kPrefix),
                   100.0 * left.load_share, 100.0 * right.load_share, peak(left.ppi), peak(right.ppi));
  }
  return text;
}

}  // namespace palpate
