// FrameSource: where frames come from. Live mat, replay, simulator and firmware look the same downstream.
//
// Threads: open, read and the destructor belong to one thread at a time (the reader). stats(), state() and
// everything on ReplayControl may be called from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "acquisition/link_stats.h"
#include "acquisition/raw_frame.h"
#include "acquisition/result.h"
#include "acquisition/source_info.h"

namespace palpate {

struct RecordingSummary;  // acquisition/recording_reader.h

enum class ReadStatus {
  frame,    // `out` holds the next frame
  timeout,  // nothing within 50 ms; ask again (also while reconnecting or paused)
  end,      // no more frames will come
};

// Shared by the UI and a replay. Speed 0 means "as fast as they are read".
struct ReplayControl {
  std::atomic<bool> paused{false};
  std::atomic<double> speed{1.0};
  std::atomic<std::int64_t> seek_to_us{-1};  // -1: none pending; the source takes it at the next read
  std::atomic<std::int64_t> position_us{0};  // of the last frame delivered
  std::atomic<std::int64_t> duration_us{0};
};

class FrameSource {
 public:
  virtual ~FrameSource() = default;
  [[nodiscard]] virtual const SourceInfo& info() const = 0;

  // A live source keeps its own pace and frames are lost if nobody reads; the others wait for the reader.
  [[nodiscard]] virtual bool is_live() const = 0;

  // Fills `out` (its vector keeps its capacity). Returns within 50 ms, or at once on a stop request. An
  // unplugged port is not an error: state() says reconnecting and reads time out until it is back.
  virtual Result<ReadStatus> read(RawFrame& out, const std::stop_token& stop) = 0;

  [[nodiscard]] virtual LinkStats stats() const = 0;
  [[nodiscard]] virtual LinkState state() const = 0;
  [[nodiscard]] virtual std::shared_ptr<ReplayControl> replay_control() const { return nullptr; }
  // What is known of the recording that is read, with what read() found; null for other sources.
  [[nodiscard]] virtual const RecordingSummary* recording() const { return nullptr; }
};

}  // namespace palpate
