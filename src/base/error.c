/*
 * error.c - fills the caller's error.
 *
 * Promises: no allocation, so that a lack of memory can be reported; a text
 * that is safe on a terminal and in a log, cut between characters.
 */
#include "acquit/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "acquit/claim.h"
#include "escape.h"

/* Untrusted bytes may take four times their room once escaped, so the raw
 * text is given more room than what is kept of it. */
#define RAW_TEXT_BYTES 1024

static void fill(struct aq_error *err, enum aq_status status, enum aq_code code, struct aq_at at)
{
	err->status = status;
	err->code = code;
	err->at = at;
	err->file[0] = '\0';
	err->text[0] = '\0';
}

static void fill_text(struct aq_error *err, const char *format, va_list arguments)
{
	char raw[RAW_TEXT_BYTES];

	if (vsnprintf(raw, sizeof(raw), format, arguments) < 0)
		raw[0] = '\0';
	aq_escape_into(err->text, sizeof(err->text), aq_slice_of(raw));
}

enum aq_status aq_fail(struct aq_error *err, enum aq_status status, enum aq_code code,
		       struct aq_at at, const char *format, ...)
{
	va_list arguments;

	AQ_CLAIM(status < AQ_OK);
	if (!err)
		return status;
	fill(err, status, code, at);
	va_start(arguments, format);
	fill_text(err, format, arguments);
	va_end(arguments);
	return status;
}

enum aq_status aq_fail_errno(struct aq_error *err, enum aq_status status, enum aq_code code,
			     const char *format, ...)
{
	int cause = errno;
	char cause_text[128];
	va_list arguments;
	size_t used;

	AQ_CLAIM(status < AQ_OK);
	if (!err)
		return status;
	fill(err, status, code, (struct aq_at){0});
	va_start(arguments, format);
	fill_text(err, format, arguments);
	va_end(arguments);
	used = strlen(err->text);
	if (used + 2 < sizeof(err->text)) {
		const char *reason = strerror_r(cause, cause_text, sizeof(cause_text));

		memcpy(err->text + used, ": ", 2);
		aq_escape_into(err->text + used + 2, sizeof(err->text) - used - 2,
			       aq_slice_of(reason));
	}
	errno = cause;
	return status;
}

enum aq_status aq_fail_memory(struct aq_error *err)
{
	return aq_fail(err, AQ_SYSTEM, AQ_BASE_MEMORY, (struct aq_at){0}, "out of memory");
}

/* The end of a long path says more than its beginning, so the end is kept. */
void aq_error_set_file(struct aq_error *err, struct aq_slice file)
{
	size_t keep = file.length;

	if (!err || err->file[0] != '\0' || file.length == 0)
		return;
	if (keep > sizeof(err->file) - 1)
		keep = sizeof(err->file) - 1;
	memcpy(err->file, file.start + (file.length - keep), keep);
	err->file[keep] = '\0';
}
