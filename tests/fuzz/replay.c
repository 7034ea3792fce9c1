/*
 * replay.c - runs a fuzz target over its corpus and fixtures, without a fuzzer.
 *
 * Reads: tests/fuzz/corpus/NAME and the folders the target names, or the files
 * and folders given. Each file is also given cut and with single bytes turned,
 * at places that depend on nothing but its length. Prints one line a file, as
 * the unit tests do. A target that finds a promise broken aborts, so what is
 * not proved is not counted.
 */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"

#define FILE_BYTES_MAX	 (1024 * 1024)
#define FILE_SECONDS_MAX 60
#define PATH_BYTES_MAX	 1024
#define CUTS		 4
#define TURNS		 8
#define CUT_BYTES_MAX	 8192 /* larger files are given as they are */

static uint8_t bytes[FILE_BYTES_MAX];
static size_t files_read;
static size_t files_failed;

/* Targets mutate by it; without a fuzzer nobody does. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t size_max)
{
	(void)data;
	(void)size_max;
	return size;
}

static void give(size_t size)
{
	struct aq_slice lent = fuzz_lend((struct aq_slice){(const char *)bytes, size});

	(void)LLVMFuzzerTestOneInput((const uint8_t *)lent.start, lent.length);
	fuzz_take_back(lent);
}

static void give_variants(size_t size)
{
	give(size);
	if (size > CUT_BYTES_MAX)
		return;
	for (size_t i = 1; i <= CUTS; i++)
		give(size * i / (CUTS + 1));
	for (size_t i = 0; i < TURNS && size > 0; i++) {
		size_t at = size * (2 * i + 1) / (2 * TURNS);
		uint8_t turn = (uint8_t)(1U << (i % 8));

		bytes[at] ^= turn;
		give(size);
		bytes[at] ^= turn;
	}
}

static void replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t size;

	printf("[ RUN      ] %s\n", path);
	fflush(stdout);
	files_read++;
	if (!file) {
		perror(path);
		files_failed++;
		return;
	}
	size = fread(bytes, 1, sizeof(bytes), file);
	if (ferror(file) || fclose(file) != 0) {
		perror(path);
		files_failed++;
		return;
	}
	/* A file that takes for ever is a fault too: the signal ends the program. */
	alarm(FILE_SECONDS_MAX);
	give_variants(size);
	alarm(0);
	printf("[       OK ] %s\n", path);
}

static int is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void replay_path(const char *path)
{
	struct dirent **entries;
	struct stat facts;
	int count;

	if (stat(path, &facts) == 0 && S_ISREG(facts.st_mode)) {
		replay_file(path);
		return;
	}
	count = scandir(path, &entries, is_shown, alphasort);
	if (count < 0) {
		perror(path);
		files_failed++;
		return;
	}
	for (int i = 0; i < count; i++) {
		char inside[PATH_BYTES_MAX];

		(void)snprintf(inside, sizeof(inside), "%s/%s", path, entries[i]->d_name);
		if (stat(inside, &facts) == 0 && S_ISREG(facts.st_mode))
			replay_file(inside);
		free(entries[i]);
	}
	free(entries);
}

int main(int count, char **words)
{
	char corpus[PATH_BYTES_MAX];

	printf("[==========] Running the files of %s\n", fuzz_target.name);
	for (int i = 1; i < count; i++)
		replay_path(words[i]);
	if (count < 2) {
		(void)snprintf(corpus, sizeof(corpus), "tests/fuzz/corpus/%s", fuzz_target.name);
		replay_path(corpus);
		for (size_t i = 0; i < FUZZ_FOLDERS_MAX && fuzz_target.folders[i]; i++)
			replay_path(fuzz_target.folders[i]);
	}
	printf("[==========] %zu test(s) run.\n", files_read);
	printf("[  PASSED  ] %zu test(s).\n", files_read - files_failed);
	if (files_failed)
		printf("[  FAILED  ] %zu test(s), listed above\n", files_failed);
	return files_failed ? 1 : 0;
}
