/*
 * numbers.h - growing lists of store numbers, sorted and made unique; private.
 */
#ifndef ACQUIT_PIPELINE_NUMBERS_H
#define ACQUIT_PIPELINE_NUMBERS_H

#include "acquit/error.h"

struct numbers { /* owned; zero-initialised is empty */
	uint64_t *list;
	size_t count, room;
	bool has_failed;
};

void numbers_add(struct numbers *numbers, uint64_t number);
void numbers_sort(struct numbers *numbers);
bool numbers_hold(const struct numbers *numbers, uint64_t number); /* after numbers_sort */
void numbers_free(struct numbers *numbers);

#endif
