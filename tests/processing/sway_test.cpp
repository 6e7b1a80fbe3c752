#include "processing/sway.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <random>

#include "tests/support/json_schema.h"

namespace palpate {
namespace {

constexpr double kPi = std::numbers::pi;

SwayInput made(std::size_t n, double rate_hz, auto&& point) {
  SwayInput in;
  for (std::size_t i = 0; i < n; ++i) {
    const double t = static_cast<double>(i) / rate_hz;
    const auto [x, y] = point(t);
    in.t_s.push_back(t), in.ml_mm.push_back(x), in.ap_mm.push_back(y);
  }
  return in;
}

SwayDescriptors descriptors_of(const SwayInput& in) {
  const Result<SwayResult> result = compute_sway(in);
  EXPECT_TRUE(result) << (result ? "" : result.error().message);
  return result ? result->descriptors : SwayDescriptors{};
}

SwayInput random_walk(std::size_t n = 3000, double rate_hz = 100.0, unsigned seed = 5) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> step(0.0, 0.1);
  double x = 3.0, y = -7.0;
  return made(n, rate_hz, [&](double) {
    x += step(random) - 0.002 * x, y += 0.5 * step(random) - 0.002 * y;
    return std::pair{x, y};
  });
}

void expect_close(double a, double b, double relative, std::string_view what) {
  EXPECT_NEAR(a, b, relative * std::max(std::abs(a), std::abs(b)) + 1e-300) << what;
}

TEST(Sway, CircleHasItsKnownValues) {
  // 10 turns of radius 4 mm at 0.5 Hz; one sample beyond the last turn is left out so that the mean is the
  // centre.
  const std::size_t n = 2000;
  const double rate = 100.0, radius = 4.0, f = 0.5;
  const SwayDescriptors d = descriptors_of(made(n, rate, [&](double t) {
    return std::pair{10.0 + radius * std::cos(2 * kPi * f * t), -20.0 + radius * std::sin(2 * kPi * f * t)};
  }));
  EXPECT_NEAR(d.mdist_rd, radius, 1e-12);
  EXPECT_NEAR(d.rdist_rd, radius, 1e-12);
  EXPECT_NEAR(d.rdist_ml, radius / std::numbers::sqrt2, 1e-12);
  EXPECT_NEAR(d.maxdist_rd, radius, 1e-12);
  EXPECT_NEAR(d.range_rd, 2 * radius, 1e-12);
  EXPECT_NEAR(d.range_ml, 2 * radius, 1e-12);
  const double chord = 2 * radius * std::sin(kPi * f / rate);
  EXPECT_NEAR(d.path_rd, chord * static_cast<double>(n - 1), 1e-9);
  EXPECT_NEAR(d.mfreq_rd, chord * rate / (2 * kPi * radius), 1e-12);  // f, less the chord's shortness
  EXPECT_NEAR(d.mfreq_rd, f, 1e-4);
  EXPECT_NEAR(d.area_cc, kPi * radius * radius, 1e-4);  // s_RD = 0
  const double polygon = 0.5 * 200 * radius * radius * std::sin(2 * kPi / 200);
  EXPECT_NEAR(d.area_hull, polygon, 1e-9);
  EXPECT_NEAR(d.area_sw, 0.5 * radius * radius * std::sin(2 * kPi * f / rate) * rate, 1e-9);
  EXPECT_TRUE(std::isnan(d.ellipse_angle_deg));  // a circle has no direction
  EXPECT_NEAR(d.f50_ml, f, 0.051);
  EXPECT_NEAR(d.cfreq_ml, f, 0.02);
  EXPECT_NEAR(d.total_power_ml, radius * radius / 2, 0.02);
  EXPECT_LT(d.total_power_rd, 1e-12);  // the distance from the centre never changes
}

TEST(Sway, SineOnOneAxisHasItsKnownValues) {
  const double amplitude = 3.0, f = 1.0;
  const SwayDescriptors d = descriptors_of(made(6000, 100.0, [&](double t) {
    return std::pair{amplitude * std::sin(2 * kPi * f * t), 0.0};
  }));
  EXPECT_NEAR(d.mdist_ml, 2 * amplitude / kPi, 2e-3);
  EXPECT_NEAR(d.rdist_ml, amplitude / std::numbers::sqrt2, 1e-12);
  EXPECT_NEAR(d.mfreq_ml, f * kPi / (2 * std::numbers::sqrt2), 2e-3);  // 1.11 f, by the definition over MDIST
  EXPECT_NEAR(d.area_pe, 0.0, 1e-9);
  EXPECT_EQ(d.ellipse_angle_deg, 0.0);
  EXPECT_EQ(d.area_hull, 0.0);
  EXPECT_EQ(d.range_rd, 2 * amplitude);
  EXPECT_TRUE(std::isnan(d.mfreq_ap));  // at rest: no frequency
  EXPECT_TRUE(std::isnan(d.f50_ap));
  EXPECT_EQ(d.total_power_ap, 0.0);
  EXPECT_NEAR(d.f50_ml, f, 1e-12);
  EXPECT_NEAR(d.total_power_ml, amplitude * amplitude / 2, 1e-2);
}

// Points with unit variances (divisor N - 1) and no covariance: a regular polygon, scaled.
SwayInput unit_covariance(std::size_t n) {
  const double radius = std::sqrt(2.0 * static_cast<double>(n - 1) / static_cast<double>(n));
  return made(n, 100.0, [&](double t) {
    const double angle = 2 * kPi * t * 100.0 / static_cast<double>(n);
    return std::pair{radius * std::cos(angle), radius * std::sin(angle)};
  });
}

TEST(Sway, PredictionEllipseHasThePublishedCheckValues) {
  EXPECT_NEAR(descriptors_of(unit_covariance(100)).area_pe, 19.804, 5e-4);
  EXPECT_NEAR(descriptors_of(unit_covariance(1000)).area_pe, 18.917, 5e-4);
  EXPECT_NEAR(f95_quantile_2(98), 3.0892, 1e-4);            // tables of F(0.95; 2, 98)
  EXPECT_NEAR(2 * f95_quantile_2(1e9), 5.991464547, 1e-7);  // chi-square, 2 degrees of freedom
}

TEST(Sway, EllipseAreaIsPiTimesItsSemiAxesAndPrietosFollowsFromIt) {
  const SwayInput in = random_walk();
  const SwayDescriptors d = descriptors_of(in);
  expect_close(d.area_pe, kPi * d.ellipse_major_mm * d.ellipse_minor_mm, 1e-12, "area");
  const auto n = static_cast<double>(in.t_s.size());
  expect_close(d.area_ce_prieto, d.area_pe * (n - 2) / (n + 1), 1e-12, "prieto");
}

TEST(Sway, TwoSamplesGiveWhatTwoSamplesCan) {
  SwayInput in{{0.0, 0.5}, {1.0, 4.0}, {2.0, 6.0}};
  const Result<SwayResult> result = compute_sway(in);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->samples, 2U);
  EXPECT_EQ(result->rate_hz, 2.0);
  EXPECT_EQ(result->duration_s, 0.5);
  const SwayDescriptors& d = result->descriptors;
  EXPECT_EQ(d.path_rd, 5.0);
  EXPECT_EQ(d.mvelo_rd, 10.0);
  EXPECT_EQ(d.mdist_rd, 2.5);
  EXPECT_EQ(d.range_rd, 5.0);
  EXPECT_EQ(d.area_hull, 0.0);
  EXPECT_TRUE(std::isnan(d.area_pe));
  EXPECT_TRUE(std::isnan(d.ellipse_major_mm));
}

