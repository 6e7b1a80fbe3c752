// Fuzzes the importer of matrix text files: the first byte chooses what the user says, the rest is the file.
// Whatever comes: one clear line, or frames of the size that info() tells, as many as the report counts.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "acquisition/import.h"
#include "tests/fuzz/scratch_file.h"

namespace {

struct Size {
  int rows, cols;  // 0: the user says nothing
};
constexpr std::array<Size, 6> kSizes{{{0, 0}, {2, 3}, {1, 6}, {4, 4}, {2, 0}, {0, 3}}};

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  static const std::string path = palpate::fuzz::scratch_path("import");
  palpate::fuzz::write_file(path, {data + 1, size - 1});
  palpate::ImportOptions options;
  const Size said = kSizes[data[0] % kSizes.size()];
  if (said.rows > 0) options.rows = said.rows;
  if (said.cols > 0) options.cols = said.cols;
  {
    auto source = palpate::open_import(path, options);
    if (source) {
      palpate::RawFrame frame;
      std::uint64_t frames = 0;
      for (;;) {
        auto status = (*source)->read(frame, std::stop_token());
        require(status.has_value());  // a file that was checked on opening reads to its end
        if (*status != palpate::ReadStatus::frame) break;
        require(frame.cells.size() == (*source)->info().geometry.cells());
        require(frame.device_time_us >= 0);
        ++frames;
      }
      require(frames == palpate::import_report(**source)->frames);
      require(std::isfinite((*source)->info().nominal_rate_hz));
    } else {
      require(!source.error().message.empty());
    }
  }
  std::remove(path.c_str());
  return 0;
}
