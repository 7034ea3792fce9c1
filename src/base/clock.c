/*
 * clock.c - the only place that asks what time it is.
 */
#include "acquit/clock.h"

#include <time.h>

#include "acquit/claim.h"

struct aq_date aq_clock_today(void)
{
	time_t now = time(NULL);
	struct aq_date today = AQ_DATE_NONE;
	struct tm local;

	tzset();
	AQ_CLAIM(localtime_r(&now, &local));
	/* A clock outside 1900 to 2999 gives no date; callers ask for --date then. */
	if (!aq_date_from_civil(
		    (struct aq_civil){local.tm_year + 1900, local.tm_mon + 1, local.tm_mday},
		    &today))
		return AQ_DATE_NONE;
	return today;
}

uint64_t aq_clock_steady_ms(void)
{
	struct timespec now;

	AQ_CLAIM(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void aq_clock_stamp(char out[24])
{
	time_t now = time(NULL);
	struct tm utc;

	AQ_CLAIM(gmtime_r(&now, &utc));
	if (strftime(out, 24, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
		out[0] = '\0';
}
