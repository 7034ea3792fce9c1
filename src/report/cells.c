/*
 * cells.c - one CSV row on its way out, cell by cell.
 */
#include "cells.h"

#include <stdio.h>

#include "acquit/claim.h"
#include "acquit/digits.h"
#include "acquit/utf8.h"

#define TEXT_BYTES_MAX 32000

void cells_open(struct cells *cells, struct aq_buffer *out)
{
	*cells = (struct cells){.out = out};
	aq_buffer_init(&cells->scratch, 0);
}

void cells_close(struct cells *cells)
{
	aq_buffer_free(&cells->scratch);
}

void cells_begin(struct cells *cells)
{
	cells->count = 0;
	cells->numbers.known = 0;
}

void cells_end(struct cells *cells)
{
	/* A newline stands where the comma of another cell would. */
	aq_csv_put_end(cells->out);
	cells->starts[cells->count] = cells->out->length;
}

/* Where the next cell's own bytes begin: behind the comma that comes first. */
static bool mark(struct cells *cells)
{
	bool is_first = cells->count == 0;

	AQ_CLAIM(cells->count < CELLS_MAX);
	cells->starts[cells->count++] = cells->out->length + (is_first ? 0 : 1);
	return is_first;
}

/* A member of the object: its name, before its value. */
static void begin_json(struct cells *cells)
{
	if (cells->count++ > 0)
		aq_buffer_add_byte(cells->out, ',');
	aq_json_put(cells->out, aq_slice_of(cells->name));
	aq_buffer_add_byte(cells->out, ':');
}

static void put_json(struct cells *cells, struct aq_slice text)
{
	begin_json(cells);
	aq_json_put(cells->out, text);
}

/* Cut between characters. */
static struct aq_slice cut(struct aq_slice text)
{
	if (text.length > TEXT_BYTES_MAX) {
		text.length = TEXT_BYTES_MAX;
		text.length = aq_utf8_valid_bytes(text);
	}
	return text;
}

void cells_text(struct cells *cells, struct aq_slice text)
{
	bool is_first;

	if (cells->is_json) {
		put_json(cells, text);
		return;
	}
	is_first = mark(cells);
	if (text.length <= TEXT_BYTES_MAX && aq_csv_put_simple(cells->out, text, is_first))
		return;
	if (aq_utf8_valid_bytes(text) != text.length) {
		aq_buffer_clear(&cells->scratch);
		aq_printable_put(&cells->scratch, text);
		text = aq_buffer_slice(&cells->scratch);
		if (aq_buffer_failed(&cells->scratch))
			cells->out->failed = true;
	}
	aq_csv_put_cell(cells->out, cut(text), is_first);
}

/* Where the next cell is written, of bytes that need no quotes, in a row of CSV;
 * NULL when there is no room. */
static inline char *begin(struct cells *cells, size_t bytes_max)
{
	bool is_first = mark(cells);
	char *at = aq_buffer_room(cells->out, bytes_max + 1);

	if (at && !is_first)
		*at++ = ',';
	return at;
}

static inline void put(struct cells *cells, struct aq_slice text)
{
	char *at = begin(cells, text.length);

	if (!at)
		return;
	if (text.length > 0)
		memcpy(at, text.start, text.length);
	aq_buffer_took(cells->out, at + text.length);
}

void cells_plain(struct cells *cells, struct aq_slice text)
{
	if (cells->is_json)
		put_json(cells, text);
	else
		put(cells, text);
}

/* The cell put last says this number. */
static void note(struct cells *cells, int64_t number)
{
	if (cells->is_json)
		return;
	cells->numbers.known |= UINT32_C(1) << (cells->count - 1);
	cells->numbers.values[cells->count - 1] = number;
}

void cells_repeat(struct cells *cells, const struct cells_place *row, size_t from, size_t to)
{
	size_t count = to - from;
	size_t bytes = count ? row->starts[to] - row->starts[from] - 1 : 0;
	size_t first = cells->count;
	size_t start = cells->out->length + (first > 0 ? 1 : 0);
	char *at = aq_buffer_room(cells->out, bytes + 1);

	AQ_CLAIM(first + count <= CELLS_MAX);
	for (size_t index = 0; index < count; index++)
		cells->starts[first + index] =
			start + (row->starts[from + index] - row->starts[from]);
	memcpy(cells->numbers.values + first, row->numbers.values + from,
	       count * sizeof(row->numbers.values[0]));
	cells->numbers.known |=
		(uint32_t)(((row->numbers.known >> from) & ((UINT64_C(1) << count) - 1)) << first);
	cells->count += count;
	if (!at || count == 0)
		return;
	if (first > 0)
		*at++ = ',';
	memcpy(at, cells->out->start + row->starts[from], bytes);
	aq_buffer_took(cells->out, at + bytes);
}

void cells_place(const struct cells *cells, struct cells_place *out)
{
	memcpy(out->starts, cells->starts, (cells->count + 1) * sizeof(out->starts[0]));
	out->numbers.known = cells->numbers.known;
	memcpy(out->numbers.values, cells->numbers.values,
	       cells->count * sizeof(out->numbers.values[0]));
}

