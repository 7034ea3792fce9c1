/*
 * entry.c - entry details (record 6) of every class, and their completion.
 *
 * Reads: amount, routing, account, name and identification where the batch's
 * class has them; ADV and IAT have columns of their own.
 * Promises: an entry is complete, addenda included, before it is handed on.
 * Refuses: an amount or a transaction code that cannot be read, and then the
 * batch too, whose totals cannot be proved without it.
 */
#include "nacha.h"

#define LONG_NAME_SEAM 54
#define LONG_NAME      NACHA_FIELD(40, 61, "Individual Name")
#define LONG_NAME_FILL NACHA_FIELD(60, 61, "")
#define LONG_NAME_ID   NACHA_FIELD(62, 76, "Individual Identification Number")
#define NAME_AND_ID    NACHA_FIELD(40, 76, "")

void nacha_entry_refer(struct nacha *decode, enum aq_reference_kind kind, struct aq_slice value)
{
	struct nacha_entry *entry = &decode->entry;

	value = aq_slice_trim(value);
	if (value.length == 0)
		return;
	if (entry->reference_count == NACHA_REFERENCES_MAX) {
		if (!entry->is_cut)
			nacha_tell(decode, AQ_NACHA_REFERENCES_MANY, &entry->line, NACHA_NO_FIELD,
				   "only the first %d references of the entry were kept",
				   NACHA_REFERENCES_MAX);
		entry->is_cut = true;
		return;
	}
	entry->references[entry->reference_count++] =
		(struct aq_reference){.kind = kind, .value = value};
}

struct aq_party *nacha_entry_other_party(const struct nacha_entry *entry)
{
	return entry->transaction.side == NACHA_DEBIT ? &entry->record->debtor
						      : &entry->record->creditor;
}

struct aq_party *nacha_entry_company(const struct nacha_entry *entry)
{
	return entry->transaction.side == NACHA_DEBIT ? &entry->record->creditor
						      : &entry->record->debtor;
}

static void read_code(struct nacha *decode)
{
	struct nacha_entry *entry = &decode->entry;
	struct aq_slice code = nacha_take(&entry->line, NACHA_ENTRY_CODE);
	bool is_adv = (decode->batch.sec->flags & NACHA_SEC_ADV) != 0;

	entry->transaction =
		code.length == 2 ? nacha_transaction_of(code) : (struct nacha_transaction){0};
	/* Advices have codes of their own, and what has these is none but an advice. */
	if (is_adv != (entry->transaction.use == NACHA_USE_ADVICE))
		entry->transaction = (struct nacha_transaction){0};
	entry->record->type = code;
	entry->record->type_written = code;
	if (entry->transaction.use != NACHA_USE_UNKNOWN)
		return;
	nacha_refuse_entry(decode, AQ_NACHA_TRANSACTION_CODE, &entry->line, NACHA_ENTRY_CODE,
			   "the rules have no such transaction code");
	nacha_doom_batch(decode, AQ_NACHA_TRANSACTION_CODE);
	decode->batch.has_unread_amount = true;
}

/* What moves nothing may leave its amount blank. */
static bool read_cents(const struct nacha *decode, struct aq_slice text, uint64_t *out)
{
	enum nacha_use use = decode->entry.transaction.use;

	if (use == NACHA_USE_PRENOTE || use == NACHA_USE_ZERO ||
	    aq_slice_is(decode->batch.unit.sec, "COR"))
		return nacha_total(text, out);
	return nacha_number(text, out) || nacha_number(nacha_unfilled(text), out);
}

static void read_amount(struct nacha *decode)
{
	struct nacha_entry *entry = &decode->entry;
	struct nacha_batch *batch = &decode->batch;
	bool is_adv = (batch->sec->flags & NACHA_SEC_ADV) != 0;
	struct nacha_field field = is_adv ? NACHA_ADV_AMOUNT : NACHA_ENTRY_AMOUNT;

	entry->has_amount = read_cents(decode, nacha_take(&entry->line, field), &entry->cents);
	if (!entry->has_amount) {
		entry->cents = 0;
		batch->has_unread_amount = true;
		nacha_refuse_entry(decode, AQ_NACHA_AMOUNT_TEXT, &entry->line, field,
				   "the amount is no number");
		nacha_doom_batch(decode, AQ_NACHA_AMOUNT_TEXT);
		return;
	}
	entry->record->amount = (struct aq_decimal){
		.units = (aq_int128)entry->cents, .scale = 2, .is_present = true};
	if (nacha_take(&entry->line, field).start[0] == ' ')
		nacha_tell_blanks(decode, &entry->line, field);
	if (entry->transaction.side == NACHA_CREDIT)
		nacha_add(&batch->sums.credits, entry->cents);
	else if (entry->transaction.side == NACHA_DEBIT)
		nacha_add(&batch->sums.debits, entry->cents);
}

