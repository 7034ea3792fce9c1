/*
 * late_refusals.c - units of a file, and files of several in one, that were
 * refused after some of them had been posted.
 */
#include "taking.h"

#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/sorted.h"

#define ROOM_FIRST 16

static bool late_refusals_grow(struct late_refusals *late)
{
	size_t room = late->room ? late->room * 2 : ROOM_FIRST;
	struct late_refusal *list = realloc(late->list, room * sizeof(*list));

	if (!list)
		return false;
	late->list = list;
	late->room = room;
	return true;
}

enum aq_status late_refusals_add(struct late_refusals *late, struct late_refusal refusal,
				 struct aq_error *err)
{
	AQ_CLAIM(late->count == 0 || late->list[late->count - 1].unit < refusal.unit);
	if (late->count == late->room && !late_refusals_grow(late))
		return aq_fail_memory(err);
	late->list[late->count++] = refusal;
	return AQ_OK;
}

enum aq_code late_refusals_find(const struct late_refusals *late, uint64_t unit)
{
	const struct late_refusal *found =
		aq_sorted_find(AQ_SORTED(late->list, late->count, unit), unit);

	return found ? found->code : AQ_CODE_NONE;
}

enum aq_code late_refusal_of_unit(const struct intake *intake)
{
	enum aq_code own = late_refusals_find(&intake->late, intake->unit_count);

	return own != AQ_CODE_NONE
		       ? own
		       : late_refusals_find(&intake->late_files, intake->unit.file_index + 1ULL);
}

void late_refusals_free(struct late_refusals *late)
{
	free(late->list);
	*late = (struct late_refusals){.list = NULL};
}
