#include "processing/guidance_stage.h"

#include <algorithm>
#include <string_view>

#include "processing/withheld_advice.h"

namespace palpate {
namespace {

int most_places() {
  int id = 1;
  while (!place_name(id).empty()) ++id;
  return id;
}

// "low_back_left=confirmed" a line; what is not understood is left out.
void read_place_answers(std::string_view text, GuidanceEngine& engine) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (const auto equals = line.find('='); equals != std::string_view::npos) {
      const int id = place_from(line.substr(0, equals));
      for (const ClientAnswer answer :
           {ClientAnswer::none, ClientAnswer::confirmed, ClientAnswer::dismissed}) {
        if (id != 0 && line.substr(equals + 1) == name_of(answer))
          static_cast<void>(engine.answer(id, answer));
      }
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

GuidanceStage::GuidanceStage(std::shared_ptr<const GuidanceRules> rules, const ScreenAnswers& screen,
                             const SourceInfo& info)
    : engine_(rules ? std::move(rules) : default_guidance_rules()) {
  screen_.add_stored(info.screen);
  set_screen(screen);
  read_place_answers(info.place_answers, engine_);
}

void GuidanceStage::set_screen(const ScreenAnswers& answers) {
  screen_.merge(answers);
  effect_ = effect_of(screen_);
  engine_.set_screen(effect_);
}

Result<void> GuidanceStage::answer_place(int id, ClientAnswer answer) {
  return engine_.answer(id, answer);
}

std::string GuidanceStage::place_answers() const {
  std::string text;
  for (int id = 1, end = most_places(); id < end; ++id) {
    if (engine_.answer_of(id) == ClientAnswer::none) continue;
    text += place_name(id) + "=" + std::string(name_of(engine_.answer_of(id))) + "\n";
  }
  return text;
}

void GuidanceStage::restart_stream() {
  engine_.forget_findings();
  started_ = false;
}

void GuidanceStage::withhold(Snapshot& snapshot) const {
  const AdviceBlock block{effect_.blocked, effect_.regions};
  if (!block.any()) return;
  for (Finding& finding : snapshot.findings) {
    if (is_withheld(finding, block, &snapshot.body)) withhold_advice(finding);
  }
}

void GuidanceStage::update(Snapshot& snapshot) {
  const bool due = !started_ || snapshot.t_s - last_s_ >= 1.0 / kGuidanceRateHz || snapshot.t_s < last_s_;
  if (snapshot.occupied && !snapshot.glitch && due) {
    started_ = true;
    last_s_ = snapshot.t_s;
    GuidanceInput input;
    input.t_s = snapshot.t_s;
    input.findings = snapshot.findings;
    input.posture = snapshot.posture;
    input.seat = snapshot.info && snapshot.info->geometry.placement == Placement::seat;
    input.body = &snapshot.body;
    engine_.update(input);
  }
  withhold(snapshot);
  if (snapshot.guidance != engine_.guidance()) snapshot.guidance = engine_.guidance();
}

}  // namespace palpate
