/*
 * facts_take.c - which groups a row of each CSV file belongs to, and what it adds.
 *
 * Reads: cells that this program wrote, perhaps years ago; what is no amount
 * or count refuses the file, with its name.
 */
#include "facts_internal.h"

#include "sheet.h"
#include "words.h"

#define NOTHING ((struct aq_slice){NULL, 0})

struct taking { /* one row on its way into the facts */
	struct facts *facts;
	enum sheet_id id;
	const struct row *row;
	aq_currency currency;
	bool is_bad; /* a cell is not what it must be */
	bool is_starved; /* memory, or the bound of groups */
};

bool minor_parse(struct aq_slice text, aq_currency currency, int64_t *out)
{
	size_t digits = aq_currency_digits(currency);
	bool is_negative = text.length > 0 && text.start[0] == '-';
	size_t index = is_negative ? 1 : 0;
	size_t point = digits ? text.length - digits - 1 : text.length;
	int64_t minor = 0;

	if (text.length < index + digits + (digits ? 2 : 1))
		return false;
	for (; index < text.length; index++) {
		unsigned digit = (unsigned)(unsigned char)text.start[index] - '0';

		if (index == point) {
			if (text.start[index] != '.')
				return false;
			continue;
		}
		/* Downwards, so that the smallest amount has its place too. */
		if (digit > 9 || __builtin_mul_overflow(minor, 10, &minor) ||
		    __builtin_sub_overflow(minor, (int64_t)digit, &minor))
			return false;
	}
	if (!is_negative && minor == INT64_MIN)
		return false;
	*out = is_negative ? minor : -minor;
	return true;
}

static struct aq_slice cell(const struct taking *taking, size_t column)
{
	struct aq_slice text = row_cell(taking->row, column);

	/* A name with a quote or a comma in it: only its class is looked at. */
	if (taking->row->written && text.length >= 2 && text.start[0] == '"')
		text = (struct aq_slice){text.start + 1, text.length - 2};
	return text;
}

static void read_currency(struct taking *taking, size_t column)
{
	struct facts *facts = taking->facts;
	struct aq_slice code = cell(taking, column);

	if (code.length == 0) {
		taking->currency = AQ_CURRENCY_NONE;
		return;
	}
	if (code.length != sizeof(facts->code) ||
	    memcmp(code.start, facts->code, sizeof(facts->code)) != 0) {
		facts->currency = aq_currency_find(code);
		if (facts->currency == AQ_CURRENCY_NONE) {
			taking->is_bad = true;
			return;
		}
		memcpy(facts->code, code.start, sizeof(facts->code));
	}
	taking->currency = facts->currency;
}

/* Of a row just written, what the cell says is known. */
static bool is_told(const struct taking *taking, size_t column, int64_t *out)
{
	const struct cells *written = taking->row->written;

	if (!written || (written->numbers.known >> column & 1) == 0)
		return false;
	*out = written->numbers.values[column];
	return true;
}

/* An empty cell is no money. */
static int64_t amount(struct taking *taking, size_t column)
{
	struct aq_slice text;
	int64_t minor = 0;

	if (is_told(taking, column, &minor))
		return minor;
	text = cell(taking, column);
	if (text.length > 0 &&
	    (taking->currency == AQ_CURRENCY_NONE || !minor_parse(text, taking->currency, &minor)))
		taking->is_bad = true;
	return minor;
}

static uint64_t number(struct taking *taking, size_t column)
{
	struct aq_slice text;
	uint64_t value = 0;
	int64_t told;

	if (is_told(taking, column, &told))
		return (uint64_t)told;
	text = cell(taking, column);
	if (text.length > 0 && !aq_slice_to_u64(text, &value))
		taking->is_bad = true;
	return value;
}

static struct group *group_of(struct taking *taking, enum group_kind kind, struct aq_slice name,
			      struct aq_slice part)
{
	struct group *group = facts_find_or_add(taking->facts, kind, name, part);

	if (!group)
		taking->is_starved = true;
	return group;
}

struct share { /* what a row adds to a group */
	uint64_t count;
	aq_int128 one, two;
};

static void add(struct taking *taking, struct group *group, struct share share)
{
	struct sum *sum = group ? facts_sum_of(taking->facts, group, taking->currency) : NULL;

	if (!sum) {
		taking->is_starved = true;
		return;
	}
	sum->count += share.count;
	sum->one += share.one;
	sum->two += share.two;
}

static void keep(struct taking *taking, struct group *group)
{
	if (!group || !facts_keep(taking->facts, group, taking->row))
		taking->is_starved = true;
}

static void take_run(struct taking *taking)
{
	keep(taking, group_of(taking, GROUP_RUN, cell(taking, RUN_KEY), NOTHING));
}

