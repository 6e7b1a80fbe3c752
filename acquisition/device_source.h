// DeviceSource: a FrameSource over a mat on a ByteStream: handshake, streaming, and coming back after a loss.
//
//   connecting    INFO until the mat answers with our nonce (a booting Arduino takes 2 s), then START
//   streaming     frames come
//   stalled       the port is there but no frame came for a while: the mat is asked (PING), then set up again
//   reconnecting  the port is gone or the mat has rebooted: opened again about twice a second, without end
//   failed        what came back cannot be used (another mat, other protocol): read() gives the error
//
// The first frame after any interruption carries frame_flag::discontinuity; device time goes on by the time
// that passed on the host. reconnects counts every return to streaming.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "acquisition/byte_stream.h"
#include "acquisition/frame_source.h"

namespace palpate {

using StreamFactory = std::function<Result<std::unique_ptr<ByteStream>>()>;

struct DeviceOptions {
  std::string source_uri;
  std::string subject;                              // what errors call it: "/dev/ttyACM0"
  double rate_hz = 0.0;                             // 0: the fastest the mat offers
  std::chrono::milliseconds handshake_limit{6000};  // silence or noise for so long: open_device fails
  std::chrono::milliseconds command_retry{300};
  std::chrono::milliseconds reopen_every{500};
  std::chrono::milliseconds silence{700};  // or three frame periods, if longer
};

// Opens and starts the mat; bounded by handshake_limit. Errors say what was heard: nothing (is it a mat?),
// bytes that are none of ours (baud rate), or a protocol version that is not ours.
Result<std::unique_ptr<FrameSource>> open_device(StreamFactory factory, DeviceOptions options);

}  // namespace palpate
