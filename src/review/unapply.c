/*
 * unapply.c - a person takes a payment off what it was put on.
 *
 * The entries of a payment build on each other: money went from suspense to an
 * account, from there to an item. So all that stand are contradicted, newest
 * first, until the money is in unidentified again, and what was not named is put
 * back from there, with the rule and evidence it had.
 *
 * Where money was on its payer's account before anything was done with it, and
 * all of that is taken off, it rests there again; taken off once more, it is free.
 *
 * Promises: the named pairs are kept apart, an item or an account: no night puts them
 * together again.
 * A refund that was decided is taken back with the rest, where nothing is named.
 * What was billed with a named application (an option, an instalment paid ahead)
 * is unbilled with it; what stays applied stays billed.
 * Refuses: entries that do not tie with the allocations they made; then nothing
 * is changed.
 */
#include "unapply.h"

#include "acquit/claim.h"
#include "acquit/match.h"
#include "acquit/store_acts.h"

static enum aq_status take_room(struct taking_off *off, struct aq_error *err)
{
	struct aq_arena *arena = off->review->arena;
	size_t count = 0;

	for (size_t i = 0; i < off->row_count; i++)
		count += off->rows[i].allocation_count;
	off->kept_room = count;
	off->kept = aq_arena_take_many(arena, count + 1, sizeof(*off->kept));
	off->apart = aq_arena_take_many(arena, count + 1, sizeof(*off->apart));
	off->applied = aq_arena_take_many(arena, off->row_count + 1, sizeof(*off->applied));
	return off->kept && off->apart && off->applied ? AQ_OK : aq_fail_memory(err);
}

static bool add_apart(struct taking_off *off, uint64_t item_no)
{
	if (item_no == 0)
		return false;
	for (size_t i = 0; i < off->apart_count; i++)
		if (off->apart[i] == item_no)
			return false;
	off->apart[off->apart_count++] = item_no;
	return true;
}

/* What is named is kept apart; what is not is put back. */
static void sort_out(struct taking_off *off, const struct aq_allocation *allocation,
		     struct aq_allocation *taken_off)
{
	bool is_meant = unapply_is_named(off, allocation);

	/* What is not named was right: it is no person's, and counts for its rule. */
	taken_off->evidence = AQ_SLICE("taken off with what a person named");
	if (is_meant) {
		taken_off->rule = AQ_RULE_REVIEW;
		taken_off->confidence = (uint8_t)aq_rule_confidence(AQ_RULE_REVIEW);
		taken_off->evidence = AQ_SLICE("a person took it off");
	}
	if (!unapply_is_item(allocation))
		return;
	if (is_meant) {
		(void)add_apart(off, allocation->item_no);
		return;
	}
	AQ_CLAIM(off->kept_count < off->kept_room);
	off->kept[off->kept_count] = *allocation;
	off->kept[off->kept_count].bills = 0;
	off->kept[off->kept_count].takes_back_no = 0;
	off->kept_count++;
}

/* Money was put on the payer's account first, and something was done with it then. */
static void find_base(struct taking_off *off)
{
	const struct aq_application_row *oldest = &off->rows[off->row_count - 1];
	const struct aq_allocation *account = oldest->allocations;
	bool has_more = false;

	if (off->review->act->target_count > 0 || oldest->allocation_count != 1 ||
	    unapply_is_item(account) || account->rule == AQ_RULE_REVIEW || account->amount <= 0 ||
	    (account->bucket != AQ_BUCKET_UNAPPLIED && account->bucket != AQ_BUCKET_ON_ACCOUNT))
		return;
	for (size_t i = 0; i + 1 < off->row_count; i++) {
		const struct aq_application_row *row = &off->rows[i];

		has_more |= unapply_is_refund(row) || row->entry.event == AQ_EVENT_REVIEW_APPLY;
		for (size_t j = 0; j < row->allocation_count; j++)
			has_more |= unapply_is_item(&row->allocations[j]);
	}
	if (!has_more)
		return;
	off->base = account;
	off->row_count--;
}

