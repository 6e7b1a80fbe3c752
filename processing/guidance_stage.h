// GuidanceStage: the last stage of the Pipeline: findings of a Snapshot and what client and therapist
// answered become Snapshot::guidance. At most kGuidanceRateHz times a second of frame time; allocates only on
// a change.
#pragma once

#include <memory>
#include <string>

#include "acquisition/source_info.h"
#include "processing/guidance_engine.h"
#include "processing/screen.h"
#include "processing/snapshot.h"

namespace palpate {

inline constexpr double kGuidanceRateHz = 4.0;

class GuidanceStage {
 public:
  // Null rules: the program's own. Answers stored in `info` (a recording) count too, and a stored hit stays.
  GuidanceStage(std::shared_ptr<const GuidanceRules> rules, const ScreenAnswers& screen,
                const SourceInfo& info);

  // Sets snapshot.guidance; where the screen blocks, findings keep their measurement and lose their advice.
  void update(Snapshot& snapshot);
  void restart_stream();  // after a seek back: findings are forgotten, answers stay

  void set_screen(const ScreenAnswers& answers);  // added to what was answered before
  Result<void> answer_place(int id, ClientAnswer answer);
  [[nodiscard]] const ScreenAnswers& screen() const { return screen_; }
  [[nodiscard]] std::string place_answers() const;  // as stored: "low_back_left=confirmed", a line each
  [[nodiscard]] const std::shared_ptr<const Guidance>& guidance() const { return engine_.guidance(); }

 private:
  void withhold(Snapshot& snapshot) const;

  GuidanceEngine engine_;
  ScreenAnswers screen_;
  ScreenEffect effect_;
  bool started_ = false;
  double last_s_ = 0.0;
};

}  // namespace palpate
