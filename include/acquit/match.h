/*
 * match.h - who owes what; pure.
 *
 * An automatic application needs an anchor (a reference, or a payer known by
 * number or account), an amount class and uniqueness; scores only rank
 * suggestions. When two answers fit, both are named and none is applied.
 *
 * The night is one problem. Payments come in chunks with everything the store
 * knows about the numbers they hold (_propose); when all chunks are in, claims
 * on the same items are settled against each other (_assign). A payment that
 * loses is proposed again in the next round, against what is open then; after
 * AQ_MATCH_ROUNDS_MAX rounds what still loses is asked. The result does not
 * depend on the order of files, rows or chunks.
 */
#ifndef ACQUIT_MATCH_H
#define ACQUIT_MATCH_H

#include "acquit/item.h"
#include "acquit/ledger.h"
#include "acquit/normalise.h"

enum aq_rule {
	AQ_RULE_NONE,
#define AQ_RULE(id, name, class, confidence, says) id,
#include "acquit/rules.def"
#undef AQ_RULE
	AQ_RULE_COUNT
};

const char *aq_rule_name(enum aq_rule rule); /* "" for none */
int aq_rule_class(enum aq_rule rule);
int aq_rule_confidence(enum aq_rule rule);
const char *aq_rule_says(enum aq_rule rule);
enum aq_rule aq_rule_find(struct aq_slice name);
/* One that is tried on waiting payments, and may be switched off. */
bool aq_rule_is_tried(enum aq_rule rule);
/* The whole table, field by field, for its hash. */
void aq_rules_put(struct aq_buffer *out);

/* What a token turned out to be: one row for each meaning of it in the master data. */
enum aq_hit_kind {
	AQ_HIT_CUSTOMER, /* customer_no */
	AQ_HIT_BILLING, /* billing account: customer_no */
	AQ_HIT_INVOICE, /* item_no; by invoice_no */
	AQ_HIT_REFERENCE, /* item_no; by the invoice's own structured reference */
	AQ_HIT_CONTRACT, /* contract_no */
	AQ_HIT_NOTIFICATION, /* contract_no, by its notification number */
	AQ_HIT_BUNDLE, /* bundle_no */
	AQ_HIT_SUBSCRIPTION /* subscription_no */
};

struct aq_hit {
	uint32_t payment_index; /* in the problem */
	uint32_t token_index; /* in that payment's tokens */
	enum aq_hit_kind kind;
	uint64_t target_no;
	uint64_t customer_no; /* owner */
};

/* How the payer is known besides numbers in the text. */
enum aq_payer_source {
	AQ_PAYER_REGISTERED, /* in the master data */
	AQ_PAYER_SPELLED, /* in the master data, a name that is spelled with other letters */
	AQ_PAYER_LEARNED, /* certain applications of earlier days say it, and enough of them */
	AQ_PAYER_TOLD, /* something says it, which is not enough to know, but enough to doubt others */
	AQ_PAYER_OTHER_FORM, /* in the master data, but with another legal form: somebody else */
	AQ_PAYER_CUT /* the customer's name may be the one that the file cut off */
};
struct aq_payer_hit {
	uint32_t payment_index;
	uint64_t customer_no;
	bool is_account; /* else a name */
	enum aq_payer_source source;
};

/* An open item of exactly the amount: nothing but the amount speaks for it. */
struct aq_stranger {
	uint32_t payment_index;
	uint64_t item_no;
	bool is_near; /* so many items have the amount that only nearly written numbers came */
};

#define AQ_APART_ACCOUNT ((uint64_t)1 << 62)

/* Money on an account comes before the rules where balances are spent, and else where
 * it is asked about since what it names was paid already: that may be open again. */
struct aq_waiting { /* a payment that waits, as the store has it */
	struct aq_payment payment;
	enum aq_bucket bucket; /* where its remainder sits now */
	int64_t remainder;
	uint64_t customer_no; /* of that bucket; 0: none */
	enum aq_payment_status status;
	uint64_t contract_no; /* held for it; 0: none */
	/* Of the payer's account, equal for equal ones; 0: none, or its text alone tells. */
	uint64_t account_no;
	/* What a person took it off, never by itself again: item_nos, and with
	 * AQ_APART_ACCOUNT the customer_nos of accounts. */
	const uint64_t *apart;
	size_t apart_count;
	const struct aq_token *tokens;
	size_t token_count;
	/* In a thin problem: something may have been learned of its account or name. */
	bool may_be_taught;
};

