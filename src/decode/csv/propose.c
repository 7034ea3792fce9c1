/*
 * propose.c - `formats --new FILE`: a profile for a table that none knows.
 *
 * Promises: what it writes loads as a profile. Each line behind a "# guess" is
 * one; what could not be told is a comment that says which key would tell it.
 */
#include "guess.h"

#define HEADINGS_MAX 8

static void put_shape(const struct guess *guess, struct aq_buffer *out)
{
	char delimiter = guess->profile.csv.delimiter;

	if (guess->profile.encoding.length)
		aq_buffer_print(out,
				"# guess: the bytes are not UTF-8; are the letters right?\n"
				"encoding  = %s\n",
				guess->profile.encoding.start);
	if (delimiter == '\t')
		aq_buffer_add_text(out, "delimiter = tab\n");
	else if (delimiter != ',')
		aq_buffer_print(out, "delimiter = %c\n", delimiter);
	if (guess->profile.csv.quoting == AQ_CSV_LENIENT)
		aq_buffer_add_text(out, "# guess: quotes inside cells are not doubled\n"
					"quote     = lenient\n");
}

/* The headings that a file is known by. */
static void put_header(const struct guess *guess, struct aq_buffer *out)
{
	size_t count = 0;

	if (guess->header == SIZE_MAX) {
		aq_buffer_add_text(out, "# guess: there is no header; columns are $1, $2, ...\n");
		if (guess->table)
			aq_buffer_print(out, "header    = none %zu\n", guess->table);
		else
			aq_buffer_add_text(out, "header    = none\n");
		aq_buffer_print(out, "match     = cells %zu\n", guess->width);
		return;
	}
	if (guess->rows[guess->header].line > 1)
		aq_buffer_print(out, "# guess: the header is line %llu\n",
				(unsigned long long)guess->rows[guess->header].line);
	for (size_t i = 0; i < guess->column_count; i++)
		count += aq_guess_is_plain(guess->columns[i].name);
	if (count == 0) {
		aq_buffer_print(out, "header    = rows %zu\n", guess->header + 1);
		return;
	}
	count = 0;
	aq_buffer_add_text(out, "header    = find ");
	for (size_t i = 0; i < guess->column_count && count < HEADINGS_MAX; i++) {
		if (!aq_guess_is_plain(guess->columns[i].name))
			continue;
		aq_buffer_add_text(out, count++ ? "|" : "");
		aq_guess_put_text(out, guess->columns[i].name);
	}
	aq_buffer_add_text(out, "\n");
	if (guess->rows[guess->header].count != guess->width)
		aq_buffer_print(out,
				"# guess: the header has %zu cells and most rows have %zu: count "
				"from the right, $-1, where a\n# column stands elsewhere\n"
				"ragged    = yes\n",
				guess->rows[guess->header].count, guess->width);
}

static void put_numbers(const struct guess *guess, struct aq_buffer *out)
{
	const struct aq_number_style *numbers = &guess->profile.numbers;

	if (numbers->decimal_mark != '.')
		aq_buffer_print(out, "decimal   = %c\n", numbers->decimal_mark);
	if (numbers->group_mark == ' ')
		aq_buffer_add_text(out, "group     = space\n");
	else if (numbers->group_mark)
		aq_buffer_print(out, "group     = %c\n", (char)numbers->group_mark);
	if (!guess->nothings)
		return;
	aq_buffer_add_text(out, "# guess: where these stand, there is no amount\nempty     = ");
	for (size_t i = 0, count = 0; aq_guess_nothing(i); i++)
		if (guess->nothings & 1u << i)
			aq_buffer_print(out, "%s%s", count++ ? "|" : "", aq_guess_nothing(i));
	aq_buffer_add_text(out, "\n");
}

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* The first currency code that stands by itself in a text. */
static const char *code_in(struct aq_slice text)
{
	for (size_t k = 0; k + 3 <= text.length; k++) {
		struct aq_slice word = {text.start + k, 3};
		bool is_apart = (k == 0 || !is_letter(text.start[k - 1])) &&
				(k + 3 == text.length || !is_letter(text.start[k + 3]));

		if (is_apart && word.start[0] >= 'A' && word.start[0] <= 'Z' &&
		    aq_currency_find(word) != AQ_CURRENCY_NONE)
			return aq_currency_code(aq_currency_find(word));
	}
	return NULL;
}

