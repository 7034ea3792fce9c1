/*
 * amount.c - which way the money went, and how much: the only place that knows.
 *
 * Reads: NACHA transaction codes with the companies that are ours, CRDT and DBIT,
 * signs. RvslInd and the word REVERSAL never turn anything: a reversed debit
 * comes as CRDT already.
 * Promises: an amount without a sign in minor units, and a direction from our
 * side; fee, net and what rounding added. A number with more digits than its
 * currency is rounded once, and only where gateways calculate in fractions.
 * Refuses: to guess. What cannot be read is refused with a finding.
 */
#include "parts.h"

/* More than this is no rounding: half a unit each of gross, fee and net. */
#define ROUNDING_UNITS_MAX 2

enum side { SIDE_NONE, SIDE_CREDIT, SIDE_DEBIT };

/* By the second digit of a transaction code; the first says which account. */
static const enum side code_sides[10] = {
	[1] = SIDE_CREDIT, [2] = SIDE_CREDIT, [3] = SIDE_CREDIT, [4] = SIDE_CREDIT,
	[6] = SIDE_DEBIT,  [7] = SIDE_DEBIT,  [8] = SIDE_DEBIT,	 [9] = SIDE_DEBIT,
};

static enum side code_side(struct aq_slice code)
{
	int first;
	int second;

	if (code.length != 2 || code.start[0] < '2' || code.start[0] > '8')
		return SIDE_NONE;
	if (code.start[1] < '0' || code.start[1] > '9')
		return SIDE_NONE;
	first = code.start[0] - '0';
	second = code.start[1] - '0';
	if (first == 8) /* ADV accounting records: odd is credit */
		return second % 2 ? SIDE_CREDIT : SIDE_DEBIT;
	if (first == 5 && second == 5) /* the one loan debit, for reversals */
		return SIDE_DEBIT;
	return first <= 5 ? code_sides[second] : SIDE_NONE;
}

/* R61 to R70: our bank gives a return back, so the money moves once more. */
static bool is_dishonored(struct aq_slice return_code)
{
	uint64_t number;
	struct aq_slice digits = return_code;

	if (return_code.length != 3 || return_code.start[0] != 'R')
		return false;
	digits.start++;
	digits.length--;
	return aq_slice_to_u64(digits, &number) && number >= 61 && number <= 70;
}

static enum aq_direction turned(enum aq_direction direction)
{
	return direction == AQ_MONEY_IN ? AQ_MONEY_OUT : AQ_MONEY_IN;
}

/* A company that is not listed has as many debits as it has customers: they are
 * told together, at the first. A return of its credit may be one of a credit that it
 * sent us, or of ours under a number that is not listed. */
static void refuse_unit(struct normalise *normalise, const struct aq_record *record,
			struct aq_payment *payment)
{
	normalise->refuses_unit = true;
	if (payment->is_refused || record->nature == AQ_NATURE_NOTICE)
		return;
	payment->is_refused = true;
	payment->refusal = AQ_DIRECTION_UNKNOWN;
	if (normalise->unlisted_count++ > 0)
		return;
	normalise->unlisted_line = record->line;
	normalise->unlisted_is_return = record->nature == AQ_NATURE_RETURN;
}

void aq_normalise_say_unlisted(struct normalise *normalise)
{
	const char *one =
		normalise->unlisted_is_return
			? "a return of a company that is not listed in [nacha] company_ids"
			: "a debit of a company that is not listed in [nacha] company_ids";
	struct aq_at at = {normalise->unlisted_line, 0};
	struct aq_slice company = normalise->order->unit->company_id;

	if (normalise->unlisted_count == 1)
		aq_findings_say(normalise->findings, AQ_DIRECTION_UNKNOWN, at, AQ_SLICE("amount"),
				company, "%s", one);
	else if (normalise->unlisted_count > 1)
		aq_findings_say(normalise->findings, AQ_DIRECTION_UNKNOWN, at, AQ_SLICE("amount"),
				company, "%s, and %llu more behind it", one,
				(unsigned long long)normalise->unlisted_count - 1);
}

static void note_direction(struct normalise *normalise, const struct aq_record *record)
{
	if (record->is_refused || record->nature != AQ_NATURE_MONEY ||
	    normalise->is_direction_noted)
		return;
	normalise->is_direction_noted = true;
	aq_findings_say(normalise->findings, AQ_NORMALISE_DIRECTION,
			(struct aq_at){record->line, 0}, AQ_SLICE("Company Identification"),
			normalise->order->unit->company_id,
			"a debit of a company that is not listed: taken as money out");
}

