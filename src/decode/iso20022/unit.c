/*
 * unit.c - a statement, report or notification: where it begins and ends, its
 * sums and its verdict. Its balances are in balance.c, its pages in pages.c.
 *
 * Promises: opening + booked entries = closing, and the totals the file
 * declares of itself, are checked for every statement; what does not tie
 * refuses the statement. Declared totals only warn where the balances prove
 * the entries: banks compute the balances, some only decorate the totals. A
 * report posts nothing, so its faults only warn; and one page of several has
 * declared totals of all of them.
 * What cannot be checked (a balance is missing, several currencies) is noted.
 */
#include "iso.h"

#include "acquit/claim.h"

static struct aq_at unit_at(const struct iso *iso)
{
	return (struct aq_at){iso->unit.line, 0};
}

void iso_unit_fault(struct iso *iso, enum aq_code code, const char *field, struct aq_slice value,
		    const char *message)
{
	bool reports = iso->unit.message == AQ_MESSAGE_REPORT;
	/* What a page declares is of all pages, or of one. */
	bool is_page = code == AQ_ISO_PAGE ||
		       ((iso_is_part(iso) || iso->statement.is_joined) && code == AQ_ISO_SUMMARY);
	bool warns = reports || is_page || iso->statement.is_proved;
	struct aq_finding finding = {
		.code = code,
		.severity = warns ? AQ_SEVERITY_WARNING : AQ_SEVERITY_NONE,
		.at = unit_at(iso),
		.record = aq_slice_of(iso->unit.message == AQ_MESSAGE_STATEMENT ? "Stmt"
				      : reports					? "Rpt"
										: "Ntfctn"),
		.field = aq_slice_of(field),
		.value = value,
		.message = aq_slice_of(message),
	};

	aq_findings_add(iso->base.findings, &finding);
	if (!warns)
		iso_unit_refuse(iso, code);
}

void iso_unit_refuse(struct iso *iso, enum aq_code code)
{
	if (iso->unit.verdict >= AQ_SEVERITY_ERROR)
		return;
	iso->unit.verdict = AQ_SEVERITY_ERROR;
	iso->unit.verdict_code = code;
}

void iso_unit_start(struct iso *iso)
{
	aq_arena_reset(iso->unit_arena);
	memset(&iso->unit, 0, sizeof(iso->unit));
	memset(&iso->statement, 0, sizeof(iso->statement));
	iso->unit.line = iso_at(iso).line;
	iso->unit.kind = AQ_UNIT_STATEMENT;
	iso->unit.message = iso->message ? iso->message->message : AQ_MESSAGE_OTHER;
	iso->targets[TO_UNIT] = &iso->unit;
	iso->targets[TO_STATEMENT] = &iso->statement;
	iso->targets[TO_BALANCE] = &iso->balance;
	iso->statement.pages = iso->message_pages;
	iso->targets[TO_PAGES] = &iso->statement.pages;
}

/* What other files hold of the statement, as far as this one tells. A page whose
 * own balances prove its entries stands alone: it is a statement of its message,
 * or its balances follow those of the page before. */
static void pages_tell(struct iso *iso)
{
	const struct iso_pages *pages = &iso->statement.pages;
	bool is_part = iso_is_part(iso) && !iso->statement.is_proved;

	iso->unit.page_first = is_part ? pages->first + (pages->first == 0) : 0;
	iso->unit.page_last = is_part ? pages->number + (pages->number == 0) : 0;
	iso->unit.is_last_page = !pages->is_followed;
}

void iso_unit_begin(struct iso *iso)
{
	struct aq_error err = {0};
	enum aq_status status;

	if (iso->statement.is_open || iso->status != AQ_OK)
		return;
	AQ_CLAIM(iso->base.sink != NULL);
	if (aq_slice_is_empty(iso->unit.sequence))
		iso->unit.sequence = iso->statement.legal_sequence;
	if (iso_pages_join(iso))
		return;
	iso_held_end(iso);
	if (iso->status != AQ_OK)
		return;
	iso->statement.is_open = true;
	iso->unit.index = iso->unit_index;
	iso_balances_tell(iso);
	pages_tell(iso);
	/* Entries without a day of their own are of the day the message tells. */
	if (!aq_date_is_set(iso->unit.to_on))
		iso->unit.to_on = aq_date_is_set(iso->unit.closing.on) ? iso->unit.closing.on
				  : aq_date_is_set(iso->statement.created_on)
					  ? iso->statement.created_on
					  : iso->message_on;
	status = iso->base.sink->unit_begin(iso->base.sink->context, &iso->unit, &err);
	if (status < AQ_OK)
		iso_stop(iso, status, &err);
}

void iso_flush(struct iso *iso, size_t end)
{
	struct aq_batch batch = {iso->records, end, iso->unit.index};
	struct aq_error err = {0};
	enum aq_status status;

	AQ_CLAIM(end <= iso->record_count);
	if (iso->status != AQ_OK)
		return;
	if (end > 0) {
		status = iso->base.sink->records(iso->base.sink->context, &batch, &err);
		if (status < AQ_OK) {
			iso_stop(iso, status, &err);
			return;
		}
	}
	iso->record_count -= end;
	memmove(iso->records, iso->records + end, iso->record_count * sizeof(iso->records[0]));
	memmove(iso->leaves, iso->leaves + end, iso->record_count * sizeof(iso->leaves[0]));
	/* An open entry's own texts live in the arena, too. */
	if (iso->record_count == 0 && !iso->targets[TO_ENTRY])
		aq_arena_reset(iso->arena);
}

