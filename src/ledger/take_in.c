/*
 * take_in.c - what a payment posts the moment its file is taken in.
 *
 * The cash side is bank:ACCOUNT or clearing:SOURCE by the payment's mode. The
 * other side follows from kind and direction by the tables below:
 *
 *   receipt, money in            cash | unidentified
 *   money out of any kind        unidentified-out | cash
 *   return, refund, chargeback
 *     that brings money back     cash | unidentified-out (the sides exchanged)
 *   fee, tax on fees             fees, fee-tax :SOURCE | cash (given back: exchanged)
 *   interest, reserve, exchange, transfer
 *                                cash | interest, reserve, fx, payouts :SOURCE by sign
 *   other adjustment             as a receipt, or as money out
 *
 * A settlement row of a gateway posts nothing: it declares a deposit that the
 * bank will bring. One that stands for no transactions pays out of the running
 * balance, which is the settlement without an id: it takes the amount off that
 * and puts it on a settlement of its own, clearing both times. A statement line
 * that pipeline knows for a lump posts like a receipt, or like money out.
 */
#include "postings.h"

#include "acquit/claim.h"

/* How each kind meets the ledger, by direction. */
struct kind_line {
	enum aq_event event;
	enum aq_bucket in;
	enum aq_bucket out;
};

static const struct kind_line kind_lines[AQ_KIND_COUNT] = {
	[AQ_KIND_RECEIPT] = {AQ_EVENT_RECEIPT, AQ_BUCKET_UNIDENTIFIED, AQ_BUCKET_OUT},
	[AQ_KIND_RETURN] = {AQ_EVENT_RETURN, AQ_BUCKET_OUT, AQ_BUCKET_OUT},
	[AQ_KIND_REFUND] = {AQ_EVENT_RETURN, AQ_BUCKET_OUT, AQ_BUCKET_OUT},
	[AQ_KIND_CHARGEBACK] = {AQ_EVENT_RETURN, AQ_BUCKET_OUT, AQ_BUCKET_OUT},
	[AQ_KIND_FEE] = {AQ_EVENT_FEE, AQ_BUCKET_NONE, AQ_BUCKET_NONE},
	[AQ_KIND_SETTLEMENT] = {AQ_EVENT_RECEIPT, AQ_BUCKET_UNIDENTIFIED, AQ_BUCKET_OUT},
	[AQ_KIND_OUTGOING] = {AQ_EVENT_OUT, AQ_BUCKET_OUT, AQ_BUCKET_OUT},
	[AQ_KIND_NOTICE] = {AQ_EVENT_NONE, AQ_BUCKET_NONE, AQ_BUCKET_NONE},
	[AQ_KIND_ADJUSTMENT] = {AQ_EVENT_ADJUSTMENT, AQ_BUCKET_UNIDENTIFIED, AQ_BUCKET_OUT},
};

static const enum aq_account adjustment_accounts[] = {
	[AQ_ADJUSTS_UNTOLD] = AQ_ACCOUNT_NONE,	    [AQ_ADJUSTS_INTEREST] = AQ_ACCOUNT_INTEREST,
	[AQ_ADJUSTS_RESERVE] = AQ_ACCOUNT_RESERVE,  [AQ_ADJUSTS_EXCHANGE] = AQ_ACCOUNT_FX,
	[AQ_ADJUSTS_TRANSFER] = AQ_ACCOUNT_PAYOUTS, [AQ_ADJUSTS_TAX] = AQ_ACCOUNT_FEE_TAX,
};

/* One payment on its way into postings. */
struct intake {
	const struct aq_payment *payment;
	struct aq_account_ref cash;
	struct aq_slice source; /* qualifier of fees and the like */
	struct aq_slice settlement;
	struct aq_postings postings;
};

static bool posts(const struct aq_payment *payment)
{
	if (payment->mode == AQ_POSTS_NOTHING || payment->is_refused)
		return false;
	if (payment->kind == AQ_KIND_NOTICE)
		return false;
	return true;
}

static bool is_payout(const struct aq_payment *payment)
{
	return payment->kind == AQ_KIND_SETTLEMENT && payment->mode == AQ_POSTS_CLEARING;
}

static bool is_exchanged(const struct aq_payment *payment)
{
	return payment->net_currency != AQ_CURRENCY_NONE &&
	       payment->net_currency != payment->currency;
}

/* As many as add_all can make: most payments make one, and there are millions. */
static size_t postings_count_max(const struct aq_payment *payment)
{
	return 1 + is_payout(payment) + (payment->fee_currency ? 2U : 0U) +
	       (is_exchanged(payment) ? 2U : 0U) + (payment->rounding ? 1U : 0U);
}

static int64_t signed_amount(const struct aq_payment *payment)
{
	return payment->direction == AQ_MONEY_IN ? payment->amount : -payment->amount;
}

static struct aq_account_ref own_account(const struct intake *intake, enum aq_account account)
{
	struct aq_account_ref ref = {.account = account};

	if (aq_account_is_qualified(account))
		ref.qualifier = intake->source;
	return ref;
}

/* Money that comes to the cash side when positive, and leaves it when negative. */
static void add_cash(struct intake *intake, enum aq_account other, aq_currency currency,
		     int64_t amount)
{
	const struct aq_posting posting = {
		.debit = intake->cash,
		.credit = own_account(intake, other),
		.currency = currency,
		.settlement = intake->settlement,
	};

	aq_postings_add(&intake->postings, &posting, amount);
}

