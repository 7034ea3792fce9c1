/*
 * act.c - what every act of a person has: who, why, a payment, a chained unit.
 *
 * Promises: nothing is written before all of it is known to be right; who and
 * why are kept beside the entries, and their digest is chained with them.
 */
#include "review.h"

#include <stdarg.h>
#include <stdio.h>

#include "acquit/match.h"
#include "acquit/store_acts.h"

#define WHO_BYTES_MAX 200
#define WHY_BYTES_MAX 1000

enum aq_status review_refuse(struct aq_error *err, enum aq_code code, const char *format, ...)
{
	char text[AQ_ERROR_TEXT_BYTES];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return aq_fail(err, AQ_USAGE, code, (struct aq_at){0, 0}, "%s", text);
}

const char *review_money(int64_t minor, aq_currency currency, char out[MONEY_WORDS_BYTES])
{
	char text[AQ_MONEY_TEXT_BYTES];

	aq_money_print((struct aq_money){minor, currency}, text);
	(void)snprintf(out, MONEY_WORDS_BYTES, "%s %s", text, aq_currency_code(currency));
	return out;
}

enum aq_status review_amount(struct aq_slice text, aq_currency currency, int64_t *out,
			     struct aq_error *err)
{
	struct aq_decimal number;
	struct aq_money money;

	if (!aq_decimal_parse_plain(text, &number) ||
	    !aq_money_from_decimal(number, currency, &money) || money.minor == 0 ||
	    money.minor == INT64_MIN)
		return review_refuse(err, AQ_REVIEW_AMOUNT, "%.*s is no amount in %s",
				     AQ_SLICE_ARGS(text), aq_currency_code(currency));
	*out = money.minor;
	return AQ_OK;
}

static enum aq_status check_words(const struct aq_review_act *act, struct aq_error *err)
{
	if (aq_slice_trim(act->by).length == 0 || aq_slice_trim(act->why).length == 0)
		return review_refuse(err, AQ_REVIEW_WHO, "who decides and why is not told");
	if (act->by.length > WHO_BYTES_MAX || act->why.length > WHY_BYTES_MAX)
		return review_refuse(err, AQ_REVIEW_WHO, "who has at most %d bytes, why at most %d",
				     WHO_BYTES_MAX, WHY_BYTES_MAX);
	return AQ_OK;
}

static enum aq_status find_payment(struct review *review, struct aq_slice text, uint64_t *out,
				   struct aq_error *err)
{
	struct aq_thing_row *things;
	size_t count = 0;
	enum aq_status status;

	text = aq_slice_trim(text);
	if (aq_slice_starts_with(text, AQ_SLICE("payment:")))
		(void)aq_slice_cut(&text, ':');
	status = aq_store_things_find(review->store, AQ_THING_PAYMENT, text, review->arena, &things,
				      &count, err);
	if (status < AQ_OK && status != AQ_NOT_FOUND)
		return status;
	if (status == AQ_NOT_FOUND || count == 0)
		return aq_fail(err, AQ_NOT_FOUND, AQ_REVIEW_PAYMENT, (struct aq_at){0, 0},
			       "there is no payment %.*s", AQ_SLICE_ARGS(text));
	if (count > 1)
		return review_refuse(err, AQ_REVIEW_PAYMENT,
				     "%zu payments are known as %.*s: name one by its payment id",
				     count, AQ_SLICE_ARGS(text));
	*out = things[0].number;
	return AQ_OK;
}

enum aq_status review_find(struct review *review, struct aq_slice text, struct aq_waiting **out,
			   struct aq_error *err)
{
	uint64_t payment_no = 0;
	size_t found = 0;
	enum aq_status status;

	status = find_payment(review, text, &payment_no, err);
	if (status >= AQ_OK)
		status = aq_store_payments_read(review->store, &payment_no, 1, review->arena, out,
						&found, err);
	if (status >= AQ_OK && found == 1)
		review_stands_on(review, *out);
	if (status < AQ_OK || found == 1)
		return status;
	return aq_fail(err, AQ_INTEGRITY, AQ_STORE_INVARIANT, (struct aq_at){0, 0},
		       "payment %llu is found by its id and cannot be read",
		       (unsigned long long)payment_no);
}

