/*
 * put.c - keeps the text of an element where it belongs.
 *
 * Which text goes where is the table below; what is more than keeping stands
 * in the functions before it. Texts are copied to the arena of the unit or of
 * the batch and live as long as it does.
 */
#include "iso.h"

struct put {
	void (*how)(struct iso *iso, const struct put *put, struct aq_slice text);
	uint8_t target; /* enum iso_target */
	uint8_t reference; /* enum aq_reference_kind, for references */
	uint16_t offset;
	uint16_t flag_offset; /* of a bool that says it was there */
};

static struct aq_slice keep(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_arena *arena = put->target == TO_UNIT || put->target == TO_STATEMENT ||
						 put->target == TO_BALANCE ||
						 put->target == TO_GROUP
					 ? iso->unit_arena
					 : iso->arena;
	struct aq_slice kept;

	if (text.length == 0)
		return (struct aq_slice){NULL, 0};
	kept = aq_arena_copy(arena, text);
	if (kept.length != text.length)
		iso_memory(iso);
	return kept;
}

static void *place(const struct iso *iso, const struct put *put)
{
	return (char *)iso->targets[put->target] + put->offset;
}

/* The last one wins, but an empty one. */
static void put_text(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_slice *slice = place(iso, put);

	if (text.length > 0)
		*slice = keep(iso, put, text);
}

/* The first one wins. */
static void put_first(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_slice *slice = place(iso, put);

	if (text.length > 0 && aq_slice_is_empty(*slice))
		*slice = keep(iso, put, text);
}

/* Several are joined by a blank. */
static void put_joined(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_slice *slice = place(iso, put);

	if (aq_slice_is_empty(*slice) || text.length == 0) {
		put_text(iso, put, text);
		return;
	}
	*slice =
		aq_arena_print(iso->arena, "%.*s %.*s", AQ_SLICE_ARGS(*slice), AQ_SLICE_ARGS(text));
	if (aq_slice_is_empty(*slice))
		iso_memory(iso);
}

static void put_day(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_date *date = place(iso, put);

	if (text.length == 0 || aq_date_parse_iso(text, date))
		return;
	aq_findings_say(iso->base.findings, AQ_ISO_DATE, iso_at(iso), AQ_SLICE("Dt"), text,
			"this is no day; the date counts as not told");
}

/* When it was made tells which of two states of a statement is the later one. */
static void put_created(struct iso *iso, const struct put *put, struct aq_slice text)
{
	put_day(iso, put, text);
	if (aq_slice_is_empty(iso->unit.created) && text.length <= AQ_CREATED_BYTES_MAX)
		iso->unit.created = keep(iso, put, text);
}

/* On which day money came is no detail: a day that there is not refuses the statement. */
static void put_entry_day(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_date *date = place(iso, put);

	if (text.length == 0 || aq_date_parse_iso(text, date))
		return;
	iso->entry.is_day_bad = true;
	aq_findings_say(iso->base.findings, AQ_ISO_ENTRY_DATE, iso_at(iso), AQ_SLICE("Dt"), text,
			"the entry's day is no day");
}

static void put_amount(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct iso_amount *amount = place(iso, put);
	struct aq_decimal number;

	amount->currency = iso->text_currency;
	if (aq_decimal_parse_plain(text, &number)) {
		amount->number = number;
		return;
	}
	amount->is_bad = true;
	aq_findings_say(iso->base.findings, AQ_ISO_NUMBER, iso_at(iso), AQ_SLICE("Amt"), text,
			"this is no amount");
}

/* The entry's amount, from which everything else of it hangs. */
static void put_entry_amount(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct iso_amount *amount = place(iso, put);

	if (amount->number.is_present || amount->is_bad)
		iso->entry.is_repeated = true;
	amount->currency = iso->text_currency;
	if (aq_decimal_parse_plain(text, &amount->number))
		return;
	amount->is_bad = true;
	aq_findings_say(iso->base.findings, AQ_ISO_AMOUNT, iso_at(iso), AQ_SLICE("Ntry/Amt"), text,
			"the entry's amount cannot be read");
}

static void put_entry_indicator(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_slice *slice = place(iso, put);

	if (!aq_slice_is_empty(*slice))
		iso->entry.is_repeated = true;
	*slice = keep(iso, put, text);
}

