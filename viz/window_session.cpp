#include "viz/window_session.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <utility>

#include "acquisition/host.h"
#include "acquisition/open_source.h"
#include "acquisition/simulated_body.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr double kNotice_s = 4.0;

Result<std::string> name_by_date(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return Error{
        ErrorCode::io,
        fmt::format(
            "cannot create folder: {}: {} (make it yourself, or set HOME to a folder you may write to)",
            error.message(), folder)};
  }
  const std::string stem = fmt::format("{:%Y-%m-%d-%H%M%S}", fmt::localtime(std::time(nullptr)));
  std::filesystem::path path = std::filesystem::path(folder) / (stem + ".palpate");
  for (int i = 2; std::filesystem::exists(path, error); ++i) {
    path = std::filesystem::path(folder) / fmt::format("{}-{}.palpate", stem, i);
  }
  return path.string();
}

// "" unless it is a file.
std::string file_of(const std::string& uri) {
  const auto parsed = parse_source_uri(uri);
  return parsed && parsed->scheme == "file" ? parsed->target : std::string();
}

bool fits(const TaughtPostures& taught, const SourceInfo& info) {
  const auto pipeline = Pipeline::create(info);
  return !pipeline || check_same_mat(taught, info.geometry, pipeline->unit());
}

void tell(UiState& ui, std::string words, double now_s) {
  ui.notice = std::move(words);
  ui.notice_until_s = now_s + kNotice_s;
}

}  // namespace

WindowSession::WindowSession(PipelineOptions options, std::string recording_folder, std::string taught_file)
    : options_(std::move(options)),
      folder_(std::move(recording_folder)),
      taught_file_(std::move(taught_file)) {}

// What the present source was taught holds for the next one too.
Result<void> WindowSession::take_along_taught() {
  const auto teaching = snapshot().teaching;
  if (!teaching) return {};
  if (teaching->unstored) {
    return Error{ErrorCode::bad_argument,
                 "cannot change the source: postures are taught that are not stored yet (press Teach and "
                 "store them first)"};
  }
  options_.taught = teaching->taught;
  taught_file_ = teaching->file;
  return {};
}

// Another source may be another client: what is usual holds for the first alone. Where postures were taught
// on another mat, the next source goes without them.
Result<std::unique_ptr<LiveSession>> WindowSession::start(std::unique_ptr<FrameSource> source) {
  if (session_) options_.usual = nullptr;
  if (session_ && options_.taught && !options_.taught->postures.empty() &&
      !fits(*options_.taught, source->info())) {
    options_.taught = nullptr;
    taught_file_.clear();
  }
  return LiveSession::start(std::move(source), options_, taught_file_);
}

// A name becomes a file beside the recording that is replayed, else in the folder of recordings.
std::string WindowSession::taught_file_of(const std::string& typed) const {
  namespace fs = std::filesystem;
  if (typed.find('/') != typed.npos || fs::path(typed).extension() == ".toml") return typed;
  const fs::path folder = replayed_.empty() ? fs::path(folder_) : fs::path(replayed_).parent_path();
  return (folder / (typed + ".toml")).string();
}

Result<void> WindowSession::stop_present() {
  waiting_.clear();
  if (!session_) return {};
  Result<void> stopped = session_->stop();
  if (!stopped && first_error_) first_error_ = stopped;
  return stopped;
}

Result<void> WindowSession::open(const std::string& uri, UiState& ui) {
  Result<std::unique_ptr<FrameSource>> source = open_source(uri);
  if (!source) return source.error();
  ScreenSheetState screen;
  ScreenAnswers answers = options_.screen;
  answers.add_stored((*source)->info().screen);
  keep_answers(screen, answers);
  if (auto taken = take_along_taught(); !taken) return taken.error();
  Result<std::unique_ptr<LiveSession>> session = start(std::move(*source));
  if (!session) return session.error();
  static_cast<void>(stop_present());  // kept in first_error_
  session_ = std::move(*session);
  replayed_ = file_of(uri);
  ui.trend = Trend{};
  ui.open_findings.clear();
  ui.finding_seen_s.clear();
  ui.findings_looked = false;
  ui.open_place = 0;
  ui.screen = std::move(screen);
  ui.range_kpa = ui.range_counts = 0.0;
  ui.contact_threshold_kpa = options_.params.get(Param::contact_threshold_kpa);
  ui.contact_threshold_counts = options_.params.get(Param::contact_threshold_counts);
  return {};
}

