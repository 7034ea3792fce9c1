/*
 * amount.h - amount classes of one item, and the orders items come in.
 */
#ifndef MATCH_AMOUNT_H
#define MATCH_AMOUNT_H

#include "facts.h"

/* From the weakest to the strongest: claims of one night are ranked by it. */
enum amount_class {
	AMOUNT_NONE,
	AMOUNT_OVER,
	AMOUNT_SHORT,
	AMOUNT_TOLERATED, /* short by so little that the site gives it up */
	AMOUNT_REDUCED, /* exact less a discount or promotion in time */
	AMOUNT_EXACT
};

/* What may be deducted from the item when this payment closes it; 0: nothing. */
int64_t match_deduction(const struct facts *facts, const struct aq_item *item);
/* What the payment's money is to the item. */
enum amount_class match_amount(const struct facts *facts, const struct aq_item *item);
static inline bool match_fits(enum amount_class amount)
{
	return amount >= AMOUNT_REDUCED;
}
/* The smallest and the only sum that closes the item on that day besides its open amount. */
int64_t match_due(const struct facts *facts, const struct aq_item *item);

/* Digits count by value: F9 before F10. */
int match_number_compare(struct aq_slice one, struct aq_slice other);
/* Due date (absent last), number, item_no: a full order. */
int match_age_compare(const struct aq_item *one, const struct aq_item *other);
/* Paying one or the other is the same to everybody. */
bool match_is_twin(const struct aq_item *one, const struct aq_item *other);
enum aq_target_kind match_target_kind(const struct aq_item *item);
/* "invoice", "contract", "subscription" for sentences. */
const char *match_item_word(const struct aq_item *item);

/* "100.00 USD" */
#define MONEY_WORDS_BYTES 40
const char *match_money_words(int64_t minor, aq_currency currency, char out[MONEY_WORDS_BYTES]);

#endif