static const char *sign_in(struct aq_slice text)
{
	static const struct {
		const char *sign;
		const char *code;
	} signs[] = {{"R$", "BRL"},  {"€", "EUR"},  {"£", "GBP"}, {"$", "USD"},	 {"₽", "RUB"},
		     {"руб", "RUB"}, {"₫", "VND"},  {"₹", "INR"}, {"元", "CNY"}, {"¥", "JPY"},
		     {"zł", "PLN"},  {"Kč", "CZK"}, {"₺", "TRY"}, {"₴", "UAH"},	 {"₩", "KRW"},
		     {"₪", "ILS"},   {"฿", "THB"}};

	for (size_t k = 0; k < sizeof(signs) / sizeof(signs[0]); k++) {
		if (aq_slice_find(text, aq_slice_of(signs[k].sign)) != SIZE_MAX)
			return signs[k].code;
	}
	return NULL;
}

/* The only code that stands above the table; NULL: none, or several. */
static const char *code_above(const struct guess *guess)
{
	const char *found = NULL;
	size_t above = guess->header == SIZE_MAX ? guess->table : guess->header;

	for (size_t row = 0; row < above; row++)
		for (size_t i = 0; i < guess->rows[row].count; i++) {
			struct aq_slice cell = guess->rows[row].cells[i];
			const char *code = code_in(cell);

			if (!code)
				code = sign_in(cell);
			if (code && found && strcmp(code, found) != 0)
				return NULL;
			found = code ? code : found;
		}
	return found;
}

/* A currency named in the headings or beside a number, else the one its sign means,
 * else the one that is told above them. */
const char *aq_guess_code(const struct guess *guess)
{
	const char *code = NULL;

	for (size_t i = 0; i < guess->column_count && !code; i++)
		code = code_in(guess->columns[i].name);
	for (size_t i = 0; i < guess->column_count && !code; i++) {
		const struct guess_column *column = &guess->columns[i];

		if (!column->numbers || !column->distinct_count)
			continue;
		code = column->numbers == column->filled ? code_in(column->distinct[0]) : NULL;
		if (!code)
			code = sign_in(column->distinct[0]);
		if (!code)
			code = sign_in(column->name);
	}
	return code ? code : code_above(guess);
}

static void put_currency(const struct guess *guess, struct aq_buffer *out)
{
	const char *code = aq_guess_code(guess);

	if (guess->roles[ROLE_CURRENCY]) {
		aq_buffer_add_text(out, "currency  = ");
		aq_guess_put_role(guess, ROLE_CURRENCY, out);
		aq_buffer_add_text(out, "\n");
		return;
	}
	if (code)
		aq_buffer_print(out, "# guess: the file says so\ncurrency  = %s\n", code);
	else
		aq_buffer_add_text(out,
				   "# NOT KNOWN: the file does not say. Put the code here (EUR, "
				   "USD, ...); until then its rows\n"
				   "# are refused\ncurrency  = ?\n");
}

static void put_pair(const struct guess *guess, struct aq_buffer *out)
{
	aq_buffer_add_text(out, "# guess: one column for money in, one for money out\n"
				"amount    = ");
	aq_guess_put_role(guess, ROLE_IN, out);
	aq_buffer_add_text(out, aq_guess_column_of(guess, ROLE_OUT)->negatives ? " - abs(" : " - ");
	aq_guess_put_role(guess, ROLE_OUT, out);
	aq_buffer_add_text(out, aq_guess_column_of(guess, ROLE_OUT)->negatives ? ")\n" : "\n");
}

static void put_flag(const struct guess *guess, struct aq_buffer *out)
{
	const struct guess_column *flag = aq_guess_column_of(guess, ROLE_FLAG);

	aq_buffer_add_text(out, "# guess: this column says which way the money went\n"
				"amount.sign = ");
	aq_guess_put_role(guess, ROLE_FLAG, out);
	for (size_t i = 0; i < flag->distinct_count; i++)
		aq_buffer_print(out, " \"%.*s\":%c", AQ_SLICE_ARGS(flag->distinct[i]),
				aq_guess_flag(flag->distinct[i]) > 0 ? '+' : '-');
	aq_buffer_add_text(out, "\n");
}

/* A card's list, or nothing but receipts: only the reader knows. */
static void put_one_way(const struct guess *guess, struct aq_buffer *out)
{
	const struct guess_column *amount = aq_guess_column_of(guess, ROLE_AMOUNT);

	if (!amount || amount->negatives || guess->roles[ROLE_FLAG] || guess->is_balance_proved ||
	    guess->roles[ROLE_PAYOUT] || guess->roles[ROLE_TYPE] || guess->roles[ROLE_FEE])
		return;
	aq_buffer_add_text(
		out,
		"# no amount has a minus sign: on a card they are what was paid; then it is - ");
	aq_guess_put_role(guess, ROLE_AMOUNT, out);
	aq_buffer_add_text(out, "\n");
}

