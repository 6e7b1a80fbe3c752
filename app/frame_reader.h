// FrameReader: an open source and its pipeline, as the offline subcommands use them: one processed frame
// after the other until the source ends, ctrl-C, or the time asked for is over.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "acquisition/frame_source.h"
#include "acquisition/result.h"
#include "app/source_options.h"
#include "processing/pipeline.h"

namespace palpate {

class FrameReader {
 public:
  // The source is read as fast as it can be; an endless one ends after `endless_s`.
  static Result<FrameReader> open(const std::string& text, const ImportFlags& import_flags,
                                  const PipelineOptions& options, double endless_s = kDefaultEndlessSeconds);
  static Result<FrameReader> create(std::unique_ptr<FrameSource> source, const PipelineOptions& options);

  // From this time on no frame is handed over; 0: none is held back.
  void set_until(double seconds) { until_s_ = seconds; }

  // Null at the end. Valid until the next call.
  Result<const Snapshot*> next();
  [[nodiscard]] const RawFrame& raw() const { return raw_; }  // of the last frame, as it came

  [[nodiscard]] const SourceInfo& info() const { return source_->info(); }
  [[nodiscard]] const FrameSource& source() const { return *source_; }
  [[nodiscard]] Pipeline& pipeline() { return pipeline_; }

 private:
  FrameReader(std::unique_ptr<FrameSource> source, Pipeline pipeline);

  std::unique_ptr<FrameSource> source_;
  Pipeline pipeline_;
  std::stop_source never_;
  RawFrame raw_;
  double until_s_ = 0.0;
};

}  // namespace palpate
