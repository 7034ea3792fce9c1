/*
 * archive_check.c - proves that an archived file still is what its name says.
 *
 * Reads: one file of archive/, "DATE-<sha256>.gz".
 * Promises: it inflates to its end, checksums fit, and what comes out hashes
 * to the name.
 * Refuses: anything else, as a fault of integrity.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "entry.h"
#include "gunzip.h"
#include "name.h"

#define PIECE_BYTES ((size_t)256 * 1024)
/* "-", the hash, ".gz" behind the date. */
#define NAME_BYTES ((AQ_DATE_TEXT_BYTES - 1) + 1 + (AQ_SHA256_HEX_BYTES - 1) + 3)

struct check {
	struct aq_hasher *hasher;
	struct aq_gunzip *gunzip;
	char *received;
	char *unwrapped;
};

static enum aq_status fail_damaged(struct aq_slice name, const char *what, struct aq_error *err)
{
	enum aq_status status =
		aq_fail(err, AQ_INTEGRITY, AQ_INTAKE_ARCHIVE_DAMAGED, (struct aq_at){0},
			"the archived file '%.*s' %s", AQ_SLICE_ARGS(name), what);

	aq_error_set_file(err, name);
	return status;
}

static bool hash_of_name(struct aq_slice name, struct aq_sha256 *out)
{
	struct aq_slice date = {name.start, AQ_DATE_TEXT_BYTES - 1};
	struct aq_slice hex = {name.start + AQ_DATE_TEXT_BYTES, AQ_SHA256_HEX_BYTES - 1};
	struct aq_slice ending = {name.start + NAME_BYTES - 3, 3};
	struct aq_date day;

	return name.length == NAME_BYTES && aq_date_parse(date, &day) &&
	       name.start[AQ_DATE_TEXT_BYTES - 1] == '-' && aq_slice_is(ending, ".gz") &&
	       aq_sha256_from_hex(hex, out);
}

static enum aq_status check_open(struct check *check, struct aq_error *err)
{
	struct aq_gunzip_limits limits = {UINT64_MAX, AQ_GUNZIP_NO_RATIO, UINT32_MAX};
	enum aq_status status;

	check->received = malloc(PIECE_BYTES);
	check->unwrapped = malloc(PIECE_BYTES);
	if (!check->received || !check->unwrapped)
		return aq_fail_memory(err);
	status = aq_hasher_new(&check->hasher, err);
	if (status >= AQ_OK)
		status = aq_hasher_begin(check->hasher, err);
	if (status < AQ_OK)
		return status;
	return aq_gunzip_new(&check->gunzip, &limits, err);
}

static void check_close(struct check *check)
{
	aq_gunzip_free(check->gunzip);
	aq_hasher_free(check->hasher);
	free(check->received);
	free(check->unwrapped);
}

/* Hashes what one received piece unwraps to. */
static enum aq_status unwrap(struct check *check, struct aq_slice piece, struct aq_error *err)
{
	struct aq_gunzip_room room;
	enum aq_status status;

	do {
		struct aq_slice unwrapped = {check->unwrapped, 0};

		room = (struct aq_gunzip_room){check->unwrapped, PIECE_BYTES};
		status = aq_gunzip_step(check->gunzip, &piece, &room, err);
		if (status < AQ_OK)
			return status;
		unwrapped.length = PIECE_BYTES - room.bytes;
		status = aq_hasher_add(check->hasher, unwrapped, err);
	} while (status >= AQ_OK && room.bytes == 0);
	return status;
}

static enum aq_status read_all(struct check *check, const struct aq_entry *entry,
			       struct aq_sha256 *out, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	uint64_t done = 0;

	while (status >= AQ_OK && done < entry->identity.bytes) {
		uint64_t left = entry->identity.bytes - done;
		struct aq_slice piece = {check->received,
					 left < PIECE_BYTES ? (size_t)left : PIECE_BYTES};

		if (!aq_entry_read(entry->descriptor, done, check->received, piece.length))
			return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE,
					     "an archived file cannot be read");
		done += piece.length;
		status = unwrap(check, piece, err);
	}
	if (status >= AQ_OK)
		status = aq_gunzip_finish(check->gunzip, err);
	if (status >= AQ_OK)
		status = aq_hasher_end(check->hasher, out, err);
	return status;
}

static enum aq_status open_archived(const struct aq_folder *archive, struct aq_slice name,
				    struct aq_entry *out, struct aq_error *err)
{
	struct aq_entry_name text;
	enum aq_status status;
	enum aq_code code;

	aq_entry_name_set(&text, name);
	code = aq_entry_open_ours(archive, text.text, out);
	if (code == AQ_CODE_NONE)
		return AQ_OK;
	if (code == AQ_BASE_FILE || code == AQ_INTAKE_UNREADABLE)
		return aq_fail_errno(err, AQ_SYSTEM, code, "'%s' cannot be opened", text.text);
	if (code != AQ_INTAKE_MISSING)
		return fail_damaged(name, "is no plain file any more", err);
	status = aq_fail(err, AQ_INTEGRITY, AQ_INTAKE_ARCHIVE_MISSING, (struct aq_at){0},
			 "the archived file '%s' is missing", text.text);
	aq_error_set_file(err, name);
	return status;
}

enum aq_status aq_archive_check(const struct aq_folder *archive, struct aq_slice name,
				struct aq_error *err)
{
	struct aq_entry entry = {.descriptor = -1};
	struct check check = {0};
	struct aq_sha256 wanted;
	struct aq_sha256 found;
	enum aq_status status;

	if (!hash_of_name(name, &wanted) || !aq_entry_name_is_possible(name))
		return fail_damaged(name, "has no name of ours", err);
	status = open_archived(archive, name, &entry, err);
	if (status < AQ_OK)
		goto done;
	status = check_open(&check, err);
	if (status < AQ_OK)
		goto done;
	status = read_all(&check, &entry, &found, err);
	if (status == AQ_BAD_FILE)
		status = fail_damaged(name, "does not unwrap", err);
	if (status < AQ_OK)
		goto done;
	if (!aq_sha256_equals(&wanted, &found))
		status = fail_damaged(name, "holds other bytes than its name says", err);
done:
	check_close(&check);
	if (entry.descriptor >= 0)
		close(entry.descriptor);
	return status;
}
