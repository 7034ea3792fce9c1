/*
 * names.c - the words that files, tallies and settlements show to the outside.
 */
#include "acquit/store_read.h"

#include "acquit/claim.h"

static const char *const file_status_names[] = {
	[AQ_FILE_ACCEPTED] = "accepted", [AQ_FILE_PARTIAL] = "partial",
	[AQ_FILE_REFUSED] = "refused",	 [AQ_FILE_DUPLICATE] = "duplicate",
	[AQ_FILE_WAITING] = "waiting",
};

static const char *const tally_names[AQ_TALLY_COUNT] = {
	[AQ_TALLY_READ] = "read",	    [AQ_TALLY_POSTED] = "posted",
	[AQ_TALLY_DUPLICATE] = "duplicate", [AQ_TALLY_NOTICE] = "notice",
	[AQ_TALLY_REFUSED] = "refused",
};

static const char *const settlement_status_names[] = {
	[AQ_SETTLEMENT_AWAITING] = "awaiting",
	[AQ_SETTLEMENT_CLOSED] = "closed",
	[AQ_SETTLEMENT_OFF] = "difference",
};

const char *aq_file_status_name(enum aq_file_status status)
{
	AQ_CLAIM((unsigned)status <= AQ_FILE_WAITING);
	return file_status_names[status];
}

const char *aq_tally_name(enum aq_tally tally)
{
	AQ_CLAIM((unsigned)tally < AQ_TALLY_COUNT);
	return tally_names[tally];
}

const char *aq_settlement_status_name(enum aq_settlement_status status)
{
	AQ_CLAIM((unsigned)status <= AQ_SETTLEMENT_OFF);
	return settlement_status_names[status];
}

const char *aq_settlement_residual_name(const struct aq_settlement_line *line)
{
	const struct aq_settlement *settlement = &line->settlement;
	bool is_short;

	if (line->status == AQ_SETTLEMENT_CLOSED)
		return "";
	if (settlement->settlement_id.length == 0)
		return "balance not paid out";
	if (line->status == AQ_SETTLEMENT_AWAITING)
		return settlement->net < 0 ? "debit awaited" : "deposit awaited";
	is_short = settlement->net < 0 ? settlement->deposited > settlement->net
				       : settlement->deposited < settlement->net;
	return is_short ? "deposit short" : "deposit over";
}
