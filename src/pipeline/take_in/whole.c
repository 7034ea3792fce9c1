/*
 * whole.c - how much money a file told of that is refused whole, and how many
 * payments a file has.
 *
 * Promises: what was read of it is counted by currency as it was normalised,
 * posted or not, so that its row says what lies in rejected/. What cannot be
 * summed is not told.
 */
#include "taking.h"

#include "../apply/tables.h"

#define TELLING_BYTES (1 << 20) /* of a file, that tell about all of it */

static struct aq_file_total *total_of(struct intake *intake, aq_currency currency)
{
	size_t index = 0;

	while (index < intake->whole.count && intake->whole.totals[index].currency != currency)
		index++;
	if (index == CURRENCIES_MAX)
		return NULL;
	if (index == intake->whole.count)
		intake->whole.totals[intake->whole.count++] =
			(struct aq_file_total){.tally = AQ_TALLY_READ, .currency = currency};
	return &intake->whole.totals[index];
}

void whole_count(struct intake *intake, const struct aq_payment *payments, size_t count)
{
	struct aq_file_total *sum = NULL;

	intake->whole.payments += count;
	for (size_t at = 0; at < count && !intake->whole.is_beyond; at++) {
		int64_t *side;

		if (!sum || sum->currency != payments[at].currency)
			sum = total_of(intake, payments[at].currency);
		if (!sum) {
			intake->whole.is_beyond = true;
			return;
		}
		side = payments[at].direction == AQ_MONEY_IN ? &sum->credits : &sum->debits;
		sum->count++;
		intake->whole.is_beyond = !aq_minor_add(*side, payments[at].amount, side);
	}
}

void whole_read(struct intake *intake, size_t bytes)
{
	struct whole *whole = &intake->whole;
	uint64_t all = intake->work.facts.unwrapped_bytes;

	whole->bytes += bytes;
	if (whole->is_told || whole->bytes < TELLING_BYTES)
		return;
	whole->is_told = true;
	tables_expect(intake->job, whole->payments * (all >> 10) / (whole->bytes >> 10));
}

void whole_is_refused(struct intake *intake)
{
	struct aq_file_total *totals = intake->whole.totals;
	size_t count = intake->whole.count;

	if (!intake->whole.is_read || intake->whole.is_beyond)
		return;
	for (size_t at = 0; at < count; at++) {
		totals[count + at] = totals[at];
		totals[count + at].tally = AQ_TALLY_REFUSED;
	}
	intake->work.totals = totals;
	intake->work.total_count = 2 * count;
}