TEST(Sway, ConstantPointIsAtRestAndHasNoFrequency) {
  const SwayDescriptors d = descriptors_of(made(500, 50.0, [](double) { return std::pair{12.1, -3.3}; }));
  for (const double value : {d.mdist_rd, d.path_rd, d.mvelo_ap, d.range_rd, d.area_pe, d.area_cc, d.area_hull,
                             d.area_sw, d.total_power_ml})
    EXPECT_EQ(value, 0.0);
  for (const double value :
       {d.mfreq_rd, d.f50_ml, d.cfreq_ap, d.freqd_rd, d.fd_cc, d.fd_ce, d.ellipse_angle_deg})
    EXPECT_TRUE(std::isnan(value));
}

TEST(Sway, ErrorsNameTheSample) {
  EXPECT_FALSE(compute_sway({{0.0}, {0.0}, {0.0}}));
  const Result<SwayResult> backwards = compute_sway({{0.0, 1.0, 1.0}, {0, 0, 0}, {0, 0, 0}});
  ASSERT_FALSE(backwards);
  EXPECT_NE(backwards.error().message.find("sample 2"), std::string::npos);
  const Result<SwayResult> holes = compute_sway({{0.0, 1.0, 2.0}, {0, NAN, 0}, {0, 0, 0}});
  ASSERT_FALSE(holes);
  EXPECT_NE(holes.error().message.find("sample 1"), std::string::npos);
}

