/* scanner: when a frame starts, and the walk over its cells, one row a poll. */
#ifndef PALPATE_FIRMWARE_CORE_SCANNER_H
#define PALPATE_FIRMWARE_CORE_SCANNER_H

#include "firmware/core/reporter.h"

#ifdef __cplusplus
extern "C" {
#endif

struct scanner {
  uint32_t period_us; /* kept */
  uint32_t due_us;    /* start of the next frame */
  uint32_t frame_us;  /* start of this frame */
  uint16_t row;       /* next row of this frame */
  uint8_t streaming;
  uint8_t in_frame;
};

void scanner_init(struct scanner* s);

/* Streams from now on, at the period asked for or the shortest the board keeps; gives the period granted. A
 * frame under way is given up, so that the host's first packet is a FRAME_BEGIN. */
uint32_t scanner_start(struct scanner* s, const struct matlink_info* info, uint32_t period_us);
void scanner_stop(struct scanner* s);

/* Does the next small piece of work: begin a frame, or one row. */
void scanner_poll(struct scanner* s, struct reporter* r);

#ifdef __cplusplus
}
#endif

#endif /* PALPATE_FIRMWARE_CORE_SCANNER_H */