/* Banks count all entries, or the booked ones, or single transactions. */
static bool count_ties(const struct iso *iso, uint64_t declared)
{
	return declared == iso->unit.entry_count || declared == iso->statement.booked_count ||
	       declared == iso->unit.record_count || declared == iso->statement.detail_count;
}

/* Some write what went out with a sign. */
static bool sum_ties(struct aq_decimal declared, struct aq_decimal all, struct aq_decimal booked)
{
	declared = aq_decimal_absolute(declared);
	return !declared.is_present || aq_decimal_compare(declared, all) == 0 ||
	       aq_decimal_compare(declared, booked) == 0;
}

static bool sums_tie(struct iso *iso)
{
	static const struct iso_money nothing;
	const struct iso_summary *summary = &iso->statement.summary;
	const struct iso_money *money = iso_money_main(iso);
	struct aq_decimal all, booked, net, booked_net;

	if (!money)
		money = &nothing;
	if (!aq_decimal_add(money->credits, money->debits, &all) ||
	    !aq_decimal_add(money->booked_credits, money->booked_debits, &booked) ||
	    !aq_decimal_subtract(money->credits, money->debits, &net) ||
	    !aq_decimal_subtract(money->booked_credits, money->booked_debits, &booked_net))
		return false;
	net = aq_decimal_absolute(net);
	booked_net = aq_decimal_absolute(booked_net);
	/* Or the net as the sum, where both directions stand beside it. */
	if (!sum_ties(summary->sum, all, booked) &&
	    !(summary->credits.is_present && summary->debits.is_present &&
	      sum_ties(summary->sum, net, booked_net)))
		return false;
	if (!sum_ties(summary->credits, money->credits, money->booked_credits) ||
	    !sum_ties(summary->debits, money->debits, money->booked_debits))
		return false;
	/* Banks disagree on the sign of reversals in the net, so it counts only where it stands
	 * alone; its own sign is written apart by some and with it by others. */
	return summary->sum.is_present || summary->credits.is_present ||
	       summary->debits.is_present || sum_ties(summary->net, net, booked_net);
}

static void check_summary(struct iso *iso)
{
	const struct iso_summary *summary = &iso->statement.summary;
	struct aq_slice none = {NULL, 0};
	bool counts_tie = (!summary->has_count || count_ties(iso, summary->count)) &&
			  (!summary->has_credit_count || !summary->has_debit_count ||
			   count_ties(iso, summary->credit_count + summary->debit_count));

	if (summary->is_bad)
		iso_unit_fault(iso, AQ_ISO_SUMMARY, "TxsSummry", none,
			       "a declared total cannot be read");
	else if (!iso_has_several_currencies(iso) && !sums_tie(iso))
		iso_unit_fault(iso, AQ_ISO_SUMMARY, "TxsSummry", none,
			       "the totals that the file declares are not the sums of its entries");
	else if (!counts_tie)
		iso_unit_fault(iso, AQ_ISO_SUMMARY, "TxsSummry/NbOfNtries", none,
			       "the file declares another number of entries than it holds");
}

static void declare(struct iso *iso)
{
	const struct iso_summary *summary = &iso->statement.summary;
	const struct iso_money *money = iso_money_main(iso);

	iso->unit.has_declared_count = summary->has_count;
	iso->unit.declared_count = summary->count;
	iso->unit.declared_credits = summary->credits;
	iso->unit.declared_debits = summary->debits;
	if (!money)
		return;
	iso->unit.credits = money->credits;
	iso->unit.debits = money->debits;
	if (aq_slice_equals(money->currency, iso->unit.currency))
		(void)aq_decimal_subtract(money->booked_credits, money->booked_debits,
					  &iso->unit.moved);
}

/* The verdict on all that was read of the statement. */
static void complete(struct iso *iso)
{
	struct aq_error err = {0};
	enum aq_status status;

	declare(iso);
	iso_balances_check(iso);
	iso_balances_tell(iso);
	pages_tell(iso);
	check_summary(iso);
	status = iso->base.sink->unit_end(iso->base.sink->context, &iso->unit, &err);
	if (status < AQ_OK)
		iso_stop(iso, status, &err);
	iso->unit_index++;
}

void iso_held_end(struct iso *iso)
{
	const struct iso_statement statement = iso->statement;
	const struct aq_unit unit = iso->unit;

	if (!iso->is_page_held || iso->status != AQ_OK)
		return;
	iso->is_page_held = false;
	iso->unit = iso->held_unit;
	iso->statement = iso->held_statement;
	complete(iso);
	iso->unit = unit;
	iso->statement = statement;
}

void iso_unit_end(struct iso *iso)
{
	iso_unit_begin(iso);
	iso_flush(iso, iso->record_count);
	if (iso->status != AQ_OK)
		return;
	if (iso->statement.pages.is_followed) {
		iso_page_hold(iso);
	} else {
		complete(iso);
	}
	iso->targets[TO_UNIT] = NULL;
	iso->targets[TO_STATEMENT] = NULL;
	iso->targets[TO_BALANCE] = NULL;
	iso->targets[TO_PAGES] = NULL;
}
