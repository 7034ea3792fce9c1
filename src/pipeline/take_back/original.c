/*
 * original.c - which payment a return, reversal or refund speaks of.
 *
 * Reads: the ids a return names its original by; a reversal of ACH names none
 * and repeats company, amount, account and number instead.
 * Promises: one payment or a question. Traces begin at one again with every
 * file: company, account, number and the days a bank has for its reason tell
 * equal ones apart.
 * Refuses: to guess. Another amount, a second return and one that comes too
 * late are questions, whatever else fits.
 */
#include "returning.h"

#define CANDIDATES_MAX AQ_ALIKE_MAX

/* Payments that may be meant, in order of their numbers. */
struct candidates {
	struct taking_back *back;
	const struct aq_waiting *waiting;
	struct numbers numbers;
	const struct aq_waiting **list;
	size_t count;
	bool is_alike; /* found by what they look like, not by an id */
	bool is_weak; /* found by an id that others may share */
};

/* Of a NACHA file; gateways tell the same reasons, but ids and days of their own. */
static bool is_ach(const struct aq_waiting *waiting)
{
	return aq_slice_starts_with(waiting->payment.source, AQ_SLICE("ach:"));
}

/* A reversal of ACH has no id of what it reverses. */
static void add_alike(struct candidates *candidates)
{
	const struct aq_alike_order *found = alike_of(candidates->back, candidates->waiting);
	size_t index;

	for (index = 0; found && index < found->count; index++)
		numbers_add(&candidates->numbers, found->payment_nos[index]);
	candidates->is_alike = true;
}

static enum aq_status read_all(struct candidates *candidates, struct aq_error *err)
{
	struct taking_back *back = candidates->back;
	struct aq_waiting *found = NULL;
	size_t count = 0, index;
	enum aq_status status = AQ_OK;

	numbers_sort(&candidates->numbers);
	if (candidates->numbers.has_failed)
		return aq_fail_memory(err);
	if (candidates->numbers.count > CANDIDATES_MAX)
		candidates->numbers.count = CANDIDATES_MAX;
	if (candidates->numbers.count > 0)
		status = aq_store_payments_read(back->job->store, candidates->numbers.list,
						candidates->numbers.count, back->scratch, &found,
						&count, err);
	if (status < AQ_OK)
		return status;
	candidates->list = aq_arena_take_many(back->scratch, count + 1, sizeof(*candidates->list));
	if (!candidates->list)
		return aq_fail_memory(err);
	for (index = 0; index < count; index++)
		candidates->list[candidates->count++] = &found[index];
	return AQ_OK;
}

typedef bool (*fits)(const struct aq_waiting *waiting, const struct aq_waiting *original);

static void keep_only(struct candidates *candidates, fits test)
{
	size_t count = 0, index;

	for (index = 0; index < candidates->count; index++)
		if (test(candidates->waiting, candidates->list[index]))
			candidates->list[count++] = candidates->list[index];
	candidates->count = count;
}

/* Where some fit, the others are not meant. */
static void prefer(struct candidates *candidates, fits test)
{
	size_t index;

	for (index = 0; index < candidates->count; index++)
		if (test(candidates->waiting, candidates->list[index])) {
			keep_only(candidates, test);
			return;
		}
}

static bool is_payment(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	switch (original->status) {
	case AQ_PAYMENT_DUPLICATE:
	case AQ_PAYMENT_NOTICE:
	case AQ_PAYMENT_REFUSED:
	case AQ_PAYMENT_SETTLEMENT:
		return false;
	default:
		return original->payment.payment_no != waiting->payment.payment_no &&
		       original->payment.currency == waiting->payment.currency &&
		       !original->payment.is_reversal;
	}
}

static bool is_receipt(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return original->payment.direction == AQ_MONEY_IN && is_payment(waiting, original);
}

static bool is_returned_receipt(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return original->status == AQ_PAYMENT_RETURNED && is_receipt(waiting, original);
}

static bool is_sent(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return original->payment.direction == AQ_MONEY_OUT &&
	       original->payment.kind != AQ_KIND_RETURN && is_payment(waiting, original);
}

/* A refund may give back a part; a return gives back all. */
static bool has_amount(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	if (waiting->payment.kind == AQ_KIND_RETURN)
		return original->payment.amount == waiting->payment.amount;
	return original->payment.amount >= waiting->payment.amount;
}

