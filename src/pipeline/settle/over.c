/*
 * over.c - a line that brought more than its payout awaited, when another payout
 * that it names is told later.
 *
 * Promises: it is looked at as if none had taken it; where it closes all that it
 * names to the cent, it comes off the one and closes them all. So it does not
 * matter in which order the files of its payouts came.
 * Refuses: anything less than whole, and what a person decided: the difference
 * stays asked.
 */
#include "../take_back/contra.h"
#include "lump.h"

#include "acquit/store_read.h"

static bool is_news(const struct settling *settling)
{
	for (size_t at = 0; at < settling->settlement_count; at++)
		if (settling->settlements[at].run_no == settling->job->run.run_no &&
		    settling->settlements[at].net > settling->settlements[at].deposited)
			return true;
	return false;
}

/* The settlement that all of the line closed by itself, and with too much; NULL: none,
 * several, or a person said so. */
static struct aq_settlement *taken_by(const struct settling *settling,
				      const struct aq_waiting *line,
				      const struct aq_application_row *rows, size_t count)
{
	const struct aq_posting *posting;

	if (count != 1 || rows[0].entry.posting_count != 1 ||
	    rows[0].entry.event != AQ_EVENT_SETTLED ||
	    !aq_slice_is(rows[0].entry.memo, aq_event_name(AQ_EVENT_SETTLED)))
		return NULL;
	posting = &rows[0].entry.postings[0];
	if (posting->amount != line->payment.amount)
		return NULL;
	for (size_t at = 0; at < settling->settlement_count; at++) {
		struct aq_settlement *one = &settling->settlements[at];

		if (one->deposited > one->net && one->currency == posting->currency &&
		    aq_slice_equals(one->source, posting->credit.qualifier) &&
		    aq_slice_equals(one->settlement_id, posting->settlement))
			return one;
	}
	return NULL;
}

static bool closes_all(const struct aq_settled *settled, size_t count, int64_t came)
{
	for (size_t at = 0; at < count; at++) {
		if (settled[at].settlement_index == SIZE_MAX || settled[at].is_weak ||
		    settled[at].exception != AQ_CODE_NONE)
			return false;
		came -= settled[at].amount;
	}
	return count > 1 && came == 0;
}

static enum aq_status settle_again(struct settling *settling, const struct aq_waiting *line,
				   const struct aq_application_row *row,
				   const struct aq_settled *settled, size_t count,
				   struct aq_error *err)
{
	const struct contra_order contra = {
		.job = settling->job, .chain = &settling->chain, .arena = settling->scratch};
	struct aq_applied *applied =
		aq_arena_take_many(settling->scratch, count + 1, sizeof(*applied));
	enum aq_status status = applied ? AQ_OK : aq_fail_memory(err);

	if (status < AQ_OK)
		return status;
	applied[0] = (struct aq_applied){.payment_no = line->payment.payment_no,
					 .status = AQ_PAYMENT_UNIDENTIFIED,
					 .bucket = AQ_BUCKET_UNIDENTIFIED,
					 .left = line->payment.amount};
	status = contra_application(&contra, row, &applied[0], err);
	if (status >= AQ_OK)
		status = settle_conclude_all(settling, settled, line, &applied[1], &count, err);
	if (status < AQ_OK)
		return status;
	settling->job->is_changed = true;
	return aq_store_apply(settling->job->store, settling->job->run.run_no, applied, count + 1,
			      err);
}

static enum aq_status judge(struct settling *settling, const struct aq_waiting *line,
			    struct aq_error *err)
{
	struct aq_application_row *rows;
	struct aq_settlement *taken;
	struct aq_settled *settled;
	struct aq_lump lump;
	size_t row_count, count = 0;
	enum aq_status status =
		aq_store_applications(settling->job->store, line->payment.payment_no,
				      settling->scratch, &rows, &row_count, err);

	if (status < AQ_OK)
		return status;
	taken = taken_by(settling, line, rows, row_count);
	if (!taken)
		return AQ_OK;
	taken->deposited -= line->payment.amount; /* the journal brought it there */
	status = lump_make(settling, line, &lump, err);
	if (status >= AQ_OK)
		status = settle_judge(settling, &lump, 1, &settled, &count, err);
	if (status >= AQ_OK && closes_all(settled, count, line->payment.amount))
		return settle_again(settling, line, &rows[0], settled, count, err);
	taken->deposited += line->payment.amount;
	return status;
}

enum aq_status settle_over(struct settling *settling, struct aq_error *err)
{
	struct aq_asked *asked = NULL;
	struct aq_waiting *line;
	size_t count = 0, found;
	enum aq_status status = AQ_OK;

	if (is_news(settling))
		status = aq_store_asked(settling->job->store, AQ_SETTLEMENT_DIFFERENCE,
					settling->arena, &asked, &count, err);
	for (size_t at = 0; at < count && status >= AQ_OK; at++) {
		aq_arena_reset(settling->scratch);
		status = aq_store_payments_read(settling->job->store, &asked[at].payment_no, 1,
						settling->scratch, &line, &found, err);
		if (status >= AQ_OK && found == 1 && line->payment.direction == AQ_MONEY_IN &&
		    !settle_is_set_aside(settling, line->payment.payment_no))
			status = judge(settling, line, err);
	}
	return status;
}