static void put_decimal(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_decimal *number = place(iso, put);

	if (!aq_decimal_parse_plain(text, number))
		aq_findings_say(iso->base.findings, AQ_ISO_NUMBER, iso_at(iso), AQ_SLICE("Amt"),
				text, "this is no amount; it counts as not told");
}

/* Sums that the file declares of itself. */
static void put_declared(struct iso *iso, const struct put *put, struct aq_slice text)
{
	if (!aq_decimal_parse_plain(text, place(iso, put)) && text.length > 0)
		iso->statement.summary.is_bad = true;
}

static void put_count(struct iso *iso, const struct put *put, struct aq_slice text)
{
	bool *flag = (bool *)((char *)iso->targets[put->target] + put->flag_offset);

	/* Leading zeros may make it longer than a number can be. */
	while (text.length > 1 && text.start[0] == '0') {
		text.start++;
		text.length--;
	}
	*flag = aq_slice_to_u64(text, place(iso, put));
	if (!*flag && text.length > 0 && put->target == TO_STATEMENT)
		iso->statement.summary.is_bad = true;
}

/* An entry may have several batches: what they declare is summed. */
static void put_batch_count(struct iso *iso, const struct put *put, struct aq_slice text)
{
	uint64_t before = iso->entry.batch_count;
	uint64_t sum;

	put_count(iso, put, text);
	if (__builtin_add_overflow(before, iso->entry.batch_count, &sum))
		iso->entry.has_batch_count = false;
	else
		iso->entry.batch_count = sum;
}

static void put_batch_total(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct iso_amount before = iso->entry.batch_total;
	struct iso_amount *total = &iso->entry.batch_total;

	put_amount(iso, put, text);
	iso->entry.batch_totals++;
	if (!before.number.is_present || total->is_bad)
		return;
	if (!aq_slice_equals(before.currency, total->currency) ||
	    !aq_decimal_add(before.number, total->number, &total->number))
		total->is_bad = true;
}

/* Outlives the statements of its message; one that is too long is nobody's. */
static void put_message_id(struct iso *iso, const struct put *put, struct aq_slice text)
{
	(void)put;
	if (text.length == 0 || text.length > sizeof(iso->message_id))
		return;
	memcpy(iso->message_id, text.start, text.length);
	iso->message_id_told = (struct aq_slice){iso->message_id, text.length};
}

static void put_message_day(struct iso *iso, const struct put *put, struct aq_slice text)
{
	(void)put;
	if (text.length > 0)
		(void)aq_date_parse_iso(text, &iso->message_on);
}

/* One that is no number is not told. */
static void put_page(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct iso_pages *pages = place(iso, put);

	while (text.length > 1 && text.start[0] == '0') {
		text.start++;
		text.length--;
	}
	if (!aq_slice_to_u64(text, &pages->number))
		pages->number = 0;
	pages->first = pages->number;
}

static void put_last_page(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct iso_pages *pages = place(iso, put);

	pages->is_last = aq_slice_is(text, "true") || aq_slice_is(text, "1");
	pages->is_followed = aq_slice_is(text, "false") || aq_slice_is(text, "0");
}

/* xs:boolean. */
static void put_flag(struct iso *iso, const struct put *put, struct aq_slice text)
{
	bool *flag = place(iso, put);

	*flag = aq_slice_is(text, "true") || aq_slice_is(text, "1");
}

/* It explains nothing of the entry, but is a fee all the same. */
static void put_foreign_charge(struct iso *iso, struct aq_slice text)
{
	struct iso_charges *charges = iso->targets[TO_CHARGES];
	struct aq_decimal number;

	if (!aq_decimal_parse_plain(text, &number) ||
	    !aq_decimal_add(charges->foreign.number, number, &charges->foreign.number))
		return;
	charges->is_mixed |= !aq_slice_is_empty(charges->foreign.currency) &&
			     !aq_slice_equals(charges->foreign.currency, iso->text_currency);
	charges->foreign.currency = iso->text_currency;
}

