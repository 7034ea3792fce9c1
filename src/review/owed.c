/*
 * owed.c - what a return took that no payment has any more is owed by a customer:
 * it is named, repaid, written off, and each of it taken back.
 *
 * Promises: due-from-customer rises when a person accepts a return for a customer,
 * and falls by what the customer pays or a person gives up; never below nothing.
 * Refuses: another currency, more than is owed, money that waits for somebody else.
 */
#include "review.h"

#include "acquit/match.h"
#include "acquit/store_acts.h"

struct owing {
	uint64_t customer_no;
	struct aq_slice customer;
	aq_currency currency;
	int64_t due;
};

static enum aq_status find_customer(struct review *review, struct aq_slice number,
				    struct owing *out, struct aq_error *err)
{
	const struct target target = {
		.written = number, .thing = AQ_THING_CUSTOMER, .number = number};
	struct aq_thing_row thing = {.number = 0};
	enum aq_status status = review_target_find(review, &target, &thing, err);

	if (status < AQ_OK)
		return status;
	out->customer_no = thing.number;
	return review_customer(review, thing.number, &out->customer, err);
}

static enum aq_status read_due(struct review *review, struct owing *owing, struct aq_error *err)
{
	return aq_store_due(review->store, owing->customer_no, owing->currency, &owing->due, err);
}

static enum aq_status post(struct review *review, struct aq_entry *entry, struct aq_error *err)
{
	enum aq_status status = review_chain(review, entry, NULL, 0, err);

	return status < AQ_OK
		       ? status
		       : aq_store_entries_add(review->store, review->act->run_no, entry, 1, err);
}

static struct aq_posting posting_of(const struct owing *owing, enum aq_account debit,
				    enum aq_account credit, int64_t amount)
{
	return (struct aq_posting){.debit = {.account = debit},
				   .credit = {.account = credit},
				   .amount = amount,
				   .currency = owing->currency,
				   .customer_no = owing->customer_no,
				   .customer = owing->customer};
}

/* --- accept RETURN account:CUSTOMER --- */

/* What was asked stands in the entry, so that the same is asked when it is undone. */
#define ACCEPTED "accepted: "

static enum aq_status keep_question(const struct review *review, struct aq_entry *entry,
				    struct aq_error *err)
{
	enum aq_code code = AQ_CODE_NONE;
	enum aq_status status =
		review_asked(review, review->payment->payment.payment_no, &code, err);

	if (status < AQ_OK)
		return status;
	entry->memo = aq_arena_print(review->arena, ACCEPTED "%s", aq_code_name(code));
	return entry->memo.length > 0 ? AQ_OK : aq_fail_memory(err);
}

static enum aq_code question_of(const struct aq_entry *owed)
{
	struct aq_slice rest = owed->memo;
	enum aq_code code;

	(void)aq_slice_cut(&rest, ':');
	code = review_code(aq_slice_trim(rest));
	return code == AQ_CODE_NONE ? AQ_RETURN_UNKNOWN : code;
}

enum aq_status review_owe(struct review *review, const struct target *target, struct aq_buffer *out,
			  struct aq_error *err)
{
	const struct aq_payment *payment = &review->payment->payment;
	struct owing owing = {.currency = payment->currency};
	struct aq_posting posting;
	struct aq_applied applied;
	struct aq_entry entry;
	char money[MONEY_WORDS_BYTES];
	enum aq_status status = find_customer(review, target->number, &owing, err);

	if (status >= AQ_OK && target->amount.length > 0)
		status = review_refuse(err, AQ_REVIEW_AMOUNT, "all of %s is owed: no amount",
				       review->id);
	if (status < AQ_OK)
		return status;
	posting = posting_of(&owing, AQ_ACCOUNT_DUE_FROM_CUSTOMER, AQ_ACCOUNT_UNIDENTIFIED_OUT,
			     review->payment->remainder);
	status = aq_entry_simple(&entry, AQ_EVENT_RETURN_OWED, review->act->business_date, &posting,
				 review->arena, err);
	if (status < AQ_OK)
		return status;
	entry.payment_no = payment->payment_no;
	entry.payment = payment->id;
	status = keep_question(review, &entry, err);
	if (status < AQ_OK)
		return status;
	review_as_it_is(review->payment, &applied);
	applied.status = AQ_PAYMENT_REVERSAL;
	applied.bucket = AQ_BUCKET_NONE;
	applied.left = 0;
	applied.entry = &entry;
	status = review_chain(review, &entry, NULL, 0, err);
	if (status < AQ_OK)
		return status;
	aq_buffer_print(out, "%s: accepted; customer %.*s owes %s\n", review->id,
			AQ_SLICE_ARGS(owing.customer),
			review_money(posting.amount, owing.currency, money));
	return aq_store_apply(review->store, review->act->run_no, &applied, 1, err);
}