TEST(Sway, ShiftChangesNothing) {
  const SwayInput in = random_walk();
  SwayInput moved = in;
  for (double& t : moved.t_s) t += 512.0;
  for (double& x : moved.ml_mm) x += 250.0;
  for (double& y : moved.ap_mm) y -= 1000.0;
  const SwayDescriptors a = descriptors_of(in), b = descriptors_of(moved);
  for (const SwayDescriptorSpec& spec : sway_descriptor_specs())
    expect_close(a.*spec.member, b.*spec.member, 1e-8, spec.name);
}

TEST(Sway, ScaleLaw) {
  const SwayInput in = random_walk();
  SwayInput big = in;
  for (double& x : big.ml_mm) x *= 4.0;
  for (double& y : big.ap_mm) y *= 4.0;
  const SwayDescriptors a = descriptors_of(in), b = descriptors_of(big);
  for (const SwayDescriptorSpec& spec : sway_descriptor_specs()) {
    const double power = spec.unit.starts_with("mm2") ? 16.0 : spec.unit.starts_with("mm") ? 4.0 : 1.0;
    expect_close(power * a.*spec.member, b.*spec.member, 1e-11, spec.name);
  }
}

TEST(Sway, RotationLaw) {
  const SwayInput in = random_walk();
  const double angle = 0.4;
  SwayInput turned = in;
  for (std::size_t i = 0; i < in.t_s.size(); ++i) {
    turned.ml_mm[i] = std::cos(angle) * in.ml_mm[i] - std::sin(angle) * in.ap_mm[i];
    turned.ap_mm[i] = std::sin(angle) * in.ml_mm[i] + std::cos(angle) * in.ap_mm[i];
  }
  const SwayDescriptors a = descriptors_of(in), b = descriptors_of(turned);
  for (const SwayDescriptorSpec& spec : sway_descriptor_specs()) {
    const bool invariant = !spec.name.ends_with("_ml") && !spec.name.ends_with("_ap") &&
                           spec.name != "ellipse_angle_deg" && !spec.name.starts_with("range_m");
    if (invariant) expect_close(a.*spec.member, b.*spec.member, 1e-9, spec.name);
  }
  double turn = b.ellipse_angle_deg - a.ellipse_angle_deg;
  if (turn < 0) turn += 180.0;
  EXPECT_NEAR(turn, angle * 180.0 / kPi, 1e-9);
}

TEST(Sway, FasterClockScalesRatesAlone) {
  // Half the step: velocities, sway area a second double; lengths and areas stay.
  const SwayInput in = random_walk();
  SwayInput fast = in;
  for (double& t : fast.t_s) t *= 0.5;
  const SwayDescriptors a = descriptors_of(in), b = descriptors_of(fast);
  for (const SwayDescriptorSpec& spec : sway_descriptor_specs()) {
    if (spec.name.starts_with("mvelo") || spec.name.starts_with("mfreq") || spec.name == "area_sw")
      expect_close(2.0 * a.*spec.member, b.*spec.member, 1e-11, spec.name);
    else if (spec.unit.starts_with("mm"))
      if (!spec.name.starts_with("total_power"))
        expect_close(a.*spec.member, b.*spec.member, 1e-11, spec.name);
  }
}