/* A file has a row for each of its currencies, one after the other. */
static bool is_next_file(struct taking *taking)
{
	static const size_t columns[3] = {FILE_FILE, FILE_SHA256, FILE_STATUS};
	struct facts *facts = taking->facts;
	bool is_next = facts->rows[SHEET_FILES] == 1;

	for (size_t index = 0; index < 3; index++)
		is_next |= !aq_slice_equals(cell(taking, columns[index]), facts->file[index]);
	for (size_t index = 0; index < 3 && is_next; index++) {
		struct aq_slice text = cell(taking, columns[index]);

		facts->file[index] = aq_arena_copy(facts->arena, text);
		if (facts->file[index].length != text.length)
			taking->is_starved = true;
	}
	return is_next;
}

static void take_file(struct taking *taking)
{
	static const struct {
		const char *name;
		size_t column;
	} tallies[] = {
		{"read", FILE_PAYMENTS}, {"posted", FILE_POSTED},   {"duplicate", FILE_DUPLICATE},
		{"notice", FILE_NOTICE}, {"refused", FILE_REFUSED},
	};

	read_currency(taking, FILE_CURRENCY);
	keep(taking, group_of(taking, GROUP_FILES, NOTHING, NOTHING));
	if (is_next_file(taking)) {
		struct group *group =
			group_of(taking, GROUP_FILE_STATUS, cell(taking, FILE_STATUS), NOTHING);

		if (group)
			group->count++;
	}
	for (size_t index = 0; index < sizeof(tallies) / sizeof(tallies[0]); index++) {
		size_t column = tallies[index].column;

		add(taking,
		    group_of(taking, GROUP_TALLY, aq_slice_of(tallies[index].name), NOTHING),
		    (struct share){number(taking, column), amount(taking, column + 1),
				   amount(taking, column + 2)});
	}
}

static void take_finding(struct taking *taking)
{
	keep(taking, group_of(taking, GROUP_FINDINGS, cell(taking, FINDING_SEVERITY), NOTHING));
}

/* Posted by this run: what its file tallies as posted. */
static bool is_posted_now(const struct taking *taking)
{
	struct aq_slice status = cell(taking, PAYMENT_STATUS);

	return aq_slice_is(cell(taking, PAYMENT_TAKEN_IN), "now") &&
	       !aq_slice_is(status, "duplicate") && !aq_slice_is(status, "notice") &&
	       !aq_slice_is(status, "refused");
}

static void take_payment(struct taking *taking)
{
	struct group *group;

	read_currency(taking, PAYMENT_CURRENCY);
	group = group_of(taking, GROUP_STATUS, cell(taking, PAYMENT_STATUS),
			 cell(taking, PAYMENT_TAKEN_IN));
	add(taking, group, (struct share){1, amount(taking, PAYMENT_AMOUNT), 0});
	keep(taking, group);
	if (aq_slice_is(cell(taking, PAYMENT_KIND), "fee") && is_posted_now(taking))
		add(taking, group_of(taking, GROUP_FEES, NOTHING, NOTHING),
		    (struct share){1, amount(taking, PAYMENT_AMOUNT), 0});
}

/* What is allowed beside the payment's own money, under a limit or by a date. */
static void take_given(struct taking *taking, const char *name, size_t column)
{
	int64_t given = amount(taking, column);
	struct group *group;

	if (given == 0)
		return;
	group = group_of(taking, GROUP_GIVEN, aq_slice_of(name), NOTHING);
	add(taking, group, (struct share){1, given, amount(taking, ALLOCATION_AMOUNT)});
	keep(taking, group);
}

static void take_allocation(struct taking *taking)
{
	bool is_account = aq_slice_is(cell(taking, ALLOCATION_TARGET_KIND), "account");
	struct aq_slice part = is_account ? cell(taking, ALLOCATION_BUCKET) : AQ_SLICE("items");
	struct share share = {.count = 1};
	struct group *group;

	read_currency(taking, ALLOCATION_CURRENCY);
	share.one = amount(taking, ALLOCATION_AMOUNT);
	share.two = (aq_int128)amount(taking, ALLOCATION_DISCOUNT) +
		    amount(taking, ALLOCATION_PROMOTION) + amount(taking, ALLOCATION_WRITE_OFF);
	group = group_of(taking, GROUP_RULE, cell(taking, ALLOCATION_RULE), part);
	add(taking, group, share);
	keep(taking, group);
	add(taking,
	    group_of(taking, GROUP_TARGETS, is_account ? AQ_SLICE("accounts") : AQ_SLICE("items"),
		     NOTHING),
	    share);
	take_given(taking, "discounts", ALLOCATION_DISCOUNT);
	take_given(taking, "write-offs", ALLOCATION_WRITE_OFF);
}

static void take_exception(struct taking *taking)
{
	struct group *group = group_of(taking, GROUP_QUESTION, cell(taking, EXCEPTION_CODE),
				       cell(taking, EXCEPTION_SINCE));

	read_currency(taking, EXCEPTION_CURRENCY);
	add(taking, group, (struct share){1, amount(taking, EXCEPTION_AMOUNT), 0});
	keep(taking, group);
}

/* Entries come in order, their rows one after the other. */
static void note_entry(struct taking *taking)
{
	struct entry_range *entries = &taking->facts->entries;
	uint64_t entry_no = number(taking, JOURNAL_ENTRY);

	if (entries->count > 0 && entries->last == entry_no)
		return;
	if (entries->count++ == 0)
		entries->first = entry_no;
	entries->last = entry_no;
}

