/* Bytes on the wire: little-endian numbers, checksums, COBS framing, cell packing.
 *
 * C99 and C++20, header only, no library, no allocation; the microcontroller and the host compile the same
 * lines. Every function is pure. Sizes are the caller's promise where a comment says so; everything that
 * comes from the wire is checked here. */
#ifndef PALPATE_FIRMWARE_PROTOCOL_BYTES_H
#define PALPATE_FIRMWARE_PROTOCOL_BYTES_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/protocol/crc32_table.h"

/* --- little-endian numbers ------------------------------------------------------------------------------ */

static inline void matlink_put_u16(uint8_t* to, uint16_t value) {
  to[0] = (uint8_t)(value & 0xFFU);
  to[1] = (uint8_t)(value >> 8);
}

static inline void matlink_put_u32(uint8_t* to, uint32_t value) {
  matlink_put_u16(to, (uint16_t)(value & 0xFFFFU));
  matlink_put_u16(to + 2, (uint16_t)(value >> 16));
}

static inline void matlink_put_u64(uint8_t* to, uint64_t value) {
  matlink_put_u32(to, (uint32_t)(value & 0xFFFFFFFFU));
  matlink_put_u32(to + 4, (uint32_t)(value >> 32));
}

static inline uint16_t matlink_get_u16(const uint8_t* from) {
  return (uint16_t)((uint16_t)from[0] | (uint16_t)((uint16_t)from[1] << 8));
}

static inline uint32_t matlink_get_u32(const uint8_t* from) {
  return (uint32_t)matlink_get_u16(from) | ((uint32_t)matlink_get_u16(from + 2) << 16);
}

static inline uint64_t matlink_get_u64(const uint8_t* from) {
  return (uint64_t)matlink_get_u32(from) | ((uint64_t)matlink_get_u32(from + 4) << 32);
}

/* --- checksums ------------------------------------------------------------------------------------------ */

#define MATLINK_CRC16_INIT ((uint16_t)0xFFFFU)
#define MATLINK_CRC32_INIT ((uint32_t)0xFFFFFFFFUL)

/* CRC-16/CCITT-FALSE: polynomial 0x1021, init 0xFFFF, not reflected; "123456789" gives 0x29B1. */
static inline uint16_t matlink_crc16_step(uint16_t crc, uint8_t byte) {
  uint8_t x = (uint8_t)((uint8_t)(crc >> 8) ^ byte);
  x = (uint8_t)(x ^ (uint8_t)(x >> 4));
  return (uint16_t)((uint16_t)(crc << 8) ^ (uint16_t)((uint16_t)x << 12) ^ (uint16_t)((uint16_t)x << 5) ^
                    (uint16_t)x);
}

static inline uint16_t matlink_crc16(const uint8_t* bytes, size_t count) {
  uint16_t crc = MATLINK_CRC16_INIT;
  size_t i;
  for (i = 0; i < count; ++i) crc = matlink_crc16_step(crc, bytes[i]);
  return crc;
}

/* CRC-32 of zlib and PNG: start with MATLINK_CRC32_INIT, step, then matlink_crc32_finish; "123456789" gives
 * 0xCBF43926. */
static inline uint32_t matlink_crc32_step(uint32_t crc, uint8_t byte) {
  return (crc >> 8) ^ matlink_crc32_table((uint8_t)((uint8_t)(crc & 0xFFU) ^ byte));
}

static inline uint32_t matlink_crc32_cell(uint32_t crc, uint16_t cell) {
  crc = matlink_crc32_step(crc, (uint8_t)(cell & 0xFFU));
  return matlink_crc32_step(crc, (uint8_t)(cell >> 8));
}

static inline uint32_t matlink_crc32_finish(uint32_t crc) {
  return crc ^ 0xFFFFFFFFUL;
}

/* CRC-32 over the cells of a frame, each as u16 little endian: what FRAME_END carries. */
static inline uint32_t matlink_crc32_cells(const uint16_t* cells, size_t count) {
  uint32_t crc = MATLINK_CRC32_INIT;
  size_t i;
  for (i = 0; i < count; ++i) crc = matlink_crc32_cell(crc, cells[i]);
  return matlink_crc32_finish(crc);
}

/* --- COBS ----------------------------------------------------------------------------------------------- */

/* Consistent Overhead Byte Stuffing (Cheshire and Baker 1999) of count <= 254 bytes: count + 1 bytes without
 * a zero go to `out`. The delimiter 0x00 is the caller's. */
