/*
 * batch.c - batch headers (record 5), and batches that nobody announced.
 *
 * Reads: the headers of all classes, ADV and IAT included.
 * Promises: the header's texts live as long as the batch; the settlement date
 * gets the year that puts it nearest to the file's date.
 * Refuses: a class or a service class that the rules do not have; a date that
 * is no day, where no settlement date stands in for it.
 */
#include "nacha.h"

static void keep_line(struct nacha_batch *batch, const struct nacha_line *line)
{
	size_t bytes = NACHA_COLUMNS;

	if (line->offsets != NULL) {
		bytes = line->offsets[NACHA_COLUMNS];
		memcpy(batch->header_offsets, line->offsets, sizeof(batch->header_offsets));
	}
	memcpy(batch->header_text, line->text, bytes);
	batch->header = (struct nacha_line){
		.number = line->number,
		.text = batch->header_text,
		.offsets = line->offsets != NULL ? batch->header_offsets : NULL,
	};
}

/* Everything but the sums' buffers is new; texts of the last batch are dead. */
static void begin(struct nacha *decode, const struct nacha_line *line)
{
	struct nacha_batch *batch = &decode->batch;

	batch->is_open = true;
	batch->has_header = false;
	batch->has_unread_amount = false;
	batch->has_unread_routing = false;
	batch->is_reversal = false;
	memset(batch->is_said, 0, sizeof(batch->is_said));
	batch->sec = nacha_sec_usual();
	batch->service_class = 0;
	batch->trace_last = 0;
	batch->dated_on = AQ_DATE_NONE;
	memset(&batch->sums, 0, sizeof(batch->sums));
	memset(&batch->unit, 0, sizeof(batch->unit));
	keep_line(batch, line);
	batch->unit.index = decode->unit_count++;
	batch->unit.file_index = decode->file_count > 0 ? decode->file_count - 1 : 0;
	batch->unit.line = line->number;
	batch->unit.kind = AQ_UNIT_BATCH;
	batch->unit.message = AQ_MESSAGE_ACH;
	batch->unit.currency = AQ_SLICE("USD");
	decode->file.batches++;
}

static enum aq_status announce(struct nacha *decode, struct aq_error *err)
{
	const struct aq_sink *sink = decode->handle.sink;

	if (sink == NULL || sink->unit_begin == NULL)
		return AQ_OK;
	return sink->unit_begin(sink->context, &decode->batch.unit, err);
}

static void read_sec(struct nacha *decode, const struct nacha_line *line)
{
	struct nacha_batch *batch = &decode->batch;
	struct aq_slice written = nacha_trimmed(line, NACHA_HEAD_SEC);
	size_t room = sizeof(batch->sec_text) - 1;
	size_t length = written.length < room ? written.length : room;

	for (size_t index = 0; index < length; index++) {
		char letter = written.start[index];

		batch->sec_text[index] =
			letter >= 'a' && letter <= 'z' ? (char)(letter - 32) : letter;
	}
	batch->sec_text[length] = '\0';
	batch->unit.sec = (struct aq_slice){batch->sec_text, length};
	const struct nacha_sec *sec = nacha_sec_find(batch->unit.sec);
	if (sec == NULL) {
		nacha_refuse_batch(decode, AQ_NACHA_SEC, line, NACHA_HEAD_SEC,
				   "the rules have no such standard entry class");
		return;
	}
	batch->sec = sec;
	if (!aq_slice_equals(written, batch->unit.sec))
		nacha_tell(decode, AQ_NACHA_SEC_FORM, line, NACHA_HEAD_SEC,
			   "the standard entry class was read as %s", sec->code);
	if ((sec->flags & NACHA_SEC_RETIRED) != 0)
		nacha_tell(decode, AQ_NACHA_SEC_FORM, line, NACHA_HEAD_SEC,
			   "the standard entry class is retired; it was read like PPD and CCD");
	if ((sec->flags & NACHA_SEC_ADV) != 0)
		decode->file.adv_batches++;
}

static void read_class(struct nacha *decode, const struct nacha_line *line)
{
	struct nacha_batch *batch = &decode->batch;
	bool is_adv = (batch->sec->flags & NACHA_SEC_ADV) != 0;
	uint64_t class = 0;

	(void)nacha_number(nacha_take(line, NACHA_HEAD_CLASS), &class);
	batch->service_class = class;
	if (class != 200 && class != 220 && class != 225 && class != 280)
		nacha_refuse_batch(decode, AQ_NACHA_SERVICE_CLASS, line, NACHA_HEAD_CLASS,
				   "the service class is none of 200, 220, 225, 280");
	else if (is_adv != (class == 280))
		nacha_warn(decode, AQ_NACHA_SERVICE_CLASS, line, NACHA_HEAD_CLASS,
			   "the service class 280 and the class ADV belong together");
}

/* The day of the run, which stands in where a file tells none. */
static struct aq_date run_day(const struct nacha *decode)
{
	return decode->handle.settings.is_clock ? AQ_DATE_NONE : decode->handle.settings.today;
}

