// Posture dataset: labelled recordings in the layout of PMD experiment I (PhysioNet, Pouyan et al. 2017).
//
// DIR/S*/1..17.txt: one subject a folder, one posture a file, a line is a frame of 64 x 32 counts, row 0 at
// the head, seen from below (it is mirrored against a map seen from above). Frames 0 and 1 of each file are
// garbage and dropped. Reads files; errors name the file.
#pragma once

#include <string>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "acquisition/result.h"
#include "processing/grid.h"

namespace palpate {

struct PostureRecording {
  std::string subject;  // name of its folder
  int label = 0;        // index into lying_classes()
  std::vector<Grid> frames;
};

MatGeometry pmd_geometry();
// Subjects in natural order (S2 before S10). Empty `subjects`: all. A subject that is missing is an error; a
// missing file of a subject is not.
Result<std::vector<PostureRecording>> read_posture_folder(const std::string& folder,
                                                          const std::vector<std::string>& subjects);
Result<std::vector<std::string>> posture_subjects(const std::string& folder);

}  // namespace palpate