TEST(Sway, JitteredTimeIsResampledAndSaidSo) {
  const auto curve = [](double t) { return std::pair{5.0 * std::sin(2 * kPi * 0.3 * t), 0.1 * t}; };
  const SwayInput even = made(3000, 100.0, curve);
  SwayInput uneven = even;
  for (std::size_t i = 1; i + 1 < uneven.t_s.size(); ++i) {
    uneven.t_s[i] += i % 2 == 0 ? 0.003 : -0.003;
    std::tie(uneven.ml_mm[i], uneven.ap_mm[i]) = curve(uneven.t_s[i]);
  }
  EXPECT_FALSE(compute_sway(even)->resampled);
  const Result<SwayResult> result = compute_sway(uneven);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->resampled);
  EXPECT_NEAR(result->rate_hz, 100.0, 1e-9);
  EXPECT_NEAR(result->descriptors.path_ml, compute_sway(even)->descriptors.path_ml, 2e-2);
  SwayInput slight = even;
  for (std::size_t i = 1; i + 1 < slight.t_s.size(); ++i) slight.t_s[i] += i % 2 == 0 ? 4e-5 : -4e-5;
  EXPECT_FALSE(compute_sway(slight)->resampled);
}

TEST(Sway, LowPassRunsOnlyWhenAskedForAndIsWrittenDown) {
  const SwayInput in = random_walk();
  const Result<SwayResult> plain = compute_sway(in), causal = compute_sway(in, {5.0, false}),
                           both = compute_sway(in, {5.0, true});
  ASSERT_TRUE(plain && causal && both);
  EXPECT_LT(causal->descriptors.path_rd, 0.7 * plain->descriptors.path_rd);
  EXPECT_NE(causal->descriptors.path_rd, both->descriptors.path_rd);
  const auto json = nlohmann::json::parse(sway_json(*both, "x"));
  EXPECT_EQ(json["filter"]["cutoff_hz"], 5.0);
  EXPECT_EQ(json["filter"]["zero_phase"], true);
  EXPECT_FALSE(compute_sway(in, {50.0, false}));
}

TEST(Sway, JsonFollowsItsSchema) {
  constexpr const char* kSchema = PALPATE_SOURCE_DIR "/docs/schemas/sway.schema.json";
  const auto plain =
      nlohmann::json::parse(sway_json(*compute_sway({{0.0, 0.5}, {1.0, 4.0}, {2.0, 6.0}}), "x"));
  EXPECT_TRUE(test::schema_problems(plain, kSchema).empty());
  auto filtered = nlohmann::json::parse(sway_json(*compute_sway(random_walk(), {5.0, true}), "x"));
  EXPECT_TRUE(test::schema_problems(filtered, kSchema).empty());
  filtered["descriptors"].erase("area_pe");
  EXPECT_EQ(test::schema_problems(filtered, kSchema).size(), 1U);
}

TEST(Sway, JsonHoldsEveryNameAndNullForWhatIsNot) {
  const Result<SwayResult> result = compute_sway({{0.0, 0.5}, {1.0, 4.0}, {2.0, 6.0}});
  const auto json = nlohmann::json::parse(sway_json(*result, "two.csv"));
  EXPECT_EQ(json["schema"], "palpate.sway/1");
  EXPECT_EQ(json["samples"], 2);
  EXPECT_EQ(json["descriptors"]["path_rd"], 5.0);
  EXPECT_TRUE(json["descriptors"]["area_pe"].is_null());
  EXPECT_EQ(json["descriptors"].size(), sway_descriptor_specs().size());
  EXPECT_TRUE(json["filter"].is_null());
}

}  // namespace
}  // namespace palpate