static bool is_resting(const struct taking_off *off, const struct aq_posting *posting,
		       enum aq_account account)
{
	if (!off->base)
		return account == AQ_ACCOUNT_UNIDENTIFIED;
	return account == aq_bucket_account(off->base->bucket) &&
	       posting->customer_no == off->base->customer_no;
}

/* Where the payment's remainder already is, before anything is taken off. */
static bool rests_there(const struct taking_off *off)
{
	const struct aq_waiting *payment = off->review->payment;

	if (!off->base)
		return payment->bucket == AQ_BUCKET_UNIDENTIFIED;
	return payment->bucket == off->base->bucket &&
	       payment->customer_no == off->base->customer_no;
}

/* What of an entry's postings comes to rest. */
static bool add_back(struct taking_off *off, const struct aq_entry *entry)
{
	for (size_t i = 0; i < entry->posting_count; i++) {
		const struct aq_posting *posting = &entry->postings[i];

		if (is_resting(off, posting, posting->credit.account) &&
		    !aq_minor_add(off->back, posting->amount, &off->back))
			return false;
		if (is_resting(off, posting, posting->debit.account) &&
		    !aq_minor_add(off->back, -posting->amount, &off->back))
			return false;
	}
	return true;
}

/* Money that was on an account, and on no item, is not the account's: a rule does not
 * put it there again. */
static void keep_account_apart(struct taking_off *off, const struct aq_application_row *row)
{
	const struct aq_allocation *first = row->allocations;

	if (row->allocation_count == 1 && !unapply_is_item(first) &&
	    first->bucket == AQ_BUCKET_ON_ACCOUNT && unapply_is_named(off, first))
		(void)add_apart(off, AQ_APART_ACCOUNT | first->customer_no);
}

static enum aq_status contradict(struct taking_off *off, const struct aq_application_row *row,
				 struct aq_error *err)
{
	struct review *review = off->review;
	struct aq_applied *applied = &off->applied[off->applied_count];
	struct aq_entry *entry = aq_arena_take(review->arena, sizeof(*entry));
	struct aq_allocation *allocations =
		aq_arena_take_many(review->arena, row->allocation_count + 1, sizeof(*allocations));
	bool *stays = aq_arena_take_many(review->arena, row->allocation_count + 1, sizeof(*stays));
	const struct aq_undoing undoing = {.entry = &row->entry,
					   .allocations = row->allocations,
					   .allocation_count = row->allocation_count,
					   .stays = stays,
					   .event = AQ_EVENT_REVIEW_UNAPPLY,
					   .posted_on = review->act->business_date};
	enum aq_status status;

	if (!entry || !allocations || !stays)
		return aq_fail_memory(err);
	for (size_t i = 0; i < row->allocation_count; i++)
		stays[i] = !unapply_is_named(off, &row->allocations[i]);
	status = aq_entry_undo(entry, allocations, &undoing, review->arena, err);
	for (size_t i = 0; i < row->allocation_count && status >= AQ_OK; i++)
		sort_out(off, &row->allocations[i], &allocations[i]);
	keep_account_apart(off, row);
	if (status >= AQ_OK && !add_back(off, entry))
		status = aq_fail(err, AQ_INTEGRITY, AQ_REVIEW_TIES, (struct aq_at){0, 0},
				 "the amounts of %s are too large", review->id);
	if (status >= AQ_OK)
		status = review_chain(review, entry, allocations, row->allocation_count, err);
	if (status < AQ_OK)
		return status;
	*applied = (struct aq_applied){.entry = entry,
				       .allocations = allocations,
				       .allocation_count = row->allocation_count};
	off->applied_count++;
	return AQ_OK;
}

/* Money claims are made twice: the entries' and the allocations' sums agree. */
static enum aq_status check_ties(const struct taking_off *off, struct aq_error *err)
{
	const struct aq_waiting *payment = off->review->payment;
	int64_t expected = rests_there(off) ? 0 : payment->remainder;
	bool fits_all = true;

