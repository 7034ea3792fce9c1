/*
 * answer.c - builds what a rule concludes.
 *
 * Promises: the shares of an answer and what is left of the payment always
 * sum to the money that waited.
 * Refuses: more shares than one entry may have postings.
 */
#include "answer.h"

#include <stdarg.h>
#include <stdio.h>

#include "acquit/claim.h"
#include "terms.h"

#define EXPLANATION_BYTES 512

void match_answer_begin(struct answer *answer)
{
	answer->outcome = AQ_OUTCOME_STAY;
	answer->rule = AQ_RULE_NONE;
	answer->amount = AMOUNT_NONE;
	answer->rest_bucket = AQ_BUCKET_ON_ACCOUNT;
	answer->bucket = AQ_BUCKET_NONE;
	answer->customer_no = 0;
	answer->contract_no = 0;
	answer->left = 0;
	answer->notes = 0;
	answer->share_count = 0;
	answer->alternate_count = 0;
	answer->proof_count = 0;
	answer->proof_more = 0;
	answer->exception = AQ_CODE_NONE;
	answer->paid_item_no = 0;
	answer->explanation = (struct aq_slice){NULL, 0};
	answer->words = (struct aq_slice){NULL, 0};
	answer->suggestion_count = 0;
}

bool match_put_share(struct answer *answer, const struct share *share)
{
	/* One place is kept for the rest. */
	if (answer->share_count >= SHARES_MAX - 1)
		return false;
	answer->shares[answer->share_count++] = *share;
	return true;
}

bool match_put_item(struct answer *answer, const struct aq_item *item, int64_t amount,
		    int64_t deduction)
{
	struct share share = {.no = item->item_no,
			      .customer_no = item->customer_no,
			      .amount = amount,
			      .deduction = deduction,
			      .open = item->open,
			      .target = item->number,
			      .cycle = item->cycle,
			      .kind = match_target_kind(item)};

	if (item->kind == AQ_ITEM_INSTALMENT && deduction > 0)
		answer->notes |= NOTE_PROMOTION;
	return match_put_share(answer, &share);
}

int64_t match_put_sum(const struct answer *answer)
{
	aq_int128 sum = 0;

	/* Wide, because credit notes may come after what they make small. */
	for (size_t i = 0; i < answer->share_count; i++)
		if (answer->shares[i].kind != AQ_TARGET_ACCOUNT)
			sum += answer->shares[i].amount;
	AQ_CLAIM(sum >= INT64_MIN);
	AQ_CLAIM(sum <= INT64_MAX);
	return (int64_t)sum;
}

void match_prove(struct answer *answer, const struct named *named)
{
	if (!named)
		return;
	if (answer->proof_count == PROOFS_MAX)
		answer->proof_more++;
	else
		answer->proofs[answer->proof_count++] = named;
}

/* What is left goes to a bucket; no share where it sits there already. */
static void put_rest(const struct facts *facts, struct answer *answer, enum aq_bucket bucket,
		     uint64_t customer_no)
{
	const struct aq_waiting *waiting = facts->waiting;
	struct share share = {.no = customer_no,
			      .customer_no = customer_no,
			      .amount = answer->left,
			      .kind = AQ_TARGET_ACCOUNT,
			      .bucket = bucket};

	answer->bucket = bucket;
	answer->customer_no = customer_no;
	if (bucket == waiting->bucket && customer_no == waiting->customer_no)
		return;
	share.target = match_view_customer_number(facts->view, customer_no);
	AQ_CLAIM(answer->share_count < SHARES_MAX);
	answer->shares[answer->share_count++] = share;
}

void match_apply(const struct facts *facts, struct answer *answer, enum aq_rule rule,
		 uint64_t rest_customer_no)
{
	int64_t sum = match_put_sum(answer);

	AQ_CLAIM(sum >= 0);
	AQ_CLAIM(sum <= facts->money);
	answer->outcome = AQ_OUTCOME_APPLY;
	answer->rule = rule;
	answer->left = facts->money - sum;
	answer->customer_no = rest_customer_no;
	match_tell_grace(facts, answer);
	if (answer->left > 0)
		put_rest(facts, answer, answer->rest_bucket, rest_customer_no);
}

void match_ask_in(const struct facts *facts, struct answer *answer, enum aq_bucket bucket)
{
	uint64_t customer_no = answer->customer_no;

	answer->share_count = 0;
	answer->alternate_count = 0;
	answer->words = (struct aq_slice){NULL, 0};
	answer->left = facts->money;
	answer->outcome = AQ_OUTCOME_QUESTION;
	put_rest(facts, answer, bucket, customer_no);
}

void match_ask(const struct facts *facts, struct answer *answer, enum aq_code code,
	       uint64_t customer_no)
{
	const struct aq_waiting *waiting = facts->waiting;

	answer->exception = code;
	answer->rule = AQ_RULE_NONE;
	answer->amount = AMOUNT_NONE;
	if (customer_no != 0) {
		answer->customer_no = customer_no;
		match_ask_in(facts, answer, AQ_BUCKET_UNAPPLIED);
		return;
	}
	answer->customer_no = waiting->customer_no;
	match_ask_in(facts, answer, waiting->bucket);
}

static struct aq_slice print(struct answer *answer, const char *format, va_list arguments)
{
	char text[EXPLANATION_BYTES];
	struct aq_slice out;
	int printed = vsnprintf(text, sizeof(text), format, arguments);

	AQ_CLAIM(printed >= 0);
	if ((size_t)printed >= sizeof(text)) {
		printed = (int)sizeof(text) - 1;
		/* A cut never leaves half a character behind. */
		while (printed > 0 && ((unsigned char)text[printed] & 0xC0) == 0x80)
			printed--;
	}
	out = aq_arena_copy(answer->texts, (struct aq_slice){text, (size_t)printed});
	if (printed > 0 && out.length == 0)
		answer->is_starved = true;
	return out;
}

void match_explain(struct answer *answer, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	answer->explanation = print(answer, format, arguments);
	va_end(arguments);
}

void match_tell(struct answer *answer, const char *format, ...)
{
	struct aq_slice before = answer->words;
	va_list arguments;

	va_start(arguments, format);
	answer->words = print(answer, format, arguments);
	va_end(arguments);
	if (before.length == 0)
		return;
	answer->words = aq_arena_print(answer->texts, "%.*s; %.*s", AQ_SLICE_ARGS(before),
				       AQ_SLICE_ARGS(answer->words));
	answer->is_starved |= answer->words.length == 0;
}
