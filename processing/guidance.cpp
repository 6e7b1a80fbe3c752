#include "processing/guidance.h"

#include <array>

namespace palpate {

std::string_view name_of(ClientAnswer answer) {
  switch (answer) {
    case ClientAnswer::confirmed:
      return "confirmed";
    case ClientAnswer::dismissed:
      return "dismissed";
    case ClientAnswer::none:
      break;
  }
  return "none";
}

std::string_view name_of(NoPlace why) {
  constexpr std::array<std::string_view, 11> kNames{
      "has_places", "refer_first",       "not_looked_yet", "posture_unclear", "on_the_side",  "blocked",
      "dismissed",  "no_rule_face_down", "no_rule",        "ended",           "nothing_found"};
  return kNames[static_cast<std::size_t>(why)];
}

NoPlaceWords words_of(NoPlace why) {
  switch (why) {
    case NoPlace::has_places:
      break;
    case NoPlace::refer_first:
      return {"Refer first",
              "The screen found something that a doctor must see before any massage. No place is shown. The "
              "banner says what it was; it stays with this session."};
    case NoPlace::not_looked_yet:
      return {"Not looked long enough",
              "The first places can appear after one to two minutes of lying or sitting still."};
    case NoPlace::posture_unclear:
      return {"Cannot tell",
              "The posture is not clear, so the two sides are not compared. This says nothing "
              "about the client."};
    case NoPlace::on_the_side:
      return {"Cannot tell on the side",
              "Lying on the side, the two sides are not compared. This says nothing about the client."};
    case NoPlace::blocked:
      return {"No place remains", "Nothing is left after the screen's blocks: read the findings."};
    case NoPlace::dismissed:
      return {"No place remains", "The client set aside what there was. It can be taken back."};
    case NoPlace::no_rule_face_down:
      return {"Findings, but no place",
              "There are findings, and this program has no place rule for them lying face down: your hands "
              "decide."};
    case NoPlace::no_rule:
      return {"Findings, but no place",
              "There are findings, and this program has no place rule for them: your hands decide."};
    case NoPlace::ended:
      return {"No place now", "What was found has ended: read the findings."};
    case NoPlace::nothing_found:
      return {"No place stands out",
              "Nothing has lasted long enough, or differs from the other side by more than can be measured."};
  }
  return {};
}

}  // namespace palpate
