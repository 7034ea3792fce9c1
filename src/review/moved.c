/*
 * moved.c - how much an act moves, and exactly what it does.
 *
 * Design: what changes its place is the sum of what accounts gain, item by item
 * and customer by customer. An application that is taken off and put back in
 * the same act is no movement, and money that passes through suspense on its
 * way counts once. The effect is a digest of all entries without their numbers
 * and days, and of the payments they stand on as they were found: an act that
 * has the same effect later does the same to the same things.
 */
#include "review.h"

#define PLACES_FIRST 64

void review_moved_open(struct review *review)
{
	review->moved = (struct moved){.count = 0};
	aq_buffer_init(&review->moved.effect, 0);
}

void review_moved_close(struct review *review)
{
	aq_buffer_free(&review->moved.effect);
}

static uint64_t owner_of(enum aq_account account, const struct aq_posting *posting)
{
	switch (account) {
	case AQ_ACCOUNT_RECEIVABLE:
		return posting->item_no;
	case AQ_ACCOUNT_ON_ACCOUNT:
	case AQ_ACCOUNT_UNAPPLIED:
	case AQ_ACCOUNT_HELD:
	case AQ_ACCOUNT_DUE_FROM_CUSTOMER:
		return posting->customer_no;
	default:
		return 0;
	}
}

static bool make_room(struct review *review)
{
	struct moved *moved = &review->moved;
	size_t room = moved->room ? moved->room * 2 : PLACES_FIRST;
	struct place *places = aq_arena_take_many(review->arena, room, sizeof(*places));

	if (!places)
		return false;
	if (moved->count > 0)
		memcpy(places, moved->places, moved->count * sizeof(*places));
	moved->places = places;
	moved->room = room;
	return true;
}

static struct place *place_of(struct review *review, const struct aq_account_ref *account,
			      uint64_t owner_no)
{
	struct moved *moved = &review->moved;

	for (size_t at = 0; at < moved->count; at++)
		if (moved->places[at].account.account == account->account &&
		    moved->places[at].owner_no == owner_no &&
		    aq_slice_equals(moved->places[at].account.qualifier, account->qualifier))
			return &moved->places[at];
	if (moved->count == moved->room && !make_room(review))
		return NULL;
	moved->places[moved->count] = (struct place){*account, owner_no, 0};
	return &moved->places[moved->count++];
}

static enum aq_status too_much(struct aq_error *err)
{
	return aq_fail(err, AQ_INTEGRITY, AQ_MONEY_OVERFLOW, (struct aq_at){0, 0},
		       "what the act moves is too much to add up");
}

static enum aq_status change(struct review *review, const struct aq_account_ref *account,
			     const struct aq_posting *posting, bool is_debit, struct aq_error *err)
{
	struct place *place = place_of(review, account, owner_of(account->account, posting));

	if (!place)
		return aq_fail_memory(err);
	return aq_minor_add(place->change, is_debit ? posting->amount : -posting->amount,
			    &place->change)
		       ? AQ_OK
		       : too_much(err);
}

static void put_posting(struct aq_buffer *effect, const struct aq_posting *posting)
{
	aq_account_put(effect, posting->debit);
	aq_buffer_add_byte(effect, '\n');
	aq_account_put(effect, posting->credit);
	aq_buffer_add_be64(effect, (uint64_t)posting->amount);
	aq_buffer_add_text(effect, aq_currency_code(posting->currency));
	aq_buffer_add_field(effect, posting->customer);
	aq_buffer_add_field(effect, posting->target);
	aq_buffer_add_field(effect, posting->settlement);
}

static enum aq_status add_posting(struct review *review, const struct aq_posting *posting,
				  struct aq_error *err)
{
	struct moved *moved = &review->moved;
	enum aq_status status;

	if (moved->currency == AQ_CURRENCY_NONE)
		moved->currency = posting->currency;
	if (moved->currency != posting->currency)
		return aq_fail(err, AQ_INTEGRITY, AQ_REVIEW_TIES, (struct aq_at){0, 0},
			       "one act moves %s and %s", aq_currency_code(moved->currency),
			       aq_currency_code(posting->currency));
	put_posting(&moved->effect, posting);
	status = change(review, &posting->debit, posting, true, err);
	return status < AQ_OK ? status : change(review, &posting->credit, posting, false, err);
}

enum aq_status review_moved_add(struct review *review, const struct aq_entry *entry,
				struct aq_error *err)
{
	struct aq_buffer *effect = &review->moved.effect;
	enum aq_status status = AQ_OK;

	aq_buffer_add_field(effect, aq_slice_of(aq_event_name(entry->event)));
	aq_buffer_add(effect, (struct aq_slice){(const char *)entry->corrects.bytes,
						sizeof(entry->corrects.bytes)});
	for (size_t at = 0; at < entry->posting_count && status >= AQ_OK; at++)
		status = add_posting(review, &entry->postings[at], err);
	return status;
}

void review_stands_on(struct review *review, const struct aq_waiting *waiting)
{
	struct aq_buffer *effect = &review->moved.effect;

	aq_buffer_add(effect, (struct aq_slice){(const char *)waiting->payment.id.bytes,
						sizeof(waiting->payment.id.bytes)});
	aq_buffer_add_field(effect, aq_slice_of(aq_payment_status_name(waiting->status)));
	aq_buffer_add_be32(effect, (uint32_t)waiting->bucket);
	aq_buffer_add_be64(effect, (uint64_t)waiting->remainder);
	aq_buffer_add_be64(effect, waiting->customer_no);
}

void review_promises(struct review *review, struct aq_money money)
{
	review->moved.promised = money.minor;
	if (review->moved.currency == AQ_CURRENCY_NONE)
		review->moved.currency = money.currency;
}

enum aq_status review_moved_tell(struct review *review, struct aq_review_outcome *out,
				 struct aq_error *err)
{
	struct moved *moved = &review->moved;
	struct aq_hasher *hasher = NULL;
	enum aq_status status;

	*out = (struct aq_review_outcome){.moves = {moved->promised, moved->currency}};
	for (size_t at = 0; at < moved->count; at++)
		if (moved->places[at].change > 0 &&
		    !aq_minor_add(out->moves.minor, moved->places[at].change, &out->moves.minor))
			return too_much(err);
	aq_buffer_add_field(&moved->effect, review->said.verb);
	aq_buffer_add_field(&moved->effect, review->said.target);
	status = aq_buffer_failed(&moved->effect) ? aq_fail_memory(err)
						  : aq_hasher_new(&hasher, err);
	if (status >= AQ_OK)
		status = aq_hasher_once(hasher, aq_buffer_slice(&moved->effect), &out->effect, err);
	aq_hasher_free(hasher);
	return status;
}
