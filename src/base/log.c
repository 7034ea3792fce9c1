/*
 * log.c - diagnostics, to standard error only.
 *
 * Promises: one line a message in one write, so that lines of several
 * processes do not mix; no control byte reaches the terminal. A message that
 * cannot be written is lost: there is nobody left to tell.
 */
#include "acquit/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "acquit/buffer.h"
#include "acquit/claim.h"
#include "acquit/clock.h"
#include "acquit/utf8.h"

#define MESSAGE_BYTES_MAX    2048
#define PROGRESS_INTERVAL_MS 100

static const char *const level_names[] = {
	[AQ_LOG_ERROR] = "error",
	[AQ_LOG_WARNING] = "warning",
	[AQ_LOG_INFO] = "info",
	[AQ_LOG_DEBUG] = "debug",
};

static enum aq_log_level level_most = AQ_LOG_WARNING;
static enum aq_log_format log_format = AQ_LOG_TEXT;
static bool is_progress_shown;
static uint64_t progress_shown_ms;

void aq_log_start(enum aq_log_level most, enum aq_log_format format)
{
	AQ_CLAIM(most <= AQ_LOG_DEBUG && format <= AQ_LOG_JSON);
	level_most = most;
	log_format = format;
}

static void write_error(struct aq_slice bytes)
{
	while (bytes.length > 0) {
		ssize_t written = write(STDERR_FILENO, bytes.start, bytes.length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return;
		bytes.start += written;
		bytes.length -= (size_t)written;
	}
}

static void write_line(struct aq_buffer *line)
{
	aq_progress_end();
	aq_buffer_add_byte(line, '\n');
	if (aq_buffer_failed(line))
		write_error(AQ_SLICE("acquit: a message is lost for lack of memory\n"));
	else
		write_error(aq_buffer_slice(line));
	aq_buffer_free(line);
}

static void begin_json(struct aq_buffer *line, enum aq_log_level level)
{
	char stamp[24];

	aq_clock_stamp(stamp);
	aq_buffer_print(line, "{\"time\":\"%s\",\"level\":\"%s\",\"message\":", stamp,
			level_names[level]);
}

void aq_log_say(enum aq_log_level level, const char *format, ...)
{
	char message[MESSAGE_BYTES_MAX];
	struct aq_buffer line;
	va_list arguments;

	if (level > level_most)
		return;
	va_start(arguments, format);
	if (vsnprintf(message, sizeof(message), format, arguments) < 0)
		message[0] = '\0';
	va_end(arguments);
	aq_buffer_init(&line, 0);
	if (log_format == AQ_LOG_JSON) {
		begin_json(&line, level);
		aq_json_put(&line, aq_slice_of(message));
		aq_buffer_add_byte(&line, '}');
	} else {
		aq_buffer_add_text(&line, "acquit: ");
		aq_printable_put(&line, aq_slice_of(message));
	}
	write_line(&line);
}

static void put_error_text(struct aq_buffer *line, const struct aq_error *err, const char *mend)
{
	aq_buffer_add_text(line, "acquit: ");
	if (err->file[0] != '\0') {
		aq_printable_put(line, aq_slice_of(err->file));
		if (err->at.line != 0)
			aq_buffer_print(line, ":%llu", (unsigned long long)err->at.line);
		if (err->at.line != 0 && err->at.column != 0)
			aq_buffer_print(line, ":%u", err->at.column);
		aq_buffer_add_text(line, ": ");
	} else if (err->at.line != 0) {
		aq_buffer_print(line, "line %llu: ", (unsigned long long)err->at.line);
	}
	aq_printable_put(line, aq_slice_of(err->text));
	if (err->code != AQ_CODE_NONE)
		aq_buffer_print(line, " (%s)", aq_code_name(err->code));
	if (mend[0] != '\0')
		aq_buffer_print(line, "; %s", mend);
}

static void put_error_json(struct aq_buffer *line, const struct aq_error *err, const char *mend)
{
	begin_json(line, AQ_LOG_ERROR);
	aq_json_put(line, aq_slice_of(err->text));
	aq_buffer_print(line, ",\"code\":\"%s\"", aq_code_name(err->code));
	if (err->file[0] != '\0') {
		aq_buffer_add_text(line, ",\"file\":");
		aq_json_put(line, aq_slice_of(err->file));
	}
	if (err->at.line != 0)
		aq_buffer_print(line, ",\"line\":%llu", (unsigned long long)err->at.line);
	if (err->at.column != 0)
		aq_buffer_print(line, ",\"column\":%u", err->at.column);
	if (mend[0] != '\0') {
		aq_buffer_add_text(line, ",\"mend\":");
		aq_json_put(line, aq_slice_of(mend));
	}
	aq_buffer_add_byte(line, '}');
}

void aq_log_error(const struct aq_error *err)
{
	const char *mend = err->code == AQ_CODE_NONE ? "" : aq_code_mend(err->code);
	struct aq_buffer line;

	aq_buffer_init(&line, 0);
	if (log_format == AQ_LOG_JSON)
		put_error_json(&line, err, mend);
	else
		put_error_text(&line, err, mend);
	write_line(&line);
}

void aq_progress_say(const char *what, uint64_t done, uint64_t total)
{
	uint64_t now = aq_clock_steady_ms();
	struct aq_buffer line;

	if (is_progress_shown && done < total && now - progress_shown_ms < PROGRESS_INTERVAL_MS)
		return;
	if (!isatty(STDERR_FILENO))
		return;
	aq_buffer_init(&line, 0);
	aq_buffer_add_text(&line, "\r\x1b[K");
	aq_printable_put(&line, aq_slice_of(what));
	if (total > 0)
		aq_buffer_print(&line, " %llu of %llu (%u%%)", (unsigned long long)done,
				(unsigned long long)total,
				(unsigned)(done >= total ? 100 : done / (total / 100 + 1)));
	else
		aq_buffer_print(&line, " %llu", (unsigned long long)done);
	if (!aq_buffer_failed(&line))
		write_error(aq_buffer_slice(&line));
	aq_buffer_free(&line);
	is_progress_shown = true;
	progress_shown_ms = now;
}

void aq_progress_end(void)
{
	if (!is_progress_shown)
		return;
	is_progress_shown = false;
	write_error(AQ_SLICE("\r\x1b[K"));
}
