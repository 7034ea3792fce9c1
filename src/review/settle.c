/*
 * settle.c - a person says which settlement the bank's money is for, and what the
 * difference of a settlement is.
 *
 * Promises: a settled line closes what it covers of the settlement, as the night
 * does it, and a difference is asked; an accepted difference is an entry to the
 * account that is named. Both are taken back by their contra, newest first, and
 * a line that was taken off is settled by no night again.
 * Refuses: money that does not wait whole, another currency or direction than
 * the settlement awaits, and accounts that are no place for a difference.
 */
#include "review.h"

#include "acquit/match.h"
#include "acquit/store_acts.h"

struct settling {
	struct review *review;
	struct aq_settlement settlement;
	int64_t awaited; /* net less deposited */
};

static bool is_meant(const struct review *review, const struct aq_settlement *settlement,
		     struct aq_slice text)
{
	struct aq_slice long_name =
		aq_arena_print(review->arena, "%.*s/%.*s", AQ_SLICE_ARGS(settlement->source),
			       AQ_SLICE_ARGS(settlement->settlement_id));

	return settlement->currency == review->payment->payment.currency &&
	       (aq_slice_equals(text, long_name) ||
		aq_slice_equals(text, settlement->settlement_id));
}

static enum aq_status take(struct settling *settling, const struct aq_settlement *found,
			   struct aq_error *err)
{
	settling->settlement = *found;
	if (aq_minor_add(found->net, -found->deposited, &settling->awaited))
		return AQ_OK;
	return aq_fail(err, AQ_INTEGRITY, AQ_MONEY_OVERFLOW, (struct aq_at){0, 0},
		       "what settlement %.*s awaits is too much to tell",
		       AQ_SLICE_ARGS(found->settlement_id));
}

static enum aq_status find_named(struct settling *settling, struct aq_slice text,
				 struct aq_error *err)
{
	struct review *review = settling->review;
	const struct aq_settlement *found = NULL;
	struct aq_settlement *open;
	size_t count = 0;
	enum aq_status status =
		aq_store_settlements_open(review->store, review->arena, &open, &count, err);

	text = aq_slice_trim(text);
	if (aq_slice_starts_with(text, AQ_SLICE("settlement:")))
		(void)aq_slice_cut(&text, ':');
	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		if (!is_meant(review, &open[at], text))
			continue;
		if (found)
			return review_refuse(err, AQ_REVIEW_SETTLEMENT,
					     "%.*s is the id of several: write %.*s/%.*s or "
					     "%.*s/%.*s",
					     AQ_SLICE_ARGS(text), AQ_SLICE_ARGS(found->source),
					     AQ_SLICE_ARGS(text), AQ_SLICE_ARGS(open[at].source),
					     AQ_SLICE_ARGS(text));
		found = &open[at];
	}
	if (status < AQ_OK)
		return status;
	if (!found)
		return review_refuse(err, AQ_REVIEW_SETTLEMENT,
				     "no settlement %.*s in %s awaits money", AQ_SLICE_ARGS(text),
				     aq_currency_code(review->payment->payment.currency));
	return take(settling, found, err);
}

/* --- settle --- */

static enum aq_status check_line(const struct settling *settling, struct aq_error *err)
{
	const struct review *review = settling->review;
	const struct aq_waiting *line = review->payment;
	bool is_in = line->payment.direction == AQ_MONEY_IN;
	char awaited[MONEY_WORDS_BYTES];

