/*
 * settle.h - the working tables of aq_settle.
 */
#ifndef MATCH_SETTLE_H
#define MATCH_SETTLE_H

#include "amount.h"

#define SETTLE_DAYS_MAX 5
#define EQUAL_NETS_MAX	256
/* A shorter number may be any number: it counts only beside the source or the
 * exact net, and a batch's "1" beside the source alone. */
#define ID_LENGTH_SURE 6
#define ID_LENGTH_MIN  4
#define MATCH_IDS_MAX  4

struct id_entry {
	struct aq_slice id;
	uint32_t settlement_index;
};

struct net_entry {
	int64_t awaited;
	aq_currency currency;
	uint32_t settlement_index;
};

struct link { /* a lump and the settlement it stands for */
	uint32_t lump_index;
	uint32_t settlement_index;
};

struct table {
	const struct aq_settle_problem *problem;
	struct aq_arena *arena;
	struct id_entry *ids;
	size_t id_count;
	struct net_entry *nets;
	size_t net_count;
	struct link *links;
	size_t link_count;
	struct aq_settled *out;
	size_t out_count;
	bool *is_decided; /* by lump */
	bool *is_shared; /* by lump: it names several settlements, and is none of them alone */
	bool *is_named; /* by settlement: a lump names it */
	uint32_t *fit_count; /* by settlement: lumps whose only fit it is */
	bool is_starved;
};

/* Candidates of one lump: the one, and how many more there are. */
#define CANDIDATES_KEPT 16
struct candidates {
	size_t count;
	uint32_t list[CANDIDATES_KEPT]; /* the first ones of all */
};

/* What the bank is still to bring; false when it cannot be told. */
bool match_awaited(const struct aq_settlement *settlement, int64_t *out);
int64_t match_lump_signed(const struct aq_lump *lump);
bool match_names_source(const struct table *table, const struct aq_lump *lump,
			const struct aq_settlement *settlement);
void match_add_candidate(struct candidates *candidates, uint32_t settlement_index);
void match_put_settled(struct table *table, const struct aq_settled *settled);
void match_ask_double(struct table *table, size_t lump_index, const struct candidates *fits,
		      struct aq_slice evidence);
void match_ask_several(struct table *table, size_t lump_index, const struct candidates *found);

/* settle_named.c: links lumps to the settlements whose ids they carry. */
void match_find_named(const struct table *table, const struct aq_lump *lump, struct candidates *all,
		      struct candidates *exact);
void match_settle_named(struct table *table);
/* settle_shared.c: lumps that name several settlements and are all of them. */
void match_settle_shared(struct table *table);
/* settle_days.c: lumps that are all a source awaits of one day. */
bool match_is_near(const struct aq_lump *lump, const struct aq_settlement *settlement);
void match_settle_days(struct table *table);

#endif
