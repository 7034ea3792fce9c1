/*
 * page_money.c - the proof: control totals, and where money stands.
 */
#include "page.h"

#include "ties.h"
#include "words.h"

/* --- control totals --- */

static size_t count_lines(const struct tie *tie, bool is_right)
{
	size_t count = 0;

	for (size_t index = 0; index < tie->line_count; index++)
		count += tie->lines[index].is_right == is_right;
	return count;
}

/* The figures of one side and their sum; a figure that is the sum stands once. */
static void put_side(struct page *page, const struct tie *tie, bool is_right)
{
	const struct tie_words *words = tie_words(tie->id);
	aq_int128 total = is_right ? tie->right : tie->left;
	bool is_alone = count_lines(tie, is_right) < 2, is_first = true;

	for (size_t index = 0; index < tie->line_count; index++) {
		if (is_alone || tie->lines[index].is_right != is_right)
			continue;
		html_put(page, is_first && is_right ? "<tr class=\"gap\"><th scope=\"row\">"
						    : "<tr><th scope=\"row\">");
		is_first = false;
		html_word(page, tie->lines[index].label);
		html_put(page, "</th><td class=\"n\">");
		html_sum(page, tie->lines[index].amount, tie->currency);
		html_put(page, "</td></tr>\n");
	}
	html_put(page, is_alone ? "<tr class=\"alone\"><th scope=\"row\">"
				: "<tr class=\"total\"><th scope=\"row\">");
	html_word(page, is_right ? words->right_name : words->left_name);
	html_put(page, " <a class=\"soft\" href=\"");
	html_word(page, is_right ? words->right_file : words->left_file);
	html_put(page, "\">");
	html_word(page, is_right ? words->right_file : words->left_file);
	html_put(page, "</a></th><td class=\"n\">");
	html_sum(page, total, tie->currency);
	html_put(page, "</td></tr>\n");
}

static void put_tie(struct page *page, const struct tie *tie)
{
	const struct tie_words *words = tie_words(tie->id);
	bool holds = tie_holds(tie);

	html_put(page,
		 holds ? "<div class=\"tie\"><h3><span class=\"tick\">\xE2\x9C\x93</span> "
		       : "<div class=\"tie off\"><h3><span class=\"cross\">\xE2\x9C\x97</span> ");
	html_word(page, words->title);
	html_put(page, " <span class=\"c\">");
	html_word(page, aq_currency_code(tie->currency));
	html_put(page, "</span></h3><p class=\"soft\">");
	html_word(page, words->equation);
	html_put(page, "</p><table><tbody>\n");
	put_side(page, tie, false);
	put_side(page, tie, true);
	if (!holds) {
		html_put(page, "<tr class=\"total\"><th scope=\"row\" class=\"cross\">They differ "
			       "by</th><td class=\"n\">");
		html_sum(page, tie->left - tie->right, tie->currency);
		html_put(page, "</td></tr>\n");
	}
	html_put(page, "</tbody></table></div>\n");
}

void page_ties(struct page *page)
{
	static const struct section section = {
		"ties", "Control totals",
		"Both sides of each figure were counted from different records. A tick means that "
		"they are equal to the last cent.",
		NULL};
	size_t count;
	const aq_currency *currencies = facts_currencies(page->facts, &count);
	struct tie tie;

	html_section(page, &section);
	for (size_t index = 0; index < count; index++) {
		html_put(page, "<h3>");
		html_word(page, aq_currency_code(currencies[index]));
		html_put(page, "</h3>\n<div class=\"ties\">\n");
		for (int id = 0; id < TIE_COUNT; id++)
			if (tie_make(page->facts, (enum tie_id)id, currencies[index], &tie))
				put_tie(page, &tie);
		html_put(page, "</div>\n");
	}
	if (count == 0)
		html_put(page, "<p>No money moved.</p>\n");
	html_section_end(page);
}

/* --- money that waits --- */

void page_waiting(struct page *page)
{
	static const struct section section = {
		"waiting", "Money that waits",
		"What is left of payments of all nights, by the account it sits on.",
		"waiting.csv"};
	static const char *const headings[] = {"Where", "Meaning", "#Payments", "#Money"};

	html_section(page, &section);
	if (!facts_groups(page->facts, GROUP_WAITING)) {
		html_put(page, "<p>No money waits.</p>\n");
		html_section_end(page);
		return;
	}
	html_table(page, "Money that waits", headings, sizeof(headings) / sizeof(headings[0]));
	for (const struct group *group = facts_groups(page->facts, GROUP_WAITING); group;
	     group = group->next) {
		for (const struct sum *sum = group->sums; sum; sum = sum->next) {
			html_put(page, "<tr><td>");
			html_text(page, group->name);
			html_put(page, "</td><td>");
			html_word(page, bucket_says(group->name));
			html_put(page, "</td>");
			html_cell(page, "n", "Payments");
			html_count(page, sum->count);
			html_put(page, "</td>");
			html_cell(page, "n", "Money");
			html_sum(page, sum->one, sum->currency);
			html_put(page, "</td></tr>\n");
		}
	}
	html_table_end(page);
	html_section_end(page);
}

/* --- settlements --- */

void page_settlements(struct page *page)
{
	static const struct section section = {"settlements", "Settlements",
					       "Batches and payouts: what the details come to, and "
					       "what the bank brought for them.",
					       "settlements.csv"};
	static const struct table_column columns[] = {
		{"Source", CELL_NAME, SETTLEMENT_SOURCE, 0},
		{"Settlement", CELL_CODE, SETTLEMENT_ID, 0},
		{"Settled", CELL_DATE, SETTLEMENT_SETTLED_ON, 0},
		{"Gross", CELL_AMOUNT, SETTLEMENT_GROSS, SETTLEMENT_CURRENCY},
		{"Fees", CELL_AMOUNT, SETTLEMENT_FEES, SETTLEMENT_CURRENCY},
		{"Returns", CELL_AMOUNT, SETTLEMENT_RETURNS, SETTLEMENT_CURRENCY},
		{"Net", CELL_AMOUNT, SETTLEMENT_NET, SETTLEMENT_CURRENCY},
		{"Deposited", CELL_AMOUNT, SETTLEMENT_DEPOSITED, SETTLEMENT_CURRENCY},
		{"Difference", CELL_AMOUNT, SETTLEMENT_DIFFERENCE, SETTLEMENT_CURRENCY},
		{"Left over", CELL_NAME, SETTLEMENT_RESIDUAL, 0},
	};
	static const struct row_table table = {columns, sizeof(columns) / sizeof(columns[0]),
					       "Settlements", "settlements.csv"};
	static const struct {
		const char *status, *heading;
	} kinds[] = {
		{"difference", "With a difference"},
		{"awaiting", "Deposit awaited"},
		{"closed", "Closed to the cent"},
	};
	bool is_any = false;

	html_section(page, &section);
	for (size_t index = 0; index < sizeof(kinds) / sizeof(kinds[0]); index++) {
		const struct group *group =
			facts_group(page->facts, GROUP_SETTLEMENT, aq_slice_of(kinds[index].status),
				    AQ_SLICE(""));

		if (!group)
			continue;
		is_any = true;
		html_put(page, "<h3>");
		html_word(page, kinds[index].heading);
		html_put(page, " <span class=\"tag\">");
		html_count(page, group->count);
		html_put(page, "</span></h3>\n");
		html_rows(page, &table, group);
	}
	if (!is_any)
		html_put(page, "<p>No settlement is open, and none was touched.</p>\n");
	html_section_end(page);
}