	if (line->payment.mode != AQ_POSTS_BANK)
		return review_refuse(err, AQ_REVIEW_SETTLEMENT,
				     "%s is no line of a bank's statement", review->id);
	if ((line->bucket != AQ_BUCKET_UNIDENTIFIED && line->bucket != AQ_BUCKET_OUT) ||
	    (line->remainder != line->payment.amount && line->remainder != -line->payment.amount))
		return review_refuse(err, AQ_REVIEW_SETTLEMENT,
				     "%s does not wait whole: it is %s; take it off first",
				     review->id, aq_payment_status_name(line->status));
	if (settling->awaited == 0 || is_in != (settling->awaited > 0))
		return review_refuse(
			err, AQ_REVIEW_SETTLEMENT, "settlement %.*s awaits %s, and %s is money %s",
			AQ_SLICE_ARGS(settling->settlement.settlement_id),
			review_money(settling->awaited, settling->settlement.currency, awaited),
			review->id, is_in ? "in" : "out");
	return AQ_OK;
}

static enum aq_status make_settled(const struct settling *settling, struct aq_entry *entry,
				   struct aq_error *err)
{
	const struct review *review = settling->review;
	const struct aq_payment *payment = &review->payment->payment;
	const struct aq_account_ref clearing = {AQ_ACCOUNT_CLEARING, settling->settlement.source};
	bool is_in = payment->direction == AQ_MONEY_IN;
	const struct aq_account_ref waits = {.account = is_in ? AQ_ACCOUNT_UNIDENTIFIED
							      : AQ_ACCOUNT_UNIDENTIFIED_OUT};
	const struct aq_posting posting = {.debit = is_in ? waits : clearing,
					   .credit = is_in ? clearing : waits,
					   .amount = payment->amount,
					   .currency = payment->currency,
					   .settlement = settling->settlement.settlement_id};
	enum aq_status status = aq_entry_simple(entry, AQ_EVENT_SETTLED, review->act->business_date,
						&posting, review->arena, err);

	entry->payment_no = payment->payment_no;
	entry->payment = payment->id;
	entry->memo = AQ_SLICE("a person decided");
	return status;
}

static enum aq_status settle(struct settling *settling, struct aq_buffer *out, struct aq_error *err)
{
	struct review *review = settling->review;
	const struct aq_payment *payment = &review->payment->payment;
	int64_t came = payment->direction == AQ_MONEY_IN ? payment->amount : -payment->amount;
	int64_t rest = settling->awaited - came;
	char money[MONEY_WORDS_BYTES];
	struct aq_entry entry;
	struct aq_applied applied = {.payment_no = payment->payment_no,
				     .status = AQ_PAYMENT_SETTLEMENT,
				     .rule = AQ_RULE_REVIEW,
				     .confidence = (uint8_t)aq_rule_confidence(AQ_RULE_REVIEW),
				     .bucket = AQ_BUCKET_NONE,
				     .entry = &entry,
				     .settlement_no = settling->settlement.settlement_no,
				     .deposited = came,
				     .is_outcome = true};
	enum aq_status status = make_settled(settling, &entry, err);

	if (status >= AQ_OK)
		status = review_chain(review, &entry, NULL, 0, err);
	if (status < AQ_OK)
		return status;
	aq_buffer_print(out, "%s: %s closes settlement %.*s of %.*s\n", review->id,
			review_money(came, payment->currency, money),
			AQ_SLICE_ARGS(settling->settlement.settlement_id),
			AQ_SLICE_ARGS(settling->settlement.source));
	if (rest != 0) {
		applied.exception = AQ_SETTLEMENT_DIFFERENCE;
		applied.explanation = aq_arena_print(
			review->arena, "a person settled %.*s of %.*s with it; %s is left over",
			AQ_SLICE_ARGS(settling->settlement.settlement_id),
			AQ_SLICE_ARGS(settling->settlement.source),
			review_money(rest, payment->currency, money));
		aq_buffer_print(out,
				"%s: %s of it is left over: acquit review difference %s ACCOUNT\n",
				review->id, money, review->id);
		if (applied.explanation.length == 0)
			return aq_fail_memory(err);
	}
	return aq_store_apply(review->store, review->act->run_no, &applied, 1, err);
}

static enum aq_status one_word(const struct review *review, const char *what, struct aq_error *err)
{
	if (review->act->target_count == 1)
		return AQ_OK;
	return review_refuse(err, AQ_REVIEW_SETTLEMENT, "%s: name one %s behind it", review->id,
			     what);
}

