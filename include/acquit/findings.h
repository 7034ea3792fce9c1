/*
 * findings.h - bad data is a row, not an error of the program.
 *
 * A collector keeps the findings of one file, in the order they were made. It
 * copies every text it is given (cut at FINDING_TEXT_BYTES_MAX each), keeps the first
 * AQ_FINDINGS_KEPT_MAX and counts the rest, so a file of a million faults
 * costs no more than one of ten thousand.
 */
#ifndef ACQUIT_FINDINGS_H
#define ACQUIT_FINDINGS_H

#include "acquit/error.h"

#define AQ_FINDINGS_KEPT_MAX 10000

struct aq_finding {
	enum aq_code code;
	enum aq_severity severity; /* NONE takes the code's own */
	struct aq_at at;
	struct aq_slice record; /* "entry detail", "Ntry", "row" … */
	struct aq_slice field; /* the field's name as its standard has it */
	struct aq_slice value; /* as it stood in the file */
	struct aq_slice message; /* one sentence */
};

struct aq_findings;

enum aq_status aq_findings_new(struct aq_findings **out, struct aq_error *err);
void aq_findings_free(struct aq_findings *findings);
/* Never fails: what cannot be kept is counted. A collector that is NULL
 * swallows it. */
void aq_findings_add(struct aq_findings *findings, const struct aq_finding *finding);
/* The usual case in one call; the message is formatted. */
void aq_findings_say(struct aq_findings *findings, enum aq_code code, struct aq_at at,
		     struct aq_slice field, struct aq_slice value, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
/* All that was added, kept or not. */
uint64_t aq_findings_count(const struct aq_findings *findings);
uint64_t aq_findings_count_of(const struct aq_findings *findings, enum aq_severity severity);
size_t aq_findings_kept(const struct aq_findings *findings);
/* Texts are as they came: whoever prints them escapes them. `index` below
 * aq_findings_kept; valid until the collector is freed or cleared. */
const struct aq_finding *aq_findings_at(const struct aq_findings *findings, size_t index);
enum aq_severity aq_findings_worst(const struct aq_findings *findings);
/* How much there was; going back forgets what was added since. A value. */
struct aq_findings_mark {
	size_t kept_count;
	uint64_t counts[AQ_SEVERITY_FATAL + 1];
};
void aq_findings_mark(const struct aq_findings *findings, struct aq_findings_mark *out);
void aq_findings_back(struct aq_findings *findings, const struct aq_findings_mark *mark);
void aq_findings_clear(struct aq_findings *findings);

#endif
