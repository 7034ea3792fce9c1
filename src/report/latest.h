/*
 * latest.h - the link `latest` in reports/.
 */
#ifndef ACQUIT_REPORT_LATEST_H
#define ACQUIT_REPORT_LATEST_H

#include "acquit/file.h"

/* Points reports/latest at the folder `name` in it: the old one or the new one
 * is there at every moment. */
enum aq_status latest_point(const struct aq_folder *reports, const char *name,
			    struct aq_error *err);

#endif