/* Seen from the company: its debits bring money, its credits spend it; a
 * return goes the other way, and its code names the account's side of that. */
static void decide_nacha(struct normalise *normalise, const struct aq_record *record,
			 struct aq_payment *payment)
{
	enum side side = code_side(record->type);
	bool is_return = record->nature == AQ_NATURE_RETURN;

	payment->direction = side == SIDE_DEBIT ? AQ_MONEY_OUT : AQ_MONEY_IN;
	if (record->nature == AQ_NATURE_NOTICE)
		return;
	if (side == SIDE_NONE) {
		aq_normalise_refuse(normalise, record, payment, AQ_NORMALISE_CODE,
				    "the transaction code says neither credit nor debit");
		return;
	}
	if (normalise->is_own_company) {
		if (!is_return)
			payment->direction = turned(payment->direction);
	} else if (side == SIDE_DEBIT && !is_return && record->is_reversal) {
		/* A company that pays us takes a credit of its own back. */
		payment->direction = AQ_MONEY_OUT;
	} else if (side == SIDE_DEBIT || is_return) {
		if (!normalise->order->settings->is_decode_only)
			refuse_unit(normalise, record, payment);
		else
			note_direction(normalise, record);
	}
	/* Without a home nobody knows whose return it is: the code speaks alone. */
	if (is_return && is_dishonored(record->return_code) &&
	    !normalise->order->settings->is_decode_only)
		payment->direction = turned(payment->direction);
}

static void decide_iso(struct normalise *normalise, const struct aq_record *record,
		       struct aq_payment *payment)
{
	if (aq_slice_is(record->indicator, "DBIT"))
		payment->direction = AQ_MONEY_OUT;
	else if (!aq_slice_is(record->indicator, "CRDT"))
		aq_normalise_refuse(normalise, record, payment, AQ_NORMALISE_INDICATOR,
				    "CdtDbtInd is neither CRDT nor DBIT");
	if (record->amount.is_present && record->amount.units < 0)
		aq_normalise_refuse(normalise, record, payment, AQ_NORMALISE_AMOUNT,
				    "an amount with a sign beside CdtDbtInd");
}

/* Profiles deliver amounts signed from our side; an indicator says where an
 * amount without a sign went. */
static void decide_csv(struct normalise *normalise, const struct aq_record *record,
		       struct aq_payment *payment, bool is_negative)
{
	bool says_credit = aq_slice_is(record->indicator, "C");
	bool says_debit = aq_slice_is(record->indicator, "D");

	payment->direction = is_negative || says_debit ? AQ_MONEY_OUT : AQ_MONEY_IN;
	if (is_negative && says_credit && !record->is_refused)
		aq_findings_say(normalise->findings, AQ_NORMALISE_SIGN,
				(struct aq_at){record->line, 0}, AQ_SLICE("indicator"),
				record->indicator,
				"a credit with a negative amount: taken as money out");
}

static aq_currency currency_of(const struct normalise *normalise, struct aq_slice code)
{
	if (aq_slice_is_empty(code))
		code = normalise->order->unit->currency;
	if (aq_slice_is_empty(code) && normalise->order->family == AQ_FAMILY_NACHA)
		code = AQ_SLICE("USD");
	return aq_currency_find(aq_slice_trim(code));
}

/* One amount of a record in minor units of its currency. */
struct component {
	struct aq_decimal exact;
	aq_currency currency;
	int64_t minor;
	bool is_rounded;
};

/* False, and the payment refused, when the number is none of its currency's. */
static bool read_component(struct normalise *normalise, const struct aq_record *record,
			   struct aq_payment *payment, struct component *component)
{
	bool may_round = normalise->order->unit->message == AQ_MESSAGE_GATEWAY;
	struct aq_money money;
	bool is_exact = true;
	enum aq_code code = AQ_NORMALISE_DIGITS;

