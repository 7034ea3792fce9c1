/*
 * bench_store.h - what every step of the store's bench stands on: the store, a
 * watch, and texts of any number.
 */
#ifndef ACQUIT_BENCH_STORE_H
#define ACQUIT_BENCH_STORE_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "acquit/claim.h"
#include "acquit/store_read.h"

#define USD 840

struct bench {
	struct aq_store *store;
	struct aq_arena *arena;
	struct aq_run run;
	uint64_t count, chunk, file_no;
	uint64_t first_payment;
	struct timespec since;
};

static struct aq_error err;

static void need(enum aq_status status)
{
	if (status >= AQ_OK)
		return;
	fprintf(stderr, "%d: %s\n", (int)status, err.text);
	exit(1);
}

static long milliseconds(const struct timespec *from, const struct timespec *to)
{
	return (to->tv_sec - from->tv_sec) * 1000 + (to->tv_nsec - from->tv_nsec) / 1000000;
}

static void begin(struct bench *bench)
{
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &bench->since);
}

static void end(struct bench *bench, const char *what)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	printf("%-28s %8ld ms\n", what, milliseconds(&bench->since, &now));
	fflush(stdout);
}

static uint64_t mix(uint64_t number)
{
	number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9u;
	number = (number ^ (number >> 27)) * 0x94D049BB133111EBu;
	return number ^ (number >> 31);
}

static struct aq_slice text(struct bench *bench, const char *format, unsigned long long number)
{
	return aq_arena_print(bench->arena, format, number);
}

static uint64_t hash(struct bench *bench, struct aq_slice slice)
{
	return aq_siphash(aq_store_siphash_key(bench->store), slice);
}

static uint64_t least(uint64_t one, uint64_t other)
{
	return one < other ? one : other;
}

static struct aq_date day(const char *date)
{
	struct aq_date out;

	AQ_CLAIM(aq_date_parse(aq_slice_of(date), &out));
	return out;
}

#endif
