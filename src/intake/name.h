/*
 * name.h - names of ours for files whose names came from outside.
 *
 * In work/ a claim is called "p-NNNNNN-ESCAPED" (payments) or "o-NNNNNN-..."
 * (open items): every byte but letters, digits and ". _ - +" as %XX, so that
 * the original name can be told from it after a crash. Where that would pass
 * the 255 bytes of a file name it is "p-NNNNNN-=HASH=HEAD": the SHA-256 of the
 * original name, whose bytes are kept in a side file "np-NNNNNN-=HASH=", and
 * as much of the escaped name as helps a person.
 */
#ifndef AQ_INTAKE_NAME_H
#define AQ_INTAKE_NAME_H

#include "acquit/hash.h"
#include "acquit/intake.h"

#define AQ_ENTRY_NAME_BYTES_MAX	    255
#define AQ_ENTRY_NAME_ROOM_BYTES    256 /* with its NUL */
#define AQ_ENTRY_NAME_SAFE_BYTES    200 /* leaves room for a number and a suffix */
#define AQ_ENTRY_NAME_ORDINAL_MAX   999999
#define AQ_ENTRY_NAME_NUMBER_MAX    1000000
#define AQ_ENTRY_NAME_REASON_SUFFIX ".reason.txt"

/* Any bytes but a slash and NUL, ended by a NUL. */
struct aq_entry_name {
	char text[AQ_ENTRY_NAME_ROOM_BYTES];
	size_t length;
};

struct aq_work_name {
	enum aq_drop drop;
	uint32_t ordinal;
	struct aq_entry_name original; /* when cut: its head, "~" and part of the hash */
	bool is_cut;
	struct aq_sha256 hash; /* of the original name, when cut */
	struct aq_entry_name side; /* the side file's name, when cut */
};

/* What a file in a folder can be called: 1 to 255 bytes, no slash, no NUL,
 * neither "." nor "..". */
bool aq_entry_name_is_possible(struct aq_slice name);
/* `name` must be possible. */
void aq_entry_name_set(struct aq_entry_name *out, struct aq_slice name);
struct aq_slice aq_entry_name_slice(const struct aq_entry_name *name);

/* Fills all of `work` from `original`, and prints the name it gets in work/. */
struct aq_work_order {
	enum aq_drop drop;
	uint32_t ordinal; /* at most AQ_ENTRY_NAME_ORDINAL_MAX */
	struct aq_slice original;
};
enum aq_status aq_work_name_make(const struct aq_work_order *order, struct aq_work_name *work,
				 struct aq_entry_name *out, struct aq_error *err);
/* False when `text` is no name of ours. */
bool aq_work_name_parse(struct aq_slice text, struct aq_work_name *out);
bool aq_work_name_is_side(struct aq_slice text);

/* A name that is safe on any file system, terminal and command line: control,
 * bidirectional and malformed bytes as %XX, no dot or dash in front, at most
 * AQ_ENTRY_NAME_SAFE_BYTES. */
enum aq_status aq_entry_name_make_safe(struct aq_slice original, struct aq_entry_name *out,
				       struct aq_error *err);
/* "NAME" for 1, "NAM-2.EXT" for 2, and so on. */
void aq_entry_name_number(const struct aq_entry_name *name, uint32_t number,
			  struct aq_entry_name *out);

#endif
