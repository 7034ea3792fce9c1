/*
 * writer.c - files that appear under their name whole or not at all.
 *
 * Bytes go to a temporary name in the same folder; commit flushes, fsyncs,
 * closes, renames and fsyncs the folder, and looks at each result. The
 * temporary name follows from the real one, so what a killed run left is
 * replaced by the next and never piles up.
 *
 * Design: the disk is given what is written while the rest is made, so that the
 * fsync of a large file has little to wait for.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_internal.h"

#define WRITER_BYTES ((size_t)256 * 1024)
#define AHEAD_BYTES  ((size_t)16 * 1024 * 1024)
#define FILE_MODE    0600
#define NAME_BYTES   32

struct aq_writer {
	const struct aq_folder *folder;
	char *name;
	char temporary[NAME_BYTES];
	int descriptor;
	size_t used;
	size_t ahead; /* written since the disk was last asked to begin */
	bool has_failed;
	char bytes[WRITER_BYTES];
};

enum aq_status aq_descriptor_write(int descriptor, const char *name, struct aq_slice bytes,
				   struct aq_error *err)
{
	while (bytes.length > 0) {
		ssize_t written = write(descriptor, bytes.start, bytes.length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written == 0)
			errno = ENOSPC;
		if (written <= 0)
			return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot write '%s'",
					     name);
		bytes.start += written;
		bytes.length -= (size_t)written;
	}
	return AQ_OK;
}

static int create(const struct aq_folder *folder, const char *name, mode_t mode)
{
	int folder_descriptor = aq_folder_descriptor(folder);
	int descriptor;

	if (unlinkat(folder_descriptor, name, 0) != 0 && errno != ENOENT)
		return -1;
	descriptor = openat(folder_descriptor, name,
			    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (descriptor < 0)
		return -1;
	/* The mask of the process may have taken bits that the caller asked for. */
	if (fchmod(descriptor, mode) != 0) {
		int cause = errno;

		close(descriptor);
		unlinkat(folder_descriptor, name, 0);
		errno = cause;
		return -1;
	}
	return descriptor;
}

enum aq_status aq_writer_open_as(struct aq_writer **out, const struct aq_folder *folder,
				 const char *name, mode_t mode, struct aq_error *err)
{
	enum aq_status status = aq_name_check(name, err);
	struct aq_writer *writer;

	if (status < AQ_OK)
		return status;
	writer = malloc(sizeof(*writer));
	if (!writer)
		return aq_fail_memory(err);
	writer->folder = folder;
	writer->used = 0;
	writer->ahead = 0;
	writer->has_failed = false;
	writer->name = strdup(name);
	if (!writer->name) {
		free(writer);
		return aq_fail_memory(err);
	}
	snprintf(writer->temporary, sizeof(writer->temporary), ".tmp-%016llx",
		 (unsigned long long)aq_slice_mix(aq_slice_of(name)));
	writer->descriptor = create(folder, writer->temporary, mode);
	if (writer->descriptor < 0) {
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot make '%s/%s'",
				       aq_folder_path(folder), name);
		free(writer->name);
		free(writer);
		return status;
	}
	*out = writer;
	return AQ_OK;
}

enum aq_status aq_writer_open(struct aq_writer **out, const struct aq_folder *folder,
			      const char *name, struct aq_error *err)
{
	return aq_writer_open_as(out, folder, name, FILE_MODE, err);
}

/* A hint: what comes of the bytes is said by the fsync alone. */
static void begin_on_disk(struct aq_writer *writer, size_t length)
{
	writer->ahead += length;
	if (writer->ahead < AHEAD_BYTES)
		return;
	writer->ahead = 0;
#ifdef SYNC_FILE_RANGE_WRITE
	(void)sync_file_range(writer->descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
#endif
}

static enum aq_status write_out(struct aq_writer *writer, struct aq_slice bytes,
				struct aq_error *err)
{
	enum aq_status status = aq_descriptor_write(writer->descriptor, writer->name, bytes, err);

	if (status < AQ_OK)
		writer->has_failed = true;
	else
		begin_on_disk(writer, bytes.length);
	return status;
}

static enum aq_status flush(struct aq_writer *writer, struct aq_error *err)
{
	struct aq_slice bytes = {writer->bytes, writer->used};

	writer->used = 0;
	return write_out(writer, bytes, err);
}

enum aq_status aq_writer_add(struct aq_writer *writer, struct aq_slice bytes, struct aq_error *err)
{
	enum aq_status status;

	if (bytes.length > WRITER_BYTES - writer->used) {
		status = flush(writer, err);
		if (status < AQ_OK)
			return status;
	}
	if (bytes.length >= WRITER_BYTES)
		return write_out(writer, bytes, err);
	if (bytes.length > 0)
		memcpy(writer->bytes + writer->used, bytes.start, bytes.length);
	writer->used += bytes.length;
	return AQ_OK;
}

/* Everything up to the rename. An fsync that failed is not tried again: the
 * system may have forgotten the bytes that it could not write. */
static enum aq_status finish_bytes(struct aq_writer *writer, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	int descriptor = writer->descriptor;

	if (writer->has_failed)
		status = aq_fail(err, AQ_SYSTEM, AQ_BASE_FILE, (struct aq_at){0},
				 "'%s' could not be written", writer->name);
	if (status >= AQ_OK)
		status = flush(writer, err);
	if (status >= AQ_OK && fsync(descriptor) != 0)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE,
				       "'%s' could not be written to the disk", writer->name);
	writer->descriptor = -1;
	if (close(descriptor) != 0 && status >= AQ_OK)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "'%s' could not be closed",
				       writer->name);
	return status;
}

static enum aq_status commit(struct aq_writer *writer,
			     int (*rename_file)(struct aq_file_name, struct aq_file_name),
			     struct aq_error *err)
{
	struct aq_file_name from = {writer->folder, writer->temporary};
	struct aq_file_name to = {writer->folder, writer->name};
	enum aq_status status = finish_bytes(writer, err);

	if (status >= AQ_OK && rename_file(from, to) != 0) {
		status = aq_fail_errno(err, AQ_SYSTEM,
				       errno == EEXIST ? AQ_BASE_EXISTS : AQ_BASE_FILE,
				       "cannot give '%s/%s' its name",
				       aq_folder_path(writer->folder), writer->name);
	} else if (status >= AQ_OK) {
		writer->temporary[0] = '\0';
		status = aq_folder_sync(writer->folder, err);
	}
	aq_writer_drop(writer);
	return status;
}

static int rename_over(struct aq_file_name from, struct aq_file_name to)
{
	return renameat(aq_folder_descriptor(from.folder), from.name,
			aq_folder_descriptor(to.folder), to.name);
}

enum aq_status aq_writer_commit(struct aq_writer *writer, struct aq_error *err)
{
	return writer ? commit(writer, rename_over, err) : AQ_OK;
}

enum aq_status aq_writer_commit_new(struct aq_writer *writer, struct aq_error *err)
{
	return writer ? commit(writer, aq_rename_new, err) : AQ_OK;
}

void aq_writer_drop(struct aq_writer *writer)
{
	if (!writer)
		return;
	if (writer->descriptor >= 0)
		close(writer->descriptor);
	if (writer->temporary[0] != '\0')
		unlinkat(aq_folder_descriptor(writer->folder), writer->temporary, 0);
	free(writer->name);
	free(writer);
}
