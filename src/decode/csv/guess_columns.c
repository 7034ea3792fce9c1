/*
 * guess_columns.c - what the columns of an unknown table hold and are called.
 *
 * Promises: a column has one role at most; money only where every cell is a
 * number, days only where every cell is one.
 */
#include "guess.h"

/* Words of headings, folded, a bar between; any of them in the name will do. A
 * word in angle brackets is the whole name. */
static const struct {
	enum guess_role role;
	const char *words;
} role_words[] = {
	{ROLE_DATE,
	 "booking date|booked|buchungstag|buchungsdatum|posting date|posted|"
	 "transaction date|trans. date|completed|date|datum|data|fecha|дата|日期|时间|ngày|"
	 "dato|created|day|time"},
	{ROLE_VALUE, "value date|valuta|wertstellung|value|valor"},
	{ROLE_BALANCE, "balance|saldo|solde|остаток|余额|kontostand|running bal|guthaben|egyenleg"},
	{ROLE_FEE, "fee|commission|gebühr|kommission|комиссия|frais|手续费|charges|comisi|prowizj|"
		   "opłat|avgift|gebyr|provize|poplat"},
	{ROLE_NET, "net amount|netto|<net>|net|payable"},
	{ROLE_IN,
	 "credit|paid in|money in|deposit|haben|received|<in>|entrate|crédit|credito|приход|"
	 "收入|bij|gutschrift|ghi có|<[+]>|<+>|eingehend|eingang|incoming|inflow|abono|ingreso|"
	 "entrada|bevétel|uznani|wpływ|поступлен|зачислен"},
	{ROLE_OUT,
	 "debit|paid out|money out|withdrawal|soll|<out>|<paid>|uscite|débit|debito|расход|"
	 "支出|belastung|ghi nợ|spent|<[-]>|<->|ausgehend|ausgang|outgoing|outflow|cargo|"
	 "<gastos>|salida|kiadás|obciąże|wydatk|списан"},
	{ROLE_AMOUNT, "gross|amount|betrag|bedrag|montant|importe|importo|сумма|金额|belopp|beløb|"
		      "kwota|umsatz|số tiền|<sum>|<value>|total"},
	{ROLE_FLAG, "cr/dr|dr/cr|d/c|c/d|debit/credit|credit/debit|af bij|direction|sign|type|"
		    "kennzeichen|收/支"},
	{ROLE_CURRENCY, "currency|währung|waehrung|valuta|devise|divisa|moneda|valiuta|валюта|币种|"
			"<ccy>|<cur>"},
	{ROLE_TYPE, "reporting_category|transaction "
		    "type|type|kind|category|event|operation|buchungstext|тип|reporting_category"},
	{ROLE_STATUS, "status|state|статус|状态"},
	{ROLE_PAYOUT, "payout|settlement id|settlement_id|settlement reference|batch|deposit id|"
		      "transfer id"},
	{ROLE_ACCOUNT, "account number|account no|account id|iban|kontonummer|<account>|<konto>|"
		       "auftragskonto"},
	{ROLE_ID,
	 "transaction id|transaction_id|<id>|txn|reference|operation number|id|number|no."},
	{ROLE_PAYER_ACCOUNT, "iban|counterparty account|account number|kontonummer|tegenrekening"},
	{ROLE_PAYER, "payer|customer|counterparty|empfänger|beguenstigter|auftraggeber|sender|from|"
		     "плательщик|debtor|payee|name|对方"},
	{ROLE_TEXT, "description|details|memo|narrative|verwendungszweck|purpose|назначение|"
		    "remittance|remarque|libell|note|omschrijving|subject|text|описание|摘要|label|"
		    "reference"},
};

/* In the heading of an account: it is not ours. */
static const char other_side_words[] = "counter|payer|debtor|sender|gegen|tegen|auftraggeber|other";

static bool has_word(struct aq_slice name, struct aq_slice words)
{
	while (words.length) {
		struct aq_slice word = aq_slice_cut(&words, '|');

		if (word.start[0] == '<') {
			word = (struct aq_slice){word.start + 1, word.length - 2};
			if (aq_slice_equals(name, word))
				return true;
		} else if (aq_slice_find(name, word) != SIZE_MAX) {
			return true;
		}
	}
	return false;
}

const struct guess_row *aq_guess_row(const struct guess *guess, size_t *at)
{
	while (*at < guess->row_count) {
		const struct guess_row *row = &guess->rows[(*at)++];

		if (row->count == guess->width)
			return row;
	}
	return NULL;
}

