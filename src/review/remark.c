/*
 * remark.c - acts that move no money: a question is given to somebody, a payment
 * gets a note, and what was learned of a payer is forgotten.
 *
 * Promises: each is chained like any other act, with who and why.
 */
#include "review.h"

#include "acquit/normalise.h"
#include "acquit/store_lessons.h"

static enum aq_status remark(struct aq_store *store, const struct aq_review_act *act,
			     const char *verb, struct aq_buffer *out, struct aq_error *err)
{
	struct aq_buffer words;
	struct review review;
	enum aq_status status;

	aq_buffer_init(&words, 0);
	status = review_open(&review, store, act, (struct review_verb){verb, REVIEW_PAYMENT}, err);
	if (status >= AQ_OK && aq_slice_trim(review.said.target).length == 0)
		status = review_refuse(err, AQ_REVIEW_TARGET, "%s: say to whom, or what, behind it",
				       review.id);
	if (status >= AQ_OK) {
		aq_buffer_print(&words, "%s: %s %.*s\n", review.id, verb,
				AQ_SLICE_ARGS(review.said.target));
		status = review_end(&review, err);
	}
	return review_tell(&review, status, &words, out, err);
}

enum aq_status aq_review_assign(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err)
{
	return remark(store, act, "assign", out, err);
}

enum aq_status aq_review_note(struct aq_store *store, const struct aq_review_act *act,
			      struct aq_buffer *out, struct aq_error *err)
{
	return remark(store, act, "note", out, err);
}

/* --- forget --- */

/* The customer whose lessons alone are forgotten; 0: those of all. */
static enum aq_status read_customer(struct review *review, uint64_t *out, struct aq_error *err)
{
	const struct aq_review_act *act = review->act;
	struct aq_slice number;
	struct aq_thing_row *things;
	size_t count = 0;
	enum aq_status status;

	*out = 0;
	if (act->target_count == 0)
		return AQ_OK;
	number = act->targets[0];
	if (aq_slice_starts_with(number, AQ_SLICE("customer:")))
		(void)aq_slice_cut(&number, ':');
	status = aq_store_things_find(review->store, AQ_THING_CUSTOMER, number, review->arena,
				      &things, &count, err);
	if (status < AQ_OK && status != AQ_NOT_FOUND)
		return status;
	if (status == AQ_NOT_FOUND || count != 1 || act->target_count > 1)
		return review_refuse(err, AQ_REVIEW_PAYER, "there is no customer %.*s",
				     AQ_SLICE_ARGS(number));
	*out = things[0].number;
	return AQ_OK;
}

static enum aq_status forget(struct review *review, struct aq_buffer *out, struct aq_error *err)
{
	const unsigned char *key = aq_store_siphash_key(review->store);
	const struct aq_slice normals[] = {
		aq_account_normal(review->arena, review->act->payment),
		aq_name_normal(review->arena, review->act->payment),
	};
	uint64_t customer_no = 0, forgotten = 0;
	bool has_others = false;
	enum aq_status status = read_customer(review, &customer_no, err);

	for (int is_name = 0; is_name < 2 && status >= AQ_OK; is_name++) {
		const struct aq_lesson_row of = {.hash = aq_siphash(key, normals[is_name]),
						 .is_account = !is_name,
						 .customer_no = customer_no};

		struct aq_forgotten said = {0, false};

		if (normals[is_name].length > 0)
			status = aq_store_lessons_forget(review->store, &of, &said, err);
		forgotten += said.count;
		has_others |= said.has_others;
	}
	if (status < AQ_OK)
		return status;
	if (forgotten == 0)
		return review_refuse(err, AQ_REVIEW_PAYER, "nothing was learned of %.*s",
				     AQ_SLICE_ARGS(review->act->payment));
	aq_buffer_print(out, "%llu payments taught something of this payer; it is forgotten\n",
			(unsigned long long)forgotten);
	if (has_others)
		aq_buffer_add_text(out, "it has paid for others too: it is nobody's until it is "
					"learned anew\n");
	return AQ_OK;
}

enum aq_status aq_review_forget(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err)
{
	struct aq_buffer words;
	struct review review;
	enum aq_status status;

	aq_buffer_init(&words, 0);
	status = review_open(&review, store, act, (struct review_verb){"forget", REVIEW_NO_PAYMENT},
			     err);
	if (status >= AQ_OK)
		status = forget(&review, &words, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}
