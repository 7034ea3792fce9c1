/*
 * latest.c - points reports/latest at the newest run, in one step.
 *
 * A link of another name is made and takes the place of the old one by a
 * rename, so that nobody who follows `latest` finds nothing.
 */
#include "latest.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#define LATEST		 "latest"
#define LATEST_TEMPORARY ".tmp-latest"

enum aq_status latest_point(const struct aq_folder *reports, const char *name, struct aq_error *err)
{
	int folder = aq_folder_descriptor(reports);

	if (unlinkat(folder, LATEST_TEMPORARY, 0) != 0 && errno != ENOENT)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot remove '%s/%s'",
				     aq_folder_path(reports), LATEST_TEMPORARY);
	if (symlinkat(name, folder, LATEST_TEMPORARY) != 0 ||
	    renameat(folder, LATEST_TEMPORARY, folder, LATEST) != 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot point '%s/%s' at '%s'",
				     aq_folder_path(reports), LATEST, name);
	return aq_folder_sync(reports, err);
}
