/*
 * thread.c - begins threads that signals pass by.
 */
#include "acquit/thread.h"

#include <errno.h>
#include <signal.h>

bool aq_thread_begin(pthread_t *out, void *(*work)(void *context), void *context)
{
	sigset_t all, before;
	int fault;

	(void)sigfillset(&all);
	fault = pthread_sigmask(SIG_SETMASK, &all, &before);
	if (fault == 0) {
		fault = pthread_create(out, NULL, work, context);
		(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	}
	errno = fault;
	return fault == 0;
}
