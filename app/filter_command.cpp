// palpate filter: one filter on the columns or the matrix of a file, so that anyone can check it.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <Eigen/Core>
#include <functional>
#include <memory>

#include "acquisition/number_table.h"
#include "acquisition/output_file.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/number_checks.h"
#include "processing/filters.h"
#include "processing/grid_filters.h"

namespace palpate {
namespace {

struct FilterOptions {
  std::string kind, in, out;
  int order = 4;
  double cutoff_hz = 0.0, rate_hz = 0.0, sigma_cells = 1.0, min_cutoff_hz = 1.0, beta = 0.0,
         derivative_hz = 1.0;
  bool zero_phase = false;
};

using ColumnFilter = std::function<std::vector<double>(const std::vector<double>&)>;

void filter_columns(NumberTable& table, const ColumnFilter& filter) {
  Eigen::Map<GridOf<double>> values(table.values.data(), table.rows, table.cols);
  for (Eigen::Index c = 0; c < values.cols(); ++c) {
    std::vector<double> column(static_cast<std::size_t>(table.rows));
    Eigen::Map<Eigen::ArrayXd>(column.data(), table.rows) = values.col(c);
    const std::vector<double> filtered = filter(column);
    values.col(c) = Eigen::Map<const Eigen::ArrayXd>(filtered.data(), table.rows);
  }
}

Result<void> need(double value, std::string_view option, std::string_view kind) {
  if (value > 0.0) return {};
  return Error{ErrorCode::bad_argument, fmt::format("{} is missing: {}", option, kind)};
}

Result<void> butterworth(const FilterOptions& options, NumberTable& table) {
  if (auto given = need(options.cutoff_hz, "--cutoff HZ", options.kind); !given) return given;
  if (auto given = need(options.rate_hz, "--fps HZ", options.kind); !given) return given;
  const auto sections = butterworth_lowpass(options.order, options.cutoff_hz, options.rate_hz);
  if (!sections) return sections.error();
  filter_columns(table, [&](const std::vector<double>& column) {
    return options.zero_phase ? filter_zero_phase(*sections, column) : filter_causal(*sections, column);
  });
  return {};
}

Result<void> one_euro(const FilterOptions& options, NumberTable& table) {
  if (auto given = need(options.rate_hz, "--fps HZ", options.kind); !given) return given;
  filter_columns(table, [&](const std::vector<double>& column) {
    OneEuroFilter filter({options.min_cutoff_hz, options.beta, options.derivative_hz});
    std::vector<double> out;
    for (std::size_t i = 0; i < column.size(); ++i)
      out.push_back(filter.step(column[i], static_cast<double>(i) / options.rate_hz));
    return out;
  });
  return {};
}

Result<void> apply(const FilterOptions& options, NumberTable& table) {
  if (options.kind == "butterworth") return butterworth(options, table);
  if (options.kind == "one-euro") return one_euro(options, table);
  Eigen::Map<GridOf<double>> values(table.values.data(), table.rows, table.cols);
  const GridOf<double> in = values;
  GridOf<double> out;
  if (options.kind == "median") {
    std::vector<double> scratch;
    median3x3(in, out, scratch);
  } else if (options.kind == "gaussian") {
    GaussianBlur(options.sigma_cells).apply(in, out);
  } else {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("no such filter: {} (choose butterworth, one-euro, median or gaussian)", options.kind)};
  }
  values = out;
  return {};
}

Result<void> run(const FilterOptions& options) {
  if (auto may = may_write_over(options.out, {options.in}); !may) return may;
  Result<NumberTable> table = read_number_table(options.in);
  if (!table) return table.error();
  if (auto done = apply(options, *table); !done) return done;
  return write_output_file(options.out, number_table_csv(*table));
}

}  // namespace

void add_filter_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<FilterOptions>();
  CLI::App* command =
      root.add_subcommand("filter", "Run one filter on the columns or the matrix of a CSV file");
  command->add_option("IN", options->in, "CSV of numbers; signals stand in columns")->required();
  command->add_option("OUT", options->out, "CSV of the same shape (- is standard output)")->required();
  command->add_option("--kind", options->kind, "butterworth, one-euro (columns); median, gaussian (matrix)")
      ->required();
  command->add_option("--order", options->order, "Order of butterworth: 2 or 4 (default 4)");
  command->add_option("--cutoff", options->cutoff_hz, "Cutoff of butterworth in Hz")
      ->check(positive_number());
  command->add_option("--fps,--rate", options->rate_hz, "Samples a second")->check(positive_number());
  command->add_flag("--zero-phase", options->zero_phase, "butterworth forward and backward");
  command->add_option("--sigma", options->sigma_cells, "Standard deviation of gaussian in cells (default 1)")
      ->check(non_negative_number());
  command->add_option("--min-cutoff", options->min_cutoff_hz, "one-euro: cutoff at rest in Hz (default 1)")
      ->check(positive_number());
  command->add_option("--beta", options->beta, "one-euro: how much speed opens it (default 0)");
  command->add_option("--d-cutoff", options->derivative_hz, "one-euro: cutoff of the speed in Hz (default 1)")
      ->check(positive_number());
  command->footer(R"(
Examples:
  palpate filter --kind butterworth --order 4 --cutoff 5 --fps 100 cop.csv smooth.csv
  palpate filter --kind butterworth --cutoff 10 --fps 100 --zero-phase cop.csv -
  palpate filter --kind median map.csv clean.csv
  palpate filter --kind gaussian --sigma 0.8 map.csv soft.csv
  palpate filter --kind one-euro --min-cutoff 1 --beta 0.007 --fps 50 cop.csv calm.csv)");
  command->callback([options, &context] {
    if (auto done = run(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