static void put_charge(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_decimal *sum = place(iso, put);
	struct aq_slice currency = iso->entry.amounts.own.currency;
	struct aq_decimal number;

	if (!aq_slice_is_empty(iso->text_currency) && !aq_slice_is_empty(currency) &&
	    !aq_slice_equals(iso->text_currency, currency)) {
		if (put->offset == offsetof(struct iso_charges, sum))
			put_foreign_charge(iso, text);
		return;
	}
	if (!aq_decimal_parse_plain(text, &number) || !aq_decimal_add(*sum, number, sum))
		aq_findings_say(iso->base.findings, AQ_ISO_NUMBER, iso_at(iso), AQ_SLICE("Chrgs"),
				text, "this is no amount; the charge counts as not told");
}

/* ChrgInclInd. */
static void put_included(struct iso *iso, const struct put *put, struct aq_slice text)
{
	bool *is_apart = place(iso, put);

	*is_apart |= aq_slice_is(text, "false") || aq_slice_is(text, "0");
}

static void put_reference(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_slice kept;

	if (iso_is_placeholder(text))
		return;
	kept = keep(iso, put, text);
	iso_reference_add(iso, put->reference, kept);
	/* Some are looked at again, for the leaf's own identity. */
	if (put->offset != 0)
		*(struct aq_slice *)place(iso, put) = kept;
}

/* A placeholder is nobody: under an ultimate party it would hide the real one. */
static void put_name(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_party *party = iso->targets[TO_PARTY];
	struct aq_slice *slice = iso->is_party_ultimate ? &party->ultimate_name : &party->name;

	if (!iso_is_placeholder(text) && aq_slice_is_empty(*slice))
		*slice = keep(iso, put, text);
}

/* A member id of a clearing system gives way to a BIC. */
static void put_bic(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_party *party = iso->targets[TO_PARTY];

	if (text.length > 0 && !(iso->is_party_ultimate && !aq_slice_is_empty(party->bank)))
		party->bank = keep(iso, put, text);
}

static void put_unstructured(struct iso *iso, const struct put *put, struct aq_slice text)
{
	if (text.length > 0)
		iso_unstructured_line(iso, keep(iso, put, text));
}

/* Swiss banks write the state of a slip here; it is nobody's reference. */
static void put_more(struct iso *iso, const struct put *put, struct aq_slice text)
{
	if (text.length > 0 && !aq_slice_starts_with(text, AQ_SLICE("?REJECT?")))
		iso_reference_add(iso, AQ_REF_TEXT, keep(iso, put, text));
}

/* An amount of a document; in another currency than the entry's it tells nothing. */
static void put_document(struct iso *iso, const struct put *put, struct aq_slice text)
{
	const struct iso_amount *amount = &iso->entry.amounts.own;

	if (text.length == 0)
		return;
	if (!aq_slice_is_empty(iso->text_currency) && !aq_slice_is_empty(amount->currency) &&
	    !aq_slice_equals(iso->text_currency, amount->currency))
		return;
	if (iso->in_leaf)
		iso->leaves[iso->record_count].document_currency = iso->text_currency;
	put_decimal(iso, put, text);
}

/* Several discounts of one document are one. */
static void put_document_more(struct iso *iso, const struct put *put, struct aq_slice text)
{
	struct aq_decimal *sum = place(iso, put);
	struct aq_decimal before = *sum;

	sum->is_present = false;
	sum->units = 0;
	put_document(iso, put, text);
	if (!before.is_present)
		return;
	if (!sum->is_present || !aq_decimal_add(before, *sum, sum))
		*sum = before;
}

#define UNIT_FIELD(field) .target = TO_UNIT, .offset = offsetof(struct aq_unit, field)
#define STATEMENT_FIELD(field)                                                                     \
	.target = TO_STATEMENT, .offset = offsetof(struct iso_statement, field)
