/*
 * demoted.c - what a rule that only suggests would have applied, as a rival to others.
 *
 * Design: its claim takes part in the assignment with its own rank. A stronger claim
 * takes the item, and the payment is proposed again; equal ones are all asked; where it
 * would have got the item, its question is asked, and a weaker claim is asked with it.
 */
#include "night.h"

enum aq_status match_keep_demoted(struct aq_night *night, struct aq_error *err)
{
	size_t index = night->kept_count;
	struct demoted *demoted;
	struct kept claim;
	enum aq_status status = match_keep(night, err);

	if (status < AQ_OK)
		return status;
	claim = *match_kept(night, index);
	match_demote(night->desk);
	if (night->desk->answer.is_starved)
		return aq_fail_memory(err);
	memset(match_kept(night, index), 0, sizeof(claim));
	night->kept_count = index;
	status = match_keep(night, err);
	if (status < AQ_OK || claim.state != KEPT_CLAIM)
		return status;
	demoted = match_pool_take(&night->pool, sizeof(*demoted));
	if (!demoted)
		return aq_fail_memory(err);
	*demoted = (struct demoted){night->demoted, index, *match_kept(night, index)};
	night->demoted = demoted;
	claim.is_demoted = true;
	*match_kept(night, index) = claim;
	return AQ_OK;
}

void match_demoted_ask(struct aq_night *night)
{
	for (const struct demoted *demoted = night->demoted; demoted; demoted = demoted->next) {
		struct kept *kept = match_kept(night, demoted->index);

		if (kept->state == KEPT_WON)
			*kept = demoted->question;
	}
}
