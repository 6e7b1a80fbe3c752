// Snapshot: one answer a frame; the only thing the window reads. State, not events: latest wins.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "acquisition/link_stats.h"
#include "acquisition/source_info.h"
#include "processing/applied_load_state.h"
#include "processing/asymmetry.h"
#include "processing/body_midline.h"
#include "processing/body_state.h"
#include "processing/features.h"
#include "processing/finding.h"
#include "processing/guidance.h"
#include "processing/live_breathing.h"
#include "processing/occupancy.h"
#include "processing/posture.h"
#include "processing/pressure_map.h"
#include "processing/taught_posture_state.h"
#include "processing/teaching_state.h"

namespace palpate {

struct CopPoint {
  double t_s = 0.0, x_mm = 0.0, y_mm = 0.0;
};

struct RecordingState {
  bool recording = false;
  bool failed = false;  // frames could not be stored: red banner, non-zero exit
  std::string path;
  std::uint64_t frames = 0;
  double seconds = 0.0;
  std::string message;  // the error, with its remedy
};

struct ReplayState {
  bool available = false;  // the source can be paused and sought
  bool paused = false;
  double speed = 1.0;
  double position_s = 0.0, duration_s = 0.0;
};

struct Snapshot {
  std::uint64_t frame_index = 0;  // counted from the start of the stream
  double t_s = 0.0;
  bool occupied = false;
  bool glitch = false;                               // garbage: shown, but kept out of features and findings
  bool tared = false;                                // a zero taken on the empty mat is in force
  OccupancyState occupancy = OccupancyState::empty;  // `occupied` is true only in the state of that name
  std::string zero_note;  // one line on the zero: "no zero taken: the mat has not been seen empty yet"
  std::string message;    // answer to the last command, if it could not be done: why, and what to do
  Posture posture = Posture::empty;
  double posture_confidence = kNone;  // 0..1
  double body_roll_deg = kNone;       // lying: 0 on the back, 90 on the side
  TaughtPostureState taught;          // of the client's own postures, where PipelineOptions::taught is set
  std::shared_ptr<const TeachingState> teaching;  // null without a LiveSession
  std::shared_ptr<const SourceInfo> info;
  PressureMap map;
  Features features;
  MidlineSplit midline;  // load on both sides of the body, whether or not the client's sides are known
  std::vector<CopPoint> cop_trail;           // last few seconds, oldest first
  BodyState body;                            // as of the last fit, at most a few times a second
  AsymmetryState asymmetry;                  // of the same fit
  std::shared_ptr<const Guidance> guidance;  // null until rules are loaded
  AppliedLoadState applied;
  BreathingNow breathing;         // available only where PipelineOptions::breathing is set
  std::vector<Finding> findings;  // active first, then those that ended, newest first
  LinkStats link;
  LinkState link_state = LinkState::connecting;
  std::string link_message;  // error text when failed
  double measured_rate_hz = 0.0;
  RecordingState recording;
  ReplayState replay;
};

}  // namespace palpate
