/*
 * html.h - the pieces a page is made of.
 *
 * Every text goes through html_text or html_cell: texts of files and people
 * are escaped here and nowhere else, and every attribute is quoted.
 */
#ifndef ACQUIT_REPORT_HTML_H
#define ACQUIT_REPORT_HTML_H

#include "acquit/buffer.h"

#include "facts.h"

struct page {
	struct aq_buffer *out;
	const struct facts *facts;
};

/* Our own markup, as it is. */
void html_put(struct page *page, const char *markup);
void html_text(struct page *page, struct aq_slice text);
void html_word(struct page *page, const char *text);
/* A name: its direction of writing does not disturb what stands beside it. */
void html_name(struct page *page, struct aq_slice name);
/* "1,234". */
void html_count(struct page *page, uint64_t count);
/* The same, and nothing that draws the eye for 0. */
void html_tally(struct page *page, uint64_t count);
/* "1,234.00 USD" from a cell and its currency's. */
void html_amount(struct page *page, struct aq_slice amount, struct aq_slice currency);
void html_sum(struct page *page, aq_int128 sum, aq_currency currency);
/* All money of a group's name, one currency a line. */
void html_sums(struct page *page, enum group_kind kind, struct aq_slice name);
/* <a href="#PREFIX-NAME[-PART]">, not closed; and the same as an id. */
struct anchor {
	const char *prefix;
	struct aq_slice name, part;
};
void html_link(struct page *page, struct anchor anchor);
void html_id(struct page *page, struct anchor anchor);
/* A link to a CSV file beside the page. */
void html_file_link(struct page *page, const char *file_name);
/* What a person types, and who decides and why behind it. */
void html_typed(struct page *page, const struct aq_buffer *command);

/* <section> with its heading and a sentence; ended by html_section_end. */
struct section {
	const char *id, *heading, *says;
	const char *file_name; /* where all its rows are; NULL: nowhere */
};
void html_section(struct page *page, const struct section *section);
void html_section_end(struct page *page);

/* A table whose columns are told by a list of headings; those that begin with
 * '#' hold numbers. Ended by html_table_end. */
void html_table(struct page *page, const char *label, const char *const *headings, size_t count);
void html_table_end(struct page *page);
/* <td> of a class ("": none), not closed. Where the screen is narrow the cells of
 * a row stand below each other, each behind its label. */
void html_cell(struct page *page, const char *class, const char *label);

/* --- rows of a sheet, as a table --- */

enum cell_kind {
	CELL_TEXT,
	CELL_NAME,
	CELL_CODE, /* an id, in a fixed width */
	CELL_NUMBER, /* a count */
	CELL_AMOUNT, /* with the currency of `other` */
	CELL_PLACE, /* file, and line in `other` */
	CELL_DATE
};

struct table_column {
	const char *heading;
	enum cell_kind kind;
	size_t column;
	size_t other;
};

struct row_table {
	const struct table_column *columns;
	size_t column_count;
	const char *label;
	const char *file_name; /* of the complete CSV */
};
/* The kept rows of a group, and a word where the others are. */
void html_rows(struct page *page, const struct row_table *table, const struct group *group);

#endif
