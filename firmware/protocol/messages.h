/* Encoders and decoders of every matlink message; part of firmware/protocol/protocol.h, which explains them.
 */
#ifndef PALPATE_FIRMWARE_PROTOCOL_MESSAGES_H
#define PALPATE_FIRMWARE_PROTOCOL_MESSAGES_H

#include "firmware/protocol/protocol.h"

/* --- commands: host to device --------------------------------------------------------------------------- */

static inline size_t matlink_encode_info_command(uint8_t* packet, uint8_t seq, uint32_t nonce) {
  matlink_put_u32(matlink_begin_packet(packet, MATLINK_CMD_INFO, seq), nonce);
  return matlink_seal(packet, 6);
}

static inline int matlink_decode_info_command(const uint8_t* packet, size_t size, uint32_t* nonce) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_CMD_INFO, 4);
  if (!body) return 0;
  *nonce = matlink_get_u32(body);
  return 1;
}

/* period_us: time from frame start to frame start; 0: as fast as it goes. */
static inline size_t matlink_encode_start_command(uint8_t* packet, uint8_t seq, uint32_t period_us) {
  matlink_put_u32(matlink_begin_packet(packet, MATLINK_CMD_START, seq), period_us);
  return matlink_seal(packet, 6);
}

static inline int matlink_decode_start_command(const uint8_t* packet, size_t size, uint32_t* period_us) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_CMD_START, 4);
  if (!body) return 0;
  *period_us = matlink_get_u32(body);
  return 1;
}

static inline size_t matlink_encode_stop_command(uint8_t* packet, uint8_t seq) {
  (void)matlink_begin_packet(packet, MATLINK_CMD_STOP, seq);
  return matlink_seal(packet, 2);
}

static inline size_t matlink_encode_ping_command(uint8_t* packet, uint8_t seq, uint32_t token) {
  matlink_put_u32(matlink_begin_packet(packet, MATLINK_CMD_PING, seq), token);
  return matlink_seal(packet, 6);
}

static inline int matlink_decode_ping_command(const uint8_t* packet, size_t size, uint32_t* token) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_CMD_PING, 4);
  if (!body) return 0;
  *token = matlink_get_u32(body);
  return 1;
}

/* --- replies: device to host; seq is the command's ------------------------------------------------------ */

/* A reply without a body: STOP, and every command that was refused. */
static inline size_t matlink_encode_reply(uint8_t* packet, uint8_t command, uint8_t seq, uint8_t result) {
  *matlink_begin_packet(packet, (uint8_t)(command | MATLINK_REPLY), seq) = result;
  return matlink_seal(packet, 3);
}

/* The result of any reply to `command`. */
static inline int matlink_decode_reply(const uint8_t* packet, size_t size, uint8_t command, uint8_t* result) {
  const uint8_t* body = matlink_body(packet, size, (uint8_t)(command | MATLINK_REPLY), 1);
  if (!body) return 0;
  *result = body[0];
  return 1;
}

static inline size_t matlink_encode_info_reply(uint8_t* packet, uint8_t seq, uint32_t nonce,
                                               const struct matlink_info* info) {
  uint8_t* body = matlink_begin_packet(packet, MATLINK_CMD_INFO | MATLINK_REPLY, seq);
  size_t i;
  body[0] = MATLINK_OK;
  matlink_put_u32(body + 1, nonce);
  body += 5;
  body[0] = info->protocol_major;
  body[1] = info->protocol_minor;
  body[2] = info->firmware_major;
  body[3] = info->firmware_minor;
  body[4] = info->firmware_patch;
  body[5] = info->adc_bits;
  body[6] = info->placement;
  body[7] = info->readout;
  matlink_put_u16(body + 8, info->rows);
  matlink_put_u16(body + 10, info->cols);
  matlink_put_u16(body + 12, info->pitch_x_um10);
  matlink_put_u16(body + 14, info->pitch_y_um10);
  matlink_put_u32(body + 16, info->min_period_us);
  matlink_put_u32(body + 20, info->row_mohm);
  matlink_put_u32(body + 24, info->feedback_mohm);
  matlink_put_u16(body + 28, info->drive_mv);
  matlink_put_u16(body + 30, info->vref_mv);
  matlink_put_u16(body + 32, info->cell_ns_per_kpa);
  for (i = 0; i < MATLINK_BOARD_NAME; ++i) body[34 + i] = info->board[i];
  return matlink_seal(packet, 2 + 5 + MATLINK_INFO_BODY);
}