static enum aq_account amount_account(const struct aq_payment *payment)
{
	if (payment->kind == AQ_KIND_FEE)
		return payment->adjusts == AQ_ADJUSTS_TAX ? AQ_ACCOUNT_FEE_TAX : AQ_ACCOUNT_FEES;
	if (payment->kind == AQ_KIND_ADJUSTMENT && payment->adjusts != AQ_ADJUSTS_UNTOLD)
		return adjustment_accounts[payment->adjusts];
	return aq_bucket_account(aq_take_in_bucket(payment));
}

static void add_fee(struct intake *intake)
{
	const struct aq_payment *payment = intake->payment;
	int64_t without_tax;

	if (payment->fee_currency == AQ_CURRENCY_NONE || payment->is_fee_apart)
		return;
	if (__builtin_sub_overflow(payment->fee, payment->fee_tax, &without_tax) ||
	    without_tax == INT64_MIN || payment->fee_tax == INT64_MIN) {
		intake->postings.overflowed = true;
		return;
	}
	add_cash(intake, AQ_ACCOUNT_FEES, payment->fee_currency, -without_tax);
	add_cash(intake, AQ_ACCOUNT_FEE_TAX, payment->fee_currency, -payment->fee_tax);
}

/* Gross in one currency and net in another: the gateway gave one for the
 * other. What a fee took in either currency was not exchanged. */
static void add_exchange(struct intake *intake)
{
	const struct aq_payment *payment = intake->payment;
	int64_t given = signed_amount(payment);
	int64_t got = payment->net;
	bool is_overflow = false;

	if (!is_exchanged(payment))
		return;
	if (payment->fee_currency == payment->currency)
		is_overflow = __builtin_sub_overflow(given, payment->fee, &given);
	else if (payment->fee_currency == payment->net_currency)
		is_overflow = __builtin_add_overflow(got, payment->fee, &got);
	if (is_overflow || given == INT64_MIN) {
		intake->postings.overflowed = true;
		return;
	}
	add_cash(intake, AQ_ACCOUNT_FX, payment->currency, -given);
	add_cash(intake, AQ_ACCOUNT_FX, payment->net_currency, got);
}

/* What leaves the running balance is awaited from the bank. */
static void add_payout(struct intake *intake)
{
	const struct aq_payment *payment = intake->payment;

	add_cash(intake, AQ_ACCOUNT_PAYOUTS, payment->currency, -signed_amount(payment));
	intake->settlement = (struct aq_slice){NULL, 0};
	add_cash(intake, AQ_ACCOUNT_PAYOUTS, payment->currency, signed_amount(payment));
	add_fee(intake);
}

static void add_all(struct intake *intake)
{
	const struct aq_payment *payment = intake->payment;

	if (is_payout(payment)) {
		add_payout(intake);
		return;
	}
	add_cash(intake, amount_account(payment), payment->currency, signed_amount(payment));
	add_fee(intake);
	add_exchange(intake);
	add_cash(intake, AQ_ACCOUNT_ROUNDING,
		 payment->net_currency ? payment->net_currency : payment->currency,
		 payment->rounding);
}

enum aq_bucket aq_take_in_bucket(const struct aq_payment *payment)
{
	AQ_CLAIM((unsigned)payment->kind < AQ_KIND_COUNT);
	if (!posts(payment) || is_payout(payment))
		return AQ_BUCKET_NONE;
	if (payment->kind == AQ_KIND_ADJUSTMENT && payment->adjusts != AQ_ADJUSTS_UNTOLD)
		return AQ_BUCKET_NONE;
	return payment->direction == AQ_MONEY_IN ? kind_lines[payment->kind].in
						 : kind_lines[payment->kind].out;
}

enum aq_status aq_entry_take_in(struct aq_entry *out, const struct aq_payment *payment,
				const struct aq_posting_settings *settings, struct aq_arena *arena,
				struct aq_error *err)
{
	struct intake intake = {.payment = payment};
	struct aq_entry entry = {0};
	enum aq_status status;

	AQ_CLAIM((unsigned)payment->kind < AQ_KIND_COUNT);
	AQ_CLAIM(payment->amount >= 0);
	if (!posts(payment))
		return AQ_END;
	if (payment->mode == AQ_POSTS_BANK) {
		intake.cash.account = AQ_ACCOUNT_BANK;
		intake.cash.qualifier = payment->bank_account;
		intake.source = payment->bank_account;
	} else {
		intake.cash.account = AQ_ACCOUNT_CLEARING;
		intake.cash.qualifier = payment->source;
		intake.source = payment->source;
		intake.settlement = payment->settlement_id;
	}
	status = aq_postings_open(&intake.postings, postings_count_max(payment), arena, err);
	if (status < AQ_OK)
		return status;
	add_all(&intake);
	entry.event = kind_lines[payment->kind].event;
	if (is_payout(payment))
		entry.event = AQ_EVENT_PAID_OUT;
	else if (payment->is_told_apart)
		entry.event = AQ_EVENT_TOLD_APART;
	else if (payment->kind == AQ_KIND_SETTLEMENT && payment->direction == AQ_MONEY_OUT)
		entry.event = AQ_EVENT_OUT;
	entry.posted_on = aq_posted_on(payment->booked_on, settings, &entry.is_late);
	entry.payment_no = payment->payment_no;
	entry.payment = payment->id;
	entry.memo = aq_slice_of(aq_kind_name(payment->kind));
	status = aq_postings_finish(&intake.postings, &entry, err);
	if (status == AQ_OK)
		*out = entry;
	return status;
}
