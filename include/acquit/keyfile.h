/*
 * keyfile.h - "[section]" and "key = value" files: acquit.conf and profiles.
 *
 * One setting a line; `#` begins a comment only at the start of a line; values
 * run to the end of the line, blanks trimmed. A key may repeat (each is kept,
 * in order). What the keys mean is the caller's; errors name file and line.
 */
#ifndef ACQUIT_KEYFILE_H
#define ACQUIT_KEYFILE_H

#include "acquit/arena.h"
#include "acquit/error.h"

#define AQ_KEYFILE_BYTES_MAX	  (1024 * 1024)
#define AQ_KEYFILE_LINE_BYTES_MAX 4096

struct aq_setting {
	struct aq_slice section; /* "" before the first section */
	struct aq_slice key;
	struct aq_slice value;
	uint64_t line;
	uint64_t section_line;
};

struct aq_keyfile { /* everything lives in the arena given */
	struct aq_slice path;
	struct aq_setting *settings;
	size_t count;
};

enum aq_status aq_keyfile_parse(struct aq_keyfile *out, struct aq_arena *arena,
				struct aq_slice path, struct aq_slice text, struct aq_error *err);
/* Reads and parses; AQ_NOT_FOUND when there is no such file. */
enum aq_status aq_keyfile_read(struct aq_keyfile *out, struct aq_arena *arena, const char *path,
			       struct aq_error *err);
/* The last value of a key in a section, or NULL. */
const struct aq_setting *aq_keyfile_find(const struct aq_keyfile *keyfile, const char *section,
					 const char *key);
#endif