enum aq_status aq_review_settle(struct aq_store *store, const struct aq_review_act *act,
				struct aq_buffer *out, struct aq_error *err)
{
	struct aq_buffer words;
	struct review review;
	struct settling settling = {.review = &review};
	enum aq_status status;

	aq_buffer_init(&words, 0);
	status = review_open(&review, store, act, (struct review_verb){"settle", REVIEW_PAYMENT},
			     err);
	if (status >= AQ_OK)
		status = one_word(&review, "settlement", err);
	if (status >= AQ_OK)
		status = find_named(&settling, act->targets[0], err);
	if (status >= AQ_OK)
		status = check_line(&settling, err);
	if (status >= AQ_OK)
		status = settle(&settling, &words, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}

/* --- difference --- */

static const enum aq_account places[] = {
	AQ_ACCOUNT_FEES,    AQ_ACCOUNT_FEE_TAX,	 AQ_ACCOUNT_WRITE_OFFS,
	AQ_ACCOUNT_RESERVE, AQ_ACCOUNT_INTEREST, AQ_ACCOUNT_ROUNDING,
};

static enum aq_status read_place(struct aq_slice name, enum aq_account *out, struct aq_error *err)
{
	for (size_t at = 0; at < sizeof(places) / sizeof(places[0]); at++)
		if (aq_slice_is(name, aq_account_name(places[at]))) {
			*out = places[at];
			return AQ_OK;
		}
	return review_refuse(err, AQ_REVIEW_SETTLEMENT,
			     "%.*s is no place for a difference: fees, fee-tax, write-offs, "
			     "reserve, interest or rounding",
			     AQ_SLICE_ARGS(name));
}

/* The side of a standing entry of the payment that is on clearing, and its settlement. */
static bool names_settlement(const struct aq_entry *entry, struct aq_slice *source,
			     struct aq_slice *id)
{
	for (size_t at = 0; at < entry->posting_count; at++) {
		const struct aq_posting *posting = &entry->postings[at];
		const struct aq_account_ref *side = posting->debit.account == AQ_ACCOUNT_CLEARING
							    ? &posting->debit
							    : &posting->credit;

		if (side->account != AQ_ACCOUNT_CLEARING)
			continue;
		*source = side->qualifier;
		*id = posting->settlement;
		return true;
	}
	return false;
}

/* A line's is what it was settled with, a detail's its own. */
static enum aq_status find_own(struct settling *settling, struct aq_error *err)
{
	struct review *review = settling->review;
	struct aq_slice source = review->payment->payment.source;
	struct aq_slice id = review->payment->payment.settlement_id;
	struct aq_application_row *rows;
	struct aq_settlement *open;
	size_t count = 0;
	enum aq_status status =
		aq_store_applications(review->store, review->payment->payment.payment_no,
				      review->arena, &rows, &count, err);

	if (status < AQ_OK)
		return status;
	for (size_t at = 0; at < count; at++)
		if (rows[at].entry.event == AQ_EVENT_SETTLED &&
		    names_settlement(&rows[at].entry, &source, &id))
			break;
	status = aq_store_settlements_open(review->store, review->arena, &open, &count, err);
	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		if (id.length > 0 && aq_slice_equals(open[at].source, source) &&
		    aq_slice_equals(open[at].settlement_id, id) &&
		    open[at].currency == review->payment->payment.currency)
			return take(settling, &open[at], err);
	if (status < AQ_OK)
		return status;
	return review_refuse(err, AQ_REVIEW_SETTLEMENT,
			     "no settlement of %s is open by a difference", review->id);
}

static enum aq_status accept_difference(struct settling *settling, enum aq_account place,
					struct aq_buffer *out, struct aq_error *err)
{
	struct review *review = settling->review;
	const struct aq_settlement *settlement = &settling->settlement;
	const struct aq_account_ref clearing = {AQ_ACCOUNT_CLEARING, settlement->source};
	const struct aq_account_ref named = {
		place, aq_account_is_qualified(place) ? settlement->source : AQ_SLICE("")};
	bool is_short = settling->awaited > 0;
	const struct aq_posting posting = {.debit = is_short ? named : clearing,
					   .credit = is_short ? clearing : named,
					   .amount = is_short ? settling->awaited
							      : -settling->awaited,
					   .currency = settlement->currency,
					   .settlement = settlement->settlement_id};
	char money[MONEY_WORDS_BYTES];
	struct aq_applied applied;
	struct aq_entry entry;
	enum aq_status status =
		aq_entry_simple(&entry, AQ_EVENT_DIFFERENCE, review->act->business_date, &posting,
				review->arena, err);

