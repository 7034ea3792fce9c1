/*
 * entry.h - what stands under a name in a folder.
 *
 * A name is looked at, opened and moved here and nowhere else in intake, so
 * that the rules for links, pipes and devices stand in one place.
 */
#ifndef AQ_INTAKE_ENTRY_H
#define AQ_INTAKE_ENTRY_H

#include <sys/stat.h>

#include "acquit/file.h"

/* A file as it was when it was opened; equal later means it did not change. */
struct aq_entry_identity {
	dev_t device;
	ino_t inode;
	uint64_t bytes;
	struct timespec modified;
};

struct aq_entry {
	int descriptor;
	struct aq_entry_identity identity;
};

/* Opens a regular file with exactly one name, following no link and waiting
 * for nobody. AQ_CODE_NONE on success; else the code says why not, nothing is
 * open, and for AQ_BASE_FILE errno has the rest. */
enum aq_code aq_entry_open(const struct aq_folder *folder, const char *name, struct aq_entry *out);
/* The same, but it may have more names: backups that link files are common
 * in folders that are ours. */
enum aq_code aq_entry_open_ours(const struct aq_folder *folder, const char *name,
				struct aq_entry *out);

/* What the file system says about a file that is no regular file. */
enum aq_code aq_entry_code_of(mode_t mode);
struct aq_entry_identity aq_entry_identity_of(const struct stat *seen);
bool aq_entry_identity_equals(const struct aq_entry_identity *one,
			      const struct aq_entry_identity *other);

/* Whether somebody has the open file open for writing. False where the file
 * system, or another owner, does not let us ask. */
bool aq_entry_is_being_written(int descriptor);

/* Renames without replacing, and fsyncs both folders, the target's first.
 * AQ_END when the target's name is taken, and then nothing is moved. */
enum aq_status aq_entry_move(struct aq_file_name from, struct aq_file_name to,
			     struct aq_error *err);

/* Exactly `room` bytes from `offset`; false when the file ends before or
 * cannot be read (errno is 0 at a too early end). */
bool aq_entry_read(int descriptor, uint64_t offset, char *room, size_t room_bytes);

#endif
