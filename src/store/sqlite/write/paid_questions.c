/*
 * paid_questions.c - questions of what was paid already say what holds now.
 *
 * Reads: their words, which begin with the invoice and end with the payment that had
 * paid it. Promises: that payment still pays it, and is the same whatever the order of
 * rows was; an invoice that is open again is called so. Other words stay.
 */
#include "acquit/store_acts.h"
#include "acquit/store_read.h"
#include "../reading.h"

#define PAYER_WORDS "; paid by payment "

struct asked { /* one question and what its words are made of */
	struct sq_question question;
	struct aq_slice number, verb, rest;
};

struct telling {
	struct aq_store *store;
	struct aq_arena *arena;
	struct sq_results asked, told;
};

/* Around the first of the words; false where they are not there. */
static bool cut_at(struct aq_slice text, struct aq_slice words, struct aq_slice *before,
		   struct aq_slice *after)
{
	size_t at = aq_slice_find(text, words);

	if (at == SIZE_MAX)
		return false;
	*before = (struct aq_slice){text.start, at};
	*after = (struct aq_slice){text.start + at + words.length, text.length - at - words.length};
	return true;
}

static bool parse(struct asked *asked)
{
	struct aq_slice text = asked->question.explanation, head = text, ignored;

	(void)cut_at(text, AQ_SLICE(PAYER_WORDS), &head, &ignored);
	asked->verb = AQ_SLICE(AQ_SAYS_PAID_TOO);
	if (cut_at(head, asked->verb, &asked->number, &asked->rest))
		return true;
	asked->verb = AQ_SLICE(AQ_SAYS_PAID);
	if (cut_at(head, asked->verb, &asked->number, &asked->rest))
		return true;
	if (!cut_at(head, AQ_SLICE(AQ_SAYS_OPEN_AGAIN), &asked->number, &asked->rest))
		return false;
	while (asked->rest.length > 0 && asked->rest.start[0] != ';') {
		asked->rest.start++;
		asked->rest.length--;
	}
	return true;
}

static enum aq_status read_asked(struct telling *telling, struct aq_error *err)
{
	struct aq_store *store = telling->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_QUESTIONS_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, sq_word_out(store, SQ_CODE, AQ_ALREADY_PAID));
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct asked *asked = sq_results_add(&telling->asked);

		if (!asked) {
			sq_done(statement);
			return aq_fail_memory(err);
		}
		asked->question.payment_no = sq_u64(statement, 0);
		asked->question.code = AQ_ALREADY_PAID;
		if (!sq_copy(telling->arena, statement, 1, &asked->question.explanation) ||
		    !sq_copy(telling->arena, statement, 2, &asked->question.suggestions)) {
			sq_done(statement);
			return aq_fail_memory(err);
		}
		if (!parse(asked))
			telling->asked.count--;
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status read_open(struct telling *telling, uint64_t item_no, struct aq_money *out,
				struct aq_error *err)
{
	struct aq_store *store = telling->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_ITEM_BRIEF_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, item_no);
	status = sq_step(store, statement, err);
	if (status == AQ_OK) {
		*out = (struct aq_money){sq_i64(statement, 4), (aq_currency)sq_u64(statement, 1)};
		sq_done(statement);
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status tell_paid(struct telling *telling, const struct asked *asked,
				uint64_t item_no, struct aq_slice *out, struct aq_error *err)
{
	char payment[AQ_PAYMENT_ID_TEXT_BYTES], day[AQ_DATE_TEXT_BYTES];
	struct aq_payment_id id;
	struct aq_date booked_on;
	enum aq_status status =
		aq_store_item_paid_by(telling->store, item_no, &id, &booked_on, err);

	if (status < AQ_OK && status != AQ_NOT_FOUND)
		return status;
	if (status == AQ_NOT_FOUND) {
		*out = aq_arena_print(telling->arena, "%.*s%.*s%.*s", AQ_SLICE_ARGS(asked->number),
				      AQ_SLICE_ARGS(asked->verb), AQ_SLICE_ARGS(asked->rest));
	} else {
		aq_payment_id_print(id, payment);
		aq_date_print(booked_on, day);
		*out = aq_arena_print(telling->arena, "%.*s%.*s%.*s" PAYER_WORDS "%s, booked %s",
				      AQ_SLICE_ARGS(asked->number), AQ_SLICE_ARGS(asked->verb),
				      AQ_SLICE_ARGS(asked->rest), payment, day);
	}
	return out->length ? AQ_OK : aq_fail_memory(err);
}

static enum aq_status tell_again(struct telling *telling, const struct asked *asked,
				 struct aq_money open, struct aq_slice *out, struct aq_error *err)
{
	char text[AQ_MONEY_TEXT_BYTES];

	aq_money_print(open, text);
	*out = aq_arena_print(telling->arena, "%.*s" AQ_SAYS_OPEN_AGAIN "%s %s%.*s",
			      AQ_SLICE_ARGS(asked->number), text, aq_currency_code(open.currency),
			      AQ_SLICE_ARGS(asked->rest));
	return out->length ? AQ_OK : aq_fail_memory(err);
}

static enum aq_status tell(struct telling *telling, const struct asked *asked, struct aq_error *err)
{
	struct aq_money open = {0, AQ_CURRENCY_NONE};
	struct aq_thing_row *things = NULL;
	struct sq_question *told;
	struct aq_slice words = {NULL, 0};
	size_t count = 0;
	enum aq_status status =
		aq_store_things_find(telling->store, AQ_THING_INVOICE, asked->number,
				     telling->arena, &things, &count, err);

	if (status == AQ_NOT_FOUND || (status >= AQ_OK && count != 1))
		return AQ_OK;
	if (status >= AQ_OK)
		status = read_open(telling, things[0].number, &open, err);
	if (status >= AQ_OK)
		status = open.minor > 0 ? tell_again(telling, asked, open, &words, err)
					: tell_paid(telling, asked, things[0].number, &words, err);
	if (status < AQ_OK || aq_slice_equals(words, asked->question.explanation))
		return status;
	told = sq_results_add(&telling->told);
	if (!told)
		return aq_fail_memory(err);
	*told = asked->question;
	told->explanation = words;
	return AQ_OK;
}

static enum aq_status tell_all(struct telling *telling, struct aq_error *err)
{
	enum aq_status status = read_asked(telling, err);

	for (size_t at = 0; at < telling->asked.count && status >= AQ_OK; at++)
		status = tell(telling, (const struct asked *)(void *)telling->asked.rows + at, err);
	return status;
}

enum aq_status aq_store_paid_questions(struct aq_store *store, uint64_t run_no, bool *is_changed,
				       struct aq_error *err)
{
	struct telling telling = {.store = store,
				  .asked = {.bytes_each = sizeof(struct asked)},
				  .told = {.bytes_each = sizeof(struct sq_question)}};
	enum aq_status status = aq_arena_new(&telling.arena, 0, err);

	telling.asked.arena = telling.told.arena = telling.arena;
	if (status >= AQ_OK)
		status = tell_all(&telling, err);
	if (status >= AQ_OK)
		status = sq_questions_set(store, run_no,
					  (const struct sq_question *)(void *)telling.told.rows,
					  telling.told.count, err);
	*is_changed = status >= AQ_OK && telling.told.count > 0;
	aq_arena_free(telling.arena);
	return status;
}
