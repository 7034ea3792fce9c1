/*
 * facts.h - what is known of one payment: which numbers it names, whose they
 * are, and who pays.
 */
#ifndef MATCH_FACTS_H
#define MATCH_FACTS_H

#include "view.h"

#define NAMED_MAX  128
#define OWNERS_MAX 16
#define LISTED_MAX 32

/* One meaning of one number in the payment. */
struct named {
	const struct aq_token *token;
	enum aq_hit_kind kind;
	uint64_t target_no;
	uint64_t customer_no; /* owner; 0: a bundle of several */
	const struct aq_item *item;
	const struct aq_contract *contract;
	const struct aq_subscription *subscription;
	const struct aq_bundle *bundle;
	bool is_doubtful; /* also a date, an amount, a telephone number, or a piece of more */
	bool is_contested; /* the same number means something else too, and nothing settles which */
	bool is_rival; /* the same digits may be read as one number or as two */
	bool is_dropped;
};

enum known_by {
	KNOWN_NOT,
	KNOWN_BY_BUCKET, /* its money already waits on this customer's account */
	KNOWN_BY_ACCOUNT,
	KNOWN_BY_NUMBER
};

/* Hit kinds seen, as bits: a rule that needs one looks here first. */
#define SEEN(kind) (1u << (unsigned)(kind))
#define SEEN_ITEM  (SEEN(AQ_HIT_INVOICE) | SEEN(AQ_HIT_REFERENCE))

struct facts { /* scratch of the night, one payment at a time */
	struct view *view;
	const struct aq_waiting *waiting;
	int64_t money; /* what of it waits */
	aq_currency currency;
	struct aq_date paid_on; /* value date */
	bool is_rest; /* part of it already sits on items */
	bool is_balance; /* it rests on the customer's account */
	bool is_overfull; /* more meanings than NAMED_MAX */
	struct named named[NAMED_MAX];
	size_t named_count;
	struct named
		listed[LISTED_MAX]; /* invoices of lists written short: none counts by itself */
	size_t listed_count;
	uint32_t seen; /* kinds that count */
	const struct named *items[NAMED_MAX]; /* those that name an item, each item once */
	size_t item_count;
	const struct named
		*contested; /* a meaning nothing settled, and another of the same number */
	const struct named *contested_other;
	uint64_t by_number; /* the one customer named by number; 0: none, or two */
	bool is_number_tied;
	bool has_billing;
	const struct named *number; /* how it is named; two when tied */
	const struct named *number_other;
	uint64_t by_account; /* the one customer whose registered account paid */
	uint64_t by_name; /* the one customer who bears the payer's name */
	uint64_t accounts[OWNERS_MAX]; /* customers the account is registered for */
	size_t account_count;
	uint64_t names[OWNERS_MAX]; /* customers who bear the name */
	size_t name_count;
	bool is_spelled; /* it is theirs but for letters that banks spell in ASCII */
	uint64_t
		cut[OWNERS_MAX]; /* customers whose names begin as the payer's, which was cut off */
	size_t cut_count;
	uint64_t alike[OWNERS_MAX]; /* customers of the name with another legal form */
	size_t alike_count;
	/* Customers the account (else the name) has paid for; what they say is heard
	 * only where the master data knows neither (learned.c). */
	uint64_t learned[OWNERS_MAX];
	size_t learned_count;
	bool has_learned; /* there is something of the kind, and nothing better */
	bool is_learned; /* by_account or by_name was learned */
	bool is_learned_doubtful; /* it speaks for several, or against what else is known */
	const struct aq_stranger *strangers; /* open items of exactly this amount */
	size_t stranger_count;
	uint64_t payer; /* number, else account, else bucket */
	enum known_by payer_by;
};

/* The slices of a problem's hits and payers that are one payment's. */
struct mentions {
	const struct aq_hit *hits;
	size_t hit_count;
	const struct aq_payer_hit *payers;
	size_t payer_count;
	const struct aq_stranger *strangers;
	size_t stranger_count;
};

/* Fills everything; `view` and `waiting` are set by the caller. */
void match_facts_read(struct facts *facts, const struct mentions *mentions);
/* learned.c: who pays, by what earlier applications taught. */
void match_know_learned(struct facts *facts, const struct mentions *mentions);
/* doubt.c: drops meanings that do not count and marks those nothing settles. */
void match_doubt(struct facts *facts);

/* Things of several kinds are named: an invoice and a bundle, a contract and a subscription. */
bool match_names_several(const struct facts *facts);
bool match_is_apart(const struct facts *facts, uint64_t item_no);
/* The payer is known by number or account, and is somebody else than the owner. */
bool match_is_stranger(const struct facts *facts, uint64_t owner);
/* Whose account takes money that is asked about: the payer's, else the owner's, where
 * all that is named is one owner's; 0: nobody's. */
uint64_t match_account_for(const struct facts *facts, uint64_t owner);
/* near.c: the payer's name was cut off, and is where the customer's begins. */
bool match_has_cut_name(const struct facts *facts, uint64_t customer_no);
/* near.c: what is written is the item's number but for one character, or for one of
 * its ends. */
bool match_is_nearly(const struct facts *facts, const struct aq_token *token,
		     const struct aq_item *item);
/* A number in a field of its own (or a checked structured reference) that
 * nobody knows; NULL: none. */
const struct aq_token *match_unknown_number(const struct facts *facts);
/* near.c: what is written is one of the numbers after the item's. */
bool match_is_next(const struct facts *facts, const struct aq_token *token,
		   const struct aq_item *item, int steps_max);
/* The number was found in the master data, and counts. */
bool match_names(const struct facts *facts, const struct aq_token *token);
/* Needs a second fact, by what stands around it. */
bool match_is_doubtful(const struct aq_token *token);
/* doubt.c: a word or a field says that this number is no invoice. */
bool match_is_contradicted(const struct named *named);
/* The field says what its number is. */
bool match_is_typed(enum aq_reference_kind kind);
/* The number is typed as a structured reference whose check digits hold. */
bool match_is_structured(const struct named *named);

#endif
