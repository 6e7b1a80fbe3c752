// TeachingState: how far the teaching of a client's own postures is, for the Snapshot. Pure value.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "processing/posture_teaching.h"

namespace palpate {

enum class TeachStep {
  idle,      // nothing was begun yet, or it was cancelled
  waiting,   // for somebody on the mat
  settling,  // kTeachSettleSeconds for the client to take the posture
  holding,   // the ten seconds
  taught,
  refused
};

enum class TeachRefusal {
  none,
  nobody,     // within kTeachPatienceSeconds
  left,       // before the ten seconds were over
  too_short,  // too few frames with somebody on them
  moved,      // may be kept though
  alike,      // to TeachingState::like; may be kept as another take of that
  broken,     // the stream jumped or fell silent
  other       // TeachingState::message
};

struct TeachingState {
  TeachStep step = TeachStep::idle;
  double left_s = 0.0;  // of settling or holding
  bool moving = false;  // while holding: so far the client moved too much
  std::string name;     // of the posture that is, or was last, shown
  TeachRefusal refusal = TeachRefusal::none;
  std::string like;      // alike: to which
  std::string message;   // other: one line with the remedy
  double seconds = 0.0;  // of the take that was taught

  std::vector<TaughtLine> lines;
  std::shared_ptr<const TaughtPostures> taught;  // never null
  std::string file;                              // where they are stored; empty: nowhere yet
  bool unstored = false;                         // something is taught that no file holds
  std::string store_error;                       // why, with the remedy
  std::string undo;                              // what UndoTaught would take back, in words; empty: nothing
};

}  // namespace palpate
