/*
 * identity.c - the ids a payment is known by.
 *
 * An identity is a text of length-prefixed fields: scope, kind of id, id,
 * currency, amount, direction. The scope is our own bank account for whatever a
 * bank tells of it, so that one payment in camt.052, 053 and 054 has the same
 * identity in each, and the source for everything else. Names and accounts of
 * people are never part, but in the content identity of a row that has no id.
 *
 * Strong ids stand first: the bank's own, the trace, UETR, TxId, a row's id. An
 * end-to-end id is the payer's choice and comes back with every instalment of
 * his; the booking day is part of its identity, and it is marked as weak.
 */
#include "parts.h"

#include "acquit/return_code.h"
#include "acquit/utf8.h"

#define FIELDS_MAX 12

/* Strong kinds, strongest first. */
static const enum aq_reference_kind bank_kinds[] = {
	AQ_REF_BANK,
	AQ_REF_TRACE,
	AQ_REF_UETR,
	AQ_REF_TRANSACTION,
};

static const enum aq_reference_kind row_kinds[] = {
	AQ_REF_BANK,
	AQ_REF_TRACE,
	AQ_REF_UETR,
	AQ_REF_ROW,
};

struct identities {
	const struct aq_payment *payment;
	const struct aq_unit *unit;
	struct aq_arena *arena;
	struct aq_identity *out;
	size_t count;
	bool is_memory_short;
	char batch_day[AQ_DATE_TEXT_BYTES]; /* NACHA */
};

struct fields {
	struct aq_slice list[FIELDS_MAX];
	size_t count;
};

static void add_field(struct fields *fields, struct aq_slice text)
{
	fields->list[fields->count++] = text;
}

static char *put_be32(char *next, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*next++ = (char)(number >> shift & 0xFF);
	return next;
}

static void add_identity(struct identities *identities, const struct fields *fields,
			 struct aq_identity identity)
{
	size_t bytes = 0;
	char *text;
	char *next;

	if (identities->count == AQ_IDENTITIES_MAX)
		return;
	for (size_t i = 0; i < fields->count; i++)
		bytes += 4 + fields->list[i].length;
	text = aq_arena_take(identities->arena, bytes);
	if (!text) {
		identities->is_memory_short = true;
		return;
	}
	next = text;
	for (size_t i = 0; i < fields->count; i++) {
		next = put_be32(next, (uint32_t)fields->list[i].length);
		if (fields->list[i].length)
			memcpy(next, fields->list[i].start, fields->list[i].length);
		next += fields->list[i].length;
	}
	identity.text = (struct aq_slice){text, bytes};
	for (size_t i = 0; i < identities->count; i++)
		if (aq_slice_equals(identities->out[i].text, identity.text))
			return;
	identities->out[identities->count++] = identity;
}

static bool is_of_bank_account(const struct identities *identities)
{
	switch (identities->unit->message) {
	case AQ_MESSAGE_STATEMENT:
	case AQ_MESSAGE_REPORT:
	case AQ_MESSAGE_NOTIFICATION:
		return true;
	case AQ_MESSAGE_CASHBOOK:
		return identities->payment->mode != AQ_POSTS_CLEARING;
	case AQ_MESSAGE_ACH:
	case AQ_MESSAGE_GATEWAY:
	case AQ_MESSAGE_OTHER:
	case AQ_MESSAGE_BANK_CSV:
		break;
	}
	return false;
}

static struct aq_slice scope_of(const struct identities *identities)
{
	return is_of_bank_account(identities) ? identities->payment->bank_account
					      : identities->payment->source;
}

/* Money as the identity holds it: the same in every message. */
static void add_money_of(struct fields *fields, const struct aq_payment *payment, int64_t minor,
			 char amount[AQ_MONEY_TEXT_BYTES])
{
	struct aq_slice text = {amount, 0};

	text.length = aq_money_print((struct aq_money){minor, payment->currency}, amount);
	add_field(fields, aq_slice_of(aq_currency_code(payment->currency)));
	add_field(fields, text);
	add_field(fields, payment->direction == AQ_MONEY_IN ? AQ_SLICE("in") : AQ_SLICE("out"));
}

static void add_money(struct fields *fields, const struct aq_payment *payment,
		      char amount[AQ_MONEY_TEXT_BYTES])
{
	add_money_of(fields, payment, payment->amount, amount);
}

/* Originators begin their traces and batches at one again with every file: the
 * day in the batch header tells last week's batch from this week's. A re-sent
 * batch still has the day it was made for. */
