/*
 * file_internal.h - what the file parts of base share with one another.
 */
#ifndef ACQUIT_BASE_FILE_INTERNAL_H
#define ACQUIT_BASE_FILE_INTERNAL_H

#include "acquit/buffer.h"
#include "acquit/file.h"

/* A name inside a folder: not empty, no '/', neither "." nor "..". */
enum aq_status aq_name_check(const char *name, struct aq_error *err);

/* All bytes of an open regular file, at most `bytes_max`, to the buffer's end.
 * `name` is for messages. */
enum aq_status aq_descriptor_read(int descriptor, const char *name, size_t bytes_max,
				  struct aq_buffer *out, struct aq_error *err);

/* A file an operator named by its path, links followed: settings, profiles.
 * AQ_NOT_FOUND when there is none. */
enum aq_status aq_path_read(const char *path, size_t bytes_max, struct aq_buffer *out,
			    struct aq_error *err);

/* Writes all of it, whatever the system takes at a time. */
enum aq_status aq_descriptor_write(int descriptor, const char *name, struct aq_slice bytes,
				   struct aq_error *err);

/* As aq_writer_open, with permissions of the caller's choice. */
enum aq_status aq_writer_open_as(struct aq_writer **out, const struct aq_folder *folder,
				 const char *name, mode_t mode, struct aq_error *err);
/* As aq_writer_commit, but refuses to replace what has the name already. */
enum aq_status aq_writer_commit_new(struct aq_writer *writer, struct aq_error *err);

/* Renames unless the target exists (errno EEXIST); no fsync. 0 or -1, errno. */
int aq_rename_new(struct aq_file_name from, struct aq_file_name to);

#endif
