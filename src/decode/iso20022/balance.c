/*
 * balance.c - what a statement's balances say, currency by currency.
 *
 * Promises: opening + booked entries = closing is checked for each currency
 * that has both; of several openings the first counts, of several closings the
 * last. What cannot be checked is noted, and proves nothing.
 */
#include "iso.h"

static void note(struct iso *iso, enum aq_code code, struct aq_slice value, const char *message)
{
	aq_findings_say(iso->base.findings, code, (struct aq_at){iso->unit.line, 0},
			AQ_SLICE("Bal"), value, "%s", message);
}

struct iso_money *iso_money_of(struct iso *iso, struct aq_slice currency)
{
	struct iso_statement *statement = &iso->statement;
	struct iso_money *money = statement->moneys;

	if (aq_slice_is_empty(currency) && statement->money_count > 0)
		return iso_money_main(iso);
	for (size_t i = 0; i < statement->money_count; i++, money++)
		if (aq_slice_equals(money->currency, currency) ||
		    (statement->money_count == 1 && aq_slice_is_empty(money->currency)))
			break;
	if (money == statement->moneys + MONEYS_MAX) {
		statement->is_money_lost = true;
		return NULL;
	}
	if (money == statement->moneys + statement->money_count)
		statement->money_count++;
	if (aq_slice_is_empty(money->currency) && !aq_slice_is_empty(currency)) {
		money->currency = aq_arena_copy(iso->unit_arena, currency);
		if (aq_slice_is_empty(money->currency))
			iso_memory(iso);
	}
	return money;
}

struct iso_money *iso_money_main(struct iso *iso)
{
	struct iso_statement *statement = &iso->statement;

	for (size_t i = 0; i < statement->money_count; i++)
		if (aq_slice_equals(statement->moneys[i].currency, iso->unit.currency))
			return &statement->moneys[i];
	return statement->money_count > 0 ? &statement->moneys[0] : NULL;
}

bool iso_has_several_currencies(const struct iso *iso)
{
	size_t count = iso->statement.is_money_lost;

	for (size_t i = 0; i < iso->statement.money_count; i++)
		count += iso->statement.moneys[i].entry_count > 0;
	return count > 1;
}

void iso_balances_tell(struct iso *iso)
{
	const struct iso_statement *statement = &iso->statement;
	struct aq_unit *unit = &iso->unit;

	unit->more_count = 0;
	for (size_t i = 0; i < statement->money_count; i++) {
		const struct iso_money *money = &statement->moneys[i];

		if (aq_slice_is_empty(unit->currency))
			unit->currency = money->currency;
		if (aq_slice_is_empty(money->currency) ||
		    aq_slice_equals(money->currency, unit->currency)) {
			unit->opening = money->opening;
			unit->closing = money->closing;
		} else if ((money->has_opening || money->has_closing) &&
			   unit->more_count < AQ_UNIT_MORE_MAX) {
			unit->more[unit->more_count++] = (struct aq_unit_money){
				money->currency, money->opening, money->closing};
		}
	}
}

/* Which balance is the opening, which the closing one. */
static bool is_opening(const struct iso_money *money, struct aq_slice code)
{
	return (aq_slice_is(code, "OPBD") && !money->has_opening_booked) ||
	       (aq_slice_is(code, "PRCD") && !money->has_opening);
}

static bool is_closing(const struct iso *iso, const struct iso_money *money, struct aq_slice code)
{
	if (aq_slice_is(code, "CLBD"))
		return true;
	/* A report of the day has an interim balance; a closing one goes before it. */
	return iso->unit.message == AQ_MESSAGE_REPORT && aq_slice_is(code, "ITBD") &&
	       !money->has_closing_booked;
}

static bool is_unsigned(const struct iso_balance *balance)
{
	return !aq_slice_is(balance->sign, "CRDT") && !aq_slice_is(balance->sign, "DBIT");
}

static struct aq_balance signed_balance(struct iso *iso)
{
	struct iso_balance *balance = &iso->balance;
	struct aq_balance out = {balance->amount.number, balance->on};

	if (aq_slice_is(balance->sign, "DBIT"))
		out.amount = aq_decimal_negate(out.amount);
	else if (is_unsigned(balance))
		note(iso, AQ_ISO_BALANCE_SIGN, balance->code,
		     "the balance has no sign CRDT or DBIT; it counts as a credit");
	return out;
}

void iso_balance_end(struct iso *iso)
{
	const struct iso_balance *balance = &iso->balance;
	struct iso_money *money;
	bool opens, closes;

	if (!aq_slice_is(balance->code, "OPBD") && !aq_slice_is(balance->code, "PRCD") &&
	    !aq_slice_is(balance->code, "CLBD") && !aq_slice_is(balance->code, "ITBD"))
		return;
	money = iso_money_of(iso, aq_slice_is_empty(balance->amount.currency)
					  ? iso->unit.currency
					  : balance->amount.currency);
	if (!money)
		return;
	opens = is_opening(money, balance->code);
	closes = is_closing(iso, money, balance->code);
	if (!opens && !closes)
		return;
	if (!balance->amount.number.is_present || balance->amount.is_bad) {
		money->is_bad = true;
		return;
	}
	if (opens) {
		money->opening = signed_balance(iso);
		money->is_opening_unsigned = is_unsigned(balance);
		money->has_opening = true;
		money->has_opening_booked = aq_slice_is(balance->code, "OPBD");
	} else {
		money->closing = signed_balance(iso);
		money->is_closing_unsigned = is_unsigned(balance);
		money->has_closing = true;
		money->has_closing_booked |= aq_slice_is(balance->code, "CLBD");
	}
}

