/*
 * others.c - does a payment stand for one that came before with another amount?
 *
 * A bank, a gateway or a cash book numbers its rows, and may tell one again with
 * its amount put right. Others begin their numbers anew with each file: so the id
 * alone says little, and the same day, payer's reference or text is wanted beside it.
 * Refuses: to say which amount is right. It is asked.
 */
#include "others.h"

#include "acquit/sorted.h"

bool others_wanted(const struct aq_payment *payment, const struct aq_identity *identity)
{
	enum aq_reference_kind kind = identity->id.kind;

	return payment->kind == AQ_KIND_RECEIPT && payment->direction == AQ_MONEY_IN &&
	       payment->mode != AQ_POSTS_NOTHING && !identity->is_content && !identity->is_weak &&
	       (kind == AQ_REF_BANK || kind == AQ_REF_ROW || kind == AQ_REF_UETR ||
		kind == AQ_REF_TRANSACTION);
}

enum aq_status others_read(struct aq_store *store, const struct aq_identity_query *answers,
			   size_t count, struct aq_arena *arena, struct others *out,
			   struct aq_error *err)
{
	struct numbers numbers = {.count = 0};
	enum aq_status status = AQ_OK;

	*out = (struct others){NULL, 0};
	for (size_t at = 0; at < count; at++)
		for (size_t other = 0; other < answers[at].other_count; other++)
			numbers_add(&numbers, answers[at].others[other]);
	numbers_sort(&numbers);
	if (numbers.has_failed)
		status = aq_fail_memory(err);
	else if (numbers.count > 0)
		status = aq_store_payments_read(store, numbers.list, numbers.count, arena,
						&out->rows, &out->count, err);
	numbers_free(&numbers);
	return status;
}

/* Blank never equals blank. */
static bool is_same_text(struct aq_slice one, struct aq_slice other)
{
	return one.length > 0 && aq_slice_equals(one, other);
}

static bool is_same_place(const struct aq_payment *one, const struct aq_payment *other)
{
	return one->mode == other->mode &&
	       aq_slice_equals(one->bank_account, other->bank_account) &&
	       (one->mode == AQ_POSTS_BANK || aq_slice_equals(one->source, other->source));
}

static bool tells_the_same(const struct aq_payment *payment, const struct aq_waiting *before)
{
	const struct aq_payment *other = &before->payment;

	return before->status != AQ_PAYMENT_DUPLICATE && before->status != AQ_PAYMENT_NOTICE &&
	       before->status != AQ_PAYMENT_REFUSED && other->kind == payment->kind &&
	       other->direction == payment->direction && is_same_place(payment, other) &&
	       (aq_date_compare(payment->booked_on, other->booked_on) == 0 ||
		is_same_text(payment->reference, other->reference) ||
		is_same_text(payment->end_to_end_id, other->end_to_end_id) ||
		is_same_text(payment->text, other->text));
}

static const struct aq_payment *told_before(const struct others *others,
					    const struct aq_payment *payment,
					    const struct aq_identity_query *answers, size_t count)
{
	for (size_t at = 0; at < count; at++)
		for (size_t other = 0; other < answers[at].other_count; other++) {
			const struct aq_waiting *before = aq_sorted_find(
				AQ_SORTED(others->rows, others->count, payment.payment_no),
				answers[at].others[other]);

			if (before && tells_the_same(payment, before))
				return &before->payment;
		}
	return NULL;
}

enum aq_status others_doubt(const struct others *others, struct aq_taken *taken,
			    const struct aq_identity_query *answers, size_t count,
			    struct aq_arena *arena, struct aq_error *err)
{
	const struct aq_payment *before = told_before(others, taken->payment, answers, count);
	char amount[AQ_MONEY_TEXT_BYTES], day[AQ_DATE_TEXT_BYTES], id[AQ_PAYMENT_ID_TEXT_BYTES];

	if (!before)
		return AQ_OK;
	aq_money_print((struct aq_money){before->amount, before->currency}, amount);
	aq_date_print(before->booked_on, day);
	aq_payment_id_print(before->id, id);
	taken->status = AQ_PAYMENT_POSSIBLE_DUPLICATE;
	taken->duplicate_of = before->payment_no;
	taken->exception = AQ_POSSIBLE_DUPLICATE;
	taken->explanation = aq_arena_print(
		arena,
		"an earlier file has a row of the same id with another amount: %s, %s %s of %s", id,
		amount, aq_currency_code(before->currency), day);
	return taken->explanation.length ? AQ_OK : aq_fail_memory(err);
}
