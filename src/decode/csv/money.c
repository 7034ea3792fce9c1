/*
 * money.c - the amounts of one row: sums over columns, flags, currencies.
 *
 * Promises: an amount is exact and signed from our side, or the row is refused.
 * Refuses: numbers not in the profile's style, two filled columns of a pair,
 * flags it does not know or that contradict a sign, unknown currencies.
 */
#include "decoder.h"

/* One reading of a sum: how many columns were filled. */
struct reading {
	struct aq_decimal total;
	size_t filled;
	size_t nonzero;
	bool is_wrong;
};

/* The currency of a sum, or of the row; faults only where money hangs on it. */
static struct aq_slice sum_currency(struct table_decoder *decoder, struct aq_record *record,
				    const struct table_sum *sum, const struct row_money *money)
{
	struct table_view *view = &decoder->view;
	struct aq_slice written;
	struct aq_slice code;

	if (sum->currency.count == 0)
		return money->currency;
	code = aq_view_currency(view, &sum->currency, &sum->currency_map, &written);
	if (code.length == 0 && written.length)
		aq_record_fault(decoder, record, AQ_CSV_CURRENCY, aq_text_slot(&sum->currency),
				"this is no currency of ISO 4217");
	return code.length || written.length ? code : money->currency;
}

/* What `formats --new` could not tell is to be filled in. */
static bool is_to_be_told(struct table_decoder *decoder, const struct table_text *text)
{
	struct aq_slice written;

	(void)aq_view_currency(&decoder->view, text, &decoder->profile->currency_map, &written);
	return aq_slice_is(written, "?");
}

static void say_no_currency(struct table_decoder *decoder, struct aq_record *record,
			    const struct table_text *text)
{
	aq_record_fault(decoder, record, AQ_CSV_CURRENCY, aq_text_slot(text),
			is_to_be_told(decoder, text)
				? "the profile does not tell the currency yet: put its code there "
				  "instead of ?"
				: "this is no currency of ISO 4217");
}

static void read_term(struct table_decoder *decoder, struct aq_record *record,
		      const struct table_term *term, struct aq_slice currency,
		      struct reading *reading)
{
	struct aq_slice text = aq_view_term(&decoder->view, term);
	size_t slot = term->source == TERM_CELL ? term->slot : SIZE_MAX;
	struct aq_decimal further;
	/* Most sums are of one column: nothing to bring to one scale, or to copy. */
	struct aq_decimal *number = reading->filled ? &further : &reading->total;

	if (text.length == 0)
		return;
	if (!aq_number_read(decoder->profile, text, currency, number)) {
		aq_record_fault(decoder, record, AQ_CSV_NUMBER, slot,
				decoder->profile->is_plain
					? "this is no amount: write it with a point and without "
					  "groups, such as 1234.50"
					: "this is no number in the profile's style");
		reading->is_wrong = true;
		return;
	}
	if (term->is_negative ? !term->is_absolute || number->units > 0
			      : term->is_absolute && number->units < 0)
		number->units = -number->units;
	reading->nonzero += number->units != 0;
	if (reading->filled++ != 0 && !aq_decimal_add(reading->total, further, &reading->total)) {
		aq_record_fault(decoder, record, AQ_CSV_NUMBER, slot, "the sum is too large");
		reading->is_wrong = true;
	}
}

/* CR:+ DR:- turns an unsigned amount; a signed one would be turned twice. */
static bool apply_flag(struct table_decoder *decoder, struct aq_record *record,
		       const struct table_sign *sign, struct aq_decimal *number)
{
	struct aq_slice flag = aq_view_text(&decoder->view, &sign->text, " ");
	const struct table_map_line *line = aq_map_find(&sign->map, flag);
	size_t slot = aq_text_slot(&sign->text);

	if (aq_decimal_is_zero(*number) && (!line || line->meaning > 0))
		return true;
	if (!line) {
		aq_record_fault(decoder, record, AQ_CSV_SIGN, slot,
				"the profile does not know this flag");
		return false;
	}
	if (line->meaning == 0)
		return true;
	if (number->units < 0) {
		aq_record_fault(
			decoder, record, AQ_CSV_SIGN, slot,
			"the amount has a sign and a flag: abs( ) in the profile drops the sign");
		return false;
	}
	if (line->meaning < 0)
		*number = aq_decimal_negate(*number);
	return true;
}

