/*
 * keep.c - remembers conclusions in few bytes.
 *
 * Promises: some 200 bytes for a payment of one invoice; texts are copied, so
 * that the chunk they came with may go.
 */
#include "night.h"

#include "acquit/claim.h"
#include "acquit/hash.h"

#define WRITTEN_BYTES_MAX 64

/* Only told apart within one night; an outsider who aims at it gains a question. */
static const unsigned char payer_key[AQ_SIPHASH_KEY_BYTES] = "acquit/payer/1";

static struct kept *next_kept(struct aq_night *night)
{
	if (night->kept_count == night->block_count * KEPT_IN_BLOCK) {
		struct kept *block =
			aq_arena_take_many(night->round, KEPT_IN_BLOCK, sizeof(*block));

		if (!block)
			return NULL;
		if (night->block_count == night->block_room) {
			size_t room = night->block_room ? night->block_room * 2 : 64;
			struct kept **blocks =
				aq_arena_take_many(night->round, room, sizeof(struct kept *));

			if (!blocks)
				return NULL;
			if (night->block_count > 0)
				memcpy(blocks, night->blocks,
				       night->block_count * sizeof(struct kept *));
			night->blocks = blocks;
			night->block_room = room;
		}
		night->blocks[night->block_count++] = block;
	}
	return match_kept(night, night->kept_count++);
}

/* count, more, then for each: what, field, remittance line, offset, text. */
static kept_text pack_proof(struct pool *pool, const struct answer *answer)
{
	unsigned char packed[PROOFS_MAX * (WRITTEN_BYTES_MAX + PROOF_HEAD_BYTES) + 2];
	size_t used = 2;

	packed[0] = (unsigned char)answer->proof_count;
	packed[1] =
		(unsigned char)(answer->proof_more > UINT8_MAX ? UINT8_MAX : answer->proof_more);
	for (size_t i = 0; i < answer->proof_count; i++) {
		const struct aq_token *token = answer->proofs[i]->token;
		size_t length = token->written.length;
		uint32_t line = token->remittance_index;

		if (length > WRITTEN_BYTES_MAX)
			length = WRITTEN_BYTES_MAX;
		packed[used++] = (unsigned char)answer->proofs[i]->kind;
		packed[used++] = (unsigned char)token->kind;
		packed[used++] = line >= UINT8_MAX ? UINT8_MAX : (unsigned char)line;
		memcpy(packed + used, &token->offset, sizeof(token->offset));
		used += sizeof(token->offset);
		packed[used++] = 0;
		packed[used++] = (unsigned char)length;
		if (length > 0)
			memcpy(packed + used, token->written.start, length);
		used += length;
	}
	return match_pool_bytes(pool, packed, used);
}

/* A text that is kept already is not kept twice. */
static kept_text pack_text(struct aq_night *night, const struct kept *kept, struct aq_slice text)
{
	kept_text written = kept->proof + 2 + PROOF_HEAD_BYTES - 2;

	if (aq_slice_equals(match_kept_text(night, kept->customer), text))
		return kept->customer;
	if (match_kept_bytes(night, kept->proof)[0] > 0 &&
	    aq_slice_equals(match_kept_text(night, written), text))
		return written;
	return match_pool_text(&night->pool, text);
}

kept_text match_share_customer(const struct aq_night *night, const struct kept *kept,
			       const struct kept_share *share)
{
	if (!share->has_customer)
		return kept->customer;
	return share->target + 2 + (kept_text)match_kept_text(night, share->target).length;
}

/* Mostly all shares are one customer's. */
static bool pack_target(struct aq_night *night, const struct kept *kept, struct aq_slice target,
			struct kept_share *out)
{
	struct aq_slice customer;

	out->has_customer = out->customer_no != kept->customer_no;
	if (out->has_customer) {
		customer = match_view_customer_number(night->desk->facts.view, out->customer_no);
		out->target = match_pool_pair(&night->pool, target, customer);
	} else {
		out->target = pack_text(night, kept, target);
	}
	return out->target != TEXT_STARVED;
}

static bool pack_share(struct aq_night *night, const struct kept *kept, const struct share *share,
		       struct kept_share *out)
{
	AQ_CLAIM(share->no <= SHARE_NO_MASK);
	out->no = share->no & SHARE_NO_MASK;
	out->customer_no = share->customer_no;
	out->amount = share->amount;
	out->deduction = share->deduction + share->write_off;
	out->open = share->open;
	out->cycle = share->cycle;
	out->kind = (unsigned)share->kind & 15;
	out->bucket = (unsigned)share->bucket & 15;
	out->is_to_make = share->is_to_make;
	out->is_instalment = share->kind == AQ_TARGET_SUBSCRIPTION;
	return pack_target(night, kept, share->target, out);
}

