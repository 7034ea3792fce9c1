/*
 * entry.c - an entry and its leaves, which sum to it.
 *
 * Promises: every entry gives at least one record; the records of an entry
 * sum, each with its indicator, to the entry's amount. Where the file's own
 * details do not, a residual leaf takes the difference, with a finding. Where
 * several details have no amount, the entry stands as one leaf that bears all
 * their references. Only an entry of more than HELD_RECORDS_MAX details is
 * handed over in pieces; its leaf_count is then AQ_LEAF_COUNT_UNKNOWN.
 * Refuses: an entry without a readable amount or direction, and its statement.
 */
#include "iso.h"

#include "acquit/claim.h"

struct split {
	size_t count;
	size_t missing; /* details without an amount in the entry's currency */
	size_t missing_index;
	struct aq_decimal sum;
	struct aq_decimal signed_sum; /* each by its own indicator */
	bool is_contrary; /* an indicator contradicts the entry's */
	bool is_all_zero; /* what amounts there are say nothing */
	bool is_overflow;
};

static struct aq_at entry_at(const struct iso *iso)
{
	return (struct aq_at){iso->entry.line, 0};
}

void iso_entry_say(struct iso *iso, enum aq_code code, const char *field, struct aq_slice value,
		   const char *message)
{
	struct aq_finding finding = {
		.code = code,
		.at = entry_at(iso),
		.record = AQ_SLICE("Ntry"),
		.field = aq_slice_of(field),
		.value = value,
		.message = aq_slice_of(message),
	};

	aq_findings_add(iso->base.findings, &finding);
}

void iso_entry_begin(struct iso *iso)
{
	iso_unit_begin(iso);
	memset(&iso->entry, 0, sizeof(iso->entry));
	iso->entry.line = iso_at(iso).line;
	iso->entry_start = iso->record_count;
	iso->targets[TO_ENTRY] = &iso->entry;
	iso->targets[TO_AMOUNTS] = &iso->entry.amounts;
	iso->targets[TO_CHARGES] = &iso->entry.charges;
}

static bool is_debit(struct aq_slice indicator)
{
	return aq_slice_is(indicator, "DBIT");
}

/* Whether the entry can stand: what is wrong with it refuses the statement. */
static enum aq_code fault_of(struct iso *iso)
{
	struct iso_entry *entry = &iso->entry;
	struct iso_amount *amount = &entry->amounts.own;
	struct aq_slice none = {NULL, 0};

	if (entry->is_repeated) {
		iso_entry_say(iso, AQ_ISO_AMOUNT, "Ntry", none,
			      "the entry has two amounts or two directions");
		return AQ_ISO_AMOUNT;
	}
	if (entry->is_day_bad)
		return AQ_ISO_ENTRY_DATE;
	if (amount->is_bad)
		return AQ_ISO_AMOUNT;
	if (!amount->number.is_present) {
		iso_entry_say(iso, AQ_ISO_AMOUNT, "Ntry/Amt", none, "the entry has no amount");
		return AQ_ISO_AMOUNT;
	}
	if (!is_debit(entry->indicator) && !aq_slice_is(entry->indicator, "CRDT")) {
		iso_entry_say(iso, AQ_ISO_INDICATOR, "CdtDbtInd", entry->indicator,
			      "the entry's direction is neither CRDT nor DBIT");
		return AQ_ISO_INDICATOR;
	}
	if (aq_slice_is_empty(amount->currency)) {
		const struct iso_money *main_money = iso_money_main(iso);

		amount->currency = main_money && !aq_slice_is_empty(main_money->currency)
					   ? main_money->currency
					   : iso->unit.currency;
		iso_entry_say(iso,
			      aq_slice_is_empty(amount->currency) ? AQ_ISO_CURRENCY
								  : AQ_ISO_CURRENCY_MISSING,
			      "Ccy", none, "the entry's amount has no currency");
		if (aq_slice_is_empty(amount->currency))
			return AQ_ISO_CURRENCY;
	}
	if (amount->number.units < 0)
		iso_entry_say(iso, AQ_ISO_NEGATIVE_AMOUNT, "Ntry/Amt", none,
			      "the entry's amount is negative; it counts against its direction");
	return AQ_CODE_NONE;
}

