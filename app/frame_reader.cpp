#include "app/frame_reader.h"

#include <utility>

#include "app/console.h"

namespace palpate {

FrameReader::FrameReader(std::unique_ptr<FrameSource> source, Pipeline pipeline)
    : source_(std::move(source)), pipeline_(std::move(pipeline)) {}

Result<FrameReader> FrameReader::create(std::unique_ptr<FrameSource> source, const PipelineOptions& options) {
  auto pipeline = Pipeline::create(source->info(), options);
  if (!pipeline) return pipeline.error();
  return FrameReader(std::move(source), std::move(*pipeline));
}

Result<FrameReader> FrameReader::open(const std::string& text, const ImportFlags& import_flags,
                                      const PipelineOptions& options, double endless_s) {
  auto source = open_any_source(text, import_flags, true);
  if (!source) return source.error();
  auto reader = create(std::move(*source), options);
  if (reader && !ends_by_itself(text)) reader->set_until(endless_s);
  return reader;
}

Result<const Snapshot*> FrameReader::next() {
  const Snapshot* none = nullptr;
  while (!interrupted()) {
    auto status = source_->read(raw_, never_.get_token());
    if (!status) return status.error();
    if (*status == ReadStatus::end) return none;
    if (*status != ReadStatus::frame) continue;
    const Snapshot& snapshot = pipeline_.process(raw_);
    return until_s_ > 0.0 && snapshot.t_s >= until_s_ ? none : &snapshot;
  }
  return none;
}

}  // namespace palpate