static bool is_of_this_amount(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return original->payment.amount == waiting->payment.amount;
}

static bool has_source(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return aq_slice_equals(original->payment.source, waiting->payment.source);
}

static bool has_account(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return aq_slice_equals(original->payment.payer_account, waiting->payment.payer_account);
}

static bool is_no_others(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return waiting->payment.payer_account.length == 0 ||
	       original->payment.payer_account.length == 0 || has_account(waiting, original);
}

/* A return repeats the account of its original: another one is another payer's,
 * whose trace happens to be the same. */
static bool is_same_payers(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return !is_ach(waiting) || waiting->payment.payer_account.length == 0 ||
	       original->payment.payer_account.length == 0 || has_account(waiting, original);
}

static bool is_sooner(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return aq_date_compare(original->payment.booked_on, waiting->payment.booked_on) <= 0;
}

/* One that is booked later must look the same in what a return repeats. */
static bool is_sooner_or_the_same(const struct aq_waiting *waiting,
				  const struct aq_waiting *original)
{
	bool is_told = waiting->payment.payer_account.length > 0 &&
		       original->payment.payer_account.length > 0;

	if (is_sooner(waiting, original))
		return true;
	if (is_ach(waiting))
		return is_told && has_account(waiting, original) && has_source(waiting, original);
	return !is_told || has_account(waiting, original);
}

static enum aq_status gather(struct candidates *candidates, struct aq_error *err)
{
	struct original_ids ids = {.back = candidates->back, .waiting = candidates->waiting};
	enum aq_status status = original_ids_find(&ids, err);

	candidates->numbers = ids.found;
	candidates->is_weak = ids.is_weak;
	if (status >= AQ_OK && candidates->numbers.count == 0 &&
	    alike_is_wanted(candidates->waiting))
		add_alike(candidates);
	if (status >= AQ_OK)
		status = read_all(candidates, err);
	numbers_free(&candidates->numbers);
	if (status < AQ_OK)
		return status;
	keep_only(candidates, is_sooner_or_the_same);
	if (candidates->is_weak)
		keep_only(candidates, is_no_others);
	if (candidates->is_alike)
		keep_only(candidates, alike_is_near);
	return status;
}

static struct aq_slice individual_of(const struct aq_payment *payment)
{
	size_t index;

	for (index = 0; index < payment->reference_count; index++)
		if (payment->references[index].kind == AQ_REF_INDIVIDUAL)
			return payment->references[index].value;
	return (struct aq_slice){NULL, 0};
}

static bool has_individual(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return aq_slice_equals(individual_of(&original->payment), individual_of(&waiting->payment));
}

static bool is_open(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	(void)waiting;
	return original->status != AQ_PAYMENT_RETURNED;
}

static bool is_in_time(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	if (!is_ach(waiting))
		return true;
	if (waiting->payment.is_reversal && waiting->payment.return_code.length == 0)
		return !aq_reversal_is_late(original->payment.value_on, waiting->payment.booked_on);
	switch (aq_return_group_of(waiting->payment.return_code)) {
	case AQ_RETURN_OTHER:
	case AQ_RETURN_UNAUTHORISED:
	case AQ_RETURN_ADMINISTRATIVE:
		return !aq_return_is_late(waiting->payment.return_code, original->payment.value_on,
					  waiting->payment.booked_on);
	default:
		return true;
	}
}

/* What repeats of the original in the return, told by the stronger first. What
 * was found by its looks must look the same in all of it. */
static void narrow(struct candidates *candidates)
{
	static const fits tests[] = {has_source, has_account, has_individual};
	size_t index;

	keep_only(candidates, is_same_payers);
	for (index = 0; index < sizeof(tests) / sizeof(tests[0]); index++) {
		if (candidates->is_alike)
			keep_only(candidates, tests[index]);
		else
			prefer(candidates, tests[index]);
	}
	prefer(candidates, is_sooner);
	prefer(candidates, is_in_time);
}

static enum aq_status answer(struct candidates *candidates, struct original *out)
{
	out->question = AQ_RETURN_UNKNOWN;
	if (candidates->count == 0)
		out->why = "no payment is known by the ids and amount of this return";
	else if (candidates->count > 1)
		out->why = "several payments fit the ids and amount of this return";
	else
		out->payment = candidates->list[0];
	return AQ_OK;
}

