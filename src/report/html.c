/*
 * html.c - the pieces a page is made of.
 */
#include "html.h"

#include "acquit/utf8.h"

#include "words.h"

void html_put(struct page *page, const char *markup)
{
	aq_buffer_add_text(page->out, markup);
}

void html_text(struct page *page, struct aq_slice text)
{
	aq_html_put(page->out, undefused(text));
}

void html_word(struct page *page, const char *text)
{
	aq_html_put(page->out, aq_slice_of(text));
}

void html_name(struct page *page, struct aq_slice name)
{
	html_put(page, "<bdi>");
	html_text(page, name);
	html_put(page, "</bdi>");
}

void html_count(struct page *page, uint64_t count)
{
	put_count(page->out, count);
}

void html_tally(struct page *page, uint64_t count)
{
	html_put(page, count ? "<span>" : "<span class=\"zero\">");
	put_count(page->out, count);
	html_put(page, "</span>");
}

/* The digits stand together, and the code stays with them. */
static void put_money(struct page *page, struct aq_slice amount, struct aq_slice currency)
{
	struct aq_buffer grouped;

	if (amount.length == 0)
		return;
	aq_buffer_init(&grouped, 0);
	put_grouped(&grouped, amount);
	if (aq_buffer_failed(&grouped))
		page->out->failed = true;
	html_put(page, amount.start[0] == '-' ? "<span class=\"m neg\">" : "<span class=\"m\">");
	aq_html_put(page->out, aq_buffer_slice(&grouped));
	html_put(page, "\xC2\xA0<span class=\"c\">");
	aq_html_put(page->out, currency);
	html_put(page, "</span></span>");
	aq_buffer_free(&grouped);
}

void html_amount(struct page *page, struct aq_slice amount, struct aq_slice currency)
{
	put_money(page, amount, currency);
}

void html_sum(struct page *page, aq_int128 sum, aq_currency currency)
{
	char text[AQ_DECIMAL_TEXT_BYTES];

	put_money(page, sum_text(sum, currency, text), aq_slice_of(aq_currency_code(currency)));
}

void html_sums(struct page *page, enum group_kind kind, struct aq_slice name)
{
	size_t count;
	const aq_currency *currencies = facts_currencies(page->facts, &count);
	bool is_first = true;

	for (size_t index = 0; index < count; index++) {
		struct sum sum = facts_sum(page->facts, kind, name, currencies[index]);

		if (sum.count == 0)
			continue;
		if (!is_first)
			html_put(page, "<br>");
		is_first = false;
		html_sum(page, sum.one, currencies[index]);
	}
}

static void put_anchor(struct page *page, struct anchor anchor)
{
	html_word(page, anchor.prefix);
	if (anchor.name.length > 0) {
		html_put(page, "-");
		aq_html_put(page->out, anchor.name);
	}
	if (anchor.part.length > 0) {
		html_put(page, "-");
		aq_html_put(page->out, anchor.part);
	}
}

void html_link(struct page *page, struct anchor anchor)
{
	html_put(page, "<a href=\"#");
	put_anchor(page, anchor);
	html_put(page, "\">");
}

void html_id(struct page *page, struct anchor anchor)
{
	html_put(page, " id=\"");
	put_anchor(page, anchor);
	html_put(page, "\"");
}

void html_file_link(struct page *page, const char *file_name)
{
	html_put(page, "<a href=\"");
	html_word(page, file_name);
	html_put(page, "\">");
	html_word(page, file_name);
	html_put(page, "</a>");
}

void html_section(struct page *page, const struct section *section)
{
	html_put(page, "<section id=\"");
	html_word(page, section->id);
	html_put(page, "\">\n<h2>");
	html_word(page, section->heading);
	html_put(page, "</h2>\n<p class=\"says\">");
	html_word(page, section->says);
	if (section->file_name) {
		html_put(page, " <span class=\"all\">All rows: ");
		html_file_link(page, section->file_name);
		html_put(page, "</span>");
	}
	html_put(page, "</p>\n");
}

void html_section_end(struct page *page)
{
	html_put(page, "</section>\n");
}

