/*
 * fee.c - what the bank kept of a transaction, on the transaction itself.
 *
 * The leaf that takes the charge off its entry is a movement of its own, and the
 * only one that posts it. Whoever reads the payment alone wants gross, fee and net
 * of it as well.
 *
 * Promises: net is amount less fee; the fees told of an entry's leaves are what
 * its charge leaf takes off, and the leaf of the tax on it. A charge in another currency is told in it, and the
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

enum kept { KEPT_SUM, KEPT_TOTAL, KEPT_TAXED, KEPT_COUNT };

static bool kept_of(const struct iso_charges *charges, enum kept kept, struct aq_decimal *out)
{
	*out = kept == KEPT_TOTAL ? charges->total : charges->sum;
	return kept != KEPT_TAXED || aq_decimal_add(charges->sum, charges->tax, out);
}

/* Of several transactions each has its own charges, if those are all of it. */
static bool is_all(const struct iso *iso, size_t count, enum kept kept, struct aq_decimal cost)
{
	struct aq_decimal sum = {0}, one;

	for (size_t i = iso->entry_start; i < iso->entry_start + count; i++) {
		if (!kept_of(&iso->leaves[i].charges, kept, &one) ||
		    !aq_decimal_add(sum, one, &sum))
			return false;
	}
	return sum.is_present && aq_decimal_compare(sum, aq_decimal_absolute(cost)) == 0;
}

static void tell_each(struct iso *iso, size_t count, struct aq_decimal cost)
{
	enum kept kept = KEPT_SUM;
	struct aq_decimal fee;

	while (kept < KEPT_COUNT && !is_all(iso, count, kept, cost))
		kept++;
	for (size_t i = iso->entry_start; kept < KEPT_COUNT && i < iso->entry_start + count; i++) {
		if (kept_of(&iso->leaves[i].charges, kept, &fee) && fee.is_present)
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

/* What tax is told of all that was charged. */
static bool tax_of(const struct iso *iso, size_t count, struct aq_decimal *out)
{
	*out = (struct aq_decimal){0};
	for (size_t i = iso->entry_start; i < iso->entry_start + count; i++)
		if (!aq_decimal_add(*out, iso->leaves[i].charges.tax, out))
			return false;
	if (!out->is_present)
		*out = iso->entry.charges.tax;
	return out->is_present;
}

static bool is_charge(const struct iso *iso, size_t count)
{
	const struct aq_record *last = &iso->records[iso->record_count - 1];

	return count > 1 && !iso->entry.is_spilled && last->is_residual &&
	       aq_slice_is(last->description, "charge");
}

void iso_tax_apart(struct iso *iso)
{
	size_t count = iso->record_count - iso->entry_start;
	struct aq_record *charge, *record;
	struct aq_decimal tax, rest;

	if (iso->status != AQ_OK || !is_charge(iso, count) || !tax_of(iso, count - 1, &tax))
		return;
	charge = &iso->records[iso->record_count - 1];
	if (tax.units <= 0 || !aq_decimal_subtract(charge->amount, tax, &rest) || rest.units <= 0)
		return;
	record = iso_record_more(iso);
	if (!record)
		return;
	charge->amount = rest;
	record->is_residual = true;
	record->description = AQ_SLICE("tax");
	record->amount = tax;
	record->indicator = charge->indicator;
}

void iso_fees_tell(struct iso *iso)
{
	size_t count = iso->record_count - iso->entry_start;
	const struct aq_record *residual;
	struct aq_decimal cost, taken;

	if (count < 2 || iso->entry.is_spilled)
		return;
	residual = &iso->records[iso->record_count - 1];
	if (!residual->is_residual)
		return;
	taken = residual->amount;
	count--;
	if (aq_slice_is(residual->description, "tax")) {
		residual--;
		count--;
		if (!aq_decimal_add(taken, residual->amount, &taken))
			return;
	}
	cost = is_out(residual) ? taken : aq_decimal_negate(taken);
	if (!aq_slice_is(residual->description, "charge")) {
		if (count == 1)
			tell_foreign(iso, cost);
	} else if (count == 1) {
		tell(&iso->records[iso->entry_start], cost);
	} else {
		tell_each(iso, count, cost);
	}
}
