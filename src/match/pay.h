/*
 * pay.h - puts money on items that are known to be meant, and asks the
 * questions every rule may have to ask.
 */
#ifndef MATCH_PAY_H
#define MATCH_PAY_H

#include "answer.h"

/* Items to be paid together, in the order they are paid. */
struct basket {
	const struct aq_item *items[SHARES_MAX];
	size_t count;
	bool is_overfull;
	bool is_mixed; /* several owners */
	uint64_t customer_no; /* the first's owner */
	int64_t total; /* net of credit notes */
	int64_t reduced; /* with everything deducted that may be */
	int64_t credits; /* what credit notes bring, positive */
};

void match_basket_begin(struct basket *basket);
/* Open items of the payment's currency only. False on overflow or when full:
 * the basket is then overfull. */
bool match_basket_add(const struct facts *facts, struct basket *basket, const struct aq_item *item);
enum amount_class match_basket_amount(const struct basket *basket, int64_t money);
/* Puts the money on the items as the class says; in order, the last one
 * partly, when it is short. */
void match_basket_pay(const struct facts *facts, struct answer *answer, const struct basket *basket,
		      enum amount_class amount);

/* The same where they are named: short by a little, they may all be closed. */
struct called {
	enum amount_class amount;
	enum aq_rule rule;
};
void match_basket_pay_named(const struct facts *facts, struct answer *answer,
			    const struct basket *basket, struct called called);

/* One item named: by any rule that names one. Always answers. */
void match_pay_named(const struct facts *facts, struct answer *answer, const struct named *named,
		     enum aq_rule rule);

/* What is in the way of an item before its amount is looked at. */
bool match_ask_currency(const struct facts *facts, struct answer *answer,
			const struct aq_item *item);
bool match_ask_apart(const struct facts *facts, struct answer *answer, const struct aq_item *item);
void match_ask_already_paid(const struct facts *facts, struct answer *answer, uint64_t owner,
			    struct aq_slice target);
/* Of an item that is named beside what was paid: the rest may have been meant for it. */
void match_ask_paid_too(struct answer *answer, const struct aq_item *item);
/* `what` is the thing named in words, `why` what is wrong with the amount. */
void match_ask_conflict(const struct facts *facts, struct answer *answer, uint64_t owner,
			const char *what, const char *why);

/* Notes that the account that paid is known. */
void match_note_account(const struct facts *facts, struct answer *answer);
/* Notes who pays, for the evidence. */
void match_note_payer(const struct facts *facts, struct answer *answer, uint64_t owner);
/* "customer C1 (customer_no)", for sentences. */
#define PAYER_WORDS_BYTES 160
const char *match_payer_words(const struct facts *facts, char out[PAYER_WORDS_BYTES]);

#endif
