/*
 * load_order.c - open-items files in the order their rows need each other,
 * whatever their names: customers, then what they owe, then what hangs on that.
 */
#include "../job.h"

#define LOAD_TURNS 3

static const int turns[AQ_TABLE_COUNT] = {
	[AQ_TABLE_CUSTOMERS] = 0, [AQ_TABLE_INVOICES] = 1, [AQ_TABLE_CONTRACTS] = 1,
	[AQ_TABLE_OPTIONS] = 2,	  [AQ_TABLE_BUNDLES] = 2,  [AQ_TABLE_SUBSCRIPTIONS] = 1,
};

static enum aq_status no_rows(void *context, const struct aq_loaded *loaded, struct aq_error *err)
{
	(void)context;
	(void)loaded;
	(void)err;
	return AQ_OK;
}

/* The turn of a header line; the last one for what is no table at all, so that
 * it is refused once, with its reason. */
static int turn_of_header(struct aq_slice line)
{
	const struct aq_load_sink sink = {.rows = no_rows};
	struct aq_error ignored = {.status = AQ_OK};
	struct aq_load *load = NULL;
	struct aq_buffer rejected;
	int turn = LOAD_TURNS - 1;

	aq_buffer_init(&rejected, 0);
	if (aq_load_open(&load, &sink, NULL, &rejected, &ignored) >= AQ_OK &&
	    aq_load_feed(load, line, &ignored) >= AQ_OK && aq_load_table(load) < AQ_TABLE_COUNT)
		turn = turns[aq_load_table(load)];
	aq_load_close(load);
	aq_buffer_free(&rejected);
	return turn;
}

/* A file that cannot be believed has the last turn too; one that cannot be read
 * has none: the run stops, and the next one finds it where it was. */
static enum aq_status turn_of(struct aq_claim *claim, int *out, struct aq_error *err)
{
	struct aq_findings *findings = NULL;
	struct aq_source *source = NULL;
	struct aq_slice piece = {NULL, 0};
	enum aq_status status;

	*out = LOAD_TURNS - 1;
	status = aq_findings_new(&findings, err);
	if (status >= AQ_OK)
		status = aq_source_open(&source, claim, NULL, findings, err);
	if (status >= AQ_OK)
		status = aq_source_next(source, &piece, err);
	if (status == AQ_OK) {
		size_t end = aq_slice_find(piece, AQ_SLICE("\n"));

		if (end != SIZE_MAX)
			piece.length = end + 1;
		*out = turn_of_header(piece);
	}
	aq_source_close(source);
	aq_findings_free(findings);
	return status < AQ_OK && status != AQ_BAD_FILE ? status : AQ_OK;
}

static enum aq_status load_in_turn(struct job *job, struct aq_claim *claim, struct aq_error *err)
{
	int turn;
	enum aq_status status = turn_of(claim, &turn, err);

	if (status < AQ_OK || turn != job->load_turn)
		return status;
	return load_file(job, claim, err);
}

static enum aq_status leave_claimed(struct job *job, struct aq_claim *claim, struct aq_error *err)
{
	(void)job;
	(void)claim;
	(void)err;
	return AQ_OK;
}

static enum aq_status load_named(struct job *job, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	size_t index;

	for (index = 0; index < job->order->load_path_count && status >= AQ_OK; index++) {
		struct aq_claim *claim = NULL;

		status = aq_claim_named(&claim, job->order->load_paths[index], err);
		if (status >= AQ_OK)
			status = load_in_turn(job, claim, err);
		aq_claim_close(claim);
	}
	return status;
}

static enum aq_status load_dropped(struct job *job, struct aq_error *err)
{
	if (job->order->is_dry)
		return claims_walk(job, AQ_DROP_OPEN_ITEMS, load_in_turn, err);
	return claims_left(job, AQ_DROP_OPEN_ITEMS, load_in_turn, err);
}

enum aq_status load_in_order(struct job *job, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (job->order->load_path_count == 0 && !job->order->is_dry)
		status = claims_walk(job, AQ_DROP_OPEN_ITEMS, leave_claimed, err);
	for (job->load_turn = 0; job->load_turn < LOAD_TURNS && status >= AQ_OK; job->load_turn++)
		status = job->order->load_path_count > 0 ? load_named(job, err)
							 : load_dropped(job, err);
	return status;
}