static struct aq_slice cell_of(const struct guess_row *row, size_t column)
{
	return column < row->count ? row->cells[column] : (struct aq_slice){0};
}

/* How many cells with a mark in them are numbers in this style. */
static size_t count_style(const struct guess *guess, const struct table_profile *profile)
{
	const struct guess_row *row;
	size_t at = guess->table;
	size_t count = 0;

	while ((row = aq_guess_row(guess, &at))) {
		for (size_t i = 0; i < row->count; i++) {
			struct aq_decimal number;
			struct aq_slice cell = row->cells[i];

			if (cell.length && (memchr(cell.start, '.', cell.length) ||
					    memchr(cell.start, ',', cell.length)))
				count += aq_number_read(profile, cell, (struct aq_slice){0},
							&number);
		}
	}
	return count;
}

static void guess_numbers(struct guess *guess)
{
	static const struct {
		char decimal;
		char group;
	} styles[] = {{'.', 0},	  {',', 0},   {'.', ','}, {',', '.'},
		      {',', ' '}, {'.', ' '}, {'.', '\''}};
	struct table_profile trial = guess->profile;
	size_t best = 0;

	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++) {
		size_t count;

		trial.numbers.decimal_mark = styles[i].decimal;
		trial.numbers.group_mark = (uint32_t)styles[i].group;
		count = count_style(guess, &trial);
		if (count > best) {
			best = count;
			guess->profile.numbers = trial.numbers;
		}
	}
}

static void add_distinct(struct guess_column *column, struct aq_slice cell)
{
	size_t known = 0;

	while (known < column->distinct_count && known < GUESS_DISTINCT_MAX &&
	       !aq_slice_equals(column->distinct[known], cell))
		known++;
	if (known < column->distinct_count)
		return;
	if (column->distinct_count < GUESS_DISTINCT_MAX)
		column->distinct[column->distinct_count] = cell;
	if (column->distinct_count <= GUESS_DISTINCT_MAX)
		column->distinct_count++;
}

/* Whether no cell stands twice; rows are few. */
static bool is_unique(const struct guess *guess, size_t index)
{
	const struct guess_row *row;
	size_t at = guess->table;

	while ((row = aq_guess_row(guess, &at))) {
		const struct guess_row *other;
		size_t behind = at;

		if (cell_of(row, index).length == 0)
			return false;
		while ((other = aq_guess_row(guess, &behind))) {
			if (aq_slice_equals(cell_of(other, index), cell_of(row, index)))
				return false;
		}
	}
	return true;
}

static bool look_at_column(struct guess *guess, size_t index)
{
	struct guess_column *column = &guess->columns[index];
	struct aq_slice *days = aq_arena_take_many(guess->arena, GUESS_ROWS_MAX, sizeof(*days));
	const struct guess_row *row;
	size_t at = guess->table;

	if (!days)
		return false;
	aq_guess_nothings(guess, index);
	if (guess->header != SIZE_MAX)
		column->name = cell_of(&guess->rows[guess->header], index);
	column->folded = aq_utf8_fold(guess->arena, column->name);
	while ((row = aq_guess_row(guess, &at))) {
		struct aq_slice cell = cell_of(row, index);
		struct aq_decimal number;

		if (aq_guess_is_nothing(guess, index, cell))
			continue;
		days[column->filled++] = cell;
		add_distinct(column, cell);
		if (aq_number_read(&guess->profile, cell, (struct aq_slice){0}, &number)) {
			column->numbers++;
			column->negatives += number.units < 0;
			column->marked += memchr(cell.start, guess->profile.numbers.decimal_mark,
						 cell.length) != NULL;
		}
		column->codes += cell.length == 3 && aq_currency_find(cell) != AQ_CURRENCY_NONE;
	}
	column->pattern = column->filled ? aq_guess_day_pattern(days, column->filled) : NULL;
	column->is_unique = is_unique(guess, index);
	return true;
}

/* C and D, Credit and Debit, in their usual spellings. */
int aq_guess_flag(struct aq_slice value)
{
	static const char *const ins[] = {"c",	      "cr",	 "credit",  "in",      "bij",
					  "k",	      "h",	 "haben",   "+",       "收入",
					  "incoming", "deposit", "crédito", "credito", "crédit",
					  "abono",    "haber",	 "kredit",  NULL};
	static const char *const outs[] = {"d",		 "dr",	   "debit",  "out",   "af",
					   "s",		 "soll",   "-",	     "支出",  "outgoing",
					   "withdrawal", "débito", "debito", "débit", "cargo",
					   "debe",	 "debet",  NULL};

	for (size_t i = 0; ins[i]; i++) {
		if (aq_slice_equals_any_case(value, aq_slice_of(ins[i])))
			return 1;
	}
	for (size_t i = 0; outs[i]; i++) {
		if (aq_slice_equals_any_case(value, aq_slice_of(outs[i])))
			return -1;
	}
	return 0;
}

