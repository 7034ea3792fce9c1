/*
 * summary.h - summary.json, and the figures that status and mail tell.
 */
#ifndef ACQUIT_REPORT_SUMMARY_H
#define ACQUIT_REPORT_SUMMARY_H

#include "acquit/report.h"

#include "facts.h"

void summary_of(const struct facts *facts, struct aq_report_summary *out);
void summary_put(struct aq_buffer *out, const struct facts *facts);
/* Somebody must look: a question is open, or a file was not taken in whole. */
bool summary_needs_person(const struct facts *facts);

#endif
