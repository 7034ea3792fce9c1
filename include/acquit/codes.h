/*
 * codes.h - every fault and question acquit can name.
 *
 * The list itself is codes.def: one line a code. Public names never change;
 * scripts, reports and the documentation rest on them.
 */
#ifndef ACQUIT_CODES_H
#define ACQUIT_CODES_H

enum aq_severity {
	AQ_SEVERITY_NONE,
	AQ_SEVERITY_NOTE, /* posted; exit status unaffected */
	AQ_SEVERITY_WARNING, /* posted; exit status unaffected */
	AQ_SEVERITY_ERROR, /* the smallest unit that can stand alone is refused */
	AQ_SEVERITY_FATAL /* the whole file is refused */
};

enum aq_code {
	AQ_CODE_NONE,
#define AQ_CODE(id, name, severity, mend) id,
#include "acquit/codes.def"
#undef AQ_CODE
	AQ_CODE_COUNT
};

/* "nacha.entry-hash"; never NULL. */
const char *aq_code_name(enum aq_code code);
/* What a person can do about it, one sentence; "" where nothing is to be done. */
const char *aq_code_mend(enum aq_code code);
enum aq_severity aq_code_severity(enum aq_code code);
/* "note", "warning", "error", "fatal"; "" for none. */
const char *aq_severity_name(enum aq_severity severity);
/* AQ_CODE_NONE when no code has this name. */
enum aq_code aq_code_find(const char *name);

#endif
