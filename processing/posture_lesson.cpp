#include "processing/posture_lesson.h"

namespace palpate {

PostureLesson::PostureLesson(const MatGeometry& geometry) : teacher_(geometry) {}

void PostureLesson::update(const Snapshot& snapshot) {
  if (step_ == TeachStep::taught || step_ == TeachStep::refused) return;
  const double t_s = snapshot.t_s;
  if (!started_) from_s_ = last_s_ = t_s;
  started_ = true;
  const bool broken = t_s < last_s_ || t_s - last_s_ > kTeachMostGapSeconds;
  last_s_ = t_s;
  if (broken) return refuse(TeachRefusal::broken);
  step_ == TeachStep::holding ? hold(snapshot) : wait(snapshot);
}

void PostureLesson::wait(const Snapshot& snapshot) {
  const double t_s = snapshot.t_s;
  const bool there = snapshot.occupied;
  if (there != (step_ == TeachStep::settling)) {  // came, or went again
    step_ = there ? TeachStep::settling : TeachStep::waiting;
    from_s_ = t_s;
  }
  left_s_ = there ? kTeachSettleSeconds - (t_s - from_s_) : 0.0;
  if (!there && t_s - from_s_ > kTeachPatienceSeconds) return refuse(TeachRefusal::nobody);
  if (!there || left_s_ > 0.0) return;
  step_ = TeachStep::holding;
  from_s_ = t_s;
  hold(snapshot);
}

void PostureLesson::hold(const Snapshot& snapshot) {
  left_s_ = kTeachSeconds - (snapshot.t_s - from_s_);
  if (left_s_ <= 0.0) return judge();
  if (snapshot.glitch) return;
  if (!snapshot.occupied) return refuse(TeachRefusal::left);
  if (teacher_.add(snapshot.map.pressure, snapshot.t_s)) moving_ = teacher_.moved();
}

void PostureLesson::judge() {
  left_s_ = 0.0;
  auto take = teacher_.take(true);
  if (!take) return refuse(TeachRefusal::too_short);
  take_ = *take;
  if (teacher_.moved()) return refuse(TeachRefusal::moved);
  step_ = TeachStep::taught;
}

void PostureLesson::refuse(TeachRefusal why) {
  step_ = TeachStep::refused;
  refusal_ = why;
  left_s_ = 0.0;
}

}  // namespace palpate
