#include "processing/comparison.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <iterator>

#include "processing/report_json.h"
#include "processing/screen_report.h"

namespace palpate {
namespace {

struct NumberRow {
  std::string_view name, label, unit;
};

constexpr std::array kNumbers{
    NumberRow{"symmetry_index_pct", "map symmetry index", "%"},
    NumberRow{"client_left_share", "client's left, share", ""},
    NumberRow{"ppi_kpa", "peak pressure index", "kPa"},
    NumberRow{"contact_area_cm2", "contact area", "cm2"},
    NumberRow{"cop_x_mm", "centre of pressure, x", "mm"},
    NumberRow{"cop_y_mm", "centre of pressure, y", "mm"},
    NumberRow{"front_share", "map front half, share", ""},
    NumberRow{"total_load_n", "load", "N"},
    NumberRow{"mean_pressure_kpa", "mean pressure", "kPa"},
    NumberRow{"peak_pressure_kpa", "peak pressure", "kPa"},
    NumberRow{"dispersion_index_pct", "dispersion index", "%"},
    NumberRow{"mirror_difference_index", "mirror difference index", ""},
};

Result<void> comparable(const AnalysisReport& a, const AnalysisReport& b) {
  if (a.analysed_frames() == 0 || b.analysed_frames() == 0)
    return Error{ErrorCode::bad_format,
                 "nobody is on the mat in one of them (record the client lying still)"};
  if (a.unit() != b.unit())
    return Error{ErrorCode::bad_format,
                 "one is calibrated and the other is in counts (compare like with like)"};
  const MatGeometry &g = a.geometry(), &h = b.geometry();
  if (g.rows != h.rows || g.cols != h.cols || g.pitch_x_mm != h.pitch_x_mm || g.pitch_y_mm != h.pitch_y_mm)
    return Error{ErrorCode::bad_format, "the mats differ in size (compare recordings of one mat)"};
  return {};
}

std::optional<MeasurableChange> change_of(std::string_view name,
                                          const std::vector<const AnalysisReport*>& repeats) {
  std::vector<double> values;
  for (const AnalysisReport* repeat : repeats) values.push_back(repeat->extent(name).mean());
  const Result<MeasurableChange> change = repeats.empty()
                                              ? pooled_measurable_change(name)
                                              : measurable_change(values, 1, static_cast<int>(values.size()));
  return change ? std::optional<MeasurableChange>(*change) : std::nullopt;
}

}  // namespace

bool ComparedNumber::measurable() const {
  return change && std::abs(difference()) > change->mdc95;
}

std::string ComparedNumber::words() const {
  if (!std::isfinite(difference())) return "not there in both";
  if (!change && difference() == 0.0) return "no difference";
  if (!change) {
    return fmt::format("{:+.3g}{}{} (measurable change not known)", difference(), unit.empty() ? "" : " ",
                       unit);
  }
  return change_words(before, after, unit, *change);
}

Result<std::vector<ComparedNumber>> compare_reports(const AnalysisReport& before, const AnalysisReport& after,
                                                    const std::vector<const AnalysisReport*>& repeats) {
  if (repeats.size() == 1)
    return Error{ErrorCode::bad_argument, "one repeat says nothing about repeats (give two or more)"};
  if (auto fit = comparable(before, after); !fit) return fit.error();
  for (const AnalysisReport* repeat : repeats)
    if (auto fit = comparable(before, *repeat); !fit) return fit.error();
  std::vector<ComparedNumber> numbers;
  for (const NumberRow& row : kNumbers) {
    ComparedNumber number{row.name,
                          row.label,
                          row.unit,
                          before.extent(row.name).mean(),
                          after.extent(row.name).mean(),
                          change_of(row.name, repeats)};
    if (std::isfinite(number.before) || std::isfinite(number.after)) numbers.push_back(number);
  }
  return numbers;
}

std::string comparison_text(const std::vector<ComparedNumber>& numbers, std::string_view before,
                            std::string_view after, std::size_t repeats) {
  std::string text = fmt::format("before   {}\nafter    {}\n", before, after);
  const auto out = std::back_inserter(text);
  text += repeats > 0
              ? fmt::format("measurable change from {} repeat recordings of this client\n\n", repeats)
              : "measurable change: the pooled default, of simulated clients; record this client twice "
                "in the same state and give --repeats\n\n";
  fmt::format_to(out, "{:<26}{:>10}{:>10}   {}\n", "mean while there", "before", "after", "change");
  for (const ComparedNumber& n : numbers) {
    const auto shown = [](double v) { return std::isfinite(v) ? fmt::format("{:.4g}", v) : "-"; };
    fmt::format_to(out, "  {:<24}{:>10}{:>10}   {}\n", n.label, shown(n.before), shown(n.after), n.words());
  }
  return text;
}

std::string comparison_json(const std::vector<ComparedNumber>& numbers, std::string_view before,
                            std::string_view after, std::size_t repeats, const ScreenAnswers& screen) {
  nlohmann::ordered_json json{{"schema", kCompareSchema},
                              {"before", before},
                              {"after", after},
                              {"repeats", repeats},
                              {"screen", screen_json(screen)},
                              {"numbers", nlohmann::ordered_json::array()}};
  for (const ComparedNumber& n : numbers)
    json["numbers"].push_back(
        {{"name", n.name},
         {"unit", n.unit},
         {"before", number_json(n.before)},
         {"after", number_json(n.after)},
         {"difference", number_json(n.difference())},
         {"measurable_change", number_json(n.change ? n.change->mdc95 : kNone)},
         {"origin", n.change ? nlohmann::ordered_json(name_of(n.change->origin)) : nullptr},
         {"measurable", n.change ? nlohmann::ordered_json(n.measurable()) : nullptr},
         {"words", n.words()}});
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace palpate
