// Posture image: any table mat's map as one canonical picture of the body, which the posture model reads.
//
// 64 x 32 cells of 28 x 26 mm (1.79 x 0.83 m), row 0 at the head, higher columns towards what is the client's
// left when lying on the back, the body's centre (centroid of the root of the pressure) in the middle, mean
// 1. So neither the mat's size, pitch, orientation and unit nor where the client lies and how heavy he is
// matter. The picture is the 3 x 3 median (a garbage cell goes), less the map's 10th percentile (a mat whose
// zero is not 0), averaged over the canonical cell's area and sampled linearly.
//
// Whoever imports a map need not know the pitch: a mat that would be no table's size (length 1.4 to 2.6 m,
// width 0.45 to 1.6 m) is stretched to the canonical size instead.
//
// One thread an object; `make` allocates only on its first call.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "processing/grid.h"

namespace palpate {

inline constexpr int kPostureRows = 64, kPostureCols = 32;
inline constexpr double kPosturePitchXMm = 26.0, kPosturePitchYMm = 28.0;
using PostureImage = Eigen::Array<float, kPostureRows, kPostureCols, Eigen::RowMajor>;

// A change of the body before it is drawn, for training: mirrored, then turned, scaled and moved.
struct PostureWarp {
  bool mirror = false;
  double rotation_deg = 0.0;
  double scale_along = 1.0, scale_across = 1.0;
  double shift_along_cells = 0.0, shift_across_cells = 0.0;
};

class PostureImager {
 public:
  explicit PostureImager(const MatGeometry& geometry);
  // `pressure` has the geometry's size, any unit; cells that are not finite or negative count 0. False when
  // nothing stands out of the floor: `image` is then 0.
  bool make(const Grid& pressure, PostureImage& image, const PostureWarp& warp = {});
  // The map that `make` saw last once more, with the mat's middle in the middle: where on the mat the
  // body lies stays in it.
  bool place(PostureImage& image, const PostureWarp& warp = {}) const;

 private:
  struct Span {  // a coarse line: weights of the fine lines from `first`
    int first = 0;
    std::vector<float> weights;
  };
  static std::vector<Span> spans(int fine, int coarse);
  void clean(const Grid& pressure);
  void coarsen();
  [[nodiscard]] bool find_centre();
  bool draw(double centre_row, double centre_col, const PostureWarp& warp, PostureImage& image) const;
  [[nodiscard]] float sample(double row, double col) const;

  MatGeometry geometry_;
  std::vector<Span> row_spans_, col_spans_;
  Grid clean_, median_, half_, coarse_;  // coarse_: canonical pitch, still in the map's axes
  std::vector<float> scratch_, sorted_;
  double centre_row_ = 0.0, centre_col_ = 0.0;
};

}  // namespace palpate
