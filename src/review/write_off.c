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
	entry.memo = AQ_SLICE("a person decided");
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
		status = aq_store_written_off(review->store, off.item->item_no, review->arena,
					      &written, err);
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
	return post(review, &off, &entry, err);
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
