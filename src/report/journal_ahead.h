/*
 * journal_ahead.h - journal.csv that was written while its run posted; private.
 */
#ifndef ACQUIT_REPORT_JOURNAL_AHEAD_H
#define ACQUIT_REPORT_JOURNAL_AHEAD_H

#include "acquit/report.h"

#include "facts.h"

/* Nothing more is posted. The file appears, and its facts are given, if it holds every
 * entry of the run as the store has it; else NULL, and nothing is left of it. The facts
 * are the journal's. */
struct facts *journal_ahead_end(struct aq_report_journal *journal, const struct aq_run *run);

#endif
