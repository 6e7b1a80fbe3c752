// Replay: a recording as a FrameSource, indistinguishable downstream from the source that was recorded.
//
// info() and every frame are as recorded, bit for bit; only the first frame after a seek carries the
// discontinuity flag. Not live: waits for its reader. Positions of ReplayControl count from the first frame
// of the recording. A seek while paused delivers the one frame at the new position; after the end a seek
// makes read() go on.
//
// Options: speed=1 (0.01 to 1000, or max: as fast as it is read), hold=1 (at the end read() times out instead
// of ending, so that a window can seek back).
#pragma once

#include <memory>

#include "acquisition/frame_source.h"
#include "acquisition/open_source.h"
#include "acquisition/recording_reader.h"
#include "acquisition/result.h"

namespace palpate {

Result<std::unique_ptr<FrameSource>> open_replay(const SourceUri& uri);

}  // namespace palpate
