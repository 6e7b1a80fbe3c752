#include "acquisition/output_file.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>

#ifdef _WIN32
#include <io.h>
#else
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace palpate {
namespace fs = std::filesystem;
namespace {

constexpr int kMaxLinks = 40;
constexpr int kMaxLeftovers = 100;

Error write_error(int code, const std::string& path, std::string_view remedy) {
  const bool denied = code == EACCES || code == EPERM || code == EROFS;
  return Error{denied ? ErrorCode::denied : ErrorCode::io,
               fmt::format("cannot write: {}: {} ({})", std::strerror(code), path, remedy)};
}

constexpr std::string_view kFolderRemedy = "does the folder exist, and may you write there?";
constexpr std::string_view kSpaceRemedy = "is the disk full?";

std::string shown(const std::string& path) {
  return path == "-" ? "standard output" : path;
}

bool is_database(const std::string& path) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return false;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  std::array<char, kMagic.size()> head{};
  return file && std::fread(head.data(), 1, head.size(), file.get()) == head.size() &&
         std::string_view(head.data(), head.size()) == kMagic;
}

// The name itself, or one of the side files that a recording keeps while it is written.
bool belongs_to_recording(const std::string& path) {
  if (is_database(path)) return true;
  for (const std::string_view side : {"-wal", "-shm", "-journal"}) {
    if (path.size() > side.size() && std::string_view(path).substr(path.size() - side.size()) == side &&
        is_database(path.substr(0, path.size() - side.size())))
      return true;
  }
  return false;
}

// Where the name leads: a descriptor of this process, or a path behind all symlinks (which need not exist).
struct Target {
  fs::path path;
  std::optional<int> descriptor;
};

std::optional<int> descriptor_of(const std::string& path) {
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (path.compare(0, folder.size(), folder) != 0) continue;
    const std::string digits = path.substr(folder.size());
    if (!digits.empty() && digits.size() < 7 && digits.find_first_not_of("0123456789") == std::string::npos)
      return std::stoi(digits);
  }
  return std::nullopt;
}

Target target_of(const std::string& path) {
  Target target{path, std::nullopt};
  for (int links = 0; links < kMaxLinks; ++links) {
    target.descriptor = descriptor_of(target.path.string());
    if (target.descriptor) return target;
    std::error_code none;
    const fs::path next = fs::read_symlink(target.path, none);
    if (none) break;
    target.path = next.is_absolute() ? next : target.path.parent_path() / next;
  }
  return target;
}

std::FILE* open_descriptor(int descriptor) {
#ifdef _WIN32
  (void)descriptor;
  errno = EBADF;
  return nullptr;
#else
  const int own = ::dup(descriptor);
  return own < 0 ? nullptr : ::fdopen(own, "wb");
#endif
}

bool synced(std::FILE* file) {
#ifdef _WIN32
  return _commit(_fileno(file)) == 0;
#else
  return ::fsync(::fileno(file)) == 0;
#endif
}

// Owner and permissions of the file that is replaced; what the system does not let us keep is its own choice.
void take_over_rights(const fs::path& from, const fs::path& to) {
#ifndef _WIN32
  struct stat old {};
  if (::stat(from.c_str(), &old) == 0 && ::chown(to.c_str(), old.st_uid, old.st_gid) != 0) errno = 0;
#endif
  std::error_code ignored;
  fs::permissions(to, fs::status(from, ignored).permissions(), ignored);
}

}  // namespace

struct OutputFile::State {
  std::string path;            // as the user wrote it
  fs::path target, temporary;  // temporary is empty where bytes go straight to the target
  std::FILE* file = nullptr;
  int failed = 0;  // the first errno

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { drop(); }

  void drop() {
    if (file != nullptr && file != stdout) std::fclose(file);
    file = nullptr;
    std::error_code ignored;
    if (!temporary.empty()) fs::remove(temporary, ignored);
    temporary.clear();
  }

