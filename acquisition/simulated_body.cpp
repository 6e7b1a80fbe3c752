#include "acquisition/simulated_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>
#include <utility>

#include "acquisition/body_motion.h"
#include "acquisition/body_placement.h"
#include "acquisition/body_shape.h"
#include "acquisition/edge_field.h"
#include "acquisition/press_field.h"
#include "acquisition/scenarios.h"
#include "acquisition/sim_random.h"
#include "acquisition/simulated_body_check.h"

namespace palpate {
namespace {

using sim::Key;
using sim::Layer;
using sim::MotionState;
using sim::Pose;
using sim::Scenario;

// The first sitting is the seed's own, so that `sitting` left out changes nothing.
std::uint64_t sitting_seed(const SimulatedBodyOptions& o) {
  return o.sitting == 0 ? o.seed : sim::hash(o.seed, sim::kSitting, o.sitting);
}

MatGeometry default_mat(Placement placement) {
  const bool seat = placement != Placement::table;
  MatGeometry g;
  g.rows = seat ? 32 : 64;
  g.cols = 32;
  g.pitch_x_mm = seat ? 14.7 : 25.0;
  g.pitch_y_mm = seat ? 14.7 : 29.0;
  g.placement = placement;
  return g;
}

sim::BodySize size_of(const SimulatedBodyOptions& o) {
  const double height = std::clamp(1700.0 + 75.0 * sim::normal(o.seed, sim::kBodySize, 0), 1560.0, 1830.0);
  sim::BodySize size;
  size.height_mm = o.height_mm.value_or(height);
  const double bmi = sim::uniform(o.seed, sim::kBodySize, 1, 20.5, 28.0);
  const double metres = size.height_mm * 1e-3;
  size.weight_n = 9.80665 * o.weight_kg.value_or(bmi * metres * metres);
  return size;
}

sim::MotionOptions motion_of(const SimulatedBodyOptions& o, const Scenario& s) {
  sim::MotionOptions m;
  m.seed = sitting_seed(o);
  m.breaths_per_min = o.breaths_per_min.value_or(sim::uniform(o.seed, sim::kRhythm, 10, 11.0, 18.0));
  m.beats_per_min = o.beats_per_min.value_or(sim::uniform(o.seed, sim::kRhythm, 11, 56.0, 84.0));
  m.level = o.motion;
  m.creep = o.creep;
  m.shifts_per_hour = o.shifts_per_hour.value_or(s.shifts_per_hour);
  m.fidgets_per_hour = o.fidgets_per_hour.value_or(s.fidgets_per_hour);
  m.visits = s.visits;
  m.hold_start_s = o.hold_start_s;
  m.hold_seconds = o.hold_seconds;
  m.breath_depth = o.breath_depth;
  m.breath_scatter = o.breath_scatter;
  return m;
}

std::string_view side_of(double share) {
  if (share > 0.53) return "client's left";
  return share < 0.47 ? "client's right" : "";
}

}  // namespace

struct SimulatedBody::Impl {
  Impl(const SimulatedBodyOptions& o, const Scenario& s)
      : options(o), scenario(s), size(size_of(o)), motion(motion_of(o, s)) {
    if (s.pose == Pose::none) return;
    const double left_sign = (s.pose == Pose::prone ? -1.0 : 1.0);
    double share = s.left_share;  // the table's: before mirroring, of the client's left
    if (o.left_share && s.pose != Pose::side) share = s.mirrored ? 1.0 - *o.left_share : *o.left_share;
    if (share > 0.0 && left_sign < 0.0) share = 1.0 - share;
    client_left = s.mirrored ? -left_sign : left_sign;
    presses = !o.presses.empty() ? o.presses
              : s.hands          ? sim::hands_session(o.seed, s.pose)
                                 : std::vector<SimulatedPress>{};
    prints.resize(presses.size());
    shape.emplace(
        sim::make_shape({s.pose, size, share, local_change(), o.roughness, o.seed, sitting_seed(o)}));
  }

  // What the caller wants in place of what the scenario has.
  [[nodiscard]] sim::LocalChange local_change() const {
    const int left = client_left > 0.0 ? 1 : -1;
    if (options.spot)
      return {options.spot->region, options.spot->client_left ? left : -left, options.spot->change,
              options.spot->size_cm2};
    if (scenario.pattern == sim::Pattern::right_low_back_lift) return {scenario.region, -1, -0.92};
    if (scenario.pattern == sim::Pattern::right_low_back_load)
      return {scenario.region, -1, 0.3, kPatternSizeCm2};
    return {};
  }

