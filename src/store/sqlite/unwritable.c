/*
 * unwritable.c - a database that can be read and not written.
 *
 * Promises: it is read as it lies, where no log stands beside it. A log may hold
 * what is not in the database yet, and is read with it or not at all.
 */
#include "sq.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 4096
#define IMMUTABLE  "?immutable=1"

bool sq_is_writable(const char *path)
{
	struct aq_slice folder = aq_slice_of(path);
	char text[PATH_BYTES];

	while (folder.length > 0 && folder.start[folder.length - 1] != '/')
		folder.length--;
	if (folder.length >= sizeof(text))
		return false;
	(void)snprintf(text, sizeof(text), "%.*s", folder.length ? (int)folder.length : 1,
		       folder.length ? folder.start : ".");
	return access(path, W_OK) == 0 && access(text, W_OK) == 0;
}

/* As a URI, with what stands for something in one escaped. */
static bool uri_of(const char *path, char *out, size_t out_bytes)
{
	int bytes = snprintf(out, out_bytes, "file:");
	size_t at = bytes > 0 ? (size_t)bytes : out_bytes;

	for (; *path && at + 4 < out_bytes; path++) {
		if (*path == '%' || *path == '?' || *path == '#')
			bytes = snprintf(out + at, out_bytes - at, "%%%02X",
					 (unsigned)(unsigned char)*path);
		else
			bytes = snprintf(out + at, out_bytes - at, "%c", *path);
		at += bytes > 0 ? (size_t)bytes : 0;
	}
	bytes = *path || at + sizeof(IMMUTABLE) > out_bytes
			? -1
			: snprintf(out + at, out_bytes - at, "%s", IMMUTABLE);
	return bytes > 0;
}

int sq_open_unwritable(struct aq_store *store, const char *path)
{
	int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	char name[PATH_BYTES];
	struct stat facts;
	int bytes = snprintf(name, sizeof(name), "%s-wal", path);

	if (bytes < 0 || (size_t)bytes >= sizeof(name))
		return SQLITE_CANTOPEN;
	if (lstat(name, &facts) == 0)
		return sqlite3_open_v2(path, &store->db, flags, NULL);
	if (!uri_of(path, name, sizeof(name)))
		return SQLITE_CANTOPEN;
	return sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_URI, NULL);
}
