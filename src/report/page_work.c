/*
 * page_work.c - the work list: what waits for whom, why, and what to type.
 */
#include "page.h"

#include "acquit/codes.h"
#include "acquit/utf8.h"

#include "work.h"
#include "words.h"

static struct aq_slice cell(const struct kept_row *row, size_t column)
{
	return column < row->count ? row->cells[column] : (struct aq_slice){NULL, 0};
}

static void put_command(struct page *page, const struct work_asked *asked, struct aq_slice target)
{
	struct aq_buffer command;

	aq_buffer_init(&command, 0);
	work_put_command(&command, asked, target);
	html_typed(page, &command);
	aq_buffer_free(&command);
}

static void put_closings(struct page *page, const struct work_asked *asked)
{
	bool is_any = asked->payment.length > 0;

	for (size_t index = 0; is_any; index++) {
		struct aq_buffer command;

		aq_buffer_init(&command, 0);
		is_any = work_put_closing(&command, asked, index);
		if (is_any)
			html_typed(page, &command);
		aq_buffer_free(&command);
	}
}

static void put_suggestions(struct page *page, const struct kept_row *row)
{
	struct aq_slice payment = cell(row, EXCEPTION_PAYMENT);
	struct aq_slice rest = undefused(cell(row, EXCEPTION_SUGGESTIONS));
	struct suggestion suggestion;
	/* Money that went out is explained, not applied. */
	const struct work_asked asked = {
		.code = cell(row, EXCEPTION_CODE),
		.payment = payment,
		.is_out = aq_slice_starts_with(cell(row, EXCEPTION_AMOUNT), AQ_SLICE("-")),
	};
	bool is_any = false;

	while (next_suggestion(&rest, &suggestion)) {
		html_put(page, "<div>Perhaps <b>");
		html_text(page, suggestion.target);
		html_put(page, "</b>");
		if (suggestion.reason.length > 0) {
			html_put(page, ": ");
			html_text(page, suggestion.reason);
		}
		html_put(page, "</div>");
		if (payment.length == 0 || !work_is_typed(&asked, suggestion.target))
			continue;
		put_command(page, &asked, suggestion.target);
		is_any = true;
	}
	if (!is_any && payment.length > 0 && work_is_typed(&asked, AQ_SLICE("")))
		put_command(page, &asked, (struct aq_slice){NULL, 0});
	put_closings(page, &asked);
}

/* Each line of the text on a line of its own. */
static void put_lines(struct page *page, struct aq_slice text)
{
	struct aq_slice rest = undefused(text);
	bool is_first = true;

	while (rest.length > 0) {
		if (!is_first)
			html_put(page, "<br>");
		is_first = false;
		html_name(page, aq_slice_cut(&rest, '\n'));
	}
}

/* What the payer wrote. */
static void put_written(struct page *page, const struct kept_row *row)
{
	struct aq_slice reference = cell(row, EXCEPTION_REFERENCE);
	struct aq_slice text = cell(row, EXCEPTION_REMITTANCE);

	if (reference.length == 0 && text.length == 0)
		return;
	html_put(page, "<div class=\"said\">");
	put_lines(page, text.length > 0 ? text : reference);
	if (text.length > 0 && reference.length > 0 && aq_slice_find(text, reference) == SIZE_MAX) {
		html_put(page, "<br>");
		html_name(page, reference);
	}
	html_put(page, "</div>");
}

static void put_question(struct page *page, const struct kept_row *row)
{
	bool is_new = aq_slice_is(cell(row, EXCEPTION_SINCE), "new");
	struct aq_slice line = cell(row, EXCEPTION_LINE);

	html_put(page, "<tr><td class=\"n\">");
	html_amount(page, cell(row, EXCEPTION_AMOUNT), cell(row, EXCEPTION_CURRENCY));
	html_put(page, "</td><td class=\"name\">");
	html_name(page, cell(row, EXCEPTION_PAYER));
	html_put(page, "<div class=\"code m\">");
	html_text(page, cell(row, EXCEPTION_PAYMENT));
	html_put(page, "</div></td><td class=\"date\">");
	html_text(page, cell(row, EXCEPTION_BOOKED_ON));
	html_put(page, "<div>");
	html_put(page, is_new ? "<span class=\"tag ask\">new</span>" : "<span class=\"tag\">");
	if (!is_new) {
		html_text(page, cell(row, EXCEPTION_AGE_DAYS));
		html_put(page, aq_slice_is(cell(row, EXCEPTION_AGE_DAYS), "1") ? " day</span>"
									       : " days</span>");
	}
	html_put(page, "</div></td><td class=\"wide\">");
	put_written(page, row);
	html_text(page, cell(row, EXCEPTION_TEXT));
	html_put(page, "<div class=\"place\">");
	html_text(page, cell(row, EXCEPTION_ID));
	html_put(page, " \xC2\xB7 ");
	html_name(page, cell(row, EXCEPTION_FILE));
	if (line.length > 0) {
		html_put(page, ":");
		html_text(page, line);
	}
	html_put(page, "</div></td><td class=\"wide\">");
	put_suggestions(page, row);
	html_put(page, "</td></tr>\n");
}

