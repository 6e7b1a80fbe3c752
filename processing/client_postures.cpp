#include "processing/client_postures.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "acquisition/output_file.h"
#include "processing/text_file.h"

namespace palpate {
namespace {

constexpr std::size_t kMostPast = 50;

bool is_there(const std::string& path) {
  std::error_code failed;
  return std::filesystem::exists(path, failed);
}

// Folders that are not there yet are made; where that fails, writing says why.
Result<void> write(const std::string& path, const TaughtPostures& taught) {
  if (path.empty()) {
    return Error{ErrorCode::bad_argument, "not stored: no file is chosen yet (say whose postures these are)"};
  }
  std::error_code failed;
  if (const auto folder = std::filesystem::path(path).parent_path(); !folder.empty())
    std::filesystem::create_directories(folder, failed);
  return write_output_file(path, taught_postures_toml(taught));
}

}  // namespace

ClientPostures::ClientPostures(std::shared_ptr<const TaughtPostures> taught, std::string path)
    : taught_(std::move(taught)), path_(std::move(path)) {
  if (!taught_) taught_ = std::make_shared<const TaughtPostures>();
}

Result<ClientPostures> ClientPostures::open(const std::string& path) {
  auto fresh = std::make_shared<TaughtPostures>();
  fresh->client = std::filesystem::path(path).stem().string();
  if (!is_there(path)) return ClientPostures(std::move(fresh), path);
  auto taught = read_taught_postures(path);
  if (!taught) return taught.error();
  return ClientPostures(std::make_shared<const TaughtPostures>(std::move(*taught)), path);
}

std::string ClientPostures::undo_words() const {
  return past_.empty() ? std::string() : past_.back().words;
}

void ClientPostures::change(TaughtPostures to, std::string words) {
  if (past_.size() >= kMostPast) past_.erase(past_.begin());
  past_.push_back({std::move(taught_), std::move(words)});
  taught_ = std::make_shared<const TaughtPostures>(std::move(to));
  static_cast<void>(store());  // told by unstored() and store_error()
}

Result<void> ClientPostures::remove(const std::string& name) {
  TaughtPostures to = *taught_;
  if (to.find(name) == nullptr) {
    return Error{ErrorCode::not_found, fmt::format("no such posture: \"{}\" (choose one of the list)", name)};
  }
  std::erase_if(to.postures, [&](const TaughtPosture& p) { return p.name == name; });
  change(std::move(to), fmt::format("removing \"{}\"", name));
  return {};
}

Result<void> ClientPostures::undo() {
  if (past_.empty()) return Error{ErrorCode::bad_argument, "nothing to take back: no posture was changed"};
  taught_ = std::move(past_.back().taught);
  past_.pop_back();
  static_cast<void>(store());  // told by unstored() and store_error()
  return {};
}

Result<void> ClientPostures::store() {
  auto written = write(path_, *taught_);
  stored_ = written.has_value();
  store_error_ = stored_ ? std::string() : written.error().message;
  return written;
}

Result<void> ClientPostures::store_as(const std::string& path) {
  if (is_there(path) && path != path_) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("cannot store: a file of that name is there already: {} (choose another name)", path)};
  }
  auto written = write(path, *taught_);
  if (!written) return written;
  path_ = path;
  stored_ = true;
  store_error_.clear();
  return written;
}

Result<TaughtPostures> read_taught_postures(const std::string& path) {
  auto text = read_text_file(path);
  if (!text) return text.error();
  return taught_postures_from_toml(*text, path);
}

}  // namespace palpate
