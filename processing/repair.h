// Repair of dead cells: the mean of the valid 8-neighbours, from the rim of a hole inwards.
//
// Pass 1 fills every dead cell that has at least one valid 8-neighbour with the mean of those; pass 2 does
// the same for what is left, where cells filled before count as valid; and so on for `max_passes`. Within a
// pass no cell sees another of the same pass, so the result does not depend on the scan direction. Cells
// deeper than `max_passes` stay dead and are left out of everything: a hole is closed, a missing limb is not
// invented. A valid neighbour whose value is not finite is passed over in that frame.
//
// The plan is made once per set of dead cells; applying it touches only those.
#pragma once

#include <cstdint>
#include <vector>

#include "processing/grid.h"

namespace palpate {

inline constexpr int kRepairPasses = 2;  // closes holes and broken lines up to 4 cells wide

class DeadCellRepair {
 public:
  DeadCellRepair() = default;
  explicit DeadCellRepair(const Mask& dead, int max_passes = kRepairPasses);

  // `pressure` and `repaired` have the size of `dead`. Overwrites the dead cells that can be filled and sets
  // `repaired` (true there, false elsewhere). Cells that cannot be filled are set to 0. Allocates nothing.
  void apply(Grid& pressure, Mask& repaired) const;

  [[nodiscard]] int repairable() const { return repairable_; }
  [[nodiscard]] int hopeless() const { return static_cast<int>(hopeless_.size()); }

 private:
  struct Fill {
    std::int32_t cell = 0;
    std::int32_t count = 0;
    std::int32_t neighbours[8] = {};
  };
  std::vector<Fill> fills_;  // in order of the passes
  std::vector<std::int32_t> hopeless_;
  int repairable_ = 0;
};

}  // namespace palpate