static bool is_flag(const struct guess_column *column)
{
	if (column->distinct_count == 0 || column->distinct_count > 4)
		return false;
	for (size_t i = 0; i < column->distinct_count; i++) {
		if (aq_guess_flag(column->distinct[i]) == 0)
			return false;
	}
	return true;
}

/* Of a bank's table: the same in every row, or in every row that has it. */
static bool is_shared(const struct guess *guess, const struct guess_column *column)
{
	return column->distinct_count == 1 && !guess->roles[ROLE_PAYOUT] && !guess->roles[ROLE_FEE];
}

static bool is_text(const struct guess_column *column)
{
	return column->filled && !column->pattern && column->numbers < column->filled &&
	       column->codes < column->filled &&
	       !(column->distinct_count == 1 && aq_guess_nothing_bit(column->distinct[0]));
}

/* Whether what the column holds may have this role. */
static bool may_be(const struct guess *guess, enum guess_role role,
		   const struct guess_column *column)
{
	bool is_money = column->filled && column->numbers == column->filled && !column->pattern;
	bool is_full = column->filled * 10 >= guess->table_rows * 7;

	switch (role) {
	case ROLE_DATE:
		return column->pattern && is_full;
	case ROLE_VALUE:
		return column->pattern;
	case ROLE_BALANCE:
	case ROLE_AMOUNT:
	case ROLE_FEE:
	case ROLE_NET:
	case ROLE_IN:
	case ROLE_OUT:
		return is_money;
	case ROLE_FLAG:
		return is_flag(column);
	case ROLE_CURRENCY:
		return column->filled && column->codes == column->filled && is_full;
	case ROLE_TYPE:
	case ROLE_STATUS:
		return column->filled && column->distinct_count <= GUESS_DISTINCT_MAX &&
		       column->distinct[0].length <= GUESS_WORD_BYTES_MAX && column->numbers == 0 &&
		       !column->pattern;
	case ROLE_ACCOUNT:
		return is_shared(guess, column) && is_full && !column->pattern &&
		       !has_word(column->folded, aq_slice_of(other_side_words));
	case ROLE_PAYER_ACCOUNT:
		/* One that all payers share is theirs in no case. */
		return is_text(column) && !is_shared(guess, column);
	case ROLE_ID:
		return column->is_unique && !column->pattern;
	case ROLE_PAYER:
		/* The name of our own account is nobody's who pays. */
		return is_text(column) &&
		       !(is_shared(guess, column) &&
			 aq_slice_find(column->folded, AQ_SLICE("account")) != SIZE_MAX);
	default:
		return is_text(column);
	}
}

static bool is_taken(const struct guess *guess, size_t column)
{
	for (size_t role = 0; role < ROLE_COUNT; role++) {
		if (guess->roles[role] == column + 1)
			return true;
	}
	return false;
}

/* The first free column of that name, or whose name has the word. */
static void find_named(struct guess *guess, enum guess_role role, struct aq_slice word,
		       bool is_whole)
{
	for (size_t i = 0; i < guess->column_count && !guess->roles[role]; i++) {
		struct aq_slice name = guess->columns[i].folded;

		if (!is_taken(guess, i) &&
		    (is_whole ? aq_slice_equals(name, word) : has_word(name, word)) &&
		    may_be(guess, role, &guess->columns[i]))
			guess->roles[role] = i + 1;
	}
}

/* The column of a role: the word that comes first in its list decides. */
static void find_role(struct guess *guess, enum guess_role role, struct aq_slice words)
{
	while (words.length && !guess->roles[role]) {
		struct aq_slice word = aq_slice_cut(&words, '|');

		find_named(guess, role, word, true);
		find_named(guess, role, word, false);
	}
}

/* Without a telling name: the first column that may be it. */
static void find_any(struct guess *guess, enum guess_role role)
{
	for (size_t i = 0; i < guess->column_count && !guess->roles[role]; i++) {
		if (!is_taken(guess, i) && may_be(guess, role, &guess->columns[i]))
			guess->roles[role] = i + 1;
	}
}