	if (component->currency == AQ_CURRENCY_NONE) {
		aq_normalise_refuse(normalise, record, payment, AQ_NORMALISE_CURRENCY,
				    "no such currency");
		return false;
	}
	if (!aq_money_from_decimal(component->exact, component->currency, &money)) {
		if (!aq_money_round(component->exact, component->currency, &money, &is_exact))
			code = AQ_MONEY_OVERFLOW;
		if (code == AQ_MONEY_OVERFLOW || !may_round) {
			aq_normalise_refuse(normalise, record, payment, code,
					    code == AQ_MONEY_OVERFLOW
						    ? "the amount is too large"
						    : "more digits than the currency has");
			return false;
		}
	}
	if (money.minor > AQ_AMOUNT_MAX || money.minor < -AQ_AMOUNT_MAX) {
		aq_normalise_refuse(normalise, record, payment, AQ_MONEY_OVERFLOW,
				    "the amount is larger than any real one");
		return false;
	}
	component->minor = money.minor;
	component->is_rounded = !is_exact;
	return true;
}

static bool read_fee(struct normalise *normalise, const struct aq_record *record,
		     struct aq_payment *payment, struct component *fee)
{
	struct component tax = {.exact = record->fee_tax};

	if (!record->fee.is_present)
		return true;
	fee->exact = record->fee;
	fee->currency = aq_slice_is_empty(record->fee_currency)
				? payment->currency
				: currency_of(normalise, record->fee_currency);
	tax.currency = fee->currency;
	if (!read_component(normalise, record, payment, fee))
		return false;
	if (tax.exact.is_present && !read_component(normalise, record, payment, &tax))
		return false;
	payment->fee_currency = fee->currency;
	payment->fee = fee->minor;
	payment->fee_tax = tax.minor;
	return true;
}

/* Charges of ISO 20022 are leaves of their own, which post them. What is told of
 * them here refuses nothing: a charge in fractions is not told. */
static void read_kept(struct normalise *normalise, const struct aq_record *record,
		      struct aq_payment *payment)
{
	aq_currency currency = currency_of(normalise, record->fee_currency);
	struct aq_money fee, net;

	if (!record->fee.is_present || currency == AQ_CURRENCY_NONE ||
	    !aq_money_from_decimal(record->fee, currency, &fee) ||
	    !aq_money_from_decimal(record->net, payment->currency, &net) ||
	    fee.minor > AQ_AMOUNT_MAX || fee.minor < -AQ_AMOUNT_MAX || net.minor > AQ_AMOUNT_MAX ||
	    net.minor < -AQ_AMOUNT_MAX)
		return;
	payment->is_fee_apart = true;
	payment->fee_currency = currency;
	payment->fee = fee.minor;
	payment->net_currency = payment->currency;
	payment->net = net.minor;
}

/* What the bank's line of several leaves moved as a whole. */
static void read_entry(const struct aq_record *record, struct aq_payment *payment)
{
	struct aq_money money;

	if (aq_money_from_decimal(record->entry_amount, payment->currency, &money) &&
	    money.minor <= AQ_AMOUNT_MAX)
		payment->entry_amount = money.minor;
}

static bool read_net(struct normalise *normalise, const struct aq_record *record,
		     struct aq_payment *payment, struct component *net)
{
	if (!record->net.is_present)
		return true;
	net->exact = record->net;
	net->currency = aq_slice_is_empty(record->net_currency)
				? payment->currency
				: currency_of(normalise, record->net_currency);
	if (!read_component(normalise, record, payment, net))
		return false;
	payment->net_currency = net->currency;
	payment->net = net->minor;
	return true;
}

/* Gross as written; where a source tells net and fee alone, their sum. */
static bool gross_of(const struct aq_record *record, struct aq_decimal *out)
{
	if (record->amount.is_present) {
		*out = record->amount;
		return true;
	}
	if (!record->net.is_present || !aq_slice_equals(record->net_currency, record->fee_currency))
		return false;
	return aq_decimal_add(record->net, record->fee, out);
}

/* What rounding each of gross, fee and net on its own left over. */
static void settle_rounding(struct normalise *normalise, const struct aq_record *record,
			    struct aq_payment *payment, bool is_rounded)
{
	int64_t gross = payment->direction == AQ_MONEY_IN ? payment->amount : -payment->amount;
	int64_t expected = gross;
	int64_t difference;