static bool money_count(struct iso *iso, struct iso_money *money, bool booked)
{
	bool debit = is_debit(iso->entry.indicator);
	struct aq_decimal number = iso->entry.amounts.own.number;
	struct aq_decimal *sum = debit ? &money->debits : &money->credits;
	struct aq_decimal *booked_sum = debit ? &money->booked_debits : &money->booked_credits;

	money->entry_count++;
	return aq_decimal_add(*sum, number, sum) &&
	       (!booked || aq_decimal_add(*booked_sum, number, booked_sum));
}

/* Adds the entry to the statement's sums; false when they overflow. */
static bool count_entry(struct iso *iso)
{
	const struct iso_entry *entry = &iso->entry;
	struct iso_statement *statement = &iso->statement;
	struct aq_decimal number = entry->amounts.own.number;
	bool booked = aq_slice_is_empty(entry->status) || aq_slice_is(entry->status, "BOOK");
	bool debit = is_debit(entry->indicator);
	struct iso_money *money;

	iso->unit.entry_count++;
	statement->credit_count += !debit;
	statement->debit_count += debit;
	statement->booked_count += booked;
	if (!booked && !aq_slice_is(entry->status, "PDNG") && !aq_slice_is(entry->status, "INFO") &&
	    !aq_slice_is(entry->status, "FUTR"))
		iso_entry_say(iso, AQ_ISO_STATUS, "Sts", entry->status,
			      "the entry's status is not known; it counts as not booked");
	if (!number.is_present)
		return true;
	money = iso_money_of(iso, entry->amounts.own.currency);
	if (!money)
		return true;
	if (money != iso_money_main(iso) && !money->has_opening && !money->has_closing)
		iso_entry_say(iso, AQ_ISO_ENTRY_CURRENCY, "Ccy", entry->amounts.own.currency,
			      "the entry is in another currency than the statement's balances");
	return money_count(iso, money, booked);
}

/* What is charged of an entry is charged of its one transaction, where that tells nothing. */
static const struct iso_charges *charges_of(const struct iso *iso, const struct iso_leaf *leaf,
					    size_t count)
{
	const struct iso_charges *charges = &leaf->charges;
	bool is_told = charges->sum.is_present || charges->total.is_present ||
		       charges->foreign.number.is_present;

	return count == 1 && !is_told ? &iso->entry.charges : charges;
}

static struct split measure(struct iso *iso)
{
	struct split split = {
		.count = iso->record_count - iso->entry_start,
		.is_all_zero = true,
	};

	for (size_t i = 0; i < split.count; i++) {
		size_t index = iso->entry_start + i;
		const struct iso_leaf *leaf = &iso->leaves[index];
		struct aq_decimal amount =
			iso_amount_of(iso, &leaf->amounts, charges_of(iso, leaf, split.count));
		bool contrary = !aq_slice_is_empty(leaf->indicator) &&
				!aq_slice_equals(leaf->indicator, iso->entry.indicator);

		iso->records[index].amount = amount;
		iso->records[index].indicator = iso->entry.indicator;
		split.is_contrary |= contrary;
		if (!amount.is_present) {
			split.missing++;
			split.missing_index = index;
			continue;
		}
		split.is_all_zero &= aq_decimal_is_zero(amount);
		if (!aq_decimal_add(split.sum, amount, &split.sum) ||
		    !aq_decimal_add(split.signed_sum, contrary ? aq_decimal_negate(amount) : amount,
				    &split.signed_sum))
			split.is_overflow = true;
	}
	/* Versions 3 to 6 ask for an amount: who has none to tell writes a zero. */
	if (split.missing == 0 && split.is_all_zero &&
	    !aq_decimal_is_zero(iso->entry.amounts.own.number))
		split.missing = split.count;
	return split;
}