#define STATEMENT_FLAG(field) .flag_offset = offsetof(struct iso_statement, field)
#define PAGES_FLAG	      .target = TO_PAGES
#define BALANCE_FIELD(field)  .target = TO_BALANCE, .offset = offsetof(struct iso_balance, field)
#define ENTRY_FIELD(field)    .target = TO_ENTRY, .offset = offsetof(struct iso_entry, field)
#define ENTRY_FLAG(field)     .flag_offset = offsetof(struct iso_entry, field)
#define LEAF_FIELD(field)     .target = TO_LEAF, .offset = offsetof(struct iso_leaf, field)
#define RECORD_FIELD(field)   .target = TO_RECORD, .offset = offsetof(struct aq_record, field)
#define PARTY_FIELD(field)    .target = TO_PARTY, .offset = offsetof(struct aq_party, field)
#define GROUP_FIELD(field)    .target = TO_GROUP, .offset = offsetof(struct iso_group, field)
#define CODE_FIELD(field)     .target = TO_CODE, .offset = offsetof(struct iso_code, field)
#define AMOUNTS_FIELD(field)  .target = TO_AMOUNTS, .offset = offsetof(struct iso_amounts, field)
#define CHARGES_FIELD(field)  .target = TO_CHARGES, .offset = offsetof(struct iso_charges, field)
#define STRUCTURED_FIELD(field)                                                                    \
	.target = TO_STRUCTURED, .offset = offsetof(struct iso_structured, field)
#define TEXT_FIELD .target = TO_RECORD