void cells_word(struct cells *cells, const char *word)
{
	cells_plain(cells, aq_slice_of(word));
}

void cells_word_text(struct cells *cells, const char *sentence)
{
	cells_text(cells, aq_slice_of(sentence));
}

void cells_code(struct cells *cells, enum aq_code code)
{
	cells_word(cells, code == AQ_CODE_NONE ? "" : aq_code_name(code));
}

void cells_empty(struct cells *cells)
{
	cells_plain(cells, (struct aq_slice){NULL, 0});
}

void cells_u64(struct cells *cells, uint64_t number)
{
	char digits[AQ_DIGITS_BYTES_MAX];
	char *end = digits + sizeof(digits);
	struct aq_slice text = aq_slice_between(aq_digits_before(end, number), end);

	if (cells->is_json) {
		begin_json(cells);
		aq_buffer_add(cells->out, text);
		return;
	}
	put(cells, text);
	if (number <= INT64_MAX)
		note(cells, (int64_t)number);
}

void cells_number(struct cells *cells, char letter, uint64_t number)
{
	char digits[AQ_DIGITS_BYTES_MAX + 1];
	char *end = digits + sizeof(digits);
	char *start = aq_digits_before(end, number);

	*--start = letter;
	cells_plain(cells, aq_slice_between(start, end));
}

void cells_sha256(struct cells *cells, const struct aq_sha256 *hash)
{
	char hex[AQ_SHA256_HEX_BYTES];

	aq_sha256_to_hex(hash, hex);
	cells_word(cells, hex);
}

void cells_u64_or_empty(struct cells *cells, uint64_t number)
{
	if (number)
		cells_u64(cells, number);
	else
		cells_empty(cells);
}

/* A night has few days and millions of rows. */
void cells_date(struct cells *cells, struct aq_date date)
{
	size_t place = (size_t)(uint32_t)date.day % DATES_KEPT;
	const char *text = cells->dates[place].text;
	char *at;

	if (!aq_date_is_set(date)) {
		cells_empty(cells);
		return;
	}
	if (cells->dates[place].date.day != date.day) {
		aq_date_print(date, cells->dates[place].text);
		cells->dates[place].date = date;
	}
	if (cells->is_json) {
		put_json(cells, (struct aq_slice){text, AQ_DATE_TEXT_BYTES - 1});
		return;
	}
	at = begin(cells, AQ_DATE_TEXT_BYTES);
	if (!at)
		return;
	memcpy(at, text, AQ_DATE_TEXT_BYTES);
	aq_buffer_took(cells->out, at + AQ_DATE_TEXT_BYTES - 1);
}

void cells_money(struct cells *cells, int64_t minor, aq_currency currency)
{
	const struct aq_money money = {.minor = minor, .currency = currency};
	char text[AQ_MONEY_TEXT_BYTES], *at;

	if (currency == AQ_CURRENCY_NONE) {
		cells_empty(cells);
		return;
	}
	if (cells->is_json) {
		put_json(cells, (struct aq_slice){text, aq_money_print(money, text)});
		return;
	}
	at = begin(cells, AQ_MONEY_TEXT_BYTES);
	if (at)
		aq_buffer_took(cells->out, at + aq_money_print(money, at));
	note(cells, minor);
}

void cells_sum(struct cells *cells, const int64_t *minors, size_t count, aq_currency currency)
{
	int64_t sum = 0;

	for (size_t index = 0; index < count; index++)
		if (!aq_minor_add(sum, minors[index], &sum))
			cells->is_overflow = true;
	cells_money(cells, sum, currency);
}

void cells_percent(struct cells *cells, uint64_t part, uint64_t whole)
{
	char text[32];
	uint64_t hundredths;
	int length;

	if (whole == 0 || __builtin_mul_overflow(part, UINT64_C(10000), &hundredths)) {
		cells_empty(cells);
		return;
	}
	hundredths /= whole;
	length = snprintf(text, sizeof(text), "%llu.%02u", (unsigned long long)(hundredths / 100),
			  (unsigned)(hundredths % 100));
	cells_plain(cells, (struct aq_slice){text, length > 0 ? (size_t)length : 0});
}

void cells_currency(struct cells *cells, aq_currency currency)
{
	cells_word(cells, aq_currency_code(currency));
}

void cells_payment_id(struct cells *cells, struct aq_payment_id id)
{
	static const struct aq_payment_id none;
	char text[AQ_PAYMENT_ID_TEXT_BYTES], *at;

	if (memcmp(&id, &none, sizeof(id)) == 0) {
		cells_empty(cells);
		return;
	}
	if (cells->is_json) {
		aq_payment_id_print(id, text);
		put_json(cells, (struct aq_slice){text, AQ_PAYMENT_ID_TEXT_BYTES - 1});
		return;
	}
	at = begin(cells, AQ_PAYMENT_ID_TEXT_BYTES);
	if (!at)
		return;
	aq_payment_id_print(id, at);
	aq_buffer_took(cells->out, at + AQ_PAYMENT_ID_TEXT_BYTES - 1);
}
