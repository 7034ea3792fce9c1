/*
 * page_payments.c - what became of the payments, by which rule, and how rules stand.
 */
#include "page.h"

#include "acquit/store_read.h"

#include "words.h"

static uint64_t part_count(const struct page *page, struct aq_slice name, const char *part)
{
	const struct group *group = facts_group(page->facts, GROUP_STATUS, name, aq_slice_of(part));

	return group ? group->count : 0;
}

void page_payments(struct page *page)
{
	static const struct section section = {
		"payments", "What became of it",
		"Every payment this run took in, and every earlier one whose status it changed.",
		"payments.csv"};
	static const char *const headings[] = {"Status", "Meaning", "#Tonight's", "#Earlier ones",
					       "#Money"};

	html_section(page, &section);
	html_table(page, "Payments by status", headings, sizeof(headings) / sizeof(headings[0]));
	for (int status = 0; status < AQ_PAYMENT_STATUS_COUNT; status++) {
		struct aq_slice name =
			aq_slice_of(aq_payment_status_name((enum aq_payment_status)status));

		if (facts_count(page->facts, GROUP_STATUS, name) == 0)
			continue;
		html_put(page, "<tr><td>");
		html_link(page, (struct anchor){"status", name, {NULL, 0}});
		html_text(page, name);
		html_put(page, "</a></td><td>");
		html_word(page, payment_status_says(name));
		html_put(page, "</td>");
		html_cell(page, "n", "Tonight's");
		html_tally(page, part_count(page, name, "now"));
		html_put(page, "</td>");
		html_cell(page, "n", "Earlier ones");
		html_tally(page, part_count(page, name, "earlier"));
		html_put(page, "</td>");
		html_cell(page, "n", "Money");
		html_sums(page, GROUP_STATUS, name);
		html_put(page, "</td></tr>\n");
	}
	html_table_end(page);
	html_section_end(page);
}

/* Money of a rule on one kind of target: items, or a customer's account; and
 * what was deducted with it. */
static void put_part(struct page *page, const struct group *group, bool is_deducted)
{
	size_t count;
	const aq_currency *currencies = facts_currencies(page->facts, &count);
	bool is_first = true;

	html_cell(page, "n", is_deducted ? "Deducted" : "Money");
	for (size_t index = 0; index < count; index++) {
		const struct sum *sum = group->sums;

		while (sum && sum->currency != currencies[index])
			sum = sum->next;
		if (!sum || (is_deducted && sum->two == 0))
			continue;
		if (!is_first)
			html_put(page, "<br>");
		is_first = false;
		html_sum(page, is_deducted ? sum->two : sum->one, sum->currency);
	}
	html_put(page, "</td>");
}

static void put_rule(struct page *page, enum aq_rule rule)
{
	struct aq_slice name = aq_slice_of(aq_rule_name(rule));

	for (const struct group *group = facts_groups(page->facts, GROUP_RULE); group;
	     group = group->next) {
		if (!aq_slice_equals(group->name, name))
			continue;
		html_put(page, "<tr><td>");
		html_link(page, (struct anchor){"rule", group->name, group->part});
		html_text(page, rule == AQ_RULE_NONE ? AQ_SLICE("no rule") : group->name);
		html_put(page, "</a></td><td>");
		html_word(page, rule == AQ_RULE_NONE ? "what is known put it there, no rule decided"
						     : aq_rule_says(rule));
		html_put(page, "</td>");
		html_cell(page, "", "Put on");
		html_text(page, group->part);
		html_put(page, "</td>");
		html_cell(page, "n", "Shares");
		html_count(page, group->count);
		html_put(page, "</td>");
		put_part(page, group, false);
		put_part(page, group, true);
		html_put(page, "</tr>\n");
	}
}

/* --- how rules stand --- */

