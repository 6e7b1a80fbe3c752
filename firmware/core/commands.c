#include "firmware/core/commands.h"

void commands_init(struct commands* c) {
  c->rx_crc_errors = 0;
  c->size = 0;
  c->overflown = 0;
  c->greeted = 0;
  c->has_last = 0;
  c->reply_size = 0;
}

static size_t refuse(struct commands* c, uint8_t type, uint8_t seq, uint8_t result) {
  return matlink_encode_reply(c->reply, type, seq, result);
}

/* Executes the command and writes the reply to c->reply; gives its size. */
static size_t execute(struct commands* c, struct scanner* s, struct reporter* r, size_t size) {
  const uint8_t* packet = c->block;
  const uint8_t type = packet[0];
  const uint8_t seq = packet[1];
  struct matlink_pong pong;
  uint32_t value;
  switch (type) {
    case MATLINK_CMD_INFO:
      if (!matlink_decode_info_command(packet, size, &value)) return refuse(c, type, seq, MATLINK_ERR_LENGTH);
      return matlink_encode_info_reply(c->reply, seq, value, r->info);
    case MATLINK_CMD_START:
      if (!matlink_decode_start_command(packet, size, &value))
        return refuse(c, type, seq, MATLINK_ERR_LENGTH);
      if (value > MATLINK_MAX_PERIOD_US) return refuse(c, type, seq, MATLINK_ERR_ARGUMENT);
      r->dropped = 0;
      return matlink_encode_start_reply(c->reply, seq, scanner_start(s, r->info, value));
    case MATLINK_CMD_STOP:
      scanner_stop(s);
      return refuse(c, type, seq, MATLINK_OK);
    case MATLINK_CMD_PING:
      if (!matlink_decode_ping_command(packet, size, &pong.token))
        return refuse(c, type, seq, MATLINK_ERR_LENGTH);
      pong.t_us = board_now_us();
      return matlink_encode_ping_reply(c->reply, seq, pong);
    default:
      return refuse(c, type, seq, MATLINK_ERR_TYPE);
  }
}

static void bad_block(struct commands* c, struct reporter* r, uint8_t code) {
  if (c->rx_crc_errors != 0xFFFF) ++c->rx_crc_errors;
  reporter_error(r, code, c->rx_crc_errors);
}

static void take_packet(struct commands* c, struct scanner* s, struct reporter* r, size_t size) {
  const uint16_t crc = matlink_get_u16(c->block + size - 2);
  const int repeated =
      c->has_last && c->block[0] == c->last_type && c->block[1] == c->last_seq && crc == c->last_crc;
  c->greeted = 1;
  if (!repeated) {
    c->has_last = 1;
    c->last_type = c->block[0];
    c->last_seq = c->block[1];
    c->last_crc = crc;
    c->reply_size = (uint8_t)execute(c, s, r, size);
  }
  reporter_send(c->reply, c->reply_size);
}

void commands_poll(struct commands* c, struct scanner* s, struct reporter* r) {
  int16_t byte;
  while ((byte = board_rx()) >= 0) {
    size_t size;
    if (byte != 0) {
      if (c->size < COMMANDS_MAX_WIRE) {
        c->block[c->size++] = (uint8_t)byte;
      } else {
        c->overflown = 1;
      }
      continue;
    }
    if (c->size == 0) continue; /* more than one delimiter */
    size = c->overflown ? 0 : matlink_cobs_decode(c->block, c->size, c->block, sizeof c->block);
    if (c->overflown) {
      bad_block(c, r, MATLINK_ERR_RX_OVERRUN);
    } else if (!matlink_packet_ok(c->block, size)) {
      bad_block(c, r, MATLINK_ERR_CRC);
    } else if (c->block[0] < MATLINK_REPLY) { /* anything else is an echo of a device's own bytes */
      take_packet(c, s, r, size);
    }
    c->size = 0;
    c->overflown = 0;
    return;
  }
}
