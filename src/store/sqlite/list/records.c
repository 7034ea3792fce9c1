/*
 * records.c - what the book itself is made of, as a person names it: acts,
 * settlements, runs and entries.
 *
 * Promises: a bare word is none of their entries: those have numbers alone.
 */
#include <stdio.h>

#include "acquit/digits.h"

#include "../reading.h"

struct finding {
	struct aq_store *store;
	enum aq_thing asked;
	struct aq_slice text;
	struct sq_results results;
};

static bool is_asked(const struct finding *finding, enum aq_thing thing)
{
	return finding->asked == AQ_THING_ANY || finding->asked == thing;
}

static enum aq_status add(struct finding *finding, enum aq_thing thing, uint64_t number,
			  struct aq_slice text, struct aq_error *err)
{
	struct aq_thing_row *row = sq_results_add(&finding->results);

	if (!row)
		return aq_fail_memory(err);
	*row = (struct aq_thing_row){thing, number, aq_arena_copy(finding->results.arena, text)};
	return row->text.length == text.length ? AQ_OK : aq_fail_memory(err);
}

/* Act and entry are there, or not. */
static enum aq_status find_numbered(struct finding *finding, enum aq_thing thing, uint64_t number,
				    struct aq_error *err)
{
	bool is_act = thing == AQ_THING_ACT;
	char text[AQ_DIGITS_BYTES_MAX + 2];
	sqlite3_stmt *statement;
	enum aq_status status =
		sq_use(finding->store, is_act ? SQ_ACT_FIND : SQ_ENTRY_FIND, &statement, err);

	if (status < AQ_OK || number > SQ_NUMBER_MAX)
		return status < AQ_OK ? status : AQ_OK;
	sq_bind_u64(finding->store, statement, 1, number);
	status = sq_step(finding->store, statement, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : AQ_OK;
	sq_done(statement);
	(void)snprintf(text, sizeof(text), "%s%llu", is_act ? "A" : "", (unsigned long long)number);
	return add(finding, thing, number, aq_slice_of(text), err);
}

/* "A12"; "12" where an act is asked for. */
static enum aq_status find_act(struct finding *finding, struct aq_error *err)
{
	struct aq_slice digits = finding->text;
	uint64_t number;

	if (digits.length > 1 && (digits.start[0] == 'A' || digits.start[0] == 'a'))
		digits = (struct aq_slice){digits.start + 1, digits.length - 1};
	else if (finding->asked != AQ_THING_ACT)
		return AQ_OK;
	return aq_slice_to_u64(digits, &number) ? find_numbered(finding, AQ_THING_ACT, number, err)
						: AQ_OK;
}

static enum aq_status find_entry(struct finding *finding, struct aq_error *err)
{
	uint64_t number;

	return finding->asked == AQ_THING_ENTRY && aq_slice_to_u64(finding->text, &number)
		       ? find_numbered(finding, AQ_THING_ENTRY, number, err)
		       : AQ_OK;
}

static enum aq_status find_run(struct finding *finding, struct aq_error *err)
{
	struct aq_error none = {.status = AQ_OK};
	struct aq_run run;
	enum aq_status status;

	if (finding->text.length == 0)
		return AQ_OK;
	status = aq_store_run_find(finding->store, finding->text, &run, &none);
	if (status == AQ_NOT_FOUND)
		return AQ_OK;
	if (status < AQ_OK) {
		if (err)
			*err = none;
		return status;
	}
	return add(finding, AQ_THING_RUN, run.run_no, aq_slice_of(run.id), err);
}

/* By its id, or by its source and id. One of several currencies is one. */
static enum aq_status find_settlements(struct finding *finding, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(finding->store, SQ_SETTLEMENTS_NAMED, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_text(finding->store, statement, 1, finding->text);
	while ((status = sq_step(finding->store, statement, err)) == AQ_OK) {
		status = add(finding, AQ_THING_SETTLEMENT, sq_u64(statement, 0),
			     sq_text(statement, 1), err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_records_find(struct aq_store *store, enum aq_thing thing,
				     struct aq_slice text, struct aq_arena *arena,
				     struct aq_thing_row **out, size_t *count, struct aq_error *err)
{
	struct finding finding = {
		.store = store,
		.asked = thing,
		.text = text,
		.results = {.arena = arena, .bytes_each = sizeof(struct aq_thing_row)}};
	enum aq_status status = AQ_OK;

	if (is_asked(&finding, AQ_THING_ACT))
		status = find_act(&finding, err);
	if (status >= AQ_OK && is_asked(&finding, AQ_THING_ENTRY))
		status = find_entry(&finding, err);
	if (status >= AQ_OK && is_asked(&finding, AQ_THING_RUN))
		status = find_run(&finding, err);
	if (status >= AQ_OK && is_asked(&finding, AQ_THING_SETTLEMENT))
		status = find_settlements(&finding, err);
	if (status < AQ_OK)
		return status;
	*out = (struct aq_thing_row *)(void *)finding.results.rows;
	*count = finding.results.count;
	return AQ_OK;
}