static void put_standing_rows(struct page *page, const char *state, const char *heading,
			      const char *says)
{
	static const struct table_column columns[] = {
		{"Rule", CELL_TEXT, RULE_RULE, 0},
		{"Tonight", CELL_NUMBER, RULE_APPLIED, 0},
		{"Money", CELL_AMOUNT, RULE_AMOUNT, RULE_CURRENCY},
		{"In 90 days", CELL_NUMBER, RULE_APPLIED_90, 0},
		{"Money", CELL_AMOUNT, RULE_AMOUNT_90, RULE_CURRENCY},
		{"Taken off again", CELL_NUMBER, RULE_UNDONE_90, 0},
		{"Money", CELL_AMOUNT, RULE_UNDONE_AMOUNT_90, RULE_CURRENCY},
		{"Right, % of the rule", CELL_NUMBER, RULE_PRECISION, 0},
	};
	static const struct row_table table = {columns, sizeof(columns) / sizeof(columns[0]),
					       "How rules stand", "rules.csv"};
	const struct group *group = facts_group(page->facts, GROUP_STANDING, aq_slice_of(state),
						(struct aq_slice){NULL, 0});

	if (!group)
		return;
	html_put(page, "<h3>");
	html_word(page, heading);
	html_put(page, "</h3>\n<p class=\"soft\">");
	html_word(page, says);
	html_put(page, "</p>\n");
	html_rows(page, &table, group);
}

/* Which counts a rule was judged by, where it was found wanting. */
static void put_judgement(struct page *page, const struct kept_row *row)
{
	html_put(page, "<p>Rule <b>");
	html_text(page, row->cells[RULE_RULE]);
	html_put(page, "</b>: persons took off <b>");
	html_text(page, row->cells[RULE_JUDGED_UNDONE]);
	html_put(page, "</b> of the <b>");
	html_text(page, row->cells[RULE_JUDGED_APPLIED]);
	html_put(page, "</b> payments it applied since ");
	html_text(page, row->cells[RULE_JUDGED_SINCE]);
	html_put(page, ", so it only suggests. <code>[rule.");
	html_text(page, row->cells[RULE_RULE]);
	html_put(page, "] demote = no</code> lets it apply again.</p>\n");
}

static void put_judgements(struct page *page)
{
	const struct group *group = facts_group(page->facts, GROUP_STANDING, AQ_SLICE("suggests"),
						(struct aq_slice){NULL, 0});
	const struct kept_row *before = NULL;

	for (const struct kept_row *row = group ? group->first : NULL; row; row = row->next) {
		bool is_same =
			before && aq_slice_equals(before->cells[RULE_RULE], row->cells[RULE_RULE]);

		before = row;
		if (!is_same && row->count >= RULE_COLUMNS)
			put_judgement(page, row);
	}
}

static void put_standings(struct page *page)
{
	put_standing_rows(page, "suggests", "Rules that only suggest",
			  "Persons took off more of what they applied than [match] demote_below "
			  "allows: what they would apply is asked, with their answer first.");
	put_judgements(page);
	put_standing_rows(page, "applies", "Rules that apply",
			  "Payments each rule applied tonight and in the last 90 days, and how "
			  "many of those a person took off again. A bank's return does not count.");
	put_standing_rows(page, "off", "Rules that the site has switched off",
			  "What they applied in the last 90 days, before they were.");
}

void page_rules(struct page *page)
{
	static const struct section section = {
		"rules", "By which rule it was applied",
		"Each share of a payment that was put on an item or an account, by the rule that "
		"decided it; what was taken back counts negative.",
		"allocations.csv"};
	static const char *const headings[] = {"Rule",	  "What it says", "Put on",
					       "#Shares", "#Money",	  "#Deducted"};

	html_section(page, &section);
	if (!facts_groups(page->facts, GROUP_RULE)) {
		html_put(page, "<p>Nothing was applied.</p>\n");
	} else {
		html_table(page, "Allocations by rule", headings,
			   sizeof(headings) / sizeof(headings[0]));
		for (int rule = AQ_RULE_NONE; rule < AQ_RULE_COUNT; rule++)
			put_rule(page, (enum aq_rule)rule);
		html_table_end(page);
	}
	put_standings(page);
	html_section_end(page);
}
