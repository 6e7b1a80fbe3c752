// FirmwareSource: the mat's real firmware, run in its simulator, as a FrameSource.
//
//   firmware:SCENARIO?seed=1&board=mega2560&speed=realtime
//
// Starts palpate-simavr (board mega2560: the AVR machine code in simavr) or palpate-mat-host (board host: the
// same C code as a Linux process), feeds it the pressures of a SimulatedBody on standard input, and talks to
// it through its pseudo-terminal as to any mat on a port. speed=full: as fast as this computer manages. The
// programs are looked for in the folder PALPATE_FIRMWARE_DIR, or next to the running one. The child ends with
// the source; a child that dies leaves the source reconnecting, as a pulled cable does.
//
// Further options: rate (frames/s) and the simulated body's weight_kg, breaths, beats, motion, left_share.
#pragma once

#include <memory>

#include "acquisition/frame_source.h"
#include "acquisition/open_source.h"
#include "acquisition/result.h"

namespace palpate {

Result<std::unique_ptr<FrameSource>> open_firmware(const SourceUri& uri);

}  // namespace palpate
