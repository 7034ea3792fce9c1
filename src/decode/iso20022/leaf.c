/*
 * leaf.c - one leaf of an entry: transaction details, or the entry itself.
 *
 * A leaf is written straight into the next free record of the batch while its
 * element is read; what the entry knows is added when the entry is whole.
 */
#include "iso.h"

/* What banks write where they have nothing to write. */
static const char *const placeholders[] = {
	"NOTPROVIDED",
	"NOT PROVIDED",
	"NOTAVAILABLE",
	"NONREF",
	"NOREF",
	"NONE",
	"N/A",
	"NA",
	"-",
	".",
	"KEINE INFORMATION VORHANDEN",
};
#define PLACEHOLDER_BYTES_MAX (sizeof("KEINE INFORMATION VORHANDEN") - 1)

bool iso_is_placeholder(struct aq_slice text)
{
	if (text.length > PLACEHOLDER_BYTES_MAX)
		return false;
	for (size_t i = 0; i < sizeof(placeholders) / sizeof(placeholders[0]); i++)
		if (aq_slice_equals_any_case(text, aq_slice_of(placeholders[i])))
			return true;
	return text.length == 0;
}

/* Sub-families that take a payment back. */
static const char *const return_codes[] = {
	"RRTN", /* credit transfer returned */
	"UPDD", /* unpaid direct debit */
	"PRDD", /* direct debit reversed */
	"RPCR", /* reversed by a cancellation request */
	"UPCT", /* unpaid card transaction */
	"UPCQ", /* unpaid cheque */
	"CQRV", /* cheque reversed */
	"ARET", /* ACH return */
	"AREV", /* ACH reversal */
	"RCDD", /* direct debit reversed by a cancellation request */
	"RCHQ", /* cheque returned */
	"UPTC", /* unpaid traveller's cheque */
};

/* "NRTI", or the numbers of German banks behind their four letters:
 * "NMSC+109+00931". */
static bool is_proprietary_return(struct aq_slice text)
{
	static const char *const numbers[] = {"108", "109", "110", "111", "159", "160"};
	struct aq_slice letters = aq_slice_cut(&text, '+');
	struct aq_slice number = aq_slice_cut(&text, '+');

	if (letters.length != 4 || (letters.start[0] != 'N' && letters.start[0] != 'S'))
		return false;
	if (memcmp(letters.start + 1, "RTI", 3) == 0)
		return true;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (aq_slice_is(number, numbers[i]))
			return true;
	return false;
}

/* "PMNT/RCDT/ESCT". Every transaction has one, so that it is not printed. */
static struct aq_slice joined(struct iso *iso, const struct iso_code *code)
{
	const struct aq_slice parts[] = {code->domain, code->family, code->sub_family};
	size_t bytes = 2, count = sizeof(parts) / sizeof(parts[0]), at = 0;
	char *room;

	for (size_t i = 0; i < count; i++)
		bytes += parts[i].length;
	room = aq_arena_take(iso->arena, bytes);
	if (!room) {
		iso_memory(iso);
		return (struct aq_slice){NULL, 0};
	}
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			room[at++] = '/';
		if (parts[i].length > 0)
			memcpy(room + at, parts[i].start, parts[i].length);
		at += parts[i].length;
	}
	return (struct aq_slice){room, bytes};
}

void iso_code_end(struct iso *iso)
{
	struct iso_code *code = iso->targets[TO_CODE];

	for (size_t i = 0; i < sizeof(return_codes) / sizeof(return_codes[0]); i++)
		if (aq_slice_is(code->sub_family, return_codes[i]))
			code->is_return = true;
	if (aq_slice_is_empty(code->domain) && is_proprietary_return(code->proprietary))
		code->is_return = true;
	code->type = code->proprietary;
	if (!aq_slice_is_empty(code->domain))
		code->type = joined(iso, code);
	code->written = aq_slice_is_empty(code->proprietary) ? code->type : code->proprietary;
	iso->targets[TO_CODE] = NULL;
}

void iso_leaf_begin(struct iso *iso)
{
	struct aq_record *record;

	if (iso->record_count >= HELD_RECORDS_MAX - 2 || aq_arena_used(iso->arena) > HELD_BYTES_MAX)
		iso_entry_spill(iso);
	if (iso->status != AQ_OK)
		return;
	record = &iso->records[iso->record_count];
	memset(record, 0, sizeof(*record));
	memset(&iso->leaves[iso->record_count], 0, sizeof(iso->leaves[0]));
	record->line = iso_at(iso).line;
	iso->in_leaf = true;
	iso->reference_count = 0;
	iso->remittance_count = 0;
	iso->is_reference_lost = false;
	iso->text_open = (struct aq_slice){NULL, 0};
	iso->targets[TO_RECORD] = record;
	iso->targets[TO_LEAF] = &iso->leaves[iso->record_count];
	iso->targets[TO_AMOUNTS] = &iso->leaves[iso->record_count].amounts;
	iso->targets[TO_CHARGES] = &iso->leaves[iso->record_count].charges;
}