  const Key& key(std::uint64_t number) {
    Key& slot = keys[number % 2];
    if (slot.number != number || slot.layers[0].empty()) {
      const sim::PlaceWishes wishes{options.offset_x_mm, options.offset_y_mm, options.rotation_deg,
                                    sitting_seed(options), options.motion};
      const sim::BodyPlace place = sim::place_of(options.geometry, scenario, *shape, wishes, number);
      sim::render_key(options.geometry, *shape, place, client_left, number, slot);
    }
    return slot;
  }

  // Adds share * (the body at rest on this key, moved by `state`).
  void add(const Key& k, const MotionState& state, float share, std::vector<float>& kpa) const {
    const bool seat = options.geometry.placement != Placement::table && scenario.placement == Placement::seat;
    float a[sim::kLayers];
    a[sim::kLoad] = 1.0F;
    a[sim::kLeanX] = static_cast<float>(shape->lean_x + k.place.lean_x + state.lean_x);
    a[sim::kLeanY] = static_cast<float>(k.place.lean_y + state.lean_y);
    a[sim::kChest] = static_cast<float>((seat ? 0.010 : 0.045) * state.chest);
    a[sim::kAbdomen] = static_cast<float>((seat ? 0.012 : 0.040) * state.abdomen);
    a[sim::kHeart] = static_cast<float>((seat ? 0.002 : 0.004) * state.heart);
    a[sim::kSettle] = static_cast<float>(0.22 * state.settle);
    a[sim::kLimb] = static_cast<float>(state.limb);
    const float scale = share * static_cast<float>(state.load_factor);
    for (float& f : a) f *= scale;
    const float* l[sim::kLayers];
    for (std::size_t n = 0; n < sim::kLayers; ++n) l[n] = k.layers[n].data();
    for (std::size_t i = 0; i < kpa.size(); ++i) {
      const float p = (a[0] * l[0][i] + a[1] * l[1][i]) + (a[2] * l[2][i] + a[3] * l[3][i]) +
                      ((a[4] * l[4][i] + a[5] * l[5][i]) + (a[6] * l[6][i] + a[7] * l[7][i]));
      kpa[i] += std::max(p, 0.0F);
    }
  }

  void press(double t_s, const Key& held, std::vector<float>& kpa, GroundTruth& truth);
  void lie_on_edge(const Key& held, std::vector<float>& kpa, GroundTruth& truth);
  void answer_to_hands(double t_s, MotionState& state);

  GroundTruth fill(double t_s, std::vector<float>& kpa);
  void tell_region(const sim::LocalChange& local, GroundTruth& truth);
  void tell_sides(const MotionState& state, const std::vector<float>& kpa, GroundTruth& truth);