/* Only of a reply whose result is MATLINK_OK. */
static inline int matlink_decode_info_reply(const uint8_t* packet, size_t size, uint32_t* nonce,
                                            struct matlink_info* info) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_CMD_INFO | MATLINK_REPLY, 5 + MATLINK_INFO_BODY);
  size_t i;
  if (!body || body[0] != MATLINK_OK) return 0;
  *nonce = matlink_get_u32(body + 1);
  body += 5;
  info->protocol_major = body[0];
  info->protocol_minor = body[1];
  info->firmware_major = body[2];
  info->firmware_minor = body[3];
  info->firmware_patch = body[4];
  info->adc_bits = body[5];
  info->placement = body[6];
  info->readout = body[7];
  info->rows = matlink_get_u16(body + 8);
  info->cols = matlink_get_u16(body + 10);
  info->pitch_x_um10 = matlink_get_u16(body + 12);
  info->pitch_y_um10 = matlink_get_u16(body + 14);
  info->min_period_us = matlink_get_u32(body + 16);
  info->row_mohm = matlink_get_u32(body + 20);
  info->feedback_mohm = matlink_get_u32(body + 24);
  info->drive_mv = matlink_get_u16(body + 28);
  info->vref_mv = matlink_get_u16(body + 30);
  info->cell_ns_per_kpa = matlink_get_u16(body + 32);
  for (i = 0; i < MATLINK_BOARD_NAME; ++i) info->board[i] = body[34 + i];
  return 1;
}

/* granted_us: the period that will be kept; longer than asked for if the device is not that fast. */
static inline size_t matlink_encode_start_reply(uint8_t* packet, uint8_t seq, uint32_t granted_us) {
  uint8_t* body = matlink_begin_packet(packet, MATLINK_CMD_START | MATLINK_REPLY, seq);
  body[0] = MATLINK_OK;
  matlink_put_u32(body + 1, granted_us);
  return matlink_seal(packet, 7);
}

static inline int matlink_decode_start_reply(const uint8_t* packet, size_t size, uint32_t* granted_us) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_CMD_START | MATLINK_REPLY, 5);
  if (!body || body[0] != MATLINK_OK) return 0;
  *granted_us = matlink_get_u32(body + 1);
  return 1;
}

static inline size_t matlink_encode_ping_reply(uint8_t* packet, uint8_t seq, struct matlink_pong pong) {
  uint8_t* body = matlink_begin_packet(packet, MATLINK_CMD_PING | MATLINK_REPLY, seq);
  body[0] = MATLINK_OK;
  matlink_put_u32(body + 1, pong.token);
  matlink_put_u32(body + 5, pong.t_us);
  return matlink_seal(packet, 11);
}

static inline int matlink_decode_ping_reply(const uint8_t* packet, size_t size, struct matlink_pong* pong) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_CMD_PING | MATLINK_REPLY, 9);
  if (!body || body[0] != MATLINK_OK) return 0;
  pong->token = matlink_get_u32(body + 1);
  pong->t_us = matlink_get_u32(body + 5);
  return 1;
}

/* --- data and events: device to host -------------------------------------------------------------------- */

static inline size_t matlink_encode_hello(uint8_t* packet, uint8_t seq, const struct matlink_hello* hello) {
  uint8_t* body = matlink_begin_packet(packet, MATLINK_HELLO, seq);
  body[0] = 'M';
  body[1] = 'A';
  body[2] = 'T';
  body[3] = '1';
  body[4] = hello->protocol_major;
  body[5] = hello->protocol_minor;
  matlink_put_u16(body + 6, hello->rows);
  matlink_put_u16(body + 8, hello->cols);
  return matlink_seal(packet, 2 + MATLINK_HELLO_BODY);
}

