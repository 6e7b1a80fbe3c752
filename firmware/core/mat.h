/* mat: the whole device. A board's main() calls mat_init once and mat_poll for ever. */
#ifndef PALPATE_FIRMWARE_CORE_MAT_H
#define PALPATE_FIRMWARE_CORE_MAT_H

#include "firmware/core/commands.h"

#ifdef __cplusplus
extern "C" {
#endif

struct mat {
  struct reporter reporter;
  struct scanner scanner;
  struct commands commands;
  uint32_t second_us; /* when the next HELLO or STATUS is due */
  uint32_t clock_us;  /* board clock at the last poll */
  uint32_t uptime_ms;
  uint16_t uptime_us; /* below a millisecond */
};

/* Says a delimiter (a reset may have cut a packet off) and HELLO. */
void mat_init(struct mat* m);

/* One small piece of work, at most about one row of the scan. */
void mat_poll(struct mat* m);

#ifdef __cplusplus
}
#endif

#endif /* PALPATE_FIRMWARE_CORE_MAT_H */
