// Writes the seeds of the recording reader's fuzz target into a folder: whole, torn and damaged recordings.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "acquisition/recording_codec.h"
#include "acquisition/recording_writer.h"

namespace {

namespace fs = std::filesystem;
using palpate::RawFrame;

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void spit(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

RawFrame frame_at(int i, bool floats) {
  RawFrame frame;
  frame.sequence = static_cast<std::uint64_t>(i);
  frame.device_time_us = frame.host_time_us = i * 20'000;
  for (int c = 0; c < 6; ++c) {
    frame.cells.push_back(static_cast<float>(100 + i * c) + (floats ? 0.25F : 0.0F));
  }
  return frame;
}

std::string with_length(const std::string& file, const std::string& log) {
  std::string out(1, '\1');
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((file.size() >> shift) & 0xFFU);
  return out + file + log;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]), 2;
  const fs::path folder = argv[1];
  fs::create_directories(folder);
  const fs::path path = folder / "scratch";
  palpate::SourceInfo info;
  info.geometry = *palpate::make_geometry(2, 3, 10.0, 10.0);
  info.nominal_rate_hz = 50.0;
  auto writer = palpate::RecordingWriter::create(path.string(), info);
  if (!writer) return std::fprintf(stderr, "%s\n", writer.error().message.c_str()), 1;
  bool good = true;
  for (int i = 0; i < 60; ++i) good = writer->append(frame_at(i, i > 30)).has_value() && good;
  good = writer->add_bookmark(0.5, "here").has_value() && good;
  good = writer->flush().has_value() && good;
  spit(folder / "torn_with_log", with_length(slurp(path), slurp(path.string() + "-wal")));
  good = writer->close().has_value() && good;
  const std::string whole = slurp(path);
  fs::remove(path);
  spit(folder / "whole", std::string(1, '\0') + whole);
  std::string damaged = whole;
  for (std::size_t i = 0; i < 40; ++i) damaged[damaged.size() * 3 / 4 + i] ^= 0x5A;
  spit(folder / "damaged", std::string(1, '\0') + damaged);
  palpate::ChunkEncoder encoder;
  for (const bool floats : {false, true}) {
    const std::vector<RawFrame> frames{frame_at(0, floats), frame_at(1, floats)};
    palpate::ChunkRow row;
    auto data = encoder.encode(frames, 6, row);
    if (!data) return 1;
    spit(folder / (floats ? "chunk_float" : "chunk_counts"),
         std::string{'\2', '\2', static_cast<char>(row.codec), '\5', '\0'} +
             std::string(data->begin(), data->end()));
  }
  return good ? 0 : 1;
}
