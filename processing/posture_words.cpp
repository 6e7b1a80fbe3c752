#include "processing/posture_words.h"

#include <cmath>

namespace palpate {

std::string_view posture_words(Posture posture) {
  switch (posture) {
    case Posture::unknown:
      return "Posture not clear";
    case Posture::empty:
      return "Nobody on the mat";
    case Posture::supine:
      return "Lies on the back";
    case Posture::prone:
      return "Lies face down";
    case Posture::side_left:
      return "Lies on the client's left side";
    case Posture::side_right:
      return "Lies on the client's right side";
    case Posture::seated_upright:
      return "Sits upright";
    case Posture::seated_slouch:
      return "Sits slouched";
    case Posture::seated_forward:
      return "Leans forward";
    case Posture::seated_back:
      return "Leans back";
    case Posture::seated_left:
      return "Leans to the client's left";
    case Posture::seated_right:
      return "Leans to the client's right";
    case Posture::seated_crossed_left:
      return "Client's left leg crossed over";
    case Posture::seated_crossed_right:
      return "Client's right leg crossed over";
  }
  return "";
}

std::string_view sureness_words(double confidence) {
  if (!std::isfinite(confidence)) return "";
  if (confidence >= 0.95) return "sure";
  if (confidence >= 0.8) return "fairly sure";
  return confidence >= 0.6 ? "not quite sure" : "little more than a guess";
}

}  // namespace palpate
