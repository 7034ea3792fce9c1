/*
 * party.c - who is on the other side of a payment.
 *
 * The other side gave money that came in and got money that went out. Two
 * things turn that: a return repeats the parties of what it takes back, and in
 * ACH the batch's company is one party whoever we are, so the company being
 * ours decides. Our own account never stands as a payer's.
 */
#include "parts.h"

static bool is_told(const struct aq_party *party)
{
	return party->name.length > 0 || party->ultimate_name.length > 0 ||
	       party->account.length > 0;
}

static const struct aq_party *pick(const struct aq_record *record, bool takes_debtor)
{
	return takes_debtor ? &record->debtor : &record->creditor;
}

/* In a debit the company gets, in a credit it gives. Of a company that is not
 * known to be ours only its own debits and returns make it look so. */
static bool nacha_takes_debtor(const struct normalise *normalise, const struct aq_record *record)
{
	bool company_gets = aq_normalise_is_debit(record);
	bool is_ours = normalise->is_own_company || record->nature == AQ_NATURE_RETURN ||
		       (company_gets && normalise->order->settings->is_decode_only);

	return company_gets == is_ours;
}

/* A party's account in comparable form, and whether it is ours: the unit's, or where
 * a unit has several, the record's. */
struct side {
	const struct aq_party *party;
	struct aq_slice account;
	bool is_own;
};

static bool says_nothing(struct aq_slice text)
{
	return text.length == 0 || (text.length > 1 && aq_reference_is_placeholder(text));
}

static struct side side_of(const struct normalise *normalise, const struct aq_record *record,
			   const struct aq_party *party)
{
	struct side side = {.party = party};

	/* NOTPROVIDED and zeros are the account of nobody, and would make strangers one. */
	if (says_nothing(party->account))
		return side;
	side.account = aq_account_normal(normalise->arena, party->account);
	side.is_own = side.account.length > 0 &&
		      (aq_slice_equals(side.account, normalise->unit_account) ||
		       (record->account.length > 0 &&
			aq_slice_equals(side.account,
					aq_account_normal(normalise->arena, record->account))));
	return side;
}

static struct side other_side(const struct normalise *normalise, const struct aq_record *record,
			      const struct aq_payment *payment)
{
	bool takes_debtor = payment->direction == AQ_MONEY_IN;
	struct side side;
	struct side opposite;

	if (normalise->order->family == AQ_FAMILY_NACHA)
		return side_of(normalise, record,
			       pick(record, nacha_takes_debtor(normalise, record)));
	if (normalise->order->family == AQ_FAMILY_ISO20022 && payment->kind == AQ_KIND_RETURN)
		takes_debtor = !takes_debtor;
	side = side_of(normalise, record, pick(record, takes_debtor));
	if (is_told(side.party) && !side.is_own)
		return side;
	/* A bank that fills in one party alone means the other side. */
	opposite = side_of(normalise, record, pick(record, !takes_debtor));
	return is_told(opposite.party) && !opposite.is_own ? opposite : side;
}

void aq_normalise_party(struct normalise *normalise, const struct aq_record *record,
			struct aq_payment *payment)
{
	const struct side side = other_side(normalise, record, payment);
	const struct aq_party *party = side.party;
	struct aq_slice name = aq_slice_trim(party->ultimate_name);

	if (name.length == 0)
		name = aq_slice_trim(party->name);
	payment->payer = aq_normalise_keep(normalise, name);
	if (!says_nothing(party->bank))
		payment->payer_bank = aq_normalise_keep(normalise, aq_slice_trim(party->bank));
	if (!side.is_own)
		payment->payer_account = side.account;
}