/* clang-format off */
static const struct put keepers[NODE_COUNT] = {
	[NODE_UNIT_ID] = { put_first, UNIT_FIELD(id) },
	[NODE_UNIT_SEQUENCE] = { put_first, UNIT_FIELD(sequence) },
	[NODE_UNIT_SEQUENCE_LEGAL] = { put_first, STATEMENT_FIELD(legal_sequence) },
	[NODE_UNIT_COPY] = { put_first, UNIT_FIELD(copy) },
	[NODE_UNIT_FROM] = { put_day, UNIT_FIELD(from_on) },
	[NODE_UNIT_TO] = { put_day, UNIT_FIELD(to_on) },
	[NODE_UNIT_CREATED] = { put_created, STATEMENT_FIELD(created_on) },
	[NODE_MESSAGE_ID] = { put_message_id, PAGES_FLAG },
	[NODE_MESSAGE_CREATED] = { put_message_day, PAGES_FLAG },
	[NODE_PAGE_NUMBER] = { put_page, PAGES_FLAG },
	[NODE_PAGE_LAST] = { put_last_page, PAGES_FLAG },
	[NODE_UNIT_ACCOUNT] = { put_first, UNIT_FIELD(account) },
	[NODE_UNIT_CURRENCY] = { put_first, UNIT_FIELD(currency) },
	[NODE_BALANCE_CODE] = { put_text, BALANCE_FIELD(code) },
	[NODE_BALANCE_AMOUNT] = { put_amount, BALANCE_FIELD(amount) },
	[NODE_BALANCE_SIGN] = { put_text, BALANCE_FIELD(sign) },
	[NODE_BALANCE_DAY] = { put_day, BALANCE_FIELD(on) },
	[NODE_SUMMARY_COUNT] = { put_count, STATEMENT_FIELD(summary.count), STATEMENT_FLAG(summary.has_count) },
	[NODE_SUMMARY_SUM] = { put_declared, STATEMENT_FIELD(summary.sum) },
	[NODE_SUMMARY_NET] = { put_declared, STATEMENT_FIELD(summary.net) },
	[NODE_SUMMARY_SIGN] = { put_text, STATEMENT_FIELD(summary.sign) },
	[NODE_CREDITS_COUNT] = { put_count, STATEMENT_FIELD(summary.credit_count), STATEMENT_FLAG(summary.has_credit_count) },
	[NODE_CREDITS_SUM] = { put_declared, STATEMENT_FIELD(summary.credits) },
	[NODE_DEBITS_COUNT] = { put_count, STATEMENT_FIELD(summary.debit_count), STATEMENT_FLAG(summary.has_debit_count) },
	[NODE_DEBITS_SUM] = { put_declared, STATEMENT_FIELD(summary.debits) },
	[NODE_ENTRY_REFERENCE] = { put_text, ENTRY_FIELD(reference) },
	[NODE_ENTRY_AMOUNT] = { put_entry_amount, ENTRY_FIELD(amounts.own) },
	[NODE_ENTRY_INDICATOR] = { put_entry_indicator, ENTRY_FIELD(indicator) },
	[NODE_ENTRY_REVERSAL] = { put_flag, ENTRY_FIELD(is_reversal) },
	[NODE_ENTRY_STATUS] = { put_text, ENTRY_FIELD(status) },
	[NODE_ENTRY_STATUS_CODE] = { put_text, ENTRY_FIELD(status) },
	[NODE_ENTRY_BANK_REFERENCE] = { put_text, ENTRY_FIELD(bank_reference) },
	[NODE_ENTRY_INFORMATION] = { put_text, ENTRY_FIELD(information) },
	[NODE_ENTRY_BOOKED] = { put_entry_day, ENTRY_FIELD(booked_on) },
	[NODE_ENTRY_VALUED] = { put_entry_day, ENTRY_FIELD(value_on) },
	[NODE_ENTRY_BOOKED_ON] = { put_entry_day, ENTRY_FIELD(booked_on) },
	[NODE_ENTRY_VALUE_ON] = { put_entry_day, ENTRY_FIELD(value_on) },
	[NODE_ENTRY_DETAIL_MESSAGE] = { put_text, ENTRY_FIELD(detail_message) },
	[NODE_BATCH_MESSAGE] = { put_first, ENTRY_FIELD(batch_message) },
	[NODE_BATCH_PAYMENT_INFO] = { put_first, ENTRY_FIELD(batch_payment_info) },
	[NODE_BATCH_COUNT] = { put_batch_count, ENTRY_FIELD(batch_count), ENTRY_FLAG(has_batch_count) },
	[NODE_BATCH_TOTAL] = { put_batch_total, ENTRY_FIELD(batch_total) },
	[NODE_CODE_DOMAIN_CODE] = { put_text, CODE_FIELD(domain) },
	[NODE_CODE_FAMILY_CODE] = { put_text, CODE_FIELD(family) },
	[NODE_CODE_SUB_FAMILY_CODE] = { put_text, CODE_FIELD(sub_family) },
	[NODE_CODE_PROPRIETARY_CODE] = { put_text, CODE_FIELD(proprietary) },
	[NODE_INSTRUCTED] = { put_amount, AMOUNTS_FIELD(instructed) },
	[NODE_TRANSACTED] = { put_amount, AMOUNTS_FIELD(transaction) },
	[NODE_COUNTERVALUE] = { put_amount, AMOUNTS_FIELD(counter) },
	[NODE_EXCHANGE_RATE] = { put_first, AMOUNTS_FIELD(rate) },
	[NODE_CHARGE_AMOUNT] = { put_charge, CHARGES_FIELD(sum) },
	[NODE_CHARGE_TOTAL] = { put_charge, CHARGES_FIELD(total) },
	[NODE_CHARGE_RECORD_AMOUNT] = { put_charge, CHARGES_FIELD(sum) },
	[NODE_CHARGE_RECORD_INCLUDED] = { put_included, CHARGES_FIELD(is_apart) },
	[NODE_CHARGE_TAX_AMOUNT] = { put_charge, CHARGES_FIELD(tax) },
	[NODE_LEAF_AMOUNT] = { put_amount, LEAF_FIELD(amounts.own) },
	[NODE_LEAF_INDICATOR] = { put_text, LEAF_FIELD(indicator) },
	[NODE_LEAF_INFORMATION] = { put_more, TEXT_FIELD },
	[NODE_LEAF_STATUS] = { put_first, RECORD_FIELD(status) },
	[NODE_LEAF_DAY] = { put_day, RECORD_FIELD(value_on) },
	[NODE_GROUP_ID] = { put_first, GROUP_FIELD(payment_info) },
	[NODE_GROUP_MESSAGE] = { put_first, GROUP_FIELD(message) },
	[NODE_GROUP_STATUS] = { put_first, GROUP_FIELD(status) },
	[NODE_GROUP_REASON] = { put_first, GROUP_FIELD(reason) },
	[NODE_GROUP_REASON_TEXT] = { put_first, GROUP_FIELD(reason_text) },
	[NODE_GROUP_DAY] = { put_day, GROUP_FIELD(on) },
	[NODE_REF_END_TO_END] = { put_reference, LEAF_FIELD(end_to_end), .reference = AQ_REF_END_TO_END },
	[NODE_REF_BANK] = { put_reference, LEAF_FIELD(bank_reference), .reference = AQ_REF_BANK },
	[NODE_REF_TRANSACTION] = { put_reference, LEAF_FIELD(transaction_id), .reference = AQ_REF_TRANSACTION },
	[NODE_REF_UETR] = { put_reference, TEXT_FIELD, .reference = AQ_REF_UETR },
	[NODE_REF_BANK_TRANSACTION] = { put_reference, TEXT_FIELD, .reference = AQ_REF_TRANSACTION },
	[NODE_REF_INSTRUCTION] = { put_reference, TEXT_FIELD, .reference = AQ_REF_INSTRUCTION },
	[NODE_REF_MANDATE] = { put_reference, TEXT_FIELD, .reference = AQ_REF_MANDATE },
	[NODE_REF_PAYMENT_INFO] = { put_reference, TEXT_FIELD, .reference = AQ_REF_PAYMENT_INFO },
	[NODE_REF_MESSAGE] = { put_reference, TEXT_FIELD, .reference = AQ_REF_MESSAGE },
	[NODE_REF_CHECK] = { put_reference, TEXT_FIELD, .reference = AQ_REF_CHECK },
	[NODE_REF_REMITTANCE] = { put_reference, TEXT_FIELD, .reference = AQ_REF_REMITTANCE },
	[NODE_PARTY_NAME] = { put_name, TEXT_FIELD },
	[NODE_PARTY_ID_TEXT] = { put_first, PARTY_FIELD(id) },
	[NODE_PARTY_ACCOUNT] = { put_first, PARTY_FIELD(account) },
	[NODE_PARTY_BANK_NAME] = { put_bic, TEXT_FIELD },
	[NODE_BANK_BIC] = { put_bic, TEXT_FIELD },
	[NODE_BANK_MEMBER] = { put_first, PARTY_FIELD(bank) },
	[NODE_UNSTRUCTURED] = { put_unstructured, TEXT_FIELD },
	[NODE_STRUCTURED_MORE] = { put_more, TEXT_FIELD },
	[NODE_CREDITOR_REFERENCE_TEXT] = { put_first, STRUCTURED_FIELD(reference) },
	[NODE_CREDITOR_REFERENCE_CODE] = { put_first, STRUCTURED_FIELD(reference_code) },
	[NODE_CREDITOR_REFERENCE_ISSUER] = { put_first, STRUCTURED_FIELD(reference_issuer) },
	[NODE_DOCUMENT_NUMBER] = { put_first, STRUCTURED_FIELD(document) },
	[NODE_DOCUMENT_CODE] = { put_first, STRUCTURED_FIELD(document_code) },
	[NODE_DOCUMENT_DUE] = { put_document, STRUCTURED_FIELD(due) },
	[NODE_DOCUMENT_DISCOUNT] = { put_document_more, STRUCTURED_FIELD(discount) },
	[NODE_DOCUMENT_DISCOUNT_AMOUNT] = { put_document_more, STRUCTURED_FIELD(discount) },
	[NODE_DOCUMENT_CREDIT_NOTE] = { put_document, STRUCTURED_FIELD(credit_note) },
	[NODE_DOCUMENT_REMITTED] = { put_document, STRUCTURED_FIELD(remitted) },
	[NODE_ADJUSTMENT_AMOUNT] = { put_document, STRUCTURED_FIELD(adjustment_part.number) },
	[NODE_ADJUSTMENT_SIGN] = { put_text, STRUCTURED_FIELD(adjustment_sign) },
	[NODE_ADJUSTMENT_REASON] = { put_joined, STRUCTURED_FIELD(reason) },
	[NODE_TYPED_AMOUNT_CODE] = { put_text, STRUCTURED_FIELD(amount_code) },
	[NODE_TYPED_AMOUNT_AMOUNT] = { put_document, STRUCTURED_FIELD(typed.number) },
	[NODE_RETURN_CODE] = { put_first, RECORD_FIELD(return_code) },
	[NODE_RETURN_TEXT] = { put_joined, RECORD_FIELD(return_text) },
};
/* clang-format on */

void iso_put(struct iso *iso, enum iso_node node, struct aq_slice text)
{
	const struct put *put = &keepers[node];

	if (put->how && iso->targets[put->target])
		put->how(iso, put, text);
}