	if (payment->net_currency != payment->currency)
		return;
	if (payment->fee_currency != AQ_CURRENCY_NONE && payment->fee_currency != payment->currency)
		return;
	if (__builtin_sub_overflow(gross, payment->fee, &expected) ||
	    __builtin_sub_overflow(payment->net, expected, &difference)) {
		aq_normalise_refuse(normalise, record, payment, AQ_MONEY_OVERFLOW,
				    "amount less fee is too large");
		return;
	}
	if (difference == 0)
		return;
	if (is_rounded && difference >= -ROUNDING_UNITS_MAX && difference <= ROUNDING_UNITS_MAX) {
		payment->rounding = difference;
		return;
	}
	if (!record->is_refused && record->nature != AQ_NATURE_NOTICE)
		aq_findings_say(normalise->findings, AQ_NORMALISE_NET,
				(struct aq_at){record->line, 0}, AQ_SLICE("net"), record->source_id,
				"net is not amount less fee");
}

/* Gross and fee in fractions and no net told: the net is rounded once. */
static bool derive_net(struct normalise *normalise, const struct aq_record *record,
		       struct aq_payment *payment, const struct component parts[2])
{
	struct component net = {.currency = parts[0].currency};

	if (!parts[1].exact.is_present || parts[1].currency != parts[0].currency)
		return true;
	if (!aq_decimal_subtract(parts[0].exact, parts[1].exact, &net.exact) ||
	    !read_component(normalise, record, payment, &net))
		return false;
	payment->net_currency = net.currency;
	payment->net = net.minor;
	normalise->exact_net = net.exact;
	return true;
}

/* A row that is a fee may tell it twice, as its amount and as its fee. */
static void drop_second_fee(const struct aq_record *record, struct aq_payment *payment)
{
	if (!aq_slice_is(record->type, "fee") || payment->direction != AQ_MONEY_OUT)
		return;
	if (payment->fee == 0 || payment->fee_currency != payment->currency)
		return;
	if (payment->net_currency != payment->currency || payment->net != -payment->amount)
		return;
	if (payment->fee != payment->amount)
		return;
	payment->fee = 0;
	payment->fee_tax = 0;
	payment->fee_currency = AQ_CURRENCY_NONE;
}

static void decide(struct normalise *normalise, const struct aq_record *record,
		   struct aq_payment *payment, int64_t gross)
{
	switch (normalise->order->family) {
	case AQ_FAMILY_NACHA:
		decide_nacha(normalise, record, payment);
		break;
	case AQ_FAMILY_ISO20022:
		decide_iso(normalise, record, payment);
		break;
	case AQ_FAMILY_CSV:
		/* A row of nothing but a fee goes where the fee goes. */
		decide_csv(normalise, record, payment,
			   gross < 0 || (gross == 0 && payment->fee > 0));
		break;
	}
	payment->amount = gross < 0 ? -gross : gross;
}

bool aq_normalise_is_debit(const struct aq_record *record)
{
	return code_side(record->type) == SIDE_DEBIT;
}

void aq_normalise_amount(struct normalise *normalise, const struct aq_record *record,
			 struct aq_payment *payment)
{
	struct component parts[2] = {{.currency = currency_of(normalise, record->currency)}};
	struct component *gross = &parts[0];
	struct component *fee = &parts[1];
	struct component net = {.currency = AQ_CURRENCY_NONE};
	bool is_rounded;

	payment->currency = gross->currency;
	normalise->is_rounded = false;
	if (!gross_of(record, &gross->exact)) {
		if (record->nature != AQ_NATURE_NOTICE)
			aq_normalise_refuse(normalise, record, payment, AQ_NORMALISE_AMOUNT,
					    "no amount");
		decide(normalise, record, payment, 0);
		return;
	}
	if (normalise->order->family == AQ_FAMILY_ISO20022) {
		if (read_component(normalise, record, payment, gross))
			read_kept(normalise, record, payment);
		read_entry(record, payment);
		decide(normalise, record, payment, gross->minor);
		return;
	}
	if (!read_component(normalise, record, payment, gross) ||
	    !read_fee(normalise, record, payment, fee) ||
	    !read_net(normalise, record, payment, &net)) {
		decide(normalise, record, payment, gross->minor);
		return;
	}
	decide(normalise, record, payment, gross->minor);
	is_rounded = gross->is_rounded || fee->is_rounded || net.is_rounded;
	normalise->is_rounded = is_rounded;
	normalise->exact_gross = gross->exact;
	normalise->exact_net = net.exact;
	if (is_rounded && payment->net_currency == AQ_CURRENCY_NONE &&
	    !derive_net(normalise, record, payment, parts))
		return;
	drop_second_fee(record, payment);
	settle_rounding(normalise, record, payment, is_rounded);
}