static bool same_party(const struct aq_party *one, const struct aq_party *other)
{
	return aq_slice_equals(one->name, other->name) &&
	       aq_slice_equals(one->account, other->account) &&
	       aq_slice_equals(one->ultimate_name, other->ultimate_name);
}

/* All references of the details on the first record. */
static bool merge_lists(struct iso *iso, struct aq_record *first, size_t count)
{
	struct aq_reference *references;
	struct aq_remittance *remittances;
	size_t reference_count = 0, remittance_count = 0;

	for (size_t i = 0; i < count; i++) {
		reference_count += first[i].reference_count;
		remittance_count += first[i].remittance_count;
	}
	references = aq_arena_take_many(iso->arena, reference_count + ENTRY_REFERENCES_MAX,
					sizeof(*references));
	remittances = aq_arena_take_many(iso->arena, remittance_count + 1, sizeof(*remittances));
	if (!references || !remittances)
		return false;
	reference_count = 0;
	remittance_count = 0;
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < first[i].reference_count; k++)
			references[reference_count++] = first[i].references[k];
		for (size_t k = 0; k < first[i].remittance_count; k++)
			remittances[remittance_count++] = first[i].remittances[k];
	}
	first->references = references;
	first->reference_count = reference_count;
	first->remittances = remittance_count > 0 ? remittances : NULL;
	first->remittance_count = remittance_count;
	return true;
}

/* Several details become the entry itself, which keeps what they all share. */
static void merge(struct iso *iso, size_t count)
{
	struct aq_record *first = &iso->records[iso->entry_start];
	struct iso_leaf *leaf = &iso->leaves[iso->entry_start];
	struct aq_slice none = {NULL, 0};

	if (!merge_lists(iso, first, count)) {
		iso_memory(iso);
		return;
	}
	for (size_t i = 1; i < count; i++) {
		leaf->is_return |= leaf[i].is_return;
		if (!same_party(&first->debtor, &first[i].debtor))
			memset(&first->debtor, 0, sizeof(first->debtor));
		if (!same_party(&first->creditor, &first[i].creditor))
			memset(&first->creditor, 0, sizeof(first->creditor));
	}
	leaf->bank_reference = none;
	leaf->end_to_end = none;
	leaf->transaction_id = none;
	leaf->amounts = iso->entry.amounts;
	first->line = iso->entry.line;
	first->is_bare_entry = true;
	first->amount = iso->entry.amounts.own.number;
	iso->record_count = iso->entry_start + 1;
	iso_entry_say(iso, AQ_ISO_DETAILS_AMOUNT, "TxDtls/Amt", none,
		      "several transactions of the entry have no amount in its currency; the entry "
		      "stands as one");
}

/* A record beside those of the details: the bare entry, or the residual. */
struct aq_record *iso_record_more(struct iso *iso)
{
	struct aq_record *record = &iso->records[iso->record_count];

	AQ_CLAIM(iso->record_count < HELD_RECORDS_MAX);
	memset(record, 0, sizeof(*record));
	memset(&iso->leaves[iso->record_count], 0, sizeof(iso->leaves[0]));
	record->references =
		aq_arena_take_many(iso->arena, ENTRY_REFERENCES_MAX, sizeof(struct aq_reference));
	if (!record->references) {
		iso_memory(iso);
		return NULL;
	}
	record->line = iso->entry.line;
	record->indicator = iso->entry.indicator;
	iso->record_count++;
	return record;
}

/* What a difference between an entry and its details is. */
static const char *residual_name(const struct iso *iso, struct aq_decimal difference)
{
	struct iso_charges sum = {.is_apart = false};
	bool exchanged = !aq_slice_is_empty(iso->entry.amounts.rate);

	difference = aq_decimal_absolute(difference);
	for (size_t i = iso->entry_start; i < iso->record_count; i++) {
		const struct iso_leaf *leaf = &iso->leaves[i];

		exchanged |= !aq_slice_is_empty(leaf->amounts.rate) ||
			     leaf->amounts.counter.number.is_present ||
			     (leaf->amounts.instructed.number.is_present &&
			      !aq_slice_equals(leaf->amounts.instructed.currency,
					       iso->entry.amounts.own.currency));
		if (!aq_decimal_add(sum.sum, leaf->charges.sum, &sum.sum) ||
		    !aq_decimal_add(sum.total, leaf->charges.total, &sum.total) ||
		    !aq_decimal_add(sum.tax, leaf->charges.tax, &sum.tax))
			return "unexplained";
	}
	if (iso_charges_are(&sum, difference) || iso_charges_are(&iso->entry.charges, difference))
		return "charge";
	return exchanged ? "exchange" : "unexplained";
}

