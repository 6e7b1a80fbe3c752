// Fuzzes the frame decoder: the first byte chooses the mat's shape, the second the size of the pieces, the
// rest is what the wire brings. Whatever comes, pieces and the whole must give the same.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "acquisition/frame_decoder.h"

namespace {

struct Shape {
  std::uint16_t rows, cols;
};
constexpr std::array<Shape, 5> kShapes{{{4, 4}, {32, 32}, {1, 1}, {256, 64}, {64, 122}}};

struct Outcome {
  palpate::WireCounters counters;
  std::uint64_t controls = 0;
  std::uint64_t digest = 14695981039346656037ULL;  // FNV-1a of every delivered cell
  bool operator==(const Outcome&) const = default;
};

Outcome decode(std::span<const std::uint8_t> wire, Shape shape, std::size_t piece) {
  palpate::FrameDecoder decoder;
  decoder.set_shape(shape.rows, shape.cols);
  Outcome outcome;
  while (!wire.empty()) {
    auto part = wire.first(std::min(piece, wire.size()));
    wire = wire.subspan(part.size());
    while (!part.empty()) {
      const auto step = decoder.step(part);
      if (step.consumed == 0 || step.consumed > part.size()) std::abort();
      part = part.subspan(step.consumed);
      if (step.event == palpate::WireEvent::control) outcome.controls += decoder.control().size();
      if (step.event != palpate::WireEvent::frame) continue;
      if (decoder.cells().size() != std::size_t{shape.rows} * shape.cols) std::abort();
      for (const auto cell : decoder.cells()) outcome.digest = (outcome.digest ^ cell) * 1099511628211ULL;
    }
  }
  outcome.counters = decoder.counters();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const Shape shape = kShapes[data[0] % kShapes.size()];
  const std::span<const std::uint8_t> wire(data + 2, size - 2);
  if (decode(wire, shape, size) != decode(wire, shape, std::size_t{1} + data[1])) std::abort();
  return 0;
}
