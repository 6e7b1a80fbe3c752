#include "processing/live_breathing.h"

#include <cmath>

#include "acquisition/result.h"
#include "processing/breathing.h"

namespace palpate {
namespace {

constexpr double kLongestGap_s = 5.0;
constexpr std::int64_t kFramesToMeasureRate = 32;
constexpr double kFirstRate_s = 20.0;

constexpr std::string_view kNobody = "nobody is on the mat";
constexpr std::string_view kTooShort = "20 s of lying or sitting still are needed first";
constexpr std::string_view kMoving = "the body moves too much";
constexpr std::string_view kHeld = "the breath is held";
constexpr std::string_view kUnclear = "no clear rhythm";

}  // namespace

LiveBreathing::LiveBreathing(int rows, int cols, double nominal_rate_hz)
    : rows_(rows), cols_(cols), nominal_rate_hz_(nominal_rate_hz) {
  PALPATE_EXPECTS(rows > 0 && cols > 0);
  restart();
}
LiveBreathing::LiveBreathing(LiveBreathing&&) noexcept = default;
LiveBreathing& LiveBreathing::operator=(LiveBreathing&&) noexcept = default;
LiveBreathing::~LiveBreathing() = default;

void LiveBreathing::restart() {
  estimator_.reset();
  waiting_frames_ = 0;
  now_ = {};
  now_.available = true;
  now_.watch.why = kTooShort;
  now_.why = kTooShort;
}

void LiveBreathing::start(double t_s) {
  double rate_hz = nominal_rate_hz_;
  if (!(rate_hz > 0.0)) {
    if (waiting_frames_ == 0) start_s_ = t_s;
    if (++waiting_frames_ < kFramesToMeasureRate || t_s <= start_s_) return;
    rate_hz = static_cast<double>(waiting_frames_ - 1) / (t_s - start_s_);
  }
  start_s_ = t_s;
  estimator_ = std::make_unique<BreathingEstimator>(BreathingOptions{rows_, cols_, rate_hz});
}

const BreathingNow& LiveBreathing::add(double t_s, std::span<const float> cells, bool occupied, bool hand) {
  const bool begun = estimator_ || waiting_frames_ > 0;
  if (begun && (t_s < last_s_ || t_s - last_s_ > kLongestGap_s)) restart();
  last_s_ = t_s;
  if (!estimator_) start(t_s);
  if (!estimator_) return now_;
  estimator_->set_hand(hand);
  estimator_->push(t_s - start_s_, cells, occupied);
  judge(occupied);
  return now_;
}

void LiveBreathing::judge(bool occupied) {
  const BreathingWindow& window = estimator_->live();
  now_.rate_per_min = occupied ? window.rate_per_min : std::numeric_limits<double>::quiet_NaN();
  now_.confidence = occupied ? window.confidence : 0.0;
  now_.movement_share = window.movement_share;
  now_.signal = occupied ? estimator_->signal() : std::numeric_limits<double>::quiet_NaN();
  now_.holding = occupied && estimator_->holding_breath();
  now_.hold_seconds = now_.holding ? estimator_->holds().back().length_s : 0.0;
  now_.watch = estimator_->watch();
  now_.why = !occupied                           ? kNobody
             : std::isfinite(now_.rate_per_min)  ? std::string_view()
             : now_.holding                      ? kHeld
             : last_s_ - start_s_ < kFirstRate_s ? kTooShort
             : window.movement_share > 0.5       ? kMoving
             : window.present_share < 0.9        ? kTooShort
                                                 : kUnclear;
}

}  // namespace palpate