  SimulatedBodyOptions options;
  const Scenario& scenario;
  sim::BodySize size;
  sim::BodyMotion motion;
  std::optional<sim::BodyShape> shape;
  double client_left = 1.0;  // sign of the client's left on the shape's x axis
  Key keys[2];
  std::uint64_t held_key = 0;
  std::vector<SimulatedPress> presses;
  struct PressPrint {
    bool known = false;
    std::uint64_t key = 0;
    std::vector<float> kpa_per_n;
  };
  std::vector<PressPrint> prints;  // one a press, filled when it presses
  struct EdgePrint {
    bool known = false;
    std::uint64_t key = 0;
    sim::HandPlace at;
    std::vector<float> share;  // of each cell that lies on the hard thing
  } edge;
};

GroundTruth SimulatedBody::Impl::fill(double t_s, std::vector<float>& kpa) {
  GroundTruth truth;
  truth.t_s = t_s;
  truth.posture = "empty";
  kpa.assign(options.geometry.cells(), 0.0F);
  MotionState state = motion.at(t_s);
  if (!shape || state.presence <= 0.0) return truth;

  answer_to_hands(t_s, state);
  held_key = state.key_blend < 0.5 ? state.key_from : state.key_to;
  const auto blend = static_cast<float>(state.key_blend);
  add(key(state.key_from), state, 1.0F - blend, kpa);
  if (blend > 0.0F) add(key(state.key_to), state, blend, kpa);
  if (state.presence < 1.0) sim::lift_off(state.presence, kpa);

  lie_on_edge(key(held_key), kpa, truth);
  press(t_s, key(held_key), kpa, truth);
  tell_sides(state, kpa, truth);
  truth.occupied = state.presence > 0.1;
  if (!truth.occupied) return truth;
  truth.posture = scenario.posture;
  if (const sim::LocalChange local = local_change(); local.change != 0.0) {
    tell_region(local, truth);
  }
  truth.breathing_rate_per_min = state.breathing_rate_per_min;
  truth.heart_rate_per_min = state.heart_rate_per_min;
  truth.moving = state.moving;
  truth.holding_breath = state.holding_breath;
  truth.breath = state.chest;
  truth.shifts = state.shifts;
  truth.fidgets = state.fidgets;
  return truth;
}

// A press tips the body a little, as a lever, and may flatten the breath.
void SimulatedBody::Impl::answer_to_hands(double t_s, MotionState& state) {
  const sim::PressedBody body{options.geometry, *shape, size, client_left, scenario.pose};
  for (const SimulatedPress& p : presses) {
    const double share = sim::force_on_mat(p, t_s) / size.weight_n;
    if (share == 0.0) continue;
    const Key& held = key(state.key_blend < 0.5 ? state.key_from : state.key_to);
    const sim::HandPlace hand = sim::hand_place(p, body, held.place);
    const double along = hand.body_y / size.height_mm;
    state.lean_x += 0.04 * share * std::tanh(hand.body_x / 70.0);
    state.lean_y += 0.04 * share * std::clamp((along - 0.40) / 0.5, -1.0, 1.0);
    const double flat = std::max(0.0, 1.0 - options.press_breath * sim::hand_force(p, t_s) / 100.0);
    if (along > 0.12 && along < 0.48) state.chest *= flat, state.abdomen *= flat;
  }
}

void SimulatedBody::Impl::press(double t_s, const Key& held, std::vector<float>& kpa, GroundTruth& truth) {
  double strongest = 0.0;
  const sim::PressedBody body{options.geometry, *shape, size, client_left, scenario.pose};
  for (std::size_t n = 0; n < presses.size(); ++n) {
    const SimulatedPress& p = presses[n];
    const double on_mat = sim::force_on_mat(p, t_s);
    if (on_mat == 0.0) continue;
    PressPrint& print = prints[n];
    if (!print.known || print.key != held.number) {
      sim::render_press(p, body, held.place, print.kpa_per_n);
      print.known = true;
      print.key = held.number;
    }
    const auto force = static_cast<float>(on_mat);
    for (std::size_t i = 0; i < kpa.size(); ++i) kpa[i] = std::max(0.0F, kpa[i] + force * print.kpa_per_n[i]);
    const double hand = sim::hand_force(p, t_s);
    const sim::HandPlace at = sim::hand_place(p, body, held.place);
    truth.hand_on_mat_n += on_mat;
    truth.hand_n += hand;
    truth.hand_x_mm += hand * at.x_mm;
    truth.hand_y_mm += hand * at.y_mm;
    if (hand <= strongest) continue;
    strongest = hand;
    truth.hand_region = p.region;
    truth.hand_side = p.region.empty() ? "" : p.client_left ? "client's left" : "client's right";
  }
  if (truth.hand_n <= 0.0) return;
  truth.hand_x_mm /= truth.hand_n;
  truth.hand_y_mm /= truth.hand_n;
}

// Something hard moves with the body, as what is in a pocket does.
void SimulatedBody::Impl::lie_on_edge(const Key& held, std::vector<float>& kpa, GroundTruth& truth) {
  if (!options.edge) return;
  if (!edge.known || edge.key != held.number) {
    edge.at = sim::edge_place(*options.edge, {options.geometry, *shape, size, client_left, scenario.pose},
                              held.place);
    sim::render_edge(*options.edge, edge.at, held.place, options.geometry, edge.share);
    edge.known = true;
    edge.key = held.number;
  }
  sim::lie_on(edge.share, options.edge->step_kpa, kpa);
  truth.edge_kpa = options.edge->step_kpa;
  truth.edge_x_mm = edge.at.x_mm;
  truth.edge_y_mm = edge.at.y_mm;
}

void SimulatedBody::Impl::tell_region(const sim::LocalChange& local, GroundTruth& truth) {
  const bool left = local.side * client_left > 0.0;
  truth.region = local.region;
  truth.region_side = left ? "client's left" : "client's right";
  truth.region_id = std::string(sim::region_id_of(scenario.pose, local.region)) + (left ? "_left" : "_right");
  truth.region_change = local.change;
  truth.region_area_cm2 = shape->change_cm2;
  std::tie(truth.region_x_mm, truth.region_y_mm) =
      sim::to_map(options.geometry, key(held_key).place, shape->change_x, shape->change_y);
}

void SimulatedBody::Impl::tell_sides(const MotionState& state, const std::vector<float>& kpa,
                                     GroundTruth& truth) {
  const Key& from = key(state.key_from);
  const Key& to = key(state.key_to);
  const double blend = state.key_blend;
  double load = 0.0, left = 0.0;
  for (std::size_t i = 0; i < kpa.size(); ++i) {
    const double p = static_cast<double>(kpa[i]);
    load += p;
    left += p * ((1.0 - blend) * static_cast<double>(from.left[i]) + blend * static_cast<double>(to.left[i]));
  }
  truth.load_n = load * options.geometry.cell_area_mm2() * 1e-3;
  const Key& held = key(held_key);
  truth.midline_head_x_mm = held.head_x_mm;
  truth.midline_head_y_mm = held.head_y_mm;
  truth.midline_foot_x_mm = held.foot_x_mm;
  truth.midline_foot_y_mm = held.foot_y_mm;
  if (scenario.pose == Pose::side || load <= 0.0) return;
  truth.client_left_share = left / load;
  truth.heavier_side = side_of(held.left_share_with(shape->lean_x + held.place.lean_x));
}

bool spot_from_region_id(std::string_view id, LoadSpot& spot) {
  const std::size_t joint = id.rfind('_');
  if (joint == std::string_view::npos) return false;
  const std::string_view side = id.substr(joint + 1), region = sim::region_name_of(id.substr(0, joint));
  if (region.empty() || (side != "left" && side != "right")) return false;
  spot.region = region;
  spot.client_left = side == "left";
  spot.size_cm2 = kPatternSizeCm2;
  return true;
}

Result<SimulatedBody> SimulatedBody::create(const SimulatedBodyOptions& wanted) {
  const Scenario* scenario = sim::find_scenario(wanted.scenario);
  if (scenario == nullptr) {
    std::string names;
    for (const ScenarioInfo& s : scenarios()) names += (names.empty() ? "" : ", ") + std::string(s.name);
    return Error{ErrorCode::not_found,
                 fmt::format("unknown scenario: {} (choose {})", wanted.scenario, names)};
  }
  SimulatedBodyOptions options = wanted;
  if (options.geometry.rows == 0) options.geometry = default_mat(scenario->placement);
  if (auto ok = check_geometry(options.geometry); !ok) return ok.error();
  if (auto ok = sim::check_body(options, *scenario); !ok) return ok.error();
  return SimulatedBody(std::make_unique<Impl>(options, *scenario));
}

SimulatedBody::SimulatedBody(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SimulatedBody::SimulatedBody(SimulatedBody&&) noexcept = default;
SimulatedBody& SimulatedBody::operator=(SimulatedBody&&) noexcept = default;
SimulatedBody::~SimulatedBody() = default;

const MatGeometry& SimulatedBody::geometry() const {
  return impl_->options.geometry;
}

double SimulatedBody::weight_n() const {
  return impl_->size.weight_n;
}

GroundTruth SimulatedBody::pressure_at(double t_s, std::vector<float>& kpa) {
  PALPATE_EXPECTS(t_s >= 0.0 && t_s <= 1e6);
  return impl_->fill(t_s, kpa);
}

std::vector<BodyLandmark> SimulatedBody::landmarks() const {
  std::vector<BodyLandmark> list;
  if (!impl_->shape) return list;
  const Key& key = impl_->key(impl_->held_key);
  for (const sim::ShapeLandmark& mark : impl_->shape->landmarks) {
    const auto [x_mm, y_mm] = sim::to_map(impl_->options.geometry, key.place, mark.x, mark.y);
    const double side = mark.side * impl_->client_left;
    const bool lateral = impl_->scenario.pose != Pose::side && side != 0.0;
    list.push_back({mark.name, lateral ? (side > 0.0 ? "client's left" : "client's right") : "", x_mm, y_mm});
  }
  return list;
}

}  // namespace palpate
