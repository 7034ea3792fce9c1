/*
 * learned.h - when lessons are enough to know a payer by; private.
 */
#ifndef ACQUIT_PIPELINE_LEARNED_H
#define ACQUIT_PIPELINE_LEARNED_H

#include "acquit/store_lessons.h"

#define LEARNED_DAYS	550
#define ACCOUNT_LESSONS 1
#define NAME_LESSONS	2
#define PERSON_LESSONS	2
#define NAME_WORDS	2 /* one alone may be a given name, or a gateway */

/* What speaks for one customer, by applications that are fresh. */
struct taught {
	size_t certain, persons;
};

static inline void taught_add(struct taught *taught, enum aq_lesson_kind kind)
{
	taught->certain += kind == AQ_LESSON_CERTAIN;
	taught->persons += kind == AQ_LESSON_PERSON;
}

/* What a person decided is confirmed by another payment, whoever applied it. */
static inline bool taught_is_enough(const struct taught *taught, bool is_account)
{
	return taught->certain >= (is_account ? ACCOUNT_LESSONS : NAME_LESSONS) ||
	       taught->certain + taught->persons >= PERSON_LESSONS;
}

/* Of the business date it speaks for nobody yet. */
static inline bool lesson_is_fresh(const struct aq_lesson_row *row, struct aq_date today)
{
	int32_t age = today.day - row->learned_on.day;

	return age > 0 && age <= LEARNED_DAYS;
}

#endif
