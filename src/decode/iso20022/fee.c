/*
 * fee.c - what the bank kept of a transaction, on the transaction itself.
 *
 * The leaf that takes the charge off its entry is a movement of its own, and the
 * only one that posts it. Whoever reads the payment alone wants gross, fee and net
 * of it as well.
 *
 * Promises: net is amount less fee; the fees told of an entry's leaves are what
 * its charge leaf takes off. A charge in another currency is told in it, and the
 * net is what came.
 * Refuses: to share one charge of an entry out among its transactions, and to tell
 * a charge that was not taken off.
 */
#include "iso.h"

static bool is_out(const struct aq_record *record)
{
	return aq_slice_is(record->indicator, "DBIT");
}

/* Signed from our side; absent when it is too large. */
static struct aq_decimal net_of(const struct aq_record *record, struct aq_decimal fee)
{
	struct aq_decimal gross =
		is_out(record) ? aq_decimal_negate(record->amount) : record->amount;
	struct aq_decimal net = {0};

	if (!aq_decimal_subtract(gross, fee, &net))
		net.is_present = false;
	return net;
}

static void tell(struct aq_record *record, struct aq_decimal fee)
{
	if (aq_decimal_is_zero(fee))
		return;
	record->net = net_of(record, fee);
	if (!record->net.is_present)
		return;
	record->fee = fee;
	record->fee_currency = record->currency;
	record->net_currency = record->currency;
}

/* Of several transactions each has its own charges, if those are all of it. */
static bool is_all(const struct iso *iso, size_t count, bool is_total, struct aq_decimal cost)
{
	struct aq_decimal sum = {0};

	for (size_t i = iso->entry_start; i < iso->entry_start + count; i++) {
		const struct iso_charges *charges = &iso->leaves[i].charges;

		if (!aq_decimal_add(sum, is_total ? charges->total : charges->sum, &sum))
			return false;
	}
	return sum.is_present && aq_decimal_compare(sum, aq_decimal_absolute(cost)) == 0;
}

static void tell_each(struct iso *iso, size_t count, struct aq_decimal cost)
{
	bool is_total = !is_all(iso, count, false, cost);

	if (is_total && !is_all(iso, count, true, cost))
		return;
	for (size_t i = iso->entry_start; i < iso->entry_start + count; i++) {
		const struct iso_charges *charges = &iso->leaves[i].charges;
		struct aq_decimal fee = is_total ? charges->total : charges->sum;

		if (fee.is_present)
			tell(&iso->records[i], cost.units < 0 ? aq_decimal_negate(fee) : fee);
	}
}

/* Charged in another currency: what it came to is in the residual. */
static void tell_foreign(struct iso *iso, struct aq_decimal cost)
{
	struct aq_record *record = &iso->records[iso->entry_start];
	const struct iso_charges *charges = &iso->leaves[iso->entry_start].charges;

	if (!charges->foreign.number.is_present)
		charges = &iso->entry.charges;
	if (!charges->foreign.number.is_present || charges->is_apart || charges->is_mixed ||
	    cost.units < 0)
		return;
	record->net = net_of(record, cost);
	if (!record->net.is_present)
		return;
	record->fee = charges->foreign.number;
	record->fee_currency = charges->foreign.currency;
	record->net_currency = record->currency;
}

void iso_fees_tell(struct iso *iso)
{
	size_t count = iso->record_count - iso->entry_start;
	const struct aq_record *residual;
	struct aq_decimal cost;

	if (count < 2 || iso->entry.is_spilled)
		return;
	residual = &iso->records[iso->record_count - 1];
	if (!residual->is_residual)
		return;
	cost = is_out(residual) ? residual->amount : aq_decimal_negate(residual->amount);
	count--;
	if (!aq_slice_is(residual->description, "charge")) {
		if (count == 1)
			tell_foreign(iso, cost);
	} else if (count == 1) {
		tell(&iso->records[iso->entry_start], cost);
	} else {
		tell_each(iso, count, cost);
	}
}