/* AQ_END: the payment was accepted for no customer. */
enum aq_status review_owe_no_more(struct review *review, struct aq_buffer *out,
				  struct aq_error *err)
{
	const struct aq_payment *payment = &review->payment->payment;
	const struct aq_entry *owed = NULL;
	struct aq_application_row *rows;
	struct owing owing = {.currency = payment->currency};
	struct aq_applied applied;
	struct aq_entry entry;
	size_t count = 0;
	enum aq_status status = aq_store_applications(review->store, payment->payment_no,
						      review->arena, &rows, &count, err);

	for (size_t at = 0; at < count && status >= AQ_OK && !owed; at++)
		if (rows[at].entry.event == AQ_EVENT_RETURN_OWED)
			owed = &rows[at].entry;
	if (status < AQ_OK || !owed)
		return status < AQ_OK ? status : AQ_END;
	owing.customer_no = owed->postings[0].customer_no;
	status = read_due(review, &owing, err);
	if (status >= AQ_OK && owing.due < owed->postings[0].amount)
		status = review_refuse(err, AQ_REVIEW_DUE,
				       "%s was repaid or written off since: take that back first",
				       review->id);
	if (status >= AQ_OK)
		status = aq_entry_contra(&entry, owed, AQ_EVENT_RETURN_OWED_UNDONE,
					 review->act->business_date, review->arena, err);
	if (status >= AQ_OK)
		status = review_chain(review, &entry, NULL, 0, err);
	if (status < AQ_OK)
		return status;
	review_as_it_is(review->payment, &applied);
	applied.status = review_out_status(payment);
	applied.bucket = AQ_BUCKET_OUT;
	applied.left = owed->postings[0].amount;
	applied.entry = &entry;
	applied.exception = question_of(owed);
	applied.explanation = AQ_SLICE("a person opened it again");
	aq_buffer_print(out, "%s: asked again; nobody owes it\n", review->id);
	return aq_store_apply(review->store, review->act->run_no, &applied, 1, err);
}

/* --- repay PAYMENT account:CUSTOMER[=AMOUNT] --- */

static enum aq_status read_repaid(struct review *review, struct owing *owing, int64_t *amount,
				  struct aq_error *err)
{
	const struct aq_waiting *payment = review->payment;
	char due[MONEY_WORDS_BYTES];
	struct target target;
	enum aq_status status;

	if (review->act->target_count != 1)
		return review_refuse(err, AQ_REVIEW_DUE, "name one customer: account:CUSTOMER");
	review_target_parse(review->act->targets[0], &target);
	if (target.thing != AQ_THING_CUSTOMER)
		return review_refuse(err, AQ_REVIEW_DUE, "name the customer: account:CUSTOMER");
	status = find_customer(review, target.number, owing, err);
	if (status >= AQ_OK)
		status = read_due(review, owing, err);
	if (status < AQ_OK)
		return status;
	if (payment->bucket != AQ_BUCKET_UNIDENTIFIED && payment->customer_no != owing->customer_no)
		return review_refuse(err, AQ_REVIEW_DUE,
				     "%s waits for another customer: take it off first",
				     review->id);
	*amount = payment->remainder < owing->due ? payment->remainder : owing->due;
	if (target.amount.length > 0)
		status = review_amount(target.amount, owing->currency, amount, err);
	if (status >= AQ_OK &&
	    (*amount <= 0 || *amount > owing->due || *amount > payment->remainder))
		return review_refuse(err, AQ_REVIEW_DUE, "customer %.*s owes %s of returns",
				     AQ_SLICE_ARGS(owing->customer),
				     review_money(owing->due, owing->currency, due));
	return status;
}

enum aq_status aq_review_repay(struct aq_store *store, const struct aq_review_act *act,
			       struct aq_buffer *out, struct aq_error *err)
{
	struct owing owing = {.due = 0};
	struct giving giving = {.account = AQ_ACCOUNT_DUE_FROM_CUSTOMER,
				.event = AQ_EVENT_RETURN_REPAID,
				.status = AQ_PAYMENT_APPLIED,
				.says = "repays what came back"};
	struct aq_buffer words;
	struct review review;
	enum aq_status status;

	aq_buffer_init(&words, 0);
	status = review_open(&review, store, act, (struct review_verb){"repay", REVIEW_MONEY_IN},
			     err);
	if (status >= AQ_OK) {
		owing.currency = review.payment->payment.currency;
		status = review_waits(&review, err);
	}
	if (status >= AQ_OK)
		status = read_repaid(&review, &owing, &giving.amount, err);
	if (status >= AQ_OK) {
		giving.customer_no = owing.customer_no;
		giving.customer = owing.customer;
		status = review_give(&review, &giving, &words, err);
	}
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}

