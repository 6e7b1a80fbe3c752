#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "viz/panels/guidance_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr Rgba kReached{58, 92, 104, 255};
constexpr Rgba kHatch{214, 92, 92, 255};

const Guidance* guidance_of(const Snapshot& snapshot) {
  return snapshot.guidance.get();
}

// Labels over the figure; what is left is the figure's.
FigureFrame draw_frame(ViewContext& context, const Box& box, BodyView view) {
  const Theme& theme = context.theme;
  draw_figure_sides(theme, box, view);
  const float margin = theme.px(1.6F);  // the markers'
  const FigureFrame frame = fit_figure({box.x0 + margin, box.y0 + theme.px(1.5F), box.x1 - margin, box.y1});
  draw_silhouette(theme, frame, view);
  context.probes["outline"] = {frame.center_x - kOutlineHalfWidth * frame.height, frame.top,
                               frame.center_x + kOutlineHalfWidth * frame.height, frame.top + frame.height};
  return frame;
}

void hatch_all(const Theme& theme, const FigureFrame& frame, BodyView view) {
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    const Region region = region_at(i);
    if (!is_seated(region.kind)) hatch_region(theme, frame, view, region, kHatch);
  }
}

// The areas that the screen leaves out.
void hatch_blocked(const UiState& ui, const Theme& theme, const FigureFrame& frame, BodyView view) {
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    if (ui.screen.blocked.test(i) && !is_seated(region_at(i).kind)) {
      hatch_region(theme, frame, view, region_at(i), kHatch);
    }
  }
}

bool on_view(const PlaceToPalpate& place, BodyView view) {
  return place.front == (view == BodyView::front);
}

void tint(const FigureFrame& frame, BodyView view, const PlaceToPalpate& place, bool open, float line) {
  using namespace palette;
  const Rgba base{43, 53, 64, 255};
  const Rgba color = mix(base, kAccent, open ? 0.7 : 0.28);
  fill_region(frame, view, place.region, color);
  if (place.both_sides) fill_region(frame, view, mirror(place.region), color);
  if (!open) return;
  outline_region(frame, view, place.region, kAccent, line);
  if (place.both_sides) outline_region(frame, view, mirror(place.region), kAccent, line);
}

// A place's number beside the figure, with a fine line to the place.
struct Marker {
  const PlaceToPalpate* place = nullptr;
  int rank = 0;
  ImVec2 from, to;
};

// Markers stand beside the figure, on the side of their place, from the top in the order of the places: so
// they hide nothing, never cover one another, and their lines do not cross.
std::vector<Marker> place_markers(const Guidance& guidance, const Theme& theme, const FigureFrame& frame,
                                  BodyView view) {
  const float out = kOutlineHalfWidth * frame.height + theme.px(0.55F);
  const float step = theme.px(1.9F);
  std::vector<Marker> all;
  for (const int side : {-1, 1}) {
    std::vector<Marker> markers;
    int rank = 0;
    for (const PlaceToPalpate& place : guidance.places) {
      ++rank;
      BodyPoint at = region_center(place.region, view);
      if (!on_view(place, view) || rank > static_cast<int>(kMostPlaces) || (at.x < 0.0F) != (side < 0))
        continue;
      if (place.both_sides) at.x = 0.0F;
      const ImVec2 from = frame.at(at);
      markers.push_back({&place, rank, from, {frame.center_x + static_cast<float>(side) * out, from.y}});
    }
    std::stable_sort(markers.begin(), markers.end(),
                     [](const Marker& a, const Marker& b) { return a.from.y < b.from.y; });
    for (std::size_t i = 1; i < markers.size(); ++i) {
      markers[i].to.y = std::max(markers[i].to.y, markers[i - 1].to.y + step);
    }
    all.insert(all.end(), markers.begin(), markers.end());
  }
  return all;
}

void draw_pointer(const Theme& theme, const Marker& marker, Rgba color) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine(marker.from, marker.to, u32(color), std::max(1.0F, theme.px(0.08F)));
  list.AddCircleFilled(marker.from, theme.px(0.22F), u32(color));
}