struct aq_problem { /* one chunk; borrowed for the call */
	const struct aq_waiting *waiting;
	size_t waiting_count;
	const struct aq_hit *hits; /* sorted by payment, token, kind, target */
	size_t hit_count;
	const struct aq_payer_hit *payers; /* sorted by payment, customer */
	size_t payer_count;
	const struct aq_stranger *strangers; /* sorted by payment, item; of few payments */
	size_t stranger_count;
	/* Everything the hits lead to, each sorted by its number. Items hold the
	 * invoices hit, the items of contracts and bundles hit, and all open items
	 * of customers in `open_of`. Closed ones have open == 0. */
	const struct aq_item *items;
	size_t item_count;
	const struct aq_customer *customers;
	size_t customer_count;
	const struct aq_contract *contracts;
	size_t contract_count;
	const struct aq_subscription *subscriptions;
	size_t subscription_count;
	const struct aq_bundle *bundles;
	size_t bundle_count;
	/* Customers whose open items are all in `items` (sorted); is_cut: there
	 * were more than OPEN_ITEMS_MAX and nothing may be concluded from "all".
	 * It must list, for every payment of the chunk, the customers its customer
	 * and billing hits, its payer hits (accounts and names) and its bucket lead
	 * to; owners of other hits need not be there and are never looked for, so
	 * that the chunk a payment comes in changes nothing. Where the problem is
	 * not thin, all contracts of these customers are in `contracts` too (when
	 * there are more than OPEN_ITEMS_MAX, one more than that). */
	const struct aq_open_of {
		uint64_t customer_no;
		bool is_cut;
	} * open_of;
	size_t open_of_count;
	/* Brought without what few payments need: the names of payers, and the
	 * open items of customers whose payment names an item. A payment whose
	 * rules ask for them is not concluded but listed as hungry, and is to be
	 * proposed again with everything. What is concluded is the same. */
	bool is_thin;
};

/* Above it a rule applies nothing by itself; the money is asked about. */
struct aq_rule_limit {
	enum aq_rule rule;
	struct aq_money money;
};
#define AQ_RULE_LIMITS_MAX 64

/* "99.50 %" is 9950; 0 says that there is none. */
struct aq_percent {
	unsigned hundredths;
};
#define AQ_PERCENT_WHOLE 10000

/* What became of a rule's applications of late, and whether it still applies by
 * itself; worked out once, before the night. */
struct aq_rule_standing {
	bool is_off; /* by the site */
	bool is_demoted; /* it only suggests: persons took off too much of what it did */
	struct aq_date since; /* the day from which on it is judged */
	uint64_t applied, undone;
	struct aq_percent limit;
};
#define AQ_RULE_DAYS	    90 /* it is judged by, the business date among them */
#define AQ_RULE_APPLIED_MAX (UINT64_C(1) << 40)
/* So many were undone that chance does not explain it, if as many as `limit` are right. */
bool aq_rule_is_under(uint64_t applied, uint64_t undone, struct aq_percent limit);

/* What becomes of a payment that is less than what it names. */
enum aq_short {
	AQ_SHORT_UNSAID,
	AQ_SHORT_PARTIAL, /* it is put on what it names; the rest stays open and nobody is asked */
	AQ_SHORT_RESIDUAL, /* the same, and what stays open is a question */
	AQ_SHORT_ASK /* it is put on nothing, and asked about */
};

/* What a site puts up with: in all payments, in those that one rule applies, or
 * in one customer's. Of a tolerance each level that says something must agree;
 * of the others the customer's own word goes first. Texts live with the home. */
