// BreathStudy: when the warning of a held breath comes, and how often one comes that should not, on simulated
// clients.
//
// Each client is drawn from its seed: on the back or the front, 6 to 24 breaths a minute that differ from
// breath to breath by 10 to 20 % in length and depth, with pauses and sighs, 0.5 to 1.5 times the usual
// depth, reading noise, weight, place on the mat, small movements. First 80 s without hands, then presses of
// 10 to 100 N with ramps of 2 to 5 s one after the other while the client breathes on, and in a last press
// the breath stops: in two of three clients under the steady hand, else while the hand still ramps, anywhere
// in the breath. All through the whole Pipeline.
//
// The truth: the breath stopped at `stop_s`; its last movement is the last time it was more than 15 % of a
// usual breath away from where it stays; T and s are median and scatter of the breaths drawn; due =
// last movement + breath_due_s(T, s). False: a warning while the client breathes on.
// Deterministic; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/result.h"
#include "processing/features.h"

namespace palpate {

struct BreathStudyOptions {
  int clients = 100;
  std::uint64_t first_seed = 500000;  // chosen on seeds below 100000
  double ordinary_s = 300.0;          // of breathing before the breath is held, at least 100
  double rate_hz = 10.0;
  std::function<void(int done, int all)> progress;
  std::function<bool()> stop;  // asked before each client; true: the clients so far are the study
};

struct BreathStudyClient {
  std::uint64_t seed = 0;
  double breaths_per_min = 0.0, scatter = 0.0, depth = 0.0, force_n = 0.0;  // as drawn
  bool on_ramp = false;                                                     // it stops while the hand ramps
  bool moved = false;  // a shift or fidget between the last breath movement and a second after the due time
  bool seen = false;   // the program said that it sees the breath, at the due time
  double stop_s = kNone, last_movement_s = kNone, due_s = kNone;
  double warned_s = kNone;  // NaN: never while it was held
  int false_at_rest = 0, false_under_hand = 0;
  double rest_s = 0.0, hand_s = 0.0;                // breathing on, from 30 s on
  double rest_unseen_s = 0.0, hand_unseen_s = 0.0;  // of these
  [[nodiscard]] double late_s() const { return warned_s - due_s; }
};

struct BreathStudy {
  std::vector<BreathStudyClient> clients;
};

Result<BreathStudy> run_breath_study(const BreathStudyOptions& options);
Result<BreathStudyClient> study_breath_of(std::uint64_t seed, const BreathStudyOptions& options);
std::string breath_study_text(const BreathStudy& study);
std::string breath_study_json(const BreathStudy& study, const BreathStudyOptions& options);

}  // namespace palpate
