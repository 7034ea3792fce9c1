/*
 * file.h - files that are safe to trust after a power cut.
 *
 * Names are relative to an open folder; nothing here follows a symbolic link.
 * A written file appears under its name whole or not at all: temporary name,
 * write, fsync, rename, fsync of the folder. Temporary names begin with ".tmp-". Every call checks every result,
 * close included. Modes: 0600 for files, 0700 for folders.
 */
#ifndef ACQUIT_FILE_H
#define ACQUIT_FILE_H

#include <sys/types.h>

#include "acquit/error.h"

struct aq_folder;

/* A path of the operator's: links in it are followed, below it never. */
enum aq_status aq_folder_open(struct aq_folder **out, const char *path, struct aq_error *err);
/* A folder inside a folder, made when missing (and its parent fsynced). */
enum aq_status aq_folder_open_in(struct aq_folder **out, const struct aq_folder *parent,
				 const char *name, struct aq_error *err);
/* The same, but nothing is made: AQ_NOT_FOUND, with `err` as it was. */
enum aq_status aq_folder_find_in(struct aq_folder **out, const struct aq_folder *parent,
				 const char *name, struct aq_error *err);
void aq_folder_close(struct aq_folder *folder);
int aq_folder_descriptor(const struct aq_folder *folder);
/* As given on opening, for messages. */
const char *aq_folder_path(const struct aq_folder *folder);
enum aq_status aq_folder_sync(const struct aq_folder *folder, struct aq_error *err);
/* Every name but "." and "..", in byte order; `names` and its texts live in `arena`. */
struct aq_arena;
enum aq_status aq_folder_list(const struct aq_folder *folder, struct aq_arena *arena,
			      struct aq_slice **names, size_t *count, struct aq_error *err);

/* Writing. A writer buffers 256 KiB; _commit makes the name appear, _drop
 * forgets it. Exactly one of the two ends a writer (both accept NULL), also
 * when it fails; one writer a name at a time. A file of the same name is
 * replaced. The folder must outlive the writer. */
struct aq_writer;
enum aq_status aq_writer_open(struct aq_writer **out, const struct aq_folder *folder,
			      const char *name, struct aq_error *err);
enum aq_status aq_writer_add(struct aq_writer *writer, struct aq_slice bytes, struct aq_error *err);
enum aq_status aq_writer_commit(struct aq_writer *writer, struct aq_error *err);
void aq_writer_drop(struct aq_writer *writer);

/* The whole of a small file (at most `bytes_max`) into a buffer's end;
 * AQ_NOT_FOUND when there is none. Anything but a regular file is refused. */
struct aq_buffer;
enum aq_status aq_file_read(const struct aq_folder *folder, const char *name, size_t bytes_max,
			    struct aq_buffer *out, struct aq_error *err);
/* Rename between folders of one file system, both fsynced. Fails when the
 * target exists (code AQ_BASE_EXISTS; RENAME_NOREPLACE). */
struct aq_file_name {
	const struct aq_folder *folder;
	const char *name;
};
enum aq_status aq_file_move(struct aq_file_name from, struct aq_file_name to, struct aq_error *err);
/* Removes and fsyncs the folder; a missing file is no error. */
enum aq_status aq_file_remove(struct aq_file_name file, struct aq_error *err);
bool aq_file_exists(struct aq_file_name file);

/* The home's lock, by flock; AQ_LOCKED at once when another holds it. The
 * descriptor lives until _release, or the end of the process. */
struct aq_lock;
enum aq_status aq_lock_take(struct aq_lock **out, const struct aq_folder *home,
			    struct aq_error *err);
void aq_lock_release(struct aq_lock *lock);

#endif
