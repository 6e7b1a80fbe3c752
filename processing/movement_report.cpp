// MovementSummary as JSON and as text.
#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "processing/movement_record.h"
#include "processing/report_json.h"
#include "processing/time_text.h"

namespace palpate {
namespace {

using nlohmann::ordered_json;

ordered_json events_json(const std::vector<MovementEvent>& events) {
  ordered_json out = ordered_json::array();
  for (const MovementEvent& event : events) out.push_back({{"t_s", event.t_s}, {"size_mm", event.size_mm}});
  return out;
}

constexpr double kSteadyRateS = 600.0;  // a healthy sitter shifts about three times in it

std::string rate_text(std::size_t count, double per_hour) {
  return std::isfinite(per_hour) ? fmt::format("{} ({:.1f} an hour)", count, per_hour)
                                 : fmt::format("{}", count);
}

}  // namespace

std::string_view name_of(Settling settling) {
  return settling == Settling::unknown ? "unknown" : settling == Settling::settled ? "settled" : "settling";
}

std::string movement_json(const MovementSummary& m) {
  ordered_json shares = ordered_json::object();
  for (std::size_t i = 0; i < m.posture_share.size(); ++i)
    if (m.posture_share[i] > 0.0) shares[std::string(name_of(static_cast<Posture>(i)))] = m.posture_share[i];
  return ordered_json{{"stays", m.stays},
                      {"seconds", m.seconds},
                      {"hands_seconds", m.hands_seconds},
                      {"shifts_per_hour", number_json(m.shifts_per_hour)},
                      {"fidgets_per_hour", number_json(m.fidgets_per_hour)},
                      {"drifts_per_hour", number_json(m.drifts_per_hour)},
                      {"longest_still_s", number_json(m.longest_still_s)},
                      {"in_chair_movement_mm", m.in_chair_movement_mm},
                      {"settling", name_of(m.settling)},
                      {"slump_onset_s", number_json(m.slump_onset_s)},
                      {"posture_share", shares},
                      {"shifts", events_json(m.shifts)},
                      {"fidgets", events_json(m.fidgets)},
                      {"drifts", events_json(m.drifts)}}
      .dump();
}

std::string movement_text(const MovementSummary& m) {
  if (m.stays == 0) return "";
  std::string text = "\nMovement\n";
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "  shifts {}, fidgets {}, drifts {}\n", rate_text(m.shifts.size(), m.shifts_per_hour),
                 rate_text(m.fidgets.size(), m.fidgets_per_hour),
                 rate_text(m.drifts.size(), m.drifts_per_hour));
  if (m.hands_seconds >= 1.0)
    fmt::format_to(out, "  without the {} in which hands pressed or had just let go\n",
                   duration_text(std::round(m.hands_seconds)));
  if (!std::isfinite(m.shifts_per_hour)) {
    text += "  too short for rates an hour: one minute is the least\n";
  } else if (m.seconds < kSteadyRateS) {
    fmt::format_to(out, "  rates an hour from only {}: rough below ten minutes\n", duration_text(m.seconds));
  }
  fmt::format_to(out, "  longest still spell {}", clock_text(m.longest_still_s));
  if (m.settling != Settling::unknown)
    fmt::format_to(out, "; peak pressure index {}", m.settling == Settling::settled ? "settled" : "settling");
  text += '\n';
  if (!m.in_chair_movement_mm.empty()) {
    double sum = 0.0;
    for (const double path : m.in_chair_movement_mm) sum += path;
    fmt::format_to(out, "  {} {:.0f} mm in 5 min\n",
                   m.lying ? "path of the centre of pressure" : "in-chair movement",
                   sum / static_cast<double>(m.in_chair_movement_mm.size()));
  }
  if (std::isfinite(m.slump_onset_s))
    fmt::format_to(out, "  load between back and front leaves the first minutes' band from {}\n",
                   clock_text(m.slump_onset_s));
  return text;
}

}  // namespace palpate
