/* Arduino Mega 2560 (ATmega2560, 16 MHz, 5 V): rows by a chain of 74HC595, columns by two CD74HC4067 on ADC0
 * and ADC1, UART0 (the board's USB port) at 500000 baud. Wiring: firmware/README.md.
 *
 * No line stands on an INTn pin (PORTD 0-3, PORTE 4-7): simavr polls those every cycle while they are low. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/delay_basic.h>

#include "firmware/core/mat.h"

#ifndef MAT_ROWS
#error \
    "MAT_ROWS, MAT_COLS, MAT_PITCH_X_UM10, MAT_PITCH_Y_UM10, MAT_PLACEMENT, MAT_MIN_PERIOD_US: firmware/CMakeLists.txt"
#endif

typedef char assert_columns[MAT_COLS <= 32 ? 1 : -1];
typedef char assert_chain[MAT_ROWS % 8 == 0 ? 1 : -1];

static const struct matlink_info info = {
    MATLINK_VERSION_MAJOR,
    MATLINK_VERSION_MINOR,
    0, /* firmware 0.1.0 */
    1,
    0,
    10,
    MAT_PLACEMENT,
    MATLINK_READOUT_VIRTUAL_GROUND,
    MAT_ROWS,
    MAT_COLS,
    MAT_PITCH_X_UM10,
    MAT_PITCH_Y_UM10,
    MAT_MIN_PERIOD_US,
    10000,   /* row switch 10 ohm */
    4166700, /* amplifier feedback 4166.7 ohm: 60 kPa is full scale */
    5000,
    5000,
    4000, /* 4 microsiemens a kPa */
    MAT_BOARD,
};

const struct matlink_info* board_info(void) {
  return &info;
}

/* --- rows: PA0 = D22 data, PA1 = D23 shift clock, PA2 = D24 latch --------------------------------------- */

#define ROW_PORT PORTA
#define ROW_DATA (1U << 0)
#define ROW_CLOCK (1U << 1)
#define ROW_LATCH (1U << 2)

static void pulse(uint8_t line) {
  ROW_PORT = (uint8_t)(ROW_PORT | line);
  ROW_PORT = (uint8_t)(ROW_PORT & (uint8_t)~line);
}

/* Walks a single one down the chain; row 0 clears what stood there, for it may come in the middle of a walk.
 */
void board_select_row(uint16_t row) {
  uint8_t i;
  if (row == 0) {
    ROW_PORT = (uint8_t)(ROW_PORT & (uint8_t)~ROW_DATA);
    for (i = 0; i < MAT_ROWS; ++i) pulse(ROW_CLOCK);
    ROW_PORT = (uint8_t)(ROW_PORT | ROW_DATA);
  }
  pulse(ROW_CLOCK);
  pulse(ROW_LATCH);
  ROW_PORT = (uint8_t)(ROW_PORT & (uint8_t)~ROW_DATA);
}

/* --- columns: PC0..PC3 = D37..D34 address both multiplexers; ADC0 reads columns 0-15, ADC1 16-31 -------- */

void board_select_column(uint16_t col) {
  PORTC = (uint8_t)((PORTC & 0xF0U) | (uint8_t)(col & 0x0FU));
  ADMUX = (uint8_t)((1U << REFS0) | (uint8_t)(col >> 4)); /* AVCC is the reference; taken at the next start */
}

/* ADC clock 16 MHz / 32 = 500 kHz. The input is held 1.5 ADC clocks after the start, which itself waits for
 * the next clock edge: 2.5 clocks = 80 cycles at most. */
#define ADC_ON ((1U << ADEN) | (1U << ADPS2) | (1U << ADPS0))
#define HOLD_LOOPS 28 /* 3 cycles each */

void board_start_conversion(void) {
  ADCSRA = (uint8_t)(ADC_ON | (1U << ADSC));
  _delay_loop_1(HOLD_LOOPS);
}

int board_conversion(uint16_t* count) {
  if (ADCSRA & (1U << ADSC)) return 0;
  *count = ADC;
  return 1;
}

/* --- clock: timer 1 at 2 MHz -----------------------------------------------------------------------------
 */

static volatile uint32_t clock_high; /* overflows: 32.768 ms each */

