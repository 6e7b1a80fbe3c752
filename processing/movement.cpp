#include "processing/movement.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"
#include "processing/move_finder.h"

namespace palpate {
namespace {

constexpr double kStep_s = kMoveStepS;

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

void append(Movement& movement, std::span<const JudgedMove> moves, double t0_s) {
  for (const JudgedMove& move : moves) {
    const MovementEvent event{t0_s + 0.5 * (move.from_s + move.to_s), move.size_mm};
    if (move.kind == MoveKind::shift) movement.shifts.push_back(event);
    if (move.kind == MoveKind::fidget) movement.fidgets.push_back(event);
  }
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
  MoveFinder finder(options);
  for (std::size_t i = 0; i < x.size(); ++i) append(movement, finder.add(x[i], y[i]), t0);
  append(movement, finder.finish(), t0);
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
