/*
 * ties.c - the control totals of a night.
 *
 * Each is a list of figures on two sides. They come from different files, made
 * by different listings of the store, so that a fault in one shows.
 */
#include "ties.h"

#include "acquit/claim.h"

static const struct tie_words words[TIE_COUNT] = {
	[TIE_READ_IN] = {"read-in", "Money in that was read",
			 "read = posted + duplicate + notice + refused", "Read", "Accounted for",
			 "files.csv", "files.csv"},
	[TIE_READ_OUT] = {"read-out", "Money out that was read",
			  "read = posted + duplicate + notice + refused", "Read", "Accounted for",
			  "files.csv", "files.csv"},
	[TIE_POSTED] = {"posted", "Posted from files",
			"posted in files = booked in the journal + fees taken off + exchange",
			"By the files", "By the journal", "files.csv", "journal.csv"},
	[TIE_CASH] = {"cash", "Cash, and where it is",
		      "bank + clearing = applied + on-account + unapplied + unidentified + held "
		      "+ all the rest",
		      "Cash came in", "Where it went", "journal.csv", "journal.csv"},
	[TIE_APPLIED] = {"applied", "Applied to open items",
			 "allocations to items = what the journal took off receivables",
			 "By the allocations", "By the journal", "allocations.csv", "journal.csv"},
	[TIE_DEDUCTIONS] = {"deductions", "Discounts, promotions and write-offs",
			    "allowed with allocations or by persons = debited in the journal",
			    "By the allocations", "By the journal", "allocations.csv",
			    "journal.csv"},
	[TIE_RECEIVABLE] = {"receivable", "Receivables",
			    "at the start + billed - applied - deducted = open items",
			    "By the ledger", "By the open items", "trial_balance.csv", "aging.csv"},
	[TIE_WAITING] = {"waiting", "Money that waits",
			 "on-account + unapplied + unidentified + held = what is left of payments",
			 "By the ledger", "By the payments", "trial_balance.csv", "waiting.csv"},
	[TIE_JOURNAL] = {"journal", "Journal of this run", "debits = credits", "Debits", "Credits",
			 "journal.csv", "journal.csv"},
	[TIE_LEDGER] = {"ledger", "Whole ledger", "debits = credits", "Debits", "Credits",
			"trial_balance.csv", "trial_balance.csv"},
};

const struct tie_words *tie_words(enum tie_id id)
{
	AQ_CLAIM((unsigned)id < TIE_COUNT);
	return &words[id];
}

bool tie_holds(const struct tie *tie)
{
	return tie->left == tie->right;
}

enum side { LEFT, RIGHT };

static void add(struct tie *tie, enum side side, const char *label, aq_int128 amount)
{
	if (amount == 0)
		return;
	AQ_CLAIM(tie->line_count < TIE_LINES_MAX);
	tie->lines[tie->line_count++] =
		(struct tie_line){.label = label, .is_right = side == RIGHT, .amount = amount};
	if (side == RIGHT)
		tie->right += amount;
	else
		tie->left += amount;
}

static struct sum sum_of(const struct facts *facts, enum group_kind kind, const char *name,
			 aq_currency currency)
{
	return facts_sum(facts, kind, aq_slice_of(name), currency);
}

/* Debits less credits of a class of accounts in the run, all events. */
static aq_int128 moved(const struct facts *facts, const char *name, aq_currency currency)
{
	struct sum sum = sum_of(facts, GROUP_JOURNAL, name, currency);

	return sum.one - sum.two;
}

/* The same for one event. */
static aq_int128 moved_by(const struct facts *facts, const char *name, const char *event,
			  aq_currency currency)
{
	const struct group *group =
		facts_group(facts, GROUP_JOURNAL, aq_slice_of(name), aq_slice_of(event));

	for (const struct sum *sum = group ? group->sums : NULL; sum; sum = sum->next)
		if (sum->currency == currency)
			return sum->one - sum->two;
	return 0;
}

static aq_int128 balance(const struct facts *facts, const char *name, aq_currency currency)
{
	struct sum sum = sum_of(facts, GROUP_TRIAL_CLASS, name, currency);

	return sum.one - sum.two;
}

/* --- files --- */

