#include "acquisition/body_field.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"
#include "acquisition/sim_random.h"

namespace palpate::sim {
namespace {

std::size_t nodes_between(double low, double high, double step) {
  return static_cast<std::size_t>(std::ceil((high - low) / step)) + 1;
}

double smooth_step(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

// Value noise in [-1, 1] on a lattice of `cell` mm.
double value_noise(std::uint64_t seed, std::uint64_t octave, double cell, double x, double y) {
  const double u = x / cell + 1000.0, v = y / cell + 1000.0;
  const auto i = static_cast<std::uint64_t>(u), j = static_cast<std::uint64_t>(v);
  const double fu = smooth_step(u - static_cast<double>(i)), fv = smooth_step(v - static_cast<double>(j));
  const auto corner = [&](std::uint64_t a, std::uint64_t b) {
    return uniform(seed, kTexture + 64 * (octave + 1), (i + a) * 65536 + j + b, -1.0, 1.0);
  };
  const double top = corner(0, 0) * (1 - fu) + corner(1, 0) * fu;
  const double bottom = corner(0, 1) * (1 - fu) + corner(1, 1) * fu;
  return top * (1 - fv) + bottom * fv;
}

double rough(std::uint64_t seed, double x, double y) {
  return 0.6 * value_noise(seed, 0, 62.0, x, y) + 0.9 * value_noise(seed, 1, 27.0, x, y) +
         0.6 * value_noise(seed, 2, 13.0, x, y);
}

}  // namespace

BodyField::BodyField(const Box& box)
    : box_(box),
      columns_(nodes_between(box.x_min, box.x_max, kStep)),
      rows_(nodes_between(box.y_min, box.y_max, kStep)),
      nodes_(columns_ * rows_, LayerValues{}) {}

void BodyField::add(const Bump& b) {
  const double reach = std::max(b.r0, b.r1);
  const auto clamp_index = [](double v, std::size_t n) {
    return static_cast<std::size_t>(std::clamp(v, 0.0, static_cast<double>(n)));
  };
  const std::size_t c0 = clamp_index((std::min(b.x0, b.x1) - reach - box_.x_min) / kStep, columns_);
  const std::size_t c1 = clamp_index((std::max(b.x0, b.x1) + reach - box_.x_min) / kStep + 2.0, columns_);
  const std::size_t r0 = clamp_index((std::min(b.y0, b.y1) - reach - box_.y_min) / kStep, rows_);
  const std::size_t r1 = clamp_index((std::max(b.y0, b.y1) + reach - box_.y_min) / kStep + 2.0, rows_);
  const double ex = b.x1 - b.x0, ey = b.y1 - b.y0, length2 = ex * ex + ey * ey;
  for (std::size_t r = r0; r < r1; ++r) {
    for (std::size_t c = c0; c < c1; ++c) {
      const double px = x_of(c) - b.x0, py = y_of(r) - b.y0;
      const double s = length2 > 0.0 ? std::clamp((px * ex + py * ey) / length2, 0.0, 1.0) : 0.0;
      const double dx = px - s * ex, dy = py - s * ey, radius = b.r0 + s * (b.r1 - b.r0);
      const double u2 = (dx * dx + dy * dy) / (radius * radius);
      if (u2 >= 1.0) continue;
      const double g = (b.g0 + s * (b.g1 - b.g0)) * (1.0 - u2);
      nodes_[r * columns_ + c][kLoad] += static_cast<float>(g * g * g);
    }
  }
}

void BodyField::join() {
  for (LayerValues& node : nodes_) node[kLoad] = std::cbrt(node[kLoad]);
}

std::vector<float> BodyField::blurred(double sigma_mm) const {
  const double sigma = sigma_mm / kStep;
  const int radius = static_cast<int>(std::ceil(3.0 * sigma));
  std::vector<float> kernel;
  float sum = 0.0F;
  for (int i = -radius; i <= radius; ++i) {
    kernel.push_back(static_cast<float>(std::exp(-0.5 * i * i / (sigma * sigma))));
    sum += kernel.back();
  }
  for (float& k : kernel) k /= sum;
  std::vector<float> across(nodes_.size(), 0.0F), both(nodes_.size(), 0.0F);
  const int columns = static_cast<int>(columns_), rows = static_cast<int>(rows_);
  const auto index = [columns](int r, int c) { return static_cast<std::size_t>(r * columns + c); };
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      const float value = nodes_[index(r, c)][kLoad];
      if (value == 0.0F) continue;
      for (int k = std::max(-radius, -c); k <= std::min(radius, columns - 1 - c); ++k) {
        across[index(r, c + k)] += value * kernel[static_cast<std::size_t>(k + radius)];
      }
    }
  }
  for (int r = 0; r < rows; ++r) {
    for (int k = std::max(-radius, -r); k <= std::min(radius, rows - 1 - r); ++k) {
      const float weight = kernel[static_cast<std::size_t>(k + radius)];
      for (int c = 0; c < columns; ++c) both[index(r + k, c)] += across[index(r, c)] * weight;
    }
  }
  return both;
}

