/*
 * file.c - file headers and file controls (records 1 and 9), and where files end.
 *
 * Reads: several logical files in one; files that begin without their header.
 * Promises: batch count, entry count, hash and totals of the control are
 * compared with everything read, refused batches included.
 * Refuses: a file that does not tie, that ends early, or that goes on behind
 * its control; of several in one that file alone, with what stands between it
 * and the next header.
 */
#include "nacha.h"

static void begin(struct nacha *decode, const struct nacha_line *line)
{
	/* What was no record, before any file was open. */
	enum aq_code refusal = decode->file.is_open ? AQ_CODE_NONE : decode->file.refusal;

	memset(&decode->file, 0, sizeof(decode->file));
	nacha_headers_clear(&decode->headers);
	decode->file.is_open = true;
	decode->file.refusal = refusal;
	decode->file.first_line = line->number;
	decode->file_count++;
}

/* Which of control and header is wrong cannot be told, so what goes on behind a
 * file's control falls with the file: both are the same one of several. */
static void go_on_astray(struct nacha *decode, const struct nacha_line *line)
{
	enum aq_code refusal;

	if (!decode->file.is_stray)
		nacha_refuse_file(decode, AQ_NACHA_TRAILING_RECORDS, line, NACHA_RECORD_TYPE,
				  "the record stands behind the file control");
	refusal = decode->file.refusal;
	begin(decode, line);
	decode->file_count--;
	decode->file.refusal = refusal;
	decode->file.is_stray = true;
}

static enum aq_status end(struct nacha *decode, struct aq_error *err)
{
	const struct aq_sink *sink = decode->handle.sink;
	enum aq_code refusal = decode->file.refusal;

	if (!decode->file.is_open)
		return AQ_OK;
	decode->files_ended++;
	decode->files_refused += refusal != AQ_CODE_NONE;
	if (sink == NULL || sink->file_end == NULL)
		return AQ_OK;
	return sink->file_end(sink->context, decode->file_count - 1, refusal, err);
}

/* What there was of a file whose control did not come. */
static void abandon(struct nacha *decode, const struct nacha_line *line)
{
	const struct nacha_file *file = &decode->file;

	if (!file->is_open || file->has_control || file->is_stray)
		return;
	if (file->has_header)
		nacha_refuse_file(decode, AQ_NACHA_FILE_CONTROL_MISSING, line, NACHA_NO_FIELD,
				  "the file that begins in line %llu has no file control",
				  (unsigned long long)file->first_line);
	else
		nacha_tell(decode, AQ_NACHA_PARTIAL_FILE, line, NACHA_NO_FIELD,
			   "the file has neither header nor control");
}

static enum aq_status end_open_parts(struct nacha *decode, struct aq_error *err)
{
	enum aq_status status = nacha_entry_end(decode, err);

	if (status >= AQ_OK && decode->batch.is_open)
		status = nacha_batch_abandon(decode, err);
	return status;
}

static void check_destination(struct nacha *decode, const struct nacha_line *line)
{
	struct aq_slice routing = nacha_trimmed(line, NACHA_FILE_DESTINATION);
	uint64_t number;

	if (routing.length == 10 && routing.start[0] == '0')
		routing = (struct aq_slice){routing.start + 1, 9};
	/* Banks also put numbers of their own here; those have no check digit. */
	if (routing.length != 9 || !nacha_number(routing, &number))
		return;
	if (nacha_check_digit(routing.start) != routing.start[8] - '0')
		nacha_tell(decode, AQ_NACHA_DESTINATION_CHECK_DIGIT, line, NACHA_FILE_DESTINATION,
			   "the check digit should be %d", nacha_check_digit(routing.start));
}

/* Companies put their own numbers here, which is well, unless the partner is a
 * bank and says so. */
static void check_origin(struct nacha *decode, const struct nacha_line *line)
{
	struct aq_slice routing = nacha_trimmed(line, NACHA_FILE_ORIGIN);
	uint64_t number;

	if (routing.length == 10 && routing.start[0] == '0')
		routing = (struct aq_slice){routing.start + 1, 9};
	if (routing.length != 9 || !nacha_number(routing, &number) ||
	    nacha_check_digit(routing.start) != routing.start[8] - '0')
		nacha_tell(decode, AQ_NACHA_ORIGIN, line, NACHA_FILE_ORIGIN,
			   "the immediate origin is no routing number");
}

enum aq_status nacha_file_header(struct nacha *decode, const struct nacha_line *line,
				 struct aq_error *err)
{
	enum aq_status status = end_open_parts(decode, err);

	if (status < AQ_OK)
		return status;
	abandon(decode, line);
	status = end(decode, err);
	if (status < AQ_OK)
		return status;
	begin(decode, line);
	nacha_partner_choose(decode, line);
	decode->file.has_header = true;
	decode->file.lines = 1;
	if (decode->file_count > 1)
		nacha_tell(decode, AQ_NACHA_SEVERAL_FILES, line, NACHA_NO_FIELD,
			   "file %u of several in one begins here",
			   (unsigned int)decode->file_count);
	if (!aq_slice_is(nacha_take(line, NACHA_FILE_PRIORITY), "01"))
		nacha_tell(decode, AQ_NACHA_FILE_HEADER_TEXT, line, NACHA_FILE_PRIORITY,
			   "the priority code should be 01");
	if (!aq_slice_is(nacha_take(line, NACHA_FILE_SIZES), "094101"))
		nacha_tell(decode, AQ_NACHA_FILE_HEADER_TEXT, line, NACHA_FILE_SIZES,
			   "record size, blocking factor and format should be 094101");
	check_destination(decode, line);
	if (nacha_partner_refuses(decode, AQ_NACHA_ORIGIN))
		check_origin(decode, line);
	if (!aq_date_parse_yymmdd(nacha_take(line, NACHA_FILE_DATE), &decode->file.created_on)) {
		decode->file.created_on = AQ_DATE_NONE;
		nacha_tell(decode, AQ_NACHA_FILE_DATE, line, NACHA_FILE_DATE,
			   "the file creation date is no day");
	}
	return AQ_OK;
}