/* --- write-off and restore of due:CUSTOMER --- */

/* "due:C1001 EUR=12.50" would be two words: the currency stands behind a slash. */
static enum aq_status read_written(struct review *review, struct owing *owing,
				   struct target *target, struct aq_error *err)
{
	struct aq_slice text = aq_slice_trim(review->act->payment);
	size_t slash = 0;

	(void)aq_slice_cut(&text, ':');
	review_target_parse(text, target);
	/* The last one: numbers may hold such a mark. */
	for (size_t at = 0; at < target->number.length; at++)
		if (target->number.start[at] == '/')
			slash = at;
	if (slash == 0 || slash + 1 == target->number.length)
		return review_refuse(err, AQ_REVIEW_DUE,
				     "write due:CUSTOMER/CURRENCY, such as due:C1001/EUR");
	owing->currency = aq_currency_find((struct aq_slice){target->number.start + slash + 1,
							     target->number.length - slash - 1});
	if (owing->currency == AQ_CURRENCY_NONE)
		return review_refuse(err, AQ_REVIEW_DUE, "%.*s names no currency",
				     AQ_SLICE_ARGS(target->number));
	target->number.length = slash;
	return find_customer(review, target->number, owing, err);
}

bool review_is_due(struct aq_slice text)
{
	return aq_slice_starts_with(aq_slice_trim(text), AQ_SLICE("due:"));
}

enum aq_status review_due_write_off(struct review *review, struct aq_buffer *out,
				    struct aq_error *err)
{
	struct owing owing = {.due = 0};
	struct target target;
	struct aq_posting posting;
	struct aq_entry entry;
	char money[MONEY_WORDS_BYTES];
	int64_t amount;
	enum aq_status status = read_written(review, &owing, &target, err);

	if (status >= AQ_OK)
		status = read_due(review, &owing, err);
	if (status < AQ_OK)
		return status;
	amount = owing.due;
	if (target.amount.length > 0)
		status = review_amount(target.amount, owing.currency, &amount, err);
	if (status >= AQ_OK && (amount <= 0 || amount > owing.due))
		status = review_refuse(err, AQ_REVIEW_DUE, "customer %.*s owes %s of returns",
				       AQ_SLICE_ARGS(owing.customer),
				       review_money(owing.due, owing.currency, money));
	if (status < AQ_OK)
		return status;
	posting = posting_of(&owing, AQ_ACCOUNT_WRITE_OFFS, AQ_ACCOUNT_DUE_FROM_CUSTOMER, amount);
	status = aq_entry_simple(&entry, AQ_EVENT_DUE_WRITTEN_OFF, review->act->business_date,
				 &posting, review->arena, err);
	if (status < AQ_OK)
		return status;
	entry.memo = AQ_SLICE("a person decided");
	aq_buffer_print(out, "customer %.*s: %s written off", AQ_SLICE_ARGS(owing.customer),
			review_money(amount, owing.currency, money));
	aq_buffer_print(out, "; %s of returns is owed\n",
			review_money(owing.due - amount, owing.currency, money));
	return post(review, &entry, err);
}

enum aq_status review_due_restore(struct review *review, struct aq_buffer *out,
				  struct aq_error *err)
{
	struct owing owing = {.due = 0};
	struct target target;
	struct aq_entry written, entry;
	char money[MONEY_WORDS_BYTES];
	enum aq_status status = read_written(review, &owing, &target, err);

	if (status >= AQ_OK)
		status = aq_store_written_off(
			review->store,
			&(struct aq_written_order){.event = AQ_EVENT_DUE_WRITTEN_OFF,
						   .customer_no = owing.customer_no,
						   .currency = owing.currency},
			review->arena, &written, err);
	if (status == AQ_NOT_FOUND)
		return review_refuse(err, AQ_REVIEW_DUE, "nothing that %.*s owes was written off",
				     AQ_SLICE_ARGS(target.number));
	if (status >= AQ_OK)
		status = aq_entry_contra(&entry, &written, AQ_EVENT_DUE_WRITE_OFF_UNDONE,
					 review->act->business_date, review->arena, err);
	if (status < AQ_OK)
		return status;
	aq_buffer_print(out, "customer %.*s: %s is owed again\n", AQ_SLICE_ARGS(owing.customer),
			review_money(written.postings[0].amount, owing.currency, money));
	return post(review, &entry, err);
}
