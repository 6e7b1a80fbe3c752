/* commands: everything the device is told. Finds packets in the bytes received, executes each command once,
 * and answers a repeated one (same type, seq and bytes: the reply was lost) with the stored reply. */
#ifndef PALPATE_FIRMWARE_CORE_COMMANDS_H
#define PALPATE_FIRMWARE_CORE_COMMANDS_H

#include "firmware/core/scanner.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The longest command of this version is 8 bytes; room for what later minors append. */
#define COMMANDS_MAX_WIRE 64

struct commands {
  uint16_t rx_crc_errors;
  uint8_t size;      /* bytes collected since the last delimiter */
  uint8_t overflown; /* more came than fits: skip to the delimiter */
  uint8_t greeted;   /* a good command came */
  uint8_t has_last;
  uint8_t last_type, last_seq; /* of the command executed last */
  uint16_t last_crc;
  uint8_t reply_size;
  uint8_t block[COMMANDS_MAX_WIRE];
  uint8_t reply[MATLINK_MAX_REPLY];
};

void commands_init(struct commands* c);

/* Takes what the board has received, up to one whole command. */
void commands_poll(struct commands* c, struct scanner* s, struct reporter* r);

#ifdef __cplusplus
}
#endif

#endif /* PALPATE_FIRMWARE_CORE_COMMANDS_H */
