// MapChange: has the picture on the mat changed enough to look at it again?
//
// A body that lies still needs no new fit five times a second. The map is summed in at most 8 x 8 blocks and
// compared with the blocks of the last look: changed when sum |now - then| > kChangedShare * sum then, or
// when kLookAgainS passed. Breathing moves 1 to 2 % of the load between blocks, a shift of posture 10 % and
// more. Pure over (state, map, time); one thread; allocates nothing.
#pragma once

#include <array>

#include "processing/grid.h"

namespace palpate {

inline constexpr double kChangedShare = 0.04;
inline constexpr double kLookAgainS = 2.0;

class MapChange {
 public:
  // True: look, and this map is what later ones are compared with. Always true after restart() and when time
  // runs backwards. The map keeps its size.
  bool look_again(const Grid& pressure, double t_s);
  void restart() { started_ = false; }

 private:
  static constexpr Eigen::Index kBlocks = 8;
  using Blocks = std::array<float, kBlocks * kBlocks>;

  Blocks then_{};
  bool started_ = false;
  double last_s_ = 0.0;
};

}  // namespace palpate
