/*
 * decode_line.c - `decode`: payments as they are read, as CSV or as JSON lines.
 *
 * The first columns are those of payments.csv, filled by the same functions.
 * payment_id stays empty: which payment it is, only a home can tell.
 * Promises: payer accounts are masked but for the last four characters, unless
 * the caller asked for them.
 */
#include "acquit/report.h"

#include "acquit/utf8.h"

#include "sheet.h"

#define ACCOUNT_SHOWN 4
#define DECODE_SHARED (PAYMENT_REFERENCE + 1)

static void cells_reference_kind(struct cells *cells, const struct aq_payment *payment)
{
	cells_word(cells, payment->reference_kind == AQ_REF_NONE
				  ? ""
				  : aq_reference_kind_name(payment->reference_kind));
}

/* An account of four characters or fewer is hidden whole: all of it is no mask. */
static void cells_account(struct cells *cells, struct aq_slice account, bool is_clear)
{
	size_t shown_at = account.length, shown = 0;
	struct aq_buffer masked;

	if (is_clear || account.length == 0) {
		cells_text(cells, account);
		return;
	}
	while (shown_at > 0 && shown < ACCOUNT_SHOWN) {
		shown_at--;
		if (((unsigned char)account.start[shown_at] & 0xC0) != 0x80)
			shown++;
	}
	if (shown_at == 0)
		shown_at = account.length;
	aq_buffer_init(&masked, 0);
	aq_buffer_add_text(&masked, "****");
	aq_buffer_add(&masked,
		      (struct aq_slice){account.start + shown_at, account.length - shown_at});
	if (aq_buffer_failed(&masked))
		cells->out->failed = true;
	cells_text(cells, aq_buffer_slice(&masked));
	aq_buffer_free(&masked);
}

/* clang-format off */
enum decode_column {
#define COLUMN(id, name, fill) id,
#include "sheets/decode.def"
#undef COLUMN
	DECODE_COLUMNS
};

#define COLUMN(id, name, fill)                                            \
	static void put_##id(struct cells *cells, const void *data)       \
	{                                                                 \
		const struct aq_decode_line *row = data;                  \
									  \
		fill;                                                     \
	}
#include "sheets/decode.def"
#undef COLUMN

static const struct column decode_columns[DECODE_COLUMNS] = {
#define COLUMN(id, title, fill) [id] = {.name = title, .put = put_##id},
#include "sheets/decode.def"
#undef COLUMN
};
/* clang-format on */

_Static_assert(DECODE_SHARED + DECODE_COLUMNS <= CELLS_MAX, "a line of decode fits");

void aq_report_decode_header(struct aq_buffer *out, enum aq_decode_form form)
{
	if (form != AQ_DECODE_CSV)
		return;
	for (size_t index = 0; index < DECODE_SHARED; index++)
		aq_csv_put_plain(out, aq_slice_of(payments_table.columns[index].name), index == 0);
	for (size_t index = 0; index < DECODE_COLUMNS; index++)
		aq_csv_put_plain(out, aq_slice_of(decode_columns[index].name), false);
	aq_csv_put_end(out);
}

/* Money that acquit does not take: of no currency it knows, or finer or larger
 * than the currency has it. */
static bool is_untaken(const struct aq_decode_line *line)
{
	enum aq_code code = line->payment->refusal;

	return line->record && line->payment->is_refused && line->record->amount.is_present &&
	       (code == AQ_NORMALISE_CURRENCY || code == AQ_NORMALISE_DIGITS ||
		code == AQ_MONEY_OVERFLOW);
}

/* As the file has it, signed as everything else is. */
static void put_untaken(struct cells *cells, size_t column, const struct aq_decode_line *line)
{
	struct aq_decimal amount = aq_decimal_absolute(line->record->amount);
	char text[AQ_DECIMAL_TEXT_BYTES];

	if (column == PAYMENT_CURRENCY) {
		cells_text(cells, line->record->currency);
		return;
	}
	if (line->payment->direction == AQ_MONEY_OUT || line->record->amount.units < 0)
		amount = aq_decimal_negate(amount);
	cells_plain(cells, (struct aq_slice){text, aq_decimal_print(amount, 2, text)});
}

static void put_columns(struct cells *cells, const struct aq_decode_line *line)
{
	const struct aq_payment_line shared = {
		.payment = *line->payment, .file = line->file, .format = line->format};
	const struct payment_row row = {.line = &shared};
	bool is_as_written = is_untaken(line);

	cells_begin(cells);
	for (size_t index = 0; index < DECODE_SHARED; index++) {
		cells->name = payments_table.columns[index].name;
		if (is_as_written && (index == PAYMENT_AMOUNT || index == PAYMENT_CURRENCY))
			put_untaken(cells, index, line);
		else
			payments_table.columns[index].put(cells, &row);
	}
	for (size_t index = 0; index < DECODE_COLUMNS; index++) {
		cells->name = decode_columns[index].name;
		decode_columns[index].put(cells, line);
	}
}

static void put_member(struct aq_buffer *out, const char *name, struct aq_slice value)
{
	aq_buffer_add_text(out, name);
	aq_json_put(out, value);
}

