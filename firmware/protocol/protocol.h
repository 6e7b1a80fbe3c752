/* matlink 1.0: the one wire contract between a mat and its host (docs/protocol.md).
 *
 * Wire:   COBS(packet) 0x00; more than one 0x00 in a row is harmless.
 * Packet: type u8, seq u8, body, crc u16 (CRC-16/CCITT-FALSE over all before it); at most 254 bytes, so that
 *         COBS costs exactly one byte. Little endian.
 * seq:    device data and events count one up a packet (a gap is a loss); a command carries a request number,
 *         its reply echoes it and takes no number of the device's own count.
 * Commands are reliable (one outstanding, repeated with the same seq, executed once); data is lossy.
 * A minor version may append bytes to a body and add types: skip what you do not know. A major version
 * breaks.
 *
 * The messages' encoders and decoders stand in messages.h; include only this header.
 * encode: writes a whole packet with its CRC into a buffer of MATLINK_MAX_PACKET, gives its length.
 * decode: takes a whole packet that passed matlink_packet_ok; 0 if the type or the length is wrong, else 1.
 */
#ifndef PALPATE_FIRMWARE_PROTOCOL_PROTOCOL_H
#define PALPATE_FIRMWARE_PROTOCOL_PROTOCOL_H

#include "firmware/protocol/bytes.h"

#define MATLINK_VERSION_MAJOR ((uint8_t)1)
#define MATLINK_VERSION_MINOR ((uint8_t)0)

#define MATLINK_MAX_PACKET 254 /* type to crc */
#define MATLINK_MAX_WIRE 256   /* COBS code byte, packet, delimiter */
#define MATLINK_OVERHEAD 4     /* type, seq, crc */
#define MATLINK_MAX_BODY (MATLINK_MAX_PACKET - MATLINK_OVERHEAD)
#define MATLINK_DATA_HEADER 5 /* frame, row0, nrows, encoding */
#define MATLINK_MAX_DATA (MATLINK_MAX_BODY - MATLINK_DATA_HEADER)
#define MATLINK_BOARD_NAME 16 /* bytes, filled with 0, no 0 needed at the end */
#define MATLINK_DEFAULT_BAUD 500000UL

/* Commands of the host; the reply's type is command | MATLINK_REPLY. */
#define MATLINK_CMD_INFO ((uint8_t)0x01)  /* who are you */
#define MATLINK_CMD_START ((uint8_t)0x02) /* stream frames every period */
#define MATLINK_CMD_STOP ((uint8_t)0x03)
#define MATLINK_CMD_PING ((uint8_t)0x04) /* token back with the device's time */
#define MATLINK_REPLY ((uint8_t)0x40)

/* Data and events of the device. */
#define MATLINK_FRAME_BEGIN ((uint8_t)0x80)
#define MATLINK_DATA ((uint8_t)0x81)
#define MATLINK_FRAME_END ((uint8_t)0x82)
#define MATLINK_STATUS ((uint8_t)0x83) /* once a second while streaming */
#define MATLINK_ERROR ((uint8_t)0x84)
#define MATLINK_HELLO ((uint8_t)0x85) /* at boot, then once a second until the first good command */

/* Result of a reply, and code of an ERROR. */
#define MATLINK_OK ((uint8_t)0)
#define MATLINK_ERR_CRC ((uint8_t)1)      /* ERROR only: a command came damaged */
#define MATLINK_ERR_TYPE ((uint8_t)2)     /* unknown command */
#define MATLINK_ERR_LENGTH ((uint8_t)3)   /* body too short */
#define MATLINK_ERR_ARGUMENT ((uint8_t)4) /* START: period above 10 s */
#define MATLINK_ERR_RX_OVERRUN ((uint8_t)5)
#define MATLINK_ERR_ADC ((uint8_t)6) /* ERROR only: a conversion never ended; the frame was given up */

/* Flags of a frame. */
#define MATLINK_FRAME_OVERRUN ((uint8_t)0x01)   /* BEGIN: the period asked for was not kept */
#define MATLINK_FRAME_SATURATED ((uint8_t)0x02) /* END: a cell reads full scale */

/* What the reading of a cell means electrically; G its conductance, the sum over the cells of its row. */
#define MATLINK_READOUT_UNKNOWN ((uint8_t)0)
#define MATLINK_READOUT_VIRTUAL_GROUND ((uint8_t)1) /* V = drive*G*feedback / (1 + row*sum G) */
#define MATLINK_READOUT_DIVIDER ((uint8_t)2) /* idle rows grounded, load resistor `feedback` a column */

#define MATLINK_PLACEMENT_TABLE ((uint8_t)0)
#define MATLINK_PLACEMENT_SEAT ((uint8_t)1)
#define MATLINK_PLACEMENT_BACK_REST ((uint8_t)2)

#define MATLINK_MAX_PERIOD_US 10000000UL

