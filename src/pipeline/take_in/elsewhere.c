/*
 * elsewhere.c - a file that lies in the wrong drop folder is told where it belongs.
 *
 * Reads: the head of a file that its own folder refused.
 * Promises: the refusal stays, with the folder named.
 */
#include "../job.h"

#include "acquit/load.h"

static enum aq_status take_nothing(void *context, const struct aq_loaded *loaded,
				   struct aq_error *err)
{
	(void)context;
	(void)loaded;
	(void)err;
	return AQ_OK;
}

/* The table whose header the head begins with; AQ_TABLE_COUNT for none. */
static enum aq_table table_of(struct aq_slice head)
{
	const struct aq_load_sink sink = {.rows = take_nothing};
	const char *end = memchr(head.start, '\n', head.length);
	struct aq_findings *findings = NULL;
	struct aq_load *load = NULL;
	enum aq_table table = AQ_TABLE_COUNT;
	struct aq_buffer rejected;
	struct aq_error ignored = {.status = AQ_OK};

	if (!end)
		return AQ_TABLE_COUNT;
	aq_buffer_init(&rejected, 0);
	if (aq_findings_new(&findings, &ignored) >= AQ_OK &&
	    aq_load_open(&load, &sink, findings, &rejected, &ignored) >= AQ_OK &&
	    aq_load_feed(load, aq_slice_between(head.start, end + 1), &ignored) >= AQ_OK)
		table = aq_load_table(load);
	aq_load_close(load);
	aq_findings_free(findings);
	aq_buffer_free(&rejected);
	return table;
}

void elsewhere_payments(const struct aq_source_facts *facts, struct aq_error *err)
{
	const struct aq_slice head = {facts->head, facts->head_length};
	enum aq_table table;

	if (err->code != AQ_DECODE_UNKNOWN_FORMAT || head.length == 0)
		return;
	table = table_of(head);
	if (table != AQ_TABLE_COUNT)
		(void)aq_fail(err, AQ_BAD_FILE, AQ_DECODE_UNKNOWN_FORMAT, err->at,
			      "these are open items (%s), no payments: drop the file into "
			      "open-items/",
			      aq_table_name(table));
}

void elsewhere_open_items(const struct job *job, const struct aq_source_facts *facts,
			  struct aq_error *err)
{
	const struct aq_slice head = {facts->head, facts->head_length};
	struct aq_error ignored = {.status = AQ_OK};
	struct aq_decode *decode = NULL;

	if (err->code != AQ_LOAD_TABLE && err->code != AQ_LOAD_TWO_TABLES &&
	    err->code != AQ_BASE_CSV_QUOTE)
		return;
	if (head.length == 0 ||
	    aq_decode_open(&decode, job->profiles, head,
			   facts->unwrapped_bytes == facts->head_length, NULL, &ignored) < AQ_OK)
		return;
	(void)aq_fail(err, AQ_BAD_FILE, err->code, err->at,
		      "these are payments (%.*s), no open items: drop the file into inbox/",
		      AQ_SLICE_ARGS(aq_decode_format(decode)));
	aq_decode_close(decode);
}
