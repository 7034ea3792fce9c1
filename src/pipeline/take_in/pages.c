/*
 * pages.c - statements that come in several files, a page in each.
 *
 * Promises: once the last page is there, what is missing before it is told; once
 * all are there, the first one's opening balance and all entries must lead to
 * the last one's closing balance.
 */
#include "pages.h"

bool pages_are_of_one(const struct aq_statement_row *one, const struct aq_statement_row *other)
{
	return one->page_first > 0 && other->page_first > 0 &&
	       (one->statement_id.length > 0 || one->sequence.length > 0) &&
	       aq_slice_equals(one->statement_id, other->statement_id) &&
	       aq_slice_equals(one->sequence, other->sequence);
}

struct joined {
	uint64_t page; /* all pages up to this one are there */
	bool is_whole;
	bool is_ended; /* the last page is there */
	bool is_bad; /* their sum is beyond counting */
	int64_t moved;
	const struct aq_statement_row *first, *last;
};

/* Pages come in their order; one that came twice counts once. */
static struct joined join(const struct aq_statement_row *pages, size_t count)
{
	struct joined joined = {.page = 0};

	for (size_t at = 0; at < count; at++) {
		const struct aq_statement_row *page = &pages[at];

		joined.is_ended |= page->is_last_page;
		if (page->page_first != joined.page + 1)
			continue;
		joined.page = page->page_last;
		joined.is_whole = page->is_last_page;
		joined.is_bad |= !aq_minor_add(joined.moved, page->moved, &joined.moved);
		joined.first = joined.first ? joined.first : page;
		joined.last = page;
	}
	return joined;
}

static void say(const struct statement_order *order, const struct aq_statement_row *row,
		const char *text)
{
	aq_findings_say(order->findings, AQ_RUN_PAGES, (struct aq_at){row->line, 0},
			AQ_SLICE("pages"), row->statement_id, "%s", text);
}

enum aq_status pages_judge(const struct statement_order *order, const struct aq_statement_row *row,
			   struct aq_error *err)
{
	struct aq_statement_row *pages;
	struct joined joined;
	int64_t expected;
	size_t count;
	enum aq_status status =
		aq_store_statement_pages(order->job->store, row, order->arena, &pages, &count, err);

	if (status < AQ_OK)
		return status;
	joined = join(pages, count);
	if (!joined.is_whole) {
		if (joined.is_ended)
			say(order, row, "pages of this statement are still missing");
		return AQ_OK;
	}
	if (!joined.first->has_opening || !joined.last->has_closing)
		return AQ_OK;
	if (joined.is_bad || !aq_minor_add(joined.first->opening, joined.moved, &expected) ||
	    expected != joined.last->closing)
		say(order, row,
		    "all pages are there, and their entries do not lead from the opening balance "
		    "to the closing balance");
	return AQ_OK;
}
