/* board: what the core asks of a board. A port of the firmware is these functions and a main() that calls
 * mat_init once and mat_poll for ever (mat.h); firmware/README.md shows how to add one.
 *
 * One thread (or the main loop); nothing here may block except as said. */
#ifndef PALPATE_FIRMWARE_CORE_BOARD_H
#define PALPATE_FIRMWARE_CORE_BOARD_H

#include "firmware/protocol/protocol.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Who this is; must not change while running. rows, cols, adc_bits and min_period_us steer the core. */
const struct matlink_info* board_info(void);

/* Drives this row alone and grounds the others. Called with 0, 1, ... rows-1, then 0 again (a START or STOP
 * may bring the 0 early). */
void board_select_row(uint16_t row);

/* Connects this column to the converter; it settles until board_start_conversion. */
void board_select_column(uint16_t col);

/* Starts a conversion and returns once its input is held (a few microseconds), so that the caller can switch
 * to the next column while the converter works. */
void board_start_conversion(void);

/* Nonzero when the conversion is over; `count` is then its result. */
int board_conversion(uint16_t* count);

/* Microseconds since boot, wrapping at 32 bits. */
uint32_t board_now_us(void);

/* Free bytes of the transmit ring, and a write of at most that many. */
uint16_t board_tx_free(void);
void board_tx(const uint8_t* bytes, uint16_t count);

/* The next byte received, or -1. */
int16_t board_rx(void);

/* Bytes lost on reception since boot, and the reset cause register; for STATUS. */
uint16_t board_rx_overruns(void);
uint8_t board_reset_cause(void);

#ifdef __cplusplus
}
#endif

#endif /* PALPATE_FIRMWARE_CORE_BOARD_H */
