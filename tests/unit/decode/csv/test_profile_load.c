/*
 * test_profile_load.c - profiles are checked whole, and faults name their place.
 */
#include "seen.h"

#include <sys/stat.h>

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/acquit-profiles-XXXXXX");
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

static enum aq_status load(const char *text, struct aq_profiles **out, struct aq_error *err)
{
	const char *folders[] = {folder, "/nowhere/at/all"};
	char path[128];
	FILE *file;

	assert_int_equal(aq_hash_start(NULL), AQ_OK);
	snprintf(path, sizeof(path), "%s/x.profile", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	*err = (struct aq_error){0};
	return aq_profiles_load(out, folders, 2, err);
}

#define WHOLE "[bank.x]\ncurrency = EUR\ndate = [Day] %Y-%m-%d\namount = [Sum]\n"

static const struct {
	const char *text;
	unsigned line;
	const char *words;
} faults[] = {
	{WHOLE "colour = red\n", 5, "[bank.x] colour: there is no such key"},
	{WHOLE "payer = Name] \n", 0, NULL},
	{WHOLE "payer = [Name\n", 5, "not closed"},
	{WHOLE "payer = $0\n", 5, "1 to"},
	{WHOLE "payer = [Name] [Other]\n", 5, "not understood"},
	{WHOLE "payer = [Name] ~ /(/\n", 5, "pattern is wrong at"},
	{WHOLE "payer = {nobody}\n", 1, "{nobody} is named on line 5"},
	{WHOLE "amount = [Other]\n", 5, "twice"},
	{WHOLE "sum.gross = [Other]\n", 5, "twice"},
	{WHOLE "delimiter = x\n", 5, "delimiter"},
	{WHOLE "quote = loose\n", 5, "not one of the words"},
	{WHOLE "encoding = klingon-8\n", 5, "no encoding"},
	{WHOLE "value = [Day] %x\n", 5, "no date pattern"},
	{WHOLE "type = [T] a:gift\n", 5, "no kind of payment"},
	{WHOLE "type = [T] a\n", 5, "lacks its :TO"},
	{WHOLE "amount.sign = [T] C:plus\n", 5, "+ or -"},
	{WHOLE "check = sum(net) == 0\n", 5, "a check begins with"},
	{WHOLE "check = row: sum(net) == 0\n", 5, "a row's check"},
	{WHOLE "check = file: sum(weight) == 0\n", 5, "'weight'"},
	{WHOLE "check = file: sum(net, colour=red) == 0\n", 5, "'colour'"},
	{WHOLE "check = by colour: sum(net) == 0\n", 5, "'colour'"},
	{WHOLE "check = file: sum(net) = 0\n", 5, "=="},
	{WHOLE "data = SB\n", 1, "record is missing"},
	{WHOLE "record = $1\n", 1, "data is missing"},
	{WHOLE "header = none\n", 1, "needs a header"},
	{WHOLE "header = third\n", 5, "a header is"},
	{WHOLE "like = bank.y\n", 5, "no such profile"},
	{WHOLE "like = bank.x\n", 1, "like itself"},
	{WHOLE "decimal = ,\ngroup = ,\n", 1, "same mark"},
	{WHOLE "months = a|b\n", 5, "twelve"},
	{WHOLE WHOLE, 5, "twice"},
	{"[csv]\ncurrency = EUR\n", 1, "built in"},
	{"[bank.x]\ncurrency = EUR\ndate = [Day]\n", 1, "amount is missing"},
	{"[bank.x]\namount = [S]\ncurrency = EUR\n", 1, "date is missing"},
	{"[bank.x]\namount = [S]\ndate = [D]\n", 1, "currency is missing"},
	{"amount = [S]\n", 1, "before the first"},
};

static void a_fault_names_file_line_section_and_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct aq_profiles *profiles = NULL;
		struct aq_error err;
		enum aq_status status = load(faults[i].text, &profiles, &err);

		if (!faults[i].words) {
			aq_profiles_free(profiles);
			continue;
		}
		if (status != AQ_SETTINGS)
			fail_msg("'%s' is read", faults[i].text);
		assert_int_equal(err.code, AQ_CSV_PROFILE);
		assert_non_null(strstr(err.file, "x.profile"));
		if (!strstr(err.text, faults[i].words) || err.at.line != faults[i].line)
			fail_msg("line %llu: %s", (unsigned long long)err.at.line, err.text);
		assert_null(profiles);
	}
}

static void formats_are_listed_by_name_with_what_is_built_in(void **state)
{
	struct aq_profiles *profiles = NULL;
	struct aq_error err;
	const struct aq_format *last = NULL;
	size_t count = 0;

	(void)state;
	assert_int_equal(load(WHOLE "summary = a bank\n[zeta]\nlike = bank.x\n", &profiles, &err),
			 AQ_OK);
	for (const struct aq_format *format; (format = aq_format_at(profiles, count)); count++) {
		if (last)
			assert_true(aq_slice_compare(last->name, format->name) < 0);
		if (aq_slice_is(format->name, "bank.x")) {
			assert_true(aq_slice_is(format->summary, "a bank"));
			assert_true(aq_slice_is(format->family, "CSV"));
			assert_int_equal(strlen(format->profile_hash), 64);
		}
		if (aq_slice_is(format->name, "nacha") || aq_slice_is(format->name, "csv"))
			assert_int_equal(format->profile_hash[0], '\0');
		last = format;
	}
	assert_int_equal(count, 7);
	aq_profiles_free(profiles);
	assert_non_null(aq_format_at(NULL, 0));
	assert_null(aq_format_at(NULL, 100));
	aq_profiles_free(NULL);
}

static void a_profile_that_is_like_another_changes_only_what_it_writes(void **state)
{
	struct aq_profiles *profiles = NULL;
	struct aq_error err;
	struct seen *seen;

	(void)state;
	assert_int_equal(
		load("[bank.x]\nheader = find Day|Sum\ncurrency = EUR\ndate = [Day] %Y-%m-%d\n"
		     "sum.gross = [Sum]\n[bank.y]\nlike = bank.x\nheader = find Tag|Sum\n"
		     "date = [Tag] %d.%m.%Y\namount = - [Sum]\n",
		     &profiles, &err),
		AQ_OK);
	seen = seen_text(profiles, "Tag,Sum\n01.03.2026,5.00\n");
	assert_non_null(seen);
	assert_string_equal(seen->format, "bank.y");
	assert_true(seen_is(seen->records[0].amount, "-5"));
	seen_free(seen);
	aq_profiles_free(profiles);
}

static void every_shipped_profile_is_named_like_its_file(void **state)
{
	struct aq_profiles *profiles = seen_profiles("formats/csv", NULL);

	(void)state;
	for (size_t i = 0; aq_format_at(profiles, i); i++) {
		const struct aq_format *format = aq_format_at(profiles, i);
		struct aq_slice path = format->path;
		size_t at = aq_slice_find(path, AQ_SLICE("formats/csv/"));

		if (aq_slice_is_empty(path))
			continue;
		assert_int_equal(at, 0);
		path.start += 12;
		path.length -= 12 + strlen(".profile");
		assert_true(aq_slice_starts_with(format->name, path));
		assert_false(aq_slice_is_empty(format->summary));
	}
	aq_profiles_free(profiles);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fault_names_file_line_section_and_key),
		cmocka_unit_test(formats_are_listed_by_name_with_what_is_built_in),
		cmocka_unit_test(a_profile_that_is_like_another_changes_only_what_it_writes),
		cmocka_unit_test(every_shipped_profile_is_named_like_its_file),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
