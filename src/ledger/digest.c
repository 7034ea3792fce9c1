/*
 * digest.c - digests of payments and allocations: what cannot be changed unseen.
 *
 * Promises: every column that the store keeps is covered, by the name of its
 * value where it is a code, but for texts of people: names, accounts,
 * references and free text, so that these can be forgotten later; and but for
 * numbers that the store gave.
 */
#include "chain.h"

#include <stdio.h>

#include "acquit/claim.h"

#define PAYMENT_VERSION	   "acquit/payment/1"
#define ALLOCATION_VERSION "acquit/allocation/1"
#define ACT_VERSION	   "acquit/act/1"
#define APPROVED_VERSION   "acquit/act/2"

static const char *const direction_names[] = {
	[AQ_MONEY_IN] = "in",
	[AQ_MONEY_OUT] = "out",
};

static const char *const mode_names[] = {
	[AQ_POSTS_NOTHING] = "nothing",
	[AQ_POSTS_BANK] = "bank",
	[AQ_POSTS_CLEARING] = "clearing",
};

/* Rules are hashed by name: their numbers move when the table grows. */
static const char *const rule_names[] = {
	"",
#define AQ_RULE(id, name, class, confidence, says) name,
#include "acquit/rules.def"
#undef AQ_RULE
};

#define RULES_COUNT (sizeof(rule_names) / sizeof(rule_names[0]))

static void put_place(struct aq_buffer *out, const struct aq_payment *payment)
{
	aq_buffer_add_be64(out, payment->line);
	aq_buffer_add_be32(out, payment->unit_index);
	aq_buffer_add_be32(out, payment->entry_index);
	aq_buffer_add_be32(out, payment->leaf_index);
	aq_buffer_add_be32(out, payment->leaf_count);
}

static void put_nature(struct aq_buffer *out, const struct aq_payment *payment)
{
	const char flags[] = {
		payment->is_refused ? 1 : 0,
		payment->is_bare_entry ? 1 : 0,
		payment->is_residual ? 1 : 0,
		payment->is_reversal ? 1 : 0,
		payment->is_remittance_unbalanced ? 1 : 0,
	};

	AQ_CLAIM(payment->direction <= AQ_MONEY_OUT);
	AQ_CLAIM(payment->mode <= AQ_POSTS_CLEARING);
	aq_chain_put_text(out, aq_kind_name(payment->kind));
	aq_chain_put_text(out, direction_names[payment->direction]);
	aq_chain_put_text(out, mode_names[payment->mode]);
	aq_buffer_add_field(out, (struct aq_slice){flags, sizeof(flags)});
	aq_chain_put_text(out, payment->refusal ? aq_code_name(payment->refusal) : "");
}

static void put_money(struct aq_buffer *out, const struct aq_payment *payment)
{
	aq_chain_put_text(out, aq_currency_code(payment->currency));
	aq_chain_put_amount(out, payment->amount);
	aq_chain_put_text(out, aq_currency_code(payment->fee_currency));
	aq_chain_put_amount(out, payment->fee);
	aq_chain_put_amount(out, payment->fee_tax);
	aq_chain_put_text(out, aq_currency_code(payment->net_currency));
	aq_chain_put_amount(out, payment->net);
	aq_chain_put_amount(out, payment->rounding);
}

enum aq_status aq_payment_digest(struct aq_chain *chain, const struct aq_payment *payment,
				 struct aq_sha256 *out, struct aq_error *err)
{
	struct aq_buffer *buffer = &chain->buffer;

	aq_buffer_clear(buffer);
	aq_chain_put_text(buffer, PAYMENT_VERSION);
	aq_chain_put_id(buffer, payment->id);
	put_place(buffer, payment);
	put_nature(buffer, payment);
	put_money(buffer, payment);
	aq_chain_put_date(buffer, payment->booked_on);
	aq_chain_put_date(buffer, payment->value_on);
	aq_chain_put_text(buffer, aq_reference_kind_name(payment->reference_kind));
	aq_buffer_add_field(buffer, payment->source_id);
	aq_buffer_add_field(buffer, payment->trace);
	aq_buffer_add_field(buffer, payment->counter_reference);
	aq_buffer_add_field(buffer, payment->settlement_id);
	aq_buffer_add_field(buffer, payment->return_code);
	aq_buffer_add_field(buffer, payment->bank_account);
	aq_buffer_add_field(buffer, payment->source);
	aq_buffer_add_field(buffer, payment->batch_id);
	return aq_chain_hash(chain, out, err);
}

enum aq_status aq_allocation_digest(struct aq_chain *chain, const struct aq_allocation *allocation,
				    struct aq_sha256 *out, struct aq_error *err)
{
	struct aq_buffer *buffer = &chain->buffer;

	AQ_CLAIM(allocation->rule < RULES_COUNT);
	aq_buffer_clear(buffer);
	aq_chain_put_text(buffer, ALLOCATION_VERSION);
	aq_chain_put_text(buffer, aq_target_kind_name(allocation->target_kind));
	aq_buffer_add_field(buffer, allocation->target);
	aq_buffer_add_field(buffer, allocation->customer);
	aq_buffer_add_be32(buffer, allocation->cycle);
	aq_chain_put_amount(buffer, allocation->amount);
	aq_chain_put_amount(buffer, allocation->discount);
	aq_chain_put_amount(buffer, allocation->promotion);
	aq_chain_put_amount(buffer, allocation->write_off);
	aq_chain_put_amount(buffer, allocation->bills);
	aq_chain_put_text(buffer, aq_currency_code(allocation->currency));
	aq_chain_put_text(buffer, rule_names[allocation->rule]);
	aq_buffer_add_byte(buffer, (char)allocation->confidence);
	aq_chain_put_text(buffer, aq_account_name(aq_bucket_account(allocation->bucket)));
	aq_buffer_add_field(buffer, allocation->evidence);
	aq_buffer_add_byte(buffer, allocation->takes_back_no ? 1 : 0);
	return aq_chain_hash(chain, out, err);
}

enum aq_status aq_act_unit_name(struct aq_chain *chain, const struct aq_act *act,
				char out[AQ_ACT_UNIT_BYTES], struct aq_error *err)
{
	struct aq_buffer *buffer = &chain->buffer;
	struct aq_sha256 digest;
	char hex[AQ_SHA256_HEX_BYTES];
	enum aq_status status;

	aq_buffer_clear(buffer);
	aq_chain_put_text(buffer, act->approved_by.length ? APPROVED_VERSION : ACT_VERSION);
	aq_buffer_add_field(buffer, act->verb);
	aq_buffer_add_field(buffer, act->by);
	aq_buffer_add_field(buffer, act->why);
	aq_buffer_add_field(buffer, act->target);
	aq_chain_put_id(buffer, act->payment);
	if (act->approved_by.length > 0) {
		aq_buffer_add_field(buffer, act->approved_by);
		aq_buffer_add_field(buffer, act->approved_why);
	}
	status = aq_chain_hash(chain, &digest, err);
	if (status < AQ_OK)
		return status;
	aq_sha256_to_hex(&digest, hex);
	(void)snprintf(out, AQ_ACT_UNIT_BYTES, "review %s", hex);
	return AQ_OK;
}
