#include "processing/guidance_engine.h"
#include "processing/report_json.h"

namespace palpate {

using nlohmann::ordered_json;

namespace {

ordered_json reason_json(const PlaceReason& r) {
  return {{"inputs", r.inputs},
          {"value", number_json(r.value)},
          {"threshold", number_json(r.threshold)},
          {"measurable_change", number_json(r.measurable_change)},
          {"unit", r.unit},
          {"rule", r.rule},
          {"rule_place", r.rule_place},
          {"source", r.source},
          {"finding_id", r.finding_id}};
}

ordered_json place_json(const PlaceToPalpate& p) {
  ordered_json out{{"id", p.id},
                   {"place", place_name(p.id)},
                   {"region", id_of(p.region)},
                   {"front", p.front},
                   {"both_sides", p.both_sides},
                   {"title", p.title},
                   {"reason", p.reason},
                   {"muscles", p.muscles},
                   {"check_first", p.check_first},
                   {"techniques", p.techniques},
                   {"cautions", p.cautions},
                   {"answer", name_of(p.answer)},
                   {"why", ordered_json::array()}};
  for (const PlaceReason& reason : p.why) out["why"].push_back(reason_json(reason));
  return out;
}

}  // namespace

ordered_json guidance_json(const Guidance& g) {
  ordered_json out{{"blocked", g.blocked},
                   {"softened", g.softened},
                   {"banner", g.banner},
                   {"screen_answered", g.screen_answered},
                   {"places", ordered_json::array()},
                   {"no_place", name_of(g.no_place)},
                   {"set_aside", ordered_json::array()},
                   {"aftercare", g.aftercare},
                   {"note", g.note}};
  for (const PlaceToPalpate& place : g.places) out["places"].push_back(place_json(place));
  for (const PlaceToPalpate& place : g.set_aside) out["set_aside"].push_back(place_json(place));
  return out;
}

}  // namespace palpate
