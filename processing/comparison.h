// Comparison: two recordings of one client, number by number, each difference weighed against the measurable
// change (measurable_change.h). Pure over finished reports; any thread.
//
// Values are the means while somebody is there. With two or more repeats (recordings of the same client in
// the same state) the measurable change is the client's own; else the pooled default where there is one; else
// it is not known, and the difference is given without a judgement.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "processing/measurable_change.h"
#include "processing/report.h"
#include "processing/screen.h"

namespace palpate {

inline constexpr std::string_view kCompareSchema = "palpate.compare/1";

struct ComparedNumber {
  std::string_view name, label, unit;    // name of docs/metrics.md
  double before = kNone, after = kNone;  // NaN: does not exist
  std::optional<MeasurableChange> change;
  [[nodiscard]] double difference() const { return after - before; }
  [[nodiscard]] bool measurable() const;  // known, and larger than its measurable change
  [[nodiscard]] std::string words() const;
};

// Error: a recording with nobody on the mat, counts against kPa, mats of different size, exactly one repeat.
Result<std::vector<ComparedNumber>> compare_reports(const AnalysisReport& before, const AnalysisReport& after,
                                                    const std::vector<const AnalysisReport*>& repeats = {});

std::string comparison_text(const std::vector<ComparedNumber>& numbers, std::string_view before,
                            std::string_view after, std::size_t repeats);
std::string comparison_json(const std::vector<ComparedNumber>& numbers, std::string_view before,
                            std::string_view after, std::size_t repeats,
                            const ScreenAnswers& screen = {});  // docs/schemas/compare.schema.json

}  // namespace palpate
