/*
 * findings.c - collects what is wrong with a file.
 *
 * Promises: adding never fails and never costs more than its bounds; what is
 * not kept is still counted by severity.
 */
#include "acquit/findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "acquit/arena.h"
#include "acquit/claim.h"

#define FINDING_TEXT_BYTES_MAX 500
#define KEPT_COUNT_FIRST       16

struct aq_findings {
	struct aq_arena *texts;
	struct aq_finding *kept;
	size_t kept_count;
	size_t kept_capacity;
	uint64_t counts[AQ_SEVERITY_FATAL + 1];
};

enum aq_status aq_findings_new(struct aq_findings **out, struct aq_error *err)
{
	struct aq_findings *findings = calloc(1, sizeof(*findings));
	enum aq_status status;

	if (!findings)
		return aq_fail_memory(err);
	status = aq_arena_new(&findings->texts, 0, err);
	if (status < AQ_OK) {
		free(findings);
		return status;
	}
	*out = findings;
	return AQ_OK;
}

void aq_findings_free(struct aq_findings *findings)
{
	if (!findings)
		return;
	aq_arena_free(findings->texts);
	free(findings->kept);
	free(findings);
}

/* Cuts between characters, so that a cut text is still UTF-8. */
static struct aq_slice cut(struct aq_slice text)
{
	size_t length = text.length;

	if (length <= FINDING_TEXT_BYTES_MAX)
		return text;
	length = FINDING_TEXT_BYTES_MAX;
	while (length > FINDING_TEXT_BYTES_MAX - 4 &&
	       ((unsigned char)text.start[length] & 0xC0) == 0x80)
		length--;
	return (struct aq_slice){text.start, length};
}

static bool make_room(struct aq_findings *findings)
{
	size_t capacity = findings->kept_capacity ? findings->kept_capacity * 2 : KEPT_COUNT_FIRST;
	struct aq_finding *kept;

	if (findings->kept_count >= AQ_FINDINGS_KEPT_MAX)
		return false;
	if (findings->kept_count < findings->kept_capacity)
		return true;
	kept = realloc(findings->kept, capacity * sizeof(*kept));
	if (!kept)
		return false;
	findings->kept = kept;
	findings->kept_capacity = capacity;
	return true;
}

void aq_findings_add(struct aq_findings *findings, const struct aq_finding *finding)
{
	enum aq_severity severity = finding->severity;
	struct aq_finding *kept;

	if (!findings)
		return;
	if (severity == AQ_SEVERITY_NONE)
		severity = aq_code_severity(finding->code);
	findings->counts[severity]++;
	if (!make_room(findings))
		return;
	kept = &findings->kept[findings->kept_count++];
	*kept = *finding;
	kept->severity = severity;
	kept->record = aq_arena_copy(findings->texts, cut(finding->record));
	kept->field = aq_arena_copy(findings->texts, cut(finding->field));
	kept->value = aq_arena_copy(findings->texts, cut(finding->value));
	kept->message = aq_arena_copy(findings->texts, cut(finding->message));
}

void aq_findings_say(struct aq_findings *findings, enum aq_code code, struct aq_at at,
		     struct aq_slice field, struct aq_slice value, const char *format, ...)
{
	char message[FINDING_TEXT_BYTES_MAX + 8];
	va_list arguments;

	va_start(arguments, format);
	if (vsnprintf(message, sizeof(message), format, arguments) < 0)
		message[0] = '\0';
	va_end(arguments);
	aq_findings_add(findings, &(struct aq_finding){.code = code,
						       .at = at,
						       .field = field,
						       .value = value,
						       .message = aq_slice_of(message)});
}

uint64_t aq_findings_count(const struct aq_findings *findings)
{
	uint64_t count = 0;

	for (unsigned severity = 0; severity <= AQ_SEVERITY_FATAL; severity++)
		count += findings->counts[severity];
	return count;
}

uint64_t aq_findings_count_of(const struct aq_findings *findings, enum aq_severity severity)
{
	return findings->counts[severity];
}

size_t aq_findings_kept(const struct aq_findings *findings)
{
	return findings->kept_count;
}

const struct aq_finding *aq_findings_at(const struct aq_findings *findings, size_t index)
{
	AQ_CLAIM(index < findings->kept_count);
	return &findings->kept[index];
}

enum aq_severity aq_findings_worst(const struct aq_findings *findings)
{
	for (unsigned severity = AQ_SEVERITY_FATAL; severity > AQ_SEVERITY_NONE; severity--)
		if (findings->counts[severity] > 0)
			return (enum aq_severity)severity;
	return AQ_SEVERITY_NONE;
}

void aq_findings_mark(const struct aq_findings *findings, struct aq_findings_mark *out)
{
	out->kept_count = findings->kept_count;
	memcpy(out->counts, findings->counts, sizeof(out->counts));
}

/* Their texts stay until the collector is cleared: they are few. */
void aq_findings_back(struct aq_findings *findings, const struct aq_findings_mark *mark)
{
	AQ_CLAIM(mark->kept_count <= findings->kept_count);
	findings->kept_count = mark->kept_count;
	memcpy(findings->counts, mark->counts, sizeof(findings->counts));
}

void aq_findings_clear(struct aq_findings *findings)
{
	aq_arena_reset(findings->texts);
	findings->kept_count = 0;
	memset(findings->counts, 0, sizeof(findings->counts));
}
