/*
 * gather_learned.c - what certain applications of earlier days taught of the
 * payers of waiting payments.
 *
 * Promises: a lesson is confirmed by comparing the account or the name with that
 * of the payment that taught it. Lessons of the business date speak for nobody
 * yet, but against others: what is learned today is used tomorrow.
 * Refuses: lessons that have grown old; an account needs one, a name two. An
 * account under another name than the one that taught, or under none, is only
 * told of: a file may have our own account, or one of a bank, at every payer.
 */
#include "gathering.h"
#include "learned.h"

#include <stdlib.h>

#include "acquit/sorted.h"

struct learning { /* of one chunk */
	struct gathering *gathering;
	const struct payer_asks *asks;
	struct aq_lesson_row *rows;
	size_t row_count;
	struct aq_waiting *teachers; /* the payments that taught, sorted */
	size_t teacher_count;
};

static int compare_numbers(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;

	return a < b ? -1 : a > b;
}

static enum aq_status read_teachers(struct learning *learning, struct aq_error *err)
{
	struct gathering *gathering = learning->gathering;
	uint64_t *payment_nos =
		aq_arena_take_many(gathering->arena, learning->row_count + 1, sizeof(*payment_nos));
	size_t at, count = 0;

	if (!payment_nos)
		return aq_fail_memory(err);
	for (at = 0; at < learning->row_count; at++)
		payment_nos[at] = learning->rows[at].payment_no;
	qsort(payment_nos, learning->row_count, sizeof(*payment_nos), compare_numbers);
	for (at = 0; at < learning->row_count; at++)
		if (count == 0 || payment_nos[count - 1] != payment_nos[at])
			payment_nos[count++] = payment_nos[at];
	return aq_store_payments_read(gathering->store, payment_nos, count, gathering->arena,
				      &learning->teachers, &learning->teacher_count, err);
}

static bool is_taught(const struct learning *learning, const struct aq_lesson_row *row,
		      const struct payer_ask *ask)
{
	const struct aq_waiting *teacher = aq_sorted_find(
		AQ_SORTED(learning->teachers, learning->teacher_count, payment.payment_no),
		row->payment_no);

	if (!teacher || row->is_account != ask->is_account)
		return false;
	if (row->is_account)
		return aq_slice_equals(teacher->payment.payer_account, ask->normal);
	return aq_slice_equals(aq_name_normal(learning->gathering->arena, teacher->payment.payer),
			       ask->normal);
}

/* An account alone may be one that strangers share: the payer's name has to agree.
 * What stands for anybody is nobody's. */
static bool is_same_payer(const struct learning *learning, const struct aq_lesson_row *row,
			  const struct payer_ask *ask)
{
	struct gathering *gathering = learning->gathering;
	const struct aq_waiting *teacher = aq_sorted_find(
		AQ_SORTED(learning->teachers, learning->teacher_count, payment.payment_no),
		row->payment_no);
	struct aq_slice name;

	if (!row->is_account)
		return aq_name_tells(ask->normal, NAME_WORDS);
	if (!aq_account_tells(ask->normal))
		return false;
	name = aq_name_normal(gathering->arena, gathering->waiting[ask->payment].payment.payer);
	return teacher && aq_name_tells(name, 1) &&
	       aq_slice_equals(aq_name_normal(gathering->arena, teacher->payment.payer), name);
}

/* Rows of one hash, kind and customer follow each other. */
static size_t end_of(const struct learning *learning, size_t from)
{
	const struct aq_lesson_row *first = &learning->rows[from];
	size_t end = from;

	while (end < learning->row_count && learning->rows[end].hash == first->hash &&
	       learning->rows[end].is_account == first->is_account &&
	       learning->rows[end].customer_no == first->customer_no)
		end++;
	return end;
}

static void give(struct learning *learning, const struct payer_ask *ask, size_t from, size_t end)
{
	struct gathering *gathering = learning->gathering;
	size_t needed = ask->is_account ? ACCOUNT_LESSONS : NAME_LESSONS;
	size_t at, taught = 0, count = 0;

	for (at = from; at < end; at++) {
		if (!is_taught(learning, &learning->rows[at], ask))
			continue;
		taught++;
		count += learning->rows[at].is_certain &&
			 lesson_is_fresh(&learning->rows[at], gathering->today) &&
			 is_same_payer(learning, &learning->rows[at], ask);
	}
	if (taught == 0)
		return;
	gathering->payers[gathering->payer_count++] = (struct aq_payer_hit){
		.payment_index = ask->payment,
		.customer_no = learning->rows[from].customer_no,
		.is_account = ask->is_account,
		.source = count >= needed ? AQ_PAYER_LEARNED : AQ_PAYER_TOLD,
	};
}

/* Every ask with every group of lessons of its hash: two sorted lists, one walk. */
static size_t pair(struct learning *learning, bool is_counted)
{
	size_t ask, at, end, row = 0, room = 0;

	for (ask = 0; ask < learning->asks->count; ask++) {
		const struct payer_ask *asked = &learning->asks->list[ask];

		while (row < learning->row_count && learning->rows[row].hash < asked->hash)
			row++;
		for (at = row; at < learning->row_count && learning->rows[at].hash == asked->hash;
		     at = end) {
			end = end_of(learning, at);
			room++;
			if (!is_counted)
				give(learning, asked, at, end);
		}
	}
	return room;
}

enum aq_status gather_learned(struct gathering *gathering, const struct payer_asks *asks,
			      struct aq_error *err)
{
	struct learning learning = {.gathering = gathering, .asks = asks};
	struct aq_payer_hit *payers;
	bool is_any = false;
	enum aq_status status = aq_store_lessons_any(gathering->store, &is_any, err);

	if (status < AQ_OK || !is_any || !aq_date_is_set(gathering->today) || asks->count == 0)
		return status;
	status = aq_store_lessons_find(gathering->store, asks->hashes, asks->hash_count,
				       gathering->arena, &learning.rows, &learning.row_count, err);
	if (status < AQ_OK || learning.row_count == 0)
		return status;
	status = read_teachers(&learning, err);
	if (status < AQ_OK)
		return status;
	payers = aq_arena_take_many(gathering->arena,
				    gathering->payer_count + pair(&learning, true) + 1,
				    sizeof(*payers));
	if (!payers)
		return aq_fail_memory(err);
	if (gathering->payer_count > 0)
		memcpy(payers, gathering->payers, gathering->payer_count * sizeof(*payers));
	gathering->payers = payers;
	(void)pair(&learning, false);
	return AQ_OK;
}
