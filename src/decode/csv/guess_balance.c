/*
 * guess_balance.c - which column is the balance, and with it which is the amount.
 *
 * Reads: the numbers of an unknown table, whatever its columns are called.
 * Promises: what it finds is proved by the rows: each balance is that of the row
 * beside it and the amount, or money in less money out, down the file or up.
 * Refuses: fewer than two rows, and amounts that are nothing in many of them.
 */
#include "guess.h"

#define CANDIDATES_MAX 24
#define MOVED_TENTHS   6

struct sample { /* one cell */
	bool is_told;
	struct aq_decimal number;
};

struct numbers {
	struct sample *cells; /* candidate by candidate, a row each */
	size_t columns[CANDIDATES_MAX];
	size_t count;
	size_t rows;
};

/* An amount: a column, or what one holds less what the other does. */
struct source {
	size_t plus, minus; /* candidates; SIZE_MAX: none */
};

/* A balance that is told of some rows follows from the amounts since the last. */
struct trial {
	const struct numbers *numbers;
	struct source source;
	size_t balance; /* candidate */
	bool runs_up;
	bool moves_all; /* no row may be left without an amount */
};

static const struct sample *cell_at(const struct numbers *numbers, size_t candidate, size_t row)
{
	return &numbers->cells[candidate * GUESS_ROWS_MAX + row];
}

static bool take_numbers(struct guess *guess, struct numbers *out)
{
	const struct guess_row *row;
	size_t at = guess->table;

	for (size_t i = 0; i < guess->column_count && out->count < CANDIDATES_MAX; i++) {
		const struct guess_column *column = &guess->columns[i];

		if (column->numbers && column->numbers + 1 >= column->filled && !column->pattern)
			out->columns[out->count++] = i;
	}
	out->cells = aq_arena_take_many(guess->arena, CANDIDATES_MAX * GUESS_ROWS_MAX,
					sizeof(*out->cells));
	if (!out->cells)
		return false;
	while ((row = aq_guess_row(guess, &at))) {
		for (size_t i = 0; i < out->count; i++) {
			struct sample *sample = &out->cells[i * GUESS_ROWS_MAX + out->rows];
			size_t column = out->columns[i];

			sample->is_told = column < row->count &&
					  aq_number_read(&guess->profile, row->cells[column],
							 (struct aq_slice){0}, &sample->number);
		}
		out->rows++;
	}
	return true;
}

/* False where the row tells no amount; `*is_odd` where it tells both of a pair. */
static bool amount_of(const struct trial *trial, size_t row, struct aq_decimal *out, bool *is_odd)
{
	const struct sample *plus = cell_at(trial->numbers, trial->source.plus, row);
	const struct sample *minus;

	if (trial->source.minus == SIZE_MAX) {
		*out = plus->number;
		return plus->is_told;
	}
	minus = cell_at(trial->numbers, trial->source.minus, row);
	*is_odd = plus->is_told && minus->is_told && !aq_decimal_is_zero(plus->number) &&
		  !aq_decimal_is_zero(minus->number);
	*out = plus->is_told && !aq_decimal_is_zero(plus->number)
		       ? plus->number
		       : aq_decimal_negate(aq_decimal_absolute(minus->number));
	return plus->is_told || minus->is_told;
}

static bool is_sum(struct aq_decimal before, struct aq_decimal amount, struct aq_decimal after)
{
	struct aq_decimal sum;

	return aq_decimal_add(before, amount, &sum) && aq_decimal_compare(sum, after) == 0;
}

/* Whether every balance follows, and most rows move it: a few zeros prove nothing. */
static bool holds(const struct trial *trial)
{
	struct aq_decimal last = {0}, between = {0};
	bool has_last = false, is_odd = false;
	size_t moved = 0, amounts = 0;

	for (size_t i = 0; i < trial->numbers->rows; i++) {
		size_t row = trial->runs_up ? trial->numbers->rows - 1 - i : i;
		const struct sample *balance = cell_at(trial->numbers, trial->balance, row);
		struct aq_decimal amount;

		if (!amount_of(trial, row, &amount, &is_odd) ||
		    !aq_decimal_add(between, amount, &between)) {
			has_last = false;
			continue;
		}
		if (is_odd)
			return false;
		amounts += !aq_decimal_is_zero(amount);
		if (!balance->is_told)
			continue;
		if (has_last && !is_sum(last, between, balance->number))
			return false;
		moved += has_last && !aq_decimal_is_zero(between);
		has_last = true;
		last = balance->number;
		between = (struct aq_decimal){0};
	}
	if (trial->moves_all && amounts < trial->numbers->rows)
		return false;
	return moved > 0 && moved * 10 >= (trial->numbers->rows - 1) * MOVED_TENTHS;
}

static bool has_balance(struct trial *trial)
{
	for (trial->balance = 0; trial->balance < trial->numbers->count; trial->balance++) {
		if (trial->balance == trial->source.plus || trial->balance == trial->source.minus)
			continue;
		trial->runs_up = false;
		if (holds(trial))
			return true;
		trial->runs_up = true;
		if (holds(trial))
			return true;
	}
	return false;
}

static bool find_source(struct trial *trial)
{
	size_t count = trial->numbers->count;

	for (size_t plus = 0; plus < count; plus++) {
		trial->source = (struct source){plus, SIZE_MAX};
		if (has_balance(trial))
			return true;
	}
	for (size_t plus = 0; plus < count; plus++) {
		for (size_t minus = 0; minus < count; minus++) {
			trial->source = (struct source){plus, minus};
			if (plus != minus && has_balance(trial))
				return true;
		}
	}
	return false;
}

/* What moves every row goes before what leaves some of them nothing. */
static bool find_trial(struct trial *trial)
{
	trial->moves_all = true;
	if (find_source(trial))
		return true;
	trial->moves_all = false;
	return find_source(trial);
}

static void give_role(struct guess *guess, enum guess_role role, size_t column)
{
	for (size_t i = 0; i < ROLE_COUNT; i++) {
		if (guess->roles[i] == column + 1)
			guess->roles[i] = 0;
	}
	guess->roles[role] = column + 1;
}

bool aq_guess_balance(struct guess *guess)
{
	struct numbers numbers = {0};
	struct trial trial = {.numbers = &numbers};

	if (!take_numbers(guess, &numbers))
		return false;
	/* A gateway's rows have fees besides. */
	if (guess->roles[ROLE_PAYOUT] || guess->roles[ROLE_NET] || numbers.rows < 2 ||
	    !find_trial(&trial))
		return true;
	guess->roles[ROLE_AMOUNT] = guess->roles[ROLE_IN] = guess->roles[ROLE_OUT] = 0;
	give_role(guess, ROLE_BALANCE, numbers.columns[trial.balance]);
	if (trial.source.minus == SIZE_MAX) {
		give_role(guess, ROLE_AMOUNT, numbers.columns[trial.source.plus]);
	} else {
		give_role(guess, ROLE_IN, numbers.columns[trial.source.plus]);
		give_role(guess, ROLE_OUT, numbers.columns[trial.source.minus]);
	}
	guess->is_balance_proved = true;
	return true;
}