static void ask_instead(struct original *out, enum aq_code question, const char *why)
{
	out->payment = NULL;
	out->question = question;
	out->why = why;
}

/* A contested return stands by one that our bank refused: until that refusal
 * has come, the receipt is still taken back, and this one waits. */
static void judge_receipt(const struct aq_waiting *waiting, bool is_accepted, struct original *out)
{
	if (out->payment == NULL)
		return;
	if (out->payment->status == AQ_PAYMENT_RETURNED) {
		if (aq_return_group_of(waiting->payment.return_code) == AQ_RETURN_CONTESTED)
			ask_instead(out, AQ_RETURN_UNKNOWN,
				    "the refusal that this contested return answers is not known");
		else
			ask_instead(out, AQ_RETURN_TWICE,
				    waiting->payment.kind == AQ_KIND_RETURN
					    ? "the payment was taken back before: a second return "
					      "(R67)"
					    : "the payment was taken back before: this is a second "
					      "time");
	} else if (!is_accepted && !is_in_time(waiting, out->payment)) {
		ask_instead(out, AQ_RETURN_LATE,
			    waiting->payment.return_code.length
				    ? "the return came after the days its reason has (R68)"
				    : "the reversal came after the five banking days it has (R17)");
	}
}

/* A receipt that was no line of its statement any more was taken back by nobody. */
static enum aq_status judge_gone(struct candidates *candidates, struct original *out,
				 struct aq_error *err)
{
	struct aq_application_row *rows;
	size_t count = 0;
	enum aq_status status = aq_store_applications(
		candidates->back->job->store, candidates->list[0]->payment.payment_no,
		candidates->back->scratch, &rows, &count, err);

	if (status >= AQ_OK && aq_payment_was_taken_off(rows, count))
		ask_instead(out, AQ_RETURN_UNKNOWN,
			    "its statement has the payment it took back no more");
	return status;
}

enum aq_status original_receipt(struct taking_back *back, const struct aq_waiting *waiting,
				struct original *out, struct aq_error *err)
{
	struct candidates candidates = {.back = back, .waiting = waiting};
	bool is_return = waiting->payment.kind == AQ_KIND_RETURN;
	size_t known;
	enum aq_status status = gather(&candidates, err);

	*out = (struct original){.payment = NULL};
	if (status < AQ_OK)
		return status;
	keep_only(&candidates, is_receipt);
	known = candidates.count;
	keep_only(&candidates, has_amount);
	if (candidates.count == 0 && known > 0 && is_return && !candidates.is_alike) {
		ask_instead(out, AQ_RETURN_AMOUNT,
			    "the payment this return names has another amount");
		return AQ_OK;
	}
	/* A trace that came twice may mean the one that was returned before. */
	if (!is_ach(waiting)) {
		prefer(&candidates, is_sooner);
		prefer(&candidates, is_open);
	}
	/* What was taken back already is meant a second time, if an id says so. */
	if (!is_return && candidates.is_alike)
		keep_only(&candidates, is_open);
	else if (!is_return)
		prefer(&candidates, is_open);
	narrow(&candidates);
	status = answer(&candidates, out);
	judge_receipt(waiting, accepted_of(back, waiting) != NULL, out);
	return out->question == AQ_RETURN_TWICE ? judge_gone(&candidates, out, err) : status;
}

enum aq_status original_sent(struct taking_back *back, const struct aq_waiting *waiting,
			     struct original *out, struct aq_error *err)
{
	struct candidates candidates = {.back = back, .waiting = waiting};
	enum aq_status status = gather(&candidates, err);

	*out = (struct original){.payment = NULL};
	if (status < AQ_OK)
		return status;
	keep_only(&candidates, is_sent);
	keep_only(&candidates, has_amount);
	narrow(&candidates);
	status = answer(&candidates, out);
	if (out->payment && out->payment->status == AQ_PAYMENT_RETURNED)
		ask_instead(out, AQ_RETURN_TWICE,
			    "the payment came back before: a second return (R67)");
	else if (out->payment && (out->payment->bucket != AQ_BUCKET_OUT ||
				  out->payment->remainder != waiting->payment.amount))
		ask_instead(out, AQ_RETURN_SPENT,
			    "what was sent is explained already: say what its return means");
	return status;
}