static enum aq_status wants_receipt(const struct review *review, struct aq_error *err)
{
	if (review->payment->payment.direction == AQ_MONEY_IN)
		return AQ_OK;
	return review_refuse(err, AQ_REVIEW_PAYMENT,
			     "%s is money out: only money that came in can be applied", review->id);
}

static enum aq_status read_payment(struct review *review, struct aq_error *err)
{
	enum aq_status status = review_find(review, review->act->payment, &review->payment, err);

	if (status < AQ_OK)
		return status;
	aq_payment_id_print(review->payment->payment.id, review->id);
	return review->needs == REVIEW_MONEY_IN ? wants_receipt(review, err) : AQ_OK;
}

/* What an act that speaks of no payment speaks of stands before the targets. */
static enum aq_status targets_text(struct review *review, struct aq_slice *out,
				   struct aq_error *err)
{
	const struct aq_review_act *act = review->act;
	struct aq_buffer text;

	*out = AQ_SLICE("");
	if (act->target_count == 0 && review->payment)
		return AQ_OK;
	aq_buffer_init(&text, 0);
	if (!review->payment)
		aq_buffer_add(&text, act->payment);
	for (size_t i = 0; i < act->target_count; i++) {
		if (i > 0 || !review->payment)
			aq_buffer_add_byte(&text, ' ');
		aq_buffer_add(&text, act->targets[i]);
	}
	if (!aq_buffer_failed(&text))
		*out = aq_arena_copy(review->arena, aq_buffer_slice(&text));
	aq_buffer_free(&text);
	return out->length ? AQ_OK : aq_fail_memory(err);
}

/* The act is known whole before its unit begins: it is part of the unit's name. */
static enum aq_status begin_unit(struct review *review, const char *verb, struct aq_error *err)
{
	struct aq_sha256 head;
	enum aq_status status;

	review->said = (struct aq_act){.verb = aq_slice_of(verb),
				       .by = review->act->by,
				       .why = review->act->why,
				       .approved_by = review->act->approved_by,
				       .approved_why = review->act->approved_why};
	if (review->payment)
		review->said.payment = review->payment->payment.id;
	status = targets_text(review, &review->said.target, err);
	if (status >= AQ_OK)
		status = aq_act_unit_name(review->chain, &review->said, review->unit, err);
	if (status >= AQ_OK)
		status = aq_store_head(review->store, &head, err);
	if (status < AQ_OK)
		return status;
	return aq_chain_unit_begin(review->chain, &head, aq_slice_of(review->unit), err);
}

enum aq_status review_open(struct review *review, struct aq_store *store,
			   const struct aq_review_act *act, struct review_verb verb,
			   struct aq_error *err)
{
	enum aq_status status;

	*review = (struct review){.store = store, .act = act, .needs = verb.needs};
	review_moved_open(review);
	status = check_words(act, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&review->arena, 0, err);
	if (status >= AQ_OK)
		status = aq_chain_new(&review->chain, err);
	if (status >= AQ_OK && verb.needs != REVIEW_NO_PAYMENT)
		status = read_payment(review, err);
	if (status >= AQ_OK)
		status = begin_unit(review, verb.name, err);
	return status;
}

void review_close(struct review *review)
{
	review_moved_close(review);
	aq_chain_free(review->chain);
	aq_arena_free(review->arena);
}

enum aq_status review_tell(struct review *review, enum aq_status status, struct aq_buffer *words,
			   struct aq_buffer *out, struct aq_error *err)
{
	if (status >= AQ_OK) {
		aq_buffer_add(out, aq_buffer_slice(words));
		if (aq_buffer_failed(out) || aq_buffer_failed(words))
			status = aq_fail_memory(err);
	}
	aq_buffer_free(words);
	review_close(review);
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status number_allocations(struct review *review, struct aq_allocation *allocations,
					 size_t count, struct aq_buffer *digests,
					 struct aq_error *err)
{
	uint64_t first = 0;
	enum aq_status status = AQ_OK;

