/*
 * lump.h - a statement line looked at as the lump of a settlement; private.
 */
#ifndef ACQUIT_PIPELINE_LUMP_H
#define ACQUIT_PIPELINE_LUMP_H

#include "settling.h"

/* Only a statement line without details of its own can be one. */
bool may_be_lump(const struct aq_waiting *waiting);
/* Of such a line; texts in scratch. */
enum aq_status lump_make(struct settling *settling, const struct aq_waiting *waiting,
			 struct aq_lump *out, struct aq_error *err);
/* The number of the open item that the line names and has exactly the amount
 * of; empty when there is none. */
enum aq_status lump_names_item(struct settling *settling, const struct aq_lump *lump,
			       struct aq_slice *out, struct aq_error *err);

#endif