void BodyField::spread(double sigma_mm) {
  const std::vector<float> soft = blurred(sigma_mm);
  for (std::size_t i = 0; i < nodes_.size(); ++i) nodes_[i][kLoad] = soft[i];
}

void BodyField::roughen(std::uint64_t seed, std::uint64_t sitting_seed, double amount) {
  constexpr double kTissue = 0.8, kCloth = 0.6;  // squares add up to 1
  for (std::size_t r = 0; r < rows_; ++r) {
    for (std::size_t c = 0; c < columns_; ++c) {
      LayerValues& node = nodes_[r * columns_ + c];
      if (node[kLoad] == 0.0F) continue;
      double noise = rough(seed, x_of(c), y_of(r));
      if (sitting_seed != seed) noise = kTissue * noise + kCloth * rough(sitting_seed, x_of(c), y_of(r));
      node[kLoad] *= static_cast<float>(std::max(0.0, 1.0 + amount * noise));
    }
  }
}

void BodyField::change(const Patch& patch) {
  for (std::size_t r = 0; r < rows_; ++r) {
    for (std::size_t c = 0; c < columns_; ++c) {
      const double dx = (x_of(c) - patch.x) / patch.rx, dy = (y_of(r) - patch.y) / patch.ry;
      const double inwards = 1.0 - std::sqrt(dx * dx + dy * dy);
      const double inside = smooth_step(patch.flat ? 4.0 * inwards + 0.5 : 1.5 * inwards);
      nodes_[r * columns_ + c][kLoad] *= static_cast<float>(1.0 + patch.change * inside);
    }
  }
}

void BodyField::scale_to(double load) {
  const double now = load_n();
  PALPATE_EXPECTS(now > 0.0);
  const auto factor = static_cast<float>(load / now);
  for (LayerValues& node : nodes_) node[kLoad] *= factor;
}

void BodyField::set_layer(Layer layer, const std::function<double(double, double)>& relative_change) {
  double load = 0.0, moved = 0.0;
  for (std::size_t r = 0; r < rows_; ++r) {
    for (std::size_t c = 0; c < columns_; ++c) {
      LayerValues& node = nodes_[r * columns_ + c];
      if (node[kLoad] == 0.0F) continue;
      node[layer] = static_cast<float>(node[kLoad] * relative_change(x_of(c), y_of(r)));
      load += node[kLoad];
      moved += node[layer];
    }
  }
  const auto mean = static_cast<float>(load > 0.0 ? moved / load : 0.0);
  for (LayerValues& node : nodes_) node[layer] -= mean * node[kLoad];
}

void BodyField::set_settle_layer(double sigma_mm) {
  const std::vector<float> soft = blurred(sigma_mm);
  for (std::size_t i = 0; i < nodes_.size(); ++i) nodes_[i][kSettle] = soft[i] - nodes_[i][kLoad];
}

LayerValues BodyField::at(double x, double y) const {
  LayerValues out{};
  const double u = (x - box_.x_min) / kStep, v = (y - box_.y_min) / kStep;
  if (!(u >= 0.0) || !(v >= 0.0)) return out;
  const auto c = static_cast<std::size_t>(u), r = static_cast<std::size_t>(v);
  if (c + 1 >= columns_ || r + 1 >= rows_) return out;
  const auto fu = static_cast<float>(u - static_cast<double>(c));
  const auto fv = static_cast<float>(v - static_cast<double>(r));
  const LayerValues& a = nodes_[r * columns_ + c];
  const LayerValues& b = nodes_[r * columns_ + c + 1];
  const LayerValues& d = nodes_[(r + 1) * columns_ + c];
  const LayerValues& e = nodes_[(r + 1) * columns_ + c + 1];
  for (std::size_t k = 0; k < kLayers; ++k) {
    out[k] = (a[k] * (1 - fu) + b[k] * fu) * (1 - fv) + (d[k] * (1 - fu) + e[k] * fu) * fv;
  }
  return out;
}

double BodyField::load_n() const {
  double sum = 0.0;
  for (const LayerValues& node : nodes_) sum += node[kLoad];
  return sum * kStep * kStep * 1e-3;
}

double BodyField::load_at_positive_x(Layer layer) const {
  double sum = 0.0;
  for (std::size_t r = 0; r < rows_; ++r) {
    for (std::size_t c = 0; c < columns_; ++c) {
      const double x = x_of(c);
      const double share = std::clamp(x / kStep + 0.5, 0.0, 1.0);
      sum += share * nodes_[r * columns_ + c][layer];
    }
  }
  return sum * kStep * kStep * 1e-3;
}

}  // namespace palpate::sim