ISR(TIMER1_OVF_vect) {
  ++clock_high;
}

uint32_t board_now_us(void) {
  const uint8_t interrupts = SREG;
  uint32_t high;
  uint16_t low;
  cli();
  low = TCNT1;
  high = clock_high;
  if ((TIFR1 & (1U << TOV1)) && low < 0x8000U) ++high; /* it overflowed and the interrupt still waits */
  SREG = interrupts;
  return (high << 15) | (uint32_t)(low >> 1);
}

/* --- UART0 ------------------------------------------------------------------------------------------------
 */

#define TX_RING 4096U /* a power of two; more than a frame of either mat and its neighbours */
#define RX_RING 128U

static uint8_t tx_ring[TX_RING];
static volatile uint16_t tx_head; /* written by board_tx */
static volatile uint16_t tx_tail; /* written by the interrupt */
static uint8_t rx_ring[RX_RING];
static volatile uint8_t rx_head;
static volatile uint8_t rx_tail;
static volatile uint16_t rx_overruns;
static uint8_t reset_cause;

ISR(USART0_UDRE_vect) {
  const uint16_t tail = tx_tail;
  UDR0 = tx_ring[tail % TX_RING];
  tx_tail = (uint16_t)(tail + 1U);
  if ((uint16_t)(tail + 1U) == tx_head) UCSR0B = (uint8_t)(UCSR0B & (uint8_t) ~(1U << UDRIE0));
}

ISR(USART0_RX_vect) {
  const uint8_t lost = (uint8_t)(UCSR0A & (1U << DOR0));
  const uint8_t byte = UDR0;
  if (lost || (uint8_t)(rx_head - rx_tail) >= RX_RING) {
    ++rx_overruns;
    if (!lost) return;
  }
  rx_ring[rx_head % RX_RING] = byte;
  ++rx_head;
}

/* A 16-bit variable that an interrupt writes is read whole only with interrupts off. */
static uint16_t read_shared(const volatile uint16_t* value) {
  const uint8_t interrupts = SREG;
  uint16_t copy;
  cli();
  copy = *value;
  SREG = interrupts;
  return copy;
}

uint16_t board_tx_free(void) {
  return (uint16_t)(TX_RING - (uint16_t)(tx_head - read_shared(&tx_tail)));
}

/* Fills first and publishes once, so that the interrupt does not stop and start again at every byte. */
void board_tx(const uint8_t* bytes, uint16_t count) {
  uint16_t head = tx_head;
  uint16_t i;
  for (i = 0; i < count; ++i) tx_ring[head++ % TX_RING] = bytes[i];
  {
    const uint8_t interrupts = SREG;
    cli();
    tx_head = head;
    UCSR0B = (uint8_t)(UCSR0B | (1U << UDRIE0));
    SREG = interrupts;
  }
}

int16_t board_rx(void) {
  uint8_t byte;
  if (rx_head == rx_tail) return -1;
  byte = rx_ring[rx_tail % RX_RING];
  ++rx_tail;
  return byte;
}

uint16_t board_rx_overruns(void) {
  return read_shared(&rx_overruns);
}
uint8_t board_reset_cause(void) {
  return reset_cause;
}

/* --- start ------------------------------------------------------------------------------------------------
 */

static struct mat mat;

int main(void) {
  reset_cause = MCUSR;
  MCUSR = 0;
  DDRA = ROW_DATA | ROW_CLOCK | ROW_LATCH;
  DDRC = 0x0F;
  DIDR0 = (1U << ADC0D) | (1U << ADC1D);
  ADCSRA = ADC_ON;
  TCCR1B = 1U << CS11; /* 16 MHz / 8 */
  TIMSK1 = 1U << TOIE1;
  UCSR0A = 1U << U2X0; /* before UBRR: simavr computes the rate when UBRR is written */
  UCSR0C = (1U << UCSZ01) | (1U << UCSZ00);
  UBRR0 = (uint16_t)(F_CPU / (8UL * MATLINK_DEFAULT_BAUD) - 1UL);
  UCSR0B = (1U << RXCIE0) | (1U << RXEN0) | (1U << TXEN0);
  sei();
  mat_init(&mat);
  for (;;) mat_poll(&mat);
}
