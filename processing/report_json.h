// The pieces of the analysis JSON. Included by report*.cpp only: it brings the JSON library in.
#pragma once

#include <nlohmann/json.hpp>

#include "acquisition/recording_reader.h"
#include "acquisition/source_info.h"
#include "processing/finding.h"
#include "processing/guidance.h"
#include "processing/params.h"
#include "processing/snapshot.h"

namespace palpate {

nlohmann::ordered_json number_json(double value);  // null if it does not exist
nlohmann::ordered_json source_json(const SourceInfo& info, const RecordingSummary* recording);  // may be null
nlohmann::ordered_json geometry_json(const MatGeometry& geometry);
nlohmann::ordered_json params_json(const Params& params);
nlohmann::ordered_json finding_json(const Finding& finding);
class AppliedLoadReport;
nlohmann::ordered_json applied_load_json(const AppliedLoadReport& report);
nlohmann::ordered_json dose_json(const AppliedLoadReport& report, const Guidance& plan);
nlohmann::ordered_json guidance_json(const Guidance& guidance);
nlohmann::ordered_json frame_json(const Snapshot& snapshot);

}  // namespace palpate
