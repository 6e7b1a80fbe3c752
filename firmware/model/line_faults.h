// LineFaults: a bad cable, seeded: flips bits and swallows bytes. The same seed gives the same damage.
#pragma once

#include <cstdint>
#include <random>

namespace palpate::firmware {

class LineFaults {
 public:
  LineFaults(double bit_error_rate, double byte_loss, std::uint64_t seed)
      : bit_error_rate_(bit_error_rate), byte_loss_(byte_loss), random_(seed) {}

  // False: the byte is lost. Otherwise it may have changed.
  bool pass(std::uint8_t& byte) {
    if (byte_loss_ > 0.0 && uniform() < byte_loss_) {
      ++lost_;
      return false;
    }
    if (bit_error_rate_ > 0.0) {
      for (unsigned bit = 0; bit < 8; ++bit) {
        if (uniform() >= bit_error_rate_) continue;
        byte = static_cast<std::uint8_t>(byte ^ (1U << bit));
        ++flipped_;
      }
    }
    return true;
  }

  [[nodiscard]] std::uint64_t lost() const { return lost_; }
  [[nodiscard]] std::uint64_t flipped() const { return flipped_; }

 private:
  double uniform() { return static_cast<double>(random_() >> 11) * 0x1p-53; }

  double bit_error_rate_, byte_loss_;
  std::mt19937_64 random_;
  std::uint64_t lost_ = 0, flipped_ = 0;
};

}  // namespace palpate::firmware
