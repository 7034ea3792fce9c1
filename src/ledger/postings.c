/*
 * postings.c - the postings of one entry while they are made.
 *
 * Promises: every posting has two accounts, a qualifier exactly where the
 * chart asks for one, and a positive amount; an amount that has no opposite is
 * refused and not wrapped.
 */
#include "postings.h"

#include "acquit/claim.h"

static bool is_qualifier_right(struct aq_account_ref account)
{
	return aq_account_is_qualified(account.account) == !aq_slice_is_empty(account.qualifier);
}

void aq_posting_claim(const struct aq_posting *posting)
{
	AQ_CLAIM(posting->amount > 0);
	AQ_CLAIM(posting->currency != AQ_CURRENCY_NONE);
	AQ_CLAIM(posting->debit.account != AQ_ACCOUNT_NONE);
	AQ_CLAIM(posting->credit.account != AQ_ACCOUNT_NONE);
	AQ_CLAIM(is_qualifier_right(posting->debit));
	AQ_CLAIM(is_qualifier_right(posting->credit));
}

static bool is_posting_right(const struct aq_posting *posting)
{
	return posting->amount > 0 && posting->currency != AQ_CURRENCY_NONE &&
	       posting->debit.account != AQ_ACCOUNT_NONE &&
	       posting->credit.account != AQ_ACCOUNT_NONE && is_qualifier_right(posting->debit) &&
	       is_qualifier_right(posting->credit);
}

enum aq_status aq_entry_check(const struct aq_entry *entry, struct aq_error *err)
{
	if (entry->event == AQ_EVENT_NONE || entry->posting_count == 0 ||
	    entry->posting_count > AQ_ENTRY_POSTINGS_MAX)
		return aq_fail(err, AQ_INTEGRITY, AQ_MONEY_POSTING, (struct aq_at){0, 0},
			       "entry %llu of the journal has %zu postings",
			       (unsigned long long)entry->entry_no, entry->posting_count);
	for (size_t i = 0; i < entry->posting_count; i++)
		if (!is_posting_right(&entry->postings[i]))
			return aq_fail(err, AQ_INTEGRITY, AQ_MONEY_POSTING, (struct aq_at){0, 0},
				       "posting %zu of entry %llu of the journal is none", i + 1,
				       (unsigned long long)entry->entry_no);
	return AQ_OK;
}

enum aq_status aq_postings_open(struct aq_postings *out, size_t room_count, struct aq_arena *arena,
				struct aq_error *err)
{
	struct aq_postings postings = {.room_count = room_count};

	if (room_count > AQ_ENTRY_POSTINGS_MAX)
		return aq_fail(err, AQ_BAD_RECORD, AQ_MONEY_POSTINGS, (struct aq_at){0, 0},
			       "one entry would have %zu postings", room_count);
	postings.made = aq_arena_take_many(arena, room_count, sizeof(*postings.made));
	if (!postings.made)
		return aq_fail_memory(err);
	*out = postings;
	return AQ_OK;
}

void aq_postings_add(struct aq_postings *postings, const struct aq_posting *posting,
		     int64_t signed_amount)
{
	struct aq_posting *made;

	if (signed_amount == 0)
		return;
	if (signed_amount == INT64_MIN) {
		postings->overflowed = true;
		return;
	}
	AQ_CLAIM(postings->made_count < postings->room_count);
	made = &postings->made[postings->made_count++];
	*made = *posting;
	made->amount = signed_amount;
	if (signed_amount < 0) {
		made->amount = -signed_amount;
		made->debit = posting->credit;
		made->credit = posting->debit;
	}
	aq_posting_claim(made);
}

enum aq_status aq_postings_finish(const struct aq_postings *postings, struct aq_entry *out,
				  struct aq_error *err)
{
	if (postings->overflowed)
		return aq_fail(err, AQ_BAD_RECORD, AQ_MONEY_OVERFLOW, (struct aq_at){0, 0},
			       "an amount of the entry is too large");
	if (postings->made_count == 0)
		return AQ_END;
	out->postings = postings->made;
	out->posting_count = postings->made_count;
	return AQ_OK;
}
