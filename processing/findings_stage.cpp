#include "processing/findings_stage.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace palpate {
namespace {

constexpr double kTurnedForS = 1.0;  // a posture mistaken for a moment ends nothing

}  // namespace

FindingsStage::FindingsStage(const MatGeometry& geometry, std::shared_ptr<const UsualLevel> usual)
    : hot_spots_(geometry),
      tension_(geometry),
      lasting_tension_(geometry, TensionRule::lasting),
      lifted_(geometry),
      steep_edges_(geometry),
      restless_(geometry),
      frozen_(geometry),
      shallow_breath_(geometry) {
  tension_.set_usual(usual);
  lasting_tension_.set_usual(std::move(usual));
  order_.reserve((detectors().size() + 1) * (kMostEndedFindings + kMostOpenHotSpots));
  before_.reserve(kMostEndedFindings);
}

void FindingsStage::look(const Snapshot& snapshot, const ClientSides& sides, bool hands,
                         const Params& params) {
  end_with_the_pose(snapshot.posture, snapshot.t_s);
  FindingInput input;
  input.t_s = snapshot.t_s;
  input.map = &snapshot.map;
  input.features = &snapshot.features;
  input.sides = sides;
  input.midline = snapshot.midline.line;
  input.body = &snapshot.body;
  input.asymmetry = &snapshot.asymmetry;
  input.hands = snapshot.applied.pressing;
  if (hands) input.applied = &snapshot.applied;
  for (FindingDetector* detector : detectors()) detector->update(input, params, ids_);
}

FindingsStage::Pose FindingsStage::pose_of(Posture posture) {
  if (is_seated(posture)) return Pose::seat;
  if (posture == Posture::side_left) return Pose::side_left;
  if (posture == Posture::side_right) return Pose::side_right;
  if (facing_of(posture) == Facing::unknown) return Pose::unknown;
  return facing_of(posture) == Facing::up ? Pose::back : Pose::front;
}

void FindingsStage::end_with_the_pose(Posture posture, double t_s) {
  const Pose now = pose_of(posture);
  if (now == Pose::unknown) return;
  if (pose_ == Pose::unknown) pose_ = now;
  if (now == pose_) {
    turned_since_s_ = kNone;
    return;
  }
  if (!std::isfinite(turned_since_s_)) turned_since_s_ = t_s;
  if (t_s - turned_since_s_ < kTurnedForS) return;
  end_sitting();
  pose_ = now;
}

// What lasts is told once: a place that carries still more than usual is news.
bool FindingsStage::is_told_as_news(const Finding& lasting) const {
  const auto same = [&](const Finding& f) {
    return f.active && f.region.kind == lasting.region.kind && f.region.side == lasting.region.side;
  };
  return std::any_of(tension_.findings().begin(), tension_.findings().end(), same);
}

// A finding that has ended never changes again: it is copied once.
void FindingsStage::tell(Snapshot& snapshot) {
  order_.clear();
  for (const bool active : {true, false}) {
    for (const FindingDetector* detector : detectors()) {
      for (const Finding& finding : detector->findings()) {
        if (finding.active != active) continue;
        if (detector == &lasting_tension_ && active && is_told_as_news(finding)) continue;
        order_.push_back(&finding);
      }
    }
  }
  for (const Finding& finding : before_) order_.push_back(&finding);
  const auto ended = std::find_if(order_.begin(), order_.end(), [](const Finding* f) { return !f->active; });
  std::sort(ended, order_.end(), [](const Finding* a, const Finding* b) {
    return a->end_s != b->end_s ? a->end_s > b->end_s : a->id > b->id;
  });
  snapshot.findings.resize(order_.size());
  for (std::size_t i = 0; i < order_.size(); ++i) {
    Finding& slot = snapshot.findings[i];
    const bool same = !slot.active && !order_[i]->active && slot.id == order_[i]->id;
    if (!same) slot = *order_[i];
  }
}

void FindingsStage::end_sitting() {
  pose_ = Pose::unknown;
  turned_since_s_ = kNone;
  for (FindingDetector* detector : detectors()) detector->end_all();
}

void FindingsStage::restart_stream(bool time_goes_on) {
  pose_ = Pose::unknown;
  turned_since_s_ = kNone;
  if (!time_goes_on) before_.clear();
  for (FindingDetector* detector : detectors()) {
    detector->end_all();
    if (time_goes_on)
      before_.insert(before_.begin(), detector->findings().begin(), detector->findings().end());
    detector->reset();
  }
  std::stable_sort(before_.begin(), before_.end(),
                   [](const Finding& a, const Finding& b) { return a.end_s > b.end_s; });
  if (before_.size() > kMostEndedFindings) before_.resize(kMostEndedFindings);
}

}  // namespace palpate
