// Filters of whole maps: 3 x 3 median, Gaussian, per-cell temporal low-pass. Values must be finite (cells
// that are left out are 0 here). The float versions are the live chain; the double ones serve `palpate
// filter` and tests.
#pragma once

#include <vector>

#include "processing/filters.h"
#include "processing/grid.h"

namespace palpate {

template <typename T>
using GridOf = Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Median of the 3 x 3 neighbourhood, border replicated: bit-exact cv::medianBlur(.., 3) and
// scipy.ndimage.median_filter(.., 3, mode="nearest"). `out` is resized to `in`; they must be different
// objects. `rows` is scratch. T: float or double.
template <typename T>
void median3x3(const GridOf<T>& in, GridOf<T>& out, std::vector<T>& scratch);

// Separable Gaussian, radius floor(4 sigma + 0.5) cells, weights exp(-k^2 / (2 sigma^2)) normalised to 1,
// border replicated: scipy.ndimage.gaussian_filter(.., sigma, mode="nearest") and cv::GaussianBlur with size
// 2 radius + 1 and BORDER_REPLICATE. sigma_cells <= 0 or a radius of 0 copies.
class GaussianBlur {
 public:
  explicit GaussianBlur(double sigma_cells = 0.0);
  [[nodiscard]] int radius() const { return static_cast<int>(weights_.size()) - 1; }
  // `out` is resized to `in`; they may be the same object. T: float or double.
  void apply(const GridOf<float>& in, GridOf<float>& out);
  void apply(const GridOf<double>& in, GridOf<double>& out);

 private:
  std::vector<double> weights_;  // centre first
  std::vector<float> weights_f_;
  std::vector<float> scratch_f_;
  std::vector<double> scratch_d_;
  std::vector<const float*> lines_f_;
  std::vector<const double*> lines_d_;
};

// One-pole low-pass of every cell: y += (1 - exp(-dt / tau)) (x - y); starts at the first map. The weight
// follows the time between frames, so a lost frame or another rate changes nothing in the curve. Time not
// running forwards: the map is taken with weight 0. tau <= 0 copies. Values below 1e-20 in the state become 0
// (denormals cost 3 x).
class TemporalLowpass {
 public:
  explicit TemporalLowpass(double time_constant_s = 0.0) : time_constant_s_(time_constant_s) {}
  // The filtered map; valid until the next call. A map of another size starts anew.
  const Grid& apply(const Grid& in, double t_s);
  void apply_in_place(Grid& map, double t_s);  // the same, without a second pass over the map
  void set_time_constant(double time_constant_s) { time_constant_s_ = time_constant_s; }
  void reset() { started_ = false; }

 private:
  // The weight of this frame; negative: the map starts the state anew.
  float weight(const Grid& in, double t_s);

  double time_constant_s_;
  bool started_ = false;
  double last_t_s_ = 0.0;
  Grid state_;
};

// Second-order sections on every cell, at a fixed rate; state started at the step of the first map. Float
// cells, double coefficients and state.
class SosGridFilter {
 public:
  explicit SosGridFilter(std::vector<Biquad> sections) : sections_(std::move(sections)) {}
  void apply(const Grid& in, Grid& out);
  void reset() { started_ = false; }

 private:
  std::vector<Biquad> sections_;
  bool started_ = false;
  std::vector<double> z_;  // two planes a section
};

}  // namespace palpate
