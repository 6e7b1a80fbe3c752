#include "processing/shown_numbers.h"

#include <fmt/format.h>

#include <cmath>

#include "processing/time_text.h"

namespace palpate {
namespace {

constexpr std::string_view kSlope = "kPa/mm";  // small numbers
constexpr double kSmall = 10.0;                // below this a pressure needs its decimal

bool is_whole(double number) {
  return std::abs(number - std::nearbyint(number)) < 0.05;
}

std::string with_unit(double number, int decimals, std::string_view unit) {
  if (!std::isfinite(number)) return "not known";
  return fmt::format("{:.{}f}{}{}", number, decimals, unit.empty() ? "" : " ", unit);
}

int value_decimals(double value, double threshold, std::string_view unit) {
  if (unit == kSlope) return 2;
  const bool small = unit == "kPa" && std::abs(value) < kSmall;
  const bool close = std::isfinite(threshold) &&
                     (!is_whole(threshold) || std::nearbyint(value) == std::nearbyint(threshold));
  return small || close ? 1 : 0;
}

}  // namespace

std::string threshold_words(double threshold, std::string_view unit) {
  return with_unit(threshold, unit == kSlope ? 2 : is_whole(threshold) ? 0 : 1, unit);
}

std::string value_words(double value, double threshold, std::string_view unit) {
  return with_unit(value, value_decimals(value, threshold, unit), unit);
}

double shown_value(double value, double threshold, std::string_view unit) {
  const double scale = std::pow(10.0, value_decimals(value, threshold, unit));
  return std::nearbyint(scale * value) / scale;
}

std::string change_words(double measurable_change, std::string_view unit) {
  return with_unit(measurable_change, unit == kSlope ? 2 : 1, unit);
}

std::string lasted_words(double seconds) {
  const double whole = std::nearbyint(seconds);
  if (whole >= 60.0 && std::fmod(whole, 60.0) == 0.0) return fmt::format("{:.0f} min", whole / 60.0);
  return duration_text(whole);
}

}  // namespace palpate
