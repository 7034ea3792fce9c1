/*
 * lock.c - one run at a time in a home.
 *
 * The lock is the system's, on an open file, so it ends with the process,
 * however that ends. The number written into the file is for people only.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "file_internal.h"

#define LOCK_NAME "lock"
/* Nobody else may hold it open, or they could hold the lock as well. */
#define LOCK_MODE    0600
#define HOLDER_BYTES 32

struct aq_lock {
	int descriptor;
};

static enum aq_status fail_held(int descriptor, const struct aq_folder *home, struct aq_error *err)
{
	char holder[HOLDER_BYTES] = "";
	ssize_t got = pread(descriptor, holder, sizeof(holder) - 1, 0);
	uint64_t process = 0;

	if (got > 0 &&
	    aq_slice_to_u64(aq_slice_trim((struct aq_slice){holder, (size_t)got}), &process))
		return aq_fail(err, AQ_LOCKED, AQ_BASE_LOCKED, (struct aq_at){0},
			       "another run (process %llu) holds '%s'", (unsigned long long)process,
			       aq_folder_path(home));
	return aq_fail(err, AQ_LOCKED, AQ_BASE_LOCKED, (struct aq_at){0}, "another run holds '%s'",
		       aq_folder_path(home));
}

/* Nothing rests on this note, so nothing fails with it. */
static void note_holder(int descriptor)
{
	char text[HOLDER_BYTES];
	int bytes = snprintf(text, sizeof(text), "%ld\n", (long)getpid());

	if (ftruncate(descriptor, 0) == 0 && bytes > 0 &&
	    pwrite(descriptor, text, (size_t)bytes, 0) < 0)
		return;
}

enum aq_status aq_lock_take(struct aq_lock **out, const struct aq_folder *home,
			    struct aq_error *err)
{
	struct aq_lock *lock;
	enum aq_status status;
	int taken;
	int descriptor = openat(aq_folder_descriptor(home), LOCK_NAME,
				O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
				LOCK_MODE);

	if (descriptor < 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot open the lock of '%s'",
				     aq_folder_path(home));
	do
		taken = flock(descriptor, LOCK_EX | LOCK_NB);
	while (taken != 0 && errno == EINTR);
	if (taken != 0) {
		if (errno == EWOULDBLOCK)
			status = fail_held(descriptor, home, err);
		else
			status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot lock '%s'",
					       aq_folder_path(home));
		close(descriptor);
		return status;
	}
	lock = malloc(sizeof(*lock));
	if (!lock) {
		close(descriptor);
		return aq_fail_memory(err);
	}
	note_holder(descriptor);
	lock->descriptor = descriptor;
	*out = lock;
	return AQ_OK;
}

void aq_lock_release(struct aq_lock *lock)
{
	if (!lock)
		return;
	/* Closing ends the lock; the file stays, since removing it would let two
	 * runs lock two files of one name. It is as empty as it was. */
	if (ftruncate(lock->descriptor, 0) != 0)
		errno = 0;
	close(lock->descriptor);
	free(lock);
}