/* A wide table scrolls inside its own box, by keyboard too. */
void html_table(struct page *page, const char *label, const char *const *headings, size_t count)
{
	html_put(page, "<div class=\"box\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_word(page, label);
	html_put(page, "\"><table>\n<thead><tr>");
	for (size_t index = 0; index < count; index++) {
		bool is_number = headings[index][0] == '#';

		html_put(page, is_number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
		html_word(page, headings[index] + (is_number ? 1 : 0));
		html_put(page, "</th>");
	}
	html_put(page, "</tr></thead>\n<tbody>\n");
}

void html_table_end(struct page *page)
{
	html_put(page, "</tbody></table></div>\n");
}

void html_cell(struct page *page, const char *class, const char *label)
{
	html_put(page, "<td");
	if (class[0] != '\0') {
		html_put(page, " class=\"");
		html_word(page, class);
		html_put(page, "\"");
	}
	if (label[0] != '\0') {
		html_put(page, " data-h=\"");
		html_word(page, label);
		html_put(page, "\"");
	}
	html_put(page, ">");
}

static struct aq_slice cell_of(const struct kept_row *row, size_t column)
{
	return column < row->count ? row->cells[column] : (struct aq_slice){NULL, 0};
}

static void put_place(struct page *page, struct aq_slice file, struct aq_slice line)
{
	if (file.length > 0)
		html_name(page, file);
	if (line.length > 0) {
		html_put(page, "<wbr>:");
		html_text(page, line);
	}
}

static void put_number(struct page *page, struct aq_slice number)
{
	struct aq_buffer grouped;

	aq_buffer_init(&grouped, 0);
	put_grouped(&grouped, number);
	if (aq_buffer_failed(&grouped))
		page->out->failed = true;
	aq_html_put(page->out, aq_buffer_slice(&grouped));
	aq_buffer_free(&grouped);
}

static void put_cell(struct page *page, const struct table_column *column,
		     const struct kept_row *row)
{
	static const char *const classes[] = {
		[CELL_TEXT] = "",     [CELL_NAME] = "name", [CELL_CODE] = "code",
		[CELL_NUMBER] = "n",  [CELL_AMOUNT] = "n",  [CELL_PLACE] = "place",
		[CELL_DATE] = "date",
	};
	struct aq_slice text = cell_of(row, column->column);

	html_cell(page, classes[column->kind], text.length > 0 ? column->heading : "");
	switch (column->kind) {
	case CELL_AMOUNT:
		html_amount(page, text, cell_of(row, column->other));
		break;
	case CELL_NUMBER:
		put_number(page, text);
		break;
	case CELL_PLACE:
		put_place(page, text, cell_of(row, column->other));
		break;
	case CELL_NAME:
		if (text.length > 0)
			html_name(page, text);
		break;
	case CELL_CODE:
	case CELL_DATE:
	case CELL_TEXT:
		html_text(page, text);
		break;
	}
	html_put(page, "</td>");
}

static void put_rest(struct page *page, const struct row_table *table, const struct group *group)
{
	if (group->count <= group->kept)
		return;
	html_put(page, "<p class=\"rest\">The first ");
	html_count(page, group->kept);
	html_put(page, " of ");
	html_count(page, group->count);
	html_put(page, " rows. All of them are in ");
	html_file_link(page, table->file_name);
	html_put(page, ".</p>\n");
}

void html_rows(struct page *page, const struct row_table *table, const struct group *group)
{
	html_put(page, "<div class=\"box\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_word(page, table->label);
	html_put(page, "\"><table>\n<thead><tr>");
	for (size_t index = 0; index < table->column_count; index++) {
		enum cell_kind kind = table->columns[index].kind;

		html_put(page, kind == CELL_AMOUNT || kind == CELL_NUMBER
				       ? "<th scope=\"col\" class=\"n\">"
				       : "<th scope=\"col\">");
		html_word(page, table->columns[index].heading);
		html_put(page, "</th>");
	}
	html_put(page, "</tr></thead>\n<tbody>\n");
	for (const struct kept_row *row = group->first; row; row = row->next) {
		html_put(page, "<tr>");
		for (size_t index = 0; index < table->column_count; index++)
			put_cell(page, &table->columns[index], row);
		html_put(page, "</tr>\n");
	}
	html_table_end(page);
	put_rest(page, table, group);
}

void html_typed(struct page *page, const struct aq_buffer *command)
{
	if (aq_buffer_failed(command))
		page->out->failed = true;
	html_put(page, "<code class=\"cmd\">");
	aq_html_put(page->out, aq_buffer_slice(command));
	html_put(page,
		 " <span class=\"m\">--by YOU</span> <span class=\"m\">--why REASON</span></code>");
}