void nacha_file_touch(struct nacha *decode, const struct nacha_line *line)
{
	if (decode->file.is_open && decode->file.has_control) {
		go_on_astray(decode, line);
	} else if (!decode->file.is_open) {
		begin(decode, line);
		nacha_partner_choose(decode, NULL);
		nacha_tell(decode, AQ_NACHA_FILE_HEADER_MISSING, line, NACHA_RECORD_TYPE,
			   "the file begins without a file header");
	}
	decode->file.lines++;
}

struct check {
	struct nacha_field field;
	enum aq_code code;
	uint64_t read;
	const char *what;
};

static void check_control(struct nacha *decode, const struct nacha_line *line,
			  const struct check *check)
{
	uint64_t declared;

	if (!nacha_total(nacha_take(line, check->field), &declared))
		nacha_refuse_file(decode, AQ_NACHA_FILE_CONTROL_TEXT, line, check->field,
				  "the %s of the file control is no number", check->what);
	else if (check->code == AQ_NACHA_FILE_BATCH_COUNT && nacha_is_end_of(declared, check->read))
		nacha_warn(decode, check->code, line, check->field,
			   "the control has no room for the file's count of batches, %llu",
			   (unsigned long long)check->read);
	else if (declared != check->read)
		nacha_refuse_file(decode, check->code, line, check->field,
				  "the %s of the file control is %llu, of what was read %llu",
				  check->what, (unsigned long long)declared,
				  (unsigned long long)check->read);
	nacha_tell_blanks(decode, line, check->field);
}

static void check_blocks(struct nacha *decode, const struct nacha_line *line)
{
	uint64_t blocks = (decode->file.lines + NACHA_BLOCK_RECORDS - 1) / NACHA_BLOCK_RECORDS;
	uint64_t declared;

	if (!nacha_number(nacha_take(line, NACHA_TOTAL_BLOCKS), &declared) ||
	    declared != blocks % NACHA_COUNT_MODULUS)
		nacha_tell(decode, AQ_NACHA_BLOCK_COUNT, line, NACHA_TOTAL_BLOCKS,
			   "the block count should be %llu", (unsigned long long)blocks);
}

enum aq_status nacha_file_control(struct nacha *decode, const struct nacha_line *line,
				  struct aq_error *err)
{
	enum aq_status status = end_open_parts(decode, err);
	const struct nacha_file *file = &decode->file;

	if (status < AQ_OK)
		return status;
	nacha_file_touch(decode, line);
	decode->file.has_control = true;
	if (file->is_stray)
		return AQ_OK;
	bool is_adv = file->batches > 0 && file->adv_batches == file->batches;
	const struct check checks[] = {
		{NACHA_TOTAL_BATCHES, AQ_NACHA_FILE_BATCH_COUNT, file->batches, "batch count"},
		{NACHA_TOTAL_COUNT, AQ_NACHA_FILE_ENTRY_COUNT, file->sums.items,
		 "entry and addenda count"},
		{NACHA_TOTAL_HASH, AQ_NACHA_FILE_HASH, file->sums.hash % NACHA_HASH_MODULUS,
		 "entry hash"},
		{is_adv ? NACHA_ADV_TOTAL_DEBITS : NACHA_TOTAL_DEBITS, AQ_NACHA_FILE_DEBIT_TOTAL,
		 file->sums.debits, "debit total in cents"},
		{is_adv ? NACHA_ADV_TOTAL_CREDITS : NACHA_TOTAL_CREDITS, AQ_NACHA_FILE_CREDIT_TOTAL,
		 file->sums.credits, "credit total in cents"},
	};
	for (size_t index = 0; index < sizeof(checks) / sizeof(checks[0]); index++)
		check_control(decode, line, &checks[index]);
	check_blocks(decode, line);
	if (file->batches == 0)
		nacha_tell(decode, AQ_NACHA_NO_BATCHES, line, NACHA_TOTAL_BATCHES,
			   "the file holds no batch");
	return AQ_OK;
}

enum aq_status nacha_file_finish(struct nacha *decode, struct aq_error *err)
{
	enum aq_status status = end_open_parts(decode, err);
	const struct nacha_file *file = &decode->file;

	if (status < AQ_OK)
		return status;
	abandon(decode, NULL);
	if (!file->is_open)
		nacha_refuse_file(decode, AQ_NACHA_NO_RECORDS, NULL, NACHA_NO_FIELD,
				  "the file holds no record");
	if (file->is_open && (file->lines + file->fill_lines) % NACHA_BLOCK_RECORDS != 0)
		nacha_tell(decode, AQ_NACHA_FILL, NULL, NACHA_NO_FIELD,
			   "the last block is not filled with lines of nines");
	return end(decode, err);
}
