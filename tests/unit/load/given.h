/*
 * given.h - what the tests of load begin with: a loader that keeps what it
 * read, as one line of text a row.
 */
#ifndef ACQUIT_TEST_LOAD_GIVEN_H
#define ACQUIT_TEST_LOAD_GIVEN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "acquit/load.h"

struct given {
	struct aq_load *load;
	struct aq_findings *findings;
	struct aq_buffer rejected;
	struct aq_buffer rows; /* what the sink got, printed */
	struct aq_buffer raws;
	uint64_t row_count, batch_count;
	enum aq_code reject_all; /* what the sink refuses every row for */
	enum aq_status sink_status;
	enum aq_status status;
	struct aq_error err;
};

static inline void put_money(struct aq_buffer *out, int64_t minor, aq_currency currency)
{
	char text[AQ_MONEY_TEXT_BYTES];

	aq_money_print((struct aq_money){minor, currency}, text);
	aq_buffer_add_text(out, text);
}

static inline void put_date(struct aq_buffer *out, struct aq_date date)
{
	char text[AQ_DATE_TEXT_BYTES];

	aq_date_print(date, text);
	aq_buffer_add_text(out, text);
}

static inline void put_list(struct aq_buffer *out, const struct aq_slice *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		aq_buffer_print(out, "<%.*s>", AQ_SLICE_ARGS(list[i]));
}

static inline void put_customer(struct aq_buffer *out, const struct aq_customer_row *row)
{
	aq_buffer_print(out, "%.*s|%.*s|%.*s|%.*s|%.*s|", AQ_SLICE_ARGS(row->number),
			AQ_SLICE_ARGS(row->name), AQ_SLICE_ARGS(row->billing_account),
			AQ_SLICE_ARGS(row->email), AQ_SLICE_ARGS(row->language));
	put_list(out, row->payer_names, row->payer_name_count);
	aq_buffer_add_text(out, "|");
	put_list(out, row->payer_accounts, row->payer_account_count);
}

static inline void put_invoice(struct aq_buffer *out, const struct aq_invoice_row *row)
{
	aq_buffer_print(out, "%.*s|%.*s|", AQ_SLICE_ARGS(row->number),
			AQ_SLICE_ARGS(row->customer));
	put_date(out, row->due_on);
	aq_buffer_print(out, "|%s|", aq_currency_code(row->currency));
	put_money(out, row->amount, row->currency);
	aq_buffer_add_text(out, "|");
	if (row->has_open)
		put_money(out, row->open, row->currency);
	aq_buffer_print(out, "|%.*s|", AQ_SLICE_ARGS(row->kind));
	put_date(out, row->issued_on);
	aq_buffer_print(out, "|%.*s|%.*s|%.*s|%.*s|", AQ_SLICE_ARGS(row->reference),
			AQ_SLICE_ARGS(row->subscription), AQ_SLICE_ARGS(row->contract),
			AQ_SLICE_ARGS(row->project));
	put_money(out, row->discount, row->currency);
	aq_buffer_add_text(out, "|");
	put_date(out, row->discount_until);
	aq_buffer_print(out, "|%lld|%lld|%lld", (long long)row->package_discount,
			(long long)row->addon_discount, (long long)row->total_discount);
}

static inline void put_contract(struct aq_buffer *out, const struct aq_contract_row *row)
{
	aq_buffer_print(out, "%.*s|%.*s|%.*s|%s|", AQ_SLICE_ARGS(row->number),
			AQ_SLICE_ARGS(row->notification), AQ_SLICE_ARGS(row->customer),
			aq_currency_code(row->currency));
	if (row->has_amount)
		put_money(out, row->amount, row->currency);
	aq_buffer_add_text(out, "|");
	put_date(out, row->signed_on);
	aq_buffer_add_text(out, "|");
	put_date(out, row->due_on);
	aq_buffer_print(out, "|%.*s", AQ_SLICE_ARGS(row->project));
}

static inline void put_option(struct aq_buffer *out, const struct aq_option_row *row)
{
	char text[AQ_DECIMAL_TEXT_BYTES];

	aq_decimal_print(row->amount, 0, text);
	aq_buffer_print(out, "%.*s|%.*s|%.*s|%s", AQ_SLICE_ARGS(row->contract),
			AQ_SLICE_ARGS(row->option), AQ_SLICE_ARGS(row->label), text);
}

static inline void put_subscription(struct aq_buffer *out, const struct aq_subscription_row *row)
{
	aq_buffer_print(out, "%.*s|%.*s|%s|", AQ_SLICE_ARGS(row->number),
			AQ_SLICE_ARGS(row->customer), aq_currency_code(row->currency));
	put_money(out, row->price, row->currency);
	aq_buffer_print(out, "|%d|%d|", row->cycle_months, row->cycles);
	put_date(out, row->starts_on);
	aq_buffer_print(out, "|%.*s|%.*s|%lld|%lld|%lld|%lld|", AQ_SLICE_ARGS(row->service),
			AQ_SLICE_ARGS(row->plan), (long long)row->addon_price,
			(long long)row->package_discount, (long long)row->addon_discount,
			(long long)row->total_discount);
	put_date(out, row->promo_until);
}