  Result<void> open() {
    if (path == "-") {
      file = stdout;
      return {};
    }
    const Target found = target_of(path);
    target = found.path;
    std::error_code ignored;
    const fs::file_status status = fs::status(target, ignored);
    if (fs::is_directory(status))
      return Error{ErrorCode::bad_argument,
                   fmt::format("cannot write: it is a folder: {} (name a file in it)", path)};
    if (found.descriptor || (fs::exists(status) && !fs::is_regular_file(status))) {
      std::fflush(stdout);  // the descriptor may be the same one
      file = found.descriptor ? open_descriptor(*found.descriptor) : std::fopen(target.c_str(), "wb");
      return file != nullptr ? Result<void>{} : write_error(errno, path, "is it open for writing?");
    }
    return open_beside(fs::exists(status));
  }

  Result<void> open_beside(bool exists) {
    if (exists) {  // a file that its owner protected is not replaced, though the folder would allow it
      std::FILE* old = std::fopen(target.c_str(), "r+b");
      if (old == nullptr) return write_error(errno, path, "may you write to this file?");
      std::fclose(old);
    }
    for (int k = 0; k < kMaxLeftovers && file == nullptr; ++k) {
      temporary = target;
      temporary += k == 0 ? ".part" : fmt::format(".{}.part", k);
      file = std::fopen(temporary.c_str(), "wbx");
      if (file == nullptr && errno != EEXIST) break;
    }
    if (file == nullptr) {
      temporary.clear();
      return write_error(errno, path, kFolderRemedy);
    }
    if (exists) take_over_rights(target, temporary);
    return {};
  }

  Result<void> finish(Sync sync) {
    const bool flushed = std::fflush(file) == 0;
    if (!flushed && failed == 0) failed = errno;
    if (file == stdout) {
      file = nullptr;
      return failed == 0 ? Result<void>{} : write_error(failed, shown(path), kSpaceRemedy);
    }
    if (failed == 0 && sync == Sync::yes && !temporary.empty() && !synced(file)) failed = errno;
    if (std::fclose(std::exchange(file, nullptr)) != 0 && failed == 0) failed = errno;
    if (failed == 0 && !temporary.empty()) {
      std::error_code refused;
      fs::rename(temporary, target, refused);
      if (refused) failed = refused.value();
      if (!refused) temporary.clear();
    }
    drop();
    return failed == 0 ? Result<void>{} : write_error(failed, shown(path), kSpaceRemedy);
  }
};

OutputFile::OutputFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile& OutputFile::operator=(OutputFile&&) noexcept = default;
OutputFile::~OutputFile() = default;

Result<OutputFile> OutputFile::create(const std::string& path) {
  if (auto may = may_write_over(path); !may) return may.error();
  auto state = std::make_unique<State>();
  state->path = path;
  if (auto opened = state->open(); !opened) return opened.error();
  return OutputFile(std::move(state));
}

Result<void> OutputFile::write(std::string_view bytes) {
  PALPATE_EXPECTS(state_ != nullptr && state_->file != nullptr);
  if (state_->failed != 0 || std::fwrite(bytes.data(), 1, bytes.size(), state_->file) == bytes.size())
    return {};
  state_->failed = errno != 0 ? errno : EIO;
  return write_error(state_->failed, shown(state_->path), kSpaceRemedy);
}

Result<void> OutputFile::commit(Sync sync) {
  PALPATE_EXPECTS(state_ != nullptr && state_->file != nullptr);
  return state_->finish(sync);
}

Result<void> write_output_file(const std::string& path, std::string_view bytes, Sync sync) {
  auto file = OutputFile::create(path);
  if (!file) return file.error();
  if (auto written = file->write(bytes); !written) return written;
  return file->commit(sync);
}

Result<void> may_write_over(const std::string& path, std::initializer_list<std::string_view> inputs) {
  if (path.empty() || path == "-") return {};
  if (belongs_to_recording(path))
    return Error{ErrorCode::bad_argument,
                 fmt::format("cannot write over a recording: {} (give the new file another name)", path)};
  for (std::string_view input : inputs) {
    constexpr std::string_view kScheme = "file:";
    if (input.substr(0, kScheme.size()) == kScheme) {
      input.remove_prefix(kScheme.size());
      input = input.substr(0, input.find('?'));
    }
    std::error_code none;
    if (!input.empty() && fs::is_regular_file(path, none) && fs::equivalent(path, input, none) && !none)
      return Error{
          ErrorCode::bad_argument,
          fmt::format("cannot write over the file that is read: {} (give the new file another name)", path)};
  }
  return {};
}

}  // namespace palpate
