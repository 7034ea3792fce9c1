/*
 * pages.h - statements that come in several files, a page in each; private.
 */
#ifndef ACQUIT_PIPELINE_PAGES_H
#define ACQUIT_PIPELINE_PAGES_H

#include "statement.h"

/* Both are pages, of one statement. */
bool pages_are_of_one(const struct aq_statement_row *one, const struct aq_statement_row *other);
/* The row is kept already: tells what is missing, or does not tie, once it can. */
enum aq_status pages_judge(const struct statement_order *order, const struct aq_statement_row *row,
			   struct aq_error *err);

#endif
