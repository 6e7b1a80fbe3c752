#include "firmware/core/reporter.h"

/* Kept free beside a frame for a reply, a STATUS and an ERROR. */
#define ROOM_FOR_OTHERS \
  (MATLINK_MAX_REPLY + MATLINK_STATUS_BODY + MATLINK_ERROR_BODY + 2 * MATLINK_OVERHEAD + 6)

static uint16_t wire_bytes_of_frame(const struct matlink_info* info, uint8_t encoding) {
  const uint16_t packets = matlink_packets_per_frame(encoding, info->rows, info->cols);
  const size_t payload = matlink_row_bytes(encoding, info->cols) * info->rows;
  const size_t framing = (size_t)packets * (MATLINK_DATA_HEADER + MATLINK_OVERHEAD + 2U);
  return (uint16_t)(payload + framing + MATLINK_BEGIN_BODY + MATLINK_END_BODY + 2U * (MATLINK_OVERHEAD + 2U));
}

void reporter_init(struct reporter* r, const struct matlink_info* info) {
  r->info = info;
  r->seq = 0;
  r->frame = 0xFFFF; /* the first frame is 0 */
  r->dropped = 0;
  r->adc_timeouts = 0;
  r->scan_us = 0;
  r->encoding = MATLINK_ENC_U16;
  if (info->adc_bits <= 12) r->encoding = MATLINK_ENC_PACKED12;
  if (info->adc_bits <= 10) r->encoding = MATLINK_ENC_PACKED10;
  r->bits = matlink_encoding_bits(r->encoding);
  r->full_scale = (uint16_t)(((uint32_t)1 << info->adc_bits) - 1U);
  r->rows_per_packet = matlink_rows_per_packet(r->encoding, info->cols);
  r->frame_bytes = wire_bytes_of_frame(info, r->encoding);
}

void reporter_send(const uint8_t* packet, size_t size) {
  uint8_t wire[MATLINK_MAX_WIRE];
  const uint16_t count = (uint16_t)matlink_to_wire(packet, size, wire);
  if (board_tx_free() >= count) board_tx(wire, count);
}

void reporter_delimiter(void) {
  const uint8_t zero = 0;
  if (board_tx_free() > 0) board_tx(&zero, 1);
}

static void byte_out(struct reporter* r, uint8_t byte) {
  r->packet[r->size++] = byte;
  r->packet_crc = matlink_crc16_step(r->packet_crc, byte);
}

static void data_begin(struct reporter* r) {
  uint8_t i;
  const uint8_t left = (uint8_t)(r->info->rows - r->row0);
  const uint8_t nrows = left < r->rows_per_packet ? left : r->rows_per_packet;
  matlink_begin_data(r->packet, r->seq++, r->frame, r->row0, nrows, r->encoding);
  r->packet_crc = MATLINK_CRC16_INIT;
  r->size = 2 + MATLINK_DATA_HEADER;
  for (i = 0; i < r->size; ++i) r->packet_crc = matlink_crc16_step(r->packet_crc, r->packet[i]);
  r->rows_in_packet = 0;
}

int reporter_frame_begin(struct reporter* r, uint32_t t_us, uint8_t flags) {
  struct matlink_frame_begin begin;
  ++r->frame;
  if (board_tx_free() < r->frame_bytes + ROOM_FOR_OTHERS) {
    if (r->dropped != 0xFFFF) ++r->dropped;
    return 0;
  }
  begin.frame = r->frame;
  begin.t_us = t_us;
  begin.scan_us = r->scan_us;
  begin.flags = flags;
  begin.encoding = r->encoding;
  begin.n_packets = matlink_packets_per_frame(r->encoding, r->info->rows, r->info->cols);
  begin.dropped = r->dropped;
  reporter_send(r->packet, matlink_encode_frame_begin(r->packet, r->seq++, &begin));
  r->crc32 = MATLINK_CRC32_INIT;
  r->pending = 0;
  r->filled = 0;
  r->saturated = 0;
  r->row0 = 0;
  data_begin(r);
  return 1;
}

void reporter_cell(struct reporter* r, uint16_t count) {
  r->crc32 = matlink_crc32_cell(r->crc32, count);
  if (count >= r->full_scale) r->saturated = 1;
  r->pending |= (uint32_t)count << r->filled;
  for (r->filled = (uint8_t)(r->filled + r->bits); r->filled >= 8; r->filled = (uint8_t)(r->filled - 8)) {
    byte_out(r, (uint8_t)(r->pending & 0xFFU));
    r->pending >>= 8;
  }
}

void reporter_row_end(struct reporter* r) {
  const uint16_t rows_done = (uint16_t)((uint16_t)r->row0 + r->rows_in_packet + 1U);
  if (r->filled > 0) byte_out(r, (uint8_t)(r->pending & 0xFFU));
  r->pending = 0;
  r->filled = 0;
  ++r->rows_in_packet;
  if (r->rows_in_packet < r->rows_per_packet && rows_done < r->info->rows) return;
  matlink_put_u16(r->packet + r->size, r->packet_crc);
  reporter_send(r->packet, r->size + 2U);
  r->row0 = (uint8_t)rows_done;
  if (rows_done < r->info->rows) data_begin(r);
}

void reporter_frame_end(struct reporter* r, uint32_t scan_us) {
  struct matlink_frame_end end;
  end.frame = r->frame;
  end.crc32 = matlink_crc32_finish(r->crc32);
  end.flags = r->saturated ? MATLINK_FRAME_SATURATED : (uint8_t)0;
  r->scan_us = scan_us;
  reporter_send(r->packet, matlink_encode_frame_end(r->packet, r->seq++, &end));
}

void reporter_hello(struct reporter* r) {
  uint8_t packet[MATLINK_HELLO_BODY + MATLINK_OVERHEAD];
  struct matlink_hello hello;
  hello.protocol_major = MATLINK_VERSION_MAJOR;
  hello.protocol_minor = MATLINK_VERSION_MINOR;
  hello.rows = r->info->rows;
  hello.cols = r->info->cols;
  reporter_send(packet, matlink_encode_hello(packet, r->seq++, &hello));
}

void reporter_status(struct reporter* r, uint32_t uptime_ms, uint16_t rx_crc_errors) {
  uint8_t packet[MATLINK_STATUS_BODY + MATLINK_OVERHEAD];
  struct matlink_status status;
  status.uptime_ms = uptime_ms;
  status.rx_crc_errors = rx_crc_errors;
  status.rx_overruns = board_rx_overruns();
  status.frames_dropped = r->dropped;
  status.adc_timeouts = r->adc_timeouts;
  status.reset_cause = board_reset_cause();
  reporter_send(packet, matlink_encode_status(packet, r->seq++, &status));
}

void reporter_error(struct reporter* r, uint8_t code, uint16_t detail) {
  uint8_t packet[MATLINK_ERROR_BODY + MATLINK_OVERHEAD];
  struct matlink_error error;
  error.code = code;
  error.detail = detail;
  reporter_send(packet, matlink_encode_error(packet, r->seq++, error));
}