	for (size_t i = 0; i < off->row_count; i++) {
		if (unapply_is_refund(&off->rows[i]))
			fits_all &= aq_minor_add(expected, off->rows[i].entry.postings[0].amount,
						 &expected);
		for (size_t j = 0; j < off->rows[i].allocation_count; j++) {
			const struct aq_allocation *allocation = &off->rows[i].allocations[j];

			if (unapply_is_item(allocation))
				fits_all &= aq_minor_add(expected, allocation->amount, &expected);
		}
	}
	if (fits_all && expected == off->back)
		return AQ_OK;
	return aq_fail(
		err, AQ_INTEGRITY, AQ_REVIEW_TIES, (struct aq_at){0, 0},
		"%s: its entries give back %lld, its allocations say %lld; nothing is changed",
		off->review->id, (long long)off->back, (long long)expected);
}

static enum aq_status put_back(struct taking_off *off, struct aq_error *err)
{
	struct review *review = off->review;
	const struct aq_application application = {
		.payment_no = review->payment->payment.payment_no,
		.payment = review->payment->payment.id,
		.posted_on = review->act->business_date,
		.from = AQ_BUCKET_UNIDENTIFIED,
		.allocations = off->kept,
		.allocation_count = off->kept_count,
		.memo = AQ_SLICE("stays applied"),
		.event = AQ_EVENT_REVIEW_APPLY,
	};
	struct aq_entry *entry;
	enum aq_status status;

	if (off->kept_count == 0)
		return AQ_OK;
	for (size_t i = 0; i < off->kept_count; i++)
		if (!aq_minor_add(off->kept_amount, off->kept[i].amount, &off->kept_amount))
			return aq_fail(err, AQ_INTEGRITY, AQ_REVIEW_TIES, (struct aq_at){0, 0},
				       "the amounts of %s are too large", review->id);
	entry = aq_arena_take(review->arena, sizeof(*entry));
	if (!entry)
		return aq_fail_memory(err);
	status = aq_entry_apply(entry, &application, review->arena, err);
	if (status >= AQ_OK)
		status = review_chain(review, entry, off->kept, off->kept_count, err);
	if (status < AQ_OK)
		return status;
	off->applied[off->applied_count++] = (struct aq_applied){
		.entry = entry, .allocations = off->kept, .allocation_count = off->kept_count};
	return AQ_OK;
}

static void rest_on_account(const struct aq_allocation *base, struct aq_applied *applied)
{
	applied->bucket = base->bucket;
	applied->customer_no = base->customer_no;
	applied->status =
		base->bucket == AQ_BUCKET_ON_ACCOUNT ? AQ_PAYMENT_ON_ACCOUNT : AQ_PAYMENT_UNAPPLIED;
}

/* Whether its line came at all is asked wherever its money is. */
static enum aq_status ask(struct taking_off *off, enum aq_code asked, struct aq_applied *applied,
			  struct aq_error *err)
{
	if (asked == AQ_LINE_GONE)
		return review_keep_question(off->review, applied, err);
	if (applied->left == 0 || applied->bucket == AQ_BUCKET_ON_ACCOUNT)
		return AQ_OK;
	applied->exception = AQ_NO_ITEM_FITS;
	applied->explanation = AQ_SLICE("a person took it off what it was applied to; it waits for "
					"what it is meant for");
	return AQ_OK;
}

/* Each row says what the payment is after all of them; the last is its outcome. */
static enum aq_status conclude(struct taking_off *off, struct aq_error *err)
{
	const struct aq_waiting *payment = off->review->payment;
	int64_t left = rests_there(off) ? payment->remainder : 0;
	enum aq_code asked;
	enum aq_status status = review_asked(off->review, payment->payment.payment_no, &asked, err);

