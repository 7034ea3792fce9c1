/*
 * home.h - a home of five folders that lasts for one test.
 */
#ifndef TEST_INTAKE_HOME_H
#define TEST_INTAKE_HOME_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "acquit/intake.h"

#define UNUSED __attribute__((unused))

struct home {
	char path[64];
	struct aq_folder *root;
	struct aq_folder *inbox;
	struct aq_folder *open_items;
	struct aq_folder *work;
	struct aq_folder *archive;
	struct aq_folder *rejected;
	struct aq_home_folders folders;
	struct aq_arena *arena;
	struct aq_findings *findings;
	struct aq_error err;
};

static struct home home;

UNUSED static int home_open(void **state)
{
	(void)state;
	memset(&home, 0, sizeof(home));
	snprintf(home.path, sizeof(home.path), "/tmp/acquit-intake-XXXXXX");
	assert_non_null(mkdtemp(home.path));
	assert_int_equal(aq_hash_start(&home.err), AQ_OK);
	assert_int_equal(aq_folder_open(&home.root, home.path, &home.err), AQ_OK);
	assert_int_equal(aq_folder_open_in(&home.inbox, home.root, "inbox", &home.err), AQ_OK);
	assert_int_equal(aq_folder_open_in(&home.open_items, home.root, "open-items", &home.err),
			 AQ_OK);
	assert_int_equal(aq_folder_open_in(&home.work, home.root, "work", &home.err), AQ_OK);
	assert_int_equal(aq_folder_open_in(&home.archive, home.root, "archive", &home.err), AQ_OK);
	assert_int_equal(aq_folder_open_in(&home.rejected, home.root, "rejected", &home.err),
			 AQ_OK);
	home.folders = (struct aq_home_folders){home.inbox, home.open_items, home.work,
						home.archive, home.rejected};
	assert_int_equal(aq_arena_new(&home.arena, 0, &home.err), AQ_OK);
	assert_int_equal(aq_findings_new(&home.findings, &home.err), AQ_OK);
	return 0;
}

static int remove_one(const char *path, const struct stat *seen, int kind, struct FTW *walk)
{
	(void)seen;
	(void)kind;
	(void)walk;
	return remove(path);
}

UNUSED static int home_close(void **state)
{
	(void)state;
	aq_findings_free(home.findings);
	aq_arena_free(home.arena);
	aq_folder_close(home.rejected);
	aq_folder_close(home.archive);
	aq_folder_close(home.work);
	aq_folder_close(home.open_items);
	aq_folder_close(home.inbox);
	aq_folder_close(home.root);
	return nftw(home.path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Makes a file by hand, so that any name goes. */
UNUSED static void drop_bytes(const struct aq_folder *folder, const char *name,
			      struct aq_slice bytes)
{
	int descriptor =
		openat(aq_folder_descriptor(folder), name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, bytes.start, bytes.length), bytes.length);
	assert_int_equal(close(descriptor), 0);
}

UNUSED static void drop_text(const struct aq_folder *folder, const char *name, const char *text)
{
	drop_bytes(folder, name, aq_slice_of(text));
}

/* Whether this file system tells that somebody writes; not all can. */
UNUSED static bool leases_work(void)
{
	int writer = openat(aq_folder_descriptor(home.root), "probe", O_WRONLY | O_CREAT, 0600);
	int reader = openat(aq_folder_descriptor(home.root), "probe", O_RDONLY);
	bool is_refused;

	assert_true(writer >= 0 && reader >= 0);
	is_refused = fcntl(reader, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
	close(writer);
	close(reader);
	return is_refused;
}

UNUSED static bool has_file(const struct aq_folder *folder, const char *name)
{
	return aq_file_exists((struct aq_file_name){folder, name});
}

UNUSED static void assert_file(const struct aq_folder *folder, const char *name, const char *text)
{
	struct aq_buffer bytes;

	aq_buffer_init(&bytes, 0);
	assert_int_equal(aq_file_read(folder, name, 1 << 20, &bytes, &home.err), AQ_OK);
	assert_int_equal(bytes.length, strlen(text));
	assert_memory_equal(bytes.start, text, bytes.length);
	aq_buffer_free(&bytes);
}

UNUSED static size_t files_in(const struct aq_folder *folder)
{
	struct aq_slice *names;
	size_t count;

	assert_int_equal(aq_folder_list(folder, home.arena, &names, &count, &home.err), AQ_OK);
	return count;
}

UNUSED static struct aq_claim *take(const char *name)
{
	struct aq_claim *claim = NULL;

	assert_int_equal(aq_claim_take(&claim, &home.folders, AQ_DROP_PAYMENTS, aq_slice_of(name),
				       1, &home.err),
			 AQ_OK);
	return claim;
}

UNUSED static struct aq_claim *drop_and_take(const char *name, struct aq_slice bytes)
{
	drop_bytes(home.inbox, name, bytes);
	return take(name);
}

/* One member of gzip, at level 9, at the buffer's end. */
UNUSED static void gzip_to(struct aq_buffer *out, struct aq_slice bytes)
{
	z_stream stream = {0};
	unsigned char room[4096];
	int result;

	assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY),
			 Z_OK);
	stream.next_in = (z_const Bytef *)bytes.start;
	stream.avail_in = (uInt)bytes.length;
	do {
		stream.next_out = room;
		stream.avail_out = sizeof(room);
		result = deflate(&stream, Z_FINISH);
		aq_buffer_add(out, (struct aq_slice){(const char *)room,
						     sizeof(room) - stream.avail_out});
	} while (result == Z_OK);
	assert_int_equal(result, Z_STREAM_END);
	assert_int_equal(deflateEnd(&stream), Z_OK);
}

#endif
