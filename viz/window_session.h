// WindowSession: the source behind the window: opens it, carries out what the panels ask for, keeps the
// trend. No graphics, so that it runs in tests. One thread, the window's.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "processing/live_session.h"
#include "viz/ui_state.h"

namespace palpate {

class WindowSession {
 public:
  // `recording_folder` is created when the first recording is named by the date.
  // `taught_file` holds options.taught and what is taught from now on; empty: the sheet asks whose they are.
  WindowSession(PipelineOptions options, std::string recording_folder, std::string taught_file = {});

  // Replaces the present source. On failure the present one goes on and the error is returned; so too while
  // postures are taught that could not be stored. Postures taught on another mat are left aside, and so is
  // what earlier recordings of the first source's client say.
  Result<void> open(const std::string& uri, UiState& ui);
  // Takes the newest snapshot and sends what waits. True if there was a new one.
  bool update(UiState& ui);
  // Failures to open are told through ui.picker.error, the rest through ui.notice; `now_s` is ImGui's time.
  void apply(const UiAction& action, UiState& ui, double now_s);
  // Stores what is being recorded; the first error of any recording since the start.
  Result<void> close();

  [[nodiscard]] const Snapshot& snapshot() const { return session_ ? session_->snapshot() : nothing_; }

 private:
  Result<void> stop_present();
  Result<void> take_along_taught();
  Result<std::unique_ptr<LiveSession>> start(std::unique_ptr<FrameSource> source);
  [[nodiscard]] std::string taught_file_of(const std::string& typed) const;

  PipelineOptions options_;
  std::string folder_, taught_file_, replayed_;
  std::unique_ptr<LiveSession> session_;
  std::deque<Command> waiting_;
  Result<void> first_error_;
  Snapshot nothing_;
};

// What the picker can offer on this machine: scenarios and ports.
void fill_choices(SourcePickerState& picker);
void refresh_ports(SourcePickerState& picker);
// Recordings in that folder, newest first; none if it is not there.
std::vector<std::string> list_recordings(const std::string& folder);

// "~/palpate-recordings", or "palpate-recordings" where no home is known.
std::string default_recording_folder();

}  // namespace palpate
