/*
 * claim.c - ends the process when something we rely on does not hold.
 *
 * Nothing is unwound and no handler runs: a program that is wrong about
 * itself must not write another byte. The open transaction is rolled back by
 * the next run.
 */
#include "acquit/claim.h"

#include <stdio.h>
#include <unistd.h>

#define CLAIM_EXIT_STATUS 7

void aq_claim_failed(const char *claim, const char *file, int line)
{
	fprintf(stderr, "acquit: fault of our own at %s:%d: '%s' does not hold\n", file, line,
		claim);
	fflush(stderr);
	_exit(CLAIM_EXIT_STATUS);
}
