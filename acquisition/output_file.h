// OutputFile: the one way in which this program writes a file that it was told to write.
//
// - A recording (any SQLite database) is never written over, whatever the file is called.
// - A regular file is written whole under a temporary name beside it, synced and renamed, so that a failure
//   leaves the old one; its permissions stay, a symlink stays one and what it points to is replaced.
// - FIFOs, devices and descriptors (/dev/fd/3, /dev/stdout) are written to directly; a reader may thus be a
//   program.
// - "-" is standard output.
//
// One thread. Every failure is one clear line with the path.
#pragma once

#include <cstdio>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "acquisition/result.h"

namespace palpate {

enum class Sync { no, yes };  // wait until the disk has it

class OutputFile {
 public:
  static Result<OutputFile> create(const std::string& path);
  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) noexcept;
  ~OutputFile();  // without commit(): the old file is as it was

  Result<void> write(std::string_view bytes);
  Result<void> commit(Sync sync = Sync::yes);  // once; after it nothing may be written

 private:
  struct State;
  explicit OutputFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// All of it or nothing.
Result<void> write_output_file(const std::string& path, std::string_view bytes, Sync sync = Sync::yes);

// To be asked before long work: an error where `path` is a recording, or the same file as one of `inputs`
// (names or file: URIs; others and empty ones are no file). An empty path and "-" are fine.
Result<void> may_write_over(const std::string& path, std::initializer_list<std::string_view> inputs = {});

}  // namespace palpate
