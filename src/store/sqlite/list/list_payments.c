/*
 * list_payments.c - payments with their status after a run.
 *
 * A run's own payments are a range of numbers; earlier ones it changed are named
 * in run_payment and come first, since their numbers are lower. Both walks lead
 * to the last outcome the run gave each.
 */
#include "acquit/claim.h"
#include "../write/told_more.h"

struct listing {
	struct sq_texts texts;
	aq_on_payment on_row;
	void *context;
	bool has_account; /* the payer's account is told too */
	bool has_more; /* some rows have later ones that tell more */
	sqlite3_stmt *outcomes; /* of the run, in the order of its payments */
	uint64_t outcome_payment_no; /* where it stands; 0: at its end */
};

struct outcome {
	bool is_told;
	uint64_t packed;
};

#define OUTCOME_COLUMN (SQ_PAYMENT_COLUMN_COUNT + SQ_TEXT_COLUMN_COUNT)

static void tell(const struct aq_store *store, const struct outcome *outcome,
		 struct aq_payment_line *line)
{
	if (!outcome->is_told)
		return;
	line->status = (enum aq_payment_status)sq_unpack(SQ_STEP_STATUS, outcome->packed);
	line->confidence = (uint8_t)sq_unpack(SQ_STEP_CONFIDENCE, outcome->packed);
	line->rule =
		(enum aq_rule)sq_word_in(store, SQ_RULE, sq_unpack(SQ_STEP_RULE, outcome->packed));
}

static enum aq_status give(struct listing *listing, struct sq_row row,
			   const struct outcome *outcome, struct aq_error *err)
{
	struct sq_texts *texts = &listing->texts;
	struct aq_payment_line line = {.confidence = 0};
	struct sq_payment_read read;
	enum aq_status status;

	sq_texts_rest(texts);
	status = sq_payment_get(texts, row, NULL, &read, err);
	if (status >= AQ_OK)
		status = sq_payment_texts_get(texts, sq_row_at(row, SQ_PAYMENT_COLUMN_COUNT), NULL,
					      &read.payment, err);
	if (!listing->has_account)
		read.payment.payer_account = (struct aq_slice){"", 0};
	if (status >= AQ_OK)
		status = sq_texts_find(texts, SQ_TEXT_FILE, read.payment.file_no, &line.file, err);
	if (status >= AQ_OK)
		status = sq_texts_find(texts, SQ_TEXT_FORMAT, read.payment.file_no, &line.format,
				       err);
	if (status < AQ_OK)
		return status;
	line.payment = read.payment;
	line.status = read.status;
	tell(texts->store, outcome, &line);
	if ((unsigned)line.status >= AQ_PAYMENT_STATUS_COUNT)
		return sq_contradiction(err, "the status of payment %llu is damaged",
					(unsigned long long)read.payment.payment_no);
	if (listing->has_more && line.status != AQ_PAYMENT_DUPLICATE)
		status = sq_told_more_fill(texts, &line.payment, err);
	if (status < AQ_OK)
		return status;
	return listing->on_row(listing->context, &line, err);
}

/* --- payments whose last outcome comes with the row --- */

static enum aq_status walk(struct listing *listing, sqlite3_stmt *statement, struct aq_error *err)
{
	enum aq_status status;

	while ((status = sq_step(listing->texts.store, statement, err)) == AQ_OK) {
		const struct sq_row row = sq_row_of(statement, 0);
		const struct outcome outcome = {!sq_row_is_null(row, OUTCOME_COLUMN),
						sq_row_u64(row, OUTCOME_COLUMN)};

		status = give(listing, row, &outcome, err);
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

/* --- a run's own payments, beside what became of them --- */

static enum aq_status next_outcome(struct listing *listing, struct aq_error *err)
{
	enum aq_status status = sq_step(listing->texts.store, listing->outcomes, err);

	listing->outcome_payment_no = status == AQ_OK ? sq_u64(listing->outcomes, 0) : 0;
	return status < AQ_OK ? status : AQ_OK;
}

/* The last of a payment's outcomes; those of payments passed over are left. */
static enum aq_status last_outcome(struct listing *listing, uint64_t payment_no,
				   struct outcome *out, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	while (status >= AQ_OK && listing->outcome_payment_no != 0 &&
	       listing->outcome_payment_no <= payment_no) {
		if (listing->outcome_payment_no == payment_no)
			*out = (struct outcome){true, sq_u64(listing->outcomes, 1)};
		status = next_outcome(listing, err);
	}
	return status;
}

static enum aq_status on_own(void *context, struct sq_row row, struct aq_error *err)
{
	struct listing *listing = context;
	struct outcome outcome = {.is_told = false};
	enum aq_status status = last_outcome(listing, sq_row_u64(row, 0), &outcome, err);

	return status < AQ_OK ? status : give(listing, row, &outcome, err);
}

static enum aq_status list_own(struct listing *listing, uint64_t run_no, struct aq_error *err)
{
	struct aq_store *store = listing->texts.store;
	struct sq_run_range range;
	sqlite3_stmt *statement;
	enum aq_status status = sq_run_range(store, run_no, &range, err);

	if (status >= AQ_OK)
		status = sq_use(store, SQ_PAYMENTS_TAKE, &statement, err);
	if (status >= AQ_OK)
		status = sq_use(store, SQ_OUTCOMES_READ, &listing->outcomes, err);
	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, range.payment_from);
	sq_bind_u64(store, statement, 2, range.payment_to);
	sq_bind_u64(store, listing->outcomes, 1, range.payment_from);
	sq_bind_u64(store, listing->outcomes, 2, range.payment_to);
	sq_bind_u64(store, listing->outcomes, 3, run_no);
	status = next_outcome(listing, err);
	if (status >= AQ_OK)
		status = sq_take(store, statement, on_own, listing, err);
	sq_done(listing->outcomes);
	return status;
}

enum aq_status aq_store_list_payments(struct aq_store *store, uint64_t run_no, aq_on_payment on_row,
				      void *context, struct aq_error *err)
{
	struct listing listing = {.on_row = on_row, .context = context};
	enum aq_status status = sq_texts_open(&listing.texts, store, NULL, err);

	if (status >= AQ_OK)
		status = sq_told_more_holds(store, &listing.has_more, err);
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

	if (status >= AQ_OK)
		status = sq_told_more_holds(store, &listing.has_more, err);
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
