#include "firmware/core/mat.h"

#define SECOND_US 1000000UL

void mat_init(struct mat* m) {
  scanner_init(&m->scanner);
  commands_init(&m->commands);
  reporter_init(&m->reporter, board_info());
  m->clock_us = board_now_us();
  m->second_us = m->clock_us + SECOND_US;
  m->uptime_ms = 0;
  m->uptime_us = 0;
  reporter_delimiter();
  reporter_hello(&m->reporter);
}

static void count_uptime(struct mat* m, uint32_t now_us) {
  uint32_t passed_us = now_us - m->clock_us + m->uptime_us;
  m->clock_us = now_us;
  for (; passed_us >= 1000; passed_us -= 1000) ++m->uptime_ms; /* no division: a few steps a poll */
  m->uptime_us = (uint16_t)passed_us;
}

void mat_poll(struct mat* m) {
  const uint32_t now_us = board_now_us();
  count_uptime(m, now_us);
  commands_poll(&m->commands, &m->scanner, &m->reporter);
  scanner_poll(&m->scanner, &m->reporter);
  if (m->scanner.in_frame || (int32_t)(now_us - m->second_us) < 0) return;
  m->second_us = now_us + SECOND_US;
  if (m->scanner.streaming) {
    reporter_status(&m->reporter, m->uptime_ms, m->commands.rx_crc_errors);
  } else if (!m->commands.greeted) {
    reporter_hello(&m->reporter);
  }
}
