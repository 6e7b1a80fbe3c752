#include "processing/taught_posture_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <numeric>

#include "processing/report_json.h"
#include "processing/taught_postures.h"
#include "processing/time_text.h"

namespace palpate {
namespace {

constexpr double kLongestStepS = 10.0;  // a gap in the stream is nobody's time
constexpr std::size_t kMostChanges = 10000, kMostChangesInText = 12;

}  // namespace

void TaughtPostureReport::add(const Snapshot& snapshot) {
  const TaughtPostureState& now = snapshot.taught;
  if (!now.postures) return;
  if (!postures_) {
    postures_ = now.postures;
    seconds_.assign(postures_->postures.size() + 1, 0.0);
    confidence_s_ = seconds_;
  }
  const double dt_s = snapshot.t_s - last_t_s_;
  if (there_ && dt_s > 0.0 && dt_s <= kLongestStepS) {
    const std::size_t k = last_ < 0 ? seconds_.size() - 1 : static_cast<std::size_t>(last_);
    seconds_[k] += dt_s;
    if (std::isfinite(last_confidence_)) confidence_s_[k] += dt_s * last_confidence_;
  }
  if (there_ && snapshot.occupied && now.index != last_ && changes_.size() < kMostChanges)
    changes_.push_back({snapshot.t_s, last_, now.index});
  there_ = snapshot.occupied;
  last_ = now.index;
  last_t_s_ = snapshot.t_s;
  last_confidence_ = now.confidence;
}

std::string TaughtPostureReport::name(int index) const {
  return index < 0 ? "unknown"
                   : fmt::format("\"{}\"", postures_->postures[static_cast<std::size_t>(index)].name);
}

double TaughtPostureReport::all_s() const {
  return std::accumulate(seconds_.begin(), seconds_.end(), 0.0);
}

nlohmann::ordered_json TaughtPostureReport::json() const {
  using nlohmann::ordered_json;
  if (!postures_) return nullptr;
  const double all = all_s();
  const auto share = [&](double seconds) { return number_json(all > 0.0 ? seconds / all : kNone); };
  ordered_json postures = ordered_json::array(), changes = ordered_json::array();
  for (std::size_t k = 0; k < postures_->postures.size(); ++k) {
    postures.push_back(
        {{"name", postures_->postures[k].name},
         {"seconds", seconds_[k]},
         {"share", share(seconds_[k])},
         {"mean_confidence", number_json(seconds_[k] > 0.0 ? confidence_s_[k] / seconds_[k] : kNone)}});
  }
  const auto name_or_null = [&](int index) {
    return index < 0 ? ordered_json(nullptr)
                     : ordered_json(postures_->postures[static_cast<std::size_t>(index)].name);
  };
  for (const Change& change : changes_) {
    changes.push_back(
        {{"t_s", change.t_s}, {"from", name_or_null(change.from)}, {"to", name_or_null(change.to)}});
  }
  return {{"client", postures_->client},
          {"postures", postures},
          {"unknown_s", seconds_.back()},
          {"unknown_share", share(seconds_.back())},
          {"changes", changes}};
}

std::string TaughtPostureReport::text() const {
  if (!postures_) return "";
  std::string text = fmt::format("\nPostures that the client taught{}\n",
                                 postures_->client.empty() ? "" : fmt::format(" ({})", postures_->client));
  const auto out = std::back_inserter(text);
  const double all = all_s();
  for (std::size_t k = 0; k < seconds_.size() && all > 0.0; ++k) {
    const bool unknown = k + 1 == seconds_.size();
    fmt::format_to(out, "  {:<26}{:>9.0f} %  {}\n",
                   unknown ? "none of them (unknown)" : name(static_cast<int>(k)), 100.0 * seconds_[k] / all,
                   duration_text(seconds_[k]));
  }
  if (all <= 0.0) text += "  nobody was there\n";
  for (std::size_t i = 0; i < std::min(changes_.size(), kMostChangesInText); ++i) {
    const Change& change = changes_[i];
    fmt::format_to(out, "  {:>8}  {} to {}\n", clock_text(change.t_s), name(change.from), name(change.to));
  }
  if (changes_.size() > kMostChangesInText)
    fmt::format_to(out, "  and {} more changes\n", changes_.size() - kMostChangesInText);
  return text;
}

}  // namespace palpate
