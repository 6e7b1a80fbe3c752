#include "processing/movement.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"

namespace palpate {
namespace {

constexpr double kStep_s = 0.25;  // events last seconds
constexpr double kTurn_s = 1.0;   // longest pause in one move
constexpr double kWiden_s = 0.5;  // about haste: the move's slow ends
constexpr double kLeastRest_s = 2.0;

// Means over even steps; a step without a sample repeats the last one.
std::vector<double> even_steps(std::span<const double> t, std::span<const double> values, double step_s) {
  std::vector<double> out;
  if (t.empty()) return out;
  const auto count = static_cast<std::size_t>((t.back() - t.front()) / step_s) + 1;
  std::size_t i = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const double end = t.front() + static_cast<double>(k + 1) * step_s;
    double sum = 0.0;
    int n = 0;
    for (; i < t.size() && (t[i] < end || k + 1 == count); ++i, ++n) sum += values[i];
    out.push_back(n > 0 ? sum / n : out.back());
  }
  return out;
}

// Mean and standard deviation of any stretch in O(1).
class Stretches {
 public:
  explicit Stretches(const std::vector<double>& x)
      : offset_(x.empty() ? 0.0 : x[0]), sum_(x.size() + 1, 0.0), square_(sum_) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double v = x[i] - offset_;
      sum_[i + 1] = sum_[i] + v;
      square_[i + 1] = square_[i] + v * v;
    }
  }
  [[nodiscard]] double mean(std::size_t from, std::size_t to) const {
    return offset_ + (sum_[to] - sum_[from]) / static_cast<double>(to - from);
  }
  [[nodiscard]] double sd(std::size_t from, std::size_t to) const {
    const auto n = static_cast<double>(to - from);
    const double m = (sum_[to] - sum_[from]) / n;
    return std::sqrt(std::max(0.0, (square_[to] - square_[from]) / n - m * m));
  }

 private:
  double offset_;
  std::vector<double> sum_, square_;
};

std::size_t steps_of(double seconds) {
  return static_cast<std::size_t>(std::llround(seconds / kStep_s));
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

struct Found {
  std::size_t at = 0;
  double score = 0.0;  // in units of the threshold
  double size_mm = 0.0;
};

// Mean over 0.75 s: a single noisy step is no move.
std::vector<double> calmed(const std::vector<double>& x) {
  std::vector<double> out = x;
  for (std::size_t i = 1; i + 1 < x.size(); ++i) out[i] = (x[i - 1] + x[i] + x[i + 1]) / 3.0;
  return out;
}

// How far x goes within 1 s about each step, in units of what is too much: several times the usual (median
// of 5 min) and more than noise.
std::vector<double> haste(const std::vector<double>& x, const MovementOptions& o) {
  const std::vector<double> calm = calmed(x);
  const std::size_t half = steps_of(0.5), block = steps_of(30.0), around = steps_of(135.0);
  std::vector<double> way(x.size(), 0.0);
  for (std::size_t i = 0; i < x.size(); ++i)
    way[i] = std::abs(calm[std::min(i + half, x.size() - 1)] - calm[i > half ? i - half : 0]);
  std::vector<double> out(x.size(), 0.0);
  for (std::size_t start = 0; start < x.size(); start += block) {
    const std::size_t end = std::min(x.size(), start + block);
    const auto from = static_cast<std::ptrdiff_t>(start > around ? start - around : 0);
    const auto to = static_cast<std::ptrdiff_t>(std::min(x.size(), end + around));
    const double usual = median({way.begin() + from, way.begin() + to});
    const double limit = std::max(o.hasty_noise * o.noise_mm, o.hasty_usual * usual);
    for (std::size_t i = start; i < end; ++i) out[i] = way[i] / limit;
  }
  return out;
}

struct Burst {
  std::size_t from = 0, to = 0;  // to: the first step after it
  bool shift = false, fidget = false;
  double size_mm = 0.0;
};

// Stretches of haste on either axis; what is closer than the turning point of a fidget is one.
std::vector<Burst> bursts_of(const std::vector<double>& x, const std::vector<double>& y,
                             const MovementOptions& o) {
  const std::vector<double> hx = haste(x, o), hy = haste(y, o);
  const std::size_t turn = steps_of(kTurn_s), widen = steps_of(kWiden_s);
  std::vector<Burst> bursts;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::max(hx[i], hy[i]) < 1.0) continue;
    const std::size_t from = i > widen ? i - widen : 0, to = std::min(x.size(), i + widen + 1);
    if (!bursts.empty() && from <= bursts.back().to + turn)
      bursts.back().to = to;
    else
      bursts.push_back({from, to});
  }
  return bursts;
}

// Rest beside a burst.
struct Rest {
  std::size_t from = 0, to = 0;
  [[nodiscard]] bool known() const { return to >= from + steps_of(kLeastRest_s); }
};

struct Verdict {
  double step = 0.0, peak = 0.0;  // in units of the threshold
  double step_mm = 0.0, peak_mm = 0.0;
};