static bool pack_shares(struct aq_night *night, const struct answer *answer, struct kept *kept)
{
	struct kept_share *out;

	kept->share_count = (uint16_t)answer->share_count;
	if (answer->share_count == 0)
		return true;
	out = match_pool_take(&night->pool, answer->share_count * sizeof(*out));
	if (!out)
		return false;
	kept->shares = out;
	for (size_t i = 0; i < answer->share_count; i++)
		if (!pack_share(night, kept, &answer->shares[i], &out[i]))
			return false;
	return true;
}

static bool is_list_of(const struct kept_twins *twins, const struct kept *kept, int64_t money)
{
	return twins && twins->customer_no == kept->shares[0].customer_no &&
	       twins->money == money && twins->day == kept->value_day;
}

static struct kept_twins **place_of_twins(struct aq_night *night, const struct kept *kept,
					  int64_t money)
{
	uint64_t mix = (kept->shares[0].customer_no * 31 + (uint64_t)money) * 31;

	return &night->twins[(mix + (uint64_t)kept->value_day) % TWINS_CACHED];
}

/* Claims with other customers of their own share the list: each of it has its customer. */
static bool pack_twin(struct aq_night *night, const struct kept *kept, const struct aq_item *item,
		      struct kept_share *out)
{
	struct view *view = night->desk->facts.view;

	*out = kept->shares[0];
	if (item) {
		out->no = item->item_no & SHARE_NO_MASK;
		out->cycle = item->cycle;
	}
	out->has_customer = true;
	out->target = match_pool_pair(&night->pool,
				      item ? item->number : match_kept_text(night, out->target),
				      match_view_customer_number(view, out->customer_no));
	return out->target != TEXT_STARVED;
}

static struct kept_twins *new_twins(struct aq_night *night, const struct answer *answer,
				    const struct kept *kept)
{
	struct kept_twins *twins = match_pool_take(&night->pool, sizeof(*twins));

	if (!twins)
		return NULL;
	*twins = (struct kept_twins){.customer_no = kept->shares[0].customer_no,
				     .money = night->desk->facts.money,
				     .day = kept->value_day};
	twins->shares = match_pool_take(&night->pool,
					(answer->alternate_count + 1) * sizeof(*twins->shares));
	if (!twins->shares)
		return NULL;
	for (size_t i = 0; i <= answer->alternate_count; i++) {
		const struct aq_item *item = i == 0 ? NULL : answer->alternates[i - 1];

		if (!pack_twin(night, kept, item, &twins->shares[twins->share_count++]))
			return NULL;
	}
	return twins;
}

static bool pack_twins(struct aq_night *night, const struct answer *answer, struct kept *kept)
{
	const struct facts *facts = &night->desk->facts;
	/* What a person took apart is missing in one payment's list alone. */
	bool is_shared = facts->waiting->apart_count == 0;
	struct kept_twins **place;

	if (answer->alternate_count == 0)
		return true;
	place = place_of_twins(night, kept, facts->money);
	if (is_shared && is_list_of(*place, kept, facts->money)) {
		kept->rare->twins = *place;
		return true;
	}
	kept->rare->twins = new_twins(night, answer, kept);
	if (is_shared)
		*place = kept->rare->twins;
	return kept->rare->twins != NULL;
}

/* Whose account a claim's money is for when another payment claims the same; 0: of
 * several customers none. */
static uint64_t owner_of(const struct answer *answer)
{
	uint64_t owner = answer->customer_no == 0 ? 0 : answer->shares[0].customer_no;

	for (size_t i = 1; i < answer->share_count; i++)
		if (answer->shares[i].customer_no != owner)
			return 0;
	return owner;
}

/* A claim of the usual kind: the owner of the item pays from suspense. */
static bool is_usual(const struct desk *desk, const struct kept *kept)
{
	const struct answer *answer = &desk->answer;
	uint64_t owner;

	if (answer->exception != AQ_CODE_NONE || answer->alternate_count > 0 ||
	    answer->words.length > 0)
		return false;
	if (kept->state != KEPT_CLAIM)
		return true;
	owner = owner_of(answer);
	return owner != 0 && desk->facts.waiting->customer_no == 0 &&
	       match_account_for(&desk->facts, owner) == owner;
}

static void keep_words(const struct answer *answer, struct kept_rare *out)
{
	out->words = answer->words;
	for (size_t i = 0; i < answer->share_count; i++)
		if (answer->shares[i].write_off != 0) {
			AQ_CLAIM(out->write_off == 0);
			AQ_CLAIM(answer->words.length > 0 || answer->is_starved);
			out->write_off = answer->shares[i].write_off;
			out->write_off_index = (uint16_t)i;
		}
}

