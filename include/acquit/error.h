/*
 * error.h - what went wrong, described by whoever saw it.
 *
 * The struct has a fixed size, so running out of memory can be reported too.
 * Callers pass it on unchanged; only `cli` prints it.
 */
#ifndef ACQUIT_ERROR_H
#define ACQUIT_ERROR_H

#include <stdint.h>

#include "acquit/codes.h"
#include "acquit/slice.h"
#include "acquit/status.h"

#define AQ_ERROR_TEXT_BYTES 480
#define AQ_ERROR_FILE_BYTES 256

/* A place in an input file; lines and columns count from 1, 0 is unknown. */
struct aq_at {
	uint64_t line;
	uint32_t column;
};

struct aq_error {
	enum aq_status status;
	enum aq_code code;
	struct aq_at at;
	char file[AQ_ERROR_FILE_BYTES]; /* "" when no file is meant */
	char text[AQ_ERROR_TEXT_BYTES]; /* one sentence, no newline, no full stop */
};

/* Fills `err` (which may be NULL) and returns `status`, so that a function
 * can end with it. Control bytes in the text come out as \xNN. */
enum aq_status aq_fail(struct aq_error *err, enum aq_status status, enum aq_code code,
		       struct aq_at at, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* The same for a failed system call: appends ": " and the text of errno. */
enum aq_status aq_fail_errno(struct aq_error *err, enum aq_status status, enum aq_code code,
			     const char *format, ...) __attribute__((format(printf, 4, 5)));

enum aq_status aq_fail_memory(struct aq_error *err);

/* Names the file an error speaks of, if none is named yet; a long path loses
 * its beginning. Kept as it is: whoever prints it escapes it. */
void aq_error_set_file(struct aq_error *err, struct aq_slice file);

#endif
