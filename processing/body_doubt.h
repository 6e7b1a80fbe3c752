// BodyDoubt: what speaks against one body in an imprint, from the imprint and the fit alone. How alike the
// two halves are and how well a template fits says little of a body: a board is symmetric, and so are two
// people side by side.
//
//   beyond      share of the load beside the trunk that lies more than 260 mm from the body's middle (a
//               sitter: of all load). Arms and a soft mattress put load there, a second trunk does too.
//   middle      load per width within 60 mm of the body's middle / within 330 mm, there: a trunk has its
//               middle on the mat, the gap between two trunks has none.
//   unevenness  SD / mean of the pressures in contact: bones press, boards do not.
//   prominence  a sitter's mean pressure where sit bones can be / that of all contact: below 1 where the
//               middle is relieved or a sensor's scale is upside down.
//   cells       of the mat across a trunk of 350 mm, along or across, whichever is fewer.
// Limits are set on simulated bodies only (docs/body-model.md). Pure; any thread.
#pragma once

#include "processing/body_fit.h"

namespace palpate {

struct BodyDoubt {
  double beyond = 0.0;
  double middle = 1.0;
  double unevenness = 0.0;
  double prominence = 2.0;  // lying: not asked
  double cells = 0.0;
};

BodyDoubt doubt_of(const BodyImprint& imprint, const BodyFit& fit);

// A second trunk, or something as large: which of them is the client cannot be told.
bool more_than_one(const BodyDoubt& doubt);

// What is left of a confidence, 0..1.
double certainty_of(const BodyDoubt& doubt);

// Of any confidence while the posture is not known.
inline constexpr double kMostWithoutPosture = 0.5;

}  // namespace palpate