static bool references_keep(struct iso *iso, struct aq_record *record)
{
	record->references =
		aq_arena_take_many(iso->arena, iso->reference_count + ENTRY_REFERENCES_MAX,
				   sizeof(struct aq_reference));
	if (!record->references)
		return false;
	memcpy(record->references, iso->references,
	       iso->reference_count * sizeof(struct aq_reference));
	record->reference_count = iso->reference_count;
	if (iso->remittance_count == 0)
		return true;
	record->remittances =
		aq_arena_take_many(iso->arena, iso->remittance_count, sizeof(struct aq_remittance));
	if (!record->remittances)
		return false;
	memcpy(record->remittances, iso->remittances,
	       iso->remittance_count * sizeof(struct aq_remittance));
	record->remittance_count = iso->remittance_count;
	return true;
}

void iso_leaf_end(struct iso *iso)
{
	struct aq_record *record = &iso->records[iso->record_count];

	iso_unstructured_end(iso);
	if (iso->is_reference_lost)
		aq_findings_say(iso->base.findings, AQ_ISO_REFERENCES, iso_at(iso),
				AQ_SLICE("RmtInf"), (struct aq_slice){NULL, 0},
				"more than %d references for one transaction; the rest is not kept",
				LEAF_REFERENCES_MAX);
	if (!references_keep(iso, record)) {
		iso_memory(iso);
		return;
	}
	iso->in_leaf = false;
	iso->record_count++;
	iso->statement.detail_count++;
	iso->targets[TO_RECORD] = NULL;
	iso->targets[TO_LEAF] = NULL;
	iso->targets[TO_PARTY] = NULL;
	iso->targets[TO_AMOUNTS] = &iso->entry.amounts;
	iso->targets[TO_CHARGES] = &iso->entry.charges;
}

static bool is_in(const struct iso *iso, const struct iso_amount *amount)
{
	return amount->number.is_present &&
	       (aq_slice_is_empty(amount->currency) ||
		aq_slice_equals(amount->currency, iso->entry.amounts.own.currency));
}

bool iso_charges_are(const struct iso_charges *charges, struct aq_decimal difference)
{
	struct aq_decimal taxed;

	return (charges->sum.is_present && aq_decimal_compare(charges->sum, difference) == 0) ||
	       (charges->total.is_present && aq_decimal_compare(charges->total, difference) == 0) ||
	       (charges->sum.is_present && charges->tax.is_present &&
		aq_decimal_add(charges->sum, charges->tax, &taxed) &&
		aq_decimal_compare(taxed, difference) == 0);
}

/* Whether `before` less the charges (more, where money went out) is `booked`. */
static bool charges_explain(const struct iso *iso, const struct iso_charges *charges,
			    struct aq_decimal before, struct aq_decimal booked)
{
	struct aq_decimal difference;

	if (charges->is_apart)
		return false;
	if (!(aq_slice_is(iso->entry.indicator, "DBIT")
		      ? aq_decimal_subtract(booked, before, &difference)
		      : aq_decimal_subtract(before, booked, &difference)))
		return false;
	return difference.units > 0 && iso_charges_are(charges, difference);
}

/* A charge in another currency proves nothing to the cent; half of the money is no charge. */
static bool foreign_explains(const struct iso *iso, const struct iso_charges *charges,
			     struct aq_decimal before, struct aq_decimal booked)
{
	bool is_out = aq_slice_is(iso->entry.indicator, "DBIT");
	struct aq_decimal kept, twice;

	if (!charges->foreign.number.is_present || charges->foreign.number.units <= 0 ||
	    charges->is_apart || charges->is_mixed || charges->sum.is_present)
		return false;
	return (is_out ? aq_decimal_subtract(booked, before, &kept)
		       : aq_decimal_subtract(before, booked, &kept)) &&
	       kept.units > 0 && aq_decimal_add(kept, kept, &twice) &&
	       aq_decimal_compare(twice, before) < 0;
}

struct aq_decimal iso_amount_of(const struct iso *iso, const struct iso_amounts *amounts,
				const struct iso_charges *charges)
{
	const struct iso_amount *const told[] = {&amounts->transaction, &amounts->counter,
						 &amounts->instructed};
	const size_t count = sizeof(told) / sizeof(told[0]);

	if (is_in(iso, &amounts->own)) {
		for (size_t i = 0; i < count; i++)
			if (is_in(iso, told[i]) &&
			    (charges_explain(iso, charges, told[i]->number, amounts->own.number) ||
			     foreign_explains(iso, charges, told[i]->number, amounts->own.number)))
				return told[i]->number;
		return amounts->own.number;
	}
	for (size_t i = 0; i < count; i++)
		if (is_in(iso, told[i]))
			return told[i]->number;
	return (struct aq_decimal){0};
}

static void reference_more(struct aq_record *record, enum aq_reference_kind kind,
			   struct aq_slice value)
{
	if (iso_is_placeholder(value))
		return;
	for (size_t i = 0; i < record->reference_count; i++)
		if (record->references[i].kind == kind &&
		    aq_slice_equals(record->references[i].value, value))
			return;
	record->references[record->reference_count++] =
		(struct aq_reference){.kind = kind, .value = value};
}

