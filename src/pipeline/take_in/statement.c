/*
 * statement.c - what a bank statement says of itself: balances that open the
 * account in the ledger, and follow one another.
 */
#include "again.h"
#include "chunk.h"
#include "pages.h"

#define SEQUENCE_DIGITS_MAX 18

static bool to_minor(const struct aq_balance *balance, aq_currency currency, int64_t *out)
{
	struct aq_money money;

	if (!balance->amount.is_present ||
	    !aq_money_from_decimal(balance->amount, currency, &money))
		return false;
	*out = money.minor;
	return true;
}

static bool is_unreal(int64_t balance)
{
	return balance > AQ_AMOUNT_MAX || balance < -AQ_AMOUNT_MAX;
}

/* The first opening balance of an account is an entry: after it the ledger's
 * bank account equals the bank's. `opened` is what an entry told before. */
static enum aq_status post_opening(const struct statement_order *order,
				   const struct aq_statement_row *row, int64_t opened,
				   struct aq_error *err)
{
	int64_t difference = row->opening - opened; /* both are within AQ_AMOUNT_MAX */
	struct aq_posting posting = {.debit = {AQ_ACCOUNT_BANK, row->account},
				     .credit = {.account = AQ_ACCOUNT_OPENING_BALANCE},
				     .amount = difference,
				     .currency = row->currency};
	struct aq_entry entry;
	enum aq_status status;

	if (difference == 0)
		return AQ_OK;
	if (difference < 0)
		posting = (struct aq_posting){.debit = posting.credit,
					      .credit = posting.debit,
					      .amount = -difference,
					      .currency = row->currency};
	status = aq_entry_simple(&entry, AQ_EVENT_OPENING, row->opening_on, &posting, order->arena,
				 err);
	if (status >= AQ_OK)
		status = unit_chain_entry(order->job, order->chain, &entry,
					  (struct aq_slice){NULL, 0}, err);
	if (status >= AQ_OK)
		status = aq_store_entries_add(order->job->store, order->job->run.run_no, &entry, 1,
					      err);
	return status;
}

static uint64_t number_of(struct aq_slice sequence)
{
	uint64_t number = 0;

	for (size_t at = 0; at < sequence.length && at < SEQUENCE_DIGITS_MAX &&
			    sequence.start[at] >= '0' && sequence.start[at] <= '9';
	     at++)
		number = number * 10 + (uint64_t)(sequence.start[at] - '0');
	return number;
}

static bool precedes(const struct aq_statement_row *row, const struct aq_statement_row *first)
{
	int order = aq_date_compare(row->closing_on, first->closing_on);

	if (pages_are_of_one(row, first))
		return row->page_first < first->page_first && row->has_opening;
	if (!row->has_opening || !row->has_closing || !first->has_opening || !first->has_closing)
		return false;
	return order < 0 || (order == 0 && number_of(row->sequence) < number_of(first->sequence));
}

/* A statement from before the one that opened the account moves the opening
 * back to where it begins: the entries it brings are between the two. */
static enum aq_status open_earlier(const struct statement_order *order,
				   const struct aq_statement_row *row, struct aq_error *err)
{
	struct aq_statement_row first;
	enum aq_status status = aq_store_statement_first(order->job->store, row->account,
							 row->currency, order->arena, &first, err);

	if (status < AQ_OK || !precedes(row, &first))
		return status;
	return post_opening(order, row, first.has_opening ? first.opening : 0, err);
}

static void check_continuity(const struct statement_order *order,
			     const struct aq_statement_row *last,
			     const struct aq_statement_row *row)
{
	if (!last->has_closing || !row->has_opening || last->closing == row->opening)
		return;
	if (aq_date_compare(last->closing_on, row->opening_on) > 0)
		return;
	aq_findings_say(
		order->findings, AQ_RUN_CONTINUITY, (struct aq_at){row->line, 0},
		AQ_SLICE("opening balance"), row->statement_id,
		"the statement does not begin where the last one known of this account ended");
}

/* A number that is not the next one. Banks begin again with a year, so a
 * smaller one says nothing; the same one of another statement does. */
static void check_sequence(const struct statement_order *order, const struct aq_statement_row *last,
			   const struct aq_statement_row *row)
{
	uint64_t before = number_of(last->sequence);
	uint64_t now = number_of(row->sequence);

	if (before == 0 || now == 0 || now == before + 1 || now < before ||
	    aq_slice_equals(last->statement_id, row->statement_id) ||
	    aq_date_compare(last->closing_on, row->opening_on) > 0)
		return;
	aq_findings_say(order->findings, AQ_RUN_SEQUENCE, (struct aq_at){row->line, 0},
			AQ_SLICE("ElctrncSeqNb"), row->sequence,
			now == before ? "the statement has the number of the one before it, %.*s"
				      : "the statement before it that is known has the number %.*s",
			AQ_SLICE_ARGS(last->sequence));
}

