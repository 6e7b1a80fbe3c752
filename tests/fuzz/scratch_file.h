// A file of this process for fuzz targets whose subject reads files; in memory where the system has /dev/shm.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <span>
#include <string>

namespace palpate::fuzz {

inline std::string scratch_path(const char* name) {
  const std::filesystem::path memory = "/dev/shm";
  const auto folder = std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
  return (folder / ("palpate-fuzz-" + std::to_string(getpid()) + "-" + name)).string();
}

inline void write_file(const std::string& path, std::span<const std::uint8_t> bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return;
  std::fwrite(bytes.data(), 1, bytes.size(), file);
  std::fclose(file);
}

}  // namespace palpate::fuzz