/* The leaf that takes what the details leave over. */
void iso_residual_add(struct iso *iso, struct aq_decimal difference)
{
	const char *name = residual_name(iso, difference);
	char text[AQ_DECIMAL_TEXT_BYTES];
	struct aq_record *record = iso_record_more(iso);
	struct aq_slice value = {text, aq_decimal_print(difference, 2, text)};

	if (!record)
		return;
	record->is_residual = true;
	record->description = aq_slice_of(name);
	record->amount = aq_decimal_absolute(difference);
	if (difference.units < 0)
		record->indicator =
			is_debit(iso->entry.indicator) ? AQ_SLICE("CRDT") : AQ_SLICE("DBIT");
	iso_entry_say(iso, AQ_ISO_DETAILS_SUM, "TxDtls/Amt", value,
		      "the transactions do not sum to their entry; a leaf of its own takes the "
		      "difference");
}

static void own_directions(struct iso *iso, const struct split *split)
{
	for (size_t i = 0; i < split->count; i++) {
		const struct iso_leaf *leaf = &iso->leaves[iso->entry_start + i];

		if (!aq_slice_is_empty(leaf->indicator))
			iso->records[iso->entry_start + i].indicator = leaf->indicator;
	}
}

/* Gives every leaf its amount; the leaves sum to the entry afterwards. */
static bool share_out(struct iso *iso)
{
	struct aq_decimal whole = iso->entry.amounts.own.number;
	struct split split = measure(iso);
	struct aq_decimal rest;

	if (split.count == 1 && split.missing == 1) {
		iso->records[iso->entry_start].amount = whole;
		split.sum = whole;
	}
	if (split.is_overflow || !aq_decimal_subtract(whole, split.sum, &rest))
		return false;
	if (split.is_contrary && split.missing == 0 &&
	    aq_decimal_compare(split.signed_sum, whole) == 0) {
		/* A batch of both directions, booked net. */
		own_directions(iso, &split);
		return true;
	}
	if (split.is_contrary)
		iso_entry_say(
			iso, AQ_ISO_DETAILS_DIRECTION, "TxDtls/CdtDbtInd",
			(struct aq_slice){NULL, 0},
			"a transaction's direction contradicts its entry's; the entry's counts");
	if (split.count > 1 && split.missing == 1 && rest.units > 0) {
		iso->records[split.missing_index].amount = rest;
		iso_entry_say(iso, AQ_ISO_DETAILS_AMOUNT, "TxDtls/Amt", (struct aq_slice){NULL, 0},
			      "one transaction of the entry has no amount; it gets what the others "
			      "leave");
		return true;
	}
	if (split.count > 1 && split.missing > 0) {
		merge(iso, split.count);
		return true;
	}
	if (!aq_decimal_is_zero(rest))
		iso_residual_add(iso, rest);
	return true;
}

/* An entry without details is its own leaf; what the bank tells to have kept
 * of it is another. */
static bool stand_alone(struct iso *iso, enum aq_code fault)
{
	const struct iso_entry *entry = &iso->entry;
	struct aq_decimal whole = entry->amounts.own.number;
	struct aq_record *record = iso_record_more(iso);
	struct aq_decimal rest;

	if (!record)
		return false;
	record->is_bare_entry = true;
	record->amount = whole;
	if (fault != AQ_CODE_NONE)
		return true;
	record->amount = iso_amount_of(iso, &entry->amounts, &entry->charges);
	if (!aq_decimal_subtract(whole, record->amount, &rest))
		record->amount = whole;
	else if (!aq_decimal_is_zero(rest))
		iso_residual_add(iso, rest);
	return iso->status == AQ_OK;
}