	if (count == 0)
		return AQ_OK;
	status = aq_store_reserve(review->store, AQ_NUMBER_ALLOCATION, count, &first, err);
	for (size_t i = 0; i < count && status >= AQ_OK; i++) {
		struct aq_sha256 digest;

		allocations[i].allocation_no = first + i;
		status = aq_allocation_digest(review->chain, &allocations[i], &digest, err);
		if (status >= AQ_OK)
			aq_buffer_add(digests, (struct aq_slice){(const char *)digest.bytes,
								 sizeof(digest.bytes)});
	}
	if (status >= AQ_OK && aq_buffer_failed(digests))
		status = aq_fail_memory(err);
	return status;
}

enum aq_status review_customer(const struct review *review, uint64_t customer_no,
			       struct aq_slice *out, struct aq_error *err)
{
	struct aq_customer *customers;
	size_t found = 0;
	enum aq_status status;

	*out = AQ_SLICE("");
	if (customer_no == 0)
		return AQ_OK;
	status = aq_store_customers(review->store, &customer_no, 1, review->arena, &customers,
				    &found, err);
	if (status < AQ_OK)
		return status;
	if (found != 1)
		return aq_fail(err, AQ_INTEGRITY, AQ_STORE_INVARIANT, (struct aq_at){0, 0},
			       "customer %llu cannot be read", (unsigned long long)customer_no);
	*out = customers[0].number;
	return AQ_OK;
}

enum aq_status review_chain(struct review *review, struct aq_entry *entry,
			    struct aq_allocation *allocations, size_t count, struct aq_error *err)
{
	struct aq_buffer digests;
	enum aq_status status;

	aq_buffer_init(&digests, 0);
	status = number_allocations(review, allocations, count, &digests, err);
	if (status >= AQ_OK)
		status = aq_store_reserve(review->store, AQ_NUMBER_ENTRY, 1, &entry->entry_no, err);
	if (status >= AQ_OK) {
		if (review->first_entry == 0)
			review->first_entry = entry->entry_no;
		review->last_entry = entry->entry_no;
		status = aq_chain_add(review->chain, entry, aq_buffer_slice(&digests), err);
	}
	if (status >= AQ_OK)
		status = review_moved_add(review, entry, err);
	aq_buffer_add(&review->moved.effect, aq_buffer_slice(&digests));
	aq_buffer_free(&digests);
	return status;
}

enum aq_payment_status review_out_status(const struct aq_payment *payment)
{
	switch (payment->kind) {
	case AQ_KIND_REFUND:
		return AQ_PAYMENT_REFUND;
	case AQ_KIND_RETURN:
	case AQ_KIND_CHARGEBACK:
		return AQ_PAYMENT_REVERSAL;
	case AQ_KIND_SETTLEMENT:
		return AQ_PAYMENT_SETTLEMENT;
	case AQ_KIND_ADJUSTMENT:
		return AQ_PAYMENT_FEE;
	default:
		return AQ_PAYMENT_OUTGOING;
	}
}

void review_as_it_is(const struct aq_waiting *payment, struct aq_applied *out)
{
	*out = (struct aq_applied){.payment_no = payment->payment.payment_no,
				   .status = payment->status,
				   .rule = AQ_RULE_REVIEW,
				   .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_REVIEW),
				   .bucket = payment->remainder ? payment->bucket : AQ_BUCKET_NONE,
				   .left = payment->remainder,
				   .is_outcome = true};
	if (payment->remainder == 0)
		return;
	out->customer_no = payment->customer_no;
	out->contract_no = payment->contract_no;
}

enum aq_status review_end(struct review *review, struct aq_error *err)
{
	struct aq_unit_row unit = {
		.run_no = review->act->run_no,
		.name = aq_slice_of(review->unit),
		.first_entry = review->first_entry,
		.last_entry = review->last_entry,
	};
	struct aq_act_row row = {
		.run_no = review->act->run_no,
		.verb = review->said.verb,
		.by = review->said.by,
		.why = review->said.why,
		.target = review->said.target,
		.approved_by = review->said.approved_by,
		.approved_why = review->said.approved_why,
		.payment_no = review->payment ? review->payment->payment.payment_no : 0,
	};
	enum aq_status status;

	status = aq_chain_unit_end(review->chain, &unit.root, &unit.head, err);
	if (status >= AQ_OK)
		status = aq_store_unit_add(review->store, &unit, err);
	if (status >= AQ_OK)
		status = aq_store_act_add(review->store, &row, &review->act_no, err);
	if (status >= AQ_OK)
		status = aq_store_questions_answered(review->store, review->act->run_no, err);
	if (status >= AQ_OK && review->act->outcome)
		status = review_moved_tell(review, review->act->outcome, err);
	return status;
}