static struct aq_date batch_day(const struct aq_unit *unit)
{
	return aq_date_is_set(unit->effective_on) ? unit->effective_on : unit->settled_on;
}

/* A charge and its refund may share a gateway's id, and two NACHA batches a
 * trace; a bank's id of a movement stands alone. */
static void add_narrower(const struct identities *identities, struct fields *fields)
{
	if (identities->unit->message == AQ_MESSAGE_ACH) {
		add_field(fields, aq_slice_trim(identities->unit->originator));
		add_field(fields, aq_slice_trim(identities->unit->id));
		add_field(fields, aq_slice_of(identities->batch_day));
	} else if (!is_of_bank_account(identities)) {
		add_field(fields, aq_slice_of(aq_kind_name(identities->payment->kind)));
	}
}

static void add_strong(struct identities *identities, enum aq_reference_kind kind,
		       struct aq_slice value, bool is_lookup_only)
{
	char amount[AQ_MONEY_TEXT_BYTES];
	struct fields fields = {.count = 0};

	value = aq_slice_trim(value);
	if (aq_reference_is_placeholder(value))
		return;
	add_field(&fields, scope_of(identities));
	add_field(&fields, aq_slice_of(aq_reference_kind_name(kind)));
	add_field(&fields, value);
	add_money(&fields, identities->payment, amount);
	add_narrower(identities, &fields);
	add_identity(identities, &fields,
		     (struct aq_identity){.id = {kind, value}, .is_lookup_only = is_lookup_only});
}

static void add_weak(struct identities *identities)
{
	const struct aq_payment *payment = identities->payment;
	char amount[AQ_MONEY_TEXT_BYTES];
	char day[AQ_DATE_TEXT_BYTES];
	struct fields fields = {.count = 0};

	if (aq_reference_is_placeholder(payment->end_to_end_id))
		return;
	aq_date_print(payment->booked_on, day);
	add_field(&fields, scope_of(identities));
	add_field(&fields, aq_slice_of(aq_reference_kind_name(AQ_REF_END_TO_END)));
	add_field(&fields, payment->end_to_end_id);
	add_money(&fields, payment, amount);
	add_field(&fields, aq_slice_of(day));
	add_narrower(identities, &fields);
	add_identity(identities, &fields,
		     (struct aq_identity){.id = {AQ_REF_END_TO_END, payment->end_to_end_id},
					  .is_weak = true});
}

static void add_content(struct identities *identities)
{
	const struct aq_payment *payment = identities->payment;
	char amount[AQ_MONEY_TEXT_BYTES];
	char day[AQ_DATE_TEXT_BYTES];
	struct fields fields = {.count = 0};

	aq_date_print(payment->booked_on, day);
	add_field(&fields, scope_of(identities));
	add_field(&fields, AQ_SLICE("content"));
	add_field(&fields, aq_slice_of(day));
	add_money(&fields, payment, amount);
	add_field(&fields, aq_slice_of(aq_kind_name(payment->kind)));
	add_field(&fields, aq_utf8_fold(identities->arena, payment->payer));
	add_field(&fields, aq_utf8_fold(identities->arena, payment->reference));
	add_field(&fields, aq_utf8_fold(identities->arena, payment->text));
	add_identity(identities, &fields, (struct aq_identity){.is_content = true});
}

static void add_kind(struct identities *identities, enum aq_reference_kind kind)
{
	const struct aq_payment *payment = identities->payment;

	for (size_t i = 0; i < payment->reference_count; i++)
		if (payment->references[i].kind == kind)
			add_strong(identities, kind, payment->references[i].value, false);
}

/* A trace is unique in its batch; other numbers of an entry are not. What refuses a
 * notification of change names it by the entry that was to be changed. */
static void add_ach(struct identities *identities)
{
	const struct aq_payment *payment = identities->payment;

	add_strong(identities, AQ_REF_TRACE, payment->trace, false);
	if (payment->kind == AQ_KIND_NOTICE &&
	    aq_return_group_of(payment->return_code) == AQ_RETURN_CHANGE)
		add_strong(identities, AQ_REF_ORIGINAL_TRACE, payment->counter_reference, true);
}

/* A row's own id tells it from every other row. Two part refunds share the
 * gateway's id of their payment, so that counts only where rows have none. */
static void add_row(struct identities *identities)
{
	for (size_t i = 0; i < sizeof(row_kinds) / sizeof(row_kinds[0]); i++)
		add_kind(identities, row_kinds[i]);
	if (identities->count == 0)
		add_strong(identities, AQ_REF_ROW, identities->payment->source_id, false);
	if (identities->count == 0)
		add_kind(identities, AQ_REF_TRANSACTION);
	if (identities->count == 0)
		add_weak(identities);
}

