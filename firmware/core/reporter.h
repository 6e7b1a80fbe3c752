/* reporter: everything the device says. Packs cells into DATA packets as they come, so that no frame buffer
 * is needed; a frame that the transmit ring cannot take whole is dropped and counted, never waited for. */
#ifndef PALPATE_FIRMWARE_CORE_REPORTER_H
#define PALPATE_FIRMWARE_CORE_REPORTER_H

#include "firmware/core/board.h"

#ifdef __cplusplus
extern "C" {
#endif

struct reporter {
  /* Touched for every cell; first, for an AVR reaches only 63 bytes from a pointer cheaply. */
  uint32_t crc32;
  uint32_t pending; /* bits not yet written, least significant first */
  uint16_t packet_crc;
  uint16_t full_scale;
  uint8_t filled; /* bits in pending */
  uint8_t bits;   /* of a cell */
  uint8_t size;   /* of the packet under construction */
  uint8_t seq;
  uint8_t saturated;
  uint8_t encoding;
  uint8_t rows_per_packet;
  uint8_t rows_in_packet;
  uint8_t row0; /* of the packet under construction */
  uint16_t frame;
  uint16_t dropped;      /* since START */
  uint16_t frame_bytes;  /* a whole frame on the wire */
  uint16_t adc_timeouts; /* since boot */
  uint32_t scan_us;      /* of the frame before */
  const struct matlink_info* info;
  uint8_t packet[MATLINK_MAX_PACKET];
};

void reporter_init(struct reporter* r, const struct matlink_info* info);

/* Counts the frame; 0 if the ring has no room for it: then it is dropped and not to be scanned. */
int reporter_frame_begin(struct reporter* r, uint32_t t_us, uint8_t flags);
void reporter_cell(struct reporter* r, uint16_t count);
void reporter_row_end(struct reporter* r); /* after the last cell of a row; sends full packets */
void reporter_frame_end(struct reporter* r, uint32_t scan_us);

/* A lone 0x00: ends whatever a reset cut off. */
void reporter_delimiter(void);
void reporter_hello(struct reporter* r);
void reporter_status(struct reporter* r, uint32_t uptime_ms, uint16_t rx_crc_errors);
void reporter_error(struct reporter* r, uint8_t code, uint16_t detail);

/* Frames and sends a whole packet; gives it up if the ring has no room (a host repeats its command). */
void reporter_send(const uint8_t* packet, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* PALPATE_FIRMWARE_CORE_REPORTER_H */
