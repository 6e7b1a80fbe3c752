// A guidance engine driven by hand: findings made up, one call a look.
#pragma once

#include <vector>

#include "processing/guidance_engine.h"
#include "tests/support/screen_laws.h"

namespace palpate::test {

inline Finding finding_in(FindingKind kind, Region region, int id = 1) {
  Finding f;
  f.kind = kind;
  f.id = id;
  f.active = true;
  f.start_s = 0.0;
  f.end_s = 120.0;
  f.value = 70.0;
  f.threshold = 55.0;
  f.unit = "%";
  f.has_region = true;
  f.region = region;
  f.side = region.side == BodySide::left ? "client's left" : "client's right";
  return f;
}

inline ScreenEffect clear_screen() {
  return effect_of(all_clear());
}

inline GuidanceEngine engine_with(const ScreenEffect& screen) {
  GuidanceEngine engine(default_guidance_rules());
  engine.set_screen(screen);
  return engine;
}

inline void show(GuidanceEngine& engine, const std::vector<Finding>& findings, double t_s = 120.0,
                 Posture posture = Posture::supine) {
  engine.update({t_s, findings, posture, is_seated(posture), nullptr});
}

}  // namespace palpate::test
