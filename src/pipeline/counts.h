/*
 * counts.h - how often a 64-bit key was met; private to the pipeline.
 */
#ifndef ACQUIT_PIPELINE_COUNTS_H
#define ACQUIT_PIPELINE_COUNTS_H

#include "acquit/error.h"

struct counts;

enum aq_status counts_new(struct counts **out, struct aq_error *err);
void counts_free(struct counts *counts);
void counts_clear(struct counts *counts);
uint32_t counts_of(const struct counts *counts, uint64_t key);
/* Adds one and gives the new count. */
enum aq_status counts_add(struct counts *counts, uint64_t key, uint32_t *out, struct aq_error *err);
/* Takes one off a key that was added. */
void counts_take(struct counts *counts, uint64_t key);

#endif
