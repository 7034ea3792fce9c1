/*
 * page_approvals.c - acts that wait for a second person: whose, what, and what to type.
 */
#include "page.h"

#include "work.h"

static struct aq_slice cell(const struct kept_row *row, size_t column)
{
	return column < row->count ? row->cells[column] : (struct aq_slice){NULL, 0};
}

static void put_command(struct page *page, const char *verb, const struct kept_row *row)
{
	html_put(page, "<code class=\"cmd\">acquit review ");
	html_word(page, verb);
	html_put(page, " ");
	html_text(page, cell(row, APPROVAL_ID));
	html_put(page, " <span class=\"m\">--by YOU</span> <span class=\"m\">--why "
		       "REASON</span></code>");
}

static void put_row(struct page *page, const struct kept_row *row)
{
	html_put(page, "<tr><td class=\"n\">");
	html_amount(page, cell(row, APPROVAL_AMOUNT), cell(row, APPROVAL_CURRENCY));
	html_put(page, "</td><td class=\"wide\">");
	html_text(page, cell(row, APPROVAL_ACT));
	html_put(page, "<div class=\"code m\">");
	html_text(page, cell(row, APPROVAL_SUBJECT));
	html_put(page, "</div></td><td class=\"name\">");
	html_name(page, cell(row, APPROVAL_BY));
	html_put(page, "<div class=\"said\">");
	html_name(page, cell(row, APPROVAL_WHY));
	html_put(page, "</div></td><td class=\"date\">");
	html_text(page, cell(row, APPROVAL_ON));
	html_put(page, "</td><td class=\"wide\">Approval of ");
	html_name(page, cell(row, APPROVAL_WHOM));
	put_command(page, "approve", row);
	put_command(page, "withdraw", row);
	html_put(page, "</td></tr>\n");
}

void page_approvals(struct page *page)
{
	static const char *const headings[] = {"#Moves", "Act", "Proposed by", "On", "What to do"};
	static const struct section section = {
		"approvals", "What waits for a second person",
		"Acts that move more than one person decides alone. Nothing of them is posted yet.",
		"approvals.csv"};
	const struct group *group = facts_groups(page->facts, GROUP_APPROVAL);

	if (!group)
		return;
	html_section(page, &section);
	html_table(page, "Acts to approve", headings, sizeof(headings) / sizeof(headings[0]));
	for (const struct kept_row *row = group->first; row; row = row->next)
		put_row(page, row);
	html_table_end(page);
	html_section_end(page);
}
