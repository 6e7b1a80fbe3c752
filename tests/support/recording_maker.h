// Frames and recordings for tests: seeded, so that the same numbers come back when a test fails.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "acquisition/recording_reader.h"
#include "acquisition/recording_writer.h"

namespace palpate::test {

inline SourceInfo small_mat(int rows = 4, int cols = 5, double rate_hz = 50.0) {
  SourceInfo info;
  info.geometry = *make_geometry(rows, cols, 12.5, 10.0);
  info.nominal_rate_hz = rate_hz;
  info.source_uri = "sim:test?seed=7";
  info.device = "a bench with 'quotes' and \xC3\xA4";
  info.start_utc = "2026-01-02T03:04:05Z";
  return info;
}

// A slow walk of ADC counts, 20 ms apart.
inline std::vector<RawFrame> walking_frames(const SourceInfo& info, std::size_t count, unsigned seed = 1,
                                            std::int64_t period_us = 20'000) {
  std::mt19937 random(seed);
  std::vector<RawFrame> frames(count);
  std::vector<int> counts(info.geometry.cells(), 500);
  for (std::size_t i = 0; i < count; ++i) {
    frames[i].sequence = i;
    frames[i].device_time_us = static_cast<std::int64_t>(i) * period_us;
    frames[i].host_time_us = frames[i].device_time_us + 1000 + static_cast<std::int64_t>(random() % 50);
    for (int& value : counts) {
      value = std::clamp(value + static_cast<int>(random() % 7U) - 3, 0, 4095);
      frames[i].cells.push_back(static_cast<float>(value));
    }
  }
  return frames;
}

inline bool same_bits(const RawFrame& a, const RawFrame& b) {
  if (a.sequence != b.sequence || a.device_time_us != b.device_time_us || a.host_time_us != b.host_time_us ||
      a.flags != b.flags || a.cells.size() != b.cells.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.cells.size(); ++i) {
    if (std::bit_cast<std::uint32_t>(a.cells[i]) != std::bit_cast<std::uint32_t>(b.cells[i])) return false;
  }
  return true;
}

inline void write_recording(const std::string& path, const SourceInfo& info,
                            const std::vector<RawFrame>& frames) {
  auto writer = RecordingWriter::create(path, info);
  ASSERT_TRUE(writer) << writer.error().message;
  for (const RawFrame& frame : frames) {
    auto ok = writer->append(frame);
    ASSERT_TRUE(ok) << ok.error().message;
  }
  auto closed = writer->close();
  ASSERT_TRUE(closed) << closed.error().message;
}

inline std::vector<RawFrame> read_all(RecordingReader& reader) {
  std::vector<RawFrame> frames;
  RawFrame frame;
  for (auto more = reader.next(frame); more && *more; more = reader.next(frame)) frames.push_back(frame);
  return frames;
}

}  // namespace palpate::test