struct aq_terms {
	enum aq_rule rule; /* of [rule.X]; NONE: of another level */
	struct aq_slice customer; /* of [customer.X], the number; empty: of another level */
	uint64_t line; /* where acquit.conf begins to say it */
	const struct aq_money *tolerance;
	size_t tolerance_count;
	bool has_percent;
	int64_t percent_millionths; /* of what is owed: 10,000 are one percent */
	bool has_grace;
	int32_t grace_days; /* a discount is granted so long after it ended */
	enum aq_short when_short;
};
/* One that names invoices: only there a small difference may be given up. */
bool aq_rule_may_tolerate(enum aq_rule rule);

#define AQ_OPEN_ITEMS_MAX   2000
#define AQ_MATCH_ROUNDS_MAX 5

struct aq_match_settings {
	struct aq_date business_date;
	bool use_balance; /* [match] use_balance = oldest-first */
	uint64_t rules_off; /* 1 << rule: it applies nothing */
	const struct aq_rule_limit *limits;
	size_t limit_count;
	const struct aq_rule_standing *standings; /* by rule; NULL: none is demoted */
	/* [match] first, then rules, then customers by their numbers (aq_slice_compare). */
	const struct aq_terms *terms;
	size_t terms_count;
	const unsigned char *key; /* lessons tell accounts by aq_siphash with it; NULL: none */
};

/* How questions of what was paid already are worded: they begin with the item's number.
 * The store tells them anew as things change, and reads the number out of them. */
#define AQ_SAYS_PAID	   " is already paid"
#define AQ_SAYS_PAID_TOO   " is named too and is already paid"
#define AQ_SAYS_OPEN_AGAIN " was paid already, and is open again with "

enum aq_outcome {
	AQ_OUTCOME_STAY, /* nothing changes: still waits as it does */
	AQ_OUTCOME_APPLY, /* allocations below; they always sum to the remainder */
	AQ_OUTCOME_QUESTION /* moves to its bucket with an exception */
};

/* A suggestion: what a person might mean, with a reason. */
struct aq_suggestion {
	enum aq_target_kind kind;
	struct aq_slice target; /* number */
	struct aq_slice customer;
	int64_t amount;
	struct aq_slice reason;
};
#define AQ_SUGGESTIONS_MAX 3

/* What becomes of one payment. allocations sum to the remainder: what no item
 * takes is an account allocation (on-account, unapplied, held; always the last
 * one), or stays where it is, with no allocation, when nobody is known or it
 * is there already. AQ_OUTCOME_APPLY may carry an exception too: a part is
 * applied and something is asked about the rest. A question has
 * AQ_RULE_NONE but for contract-held and already-paid. Texts live in the night
 * until the next round. */
struct aq_decision {
	uint64_t payment_no;
	struct aq_payment_id payment;
	enum aq_outcome outcome;
	enum aq_rule rule;
	enum aq_payment_status status; /* what the payment becomes */
	enum aq_bucket bucket; /* where what is left of it sits afterwards */
	uint64_t customer_no; /* of that bucket */
	struct aq_slice customer;
	uint64_t contract_no; /* held for it */
	int64_t left; /* what is left of it */
	const struct aq_allocation *allocations;
	size_t allocation_count;
	enum aq_code exception; /* AQ_CODE_NONE: no question */
	struct aq_slice explanation; /* of the exception: one sentence with both answers */
	uint64_t paid_item_no; /* the closed item that is named; 0: none */
	struct aq_suggestion suggestions[AQ_SUGGESTIONS_MAX];
	size_t suggestion_count;
	struct aq_slice evidence; /* also of questions: gates passed and failed */
	struct aq_slice memo; /* of its entry: what is written off, and by which limit */
};

struct aq_night;

enum aq_status aq_night_new(struct aq_night **out, const struct aq_match_settings *settings,
			    struct aq_error *err);
void aq_night_free(struct aq_night *night);
/* Begins a round, the first one too; numbers grow within a night, and one that
 * does not begins another night. Forgets the decisions of the round before. In
 * the fifth round settled, losers are asked and none is left over. */
void aq_night_round(struct aq_night *night, int round);
enum aq_status aq_night_propose(struct aq_night *night, const struct aq_problem *problem,
				struct aq_error *err);
/* Which waiting payments of the last, thin problem want more: rising indexes,
 * valid until the next call. */
