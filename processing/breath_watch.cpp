#include "processing/breath_watch.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "processing/breath_hold.h"

namespace palpate {
namespace {

constexpr double kLag_s = 1.4;  // a breath of 6 to 36 a minute moves well within it, creep hardly
constexpr double kLeastLearned_s = 15.0;
constexpr double kBeforeHand_s = 2.0;  // a hand was there before it was noticed
constexpr double kRest_s = 10.0;       // the map at rest
constexpr double kFollowed_s = 30.0;   // longest due, and more
constexpr int kFirstIterations = 6;
constexpr double kHandShare = 0.15;   // of the most changed cell
constexpr double kHandBreaths = 1.5;  // what the breath can change
constexpr double kLeastLeft = 0.35;   // of the pattern, for the breath to be seen
constexpr double kLeastStill_s = 1.0;
constexpr double kBreathOfSwing = 2.2;  // peak to peak of a breath by the rms of its changes over the lag
constexpr double kFlat = 0.3, kSteepest = 0.5;  // of a usual breath: range about a line, and the line's climb
constexpr double kBlurred_s = 0.5;              // averages that still know the movement before
constexpr double kFarBeyond = 3.0;
// Of the map at rest (root of the sum of squares): sway alone stays below.
constexpr double kLeastSwing = 0.0055;

constexpr std::string_view kNobody = "nobody is on the mat";
constexpr std::string_view kLearning =
    "the client's own breath is learned first: about 30 s at rest without hands";
constexpr std::string_view kUnclear = "no clear breath at rest";
constexpr std::string_view kMoving = "the body moves";
constexpr std::string_view kCovered = "the hand covers where the breath shows";

}  // namespace

double breath_due_s(double cycle_s, double scatter) {
  return std::max(kShortestDue_s,
                  cycle_s * (1.0 + kDueScatters * std::clamp(scatter, kLeastScatter, kMostScatter)));
}

BreathWatch::BreathWatch(Eigen::Index channels, double step_s, std::int64_t capacity)
    : step_s_(step_s),
      capacity_(capacity),
      lag_(std::max<std::int64_t>(1, std::llround(kLag_s / step_s))),
      averaged_(std::max<std::int64_t>(1, std::llround(1.0 / step_s))),
      at_rest_(static_cast<std::size_t>(capacity), 0),
      pattern_(Eigen::VectorXf::Zero(channels)),
      next_(pattern_),
      change_(pattern_),
      rest_(pattern_),
      weights_(pattern_) {
  for (std::vector<double>* buffer : {&followed_, &averages_, &raw_, &signal_})
    buffer->reserve(static_cast<std::size_t>(capacity));
  used_.reserve(static_cast<std::size_t>(capacity));
  now_.why = kLearning;
}

std::int64_t BreathWatch::steps_of(double seconds) const {
  return static_cast<std::int64_t>(std::ceil(seconds / step_s_ - 1e-9));
}

std::uint8_t& BreathWatch::at_rest(std::int64_t step) {
  return at_rest_[static_cast<std::size_t>(step % capacity_)];
}

void BreathWatch::add(const BreathingSteps& steps, bool present, bool still, bool hand) {
  const std::int64_t newest = steps.count() - 1;
  at_rest(newest) = present && still && !hand ? 1 : 0;
  still_steps_ = present && still ? still_steps_ + 1 : 0;
  if (hand && !hand_)
    for (std::int64_t k = std::max<std::int64_t>(0, newest - steps_of(kBeforeHand_s)); k < newest; ++k)
      at_rest(k) = 0;
  if (!hand && hand_) use_whole_pattern();
  hand_ = hand;
  if (!hand && steps.count() % averaged_ == 0) learn(steps);  // once a second
  if (hand && known_) leave_out_hand(steps);
  follow(steps);
  judge(present);
}

// Pattern, breaths and the map at rest, from the last minute's steps at rest.
void BreathWatch::learn(const BreathingSteps& steps) {
  const std::int64_t n = std::min(steps.count(), capacity_);
  std::int64_t learnable = 0;
  for (std::int64_t k = steps.count() - n; k < steps.count(); ++k) learnable += at_rest(k);
  if (at_rest(steps.count() - 1) == 0 || static_cast<double>(learnable) * step_s_ < kLeastLearned_s) return;
  for (int k = 0; k < (known_ ? 1 : kFirstIterations); ++k) iterate(steps, n);
  if (!(swing_ > 0.0)) return;
  raw_.clear(), signal_.clear(), used_.clear();
  for (std::int64_t back = n - 1; back >= 0; --back) {
    append_average(steps.column(back).dot(pattern_), raw_, signal_);
    used_.push_back(at_rest(steps.count() - 1 - back));
  }
  const double t0_s = static_cast<double>(steps.count() - n) * step_s_;
  cycles_.look(t0_s, step_s_, signal_, used_, kBreathOfSwing * swing_);
  learn_rest(steps, n);
  known_ = cycles_.known() && swing_ > kLeastSwing * static_cast<double>(rest_.norm());
  use_whole_pattern();
}

// One power iteration for the first principal component of the changes over the lag. Changes far beyond the
// usual are movements that were not noticed.
void BreathWatch::iterate(const BreathingSteps& steps, std::int64_t n) {
  next_.setZero();
  double square = 0.0;
  std::int64_t used = 0, run = 0;
  for (std::int64_t back = n - 1; back >= 0; --back) {
    run = at_rest(steps.count() - 1 - back) != 0 ? run + 1 : 0;
    if (run <= lag_) continue;
    change_ = steps.column(back) - steps.column(back + lag_);
    if (pattern_.isZero()) pattern_ = change_.normalized();
    const float along = change_.dot(pattern_);
    const double size = std::abs(static_cast<double>(along));
    if (swing_ > 0.0 && size > kFarBeyond * swing_) continue;
    next_ += along * change_;
    square += size * size;
    ++used;
  }
  swing_ = used > 0 ? std::sqrt(square / static_cast<double>(used)) : 0.0;
  const float length = next_.norm();
  if (length > 0.0F) pattern_ = next_ / length;
}

void BreathWatch::learn_rest(const BreathingSteps& steps, std::int64_t n) {
  rest_.setZero();
  std::int64_t used = 0;
  for (std::int64_t back = 0; back < n && used < steps_of(kRest_s); ++back) {
    if (at_rest(steps.count() - 1 - back) == 0) continue;
    rest_ += steps.column(back);
    ++used;
  }
  rest_ /= static_cast<float>(std::max<std::int64_t>(1, used));
}

void BreathWatch::use_whole_pattern() {
  weights_ = pattern_;
  left_share_ = 1.0;
  changed_ = true;
}

// Cells once pressed stay out until the hand leaves.
void BreathWatch::leave_out_hand(const BreathingSteps& steps) {
  change_ = steps.column(0) - rest_;
  const float most = change_.cwiseAbs().maxCoeff();
  const auto breath = static_cast<float>(kHandBreaths * cycles_.depth());
  bool more = false;
  double left = 0.0;
  for (Eigen::Index c = 0; c < pattern_.size(); ++c) {
    if (weights_[c] == 0.0F) continue;
    if (std::abs(change_[c]) >
        std::max(static_cast<float>(kHandShare) * most, breath * std::abs(pattern_[c]))) {
      weights_[c] = 0.0F;
      more = true;
    } else {
      left += static_cast<double>(pattern_[c] * pattern_[c]);
    }
  }
  if (!more) return;
  changed_ = true;
  left_share_ = left;
  for (Eigen::Index c = 0; c < pattern_.size(); ++c)
    if (weights_[c] != 0.0F) weights_[c] = pattern_[c] / static_cast<float>(std::max(left, 1e-6));
}

// Adds the mean of the last second, this value included.
void BreathWatch::append_average(double value, std::vector<double>& raw,
                                 std::vector<double>& averages) const {
  raw.push_back(value);
  const std::size_t n = std::min(raw.size(), static_cast<std::size_t>(averaged_));
  double sum = 0.0;
  for (std::size_t i = raw.size() - n; i < raw.size(); ++i) sum += raw[i];
  averages.push_back(sum / static_cast<double>(n));
}

void BreathWatch::follow(const BreathingSteps& steps) {
  const std::int64_t most = steps_of(kFollowed_s), n = std::min(still_steps_, most);
  const bool anew = changed_ || n <= 1 || static_cast<std::int64_t>(followed_.size()) >= capacity_;
  changed_ = false;
  if (anew) followed_.clear(), averages_.clear();
  for (std::int64_t back = anew ? n - 1 : 0; n > 0 && back >= 0; --back)
    append_average(steps.column(back).cast<double>().dot(weights_.cast<double>()), followed_, averages_);
}

void BreathWatch::judge(bool present) {
  now_ = {};
  if (known_) {
    now_.cycle_s = cycles_.seconds();
    now_.scatter = cycles_.scatter();
    now_.due_s = breath_due_s(now_.cycle_s, now_.scatter);
  }
  now_.why = !present  ? kNobody
             : !known_ ? cycles_.count() >= BreathCycles::kLeast ? kUnclear : kLearning
             : static_cast<double>(still_steps_) * step_s_ < kLeastStill_s ? kMoving
             : left_share_ < kLeastLeft                                    ? kCovered
                                                                           : std::string_view();
  now_.seen = now_.why.empty();
  if (!now_.seen) return;
  const auto n = static_cast<std::size_t>(steps_of(now_.due_s - kBlurred_s));
  if (averages_.size() < n) return;
  const std::span<const double> last(averages_.data() + averages_.size() - n, n);
  const double usual = cycles_.depth();
  now_.overdue = flat_range(last, kSteepest * usual) <= kFlat * usual;
}

}  // namespace palpate
