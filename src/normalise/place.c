/*
 * place.c - where and when a movement belongs: account, source, settlement, days.
 *
 * Promises: every payment that posts has a source and, on a bank account, the
 * account's name; both serve as qualifiers in the ledger. A statement row that
 * names no account stands on the account of its profile's name, a cash book's
 * on "cash".
 * Refuses: a movement without a day.
 */
#include "parts.h"

static const char *const iso_sources[] = {
	[AQ_MESSAGE_STATEMENT] = "camt.053",
	[AQ_MESSAGE_REPORT] = "camt.052",
	[AQ_MESSAGE_NOTIFICATION] = "camt.054",
	[AQ_MESSAGE_OTHER] = "iso20022",
};

static struct aq_slice first_of(struct aq_slice one, struct aq_slice other)
{
	return aq_slice_is_empty(one) ? other : one;
}

static struct aq_slice print_or_keep(struct normalise *normalise, struct aq_slice text)
{
	if (aq_slice_is_empty(text))
		normalise->is_memory_short = true;
	return text;
}

static struct aq_slice iso_source(struct normalise *normalise, enum aq_message message)
{
	const char *name = NULL;

	if ((size_t)message < sizeof(iso_sources) / sizeof(iso_sources[0]))
		name = iso_sources[message];
	if (!name)
		name = iso_sources[AQ_MESSAGE_OTHER];
	if (aq_slice_is_empty(normalise->unit_account))
		return aq_slice_of(name);
	return print_or_keep(normalise, aq_arena_print(normalise->arena, "%s:%.*s", name,
						       AQ_SLICE_ARGS(normalise->unit_account)));
}

static bool is_listed(const struct aq_normalise_settings *settings, struct aq_slice company)
{
	company = aq_slice_trim(company);
	if (aq_slice_is_empty(company))
		return false;
	for (size_t i = 0; i < settings->company_id_count; i++)
		if (aq_slice_equals_any_case(aq_slice_trim(settings->company_ids[i]), company))
			return true;
	return false;
}

static struct aq_slice nacha_source(struct normalise *normalise)
{
	const struct aq_unit *unit = normalise->order->unit;
	/* The company's id is what the bank prints on its line, whoever sent it. */
	struct aq_slice name =
		first_of(aq_slice_trim(unit->company_id),
			 first_of(aq_slice_trim(unit->originator), AQ_SLICE("unknown")));

	return print_or_keep(normalise,
			     aq_arena_print(normalise->arena, "ach:%.*s", AQ_SLICE_ARGS(name)));
}

void aq_normalise_unit(struct normalise *normalise)
{
	const struct aq_normalise_order *order = normalise->order;

	normalise->unit_account = aq_account_normal(normalise->arena, order->unit->account);
	if (order->family == AQ_FAMILY_NACHA) {
		normalise->is_own_company = is_listed(order->settings, order->unit->company_id);
		normalise->unit_source = nacha_source(normalise);
	} else if (order->family == AQ_FAMILY_ISO20022) {
		normalise->unit_source = iso_source(normalise, order->unit->message);
	}
}

/* Our own debits count from their effective date, what others send and what
 * comes back from the day the operator settled it. */
static void nacha_days(const struct normalise *normalise, const struct aq_record *record,
		       struct aq_payment *payment)
{
	const struct aq_unit *unit = normalise->order->unit;
	bool is_own_forward = normalise->is_own_company && record->nature == AQ_NATURE_MONEY;

	payment->booked_on = is_own_forward ? unit->effective_on : unit->settled_on;
	if (!aq_date_is_set(payment->booked_on))
		payment->booked_on = is_own_forward ? unit->settled_on : unit->effective_on;
	payment->value_on = unit->settled_on;
}

void aq_normalise_days(struct normalise *normalise, const struct aq_record *record,
		       struct aq_payment *payment)
{
	if (normalise->order->family == AQ_FAMILY_NACHA)
		nacha_days(normalise, record, payment);
	if (!aq_date_is_set(payment->booked_on))
		payment->booked_on = record->booked_on;
	if (!aq_date_is_set(payment->value_on))
		payment->value_on = record->value_on;
	if (!aq_date_is_set(payment->booked_on))
		payment->booked_on = payment->value_on;
	if (!aq_date_is_set(payment->booked_on) && normalise->order->family == AQ_FAMILY_ISO20022)
		payment->booked_on = normalise->order->unit->to_on;
	if (!aq_date_is_set(payment->value_on))
		payment->value_on = payment->booked_on;
	/* Without a home there is no run whose day an ACH file without one would get. */
	if (!aq_date_is_set(payment->booked_on) && (normalise->order->family != AQ_FAMILY_NACHA ||
						    !normalise->order->settings->is_decode_only))
		aq_normalise_refuse(normalise, record, payment, AQ_NORMALISE_DATE,
				    "no booking day and no value day");
}

/* company-batch-day of our own files, originator-batch-day of received ones. What came
 * back is a settlement of its own: the bank debits it apart, and its file numbers its
 * batches from one as ours does. */
static struct aq_slice nacha_settlement(struct normalise *normalise,
					const struct aq_payment *payment)
{
	const struct aq_unit *unit = normalise->order->unit;
	struct aq_slice who = normalise->is_own_company ? unit->company_id : unit->originator;
	bool is_return = payment->kind == AQ_KIND_RETURN;
	char day[AQ_DATE_TEXT_BYTES];

	if (!aq_slice_is_empty(normalise->settlement) &&
	    normalise->settlement_is_return == is_return &&
	    aq_date_compare(normalise->settlement_on, payment->booked_on) == 0)
		return normalise->settlement;
	who = aq_slice_trim(who);
	aq_date_print(payment->booked_on, day);
	normalise->settlement_on = payment->booked_on;
	normalise->settlement_is_return = is_return;
	normalise->settlement = print_or_keep(
		normalise, aq_arena_print(normalise->arena, "%.*s-%.*s-%s%s", AQ_SLICE_ARGS(who),
					  AQ_SLICE_ARGS(unit->id), day, is_return ? "-R" : ""));
	return normalise->settlement;
}

