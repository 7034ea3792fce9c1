/*
 * digits.h - whole numbers into decimal digits, without printf.
 */
#ifndef ACQUIT_DIGITS_H
#define ACQUIT_DIGITS_H

#include <stdint.h>

/* Of the largest 64-bit number. */
#define AQ_DIGITS_BYTES_MAX 20

/* Writes the digits so that they stop right before `end`, and returns where
 * they begin; there must be room for AQ_DIGITS_BYTES_MAX. No NUL. */
char *aq_digits_before(char *end, uint64_t number);

#endif
