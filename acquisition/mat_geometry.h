// MatGeometry: the shape of a mat and how it lies under the client. Checked once, on creation.
//
// Axes (docs/metrics.md): row r grows down the printed map, column c to its right; x grows with c, y with r;
// the origin is the outer corner of cell (0, 0); the centre of cell (r, c) is ((c+0.5)*pitch_x_mm,
// (r+0.5)*pitch_y_mm).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "acquisition/result.h"

namespace palpate {

inline constexpr int kMaxSide = 256;     // rows or columns
inline constexpr int kMaxCells = 16384;  // rows * columns

// At which edge of the printed map the client's head lies (on a seat: where the back rest is).
enum class HeadEdge { top, bottom, left, right };
enum class Placement { table, seat, back_rest };

struct MatGeometry {
  int rows = 0;
  int cols = 0;
  double pitch_x_mm = 0.0;  // between column centres
  double pitch_y_mm = 0.0;  // between row centres
  HeadEdge head = HeadEdge::top;
  bool mirrored = false;  // the map is seen from below
  Placement placement = Placement::table;

  [[nodiscard]] std::size_t cells() const {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
  }
  [[nodiscard]] double cell_area_mm2() const { return pitch_x_mm * pitch_y_mm; }
  [[nodiscard]] double width_mm() const { return cols * pitch_x_mm; }
  [[nodiscard]] double height_mm() const { return rows * pitch_y_mm; }
  bool operator==(const MatGeometry&) const = default;
};

// The one way to a valid geometry: rows, cols in 1..kMaxSide, cells <= kMaxCells, pitches in 0.1..1000 mm.
Result<MatGeometry> make_geometry(int rows, int cols, double pitch_x_mm, double pitch_y_mm);
Result<void> check_geometry(const MatGeometry& geometry);

// "top", "bottom", "left", "right"; "table", "seat", "back-rest".
std::string_view name_of(HeadEdge head);
std::string_view name_of(Placement placement);
Result<HeadEdge> head_edge_from(std::string_view name);
Result<Placement> placement_from(std::string_view name);

}  // namespace palpate
