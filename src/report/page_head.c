/*
 * page_head.c - who, when, what: the top of the page, and its verdict.
 */
#include "page.h"

#include "acquit/report.h"

#include "summary.h"
#include "ties.h"
#include "words.h"

/* Statuses a receipt can end in, as the bar shows them; the first ones need nobody. */
static const struct {
	enum aq_payment_status status;
	bool is_done;
} outcomes[] = {
	{AQ_PAYMENT_APPLIED, true},	  {AQ_PAYMENT_PART_APPLIED, true},
	{AQ_PAYMENT_ON_ACCOUNT, true},	  {AQ_PAYMENT_HELD, false},
	{AQ_PAYMENT_UNAPPLIED, false},	  {AQ_PAYMENT_POSSIBLE_DUPLICATE, false},
	{AQ_PAYMENT_UNIDENTIFIED, false},
};
#define OUTCOMES (sizeof(outcomes) / sizeof(outcomes[0]))

static const char *const fills[OUTCOMES] = {"f1", "f2", "f3", "f4", "f6", "f7", "f5"};
static const char *const keys[OUTCOMES] = {"k1", "k2", "k3", "k4", "k6", "k7", "k5"};

/* Receipts taken in by this run. */
static const struct group *outcome(const struct page *page, size_t index)
{
	return facts_group(page->facts, GROUP_STATUS,
			   aq_slice_of(aq_payment_status_name(outcomes[index].status)),
			   AQ_SLICE("now"));
}

struct receipts {
	uint64_t all, done;
};

static struct receipts count_receipts(const struct page *page)
{
	struct receipts receipts = {0, 0};

	for (size_t index = 0; index < OUTCOMES; index++) {
		const struct group *group = outcome(page, index);

		if (!group)
			continue;
		receipts.all += group->count;
		if (outcomes[index].is_done)
			receipts.done += group->count;
	}
	return receipts;
}

static void put_counted(struct page *page, uint64_t count, const char *one, const char *many)
{
	html_count(page, count);
	html_put(page, " ");
	html_word(page, plural(count, one, many));
}

static void put_questions(struct page *page, const struct aq_report_summary *summary)
{
	if (summary->exceptions_open == 0) {
		html_put(page, " No question is open.");
		return;
	}
	html_put(page, " <a href=\"#work\">");
	put_counted(page, summary->exceptions_open, "question waits", "questions wait");
	html_put(page, " for a person</a>, ");
	if (summary->exceptions_new == 0)
		html_put(page, "none of them new.");
	else if (summary->exceptions_new == summary->exceptions_open)
		html_put(page,
			 summary->exceptions_new == 1 ? "and it is new." : "all of them new.");
	else
		put_counted(page, summary->exceptions_new, "of them new.", "of them new.");
}

static void put_approvals(struct page *page, const struct aq_report_summary *summary)
{
	if (summary->approvals == 0)
		return;
	html_put(page, " <a href=\"#approvals\">");
	put_counted(page, summary->approvals, "act waits", "acts wait");
	html_put(page, " for a second person</a>.");
}

static void put_file_word(struct page *page, uint64_t count, const char *one, const char *many)
{
	if (count == 0)
		return;
	html_put(page, " <a href=\"#files\">");
	put_counted(page, count, one, many);
	html_put(page, "</a>.");
}

static void put_verdict(struct page *page)
{
	struct aq_report_summary summary;
	struct receipts receipts = count_receipts(page);
	bool holds = ties_hold(page->facts);

	summary_of(page->facts, &summary);
	html_put(page, "<p class=\"verdict ");
	html_put(page, !holds ? "bad" : summary_needs_person(page->facts) ? "ask" : "good");
	html_put(page, "\"><b>");
	html_put(page,
		 holds ? "Everything ties to the cent."
		       : "<a href=\"#ties\">A control total does not tie</a>: look there first.");
	html_put(page, "</b> ");
	if (receipts.all > 0) {
		html_count(page, receipts.done);
		html_put(page, " of ");
		put_counted(page, receipts.all, "receipt", "receipts");
		html_put(page, receipts.done == 1 ? " was placed without help."
						  : " were placed without help.");
	} else {
		html_put(page, "No receipt came in.");
	}
	put_questions(page, &summary);
	put_approvals(page, &summary);
	if (aq_slice_is(facts_run(page->facts, "dry_run"), "yes"))
		put_file_word(page, summary.files[AQ_FILE_REFUSED], "file would be refused",
			      "files would be refused");
	else
		put_file_word(page, summary.files[AQ_FILE_REFUSED],
			      "file was refused and lies in rejected/",
			      "files were refused and lie in rejected/");
	put_file_word(page, summary.files[AQ_FILE_PARTIAL], "file was taken in only in part",
		      "files were taken in only in part");
	put_file_word(page, summary.files[AQ_FILE_WAITING], "file waits in its folder",
		      "files wait in their folder");
	html_put(page, "</p>\n");
}