	if (status < AQ_OK)
		return status;
	entry.payment_no = review->payment->payment.payment_no;
	entry.payment = review->payment->payment.id;
	entry.memo = AQ_SLICE("a person decided");
	review_as_it_is(review->payment, &applied);
	applied.entry = &entry;
	status = review_chain(review, &entry, NULL, 0, err);
	if (status < AQ_OK)
		return status;
	aq_buffer_print(out, "%s: %s of settlement %.*s of %.*s is %s; it is closed\n", review->id,
			review_money(settling->awaited, settlement->currency, money),
			AQ_SLICE_ARGS(settlement->settlement_id), AQ_SLICE_ARGS(settlement->source),
			aq_account_name(place));
	return aq_store_apply(review->store, review->act->run_no, &applied, 1, err);
}

enum aq_status aq_review_difference(struct aq_store *store, const struct aq_review_act *act,
				    struct aq_buffer *out, struct aq_error *err)
{
	enum aq_account place = AQ_ACCOUNT_NONE;
	struct aq_buffer words;
	struct review review;
	struct settling settling = {.review = &review};
	enum aq_status status;

	aq_buffer_init(&words, 0);
	status = review_open(&review, store, act,
			     (struct review_verb){"difference", REVIEW_PAYMENT}, err);
	if (status >= AQ_OK)
		status = one_word(&review, "account", err);
	if (status >= AQ_OK)
		status = read_place(act->targets[0], &place, err);
	if (status >= AQ_OK)
		status = find_own(&settling, err);
	if (status >= AQ_OK)
		status = accept_difference(&settling, place, &words, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}

/* --- unsettle --- */

struct standing { /* what is taken back: a difference, or all settlements of a line */
	const struct aq_entry **entries;
	size_t count;
};

static enum aq_status find_standing(const struct review *review, struct standing *out,
				    struct aq_error *err)
{
	struct aq_application_row *rows;
	size_t count = 0;
	enum aq_status status =
		aq_store_applications(review->store, review->payment->payment.payment_no,
				      review->arena, &rows, &count, err);

