/*
 * replay.c - gives a fuzzer every file it is named, or that lies in fixtures/
 * and tests/fuzz/corpus/, without the fuzzing library: part of `make check`.
 *
 * Besides each file itself, what is left when it is cut or one byte is turned,
 * at a few places that depend on nothing but the file's length.
 */
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_MAX	 (1u << 20)
#define FOLDERS_OPEN_MAX 8
#define CUTS		 4
#define TURNS		 12

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static uint8_t bytes[FILE_BYTES_MAX];
static uint8_t *part; /* exactly as large as what is in it, so that reading past it is seen */
static unsigned input_count;

static void give(size_t count, size_t turned, unsigned char by)
{
	part = malloc(count ? count : 1);
	if (!part)
		exit(1);
	memcpy(part, bytes, count);
	if (turned < count)
		part[turned] ^= by;
	(void)LLVMFuzzerTestOneInput(part, count);
	free(part);
	input_count++;
}

static int replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t count;

	if (!file)
		return 1;
	count = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	give(count, SIZE_MAX, 0);
	for (size_t i = 1; i <= CUTS; i++)
		give(count * i / (CUTS + 1), SIZE_MAX, 0);
	for (size_t i = 0; i < TURNS; i++)
		give(count, (count * (2 * i + 1) / (2 * TURNS)), (unsigned char)(1u << (i % 8)));
	return 0;
}

static int on_file(const char *path, const struct stat *facts, int type, struct FTW *at)
{
	(void)facts;
	(void)at;
	return type == FTW_F ? replay(path) : 0;
}

int main(int argument_count, char **arguments)
{
	int status = 0;

	for (int i = 1; i < argument_count; i++)
		status |= replay(arguments[i]);
	if (argument_count == 1)
		status = nftw("fixtures", on_file, FOLDERS_OPEN_MAX, FTW_PHYS);
	if (argument_count == 1)
		(void)nftw("tests/fuzz/corpus", on_file, FOLDERS_OPEN_MAX, FTW_PHYS);
	printf("%u inputs\n", input_count);
	return status;
}
