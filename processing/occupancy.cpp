#include "processing/occupancy.h"

namespace palpate {

void Occupancy::enter(OccupancyState state, double t_s) {
  state_ = state;
  since_s_ = t_s;
}

OccupancyState Occupancy::update(double contact_area_cm2, double min_area_cm2, double t_s) {
  if (!started_) since_s_ = t_s;
  started_ = true;
  const bool contact = contact_area_cm2 >= min_area_cm2;
  const bool gone = contact_area_cm2 < 0.5 * min_area_cm2;
  const bool surely = contact && contact_area_cm2 >= kSurelySomebodyShare * mat_area_cm2_;
  switch (state_) {
    case OccupancyState::empty:
      if (contact) enter(surely ? OccupancyState::occupied : OccupancyState::arriving, t_s);
      break;
    case OccupancyState::arriving:
      if (gone) {
        enter(OccupancyState::empty, t_s);
      } else if (surely || t_s - since_s_ >= kArriveHoldS) {
        enter(OccupancyState::occupied, t_s);
      }
      break;
    case OccupancyState::occupied:
      if (gone) enter(OccupancyState::leaving, t_s);
      break;
    case OccupancyState::leaving:
      if (contact) {
        enter(OccupancyState::occupied, t_s);
      } else if (t_s - since_s_ >= kLeaveHoldS) {
        enter(OccupancyState::empty, t_s);
      }
      break;
  }
  proven_empty_ = state_ == OccupancyState::empty && gone && t_s - since_s_ >= kProvenEmptyS;
  ever_proven_empty_ = ever_proven_empty_ || proven_empty_;
  return state_;
}

}  // namespace palpate
