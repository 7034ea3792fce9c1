/*
 * files.h - the files that a world is written to.
 */
#ifndef BENCH_FILES_H
#define BENCH_FILES_H

#include "world.h"

struct written {
	uint64_t payments;
	uint64_t items; /* open on the business date */
};

/* tables.c: the open-items tables, into FOLDER/open-items/. */
void tables_write(const struct world *world, const char *folder, struct written *out);

/* One file of payments each, and a line of the truth for every payment. */
struct outputs {
	FILE *payments;
	FILE *truth;
};
void nacha_write(const struct world *world, struct outputs *to);
void camt_write(const struct world *world, struct outputs *to);
void csv_write(const struct world *world, struct outputs *to);

/* truth.c */
void truth_begin(FILE *truth);
void truth_write(FILE *truth, const struct plan *plan, const char *source_id);

#endif
