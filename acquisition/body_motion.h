// Body motion: breathing, heartbeat, sway, creep, shifts, fidgets and visits as pure functions of time.
//
// Everything is a hash of the seed and of the event's number: the state at t does not depend on which times
// were asked before, so any frame rate sees the same body.
#pragma once

#include <cstdint>

namespace palpate::sim {

struct MotionOptions {
  std::uint64_t seed = 1;
  double breaths_per_min = 14.0;
  double beats_per_min = 66.0;
  double level = 1.0;  // 0: perfectly still
  bool creep = true;
  double shifts_per_hour = 20.0;
  double fidgets_per_hour = 30.0;
  bool visits = false;
  double hold_start_s = -1.0;  // < 0: no breath hold
  double hold_seconds = 0.0;
  double breath_depth = 1.0;    // of the usual swing
  double breath_scatter = 0.0;  // from cycle to cycle: standard deviation of length and depth, share
};

struct MotionState {
  double lean_x = 0.0, lean_y = 0.0;       // sway and fidgets, share of the layer
  double chest = 0.0, abdomen = 0.0;       // about -1..1
  double heart = 0.0;                      // about -0.3..1
  double settle = 0.0;                     // 0 fresh .. 1 settled
  double limb = 0.0;                       // 0..1
  double load_factor = 1.0;                // vertical acceleration
  double presence = 1.0;                   // 0 nobody .. 1 full weight
  std::uint64_t key_from = 0, key_to = 0;  // resting places: number of the last shift and of the next
  double key_blend = 0.0;                  // 0..1 on the way
  bool moving = false;
  double breathing_rate_per_min = 0.0;  // right now
  double heart_rate_per_min = 0.0;
  bool holding_breath = false;
  std::uint64_t shifts = 0, fidgets = 0;  // completed or under way
};

class BodyMotion {
 public:
  explicit BodyMotion(const MotionOptions& options);
  // t_s in 0 .. 1e6. Cheap when t grows from call to call.
  MotionState at(double t_s);

 private:
  struct Event {
    double start_s = 0.0, seconds = 0.0;
    bool shift = false;
    std::uint64_t number = 0, shifts_before = 0;
  };
  // From one breath in to the next, with scatter: in, out and a pause. Every few minutes a sigh.
  struct Cycle {
    double start_s = 0.0, seconds = 0.0, depth = 1.0, pause = 0.0;  // pause: share of the cycle
    std::uint64_t number = 0;
    [[nodiscard]] double wave(double t_s) const;  // -1 out .. 1 in; deeper breath goes higher
  };
  [[nodiscard]] Event next_after(const Event& event) const;
  [[nodiscard]] Cycle cycle_after(const Cycle& cycle) const;
  void breathe(double t_s, MotionState& state);
  void breathe_steadily(double t_s, MotionState& state) const;
  void breathe_with_scatter(double t_s, MotionState& state);
  void beat(double t_s, MotionState& state) const;
  void sway(double t_s, MotionState& state) const;
  void move(double t_s, MotionState& state);
  void visit(double t_s, MotionState& state) const;

  MotionOptions options_;
  Event event_;  // the last one that started
  Event coming_;
  Cycle cycle_;
};

}  // namespace palpate::sim
