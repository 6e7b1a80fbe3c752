#include "app/taught_options.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <utility>

namespace palpate {

void TaughtFlags::add_to(CLI::App& command) {
  command.add_option("--taught", file_, "The client's own postures, a file of palpate teach");
}

Result<void> TaughtFlags::apply(PipelineOptions& options) const {
  if (file_.empty()) return {};
  auto taught = read_taught_postures(file_);
  if (!taught) return taught.error();
  options.taught = std::make_shared<const TaughtPostures>(std::move(*taught));
  return {};
}

Result<void> TaughtFlags::apply_or_begin(PipelineOptions& options) const {
  if (file_.empty()) return {};
  auto client = ClientPostures::open(file_);
  if (!client) return client.error();
  options.taught = client->taught();
  return {};
}

}  // namespace palpate
