// TaughtPostures: the postures that one client showed to the program, as a small file that can be read.
//
// A take is what 10 s of one posture left behind: the mean picture of the body (TaughtPicture: the posture
// image of posture_image.h at half its resolution, its square root, blurred by 0.7 cells, root mean square 1)
// and how much each cell moved meanwhile (standard deviation). A posture may have several takes, best after
// getting up and lying or sitting down again. No recording and no load is kept.
//
// File (TOML): schema, client, unit, [mat] (the geometry), and per take [[take]] with posture, seconds,
// frames, picture and moved (32 rows of 16 whole numbers, in thousandths). Another schema, a wrong size, an
// impossible value: one line with the place. Pure values; one thread.
#pragma once

#include <Eigen/Core>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "acquisition/result.h"
#include "processing/posture_image.h"
#include "processing/pressure_map.h"

namespace palpate {

inline constexpr std::string_view kTaughtSchema = "palpate.postures/1";
inline constexpr int kTaughtRows = kPostureRows / 2, kTaughtCols = kPostureCols / 2;
inline constexpr std::size_t kMostTaughtPostures = 40, kMostTakes = 10, kMostNameBytes = 48;
using TaughtPicture = Eigen::Array<float, kTaughtRows, kTaughtCols, Eigen::RowMajor>;

struct PostureTake {
  TaughtPicture picture = TaughtPicture::Zero();
  TaughtPicture moved = TaughtPicture::Zero();
  double seconds = 0.0;
  int frames = 0;
};

struct TaughtPosture {
  std::string name;  // the client's own: "usual slump"
  std::vector<PostureTake> takes;
};

struct TaughtPostures {
  std::string client;
  MatGeometry mat;  // a take holds for this mat only
  PressureUnit unit = PressureUnit::kpa;
  std::vector<TaughtPosture> postures;

  [[nodiscard]] TaughtPosture* find(std::string_view name);
};

// Not empty, at most kMostNameBytes, no control characters, not "unknown" or "empty".
Result<void> check_posture_name(std::string_view name);
// The mat on which it was taught, in the same unit; otherwise what differs.
Result<void> check_same_mat(const TaughtPostures& taught, const MatGeometry& mat, PressureUnit unit);

std::string taught_postures_toml(const TaughtPostures& taught);
Result<TaughtPostures> taught_postures_from_toml(std::string_view text, std::string_view file_name);

}  // namespace palpate
