// PostureLesson: the time of teaching one posture, frame by frame: wait for somebody, give them
// kTeachSettleSeconds to take the posture, watch them hold it for kTeachSeconds.
//
// Time is that of the frames. Pure over (state, frame); one thread; allocates while somebody holds a posture.
#pragma once

#include "processing/snapshot.h"
#include "processing/teaching_state.h"

namespace palpate {

inline constexpr double kTeachPatienceSeconds = 60.0;  // for somebody to come
inline constexpr double kTeachMostGapSeconds = 3.0;    // between two frames

class PostureLesson {
 public:
  explicit PostureLesson(const MatGeometry& geometry);
  // Once a frame, in order, until step() is taught or refused.
  void update(const Snapshot& snapshot);

  [[nodiscard]] TeachStep step() const { return step_; }
  [[nodiscard]] double left_s() const { return left_s_; }
  [[nodiscard]] bool moving() const { return moving_; }
  [[nodiscard]] TeachRefusal refusal() const { return refusal_; }
  // Of taught, and of what was refused because the client moved.
  [[nodiscard]] const PostureTake& take() const { return take_; }

 private:
  void wait(const Snapshot& snapshot);
  void hold(const Snapshot& snapshot);
  void judge();
  void refuse(TeachRefusal why);

  PostureTeacher teacher_;
  PostureTake take_;
  TeachStep step_ = TeachStep::waiting;
  TeachRefusal refusal_ = TeachRefusal::none;
  bool started_ = false, moving_ = false;
  double from_s_ = 0.0;  // of the present step
  double last_s_ = 0.0, left_s_ = 0.0;
};

}  // namespace palpate