static inline void put_row(struct aq_buffer *out, enum aq_table table, const void *rows, size_t at)
{
	const struct aq_bundle_row *bundle = rows;

	aq_buffer_print(out, "%llu|", (unsigned long long)*(const uint64_t *)rows);
	switch (table) {
	case AQ_TABLE_CUSTOMERS:
		put_customer(out, (const struct aq_customer_row *)rows + at);
		break;
	case AQ_TABLE_INVOICES:
		put_invoice(out, (const struct aq_invoice_row *)rows + at);
		break;
	case AQ_TABLE_CONTRACTS:
		put_contract(out, (const struct aq_contract_row *)rows + at);
		break;
	case AQ_TABLE_OPTIONS:
		put_option(out, (const struct aq_option_row *)rows + at);
		break;
	case AQ_TABLE_BUNDLES:
		aq_buffer_print(out, "%.*s|%.*s", AQ_SLICE_ARGS(bundle[at].number),
				AQ_SLICE_ARGS(bundle[at].invoice));
		break;
	case AQ_TABLE_SUBSCRIPTIONS:
		put_subscription(out, (const struct aq_subscription_row *)rows + at);
		break;
	default:
		fail_msg("no table");
	}
	aq_buffer_add_text(out, "\n");
}

static inline enum aq_status keep_rows(void *context, const struct aq_loaded *loaded,
				       struct aq_error *err)
{
	struct given *given = context;
	size_t bytes[AQ_TABLE_COUNT] = {
		sizeof(struct aq_customer_row), sizeof(struct aq_invoice_row),
		sizeof(struct aq_contract_row), sizeof(struct aq_option_row),
		sizeof(struct aq_bundle_row),	sizeof(struct aq_subscription_row),
	};

	assert_in_range(loaded->count, 1, AQ_LOAD_ROWS_MAX);
	given->batch_count++;
	given->row_count += loaded->count;
	if (given->sink_status < AQ_OK)
		return aq_fail(err, given->sink_status, AQ_BASE_FILE, (struct aq_at){0}, "no room");
	for (size_t i = 0; i < loaded->count; i++) {
		const char *row = (const char *)loaded->rows + i * bytes[loaded->table];

		if (given->reject_all) {
			struct aq_load_refusal refusal = {
				.line = *(const uint64_t *)(const void *)row,
				.code = given->reject_all,
				.field = AQ_SLICE("customer_no"),
				.value = AQ_SLICE("C9"),
				.raw = loaded->raws[i],
			};

			aq_load_reject(given->load, &refusal);
			continue;
		}
		put_row(&given->rows, loaded->table, row, 0);
		aq_buffer_add(&given->raws, loaded->raws[i]);
		aq_buffer_add_byte(&given->raws, '\n');
	}
	return AQ_OK;
}

static inline int given_new(void **state)
{
	struct given *given = test_calloc(1, sizeof(*given));
	const struct aq_load_sink sink = {given, keep_rows};

	assert_int_equal(aq_findings_new(&given->findings, NULL), AQ_OK);
	aq_buffer_init(&given->rejected, 0);
	aq_buffer_init(&given->rows, 0);
	aq_buffer_init(&given->raws, 0);
	assert_int_equal(aq_load_open(&given->load, &sink, given->findings, &given->rejected, NULL),
			 AQ_OK);
	*state = given;
	return 0;
}

static inline int given_free(void **state)
{
	struct given *given = *state;

	aq_load_close(given->load);
	aq_findings_free(given->findings);
	aq_buffer_free(&given->rejected);
	aq_buffer_free(&given->rows);
	aq_buffer_free(&given->raws);
	test_free(given);
	return 0;
}

/* Feeds `bytes` in pieces of `piece` bytes and ends the file. */
static inline enum aq_status load_pieces(struct given *given, struct aq_slice bytes, size_t piece)
{
	given->status = AQ_OK;
	while (bytes.length > 0 && given->status >= AQ_OK) {
		size_t count = bytes.length < piece ? bytes.length : piece;

		given->status = aq_load_feed(given->load, (struct aq_slice){bytes.start, count},
					     &given->err);
		bytes.start += count;
		bytes.length -= count;
	}
	if (given->status >= AQ_OK)
		given->status = aq_load_finish(given->load, &given->err);
	return given->status;
}

static inline enum aq_status load_text(struct given *given, const char *text)
{
	return load_pieces(given, aq_slice_of(text), SIZE_MAX);
}

static inline const char *text_of(struct aq_buffer *buffer)
{
	aq_buffer_add_byte(buffer, '\0');
	buffer->length--;
	return buffer->start;
}

#define assert_rows(given, text)     assert_string_equal(text_of(&(given)->rows), (text))
#define assert_rejected(given, text) assert_string_equal(text_of(&(given)->rejected), (text))
#define assert_refused_file(given, text, wanted)                                                   \
	do {                                                                                       \
		assert_int_equal(load_text((given), (text)), AQ_BAD_FILE);                         \
		assert_string_equal(aq_code_name((given)->err.code), aq_code_name(wanted));        \
	} while (0)

#endif
