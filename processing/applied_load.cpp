#include "processing/applied_load.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kStep_s = 0.1;
constexpr double kLongestGap_s = 2.0;
constexpr double kSmoothing_s = 0.05;    // of the load shown
constexpr double kMapSmoothing_s = 0.3;  // of the map the place is found in
constexpr double kLeastClient_n = 120.0;
constexpr double kOnePlace = 0.7, kOnePlaceMost = 1.3;        // share of the added load within 3 x 3 blocks
constexpr double kPrompt = 0.4;                               // of the load now, already seen in one place
constexpr double kElsewhere_n = 5.0, kElsewhereShare = 0.05;  // more beside the hand: the body lies elsewhere
constexpr double kLocalHold_s = 0.4, kAnywhereHold_s = 1.5, kGoneHold_s = 0.4;
constexpr double kCalm_s = 0.7;  // after a movement
constexpr double kMoving_n = 2.2, kMovingShare = 0.0015;
constexpr double kReleaseShare = 0.08;    // of the press's peak: tissue and cover do not answer at once
constexpr double kShownShare = 0.08;      // of the rest load: below, a place means little
constexpr double kShowAgainShare = 0.09;  // once hidden
constexpr double kLag_s = 0.12;           // of the load shown behind the load on the mat
constexpr double kUntrustedAfter_s = 0.8;
constexpr double kSteepShown_s = 2.0;
constexpr double kGainShare = 0.025;  // cells under the hand are not as strong as the mean cell
constexpr double kSitting_s = 5.0;
constexpr double kEdge_mm = 60.0;
constexpr double kRegionReach_mm = 60.0;

double follow(double dt_s, double time_constant_s) {
  return 1.0 - std::exp(-dt_s / time_constant_s);
}

std::int64_t bin_of(double t_s) {
  return static_cast<std::int64_t>(std::floor(t_s / kStep_s + 1e-6));
}

void say(std::string& text, std::string_view what) {
  if (text != what) text = what;
}

}  // namespace

AppliedLoadTracker::AppliedLoadTracker(const MatGeometry& geometry)
    : geometry_(geometry), blocks_(geometry), rest_(geometry) {
  for (auto* cells : {&sum_, &step_kpa_, &recent_kpa_}) cells->assign(geometry.cells(), 0.0F);
  for (auto& blocks : block_history_) blocks.assign(blocks_.size(), 0.0F);
  rest_blocks_.assign(blocks_.size(), 0.0F);
  recent_blocks_.assign(blocks_.size(), 0.0F);
}

void AppliedLoadTracker::forget() {
  rest_.reset();
  event_ = false;
  bin_ = -1;
  frames_ = 0;
  history_ = 0;
  has_smooth_ = has_place_ = false;
  above_s_ = local_s_ = below_s_ = calm_s_ = untrusted_s_ = steep_shown_s_ = 0.0;
}

void AppliedLoadTracker::restart() {
  forget();
  unavailable("learning the load at rest: take the hands off for 6 s");
}

void AppliedLoadTracker::new_session() {
  restart();
  state_.presses = 0;
  state_.press = {};
  state_.dose = {};
  state_.dose_in_all = {};
}

void AppliedLoadTracker::unavailable(std::string_view why) {
  say(state_.why_not, why);
  say(state_.warning, "");
  state_.available = state_.pressing = state_.trusted = state_.moving = state_.has_region = false;
  state_.deep_first = state_.steep_ramp = state_.breath_held = state_.breath_seen = false;
  state_.load_n = state_.uncertainty_n = state_.ramp_n_per_s = state_.baseline_n = kNone;
  state_.x_mm = state_.y_mm = state_.statics_x_mm = state_.statics_y_mm = kNone;
  state_.band = LoadBand::none;
  state_.bands = settings_.bands;
  state_.bands_taught = settings_.bands.taught;
}

const AppliedLoadState& AppliedLoadTracker::update(const AppliedLoadInput& input) {
  std::string_view why;
  if (input.map->unit != PressureUnit::kpa) {
    why = "the mat is not calibrated: newtons do not exist";
  } else if (!input.usable) {
    return state_;
  } else if (!input.occupied) {
    why = "nobody lies on the mat";
  } else if (sits(input)) {
    why = "the client sits: load above rest is for a client who lies";
  }
  if (!why.empty()) {
    if (bin_ >= 0) forget();
    unavailable(why);
    return state_;
  }
  if (bin_ >= 0 && (input.t_s < last_t_s_ || input.t_s - last_t_s_ > kLongestGap_s)) restart();
  const double dt_s = bin_ >= 0 ? input.t_s - last_t_s_ : 0.0;
  gather(input, dt_s);
  bin_ = bin_of(input.t_s);
  last_t_s_ = input.t_s;
  // The step ends with this frame if the next one falls into another.
  if (dt_s > 0.0 && bin_of(input.t_s + dt_s) != bin_) {
    step_s_ = std::max(kStep_s, dt_s);
    step(input);
    frames_ = 0;
  }
  return state_;
}

