/*
 * unit.c - a statement, report or notification: its balances, sums and verdict.
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

/* A fault of the unit: refuses it, or warns where the unit posts nothing, and
 * where its balances have proved its entries. */
static void fault(struct iso *iso, enum aq_code code, const char *field, struct aq_slice value,
		  const char *message)
{
	bool reports = iso->unit.message == AQ_MESSAGE_REPORT;
	/* What a page declares is of all pages. */
	bool is_page = iso->statement.is_page && code == AQ_ISO_SUMMARY;
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

static void note(struct iso *iso, enum aq_code code, struct aq_slice value, const char *message)
{
	aq_findings_say(iso->base.findings, code, unit_at(iso), AQ_SLICE("Bal"), value, "%s",
			message);
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
	uint32_t index = iso->unit.index;

	aq_arena_reset(iso->unit_arena);
	memset(&iso->unit, 0, sizeof(iso->unit));
	memset(&iso->statement, 0, sizeof(iso->statement));
	iso->unit.index = index;
	iso->unit.line = iso_at(iso).line;
	iso->unit.kind = AQ_UNIT_STATEMENT;
	iso->unit.message = iso->message ? iso->message->message : AQ_MESSAGE_OTHER;
	iso->targets[TO_UNIT] = &iso->unit;
	iso->targets[TO_STATEMENT] = &iso->statement;
	iso->targets[TO_BALANCE] = &iso->balance;
	iso->statement.is_page = iso->is_message_page;
	iso->targets[TO_PAGES] = &iso->statement.is_page;
}

void iso_unit_begin(struct iso *iso)
{
	struct aq_error err = {0};
	enum aq_status status;

	if (iso->statement.is_open || iso->status != AQ_OK)
		return;
	AQ_CLAIM(iso->base.sink != NULL);
	iso->statement.is_open = true;
	if (aq_slice_is_empty(iso->unit.sequence))
		iso->unit.sequence = iso->statement.legal_sequence;
	if (aq_slice_is_empty(iso->unit.currency))
		iso->unit.currency = iso->statement.currency;
	/* Entries without a day of their own are of the day the message tells. */
	if (!aq_date_is_set(iso->unit.to_on))
		iso->unit.to_on = aq_date_is_set(iso->unit.closing.on) ? iso->unit.closing.on
								       : iso->statement.created_on;
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

/* Which balance is the opening, which the closing one. */
static bool is_opening(const struct iso *iso)
{
	struct aq_slice code = iso->balance.code;

	return (aq_slice_is(code, "OPBD") && !iso->statement.has_opening_booked) ||
	       (aq_slice_is(code, "PRCD") && !iso->statement.has_opening);
}

static bool is_closing(const struct iso *iso)
{
	struct aq_slice code = iso->balance.code;

	if (aq_slice_is(code, "CLBD"))
		return true;
	/* A report of the day has an interim balance; a closing one goes before it. */
	return iso->unit.message == AQ_MESSAGE_REPORT && aq_slice_is(code, "ITBD") &&
	       !iso->statement.has_closing;
}

static struct aq_balance signed_balance(struct iso *iso)
{
	struct iso_balance *balance = &iso->balance;
	struct aq_balance out = {balance->amount.number, balance->on};

	if (aq_slice_is(balance->sign, "DBIT"))
		out.amount = aq_decimal_negate(out.amount);
	else if (!aq_slice_is(balance->sign, "CRDT"))
		note(iso, AQ_ISO_BALANCE_SIGN, balance->code,
		     "the balance has no sign CRDT or DBIT; it counts as a credit");
	return out;
}

static bool is_unsigned(const struct iso_balance *balance)
{
	return !aq_slice_is(balance->sign, "CRDT") && !aq_slice_is(balance->sign, "DBIT");
}

void iso_balance_end(struct iso *iso)
{
	struct iso_balance *balance = &iso->balance;
	struct iso_statement *statement = &iso->statement;
	bool opens = is_opening(iso);
	bool closes = is_closing(iso);

	if (!opens && !closes)
		return;
	if (aq_slice_is_empty(statement->currency))
		statement->currency = aq_arena_copy(iso->unit_arena, balance->amount.currency);
	if (!aq_slice_is_empty(balance->amount.currency) &&
	    !aq_slice_equals(balance->amount.currency, statement->currency))
		return;
	if (!balance->amount.number.is_present || balance->amount.is_bad) {
		statement->is_balance_bad = true;
		return;
	}
	if (opens) {
		iso->unit.opening = signed_balance(iso);
		statement->is_opening_unsigned = is_unsigned(balance);
		statement->has_opening = true;
		statement->has_opening_booked = aq_slice_is(balance->code, "OPBD");
	} else {
		iso->unit.closing = signed_balance(iso);
		statement->is_closing_unsigned = is_unsigned(balance);
		statement->has_closing =
			statement->has_closing || aq_slice_is(balance->code, "CLBD");
	}
}

/* False when the sums are too large to add up. */
static bool missing_of(const struct iso *iso, struct aq_decimal opening, struct aq_decimal closing,
		       struct aq_decimal *out)
{
	struct aq_decimal expected;

	return aq_decimal_add(opening, iso->statement.booked_credits, &expected) &&
	       aq_decimal_subtract(expected, iso->statement.booked_debits, &expected) &&
	       aq_decimal_subtract(closing, expected, out);
}

/* Balances without a sign count as credits; where they tie in just one other
 * way, the account is overdrawn, and they say so. */
static bool ties_overdrawn(struct iso *iso)
{
	const struct iso_statement *statement = &iso->statement;
	struct aq_unit *unit = &iso->unit;
	struct aq_decimal balances[2] = {unit->opening.amount, unit->closing.amount};
	struct aq_decimal difference;
	unsigned found = 0;

	for (unsigned turned = 1; turned < 4; turned++) {
		struct aq_decimal opening = unit->opening.amount;
		struct aq_decimal closing = unit->closing.amount;

		if (((turned & 1) && !statement->is_opening_unsigned) ||
		    ((turned & 2) && !statement->is_closing_unsigned))
			continue;
		if (turned & 1)
			opening = aq_decimal_negate(opening);
		if (turned & 2)
			closing = aq_decimal_negate(closing);
		if (!missing_of(iso, opening, closing, &difference) ||
		    !aq_decimal_is_zero(difference))
			continue;
		found++;
		balances[0] = opening;
		balances[1] = closing;
	}
	if (found != 1)
		return false;
	unit->opening.amount = balances[0];
	unit->closing.amount = balances[1];
	note(iso, AQ_ISO_BALANCE_SIGN, (struct aq_slice){NULL, 0},
	     "only as debits do the balances without a sign tie; they count as that");
	return true;
}

static void check_balance(struct iso *iso)
{
	const struct iso_statement *statement = &iso->statement;
	struct aq_unit *unit = &iso->unit;
	char text[AQ_DECIMAL_TEXT_BYTES];
	struct aq_decimal difference = {0};

	if (statement->is_balance_bad) {
		unit->is_balance_wrong = true;
		fault(iso, AQ_ISO_BALANCE, "Bal/Amt", (struct aq_slice){NULL, 0},
		      "a balance cannot be read");
		return;
	}
	if (!unit->opening.amount.is_present || !unit->closing.amount.is_present) {
		if (unit->message == AQ_MESSAGE_STATEMENT)
			note(iso, AQ_ISO_BALANCE_MISSING, (struct aq_slice){NULL, 0},
			     "opening or closing balance is missing; the entries cannot be checked "
			     "against them");
		return;
	}
	if (statement->foreign_count > 0) {
		note(iso, AQ_ISO_BALANCE_MISSING, (struct aq_slice){NULL, 0},
		     "entries in several currencies; the balances cannot be checked");
		return;
	}
	if ((missing_of(iso, unit->opening.amount, unit->closing.amount, &difference) &&
	     aq_decimal_is_zero(difference)) ||
	    ties_overdrawn(iso)) {
		iso->statement.is_proved = true;
		return;
	}
	unit->is_balance_wrong = true;
	fault(iso, AQ_ISO_BALANCE, "Bal/Amt",
	      (struct aq_slice){text, aq_decimal_print(difference, 2, text)},
	      "opening balance and booked entries do not give the closing balance; the value is "
	      "what is missing");
}

/* Banks count all entries, or the booked ones, or single transactions. */
static bool count_ties(const struct iso *iso, uint64_t declared)
{
	return declared == iso->unit.entry_count || declared == iso->statement.booked_count ||
	       declared == iso->unit.record_count || declared == iso->statement.detail_count;
}

static bool sum_ties(struct aq_decimal declared, struct aq_decimal all, struct aq_decimal booked)
{
	return !declared.is_present || aq_decimal_compare(declared, all) == 0 ||
	       aq_decimal_compare(declared, booked) == 0;
}

static bool sums_tie(const struct iso *iso)
{
	const struct iso_summary *summary = &iso->statement.summary;
	const struct iso_statement *statement = &iso->statement;
	const struct aq_unit *unit = &iso->unit;
	struct aq_decimal all, booked, net, booked_net;

	if (!aq_decimal_add(unit->credits, unit->debits, &all) ||
	    !aq_decimal_add(statement->booked_credits, statement->booked_debits, &booked) ||
	    !aq_decimal_subtract(unit->credits, unit->debits, &net) ||
	    !aq_decimal_subtract(statement->booked_credits, statement->booked_debits, &booked_net))
		return false;
	if (!sum_ties(summary->sum, all, booked) ||
	    !sum_ties(summary->credits, unit->credits, statement->booked_credits) ||
	    !sum_ties(summary->debits, unit->debits, statement->booked_debits))
		return false;
	/* Banks disagree on the sign of reversals in the net, so it counts only where it stands
	 * alone; its own sign is written apart by some and with it by others. */
	return summary->sum.is_present || summary->credits.is_present ||
	       summary->debits.is_present ||
	       sum_ties(aq_decimal_absolute(summary->net), aq_decimal_absolute(net),
			aq_decimal_absolute(booked_net));
}

static void check_summary(struct iso *iso)
{
	const struct iso_summary *summary = &iso->statement.summary;
	struct aq_slice none = {NULL, 0};
	bool counts_tie = (!summary->has_count || count_ties(iso, summary->count)) &&
			  (!summary->has_credit_count || !summary->has_debit_count ||
			   count_ties(iso, summary->credit_count + summary->debit_count));

	if (summary->is_bad)
		fault(iso, AQ_ISO_SUMMARY, "TxsSummry", none, "a declared total cannot be read");
	else if (iso->statement.foreign_count == 0 && !sums_tie(iso))
		fault(iso, AQ_ISO_SUMMARY, "TxsSummry", none,
		      "the totals that the file declares are not the sums of its entries");
	else if (!counts_tie)
		fault(iso, AQ_ISO_SUMMARY, "TxsSummry/NbOfNtries", none,
		      "the file declares another number of entries than it holds");
}

static void declare(struct iso *iso)
{
	const struct iso_summary *summary = &iso->statement.summary;

	iso->unit.has_declared_count = summary->has_count;
	iso->unit.declared_count = summary->count;
	iso->unit.declared_credits = summary->credits;
	iso->unit.declared_debits = summary->debits;
}

void iso_unit_end(struct iso *iso)
{
	struct aq_error err = {0};
	enum aq_status status;

	iso_unit_begin(iso);
	iso_flush(iso, iso->record_count);
	if (iso->status != AQ_OK)
		return;
	declare(iso);
	check_balance(iso);
	check_summary(iso);
	status = iso->base.sink->unit_end(iso->base.sink->context, &iso->unit, &err);
	if (status < AQ_OK)
		iso_stop(iso, status, &err);
	iso->unit.index++;
	iso->targets[TO_UNIT] = NULL;
	iso->targets[TO_STATEMENT] = NULL;
	iso->targets[TO_BALANCE] = NULL;
	iso->targets[TO_PAGES] = NULL;
}
