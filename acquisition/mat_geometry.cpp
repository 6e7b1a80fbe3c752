#include "acquisition/mat_geometry.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

namespace palpate {
namespace {

constexpr std::array<std::pair<HeadEdge, std::string_view>, 4> kHeads{{{HeadEdge::top, "top"},
                                                                       {HeadEdge::bottom, "bottom"},
                                                                       {HeadEdge::left, "left"},
                                                                       {HeadEdge::right, "right"}}};
constexpr std::array<std::pair<Placement, std::string_view>, 3> kPlacements{
    {{Placement::table, "table"}, {Placement::seat, "seat"}, {Placement::back_rest, "back-rest"}}};

bool possible_pitch(double pitch_mm) {
  return std::isfinite(pitch_mm) && pitch_mm >= 0.1 && pitch_mm <= 1000.0;
}

template <typename Table, typename Value>
std::string_view find_name(const Table& table, Value value) {
  for (const auto& [key, name] : table) {
    if (key == value) return name;
  }
  return "?";
}

template <typename Value, typename Table>
Result<Value> find_value(const Table& table, std::string_view name, std::string_view what,
                         std::string_view choices) {
  for (const auto& [key, text] : table) {
    if (text == name) return key;
  }
  return Error{ErrorCode::bad_argument, fmt::format("unknown {}: {} (choose {})", what, name, choices)};
}

}  // namespace

Result<void> check_geometry(const MatGeometry& g) {
  if (g.rows < 1 || g.cols < 1 || g.rows > kMaxSide || g.cols > kMaxSide || g.rows * g.cols > kMaxCells) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("impossible mat size: {} x {} (1 to {} rows and columns, at most {} cells)",
                             g.rows, g.cols, kMaxSide, kMaxCells)};
  }
  if (!possible_pitch(g.pitch_x_mm) || !possible_pitch(g.pitch_y_mm)) {
    return Error{ErrorCode::bad_argument, fmt::format("impossible cell pitch: {} x {} mm (0.1 to 1000 mm)",
                                                      g.pitch_x_mm, g.pitch_y_mm)};
  }
  return {};
}

Result<MatGeometry> make_geometry(int rows, int cols, double pitch_x_mm, double pitch_y_mm) {
  MatGeometry geometry;
  geometry.rows = rows;
  geometry.cols = cols;
  geometry.pitch_x_mm = pitch_x_mm;
  geometry.pitch_y_mm = pitch_y_mm;
  if (auto ok = check_geometry(geometry); !ok) return ok.error();
  return geometry;
}

std::string_view name_of(HeadEdge head) {
  return find_name(kHeads, head);
}
std::string_view name_of(Placement placement) {
  return find_name(kPlacements, placement);
}

Result<HeadEdge> head_edge_from(std::string_view name) {
  return find_value<HeadEdge>(kHeads, name, "head edge", "top, bottom, left, right");
}

Result<Placement> placement_from(std::string_view name) {
  return find_value<Placement>(kPlacements, name, "placement", "table, seat, back-rest");
}

}  // namespace palpate
