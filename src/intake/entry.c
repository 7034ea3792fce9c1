/*
 * entry.c - looks at, opens and moves what stands under a name in a folder.
 *
 * Reads: names that an uploader chose, in folders that an uploader can write.
 * Promises: nothing is followed, nothing blocks, and what was checked is the
 * open descriptor, not the name.
 * Refuses: links, files of two names, pipes, devices, sockets and folders.
 */
#include "entry.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "acquit/claim.h"

/* A pipe or a terminal in place of the file must neither hang nor own us. */
#define OPEN_FLAGS (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

struct errno_code {
	int number;
	enum aq_code code;
};

/* EWOULDBLOCK: a file server holds a write lease on the file. */
static const struct errno_code open_codes[] = {
	{ENOENT, AQ_INTAKE_MISSING},	{ELOOP, AQ_INTAKE_SYMLINK},
	{EACCES, AQ_INTAKE_UNREADABLE}, {EPERM, AQ_INTAKE_UNREADABLE},
	{ENXIO, AQ_INTAKE_SOCKET},	{EWOULDBLOCK, AQ_INTAKE_BEING_WRITTEN},
};

static enum aq_code code_of_errno(int number)
{
	size_t index;

	for (index = 0; index < sizeof(open_codes) / sizeof(open_codes[0]); index++)
		if (open_codes[index].number == number)
			return open_codes[index].code;
	return AQ_BASE_FILE;
}

static enum aq_code check_kind(const struct stat *seen, nlink_t names_max)
{
	if (!S_ISREG(seen->st_mode))
		return aq_entry_code_of(seen->st_mode);
	if (seen->st_nlink > names_max)
		return AQ_INTAKE_HARD_LINK;
	return AQ_CODE_NONE;
}

enum aq_code aq_entry_code_of(mode_t mode)
{
	if (S_ISLNK(mode))
		return AQ_INTAKE_SYMLINK;
	if (S_ISDIR(mode))
		return AQ_INTAKE_FOLDER;
	if (S_ISFIFO(mode))
		return AQ_INTAKE_FIFO;
	if (S_ISSOCK(mode))
		return AQ_INTAKE_SOCKET;
	return AQ_INTAKE_DEVICE;
}

struct aq_entry_identity aq_entry_identity_of(const struct stat *seen)
{
	struct aq_entry_identity identity = {
		.device = seen->st_dev,
		.inode = seen->st_ino,
		.bytes = (uint64_t)seen->st_size,
		.modified = seen->st_mtim,
	};

	AQ_CLAIM(seen->st_size >= 0);
	return identity;
}

bool aq_entry_identity_equals(const struct aq_entry_identity *one,
			      const struct aq_entry_identity *other)
{
	return one->device == other->device && one->inode == other->inode &&
	       one->bytes == other->bytes && one->modified.tv_sec == other->modified.tv_sec &&
	       one->modified.tv_nsec == other->modified.tv_nsec;
}

static enum aq_code open_entry(struct aq_file_name file, nlink_t names_max, struct aq_entry *out)
{
	int parent = aq_folder_descriptor(file.folder);
	struct stat seen;
	enum aq_code code;
	int descriptor;
	int number;

	/* Opening a device can act on it, so its kind is asked for first. */
	if (fstatat(parent, file.name, &seen, AT_SYMLINK_NOFOLLOW) != 0)
		return code_of_errno(errno);
	code = check_kind(&seen, names_max);
	if (code != AQ_CODE_NONE)
		return code;
	descriptor = openat(parent, file.name, OPEN_FLAGS);
	if (descriptor < 0)
		return code_of_errno(errno);
	code = fstat(descriptor, &seen) != 0 ? AQ_BASE_FILE : check_kind(&seen, names_max);
	if (code != AQ_CODE_NONE) {
		number = errno;
		close(descriptor);
		errno = number;
		return code;
	}
	out->descriptor = descriptor;
	out->identity = aq_entry_identity_of(&seen);
	return AQ_CODE_NONE;
}

enum aq_code aq_entry_open(const struct aq_folder *folder, const char *name, struct aq_entry *out)
{
	return open_entry((struct aq_file_name){folder, name}, 1, out);
}

enum aq_code aq_entry_open_ours(const struct aq_folder *folder, const char *name,
				struct aq_entry *out)
{
	return open_entry((struct aq_file_name){folder, name}, (nlink_t)-1, out);
}

/*
 * A read lease is refused with EAGAIN while a writer has the file open. Should
 * a writer come between the two calls, the kernel tells us by a signal, SIGIO
 * unless another is named, and SIGIO would end the process; SIGURG is ignored
 * by default.
 */
bool aq_entry_is_being_written(int descriptor)
{
	if (fcntl(descriptor, F_SETSIG, SIGURG) != 0)
		return false;
	if (fcntl(descriptor, F_SETLEASE, F_RDLCK) != 0)
		return errno == EAGAIN;
	/* Should giving it back fail, closing the descriptor does so. */
	(void)fcntl(descriptor, F_SETLEASE, F_UNLCK);
	return false;
}

enum aq_status aq_entry_move(struct aq_file_name from, struct aq_file_name to, struct aq_error *err)
{
	struct aq_error own;
	enum aq_status status = aq_file_move(from, to, &own);

	if (status >= AQ_OK)
		return status;
	if (own.code == AQ_BASE_EXISTS)
		return AQ_END;
	if (!aq_file_exists(from) && !aq_file_exists(to))
		return aq_fail(err, AQ_NOT_FOUND, AQ_INTAKE_MISSING, (struct aq_at){0},
			       "'%s' has gone from '%s'", from.name, aq_folder_path(from.folder));
	if (err)
		*err = own;
	return status;
}

bool aq_entry_read(int descriptor, uint64_t offset, char *room, size_t room_bytes)
{
	size_t done = 0;

	while (done < room_bytes) {
		ssize_t got =
			pread(descriptor, room + done, room_bytes - done, (off_t)(offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0) {
			errno = 0;
			return false;
		}
		done += (size_t)got;
	}
	return true;
}
