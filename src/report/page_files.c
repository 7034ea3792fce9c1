/*
 * page_files.c - what came in: each file, and that everything in it is accounted for.
 */
#include "page.h"

#include "words.h"

static struct aq_slice cell(const struct kept_row *row, size_t column)
{
	return column < row->count ? row->cells[column] : (struct aq_slice){NULL, 0};
}

static const char *tag_of(struct aq_slice status)
{
	if (aq_slice_is(status, "accepted"))
		return "tag good";
	if (aq_slice_is(status, "refused"))
		return "tag bad";
	return aq_slice_is(status, "duplicate") ? "tag" : "tag ask";
}

static bool is_nothing(struct aq_slice number)
{
	for (size_t index = 0; index < number.length; index++)
		if (number.start[index] >= '1' && number.start[index] <= '9')
			return false;
	return true;
}

static aq_int128 value(const struct kept_row *row, size_t column, bool is_count)
{
	struct aq_slice text = cell(row, column);
	uint64_t count = 0;
	int64_t minor = 0;

	if (is_count)
		return aq_slice_to_u64(text, &count) ? (aq_int128)count : 0;
	if (text.length > 0)
		(void)minor_parse(text, aq_currency_find(cell(row, FILE_CURRENCY)), &minor);
	return minor;
}

/* Of a file that was refused before its end was read nothing is counted. */
static bool is_counted(const struct kept_row *row)
{
	return cell(row, FILE_PAYMENTS).length > 0;
}

/* Count, money in and money out of one tally. */
static void put_tally(struct page *page, const struct kept_row *row, size_t column,
		      const char *label)
{
	struct aq_slice currency = cell(row, FILE_CURRENCY);

	html_cell(page, "n", label);
	if (!is_counted(row)) {
		html_put(page, "<span class=\"zero\">\xE2\x80\x93</span></td>");
		return;
	}
	html_tally(page, (uint64_t)value(row, column, true));
	if (!is_nothing(cell(row, column + 1))) {
		html_put(page, "<br>");
		html_amount(page, cell(row, column + 1), currency);
	}
	if (!is_nothing(cell(row, column + 2))) {
		html_put(page, "<br><span class=\"soft\">out</span> ");
		html_amount(page, cell(row, column + 2), currency);
	}
	html_put(page, "</td>");
}

/* Read is posted + duplicate + notice + refused: in count, in and out. */
static bool is_accounted_for(const struct kept_row *row)
{
	for (size_t offset = 0; offset < 3; offset++) {
		bool is_count = offset == 0;

		if (value(row, FILE_PAYMENTS + offset, is_count) !=
		    value(row, FILE_POSTED + offset, is_count) +
			    value(row, FILE_DUPLICATE + offset, is_count) +
			    value(row, FILE_NOTICE + offset, is_count) +
			    value(row, FILE_REFUSED + offset, is_count))
			return false;
	}
	return true;
}

/* What refused a file is counted with its errors; a file of very many faults
 * may have kept none of a kind. */
static void link_findings(struct page *page, const char *severity)
{
	const char *const names[] = {severity, "fatal"};

	for (size_t index = 0; index < sizeof(names) / sizeof(names[0]); index++) {
		struct aq_slice name = aq_slice_of(names[index]);

		if (!facts_group(page->facts, GROUP_FINDINGS, name, AQ_SLICE("")))
			continue;
		html_link(page, (struct anchor){"findings", name, {NULL, 0}});
		return;
	}
	html_put(page, "<a href=\"findings.csv\">");
}

static void put_faults(struct page *page, const struct kept_row *row)
{
	static const struct {
		size_t column;
		const char *one, *many, *severity;
	} faults[] = {
		{FILE_ERRORS, " error", " errors", "error"},
		{FILE_WARNINGS, " warning", " warnings", "warning"},
		{FILE_NOTES, " note", " notes", "note"},
	};

	for (size_t index = 0; index < sizeof(faults) / sizeof(faults[0]); index++) {
		aq_int128 count = value(row, faults[index].column, true);

		if (count == 0)
			continue;
		link_findings(page, faults[index].severity);
		html_count(page, (uint64_t)count);
		html_word(page, count == 1 ? faults[index].one : faults[index].many);
		html_put(page, "</a> ");
	}
}

static void put_name(struct page *page, const struct kept_row *row)
{
	struct aq_slice status = cell(row, FILE_STATUS);

	html_put(page, "<td class=\"name\">");
	html_name(page, cell(row, FILE_FILE));
	html_put(page, "<div class=\"place\">");
	html_text(page, cell(row, FILE_FORMAT));
	html_put(page, "</div></td><td><span class=\"");
	html_put(page, tag_of(status));
	html_put(page, "\">");
	html_text(page, status);
	html_put(page, "</span></td>");
}

