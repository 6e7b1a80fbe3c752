// Postures and how sure the answer is, in words for therapists. Sides are the client's own.
#pragma once

#include <string>
#include <string_view>

#include "processing/posture.h"

namespace palpate {

// "Lies on the back", "Leans to the client's left"; "Posture not clear" for unknown.
std::string_view posture_words(Posture posture);
// "sure", "fairly sure", "not quite sure", "little more than a guess"; "" where there is no answer.
std::string_view sureness_words(double confidence);

}  // namespace palpate
