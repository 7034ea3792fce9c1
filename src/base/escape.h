/*
 * escape.h - one step of making text from outside fit to be printed.
 *
 * Private to base: errors need it without allocating, the others with a buffer.
 */
#ifndef ACQUIT_BASE_ESCAPE_H
#define ACQUIT_BASE_ESCAPE_H

#include "acquit/slice.h"

/* Bytes of the longest step: a character of four bytes, each as \xNN. */
#define ESCAPE_STEP_BYTES 16

/* Takes one character off `rest`, which must not be empty, and writes its
 * printable form; returns how many bytes that has. */
size_t aq_escape_step(struct aq_slice *rest, char out[ESCAPE_STEP_BYTES]);
/* All of `text` that fits into `bytes` with a NUL, never half a character. */
void aq_escape_into(char *out, size_t bytes, struct aq_slice text);

#endif