/* A file of several currencies has a row for each; its name stands once. */
static bool is_same_file(const struct kept_row *row, const struct kept_row *before)
{
	return before && aq_slice_equals(cell(row, FILE_FILE), cell(before, FILE_FILE)) &&
	       aq_slice_equals(cell(row, FILE_SHA256), cell(before, FILE_SHA256)) &&
	       aq_slice_equals(cell(row, FILE_STATUS), cell(before, FILE_STATUS));
}

/* Open items bring no payments: their rows are told by the journal. */
static void put_file(struct page *page, const struct kept_row *row, bool is_same)
{
	static const struct {
		size_t column;
		const char *label;
	} tallies[] = {
		{FILE_PAYMENTS, "Read"}, {FILE_POSTED, "Posted"},   {FILE_DUPLICATE, "Duplicate"},
		{FILE_NOTICE, "Notice"}, {FILE_REFUSED, "Refused"},
	};
	bool is_items = aq_slice_is(cell(row, FILE_CONTENT), "open-items");

	html_put(page, "<tr>");
	if (is_same)
		html_put(page, "<td></td><td></td>");
	else
		put_name(page, row);
	for (size_t index = 0; index < sizeof(tallies) / sizeof(tallies[0]); index++)
		put_tally(page, row, tallies[index].column, tallies[index].label);
	html_cell(page, "", "Ties");
	if (!is_counted(row))
		html_put(page, "<span class=\"zero\">\xE2\x80\x93</span></td>");
	else
		html_put(page, is_items || is_accounted_for(row)
				       ? "<span class=\"tick\">\xE2\x9C\x93</span></td>"
				       : "<span class=\"cross\">\xE2\x9C\x97 off</span></td>");
	html_put(page, "<td class=\"why\">");
	if (!is_same) {
		html_text(page, cell(row, FILE_REASON));
		html_put(page, "<div>");
		put_faults(page, row);
		html_put(page, "</div>");
	}
	html_put(page, "</td></tr>\n");
}

static void put_total(struct page *page, aq_currency currency)
{
	static const char *const names[] = {"read", "posted", "duplicate", "notice", "refused"};
	static const char *const labels[] = {"Read", "Posted", "Duplicate", "Notice", "Refused"};

	if (facts_sum(page->facts, GROUP_TALLY, AQ_SLICE("read"), currency).count == 0)
		return;
	html_put(page, "<tr class=\"total\"><th scope=\"row\" colspan=\"2\">All files, ");
	html_word(page, aq_currency_code(currency));
	html_put(page, "</th>");
	for (size_t index = 0; index < sizeof(names) / sizeof(names[0]); index++) {
		struct sum sum =
			facts_sum(page->facts, GROUP_TALLY, aq_slice_of(names[index]), currency);

		html_cell(page, "n", labels[index]);
		html_tally(page, sum.count);
		if (sum.one) {
			html_put(page, "<br>");
			html_sum(page, sum.one, currency);
		}
		if (sum.two) {
			html_put(page, "<br><span class=\"soft\">out</span> ");
			html_sum(page, sum.two, currency);
		}
		html_put(page, "</td>");
	}
	html_put(page, "<td></td><td></td></tr>\n");
}

void page_files(struct page *page)
{
	static const struct section section = {
		"files", "What came in",
		"For every file: read = posted + duplicate + notice + refused, in payments and in "
		"money.",
		"files.csv"};
	static const char *const headings[] = {"File",	   "Status",	 "#Read",
					       "#Posted",  "#Duplicate", "#Notice",
					       "#Refused", "Ties",	 "Why, and what was found"};
	const struct group *group =
		facts_group(page->facts, GROUP_FILES, AQ_SLICE(""), AQ_SLICE(""));
	size_t count;
	const aq_currency *currencies = facts_currencies(page->facts, &count);
	const struct kept_row *before = NULL;

	html_section(page, &section);
	if (!group) {
		html_put(page, "<p>No file came in.</p>\n");
		html_section_end(page);
		return;
	}
	html_table(page, "Files", headings, sizeof(headings) / sizeof(headings[0]));
	for (const struct kept_row *row = group->first; row; before = row, row = row->next)
		put_file(page, row, is_same_file(row, before));
	for (size_t index = 0; index < count; index++)
		put_total(page, currencies[index]);
	html_table_end(page);
	if (group->count > group->kept)
		html_put(page,
			 "<p class=\"rest\">More files are in "
			 "<a href=\"files.csv\">files.csv</a>; the totals hold all of them.</p>\n");
	html_section_end(page);
}
