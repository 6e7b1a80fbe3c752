// One letter for one finding: on its ring, in the legend under the map, on its card and on its places.
#include "viz/finding_marks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/guidance_fixture.h"
#include "tests/viz/ui_driver.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

Finding finding(int id, FindingKind kind, double x_mm) {
  Finding f;
  f.id = id;
  f.kind = kind;
  f.active = true;
  f.end_s = 60.0;
  f.x_mm = x_mm;
  f.y_mm = std::isfinite(x_mm) ? 700.0 : kNone;
  f.title = f.words = f.why = "so it is";
  return f;
}

// A: tension pattern, B: lifted area, C: tension pattern; an asymmetry without a place between them. The
// first place stems from B and the asymmetry, the second from A and C, the third from the asymmetry.
Snapshot marked() {
  Snapshot s = fixture::guided();
  s.findings = {finding(4, FindingKind::tension_pattern, 200.0),
                finding(5, FindingKind::load_asymmetry, kNone), finding(6, FindingKind::lifted_area, 400.0),
                finding(7, FindingKind::tension_pattern, 500.0)};
  Guidance g = fixture::five_places();
  g.places.resize(3);
  const auto stems_from = [&](std::size_t place, std::initializer_list<int> ids) {
    const PlaceReason like = g.places[place].why.front();
    g.places[place].why.clear();
    for (const int id : ids) {
      g.places[place].why.push_back(like);
      g.places[place].why.back().finding_id = id;
    }
  };
  stems_from(0, {6, 5});
  stems_from(1, {7, 4});
  stems_from(2, {5});
  s.guidance = std::make_shared<const Guidance>(g);
  return s;
}

TEST(FindingMarks, APlaceCarriesTheLettersOfItsFindings) {
  const Snapshot s = marked();
  EXPECT_EQ(marks_of(s, s.guidance->places[0]), "B") << "the asymmetry has no ring, so it has no letter";
  EXPECT_EQ(marks_of(s, s.guidance->places[1]), "AC");
  EXPECT_EQ(marks_of(s, s.guidance->places[2]), "");
}

TEST(FindingMarks, AFindingThatEndedHasNoLetter) {
  Snapshot s = marked();
  s.findings[0].active = false;
  EXPECT_EQ(marks_of(s, s.guidance->places[1]), "B") << "what was C, for letters have no gaps";
  EXPECT_EQ(mark_of(s, s.findings[0]), 0);
}

TEST(FindingMarks, TheLegendSaysWhatEachLetterIs) {
  Snapshot s = marked();
  auto kinds = marked_kinds(s);
  ASSERT_EQ(kinds.size(), 2U);
  EXPECT_EQ(kinds[0].letters, "AC");
  EXPECT_EQ(kinds[0].words, "Tension pattern");
  EXPECT_EQ(kinds[1].letters, "B");
  EXPECT_EQ(kinds[1].words, "Lifted area");
  s.occupied = false;
  EXPECT_TRUE(marked_kinds(s).empty());
  s = fixture::blocked();
  ASSERT_FALSE(s.findings.empty());
  EXPECT_TRUE(marked_kinds(s).empty()) << "refer first: no ring, so no legend either";
}

TEST(FindingMarks, RingLegendAndPlacesShowTheSameLetter) {
  UiDriver window(marked(), UiState{});
  const auto words = words_of_frame(window);
  const auto drawn = [&](const char* text) { return std::count(words.begin(), words.end(), text); };
  // 1280 x 800: the findings have a card of their own too.
  EXPECT_EQ(drawn("B"), 4) << "ring, legend, the open place, the card";
  EXPECT_EQ(drawn("A"), 4) << "and so a closed place";
  EXPECT_EQ(drawn("Tension pattern"), 1);
}

// Every kind that can have a ring, in full, between the map and the bar below.
TEST(FindingMarks, TheLegendHasRoomForEveryKind) {
  Snapshot s = marked();
  s.findings.push_back(finding(8, FindingKind::persistent_hot_spot, 300.0));
  s.findings.push_back(finding(9, FindingKind::steep_edge, 350.0));
  for (const auto& [width, height] : {std::pair{1280.0F, 800.0F}, std::pair{1920.0F, 1080.0F},
                                      std::pair{1000.0F, 900.0F}, std::pair{1024.0F, 640.0F}}) {
    UiDriver window(s, UiState{}, width, height);
    const auto words = words_of_frame(window);
    for (const char* kind : {"Tension pattern", "Lifted area", "Persistent hot spot", "Steep edge"}) {
      EXPECT_EQ(std::count(words.begin(), words.end(), kind), 1) << kind << " at " << width;
    }
    ASSERT_TRUE(window.shows("legend.rings"));
    const Box legend = window.view.probes["legend.rings"];
    EXPECT_GT(legend.y0, window.view.probes["heatmap"].y1);
    EXPECT_LT(legend.y1, window.view.probes["link"].y0);
    EXPECT_LT(legend.x1, window.view.probes["guidance card"].x0);
    EXPECT_EQ(std::count(words.begin(), words.end(), "Centre of pressure") == 0,
              legend.height() > 2.0F * em_for_display(width, height, 1.0))
        << "two lines of rings take the place of the marks that mean the same every day";
  }
}

}  // namespace
}  // namespace palpate
