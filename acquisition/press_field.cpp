#include "acquisition/press_field.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <tuple>

#include "acquisition/sim_random.h"

namespace palpate::sim {
namespace {

constexpr double kTau = 2.0 * std::numbers::pi;
constexpr double kBodyHz = 4.0, kBodyDamping = 0.35;  // of a body on a padded table, under a hand

// Answer of the damped oscillator to a force that grows by 1 N/s from time 0 on.
double ramp_response(double t_s) {
  if (t_s <= 0.0) return 0.0;
  const double w = kTau * kBodyHz, z = kBodyDamping;
  const double wd = w * std::sqrt(1.0 - z * z);
  const double decay = std::exp(-z * w * t_s);
  return t_s - 2.0 * z / w +
         decay * (2.0 * z / w * std::cos(wd * t_s) + (2.0 * z * z - 1.0) / wd * std::sin(wd * t_s));
}

double ramp(double t_s) {
  return std::max(t_s, 0.0);
}

template <typename Ramp>
double profile(const SimulatedPress& p, double t_s, const Ramp& answer) {
  const double up = p.force_n / std::max(p.ramp_s, 0.01), down = p.force_n / std::max(p.release_s, 0.01);
  const double top = p.start_s + std::max(p.ramp_s, 0.01), off = top + p.hold_s;
  const double end = off + std::max(p.release_s, 0.01);
  return up * (answer(t_s - p.start_s) - answer(t_s - top)) - down * (answer(t_s - off) - answer(t_s - end));
}

// A holding hand wanders by about 2 %.
double tremor(const SimulatedPress& p, double t_s) {
  const double u = (t_s - p.start_s - p.ramp_s) / std::max(p.hold_s, 1e-9);
  if (u <= 0.0 || u >= 1.0) return 0.0;
  const double fade = std::min({1.0, 4.0 * u, 4.0 * (1.0 - u)});
  return 0.02 * fade * p.force_n * std::sin(kTau * 0.4 * (t_s - p.start_s) + p.start_s);
}

// Front to back, lying on the back or the face, of a middle build, in mm; y in shares of the height.
double thickness_mm(double y) {
  constexpr std::array<std::array<double, 2>, 8> kRows{
      {{0.0, 150}, {0.1, 120}, {0.2, 205}, {0.36, 200}, {0.5, 215}, {0.62, 150}, {0.8, 105}, {1.0, 70}}};
  if (y <= kRows.front()[0]) return kRows.front()[1];
  for (std::size_t i = 1; i < kRows.size(); ++i) {
    const auto [y1, t1] = kRows[i];
    const auto [y0, t0] = kRows[i - 1];
    if (y <= y1) return t0 + (t1 - t0) * (y - y0) / (y1 - y0);
  }
  return kRows.back()[1];
}

}  // namespace

double hand_force(const SimulatedPress& press, double t_s) {
  return std::max(0.0, profile(press, t_s, ramp) + tremor(press, t_s));
}

double force_on_mat(const SimulatedPress& press, double t_s) {
  if (t_s <= press.start_s || t_s > press.end_s() + 5.0) return 0.0;
  return profile(press, t_s, ramp_response) + tremor(press, t_s);
}

double spread_mm(const BodySize& size, double body_y, double width_mm) {
  const double build = std::sqrt(size.weight_n / 686.5 / (size.height_mm / 1700.0));
  return std::hypot(width_mm / 4.0, 0.25 * build * thickness_mm(body_y / size.height_mm));
}

HandPlace hand_place(const SimulatedPress& press, const PressedBody& body, const BodyPlace& place) {
  HandPlace hand;
  if (press.region.empty()) {
    std::tie(hand.body_x, hand.body_y) = to_body(body.mat, place, press.x_mm, press.y_mm);
    hand.x_mm = press.x_mm;
    hand.y_mm = press.y_mm;
    return hand;
  }
  const double side = press.client_left ? body.client_left : -body.client_left;
  std::tie(hand.body_x, hand.body_y) = region_centre(body.pose, body.size, press.region);
  hand.body_x *= side;
  std::tie(hand.x_mm, hand.y_mm) = to_map(body.mat, place, hand.body_x, hand.body_y);
  return hand;
}

void render_press(const SimulatedPress& press, const PressedBody& body, const BodyPlace& place,
                  std::vector<float>& kpa_per_n) {
  const MatGeometry& mat = body.mat;
  const HandPlace hand = hand_place(press, body, place);
  const double sigma = spread_mm(body.size, hand.body_y, press.width_mm);
  const int more_rows = static_cast<int>(std::ceil(4.0 * sigma / mat.pitch_y_mm));
  const int more_cols = static_cast<int>(std::ceil(4.0 * sigma / mat.pitch_x_mm));
  kpa_per_n.assign(mat.cells(), 0.0F);
  double sum = 0.0;
  for (int r = -more_rows; r < mat.rows + more_rows; ++r) {
    for (int c = -more_cols; c < mat.cols + more_cols; ++c) {
      const double x = (c + 0.5) * mat.pitch_x_mm, y = (r + 0.5) * mat.pitch_y_mm;
      const double far2 =
          ((x - hand.x_mm) * (x - hand.x_mm) + (y - hand.y_mm) * (y - hand.y_mm)) / (sigma * sigma);
      if (far2 > 16.0) continue;
      const auto [bx, by] = to_body(mat, place, x, y);
      const double kpa = static_cast<double>(body.shape.field.at(bx, by)[kLoad]);
      const double weight = std::exp(-0.5 * far2) * (0.2 + 0.8 * kpa / (kpa + 0.6));
      sum += weight;
      if (r < 0 || r >= mat.rows || c < 0 || c >= mat.cols) continue;
      kpa_per_n[static_cast<std::size_t>(r * mat.cols + c)] = static_cast<float>(weight);
    }
  }
  const auto scale = static_cast<float>(sum > 0.0 ? 1e3 / (sum * mat.cell_area_mm2()) : 0.0);
  for (float& p : kpa_per_n) p *= scale;
}

Result<void> check_press(const SimulatedPress& p, Pose pose) {
  const struct {
    double value, low, high;
    std::string_view what;
  } ranges[] = {
      {p.force_n, 1, 400, "force of a press in N"},     {p.start_s, 0, 1e6, "start of a press in s"},
      {p.ramp_s, 0, 600, "ramp of a press in s"},       {p.hold_s, 0, 3600, "hold of a press in s"},
      {p.release_s, 0, 600, "release of a press in s"}, {p.width_mm, 10, 300, "width of a hand in mm"}};
  for (const auto& r : ranges) {
    if (!(r.value >= r.low && r.value <= r.high)) {
      return Error{ErrorCode::bad_argument,
                   fmt::format("impossible {}: {} ({} to {})", r.what, r.value, r.low, r.high)};
    }
  }
  if (pose != Pose::supine && pose != Pose::prone && pose != Pose::side) {
    return Error{ErrorCode::bad_argument,
                 "no press is possible in this scenario (choose one with the client lying)"};
  }
  if (p.region.empty()) return {};
  const auto names = region_names(pose);
  if (std::find(names.begin(), names.end(), p.region) != names.end()) return {};
  return Error{ErrorCode::bad_argument, names.empty()
                                            ? "lying on a side, a press needs X,Y in map mm for its place"
                                            : fmt::format("unknown region of a press: {} (choose {})",
                                                          p.region, fmt::join(names, ", "))};
}

std::vector<SimulatedPress> hands_session(std::uint64_t seed, Pose pose) {
  constexpr double kFirst_s = 30.0, kLast_s = 7200.0;
  constexpr std::array<double, 3> kForces{18.0, 42.0, 85.0};  // light, moderate, deep
  const auto names = region_names(pose);
  std::vector<SimulatedPress> presses;
  double t_s = kFirst_s;
  for (std::uint64_t n = 0; t_s < kLast_s && !names.empty(); ++n) {
    const auto draw = [&](std::uint64_t index, double low, double high) {
      return uniform(seed, kHands, 8 * n + index, low, high);
    };
    SimulatedPress press;
    const std::uint64_t site = n / 3;  // three presses a place
    press.region = names[hash(seed, kHands, 8 * 100000 + site) % names.size()];
    press.client_left = site % 2 == 0;
    press.force_n = kForces[n % 3] * draw(0, 0.85, 1.15);
    press.start_s = t_s;
    press.ramp_s = draw(1, 2.0, 4.0);
    press.hold_s = draw(2, 8.0, 16.0);
    press.release_s = draw(3, 1.5, 3.0);
    press.width_mm = draw(4, 60.0, 110.0);
    t_s = press.end_s() + draw(5, 6.0, 14.0);
    presses.push_back(std::move(press));
  }
  return presses;
}

}  // namespace palpate::sim
