/*
 * release.c - money stops waiting: it becomes the customer's balance, or is to be
 * given back.
 *
 * Promises: what is released from a hold or from a question rests on the account
 * of the customer it waited for; a row that was perhaps a duplicate becomes a
 * payment of its own, and the next night's rules look at it. What is refunded
 * leaves where it waited for refunds-payable, all of it or the amount told.
 * Refuses: to release what is nobody's, and to refund what does not wait.
 */
#include "review.h"

#include <stdio.h>

#include "acquit/match.h"

#define TARGET_BYTES 256

/* --- release --- */

static enum aq_status release_duplicate(struct review *review, struct aq_buffer *out,
					struct aq_error *err)
{
	const struct aq_waiting *payment = review->payment;
	const struct aq_applied applied = {
		.payment_no = payment->payment.payment_no,
		.status = AQ_PAYMENT_UNIDENTIFIED,
		.rule = AQ_RULE_REVIEW,
		.confidence = (uint8_t)aq_rule_confidence(AQ_RULE_REVIEW),
		.bucket = payment->bucket,
		.left = payment->remainder,
		.customer_no = payment->customer_no,
		.exception = AQ_UNKNOWN_PAYER,
		.explanation = AQ_SLICE("a person said that it is a payment of its own; it waits "
					"for the next run"),
		.is_outcome = true,
	};

	aq_buffer_print(out, "%s: a payment of its own; the next run looks at it\n", review->id);
	return aq_store_apply(review->store, review->act->run_no, &applied, 1, err);
}

static enum aq_status release(struct review *review, struct aq_buffer *out, struct aq_error *err)
{
	const struct aq_waiting *payment = review->payment;
	struct aq_review_act onto = *review->act;
	struct aq_slice customer;
	const struct aq_review_act *given;
	char target[TARGET_BYTES];
	struct aq_slice targets[1];
	enum aq_status status;

	if (onto.target_count > 0)
		return review_refuse(err, AQ_REVIEW_TARGET,
				     "all of %s is released: name nothing beside it", review->id);
	if (payment->status == AQ_PAYMENT_POSSIBLE_DUPLICATE)
		return release_duplicate(review, out, err);
	if (payment->bucket != AQ_BUCKET_HELD && payment->bucket != AQ_BUCKET_UNAPPLIED)
		return review_refuse(err, AQ_REVIEW_NOT_WAITING, "%s is %s: nothing holds it%s",
				     review->id, aq_payment_status_name(payment->status),
				     payment->bucket == AQ_BUCKET_UNIDENTIFIED
					     ? "; say whose it is: apply it to account:CUSTOMER"
					     : "");
	status = review_customer(review, payment->customer_no, &customer, err);
	if (status < AQ_OK)
		return status;
	(void)snprintf(target, sizeof(target), "account:%.*s", AQ_SLICE_ARGS(customer));
	targets[0] = aq_slice_of(target);
	onto.targets = targets;
	onto.target_count = 1;
	given = review->act;
	review->act = &onto;
	status = review_apply_to(review, out, err);
	review->act = given;
	return status;
}

enum aq_status aq_review_release(struct aq_store *store, const struct aq_review_act *act,
				 struct aq_buffer *out, struct aq_error *err)
{
	struct aq_buffer words;
	struct review review;
	enum aq_status status;

	aq_buffer_init(&words, 0);
	status = review_open(&review, store, act, (struct review_verb){"release", REVIEW_MONEY_IN},
			     err);
	if (status >= AQ_OK)
		status = release(&review, &words, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}

/* --- refund --- */

enum aq_status review_waits(const struct review *review, struct aq_error *err)
{
	const struct aq_waiting *payment = review->payment;

	if (payment->remainder > 0 && payment->bucket != AQ_BUCKET_NONE &&
	    payment->bucket != AQ_BUCKET_OUT)
		return AQ_OK;
	return review_refuse(err, AQ_REVIEW_NOT_WAITING,
			     "nothing of %s waits: it is %s; take it off first", review->id,
			     aq_payment_status_name(payment->status));
}

static enum aq_status amount_of(const struct review *review, int64_t *out, struct aq_error *err)
{
	const struct aq_waiting *payment = review->payment;
	const struct aq_review_act *act = review->act;
	char text[MONEY_WORDS_BYTES];
	enum aq_status status = AQ_OK;

	*out = payment->remainder;
	if (act->target_count > 1)
		return review_refuse(err, AQ_REVIEW_AMOUNT, "one amount is refunded, not several");
	if (act->target_count == 1)
		status = review_amount(act->targets[0], payment->payment.currency, out, err);
	if (status >= AQ_OK && (*out < 0 || *out > payment->remainder))
		return review_refuse(
			err, AQ_REVIEW_AMOUNT, "%s of %s waits, no more can be refunded",
			review_money(payment->remainder, payment->payment.currency, text),
			review->id);
	return status;
}

static bool is_on_account(enum aq_bucket bucket)
{
	return bucket == AQ_BUCKET_UNAPPLIED || bucket == AQ_BUCKET_ON_ACCOUNT ||
	       bucket == AQ_BUCKET_HELD;
}

struct refund {
	const struct giving *giving;
	int64_t amount;
	struct aq_slice customer;
	struct aq_entry entry;
	struct aq_allocation allocation; /* what leaves the customer's account */
	struct aq_applied applied;
};

static enum aq_status make_entry(const struct review *review, struct refund *refund,
				 struct aq_error *err)
{
	const struct aq_waiting *payment = review->payment;
	const struct aq_posting posting = {
		.debit = {.account = aq_bucket_account(payment->bucket)},
		.credit = {.account = refund->giving->account},
		.amount = refund->amount,
		.currency = payment->payment.currency,
		.customer_no = refund->giving->customer_no,
		.customer = refund->customer,
	};
	enum aq_status status =
		aq_entry_simple(&refund->entry, refund->giving->event, review->act->business_date,
				&posting, review->arena, err);

