/*
 * target.c - what a person types becomes one invoice, contract, subscription
 * or account.
 *
 * Refuses: a bare number that several things have; an account is always named
 * as one, so that a customer number mistaken for an invoice's moves nothing.
 */
#include "review.h"

static const struct kind_word {
	const char *word;
	enum aq_thing thing;
	enum aq_target_kind kind;
} kind_words[] = {
	{"invoice", AQ_THING_INVOICE, AQ_TARGET_INVOICE},
	{"contract", AQ_THING_CONTRACT, AQ_TARGET_CONTRACT},
	{"subscription", AQ_THING_SUBSCRIPTION, AQ_TARGET_SUBSCRIPTION},
	{"account", AQ_THING_CUSTOMER, AQ_TARGET_ACCOUNT},
};

#define KINDS_COUNT (sizeof(kind_words) / sizeof(kind_words[0]))

/* The amount stands behind the last '='; an '=' before anything else belongs
 * to the number. */
static void cut_amount(struct target *out)
{
	struct aq_decimal number;
	size_t at = out->number.length;

	while (at > 0 && out->number.start[at - 1] != '=')
		at--;
	if (at < 2)
		return;
	out->amount = (struct aq_slice){out->number.start + at, out->number.length - at};
	if (!aq_decimal_parse_plain(out->amount, &number)) {
		out->amount = AQ_SLICE("");
		return;
	}
	out->number.length = at - 1;
}

void review_target_parse(struct aq_slice written, struct target *out)
{
	struct aq_slice rest = aq_slice_trim(written);
	struct aq_slice head = aq_slice_cut(&rest, ':');

	*out = (struct target){.written = written,
			       .thing = AQ_THING_ANY,
			       .number = aq_slice_trim(written),
			       .amount = AQ_SLICE("")};
	for (size_t i = 0; i < KINDS_COUNT; i++)
		if (rest.length > 0 && aq_slice_is(head, kind_words[i].word)) {
			out->thing = kind_words[i].thing;
			out->number = rest;
		}
	cut_amount(out);
}

enum aq_target_kind review_target_kind(enum aq_thing thing)
{
	for (size_t i = 0; i < KINDS_COUNT; i++)
		if (kind_words[i].thing == thing)
			return kind_words[i].kind;
	return AQ_TARGET_NONE;
}

static const char *word_of(enum aq_thing thing)
{
	for (size_t i = 0; i < KINDS_COUNT; i++)
		if (kind_words[i].thing == thing)
			return kind_words[i].word;
	return "thing";
}

/* A number that has an '=' is mostly one with an amount that could not be read,
 * such as 12,50. */
static struct aq_slice unread_amount(struct aq_slice number)
{
	size_t at = number.length;

	while (at > 0 && number.start[at - 1] != '=')
		at--;
	if (at < 2 || at == number.length || number.start[at] < '0' || number.start[at] > '9')
		return AQ_SLICE("");
	return (struct aq_slice){number.start + at, number.length - at};
}

static enum aq_status refuse_none(const struct target *target, bool is_customer,
				  struct aq_error *err)
{
	struct aq_slice amount = unread_amount(target->number);

	if (amount.length > 0)
		return review_refuse(err, AQ_REVIEW_AMOUNT,
				     "the amount %.*s in %.*s cannot be read: write it with a "
				     "point and without groups, such as 12.50",
				     AQ_SLICE_ARGS(amount), AQ_SLICE_ARGS(target->written));
	if (is_customer)
		return review_refuse(err, AQ_REVIEW_TARGET,
				     "%.*s is a customer: write account:%.*s to credit the account",
				     AQ_SLICE_ARGS(target->number), AQ_SLICE_ARGS(target->number));
	if (target->thing == AQ_THING_ANY)
		return review_refuse(err, AQ_REVIEW_TARGET,
				     "there is no invoice, contract or subscription %.*s",
				     AQ_SLICE_ARGS(target->number));
	return review_refuse(err, AQ_REVIEW_TARGET, "there is no %s %.*s", word_of(target->thing),
			     AQ_SLICE_ARGS(target->number));
}

enum aq_status review_target_find(struct review *review, const struct target *target,
				  struct aq_thing_row *out, struct aq_error *err)
{
	const struct aq_thing_row *found = NULL;
	struct aq_thing_row *things = NULL;
	bool is_customer = false;
	size_t count = 0;
	enum aq_status status;

	status = aq_store_things_find(review->store, target->thing, target->number, review->arena,
				      &things, &count, err);
	if (status < AQ_OK && status != AQ_NOT_FOUND)
		return status;
	if (status == AQ_NOT_FOUND)
		count = 0;
	for (size_t i = 0; i < count; i++) {
		bool is_bare = target->thing == AQ_THING_ANY;

		if (is_bare && things[i].thing == AQ_THING_CUSTOMER)
			is_customer = true;
		if (review_target_kind(things[i].thing) == AQ_TARGET_NONE ||
		    (is_bare && things[i].thing == AQ_THING_CUSTOMER))
			continue;
		if (found)
			return review_refuse(
				err, AQ_REVIEW_TARGET,
				"%.*s is the number of several things: write %s:%.*s or %s:%.*s",
				AQ_SLICE_ARGS(target->number), word_of(found->thing),
				AQ_SLICE_ARGS(found->text), word_of(things[i].thing),
				AQ_SLICE_ARGS(things[i].text));
		found = &things[i];
	}
	if (!found)
		return refuse_none(target, is_customer, err);
	*out = *found;
	return AQ_OK;
}
