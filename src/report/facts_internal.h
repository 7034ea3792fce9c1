/*
 * facts_internal.h - how facts are kept, for facts.c and facts_take.c alone.
 */
#ifndef ACQUIT_REPORT_FACTS_INTERNAL_H
#define ACQUIT_REPORT_FACTS_INTERNAL_H

#include "facts.h"

#define FACTS_CURRENCIES_MAX 400

struct facts {
	struct aq_arena *arena;
	struct group **slots; /* open addressing; a power of two */
	size_t slot_count;
	size_t group_count;
	struct group *first[GROUP_KIND_COUNT];
	struct group *last[GROUP_KIND_COUNT];
	struct recent {
		struct group *last, *before; /* found */
	} recent[GROUP_KIND_COUNT];
	struct group *ages[AGING_COLUMNS]; /* of each column's sums; NULL: not yet */
	uint64_t rows[SHEET_COUNT];
	struct entry_range entries;
	aq_currency currencies[FACTS_CURRENCIES_MAX];
	size_t currency_count;
	/* The currency looked up last: a night has few. */
	char code[3];
	aq_currency currency;
	struct aq_slice file[3]; /* name, SHA-256 and status of the file before */
};

/* NULL when memory or the bound of groups is reached. */
struct group *facts_find_or_add(struct facts *facts, enum group_kind kind, struct aq_slice name,
				struct aq_slice part);
struct sum *facts_sum_of(struct facts *facts, struct group *group, aq_currency currency);
/* Counts the row, and keeps its cells while there is room. */
bool facts_keep(struct facts *facts, struct group *group, const struct row *row);

#endif
