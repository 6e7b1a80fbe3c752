// BodyReport: where the body lay and what its parts carried, over a whole recording: the sections `posture`,
// `body` and `asymmetry` of the analysis JSON and their text. The body is the latest one found while the
// client kept still, and where the client then moved, of about a second before: who gets up changes the load
// before the movement is known. Never still: the latest one found, said so. Loads are of that moment. One
// thread, no failure.
#pragma once

#include <array>
#include <deque>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "processing/snapshot.h"

namespace palpate {

class BodyReport {
 public:
  void add(const Snapshot& snapshot);
  [[nodiscard]] nlohmann::ordered_json posture_json() const;  // time share of each posture told
  [[nodiscard]] nlohmann::ordered_json body_json()
      const;  // found, why_not, midline, landmarks, regions, parts
  [[nodiscard]] nlohmann::ordered_json asymmetry_json()
      const;                               // whole body and parts; null where no side is known
  [[nodiscard]] std::string text() const;  // "" where nobody was there
  [[nodiscard]] const BodyState& body() const { return moment().body; }

 private:
  [[nodiscard]] std::string posture_text() const;
  struct Moment {
    BodyState body;
    AsymmetryState asymmetry;
  };
  [[nodiscard]] const Moment& moment() const;  // the one reported
  void keep_still(const Snapshot& snapshot, bool newer);
  Moment latest_;                  // found, else the latest
  std::deque<Moment> still_;       // of the still spell that goes on: its last second
  std::optional<Moment> settled_;  // of the last still spell that ended
  std::array<double, kPostures> posture_s_{};
  Posture last_posture_ = Posture::empty;
  PressureUnit unit_ = PressureUnit::kpa;
  double last_t_s_ = 0.0, last_confidence_ = kNone;
  bool started_ = false;
};

}  // namespace palpate