/* False when the sums are too large to add up. */
static bool missing_of(const struct iso_money *money, struct aq_decimal opening,
		       struct aq_decimal closing, struct aq_decimal *out)
{
	struct aq_decimal expected;

	return aq_decimal_add(opening, money->booked_credits, &expected) &&
	       aq_decimal_subtract(expected, money->booked_debits, &expected) &&
	       aq_decimal_subtract(closing, expected, out);
}

/* Balances without a sign count as credits; where they tie in just one other
 * way, the account is overdrawn, and they say so. */
static bool ties_overdrawn(struct iso *iso, struct iso_money *money)
{
	struct aq_decimal balances[2] = {money->opening.amount, money->closing.amount};
	struct aq_decimal difference;
	unsigned found = 0;

	for (unsigned turned = 1; turned < 4; turned++) {
		struct aq_decimal opening = money->opening.amount;
		struct aq_decimal closing = money->closing.amount;

		if (((turned & 1) && !money->is_opening_unsigned) ||
		    ((turned & 2) && !money->is_closing_unsigned))
			continue;
		if (turned & 1)
			opening = aq_decimal_negate(opening);
		if (turned & 2)
			closing = aq_decimal_negate(closing);
		if (!missing_of(money, opening, closing, &difference) ||
		    !aq_decimal_is_zero(difference))
			continue;
		found++;
		balances[0] = opening;
		balances[1] = closing;
	}
	if (found != 1)
		return false;
	money->opening.amount = balances[0];
	money->closing.amount = balances[1];
	note(iso, AQ_ISO_BALANCE_SIGN, (struct aq_slice){NULL, 0},
	     "only as debits do the balances without a sign tie; they count as that");
	return true;
}

/* Entries in a currency without balances may stand in those of another. */
static bool has_orphans(const struct iso *iso)
{
	const struct iso_statement *statement = &iso->statement;
	bool found = statement->is_money_lost;

	for (size_t i = 0; i < statement->money_count && statement->money_count > 1; i++)
		found |= statement->moneys[i].entry_count > 0 &&
			 !statement->moneys[i].has_opening && !statement->moneys[i].has_closing;
	return found;
}

static void tell_missing(struct iso *iso, const struct iso_money *money,
			 struct aq_decimal difference)
{
	char text[AQ_DECIMAL_TEXT_BYTES + 8];
	size_t count = aq_decimal_print(difference, 2, text);

	if (iso->statement.money_count > 1 && money->currency.length < 8) {
		text[count++] = ' ';
		memcpy(text + count, money->currency.start, money->currency.length);
		count += money->currency.length;
	}
	iso->unit.is_balance_wrong = !iso_is_part(iso);
	iso_unit_fault(iso, iso_is_part(iso) ? AQ_ISO_PAGE : AQ_ISO_BALANCE, "Bal/Amt",
		       (struct aq_slice){text, count},
		       iso_is_part(iso)
			       ? "this page alone does not lead from its opening to its closing "
				 "balance; the value is what is missing"
			       : "opening balance and booked entries do not give the closing "
				 "balance; the value is what is missing");
}

/* True: the balances of this currency prove its entries. */
static bool money_check(struct iso *iso, struct iso_money *money, bool has_orphan)
{
	struct aq_decimal difference = {0};
	struct aq_slice which = {NULL, 0};

	if (iso->statement.money_count > 1)
		which = money->currency;
	if (!money->has_opening || !money->has_closing) {
		if (iso->unit.message == AQ_MESSAGE_STATEMENT)
			note(iso, AQ_ISO_BALANCE_MISSING, which,
			     "opening or closing balance is missing; the entries cannot be checked "
			     "against them");
		return false;
	}
	if ((missing_of(money, money->opening.amount, money->closing.amount, &difference) &&
	     aq_decimal_is_zero(difference)) ||
	    ties_overdrawn(iso, money))
		return true;
	if (has_orphan)
		note(iso, AQ_ISO_BALANCE_MISSING, which,
		     "entries in several currencies; the balances cannot be checked");
	else
		tell_missing(iso, money, difference);
	return false;
}

void iso_balances_check(struct iso *iso)
{
	struct iso_statement *statement = &iso->statement;
	bool has_orphan = has_orphans(iso);
	bool is_proved = statement->money_count > 0 && !statement->is_money_lost;

	for (size_t i = 0; i < statement->money_count; i++) {
		if (!statement->moneys[i].is_bad)
			continue;
		iso->unit.is_balance_wrong = true;
		iso_unit_fault(iso, AQ_ISO_BALANCE, "Bal/Amt", (struct aq_slice){NULL, 0},
			       "a balance cannot be read");
		return;
	}
	if (statement->money_count == 0 && iso->unit.message == AQ_MESSAGE_STATEMENT)
		note(iso, AQ_ISO_BALANCE_MISSING, (struct aq_slice){NULL, 0},
		     "opening or closing balance is missing; the entries cannot be checked "
		     "against them");
	for (size_t i = 0; i < statement->money_count; i++)
		is_proved &= money_check(iso, &statement->moneys[i], has_orphan);
	statement->is_proved = is_proved;
}
