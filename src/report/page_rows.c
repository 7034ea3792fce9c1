/*
 * page_rows.c - the rows behind the figures, folded away until somebody asks.
 */
#include "page.h"

#include "acquit/codes.h"
#include "acquit/store_read.h"

#include "words.h"

/* A link to a folded group unfolds it where its mark is inside. */
static void open_rows(struct page *page, struct anchor anchor, uint64_t count)
{
	html_put(page, "<details><summary>");
	html_text(page, anchor.name.length > 0 ? anchor.name : AQ_SLICE("no rule"));
	if (anchor.part.length > 0) {
		html_put(page, ", ");
		html_text(page, anchor.part);
	}
	html_put(page, ": <b>");
	html_count(page, count);
	html_put(page, "</b></summary>\n<div");
	html_id(page, anchor);
	html_put(page, ">\n");
}

static void close_rows(struct page *page)
{
	html_put(page, "</div></details>\n");
}

static void put_payments(struct page *page)
{
	static const struct table_column columns[] = {
		{"Payment", CELL_CODE, PAYMENT_ID, 0},
		{"Amount", CELL_AMOUNT, PAYMENT_AMOUNT, PAYMENT_CURRENCY},
		{"From", CELL_NAME, PAYMENT_PAYER, 0},
		{"Reference", CELL_NAME, PAYMENT_REFERENCE, 0},
		{"Booked", CELL_DATE, PAYMENT_BOOKED_ON, 0},
		{"Kind", CELL_TEXT, PAYMENT_KIND, 0},
		{"Rule", CELL_TEXT, PAYMENT_RULE, 0},
		{"Taken in", CELL_TEXT, PAYMENT_TAKEN_IN, 0},
		{"File and line", CELL_PLACE, PAYMENT_FILE, PAYMENT_LINE},
	};
	static const struct row_table table = {columns, sizeof(columns) / sizeof(columns[0]),
					       "Payments", "payments.csv"};

	html_put(page, "<h3>Payments by status</h3>\n");
	for (int status = 0; status < AQ_PAYMENT_STATUS_COUNT; status++) {
		struct aq_slice name =
			aq_slice_of(aq_payment_status_name((enum aq_payment_status)status));
		uint64_t count = facts_count(page->facts, GROUP_STATUS, name);

		if (count == 0)
			continue;
		open_rows(page, (struct anchor){"status", name, {NULL, 0}}, count);
		for (const struct group *group = facts_groups(page->facts, GROUP_STATUS); group;
		     group = group->next)
			if (aq_slice_equals(group->name, name))
				html_rows(page, &table, group);
		close_rows(page);
	}
}

static void put_allocations(struct page *page)
{
	static const struct table_column columns[] = {
		{"Payment", CELL_CODE, ALLOCATION_PAYMENT, 0},
		{"Put on", CELL_TEXT, ALLOCATION_TARGET_KIND, 0},
		{"Number", CELL_NAME, ALLOCATION_TARGET, 0},
		{"Customer", CELL_NAME, ALLOCATION_CUSTOMER, 0},
		{"Amount", CELL_AMOUNT, ALLOCATION_AMOUNT, ALLOCATION_CURRENCY},
		{"Discount", CELL_AMOUNT, ALLOCATION_DISCOUNT, ALLOCATION_CURRENCY},
		{"Promotion", CELL_AMOUNT, ALLOCATION_PROMOTION, ALLOCATION_CURRENCY},
		{"Write-off", CELL_AMOUNT, ALLOCATION_WRITE_OFF, ALLOCATION_CURRENCY},
		{"Why", CELL_NAME, ALLOCATION_EVIDENCE, 0},
		{"File and line", CELL_PLACE, ALLOCATION_FILE, ALLOCATION_LINE},
	};
	static const struct row_table table = {columns, sizeof(columns) / sizeof(columns[0]),
					       "Allocations", "allocations.csv"};

	html_put(page, "<h3>Allocations by rule</h3>\n");
	for (const struct group *group = facts_groups(page->facts, GROUP_RULE); group;
	     group = group->next) {
		open_rows(page, (struct anchor){"rule", group->name, group->part}, group->count);
		html_rows(page, &table, group);
		close_rows(page);
	}
}

static void put_findings(struct page *page)
{
	static const struct table_column columns[] = {
		{"File and line", CELL_PLACE, FINDING_FILE, FINDING_LINE},
		{"Rule", CELL_TEXT, FINDING_RULE, 0},
		{"Field", CELL_TEXT, FINDING_FIELD, 0},
		{"Value", CELL_CODE, FINDING_VALUE, 0},
		{"What is wrong", CELL_NAME, FINDING_MESSAGE, 0},
		{"How to mend it", CELL_NAME, FINDING_MEND, 0},
	};
	static const struct row_table table = {columns, sizeof(columns) / sizeof(columns[0]),
					       "Findings", "findings.csv"};
	static const enum aq_severity severities[] = {AQ_SEVERITY_FATAL, AQ_SEVERITY_ERROR,
						      AQ_SEVERITY_WARNING, AQ_SEVERITY_NOTE};

	html_put(page, "<h3>What was found in files</h3>\n");
	for (size_t index = 0; index < sizeof(severities) / sizeof(severities[0]); index++) {
		struct aq_slice name = aq_slice_of(aq_severity_name(severities[index]));
		const struct group *group =
			facts_group(page->facts, GROUP_FINDINGS, name, AQ_SLICE(""));

		if (!group)
			continue;
		open_rows(page, (struct anchor){"findings", name, {NULL, 0}}, group->count);
		html_rows(page, &table, group);
		close_rows(page);
	}
	if (!facts_groups(page->facts, GROUP_FINDINGS))
		html_put(page, "<p>Nothing.</p>\n");
}

void page_rows(struct page *page)
{
	static const struct section section = {
		"rows", "The rows behind the figures",
		"The first rows of each kind; the CSV files beside this page have all of them.",
		NULL};

	html_section(page, &section);
	if (facts_groups(page->facts, GROUP_STATUS))
		put_payments(page);
	if (facts_groups(page->facts, GROUP_RULE))
		put_allocations(page);
	put_findings(page);
	html_section_end(page);
}
