// Measured numbers as people read them: a value, the threshold it is told against and how long it lasted have
// the same digits in findings, guidance and window. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace palpate {

// "6.5 %", "60 %", "8 kPa", "0.12 kPa/mm": a decimal only where there is one. "not known" for NaN.
std::string threshold_words(double threshold, std::string_view unit);

// "63 %", "3.4 kPa": whole where that still tells it from its threshold ("60.4 %" against 60 %).
std::string value_words(double value, double threshold, std::string_view unit);

// The number that value_words shows.
double shown_value(double value, double threshold, std::string_view unit);

std::string change_words(double measurable_change, std::string_view unit);  // "11.6 %", "0.6 %"

std::string lasted_words(double seconds);  // rounded: "42 s", "4 min", "3 min 20 s"

}  // namespace palpate
