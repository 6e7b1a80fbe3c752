// What SimulatedBody accepts: errors that say what is impossible and what is not.
#pragma once

#include "acquisition/result.h"
#include "acquisition/scenarios.h"
#include "acquisition/simulated_body.h"

namespace palpate::sim {

Result<void> check_body(const SimulatedBodyOptions& options, const Scenario& scenario);

}  // namespace palpate::sim
