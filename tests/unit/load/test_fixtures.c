/*
 * test_fixtures.c - every file that is bad is named after its code, every sound
 * one gives the rows of its .txt.
 */
#include "given.h"

#include <dirent.h>

#define FOLDER	       "fixtures/load/"
#define FILE_BYTES_MAX 65536

static size_t read_file(const char *path, char *out)
{
	FILE *file = fopen(path, "rb");
	size_t bytes;

	if (!file)
		fail_msg("%s cannot be opened", path);
	bytes = fread(out, 1, FILE_BYTES_MAX - 1, file);
	fclose(file);
	out[bytes] = '\0';
	return bytes;
}

static bool ends_with(const char *text, const char *end)
{
	return strlen(text) > strlen(end) && strcmp(text + strlen(text) - strlen(end), end) == 0;
}

static bool tells(const struct given *given, const char *code)
{
	if (given->status < AQ_OK && strcmp(aq_code_name(given->err.code), code) == 0)
		return true;
	for (size_t i = 0; i < aq_findings_kept(given->findings); i++)
		if (strcmp(aq_code_name(aq_findings_at(given->findings, i)->code), code) == 0)
			return true;
	return false;
}

static void load_fixture(void **state, const char *path)
{
	static char bytes[FILE_BYTES_MAX];
	size_t count = read_file(path, bytes);

	given_free(state);
	given_new(state);
	load_pieces(*state, (struct aq_slice){bytes, count}, 7);
}

static void a_bad_file_yields_the_code_it_is_named_after(void **state)
{
	DIR *folder = opendir(FOLDER "bad");
	struct dirent *entry;
	size_t count = 0;

	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		char path[512];
		char code[512];

		if (!ends_with(entry->d_name, ".csv"))
			continue;
		snprintf(path, sizeof(path), FOLDER "bad/%s", entry->d_name);
		snprintf(code, sizeof(code), "load.%.*s", (int)strlen(entry->d_name) - 4,
			 entry->d_name);
		load_fixture(state, path);
		if (!tells(*state, code))
			fail_msg("%s does not yield %s", path, code);
		count++;
	}
	closedir(folder);
	assert_true(count >= 20);
}

static void a_sound_file_gives_the_rows_beside_it(void **state)
{
	DIR *folder = opendir(FOLDER "good");
	struct dirent *entry;
	size_t count = 0;

	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		static char rows[FILE_BYTES_MAX];
		struct given *given;
		char path[512];

		if (!ends_with(entry->d_name, ".csv"))
			continue;
		snprintf(path, sizeof(path), FOLDER "good/%s", entry->d_name);
		load_fixture(state, path);
		given = *state;
		if (given->status < AQ_OK)
			fail_msg("%s: %s", path, given->err.text);
		snprintf(path + strlen(path) - 4, 5, ".txt");
		read_file(path, rows);
		assert_rows(given, rows);
		assert_int_equal(aq_load_rows_refused(given->load), 0);
		count++;
	}
	closedir(folder);
	assert_true(count >= 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, given_new, given_free)
		TEST(a_bad_file_yields_the_code_it_is_named_after),
		TEST(a_sound_file_gives_the_rows_beside_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