bool WindowSession::update(UiState& ui) {
  if (!session_) return false;
  while (!waiting_.empty() && session_->send(waiting_.front())) waiting_.pop_front();
  bool fresh = false;
  while (session_->update()) {
    fresh = true;
    ui.trend.add(session_->snapshot());
  }
  return fresh;
}

void WindowSession::apply(const UiAction& action, UiState& ui, double now_s) {
  if (std::holds_alternative<RefreshPorts>(action)) {
    ui.picker.recordings = list_recordings(folder_);
    return refresh_ports(ui.picker);
  }
  if (const auto* wanted = std::get_if<OpenSource>(&action)) {
    const Result<void> opened = open(wanted->uri, ui);
    ui.picker.error = opened ? "" : opened.error().message;
    ui.picker.open = !opened.has_value();
    return;
  }
  Command command = std::get<Command>(action);
  if (auto* teach = std::get_if<TeachCommand>(&command)) {
    if (auto* open = std::get_if<OpenTaught>(teach)) open->path = taught_file_of(open->path);
    if (auto* store = std::get_if<StoreTaught>(teach); store != nullptr && !store->path.empty())
      store->path = taught_file_of(store->path);
  }
  if (auto* start = std::get_if<StartRecording>(&command); start != nullptr && start->path.empty()) {
    Result<std::string> path = name_by_date(folder_);
    if (!path) return tell(ui, path.error().message, now_s);
    start->path = *path;
  }
  if (auto* start = std::get_if<StartRecording>(&command)) {
    start->start_utc = utc_now();
    start->host_version = host_version();
  }
  if (const auto* start = std::get_if<StartRecording>(&command)) {
    tell(ui, "Recording to " + start->path, now_s);
    ui.bookmarks = 0;
  } else if (std::holds_alternative<StopRecording>(command)) {
    tell(ui, "Recording stored: " + snapshot().recording.path, now_s);
  } else if (auto* bookmark = std::get_if<AddBookmark>(&command)) {
    bookmark->text = fmt::format("Bookmark {}", ++ui.bookmarks);
    tell(ui, fmt::format("{} at {}", bookmark->text, clock_text(snapshot().recording.seconds)), now_s);
  }
  // Only the last of several moves of the seek bar counts.
  if (std::holds_alternative<Seek>(command) && !waiting_.empty() &&
      std::holds_alternative<Seek>(waiting_.back())) {
    waiting_.back() = std::move(command);
  } else {
    waiting_.push_back(std::move(command));
  }
}

Result<void> WindowSession::close() {
  static_cast<void>(stop_present());  // kept in first_error_
  session_.reset();
  return first_error_;
}

void refresh_ports(SourcePickerState& picker) {
  picker.ports = list_serial_ports();
}

std::vector<std::string> list_recordings(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::pair<fs::file_time_type, std::string>> found;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code unreadable;
    const auto changed = at->last_write_time(unreadable);
    if (!unreadable && at->path().extension() == ".palpate") found.emplace_back(changed, at->path().string());
  }
  std::sort(found.rbegin(), found.rend());
  std::vector<std::string> paths;
  for (auto& [changed, path] : found) paths.push_back(std::move(path));
  return paths;
}

void fill_choices(SourcePickerState& picker) {
  picker.scenarios.clear();
  for (const ScenarioInfo& scenario : scenarios()) {
    picker.scenarios.push_back({std::string(scenario.name), std::string(scenario.description)});
  }
  if (picker.selected_uri.empty() && !picker.scenarios.empty()) {
    picker.selected_uri = "sim:" + picker.scenarios.front().name + "?live=1";
  }
  refresh_ports(picker);
}

std::string default_recording_folder() {
  const char* home = std::getenv("HOME");
  return home != nullptr && *home != '\0' ? std::string(home) + "/palpate-recordings" : "palpate-recordings";
}

}  // namespace palpate