static void put_references(struct aq_buffer *out, const struct aq_payment *payment)
{
	aq_buffer_add_text(out, ",\"references\":[");
	for (size_t index = 0; index < payment->reference_count; index++) {
		const struct aq_reference *reference = &payment->references[index];

		put_member(out, index ? ",{\"kind\":" : "{\"kind\":",
			   aq_slice_of(aq_reference_kind_name(reference->kind)));
		put_member(out, ",\"value\":", reference->value);
		aq_buffer_add_byte(out, '}');
	}
	aq_buffer_add_byte(out, ']');
}

static struct aq_slice decimal_text(struct aq_decimal number, aq_currency currency,
				    char text[AQ_DECIMAL_TEXT_BYTES])
{
	if (!number.is_present)
		return (struct aq_slice){NULL, 0};
	return (struct aq_slice){text,
				 aq_decimal_print(number, aq_currency_digits(currency), text)};
}

static void put_remittances(struct aq_buffer *out, const struct aq_payment *payment)
{
	char text[AQ_DECIMAL_TEXT_BYTES];

	aq_buffer_add_text(out, ",\"remittances\":[");
	for (size_t index = 0; index < payment->remittance_count; index++) {
		const struct aq_remittance *line = &payment->remittances[index];
		aq_currency currency = payment->currency;

		put_member(out, index ? ",{\"document\":" : "{\"document\":", line->document);
		put_member(out, ",\"amount\":", decimal_text(line->amount, currency, text));
		put_member(out, ",\"discount\":", decimal_text(line->discount, currency, text));
		put_member(out, ",\"adjustment\":", decimal_text(line->adjustment, currency, text));
		put_member(out, ",\"reason\":", line->reason);
		aq_buffer_add_byte(out, '}');
	}
	aq_buffer_add_byte(out, ']');
}

/* What the payer ordered before exchange and charges, where the file tells it. */
static void put_instructed(struct aq_buffer *out, const struct aq_record *record)
{
	char text[AQ_DECIMAL_TEXT_BYTES];

	if (!record || (!record->instructed.is_present && record->exchange_rate.length == 0))
		return;
	put_member(out, ",\"instructed\":",
		   decimal_text(record->instructed, aq_currency_find(record->instructed_currency),
				text));
	put_member(out, ",\"instructed_currency\":", record->instructed_currency);
	put_member(out, ",\"exchange_rate\":", record->exchange_rate);
}

/* The CSV's columns are fixed; a fee may be in another currency than the amount. */
static void put_currencies(struct aq_buffer *out, const struct aq_payment *payment)
{
	if (payment->fee_currency != AQ_CURRENCY_NONE)
		put_member(out, ",\"fee_currency\":",
			   aq_slice_of(aq_currency_code(payment->fee_currency)));
	if (payment->net_currency != AQ_CURRENCY_NONE)
		put_member(out, ",\"net_currency\":",
			   aq_slice_of(aq_currency_code(payment->net_currency)));
}

void aq_report_decode_line(struct aq_buffer *out, enum aq_decode_form form,
			   const struct aq_decode_line *line)
{
	struct cells cells;

	cells_open(&cells, out);
	cells.is_json = form == AQ_DECODE_JSONL;
	if (cells.is_json)
		aq_buffer_add_byte(out, '{');
	put_columns(&cells, line);
	if (cells.is_json) {
		put_references(out, line->payment);
		put_remittances(out, line->payment);
		put_currencies(out, line->payment);
		put_instructed(out, line->record);
		aq_buffer_add_byte(out, '}');
	}
	aq_csv_put_end(out);
	cells_close(&cells);
}

/* --- decode --check --- */

/* The mend is for reports; `acquit help findings` has it. */
static const enum finding_column check_columns[] = {
	FINDING_FILE, FINDING_LINE,	FINDING_COLUMN, FINDING_RECORD,	 FINDING_FIELD,
	FINDING_RULE, FINDING_SEVERITY, FINDING_VALUE,	FINDING_MESSAGE, FINDING_RETURN,
};

#define CHECK_COLUMNS (sizeof(check_columns) / sizeof(check_columns[0]))

void aq_report_finding_header(struct aq_buffer *out, enum aq_decode_form form)
{
	if (form != AQ_DECODE_CSV)
		return;
	for (size_t index = 0; index < CHECK_COLUMNS; index++)
		aq_csv_put_plain(out,
				 aq_slice_of(findings_table.columns[check_columns[index]].name),
				 index == 0);
	aq_csv_put_end(out);
}

void aq_report_finding_line(struct aq_buffer *out, enum aq_decode_form form, struct aq_slice file,
			    const struct aq_finding *finding)
{
	const struct aq_finding_line line = {.file = file, .finding = *finding};
	struct cells cells;

	cells_open(&cells, out);
	cells.is_json = form == AQ_DECODE_JSONL;
	if (cells.is_json)
		aq_buffer_add_byte(out, '{');
	cells_begin(&cells);
	for (size_t index = 0; index < CHECK_COLUMNS; index++) {
		cells.name = findings_table.columns[check_columns[index]].name;
		findings_table.columns[check_columns[index]].put(&cells, &line);
	}
	if (cells.is_json)
		aq_buffer_add_byte(out, '}');
	aq_csv_put_end(out);
	cells_close(&cells);
}
