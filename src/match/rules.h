/*
 * rules.h - the rules, as functions; rules.c ties them to rules.def.
 *
 * A rule returns false when it has nothing to say. It returns true when the
 * answer is its: an application or a question.
 */
#ifndef MATCH_RULES_H
#define MATCH_RULES_H

#include "pay.h"

/* What looking for a set of a known customer's items came to. */
enum sets_seen {
	SETS_NOT, /* not looked for */
	SETS_NONE, /* no set of at most three */
	SETS_CHANCE, /* there is one, but chance finds such ones too, or it is not the only one */
	SETS_UNSURE, /* discounts make it unsure */
	SETS_BOUND /* too many to look at */
};

#define SET_SUMS_MAX 32768

struct desk { /* what a rule works with; scratch of the night */
	struct facts facts;
	struct answer answer;
	struct basket basket;
	struct basket other; /* a second hypothesis */
	enum aq_rule held_back; /* the first that would apply it, and may not; NONE: none would */
	enum sets_seen sets_seen;
	const struct aq_item *set[3]; /* found, but not concluded from */
	size_t set_count;
	int64_t sums_one[SET_SUMS_MAX];
	int64_t sums_other[SET_SUMS_MAX];
	int64_t sums_base[SET_SUMS_MAX];
	int64_t sums_merged[SET_SUMS_MAX];
};

typedef bool match_rule(struct desk *desk);

/* NULL for rules that are not tried on waiting payments. */
match_rule *match_rule_function(enum aq_rule rule);
/* The rule names items itself: what it finds stands beside a contested number. */
bool match_rule_names_items(enum aq_rule rule);

match_rule match_structured;
match_rule match_contract;
match_rule match_bundle;
match_rule match_remittance;
match_rule match_invoice_customer;
match_rule match_invoice_list;
match_rule match_invoice;
match_rule match_subscription;
match_rule match_customer_item;
match_rule match_customer_set;
match_rule match_top_up;
match_rule match_account_item;
match_rule match_account_set;
match_rule match_account_top_up;
match_rule match_balance;
match_rule match_proven_set;
match_rule match_name_item;
match_rule match_name_set;

/* listed.c: what is named is not the money, but a list written short goes on from it:
 * all of the list is paid, or it is asked about. */
void match_judge_listed(struct desk *desk);
/* The same where the number it begins with counts only as a part of more; false: it is
 * not the money. */
bool match_listed_alone(struct desk *desk);

/* short.c: what the site wants done where what is named costs more. */
void match_judge_short(struct desk *desk);

/* When no rule has an answer. */
void match_nothing_fits(struct desk *desk);
/* The same of money on an account: it stays, and what is open again is said. */
void match_still_rests(struct desk *desk);
/* demote.c: what a rule concluded that only suggests becomes a question. */
bool match_is_demoted(const struct desk *desk);
void match_demote(struct desk *desk);

/* list.c: puts the items named into the basket, to be paid with what else is named of the
 * owner; false: one is somebody else's, closed, a credit note, or not to be paid by this. */
bool match_basket_of_named(struct desk *desk, uint64_t owner);
/* Their numbers, for the evidence. */
void match_prove_items(struct desk *desk);

/* known.c: what a customer who is known may be paying, without an item named. */
struct known {
	uint64_t customer_no;
	enum aq_rule rule;
	bool is_all_only; /* of the sets only all that is open */
};
/* May an item be meant by money that does not name it? */
bool match_is_usable(const struct facts *facts, const struct aq_item *item);
/* Notes how the customer is known, for the evidence. */
void match_prove_known(struct desk *desk, const struct known *known);
bool match_exact_item(struct desk *desk, const struct known *known);
bool match_canonical_set(struct desk *desk, const struct known *known);
/* The rule under which a known account pays: registered, or learned. */
enum aq_rule match_account_rule(const struct facts *facts, enum aq_rule rule);
/* name.c: a number typed into the text that nobody knows says that something else is meant. */
bool match_has_strange_number(const struct facts *facts);
/* name.c: the one customer who bears the payer's name, where nothing better is known; 0: none. */
uint64_t match_by_name(const struct facts *facts);
/* What the evidence says of it. */
unsigned match_name_notes(const struct facts *facts);
/* name.c: the first of a customer's open items that fits the money alone; NULL: none. */
const struct aq_item *match_exact_of(const struct facts *facts, uint64_t customer_no);
/* name.c: what is named is the owner's and has another amount, but the customer who bears
 * the payer's name is somebody else and has an item of exactly this one; NULL: no such. */
const struct aq_item *match_own_by_name(const struct facts *facts, uint64_t owner);
struct other { /* what is named */
	const char *what;
	uint64_t owner;
};
/* Asks which of the two is meant; the money is nobody's yet. */
void match_ask_own(const struct facts *facts, struct answer *answer, const struct aq_item *own,
		   const struct other *other);
/* Both, for an item; false: there is no question. */
bool match_ask_own_or_item(const struct facts *facts, struct answer *answer,
			   const struct aq_item *item);
/* contract.c: a contract without an item yet, of which this is an amount. */
bool match_contract_option(struct desk *desk, const struct known *known);
/* Signed, not paid, in this currency, and without an item until it is paid. */
bool match_is_owed(const struct facts *facts, const struct aq_contract *contract);
/* What of it may be paid, as suggestions. */
void match_suggest_options(struct desk *desk, const struct aq_contract *contract);

#endif
