/*
 * write_off.c - what an item has open is given up, or that is taken back.
 *
 * Promises: an entry of its own with the item and its customer; the item is open
 * by so much less. Taking it back is the contra of that entry.
 * Refuses: more than is open, and credit notes: those are ours to pay.
 */
#include "review.h"

#include "acquit/match.h"
#include "acquit/store_acts.h"

#define DECIDED	 "a person decided"
#define DEDUCTED DECIDED "; it was the deduction of payment "

struct off { /* an item and what is written off it */
	struct aq_item *item;
	struct aq_slice customer;
	int64_t amount;
	struct target target;
};

static enum aq_status read_item(struct review *review, struct off *off, struct aq_error *err)
{
	struct aq_thing_row thing = {.number = 0};
	size_t found = 0;
	enum aq_status status;

	review_target_parse(review->act->payment, &off->target);
	status = review_target_find(review, &off->target, &thing, err);
	if (status < AQ_OK)
		return status;
	if (thing.thing != AQ_THING_INVOICE)
		return review_refuse(err, AQ_REVIEW_TARGET, "%.*s is no invoice",
				     AQ_SLICE_ARGS(off->target.number));
	status = aq_store_items(review->store, &thing.number, 1, review->arena, &off->item, &found,
				err);
	if (status < AQ_OK)
		return status;
	if (found != 1)
		return aq_fail(err, AQ_INTEGRITY, AQ_STORE_INVARIANT, (struct aq_at){0, 0},
			       "%.*s is found by its number and cannot be read",
			       AQ_SLICE_ARGS(off->target.number));
	return review_customer(review, off->item->customer_no, &off->customer, err);
}

static enum aq_status read_amount(struct off *off, struct aq_error *err)
{
	char text[MONEY_WORDS_BYTES];
	enum aq_status status = AQ_OK;

	if (off->item->open <= 0)
		return review_refuse(err, AQ_REVIEW_NOTHING_OPEN, "nothing is open of %.*s",
				     AQ_SLICE_ARGS(off->item->number));
	off->amount = off->item->open;
	if (off->target.amount.length > 0)
		status = review_amount(off->target.amount, off->item->currency, &off->amount, err);
	if (status >= AQ_OK && (off->amount < 0 || off->amount > off->item->open))
		return review_refuse(err, AQ_REVIEW_AMOUNT, "%s is open of %.*s",
				     review_money(off->item->open, off->item->currency, text),
				     AQ_SLICE_ARGS(off->item->number));
	return status;
}

/* Whose deduction it was stands in the entry, so that it is asked of again when
 * that is undone. */
static enum aq_status keep_deduction(const struct review *review, const struct off *off,
				     struct aq_slice *memo, struct aq_error *err)
{
	struct aq_payment_id id;
	char text[AQ_PAYMENT_ID_TEXT_BYTES];
	enum aq_status status =
		aq_store_item_deducted_by(review->store, off->item->item_no, &id, err);

	*memo = AQ_SLICE(DECIDED);
	if (status < AQ_OK)
		return status == AQ_NOT_FOUND ? AQ_OK : status;
	aq_payment_id_print(id, text);
	*memo = aq_arena_print(review->arena, DEDUCTED "%s", text);
	return memo->length > 0 ? AQ_OK : aq_fail_memory(err);
}

static bool sits_on(const struct aq_application_row *rows, size_t count, uint64_t item_no)
{
	for (size_t row = 0; row < count; row++)
		for (size_t at = 0; at < rows[row].allocation_count; at++)
			if (rows[row].allocations[at].item_no == item_no &&
			    rows[row].allocations[at].amount > 0)
				return true;
	return false;
}

/* Of a payment that asks nothing else and still pays the item. */
static enum aq_status is_deduction(const struct review *review, const struct off *off,
				   const struct aq_waiting *payment, bool *out,
				   struct aq_error *err)
{
	uint64_t payment_no = payment->payment.payment_no;
	enum aq_code asked = AQ_CODE_NONE;
	struct aq_application_row *rows;
	size_t count = 0;
	enum aq_status status = review_asked(review, payment_no, &asked, err);

	if (status >= AQ_OK)
		status = aq_store_applications(review->store, payment_no, review->arena, &rows,
					       &count, err);
	if (status >= AQ_OK)
		*out = asked == AQ_CODE_NONE && sits_on(rows, count, off->item->item_no);
	return status;
}

static enum aq_status ask_again(struct review *review, const struct off *off, struct aq_slice memo,
				struct aq_error *err)
{
	const struct aq_slice head = AQ_SLICE(DEDUCTED);
	char text[MONEY_WORDS_BYTES];
	struct aq_waiting *payment;
	struct aq_applied applied;
	bool is_asked = false;
	enum aq_status status;