static void read_settlement(struct nacha *decode, const struct nacha_line *line)
{
	struct aq_unit *unit = &decode->batch.unit;
	struct aq_slice text = nacha_take(line, NACHA_HEAD_SETTLEMENT);
	struct aq_date near = decode->file.created_on;
	uint64_t day;

	if (nacha_is_void(text))
		return;
	if (!aq_date_is_set(near))
		near = unit->effective_on;
	if (!aq_date_is_set(near))
		near = run_day(decode);
	if (!nacha_number(text, &day) || day > 366 || !aq_date_is_set(near) ||
	    !aq_date_from_julian((int)day, near, &unit->settled_on)) {
		unit->settled_on = AQ_DATE_NONE;
		nacha_tell(decode, AQ_NACHA_SETTLEMENT_DATE, line, NACHA_HEAD_SETTLEMENT, "%s",
			   aq_date_is_set(near)
				   ? "the settlement date is no day of the year"
				   : "no other date tells the year of the settlement date");
	}
}

/* The day that entries get: when they settled, else when they should, else
 * the day of the file. */
static void read_dates(struct nacha *decode, const struct nacha_line *line)
{
	struct nacha_batch *batch = &decode->batch;
	struct aq_unit *unit = &batch->unit;
	struct aq_slice text = nacha_take(line, NACHA_HEAD_EFFECTIVE);
	bool is_wrong = !nacha_is_void(text) && !aq_date_parse_yymmdd(text, &unit->effective_on);
	bool is_from_file;

	if (is_wrong)
		unit->effective_on = AQ_DATE_NONE;
	read_settlement(decode, line);
	batch->dated_on = aq_date_is_set(unit->settled_on) ? unit->settled_on : unit->effective_on;
	is_from_file = !aq_date_is_set(batch->dated_on);
	if (is_from_file)
		batch->dated_on = decode->file.created_on;
	if (!is_wrong && !aq_date_is_set(batch->dated_on)) {
		batch->dated_on = run_day(decode);
		nacha_warn(decode, AQ_NACHA_DATE_FROM_FILE, line, NACHA_HEAD_EFFECTIVE,
			   "neither the batch nor its file has a date; its entries get the run's");
		return;
	}
	if (is_wrong && !aq_date_is_set(batch->dated_on))
		nacha_refuse_batch(decode, AQ_NACHA_EFFECTIVE_DATE, line, NACHA_HEAD_EFFECTIVE,
				   "the effective date is no day, and nothing stands in for it");
	else if (is_wrong)
		nacha_tell(decode, AQ_NACHA_EFFECTIVE_DATE, line, NACHA_HEAD_EFFECTIVE,
			   "the effective date is no day; the %s date was used",
			   is_from_file ? "file's" : "settlement");
	else if (is_from_file && aq_date_is_set(batch->dated_on))
		nacha_tell(decode, AQ_NACHA_DATE_FROM_FILE, line, NACHA_HEAD_EFFECTIVE,
			   "the batch has no date; its entries got the file's");
}

static void check_text(struct nacha *decode, const struct nacha_line *line,
		       struct nacha_field field)
{
	if (nacha_is_void(nacha_take(line, field)))
		nacha_tell(decode, AQ_NACHA_BATCH_NAME, line, field,
			   "the field holds only blanks or zeros");
}

static void read_texts(struct nacha *decode, const struct nacha_line *line)
{
	struct nacha_batch *batch = &decode->batch;
	struct aq_unit *unit = &batch->unit;
	struct aq_slice description = nacha_trimmed(line, NACHA_HEAD_DESCRIPTION);

	unit->id = nacha_trimmed(line, NACHA_HEAD_NUMBER);
	unit->company_id = nacha_trimmed(line, NACHA_HEAD_COMPANY);
	unit->originator = nacha_trimmed(line, NACHA_HEAD_ODFI);
	/* The international header has no company name: others stand there. */
	if ((batch->sec->flags & NACHA_SEC_IAT) == 0) {
		unit->company_name = nacha_trimmed(line, NACHA_HEAD_NAME);
		check_text(decode, line, NACHA_HEAD_NAME);
	}
	check_text(decode, line, NACHA_HEAD_DESCRIPTION);
	if (description.length > 8)
		description.length = 8;
	batch->is_reversal = aq_slice_equals_any_case(description, AQ_SLICE("REVERSAL"));
}

enum aq_status nacha_batch_header(struct nacha *decode, const struct nacha_line *line,
				  struct aq_error *err)
{
	struct nacha_batch *batch = &decode->batch;
	enum aq_status status = nacha_entry_end(decode, err);

	if (status >= AQ_OK && batch->is_open)
		status = nacha_batch_abandon(decode, err);
	if (status < AQ_OK)
		return status;
	begin(decode, line);
	batch->has_header = true;
	status = nacha_headers_add(&decode->headers, &batch->header, &batch->unit.is_again, err);
	if (status < AQ_OK)
		return status;
	if (batch->unit.is_again)
		nacha_tell(decode, AQ_NACHA_BATCH_AGAIN, &batch->header, NACHA_HEAD_NUMBER,
			   "a batch before has the very same header");
	read_sec(decode, &batch->header);
	read_class(decode, &batch->header);
	read_texts(decode, &batch->header);
	read_dates(decode, &batch->header);
	return announce(decode, err);
}

enum aq_status nacha_batch_orphan(struct nacha *decode, const struct nacha_line *line,
				  struct aq_error *err)
{
	begin(decode, line);
	decode->batch.dated_on = decode->file.created_on;
	nacha_refuse_batch(decode,
			   line->text[0] == '6' ? AQ_NACHA_ENTRY_OUTSIDE_BATCH
						: AQ_NACHA_ADDENDA_OUTSIDE_ENTRY,
			   line, NACHA_NO_FIELD, "no batch header stands before the record");
	return announce(decode, err);
}
