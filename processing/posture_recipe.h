// Posture recipe: how the model that is part of the program is made. `palpate train posture` runs it.
//
// Sources: PMD experiment I, subjects S1..S8 (real bodies, 17 postures); seeded simulated bodies (prone,
// supine, both sides; sizes, weights, places and turns from the seed); PoPu's volunteer 4, Tactilus sheet
// (prone and the three other postures on a mattress). Shrinkage and temperatures are chosen by leaving out
// one person after another, the one on the other mat too. Parameters only: no recording goes into the model.
// Deterministic.
#pragma once

#include <string>

#include "processing/posture_dataset.h"
#include "processing/posture_sampler.h"

namespace palpate {

struct PostureRecipe {
  std::string pmd_folder;                 // DIR/S*/1..17.txt
  std::vector<std::string> pmd_subjects;  // empty: all in the folder
  std::string popu_folder;                // of tactilus_data/N/*.json; empty: left out
  int simulated_bodies = 60;              // of each of the four postures
  PostureTrainingSettings settings;
};

Result<PostureModel> make_posture_model(const PostureRecipe& recipe);

}  // namespace palpate
