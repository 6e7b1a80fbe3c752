#include "app/earlier_option.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
#include <optional>
#include <utility>

#include "acquisition/open_source.h"
#include "app/console.h"
#include "app/frame_reader.h"
#include "processing/report.h"
#include "processing/time_text.h"

namespace palpate {

namespace {

bool same_recording(const std::string& a, const std::string& b) {
  const auto uri_a = parse_source_uri(a), uri_b = parse_source_uri(b);
  std::error_code failed;
  return uri_a && uri_b && std::filesystem::equivalent(uri_a->target, uri_b->target, failed) && !failed;
}

// Of a source that may be opened twice; nothing of others and of those that cannot be opened (which their
// reader tells).
std::optional<Placement> placement_of(const std::string& source, const ImportFlags& flags) {
  const auto uri = parse_source_uri(source);
  if (!uri || (uri->scheme != "file" && uri->scheme != "sim")) return std::nullopt;
  const auto opened = open_any_source(source, flags, true);
  if (!opened) return std::nullopt;
  return (*opened)->info().geometry.placement;
}

Result<void> check_placement(const std::string& name, Placement earlier, std::optional<Placement> now) {
  if (!now || earlier == *now) return {};
  return Error{ErrorCode::bad_argument,
               fmt::format("--earlier is of another placement, {} against {}: {} (give one made on the {})",
                           name_of(earlier), name_of(*now), name, name_of(*now))};
}

}  // namespace

void EarlierFlags::add_to(CLI::App& command) {
  command
      .add_option("--earlier", files_,
                  "An earlier recording of the same client (repeatable): what is usual, and what came back")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

Result<EarlierRecordings> EarlierFlags::read(const std::string& source, const ImportFlags& flags,
                                             const Params& params) const {
  EarlierRecordings earlier;
  std::vector<UsualLevel> levels;
  for (const std::string& name : files_) {
    if (same_recording(name, source))
      return Error{ErrorCode::bad_argument,
                   fmt::format("--earlier is the recording itself: {} (give one of another day)", name)};
  }
  const auto placement = files_.empty() ? std::nullopt : placement_of(source, flags);
  for (const std::string& name : files_) {
    auto reader = FrameReader::open(name, flags, PipelineOptions{params});
    if (!reader) return reader.error();
    if (auto ok = check_placement(name, reader->info().geometry.placement, placement); !ok) return ok.error();
    AnalysisReport report(reader->info(), params);
    const std::string file = std::filesystem::path(name).filename().string();
    ProgressLine progress;
    while (true) {
      const auto next = reader->next();
      if (!next) return next.error();
      if (*next == nullptr) break;
      report.add(**next);
      if (report.frames() % 512 == 0)
        progress.show(fmt::format("reading {}  {}", file, clock_text((*next)->t_s)));
    }
    levels.push_back(reader->pipeline().usual_level());
    earlier.recordings.push_back({file, report.findings(), levels.back()});
  }
  earlier.usual = usual_of(levels);
  return earlier;
}

}  // namespace palpate