	if (!aq_slice_starts_with(memo, head))
		return AQ_OK;
	status = review_find(review,
			     aq_slice_between(memo.start + head.length, memo.start + memo.length),
			     &payment, err);
	if (status >= AQ_OK)
		status = is_deduction(review, off, payment, &is_asked, err);
	if (status < AQ_OK || !is_asked)
		return status < AQ_OK ? status : AQ_OK;
	review_as_it_is(payment, &applied);
	applied.exception = AQ_DEDUCTION;
	applied.explanation = aq_arena_print(
		review->arena,
		"invoice %.*s is short by %s; a person took back that it was written off",
		AQ_SLICE_ARGS(off->item->number),
		review_money(off->item->open - off->amount, off->item->currency, text));
	if (applied.explanation.length == 0)
		return aq_fail_memory(err);
	return aq_store_apply(review->store, review->act->run_no, &applied, 1, err);
}

static enum aq_status post(struct review *review, const struct off *off, struct aq_entry *entry,
			   struct aq_error *err)
{
	enum aq_status status = review_chain(review, entry, NULL, 0, err);

	if (status >= AQ_OK)
		status = aq_store_entries_add(review->store, review->act->run_no, entry, 1, err);
	return status < AQ_OK ? status
			      : aq_store_item_write_off(review->store, off->item->item_no,
							off->amount, err);
}

static enum aq_status write_off(struct review *review, struct aq_buffer *out, struct aq_error *err)
{
	struct off off = {.amount = 0};
	struct aq_posting posting = {.debit = {.account = AQ_ACCOUNT_WRITE_OFFS},
				     .credit = {.account = AQ_ACCOUNT_RECEIVABLE}};
	struct aq_entry entry;
	char text[MONEY_WORDS_BYTES];
	enum aq_status status = read_item(review, &off, err);

	if (status >= AQ_OK)
		status = read_amount(&off, err);
	if (status < AQ_OK)
		return status;
	posting.amount = off.amount;
	posting.currency = off.item->currency;
	posting.customer_no = off.item->customer_no;
	posting.customer = off.customer;
	posting.item_no = off.item->item_no;
	posting.target = off.item->number;
	status = aq_entry_simple(&entry, AQ_EVENT_WRITTEN_OFF, review->act->business_date, &posting,
				 review->arena, err);
	if (status < AQ_OK)
		return status;
	status = keep_deduction(review, &off, &entry.memo, err);
	if (status < AQ_OK)
		return status;
	aq_buffer_print(out, "%.*s: %s written off", AQ_SLICE_ARGS(off.item->number),
			review_money(off.amount, off.item->currency, text));
	aq_buffer_print(out, "; %s is open\n",
			review_money(off.item->open - off.amount, off.item->currency, text));
	return post(review, &off, &entry, err);
}

/* The newest write-off of the item that still stands is contradicted. */
static enum aq_status restore(struct review *review, struct aq_buffer *out, struct aq_error *err)
{
	struct off off = {.amount = 0};
	struct aq_entry written, entry;
	char text[MONEY_WORDS_BYTES];
	enum aq_status status = read_item(review, &off, err);

	if (status >= AQ_OK)
		status = aq_store_written_off(
			review->store,
			&(struct aq_written_order){.event = AQ_EVENT_WRITTEN_OFF,
						   .customer_no = off.item->customer_no,
						   .item_no = off.item->item_no,
						   .currency = off.item->currency},
			review->arena, &written, err);
	if (status == AQ_NOT_FOUND)
		return review_refuse(err, AQ_REVIEW_NOTHING_OPEN, "nothing of %.*s was written off",
				     AQ_SLICE_ARGS(off.item->number));
	if (status >= AQ_OK)
		status = aq_entry_contra(&entry, &written, AQ_EVENT_WRITE_OFF_UNDONE,
					 review->act->business_date, review->arena, err);
	if (status < AQ_OK)
		return status;
	off.amount = -written.postings[0].amount;
	aq_buffer_print(out, "%.*s: %s is open again\n", AQ_SLICE_ARGS(off.item->number),
			review_money(-off.amount, off.item->currency, text));
	status = post(review, &off, &entry, err);
	return status < AQ_OK ? status : ask_again(review, &off, written.memo, err);
}

static enum aq_status by_verb(struct review *review, bool is_write_off, struct aq_buffer *out,
			      struct aq_error *err)
{
	if (review_is_due(review->act->payment))
		return is_write_off ? review_due_write_off(review, out, err)
				    : review_due_restore(review, out, err);
	return is_write_off ? write_off(review, out, err) : restore(review, out, err);
}

static enum aq_status act_on(struct aq_store *store, const struct aq_review_act *act,
			     const char *verb, struct aq_buffer *out, struct aq_error *err)
{
	struct aq_buffer words;
	struct review review;
	enum aq_status status;

	aq_buffer_init(&words, 0);
	status = review_open(&review, store, act, (struct review_verb){verb, REVIEW_NO_PAYMENT},
			     err);
	if (status >= AQ_OK)
		status = by_verb(&review, verb[0] == 'w', &words, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}

enum aq_status aq_review_write_off(struct aq_store *store, const struct aq_review_act *act,
				   struct aq_buffer *out, struct aq_error *err)
{
	return act_on(store, act, "write-off", out, err);
}

enum aq_status aq_review_restore(struct aq_store *store, const struct aq_review_act *act,
				 struct aq_buffer *out, struct aq_error *err)
{
	return act_on(store, act, "restore", out, err);
}