	if (status < AQ_OK)
		return status;
	out->count = 0;
	out->entries = aq_arena_take_many(review->arena, count + 1, sizeof(*out->entries));
	if (!out->entries)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++) {
		const struct aq_entry *entry = &rows[at].entry;

		if (entry->event == AQ_EVENT_SETTLED ||
		    (entry->event == AQ_EVENT_DIFFERENCE && out->count == 0))
			out->entries[out->count++] = entry;
		if (entry->event == AQ_EVENT_DIFFERENCE && out->count > 0)
			break;
	}
	return out->count > 0 ? AQ_OK
			      : review_refuse(err, AQ_REVIEW_SETTLEMENT,
					      "%s is settled with nothing", review->id);
}

/* A line waits again as it did when it came, when all of it is back. */
static void let_wait(const struct review *review, struct aq_applied *out)
{
	const struct aq_payment *payment = &review->payment->payment;
	bool is_in = payment->direction == AQ_MONEY_IN;

	out->status = is_in ? AQ_PAYMENT_UNIDENTIFIED : review_out_status(payment);
	out->bucket = is_in ? AQ_BUCKET_UNIDENTIFIED : AQ_BUCKET_OUT;
	out->is_outcome = out->left == payment->amount;
	if (!is_in || !out->is_outcome)
		return;
	out->exception = AQ_NO_ITEM_FITS;
	out->explanation = AQ_SLICE("a person took it off its settlement; it waits for what it is "
				    "meant for");
}

/* A difference is asked again where the line has one; the night asks of details. */
static void ask_again(const struct review *review, struct aq_applied *out)
{
	if (review->payment->status != AQ_PAYMENT_SETTLEMENT)
		return;
	out->exception = AQ_SETTLEMENT_DIFFERENCE;
	out->explanation = AQ_SLICE("a person took back what the difference was said to be");
}

static enum aq_status take_one_back(struct review *review, const struct aq_entry *standing,
				    struct aq_applied *applied, struct aq_error *err)
{
	struct aq_entry *entry = aq_arena_take(review->arena, sizeof(*entry));
	bool is_difference = standing->event == AQ_EVENT_DIFFERENCE;
	enum aq_status status = entry ? AQ_OK : aq_fail_memory(err);

	if (status >= AQ_OK)
		status = aq_entry_contra(entry, standing,
					 is_difference ? AQ_EVENT_DIFFERENCE_UNDONE
						       : AQ_EVENT_UNSETTLED,
					 review->act->business_date, review->arena, err);
	if (status < AQ_OK)
		return status;
	applied->entry = entry;
	if (is_difference)
		ask_again(review, applied);
	else
		let_wait(review, applied);
	return review_chain(review, entry, NULL, 0, err);
}

/* What a line closed of several settlements comes off all of them. */
static enum aq_status unsettle(struct review *review, const struct standing *standing,
			       struct aq_buffer *out, struct aq_error *err)
{
	bool is_difference = standing->entries[0]->event == AQ_EVENT_DIFFERENCE;
	struct aq_applied *applied =
		aq_arena_take_many(review->arena, standing->count, sizeof(*applied));
	char money[MONEY_WORDS_BYTES];
	int64_t back = 0;
	enum aq_status status = applied ? AQ_OK : aq_fail_memory(err);

	for (size_t at = 0; at < standing->count && status >= AQ_OK; at++) {
		back += standing->entries[at]->postings[0].amount;
		review_as_it_is(review->payment, &applied[at]);
		if (!is_difference)
			applied[at].left = back;
		status = take_one_back(review, standing->entries[at], &applied[at], err);
	}
	if (status < AQ_OK)
		return status;
	review_money(back, standing->entries[0]->postings[0].currency, money);
	aq_buffer_print(out,
			is_difference ? "%s: the settlement is open again by %s\n"
				      : "%s: %s waits again, and no night settles it\n",
			review->id, money);
	return aq_store_apply(review->store, review->act->run_no, applied, standing->count, err);
}

enum aq_status aq_review_unsettle(struct aq_store *store, const struct aq_review_act *act,
				  struct aq_buffer *out, struct aq_error *err)
{
	struct standing standing = {.count = 0};
	struct aq_buffer words;
	struct review review;
	enum aq_status status;

	aq_buffer_init(&words, 0);
	status = review_open(&review, store, act, (struct review_verb){"unsettle", REVIEW_PAYMENT},
			     err);
	if (status >= AQ_OK && act->target_count > 0)
		status = review_refuse(err, AQ_REVIEW_SETTLEMENT,
				       "%s: name nothing behind it; the newest is taken back",
				       review.id);
	if (status >= AQ_OK)
		status = find_standing(&review, &standing, err);
	if (status >= AQ_OK)
		status = unsettle(&review, &standing, &words, err);
	if (status >= AQ_OK)
		status = review_end(&review, err);
	return review_tell(&review, status, &words, out, err);
}
