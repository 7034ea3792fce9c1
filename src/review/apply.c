/*
 * apply.c - a person says what a payment is for.
 *
 * Promises: one entry; what the targets do not take stays where it waits, and
 * is told. Money that leaves a customer's account leaves it in the allocations
 * too, so that a payment's rows always sum to what of it sits somewhere.
 */
#include "review.h"

#include "acquit/claim.h"
#include "acquit/match.h"

#define TARGETS_MAX 256

/* What may still be decided about; the others are decided by what they are. */
static bool may_be_applied(enum aq_payment_status status)
{
	return status == AQ_PAYMENT_UNIDENTIFIED || status == AQ_PAYMENT_UNAPPLIED ||
	       status == AQ_PAYMENT_ON_ACCOUNT || status == AQ_PAYMENT_HELD ||
	       status == AQ_PAYMENT_PART_APPLIED || status == AQ_PAYMENT_POSSIBLE_DUPLICATE ||
	       status == AQ_PAYMENT_APPLIED;
}

static enum aq_status check_waiting(const struct review *review, struct aq_error *err)
{
	const struct aq_waiting *payment = review->payment;

	if (review->act->target_count == 0 || review->act->target_count > TARGETS_MAX)
		return review_refuse(err, AQ_REVIEW_TARGET, "one to %d targets are to be named",
				     TARGETS_MAX);
	if (!may_be_applied(payment->status))
		return review_refuse(err, AQ_REVIEW_NOT_WAITING, "%s is a %s: it cannot be applied",
				     review->id, aq_payment_status_name(payment->status));
	if (payment->remainder <= 0 || payment->bucket == AQ_BUCKET_NONE ||
	    payment->bucket == AQ_BUCKET_OUT)
		return review_refuse(err, AQ_REVIEW_NOT_WAITING,
				     "nothing of %s waits: it is %s; take it off first", review->id,
				     aq_payment_status_name(payment->status));
	return AQ_OK;
}

static bool is_on_account(enum aq_bucket bucket)
{
	return bucket == AQ_BUCKET_UNAPPLIED || bucket == AQ_BUCKET_ON_ACCOUNT ||
	       bucket == AQ_BUCKET_HELD;
}

static enum aq_status give_from(const struct review *review, struct aq_application *out,
				struct aq_error *err)
{
	const struct aq_waiting *payment = review->payment;

	*out = (struct aq_application){
		.payment_no = payment->payment.payment_no,
		.payment = payment->payment.id,
		.posted_on = review->act->business_date,
		.from = payment->bucket,
		.from_customer_no = payment->customer_no,
		.memo = AQ_SLICE("a person decided"),
		.event = AQ_EVENT_REVIEW_APPLY,
	};
	return review_customer(review, payment->customer_no, &out->from_customer, err);
}

/* What leaves the account it waited on; the posting is that of the targets. */
static void leave_account(struct placing *placing, const struct aq_application *from)
{
	const struct aq_waiting *payment = placing->review->payment;

	if (!is_on_account(payment->bucket) || payment->customer_no == 0)
		return;
	AQ_CLAIM(placing->count <= ALLOCATIONS_MAX);
	placing->allocations[placing->count++] = (struct aq_allocation){
		.payment_no = payment->payment.payment_no,
		.target_kind = AQ_TARGET_ACCOUNT,
		.customer_no = payment->customer_no,
		.customer = from->from_customer,
		.target = from->from_customer,
		.amount = placing->left - payment->remainder,
		.currency = payment->payment.currency,
		.rule = AQ_RULE_REVIEW,
		.confidence = (uint8_t)aq_rule_confidence(AQ_RULE_REVIEW),
		.bucket = payment->bucket,
		.evidence = AQ_SLICE("a person decided"),
	};
}

static enum aq_status place_all(struct placing *placing, struct aq_error *err)
{
	const struct review *review = placing->review;
	char text[MONEY_WORDS_BYTES];
	enum aq_status status = AQ_OK;

	placing->left = review->payment->remainder;
	placing->allocations = aq_arena_take_many(review->arena, ALLOCATIONS_MAX + 1,
						  sizeof(struct aq_allocation));
	if (!placing->allocations)
		return aq_fail_memory(err);
	for (size_t i = 0; i < review->act->target_count && status >= AQ_OK; i++) {
		struct target target;

		review_target_parse(review->act->targets[i], &target);
		status = review_place(placing, &target, err);
	}
	if (status < AQ_OK)
		return status;
	review_money(placing->left, review->payment->payment.currency, text);
	if (placing->left > review->payment->remainder)
		return review_refuse(err, AQ_REVIEW_AMOUNT,
				     "a credit note is used only up to what it pays together with "
				     "the payment: name that too");
	if (placing->has_account && placing->left > 0)
		return review_refuse(err, AQ_REVIEW_AMOUNT,
				     "%s would wait elsewhere: an account takes all that is left",
				     text);
	return AQ_OK;
}

static bool has_items(const struct placing *placing)
{
	for (size_t i = 0; i < placing->count; i++)
		if (placing->allocations[i].target_kind != AQ_TARGET_ACCOUNT)
			return true;
	return false;
}

