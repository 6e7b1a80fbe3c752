// record_stream: frames from a source into a recording, until the time is over, the source ends, or ctrl-C.
#pragma once

#include <memory>
#include <string>

#include "acquisition/frame_source.h"
#include "acquisition/result.h"
#include "processing/guidance_rules.h"
#include "processing/params.h"
#include "processing/screen.h"

namespace palpate {

struct RecordRequest {
  std::string path;
  double seconds = 0.0;  // of device time; 0: no limit
  std::string notes;
  Params params;
  ScreenAnswers screen;  // stored with the recording
  std::shared_ptr<const GuidanceRules> rules;
  bool show_progress = false;
};

struct RecordOutcome {
  std::uint64_t frames = 0;
  double seconds = 0.0;
  std::string text;  // what a person wants to know: frames, losses, findings, what to do next
};

// Runs on the calling thread; the disk has its own (Recorder). Frames are stored before they are looked at.
Result<RecordOutcome> record_stream(FrameSource& source, const RecordRequest& request);

}  // namespace palpate