const uint32_t *aq_night_hungry(const struct aq_night *night, size_t *count);
/* Settles the claims. Afterwards decisions can be read, in payment_no order,
 * and the losers' payment_nos (sorted) are what the next round proposes. */
enum aq_status aq_night_assign(struct aq_night *night, struct aq_error *err);
size_t aq_night_decision_count(const struct aq_night *night);
/* Built from compact facts when it is read: it, its allocations and its evidence
 * are valid until the next call; its other texts until the next round. */
const struct aq_decision *aq_night_decision(const struct aq_night *night, size_t index);
/* The payments of the round that claim items, before _assign: their answers rest
 * on each other. NULL: they are only counted. */
size_t aq_night_claimants(const struct aq_night *night, uint64_t *out);
const uint64_t *aq_night_losers(const struct aq_night *night, size_t *count);

/* In the first pass some payments are counted that need another look. What was learned
 * of payers waits until tonight's numbers have all had their say, since they may tell
 * of a second customer; and who is asked about is asked again with everything that a
 * person may want to know, when all is applied that can be. */
void aq_night_first_pass(struct aq_night *night, bool is_first);
uint64_t aq_night_put_off(const struct aq_night *night);
/* What an application tells of who pays, for later nights: certain is own
 * reference and exact amount. Of all decisions, after _assign. */
struct aq_lesson {
	uint64_t payment_no;
	uint64_t customer_no;
	uint64_t account_hash; /* of the payer's account, where nobody registered it; 0: none */
	bool is_certain;
	bool has_name; /* the payer's name is not the customer's own */
};
/* NULL: they are only counted. */
size_t aq_night_lessons(const struct aq_night *night, struct aq_lesson *out);

/* --- settlements: the bank's lump against the details it stands for --- */

struct aq_settlement {
	uint64_t settlement_no;
	struct aq_slice source; /* "ach:COMPANY", "camt.054:ACCOUNT", gateway */
	struct aq_slice settlement_id;
	struct aq_slice
		match_ids[4]; /* ids a bank line may carry: payout id, batch, trace … normal form */
	aq_currency currency;
	struct aq_date settled_on;
	/* Signed: net = gross - fees - returns - held + exchanged + other is what
	 * the bank should bring. */
	int64_t gross, fees, returns, net, deposited;
	int64_t held, exchanged,
		other; /* reserves; other currencies; interest, rounding, transfers */
	uint64_t run_no; /* that moved it last */
};

struct aq_lump { /* a statement line that may be one */
	uint64_t payment_no;
	struct aq_payment_id payment;
	enum aq_direction direction;
	aq_currency currency;
	int64_t amount;
	struct aq_date booked_on;
	struct aq_slice account; /* ours, that it stands on */
	struct aq_slice folded; /* its texts, payer, ids, folded, for company ids and names */
	const struct aq_slice *ids; /* normal forms of its references and text tokens */
	size_t id_count;
};

struct aq_settled { /* result for one lump that is one */
	uint64_t payment_no;
	size_t settlement_index; /* SIZE_MAX with an exception */
	size_t fits[2], fit_count; /* settlements that a person may mean */
	enum aq_rule rule;
	enum aq_code
		exception; /* AQ_POSSIBLE_DOUBLE: several fit; AQ_SETTLEMENT_DIFFERENCE: closes with a difference */
	int64_t amount; /* what of the settlement it closes */
	bool is_weak; /* by its net alone, or by that and a number that may be any */
	struct aq_slice evidence;
};

/* `source_names` pairs configured names in bank lines with sources: [gateway.X] bank_name. */
struct aq_source_name {
	struct aq_slice source;
	struct aq_slice folded;
};
struct aq_settle_problem {
	const struct aq_settlement *settlements;
	size_t settlement_count;
	const struct aq_lump *lumps;
	size_t lump_count;
	const struct aq_source_name *names;
	size_t name_count;
};
/* Lumps that are no settlement are not in the result; one that is several has a
 * result for each, whose amounts sum to its own. Sorted by payment_no, settlement. */
enum aq_status aq_settle(const struct aq_settle_problem *problem, struct aq_arena *arena,
			 struct aq_settled **out, size_t *count, struct aq_error *err);

#endif