static void read_routing(struct nacha *decode)
{
	struct nacha_entry *entry = &decode->entry;
	struct aq_slice routing = nacha_take(&entry->line, NACHA_ENTRY_RDFI);
	struct aq_slice digit = nacha_take(&entry->line, NACHA_ENTRY_DIGIT);
	uint64_t number;

	if (routing.length != 8 || !nacha_number(routing, &number)) {
		decode->batch.has_unread_routing = true;
		nacha_refuse_entry(decode, AQ_NACHA_RDFI_TEXT, &entry->line, NACHA_ENTRY_RDFI,
				   "the receiving bank is no number");
		return;
	}
	nacha_add(&decode->batch.sums.hash, number);
	if (nacha_check_digit(routing.start) != digit.start[0] - '0')
		nacha_tell(decode, AQ_NACHA_CHECK_DIGIT, &entry->line, NACHA_ENTRY_ROUTING,
			   "the check digit should be %d", nacha_check_digit(routing.start));
}

static void read_trace(struct nacha *decode)
{
	struct nacha_entry *entry = &decode->entry;
	struct nacha_batch *batch = &decode->batch;
	struct aq_slice text = nacha_take(&entry->line, NACHA_ENTRY_TRACE);
	struct aq_slice bank = batch->unit.originator;
	uint64_t trace = 0;

	entry->trace_tail = NACHA_TRACE_UNKNOWN;
	entry->record->source_id = nacha_trimmed(&entry->line, NACHA_ENTRY_TRACE);
	nacha_entry_refer(decode, AQ_REF_TRACE, entry->record->source_id);
	if ((batch->sec->flags & NACHA_SEC_ADV) != 0)
		return;
	if (!nacha_number(text, &trace)) {
		if (nacha_is_due(decode, NACHA_ONCE_TRACE_TEXT, AQ_NACHA_TRACE_TEXT))
			nacha_tell(decode, AQ_NACHA_TRACE_TEXT, &entry->line, NACHA_ENTRY_TRACE,
				   "the trace number is no number");
		return;
	}
	entry->trace_tail = trace % 10000000;
	if (trace <= batch->trace_last &&
	    nacha_is_due(decode, NACHA_ONCE_TRACE_ORDER, AQ_NACHA_TRACE_ORDER))
		nacha_tell(decode, AQ_NACHA_TRACE_ORDER, &entry->line, NACHA_ENTRY_TRACE,
			   "the trace number is not above the one before");
	batch->trace_last = trace;
	if (batch->has_header && (bank.length != 8 || memcmp(text.start, bank.start, 8) != 0) &&
	    nacha_is_due(decode, NACHA_ONCE_TRACE_ODFI, AQ_NACHA_TRACE_ODFI))
		nacha_tell(decode, AQ_NACHA_TRACE_ODFI, &entry->line, NACHA_ENTRY_TRACE,
			   "the trace number does not begin with the originating bank '%.*s'",
			   AQ_SLICE_ARGS(bank));
}

/* CIE and MTE put the name before the identification. Their writers disagree
 * on where one ends: a name may run on beyond column 54, where no digit is. */
static bool is_run_on(const struct nacha_entry *entry, const struct nacha_sec *sec)
{
	struct aq_slice seam = nacha_take(&entry->line, NACHA_FIELD(54, 61, ""));

	if (sec->name.last != LONG_NAME_SEAM || seam.length < 2 || seam.start[0] == ' ' ||
	    seam.start[1] == ' ')
		return false;
	for (size_t index = 1; index < seam.length; index++)
		if (seam.start[index] >= '0' && seam.start[index] <= '9')
			return false;
	return true;
}

/* What runs on is a name where blanks fill it up, or nothing follows; else it may
 * as well be the beginning of the identification, whose end is another number. */
static bool has_long_name(const struct nacha_entry *entry, const struct nacha_sec *sec)
{
	return is_run_on(entry, sec) && (nacha_trimmed(&entry->line, LONG_NAME_FILL).length == 0 ||
					 nacha_trimmed(&entry->line, LONG_NAME_ID).length == 0);
}

