/*
 * accepted.c - returns that a person has accepted or closed, by the acts that
 * are kept.
 *
 * Promises: the payment that the person named, or the one that the return itself
 * means, late as it is; the last act of several counts.
 * Refuses: a payment that was taken back since: that is asked again.
 */
#include "returning.h"

static enum aq_status on_act(void *context, const struct aq_act_line *line, struct aq_error *err)
{
	struct accepting *accepting = context;
	bool is_done = aq_slice_is(line->act.verb, AQ_ACT_DONE);
	bool is_open = aq_slice_is(line->act.verb, AQ_ACT_REOPEN);
	struct accepted *accepted;

	if (!is_done && !is_open && !aq_slice_is(line->act.verb, AQ_ACT_ACCEPT))
		return AQ_OK;
	accepted = aq_arena_take(accepting->arena, sizeof(*accepted));
	if (!accepted)
		return aq_fail_memory(err);
	*accepted = (struct accepted){.next = accepting->last,
				      .payment = line->act.payment,
				      .run_no = line->run_no,
				      .is_done = is_done,
				      .is_open = is_open,
				      .target = aq_arena_copy(accepting->arena, line->act.target)};
	accepting->last = accepted;
	return accepted->target.length == line->act.target.length ? AQ_OK : aq_fail_memory(err);
}

enum aq_status accepted_read(struct taking_back *back, struct aq_error *err)
{
	return aq_store_list_acts(back->job->store, 0, on_act, &back->accepting, err);
}

const struct accepted *accepted_of(const struct taking_back *back, const struct aq_waiting *waiting)
{
	const struct accepted *accepted = back->accepting.last;

	while (accepted &&
	       memcmp(&accepted->payment, &waiting->payment.id, sizeof(accepted->payment)) != 0)
		accepted = accepted->next;
	return accepted && accepted->is_open ? NULL : accepted;
}

static bool may_be_taken_back(const struct aq_waiting *waiting, const struct aq_waiting *original)
{
	switch (original->status) {
	case AQ_PAYMENT_RETURNED:
	case AQ_PAYMENT_DUPLICATE:
	case AQ_PAYMENT_NOTICE:
	case AQ_PAYMENT_REFUSED:
	case AQ_PAYMENT_SETTLEMENT:
		return false;
	default:
		return original->payment.direction == AQ_MONEY_IN &&
		       original->payment.currency == waiting->payment.currency &&
		       (waiting->payment.kind == AQ_KIND_RETURN
				? original->payment.amount == waiting->payment.amount
				: original->payment.amount >= waiting->payment.amount);
	}
}

enum aq_status accepted_named(struct taking_back *back, const struct accepted *accepted,
			      const struct aq_waiting **out, struct aq_error *err)
{
	struct aq_slice text = aq_slice_trim(accepted->target);
	struct aq_thing_row *things;
	struct aq_waiting *found = NULL;
	size_t count = 0;
	enum aq_status status;

	*out = NULL;
	if (aq_slice_starts_with(text, AQ_SLICE("payment:")))
		(void)aq_slice_cut(&text, ':');
	status = aq_store_things_find(back->job->store, AQ_THING_PAYMENT, text, back->scratch,
				      &things, &count, err);
	if (status == AQ_NOT_FOUND || (status >= AQ_OK && count != 1))
		return AQ_OK;
	if (status >= AQ_OK)
		status = aq_store_payments_read(back->job->store, &things[0].number, 1,
						back->scratch, &found, &count, err);
	if (status >= AQ_OK && count == 1)
		*out = found;
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status accepted_original(struct taking_back *back, const struct aq_waiting *waiting,
				 const struct accepted *accepted, struct original *out,
				 struct aq_error *err)
{
	const struct aq_waiting *found;
	enum aq_status status = accepted_named(back, accepted, &found, err);

	*out = (struct original){.question = AQ_RETURN_UNKNOWN,
				 .why = "the payment that somebody named for this return cannot be "
					"taken back: name another one"};
	if (status >= AQ_OK && found && may_be_taken_back(waiting, found))
		out->payment = found;
	return status;
}
