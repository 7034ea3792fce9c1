/*
 * acts.c - who decided what, and why, is what was chained.
 *
 * Reads: acts and units in the order they were made; each act is one unit, whose
 * name holds its digest.
 * Promises: names the run whose act was changed, removed or added.
 */
#include "acts.h"

static const struct aq_at nowhere = {0, 0};
static const struct aq_slice act_unit = {"review", 6};

static enum aq_status on_act(void *context, const struct aq_act_line *line, struct aq_error *err)
{
	struct acts *acts = context;
	struct act_name *name = aq_arena_take(acts->arena, sizeof(*name));

	if (!name)
		return aq_fail_memory(err);
	*name = (struct act_name){.run_no = line->run_no};
	if (acts->last)
		acts->last->next = name;
	else
		acts->first = name;
	acts->last = name;
	return aq_act_unit_name(acts->chain, &line->act, name->unit, err);
}

enum aq_status acts_read(struct acts *acts, struct aq_store *store, struct aq_error *err)
{
	return aq_store_list_acts(store, 0, on_act, acts, err);
}

enum aq_status acts_check(struct acts *acts, const struct aq_unit_row *unit, struct aq_error *err)
{
	struct act_name *name = acts->first;

	if (!aq_slice_starts_with(unit->name, act_unit))
		return AQ_OK;
	/* Units of before acts were hashed bear the bare word. */
	if (!name || name->run_no != unit->run_no ||
	    (unit->name.length > act_unit.length &&
	     !aq_slice_equals(unit->name, aq_slice_of(name->unit))))
		return aq_fail(
			err, AQ_INTEGRITY, AQ_VERIFY_CHAIN, nowhere,
			"the act of entries %llu to %llu does not hold: who decided it, what "
			"or why is not what was chained",
			(unsigned long long)unit->first_entry,
			(unsigned long long)unit->last_entry);
	acts->first = name->next;
	return AQ_OK;
}

enum aq_status acts_check_end(const struct acts *acts, struct aq_error *err)
{
	if (!acts->first)
		return AQ_OK;
	return aq_fail(err, AQ_INTEGRITY, AQ_VERIFY_CHAIN, nowhere,
		       "an act of run number %llu stands in the store and was never chained",
		       (unsigned long long)acts->first->run_no);
}
