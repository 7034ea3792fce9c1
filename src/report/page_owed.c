/*
 * page_owed.c - what customers owe of returns: whose, since when, and what to type
 * when it comes, or is given up.
 *
 * Where nobody does there is no such section.
 */
#include "page.h"

#include "sheet.h"
#include "words.h"
#include "work.h"

static struct aq_slice cell(const struct kept_row *row, size_t column)
{
	return column < row->count ? row->cells[column] : (struct aq_slice){NULL, 0};
}

static void put_commands(struct page *page, const struct kept_row *row)
{
	const struct work_owed owed = {undefused(cell(row, OWED_CUSTOMER)),
				       cell(row, OWED_CURRENCY)};

	for (size_t index = 0; index < WORK_OWED_COMMANDS; index++) {
		struct aq_buffer command;

		aq_buffer_init(&command, 0);
		work_put_owed(&command, &owed, index);
		html_typed(page, &command);
		aq_buffer_free(&command);
	}
}

static void put_row(struct page *page, const struct kept_row *row)
{
	html_put(page, "<tr><td class=\"n\">");
	html_amount(page, cell(row, OWED_AMOUNT), cell(row, OWED_CURRENCY));
	html_put(page, "</td><td class=\"name\">");
	html_name(page, cell(row, OWED_NAME));
	html_put(page, "<div class=\"code m\">");
	html_text(page, cell(row, OWED_CUSTOMER));
	html_put(page, "</div></td><td class=\"date\">");
	html_text(page, cell(row, OWED_SINCE));
	html_put(page, "</td><td class=\"wide\">");
	put_commands(page, row);
	html_put(page, "</td></tr>\n");
}

static void put_rest(struct page *page, const struct group *group)
{
	if (group->kept == group->count)
		return;
	html_put(page, "<p class=\"rest\">");
	html_count(page, group->kept);
	html_put(page, " of ");
	html_count(page, group->count);
	html_put(page, " are shown. All of them are in ");
	html_file_link(page, "owed.csv");
	html_put(page, ".</p>\n");
}

void page_owed(struct page *page)
{
	static const char *const headings[] = {"#Owed", "Customer", "Since", "What to do"};
	static const struct section section = {
		"owed", "What customers owe of returns",
		"Returns that took what no payment had any more, accepted for a customer. The "
		"account due-from-customer holds the sum.",
		"owed.csv"};
	const struct group *group = facts_groups(page->facts, GROUP_OWED);

	if (!group)
		return;
	html_section(page, &section);
	html_table(page, "Owed of returns", headings, sizeof(headings) / sizeof(headings[0]));
	for (const struct kept_row *row = group->first; row; row = row->next)
		put_row(page, row);
	html_table_end(page);
	put_rest(page, group);
	html_section_end(page);
}
