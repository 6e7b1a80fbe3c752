// palpate train posture: makes the posture model that is part of the program.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "acquisition/output_file.h"
#include "app/commands.h"
#include "app/console.h"
#include "processing/posture_recipe.h"

namespace palpate {
namespace {

struct TrainFlags {
  PostureRecipe recipe;
  std::string out;
};

Result<void> train_posture(const TrainFlags& flags) {
  auto model = make_posture_model(flags.recipe);
  if (!model) return model.error();
  const auto bytes = model->encode();
  if (auto done = write_output_file(flags.out, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      !done) {
    return done;
  }
  fmt::print("{}: {} classes, {} bytes\n  {}\n", flags.out, model->classes().size(), bytes.size(),
             model->note());
  return {};
}

}  // namespace

void add_train_command(CLI::App& root, CommandContext& context) {
  CLI::App* train = root.add_subcommand("train", "Make a model from recordings with known truth");
  train->require_subcommand(1);
  auto flags = std::make_shared<TrainFlags>();
  CLI::App* posture = train->add_subcommand("posture", "Make the model of lying postures (datasets/models)");
  posture->add_option("--data", flags->recipe.pmd_folder, "Folder with S*/1..17.txt (PMD experiment I)")
      ->required();
  posture->add_option("--train", flags->recipe.pmd_subjects, "Its subjects (default: all)")->delimiter(',');
  posture->add_option("--popu", flags->recipe.popu_folder,
                      "Folder with PoPu's tactilus_data (default: left out)");
  posture->add_option("--out", flags->out, "The model file to write")->required();
  posture->footer(R"(
The model in the program was made with
  palpate train posture --data pmd-inbed/experiment-i --popu popu/preview_data/tactilus_data \
      --out datasets/models/posture-v2.bin
and the program built again. The same data give the same file.)");
  posture->callback([flags, &context] {
    if (auto done = train_posture(*flags); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