static void make_read(const struct facts *facts, struct tie *tie)
{
	static const char *const parts[] = {"posted", "duplicate", "notice", "refused"};
	struct sum read = sum_of(facts, GROUP_TALLY, "read", tie->currency);
	bool is_in = tie->id == TIE_READ_IN;

	add(tie, LEFT, "read", is_in ? read.one : read.two);
	for (size_t index = 0; index < sizeof(parts) / sizeof(parts[0]); index++) {
		struct sum part = sum_of(facts, GROUP_TALLY, parts[index], tie->currency);

		add(tie, RIGHT, parts[index], is_in ? part.one : part.two);
	}
}

/* What intake moved on the cash side, and what stood between it and the gross
 * amounts: fees that came with payments (not those that are payments of their
 * own), exchange, and rounding. An adjustment may be an exchange itself. */
static void make_posted(const struct facts *facts, struct tie *tie)
{
	static const struct {
		const char *event;
		const char *label;
	} intake[] = {
		{"receipt", "receipts, in cash"},	    {"money-out", "money out, in cash"},
		{"return", "returns and refunds, in cash"}, {"fee", "fees, in cash"},
		{"adjustment", "adjustments, in cash"},
	};
	struct sum posted = sum_of(facts, GROUP_TALLY, "posted", tie->currency);
	aq_int128 fees = sum_of(facts, GROUP_FEES, "", tie->currency).one;
	aq_int128 exchange = 0, rounding = 0;

	add(tie, LEFT, "money in", posted.one);
	add(tie, LEFT, "money out", -posted.two);
	for (size_t index = 0; index < sizeof(intake) / sizeof(intake[0]); index++) {
		const char *event = intake[index].event;

		add(tie, RIGHT, intake[index].label,
		    moved_by(facts, "bank", event, tie->currency) +
			    moved_by(facts, "clearing", event, tie->currency));
		fees += moved_by(facts, "fees", event, tie->currency) +
			moved_by(facts, "fee-tax", event, tie->currency);
		rounding += moved_by(facts, "rounding", event, tie->currency);
		if (strcmp(event, "adjustment") != 0)
			exchange += moved_by(facts, "fx", event, tie->currency);
	}
	add(tie, RIGHT, "fees taken off payments", fees);
	add(tie, RIGHT, "exchange", exchange);
	add(tie, RIGHT, "rounding", rounding);
}

/* --- cash --- */

/* Money that came off receivables, whatever was billed and deducted beside it. */
static const char *const item_accounts[] = {"receivable", "billed", "discounts-allowed",
					    "promotions", "write-offs"};

static aq_int128 applied(const struct facts *facts, aq_currency currency)
{
	aq_int128 amount = 0;

	for (size_t index = 0; index < sizeof(item_accounts) / sizeof(item_accounts[0]); index++)
		amount -= moved(facts, item_accounts[index], currency);
	return amount;
}

static void make_cash(const struct facts *facts, struct tie *tie)
{
	/* Every account of the chart but bank, clearing and those above. */
	static const struct {
		const char *account;
		const char *label;
	} places[] = {
		{"on-account", "on-account"},
		{"unapplied", "unapplied"},
		{"unidentified", "unidentified"},
		{"held", "held"},
		{"fees", "fees"},
		{"fee-tax", "tax on fees"},
		{"reserve", "held back by gateways"},
		{"interest", "interest"},
		{"rounding", "rounding"},
		{"fx", "exchange"},
		{"unidentified-out", "money out, not explained yet"},
		{"due-from-customer", "due from customers"},
		{"refunds-payable", "refunds to pay"},
		{"opening-balance", "opening balances"},
	};

	add(tie, LEFT, "bank", moved(facts, "bank", tie->currency));
	add(tie, LEFT, "clearing", moved(facts, "clearing", tie->currency));
	add(tie, RIGHT, "applied to open items", applied(facts, tie->currency));
	for (size_t index = 0; index < sizeof(places) / sizeof(places[0]); index++)
		add(tie, RIGHT, places[index].label,
		    -moved(facts, places[index].account, tie->currency));
}

static void make_applied(const struct facts *facts, struct tie *tie)
{
	add(tie, LEFT, "put on items", sum_of(facts, GROUP_TARGETS, "items", tie->currency).one);
	add(tie, RIGHT, "applied to open items", applied(facts, tie->currency));
}

