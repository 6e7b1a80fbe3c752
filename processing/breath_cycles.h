// BreathCycles: the client's own breaths at rest, one by one: when each began, how long and how deep.
//
// A breath begins when the signal has risen by 0.3 of a usual breath from its lowest value. The last 32 are
// remembered. One thread; no allocation after the constructor.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace palpate {

class BreathCycles {
 public:
  static constexpr std::size_t kRemembered = 32;
  static constexpr std::size_t kLeast = 4;  // before anything is told

  // `signal`: steps of step_s, the first at t0_s; those with used[i] == 0 separate stretches. What was found
  // from t0_s on before is replaced. `swing` > 0 is a first guess of a breath's depth.
  void look(double t0_s, double step_s, std::span<const double> signal, std::span<const std::uint8_t> used,
            double swing);
  void clear();

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] bool known() const;      // enough of them, and alike enough for a breath
  [[nodiscard]] double seconds() const;  // median; NaN where not known
  [[nodiscard]] double scatter() const;  // share of it, drawn to 0.15 while there are few
  [[nodiscard]] double depth() const;    // median, in the signal's unit

 private:
  struct Cycle {
    double start_s = 0.0, seconds = 0.0, depth = 0.0;
  };
  void find(double t0_s, double step_s, std::span<const double> signal, std::span<const std::uint8_t> used,
            double reversal);
  void add(const Cycle& cycle);
  void forget_from(double t_s);
  [[nodiscard]] double median(double Cycle::*member) const;

  std::array<Cycle, kRemembered> cycles_{};
  std::size_t count_ = 0;
};

}  // namespace palpate
