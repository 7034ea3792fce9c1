/*
 * page.h - index.html: the night for the people who work with it.
 */
#ifndef ACQUIT_REPORT_PAGE_H
#define ACQUIT_REPORT_PAGE_H

#include "acquit/file.h"

#include "html.h"

/* index.html and summary.json, each whole. */
enum aq_status page_write(const struct facts *facts, const struct aq_folder *folder,
			  struct aq_error *err);
/* The whole page. `style_hash` is the SHA-256 of style_text(), base 64. */
void page_put(struct aq_buffer *out, const struct facts *facts, const char *style_hash);

/* The sections, in the order of the page. */
void page_head(struct page *page); /* who, when, what: and the verdict */
void page_work(struct page *page); /* what waits for whom, and why */
void page_approvals(struct page *page); /* what waits for a second person */
void page_files(struct page *page); /* what came in */
void page_payments(struct page *page); /* what became of it */
void page_rules(struct page *page); /* and by which rule */
void page_given(struct page *page); /* discounts and write-offs, with their limits */
void page_ties(struct page *page); /* control totals */
void page_waiting(struct page *page); /* money by bucket */
void page_settlements(struct page *page);
void page_owed(struct page *page); /* of returns, by customers */
void page_aging(struct page *page);
void page_ledger(struct page *page); /* trial balance, and the run's journal by event */
void page_rows(struct page *page); /* the rows behind the figures */

/* The style of the page: one text. */
const char *style_text(void);
#define STYLE_HASH_BYTES 45
enum aq_status style_hash(char out[STYLE_HASH_BYTES], struct aq_error *err);

#endif