static void put_amounts(const struct guess *guess, struct aq_buffer *out)
{
	const struct guess_column *amount = aq_guess_column_of(guess, ROLE_AMOUNT);
	const struct guess_column *fee = aq_guess_column_of(guess, ROLE_FEE);
	bool is_pair =
		guess->roles[ROLE_IN] && guess->roles[ROLE_OUT] && !(amount && amount->negatives);

	if (is_pair) {
		put_pair(guess, out);
	} else if (amount || !guess->roles[ROLE_NET]) {
		aq_buffer_add_text(out,
				   amount ? "# guess: money in positive, money out negative\n"
					  : "# no column of amounts was found: name it here\n");
		put_one_way(guess, out);
		aq_buffer_add_text(out, "amount    = ");
		if (amount)
			aq_guess_put_role(guess, ROLE_AMOUNT, out);
		else
			aq_buffer_add_text(out, "$2");
		aq_buffer_add_text(out, "\n");
		if (amount && guess->roles[ROLE_FLAG] && amount->negatives == 0)
			put_flag(guess, out);
	}
	if (fee && !is_pair) {
		aq_buffer_print(out, "# guess: a fee is a positive cost%s\nsum.fee   = %s",
				fee->negatives ? ", and this column has minus signs" : "",
				fee->negatives ? "- " : "");
		aq_guess_put_role(guess, ROLE_FEE, out);
		aq_buffer_add_text(out, "\n");
	}
	if (guess->roles[ROLE_NET] && !is_pair) {
		aq_buffer_add_text(out, "# guess: what is left after the fee\nsum.net   = ");
		aq_guess_put_role(guess, ROLE_NET, out);
		aq_buffer_add_text(out, "\n");
		if (fee && amount)
			aq_buffer_add_text(out, "# check     = row: gross - fee == net\n");
	}
}

static void put_balance(const struct guess *guess, struct aq_buffer *out)
{
	if (!guess->is_balance_proved)
		return;
	aq_buffer_add_text(out, "# each balance is that of the row beside it and the amount\n"
				"balance   = ");
	aq_guess_put_role(guess, ROLE_BALANCE, out);
	aq_buffer_add_text(out, "\n");
}

static const char *guess_kind(struct aq_arena *arena, struct aq_slice value)
{
	static const struct {
		const char *word;
		const char *kind;
	} words[] = {
		{"chargeback", "chargeback"}, {"dispute", "chargeback"},
		{"refund", "refund"},	      {"fee", "fee"},
		{"commission", "fee"},	      {"payout", "settlement"},
		{"settlement", "settlement"}, {"sale", "receipt"},
		{"payment", "receipt"},	      {"charge", "receipt"},
		{"capture", "receipt"},	      {"settled", "receipt"},
		{"order", "receipt"},	      {"return", "refund"},
	};
	struct aq_slice folded = aq_utf8_fold(arena, value);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (aq_slice_find(folded, aq_slice_of(words[i].word)) != SIZE_MAX)
			return words[i].kind;
	}
	return "sign";
}

/* Whether a value may stand in quotes on a line of a profile. */
static bool may_be_quoted(struct aq_slice value)
{
	for (size_t i = 0; i < value.length; i++) {
		if ((unsigned char)value.start[i] < ' ' || value.start[i] == 0x7f ||
		    value.start[i] == '"')
			return false;
	}
	return value.length <= TEXT_SHOWN_MAX;
}

static void put_types(const struct guess *guess, struct aq_buffer *out)
{
	const struct guess_column *type = aq_guess_column_of(guess, ROLE_TYPE);
	bool is_gateway = guess->roles[ROLE_PAYOUT] || guess->roles[ROLE_FEE];

	if (!type)
		return;
	if (!is_gateway) {
		aq_buffer_add_text(out, "# without type the sign decides; the file has ");
		aq_guess_put_values(type, out);
		aq_buffer_add_text(out, "\n");
		return;
	}
	aq_buffer_add_text(out, "# guess: what each word means; sign is receipt or outgoing\n"
				"type      = ");
	aq_guess_put_role(guess, ROLE_TYPE, out);
	for (size_t i = 0; i < type->distinct_count && i < GUESS_DISTINCT_MAX; i++) {
		struct aq_slice value = type->distinct[i];

		/* What cannot stand in quotes is left to *:error. */
		if (may_be_quoted(value))
			aq_buffer_print(out, " \"%.*s\":%s", AQ_SLICE_ARGS(value),
					guess_kind(guess->arena, value));
	}
	aq_buffer_add_text(out, " *:error\n");
}

