/*
 * balance.c - `balance` of a profile: each row's balance follows from the row beside it.
 *
 * Statements run down or up, so both are tried: a row's balance is that of the
 * row before and its own amount, or that of the row behind and that one's. Some
 * list the days one way and the rows of a day the other.
 * Promises: a table that breaks in every direction is refused, or told of, at
 * the first break of the better of the two plain ones. Rows without a balance count for the next that
 * has one: many banks tell it once a day, and a row that was never booked shows
 * itself. Rows of another currency or account, and rows that could not be read,
 * begin anew; rows that are only shown do not count.
 */
#include "decoder.h"

/* Whether the row belongs to the same chain as the one before it. */
static bool is_same_chain(const struct balance_chain *chain, const struct aq_record *record)
{
	return aq_slice_is(record->currency, chain->currency) &&
	       chain->account == aq_slice_mix(record->account);
}

static void note_break(struct balance_way *way, const struct aq_record *record)
{
	if (way->breaks++ == 0)
		way->line = record->line;
}

static bool follows(struct aq_decimal before, struct aq_decimal amount, struct aq_decimal after)
{
	struct aq_decimal expected;

	return aq_decimal_add(before, amount, &expected) &&
	       aq_decimal_compare(expected, after) == 0;
}

/* The day that ends with the last row, and the one that stands above it. */
static void compare_days(struct balance_chain *chain)
{
	if (!chain->has_row || !chain->has_day_above)
		return;
	if (!follows(chain->last.balance, chain->above.amount, chain->above.balance))
		chain->breaks_days_up = true;
	if (!follows(chain->above.balance, chain->last.amount, chain->last.balance))
		chain->breaks_days_down = true;
}

/* Days are compared where they end: one that is cut proves nothing, so only the plain
 * directions are left. */
static void begin_anew(struct table_decoder *decoder)
{
	struct balance_chain *chain = &decoder->chain;

	chain->breaks_days_up |= chain->has_row;
	chain->breaks_days_down |= chain->has_row;
	chain->has_row = false;
}

/* The row counts for the next that tells a balance. */
static void count_between(struct table_decoder *decoder, const struct aq_record *record,
			  struct aq_decimal amount)
{
	struct balance_chain *chain = &decoder->chain;

	chain->breaks_days_up = true;
	chain->breaks_days_down = true;
	if (chain->has_row && (!is_same_chain(chain, record) ||
			       !aq_decimal_add(chain->between, amount, &chain->between)))
		begin_anew(decoder);
}

static void compare(struct balance_chain *chain, const struct aq_record *record,
		    struct aq_decimal amount, struct aq_decimal balance)
{
	struct aq_decimal down, up;
	bool is_same_day = aq_date_compare(chain->day, record->booked_on) == 0;

	if (!aq_decimal_add(amount, chain->between, &down) ||
	    !follows(chain->last.balance, down, balance)) {
		note_break(&chain->down, record);
		chain->breaks_days_up |= is_same_day;
	}
	if (!aq_decimal_add(chain->last.amount, chain->between, &up) ||
	    !follows(balance, up, chain->last.balance)) {
		note_break(&chain->up, record);
		chain->breaks_days_down |= is_same_day;
	}
	if (is_same_day)
		return;
	compare_days(chain);
	chain->above = chain->first;
	chain->has_day_above = true;
}

static void remember(struct balance_chain *chain, const struct aq_record *record,
		     struct aq_decimal amount, struct aq_decimal balance)
{
	bool is_new_day = aq_date_compare(chain->day, record->booked_on) != 0;
	size_t length = record->currency.length;

	chain->last = (struct balance_row){balance, amount};
	if (!chain->has_row || is_new_day)
		chain->first = chain->last;
	chain->day = record->booked_on;
	chain->has_row = true;
	chain->between = (struct aq_decimal){0};
	chain->account = aq_slice_mix(record->account);
	length = length < sizeof(chain->currency) ? length : 0;
	if (length)
		memcpy(chain->currency, record->currency.start, length);
	chain->currency[length] = '\0';
}

void aq_balance_add(struct table_decoder *decoder, struct aq_record *record,
		    struct aq_decimal amount)
{
	struct balance_chain *chain = &decoder->chain;
	const struct table_text *text = &decoder->profile->balance;
	struct aq_slice written;
	struct aq_decimal balance;

	if (text->count == 0 || record->nature == AQ_NATURE_NOTICE)
		return;
	written = aq_view_text(&decoder->view, text, " ");
	if (record->is_refused || !amount.is_present) {
		begin_anew(decoder);
		return;
	}
	if (written.length == 0) {
		count_between(decoder, record, amount);
		return;
	}
	if (!aq_number_read(decoder->profile, written, record->currency, &balance)) {
		aq_record_fault(decoder, record, AQ_CSV_NUMBER, aq_text_slot(text),
				"this is no number in the profile's style");
		begin_anew(decoder);
		return;
	}
	if (chain->has_row && !is_same_chain(chain, record))
		begin_anew(decoder);
	if (chain->has_row)
		compare(chain, record, amount, balance);
	remember(chain, record, amount, balance);
}

void aq_balance_judge(struct table_decoder *decoder)
{
	struct balance_chain *chain = &decoder->chain;
	const struct balance_way *way =
		chain->up.breaks < chain->down.breaks ? &chain->up : &chain->down;
	bool warns = decoder->profile->balance_warns || decoder->handle.settings.warn_balance;
	struct aq_finding finding = {
		.code = AQ_CSV_BALANCE,
		.severity = warns ? AQ_SEVERITY_WARNING : AQ_SEVERITY_NONE,
		.record = AQ_SLICE("row"),
		.field = AQ_SLICE("balance"),
		.message = AQ_SLICE("the balance of this row and that of its neighbour do not "
				    "differ by the amounts: a row is missing or was not booked, or "
				    "a sign is wrong"),
	};

	compare_days(chain);
	if (way->breaks && chain->breaks_days_up && chain->breaks_days_down) {
		finding.at.line = way->line;
		aq_findings_add(decoder->handle.findings, &finding);
		if (!warns)
			aq_unit_refuse(decoder, AQ_CSV_BALANCE);
	}
	*chain = (struct balance_chain){0};
}
