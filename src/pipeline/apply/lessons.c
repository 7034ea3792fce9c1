/*
 * lessons.c - what applications tell of who pays becomes lessons for later nights.
 *
 * Promises: nothing is learned of an account that the master data knows, nor of a
 * customer's own name; a lesson is of the business date, and is used from the next one on.
 */
#include <stdlib.h>

#include "applying.h"

#include "acquit/sorted.h"
#include "acquit/store_lessons.h"

#define ROWS_AT_ONCE  65536
#define NAMES_AT_ONCE 8192

static enum aq_status lessons_grow(struct applying *applying, size_t room, struct aq_error *err)
{
	struct aq_lesson *lessons;

	if (room <= applying->lesson_room)
		return AQ_OK;
	lessons = realloc(applying->lessons, room * sizeof(*lessons));
	if (!lessons)
		return aq_fail_memory(err);
	applying->lessons = lessons;
	applying->lesson_room = room;
	return AQ_OK;
}

enum aq_status lessons_begin(struct applying *applying, struct aq_error *err)
{
	const struct job *job = applying->job;
	enum aq_status status = AQ_OK;

	applying->has_learned = false;
	if (!job->home->settings.forgets_payers)
		status = aq_store_lessons_any(job->store, &applying->has_learned, err);
	aq_night_first_pass(applying->night, !applying->is_again);
	return status;
}

enum aq_status lessons_take(struct applying *applying, struct aq_error *err)
{
	size_t room = applying->lesson_count + aq_night_lessons(applying->night, NULL);
	enum aq_status status = lessons_grow(applying, room, err);

	if (status < AQ_OK || room == applying->lesson_count)
		return status;
	applying->lesson_count +=
		aq_night_lessons(applying->night, applying->lessons + applying->lesson_count);
	return AQ_OK;
}

static struct aq_lesson_row row_of(const struct applying *applying, const struct aq_lesson *lesson)
{
	return (struct aq_lesson_row){.hash = lesson->account_hash,
				      .is_account = true,
				      .kind = lesson->is_certain ? AQ_LESSON_CERTAIN
								 : AQ_LESSON_TELLS,
				      .customer_no = lesson->customer_no,
				      .payment_no = lesson->payment_no,
				      .learned_on = applying->job->run.business_date};
}

/* --- accounts --- */

static int by_account(const void *one, const void *other)
{
	const struct aq_lesson *a = one, *b = other;

	if (a->account_hash != b->account_hash)
		return a->account_hash < b->account_hash ? -1 : 1;
	return a->payment_no < b->payment_no ? -1 : a->payment_no > b->payment_no;
}

/* A lesson may change what is said of others who pay like this. */
static void watch_lessons(struct applying *applying, const struct aq_lesson_row *rows, size_t count)
{
	for (size_t at = 0; applying->is_again && at < count; at++)
		watch_moved(&applying->watch, rows[at].hash);
}

static enum aq_status write_accounts(struct applying *applying, struct aq_error *err)
{
	struct aq_lesson_row *rows;
	size_t at = 0, count;
	enum aq_status status = AQ_OK;

	qsort(applying->lessons, applying->lesson_count, sizeof(*applying->lessons), by_account);
	while (at < applying->lesson_count && status >= AQ_OK) {
		aq_arena_reset(applying->arena);
		rows = aq_arena_take_many(applying->arena, ROWS_AT_ONCE, sizeof(*rows));
		if (!rows)
			return aq_fail_memory(err);
		for (count = 0; at < applying->lesson_count && count < ROWS_AT_ONCE; at++)
			if (applying->lessons[at].account_hash != 0)
				rows[count++] = row_of(applying, &applying->lessons[at]);
		watch_lessons(applying, rows, count);
		status = aq_store_lessons_add(applying->job->store, rows, count, err);
	}
	return status;
}

/* --- names: their text is read, of the few that bear another than the customer's --- */

static int by_payment(const void *one, const void *other)
{
	const struct aq_lesson *a = one, *b = other;

	return a->payment_no < b->payment_no ? -1 : a->payment_no > b->payment_no;
}

static int by_hash(const void *one, const void *other)
{
	const struct aq_lesson_row *a = one, *b = other;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->payment_no < b->payment_no ? -1 : a->payment_no > b->payment_no;
}

struct names { /* of some lessons, sorted by payment */
	struct applying *applying;
	const struct aq_lesson *lessons;
	size_t count;
	struct aq_lesson_row *rows;
	size_t row_count;
};

static enum aq_status read_names(struct names *names, struct aq_error *err)
{
	struct applying *applying = names->applying;
	const unsigned char *key = aq_store_siphash_key(applying->job->store);
	uint64_t *payment_nos =
		aq_arena_take_many(applying->arena, names->count, sizeof(*payment_nos));
	struct aq_payer_text *payers;
	size_t at, found, asked = 0;
	enum aq_status status;

	names->rows = aq_arena_take_many(applying->arena, names->count, sizeof(*names->rows));
	if (!payment_nos || !names->rows)
		return aq_fail_memory(err);
	for (at = 0; at < names->count; at++)
		if (at == 0 || names->lessons[at].payment_no != names->lessons[at - 1].payment_no)
			payment_nos[asked++] = names->lessons[at].payment_no;
	status = aq_store_payers(applying->job->store, payment_nos, asked, applying->arena, &payers,
				 &found, err);
	for (at = 0; status >= AQ_OK && at < names->count; at++) {
		const struct aq_payer_text *payer = aq_sorted_find(
			AQ_SORTED(payers, found, payment_no), names->lessons[at].payment_no);
		struct aq_lesson_row row = row_of(applying, &names->lessons[at]);
		struct aq_slice normal = {NULL, 0};

		if (payer)
			normal = aq_name_normal(applying->arena, payer->payer);
		row.hash = aq_siphash(key, normal);
		row.is_account = false;
		if (normal.length > 0)
			names->rows[names->row_count++] = row;
	}
	qsort(names->rows, names->row_count, sizeof(*names->rows), by_hash);
	return status;
}

static enum aq_status write_names(struct applying *applying, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t at, from, count = 0;

	for (at = 0; at < applying->lesson_count; at++)
		if (applying->lessons[at].has_name)
			applying->lessons[count++] = applying->lessons[at];
	qsort(applying->lessons, count, sizeof(*applying->lessons), by_payment);
	for (from = 0; from < count && status >= AQ_OK; from += NAMES_AT_ONCE) {
		struct names names = {.applying = applying,
				      .lessons = applying->lessons + from,
				      .count = count - from < NAMES_AT_ONCE ? count - from
									    : NAMES_AT_ONCE};

		aq_arena_reset(applying->arena);
		status = read_names(&names, err);
		watch_lessons(applying, names.rows, names.row_count);
		if (status >= AQ_OK)
			status = aq_store_lessons_add(applying->job->store, names.rows,
						      names.row_count, err);
	}
	return status;
}

enum aq_status lessons_write(struct applying *applying, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (applying->lesson_count > 0) {
		status = write_accounts(applying, err);
		if (status >= AQ_OK)
			status = write_names(applying, err);
	}
	applying->lesson_count = 0;
	return status < AQ_OK ? status : AQ_OK;
}
