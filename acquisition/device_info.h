// What a mat says of itself (INFO), as a SourceInfo: shape, full scale, nominal calibration. Pure.
#pragma once

#include "acquisition/result.h"
#include "acquisition/source_info.h"
#include "firmware/protocol/protocol.h"

namespace palpate {

// Refuses what no mat can be: a shape out of range, another protocol, 0 or more than 16 ADC bits.
Result<SourceInfo> source_info_of(const matlink_info& info);

// The calibration that follows from the board's electrical model alone (members: processing/calibration.h):
// the same for every mat of that board, so its id says "nominal". Empty where the mat does not tell enough.
std::string nominal_calibration(const matlink_info& info);

Error wrong_protocol(int major, int minor);

}  // namespace palpate