static void make_deductions(const struct facts *facts, struct tie *tie)
{
	/* No allocation tells of them: there is no payment in it. */
	static const char *const decided[] = {"written-off", "write-off-undone"};
	aq_int128 by_persons = 0;

	add(tie, LEFT, "with allocations",
	    sum_of(facts, GROUP_TARGETS, "items", tie->currency).two +
		    sum_of(facts, GROUP_TARGETS, "accounts", tie->currency).two);
	for (size_t index = 0; index < sizeof(decided) / sizeof(decided[0]); index++)
		by_persons += moved_by(facts, "write-offs", decided[index], tie->currency);
	add(tie, LEFT, "written off by persons, less what was taken back", by_persons);
	add(tie, RIGHT, "discounts", moved(facts, "discounts-allowed", tie->currency));
	add(tie, RIGHT, "promotions", moved(facts, "promotions", tie->currency));
	add(tie, RIGHT, "write-offs", moved(facts, "write-offs", tie->currency));
}

/* --- balances --- */

static void make_receivable(const struct facts *facts, struct tie *tie)
{
	static const struct {
		const char *column;
		const char *label;
	} ages[] = {
		{"not_due", "not due"},		  {"days_1_30", "1-30 days"},
		{"days_31_60", "31-60 days"},	  {"days_61_90", "61-90 days"},
		{"days_over_90", "over 90 days"},
	};
	aq_currency currency = tie->currency;
	aq_int128 deducted = moved(facts, "discounts-allowed", currency) +
			     moved(facts, "promotions", currency) +
			     moved(facts, "write-offs", currency);

	add(tie, LEFT, "at the start",
	    balance(facts, "receivable", currency) - moved(facts, "receivable", currency));
	add(tie, LEFT, "newly billed", -moved(facts, "billed", currency));
	add(tie, LEFT, "applied", -applied(facts, currency));
	add(tie, LEFT, "discounts, promotions, write-offs", -deducted);
	for (size_t index = 0; index < sizeof(ages) / sizeof(ages[0]); index++)
		add(tie, RIGHT, ages[index].label,
		    sum_of(facts, GROUP_AGE, ages[index].column, currency).one);
}

static void make_waiting(const struct facts *facts, struct tie *tie)
{
	static const char *const buckets[] = {"on-account", "unapplied", "unidentified", "held"};
	size_t count = sizeof(buckets) / sizeof(buckets[0]);

	for (size_t index = 0; index < count; index++)
		add(tie, LEFT, buckets[index], -balance(facts, buckets[index], tie->currency));
	for (size_t index = 0; index < count; index++)
		add(tie, RIGHT, buckets[index],
		    sum_of(facts, GROUP_WAITING, buckets[index], tie->currency).one);
}

static void make_balanced(const struct facts *facts, struct tie *tie)
{
	enum group_kind kind = tie->id == TIE_JOURNAL ? GROUP_EVENT : GROUP_TRIAL_CLASS;
	aq_int128 debits = 0, credits = 0;

	for (const struct group *group = facts_groups(facts, kind); group; group = group->next) {
		for (const struct sum *sum = group->sums; sum; sum = sum->next) {
			if (sum->currency != tie->currency)
				continue;
			debits += sum->one;
			credits += sum->two;
		}
	}
	add(tie, LEFT, "debits", debits);
	add(tie, RIGHT, "credits", credits);
}

bool tie_make(const struct facts *facts, enum tie_id id, aq_currency currency, struct tie *out)
{
	static void (*const makers[TIE_COUNT])(const struct facts *, struct tie *) = {
		[TIE_READ_IN] = make_read,	    [TIE_READ_OUT] = make_read,
		[TIE_POSTED] = make_posted,	    [TIE_CASH] = make_cash,
		[TIE_APPLIED] = make_applied,	    [TIE_DEDUCTIONS] = make_deductions,
		[TIE_RECEIVABLE] = make_receivable, [TIE_WAITING] = make_waiting,
		[TIE_JOURNAL] = make_balanced,	    [TIE_LEDGER] = make_balanced,
	};

	*out = (struct tie){.id = id, .currency = currency};
	makers[id](facts, out);
	return out->line_count > 0;
}

bool ties_hold(const struct facts *facts)
{
	size_t count;
	const aq_currency *currencies = facts_currencies(facts, &count);
	struct tie tie;

	for (size_t index = 0; index < count; index++)
		for (int id = 0; id < TIE_COUNT; id++)
			if (tie_make(facts, (enum tie_id)id, currencies[index], &tie) &&
			    !tie_holds(&tie))
				return false;
	return true;
}
