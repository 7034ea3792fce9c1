/*
 * show.c - builds a decision, with its evidence in words, from what was kept.
 *
 * Promises: allocations sum to what moves of the payment; the evidence tells
 * each fact that held, and of a question the gate that failed.
 */
#include "night.h"

#include <stdio.h>

#include "acquit/claim.h"

struct words { /* text of a bounded length; what does not fit is left out */
	char *start;
	size_t used;
};

static void add(struct words *words, struct aq_slice text)
{
	size_t room = EVIDENCE_BYTES - words->used;

	if (text.length > room)
		text.length = room;
	if (text.length > 0)
		memcpy(words->start + words->used, text.start, text.length);
	words->used += text.length;
}

static void add_text(struct words *words, const char *text)
{
	add(words, aq_slice_of(text));
}

static void add_number(struct words *words, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	add(words, (struct aq_slice){digits + at, sizeof(digits) - at});
}

/* Each half-sentence but the first is set off. */
static void begin(struct words *words)
{
	if (words->used > 0)
		add_text(words, "; ");
}

static const char *const hit_names[] = {
	[AQ_HIT_CUSTOMER] = "customer_no ", [AQ_HIT_BILLING] = "billing_account ",
	[AQ_HIT_INVOICE] = "invoice_no ",   [AQ_HIT_REFERENCE] = "reference ",
	[AQ_HIT_CONTRACT] = "contract_no ", [AQ_HIT_NOTIFICATION] = "notification_no ",
	[AQ_HIT_BUNDLE] = "bundle_no ",	    [AQ_HIT_SUBSCRIPTION] = "subscription_no ",
};

static void add_place(struct words *words, uint8_t field, uint8_t line, uint32_t offset)
{
	if (line != UINT8_MAX) {
		add_text(words, " in remittance line ");
		add_number(words, line + 1u);
	} else if (offset != UINT32_MAX) {
		add_text(words, " in remittance at ");
		add_number(words, offset);
	} else {
		add_text(words, " in field ");
		add_text(words, aq_reference_kind_name((enum aq_reference_kind)field));
	}
}

static void add_proofs(struct words *words, const unsigned char *proof)
{
	const unsigned char *at = proof + 2;

	for (unsigned i = 0; i < proof[0]; i++) {
		const unsigned char *length = at + PROOF_HEAD_BYTES - 2;
		struct aq_slice written = {(const char *)length + 2,
					   (size_t)length[0] << 8 | length[1]};
		uint32_t offset;

		memcpy(&offset, at + 3, sizeof(offset));
		begin(words);
		add_text(words, hit_names[at[0]]);
		add(words, written);
		add_place(words, at[1], at[2], offset);
		at += PROOF_HEAD_BYTES + written.length;
	}
	if (proof[1] > 0) {
		begin(words);
		add_number(words, proof[1]);
		add_text(words, " numbers more");
	}
}

static size_t item_share_count(const struct kept *kept)
{
	size_t count = kept->share_count;

	return count > 0 && kept->shares[count - 1].kind == AQ_TARGET_ACCOUNT ? count - 1 : count;
}

static const char *reduction_words(uint32_t notes)
{
	if (notes & NOTE_PROMOTION)
		return " less the promotion on the day of value";
	return notes & NOTE_GRACE ? " less the discount" : " less the discount in time";
}

static void add_amount(struct words *words, const struct kept *kept)
{
	size_t items = item_share_count(kept);

	if (kept->amount == AMOUNT_NONE || items == 0)
		return;
	begin(words);
	switch ((enum amount_class)kept->amount) {
	case AMOUNT_EXACT:
	case AMOUNT_REDUCED:
		if (kept->notes & NOTE_OPTION) {
			add_text(words, "amount equals an option");
		} else if (items == 1) {
			add_text(words, "amount equals open");
		} else {
			add_text(words, "amount equals the open sum of ");
			add_number(words, items);
			add_text(words, " items");
		}
		if (kept->amount == AMOUNT_REDUCED)
			add_text(words, reduction_words(kept->notes));
		break;
	case AMOUNT_TOLERATED:
		add_text(words, "amount is within the tolerance");
		break;
	case AMOUNT_SHORT:
		add_text(words, "amount is short: paid in part, in order");
		break;
	case AMOUNT_OVER:
		add_text(words, "amount is over: the rest is on the account");
		break;
	case AMOUNT_NONE:
		break;
	}
}

static const struct {
	enum note note;
	const char *words;
} notes[] = {
	{NOTE_PAIR, "contract and notification belong together"},
	{NOTE_TWIN, "its twins are due later or have a higher number"},
	{NOTE_ALL_OPEN, "all that is open"},
	{NOTE_OVERDUE, "all that is overdue"},
	{NOTE_DUE_DATE, "all of one due date"},
	{NOTE_OLDEST, "the oldest up to a due date"},
	{NOTE_PROVEN, "the only set of open items of this sum"},
	{NOTE_AHEAD, "instalments not due yet are paid ahead"},
	{NOTE_BALANCE, "from the balance, oldest first"},
	{NOTE_NOTHING_OPEN, "nothing is open"},
	{NOTE_ACCOUNT, "payer account known"},
	{NOTE_NAME, "one customer bears the payer's name"},
	{NOTE_SPELLED, "it is spelled with other letters"},
	{NOTE_LEARNED_ACCOUNT, "payer account learned from earlier applications"},
	{NOTE_LEARNED_NAME, "payer name learned from earlier applications"},
	{NOTE_SAME_OWNER, "customer named is the owner"},
	{NOTE_STRANGER, "paid by somebody else than the owner"},
};

