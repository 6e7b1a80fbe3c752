// Makes the seeds of tests/fuzz/corpus/frame_decoder again: make_frame_decoder_corpus FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "tests/support/wire.h"

namespace {

using palpate::test::Bytes;
using palpate::test::pattern_cells;
using palpate::test::WireMat;

void append(Bytes& to, const Bytes& more) {
  to.insert(to.end(), more.begin(), more.end());
}

Bytes stream(std::uint8_t shape, std::uint16_t rows, std::uint16_t cols, std::uint8_t encoding,
             std::uint16_t mask, std::uint16_t frames) {
  WireMat mat(rows, cols, encoding);
  Bytes bytes{shape, 31};
  append(bytes, mat.hello());
  for (std::uint16_t f = 0; f < frames; ++f) {
    append(bytes, mat.frame(f, f * 20000U, pattern_cells(rows, cols, f, mask)));
  }
  append(bytes, mat.status());
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  const auto save = [&folder](const std::string& name, const Bytes& bytes) {
    std::ofstream out(folder / name, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  };
  save("packed10_4x4", stream(0, 4, 4, MATLINK_ENC_PACKED10, 0x3FF, 3));
  save("packed12_32x32", stream(1, 32, 32, MATLINK_ENC_PACKED12, 0xFFF, 1));
  save("u16_1x1", stream(2, 1, 1, MATLINK_ENC_U16, 0xFFFF, 4));
  Bytes damaged = stream(0, 4, 4, MATLINK_ENC_PACKED12, 0xFFF, 4);
  damaged[damaged.size() / 2] ^= 0x20U;
  save("flipped_bit", damaged);
  Bytes cut = stream(0, 4, 4, MATLINK_ENC_U16, 0xFFFF, 2);
  cut.erase(cut.begin() + 40, cut.begin() + 60);
  append(cut, stream(0, 4, 4, MATLINK_ENC_U16, 0xFFFF, 2));
  save("lost_bytes_and_reboot", cut);
  Bytes long_block{0, 7};
  append(long_block, Bytes(700, 0xFF));
  append(long_block, stream(0, 4, 4, MATLINK_ENC_PACKED10, 0x3FF, 1));
  save("block_too_long", long_block);
  std::mt19937 random(4);
  Bytes noise(600);
  for (auto& byte : noise) byte = static_cast<std::uint8_t>(random());
  save("noise", noise);
  return 0;
}
