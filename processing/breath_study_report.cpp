#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "processing/breath_study.h"

namespace palpate {
namespace {

using Client = BreathStudyClient;

double at(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return kNone;
  return sorted[static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
}

struct Row {
  int clients = 0, unseen = 0, missed = 0, within = 0, late = 0;
  std::vector<double> off_s, after_stop_s;  // sorted
};

template <typename Belongs>
Row row_of(const BreathStudy& study, const Belongs& belongs) {
  Row row;
  for (const Client& c : study.clients) {
    if (!belongs(c)) continue;
    ++row.clients;
    if (std::isnan(c.warned_s)) {
      ++(c.seen ? row.missed : row.unseen);
      continue;
    }
    row.off_s.push_back(c.late_s());
    row.after_stop_s.push_back(c.warned_s - c.stop_s);
    row.within += std::abs(c.late_s()) <= 1.0 ? 1 : 0;
    row.late += c.late_s() > 1.0 ? 1 : 0;
  }
  std::sort(row.off_s.begin(), row.off_s.end());
  std::sort(row.after_stop_s.begin(), row.after_stop_s.end());
  return row;
}

struct NamedRow {
  const char* name;
  Row row;
};

std::vector<NamedRow> rows_of(const BreathStudy& study) {
  const auto still = [](const Client& c) { return !c.moved; };
  const auto rate = [&](double low, double high) {
    return [=](const Client& c) { return still(c) && c.breaths_per_min >= low && c.breaths_per_min < high; };
  };
  return {{"all that lay still", row_of(study, still)},
          {"steady hand", row_of(study, [&](const Client& c) { return still(c) && !c.on_ramp; })},
          {"ramping hand", row_of(study, [&](const Client& c) { return still(c) && c.on_ramp; })},
          {"6 to 9 breaths/min", row_of(study, rate(0.0, 9.5))},
          {"10 to 15", row_of(study, rate(9.5, 15.0))},
          {"16 to 24", row_of(study, rate(15.0, 99.0))},
          {"hand up to 30 N", row_of(study, [&](const Client& c) { return still(c) && c.force_n < 30.0; })},
          {"30 to 60 N",
           row_of(study, [&](const Client& c) { return still(c) && c.force_n >= 30.0 && c.force_n < 60.0; })},
          {"60 N and more", row_of(study, [&](const Client& c) { return still(c) && c.force_n >= 60.0; })},
          {"body moved meanwhile", row_of(study, [](const Client& c) { return c.moved; })}};
}

struct Ordinary {
  int false_warnings = 0;
  double hours = 0.0, unseen_pct = 0.0;
};

Ordinary ordinary_of(const BreathStudy& study, bool hand) {
  Ordinary o;
  double seconds = 0.0, unseen = 0.0;
  for (const Client& c : study.clients) {
    o.false_warnings += hand ? c.false_under_hand : c.false_at_rest;
    seconds += hand ? c.hand_s : c.rest_s;
    unseen += hand ? c.hand_unseen_s : c.rest_unseen_s;
  }
  o.hours = seconds / 3600.0;
  o.unseen_pct = seconds > 0.0 ? 100.0 * unseen / seconds : 0.0;
  return o;
}

}  // namespace

std::string breath_study_text(const BreathStudy& study) {
  std::string text = fmt::format(
      "Held breath under a hand, {} simulated clients. Off: warning less the time when the next breath was "
      "overdue\n"
      "  {:<22}{:>8}{:>11}{:>8}{:>12}{:>12}{:>9}{:>8}{:>8}{:>9}  {}\n",
      study.clients.size(), "", "clients", "not seen", "missed", "within 1 s", "> 1 s late", "off 5 %",
      "median", "95 %", "latest", "after the stop: median, 95 %");
  for (const auto& [name, r] : rows_of(study))
    text += fmt::format(
        "  {:<22}{:>8}{:>11}{:>8}{:>12}{:>12}{:>9.1f}{:>8.1f}{:>8.1f}{:>9.1f}  {:.1f}, {:.1f} s\n", name,
        r.clients, r.unseen, r.missed, r.within, r.late, at(r.off_s, 0.05), at(r.off_s, 0.5),
        at(r.off_s, 0.95), at(r.off_s, 1.0), at(r.after_stop_s, 0.5), at(r.after_stop_s, 0.95));
  for (const bool hand : {false, true}) {
    const Ordinary o = ordinary_of(study, hand);
    text += fmt::format(
        "  {}: {} false warnings in {:.1f} h of ordinary breathing; breath not seen {:.1f} % of it\n",
        hand ? "under a hand" : "no hand", o.false_warnings, o.hours, o.unseen_pct);
  }
  return text;
}

std::string breath_study_json(const BreathStudy& study, const BreathStudyOptions& options) {
  using nlohmann::ordered_json;
  const auto number = [](double x) { return std::isfinite(x) ? ordered_json(x) : ordered_json(nullptr); };
  ordered_json out;
  out["first_seed"] = options.first_seed;
  out["ordinary_s"] = options.ordinary_s;
  for (const bool hand : {false, true}) {
    const Ordinary o = ordinary_of(study, hand);
    out[hand ? "under_a_hand" : "no_hand"] = {
        {"false_warnings", o.false_warnings}, {"hours", o.hours}, {"unseen_pct", o.unseen_pct}};
  }
  out["rows"] = ordered_json::array();
  for (const auto& [name, r] : rows_of(study))
    out["rows"].push_back({{"of", name},
                           {"clients", r.clients},
                           {"not_seen", r.unseen},
                           {"missed", r.missed},
                           {"within_1_s", r.within},
                           {"late", r.late},
                           {"off_median_s", number(at(r.off_s, 0.5))},
                           {"off_95_s", number(at(r.off_s, 0.95))}});
  out["clients"] = ordered_json::array();
  for (const Client& c : study.clients)
    out["clients"].push_back({{"seed", c.seed},
                              {"breaths_per_min", c.breaths_per_min},
                              {"scatter", c.scatter},
                              {"depth", c.depth},
                              {"force_n", c.force_n},
                              {"on_ramp", c.on_ramp},
                              {"moved", c.moved},
                              {"seen", c.seen},
                              {"stop_s", c.stop_s},
                              {"last_movement_s", number(c.last_movement_s)},
                              {"due_s", number(c.due_s)},
                              {"warned_s", number(c.warned_s)},
                              {"false_at_rest", c.false_at_rest},
                              {"false_under_hand", c.false_under_hand}});
  return out.dump(2) + "\n";
}

}  // namespace palpate
