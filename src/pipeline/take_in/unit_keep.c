/*
 * unit_keep.c - what a unit says is borrowed for the call alone, and its
 * records need it: a copy that lasts as long as the unit.
 */
#include "../job.h"

enum aq_status unit_keep(struct aq_unit *out, const struct aq_unit *unit, struct aq_arena *arena,
			 struct aq_error *err)
{
	struct aq_slice *const texts[] = {
		&out->id,	    &out->account,    &out->currency, &out->sec,  &out->company_id,
		&out->company_name, &out->originator, &out->sequence, &out->copy, &out->created};
	size_t index;

	aq_arena_reset(arena);
	*out = *unit;
	for (index = 0; index < sizeof(texts) / sizeof(texts[0]); index++) {
		size_t length = texts[index]->length;

		*texts[index] = aq_arena_copy(arena, *texts[index]);
		if (texts[index]->length != length)
			return aq_fail_memory(err);
	}
	for (index = 0; index < out->more_count; index++) {
		struct aq_slice *currency = &out->more[index].currency;
		size_t length = currency->length;

		*currency = aq_arena_copy(arena, *currency);
		if (currency->length != length)
			return aq_fail_memory(err);
	}
	return AQ_OK;
}
