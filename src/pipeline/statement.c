/*
 * statement.c - what a bank statement says of itself: balances that open the
 * account in the ledger, and follow one another.
 */
#include "chunk.h"
#include "statement.h"

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
 * bank account equals the bank's. */
static enum aq_status post_opening(const struct statement_order *order,
				   const struct aq_statement_row *row, struct aq_error *err)
{
	struct aq_posting posting = {.debit = {AQ_ACCOUNT_BANK, row->account},
				     .credit = {.account = AQ_ACCOUNT_OPENING_BALANCE},
				     .amount = row->opening,
				     .currency = row->currency};
	struct aq_entry entry;
	enum aq_status status;

	if (row->opening == 0 || row->opening == INT64_MIN)
		return AQ_OK;
	if (row->opening < 0)
		posting = (struct aq_posting){.debit = posting.credit,
					      .credit = posting.debit,
					      .amount = -row->opening,
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

enum aq_status statement_keep(const struct statement_order *order, const struct aq_unit *unit,
			      struct aq_error *err)
{
	struct aq_statement_row row = {.file_no = order->file_no,
				       .unit_index = unit->index,
				       .line = unit->line,
				       .account = aq_account_normal(order->arena, unit->account),
				       .statement_id = unit->id,
				       .sequence = unit->sequence,
				       .currency = aq_currency_find(unit->currency),
				       .opening_on = unit->opening.on,
				       .closing_on = unit->closing.on};
	struct aq_statement_row last;
	enum aq_status status;

	if (row.account.length == 0 || row.currency == AQ_CURRENCY_NONE)
		return AQ_OK;
	row.has_opening = to_minor(&unit->opening, row.currency, &row.opening);
	row.has_closing = to_minor(&unit->closing, row.currency, &row.closing);
	if (!row.has_opening && !row.has_closing)
		return AQ_OK;
	if (is_unreal(row.opening) || is_unreal(row.closing))
		return aq_fail(err, AQ_BAD_FILE, AQ_MONEY_OVERFLOW, (struct aq_at){row.line, 0},
			       "a balance of statement %.*s is larger than any real one",
			       AQ_SLICE_ARGS(row.statement_id));
	status = aq_store_statement_last(order->job->store, row.account, row.currency, order->arena,
					 &last, err);
	if (status == AQ_NOT_FOUND) {
		status = AQ_OK;
		if (row.has_opening && aq_date_is_set(row.opening_on))
			status = post_opening(order, &row, err);
	} else if (status >= AQ_OK) {
		check_continuity(order, &last, &row);
	}
	if (status < AQ_OK)
		return status;
	return aq_store_statement_add(order->job->store, &row, err);
}
