/*
 * lump.c - a statement line looked at as the lump of a settlement.
 *
 * Reads: every number of the line, and every word of its text whole.
 * Promises: tells when a line names an item by number and amount, so that it is
 * not closed for its net alone.
 */
#include "lump.h"

#include <stdlib.h>

#include "acquit/utf8.h"

#define LUMP_WORDS_MAX 32 /* of its text, looked at as ids */

bool may_be_lump(const struct aq_waiting *waiting)
{
	const struct aq_payment *payment = &waiting->payment;

	return payment->mode == AQ_POSTS_BANK && waiting->status != AQ_PAYMENT_POSSIBLE_DUPLICATE &&
	       (payment->kind == AQ_KIND_RECEIPT || payment->kind == AQ_KIND_OUTGOING ||
		payment->kind == AQ_KIND_SETTLEMENT || payment->kind == AQ_KIND_ADJUSTMENT);
}

static enum aq_status fold_texts(struct settling *settling, const struct aq_payment *payment,
				 struct aq_slice *out, struct aq_error *err)
{
	struct aq_slice joined =
		aq_arena_print(settling->scratch, "%.*s\n%.*s\n%.*s", AQ_SLICE_ARGS(payment->payer),
			       AQ_SLICE_ARGS(payment->batch_id), AQ_SLICE_ARGS(payment->text));

	*out = aq_utf8_fold(settling->scratch, joined);
	return out->length == 0 ? aq_fail_memory(err) : AQ_OK;
}

/* Every word of the text whole: a payout's id may hold marks at which a number
 * inside free text would end. */
static size_t add_words(struct settling *settling, struct aq_slice text,
			struct aq_slice ids[LUMP_WORDS_MAX])
{
	struct aq_slice word;
	size_t count = 0;

	while (text.length > 0 && count < LUMP_WORDS_MAX) {
		word = aq_number_normal(settling->scratch, aq_slice_cut(&text, ' '));
		if (word.length >= AQ_TOKEN_LENGTH_MIN)
			ids[count++] = word;
	}
	return count;
}

enum aq_status lump_make(struct settling *settling, const struct aq_waiting *waiting,
			 struct aq_lump *out, struct aq_error *err)
{
	const struct aq_payment *payment = &waiting->payment;
	struct aq_token tokens[AQ_TOKENS_MAX];
	size_t token_count = aq_payment_tokens(payment, settling->scratch, tokens), index,
	       count = 0;
	struct aq_slice *ids;

	*out = (struct aq_lump){.payment_no = payment->payment_no,
				.payment = payment->id,
				.direction = payment->direction,
				.currency = payment->currency,
				.amount = payment->amount,
				.booked_on = payment->booked_on,
				.account = payment->bank_account};
	ids = aq_arena_take_many(settling->scratch,
				 token_count + payment->reference_count + LUMP_WORDS_MAX,
				 sizeof(*ids));
	if (!ids)
		return aq_fail_memory(err);
	for (index = 0; index < token_count; index++)
		if (!tokens[index].is_short)
			ids[count++] = tokens[index].normal;
	for (index = 0; index < payment->reference_count; index++) {
		if (payment->references[index].kind == AQ_REF_TEXT)
			continue;
		ids[count] = aq_number_normal(settling->scratch, payment->references[index].value);
		if (ids[count].length > 0)
			count++;
	}
	count += add_words(settling, payment->text, ids + count);
	out->ids = ids;
	out->id_count = count;
	return fold_texts(settling, payment, &out->folded, err);
}

static int compare_hashes(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;

	return a < b ? -1 : a > b;
}

/* Items that bear a number of the line, sorted. */
static enum aq_status named_items(struct settling *settling, const struct aq_lump *lump,
				  struct numbers *out, struct aq_error *err)
{
	struct aq_store *store = settling->job->store;
	const unsigned char *key = aq_store_siphash_key(store);
	uint64_t *hashes =
		aq_arena_take_many(settling->scratch, lump->id_count + 1, sizeof(*hashes));
	struct aq_number_row *rows;
	size_t index, count = 0, found;
	enum aq_status status;

	if (!hashes)
		return aq_fail_memory(err);
	for (index = 0; index < lump->id_count; index++)
		hashes[index] = aq_siphash(key, lump->ids[index]);
	qsort(hashes, lump->id_count, sizeof(*hashes), compare_hashes);
	for (index = 0; index < lump->id_count; index++)
		if (count == 0 || hashes[count - 1] != hashes[index])
			hashes[count++] = hashes[index];
	status = aq_store_numbers_find(store, hashes, count, settling->scratch, &rows, &found, err);
	for (index = 0; index < found && status >= AQ_OK; index++)
		if (rows[index].kind == AQ_HIT_INVOICE || rows[index].kind == AQ_HIT_REFERENCE)
			numbers_add(out, rows[index].target_no);
	if (status < AQ_OK)
		return status;
	numbers_sort(out);
	return out->has_failed ? aq_fail_memory(err) : AQ_OK;
}

enum aq_status lump_names_item(struct settling *settling, const struct aq_lump *lump,
			       struct aq_slice *out, struct aq_error *err)
{
	struct numbers numbers = {.count = 0};
	struct aq_item *items = NULL;
	size_t count = 0, index;
	enum aq_status status = named_items(settling, lump, &numbers, err);

	*out = (struct aq_slice){NULL, 0};
	if (status >= AQ_OK && numbers.count > 0)
		status = aq_store_items(settling->job->store, numbers.list, numbers.count,
					settling->scratch, &items, &count, err);
	numbers_free(&numbers);
	for (index = 0; index < count && status >= AQ_OK; index++)
		if (lump->direction == AQ_MONEY_IN && items[index].currency == lump->currency &&
		    items[index].open == lump->amount)
			*out = items[index].number;
	return status;
}