static void check_batch(struct iso *iso)
{
	const struct iso_entry *entry = &iso->entry;
	size_t held = iso->record_count - iso->entry_start + entry->spilled_count;
	const struct iso_amount *total = &entry->batch_total;

	if (held == 0 && ((entry->has_batch_count && entry->batch_count > 1) ||
			  !aq_slice_is_empty(entry->detail_message)))
		iso_entry_say(iso, AQ_ISO_DETAILS_MISSING, "NtryDtls", entry->detail_message,
			      "the transactions of this entry are told elsewhere, if at all; the "
			      "entry stands as one");
	if (entry->has_batch_count && held > 0 && entry->batch_count != held)
		iso_entry_say(iso, AQ_ISO_BATCH_COUNT, "Btch/NbOfTxs", (struct aq_slice){NULL, 0},
			      "the batch does not hold as many transactions as it says");
	if (total->number.is_present && !total->is_bad &&
	    entry->batch_totals == entry->batch_seen &&
	    aq_slice_equals(total->currency, entry->amounts.own.currency) &&
	    aq_decimal_compare(total->number, entry->amounts.own.number) != 0)
		iso_entry_say(iso, AQ_ISO_BATCH_AMOUNT, "Btch/TtlAmt", (struct aq_slice){NULL, 0},
			      "the batch's total is not the entry's amount");
}

static void fill_all(struct iso *iso, enum aq_code fault)
{
	size_t count = iso->record_count - iso->entry_start;

	for (size_t i = 0; i < count; i++) {
		struct aq_record *record = &iso->records[iso->entry_start + i];

		record->entry_index = (uint32_t)iso->unit.entry_count;
		if (!iso->entry.is_spilled) {
			record->leaf_index = (uint32_t)i;
			record->leaf_count = (uint32_t)count;
			if (i == 0 && count > 1)
				record->entry_amount = iso->entry.amounts.own.number;
			iso_leaf_fill(iso, iso->entry_start + i);
		}
		record->is_refused = fault != AQ_CODE_NONE;
		record->refusal = fault;
	}
	iso->unit.record_count += count;
}

void iso_entry_end(struct iso *iso)
{
	enum aq_code fault = fault_of(iso);

	check_batch(iso);
	if (iso->entry.is_spilled) {
		iso_pieces_end(iso);
	} else if (iso->record_count == iso->entry_start) {
		if (!stand_alone(iso, fault))
			return;
	} else if (fault != AQ_CODE_NONE) {
		(void)measure(iso);
	} else if (!share_out(iso)) {
		iso_entry_say(iso, AQ_ISO_AMOUNT, "TxDtls/Amt", (struct aq_slice){NULL, 0},
			      "the entry's transactions cannot be summed");
		fault = AQ_ISO_AMOUNT;
	}
	if (fault == AQ_CODE_NONE)
		iso_tax_apart(iso);
	if (iso->status != AQ_OK)
		return;
	fill_all(iso, fault);
	if (fault == AQ_CODE_NONE)
		iso_fees_tell(iso);
	if (!count_entry(iso) && fault == AQ_CODE_NONE) {
		iso_entry_say(iso, AQ_ISO_AMOUNT, "Ntry/Amt", (struct aq_slice){NULL, 0},
			      "the statement's sum is too big");
		fault = AQ_ISO_AMOUNT;
	}
	if (fault != AQ_CODE_NONE)
		iso_unit_refuse(iso, fault);
	iso->entry_start = iso->record_count;
	iso->targets[TO_ENTRY] = NULL;
	iso->targets[TO_AMOUNTS] = NULL;
	iso->targets[TO_CHARGES] = NULL;
	if (iso->record_count >= BATCH_RECORDS_FULL ||
	    aq_arena_used(iso->arena) >= BATCH_BYTES_FULL)
		iso_flush(iso, iso->record_count);
}
