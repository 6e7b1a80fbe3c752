#include "viz/quantity.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/snapshot_fixture.h"
#include "viz/panels/panels.h"
#include "viz/trend.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

TEST(Quantity, UnitsOnTheScreen) {
  UiState ui;
  const Snapshot s = fixture::seated();
  EXPECT_EQ(with_unit(quantity_of(s, ui), 10.0), "10.0 kPa");
  ui.unit = DisplayUnit::mmhg;
  EXPECT_EQ(with_unit(quantity_of(s, ui), 10.0), "75 mmHg");
  EXPECT_EQ(with_unit(quantity_of(fixture::seated_counts(), ui), 1234.0), "1234 counts");
}

TEST(Quantity, TicksAreRoundAndEndAtTheTop) {
  for (const double top :
       {2.0,  4.0,  6.0,  8.0,   10.0,  12.0,  16.0,  20.0,  30.0,  40.0,  60.0,   15.0,
        45.0, 75.0, 90.0, 120.0, 150.0, 225.0, 300.0, 450.0, 100.0, 500.0, 4000.0, 60000.0}) {
    const std::vector<double> ticks = ticks_up_to(top);
    EXPECT_GE(ticks.size(), 3U) << top;
    EXPECT_LE(ticks.size(), 7U) << top;
    EXPECT_EQ(ticks.front(), 0.0);
    EXPECT_NEAR(ticks.back(), top, 1e-9 * top);
  }
}

TEST(Quantity, RangeStepsStayInTheirUnitAndStopAtTheEnds) {
  UiState ui;
  const Snapshot s = fixture::seated();
  for (int i = 0; i < 40; ++i) step_color_range(s, ui, +1);
  const double top = color_range(s, ui);
  step_color_range(s, ui, +1);
  EXPECT_EQ(color_range(s, ui), top);
  EXPECT_EQ(ui.range_counts, 0.0);
  for (int i = 0; i < 40; ++i) step_color_range(s, ui, -1);
  EXPECT_GT(color_range(s, ui), 0.0);
  EXPECT_LT(color_range(s, ui), top);
  const Snapshot counts = fixture::seated_counts();
  EXPECT_LE(color_range(counts, ui), 1.01 * counts.info->adc_full_scale);
}

TEST(Words, NumbersThatDoNotExistAreDashesNotZeros) {
  EXPECT_EQ(number_text(kNone, 1), "\xe2\x80\x93");
  EXPECT_EQ(percent_text(kNone), "\xe2\x80\x93");
  EXPECT_EQ(percent_text(0.606), "61 %");
  EXPECT_EQ(clock_text(65.9), "1:05");
  EXPECT_EQ(clock_text(3723.0), "1:02:03");
  EXPECT_EQ(clock_text(kNone), "0:00");
  EXPECT_EQ(duration_text(200.0), "3 min 20 s");
  EXPECT_EQ(plain_words("seated-left-lean"), "Seated left lean");
}

TEST(Words, SourcesAreNamedForPeople) {
  EXPECT_EQ(source_title(fixture::seated()), "Simulated client: Seated left lean");
  EXPECT_EQ(source_title(fixture::empty_seat()), "Mat on /dev/ttyACM0");
  EXPECT_EQ(source_title(fixture::replayed()), "Recording: 2024-05-12-morning.palpate");
  EXPECT_EQ(source_title(Snapshot{}), "No source");
}

TEST(Trend, KeepsAMinuteWithGapsAndStartsAfreshAfterASeek) {
  Trend trend;
  Snapshot s = fixture::seated();
  for (int i = 0; i < 5000; ++i) {
    s.t_s = 0.02 * i;
    s.occupied = i < 4500;
    trend.add(s);
  }
  EXPECT_NEAR(trend.points().back().t_s - trend.points().front().t_s, Trend::kSpan_s, 0.11);
  EXPECT_NEAR(static_cast<double>(trend.points().size()), 600.0, 5.0);
  EXPECT_TRUE(std::isnan(trend.points().back().left_share)) << "nobody there is a gap, not a zero";
  EXPECT_EQ(trend.points().front().left_share, s.features.client_left_share);
  s.t_s = 3.0;
  trend.add(s);
  EXPECT_EQ(trend.points().size(), 1U);
}

}  // namespace
}  // namespace palpate
