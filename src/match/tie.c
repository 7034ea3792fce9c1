/*
 * tie.c - turns a claim that cannot be settled into a question that names its
 * rival.
 */
#include <stdio.h>

#include "night.h"

#define REASON_BYTES	  96
#define EXPLANATION_BYTES 320

static struct aq_slice explain(struct aq_night *night, const struct kept *kept,
			       const struct kept *rival)
{
	const struct kept_share *share = &kept->shares[0];
	struct aq_slice target = match_kept_text(night, share->target);
	char one[AQ_PAYMENT_ID_TEXT_BYTES];
	char other[AQ_PAYMENT_ID_TEXT_BYTES];
	const char *word = aq_target_kind_name((enum aq_target_kind)share->kind);

	aq_payment_id_print(kept->payment, one);
	if (!rival)
		return aq_arena_print(night->round,
				      "payment %s claims %s %.*s, which other payments claim too",
				      one, word, AQ_SLICE_ARGS(target));
	aq_payment_id_print(rival->payment, other);
	return aq_arena_print(night->round, "payment %s and payment %s claim the same: %s %.*s",
			      one, other, word, AQ_SLICE_ARGS(target));
}

static bool put_suggestion(struct aq_night *night, const struct kept *kept,
			   const struct kept *rival, struct kept_rare *rare)
{
	struct aq_suggestion *out = match_pool_take(&night->pool, sizeof(*out));
	char other[AQ_PAYMENT_ID_TEXT_BYTES] = "";

	if (!out)
		return false;

	if (rival)
		aq_payment_id_print(rival->payment, other);
	out->kind = (enum aq_target_kind)kept->shares[0].kind;
	out->target = match_kept_text(night, kept->shares[0].target);
	out->customer = match_kept_text(night, match_share_customer(night, kept, &kept->shares[0]));
	out->amount = kept->shares[0].amount;
	out->reason = aq_arena_print(night->round, "claimed by %s%s too",
				     rival ? "payment " : "another payment", other);
	rare->suggestions = out;
	rare->suggestion_count = 1;
	return out->reason.length > 0;
}

/* All its money goes to the account of whoever is known; no share where it is there. */
static enum aq_status move_all(struct aq_night *night, struct kept *kept, struct aq_error *err)
{
	struct kept_rare *rare = kept->rare;
	struct kept_share *share;
	aq_int128 money = kept->left; /* wide: credit notes may come last */

	for (size_t i = 0; i < kept->share_count; i++)
		if (kept->shares[i].kind != AQ_TARGET_ACCOUNT)
			money += kept->shares[i].amount;
	kept->left = (int64_t)money;
	kept->share_count = 0;
	kept->bucket = kept->from_bucket;
	kept->customer_no = rare->from_customer_no;
	if (rare->account_for == 0) {
		if (kept->customer_no == 0)
			kept->customer = TEXT_EMPTY;
		return AQ_OK;
	}
	kept->bucket = AQ_BUCKET_UNAPPLIED;
	kept->customer_no = rare->account_for;
	kept->customer = rare->account_text;
	if (kept->from_bucket == AQ_BUCKET_UNAPPLIED && rare->from_customer_no == rare->account_for)
		return AQ_OK;
	share = match_pool_take(&night->pool, sizeof(*share));
	if (!share)
		return aq_fail_memory(err);
	*share = (struct kept_share){.no = rare->account_for & SHARE_NO_MASK,
				     .customer_no = rare->account_for,
				     .amount = kept->left,
				     .target = rare->account_text,
				     .kind = AQ_TARGET_ACCOUNT,
				     .bucket = AQ_BUCKET_UNAPPLIED};
	kept->shares = share;
	kept->share_count = 1;
	return AQ_OK;
}

/* The usual claim has no rare part: its owner's account takes the money. */
static enum aq_status give_rare(struct aq_night *night, struct kept *kept, struct aq_error *err)
{
	if (kept->rare)
		return AQ_OK;
	kept->rare = match_pool_take(&night->pool, sizeof(*kept->rare));
	if (!kept->rare)
		return aq_fail_memory(err);
	memset(kept->rare, 0, sizeof(*kept->rare));
	kept->rare->account_for = kept->shares[0].customer_no;
	kept->rare->account_text = match_share_customer(night, kept, &kept->shares[0]);
	return AQ_OK;
}

enum aq_status match_kept_ask(struct aq_night *night, struct kept *kept, const struct kept *rival,
			      struct aq_error *err)
{
	enum aq_status status = give_rare(night, kept, err);

	if (status < AQ_OK)
		return status;
	kept->rare->words = (struct aq_slice){NULL, 0};
	kept->rare->write_off = 0;
	kept->state = KEPT_SETTLED;
	kept->rule = AQ_RULE_NONE;
	kept->amount = AMOUNT_NONE;
	if (kept->from_bucket == AQ_BUCKET_ON_ACCOUNT) {
		/* A balance that cannot be used stays a balance. */
		kept->rare->account_for = 0;
		kept->rare->exception = AQ_CODE_NONE;
		kept->outcome = AQ_OUTCOME_STAY;
		kept->status = kept->is_part ? AQ_PAYMENT_PART_APPLIED : AQ_PAYMENT_ON_ACCOUNT;
		return move_all(night, kept, err);
	}
	kept->rare->exception = AQ_AMBIGUOUS_ITEMS;
	kept->rare->explanation = explain(night, kept, rival);
	if (kept->rare->explanation.length == 0 || !put_suggestion(night, kept, rival, kept->rare))
		return aq_fail_memory(err);
	kept->outcome = AQ_OUTCOME_QUESTION;
	status = move_all(night, kept, err);
	if (kept->is_part)
		kept->status = AQ_PAYMENT_PART_APPLIED;
	else
		kept->status = kept->bucket == AQ_BUCKET_UNIDENTIFIED ? AQ_PAYMENT_UNIDENTIFIED
								      : AQ_PAYMENT_UNAPPLIED;
	return status;
}
