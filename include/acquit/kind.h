/*
 * kind.h - what a payment is, and what became of it.
 */
#ifndef ACQUIT_KIND_H
#define ACQUIT_KIND_H

#include "acquit/slice.h"

enum aq_kind {
	AQ_KIND_RECEIPT,
	AQ_KIND_RETURN,
	AQ_KIND_REFUND,
	AQ_KIND_CHARGEBACK,
	AQ_KIND_FEE,
	AQ_KIND_SETTLEMENT,
	AQ_KIND_OUTGOING,
	AQ_KIND_NOTICE,
	AQ_KIND_ADJUSTMENT,
	AQ_KIND_COUNT
};

const char *aq_kind_name(enum aq_kind kind);
bool aq_kind_find(struct aq_slice name, enum aq_kind *out);

/* What an adjustment is for, where the file says so; decides its account at
 * intake and is not kept. */
enum aq_adjusts {
	AQ_ADJUSTS_UNTOLD, /* unidentified, or unidentified-out */
	AQ_ADJUSTS_INTEREST,
	AQ_ADJUSTS_RESERVE, /* held back by a gateway, or released */
	AQ_ADJUSTS_EXCHANGE, /* one half of a change of currencies */
	AQ_ADJUSTS_TRANSFER, /* from one settlement of a gateway to another */
	AQ_ADJUSTS_TAX /* of kind fee: nothing but the tax on fees */
};

/* The words that say so in a profile's type map: reserve, exchange, interest,
 * transfer, tax. */
bool aq_adjusts_find(struct aq_slice word, enum aq_adjusts *out);
const char *aq_adjusts_name(enum aq_adjusts adjusts); /* "" for untold */

/* INTERFACE section 4. */
enum aq_payment_status {
	AQ_PAYMENT_APPLIED,
	AQ_PAYMENT_PART_APPLIED,
	AQ_PAYMENT_ON_ACCOUNT,
	AQ_PAYMENT_UNAPPLIED,
	AQ_PAYMENT_HELD,
	AQ_PAYMENT_UNIDENTIFIED,
	AQ_PAYMENT_REVERSAL,
	AQ_PAYMENT_POSSIBLE_DUPLICATE,
	AQ_PAYMENT_REFUSED,
	AQ_PAYMENT_SETTLEMENT,
	AQ_PAYMENT_FEE,
	AQ_PAYMENT_REFUND,
	AQ_PAYMENT_OUTGOING,
	AQ_PAYMENT_NOTICE,
	AQ_PAYMENT_RETURNED,
	AQ_PAYMENT_DUPLICATE,
	AQ_PAYMENT_STATUS_COUNT
};

const char *aq_payment_status_name(enum aq_payment_status status);

enum aq_target_kind {
	AQ_TARGET_NONE,
	AQ_TARGET_INVOICE,
	AQ_TARGET_CONTRACT,
	AQ_TARGET_SUBSCRIPTION, /* one instalment of it */
	AQ_TARGET_ACCOUNT
};

const char *aq_target_kind_name(enum aq_target_kind kind);

#endif
