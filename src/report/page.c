/*
 * page.c - index.html whole: its frame, and the order of its sections.
 *
 * One file, no script, nothing from the network: it can be mailed, archived
 * and opened years later. The order is that of a morning: does it tie, what
 * waits for me, what came in, what became of it, and the proof.
 */
#include "page.h"

#include "summary.h"

void page_put(struct aq_buffer *out, const struct facts *facts, const char *hash)
{
	static void (*const sections[])(struct page *) = {
		page_work,  page_approvals, page_files,	  page_payments,    page_rules,
		page_given, page_ties,	    page_waiting, page_settlements, page_owed,
		page_aging, page_ledger,    page_rows,
	};
	struct page page = {.out = out, .facts = facts};

	html_put(&page, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
			"'none'; style-src 'sha256-");
	html_put(&page, hash);
	html_put(&page, "'; base-uri 'none'; form-action 'none'\">\n"
			"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			"<meta name=\"referrer\" content=\"no-referrer\">\n"
			"<title>Reconciliation ");
	html_text(&page, facts_run(facts, "business_date"));
	html_put(&page, ", run ");
	html_text(&page, facts_run(facts, "run"));
	html_put(&page, "</title>\n<style>");
	html_put(&page, style_text());
	html_put(&page, "</style>\n</head>\n<body>\n");
	page_head(&page);
	html_put(&page, "<main>\n");
	for (size_t index = 0; index < sizeof(sections) / sizeof(sections[0]); index++)
		sections[index](&page);
	html_put(&page, "</main>\n<footer><p>Every figure leads to its rows, and every row to a "
			"file and a line. The files as they were received lie in archive/. "
			"<code>acquit show ID</code> tells all about a payment, an invoice or a "
			"customer, and why.</p></footer>\n</body>\n</html>\n");
}

static enum aq_status write_whole(const struct aq_buffer *text, const struct aq_folder *folder,
				  const char *name, struct aq_error *err)
{
	struct aq_writer *writer = NULL;
	enum aq_status status;

	if (aq_buffer_failed(text))
		return aq_fail_memory(err);
	status = aq_writer_open(&writer, folder, name, err);
	if (status < AQ_OK)
		return status;
	status = aq_writer_add(writer, aq_buffer_slice(text), err);
	if (status < AQ_OK) {
		aq_writer_drop(writer);
		return status;
	}
	return aq_writer_commit(writer, err);
}

enum aq_status page_write(const struct facts *facts, const struct aq_folder *folder,
			  struct aq_error *err)
{
	char hash[STYLE_HASH_BYTES];
	struct aq_buffer text;
	enum aq_status status = style_hash(hash, err);

	if (status < AQ_OK)
		return status;
	aq_buffer_init(&text, 0);
	summary_put(&text, facts);
	status = write_whole(&text, folder, "summary.json", err);
	if (status >= AQ_OK) {
		aq_buffer_clear(&text);
		page_put(&text, facts, hash);
		status = write_whole(&text, folder, "index.html", err);
	}
	aq_buffer_free(&text);
	return status;
}
