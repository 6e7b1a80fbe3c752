// Random numbers of the simulator: hashes of (seed, stream, index), so a value never depends on what was
// drawn before it. SplitMix64's finaliser (Steele et al. 2014); no std:: distribution, whose output differs
// by library.
#pragma once

#include <cstdint>

namespace palpate::sim {

constexpr std::uint64_t mix64(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

constexpr std::uint64_t hash(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) {
  return mix64(mix64(mix64(seed) ^ stream) ^ index);
}

// [0, 1)
constexpr double unit(std::uint64_t bits) {
  return static_cast<double>(bits >> 11) * 0x1.0p-53;
}
constexpr double uniform(std::uint64_t seed, std::uint64_t stream, std::uint64_t index, double low,
                         double high) {
  return low + (high - low) * unit(hash(seed, stream, index));
}

// Mean 0, variance 1, within +-3.46: the sum of four 16-bit uniforms, exact in every rounding mode.
constexpr float bell(std::uint64_t bits) {
  const auto sum = static_cast<std::int32_t>((bits & 0xFFFFU) + ((bits >> 16) & 0xFFFFU) +
                                             ((bits >> 32) & 0xFFFFU) + (bits >> 48));
  return static_cast<float>(sum - 131070) * (1.7320508F / 65536.0F);
}
constexpr double normal(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) {
  return static_cast<double>(bell(hash(seed, stream, index)));
}

// Who draws what. A new stream goes to the end: numbers in use stay as they are.
enum Stream : std::uint64_t {
  kBodySize = 1,
  kTexture,
  kPlace,
  kRhythm,
  kEvent,
  kSway,
  kKeyPose,
  kCellGain,
  kCellZero,
  kCellDrift,
  kNoise,
  kDeadCell,
  kVisit,
  kHands,
  kSitting,
  kBreath,
};

}  // namespace palpate::sim
