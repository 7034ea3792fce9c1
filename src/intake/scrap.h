/*
 * scrap.h - names of files that are being written and not complete yet.
 */
#ifndef AQ_INTAKE_SCRAP_H
#define AQ_INTAKE_SCRAP_H

#include "acquit/slice.h"

/* What the archive's own unfinished files begin with. */
#define AQ_SCRAP_ARCHIVE ".archiving-"

/* Whether a file of this name in work/, archive/ or rejected/ is a leftover
 * of a write that never came to its end. */
bool aq_scrap_is(struct aq_slice name);

#endif