Verdict judge_axis(const std::vector<double>& x, const Stretches& stretches, const Burst& burst,
                   const Rest& before, const Rest& after, const MovementOptions& o) {
  Verdict v;
  const double before_mm = stretches.mean(before.from, before.to);
  const double after_mm = stretches.mean(after.from, after.to);
  const double before_sd = std::max(o.noise_mm, stretches.sd(before.from, before.to));
  const double after_sd = std::max(o.noise_mm, stretches.sd(after.from, after.to));
  v.step_mm = std::abs(after_mm - before_mm);
  v.step = v.step_mm / (o.shift_sd * std::hypot(before_sd, after_sd));
  const double level = 0.5 * (before_mm + after_mm);
  for (std::size_t i = burst.from; i < burst.to; ++i) v.peak_mm = std::max(v.peak_mm, std::abs(x[i] - level));
  v.peak = v.peak_mm / (o.fidget_sd * std::max(before_sd, after_sd));
  return v;
}

// Tells each burst's kind from the rest before (over fidgets, back to the last shift) and after it.
void judge(std::vector<Burst>& bursts, const std::vector<double>& x, const std::vector<double>& y,
           const MovementOptions& o) {
  const Stretches sx(x), sy(y);
  const std::vector<double> cx = calmed(x), cy = calmed(y);
  const std::size_t base = steps_of(o.base_s);
  for (std::size_t k = 0; k < bursts.size(); ++k) {
    Burst& burst = bursts[k];
    const std::size_t last = k > 0 ? bursts[k - 1].to : 0;
    const std::size_t next = k + 1 < bursts.size() ? bursts[k + 1].from : x.size();
    const Rest before{std::max(last, burst.from > base ? burst.from - base : 0), burst.from};
    const Rest after{burst.to, std::min(next, burst.to + base)};
    if (!before.known() || !after.known()) continue;
    const Verdict vx = judge_axis(cx, sx, burst, before, after, o);
    const Verdict vy = judge_axis(cy, sy, burst, before, after, o);
    const double lasts_s = static_cast<double>(burst.to - burst.from) * kStep_s - 2.0 * kWiden_s;
    burst.shift = std::max(vx.step, vy.step) >= 1.0 && lasts_s <= o.shift_width_s;
    burst.fidget = !burst.shift && std::max(vx.peak, vy.peak) >= 1.0 && lasts_s <= o.fidget_width_s;
    burst.size_mm = burst.shift ? std::hypot(vx.step_mm, vy.step_mm) : std::hypot(vx.peak_mm, vy.peak_mm);
  }
}

std::vector<Found> drifts_of(const std::vector<double>& x, const MovementOptions& o) {
  const std::size_t width = steps_of(o.drift_width_s);
  if (x.size() < 2 * width) return {};
  const Stretches stretches(x);
  const double least = o.drift_sd * std::max(o.noise_mm, stretches.sd(0, x.size()));
  std::vector<double> slow;
  for (std::size_t i = 0; i + width <= x.size(); ++i) slow.push_back(stretches.mean(i, i + width));
  std::vector<Found> found;
  std::size_t last = 0;  // the extreme before
  for (std::size_t i = 1; i < slow.size(); ++i) {
    const bool end = i + 1 == slow.size();
    const bool turns = !end && (slow[i] - slow[i - 1]) * (slow[i + 1] - slow[i]) < 0.0;
    if (!turns && !end) continue;
    const double size = std::abs(slow[i] - slow[last]);
    if (size >= least && i - last >= width) found.push_back({(i + last + width) / 2, size / least, size});
    last = i;
  }
  return found;
}

// Events of both axes; those within `apart` are one.
std::vector<MovementEvent> merged(const std::vector<Found>& a, const std::vector<Found>& b, double t0_s,
                                  double apart_s) {
  std::vector<Found> all = a;
  all.insert(all.end(), b.begin(), b.end());
  std::sort(all.begin(), all.end(), [](const Found& p, const Found& q) { return p.at < q.at; });
  std::vector<MovementEvent> events;
  for (const Found& found : all) {
    const double t_s = t0_s + (static_cast<double>(found.at) + 0.5) * kStep_s;
    if (!events.empty() && t_s - events.back().t_s <= apart_s)
      events.back().size_mm = std::hypot(events.back().size_mm, found.size_mm);
    else
      events.push_back({t_s, found.size_mm});
  }
  return events;
}

double longest_gap(const Movement& movement, double from_s, double to_s) {
  std::vector<double> times = {from_s, to_s};
  for (const MovementEvent& event : movement.shifts) times.push_back(event.t_s);
  for (const MovementEvent& event : movement.fidgets) times.push_back(event.t_s);
  std::sort(times.begin(), times.end());
  double longest = 0.0;
  for (std::size_t i = 1; i < times.size(); ++i) longest = std::max(longest, times[i] - times[i - 1]);
  return longest;
}

}  // namespace