// On a table the posture is believed after a while only: one wrong answer must not end a press.
bool AppliedLoadTracker::sits(const AppliedLoadInput& input) {
  if (geometry_.placement != Placement::table) return true;
  sitting_s_ =
      is_seated(input.posture) && bin_ >= 0 ? sitting_s_ + std::max(0.0, input.t_s - posture_t_s_) : 0.0;
  posture_t_s_ = input.t_s;
  return is_seated(input.posture) && (bin_ < 0 || (sitting_s_ > kSitting_s && !event_));
}

Result<void> AppliedLoadTracker::hear(LoadBand word) {
  if (!state_.pressing)
    return Error{ErrorCode::bad_argument,
                 "nobody presses: the client's word belongs to a press (press and hold)"};
  teacher_.say(word, state_.load_n);
  constexpr LoadBand kWords[] = {LoadBand::light, LoadBand::moderate, LoadBand::deep};
  for (std::size_t k = 0; k < 3; ++k) state_.words[k] = static_cast<int>(teacher_.count(kWords[k]));
  if (*std::min_element(state_.words.begin(), state_.words.end()) < kBandWordsEach) return {};
  auto bands = teacher_.bands();
  if (!bands) return bands.error();
  settings_.bands = *bands;
  return {};
}

void AppliedLoadTracker::forget_words() {
  teacher_.clear();
  state_.words = {};
}

void AppliedLoadTracker::gather(const AppliedLoadInput& input, double dt_s) {
  const float* p = input.map->pressure.data();
  if (frames_ == 0) {
    std::copy(p, p + sum_.size(), sum_.begin());
    saturated_ = false;
  } else {
    for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] += p[i];
  }
  saturated_ = saturated_ || (input.map->saturated.size() > 0 && input.map->saturated.any());
  // What the filter in time took away from the sum is put back: the cells stay smooth, the force is prompt.
  const double total = static_cast<double>(input.map->pressure.sum());
  const double share = dt_s > 0.0 && input.smoothing_s > 0.0 ? follow(dt_s, input.smoothing_s) : 1.0;
  const double prompt = dt_s > 0.0 ? last_total_ + (total - last_total_) / share : total;
  last_total_ = total;
  prompt_sum_ = frames_ == 0 ? prompt : prompt_sum_ + prompt;
  ++frames_;
}

// Once every 0.1 s, with the mean of the frames gathered.
void AppliedLoadTracker::step(const AppliedLoadInput& input) {
  const float share = 1.0F / static_cast<float>(frames_);
  for (std::size_t i = 0; i < sum_.size(); ++i) step_kpa_[i] = share * sum_[i];
  const double total = prompt_sum_ / frames_;
  step_saturated_ = saturated_;
  total_n_ = total * geometry_.cell_area_mm2() * kNewtonPerKpaMm2;
  if (total_n_ < kLeastClient_n) {
    forget();
    return unavailable("too little load for a client who lies on the mat");
  }
  const double follow_map = has_smooth_ ? follow(step_s_, kMapSmoothing_s) : 1.0;
  const auto f = static_cast<float>(follow_map);
  for (std::size_t i = 0; i < step_kpa_.size(); ++i) recent_kpa_[i] += f * (step_kpa_[i] - recent_kpa_[i]);
  smooth_n_ = has_smooth_ ? smooth_n_ + follow(step_s_, kSmoothing_s) * (total_n_ - smooth_n_) : total_n_;
  has_smooth_ = true;
  history_at_ = (history_at_ + 1) % block_history_.size();
  history_ = std::min(history_ + 1, static_cast<int>(block_history_.size()));
  blocks_.sum(step_kpa_, block_history_[history_at_]);
  load_history_[history_at_] = smooth_n_;
  watch_movement();
  if (rest_.learned()) watch_event(last_t_s_);
  rest_.add({last_t_s_, total_n_, smooth_n_, !state_.moving, event_}, step_kpa_);
  measure(last_t_s_);
  judge(input);
}

// The body moves when load changes fast elsewhere than at the one place where it changes most.
void AppliedLoadTracker::watch_movement() {
  const std::size_t oldest = (history_at_ + 1) % block_history_.size();
  bool fast = false;
  if (history_ == static_cast<int>(block_history_.size())) {
    const auto& now = block_history_[history_at_];
    const auto& before = block_history_[oldest];
    const auto cluster = blocks_.strongest(now, before, false);
    fast = blocks_.elsewhere_n(now, before, cluster) > kMoving_n + kMovingShare * total_n_;
  }
  calm_s_ = fast ? 0.0 : calm_s_ + step_s_;
  state_.moving = calm_s_ < kCalm_s && history_ == static_cast<int>(block_history_.size());
  if (fast) rest_.body_moved();
}

