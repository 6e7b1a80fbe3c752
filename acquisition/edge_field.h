// Edge field: how something hard and flat (simulated_edge.h) shows in the pressures of a simulated body.
//
// Where the body touches it, its face carries step_kpa more; the cover lets that fall off over kEdgeFallMm
// about its outline, so the steepest slope is step_kpa / kEdgeFallMm. The body is propped up: what the hard
// thing carries is missing elsewhere, in equal shares. Pure functions; any thread.
#pragma once

#include <vector>

#include "acquisition/body_placement.h"
#include "acquisition/mat_geometry.h"
#include "acquisition/press_field.h"
#include "acquisition/result.h"
#include "acquisition/simulated_edge.h"

namespace palpate::sim {

inline constexpr double kEdgeFallMm = 10.0;

Result<void> check_edge(const SimulatedEdge& edge, Pose pose);
// Its middle, on the map and in body axes.
HandPlace edge_place(const SimulatedEdge& edge, const PressedBody& body, const BodyPlace& place);
// Share of each cell that lies on it, 0..1.
void render_edge(const SimulatedEdge& edge, const HandPlace& at, const BodyPlace& place,
                 const MatGeometry& mat, std::vector<float>& share);
// Keeps the load.
void lie_on(const std::vector<float>& share, double step_kpa, std::vector<float>& kpa);

}  // namespace palpate::sim
