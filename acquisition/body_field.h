// BodyField: pressure layers of a body at rest on a plane, in the body's own millimetres.
//
// The imprint is a union of soft round cones (the elastic-foundation print of limbs and bones), joined with a
// p-norm so that no seam shows, spread by the cover of the mat and roughened by cloth and tissue. Every other
// layer is a change of the imprint that carries no net load: mixing layers never changes the weight.
//
// Body axes: y grows from the head (seat: from the back rest) to the feet, x to the right of the printed map.
// Single thread; const functions may be shared.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace palpate::sim {

enum Layer : std::size_t {
  kLoad,     // the imprint itself, kPa
  kLeanX,    // more load at +x, less at -x
  kLeanY,    // more load at +y
  kChest,    // breathing in: what the ribs press
  kAbdomen,  // breathing in: what the belly moves
  kHeart,    // one heartbeat
  kSettle,   // tissue and cover spread: peaks sink, the skirt grows
  kLimb,     // a leg or thigh (at +x) unloads
  kLayers,
};
using LayerValues = std::array<float, kLayers>;

// A soft limb from (x0, y0) to (x1, y1): contact half-width r, pressure g on its axis (relative), at both
// ends.
struct Bump {
  double x0, y0, x1, y1;
  double r0, r1;
  double g0, g1;
};

// A smooth local change: pressure * (1 + change) in the middle, 1 outside the ellipse. Flat: the change holds
// nearly to the edge, and half of it on the ellipse.
struct Patch {
  double x, y, rx, ry;
  double change;
  bool flat = false;
};

struct Box {
  double x_min, y_min, x_max, y_max;
};

class BodyField {
 public:
  explicit BodyField(const Box& box);

  // Building, in this order.
  void add(const Bump& bump);
  void join();                   // p-norm of everything added
  void spread(double sigma_mm);  // Gaussian, keeps the load
  // Smooth relative noise: of the tissue, and where sitting_seed differs, of today's cloth as well.
  void roughen(std::uint64_t seed, std::uint64_t sitting_seed, double amount);
  void change(const Patch& patch);
  void scale_to(double load_n);
  void set_layer(Layer layer, const std::function<double(double x, double y)>& relative_change);
  void set_settle_layer(double sigma_mm);

  // kPa of all layers at a place; 0 outside.
  [[nodiscard]] LayerValues at(double x, double y) const;
  [[nodiscard]] double load_n() const;
  // Load of the half at x > 0, of the imprint or of a layer.
  [[nodiscard]] double load_at_positive_x(Layer layer) const;

 private:
  [[nodiscard]] double x_of(std::size_t column) const {
    return box_.x_min + static_cast<double>(column) * kStep;
  }
  [[nodiscard]] double y_of(std::size_t row) const { return box_.y_min + static_cast<double>(row) * kStep; }
  [[nodiscard]] std::vector<float> blurred(double sigma_mm) const;

  static constexpr double kStep = 8.0;  // mm
  Box box_;
  std::size_t columns_, rows_;
  std::vector<LayerValues> nodes_;
};

}  // namespace palpate::sim