static struct aq_slice reference_of(const struct aq_record *record, enum aq_reference_kind kind)
{
	for (size_t i = 0; i < record->reference_count; i++)
		if (record->references[i].kind == kind)
			return aq_slice_trim(record->references[i].value);
	return (struct aq_slice){"", 0};
}

/* What names the entry of a notification that the statement will carry too.
 * The entry's own references stand before those of its details. */
static struct aq_slice iso_settlement(struct normalise *normalise, const struct aq_record *record)
{
	const struct aq_unit *unit = normalise->order->unit;
	static const enum aq_reference_kind kinds[] = {
		AQ_REF_BATCH,
		AQ_REF_BANK,
		AQ_REF_ENTRY,
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct aq_slice value = reference_of(record, kinds[i]);

		if (!aq_reference_is_placeholder(value))
			return aq_normalise_keep(normalise, value);
	}
	return print_or_keep(normalise,
			     aq_arena_print(normalise->arena, "%.*s-%u", AQ_SLICE_ARGS(unit->id),
					    record->entry_index + 1));
}

/* A gateway's payout that stands for no transactions of the file: what was paid
 * out by hand, or swept. It is known by its own id. */
static bool is_balance_payout(const struct normalise *normalise, const struct aq_record *record,
			      const struct aq_payment *payment)
{
	return normalise->order->unit->message == AQ_MESSAGE_GATEWAY &&
	       payment->kind == AQ_KIND_SETTLEMENT && !payment->is_refused &&
	       aq_slice_is_empty(aq_slice_trim(record->settlement_id)) &&
	       !aq_slice_is_empty(payment->settlement_id);
}

static enum aq_posting_mode mode_of(const struct normalise *normalise,
				    const struct aq_record *record,
				    const struct aq_payment *payment)
{
	if (payment->is_refused || payment->kind == AQ_KIND_NOTICE)
		return AQ_POSTS_NOTHING;
	if (payment->kind == AQ_KIND_SETTLEMENT)
		return is_balance_payout(normalise, record, payment) ? AQ_POSTS_CLEARING
								     : AQ_POSTS_NOTHING;
	switch (normalise->order->unit->message) {
	case AQ_MESSAGE_ACH:
	case AQ_MESSAGE_NOTIFICATION:
	case AQ_MESSAGE_GATEWAY:
		return AQ_POSTS_CLEARING;
	case AQ_MESSAGE_STATEMENT:
	case AQ_MESSAGE_CASHBOOK:
		if (normalise->order->family == AQ_FAMILY_CSV &&
		    !aq_slice_is_empty(payment->settlement_id))
			return AQ_POSTS_CLEARING;
		return AQ_POSTS_BANK;
	case AQ_MESSAGE_REPORT:
	case AQ_MESSAGE_OTHER:
	case AQ_MESSAGE_BANK_CSV:
		break;
	}
	return AQ_POSTS_NOTHING;
}

static void csv_place(struct normalise *normalise, const struct aq_record *record,
		      struct aq_payment *payment)
{
	const struct aq_normalise_order *order = normalise->order;
	struct aq_slice source = first_of(aq_slice_trim(record->source), order->gateway);

	payment->source = aq_normalise_keep(normalise, first_of(source, AQ_SLICE("plain")));
	if (payment->kind == AQ_KIND_SETTLEMENT && order->unit->message == AQ_MESSAGE_GATEWAY &&
	    aq_slice_is_empty(payment->settlement_id))
		payment->settlement_id = aq_normalise_keep(
			normalise, aq_slice_trim(first_of(reference_of(record, AQ_REF_TRANSACTION),
							  record->source_id)));
	payment->bank_account = aq_account_normal(normalise->arena, record->account);
	if (aq_slice_is_empty(payment->bank_account))
		payment->bank_account = normalise->unit_account;
	if (!aq_slice_is_empty(payment->bank_account))
		return;
	payment->bank_account = AQ_SLICE("cash");
	if (order->unit->message == AQ_MESSAGE_STATEMENT && !aq_slice_is_empty(order->gateway))
		payment->bank_account = aq_normalise_keep(normalise, order->gateway);
}

void aq_normalise_place(struct normalise *normalise, const struct aq_record *record,
			struct aq_payment *payment)
{
	const struct aq_unit *unit = normalise->order->unit;

	payment->settlement_id = aq_normalise_keep(normalise, aq_slice_trim(record->settlement_id));
	payment->source = normalise->unit_source;
	if (normalise->order->family == AQ_FAMILY_NACHA) {
		payment->settlement_id = nacha_settlement(normalise, payment);
	} else if (normalise->order->family == AQ_FAMILY_CSV) {
		csv_place(normalise, record, payment);
	} else {
		/* Messages that move nothing: which one it is. */
		if (!aq_slice_is_empty(record->source))
			payment->source = record->source;
		payment->bank_account = normalise->unit_account;
		if (aq_slice_is_empty(payment->bank_account))
			payment->bank_account = AQ_SLICE("unknown");
		if (unit->message == AQ_MESSAGE_NOTIFICATION &&
		    aq_slice_is_empty(payment->settlement_id))
			payment->settlement_id = iso_settlement(normalise, record);
	}
	payment->mode = mode_of(normalise, record, payment);
}