static void put_tile(struct page *page, const char *href, const char *says)
{
	html_put(page, "<a class=\"tile\" href=\"");
	html_word(page, href);
	html_put(page, "\"><span>");
	html_word(page, says);
	html_put(page, "</span><b>");
}

static void put_tiles(struct page *page)
{
	struct aq_report_summary summary;
	struct receipts receipts = count_receipts(page);
	uint64_t files = 0;

	summary_of(page->facts, &summary);
	for (int status = AQ_FILE_ACCEPTED; status <= AQ_FILE_WAITING; status++)
		files += summary.files[status];
	html_put(page, "<div class=\"tiles\">\n");
	put_tile(page, "#work", "Questions open");
	html_count(page, summary.exceptions_open);
	html_put(page, "</b><span>");
	html_count(page, summary.exceptions_new);
	html_put(page, " new tonight</span></a>\n");
	put_tile(page, "#payments", "Receipts placed");
	html_count(page, receipts.done);
	html_put(page, "</b><span>of ");
	html_count(page, receipts.all);
	html_put(page, " that came in</span></a>\n");
	put_tile(page, "#files", "Files");
	html_count(page, files);
	html_put(page, "</b><span>");
	html_count(page, summary.files[AQ_FILE_REFUSED] + summary.files[AQ_FILE_PARTIAL]);
	html_put(page, " refused or in part</span></a>\n");
	put_tile(page, "#ties", "Control totals");
	html_put(page, ties_hold(page->facts) ? "\xE2\x9C\x93 tie" : "\xE2\x9C\x97 off");
	html_put(page, "</b><span>");
	put_counted(page, facts_entries(page->facts).count, "journal entry", "journal entries");
	html_put(page, "</span></a>\n</div>\n");
}

/* One bar a currency: by money, in thousandths of the width. */
static void put_bar(struct page *page, aq_currency currency)
{
	aq_int128 total = 0, before = 0;

	for (size_t index = 0; index < OUTCOMES; index++) {
		const struct group *group = outcome(page, index);

		for (const struct sum *sum = group ? group->sums : NULL; sum; sum = sum->next)
			if (sum->currency == currency && sum->one > 0)
				total += sum->one;
	}
	if (total <= 0)
		return;
	html_sum(page, total, currency);
	html_put(page, "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" "
		       "aria-hidden=\"true\">");
	for (size_t index = 0; index < OUTCOMES; index++) {
		const struct group *group = outcome(page, index);

		for (const struct sum *sum = group ? group->sums : NULL; sum; sum = sum->next) {
			uint64_t from = (uint64_t)(before * 1000 / total), to;

			if (sum->currency != currency || sum->one <= 0)
				continue;
			before += sum->one;
			to = (uint64_t)(before * 1000 / total);
			aq_buffer_print(page->out,
					"<rect class=\"%s\" x=\"%llu\" y=\"0\" width=\"%llu\" "
					"height=\"10\"/>",
					fills[index], (unsigned long long)from,
					(unsigned long long)(to - from));
		}
	}
	html_put(page, "</svg>\n");
}

static void put_legend(struct page *page)
{
	html_put(page, "<p class=\"legend\">");
	for (size_t index = 0; index < OUTCOMES; index++) {
		const struct group *group = outcome(page, index);

		if (!group)
			continue;
		html_put(page, "<span class=\"it\"><span class=\"key ");
		html_put(page, keys[index]);
		html_put(page, "\"></span>");
		html_link(page, (struct anchor){"status", group->name, {NULL, 0}});
		html_text(page, group->name);
		html_put(page, "</a> ");
		html_count(page, group->count);
		html_put(page, "</span> ");
	}
	html_put(page, "</p>\n");
}

static void put_fact(struct page *page, const char *name, struct aq_slice value)
{
	html_put(page, "<div><dt>");
	html_word(page, name);
	html_put(page, "</dt> <dd>");
	html_text(page, value);
	html_put(page, "</dd></div>\n");
}

static void put_facts(struct page *page)
{
	struct entry_range entries = facts_entries(page->facts);

	html_put(page, "<dl class=\"facts\">\n");
	put_fact(page, "Run", facts_run(page->facts, "run"));
	put_fact(page, "Business date", facts_run(page->facts, "business_date"));
	html_put(page, "<div><dt>Journal</dt> <dd>");
	if (entries.count) {
		html_put(page, "<a href=\"journal.csv\">entries ");
		html_count(page, entries.first);
		html_put(page, " to ");
		html_count(page, entries.last);
		html_put(page, "</a>");
	} else {
		html_put(page, "no entry");
	}
	html_put(page, "</dd></div>\n");
	put_fact(page, "Version", facts_run(page->facts, "version"));
	html_put(page, "<div><dt>Settings</dt> <dd class=\"hash\"><code>");
	html_text(page, facts_run(page->facts, "settings_sha256"));
	html_put(page, "</code></dd></div>\n</dl>\n");
}