static inline size_t matlink_cobs_encode(const uint8_t* bytes, size_t count, uint8_t* out) {
  size_t code_at = 0;
  size_t n = 1;
  size_t i;
  uint8_t code = 1;
  for (i = 0; i < count; ++i) {
    if (bytes[i] == 0) {
      out[code_at] = code;
      code_at = n++;
      code = 1;
    } else {
      out[n++] = bytes[i];
      ++code;
    }
  }
  out[code_at] = code;
  return n;
}

/* The way back for one block without its delimiter. Gives the number of bytes written, or 0 if the block is
 * not valid COBS or holds more than `capacity` bytes. `out` may be `bytes`: decoding never overtakes reading.
 */
static inline size_t matlink_cobs_decode(const uint8_t* bytes, size_t count, uint8_t* out, size_t capacity) {
  size_t in = 0;
  size_t n = 0;
  while (in < count) {
    const uint8_t code = bytes[in++];
    uint8_t i;
    if (code == 0 || (size_t)(code - 1) > count - in) return 0;
    for (i = 1; i < code; ++i) {
      const uint8_t byte = bytes[in++];
      if (byte == 0 || n >= capacity) return 0;
      out[n++] = byte;
    }
    if (code != 0xFF && in < count) {
      if (n >= capacity) return 0;
      out[n++] = 0;
    }
  }
  return n;
}

/* --- cells ---------------------------------------------------------------------------------------------- */

/* How the cells of a DATA packet are packed: a stream of bits, least significant first; every row starts on a
 * whole byte and its last byte is filled with zeros. */
#define MATLINK_ENC_PACKED10 ((uint8_t)1) /* 4 cells in 5 bytes */
#define MATLINK_ENC_PACKED12 ((uint8_t)2) /* 2 cells in 3 bytes */
#define MATLINK_ENC_U16 ((uint8_t)3)      /* 1 cell in 2 bytes */

/* Bits a cell takes, or 0 for an encoding this version does not know. */
static inline uint8_t matlink_encoding_bits(uint8_t encoding) {
  switch (encoding) {
    case MATLINK_ENC_PACKED10:
      return 10;
    case MATLINK_ENC_PACKED12:
      return 12;
    case MATLINK_ENC_U16:
      return 16;
    default:
      return 0;
  }
}

/* Bytes of one row of `cols` cells, or 0 for an unknown encoding. */
static inline size_t matlink_row_bytes(uint8_t encoding, size_t cols) {
  return (cols * matlink_encoding_bits(encoding) + 7U) / 8U;
}

/* Packs one row; cells must fit the encoding's bits (upper bits are cut off). Writes matlink_row_bytes. */
static inline size_t matlink_pack_row(uint8_t encoding, const uint16_t* cells, size_t cols, uint8_t* out) {
  const uint8_t bits = matlink_encoding_bits(encoding);
  const uint32_t mask = ((uint32_t)1 << bits) - 1U;
  uint32_t pending = 0;
  uint8_t filled = 0;
  size_t n = 0;
  size_t i;
  if (bits == 0) return 0;
  for (i = 0; i < cols; ++i) {
    pending |= ((uint32_t)cells[i] & mask) << filled;
    for (filled = (uint8_t)(filled + bits); filled >= 8; filled = (uint8_t)(filled - 8)) {
      out[n++] = (uint8_t)(pending & 0xFFU);
      pending >>= 8;
    }
  }
  if (filled > 0) out[n++] = (uint8_t)(pending & 0xFFU);
  return n;
}

/* Reads one row of matlink_row_bytes bytes into `cols` cells; gives the bytes consumed (0: unknown encoding).
 */
static inline size_t matlink_unpack_row(uint8_t encoding, const uint8_t* bytes, size_t cols,
                                        uint16_t* cells) {
  const uint8_t bits = matlink_encoding_bits(encoding);
  const uint32_t mask = ((uint32_t)1 << bits) - 1U;
  uint32_t pending = 0;
  uint8_t filled = 0;
  size_t n = 0;
  size_t i;
  if (bits == 0) return 0;
  for (i = 0; i < cols; ++i) {
    for (; filled < bits; filled = (uint8_t)(filled + 8)) pending |= (uint32_t)bytes[n++] << filled;
    cells[i] = (uint16_t)(pending & mask);
    pending >>= bits;
    filled = (uint8_t)(filled - bits);
  }
  return n;
}

#endif /* PALPATE_FIRMWARE_PROTOCOL_BYTES_H */
