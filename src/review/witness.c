/*
 * witness.c - what a person decides speaks against what was learned.
 *
 * Design: a lesson that is not certain. It makes the payer's account and name
 * known for nobody, and takes them from any other customer they were learned for.
 */
#include "review.h"

#include "acquit/normalise.h"
#include "acquit/store_lessons.h"

enum aq_status review_witness(struct review *review, uint64_t customer_no, struct aq_error *err)
{
	const unsigned char *key = aq_store_siphash_key(review->store);
	const struct aq_payment *payment = &review->payment->payment;
	const struct aq_slice normals[] = {
		payment->payer_account,
		aq_name_normal(review->arena, payment->payer),
	};
	enum aq_status status = AQ_OK;

	for (int is_name = 0; is_name < 2 && status >= AQ_OK; is_name++) {
		const struct aq_lesson_row row = {.hash = aq_siphash(key, normals[is_name]),
						  .is_account = !is_name,
						  .customer_no = customer_no,
						  .payment_no = payment->payment_no,
						  .learned_on = review->act->business_date};

		if (normals[is_name].length > 0 && customer_no != 0)
			status = aq_store_lessons_add(review->store, &row, 1, err);
	}
	return status;
}
