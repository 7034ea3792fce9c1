/*
 * kind.c - the public words for kinds, statuses and targets.
 */
#include "acquit/kind.h"

#include "acquit/claim.h"

static const char *const kind_names[AQ_KIND_COUNT] = {
	[AQ_KIND_RECEIPT] = "receipt",
	[AQ_KIND_RETURN] = "return",
	[AQ_KIND_REFUND] = "refund",
	[AQ_KIND_CHARGEBACK] = "chargeback",
	[AQ_KIND_FEE] = "fee",
	[AQ_KIND_SETTLEMENT] = "settlement",
	[AQ_KIND_OUTGOING] = "outgoing",
	[AQ_KIND_NOTICE] = "notice",
	[AQ_KIND_ADJUSTMENT] = "adjustment",
};

static const char *const adjusts_names[] = {
	[AQ_ADJUSTS_UNTOLD] = "",	    [AQ_ADJUSTS_INTEREST] = "interest",
	[AQ_ADJUSTS_RESERVE] = "reserve",   [AQ_ADJUSTS_EXCHANGE] = "exchange",
	[AQ_ADJUSTS_TRANSFER] = "transfer", [AQ_ADJUSTS_TAX] = "tax",
};

static const char *const payment_status_names[AQ_PAYMENT_STATUS_COUNT] = {
	[AQ_PAYMENT_APPLIED] = "applied",
	[AQ_PAYMENT_PART_APPLIED] = "part-applied",
	[AQ_PAYMENT_ON_ACCOUNT] = "on-account",
	[AQ_PAYMENT_UNAPPLIED] = "unapplied",
	[AQ_PAYMENT_HELD] = "held",
	[AQ_PAYMENT_UNIDENTIFIED] = "unidentified",
	[AQ_PAYMENT_REVERSAL] = "reversal",
	[AQ_PAYMENT_POSSIBLE_DUPLICATE] = "possible-duplicate",
	[AQ_PAYMENT_REFUSED] = "refused",
	[AQ_PAYMENT_SETTLEMENT] = "settlement",
	[AQ_PAYMENT_FEE] = "fee",
	[AQ_PAYMENT_REFUND] = "refund",
	[AQ_PAYMENT_OUTGOING] = "outgoing",
	[AQ_PAYMENT_NOTICE] = "notice",
	[AQ_PAYMENT_RETURNED] = "returned",
	[AQ_PAYMENT_DUPLICATE] = "duplicate",
};

static const char *const target_kind_names[] = {
	[AQ_TARGET_NONE] = "",
	[AQ_TARGET_INVOICE] = "invoice",
	[AQ_TARGET_CONTRACT] = "contract",
	[AQ_TARGET_SUBSCRIPTION] = "subscription",
	[AQ_TARGET_ACCOUNT] = "account",
};

const char *aq_kind_name(enum aq_kind kind)
{
	AQ_CLAIM(kind < AQ_KIND_COUNT);
	return kind_names[kind];
}

bool aq_kind_find(struct aq_slice name, enum aq_kind *out)
{
	for (unsigned kind = 0; kind < AQ_KIND_COUNT; kind++) {
		if (aq_slice_is(name, kind_names[kind])) {
			*out = (enum aq_kind)kind;
			return true;
		}
	}
	return false;
}

const char *aq_adjusts_name(enum aq_adjusts adjusts)
{
	AQ_CLAIM(adjusts <= AQ_ADJUSTS_TAX);
	return adjusts_names[adjusts];
}

bool aq_adjusts_find(struct aq_slice word, enum aq_adjusts *out)
{
	for (unsigned adjusts = AQ_ADJUSTS_UNTOLD + 1; adjusts <= AQ_ADJUSTS_TAX; adjusts++) {
		if (aq_slice_is(word, adjusts_names[adjusts])) {
			*out = (enum aq_adjusts)adjusts;
			return true;
		}
	}
	return false;
}

const char *aq_payment_status_name(enum aq_payment_status status)
{
	AQ_CLAIM(status < AQ_PAYMENT_STATUS_COUNT);
	return payment_status_names[status];
}

const char *aq_target_kind_name(enum aq_target_kind kind)
{
	AQ_CLAIM(kind <= AQ_TARGET_ACCOUNT);
	return target_kind_names[kind];
}