static void read_identity(struct nacha *decode)
{
	struct nacha_entry *entry = &decode->entry;
	const struct nacha_sec *sec = decode->batch.sec;
	struct aq_record *record = entry->record;
	struct aq_slice id;

	nacha_entry_refer(decode, AQ_REF_BATCH, decode->batch.unit.id);
	if (sec->addenda_count.first > 0)
		entry->has_declared_count = nacha_number(
			nacha_take(&entry->line, sec->addenda_count), &entry->declared_count);
	if (sec->id_kind == AQ_REF_NONE)
		return;
	id = nacha_trimmed(&entry->line, has_long_name(entry, sec) ? LONG_NAME_ID : sec->id);
	if (nacha_is_void(id))
		return;
	nacha_entry_refer(decode, sec->id_kind, id);
	if (is_run_on(entry, sec) && !has_long_name(entry, sec))
		nacha_entry_refer(decode, AQ_REF_TEXT, nacha_trimmed(&entry->line, NAME_AND_ID));
	if (sec->id_kind == AQ_REF_INDIVIDUAL)
		nacha_entry_other_party(entry)->id = id;
	else if (sec->id_kind == AQ_REF_ORIGINAL_TRACE)
		record->counter_reference = id;
}

/* A bill-pay service pays for many: who pays this bill stands in the entry. What
 * fills its few columns may go on, and be the beginning of another's name. */
static void read_consumer(struct nacha *decode, struct aq_party *company, struct aq_slice name)
{
	const struct nacha_entry *entry = &decode->entry;
	const struct nacha_sec *sec = decode->batch.sec;
	struct nacha_field field = has_long_name(entry, sec) ? LONG_NAME : sec->name;
	struct aq_slice last = nacha_trimmed(&entry->line, NACHA_FIELD(field.last, field.last, ""));

	if (nacha_is_void(name))
		return;
	if (last.length > 0)
		nacha_entry_refer(decode, AQ_REF_TEXT, name);
	else
		company->ultimate_name = name;
}

static void read_parties(struct nacha *decode)
{
	struct nacha_entry *entry = &decode->entry;
	const struct nacha_batch *batch = &decode->batch;
	const struct nacha_sec *sec = batch->sec;
	struct aq_party *other = nacha_entry_other_party(entry);
	struct aq_party *company = nacha_entry_company(entry);
	struct nacha_field account = NACHA_ENTRY_ACCOUNT;

	if ((sec->flags & NACHA_SEC_IAT) != 0)
		account = NACHA_IAT_ACCOUNT;
	else if ((sec->flags & NACHA_SEC_ADV) != 0)
		account = NACHA_ADV_ACCOUNT;
	company->name = batch->unit.company_name;
	company->id = batch->unit.company_id;
	other->bank = nacha_trimmed(&entry->line, NACHA_ENTRY_ROUTING);
	other->account = nacha_trimmed(&entry->line, account);
	if (sec->name.first == 0)
		return;
	other->name =
		nacha_trimmed(&entry->line, has_long_name(entry, sec) ? LONG_NAME : sec->name);
	if ((sec->flags & NACHA_SEC_CONSUMER) != 0 && entry->transaction.side == NACHA_CREDIT)
		read_consumer(decode, company, other->name);
	if ((sec->flags & NACHA_SEC_NAMED) != 0 && nacha_is_void(other->name))
		nacha_tell(decode, AQ_NACHA_NAME, &entry->line, sec->name,
			   "the name holds only blanks or zeros");
}

/* Gateways send international batches under either class, and totals still
 * prove which side the money is on. */
static void refuse_side(struct nacha *decode, const char *allowed)
{
	const struct nacha_line *line = &decode->entry.line;

	if ((decode->batch.sec->flags & NACHA_SEC_IAT) != 0)
		nacha_warn(decode, AQ_NACHA_SERVICE_CLASS_SIDE, line, NACHA_ENTRY_CODE,
			   "the batch is for %s only, by its header", allowed);
	else
		nacha_refuse_batch(decode, AQ_NACHA_SERVICE_CLASS_SIDE, line, NACHA_ENTRY_CODE,
				   "the batch is for %s only, by its header", allowed);
}

