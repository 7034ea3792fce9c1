/*
 * list_payments.c - payments with their status after a run.
 *
 * A run's own payments are a range of numbers; earlier ones it changed are named
 * in run_payment and come first, since their numbers are lower. Both walks lead
 * to the last outcome the run gave each.
 */
#include "acquit/claim.h"
#include "reading.h"

struct listing {
	struct sq_texts texts;
	aq_on_payment on_row;
	void *context;
	bool has_account; /* the payer's account is read too */
};

#define OUTCOME_COLUMN (SQ_PAYMENT_COLUMN_COUNT + SQ_TEXT_COLUMN_COUNT)

static enum aq_status give(struct listing *listing, sqlite3_stmt *statement, struct aq_error *err)
{
	struct sq_texts *texts = &listing->texts;
	struct aq_payment_line line = {.confidence = 0};
	struct sq_payment_read read;
	enum aq_status status;

	sq_texts_rest(texts);
	status = sq_payment_get(texts, statement, 0, NULL, &read, err);
	if (status >= AQ_OK)
		status = sq_payment_texts_get(texts, statement, SQ_PAYMENT_COLUMN_COUNT, NULL,
					      &read.payment, err);
	if (status >= AQ_OK && listing->has_account)
		status = sq_texts_find(texts, SQ_TEXT_ACCOUNT, read.account_no,
				       &read.payment.payer_account, err);
	if (status >= AQ_OK)
		status = sq_texts_find(texts, SQ_TEXT_FILE, read.payment.file_no, &line.file, err);
	if (status >= AQ_OK)
		status = sq_texts_find(texts, SQ_TEXT_FORMAT, read.payment.file_no, &line.format,
				       err);
	if (status < AQ_OK)
		return status;
	line.payment = read.payment;
	line.status = read.status;
	if (sqlite3_column_type(statement, OUTCOME_COLUMN) != SQLITE_NULL) {
		uint64_t outcome = sq_u64(statement, OUTCOME_COLUMN);

		line.status = (enum aq_payment_status)sq_unpack(SQ_STEP_STATUS, outcome);
		line.confidence = (uint8_t)sq_unpack(SQ_STEP_CONFIDENCE, outcome);
		line.rule = (enum aq_rule)sq_word_in(texts->store, SQ_RULE,
						     sq_unpack(SQ_STEP_RULE, outcome));
	}
	if ((unsigned)line.status >= AQ_PAYMENT_STATUS_COUNT)
		return sq_contradiction(err, "the status of payment %llu is damaged",
					(unsigned long long)read.payment.payment_no);
	return listing->on_row(listing->context, &line, err);
}

static enum aq_status walk(struct listing *listing, sqlite3_stmt *statement, struct aq_error *err)
{
	enum aq_status status;

	while ((status = sq_step(listing->texts.store, statement, err)) == AQ_OK) {
		status = give(listing, statement, err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status list_earlier(struct listing *listing, uint64_t run_no, struct aq_error *err)
{
	struct aq_store *store = listing->texts.store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_PAYMENTS_CHANGED, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, run_no);
	return walk(listing, statement, err);
}

static enum aq_status list_own(struct listing *listing, uint64_t run_no, struct aq_error *err)
{
	struct aq_store *store = listing->texts.store;
	struct sq_run_range range;
	sqlite3_stmt *statement;
	enum aq_status status = sq_run_range(store, run_no, &range, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_PAYMENTS_OF_RUN, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, range.payment_from);
	sq_bind_u64(store, statement, 2, range.payment_to);
	sq_bind_u64(store, statement, 3, run_no);
	return walk(listing, statement, err);
}

enum aq_status aq_store_list_payments(struct aq_store *store, uint64_t run_no, aq_on_payment on_row,
				      void *context, struct aq_error *err)
{
	struct listing listing = {.on_row = on_row, .context = context};
	enum aq_status status = sq_texts_open(&listing.texts, store, NULL, err);

	if (status >= AQ_OK)
		status = list_earlier(&listing, run_no, err);
	if (status >= AQ_OK)
		status = list_own(&listing, run_no, err);
	sq_texts_close(&listing.texts);
	return status;
}

enum aq_status aq_store_payment_lines(struct aq_store *store, const uint64_t *payment_nos,
				      size_t count, aq_on_payment on_row, void *context,
				      struct aq_error *err)
{
	struct listing listing = {.on_row = on_row, .context = context, .has_account = true};
	enum aq_status status = sq_texts_open(&listing.texts, store, NULL, err);

	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		sqlite3_stmt *statement;

		status = sq_use(store, SQ_PAYMENT_LINE, &statement, err);
		if (status < AQ_OK)
			break;
		sq_bind_u64(store, statement, 1, payment_nos[at]);
		status = walk(&listing, statement, err);
	}
	sq_texts_close(&listing.texts);
	return status;
}
