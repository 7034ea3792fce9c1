/*
 * due.c - what customers owe of returns that took what nobody has any more.
 *
 * Design: few and rare, so it is read out of the journal and kept nowhere else:
 * out of what people decided, and what took that back.
 */
#include "../reading.h"

struct due {
	struct aq_store *store;
	struct aq_arena *arena;
	struct aq_due_line line; /* customer_no 0: none yet */
	aq_on_due on_row;
	void *context;
};

static enum aq_status give(struct due *due, struct aq_error *err)
{
	struct aq_customer *customers;
	size_t found = 0;
	enum aq_status status;

	if (due->line.owed == 0)
		return AQ_OK;
	status = aq_store_customers(due->store, &due->line.customer_no, 1, due->arena, &customers,
				    &found, err);
	if (status < AQ_OK)
		return status;
	due->line.name = found > 0 ? customers[0].name : AQ_SLICE("");
	return due->on_row(due->context, &due->line, err);
}

static enum aq_status begin(struct due *due, const struct aq_posting *posting, struct aq_error *err)
{
	enum aq_status status = give(due, err);

	if (status < AQ_OK)
		return status;
	aq_arena_reset(due->arena);
	due->line = (struct aq_due_line){.customer_no = posting->customer_no,
					 .customer = aq_arena_copy(due->arena, posting->customer),
					 .currency = posting->currency};
	return due->line.customer.length == posting->customer.length ? AQ_OK : aq_fail_memory(err);
}

/* Nothing is owed any more where it falls to nothing: what comes after is new. */
static enum aq_status on_move(void *context, const struct aq_journal_line *move,
			      struct aq_error *err)
{
	struct due *due = context;
	const struct aq_posting *posting = &move->posting;
	bool is_more = posting->debit.account == AQ_ACCOUNT_DUE_FROM_CUSTOMER;
	enum aq_status status = AQ_OK;

	if (due->line.customer_no != posting->customer_no ||
	    due->line.currency != posting->currency)
		status = begin(due, posting, err);
	if (status < AQ_OK)
		return status;
	if (due->line.owed == 0)
		due->line.since = move->posted_on;
	return aq_minor_add(due->line.owed, is_more ? posting->amount : -posting->amount,
			    &due->line.owed)
		       ? AQ_OK
		       : sq_overflow(err);
}

enum aq_status aq_store_list_due(struct aq_store *store, uint64_t customer_no, aq_on_due on_row,
				 void *context, struct aq_error *err)
{
	struct due due = {.store = store, .on_row = on_row, .context = context};
	enum aq_status status = aq_arena_new(&due.arena, 0, err);

	if (status >= AQ_OK)
		status = aq_store_journal_of_due(store, customer_no, on_move, &due, err);
	if (status >= AQ_OK)
		status = give(&due, err);
	aq_arena_free(due.arena);
	return status;
}

struct wanted {
	aq_currency currency;
	int64_t owed;
};

static enum aq_status on_due(void *context, const struct aq_due_line *line, struct aq_error *err)
{
	struct wanted *wanted = context;

	(void)err;
	if (line->currency == wanted->currency)
		wanted->owed = line->owed;
	return AQ_OK;
}

enum aq_status aq_store_due(struct aq_store *store, uint64_t customer_no, aq_currency currency,
			    int64_t *out, struct aq_error *err)
{
	struct wanted wanted = {.currency = currency};
	enum aq_status status = aq_store_list_due(store, customer_no, on_due, &wanted, err);

	*out = wanted.owed;
	return status;
}