enum aq_status original_returned(struct taking_back *back, const struct aq_waiting *waiting,
				 struct original *out, struct aq_error *err)
{
	struct candidates candidates = {.back = back, .waiting = waiting};
	enum aq_status status = gather(&candidates, err);

	*out = (struct original){.payment = NULL};
	if (status < AQ_OK)
		return status;
	keep_only(&candidates, is_returned_receipt);
	keep_only(&candidates, is_of_this_amount);
	narrow(&candidates);
	status = answer(&candidates, out);
	if (out->payment == NULL)
		out->why = "the return that is refused here is not known, or not alone";
	return status;
}

static enum aq_status took_off(struct candidates *candidates, const struct aq_waiting *receipt,
			       bool *out, struct aq_error *err)
{
	struct aq_allocation *taken;
	size_t count = 0;
	enum aq_status status =
		aq_store_taken_off(candidates->back->job->store, receipt->payment.payment_no,
				   candidates->waiting->payment.payment_no,
				   candidates->back->scratch, &taken, &count, err);

	*out = count > 0;
	return status;
}

/* The journal tells whom it took off items; money that was on none is told by its ids. */
enum aq_status original_taken(struct taking_back *back, const struct aq_waiting *waiting,
			      const struct aq_waiting **out, struct aq_error *err)
{
	struct candidates candidates = {.back = back, .waiting = waiting};
	enum aq_status status = gather(&candidates, err);
	bool is_it = false;

	*out = NULL;
	keep_only(&candidates, is_returned_receipt);
	keep_only(&candidates, is_of_this_amount);
	for (size_t at = 0; at < candidates.count && status >= AQ_OK && !is_it; at++) {
		status = took_off(&candidates, candidates.list[at], &is_it, err);
		if (status >= AQ_OK && is_it)
			*out = candidates.list[at];
	}
	if (status < AQ_OK || is_it)
		return status;
	narrow(&candidates);
	if (candidates.count == 1)
		*out = candidates.list[0];
	return AQ_OK;
}

/* A chargeback is won, and a refund fails; what our bank refuses is a return. */
static bool repeats(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return original->payment.kind == waiting->payment.kind &&
	       original->payment.direction == AQ_MONEY_OUT &&
	       original->payment.currency == waiting->payment.currency &&
	       original->payment.amount == waiting->payment.amount &&
	       aq_slice_equals(original->payment.counter_reference,
			       waiting->payment.counter_reference) &&
	       is_same_payers(waiting, original);
}

static bool is_taken_return(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return original->status == AQ_PAYMENT_REVERSAL && original->bucket == AQ_BUCKET_NONE &&
	       repeats(waiting, original);
}

static bool is_waiting_return(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	return original->bucket == AQ_BUCKET_OUT &&
	       original->remainder == original->payment.amount && repeats(waiting, original);
}

/* Only the returns of the trace that the refusal names are looked at: what else
 * has that trace is no return of this payment. */
enum aq_status original_return(struct taking_back *back, const struct aq_waiting *waiting,
			       enum return_state state, const struct aq_waiting **out,
			       struct aq_error *err)
{
	struct candidates candidates = {.back = back, .waiting = waiting};
	struct original_ids ids = {.back = back, .waiting = waiting};
	enum aq_status status = AQ_OK;
	size_t index;

	*out = NULL;
	for (index = 0; index < waiting->payment.reference_count && status >= AQ_OK; index++)
		if (waiting->payment.references[index].kind == AQ_REF_ORIGINAL)
			status = original_ids_add(
				&ids,
				(struct aq_reference){AQ_REF_TRACE,
						      waiting->payment.references[index].value},
				err);
	candidates.numbers = ids.found;
	if (status >= AQ_OK)
		status = read_all(&candidates, err);
	numbers_free(&candidates.numbers);
	if (status < AQ_OK)
		return status;
	keep_only(&candidates, state == RETURN_TAKEN ? is_taken_return : is_waiting_return);
	prefer(&candidates, is_sooner);
	prefer(&candidates, has_source);
	if (candidates.count == 1)
		*out = candidates.list[0];
	return AQ_OK;
}
