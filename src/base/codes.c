/*
 * codes.c - names, severities and advice of all codes, from codes.def.
 */
#include "acquit/codes.h"

#include <string.h>

#include "acquit/claim.h"

struct code_fact {
	const char *name;
	const char *mend;
	enum aq_severity severity;
};

static const struct code_fact code_facts[AQ_CODE_COUNT] = {
	[AQ_CODE_NONE] = {.name = "none", .mend = "", .severity = AQ_SEVERITY_NONE},
#define AQ_CODE(id, text, grade, advice)                                                           \
	[id] = {.name = (text), .mend = (advice), .severity = (grade)},
#include "acquit/codes.def"
#undef AQ_CODE
};

static const char *const severity_names[] = {
	[AQ_SEVERITY_NONE] = "",	   [AQ_SEVERITY_NOTE] = "note",
	[AQ_SEVERITY_WARNING] = "warning", [AQ_SEVERITY_ERROR] = "error",
	[AQ_SEVERITY_FATAL] = "fatal",
};

static const struct code_fact *fact_of(enum aq_code code)
{
	AQ_CLAIM(code < AQ_CODE_COUNT);
	return &code_facts[code];
}

const char *aq_code_name(enum aq_code code)
{
	return fact_of(code)->name;
}

const char *aq_code_mend(enum aq_code code)
{
	return fact_of(code)->mend;
}

enum aq_severity aq_code_severity(enum aq_code code)
{
	return fact_of(code)->severity;
}

const char *aq_severity_name(enum aq_severity severity)
{
	AQ_CLAIM(severity <= AQ_SEVERITY_FATAL);
	return severity_names[severity];
}

enum aq_code aq_code_find(const char *name)
{
	for (unsigned code = AQ_CODE_NONE + 1; code < AQ_CODE_COUNT; code++)
		if (strcmp(code_facts[code].name, name) == 0)
			return (enum aq_code)code;
	return AQ_CODE_NONE;
}