void AppliedLoadTracker::watch_event(double t_s) {
  const double load = smooth_n_ - rest_.total_n();
  const double limit = rest_.detectable_n();
  if (load > limit || event_) {
    blocks_.sum(recent_kpa_, recent_blocks_);
    blocks_.sum(rest_.kpa(), rest_blocks_);
    double added = 0.0;
    for (std::size_t i = 0; i < recent_blocks_.size(); ++i)
      added += static_cast<double>(recent_blocks_[i] - rest_blocks_[i]);
    const auto cluster = blocks_.strongest(recent_blocks_, rest_blocks_, true);
    concentrated_ = cluster.load_n / std::max(added, 0.5 * limit);
    prompt_ = cluster.load_n > kPrompt * load;
    map_good_ =
        blocks_.elsewhere_n(recent_blocks_, rest_blocks_, cluster) < kElsewhere_n + kElsewhereShare * load;
  }
  if (!event_) {
    const bool above = load > limit && !state_.moving;
    above_s_ = above ? above_s_ + step_s_ : 0.0;
    local_s_ = above && one_place() && prompt_ ? local_s_ + step_s_ : 0.0;
    if (local_s_ > kLocalHold_s - 1e-9 || above_s_ > kAnywhereHold_s - 1e-9) begin_event(t_s);
    return;
  }
  const double gone = std::max(0.5 * limit, kReleaseShare * peak_of_all_n_);
  below_s_ = load < gone ? below_s_ + step_s_ : 0.0;
  if (below_s_ > kGoneHold_s - 1e-9) end_event();
}

bool AppliedLoadTracker::one_place() const {
  return map_good_ && concentrated_ > kOnePlace && concentrated_ < kOnePlaceMost;
}

void AppliedLoadTracker::begin_event(double t_s) {
  event_ = true;
  below_s_ = 0.0;
  press_sum_n_s_ = peak_of_all_n_ = 0.0;
  press_trusted_ = false;
  ++state_.presses;
  state_.press = {};
  state_.press.start_s = t_s;
  state_.press.peak_n = 0.0;
}

void AppliedLoadTracker::end_event() {
  event_ = false;
  above_s_ = local_s_ = 0.0;
  has_place_ = shown_ = false;
}

void AppliedLoadTracker::measure(double t_s) {
  state_.bands = settings_.bands;
  state_.bands_taught = settings_.bands.taught;
  if (!rest_.learned()) return unavailable("learning the load at rest: take the hands off for 6 s");
  if (!state_.available) say(state_.why_not, "");
  state_.available = true;
  state_.pressing = event_;
  state_.baseline_n = rest_.total_n();
  state_.load_n = smooth_n_ - rest_.total_n();
  const std::size_t oldest = (history_at_ + 1) % load_history_.size();
  state_.ramp_n_per_s = history_ == static_cast<int>(load_history_.size())
                            ? (load_history_[history_at_] - load_history_[oldest]) / (kHistory * step_s_)
                            : kNone;
  const double lag_n = std::isfinite(state_.ramp_n_per_s) ? kLag_s * state_.ramp_n_per_s : 0.0;
  state_.uncertainty_n = std::hypot(rest_.uncertainty_n(t_s), lag_n, kGainShare * state_.load_n);
  state_.x_mm = state_.y_mm = state_.statics_x_mm = state_.statics_y_mm = kNone;
  has_place_ = false;
  if (event_) find_place();
}

void AppliedLoadTracker::find_place() {
  if (state_.load_n < rest_.detectable_n()) return;
  const auto cluster = blocks_.strongest(recent_blocks_, rest_blocks_, true);
  place_ =
      centre_of_added_load(geometry_, recent_kpa_, rest_.kpa(), blocks_.x_mm(cluster), blocks_.y_mm(cluster));
  has_place_ = one_place() && place_.load_n > 0.4 * state_.load_n;
  shown_ = state_.load_n >= (shown_ ? kShownShare : kShowAgainShare) * state_.baseline_n;
  if (!shown_) return;
  double load = 0.0, x = 0.0, y = 0.0;
  for (int r = 0; r < geometry_.rows; ++r) {
    double row = 0.0;
    for (int c = 0; c < geometry_.cols; ++c) {
      const auto p = static_cast<double>(recent_kpa_[static_cast<std::size_t>(r * geometry_.cols + c)]);
      row += p;
      x += p * (c + 0.5);
    }
    load += row;
    y += row * (r + 0.5);
  }
  state_.statics_x_mm =
      place_by_statics(rest_.cop_x_mm(), geometry_.pitch_x_mm * x / load, state_.baseline_n, state_.load_n);
  state_.statics_y_mm =
      place_by_statics(rest_.cop_y_mm(), geometry_.pitch_y_mm * y / load, state_.baseline_n, state_.load_n);
  if (!has_place_) return;
  state_.x_mm = place_.x_mm;
  state_.y_mm = place_.y_mm;
}

