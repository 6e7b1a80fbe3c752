// palpate crosstalk: undoes (or, with --forward, models) the crosstalk of a resistive matrix.
#include "app/number_checks.h"
#include "processing/crosstalk.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "acquisition/number_table.h"
#include "acquisition/output_file.h"
#include "app/commands.h"
#include "app/console.h"

namespace palpate {
namespace {

struct CrosstalkOptions {
  std::string circuit, in, out;
  CrosstalkModel model;
  bool forward = false;
};

Result<void> crosstalk(CrosstalkOptions options) {
  const Result<CrosstalkCircuit> circuit = crosstalk_circuit_from(options.circuit);
  if (!circuit) return circuit.error();
  options.model.circuit = *circuit;
  if (*circuit != CrosstalkCircuit::zero_potential && options.model.r_load_ohm <= 0.0)
    return Error{ErrorCode::bad_argument, fmt::format("--r-load OHM is missing: {}", options.circuit)};
  if (auto may = may_write_over(options.out, {options.in}); !may) return may;
  Result<NumberTable> table = read_number_table(options.in);
  if (!table) return table.error();
  Result<std::vector<double>> values =
      options.forward ? crosstalk_forward(options.model, table->rows, table->cols, table->values)
                      : crosstalk_inverse(options.model, table->rows, table->cols, table->values);
  if (!values) return Error{values.error().code, fmt::format("{}: {}", options.in, values.error().message)};
  table->values = std::move(*values);
  table->header.clear();
  return write_output_file(options.out, number_table_csv(*table));
}

}  // namespace

void add_crosstalk_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<CrosstalkOptions>();
  CLI::App* command =
      root.add_subcommand("crosstalk", "Readings of a resistive matrix to conductances, or back");
  command->add_option("IN", options->in, "CSV, one matrix: readings in V (zero-potential: A)")->required();
  command->add_option("OUT", options->out, "CSV of conductances in S (- is standard output)")->required();
  command
      ->add_option("--circuit", options->circuit,
                   "pulldown-grounded, pulldown-floating, two-terminal or zero-potential")
      ->required();
  command
      ->add_option("--r-load", options->model.r_load_ohm,
                   "Pull-down resistor in ohm (not for zero-potential)")
      ->check(positive_number());
  command->add_option("--v0", options->model.v0_v, "Drive voltage in V")
      ->required()
      ->check(positive_number());
  command->add_option("--r-on", options->model.r_on_ohm, "Resistance of a row driver in ohm (default 0)")
      ->check(non_negative_number());
  command->add_flag("--forward", options->forward, "From conductances to readings");
  command->footer(R"(
Examples:
  palpate crosstalk --circuit two-terminal --r-load 1000 --v0 5 readings.csv conductances.csv
  palpate crosstalk --circuit pulldown-grounded --r-load 1000 --v0 5 --r-on 30 readings.csv -
  palpate crosstalk --circuit pulldown-floating --r-load 1000 --v0 5 --forward conductances.csv readings.csv)");
  command->callback([options, &context] {
    if (auto done = crosstalk(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