static void check_sides(struct nacha *decode)
{
	const struct nacha_entry *entry = &decode->entry;
	const struct nacha_batch *batch = &decode->batch;
	bool is_debit = entry->transaction.side == NACHA_DEBIT;

	/* Returns and notifications repeat codes of the other side. */
	if (entry->transaction.use != NACHA_USE_MONEY || entry->cents == 0)
		return;
	if (batch->service_class == (is_debit ? 220 : 225) &&
	    nacha_is_due(decode, NACHA_ONCE_CLASS_SIDE, AQ_NACHA_SERVICE_CLASS_SIDE))
		refuse_side(decode, is_debit ? "credits" : "debits");
	if ((batch->sec->flags & (is_debit ? NACHA_SEC_CREDITS : NACHA_SEC_DEBITS)) != 0 &&
	    nacha_is_due(decode, NACHA_ONCE_SEC_SIDE, AQ_NACHA_SEC_SIDE))
		nacha_tell(decode, AQ_NACHA_SEC_SIDE, &entry->line, NACHA_ENTRY_CODE,
			   "the class %s has no %s", batch->sec->code,
			   is_debit ? "debits" : "credits");
}

/* Remittance without money, acknowledgements of it, and enrolments. */
static bool has_zero_dollars(const struct nacha_sec *sec)
{
	return (sec->flags & (NACHA_SEC_NOTICE | NACHA_SEC_IAT)) != 0 ||
	       strcmp(sec->code, "CCD") == 0 || strcmp(sec->code, "CTX") == 0 ||
	       sec->code[0] == '\0';
}

static void check_zero(struct nacha *decode)
{
	const struct nacha_entry *entry = &decode->entry;

	if (!entry->has_amount)
		return;
	if (entry->transaction.use == NACHA_USE_PRENOTE && entry->cents != 0)
		nacha_refuse_entry(decode, AQ_NACHA_PRENOTE_AMOUNT, &entry->line,
				   NACHA_ENTRY_AMOUNT, "a prenote has no amount");
	else if (entry->transaction.use == NACHA_USE_ZERO && entry->cents != 0)
		nacha_refuse_entry(decode, AQ_NACHA_ZERO_DOLLAR_AMOUNT, &entry->line,
				   NACHA_ENTRY_AMOUNT, "a zero-dollar entry has no amount");
	else if (entry->transaction.use == NACHA_USE_ZERO && !has_zero_dollars(decode->batch.sec))
		nacha_tell(decode, AQ_NACHA_ZERO_DOLLAR_SEC, &entry->line, NACHA_ENTRY_CODE,
			   "the class %s has no entries without money", decode->batch.sec->code);
	else if (entry->transaction.use == NACHA_USE_MONEY && entry->cents == 0)
		nacha_tell(decode, AQ_NACHA_AMOUNT_ZERO, &entry->line, NACHA_ENTRY_AMOUNT,
			   "the amount is zero");
}

static enum aq_status begin(struct nacha *decode, const struct nacha_line *line,
			    struct aq_error *err)
{
	struct nacha_entry *entry = &decode->entry;
	enum aq_status status = nacha_pack_begin(decode, &entry->record, err);

	if (status < AQ_OK)
		return status;
	status = nacha_pack_line(decode, line, &entry->line, err);
	if (status < AQ_OK)
		return status;
	entry->is_open = true;
	entry->has_amount = false;
	entry->has_declared_count = false;
	entry->has_return = false;
	entry->has_change = false;
	entry->return_stages = 0;
	entry->is_disordered = false;
	entry->is_cut = false;
	entry->cents = 0;
	entry->declared_count = 0;
	entry->addenda_count = 0;
	entry->trace_tail = 0;
	entry->iat_seen = 0;
	entry->sequence_last = 0;
	entry->piece_count = 0;
	entry->reference_count = 0;
	aq_buffer_clear(&entry->payload);
	return AQ_OK;
}

enum aq_status nacha_entry_detail(struct nacha *decode, const struct nacha_line *line,
				  struct aq_error *err)
{
	struct nacha_batch *batch = &decode->batch;
	enum aq_status status = nacha_entry_end(decode, err);

	if (status >= AQ_OK && !batch->is_open)
		status = nacha_batch_orphan(decode, line, err);
	if (status >= AQ_OK)
		status = begin(decode, line, err);
	if (status < AQ_OK)
		return status;
	struct aq_record *record = decode->entry.record;
	record->line = line->number;
	record->entry_index = (uint32_t)batch->unit.entry_count;
	record->leaf_count = 1;
	record->is_reversal = batch->is_reversal;
	record->description = nacha_trimmed(&batch->header, NACHA_HEAD_DESCRIPTION);
	record->booked_on = batch->dated_on;
	record->value_on = batch->dated_on;
	record->currency = batch->unit.currency;
	batch->unit.entry_count++;
	nacha_add(&batch->sums.items, 1);
	read_code(decode);
	read_amount(decode);
	read_routing(decode);
	read_trace(decode);
	read_identity(decode);
	read_parties(decode);
	check_sides(decode);
	check_zero(decode);
	return AQ_OK;
}
