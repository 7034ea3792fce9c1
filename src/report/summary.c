/*
 * summary.c - summary.json: the night's figures for other programs.
 *
 * Promises: the same facts give the same bytes; amounts are texts, exact and in
 * the currency's own digits. The ledger's head is in seal.json, not here.
 */
#include "summary.h"

#include "acquit/utf8.h"

#include "ties.h"
#include "words.h"

struct json { /* an object or list in the making */
	struct aq_buffer *out;
	int depth;
	bool is_first;
};

static void new_line(struct json *json)
{
	aq_buffer_add_byte(json->out, '\n');
	for (int level = 0; level < json->depth; level++)
		aq_buffer_add_text(json->out, "  ");
}

static void next(struct json *json)
{
	if (!json->is_first)
		aq_buffer_add_byte(json->out, ',');
	json->is_first = false;
	new_line(json);
}

static void key(struct json *json, struct aq_slice name)
{
	next(json);
	aq_json_put(json->out, name);
	aq_buffer_add_text(json->out, ": ");
}

static void open(struct json *json, const char *name, char bracket)
{
	if (name)
		key(json, aq_slice_of(name));
	else
		next(json);
	aq_buffer_add_byte(json->out, bracket);
	json->depth++;
	json->is_first = true;
}

static void end(struct json *json, char bracket)
{
	bool is_empty = json->is_first;

	json->depth--;
	json->is_first = false;
	if (!is_empty)
		new_line(json);
	aq_buffer_add_byte(json->out, bracket);
}

static void put_text(struct json *json, const char *name, struct aq_slice text)
{
	key(json, aq_slice_of(name));
	aq_json_put(json->out, text);
}

static void put_number(struct json *json, const char *name, uint64_t number)
{
	key(json, aq_slice_of(name));
	aq_buffer_add_u64(json->out, number);
}

static void put_bool(struct json *json, const char *name, bool is_true)
{
	key(json, aq_slice_of(name));
	aq_buffer_add_text(json->out, is_true ? "true" : "false");
}

static void put_sum(struct json *json, const char *name, aq_int128 sum, aq_currency currency)
{
	char text[AQ_DECIMAL_TEXT_BYTES];

	put_text(json, name, sum_text(sum, currency, text));
}

static void put_currency(struct json *json, aq_currency currency)
{
	put_text(json, "currency", aq_slice_of(aq_currency_code(currency)));
}

static void put_run(struct json *json, const struct facts *facts)
{
	static const char *const keys[] = {"run", "business_date", "version", "settings_sha256"};
	struct entry_range entries = facts_entries(facts);

	for (size_t index = 0; index < sizeof(keys) / sizeof(keys[0]); index++)
		put_text(json, keys[index], facts_run(facts, keys[index]));
	put_bool(json, "is_dry_run", aq_slice_is(facts_run(facts, "dry_run"), "yes"));
	put_bool(json, "needs_person", summary_needs_person(facts));
	put_bool(json, "control_totals_tie", ties_hold(facts));
	open(json, "journal", '{');
	put_number(json, "first_entry", entries.first);
	put_number(json, "last_entry", entries.last);
	put_number(json, "entries", entries.count);
	end(json, '}');
}

static void put_rows(struct json *json, const struct facts *facts)
{
	static const char *const names[SHEET_COUNT] = {
		[SHEET_FILES] = "files",
		[SHEET_FINDINGS] = "findings",
		[SHEET_PAYMENTS] = "payments",
		[SHEET_ALLOCATIONS] = "allocations",
		[SHEET_EXCEPTIONS] = "exceptions",
		[SHEET_JOURNAL] = "journal",
		[SHEET_TRIAL] = "trial_balance",
		[SHEET_AGING] = "aging",
		[SHEET_SETTLEMENTS] = "settlements",
		[SHEET_RETURNS] = "returns",
		[SHEET_RULES] = "rules",
		[SHEET_APPROVALS] = "approvals",
		[SHEET_OWED] = "owed",
	};

	open(json, "rows", '{');
	for (int id = 0; id < SHEET_COUNT; id++)
		if (names[id])
			put_number(json, names[id], facts_rows(facts, (enum sheet_id)id));
	end(json, '}');
}