	if (!aq_minor_add(left, off->back, &left) ||
	    !aq_minor_add(left, -off->kept_amount, &left) || left < 0)
		return aq_fail(err, AQ_INTEGRITY, AQ_REVIEW_TIES, (struct aq_at){0, 0},
			       "more of %s would stay applied than came in", off->review->id);
	for (size_t i = 0; i < off->applied_count && status >= AQ_OK; i++) {
		struct aq_applied *applied = &off->applied[i];

		applied->payment_no = payment->payment.payment_no;
		applied->status = off->kept_count == 0 ? AQ_PAYMENT_UNIDENTIFIED
				  : left == 0	       ? AQ_PAYMENT_APPLIED
						       : AQ_PAYMENT_PART_APPLIED;
		applied->rule = AQ_RULE_REVIEW;
		applied->confidence = (uint8_t)aq_rule_confidence(AQ_RULE_REVIEW);
		applied->bucket = left ? AQ_BUCKET_UNIDENTIFIED : AQ_BUCKET_NONE;
		applied->left = left;
		applied->is_outcome = i + 1 == off->applied_count;
		if (off->base)
			rest_on_account(off->base, applied);
		status = ask(off, asked, applied, err);
	}
	if (status < AQ_OK)
		return status;
	return aq_store_apply(off->review->store, off->review->act->run_no, off->applied,
			      off->applied_count, err);
}

static enum aq_status keep_apart(struct taking_off *off, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t i = 0; i < off->apart_count && status >= AQ_OK; i++)
		status = aq_store_apart_add(off->review->store,
					    off->review->payment->payment.payment_no, off->apart[i],
					    err);
	return status;
}

static void tell(const struct taking_off *off, struct aq_buffer *out)
{
	const struct review *review = off->review;
	aq_currency currency = review->payment->payment.currency;
	const struct aq_applied *last = &off->applied[off->applied_count - 1];
	char text[MONEY_WORDS_BYTES];

	for (size_t i = 0; i < off->row_count; i++)
		for (size_t j = 0; j < off->rows[i].allocation_count; j++) {
			const struct aq_allocation *allocation = &off->rows[i].allocations[j];

			if (!unapply_is_item(allocation) || !unapply_is_named(off, allocation))
				continue;
			aq_buffer_print(out, "%s: %s off %s %.*s\n", review->id,
					review_money(allocation->amount, currency, text),
					aq_target_kind_name(allocation->target_kind),
					AQ_SLICE_ARGS(allocation->target));
		}
	aq_buffer_print(out, "%s: %s; %s waits\n", review->id, aq_payment_status_name(last->status),
			review_money(last->left, currency, text));
}

static enum aq_status take_off(struct taking_off *off, struct aq_buffer *out, struct aq_error *err)
{
	struct review *review = off->review;
	enum aq_status status;

	status = aq_store_applications(off->review->store, off->review->payment->payment.payment_no,
				       off->review->arena, &off->rows, &off->row_count, err);
	if (status >= AQ_OK)
		status = unapply_check_targets(off, err);
	if (status >= AQ_OK)
		find_base(off);
	if (status >= AQ_OK)
		status = take_room(off, err);
	for (size_t i = 0; i < off->row_count && status >= AQ_OK; i++)
		status = contradict(off, &off->rows[i], err);
	if (status >= AQ_OK)
		status = check_ties(off, err);
	if (status >= AQ_OK)
		status = put_back(off, err);
	if (status >= AQ_OK)
		status = conclude(off, err);
	if (status >= AQ_OK)
		status = keep_apart(off, err);
	if (status >= AQ_OK)
		status = review_end(review, err);
	if (status < AQ_OK)
		return status;
	tell(off, out);
	return aq_buffer_failed(out) ? aq_fail_memory(err) : AQ_OK;
}

enum aq_status aq_review_unapply(struct aq_store *store, const struct aq_review_act *act,
				 struct aq_buffer *out, struct aq_error *err)
{
	struct review review;
	struct taking_off off = {.review = &review};
	enum aq_status status;

	status = review_open(&review, store, act, (struct review_verb){"unapply", REVIEW_MONEY_IN},
			     err);
	if (status >= AQ_OK)
		status = take_off(&off, out, err);
	review_close(&review);
	return status < AQ_OK ? status : AQ_OK;
}
