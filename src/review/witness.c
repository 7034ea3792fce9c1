/*
 * witness.c - what a person decides tells of who pays.
 *
 * Design: a lesson as those of the night are. Applied to one customer's items or
 * account it is evidence for that customer, and makes the payer known once another
 * payment confirms it; whatever it is applied to, it takes the payer from any other
 * customer. It counts while the application stands.
 * Refuses: to learn of a customer's own name, which others may bear as well.
 */
#include "review.h"

#include "acquit/normalise.h"
#include "acquit/store_lessons.h"

/* The one customer that gets the money; 0: several. */
static uint64_t only_customer(const struct placing *placing)
{
	uint64_t only = 0;

	for (size_t i = 0; i < placing->count; i++) {
		const struct aq_allocation *allocation = &placing->allocations[i];

		if (allocation->amount <= 0)
			continue;
		if (only != 0 && only != allocation->customer_no)
			return 0;
		only = allocation->customer_no;
	}
	return only;
}

static enum aq_status is_own_name(const struct review *review, uint64_t customer_no,
				  const struct aq_name *name, bool *out, struct aq_error *err)
{
	struct aq_customer *customers;
	struct aq_name own;
	size_t found = 0;
	enum aq_status status = aq_store_customers(review->store, &customer_no, 1, review->arena,
						   &customers, &found, err);

	if (status < AQ_OK || found != 1)
		return status;
	own = aq_name_read(review->arena, customers[0].name);
	*out = aq_names_agree(&own, name);
	return status;
}

static enum aq_status witness(struct review *review, uint64_t customer_no, enum aq_lesson_kind kind,
			      struct aq_error *err)
{
	const unsigned char *key = aq_store_siphash_key(review->store);
	const struct aq_payment *payment = &review->payment->payment;
	const struct aq_slice account = payment->payer_account;
	const struct aq_name name = aq_name_read(review->arena, payment->payer);
	struct aq_lesson_row row = {.hash = aq_siphash(key, account),
				    .is_account = true,
				    .kind = kind,
				    .customer_no = customer_no,
				    .payment_no = payment->payment_no,
				    .learned_on = review->act->business_date};
	bool is_own = false;
	enum aq_status status = AQ_OK;

	if (account.length > 0)
		status = aq_store_lessons_add(review->store, &row, 1, err);
	if (status >= AQ_OK && name.normal.length > 0)
		status = is_own_name(review, customer_no, &name, &is_own, err);
	if (status < AQ_OK || name.normal.length == 0)
		return status;
	row.hash = aq_siphash(key, name.normal);
	row.is_account = false;
	if (is_own)
		row.kind = AQ_LESSON_TELLS;
	return aq_store_lessons_add(review->store, &row, 1, err);
}

/* Who releases what a rule put on an account has not said who pays. */
static bool says_who_pays(const struct review *review)
{
	return aq_slice_is(review->said.verb, "apply");
}

enum aq_status review_witness(const struct placing *placing, struct aq_error *err)
{
	struct review *review = placing->review;
	enum aq_lesson_kind kind = only_customer(placing) != 0 && says_who_pays(review)
					   ? AQ_LESSON_PERSON
					   : AQ_LESSON_TELLS;
	enum aq_status status = AQ_OK;

	for (size_t i = 0; i < placing->count && status >= AQ_OK; i++)
		if (placing->allocations[i].amount > 0 && placing->allocations[i].customer_no != 0)
			status = witness(review, placing->allocations[i].customer_no, kind, err);
	return status;
}