/* An amount without a name has signs, else decimals: whole numbers are of accounts. */
static void find_any_amount(struct guess *guess)
{
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < guess->column_count && !guess->roles[ROLE_AMOUNT]; i++) {
			const struct guess_column *column = &guess->columns[i];

			if (!is_taken(guess, i) && may_be(guess, ROLE_AMOUNT, column) &&
			    (round ? column->marked : column->negatives))
				guess->roles[ROLE_AMOUNT] = i + 1;
		}
	}
	find_any(guess, ROLE_AMOUNT);
}

/* A column of words that say which way, whatever it is called. */
static void find_any_flag(struct guess *guess)
{
	for (size_t i = 0; i < guess->column_count && !guess->roles[ROLE_FLAG]; i++) {
		const struct guess_column *column = &guess->columns[i];

		if (column->filled == guess->table_rows && column->distinct_count > 1 &&
		    is_flag(column))
			guess->roles[ROLE_FLAG] = i + 1;
	}
}

/* Two columns of which each row fills exactly one. */
static bool is_pair(const struct guess *guess, size_t one, size_t other)
{
	const struct guess_row *row;
	size_t at = guess->table;

	while ((row = aq_guess_row(guess, &at))) {
		if (aq_guess_is_nothing(guess, one, cell_of(row, one)) ==
		    aq_guess_is_nothing(guess, other, cell_of(row, other)))
			return false;
	}
	return true;
}

static void find_pair(struct guess *guess)
{
	for (size_t i = 0; i < guess->column_count; i++) {
		for (size_t k = i + 1; k < guess->column_count; k++) {
			bool is_turned = guess->columns[k].negatives != 0;

			if (!may_be(guess, ROLE_IN, &guess->columns[i]) ||
			    !may_be(guess, ROLE_OUT, &guess->columns[k]) || is_taken(guess, i) ||
			    is_taken(guess, k) || !is_pair(guess, i, k))
				continue;
			guess->roles[ROLE_OUT] = 1 + (is_turned ? k : i);
			guess->roles[ROLE_IN] = 1 + (is_turned ? i : k);
			return;
		}
	}
}

static bool is_blank(const struct guess_column *column)
{
	return column->filled == 0 ||
	       (column->distinct_count == 1 && aq_slice_trim(column->distinct[0]).length == 0);
}

/* Where nothing came in, or nothing went out, the other of the pair is there and empty. */
static void find_blank(struct guess *guess, enum guess_role role)
{
	struct aq_slice words = {NULL, 0};

	for (size_t i = 0; i < sizeof(role_words) / sizeof(role_words[0]); i++)
		if (role_words[i].role == role)
			words = aq_slice_of(role_words[i].words);
	for (size_t i = 0; i < guess->column_count && !guess->roles[role]; i++)
		if (!is_taken(guess, i) && is_blank(&guess->columns[i]) &&
		    has_word(guess->columns[i].folded, words))
			guess->roles[role] = i + 1;
}

static void settle_amounts(struct guess *guess)
{
	size_t *roles = guess->roles;

	if (!roles[ROLE_IN] != !roles[ROLE_OUT])
		find_blank(guess, roles[ROLE_IN] ? ROLE_OUT : ROLE_IN);
	/* One of a pair alone may be the amount itself. */
	if (!roles[ROLE_IN] != !roles[ROLE_OUT]) {
		size_t alone = roles[ROLE_IN] + roles[ROLE_OUT];

		roles[ROLE_IN] = roles[ROLE_OUT] = 0;
		if (!roles[ROLE_AMOUNT])
			roles[ROLE_AMOUNT] = alone;
	}
	if (roles[ROLE_AMOUNT] || roles[ROLE_IN] || roles[ROLE_NET])
		return;
	find_pair(guess);
	if (roles[ROLE_IN])
		return;
	/* A list of fees, and nothing else. */
	roles[ROLE_AMOUNT] = roles[ROLE_FEE];
	roles[ROLE_FEE] = 0;
	find_any_amount(guess);
}

bool aq_guess_columns(struct guess *guess)
{
	size_t at = guess->table;

	while (aq_guess_row(guess, &at))
		guess->table_rows++;
	guess->column_count = guess->width < GUESS_COLUMNS_MAX ? guess->width : GUESS_COLUMNS_MAX;
	guess_numbers(guess);
	for (size_t i = 0; i < guess->column_count; i++) {
		if (!look_at_column(guess, i))
			return false;
	}
	for (size_t i = 0; i < sizeof(role_words) / sizeof(role_words[0]); i++)
		find_role(guess, role_words[i].role, aq_slice_of(role_words[i].words));
	find_any(guess, ROLE_DATE);
	find_any(guess, ROLE_CURRENCY);
	if (!aq_guess_balance(guess))
		return false;
	settle_amounts(guess);
	find_any_flag(guess);
	return true;
}