/* Whether an earlier act or night has put a part of it on items. */
static bool was_part_applied(const struct aq_waiting *payment)
{
	return payment->status == AQ_PAYMENT_PART_APPLIED;
}

static void conclude(const struct placing *placing, const struct aq_allocation *account,
		     struct aq_applied *out)
{
	const struct aq_waiting *payment = placing->review->payment;
	bool is_part = has_items(placing) || was_part_applied(payment);

	out->payment_no = payment->payment.payment_no;
	out->rule = AQ_RULE_REVIEW;
	out->confidence = (uint8_t)aq_rule_confidence(AQ_RULE_REVIEW);
	out->is_outcome = true;
	out->status = is_part ? AQ_PAYMENT_PART_APPLIED : AQ_PAYMENT_ON_ACCOUNT;
	if (account) {
		out->bucket = AQ_BUCKET_ON_ACCOUNT;
		out->left = account->amount;
		out->customer_no = account->customer_no;
	} else if (placing->left == 0) {
		out->status = AQ_PAYMENT_APPLIED;
		out->bucket = AQ_BUCKET_NONE;
	} else {
		out->bucket = payment->bucket;
		out->left = placing->left;
		out->customer_no = payment->customer_no;
		out->contract_no = payment->contract_no;
	}
	if (out->left > 0 && out->bucket != AQ_BUCKET_ON_ACCOUNT) {
		out->exception = AQ_NO_ITEM_FITS;
		out->explanation = AQ_SLICE("a person applied a part of it; the rest waits");
	}
}

static void tell(const struct placing *placing, const struct aq_applied *applied,
		 struct aq_buffer *out)
{
	const struct review *review = placing->review;
	aq_currency currency = review->payment->payment.currency;
	char text[MONEY_WORDS_BYTES];

	for (size_t i = 0; i < placing->count; i++) {
		const struct aq_allocation *allocation = &placing->allocations[i];
		int64_t reduction = allocation->discount + allocation->promotion;

		aq_buffer_print(out, "%s: %s on %s %.*s", review->id,
				review_money(allocation->amount, currency, text),
				aq_target_kind_name(allocation->target_kind),
				AQ_SLICE_ARGS(allocation->target));
		if (reduction > 0)
			aq_buffer_print(out, ", and %s deducted",
					review_money(reduction, currency, text));
		aq_buffer_add_byte(out, '\n');
	}
	aq_buffer_print(out, "%s: %s", review->id, aq_payment_status_name(applied->status));
	if (placing->left > 0)
		aq_buffer_print(out, "; %s still waits",
				review_money(placing->left, currency, text));
	aq_buffer_add_byte(out, '\n');
}

static enum aq_status make_items(struct placing *placing, struct aq_error *err)
{
	struct review *review = placing->review;
	struct aq_allocation **made =
		aq_arena_take_many(review->arena, placing->count, sizeof(struct aq_allocation *));

	if (!made)
		return aq_fail_memory(err);
	for (size_t at = 0; at < placing->count; at++)
		made[at] = &placing->allocations[at];
	return aq_store_items_make(review->store, made, placing->count, err);
}

static enum aq_status post(struct placing *placing, struct aq_applied *applied,
			   struct aq_error *err)
{
	struct review *review = placing->review;
	struct aq_application application;
	struct aq_entry entry;
	enum aq_status status = AQ_OK;

	if (placing->makes)
		status = make_items(placing, err);
	if (status >= AQ_OK)
		status = give_from(review, &application, err);
	if (status < AQ_OK)
		return status;
	leave_account(placing, &application);
	application.allocations = placing->allocations;
	application.allocation_count = placing->count;
	status = aq_entry_apply(&entry, &application, review->arena, err);
	if (status == AQ_END)
		return review_refuse(err, AQ_REVIEW_TARGET,
				     "%s is there already: nothing would change", review->id);
	if (status >= AQ_OK)
		status = review_chain(review, &entry, placing->allocations, placing->count, err);
	if (status < AQ_OK)
		return status;
	applied->entry = &entry;
	applied->allocations = placing->allocations;
	applied->allocation_count = placing->count;
	status = aq_store_apply(review->store, review->act->run_no, applied, 1, err);
	applied->entry = NULL;
	return status < AQ_OK ? status : review_witness(placing, err);
}

enum aq_status review_apply_to(struct review *review, struct aq_buffer *out, struct aq_error *err)
{
	struct aq_applied applied = {0};
	struct placing placing = {.review = review};
	enum aq_status status = check_waiting(review, err);

	if (status >= AQ_OK)
		status = place_all(&placing, err);
	if (status < AQ_OK)
		return status;
	conclude(&placing, placing.has_account ? &placing.allocations[placing.count - 1] : NULL,
		 &applied);
	tell(&placing, &applied, out);
	return post(&placing, &applied, err);
}

enum aq_status aq_review_apply(struct aq_store *store, const struct aq_review_act *act,
			       struct aq_buffer *out, struct aq_error *err)
{
	struct aq_buffer words;
	struct review review;
	enum aq_status status;

	aq_buffer_init(&words, 0);
	status = review_open(&review, store, act, (struct review_verb){"apply", REVIEW_MONEY_IN},
			     err);
	if (status >= AQ_OK)
		status = review_apply_to(&review, &words, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}