static bool pack_rare(struct aq_night *night, const struct answer *answer, struct kept *kept)
{
	const struct facts *facts = &night->desk->facts;
	struct kept_rare *out;

	if (is_usual(night->desk, kept))
		return true;
	out = match_pool_take(&night->pool, sizeof(*out));
	if (!out)
		return false;
	memset(out, 0, sizeof(*out));
	out->exception = answer->exception;
	out->contract_no = answer->contract_no;
	out->from_customer_no = facts->waiting->customer_no;
	if (kept->state == KEPT_CLAIM)
		out->account_for = match_account_for(facts, owner_of(answer));
	out->account_text = match_pool_text(
		&night->pool, match_view_customer_number(facts->view, out->account_for));
	if (out->account_text == TEXT_STARVED)
		return false;
	out->explanation = answer->explanation;
	keep_words(answer, out);
	out->paid_item_no = answer->paid_item_no;
	kept->rare = out;
	if (answer->suggestion_count > 0) {
		size_t bytes = answer->suggestion_count * sizeof(out->suggestions[0]);

		out->suggestions = match_pool_take(&night->pool, bytes);
		if (!out->suggestions)
			return false;
		memcpy(out->suggestions, answer->suggestions, bytes);
		out->suggestion_count = answer->suggestion_count;
	}
	return pack_twins(night, answer, kept);
}

static uint64_t key_of_number(char what, uint64_t number)
{
	char text[9] = {what};

	memcpy(text + 1, &number, sizeof(number));
	return aq_siphash(payer_key, (struct aq_slice){text, sizeof(text)}) | 1;
}

/* Blank never equals blank: without an account, a customer or a name there is no key. */
static uint64_t key_of_payer(const struct facts *facts)
{
	const struct aq_payment *payment = &facts->waiting->payment;
	struct aq_slice name = aq_slice_trim(payment->payer);

	if (facts->payer_by >= KNOWN_BY_ACCOUNT && !facts->is_number_tied)
		return key_of_number('\1', facts->payer);
	if (facts->waiting->account_no != 0)
		return key_of_number('\2', facts->waiting->account_no);
	if (!aq_slice_is_empty(payment->payer_account))
		return aq_siphash(payer_key, payment->payer_account) | 1;
	return aq_slice_is_empty(name) ? 0 : aq_siphash(payer_key, name) | 1;
}

static bool claims_items(const struct answer *answer)
{
	for (size_t i = 0; i < answer->share_count; i++)
		if (answer->shares[i].kind != AQ_TARGET_ACCOUNT)
			return true;
	return false;
}

static enum aq_payment_status status_of_bucket(enum aq_bucket bucket)
{
	switch (bucket) {
	case AQ_BUCKET_UNAPPLIED:
		return AQ_PAYMENT_UNAPPLIED;
	case AQ_BUCKET_ON_ACCOUNT:
		return AQ_PAYMENT_ON_ACCOUNT;
	case AQ_BUCKET_HELD:
		return AQ_PAYMENT_HELD;
	case AQ_BUCKET_NONE:
	case AQ_BUCKET_UNIDENTIFIED:
	case AQ_BUCKET_OUT:
		break;
	}
	return AQ_PAYMENT_UNIDENTIFIED;
}

static enum aq_payment_status status_of(const struct desk *desk, bool is_claim)
{
	const struct answer *answer = &desk->answer;

	if (answer->outcome == AQ_OUTCOME_STAY)
		return desk->facts.waiting->status;
	if (answer->outcome == AQ_OUTCOME_APPLY && answer->left == 0)
		return AQ_PAYMENT_APPLIED;
	if (is_claim || desk->facts.is_rest)
		return AQ_PAYMENT_PART_APPLIED;
	return status_of_bucket(answer->bucket);
}

enum aq_status match_keep(struct aq_night *night, struct aq_error *err)
{
	const struct desk *desk = night->desk;
	const struct facts *facts = &desk->facts;
	const struct aq_waiting *waiting = facts->waiting;
	const struct answer *answer = &desk->answer;
	struct kept *kept = next_kept(night);
	bool is_claim = answer->outcome == AQ_OUTCOME_APPLY && claims_items(answer);

	if (!kept)
		return aq_fail_memory(err);
	kept->payment_no = waiting->payment.payment_no;
	kept->payment = waiting->payment.id;
	kept->currency = facts->currency;
	kept->outcome = (uint8_t)answer->outcome;
	kept->rule = (uint8_t)answer->rule;
	kept->amount = (uint8_t)answer->amount;
	kept->notes = answer->notes;
	kept->status = (uint8_t)status_of(desk, is_claim);
	kept->bucket = (uint8_t)answer->bucket;
	kept->from_bucket = (uint8_t)waiting->bucket;
	kept->is_part = facts->is_rest;
	kept->customer_no = answer->customer_no;
	kept->left = answer->left;
	kept->value_day = facts->paid_on.day;
	kept->booked_day = waiting->payment.booked_on.day;
	kept->state = is_claim ? KEPT_CLAIM : KEPT_SETTLED;
	kept->customer = match_pool_text(
		&night->pool, match_view_customer_number(facts->view, answer->customer_no));
	kept->proof = pack_proof(&night->pool, answer);
	if (kept->customer == TEXT_STARVED || kept->proof == TEXT_STARVED ||
	    !pack_shares(night, answer, kept) || !pack_rare(night, answer, kept))
		return aq_fail_memory(err);
	if (is_claim)
		kept->payer_key = key_of_payer(facts);
	match_keep_lesson(desk, kept, is_claim);
	return AQ_OK;
}
