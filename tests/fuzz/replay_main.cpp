// Runs a fuzz target over every file of a corpus folder, and over each file cut short: an ordinary test.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
    return 2;
  }
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[1])) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::vector<char> content((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    std::printf("%s\n", entry.path().filename().c_str());
    std::fflush(stdout);  // the last name printed is the one that crashed
    constexpr std::size_t kCuts = 16;
    for (std::size_t cut = 0; cut <= kCuts; ++cut) {
      // A copy of its own, so that the address sanitizer sees a read past the end.
      const std::vector<std::uint8_t> input(
          content.begin(), content.begin() + static_cast<std::ptrdiff_t>(content.size() * cut / kCuts));
      LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    ++files;
  }
  if (files == 0) std::fprintf(stderr, "no corpus file: %s\n", argv[1]);
  return files == 0 ? 1 : 0;
}