static void put_files(struct json *json, const struct facts *facts)
{
	static const char *const tallies[] = {"read", "posted", "duplicate", "notice", "refused"};
	size_t currency_count;
	const aq_currency *currencies = facts_currencies(facts, &currency_count);

	open(json, "files", '{');
	for (int status = AQ_FILE_ACCEPTED; status <= AQ_FILE_WAITING; status++) {
		const char *name = aq_file_status_name((enum aq_file_status)status);

		put_number(json, name, facts_count(facts, GROUP_FILE_STATUS, aq_slice_of(name)));
	}
	end(json, '}');
	open(json, "file_totals", '[');
	for (size_t index = 0; index < currency_count * 5; index++) {
		const char *tally = tallies[index % 5];
		aq_currency currency = currencies[index / 5];
		struct sum sum = facts_sum(facts, GROUP_TALLY, aq_slice_of(tally), currency);

		if (sum.count == 0)
			continue;
		open(json, NULL, '{');
		put_text(json, "tally", aq_slice_of(tally));
		put_currency(json, currency);
		put_number(json, "count", sum.count);
		put_sum(json, "credits", sum.one, currency);
		put_sum(json, "debits", sum.two, currency);
		end(json, '}');
	}
	end(json, ']');
}

static void put_money(struct json *json, const struct facts *facts, enum group_kind kind,
		      struct aq_slice name)
{
	size_t currency_count;
	const aq_currency *currencies = facts_currencies(facts, &currency_count);

	open(json, "money", '[');
	for (size_t index = 0; index < currency_count; index++) {
		struct sum sum = facts_sum(facts, kind, name, currencies[index]);

		if (sum.count == 0)
			continue;
		open(json, NULL, '{');
		put_currency(json, currencies[index]);
		put_number(json, "count", sum.count);
		put_sum(json, "amount", sum.one, currencies[index]);
		end(json, '}');
	}
	end(json, ']');
}

static void put_payments(struct json *json, const struct facts *facts)
{
	open(json, "payments", '[');
	for (int status = 0; status < AQ_PAYMENT_STATUS_COUNT; status++) {
		struct aq_slice name =
			aq_slice_of(aq_payment_status_name((enum aq_payment_status)status));
		uint64_t count = facts_count(facts, GROUP_STATUS, name);

		if (count == 0)
			continue;
		open(json, NULL, '{');
		put_text(json, "status", name);
		put_number(json, "count", count);
		put_money(json, facts, GROUP_STATUS, name);
		end(json, '}');
	}
	end(json, ']');
}

static void put_rules(struct json *json, const struct facts *facts)
{
	open(json, "rules", '[');
	for (int rule = AQ_RULE_NONE + 1; rule < AQ_RULE_COUNT; rule++) {
		struct aq_slice name = aq_slice_of(aq_rule_name((enum aq_rule)rule));
		uint64_t count = facts_count(facts, GROUP_RULE, name);

		if (count == 0)
			continue;
		open(json, NULL, '{');
		put_text(json, "rule", name);
		put_number(json, "allocations", count);
		put_money(json, facts, GROUP_RULE, name);
		end(json, '}');
	}
	end(json, ']');
}

static struct aq_slice cell_of(const struct kept_row *row, size_t column)
{
	return column < row->count ? row->cells[column] : (struct aq_slice){NULL, 0};
}

/* Counts as numbers, money and percentages as texts, as everywhere here. */
static void put_standing(struct json *json, const struct kept_row *row)
{
	static const struct {
		const char *name;
		size_t column;
		bool is_number;
	} keys[] = {
		{"rule", RULE_RULE, false},
		{"state", RULE_STATE, false},
		{"currency", RULE_CURRENCY, false},
		{"applied", RULE_APPLIED, true},
		{"amount", RULE_AMOUNT, false},
		{"applied_90_days", RULE_APPLIED_90, true},
		{"amount_90_days", RULE_AMOUNT_90, false},
		{"undone_90_days", RULE_UNDONE_90, true},
		{"undone_amount_90_days", RULE_UNDONE_AMOUNT_90, false},
		{"precision", RULE_PRECISION, false},
		{"judged_since", RULE_JUDGED_SINCE, false},
		{"judged_applied", RULE_JUDGED_APPLIED, true},
		{"judged_undone", RULE_JUDGED_UNDONE, true},
	};

	open(json, NULL, '{');
	for (size_t index = 0; index < sizeof(keys) / sizeof(keys[0]); index++) {
		struct aq_slice text = cell_of(row, keys[index].column);
		uint64_t number = 0;

		if (keys[index].is_number && aq_slice_to_u64(text, &number))
			put_number(json, keys[index].name, number);
		else
			put_text(json, keys[index].name, text);
	}
	end(json, '}');
}

static void put_standings(struct json *json, const struct facts *facts)
{
	open(json, "rule_statistics", '[');
	for (const struct group *group = facts_groups(facts, GROUP_STANDING); group;
	     group = group->next)
		for (const struct kept_row *row = group->first; row; row = row->next)
			put_standing(json, row);
	end(json, ']');
}

