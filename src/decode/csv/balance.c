/*
 * balance.c - `balance` of a profile: each row's balance follows from the row beside it.
 *
 * Statements run down or up, so both are tried: a row's balance is that of the
 * row before and its own amount, or that of the row behind and that one's.
 * Promises: a table that breaks in both directions is refused, or told of, at
 * the first break of the better one. Rows without a balance count for the next that
 * has one: many banks tell it once a day, and a row that was never booked shows
 * itself. Rows of another currency or account, and rows that could not be read,
 * begin anew; rows that are only shown do not count.
 */
#include "decoder.h"

static void begin_anew(struct table_decoder *decoder)
{
	decoder->chain.has_row = false;
}

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

/* The row counts for the next that tells a balance. */
static void count_between(struct table_decoder *decoder, const struct aq_record *record,
			  struct aq_decimal amount)
{
	struct balance_chain *chain = &decoder->chain;

	if (chain->has_row && (!is_same_chain(chain, record) ||
			       !aq_decimal_add(chain->between, amount, &chain->between)))
		begin_anew(decoder);
}

static void compare(struct balance_chain *chain, const struct aq_record *record,
		    struct aq_decimal amount, struct aq_decimal balance)
{
	struct aq_decimal down, up;

	if (!aq_decimal_add(amount, chain->between, &down) ||
	    !follows(chain->balance, down, balance))
		note_break(&chain->down, record);
	if (!aq_decimal_add(chain->amount, chain->between, &up) ||
	    !follows(balance, up, chain->balance))
		note_break(&chain->up, record);
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
	if (chain->has_row && is_same_chain(chain, record))
		compare(chain, record, amount, balance);
	chain->has_row = true;
	chain->between = (struct aq_decimal){0};
	chain->balance = balance;
	chain->amount = amount;
	chain->account = aq_slice_mix(record->account);
	chain->currency[0] = '\0';
	if (record->currency.length < sizeof(chain->currency))
		memcpy(chain->currency, record->currency.start, record->currency.length);
	chain->currency[record->currency.length < sizeof(chain->currency) ? record->currency.length
									  : 0] = '\0';
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

	if (way->breaks) {
		finding.at.line = way->line;
		aq_findings_add(decoder->handle.findings, &finding);
		if (!warns)
			aq_unit_refuse(decoder, AQ_CSV_BALANCE);
	}
	*chain = (struct balance_chain){0};
}
