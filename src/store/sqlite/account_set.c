/*
 * account_set.c - which payers' accounts may be registered for a customer.
 *
 * Design: most payments of a night come from accounts nobody registered. A
 * payment holds its account by number, which is a keyed hash of the text, and
 * names are found by the same hash; so one look into a sorted list of hashes
 * spares reading the text, and asking for it. Eight bytes an account.
 * Promises: an account that is not in the set is registered for nobody.
 */
#include <stdlib.h>

#include "acquit/store_bulk.h"

#include "rows.h"

#define NAMES_A_PAYMENT 8 /* more of them, and the scan costs more than it spares */
#define ACCOUNTS_MAX	((size_t)1 << 22) /* 32 MB */
#define ACCOUNTS_FIRST	4096
#define GROUP_ACCOUNTS	4
#define NUMBER_BITS	62

struct aq_account_set {
	unsigned group_bits;
	uint32_t *groups; /* where each begins; one more than there are groups */
	uint64_t *numbers; /* sorted */
	size_t count, room;
};

static uint64_t group_of(const struct aq_account_set *set, uint64_t number)
{
	return number >> (NUMBER_BITS - set->group_bits);
}

void aq_account_set_free(struct aq_account_set *set)
{
	if (!set)
		return;
	free(set->groups);
	free(set->numbers);
	free(set);
}

static bool set_grow(struct aq_account_set *set)
{
	size_t room = set->room ? set->room * 2 : ACCOUNTS_FIRST;
	uint64_t *numbers = realloc(set->numbers, room * sizeof(*numbers));

	if (!numbers)
		return false;
	set->numbers = numbers;
	set->room = room;
	return true;
}

static int compare(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;

	return a < b ? -1 : a > b;
}

static bool set_groups_new(struct aq_account_set *set)
{
	set->group_bits = 1;
	while (((size_t)GROUP_ACCOUNTS << set->group_bits) < set->count)
		set->group_bits++;
	set->groups = calloc(((size_t)1 << set->group_bits) + 1, sizeof(*set->groups));
	if (!set->groups)
		return false;
	for (size_t at = 0; at < set->count; at++)
		set->groups[group_of(set, set->numbers[at]) + 1]++;
	for (size_t at = 0; at < (size_t)1 << set->group_bits; at++)
		set->groups[at + 1] += set->groups[at];
	return true;
}

/* AQ_END: there are too many. */
static enum aq_status fill(struct aq_store *store, struct aq_account_set *set, uint64_t rows_max,
			   struct aq_error *err)
{
	uint64_t row_count = 0;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ACCOUNT_NAMES_SCAN, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, rows_max);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		if (++row_count == rows_max || set->count == ACCOUNTS_MAX) {
			sq_done(statement);
			return AQ_END;
		}
		if (sq_i64(statement, 1) == 0)
			continue;
		if (set->count == set->room && !set_grow(set)) {
			sq_done(statement);
			return aq_fail_memory(err);
		}
		set->numbers[set->count++] = sq_account_number(sq_to_hash(sq_i64(statement, 0)));
	}
	return status < AQ_OK ? status : AQ_OK;
}

static bool set_new(struct aq_account_set **out)
{
	*out = calloc(1, sizeof(**out));
	return *out != NULL;
}

enum aq_status aq_store_account_set(struct aq_store *store, uint64_t payment_count,
				    struct aq_account_set **out, struct aq_error *err)
{
	struct aq_account_set *set = NULL;
	enum aq_status status;

	if (!set_new(&set))
		return aq_fail_memory(err);
	status = fill(store, set, payment_count * NAMES_A_PAYMENT + 1, err);
	if (status == AQ_OK) {
		if (set->count > 0)
			qsort(set->numbers, set->count, sizeof(*set->numbers), compare);
		if (!set_groups_new(set))
			status = aq_fail_memory(err);
	}
	if (status == AQ_OK)
		*out = set;
	else
		aq_account_set_free(set);
	return status;
}

/* Where two texts met in one number the second moved on by a few. */
bool sq_account_may_be_known(const struct aq_account_set *set, uint64_t number)
{
	uint64_t from = number - SQ_ACCOUNT_MOVES_MAX;
	size_t at, end;

	/* One that moved on past the largest number is not looked for. */
	if (number <= SQ_ACCOUNT_MOVES_MAX)
		return true;
	at = set->groups[group_of(set, from)];
	end = set->groups[group_of(set, number) + 1];
	while (at < end && set->numbers[at] < from)
		at++;
	return at < end && set->numbers[at] <= number;
}
