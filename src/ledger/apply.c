/*
 * apply.c - a payment's money moves from where it waits to items and accounts.
 *
 * Reads: the allocations of one payment, in the order they were decided.
 * Promises: one posting for each part of an allocation: the payment's own money,
 * cash discount, promotion, small difference, and what is billed with it. Money
 * that stays in its account with its customer posts nothing. A posting speaks of
 * one customer, so money of one customer that pays another's item goes through
 * unidentified in two postings.
 * Refuses: amounts that have no opposite.
 */
#include "postings.h"

#include "acquit/claim.h"

/* The parts that close an item beside the payment's own money. */
struct part {
	int64_t amount;
	enum aq_account debit;
};

#define PARTS_COUNT 3

static void parts_of(const struct aq_allocation *allocation, struct part out[PARTS_COUNT])
{
	out[0] = (struct part){allocation->discount, AQ_ACCOUNT_DISCOUNTS};
	out[1] = (struct part){allocation->promotion, AQ_ACCOUNT_PROMOTIONS};
	out[2] = (struct part){allocation->write_off, AQ_ACCOUNT_WRITE_OFFS};
}

static enum aq_account target_account(const struct aq_allocation *allocation)
{
	if (allocation->target_kind == AQ_TARGET_ACCOUNT)
		return aq_bucket_account(allocation->bucket);
	return AQ_ACCOUNT_RECEIVABLE;
}

/* A payment in unidentified is nobody's yet, whoever it was moved from. */
static bool has_owner(const struct aq_application *application)
{
	return application->from != AQ_BUCKET_UNIDENTIFIED && application->from != AQ_BUCKET_OUT &&
	       application->from_customer_no != 0;
}

static bool changes_owner(const struct aq_application *application,
			  const struct aq_allocation *allocation)
{
	return has_owner(application) && allocation->customer_no != application->from_customer_no;
}

static bool stays(const struct aq_application *application, const struct aq_allocation *allocation)
{
	return target_account(allocation) == aq_bucket_account(application->from) &&
	       !changes_owner(application, allocation);
}

static bool gives_up_owner(const struct aq_application *application,
			   const struct aq_allocation *allocation)
{
	return changes_owner(application, allocation) &&
	       target_account(allocation) == AQ_ACCOUNT_UNIDENTIFIED;
}

static size_t postings_count(const struct aq_application *application,
			     const struct aq_allocation *allocation)
{
	struct part parts[PARTS_COUNT];
	size_t count = 0;

	if (allocation->amount != 0 && !stays(application, allocation))
		count += changes_owner(application, allocation) ? 2 : 1;
	parts_of(allocation, parts);
	for (size_t i = 0; i < PARTS_COUNT; i++)
		count += parts[i].amount != 0;
	return count + (allocation->bills != 0);
}

static struct aq_posting posting_for(const struct aq_allocation *allocation)
{
	const struct aq_posting posting = {
		.currency = allocation->currency,
		.customer_no = allocation->customer_no,
		.customer = allocation->customer,
		.item_no = allocation->item_no,
		.target = allocation->target,
	};

	return posting;
}

static void add_own_money(struct aq_postings *postings, const struct aq_application *application,
			  const struct aq_allocation *allocation)
{
	struct aq_posting posting = posting_for(allocation);

	if (stays(application, allocation))
		return;
	posting.debit.account = aq_bucket_account(application->from);
	posting.credit.account = target_account(allocation);
	if (changes_owner(application, allocation)) {
		const struct aq_posting leaves = {
			.debit = posting.debit,
			.credit = {.account = AQ_ACCOUNT_UNIDENTIFIED},
			.currency = allocation->currency,
			.customer_no = application->from_customer_no,
			.customer = application->from_customer,
		};

		aq_postings_add(postings, &leaves, allocation->amount);
		if (gives_up_owner(application, allocation))
			return;
		posting.debit.account = AQ_ACCOUNT_UNIDENTIFIED;
	}
	aq_postings_add(postings, &posting, allocation->amount);
}

