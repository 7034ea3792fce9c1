/*
 * file.c - reads, moves and removes single files.
 *
 * Opening never follows a link, never waits for a pipe's other end and never
 * takes a terminal; what is then open must be a regular file.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_internal.h"

#define READ_BYTES ((size_t)64 * 1024)
#define OPEN_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

static enum aq_status fail_size(struct aq_error *err, const char *name, size_t bytes_max)
{
	return aq_fail(err, AQ_SYSTEM, AQ_BASE_LIMIT, (struct aq_at){0},
		       "'%s' is larger than %zu bytes", name, bytes_max);
}

enum aq_status aq_descriptor_read(int descriptor, const char *name, size_t bytes_max,
				  struct aq_buffer *out, struct aq_error *err)
{
	char bytes[READ_BYTES];
	enum aq_status status = AQ_OK;
	size_t done = 0;
	struct stat facts;

	if (fstat(descriptor, &facts) != 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot look at '%s'", name);
	if (!S_ISREG(facts.st_mode))
		return aq_fail(err, AQ_SYSTEM, AQ_BASE_FILE, (struct aq_at){0},
			       "'%s' is no regular file", name);
	if (facts.st_size < 0 || (uintmax_t)facts.st_size > bytes_max)
		return fail_size(err, name, bytes_max);
	while (status >= AQ_OK) {
		ssize_t got = read(descriptor, bytes, sizeof(bytes));

		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			break;
		if (got < 0) {
			status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot read '%s'",
					       name);
		} else if ((size_t)got > bytes_max - done) {
			/* It has grown since it was looked at. */
			status = fail_size(err, name, bytes_max);
		} else {
			done += (size_t)got;
			aq_buffer_add(out, (struct aq_slice){bytes, (size_t)got});
		}
	}
	/* It may have been a key. */
	explicit_bzero(bytes, done < sizeof(bytes) ? done : sizeof(bytes));
	if (status >= AQ_OK && aq_buffer_failed(out))
		status = aq_fail_memory(err);
	return status;
}

static enum aq_status read_and_close(int descriptor, const char *name, size_t bytes_max,
				     struct aq_buffer *out, struct aq_error *err)
{
	enum aq_status status;

	if (descriptor < 0)
		return aq_fail_errno(err, errno == ENOENT ? AQ_NOT_FOUND : AQ_SYSTEM, AQ_BASE_FILE,
				     "cannot open '%s'", name);
	status = aq_descriptor_read(descriptor, name, bytes_max, out, err);
	if (close(descriptor) != 0 && status >= AQ_OK)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot close '%s'", name);
	return status;
}

enum aq_status aq_path_read(const char *path, size_t bytes_max, struct aq_buffer *out,
			    struct aq_error *err)
{
	return read_and_close(open(path, OPEN_FLAGS), path, bytes_max, out, err);
}

enum aq_status aq_file_read(const struct aq_folder *folder, const char *name, size_t bytes_max,
			    struct aq_buffer *out, struct aq_error *err)
{
	enum aq_status status = aq_name_check(name, err);

	if (status < AQ_OK)
		return status;
	return read_and_close(openat(aq_folder_descriptor(folder), name, OPEN_FLAGS | O_NOFOLLOW),
			      name, bytes_max, out, err);
}

/* Where the file system cannot rename without replacing, a hard link takes
 * the name, which fails just as surely when the name is taken. */
static int link_and_remove(struct aq_file_name from, struct aq_file_name to)
{
	int from_descriptor = aq_folder_descriptor(from.folder);
	int to_descriptor = aq_folder_descriptor(to.folder);

	if (linkat(from_descriptor, from.name, to_descriptor, to.name, 0) == 0)
		return unlinkat(from_descriptor, from.name, 0);
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK)
		return -1;
	/* Neither is to be had here. The home's lock keeps other runs away. */
	if (aq_file_exists(to)) {
		errno = EEXIST;
		return -1;
	}
	return renameat(from_descriptor, from.name, to_descriptor, to.name);
}

int aq_rename_new(struct aq_file_name from, struct aq_file_name to)
{
	int from_descriptor = aq_folder_descriptor(from.folder);
	int to_descriptor = aq_folder_descriptor(to.folder);

	if (renameat2(from_descriptor, from.name, to_descriptor, to.name, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
		return -1;
	return link_and_remove(from, to);
}

enum aq_status aq_file_move(struct aq_file_name from, struct aq_file_name to, struct aq_error *err)
{
	enum aq_status status = aq_name_check(from.name, err);

	if (status >= AQ_OK)
		status = aq_name_check(to.name, err);
	if (status < AQ_OK)
		return status;
	if (aq_rename_new(from, to) != 0)
		return aq_fail_errno(err, AQ_SYSTEM,
				     errno == EEXIST ? AQ_BASE_EXISTS : AQ_BASE_FILE,
				     "cannot move '%s/%s' to '%s/%s'", aq_folder_path(from.folder),
				     from.name, aq_folder_path(to.folder), to.name);
	/* The new name first: for a moment two names are better than none. */
	status = aq_folder_sync(to.folder, err);
	if (status >= AQ_OK && from.folder != to.folder)
		status = aq_folder_sync(from.folder, err);
	return status;
}

enum aq_status aq_file_remove(struct aq_file_name file, struct aq_error *err)
{
	enum aq_status status = aq_name_check(file.name, err);

	if (status < AQ_OK)
		return status;
	if (unlinkat(aq_folder_descriptor(file.folder), file.name, 0) != 0) {
		if (errno == ENOENT)
			return AQ_OK;
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot remove '%s/%s'",
				     aq_folder_path(file.folder), file.name);
	}
	return aq_folder_sync(file.folder, err);
}

bool aq_file_exists(struct aq_file_name file)
{
	struct stat facts;

	return fstatat(aq_folder_descriptor(file.folder), file.name, &facts, AT_SYMLINK_NOFOLLOW) ==
	       0;
}