static inline int matlink_decode_hello(const uint8_t* packet, size_t size, struct matlink_hello* hello) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_HELLO, MATLINK_HELLO_BODY);
  if (!body || body[0] != 'M' || body[1] != 'A' || body[2] != 'T' || body[3] != '1') return 0;
  hello->protocol_major = body[4];
  hello->protocol_minor = body[5];
  hello->rows = matlink_get_u16(body + 6);
  hello->cols = matlink_get_u16(body + 8);
  return 1;
}

static inline size_t matlink_encode_frame_begin(uint8_t* packet, uint8_t seq,
                                                const struct matlink_frame_begin* begin) {
  uint8_t* body = matlink_begin_packet(packet, MATLINK_FRAME_BEGIN, seq);
  matlink_put_u16(body, begin->frame);
  matlink_put_u32(body + 2, begin->t_us);
  matlink_put_u32(body + 6, begin->scan_us);
  body[10] = begin->flags;
  body[11] = begin->encoding;
  body[12] = begin->n_packets;
  matlink_put_u16(body + 13, begin->dropped);
  return matlink_seal(packet, 2 + MATLINK_BEGIN_BODY);
}

static inline int matlink_decode_frame_begin(const uint8_t* packet, size_t size,
                                             struct matlink_frame_begin* begin) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_FRAME_BEGIN, MATLINK_BEGIN_BODY);
  if (!body) return 0;
  begin->frame = matlink_get_u16(body);
  begin->t_us = matlink_get_u32(body + 2);
  begin->scan_us = matlink_get_u32(body + 6);
  begin->flags = body[10];
  begin->encoding = body[11];
  begin->n_packets = body[12];
  begin->dropped = matlink_get_u16(body + 13);
  return 1;
}

/* How many whole rows fit one DATA packet; 0 if not even one does. */
static inline uint8_t matlink_rows_per_packet(uint8_t encoding, uint16_t cols) {
  const size_t row = matlink_row_bytes(encoding, cols);
  if (row == 0 || row > MATLINK_MAX_DATA) return 0;
  return (uint8_t)(MATLINK_MAX_DATA / row);
}

/* DATA packets of a frame; 0 if a row does not fit one packet, or the frame not 255. */
static inline uint8_t matlink_packets_per_frame(uint8_t encoding, uint16_t rows, uint16_t cols) {
  const uint8_t per_packet = matlink_rows_per_packet(encoding, cols);
  uint16_t packets;
  if (per_packet == 0) return 0;
  packets = (uint16_t)((rows + per_packet - 1U) / per_packet);
  if (packets > 255) return 0;
  return (uint8_t)packets;
}

/* Writes type, seq and the header; the rows follow from packet + 2 + MATLINK_DATA_HEADER, then matlink_seal.
 */
static inline void matlink_begin_data(uint8_t* packet, uint8_t seq, uint16_t frame, uint8_t row0,
                                      uint8_t nrows, uint8_t encoding) {
  uint8_t* body = matlink_begin_packet(packet, MATLINK_DATA, seq);
  matlink_put_u16(body, frame);
  body[2] = row0;
  body[3] = nrows;
  body[4] = encoding;
}

/* `cells`: nrows * cols, row-major; the rows must fit (matlink_rows_per_packet). */
static inline size_t matlink_encode_data(uint8_t* packet, uint8_t seq, uint16_t frame, uint8_t row0,
                                         uint8_t nrows, uint8_t encoding, const uint16_t* cells,
                                         uint16_t cols) {
  size_t n = 2 + MATLINK_DATA_HEADER;
  uint8_t r;
  matlink_begin_data(packet, seq, frame, row0, nrows, encoding);
  for (r = 0; r < nrows; ++r) n += matlink_pack_row(encoding, cells + (size_t)r * cols, cols, packet + n);
  return matlink_seal(packet, n);
}

