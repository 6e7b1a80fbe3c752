#include "viz/finding_marks.h"

#include <algorithm>
#include <cmath>

#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr float kRadius = 0.58F, kStep = 1.3F, kAfter = 0.3F;  // em, of the small marks

}  // namespace

char mark_of(const Snapshot& snapshot, const Finding& finding) {
  char letter = 'A';
  for (const Finding& other : snapshot.findings) {
    if (!other.active || !std::isfinite(other.x_mm) || !std::isfinite(other.y_mm)) continue;
    if (other.id == finding.id) return letter;
    if (letter < 'Z') ++letter;
  }
  return 0;
}

std::string marks_of(const Snapshot& snapshot, const PlaceToPalpate& place) {
  std::string letters;
  for (const Finding& finding : snapshot.findings) {
    const bool meant = std::any_of(place.why.begin(), place.why.end(), [&](const PlaceReason& reason) {
      return reason.finding_id == finding.id;
    });
    const char letter = meant ? mark_of(snapshot, finding) : '\0';
    if (letter != 0) letters += letter;
  }
  return letters;
}

std::vector<MarkedKind> marked_kinds(const Snapshot& snapshot) {
  std::vector<MarkedKind> kinds;
  if (!snapshot.occupied || (snapshot.guidance != nullptr && snapshot.guidance->blocked)) return kinds;
  for (const Finding& finding : snapshot.findings) {
    const char letter = mark_of(snapshot, finding);
    if (letter == 0) continue;
    std::string words = capitalised(name_of(finding.kind));
    std::replace(words.begin(), words.end(), '_', ' ');
    auto kind =
        std::find_if(kinds.begin(), kinds.end(), [&](const MarkedKind& k) { return k.words == words; });
    if (kind == kinds.end()) kind = kinds.insert(kind, {"", std::move(words)});
    kind->letters += letter;
  }
  return kinds;
}

void draw_mark(const Theme& theme, ImVec2 center, char letter, Rgba color, float radius) {
  ImGui::GetWindowDrawList()->AddCircleFilled(center, radius, u32(color));
  const float w = radius + theme.px(0.1F);
  draw_line(radius < theme.px(0.7F) ? theme.small : theme.strong,
            {center.x - w, center.y - w, center.x + w, center.y + w}, palette::kBackground,
            std::string(1, letter), Align::center);
}

float marks_width(const Theme& theme, std::string_view letters) {
  return letters.empty() ? 0.0F : theme.px(kStep * static_cast<float>(letters.size()) + kAfter);
}

float draw_marks(const Theme& theme, float x, float center_y, std::string_view letters) {
  float at = x + theme.px(kRadius);
  for (const char letter : letters) {
    draw_mark(theme, {at, center_y}, letter, palette::kAttention, theme.px(kRadius));
    at += theme.px(kStep);
  }
  return marks_width(theme, letters);
}

}  // namespace palpate
