#include "processing/movement.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"

namespace palpate {
namespace {

constexpr double kStep_s = 0.25;  // events last seconds
constexpr double kSameEvent_s = 5.0;

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

struct Found {
  std::size_t at = 0;
  double score = 0.0;  // in units of the threshold
  double size_mm = 0.0;
};

// Keeps the highest score of those closer than `apart` steps.
std::vector<Found> strongest(std::vector<Found> all, std::size_t apart) {
  std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.score > b.score; });
  std::vector<Found> kept;
  for (const Found& found : all) {
    const bool taken = std::any_of(kept.begin(), kept.end(), [&](const Found& other) {
      return std::max(found.at, other.at) - std::min(found.at, other.at) < apart;
    });
    if (!taken) kept.push_back(found);
  }
  std::sort(kept.begin(), kept.end(), [](const Found& a, const Found& b) { return a.at < b.at; });
  return kept;
}

std::vector<Found> shifts_of(const std::vector<double>& x, const MovementOptions& o) {
  const std::size_t base = steps_of(o.shift_base_s), width = steps_of(o.shift_width_s);
  const Stretches stretches(x);
  std::vector<Found> found;
  for (std::size_t gap = base; gap + width + base <= x.size(); ++gap) {
    const std::size_t after = gap + width;
    const double before_sd = std::max(o.noise_mm, stretches.sd(gap - base, gap));
    const double after_sd = std::max(o.noise_mm, stretches.sd(after, after + base));
    const double size = std::abs(stretches.mean(after, after + base) - stretches.mean(gap - base, gap));
    const double score = size / (o.shift_sd * std::hypot(before_sd, after_sd));
    if (score >= 1.0) found.push_back({gap + width / 2, score, size});
  }
  return strongest(std::move(found), base);
}

// Steps around `at` in which x stays beyond half of the peak.
std::size_t width_at_half(const std::vector<double>& x, std::size_t at, double mean) {
  const double half = 0.5 * (x[at] - mean);
  std::size_t left = at, right = at;
  const auto beyond = [&](std::size_t i) { return half > 0 ? x[i] - mean > half : x[i] - mean < half; };
  while (left > 0 && beyond(left - 1)) --left;
  while (right + 1 < x.size() && beyond(right + 1)) ++right;
  return right - left + 1;
}

// Mean over 0.75 s: a single noisy step is no fidget.
std::vector<double> calmed(const std::vector<double>& x) {
  std::vector<double> out = x;
  for (std::size_t i = 1; i + 1 < x.size(); ++i) out[i] = (x[i - 1] + x[i] + x[i + 1]) / 3.0;
  return out;
}

std::vector<Found> fidgets_of(const std::vector<double>& raw, const std::vector<Found>& shifts,
                              const MovementOptions& o) {
  const std::size_t half_base = steps_of(o.fidget_base_s / 2), width = steps_of(o.fidget_width_s);
  const Stretches stretches(raw);
  const std::vector<double> x = calmed(raw);
  std::vector<Found> found;
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::size_t from = i > half_base ? i - half_base : 0, to = std::min(x.size(), i + half_base);
    bool in_shift = false;
    for (const Found& shift : shifts) {  // a place is judged by itself: not across a shift
      if (std::max(i, shift.at) - std::min(i, shift.at) <= steps_of(o.shift_width_s)) in_shift = true;
      if (shift.at < i) from = std::max(from, shift.at + width / 2);
      if (shift.at > i) to = std::min(to, shift.at - std::min(shift.at, width / 2));
    }
    if (in_shift || to < from + 3 * width) continue;
    const double mean = stretches.mean(from, to), sd = std::max(o.noise_mm, stretches.sd(from, to));
    const double score = std::abs(x[i] - mean) / (o.fidget_sd * sd);
    if (score >= 1.0 && width_at_half(x, i, mean) <= width)
      found.push_back({i, score, std::abs(x[i] - mean)});
  }
  return strongest(std::move(found), width);
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

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

Movement find_movement(const CopSeries& cop, const MovementOptions& options) {
  PALPATE_EXPECTS(cop.t_s.size() == cop.x_mm.size() && cop.t_s.size() == cop.y_mm.size());
  Movement movement;
  if (cop.t_s.size() < 2) return movement;
  const std::vector<double> x = even_steps(cop.t_s, cop.x_mm, kStep_s),
                            y = even_steps(cop.t_s, cop.y_mm, kStep_s);
  const double t0 = cop.t_s.front(), span_s = cop.t_s.back() - t0;
  const std::vector<Found> shift_x = shifts_of(x, options), shift_y = shifts_of(y, options);
  movement.shifts = merged(shift_x, shift_y, t0, kSameEvent_s);
  std::vector<Found> shifts = shift_x;
  shifts.insert(shifts.end(), shift_y.begin(), shift_y.end());
  movement.fidgets = merged(fidgets_of(x, shifts, options), fidgets_of(y, shifts, options), t0, kSameEvent_s);
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
