#include "app/earlier_option.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
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
  for (const std::string& name : files_) {
    auto reader = FrameReader::open(name, flags, PipelineOptions{params});
    if (!reader) return reader.error();
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
    earlier.findings.push_back(report.findings());
    levels.push_back(reader->pipeline().usual_level());
  }
  earlier.usual = usual_of(levels);
  return earlier;
}

}  // namespace palpate
