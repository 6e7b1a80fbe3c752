// Occupancy: is someone on the mat? And when is it proven empty, the only time at which a zero may be
// learned?
//
//   empty -----contact >= area-----> arriving ---held 0.5 s, or a fifth of the mat---> occupied
//     ^<---contact < area / 2---------'  ^                                               | contact < area / 2
//     |                                  '---------- contact >= area ------- leaving <---'
//     '------------------- held 1 s ---------------------------------------------'
//
// `area` is occupied_min_area_cm2. Only contact area counts, never motion: a person who lies motionless for
// an hour stays `occupied`, because nothing but the loss of contact leads out of that state. `proven_empty`
// needs kProvenEmptyS in `empty` without a break. Pure over (state, area, time); no clock.
#pragma once

namespace palpate {

enum class OccupancyState { empty, arriving, occupied, leaving };

inline constexpr double kArriveHoldS = 0.5;
inline constexpr double kLeaveHoldS = 1.0;
inline constexpr double kProvenEmptyS = 3.0;
inline constexpr double kSurelySomebodyShare = 0.2;  // of the mat in contact: no waiting

class Occupancy {
 public:
  explicit Occupancy(double mat_area_cm2) : mat_area_cm2_(mat_area_cm2) {}

  OccupancyState update(double contact_area_cm2, double min_area_cm2, double t_s);
  void reset() { *this = Occupancy(mat_area_cm2_); }

  [[nodiscard]] OccupancyState state() const { return state_; }
  [[nodiscard]] bool occupied() const { return state_ == OccupancyState::occupied; }
  [[nodiscard]] bool proven_empty() const { return proven_empty_; }
  [[nodiscard]] bool ever_proven_empty() const { return ever_proven_empty_; }

 private:
  void enter(OccupancyState state, double t_s);

  double mat_area_cm2_;
  OccupancyState state_ = OccupancyState::empty;
  bool started_ = false, proven_empty_ = false, ever_proven_empty_ = false;
  double since_s_ = 0.0;  // when the present state began
};

}  // namespace palpate