// The region under the hand, or the nearest within a hand's breadth.
void AppliedLoadTracker::find_region(const BodyState* body) {
  state_.has_region = false;
  if (!has_place_ || body == nullptr || !body->found || body->labels.rows() != geometry_.rows ||
      body->labels.cols() != geometry_.cols)
    return;
  double nearest = kRegionReach_mm * kRegionReach_mm;
  for (int r = 0; r < geometry_.rows; ++r) {
    for (int c = 0; c < geometry_.cols; ++c) {
      const std::int8_t label = body->labels(r, c);
      if (label == kNoRegion) continue;
      const double dx = (c + 0.5) * geometry_.pitch_x_mm - place_.x_mm;
      const double dy = (r + 0.5) * geometry_.pitch_y_mm - place_.y_mm;
      if (dx * dx + dy * dy >= nearest) continue;
      nearest = dx * dx + dy * dy;
      state_.region = region_at(static_cast<std::size_t>(label));
      state_.has_region = true;
    }
  }
}

void AppliedLoadTracker::judge(const AppliedLoadInput& input) {
  if (!state_.available) return;
  find_region(input.body);
  const bool steep = std::abs(state_.ramp_n_per_s) > settings_.steep_ramp_n_per_s;
  const bool edge = has_place_ && (std::min(place_.x_mm, geometry_.width_mm() - place_.x_mm) < kEdge_mm ||
                                   std::min(place_.y_mm, geometry_.height_mm() - place_.y_mm) < kEdge_mm);
  const bool doubtful = steep || edge || state_.moving || step_saturated_;
  untrusted_s_ = doubtful ? kUntrustedAfter_s : std::max(0.0, untrusted_s_ - step_s_);
  state_.trusted = event_ && untrusted_s_ <= 0.0 && state_.load_n > rest_.detectable_n();
  state_.band = event_ ? band_of(settings_.bands, state_.load_n, state_.band) : LoadBand::none;
  if (event_) {
    PressSummary& press = state_.press;
    press.seconds = last_t_s_ - press.start_s + step_s_;
    peak_of_all_n_ = std::max(peak_of_all_n_, state_.load_n);
    if (state_.trusted) {
      press.peak_n = press_trusted_ ? std::max(press.peak_n, state_.load_n) : state_.load_n;
      press_trusted_ = true;
    } else if (!press_trusted_) {
      press.peak_n = peak_of_all_n_;
    }
    press_sum_n_s_ += state_.load_n * step_s_;
    press.mean_n = press_sum_n_s_ / press.seconds;
    press.steepest_n_per_s = std::max(press.steepest_n_per_s, state_.ramp_n_per_s);
    press.has_region = state_.has_region;
    press.region = state_.region;
    add_dose();
  }
  warn(input);
}

void AppliedLoadTracker::add_dose() {
  const auto add = [this](RegionDose& dose) {
    dose.newton_seconds += std::max(0.0, state_.load_n) * step_s_;
    if (state_.band == LoadBand::light) dose.light_s += step_s_;
    if (state_.band == LoadBand::moderate) dose.moderate_s += step_s_;
    if (state_.band == LoadBand::deep) dose.deep_s += step_s_;
  };
  add(state_.dose_in_all);
  if (state_.has_region) add(state_.dose[index_of(state_.region)]);
}

// Deep before light: deep work on a region (where it is not known: in the session) that had less than
// gentle_first_s of light and moderate work.
void AppliedLoadTracker::warn(const AppliedLoadInput& input) {
  const RegionDose& dose = state_.has_region ? state_.dose[index_of(state_.region)] : state_.dose_in_all;
  state_.deep_first =
      state_.band == LoadBand::deep && dose.light_s + dose.moderate_s < settings_.gentle_first_s;
  const bool steep = event_ && !state_.moving && state_.ramp_n_per_s > settings_.steep_ramp_n_per_s;
  steep_shown_s_ = steep ? kSteepShown_s : std::max(0.0, steep_shown_s_ - step_s_);
  state_.steep_ramp = event_ && steep_shown_s_ > 0.0;
  state_.breath_held = event_ && input.breath.overdue;
  state_.breath_seen = input.breath.seen;
  state_.breath_why = input.breath.why;
  say(state_.warning, state_.breath_held  ? "breath held"
                      : state_.deep_first ? "deep before light"
                      : state_.steep_ramp ? "steep ramp"
                                          : "");
}

}  // namespace palpate
