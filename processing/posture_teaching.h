// Posture teaching: from 10 s of a client in one posture to a take of it (taught_postures.h).
//
// PostureTeacher is given the frames of those seconds; take() refuses politely: nobody there, too short,
// moved too much. teach() adds the take under the client's name for it, unless it looks like another posture
// already taught. Pure: time comes with the frame. One thread an object; steady state allocates (it keeps
// at most kTaughtRateHz pictures of 2 KB a second).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "processing/decimator.h"
#include "processing/taught_postures.h"

namespace palpate {

inline constexpr double kTeachSeconds = 10.0;
inline constexpr double kTeachLeastSeconds = 8.0;
inline constexpr double kTeachSettleSeconds = 2.0;  // after somebody came, before the ten seconds
inline constexpr int kTeachLeastFrames = 5;
inline constexpr double kTaughtRateHz = 5.0;

// Map to picture. Allocates nothing after its first map.
class TaughtImager {
 public:
  explicit TaughtImager(const MatGeometry& geometry);
  // False when nothing stands out of the floor.
  bool make(const Grid& pressure, TaughtPicture& picture);

 private:
  PostureImager imager_;
  PostureImage image_;
  TaughtPicture root_, lines_;
  std::vector<float> along_, across_;  // of the blur: sigma 0.7, on a coarse mat half a cell of the mat
};

class PostureTeacher {
 public:
  explicit PostureTeacher(const MatGeometry& geometry);
  // Once a frame in which somebody is there and which is no garbage, in order of time. True where the frame
  // was looked at.
  bool add(const Grid& pressure, double t_s);
  [[nodiscard]] Result<PostureTake> take(bool even_if_moved = false) const;
  // What take() refuses for want of stillness, so far.
  [[nodiscard]] bool moved() const;

 private:
  [[nodiscard]] PostureTake whole() const;

  MatGeometry geometry_;
  TaughtImager imager_;
  Decimator rate_{kTaughtRateHz};
  std::vector<TaughtPicture> pictures_;
  double first_s_ = 0.0, last_s_ = 0.0;
};

enum class TeachHow { as_new, append, replace };

// Fails, and changes nothing, when the name is impossible or taken (as_new), or when the take looks like
// another posture: then the error names it.
Result<void> teach(TaughtPostures& taught, const std::string& name, const PostureTake& take, TeachHow how);

// The posture of another name that this take looks like; nullptr: none.
const TaughtPosture* too_like(const TaughtPostures& taught, std::string_view name, const PostureTake& take);

struct NearestPosture {
  std::string name;
  double distance = 0.0;  // in limits (taught_classifier.h)
};
// The other taught posture most like `name`; none: it is alone, or not taught.
std::optional<NearestPosture> nearest_other(const TaughtPostures& taught, const std::string& name);

// A line of the list of what is taught.
struct TaughtLine {
  std::string name;
  int takes = 0;
  double seconds = 0.0;
  std::optional<NearestPosture> nearest;
};
std::vector<TaughtLine> taught_lines(const TaughtPostures& taught);

}  // namespace palpate
