/*
 * page_ledger.c - who owes how long, the trial balance, and the run's journal.
 */
#include "page.h"

#include "sheet.h"
#include "words.h"

static void put_age_total(struct page *page, aq_currency currency, const char *const *headings)
{
	html_put(page, "<tr><th scope=\"row\">");
	html_word(page, aq_currency_code(currency));
	html_put(page, "</th>");
	for (size_t column = AGING_NOT_DUE; column <= AGING_TOTAL; column++) {
		struct sum sum = facts_sum(page->facts, GROUP_AGE,
					   aq_slice_of(aging_table.columns[column].name), currency);

		html_cell(page, "n", headings[1 + column - AGING_NOT_DUE] + 1);
		html_sum(page, sum.one, currency);
		html_put(page, "</td>");
	}
	html_put(page, "</tr>\n");
}

void page_aging(struct page *page)
{
	static const struct section section = {
		"aging", "Aging",
		"Open items by days overdue on the business date, and customers' own money.",
		"aging.csv"};
	static const char *const headings[] = {"Currency",    "#Not due",      "#1-30 days",
					       "#31-60 days", "#61-90 days",   "#Over 90 days",
					       "#On account", "#Owed after it"};
	static const struct table_column columns[] = {
		{"Customer", CELL_CODE, AGING_CUSTOMER, 0},
		{"Name", CELL_NAME, AGING_NAME, 0},
		{"Not due", CELL_AMOUNT, AGING_NOT_DUE, AGING_CURRENCY},
		{"1-30 days", CELL_AMOUNT, AGING_1_30, AGING_CURRENCY},
		{"31-60 days", CELL_AMOUNT, AGING_31_60, AGING_CURRENCY},
		{"61-90 days", CELL_AMOUNT, AGING_61_90, AGING_CURRENCY},
		{"Over 90 days", CELL_AMOUNT, AGING_OVER_90, AGING_CURRENCY},
		{"On account", CELL_AMOUNT, AGING_ON_ACCOUNT, AGING_CURRENCY},
		{"Owed after it", CELL_AMOUNT, AGING_TOTAL, AGING_CURRENCY},
	};
	static const struct row_table table = {columns, sizeof(columns) / sizeof(columns[0]),
					       "Aging by customer", "aging.csv"};
	const struct group *group =
		facts_group(page->facts, GROUP_AGING, AQ_SLICE(""), AQ_SLICE(""));
	size_t count;
	const aq_currency *currencies = facts_currencies(page->facts, &count);

	html_section(page, &section);
	if (!group) {
		html_put(page, "<p>Nobody owes anything.</p>\n");
		html_section_end(page);
		return;
	}
	html_table(page, "Aging", headings, sizeof(headings) / sizeof(headings[0]));
	for (size_t index = 0; index < count; index++)
		if (facts_sum(page->facts, GROUP_AGE, AQ_SLICE("total"), currencies[index]).count)
			put_age_total(page, currencies[index], headings);
	html_table_end(page);
	html_put(page, "<details><summary>By customer: <b>");
	html_count(page, group->count);
	html_put(page, "</b> rows</summary>\n");
	html_rows(page, &table, group);
	html_put(page, "</details>\n");
	html_section_end(page);
}

static void put_trial(struct page *page)
{
	static const struct table_column columns[] = {
		{"Account", CELL_NAME, TRIAL_ACCOUNT, 0},
		{"Debits", CELL_AMOUNT, TRIAL_DEBIT, TRIAL_CURRENCY},
		{"Credits", CELL_AMOUNT, TRIAL_CREDIT, TRIAL_CURRENCY},
		{"Balance", CELL_AMOUNT, TRIAL_BALANCE, TRIAL_CURRENCY},
	};
	static const struct row_table table = {columns, sizeof(columns) / sizeof(columns[0]),
					       "Trial balance", "trial_balance.csv"};
	const struct group *group =
		facts_group(page->facts, GROUP_TRIAL, AQ_SLICE(""), AQ_SLICE(""));

	if (group)
		html_rows(page, &table, group);
	else
		html_put(page, "<p>The ledger is empty.</p>\n");
}

/* What happened, by kind; an entry has a row for each side of each posting. */
static void put_events(struct page *page)
{
	static const char *const headings[] = {"Event", "#Postings", "#Debits", "#Credits"};

	html_table(page, "Journal of this run by event", headings,
		   sizeof(headings) / sizeof(headings[0]));
	for (const struct group *group = facts_groups(page->facts, GROUP_EVENT); group;
	     group = group->next) {
		for (const struct sum *sum = group->sums; sum; sum = sum->next) {
			html_put(page, "<tr><td>");
			html_text(page, group->name);
			html_put(page, "</td>");
			html_cell(page, "n", "Postings");
			html_count(page, sum->count / 2);
			html_put(page, "</td>");
			html_cell(page, "n", "Debits");
			html_sum(page, sum->one, sum->currency);
			html_put(page, "</td>");
			html_cell(page, "n", "Credits");
			html_sum(page, sum->two, sum->currency);
			html_put(page, "</td></tr>\n");
		}
	}
	html_table_end(page);
}

void page_ledger(struct page *page)
{
	static const struct section section = {
		"ledger", "Ledger",
		"The trial balance of the whole journal. Balances are debits less credits: what "
		"customers are owed is negative.",
		"trial_balance.csv"};

	html_section(page, &section);
	put_trial(page);
	html_put(page,
		 "<h3>What this run wrote in the journal</h3>\n<p class=\"says\">All "
		 "postings, with their hashes: <a href=\"journal.csv\">journal.csv</a></p>\n");
	if (facts_groups(page->facts, GROUP_EVENT))
		put_events(page);
	else
		html_put(page, "<p>Nothing.</p>\n");
	html_section_end(page);
}
