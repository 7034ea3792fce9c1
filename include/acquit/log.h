/*
 * log.h - diagnostics, to standard error only.
 *
 * Untrusted texts are escaped and cut at 200 bytes; account numbers never
 * come here. Text form: "acquit: message"; json form: one object a line.
 */
#ifndef ACQUIT_LOG_H
#define ACQUIT_LOG_H

#include "acquit/error.h"

enum aq_log_level { AQ_LOG_ERROR, AQ_LOG_WARNING, AQ_LOG_INFO, AQ_LOG_DEBUG };
enum aq_log_format { AQ_LOG_TEXT, AQ_LOG_JSON };

/* For "%.*s": an untrusted text, cut at its bound. */
#define AQ_LOG_TEXT_BYTES_MAX 200
#define AQ_LOG_ARGS(slice)                                                                         \
	(int)((slice).length < AQ_LOG_TEXT_BYTES_MAX ? (slice).length : AQ_LOG_TEXT_BYTES_MAX),    \
		(slice).length ? (slice).start : ""

/* Before the first call: warnings and errors, as text. */
void aq_log_start(enum aq_log_level most, enum aq_log_format format);
void aq_log_say(enum aq_log_level level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The error with file, line, code and mend. */
void aq_log_error(const struct aq_error *err);

/* A progress line on a terminal; nothing elsewhere. */
void aq_progress_say(const char *what, uint64_t done, uint64_t total);
void aq_progress_end(void);

#endif