static void put_group_rows(struct page *page, struct aq_slice code, const char *since)
{
	const struct group *group =
		facts_group(page->facts, GROUP_QUESTION, code, aq_slice_of(since));

	for (const struct kept_row *row = group ? group->first : NULL; row; row = row->next)
		put_question(page, row);
}

static void put_rest(struct page *page, struct aq_slice code)
{
	uint64_t shown = 0, all = facts_count(page->facts, GROUP_QUESTION, code);

	for (const struct group *group = facts_groups(page->facts, GROUP_QUESTION); group;
	     group = group->next)
		if (aq_slice_equals(group->name, code))
			shown += group->kept;
	if (shown == all)
		return;
	html_put(page, "<p class=\"rest\">");
	html_count(page, shown);
	html_put(page, " of ");
	html_count(page, all);
	html_put(page, " are shown. All of them are in ");
	html_file_link(page, "exceptions.csv");
	html_put(page, ".</p>\n");
}

/* A kind of question: what it means and what to do, then each of it. */
static void put_kind(struct page *page, struct aq_slice code)
{
	static const char *const headings[] = {"#Amount", "From", "Booked", "What is known",
					       "What to do"};
	char name[64];
	size_t bytes = code.length < sizeof(name) - 1 ? code.length : sizeof(name) - 1;

	memcpy(name, code.start, bytes);
	name[bytes] = '\0';
	html_put(page, "<h3");
	html_id(page, (struct anchor){"question", code, {NULL, 0}});
	html_put(page, ">");
	html_text(page, code);
	html_put(page, " <span class=\"tag\">");
	html_count(page, facts_count(page->facts, GROUP_QUESTION, code));
	html_put(page, "</span></h3>\n<p class=\"soft\">To do: ");
	html_word(page, aq_code_mend(aq_code_find(name)));
	html_put(page, "</p>\n");
	html_table(page, "Questions", headings, sizeof(headings) / sizeof(headings[0]));
	put_group_rows(page, code, "new");
	put_group_rows(page, code, "older");
	html_table_end(page);
	put_rest(page, code);
}

/* The first group of a code stands for it. */
static bool is_first_of_code(const struct page *page, const struct group *group)
{
	for (const struct group *other = facts_groups(page->facts, GROUP_QUESTION); other != group;
	     other = other->next)
		if (aq_slice_equals(other->name, group->name))
			return false;
	return true;
}

static uint64_t new_count(const struct page *page, struct aq_slice code)
{
	const struct group *group = facts_group(page->facts, GROUP_QUESTION, code, AQ_SLICE("new"));

	return group ? group->count : 0;
}

static void put_overview(struct page *page)
{
	static const char *const headings[] = {"Question", "#Open", "#New", "#Money"};

	html_table(page, "Questions by kind", headings, sizeof(headings) / sizeof(headings[0]));
	for (const struct group *group = facts_groups(page->facts, GROUP_QUESTION); group;
	     group = group->next) {
		if (!is_first_of_code(page, group))
			continue;
		html_put(page, "<tr><td>");
		html_link(page, (struct anchor){"question", group->name, {NULL, 0}});
		html_text(page, group->name);
		html_put(page, "</a></td>");
		html_cell(page, "n", "Open");
		html_count(page, facts_count(page->facts, GROUP_QUESTION, group->name));
		html_put(page, "</td>");
		html_cell(page, "n", "New");
		html_tally(page, new_count(page, group->name));
		html_put(page, "</td>");
		html_cell(page, "n", "Money");
		html_sums(page, GROUP_QUESTION, group->name);
		html_put(page, "</td></tr>\n");
	}
	html_table_end(page);
}

void page_work(struct page *page)
{
	static const struct section section = {
		"work", "What waits for a person",
		"Money that acquit would not guess about. It is posted and safe; somebody has to "
		"say what it is for.",
		"exceptions.csv"};

	html_section(page, &section);
	if (!facts_groups(page->facts, GROUP_QUESTION))
		html_put(page, "<p><span class=\"tick\">\xE2\x9C\x93</span> Nothing waits.</p>\n");
	else
		put_overview(page);
	for (const struct group *group = facts_groups(page->facts, GROUP_QUESTION); group;
	     group = group->next)
		if (is_first_of_code(page, group))
			put_kind(page, group->name);
	html_section_end(page);
}
