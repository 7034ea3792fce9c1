/*
 * thread.h - work beside the thread that runs the night.
 */
#ifndef ACQUIT_THREAD_H
#define ACQUIT_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Begins `work` on a thread that no signal reaches: those are for the one that
 * runs the night. False, with errno, where no thread can be had. The caller joins it. */
bool aq_thread_begin(pthread_t *out, void *(*work)(void *context), void *context);

#endif