/* Which gate a question failed at. */
static const char *gate_words(enum aq_code exception)
{
	switch (exception) {
	case AQ_UNKNOWN_PAYER:
		return "anchor: failed, nobody is known";
	case AQ_REFERENCE_CONFLICT:
	case AQ_CONTRACT_PAIR:
		return "anchor: failed, what is known disagrees";
	case AQ_AMBIGUOUS_ITEMS:
		return "uniqueness: failed, two answers fit";
	case AQ_SEARCH_BOUND:
		return "uniqueness: not proven, the bound was reached";
	case AQ_ALREADY_PAID:
		return "amount class: failed, nothing is open";
	case AQ_CONTRACT_UNSIGNED:
		return "contract: failed, not signed";
	case AQ_CURRENCY_DIFFERS:
		return "amount class: failed, another currency";
	default:
		break;
	}
	return "amount class: failed";
}

static void add_notes(struct words *words, const struct kept *kept)
{
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		if (kept->notes & notes[i].note) {
			begin(words);
			add_text(words, notes[i].words);
		}
	if (kept->rare && kept->rare->exception != AQ_CODE_NONE &&
	    kept->outcome == AQ_OUTCOME_QUESTION) {
		begin(words);
		add_text(words, gate_words(kept->rare->exception));
	}
}

static void add_words(struct words *words, const struct kept *kept)
{
	if (!kept->rare || kept->rare->words.length == 0)
		return;
	begin(words);
	add(words, kept->rare->words);
}

static struct aq_slice evidence_of(const struct aq_night *night, const struct kept *kept)
{
	struct words words = {night->out_evidence, 0};

	add_proofs(&words, match_kept_bytes(night, kept->proof));
	add_amount(&words, kept);
	add_words(&words, kept);
	add_notes(&words, kept);
	return (struct aq_slice){words.start, words.used};
}

static void show_share(const struct aq_night *night, const struct kept *kept,
		       const struct kept_share *share, struct aq_allocation *out)
{
	*out = (struct aq_allocation){
		.payment_no = kept->payment_no,
		.target_kind = (enum aq_target_kind)share->kind,
		.cycle = share->cycle,
		.customer_no = share->customer_no,
		.customer = match_kept_text(night, match_share_customer(night, kept, share)),
		.target = match_kept_text(night, share->target),
		.amount = share->amount,
		.currency = kept->currency,
		.rule = kept->rule,
		.confidence = (uint8_t)aq_rule_confidence((enum aq_rule)kept->rule),
		.bucket = (enum aq_bucket)share->bucket,
	};
	if (out->target_kind == AQ_TARGET_ACCOUNT)
		return;
	if (share->is_to_make) {
		out->parent_no = share->no;
		out->bills = share->open;
	} else {
		out->item_no = share->no;
	}
	if (share->is_instalment)
		out->promotion = share->deduction;
	else
		out->discount = share->deduction;
}

enum aq_status match_show_begin(struct aq_night *night, struct aq_error *err)
{
	size_t share_count_max = 1;

	for (size_t i = 0; i < night->kept_count; i++)
		if (match_kept(night, i)->share_count > share_count_max)
			share_count_max = match_kept(night, i)->share_count;
	night->out_allocations =
		aq_arena_take_many(night->round, share_count_max, sizeof(*night->out_allocations));
	night->out_evidence = aq_arena_take(night->round, EVIDENCE_BYTES);
	night->out = aq_arena_take(night->round, sizeof(*night->out));
	if (!night->out_allocations || !night->out_evidence || !night->out)
		return aq_fail_memory(err);
	return AQ_OK;
}

static void show_rare(const struct kept_rare *rare, struct aq_decision *out)
{
	if (rare->write_off != 0)
		out->memo = rare->words;
	out->exception = rare->exception;
	out->contract_no = rare->contract_no;
	out->explanation = rare->explanation;
	out->paid_item_no = rare->paid_item_no;
	out->suggestion_count = rare->suggestion_count;
	for (size_t i = 0; i < rare->suggestion_count; i++)
		out->suggestions[i] = rare->suggestions[i];
}

static void show_write_off(const struct kept_rare *rare, struct aq_allocation *out)
{
	out->write_off = rare->write_off;
	out->discount -= rare->write_off;
}

const struct aq_decision *aq_night_decision(const struct aq_night *night, size_t index)
{
	struct aq_decision *out = night->out;
	const struct kept *kept;

	AQ_CLAIM(night->is_assigned);
	AQ_CLAIM(index < night->decision_count);
	kept = match_kept(night, night->order[index]);
	*out = (struct aq_decision){
		.payment_no = kept->payment_no,
		.payment = kept->payment,
		.outcome = (enum aq_outcome)kept->outcome,
		.rule = (enum aq_rule)kept->rule,
		.status = (enum aq_payment_status)kept->status,
		.bucket = (enum aq_bucket)kept->bucket,
		.customer_no = kept->customer_no,
		.customer = match_kept_text(night, kept->customer),
		.left = kept->left,
		.allocations = night->out_allocations,
		.allocation_count = kept->share_count,
		.exception = AQ_CODE_NONE,
	};
	if (kept->rare)
		show_rare(kept->rare, out);
	out->evidence = evidence_of(night, kept);
	for (size_t i = 0; i < kept->share_count; i++) {
		show_share(night, kept, &kept->shares[i], &night->out_allocations[i]);
		night->out_allocations[i].evidence = out->evidence;
	}
	if (kept->rare && kept->rare->write_off != 0)
		show_write_off(kept->rare, &night->out_allocations[kept->rare->write_off_index]);
	return out;
}
