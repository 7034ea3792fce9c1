/*
 * approvals.c - the part of `review list` that waits for a second person.
 */
#include "text.h"
#include "words.h"
#include "work.h"

/* Whoever asks for a kind of question, or for somebody's, asks for no proposals. */
static bool is_wanted(const struct aq_work_order *order, const struct aq_proposal *proposal)
{
	return order->code.length == 0 && order->owner.length == 0 && order->customer.length == 0 &&
	       work_is_asked_for(order, proposal->moves, proposal->proposed_on);
}

void work_put_second(struct aq_buffer *out, uint64_t act_no)
{
	static const char *const verbs[] = {"approve", "withdraw"};

	for (size_t at = 0; at < sizeof(verbs) / sizeof(verbs[0]); at++)
		aq_buffer_print(out, "      acquit review %s A%llu" WORK_SIGNED "\n", verbs[at],
				(unsigned long long)act_no);
}

static void put_one(struct aq_buffer *out, const struct aq_proposal *proposal, struct aq_date today)
{
	aq_buffer_print(out, "A%llu  ", (unsigned long long)proposal->act_no);
	text_money(out, proposal->moves.minor, proposal->moves.currency);
	aq_buffer_add_text(out, "  proposed by ");
	text_put(out, proposal->act.by);
	aq_buffer_add_byte(out, ' ');
	text_date(out, proposal->proposed_on);
	work_put_age(out, proposal->proposed_on, today);
	aq_buffer_add_text(out, "\n  ");
	text_put(out, proposal->subject);
	aq_buffer_add_text(out, ": ");
	text_put(out, proposal->act.target);
	aq_buffer_add_text(out, "\n      why: ");
	text_put(out, proposal->act.why);
	aq_buffer_add_text(out, "\n      nothing is posted; waits for the approval of ");
	text_put(out, proposal->for_whom);
	aq_buffer_add_byte(out, '\n');
	work_put_second(out, proposal->act_no);
}

enum aq_status work_put_approvals(struct aq_buffer *out, struct aq_store *store,
				  const struct aq_work_order *order, size_t *count,
				  struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct aq_proposal *proposals = NULL;
	size_t found = 0;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	*count = 0;
	if (status >= AQ_OK)
		status = aq_store_proposals(store, arena, &proposals, &found, err);
	for (size_t at = 0; at < found && status >= AQ_OK; at++) {
		if (!is_wanted(order, &proposals[at]))
			continue;
		put_one(out, &proposals[at], order->today);
		aq_buffer_add_byte(out, '\n');
		(*count)++;
	}
	if (*count > 0)
		aq_buffer_print(out, "%zu %s for a second person.\n\n", *count,
				plural(*count, "act waits", "acts wait"));
	aq_arena_free(arena);
	return status < AQ_OK ? status : AQ_OK;
}
