/*
 * gather_learned.c - what certain applications and persons' decisions of earlier
 * days taught of the payers of waiting payments.
 *
 * Promises: a lesson is confirmed by comparing the account or the name with that
 * of the payment that taught it. Lessons of the business date speak for nobody
 * yet, but against others: what is learned today is used tomorrow.
 * Refuses: lessons that have grown old; an account needs one, a name two, and what
 * a person decided another beside it. An account under another name than the one
 * that taught, or under none, is only told of: a file may have our own account, or
 * one of a bank, at every payer.
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
	struct aq_payer_text *teachers; /* the payments that taught, sorted */
	size_t teacher_count;
};

static enum aq_status read_teachers(struct learning *learning, struct aq_error *err)
{
	struct gathering *gathering = learning->gathering;
	struct numbers payments = {.count = 0};
	enum aq_status status;

	for (size_t at = 0; at < learning->row_count; at++)
		numbers_add(&payments, learning->rows[at].payment_no);
	numbers_sort(&payments);
	status = payments.has_failed
			 ? aq_fail_memory(err)
			 : aq_store_payers(gathering->store, payments.list, payments.count,
					   gathering->arena, &learning->teachers,
					   &learning->teacher_count, err);
	numbers_free(&payments);
	return status;
}

static const struct aq_payer_text *teacher_of(const struct learning *learning,
					      const struct aq_lesson_row *row)
{
	return aq_sorted_find(AQ_SORTED(learning->teachers, learning->teacher_count, payment_no),
			      row->payment_no);
}

static bool is_taught(const struct learning *learning, const struct aq_lesson_row *row,
		      const struct payer_ask *ask)
{
	const struct aq_payer_text *teacher = teacher_of(learning, row);
	struct aq_name taught;
	struct aq_name name;

	if (!teacher || row->is_account != ask->is_account)
		return false;
	if (row->is_account)
		return aq_slice_equals(teacher->account, ask->normal);
	name = (struct aq_name){ask->normal, ask->form};
	taught = aq_name_read(learning->gathering->arena, teacher->payer);
	return aq_names_agree(&taught, &name);
}

/* An account alone may be one that strangers share: the payer's name has to agree.
 * What stands for anybody is nobody's. */
static bool is_same_payer(const struct learning *learning, const struct aq_lesson_row *row,
			  const struct payer_ask *ask)
{
	struct gathering *gathering = learning->gathering;
	const struct aq_payer_text *teacher = teacher_of(learning, row);
	struct aq_name taught;
	struct aq_name name;

	if (!row->is_account)
		return aq_name_tells(ask->normal, NAME_WORDS);
	if (!aq_account_tells(ask->normal))
		return false;
	name = aq_name_read(gathering->arena, gathering->waiting[ask->payment].payment.payer);
	if (!teacher || !aq_name_tells(name.normal, 1))
		return false;
	taught = aq_name_read(gathering->arena, teacher->payer);
	return aq_names_agree(&taught, &name);
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
	struct taught taught = {0, 0};
	size_t at, count = 0;

	for (at = from; at < end; at++) {
		if (!is_taught(learning, &learning->rows[at], ask))
			continue;
		count++;
		if (lesson_is_fresh(&learning->rows[at], gathering->today) &&
		    is_same_payer(learning, &learning->rows[at], ask))
			taught_add(&taught, learning->rows[at].kind);
	}
	if (count == 0)
		return;
	gathering->payers[gathering->payer_count++] = (struct aq_payer_hit){
		.payment_index = ask->payment,
		.customer_no = learning->rows[from].customer_no,
		.is_account = ask->is_account,
		.source = taught_is_enough(&taught, ask->is_account) ? AQ_PAYER_LEARNED
								     : AQ_PAYER_TOLD,
	};
}

/* Every ask with every group of lessons of its hash: two sorted lists, one walk. */
static size_t pair(struct learning *learning, bool is_counted)
{
	size_t ask, at, end, row = 0, room = 0;

	for (ask = 0; ask < learning->asks->count; ask++) {
		const struct payer_ask *asked = &learning->asks->list[ask];

		if (asked->way != NAME_AS_WRITTEN)
			continue;
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
	enum aq_status status;

	if (!aq_date_is_set(gathering->today) || asks->count == 0)
		return AQ_OK;
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

/* --- of whom anything may have been learned --- */

static void add_hash(struct gathering *gathering, struct payer_ask *asks, size_t *count,
		     uint32_t payment, struct aq_slice normal)
{
	if (normal.length > 0)
		asks[(*count)++] = (struct payer_ask){
			.hash = aq_siphash(aq_store_siphash_key(gathering->store), normal),
			.payment = payment};
}

static int by_hash(const void *one, const void *other)
{
	const struct payer_ask *a = one, *b = other;

	return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* By the hash alone: few have one, and these are gathered again with everything. */
static enum aq_status mark(struct gathering *gathering, const struct payer_ask *asks, size_t count,
			   struct aq_error *err)
{
	uint64_t *hashes = aq_arena_take_many(gathering->arena, count + 1, sizeof(*hashes));
	struct aq_lesson_row *rows;
	size_t row_count, hash_count = 0, row = 0;
	enum aq_status status;

	if (!hashes)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		if (hash_count == 0 || hashes[hash_count - 1] != asks[at].hash)
			hashes[hash_count++] = asks[at].hash;
	status = aq_store_lessons_find(gathering->store, hashes, hash_count, gathering->arena,
				       &rows, &row_count, err);
	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		while (row < row_count && rows[row].hash < asks[at].hash)
			row++;
		if (row < row_count && rows[row].hash == asks[at].hash)
			gathering->waiting[asks[at].payment].may_be_taught = true;
	}
	return status;
}

enum aq_status gather_taught(struct gathering *gathering, struct aq_error *err)
{
	struct payer_ask *asks;
	size_t count = 0;

	if (!aq_date_is_set(gathering->today))
		return AQ_OK;
	asks = aq_arena_take_many(gathering->arena, gathering->count * 2 + 1, sizeof(*asks));
	if (!asks)
		return aq_fail_memory(err);
	for (size_t at = 0; at < gathering->count; at++) {
		const struct aq_payment *payment = &gathering->waiting[at].payment;

		add_hash(gathering, asks, &count, (uint32_t)at, payment->payer_account);
		add_hash(gathering, asks, &count, (uint32_t)at,
			 aq_name_normal(gathering->arena, payment->payer));
	}
	qsort(asks, count, sizeof(*asks), by_hash);
	return mark(gathering, asks, count, err);
}
