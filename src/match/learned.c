/*
 * learned.c - who pays, by what certain applications of earlier days taught.
 *
 * Promises: it is asked only where no number, no registered account and no money
 * already on a customer's account says who pays. An account goes before a name.
 * Refuses: to choose. An account or a name that has paid for two customers is
 * nobody's, and so is one whose name the master data has for others who owe.
 */
#include "facts.h"

struct taught { /* by all accounts, or all names, of one payment */
	uint64_t customer_no; /* the one customer; 0: none, or several */
	size_t count;
	bool is_enough;
};

static void add(struct facts *facts, uint64_t customer_no)
{
	for (size_t i = 0; i < facts->learned_count; i++)
		if (facts->learned[i] == customer_no)
			return;
	if (facts->learned_count < OWNERS_MAX)
		facts->learned[facts->learned_count++] = customer_no;
}

static struct taught read(struct facts *facts, const struct mentions *mentions, bool is_account)
{
	struct taught out = {0, 0, false};

	for (size_t i = 0; i < mentions->payer_count; i++) {
		const struct aq_payer_hit *hit = &mentions->payers[i];

		if ((hit->source != AQ_PAYER_LEARNED && hit->source != AQ_PAYER_TOLD) ||
		    hit->is_account != is_account || hit->customer_no == 0)
			continue;
		out.count++;
		out.customer_no = hit->customer_no;
		out.is_enough = hit->source == AQ_PAYER_LEARNED;
		add(facts, hit->customer_no);
	}
	if (out.count > 1)
		out = (struct taught){0, out.count, false};
	return out;
}

/* Money of this currency that somebody owes may be what is paid. */
static bool owes(struct facts *facts, uint64_t customer_no)
{
	struct open_items open = match_view_open(facts->view, customer_no);
	struct contracts_of all = match_view_contracts(facts->view, customer_no);

	for (size_t i = 0; i < open.count; i++)
		if (open.items[i]->open > 0 && open.items[i]->currency == facts->currency)
			return true;
	for (size_t i = 0; i < all.count; i++)
		if (!all.contracts[i]->is_paid)
			return true;
	return !open.is_known;
}

/* Of all that anybody owes, this customer's item alone has the amount. */
static bool is_sole(const struct facts *facts, uint64_t customer_no)
{
	const struct aq_item *item;

	if (facts->stranger_count != 1 || facts->strangers[0].is_near)
		return false;
	item = match_view_item(facts->view, facts->strangers[0].item_no);
	return item && item->customer_no == customer_no && item->open == facts->money &&
	       item->currency == facts->currency;
}

/* The master data knows others by this name, and one of them may be who pays. */
static bool is_denied(struct facts *facts, uint64_t customer_no)
{
	bool is_other = false;

	for (size_t i = 0; i < facts->name_count; i++) {
		if (facts->names[i] == customer_no)
			return false;
		is_other |= owes(facts, facts->names[i]);
	}
	/* Whose legal form differs may still be meant: what was learned knows the form no better. */
	for (size_t i = 0; i < facts->alike_count; i++) {
		if (facts->alike[i] == customer_no)
			return false;
		is_other |= owes(facts, facts->alike[i]);
	}
	return is_other && !is_sole(facts, customer_no);
}

/* What was cut off may be another's name, who has not paid yet. */
static bool is_cut_from_another(struct facts *facts, uint64_t customer_no)
{
	for (size_t i = 0; i < facts->cut_count; i++)
		if (facts->cut[i] != customer_no && owes(facts, facts->cut[i]))
			return !is_sole(facts, customer_no);
	return false;
}

static bool waits_elsewhere(const struct facts *facts, uint64_t customer_no)
{
	const struct aq_waiting *waiting = facts->waiting;

	return waiting->customer_no != 0 && waiting->bucket != AQ_BUCKET_UNIDENTIFIED &&
	       waiting->customer_no != customer_no;
}

static void doubt(struct facts *facts)
{
	facts->is_learned_doubtful = true;
	facts->by_name = 0;
}

static void know(struct facts *facts, struct taught by_account, struct taught by_name)
{
	/* A new account of a payer whose name is known is still that payer's. */
	bool is_account = by_account.is_enough || by_account.count > 1 ||
			  (by_account.count == 1 && by_account.customer_no != by_name.customer_no);
	struct taught taught = is_account ? by_account : by_name;

	if (taught.count > 1 || (taught.is_enough && waits_elsewhere(facts, taught.customer_no)) ||
	    (by_name.is_enough && is_account && by_name.customer_no != taught.customer_no)) {
		doubt(facts);
	} else if (taught.is_enough &&
		   (is_denied(facts, taught.customer_no) ||
		    (!is_account && is_cut_from_another(facts, taught.customer_no)))) {
		doubt(facts);
	} else if (taught.is_enough && is_account) {
		facts->by_account = taught.customer_no;
		facts->is_learned = true;
	} else if (taught.is_enough && facts->by_name != taught.customer_no) {
		facts->is_learned = true;
		facts->by_name = taught.customer_no;
	}
}

void match_know_learned(struct facts *facts, const struct mentions *mentions)
{
	struct taught by_account;
	struct taught by_name;

	if (facts->by_number != 0 || facts->is_number_tied || facts->account_count > 0 ||
	    facts->is_balance)
		return;
	by_account = read(facts, mentions, true);
	by_name = read(facts, mentions, false);
	facts->has_learned = by_account.count + by_name.count > 0;
	if (facts->has_learned)
		know(facts, by_account, by_name);
}