struct matlink_info {
  uint8_t protocol_major, protocol_minor;
  uint8_t firmware_major, firmware_minor, firmware_patch;
  uint8_t adc_bits;                  /* full scale = 2^adc_bits - 1 */
  uint8_t placement;                 /* MATLINK_PLACEMENT_ */
  uint8_t readout;                   /* MATLINK_READOUT_ */
  uint16_t rows, cols;               /* rows 1..255; a row must fit one DATA packet */
  uint16_t pitch_x_um10;             /* between column centres, 0.01 mm */
  uint16_t pitch_y_um10;             /* between row centres, 0.01 mm */
  uint32_t min_period_us;            /* shortest frame period at this baud rate: maximum rate = 1e6 / it */
  uint32_t row_mohm;                 /* driver of the active row, milliohm */
  uint32_t feedback_mohm;            /* feedback or load resistor of a column, milliohm */
  uint16_t drive_mv, vref_mv;        /* voltage on the active row; ADC full scale */
  uint16_t cell_ns_per_kpa;          /* nominal conductance of a cell, nanosiemens a kPa; 0: unknown */
  uint8_t board[MATLINK_BOARD_NAME]; /* "mega2560-seat" */
};

struct matlink_hello {
  uint8_t protocol_major, protocol_minor;
  uint16_t rows, cols;
};

struct matlink_frame_begin {
  uint16_t frame;   /* counts scans, also those whose sending was dropped: a gap is a lost frame */
  uint32_t t_us;    /* device clock at the start of the scan; wraps after 71 minutes */
  uint32_t scan_us; /* what the frame before took from first to last cell; 0 if unknown */
  uint8_t flags, encoding;
  uint8_t n_packets; /* DATA packets that follow */
  uint16_t dropped;  /* frames dropped since START because the line was busy */
};

struct matlink_data {
  uint16_t frame;
  uint8_t row0, nrows, encoding;
  const uint8_t* payload; /* inside the packet; nrows rows of matlink_row_bytes */
  uint8_t payload_size;
};

struct matlink_frame_end {
  uint16_t frame;
  uint32_t crc32; /* matlink_crc32_cells over the whole frame */
  uint8_t flags;
};

struct matlink_status {
  uint32_t uptime_ms;
  uint16_t rx_crc_errors, rx_overruns, frames_dropped, adc_timeouts;
  uint8_t reset_cause; /* the microcontroller's own register; for a support call */
};

struct matlink_error {
  uint8_t code;
  uint16_t detail;
};

struct matlink_pong {
  uint32_t token, t_us;
};

#define MATLINK_INFO_BODY 50
#define MATLINK_HELLO_BODY 10
#define MATLINK_BEGIN_BODY 15
#define MATLINK_END_BODY 7
#define MATLINK_STATUS_BODY 13
#define MATLINK_ERROR_BODY 3
#define MATLINK_MAX_REPLY (MATLINK_OVERHEAD + 1 + 4 + MATLINK_INFO_BODY) /* the longest: INFO */

/* Asserts that C99 can say: a negative array size does not compile. */
typedef char matlink_assert_wire[MATLINK_MAX_WIRE == MATLINK_MAX_PACKET + 2 ? 1 : -1];
typedef char matlink_assert_data[MATLINK_MAX_DATA == 245 ? 1 : -1];
typedef char matlink_assert_reply[MATLINK_MAX_REPLY <= MATLINK_MAX_PACKET ? 1 : -1];
typedef char
    matlink_assert_info[MATLINK_INFO_BODY == 8 + 4 * 2 + 3 * 4 + 3 * 2 + MATLINK_BOARD_NAME ? 1 : -1];

/* --- packets -------------------------------------------------------------------------------------------- */

/* Appends the CRC to the type, seq and body that stand in `packet`; gives the packet's length. */
static inline size_t matlink_seal(uint8_t* packet, size_t body_end) {
  matlink_put_u16(packet + body_end, matlink_crc16(packet, body_end));
  return body_end + 2;
}

/* Is this a whole packet with a good CRC? */
static inline int matlink_packet_ok(const uint8_t* packet, size_t size) {
  return size >= MATLINK_OVERHEAD && size <= MATLINK_MAX_PACKET &&
         matlink_get_u16(packet + size - 2) == matlink_crc16(packet, size - 2);
}

/* Packet to wire bytes with the delimiter; `wire` holds MATLINK_MAX_WIRE. Gives size + 2. */
static inline size_t matlink_to_wire(const uint8_t* packet, size_t size, uint8_t* wire) {
  const size_t n = matlink_cobs_encode(packet, size, wire);
  wire[n] = 0;
  return n + 1;
}

static inline uint8_t* matlink_begin_packet(uint8_t* packet, uint8_t type, uint8_t seq) {
  packet[0] = type;
  packet[1] = seq;
  return packet + 2;
}

/* The body if `packet` has this type and at least `body` bytes of it, else a null pointer. */
static inline const uint8_t* matlink_body(const uint8_t* packet, size_t size, uint8_t type, size_t body) {
  return size >= body + MATLINK_OVERHEAD && packet[0] == type ? packet + 2 : (const uint8_t*)0;
}

#include "firmware/protocol/messages.h"

#endif /* PALPATE_FIRMWARE_PROTOCOL_PROTOCOL_H */
