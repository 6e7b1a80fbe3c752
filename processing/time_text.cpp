#include "processing/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

long long whole_seconds(double seconds) {
  return static_cast<long long>(std::max(0.0, std::isfinite(seconds) ? seconds : 0.0));
}

}  // namespace

std::string clock_text(double seconds) {
  const long long whole = whole_seconds(seconds);
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::string duration_text(double seconds) {
  const long long whole = whole_seconds(seconds);
  if (whole < 60) return fmt::format("{} s", whole);
  return fmt::format("{} min {} s", whole / 60, whole % 60);
}

std::string frames_text(std::uint64_t frames) {
  return fmt::format("{} frame{}", frames, frames == 1 ? "" : "s");
}

}  // namespace palpate