/* Checks the header against the mat's shape and the payload's size: what passes can be unpacked as it is. */
static inline int matlink_decode_data(const uint8_t* packet, size_t size, uint16_t rows, uint16_t cols,
                                      struct matlink_data* data) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_DATA, MATLINK_DATA_HEADER);
  size_t bytes;
  if (!body) return 0;
  data->frame = matlink_get_u16(body);
  data->row0 = body[2];
  data->nrows = body[3];
  data->encoding = body[4];
  data->payload = body + MATLINK_DATA_HEADER;
  bytes = matlink_row_bytes(data->encoding, cols) * data->nrows;
  if (bytes == 0 || (uint32_t)data->row0 + data->nrows > rows) return 0;
  if (bytes != size - MATLINK_OVERHEAD - MATLINK_DATA_HEADER) return 0;
  data->payload_size = (uint8_t)bytes;
  return 1;
}

/* `cells`: the whole frame, row-major; only the packet's rows are written. `data` passed matlink_decode_data.
 */
static inline void matlink_unpack_data(const struct matlink_data* data, uint16_t cols, uint16_t* cells) {
  const uint8_t* from = data->payload;
  uint8_t r;
  for (r = 0; r < data->nrows; ++r) {
    from += matlink_unpack_row(data->encoding, from, cols, cells + ((size_t)data->row0 + r) * cols);
  }
}

static inline size_t matlink_encode_frame_end(uint8_t* packet, uint8_t seq,
                                              const struct matlink_frame_end* end) {
  uint8_t* body = matlink_begin_packet(packet, MATLINK_FRAME_END, seq);
  matlink_put_u16(body, end->frame);
  matlink_put_u32(body + 2, end->crc32);
  body[6] = end->flags;
  return matlink_seal(packet, 2 + MATLINK_END_BODY);
}

static inline int matlink_decode_frame_end(const uint8_t* packet, size_t size,
                                           struct matlink_frame_end* end) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_FRAME_END, MATLINK_END_BODY);
  if (!body) return 0;
  end->frame = matlink_get_u16(body);
  end->crc32 = matlink_get_u32(body + 2);
  end->flags = body[6];
  return 1;
}

static inline size_t matlink_encode_status(uint8_t* packet, uint8_t seq,
                                           const struct matlink_status* status) {
  uint8_t* body = matlink_begin_packet(packet, MATLINK_STATUS, seq);
  matlink_put_u32(body, status->uptime_ms);
  matlink_put_u16(body + 4, status->rx_crc_errors);
  matlink_put_u16(body + 6, status->rx_overruns);
  matlink_put_u16(body + 8, status->frames_dropped);
  matlink_put_u16(body + 10, status->adc_timeouts);
  body[12] = status->reset_cause;
  return matlink_seal(packet, 2 + MATLINK_STATUS_BODY);
}

static inline int matlink_decode_status(const uint8_t* packet, size_t size, struct matlink_status* status) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_STATUS, MATLINK_STATUS_BODY);
  if (!body) return 0;
  status->uptime_ms = matlink_get_u32(body);
  status->rx_crc_errors = matlink_get_u16(body + 4);
  status->rx_overruns = matlink_get_u16(body + 6);
  status->frames_dropped = matlink_get_u16(body + 8);
  status->adc_timeouts = matlink_get_u16(body + 10);
  status->reset_cause = body[12];
  return 1;
}

static inline size_t matlink_encode_error(uint8_t* packet, uint8_t seq, struct matlink_error error) {
  uint8_t* body = matlink_begin_packet(packet, MATLINK_ERROR, seq);
  body[0] = error.code;
  matlink_put_u16(body + 1, error.detail);
  return matlink_seal(packet, 2 + MATLINK_ERROR_BODY);
}

static inline int matlink_decode_error(const uint8_t* packet, size_t size, struct matlink_error* error) {
  const uint8_t* body = matlink_body(packet, size, MATLINK_ERROR, MATLINK_ERROR_BODY);
  if (!body) return 0;
  error->code = body[0];
  error->detail = matlink_get_u16(body + 1);
  return 1;
}

#endif /* PALPATE_FIRMWARE_PROTOCOL_MESSAGES_H */
