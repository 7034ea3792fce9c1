/*
 * control.c - batch controls (record 8), and what they prove.
 *
 * Promises: count, hash and totals are compared with everything read in the
 * batch. A batch with an amount that cannot be read counts with its declared
 * totals in the file's, so that the others' sums still prove themselves.
 * Refuses: a batch that does not tie, or whose control is of another batch.
 */
#include "nacha.h"

struct check {
	struct nacha_field field;
	enum aq_code code;
	uint64_t *read;
	const char *what;
	bool is_unread; /* the declared figure stands in */
};

static void check_sum(struct nacha *decode, const struct nacha_line *line,
		      const struct check *check)
{
	uint64_t declared;

	if (!nacha_total(nacha_take(line, check->field), &declared))
		nacha_refuse_batch(decode, AQ_NACHA_BATCH_CONTROL_TEXT, line, check->field,
				   "the %s of the batch control is no number", check->what);
	else if (check->is_unread)
		*check->read = declared;
	else if (check->code == AQ_NACHA_BATCH_ENTRY_COUNT &&
		 nacha_is_end_of(declared, *check->read))
		nacha_warn(decode, check->code, line, check->field,
			   "the control has no room for the batch's count, %llu",
			   (unsigned long long)*check->read);
	else if (declared != *check->read)
		nacha_refuse_batch(decode, check->code, line, check->field,
				   "the %s of the batch control is %llu, of what was read %llu",
				   check->what, (unsigned long long)declared,
				   (unsigned long long)*check->read);
	nacha_tell_blanks(decode, line, check->field);
}

/* What was read, before a declared total stands in for it in the file's sums. */
static void count(struct nacha_batch *batch)
{
	batch->unit.record_count = batch->unit.entry_count;
	batch->unit.debits = (struct aq_decimal){
		.units = (aq_int128)batch->sums.debits, .scale = 2, .is_present = true};
	batch->unit.credits = (struct aq_decimal){
		.units = (aq_int128)batch->sums.credits, .scale = 2, .is_present = true};
}

static void declare(struct nacha *decode, const struct nacha_line *line, bool is_adv)
{
	struct aq_unit *unit = &decode->batch.unit;

	unit->has_declared_count = nacha_number(nacha_unfilled(nacha_take(line, NACHA_END_COUNT)),
						&unit->declared_count);
	(void)aq_decimal_parse_implied(
		nacha_unfilled(nacha_take(line, is_adv ? NACHA_ADV_END_DEBITS : NACHA_END_DEBITS)),
		2, &unit->declared_debits);
	(void)aq_decimal_parse_implied(
		nacha_unfilled(
			nacha_take(line, is_adv ? NACHA_ADV_END_CREDITS : NACHA_END_CREDITS)),
		2, &unit->declared_credits);
}

static void check_sums(struct nacha *decode, const struct nacha_line *line, bool is_adv)
{
	struct nacha_batch *batch = &decode->batch;
	uint64_t hash = batch->sums.hash % NACHA_HASH_MODULUS;
	const struct check checks[] = {
		{NACHA_END_COUNT, AQ_NACHA_BATCH_ENTRY_COUNT, &batch->sums.items,
		 "entry and addenda count", false},
		{NACHA_END_HASH, AQ_NACHA_ENTRY_HASH, &hash, "entry hash",
		 batch->has_unread_routing},
		{is_adv ? NACHA_ADV_END_DEBITS : NACHA_END_DEBITS, AQ_NACHA_BATCH_DEBIT_TOTAL,
		 &batch->sums.debits, "debit total in cents", batch->has_unread_amount},
		{is_adv ? NACHA_ADV_END_CREDITS : NACHA_END_CREDITS, AQ_NACHA_BATCH_CREDIT_TOTAL,
		 &batch->sums.credits, "credit total in cents", batch->has_unread_amount},
	};

	for (size_t index = 0; index < sizeof(checks) / sizeof(checks[0]); index++)
		check_sum(decode, line, &checks[index]);
	if (batch->has_unread_routing)
		batch->sums.hash = hash;
}

/* The same number, but for a blank, a zero or the leading digit that says
 * what kind of number it is. */
static bool is_same_but_for_form(struct aq_slice one, struct aq_slice other)
{
	struct aq_slice longer = one.length >= other.length ? one : other;
	struct aq_slice shorter = one.length >= other.length ? other : one;

	if (shorter.length == 0)
		return true;
	if (shorter.length != 9 || longer.length != 10)
		return false;
	return memcmp(longer.start + 1, shorter.start, 9) == 0;
}

static void check_company(struct nacha *decode, const struct nacha_line *line)
{
	struct aq_slice here = nacha_trimmed(line, NACHA_END_COMPANY);
	struct aq_slice there = decode->batch.unit.company_id;

	if (aq_slice_equals(here, there))
		return;
	if (is_same_but_for_form(here, there))
		nacha_tell(decode, AQ_NACHA_BATCH_COMPANY_FORM, line, NACHA_END_COMPANY,
			   "header and control write the company identification in two ways");
	else
		nacha_refuse_batch(decode, AQ_NACHA_BATCH_COMPANY, line, NACHA_END_COMPANY,
				   "the batch header has the company identification '%.*s'",
				   AQ_SLICE_ARGS(there));
}