static void add_allocation(struct aq_postings *postings, const struct aq_application *application,
			   const struct aq_allocation *allocation)
{
	struct aq_posting posting = posting_for(allocation);
	struct part parts[PARTS_COUNT];

	/* What is paid ahead is billed first, so that receivable never falls below it. */
	posting.debit.account = AQ_ACCOUNT_RECEIVABLE;
	posting.credit.account = AQ_ACCOUNT_BILLED;
	aq_postings_add(postings, &posting, allocation->bills);
	add_own_money(postings, application, allocation);
	parts_of(allocation, parts);
	posting.credit.account = AQ_ACCOUNT_RECEIVABLE;
	for (size_t i = 0; i < PARTS_COUNT; i++) {
		posting.debit.account = parts[i].debit;
		aq_postings_add(postings, &posting, parts[i].amount);
	}
}

static void claim_allocation(const struct aq_allocation *allocation)
{
	bool is_account = allocation->target_kind == AQ_TARGET_ACCOUNT;

	AQ_CLAIM(allocation->target_kind != AQ_TARGET_NONE);
	AQ_CLAIM(allocation->currency != AQ_CURRENCY_NONE);
	AQ_CLAIM(is_account == (allocation->bucket != AQ_BUCKET_NONE));
	AQ_CLAIM(!is_account || allocation->discount == 0);
	AQ_CLAIM(!is_account || allocation->promotion == 0);
	AQ_CLAIM(!is_account || allocation->bills == 0);
}

enum aq_status aq_entry_apply(struct aq_entry *out, const struct aq_application *application,
			      struct aq_arena *arena, struct aq_error *err)
{
	struct aq_postings postings;
	struct aq_entry entry = {.event = application->event};
	size_t count = 0;
	enum aq_status status;

	AQ_CLAIM(application->event != AQ_EVENT_NONE);
	AQ_CLAIM(application->from != AQ_BUCKET_NONE);
	for (size_t i = 0; i < application->allocation_count; i++) {
		claim_allocation(&application->allocations[i]);
		count += postings_count(application, &application->allocations[i]);
	}
	if (count == 0)
		return AQ_END;
	status = aq_postings_open(&postings, count, arena, err);
	if (status < AQ_OK)
		return status;
	for (size_t i = 0; i < application->allocation_count; i++)
		add_allocation(&postings, application, &application->allocations[i]);
	entry.posted_on = application->posted_on;
	entry.payment_no = application->payment_no;
	entry.payment = application->payment;
	entry.memo = application->memo;
	status = aq_postings_finish(&postings, &entry, err);
	if (status == AQ_OK)
		*out = entry;
	return status;
}

/* What add_allocation made of it: money that is nobody's any more is one posting. */
static size_t made_count(const struct aq_application *application,
			 const struct aq_allocation *allocation)
{
	bool is_one = allocation->amount != 0 && !stays(application, allocation) &&
		      gives_up_owner(application, allocation);

	return postings_count(application, allocation) - is_one;
}

enum aq_status aq_entry_apply_items(struct aq_entry *entry,
				    const struct aq_application *application,
				    struct aq_arena *arena, struct aq_error *err)
{
	struct aq_posting *postings =
		aq_arena_take_many(arena, entry->posting_count, sizeof(*postings));
	size_t at = 0;

	if (!postings)
		return aq_fail_memory(err);
	memcpy(postings, entry->postings, entry->posting_count * sizeof(*postings));
	for (size_t i = 0; i < application->allocation_count; i++) {
		const struct aq_allocation *allocation = &application->allocations[i];
		size_t end = at + made_count(application, allocation);

		AQ_CLAIM(end <= entry->posting_count);
		for (; at < end; at++)
			if (postings[at].target.length > 0)
				postings[at].item_no = allocation->item_no;
	}
	AQ_CLAIM(at == entry->posting_count);
	entry->postings = postings;
	return AQ_OK;
}
