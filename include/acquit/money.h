/*
 * money.h - minor units in a currency (ISO 4217), and sums that cannot overflow.
 */
#ifndef ACQUIT_MONEY_H
#define ACQUIT_MONEY_H

#include "acquit/decimal.h"
#include "acquit/error.h"

/* The numeric code of ISO 4217 (840 is USD); 0 is none. */
typedef uint16_t aq_currency;

#define AQ_CURRENCY_NONE 0

/* Far above any real amount, far below what the sums of years can overflow. */
#define AQ_AMOUNT_MAX INT64_C(10000000000000000)

/* By alphabetic code, any case ("usd"); AQ_CURRENCY_NONE when unknown. Metals,
 * test codes and XXX are no currencies here; withdrawn ones are. */
aq_currency aq_currency_find(struct aq_slice code);
/* "USD"; "" for none. */
const char *aq_currency_code(aq_currency currency);
/* Digits behind the point: VND 0, USD 2, BHD 3. */
uint8_t aq_currency_digits(aq_currency currency);

struct aq_money { /* a value */
	int64_t minor;
	aq_currency currency;
};

/* False on overflow or on two currencies; `out` is then untouched. */
bool aq_money_add(struct aq_money one, struct aq_money other, struct aq_money *out)
	__attribute__((warn_unused_result));
bool aq_money_subtract(struct aq_money one, struct aq_money other, struct aq_money *out)
	__attribute__((warn_unused_result));
bool aq_minor_add(int64_t one, int64_t other, int64_t *out) __attribute__((warn_unused_result));

/* Exact only: false when digits other than 0 stand behind the currency's own,
 * and when the number is absent, the currency unknown, or the sum too large. */
bool aq_money_from_decimal(struct aq_decimal number, aq_currency currency, struct aq_money *out);
/* Rounded half away from zero, for sources with more digits; `exact` tells
 * whether anything was rounded. */
bool aq_money_round(struct aq_decimal number, aq_currency currency, struct aq_money *out,
		    bool *exact);
struct aq_decimal aq_money_to_decimal(struct aq_money money);
/* "-12.50", the currency's own digits, no code. */
#define AQ_MONEY_TEXT_BYTES 32
size_t aq_money_print(struct aq_money money, char out[AQ_MONEY_TEXT_BYTES]);

#endif