static struct aq_slice without_zeros(struct aq_slice number)
{
	while (number.length > 0 && number.start[0] == '0')
		number = (struct aq_slice){number.start + 1, number.length - 1};
	return number;
}

static void check_header(struct nacha *decode, const struct nacha_line *line, bool is_adv)
{
	struct nacha_batch *batch = &decode->batch;
	uint64_t class;

	if (!nacha_number(nacha_take(line, NACHA_END_CLASS), &class) ||
	    class != batch->service_class)
		nacha_tell(decode, AQ_NACHA_SERVICE_CLASS_CONTROL, line, NACHA_END_CLASS,
			   "the batch header has the service class %llu",
			   (unsigned long long)batch->service_class);
	if (!is_adv)
		check_company(decode, line);
	if (!aq_slice_equals(nacha_trimmed(line, NACHA_END_ODFI), batch->unit.originator))
		nacha_refuse_batch(decode, AQ_NACHA_BATCH_ODFI, line, NACHA_END_ODFI,
				   "the batch header has the bank '%.*s'",
				   AQ_SLICE_ARGS(batch->unit.originator));
	if (!aq_slice_equals(without_zeros(nacha_trimmed(line, NACHA_END_NUMBER)),
			     without_zeros(batch->unit.id)))
		nacha_refuse_batch(decode, AQ_NACHA_BATCH_NUMBER, line, NACHA_END_NUMBER,
				   "the batch header has the number '%.*s'",
				   AQ_SLICE_ARGS(batch->unit.id));
}

enum aq_status nacha_batch_control(struct nacha *decode, const struct nacha_line *line,
				   struct aq_error *err)
{
	struct nacha_batch *batch = &decode->batch;
	enum aq_status status = nacha_entry_end(decode, err);

	if (status < AQ_OK)
		return status;
	if (!batch->is_open) {
		if (!decode->file.is_stray)
			nacha_refuse_file(decode, AQ_NACHA_CONTROL_OUTSIDE_BATCH, line,
					  NACHA_RECORD_TYPE, "no batch is open here");
		return AQ_OK;
	}
	/* Without a header, the service class is all that tells an advice. */
	bool is_adv = batch->has_header ? (batch->sec->flags & NACHA_SEC_ADV) != 0
					: aq_slice_is(nacha_take(line, NACHA_END_CLASS), "280");
	count(batch);
	declare(decode, line, is_adv);
	check_sums(decode, line, is_adv);
	if (batch->has_header)
		check_header(decode, line, is_adv);
	if (batch->unit.entry_count == 0)
		nacha_tell(decode, AQ_NACHA_BATCH_EMPTY, line, NACHA_END_COUNT,
			   "the batch holds no entry");
	return nacha_batch_end(decode, err);
}

/* A file with a header must have a control, and that proves every batch or
 * refuses the file; a batch of any other file proves itself or is refused. */
static bool is_proved_by_file(const struct nacha *decode)
{
	return decode->file.has_header && !decode->file.is_stray && decode->batch.has_header &&
	       !decode->batch.has_unread_amount && !decode->batch.has_unread_routing &&
	       !nacha_partner_may(decode, AQ_NACHA_FILE_CONTROL_MISSING);
}

enum aq_status nacha_batch_abandon(struct nacha *decode, struct aq_error *err)
{
	count(&decode->batch);
	/* Records with neither header nor control are no batch that the file counts. */
	if (!decode->batch.has_header)
		decode->file.batches--;
	if (is_proved_by_file(decode))
		nacha_warn(decode, AQ_NACHA_BATCH_CONTROL_MISSING, &decode->batch.header,
			   NACHA_NO_FIELD,
			   "the batch that begins here has no batch control; the file's must tie");
	else
		nacha_refuse_batch(decode, AQ_NACHA_BATCH_CONTROL_MISSING, &decode->batch.header,
				   NACHA_NO_FIELD,
				   "the batch that begins here has no batch control");
	return nacha_batch_end(decode, err);
}

enum aq_status nacha_batch_end(struct nacha *decode, struct aq_error *err)
{
	struct nacha_batch *batch = &decode->batch;
	const struct aq_sink *sink = decode->handle.sink;
	enum aq_status status = nacha_pack_flush(decode, err);

	if (status < AQ_OK)
		return status;
	nacha_add(&decode->file.sums.items, batch->sums.items);
	nacha_add(&decode->file.sums.hash, batch->sums.hash);
	nacha_add(&decode->file.sums.debits, batch->sums.debits);
	nacha_add(&decode->file.sums.credits, batch->sums.credits);
	batch->is_open = false;
	if (sink == NULL || sink->unit_end == NULL)
		return AQ_OK;
	return sink->unit_end(sink->context, &batch->unit, err);
}
