// Body template: how load and contact width run along a lying body, by fractions of its stature from the
// crown, and where its parts are.
//
// Heights of the parts: segment lengths of Drillis and Contini (1966; in Winter, Biomechanics and Motor
// Control of Human Movement, fig. 4.1): chin 0.130, shoulder 0.182, hip 0.470, knee 0.715, ankle 0.961 from
// the crown; lowest rib and iliac crest about 0.36 and 0.41. Loads follow segment weights (Dempster: head and
// neck 8 %, trunk 50 %, thighs 20 %, legs 9 %, feet 3 %, arms 10 %) spread over what touches the mat. Nothing
// here was tuned on recordings. Pure; any thread.
#pragma once

#include "processing/region.h"

namespace palpate {

enum class BodyPose { supine, prone, side };

struct TemplateValue {
  double width = 0.0;  // of contact, mm at a stature of 1700 mm
  double load = 0.0;   // per length, any unit
};
// `f`: fraction of stature from the crown; 0 outside the body.
TemplateValue template_at(BodyPose pose, double f);

inline constexpr double kCrown = 0.0, kNeckTop = 0.115, kShoulderTop = 0.155, kBladeTip = 0.265,
                        kLowestRib = 0.345, kPelvisTop = 0.435, kHipFold = 0.54, kKnee = 0.715,
                        kHeelEnd = 0.975, kFootEnd = 1.03;
inline constexpr double kShoulder = 0.182, kHipJoint = 0.47, kThighLength = 0.245, kAnkleAlong = 0.491;
inline constexpr double kHeadCentre = 0.055, kBlade = 0.215, kSacrum = 0.478, kThighMiddle = 0.60,
                        kCalf = 0.80, kHeel = 0.965;

// The part of the body at a fraction of stature; false above the crown and below the feet.
bool part_at(double f, RegionKind& kind);

}  // namespace palpate