	refund->entry.payment_no = payment->payment.payment_no;
	refund->entry.payment = payment->payment.id;
	refund->entry.memo = AQ_SLICE("a person decided");
	return status;
}

struct asked { /* what was asked of the payment before */
	struct aq_arena *arena;
	enum aq_code code;
	struct aq_slice text, suggestions;
};

static enum aq_status on_question(void *context, const struct aq_exception_line *line,
				  struct aq_error *err)
{
	struct asked *asked = context;

	asked->code = line->code;
	asked->text = aq_arena_copy(asked->arena, line->text);
	asked->suggestions = aq_arena_copy(asked->arena, line->suggestions);
	return asked->text.length == line->text.length &&
			       asked->suggestions.length == line->suggestions.length
		       ? AQ_OK
		       : aq_fail_memory(err);
}

enum aq_status review_keep_question(const struct review *review, struct aq_applied *applied,
				    struct aq_error *err)
{
	struct asked asked = {.arena = review->arena, .code = AQ_CODE_NONE};
	enum aq_status status = aq_store_exceptions_of(review->store, applied->payment_no,
						       on_question, &asked, err);

	if (status < AQ_OK || asked.code == AQ_CODE_NONE)
		return status;
	applied->exception = asked.code;
	applied->explanation = asked.text;
	applied->suggestions = asked.suggestions;
	return AQ_OK;
}

static void conclude(const struct review *review, struct refund *refund)
{
	const struct aq_waiting *payment = review->payment;
	int64_t left = payment->remainder - refund->amount;
	bool is_part = payment->status == AQ_PAYMENT_PART_APPLIED;

	refund->applied = (struct aq_applied){
		.payment_no = payment->payment.payment_no,
		.status = left > 0 ? payment->status
			  : is_part && refund->giving->status == AQ_PAYMENT_REFUND
				  ? AQ_PAYMENT_PART_APPLIED
				  : refund->giving->status,
		.rule = AQ_RULE_REVIEW,
		.confidence = (uint8_t)aq_rule_confidence(AQ_RULE_REVIEW),
		.bucket = left > 0 ? payment->bucket : AQ_BUCKET_NONE,
		.left = left,
		.entry = &refund->entry,
		.is_outcome = true,
	};
	if (left > 0) {
		refund->applied.customer_no = payment->customer_no;
		refund->applied.contract_no = payment->contract_no;
	}
	if (left > 0 && payment->bucket != AQ_BUCKET_ON_ACCOUNT) {
		refund->applied.exception = AQ_NO_ITEM_FITS;
		refund->applied.explanation =
			AQ_SLICE("a person refunded a part of it; the rest waits");
	}
	if (!is_on_account(payment->bucket) || payment->customer_no == 0)
		return;
	refund->allocation = (struct aq_allocation){
		.payment_no = payment->payment.payment_no,
		.target_kind = AQ_TARGET_ACCOUNT,
		.customer_no = payment->customer_no,
		.customer = refund->customer,
		.target = refund->customer,
		.amount = -refund->amount,
		.currency = payment->payment.currency,
		.rule = AQ_RULE_REVIEW,
		.confidence = (uint8_t)aq_rule_confidence(AQ_RULE_REVIEW),
		.bucket = payment->bucket,
		.evidence = AQ_SLICE("a person decided that it is given back"),
	};
	refund->applied.allocations = &refund->allocation;
	refund->applied.allocation_count = 1;
}

enum aq_status review_give(struct review *review, const struct giving *giving,
			   struct aq_buffer *out, struct aq_error *err)
{
	struct refund refund = {
		.giving = giving, .amount = giving->amount, .customer = giving->customer};
	char text[MONEY_WORDS_BYTES];
	enum aq_status status = make_entry(review, &refund, err);

	if (status < AQ_OK)
		return status;
	conclude(review, &refund);
	if (refund.applied.exception != AQ_CODE_NONE)
		status = review_keep_question(review, &refund.applied, err);
	if (status < AQ_OK)
		return status;
	status = review_chain(review, &refund.entry, &refund.allocation,
			      refund.applied.allocation_count, err);
	if (status < AQ_OK)
		return status;
	aq_buffer_print(out, "%s: %s %s; it is %s\n", review->id,
			review_money(refund.amount, review->payment->payment.currency, text),
			giving->says, aq_payment_status_name(refund.applied.status));
	return aq_store_apply(review->store, review->act->run_no, &refund.applied, 1, err);
}

static enum aq_status give_back(struct review *review, struct aq_buffer *out, struct aq_error *err)
{
	struct giving giving = {.account = AQ_ACCOUNT_REFUNDS_PAYABLE,
				.event = AQ_EVENT_REFUND_DECIDED,
				.status = AQ_PAYMENT_REFUND,
				.says = "is to be given back",
				.customer_no = review->payment->customer_no};
	enum aq_status status = review_waits(review, err);

	if (status >= AQ_OK)
		status = amount_of(review, &giving.amount, err);
	if (status >= AQ_OK)
		status = review_customer(review, giving.customer_no, &giving.customer, err);
	return status < AQ_OK ? status : review_give(review, &giving, out, err);
}

enum aq_status aq_review_refund(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err)
{
	struct aq_buffer words;
	struct review review;
	enum aq_status status;

	aq_buffer_init(&words, 0);
	status = review_open(&review, store, act, (struct review_verb){"refund", REVIEW_MONEY_IN},
			     err);
	if (status >= AQ_OK)
		status = give_back(&review, &words, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}
