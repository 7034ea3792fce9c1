/*
 * listing.h - the rows of a run on their way from the store into its sheets; private.
 */
#ifndef ACQUIT_REPORT_LISTING_H
#define ACQUIT_REPORT_LISTING_H

#include "acquit/report.h"

#include "returns.h"
#include "sheet.h"

/* What one thread writes with; the store and the folder are its own, and so are
 * the facts that it gathers. */
struct listing {
	const struct aq_report_order *order;
	struct aq_store *store; /* borrowed */
	struct aq_folder *folder;
	struct facts *facts;
	struct sheet sheet; /* the one in hand */
	const struct aq_buffer *file_nos; /* of this run; whoever writes files.csv fills it */
	struct aq_buffer own_file_nos; /* uint64_t each, rising */
	uint64_t file_no; /* asked about last */
	bool is_now;
	struct aq_buffer account;
	uint64_t entry_no; /* whose hash is in `hash` */
	char hash[AQ_SHA256_HEX_BYTES];
	struct return_tallies returns; /* of the payments written */
};

/* `file_nos` is NULL, or what another listing found out; files.csv comes before
 * payments.csv. Closed also when it could not be opened. */
enum aq_status listing_open(struct listing *listing, const struct aq_report_order *order,
			    struct aq_store *store, const struct aq_buffer *file_nos,
			    struct aq_error *err);
void listing_close(struct listing *listing);
/* One CSV file, whole or not at all; returns.csv comes with payments.csv, from
 * whose rows it is made. */
enum aq_status listing_write(struct listing *listing, enum sheet_id id, struct aq_error *err);

/* A posting is two rows of journal.csv, its debit first. */
enum aq_status listing_put_journal(struct listing *listing, const struct aq_journal_line *line,
				   struct aq_error *err);

#endif
