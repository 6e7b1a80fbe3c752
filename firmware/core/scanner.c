#include "firmware/core/scanner.h"

/* Polls of the converter before it is taken for dead: many times a conversion on every board. */
#define CONVERSION_POLLS 20000U

void scanner_init(struct scanner* s) {
  s->period_us = 0;
  s->due_us = 0;
  s->frame_us = 0;
  s->row = 0;
  s->streaming = 0;
  s->in_frame = 0;
}

uint32_t scanner_start(struct scanner* s, const struct matlink_info* info, uint32_t period_us) {
  s->period_us = period_us < info->min_period_us ? info->min_period_us : period_us;
  s->due_us = board_now_us();
  s->streaming = 1;
  s->in_frame = 0;
  return s->period_us;
}

void scanner_stop(struct scanner* s) {
  s->streaming = 0;
  s->in_frame = 0;
}

static int wait_conversion(uint16_t* count) {
  uint16_t polls;
  for (polls = 0; polls < CONVERSION_POLLS; ++polls) {
    if (board_conversion(count)) return 1;
  }
  return 0;
}

/* The converter is the bottleneck: while it works on one cell, the next column settles and the cell before is
 * packed. The first conversion of a row is thrown away, for the row needs longer to settle than a column. */
static int scan_row(struct reporter* r, uint16_t row, uint16_t cols) {
  uint16_t count = 0;
  uint16_t before = 0;
  uint16_t col;
  board_select_column(0);
  board_select_row(row);
  board_start_conversion();
  if (!wait_conversion(&count)) return 0;
  for (col = 0; col < cols; ++col) {
    board_start_conversion();
    if (col + 1U < cols) board_select_column((uint16_t)(col + 1U));
    if (col > 0) reporter_cell(r, before);
    if (!wait_conversion(&before)) return 0;
  }
  reporter_cell(r, before);
  reporter_row_end(r);
  return 1;
}

static void begin_frame(struct scanner* s, struct reporter* r, uint32_t now_us) {
  uint8_t flags = 0;
  if (now_us - s->due_us > s->period_us) { /* a whole period late: start counting afresh */
    flags = MATLINK_FRAME_OVERRUN;
    s->due_us = now_us;
  }
  s->due_us += s->period_us;
  s->frame_us = now_us;
  s->row = 0;
  s->in_frame = (uint8_t)reporter_frame_begin(r, now_us, flags);
}

void scanner_poll(struct scanner* s, struct reporter* r) {
  if (!s->streaming) return;
  if (!s->in_frame) {
    const uint32_t now_us = board_now_us();
    if ((int32_t)(now_us - s->due_us) >= 0) begin_frame(s, r, now_us);
    return;
  }
  if (!scan_row(r, s->row, r->info->cols)) {
    if (r->adc_timeouts != 0xFFFF) ++r->adc_timeouts;
    reporter_error(r, MATLINK_ERR_ADC, s->row);
    s->in_frame = 0;
    return;
  }
  if (++s->row == r->info->rows) {
    s->in_frame = 0;
    reporter_frame_end(r, board_now_us() - s->frame_us);
  }
}
