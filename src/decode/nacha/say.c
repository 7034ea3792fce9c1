/*
 * say.c - findings of the NACHA decoder, and what they refuse.
 *
 * Promises: a finding names line, column, record, field and value; the first
 * one that refuses an entry, a batch or the file is the reason that is kept.
 */
#include "nacha.h"

#include "acquit/claim.h"
#include <stdarg.h>
#include <stdio.h>

#define MESSAGE_BYTES 320

static struct aq_slice record_name(const struct nacha_line *line)
{
	if (line == NULL)
		return AQ_SLICE("file");
	switch (line->text[0]) {
	case '1':
		return AQ_SLICE("file header");
	case '5':
		return AQ_SLICE("batch header");
	case '6':
		return AQ_SLICE("entry detail");
	case '7':
		return AQ_SLICE("addenda");
	case '8':
		return AQ_SLICE("batch control");
	case '9':
		return AQ_SLICE("file control");
	default:
		return AQ_SLICE("line");
	}
}

/* What is said before the first line is said of it. */
static uint64_t line_number(const struct nacha *decode, const struct nacha_line *line)
{
	if (line != NULL)
		return line->number;
	return decode->framing.line_number > 0 ? decode->framing.line_number : 1;
}

static void say(struct nacha *decode, const struct aq_finding *what, const struct nacha_line *line,
		struct nacha_field field)
{
	struct aq_finding finding = *what;

	finding.record = record_name(line);
	finding.at.line = line_number(decode, line);
	finding.at.column = field.first;
	finding.field = aq_slice_of(field.name);
	if (line != NULL && field.first > 0)
		finding.value = nacha_take(line, field);
	aq_findings_add(decode->handle.findings, &finding);
}

/* The same for the functions below, which differ in what they refuse. */
#define SAY(code_, severity_)                                                                      \
	char message[MESSAGE_BYTES] = "";                                                          \
	va_list arguments;                                                                         \
	va_start(arguments, format);                                                               \
	(void)vsnprintf(message, sizeof(message), format, arguments);                              \
	va_end(arguments);                                                                         \
	struct aq_finding what = {                                                                 \
		.code = (code_), .severity = (severity_), .message = aq_slice_of(message)}

static void refuse_entry(struct nacha *decode, enum aq_code code)
{
	struct aq_record *record = decode->entry.record;

	AQ_CLAIM(decode->entry.is_open);
	if (!record->is_refused)
		record->refusal = code;
	record->is_refused = true;
}

void nacha_doom_batch(struct nacha *decode, enum aq_code code)
{
	struct aq_unit *unit = &decode->batch.unit;

	AQ_CLAIM(decode->batch.is_open);
	if (unit->verdict < AQ_SEVERITY_ERROR)
		unit->verdict_code = code;
	unit->verdict = AQ_SEVERITY_ERROR;
}

static void refuse_file(struct nacha *decode, const struct aq_finding *what,
			const struct nacha_line *line, struct nacha_field field)
{
	const struct aq_at at = {line_number(decode, line), field.first};

	if (!decode->has_fatal)
		(void)aq_fail(&decode->fatal, AQ_BAD_FILE, what->code, at, "%.*s",
			      AQ_SLICE_ARGS(what->message));
	decode->has_fatal = true;
	if (decode->file.refusal == AQ_CODE_NONE)
		decode->file.refusal = what->code;
}

/* A line speaks of its entry or its batch once that is open; before, and where
 * no line is meant, the fault is the file's. */
static enum aq_severity insist(struct nacha *decode, const struct aq_finding *what,
			       const struct nacha_line *line, struct nacha_field field)
{
	const struct nacha_entry *entry = &decode->entry;
	bool is_of_entry = line != NULL && entry->is_open &&
			   (line->text[0] == '7' || line->number == entry->line.number);

	if (is_of_entry) {
		refuse_entry(decode, what->code);
		return AQ_SEVERITY_ERROR;
	}
	if (line != NULL && decode->batch.is_open && line->text[0] >= '5' && line->text[0] <= '8') {
		nacha_doom_batch(decode, what->code);
		return AQ_SEVERITY_ERROR;
	}
	refuse_file(decode, what, line, field);
	/* No one of several files has the line ends, or that there are several. */
	if (line == NULL || what->code == AQ_NACHA_SEVERAL_FILES)
		decode->is_fatal = true;
	return AQ_SEVERITY_FATAL;
}

void nacha_tell(struct nacha *decode, enum aq_code code, const struct nacha_line *line,
		struct nacha_field field, const char *format, ...)
{
	SAY(code, AQ_SEVERITY_NONE);
	if (nacha_partner_refuses(decode, code))
		what.severity = insist(decode, &what, line, field);
	say(decode, &what, line, field);
}

void nacha_warn(struct nacha *decode, enum aq_code code, const struct nacha_line *line,
		struct nacha_field field, const char *format, ...)
{
	SAY(code, AQ_SEVERITY_WARNING);
	say(decode, &what, line, field);
}

void nacha_refuse_entry(struct nacha *decode, enum aq_code code, const struct nacha_line *line,
			struct nacha_field field, const char *format, ...)
{
	SAY(code, AQ_SEVERITY_ERROR);
	if (nacha_partner_allows(decode, code))
		what.severity = AQ_SEVERITY_WARNING;
	else
		refuse_entry(decode, code);
	say(decode, &what, line, field);
}

void nacha_refuse_batch(struct nacha *decode, enum aq_code code, const struct nacha_line *line,
			struct nacha_field field, const char *format, ...)
{
	SAY(code, AQ_SEVERITY_ERROR);
	if (nacha_partner_allows(decode, code))
		what.severity = AQ_SEVERITY_WARNING;
	else
		nacha_doom_batch(decode, code);
	say(decode, &what, line, field);
}

void nacha_refuse_file(struct nacha *decode, enum aq_code code, const struct nacha_line *line,
		       struct nacha_field field, const char *format, ...)
{
	SAY(code, AQ_SEVERITY_FATAL);
	if (nacha_partner_allows(decode, code))
		what.severity = AQ_SEVERITY_WARNING;
	else
		refuse_file(decode, &what, line, field);
	say(decode, &what, line, field);
}

bool nacha_is_due(struct nacha *decode, enum nacha_once once, enum aq_code code)
{
	bool is_first = !decode->batch.is_said[once];

	decode->batch.is_said[once] = true;
	return is_first || nacha_partner_refuses(decode, code);
}

void nacha_tell_blanks(struct nacha *decode, const struct nacha_line *line,
		       struct nacha_field field)
{
	if (nacha_has_blanks(nacha_take(line, field)) &&
	    nacha_is_due(decode, NACHA_ONCE_NUMBER_BLANKS, AQ_NACHA_NUMBER_BLANKS))
		nacha_tell(decode, AQ_NACHA_NUMBER_BLANKS, line, field,
			   "the number is filled with blanks instead of zeros");
}