static void take_journal(struct taking *taking)
{
	struct share share = {.count = 1};
	struct aq_slice event = cell(taking, JOURNAL_EVENT);

	note_entry(taking);
	read_currency(taking, JOURNAL_CURRENCY);
	share.one = amount(taking, JOURNAL_DEBIT);
	share.two = amount(taking, JOURNAL_CREDIT);
	add(taking, group_of(taking, GROUP_EVENT, event, NOTHING), share);
	add(taking,
	    group_of(taking, GROUP_JOURNAL, account_class(cell(taking, JOURNAL_ACCOUNT)), event),
	    share);
}

static void take_trial(struct taking *taking)
{
	struct share share = {.count = 1};

	read_currency(taking, TRIAL_CURRENCY);
	share.one = amount(taking, TRIAL_DEBIT);
	share.two = amount(taking, TRIAL_CREDIT);
	keep(taking, group_of(taking, GROUP_TRIAL, NOTHING, NOTHING));
	add(taking,
	    group_of(taking, GROUP_TRIAL_CLASS, account_class(cell(taking, TRIAL_ACCOUNT)),
		     NOTHING),
	    share);
}

/* Every row has them all. */
static struct group *age_of(struct taking *taking, size_t column)
{
	struct group **age = &taking->facts->ages[column];

	if (!*age)
		*age = group_of(taking, GROUP_AGE, aq_slice_of(aging_table.columns[column].name),
				NOTHING);
	return *age;
}

static void take_aging(struct taking *taking)
{
	read_currency(taking, AGING_CURRENCY);
	keep(taking, group_of(taking, GROUP_AGING, NOTHING, NOTHING));
	for (size_t column = AGING_NOT_DUE; column <= AGING_TOTAL; column++)
		add(taking, age_of(taking, column), (struct share){1, amount(taking, column), 0});
}

static void take_settlement(struct taking *taking)
{
	struct group *group =
		group_of(taking, GROUP_SETTLEMENT, cell(taking, SETTLEMENT_STATUS), NOTHING);

	read_currency(taking, SETTLEMENT_CURRENCY);
	add(taking, group,
	    (struct share){1, amount(taking, SETTLEMENT_NET),
			   amount(taking, SETTLEMENT_DEPOSITED)});
	keep(taking, group);
}

static void take_waiting(struct taking *taking)
{
	struct group *group =
		group_of(taking, GROUP_WAITING, cell(taking, WAITING_BUCKET), NOTHING);

	read_currency(taking, WAITING_CURRENCY);
	add(taking, group,
	    (struct share){number(taking, WAITING_COUNT), amount(taking, WAITING_AMOUNT), 0});
}

static void take_standing(struct taking *taking)
{
	keep(taking, group_of(taking, GROUP_STANDING, cell(taking, RULE_STATE), NOTHING));
}

static void take_approval(struct taking *taking)
{
	struct group *group = group_of(taking, GROUP_APPROVAL, NOTHING, NOTHING);

	read_currency(taking, APPROVAL_CURRENCY);
	add(taking, group, (struct share){1, amount(taking, APPROVAL_AMOUNT), 0});
	keep(taking, group);
}

static void take_owed(struct taking *taking)
{
	struct group *group = group_of(taking, GROUP_OWED, NOTHING, NOTHING);

	read_currency(taking, OWED_CURRENCY);
	add(taking, group, (struct share){1, amount(taking, OWED_AMOUNT), 0});
	keep(taking, group);
}

enum aq_status facts_take(struct facts *facts, enum sheet_id id, const struct row *row,
			  struct aq_error *err)
{
	static void (*const takers[SHEET_COUNT])(struct taking *) = {
		[SHEET_RUN] = take_run,
		[SHEET_FILES] = take_file,
		[SHEET_FINDINGS] = take_finding,
		[SHEET_PAYMENTS] = take_payment,
		[SHEET_ALLOCATIONS] = take_allocation,
		[SHEET_EXCEPTIONS] = take_exception,
		[SHEET_JOURNAL] = take_journal,
		[SHEET_TRIAL] = take_trial,
		[SHEET_AGING] = take_aging,
		[SHEET_SETTLEMENTS] = take_settlement,
		[SHEET_WAITING] = take_waiting,
		[SHEET_RULES] = take_standing,
		[SHEET_APPROVALS] = take_approval,
		[SHEET_OWED] = take_owed,
		[SHEET_RETURNS] = NULL, /* nothing else is made of it */
	};
	struct taking taking = {.facts = facts, .id = id, .row = row};

	facts->rows[id]++;
	if (takers[id])
		takers[id](&taking);
	if (taking.is_starved)
		return aq_fail_memory(err);
	if (taking.is_bad)
		return aq_fail(err, AQ_BAD_FILE, AQ_REPORT_CELL,
			       (struct aq_at){.line = facts->rows[id] + 1},
			       "a cell of %s is not what a report writes",
			       sheet_table(id)->file_name);
	return AQ_OK;
}
