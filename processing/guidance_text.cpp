// Guidance as text: one look should tell a therapist where to work next.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "processing/guidance_engine.h"
#include "processing/screen_report.h"
#include "processing/shown_numbers.h"

namespace palpate {
namespace {

void put_list(std::string& text, std::string_view label, const std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    fmt::format_to(std::back_inserter(text), "       {:<12} {}\n", i == 0 ? label : "", lines[i]);
  }
}

void put_place(std::string& text, std::size_t number, const PlaceToPalpate& place) {
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "\n  {}.   {}{}\n       {}\n", number, place.title,
                 place.answer == ClientAnswer::confirmed ? "  (the client confirmed it)" : "", place.reason);
  put_list(text, "check first", place.check_first);
  put_list(text, "then", place.muscles);
  put_list(text, "how", place.techniques);
  put_list(text, "mind", place.cautions);
  for (const PlaceReason& why : place.why) {
    const std::string change = std::isfinite(why.measurable_change)
                                   ? "measurable change " + change_words(why.measurable_change, why.unit)
                                   : "measurable change of this client not known yet";
    fmt::format_to(out, "       {:<12} {}; {}\n       {:<12} rule {} ({}); {}\n", "why", why.inputs, change,
                   "", why.rule, why.rule_place, why.source);
  }
}

}  // namespace

std::string guidance_text(const Guidance& guidance) {
  std::string text = "Where to work next\n";
  const auto out = std::back_inserter(text);
  text += banner_lines(guidance.banner);
  if (!guidance.blocked && guidance.places.empty()) {
    const NoPlaceWords why = words_of(guidance.no_place);
    fmt::format_to(out, "  {}. {}\n", why.title, why.sentence);
  }
  for (std::size_t i = 0; i < guidance.places.size(); ++i) put_place(text, i + 1, guidance.places[i]);
  if (!guidance.set_aside.empty()) text += "\n  Set aside by the client\n";
  for (const PlaceToPalpate& place : guidance.set_aside) {
    fmt::format_to(out, "       {} ({})\n", place.title, place_name(place.id));
  }
  if (!guidance.aftercare.empty()) text += "\n  Afterwards\n";
  for (const std::string& line : guidance.aftercare) fmt::format_to(out, "       {}\n", line);
  if (!guidance.note.empty()) fmt::format_to(out, "\n  {}\n", guidance.note);
  return text;
}

}  // namespace palpate