static uint64_t questions(const struct facts *facts, struct aq_slice code, const char *since)
{
	const struct group *group = facts_group(facts, GROUP_QUESTION, code, aq_slice_of(since));

	return group ? group->count : 0;
}

static void put_questions(struct json *json, const struct facts *facts)
{
	open(json, "questions", '[');
	for (const struct group *group = facts_groups(facts, GROUP_QUESTION); group;
	     group = group->next) {
		uint64_t new_count = questions(facts, group->name, "new");

		/* A code with both is told once, where it first appears. */
		if (facts_group(facts, GROUP_QUESTION, group->name, AQ_SLICE("new")) != group &&
		    new_count > 0)
			continue;
		open(json, NULL, '{');
		put_text(json, "code", group->name);
		put_number(json, "open", facts_count(facts, GROUP_QUESTION, group->name));
		put_number(json, "new", new_count);
		put_money(json, facts, GROUP_QUESTION, group->name);
		end(json, '}');
	}
	end(json, ']');
}

static void put_waiting(struct json *json, const struct facts *facts)
{
	open(json, "waiting", '[');
	for (const struct group *group = facts_groups(facts, GROUP_WAITING); group;
	     group = group->next) {
		for (const struct sum *sum = group->sums; sum; sum = sum->next) {
			open(json, NULL, '{');
			put_text(json, "bucket", group->name);
			put_currency(json, sum->currency);
			put_number(json, "count", sum->count);
			put_sum(json, "amount", sum->one, sum->currency);
			end(json, '}');
		}
	}
	end(json, ']');
}

static void put_ties(struct json *json, const struct facts *facts)
{
	size_t currency_count;
	const aq_currency *currencies = facts_currencies(facts, &currency_count);
	struct tie tie;

	open(json, "control_totals", '[');
	for (size_t index = 0; index < currency_count * TIE_COUNT; index++) {
		enum tie_id id = (enum tie_id)(index % TIE_COUNT);

		if (!tie_make(facts, id, currencies[index / TIE_COUNT], &tie))
			continue;
		open(json, NULL, '{');
		put_text(json, "name", aq_slice_of(tie_words(id)->name));
		put_currency(json, tie.currency);
		put_sum(json, "left", tie.left, tie.currency);
		put_sum(json, "right", tie.right, tie.currency);
		put_bool(json, "ties", tie_holds(&tie));
		end(json, '}');
	}
	end(json, ']');
}

void summary_put(struct aq_buffer *out, const struct facts *facts)
{
	struct json json = {.out = out, .depth = 1, .is_first = true};

	aq_buffer_add_byte(out, '{');
	put_run(&json, facts);
	put_rows(&json, facts);
	put_files(&json, facts);
	put_payments(&json, facts);
	put_rules(&json, facts);
	put_standings(&json, facts);
	put_questions(&json, facts);
	put_waiting(&json, facts);
	put_ties(&json, facts);
	aq_buffer_add_text(out, "\n}\n");
}

void summary_of(const struct facts *facts, struct aq_report_summary *out)
{
	*out = (struct aq_report_summary){.exceptions_open = facts_rows(facts, SHEET_EXCEPTIONS),
					  .approvals = facts_rows(facts, SHEET_APPROVALS)};
	for (int status = AQ_FILE_ACCEPTED; status <= AQ_FILE_WAITING; status++)
		out->files[status] =
			facts_count(facts, GROUP_FILE_STATUS,
				    aq_slice_of(aq_file_status_name((enum aq_file_status)status)));
	for (int status = 0; status < AQ_PAYMENT_STATUS_COUNT; status++)
		out->payments[status] = facts_count(
			facts, GROUP_STATUS,
			aq_slice_of(aq_payment_status_name((enum aq_payment_status)status)));
	for (const struct group *group = facts_groups(facts, GROUP_QUESTION); group;
	     group = group->next)
		if (aq_slice_is(group->part, "new"))
			out->exceptions_new += group->count;
	out->warnings = facts_count(facts, GROUP_FINDINGS,
				    aq_slice_of(aq_severity_name(AQ_SEVERITY_WARNING)));
}

bool summary_needs_person(const struct facts *facts)
{
	struct aq_report_summary summary;

	summary_of(facts, &summary);
	return summary.exceptions_open > 0 || summary.approvals > 0 ||
	       summary.files[AQ_FILE_PARTIAL] > 0 || summary.files[AQ_FILE_REFUSED] > 0 ||
	       summary.files[AQ_FILE_WAITING] > 0;
}
