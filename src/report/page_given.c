/*
 * page_given.c - what was allowed beside payments' own money, and by which limit.
 *
 * A night on which nothing was has no such section.
 */
#include "page.h"

#include "sheet.h"

static void put_total(struct page *page, const struct group *group)
{
	for (const struct sum *sum = group->sums; sum; sum = sum->next) {
		html_put(page, "<tr><td>");
		html_text(page, group->name);
		html_put(page, "</td>");
		html_cell(page, "n", "Shares");
		html_count(page, sum->count);
		html_put(page, "</td>");
		html_cell(page, "n", "Allowed");
		html_sum(page, sum->one, sum->currency);
		html_put(page, "</td>");
		html_cell(page, "n", "Beside money");
		html_sum(page, sum->two, sum->currency);
		html_put(page, "</td></tr>\n");
	}
}

static void put_rows(struct page *page, const struct group *group)
{
	static const struct table_column columns[] = {
		{"Payment", CELL_CODE, ALLOCATION_PAYMENT, 0},
		{"Number", CELL_NAME, ALLOCATION_TARGET, 0},
		{"Customer", CELL_NAME, ALLOCATION_CUSTOMER, 0},
		{"Amount", CELL_AMOUNT, ALLOCATION_AMOUNT, ALLOCATION_CURRENCY},
		{"Discount", CELL_AMOUNT, ALLOCATION_DISCOUNT, ALLOCATION_CURRENCY},
		{"Write-off", CELL_AMOUNT, ALLOCATION_WRITE_OFF, ALLOCATION_CURRENCY},
		{"Limit and reason", CELL_NAME, ALLOCATION_EVIDENCE, 0},
		{"File and line", CELL_PLACE, ALLOCATION_FILE, ALLOCATION_LINE},
	};
	static const struct row_table table = {columns, sizeof(columns) / sizeof(columns[0]),
					       "Discounts and write-offs", "allocations.csv"};

	html_put(page, "<details><summary>");
	html_text(page, group->name);
	html_put(page, ": <b>");
	html_count(page, group->count);
	html_put(page, "</b></summary>\n<div>\n");
	html_rows(page, &table, group);
	html_put(page, "</div></details>\n");
}

void page_given(struct page *page)
{
	static const struct section section = {
		"given", "Discounts and write-offs",
		"What closed items beside the payments' own money, each with its limit and reason; "
		"what was taken back counts negative. The control total \"Discounts, promotions "
		"and "
		"write-offs\" holds the sums against the journal.",
		"allocations.csv"};
	static const char *const headings[] = {"What", "#Shares", "#Allowed", "#Beside money"};

	if (!facts_groups(page->facts, GROUP_GIVEN))
		return;
	html_section(page, &section);
	html_table(page, "Discounts and write-offs", headings,
		   sizeof(headings) / sizeof(headings[0]));
	for (const struct group *group = facts_groups(page->facts, GROUP_GIVEN); group;
	     group = group->next)
		put_total(page, group);
	html_table_end(page);
	for (const struct group *group = facts_groups(page->facts, GROUP_GIVEN); group;
	     group = group->next)
		put_rows(page, group);
	html_section_end(page);
}