static bool is_booked(const struct iso_entry *entry)
{
	return aq_slice_is_empty(entry->status) || aq_slice_is(entry->status, "BOOK");
}

/* What a statement's line may name a notification by, where the notification
 * itself names no batch. */
static struct aq_slice detail_message_of(const struct iso *iso, const struct aq_record *record)
{
	if (iso->unit.message != AQ_MESSAGE_NOTIFICATION ||
	    !aq_slice_is_empty(iso->entry.detail_message))
		return iso->entry.detail_message;
	for (size_t i = 0; i < record->reference_count; i++)
		if (record->references[i].kind == AQ_REF_PAYMENT_INFO ||
		    record->references[i].kind == AQ_REF_MESSAGE)
			return iso->entry.detail_message;
	return iso->message_id_told;
}

static void identity_fill(struct iso *iso, struct aq_record *record, const struct iso_leaf *leaf)
{
	const struct iso_entry *entry = &iso->entry;
	bool is_sole = record->leaf_count == 1 || record->is_bare_entry ||
		       (!entry->is_spilled && record->leaf_index == 0 && record->leaf_count > 1 &&
			iso->records[iso->entry_start + 1].is_residual);
	struct aq_slice bank = iso_is_placeholder(entry->bank_reference)
				       ? (struct aq_slice){NULL, 0}
				       : entry->bank_reference;

	record->source_id = leaf->bank_reference;
	if (aq_slice_is_empty(record->source_id) && is_sole && !record->is_residual)
		record->source_id = bank;
	if (aq_slice_is_empty(record->source_id))
		record->source_id = leaf->end_to_end;
	if (aq_slice_is_empty(record->source_id))
		record->source_id = leaf->transaction_id;
	/* An entry's own reference is an identity of its only leaf; of several it is the batch,
	 * even where the bank writes it on each of them. */
	for (size_t i = 0; !is_sole && i < record->reference_count; i++)
		if (record->references[i].kind == AQ_REF_BANK &&
		    aq_slice_equals(record->references[i].value, bank))
			record->references[i].kind = AQ_REF_BATCH;
	reference_more(record, is_sole && !record->is_residual ? AQ_REF_BANK : AQ_REF_BATCH, bank);
	if (iso->unit.message == AQ_MESSAGE_NOTIFICATION)
		record->settlement_id = bank;
	reference_more(record, AQ_REF_ENTRY, entry->reference);
	reference_more(record, AQ_REF_PAYMENT_INFO, entry->batch_payment_info);
	reference_more(record, AQ_REF_MESSAGE, entry->batch_message);
	reference_more(record, AQ_REF_DETAIL_MESSAGE, detail_message_of(iso, record));
	if (is_sole && !record->is_residual)
		reference_more(record, AQ_REF_TEXT, entry->information);
}

/* The leaf's own code goes first, but a code of the standard before a bank's own. */
static const struct iso_code *code_of(const struct iso *iso, const struct iso_leaf *leaf)
{
	if (aq_slice_is_empty(leaf->code.type) ||
	    (aq_slice_is_empty(leaf->code.domain) && !aq_slice_is_empty(iso->entry.code.domain)))
		return &iso->entry.code;
	return &leaf->code;
}

static void nature_fill(struct iso *iso, struct aq_record *record, const struct iso_leaf *leaf)
{
	bool is_return = leaf->is_return || code_of(iso, leaf)->is_return;

	if (record->is_residual)
		is_return = false;
	if (is_return) {
		record->counter_reference = !aq_slice_is_empty(leaf->end_to_end)
						    ? leaf->end_to_end
						    : leaf->transaction_id;
		record->nature = AQ_NATURE_RETURN;
	}
	if (!is_booked(&iso->entry))
		record->nature = AQ_NATURE_NOTICE;
}

void iso_leaf_fill(struct iso *iso, size_t index)
{
	struct aq_record *record = &iso->records[index];
	const struct iso_leaf *leaf = &iso->leaves[index];
	const struct iso_entry *entry = &iso->entry;
	const struct iso_amounts *amounts = &leaf->amounts;
	const struct iso_code *code = code_of(iso, leaf);

	record->type = code->type;
	record->type_written =
		aq_slice_is_empty(leaf->code.written) ? entry->code.written : leaf->code.written;
	record->status = entry->status;
	if (!record->is_residual)
		record->description = entry->information;
	record->booked_on = entry->booked_on;
	record->value_on = entry->value_on;
	record->currency = entry->amounts.own.currency;
	record->is_reversal = entry->is_reversal;
	if (!amounts->instructed.number.is_present &&
	    (record->is_bare_entry || record->leaf_count == 1))
		amounts = &entry->amounts;
	record->instructed = amounts->instructed.number;
	record->instructed_currency = amounts->instructed.currency;
	record->exchange_rate =
		aq_slice_is_empty(leaf->amounts.rate) ? amounts->rate : leaf->amounts.rate;
	nature_fill(iso, record, leaf);
	identity_fill(iso, record, leaf);
}
