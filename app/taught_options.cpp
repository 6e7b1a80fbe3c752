#include "app/taught_options.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <utility>

#include "app/guidance_options.h"

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

Result<TaughtPostures> read_taught_postures(const std::string& path) {
  auto text = read_text_file(path);
  if (!text) return text.error();
  return taught_postures_from_toml(*text, path);
}

}  // namespace palpate
