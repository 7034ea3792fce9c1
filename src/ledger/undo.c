/*
 * undo.c - the contra of an application: its entry and the allocations it made.
 *
 * Promises: exactly what the application put on items comes off again. A bill
 * stays where the item is still owed: only what was billed whole with the
 * application, an instalment paid ahead or a contract's option, is unbilled
 * with it.
 */
#include "acquit/ledger.h"

/* All the item took was billed with it, and all of that comes off. */
static bool is_unbilled(const struct aq_undoing *undoing, size_t index)
{
	const struct aq_allocation *allocation = &undoing->allocations[index];
	int64_t taken = 0;

	return allocation->bills != 0 && !(undoing->stays && undoing->stays[index]) &&
	       aq_minor_add(allocation->amount, allocation->discount, &taken) &&
	       aq_minor_add(taken, allocation->promotion, &taken) &&
	       aq_minor_add(taken, allocation->write_off, &taken) && taken == allocation->bills;
}

static bool is_kept_bill(const struct aq_undoing *undoing, const struct aq_posting *posting)
{
	if (posting->credit.account != AQ_ACCOUNT_BILLED)
		return false;
	for (size_t index = 0; index < undoing->allocation_count; index++)
		if (undoing->allocations[index].item_no == posting->item_no)
			return !is_unbilled(undoing, index);
	return true;
}

/* The entry as far as it is to be contradicted. */
static enum aq_status without_kept_bills(struct aq_entry *out, const struct aq_undoing *undoing,
					 struct aq_arena *arena, struct aq_error *err)
{
	const struct aq_entry *entry = undoing->entry;
	struct aq_posting *postings =
		aq_arena_take_many(arena, entry->posting_count + 1, sizeof(*postings));

	if (!postings)
		return aq_fail_memory(err);
	*out = *entry;
	out->postings = postings;
	out->posting_count = 0;
	for (size_t index = 0; index < entry->posting_count; index++)
		if (!is_kept_bill(undoing, &entry->postings[index]))
			postings[out->posting_count++] = entry->postings[index];
	return AQ_OK;
}

static void take_off(const struct aq_undoing *undoing, size_t index, struct aq_allocation *out)
{
	*out = undoing->allocations[index];
	out->takes_back_no = out->allocation_no;
	out->amount = -out->amount;
	out->discount = -out->discount;
	out->promotion = -out->promotion;
	out->write_off = -out->write_off;
	out->bills = is_unbilled(undoing, index) ? -out->bills : 0;
}

enum aq_status aq_entry_undo(struct aq_entry *out, struct aq_allocation *taken_off,
			     const struct aq_undoing *undoing, struct aq_arena *arena,
			     struct aq_error *err)
{
	struct aq_entry original;
	enum aq_status status = without_kept_bills(&original, undoing, arena, err);

	if (status < AQ_OK)
		return status;
	for (size_t index = 0; index < undoing->allocation_count; index++)
		take_off(undoing, index, &taken_off[index]);
	return aq_entry_contra(out, &original, undoing->event, undoing->posted_on, arena, err);
}