/* What a person decided, where the run is that. */
static void put_act(struct page *page)
{
	struct aq_slice approved_by = facts_run(page->facts, "approved_by");
	struct aq_slice payment = facts_run(page->facts, "payment_id");

	html_put(page, "<p>");
	html_text(page, facts_run(page->facts, "act"));
	html_put(page, " <b>");
	html_name(page, facts_run(page->facts, "decided"));
	html_put(page, "</b>, by ");
	html_name(page, facts_run(page->facts, "decided_by"));
	html_put(page, ": ");
	html_name(page, facts_run(page->facts, "why"));
	if (approved_by.length > 0) {
		html_put(page, "; approved by ");
		html_name(page, approved_by);
		html_put(page, ": ");
		html_name(page, facts_run(page->facts, "approved_why"));
	}
	if (payment.length > 0) {
		html_put(page, "<br><span class=\"code m\">");
		html_text(page, payment);
		html_put(page, "</span>");
	}
	html_put(page, "</p>\n");
}

static struct aq_slice cell(const struct kept_row *row, size_t column)
{
	return row && column < row->count ? row->cells[column] : (struct aq_slice){NULL, 0};
}

static void put_input(struct page *page, const struct kept_row *row)
{
	html_put(page, "<tr><td class=\"name\">");
	html_name(page, cell(row, FILE_FILE));
	html_put(page, "</td><td class=\"code\">");
	html_text(page, cell(row, FILE_SHA256));
	html_put(page, "</td><td class=\"n\">");
	put_grouped(page->out, cell(row, FILE_BYTES));
	html_put(page, "</td></tr>\n");
}

/* Every file by its fingerprint, once, whatever currencies it holds. */
static void put_inputs(struct page *page)
{
	static const char *const headings[] = {"File", "SHA-256", "#Bytes"};
	const struct group *group =
		facts_group(page->facts, GROUP_FILES, AQ_SLICE(""), AQ_SLICE(""));
	const struct kept_row *before = NULL;

	if (!group)
		return;
	html_put(page, "<details><summary>Input files with their SHA-256</summary>\n");
	html_table(page, "Input files", headings, sizeof(headings) / sizeof(headings[0]));
	for (const struct kept_row *row = group->first; row; before = row, row = row->next)
		if (!before || !aq_slice_equals(cell(row, FILE_FILE), cell(before, FILE_FILE)) ||
		    !aq_slice_equals(cell(row, FILE_SHA256), cell(before, FILE_SHA256)))
			put_input(page, row);
	html_table_end(page);
	html_put(page, "</details>\n");
}

void page_head(struct page *page)
{
	size_t count;
	const aq_currency *currencies = facts_currencies(page->facts, &count);
	bool is_dry = aq_slice_is(facts_run(page->facts, "dry_run"), "yes");
	bool is_act = facts_run(page->facts, "act").length > 0;

	html_put(page, "<header>\n<p class=\"kicker\">acquit</p>\n<h1>");
	html_put(page, is_act ? "Decided on " : "Reconciliation of ");
	html_text(page, facts_run(page->facts, "business_date"));
	html_put(page, "</h1>\n");
	if (is_dry)
		html_put(page,
			 "<p class=\"verdict ask\"><b>A dry run:</b> nothing was posted.</p>\n");
	put_facts(page);
	if (is_act)
		put_act(page);
	put_verdict(page);
	put_tiles(page);
	html_put(page, "<div class=\"bars\">\n");
	for (size_t index = 0; index < count; index++)
		put_bar(page, currencies[index]);
	html_put(page, "</div>\n");
	put_legend(page);
	html_put(page, "<nav aria-label=\"Sections\"><a href=\"#work\">What waits</a> "
		       "<a href=\"#files\">What came in</a> "
		       "<a href=\"#payments\">What became of it</a> <a href=\"#rules\">Rules</a> "
		       "<a href=\"#ties\">Control totals</a> "
		       "<a href=\"#waiting\">Money that waits</a> "
		       "<a href=\"#settlements\">Settlements</a> <a href=\"#aging\">Aging</a> "
		       "<a href=\"#ledger\">Ledger</a> <a href=\"#rows\">Rows</a></nav>\n");
	put_inputs(page);
	html_put(page, "</header>\n");
}