static bool has_wrong_digits(const struct table_profile *profile, struct aq_decimal number,
			     struct aq_slice currency)
{
	struct aq_money exact;

	return profile->digits_of_currency &&
	       !aq_money_from_decimal(number, aq_currency_find(currency), &exact);
}

void aq_record_sum(struct table_decoder *decoder, struct aq_record *record,
		   const struct table_sum *sum, enum table_sum_name name, struct row_money *money)
{
	struct reading reading = {0};
	struct aq_slice currency;
	size_t slot = sum->terms[0].source == TERM_CELL ? sum->terms[0].slot : SIZE_MAX;

	if (sum->when.count && !aq_view_all_fit(&decoder->view, &sum->when))
		return;
	currency = sum_currency(decoder, record, sum, money);
	for (size_t i = 0; i < sum->count; i++) {
		if (sum->terms[i].begins_alternative && reading.filled)
			break;
		read_term(decoder, record, &sum->terms[i], currency, &reading);
	}
	if (reading.is_wrong || reading.filled == 0)
		return;
	if (sum->is_pair && !sum->may_have_both && reading.nonzero > 1) {
		aq_record_fault(decoder, record, AQ_CSV_TWO_AMOUNTS, slot,
				"both columns of a pair are filled, and only one can count");
		return;
	}
	if (sum->sign.map.count && !apply_flag(decoder, record, &sum->sign, &reading.total))
		return;
	if (currency.length == 0) {
		if (record->refusal != AQ_CSV_CURRENCY)
			say_no_currency(decoder, record,
					sum->currency.count ? &sum->currency
							    : &decoder->profile->currency);
		return;
	}
	if (has_wrong_digits(decoder->profile, reading.total, currency)) {
		aq_record_fault(decoder, record, AQ_CSV_DIGITS, slot,
				"the currency does not have so many digits behind the point");
		return;
	}
	reading.total.is_present = true;
	money->sums[name] = reading.total;
	money->currencies[name] = currency;
}

/* The row's own currency; empty is a fault only where an amount needs it. */
static void read_currency(struct table_decoder *decoder, struct row_money *money)
{
	struct aq_slice written;

	money->currency = aq_view_currency(&decoder->view, &decoder->profile->currency,
					   &decoder->profile->currency_map, &written);
}

/* Gross and net of a profile that names no fee: it is what lies between them. */
static void derive_fee(struct aq_record *record, const struct row_money *money)
{
	struct aq_decimal fee;

	if (money->sums[SUM_GROSS].is_present && money->sums[SUM_NET].is_present &&
	    aq_slice_equals(money->currencies[SUM_GROSS], money->currencies[SUM_NET]) &&
	    aq_decimal_subtract(record->amount, record->net, &fee) && fee.units != 0)
		record->fee = fee;
}

/* Rows of a batch (a monthly fee, the payout) may have a net amount alone. */
void aq_record_set_amount(const struct table_profile *profile, struct aq_record *record,
			  const struct row_money *money)
{
	const struct aq_decimal *gross = &money->sums[SUM_GROSS];
	const struct aq_decimal *net = &money->sums[SUM_NET];
	const struct aq_decimal *fee = &money->sums[SUM_FEE];

	record->amount = gross->is_present ? *gross : *net;
	record->currency = money->currencies[gross->is_present ? SUM_GROSS : SUM_NET];
	if (!gross->is_present && net->is_present && fee->is_present &&
	    aq_slice_equals(money->currencies[SUM_NET], money->currencies[SUM_FEE]) &&
	    !aq_decimal_add(*net, *fee, &record->amount))
		record->amount = *net;
	record->fee = *fee;
	record->net = *net;
	record->fee_tax = money->sums[SUM_TAX];
	record->instructed = money->sums[SUM_INSTRUCTED];
	record->instructed_currency = money->currencies[SUM_INSTRUCTED];
	if (!aq_slice_equals(money->currencies[SUM_FEE], record->currency))
		record->fee_currency = money->currencies[SUM_FEE];
	if (!aq_slice_equals(money->currencies[SUM_NET], record->currency))
		record->net_currency = money->currencies[SUM_NET];
	if (profile->sums[SUM_FEE].count == 0)
		derive_fee(record, money);
}

