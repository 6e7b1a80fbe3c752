// SimulatedSource: a simulated body on a simulated mat as a FrameSource; `sim:SCENARIO?option=value&...`.
//
// Content never depends on a clock: frame k shows the body at t = k / rate. live=1 (default) hands frames out
// in real time and loses those that nobody reads for half a second; live=0 hands them out as fast as they are
// read. Threads as in frame_source.h. Options: see kHelp in the .cpp and docs/simulation.md.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "acquisition/frame_source.h"
#include "acquisition/open_source.h"
#include "acquisition/result.h"
#include "acquisition/simulated_body.h"
#include "acquisition/simulated_sensor.h"

namespace palpate {

struct SimulationOptions {
  SimulatedBodyOptions body;
  SimulatedSensorOptions sensor;
  double rate_hz = 50.0;  // 0.1..2000
  double seconds = 0.0;   // 0: without end
  bool live = true;
};

// Unknown options, values and scenarios are errors that list what there is.
Result<SimulationOptions> parse_simulation(const SourceUri& uri);
Result<std::unique_ptr<FrameSource>> open_simulation(const SourceUri& uri);

class SimulatedSource final : public FrameSource {
 public:
  static Result<std::unique_ptr<SimulatedSource>> create(const SimulationOptions& options,
                                                         std::string source_uri = "");
  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] bool is_live() const override { return options_.live; }
  Result<ReadStatus> read(RawFrame& out, const std::stop_token& stop) override;
  [[nodiscard]] LinkStats stats() const override;
  [[nodiscard]] LinkState state() const override { return state_.load(); }

  // Of the frame read last; the reader's thread only.
  [[nodiscard]] const GroundTruth& truth() const { return truth_; }
  [[nodiscard]] const SimulatedSensor& sensor() const { return sensor_; }

 private:
  using Clock = std::chrono::steady_clock;
  SimulatedSource(const SimulationOptions& options, SimulatedBody body, std::string source_uri);
  [[nodiscard]] double time_of(std::uint64_t frame) const {
    return static_cast<double>(frame) / options_.rate_hz;
  }
  bool wait_until_due(const std::stop_token& stop);

  SimulationOptions options_;
  SimulatedBody body_;
  SimulatedSensor sensor_;
  SourceInfo info_;
  GroundTruth truth_;
  std::vector<float> kpa_;
  std::uint64_t next_ = 0;
  bool skipped_ = false;
  Clock::time_point start_;
  bool started_ = false;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::atomic<std::uint64_t> frames_{0}, lost_{0};
  std::atomic<LinkState> state_{LinkState::connecting};
};

}  // namespace palpate
