// TaughtPostureState: which of the client's own postures this frame shows, for the Snapshot. Pure value.
#pragma once

#include <memory>
#include <string_view>

#include "processing/features.h"

namespace palpate {

struct TaughtPostures;

struct TaughtPostureState {
  std::shared_ptr<const TaughtPostures> postures;  // null: none were given
  int index = -1;                                  // -1: none of them, or nobody there
  double confidence = kNone;  // of the answer, "unknown" too; kNone while nobody is there
};

std::string_view taught_name(
    const TaughtPostureState& state);  // as the client calls it; "" where index is -1
// For tables: the name, "unknown" where it is none of them, "" while nobody is there.
std::string_view taught_column(const TaughtPostureState& state);

}  // namespace palpate
