/*
 * readers.c - one cell becomes one value: a text, a list, a day, an amount.
 *
 * Reads: a trimmed cell that is not empty.
 * Refuses: whatever could be meant in two ways; nothing is rounded or guessed.
 */
#include "loader.h"

#include "acquit/claim.h"
#include "acquit/utf8.h"

static enum aq_status refuse(const struct load_cell *cell, enum aq_code code,
			     struct load_fault *fault)
{
	*fault = (struct load_fault){
		.code = code, .field = cell->column->name, .text = cell->column->says};
	return AQ_BAD_RECORD;
}

static enum aq_status refuse_because(const struct load_cell *cell, enum aq_code code,
				     const char *text, struct load_fault *fault)
{
	*fault = (struct load_fault){.code = code, .field = cell->column->name, .text = text};
	return AQ_BAD_RECORD;
}

/* C0, DEL and C1; the cell's bits say when none of them is possible. */
static bool has_control(const struct load_cell *cell)
{
	struct aq_slice rest = cell->text;

	if (!(cell->class_bits & (CELL_HAS_CONTROL | CELL_HAS_HIGH)))
		return false;
	while (rest.length > 0) {
		uint32_t point = aq_utf8_next(&rest);

		if (point < 0x20 || (point >= 0x7F && point < 0xA0))
			return true;
	}
	return false;
}

static enum aq_status refuse_control(const struct load_cell *cell, struct load_fault *fault)
{
	return refuse_because(cell, AQ_LOAD_CONTROL_CHARACTER,
			      "the text holds a control character or a line break", fault);
}

enum aq_status aq_load_read_text(const struct load_cell *cell, struct load_fault *fault)
{
	if (cell->text.length > (size_t)cell->column->high)
		return refuse(cell, AQ_LOAD_TEXT_LENGTH, fault);
	if (has_control(cell))
		return refuse_control(cell, fault);
	memcpy(cell->row + cell->column->offset, &cell->text, sizeof(cell->text));
	return AQ_OK;
}

static size_t parts_count(struct aq_slice text)
{
	size_t count = 1;

	for (size_t i = 0; i < text.length; i++)
		count += text.start[i] == '|';
	return count;
}

enum aq_status aq_load_read_list(const struct load_cell *cell, struct load_fault *fault)
{
	struct aq_slice rest = cell->text;
	size_t parts = parts_count(rest);
	struct aq_slice *list;
	size_t count = 0;

	if (has_control(cell))
		return refuse_control(cell, fault);
	list = aq_arena_take_many(cell->load->texts, parts < AQ_LIST_MAX ? parts : AQ_LIST_MAX,
				  sizeof(*list));
	if (!list)
		return AQ_SYSTEM;
	while (rest.length > 0) {
		struct aq_slice part = aq_slice_trim(aq_slice_cut(&rest, '|'));

		if (part.length == 0)
			continue;
		if (count == AQ_LIST_MAX || part.length > (size_t)cell->column->high)
			return refuse(cell, AQ_LOAD_LIST, fault);
		list[count++] = part;
	}
	memcpy(cell->row + cell->column->offset, &list, sizeof(list));
	memcpy(cell->row + cell->column->count_offset, &count, sizeof(count));
	return AQ_OK;
}

enum aq_status aq_load_read_date(const struct load_cell *cell, struct load_fault *fault)
{
	struct aq_date date;

	if (!aq_date_parse(cell->text, &date))
		return refuse(cell, AQ_LOAD_DATE, fault);
	memcpy(cell->row + cell->column->offset, &date, sizeof(date));
	return AQ_OK;
}

/* Files have few currencies, so the last one is nearly always the next one. */
enum aq_status aq_load_read_currency(const struct load_cell *cell, struct load_fault *fault)
{
	struct aq_load *load = cell->load;

	if (cell->text.length != sizeof(load->currency_text))
		return refuse(cell, AQ_LOAD_CURRENCY, fault);
	if (memcmp(load->currency_text, cell->text.start, sizeof(load->currency_text)) != 0) {
		aq_currency currency = aq_currency_find(cell->text);

		if (currency == AQ_CURRENCY_NONE)
			return refuse(cell, AQ_LOAD_CURRENCY, fault);
		load->currency = currency;
		memcpy(load->currency_text, cell->text.start, sizeof(load->currency_text));
	}
	memcpy(cell->row + cell->column->offset, &load->currency, sizeof(load->currency));
	return AQ_OK;
}

static enum aq_status refuse_digits(const struct load_cell *cell, struct aq_decimal number,
				    aq_currency currency, struct load_fault *fault)
{
	struct aq_money money;
	bool is_exact;

	if (aq_money_round(number, currency, &money, &is_exact) && !is_exact)
		return refuse_because(cell, AQ_LOAD_DIGITS,
				      "the amount has more digits than its currency", fault);
	return refuse_because(cell, AQ_LOAD_AMOUNT_LARGE, "the amount is larger than any real one",
			      fault);
}

static enum aq_status keep_amount(const struct load_cell *cell, int64_t minor)
{
	bool is_told = true;

	memcpy(cell->row + cell->column->offset, &minor, sizeof(minor));
	if (cell->column->flag_offset)
		memcpy(cell->row + cell->column->flag_offset, &is_told, sizeof(is_told));
	return AQ_OK;
}

enum aq_status aq_load_read_amount(const struct load_cell *cell, struct load_fault *fault)
{
	const struct load_column *column = cell->column;
	struct aq_decimal number;
	struct aq_money money;
	aq_currency currency;

	memcpy(&currency, cell->row + column->currency_offset, sizeof(currency));
	AQ_CLAIM(currency != AQ_CURRENCY_NONE);
	if (!aq_decimal_parse_plain(cell->text, &number))
		return refuse(cell, AQ_LOAD_AMOUNT, fault);
	if (!aq_money_from_decimal(number, currency, &money))
		return refuse_digits(cell, number, currency, fault);
	if (money.minor > column->high || money.minor < -column->high)
		return refuse_because(cell, AQ_LOAD_AMOUNT_LARGE,
				      "the amount is larger than any real one", fault);
	if (money.minor < column->low)
		return refuse_because(cell, AQ_LOAD_NEGATIVE, "the amount is less than zero",
				      fault);
	return keep_amount(cell, money.minor);
}

/* The currency is the contract's, which the store alone knows. */
enum aq_status aq_load_read_decimal(const struct load_cell *cell, struct load_fault *fault)
{
	struct aq_decimal number;

	if (!aq_decimal_parse_plain(cell->text, &number))
		return refuse(cell, AQ_LOAD_AMOUNT, fault);
	if (number.units < 0)
		return refuse_because(cell, AQ_LOAD_NEGATIVE, "the amount is less than zero",
				      fault);
	if (aq_decimal_compare(number, aq_decimal_of(AMOUNT_MINOR_MAX, 0)) > 0)
		return refuse_because(cell, AQ_LOAD_AMOUNT_LARGE,
				      "the amount is larger than any real one", fault);
	memcpy(cell->row + cell->column->offset, &number, sizeof(number));
	return AQ_OK;
}

enum aq_status aq_load_read_whole(const struct load_cell *cell, struct load_fault *fault)
{
	uint64_t number;
	int32_t kept;

	if (!aq_slice_to_u64(cell->text, &number) || number < (uint64_t)cell->column->low ||
	    number > (uint64_t)cell->column->high)
		return refuse(cell, AQ_LOAD_WHOLE_NUMBER, fault);
	kept = (int32_t)number;
	memcpy(cell->row + cell->column->offset, &kept, sizeof(kept));
	return AQ_OK;
}
