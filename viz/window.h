// run_window: the therapist's window on the screen.
#pragma once

#include <atomic>
#include <string>

#include "acquisition/result.h"
#include "processing/pipeline.h"

namespace palpate {

struct WindowOptions {
  std::string source;  // URI or file; empty: the picker opens with a live simulated mat preselected
  PipelineOptions pipeline;
  std::string taught_file;       // of pipeline.taught; may not be there yet
  std::string record_path;       // not empty: start recording there at once
  std::string recording_folder;  // where the Record button writes; empty: default_recording_folder()
  double run_seconds = 0.0;      // 0: until closed
  double max_fps = 60.0;         // 0: as fast as it goes, without waiting for the screen
  bool print_fps = false;        // one line at the end: frames/s and CPU time a frame
  std::string ui_dump_path;      // not empty: JSON of every widget's rectangle, written whenever one moves
  int width = 1280, height = 800;
  const std::atomic<bool>* interrupted = nullptr;  // set to end the run, as by Ctrl-C
};

// Returns when the window is closed. Errors: no display, no OpenGL 3, a source that cannot be opened, a
// recording that lost frames. Call from the main thread.
Result<void> run_window(const WindowOptions& options);

}  // namespace palpate
