// Posture dataset: labelled recordings of people lying, in the layouts of three public sets.
//
// PMD experiment I (PhysioNet, Pouyan et al. 2017): DIR/S*/1..17.txt: one subject a folder, one posture a
// file, a line is a frame of 64 x 32 counts, row 0 at the head, seen from below (it is mirrored against a map
// seen from above). Frames 0 and 1 of each file are garbage and dropped. PMD experiment II:
// DIR/S*/{Air_Mat,Sponge_Mat}/Matrix_*_B1.txt: an averaged still a file, 64 x 27, head at row 63, seen from
// below; the letter and number are the posture (B, F supine; C right; D left; E wedges). PoPu (Fonseca et al.
// 2023): DIR/N/*.json of tactilus_data, 64 x 27, head at row 0, seen from above. Reads files; errors name the
// file.
#pragma once

#include <string>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "acquisition/result.h"
#include "processing/grid.h"

namespace palpate {

struct PostureRecording {
  std::string subject;  // name of its folder; of experiment II with its mattress: "S1 Air_Mat"
  int label = 0;        // index into lying_classes()
  MatGeometry geometry;
  std::vector<Grid> frames;
};

enum class PostureLayout { pmd_1, pmd_2, popu };

MatGeometry pmd_geometry();
MatGeometry pmd_2_geometry();
MatGeometry popu_geometry();

// By the names of the files in it.
Result<PostureLayout> posture_layout(const std::string& folder);
// PMD experiment I. Subjects in natural order (S2 before S10). Empty `subjects`: all. A subject that is
// missing is an error; a missing file of a subject is not.
Result<std::vector<PostureRecording>> read_posture_folder(const std::string& folder,
                                                          const std::vector<std::string>& subjects);
Result<std::vector<std::string>> posture_subjects(const std::string& folder);
// The other two. Of PoPu the four postures with a name; anything else in it is passed over.
Result<std::vector<PostureRecording>> read_pmd_2_folder(const std::string& folder);
Result<std::vector<PostureRecording>> read_popu_folder(const std::string& folder);

// Any of the three. Empty `subjects`: all.
Result<std::vector<PostureRecording>> read_posture_data(const std::string& folder,
                                                        const std::vector<std::string>& subjects);

}  // namespace palpate