void draw_markers(const Snapshot& snapshot, UiState& ui, ViewContext& context, const FigureFrame& frame,
                  BodyView view) {
  const Theme& theme = context.theme;
  const PlaceToPalpate* open = open_place(snapshot, ui);
  const std::vector<Marker> markers = place_markers(*guidance_of(snapshot), theme, frame, view);
  for (const Marker& marker : markers) draw_pointer(theme, marker, palette::kAccent);
  for (const Marker& marker : markers) {
    const std::string probe = fmt::format("marker.{}", marker.rank);
    const ImVec2 at = marker.to;
    const float r = theme.px(1.0F);
    ImGui::SetCursorScreenPos({at.x - r, at.y - r});
    if (ImGui::InvisibleButton(probe.c_str(), {2.0F * r, 2.0F * r})) {
      ui.open_place = marker.place->id;
      ui.open_why = false;
    }
    context.probes[probe] = {at.x - r, at.y - r, at.x + r, at.y + r};
    draw_marker(theme, at, fmt::format("{}", marker.rank), marker.place == open, palette::kAccent);
  }
}

double worked_s(const RegionDose& dose) {
  return dose.light_s + dose.moderate_s + dose.deep_s;
}

}  // namespace

bool places_hidden(const Snapshot& snapshot) {
  return snapshot.guidance == nullptr || snapshot.guidance->blocked;
}

const PlaceToPalpate* open_place(const Snapshot& snapshot, const UiState& ui) {
  if (places_hidden(snapshot) || snapshot.guidance->places.empty()) return nullptr;
  for (const PlaceToPalpate& place : snapshot.guidance->places) {
    if (place.id == ui.open_place) return &place;
  }
  return &snapshot.guidance->places.front();
}

BodyView figure_view(const Snapshot& snapshot, const UiState& ui) {
  if (ui.figure_view == FigureView::back) return BodyView::back;
  if (ui.figure_view == FigureView::front) return BodyView::front;
  const PlaceToPalpate* open = open_place(snapshot, ui);
  return open != nullptr && open->front ? BodyView::front : BodyView::back;
}

void draw_place_figure(const Snapshot& snapshot, UiState& ui, ViewContext& context, BodyView view,
                       const Box& box) {
  const FigureFrame frame = draw_frame(context, box, view);
  const Guidance* guidance = guidance_of(snapshot);
  if (guidance == nullptr) return;
  if (guidance->blocked) return hatch_all(context.theme, frame, view);
  hatch_blocked(ui, context.theme, frame, view);
  const PlaceToPalpate* open = open_place(snapshot, ui);
  const float line = std::max(1.5F, context.theme.px(0.11F));
  for (const PlaceToPalpate& place : guidance->places) {
    if (on_view(place, view) && &place != open) tint(frame, view, place, false, line);
  }
  if (open != nullptr && on_view(*open, view)) tint(frame, view, *open, true, line);
  draw_markers(snapshot, ui, context, frame, view);
}

void draw_dose_figure(const Snapshot& snapshot, const UiState& ui, ViewContext& context, BodyView view,
                      const Box& box) {
  using namespace palette;
  const FigureFrame frame = draw_frame(context, box, view);
  if (snapshot.guidance != nullptr && snapshot.guidance->blocked) {
    return hatch_all(context.theme, frame, view);
  }
  double most = 1.0;
  for (const RegionDose& dose : snapshot.applied.dose) most = std::max(most, worked_s(dose));
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    const double seconds = worked_s(snapshot.applied.dose[i]);
    if (seconds <= 0.0) continue;
    fill_region(frame, view, region_at(i), mix(kReached, kAccent, std::sqrt(seconds / most)));
  }
  hatch_blocked(ui, context.theme, frame, view);
  if (places_hidden(snapshot)) return;
  for (const Marker& marker : place_markers(*snapshot.guidance, context.theme, frame, view)) {
    const bool done = worked_s(snapshot.applied.dose[index_of(marker.place->region)]) > 0.0;
    const Rgba color = done ? kAccent : kAttention;
    if (!done) outline_region(frame, view, marker.place->region, kAttention, context.theme.px(0.11F));
    draw_pointer(context.theme, marker, color);
    draw_marker(context.theme, marker.to, fmt::format("{}", marker.rank), false, color);
  }
}

}  // namespace palpate