/* A leaf without an id of its own is known by its entry's, which others share;
 * equal ones are told apart by their occurrence. */
static void add_leaf(struct identities *identities)
{
	for (size_t i = 0; i < sizeof(bank_kinds) / sizeof(bank_kinds[0]); i++)
		add_kind(identities, bank_kinds[i]);
	add_weak(identities);
	if (identities->count == 0 && identities->payment->leaf_count > 1)
		add_kind(identities, AQ_REF_BATCH);
}

static bool has_kind(const struct aq_payment *payment, enum aq_reference_kind kind)
{
	for (size_t i = 0; i < payment->reference_count; i++)
		if (payment->references[i].kind == kind)
			return true;
	return false;
}

/* What comes apart from a payment names it by these: remittance advice its own
 * id, an order of ours the group that the bank booked as one; the return of a
 * collection its mandate, or the id of our instruction. */
static void add_companions(struct identities *identities)
{
	const struct aq_payment *payment = identities->payment;
	bool is_in = payment->direction == AQ_MONEY_IN, is_collected;

	if (payment->kind == AQ_KIND_NOTICE)
		return;
	is_collected = has_kind(payment, AQ_REF_MANDATE) ||
		       aq_reference_is_placeholder(payment->end_to_end_id);
	for (size_t i = 0; i < payment->reference_count; i++) {
		enum aq_reference_kind kind = payment->references[i].kind;

		if ((is_in && (kind == AQ_REF_REMITTANCE || kind == AQ_REF_MANDATE ||
			       (kind == AQ_REF_INSTRUCTION && is_collected))) ||
		    (kind == AQ_REF_PAYMENT_INFO && payment->is_bare_entry))
			add_strong(identities, kind, payment->references[i].value, true);
	}
}

/* The whole entry, as a bare line of it is known: the first leaf stands for it. */
static void add_entry(struct identities *identities)
{
	const struct aq_payment *payment = identities->payment;

	if (identities->unit->message != AQ_MESSAGE_STATEMENT || payment->entry_amount <= 0)
		return;
	for (size_t i = 0; i < payment->reference_count; i++) {
		struct aq_slice value = aq_slice_trim(payment->references[i].value);
		char amount[AQ_MONEY_TEXT_BYTES];
		struct fields fields = {.count = 0};

		if ((payment->references[i].kind != AQ_REF_BATCH &&
		     payment->references[i].kind != AQ_REF_BANK) ||
		    aq_reference_is_placeholder(value))
			continue;
		add_field(&fields, scope_of(identities));
		add_field(&fields, aq_slice_of(aq_reference_kind_name(AQ_REF_BANK)));
		add_field(&fields, value);
		add_money_of(&fields, payment, payment->entry_amount, amount);
		add_identity(
			identities, &fields,
			(struct aq_identity){.id = {AQ_REF_BANK, value}, .is_lookup_only = true});
	}
}

/* A refund names its payment by the gateway's transaction id, which tells no
 * row from another. */
static void add_lookups(struct identities *identities)
{
	const struct aq_payment *payment = identities->payment;

	if (payment->direction != AQ_MONEY_IN)
		return;
	for (size_t i = 0; i < payment->reference_count; i++)
		if (payment->references[i].kind == AQ_REF_TRANSACTION)
			add_strong(identities, AQ_REF_TRANSACTION, payment->references[i].value,
				   true);
}

size_t aq_payment_identities(const struct aq_payment *payment, const struct aq_unit *unit,
			     struct aq_arena *arena, struct aq_identity out[AQ_IDENTITIES_MAX])
{
	struct identities identities = {
		.payment = payment,
		.unit = unit,
		.arena = arena,
		.out = out,
	};

	aq_date_print(batch_day(unit), identities.batch_day);
	switch (unit->kind) {
	case AQ_UNIT_BATCH:
		add_ach(&identities);
		break;
	case AQ_UNIT_TABLE:
		add_row(&identities);
		break;
	case AQ_UNIT_STATEMENT:
		add_leaf(&identities);
		break;
	}
	if (identities.count == 0)
		add_content(&identities);
	if (unit->kind == AQ_UNIT_TABLE)
		add_lookups(&identities);
	else if (unit->kind == AQ_UNIT_STATEMENT) {
		add_entry(&identities);
		add_companions(&identities);
	}
	return identities.is_memory_short ? 0 : identities.count;
}
