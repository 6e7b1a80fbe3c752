// GuidanceEngine: findings in, ranked places to palpate out.
//
// Deterministic; time comes with the input and must not run backwards without a reset(). One thread.
// Allocates only when what it shows changes. Stable on purpose: an order lives at least kGuidanceDwellS, a
// place overtakes another only when it outweighs it by kGuidanceHysteresis; only answers of client or screen
// act at once.
#pragma once

#include <memory>
#include <span>

#include "acquisition/result.h"
#include "processing/body_state.h"
#include "processing/finding.h"
#include "processing/guidance.h"
#include "processing/guidance_rules.h"
#include "processing/posture.h"
#include "processing/screen.h"

namespace palpate {

inline constexpr double kGuidanceDwellS = 8.0;
inline constexpr double kGuidanceHysteresis = 1.2;

// One frame with somebody on the mat.
struct GuidanceInput {
  double t_s = 0.0;
  std::span<const Finding> findings;
  Posture posture = Posture::unknown;
  bool seat = false;                // the mat lies on a seat
  const BodyState* body = nullptr;  // to find the region of a finding that has only a cell; may be null
};

class GuidanceEngine {
 public:
  explicit GuidanceEngine(std::shared_ptr<const GuidanceRules> rules);
  GuidanceEngine(GuidanceEngine&&) noexcept;
  GuidanceEngine& operator=(GuidanceEngine&&) noexcept;
  ~GuidanceEngine();

  void update(const GuidanceInput& input);
  void set_screen(const ScreenEffect& effect);

  // `id` is that of a place, shown or not: answers may be stored, read back and taken back (none). Fails for
  // an id that no place has.
  Result<void> answer(int id, ClientAnswer answer);
  [[nodiscard]] ClientAnswer answer_of(int id) const;

  // Never null; another pointer whenever anything in it changed.
  [[nodiscard]] const std::shared_ptr<const Guidance>& guidance() const;

  // The findings are gone (a seek, another stream); screen and answers stay.
  void forget_findings();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Places by id: "low_back_left", "pelvis_front_right", "low_back_both". Ids are the same in every session.
std::string place_name(int id);
int place_from(std::string_view name);  // 0: no such place

}  // namespace palpate
