/* scene_stream: how a host program feeds a body into palpate-simavr and palpate-mat-host, on their stdin.
 *
 * Header: magic "PSCN", version u16, rows u16, cols u16 (10 bytes). Then records: t_us u64 (device time, 0 at
 * boot, never going back), rows * cols pressures u16 in 0.01 kPa, row-major. Little endian.
 *
 * The reader applies the newest record with t_us <= device time, and waits for more input once device time
 * has passed the newest record it holds: the same stream gives the same readings however slowly it is fed. At
 * the end of the stream the last scene stays. C99 and C++20, pure. */
#ifndef PALPATE_FIRMWARE_PROTOCOL_SCENE_STREAM_H
#define PALPATE_FIRMWARE_PROTOCOL_SCENE_STREAM_H

#include "firmware/protocol/bytes.h"

#define SCENE_VERSION ((uint16_t)1)
#define SCENE_HEADER_SIZE 10
#define SCENE_TIME_SIZE 8
#define SCENE_UNITS_PER_KPA 100 /* one unit is 0.01 kPa; the largest pressure is 655.35 kPa */

struct scene_header {
  uint16_t version, rows, cols;
};

static inline size_t scene_record_size(uint16_t rows, uint16_t cols) {
  return SCENE_TIME_SIZE + (size_t)rows * cols * 2U;
}

static inline void scene_encode_header(uint8_t* bytes, uint16_t rows, uint16_t cols) {
  bytes[0] = 'P';
  bytes[1] = 'S';
  bytes[2] = 'C';
  bytes[3] = 'N';
  matlink_put_u16(bytes + 4, SCENE_VERSION);
  matlink_put_u16(bytes + 6, rows);
  matlink_put_u16(bytes + 8, cols);
}

/* 0 if this is not a scene stream; the version is the caller's to check. */
static inline int scene_decode_header(const uint8_t* bytes, struct scene_header* header) {
  if (bytes[0] != 'P' || bytes[1] != 'S' || bytes[2] != 'C' || bytes[3] != 'N') return 0;
  header->version = matlink_get_u16(bytes + 4);
  header->rows = matlink_get_u16(bytes + 6);
  header->cols = matlink_get_u16(bytes + 8);
  return 1;
}

/* `bytes` holds scene_record_size(rows, cols); `cells` = rows * cols pressures in 0.01 kPa. */
static inline void scene_encode_record(uint8_t* bytes, uint64_t t_us, const uint16_t* pressures,
                                       size_t cells) {
  size_t i;
  matlink_put_u64(bytes, t_us);
  for (i = 0; i < cells; ++i) matlink_put_u16(bytes + SCENE_TIME_SIZE + 2 * i, pressures[i]);
}

static inline uint64_t scene_decode_record(const uint8_t* bytes, uint16_t* pressures, size_t cells) {
  size_t i;
  for (i = 0; i < cells; ++i) pressures[i] = matlink_get_u16(bytes + SCENE_TIME_SIZE + 2 * i);
  return matlink_get_u64(bytes);
}

#endif /* PALPATE_FIRMWARE_PROTOCOL_SCENE_STREAM_H */