static void put_texts(const struct guess *guess, struct aq_buffer *out)
{
	static const struct {
		enum guess_role role;
		const char *key;
		const char *says;
	} texts[] = {
		{ROLE_ID, "id", "no value stands twice; the same movement has it in every file"},
		{ROLE_PAYOUT, "payout", "what the rows of one deposit share"},
		{ROLE_ACCOUNT, "account",
		 "one value in all rows: our own account, not the payer's"},
		{ROLE_PAYER, "payer", "the other side"},
		{ROLE_PAYER_ACCOUNT, "payer.account", "the other side's account, not ours"},
		{ROLE_TEXT, "text", "searched for invoice numbers"},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (!guess->roles[texts[i].role])
			continue;
		aq_buffer_print(out, "# guess: %s\n%-9s = ", texts[i].says, texts[i].key);
		aq_guess_put_role(guess, texts[i].role, out);
		aq_buffer_add_text(out, "\n");
		if (texts[i].role != ROLE_ID)
			continue;
		aq_buffer_add_text(out,
				   "# guess: a row that comes twice is a mistake\nunique    = ");
		aq_guess_put_role(guess, ROLE_ID, out);
		aq_buffer_add_text(out, "\n");
	}
	aq_guess_put_status(guess, out);
}

/* Letters and digits of the file's name up to its ending, dashes between. */
static void put_name(struct aq_slice file, struct aq_buffer *out)
{
	size_t end = file.length;
	bool was_other = false;
	size_t shown = 0;

	for (size_t i = 1; i < file.length; i++) {
		if (file.start[i] == '.')
			end = i;
	}
	for (size_t i = 0; i < end && shown < TEXT_SHOWN_MAX; i++) {
		char byte = file.start[i];

		if (byte >= 'A' && byte <= 'Z')
			byte = (char)(byte | 0x20);
		if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
			if (was_other && shown)
				aq_buffer_add_byte(out, '-');
			aq_buffer_add_byte(out, byte);
			shown++;
			was_other = false;
		} else {
			was_other = true;
		}
	}
	if (shown == 0)
		aq_buffer_add_text(out, "new");
}

static void put_profile(const struct guess *guess, struct aq_slice file, struct aq_buffer *out)
{
	bool is_gateway = guess->roles[ROLE_PAYOUT] || guess->roles[ROLE_FEE];

	aq_buffer_add_text(out,
			   "# Proposed by acquit formats --new. Look at every guess, mend it, "
			   "take its mark away;\n# acquit formats --check FILE tries it. All keys: "
			   "formats/csv/README.md\n# guess: who sends it, then what it is. Ids are "
			   "told apart by the first word: another\n# sender needs another, "
			   "every file of the same one the same\n[");
	put_name(file, out);
	aq_buffer_add_text(out, ".export]\nsummary   = proposed, not looked at yet\n");
	aq_buffer_print(out,
			"# guess: gateway has details of payouts, bank the movements of an "
			"account\nposts     = %s\n",
			is_gateway ? "gateway" : "bank");
	put_shape(guess, out);
	put_header(guess, out);
	put_numbers(guess, out);
	put_currency(guess, out);
	aq_guess_put_day(guess, ROLE_DATE, "date", out);
	aq_guess_put_day(guess, ROLE_VALUE, "value", out);
	put_amounts(guess, out);
	put_balance(guess, out);
	put_types(guess, out);
	put_texts(guess, out);
	aq_guess_put_odd_rows(guess, out);
}

enum aq_status aq_format_propose(const struct aq_format_sample *sample, struct aq_buffer *out,
				 struct aq_error *err)
{
	const struct aq_decoder_head head = {.head = sample->head, .is_whole = sample->is_whole};
	struct aq_arena *arena = NULL;
	struct guess *guess;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	if (status < AQ_OK)
		return status;
	guess = aq_arena_take(arena, sizeof(*guess));
	if (!guess) {
		aq_arena_free(arena);
		return aq_fail_memory(err);
	}
	guess->arena = arena;
	if (!aq_guess_shape(guess, &head))
		status = aq_fail(err, AQ_BAD_FILE, AQ_DECODE_UNKNOWN_FORMAT, (struct aq_at){1, 0},
				 "this is no table: no delimiter gives rows of several cells");
	else if (!aq_guess_columns(guess))
		status = aq_fail_memory(err);
	else
		put_profile(guess, sample->name, out);
	aq_arena_free(arena);
	return status;
}