Movement find_movement(const CopSeries& cop, const MovementOptions& options) {
  PALPATE_EXPECTS(cop.t_s.size() == cop.x_mm.size() && cop.t_s.size() == cop.y_mm.size());
  Movement movement;
  if (cop.t_s.size() < 2) return movement;
  const std::vector<double> x = even_steps(cop.t_s, cop.x_mm, kStep_s),
                            y = even_steps(cop.t_s, cop.y_mm, kStep_s);
  const double t0 = cop.t_s.front(), span_s = cop.t_s.back() - t0;
  std::vector<Burst> bursts = bursts_of(x, y, options);
  judge(bursts, x, y, options);
  for (const Burst& burst : bursts) {
    const double t_s = t0 + 0.5 * static_cast<double>(burst.from + burst.to) * kStep_s;
    if (burst.shift) movement.shifts.push_back({t_s, burst.size_mm});
    if (burst.fidget) movement.fidgets.push_back({t_s, burst.size_mm});
  }
  movement.drifts = merged(drifts_of(x, options), drifts_of(y, options), t0, options.drift_width_s);
  movement.longest_still_s = longest_gap(movement, t0, cop.t_s.back());
  if (span_s < 60.0) return movement;
  const double hours = span_s / 3600.0;
  movement.shifts_per_hour = static_cast<double>(movement.shifts.size()) / hours;
  movement.fidgets_per_hour = static_cast<double>(movement.fidgets.size()) / hours;
  movement.drifts_per_hour = static_cast<double>(movement.drifts.size()) / hours;
  return movement;
}

std::vector<double> in_chair_movement_mm(const CopSeries& cop) {
  constexpr std::size_t kSeconds = 300;
  const std::vector<double> x = even_steps(cop.t_s, cop.x_mm, 1.0), y = even_steps(cop.t_s, cop.y_mm, 1.0);
  std::vector<double> paths;
  for (std::size_t start = 0; start + kSeconds < x.size() + 1; start += kSeconds) {
    double path = 0.0;
    for (std::size_t i = start + 1; i < start + kSeconds; ++i)
      path += std::hypot(x[i] - x[i - 1], y[i] - y[i - 1]);
    paths.push_back(path);
  }
  return paths;
}

Settling settling_of(std::span<const double> t_s, std::span<const double> ppi_kpa) {
  constexpr double kWindow_s = 120.0, kSettledPerMinute = 0.01;
  PALPATE_EXPECTS(t_s.size() == ppi_kpa.size());
  if (t_s.empty() || t_s.back() - t_s.front() < kWindow_s) return Settling::unknown;
  double n = 0.0, mean_t = 0.0, mean_p = 0.0;
  for (std::size_t i = 0; i < t_s.size(); ++i)
    if (t_s[i] >= t_s.back() - kWindow_s) n += 1.0, mean_t += t_s[i], mean_p += ppi_kpa[i];
  mean_t /= n, mean_p /= n;
  double product = 0.0, square = 0.0;
  for (std::size_t i = 0; i < t_s.size(); ++i) {
    if (t_s[i] < t_s.back() - kWindow_s) continue;
    product += (t_s[i] - mean_t) * (ppi_kpa[i] - mean_p);
    square += (t_s[i] - mean_t) * (t_s[i] - mean_t);
  }
  if (!(mean_p > 0.0) || !(square > 0.0)) return Settling::unknown;
  return std::abs(60.0 * product / square) < kSettledPerMinute * mean_p ? Settling::settled
                                                                        : Settling::settling;
}

double slump_onset_s(std::span<const double> t_s, std::span<const double> ratio, int upright_minutes) {
  PALPATE_EXPECTS(t_s.size() == ratio.size() && upright_minutes >= 3);
  std::vector<std::vector<double>> minutes;
  for (std::size_t i = 0; i < t_s.size(); ++i) {
    const auto minute = static_cast<std::size_t>(std::max(0.0, t_s[i] - t_s[0]) / 60.0);
    if (minute >= minutes.size()) minutes.resize(minute + 1);
    if (std::isfinite(ratio[i])) minutes[minute].push_back(ratio[i]);
  }
  const auto upright = static_cast<std::size_t>(upright_minutes);
  double mean = 0.0, square = 0.0, n = 0.0;
  for (std::size_t m = 0; m < std::min(upright, minutes.size()); ++m) {
    if (minutes[m].empty()) continue;
    const double value = median(minutes[m]);
    mean += value, square += value * value, n += 1.0;
  }
  if (n < 3.0) return std::numeric_limits<double>::quiet_NaN();
  mean /= n;
  const double sd =
      std::max(0.02 * std::abs(mean), std::sqrt(std::max(0.0, (square / n - mean * mean) * n / (n - 1.0))));
  for (std::size_t m = upright; m < minutes.size(); ++m)
    if (!minutes[m].empty() && std::abs(median(minutes[m]) - mean) > 3.0 * sd)
      return t_s[0] + 60.0 * static_cast<double>(m);
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace palpate