void aq_record_sums(struct table_decoder *decoder, struct aq_record *record, struct row_money *out)
{
	const struct table_profile *profile = decoder->profile;

	read_currency(decoder, out);
	for (size_t i = 0; i < SUM_COUNT; i++) {
		if (profile->sums[i].count)
			aq_record_sum(decoder, record, &profile->sums[i], (enum table_sum_name)i,
				      out);
	}
}

/* A field of a row's check; false when the row does not have it. A fee that
 * is not told is none, and so is a cell that is empty. */
static bool field_value(struct table_decoder *decoder, const struct row_money *money,
			const struct table_measure *measure, struct aq_slice *currency,
			struct aq_decimal *out)
{
	struct aq_slice text;

	if (measure->kind == MEASURE_NUMBER) {
		*out = measure->number;
		return true;
	}
	if (measure->kind == MEASURE_CELL) {
		text = aq_view_cell(&decoder->view, measure->slot);
		*out = (struct aq_decimal){0};
		return text.length == 0 ||
		       aq_number_read(decoder->profile, text, money->currency, out);
	}
	*out = money->sums[measure->sum];
	if (!out->is_present)
		return measure->sum == SUM_FEE || measure->sum == SUM_TAX;
	if (currency->length == 0)
		*currency = money->currencies[measure->sum];
	return aq_slice_equals(*currency, money->currencies[measure->sum]);
}

/* Numbers of one scale, far from any bound, are added where they stand. */
static bool add_to(struct aq_decimal *sum, const struct aq_decimal *value, bool is_first)
{
	if (is_first)
		sum->scale = value->scale;
	if (sum->scale == value->scale && sum->units == (int64_t)sum->units &&
	    value->units == (int64_t)value->units) {
		sum->units += value->units;
		return true;
	}
	return aq_decimal_add(*sum, *value, sum);
}

/* What is left of a check's terms; false when the row does not tell them all,
 * or tells them in several currencies. */
static bool row_residual(struct table_decoder *decoder, const struct table_check *check,
			 const struct row_money *money, struct aq_decimal *out)
{
	struct aq_slice currency = {0};

	*out = (struct aq_decimal){0};
	for (size_t i = 0; i < check->measure_count; i++) {
		struct aq_decimal value;

		if (!field_value(decoder, money, &check->measures[i], &currency, &value))
			return false;
		if (check->measures[i].is_negative)
			value.units = -value.units;
		if (!add_to(out, &value, i == 0))
			return false;
	}
	return true;
}

static void say_identity(struct table_decoder *decoder, struct aq_record *record,
			 const struct table_check *check, struct aq_decimal residual)
{
	char number[AQ_DECIMAL_TEXT_BYTES];
	struct aq_finding finding = {
		.code = AQ_CSV_IDENTITY,
		.severity = check->is_warning ? AQ_SEVERITY_WARNING : AQ_SEVERITY_NONE,
		.at = {record->line, 0},
		.record = AQ_SLICE("row"),
		.field = check->words,
		.value = {number, aq_decimal_print(residual, 0, number)},
		.message = AQ_SLICE("the row's amounts do not agree; value is what is left over"),
	};

	aq_findings_add(decoder->handle.findings, &finding);
	if (check->is_warning)
		return;
	record->is_refused = true;
	if (record->refusal == AQ_CODE_NONE)
		record->refusal = AQ_CSV_IDENTITY;
}

void aq_record_identities(struct table_decoder *decoder, struct aq_record *record,
			  const struct row_money *money)
{
	const struct table_profile *profile = decoder->profile;

	for (size_t i = 0; i < profile->check_count; i++) {
		const struct table_check *check = &profile->checks[i];
		struct aq_decimal residual;

		if (check->scope == SCOPE_ROW && row_residual(decoder, check, money, &residual) &&
		    residual.units != 0 &&
		    aq_decimal_compare(aq_decimal_absolute(residual), check->tolerance) > 0)
			say_identity(decoder, record, check, residual);
	}
}

static bool is_in(struct aq_slice currency, const struct aq_record *record)
{
	return aq_slice_is_empty(currency) || aq_slice_equals(currency, record->currency);
}

struct aq_decimal aq_record_moved(const struct aq_record *record)
{
	struct aq_decimal moved;

	if (!record->amount.is_present)
		return record->amount;
	if (record->net.is_present && is_in(record->net_currency, record))
		return record->net;
	if (!record->fee.is_present || !is_in(record->fee_currency, record) ||
	    !aq_decimal_subtract(record->amount, record->fee, &moved))
		return record->amount;
	return moved;
}
