/*
 * clock.h - the only place that asks what time it is.
 *
 * `cli` reads it once; everything below takes the date as an argument.
 */
#ifndef ACQUIT_CLOCK_H
#define ACQUIT_CLOCK_H

#include "acquit/date.h"

/* The local calendar date now; absent when the clock is outside the calendar. */
struct aq_date aq_clock_today(void);
/* Milliseconds of a steady clock, for progress and logs only. */
uint64_t aq_clock_steady_ms(void);
/* "2026-01-31T02:00:05Z" and a NUL, for logs only. */
void aq_clock_stamp(char out[24]);

#endif