bool statement_row(const struct statement_order *order, const struct aq_unit *unit,
		   struct aq_statement_row *out)
{
	struct aq_statement_row row = {.file_no = order->file_no,
				       .unit_index = unit->index,
				       .line = unit->line,
				       .account = aq_account_normal(order->arena, unit->account),
				       .statement_id = unit->id,
				       .sequence = unit->sequence,
				       .created = unit->created,
				       .currency = aq_currency_find(unit->currency),
				       .opening_on = unit->opening.on,
				       .closing_on = unit->closing.on,
				       .page_first = unit->page_first,
				       .page_last = unit->page_last,
				       .is_last_page = unit->is_last_page};
	struct aq_balance moved = {.amount = unit->moved};

	if (row.account.length == 0 || row.currency == AQ_CURRENCY_NONE)
		return false;
	row.has_opening = to_minor(&unit->opening, row.currency, &row.opening);
	row.has_closing = to_minor(&unit->closing, row.currency, &row.closing);
	if (!to_minor(&moved, row.currency, &row.moved))
		row.moved = 0;
	*out = row;
	return row.has_opening || row.has_closing || row.page_first > 0;
}

/* The row of a further currency; its pages are judged by the first one's. */
static bool row_more(const struct statement_order *order, const struct aq_unit *unit,
		     const struct aq_unit_money *money, struct aq_statement_row *out)
{
	struct aq_unit other = *unit;

	other.currency = money->currency;
	other.opening = money->opening;
	other.closing = money->closing;
	other.page_first = 0;
	other.page_last = 0;
	return statement_row(order, &other, out);
}

/* One that stands again as it did before the last is how things are now. */
static bool adds_nothing(const struct again *again)
{
	const struct aq_statement_row *last =
		again->newest ? again->newest : &again->known[again->known_count - 1];

	return again->new_count == 0 && again->has_change &&
	       (again->is_stale || (again->change == 0 && again->against == last));
}

static enum aq_status keep_row(const struct statement_order *order,
			       const struct aq_statement_row *row, struct aq_error *err)
{
	struct aq_statement_row last;
	enum aq_status status = aq_store_statement_last(order->job->store, row->account,
							row->currency, order->arena, &last, err);

	if (status == AQ_NOT_FOUND) {
		status = AQ_OK;
		if (row->has_opening && aq_date_is_set(row->opening_on))
			status = post_opening(order, row, 0, err);
	} else if (status >= AQ_OK) {
		if (!pages_are_of_one(&last, row)) {
			check_continuity(order, &last, row);
			check_sequence(order, &last, row);
		}
		status = open_earlier(order, row, err);
	}
	if (status >= AQ_OK)
		status = aq_store_statement_add(order->job->store, row, err);
	if (status < AQ_OK || row->page_first == 0)
		return status;
	return pages_judge(order, row, err);
}

static enum aq_status check_real(const struct aq_statement_row *row, struct aq_error *err)
{
	if (!is_unreal(row->opening) && !is_unreal(row->closing) && !is_unreal(row->moved))
		return AQ_OK;
	return aq_fail(err, AQ_BAD_FILE, AQ_MONEY_OVERFLOW, (struct aq_at){row->line, 0},
		       "a balance of statement %.*s is larger than any real one",
		       AQ_SLICE_ARGS(row->statement_id));
}

static enum aq_status keep_main(const struct statement_order *order,
				const struct aq_statement_row *row, struct aq_error *err)
{
	struct gone_found gone = {.asked_count = 0};
	enum aq_status status = check_real(row, err);

	if (status < AQ_OK || order->again->known_count == 0)
		return status < AQ_OK ? status : keep_row(order, row, err);
	status = gone_ask(order, row, &gone, err);
	if (status < AQ_OK)
		return status;
	again_say(order->again, order, row, gone.asked_count);
	if (adds_nothing(order->again) && !gone.has_other_lines)
		return AQ_OK;
	return aq_store_statement_add(order->job->store, row, err);
}

enum aq_status statement_keep(const struct statement_order *order, const struct aq_unit *unit,
			      struct aq_error *err)
{
	struct aq_statement_row row;
	enum aq_status status = AQ_OK;

	if (statement_row(order, unit, &row))
		status = keep_main(order, &row, err);
	for (size_t at = 0;
	     at < unit->more_count && status >= AQ_OK && order->again->known_count == 0; at++) {
		if (!row_more(order, unit, &unit->more[at], &row))
			continue;
		status = check_real(&row, err);
		if (status >= AQ_OK)
			status = keep_row(order, &row, err);
	}
	return status;
}
