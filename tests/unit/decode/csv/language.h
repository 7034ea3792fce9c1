/*
 * language.h - a profile and a file in, one line a payment out.
 *
 * A case is a profile, a file, and what comes out of it: one line a payment,
 * "id|kind|day|amount|fee|net|currency|text", a ! before what is refused, a ~
 * before what is shown only; then the codes of findings, "= csv.code line".
 */
#ifndef TEST_CSV_LANGUAGE_H
#define TEST_CSV_LANGUAGE_H

#include "seen.h"

#include <sys/stat.h>

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/acquit-language-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/x.profile", folder);
	(void)unlink(path);
	return rmdir(folder);
}

static struct aq_profiles *load(const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/x.profile", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	return seen_profiles(folder, NULL);
}

static void put_number(struct aq_buffer *out, struct aq_decimal number)
{
	char text[AQ_DECIMAL_TEXT_BYTES];

	aq_buffer_add_text(out, "|");
	if (number.is_present)
		aq_buffer_add(out, (struct aq_slice){text, aq_decimal_print(number, 0, text)});
}

static void put_record(struct aq_buffer *out, const struct aq_record *record)
{
	char day[AQ_DATE_TEXT_BYTES] = "";

	if (aq_date_is_set(record->booked_on))
		aq_date_print(record->booked_on, day);
	aq_buffer_print(out, "%s%s%.*s|%.*s|%s", record->is_refused ? "!" : "",
			record->nature == AQ_NATURE_NOTICE ? "~" : "",
			AQ_SLICE_ARGS(record->source_id), AQ_SLICE_ARGS(record->type), day);
	put_number(out, record->amount);
	put_number(out, record->fee);
	put_number(out, record->net);
	aq_buffer_print(out, "|%.*s|%.*s\n", AQ_SLICE_ARGS(record->currency),
			AQ_SLICE_ARGS(record->description));
}

static void expect(const char *profile, const char *text, const char *wanted)
{
	struct aq_profiles *profiles = load(profile);
	struct seen *seen = seen_text(profiles, text);
	struct aq_buffer out;

	aq_buffer_init(&out, 0);
	if (!seen)
		fail_msg("no profile fits");
	for (size_t i = 0; i < seen->record_count; i++)
		put_record(&out, &seen->records[i]);
	for (size_t i = 0; i < aq_findings_kept(seen->findings); i++) {
		const struct aq_finding *finding = aq_findings_at(seen->findings, i);

		aq_buffer_print(&out, "= %s %llu\n", aq_code_name(finding->code),
				(unsigned long long)finding->at.line);
	}
	aq_buffer_add(&out, (struct aq_slice){"", 1});
	assert_string_equal(out.start, wanted);
	aq_buffer_free(&out);
	seen_free(seen);
	aq_profiles_free(profiles);
}

#define BANK "[x.x]\ncurrency = EUR\ndate = [Day]\namount = [Sum]\ntext = [Text]\n"

#endif
