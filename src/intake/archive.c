/*
 * archive.c - keeps every file taken in, byte for byte as it was received.
 *
 * Reads: a claim, by a descriptor of its own, while others read it too.
 * Promises: what stands under the name is whole, on the disk, and hashes to
 * its name; the same file makes the same archive, whenever and wherever.
 * Refuses: a file whose bytes are not those that were surveyed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "acquit/claim.h"
#include "acquit/thread.h"
#include "claim_inside.h"
#include "gunzip.h"
#include "gzip.h"
#include "scrap.h"

#define PIECE_BYTES ((size_t)256 * 1024)
#define FILE_MODE   0600

struct aq_archiving {
	const struct aq_folder *archive; /* borrowed */
	struct aq_sha256 unwrapped;
	bool is_compressed;
	bool is_running; /* the thread was started and not joined yet */
	int from; /* the claim's file */
	int to; /* the unfinished file, or -1 when it is there already */
	uint64_t bytes; /* as the claim has them */
	atomic_bool is_unwanted;
	char name[AQ_ARCHIVE_NAME_BYTES];
	char scrap[AQ_ARCHIVE_NAME_BYTES];
	pthread_t thread;
	enum aq_status status; /* the thread's, after it was joined */
	struct aq_error err;
	struct aq_hasher *hasher;
	struct aq_gzip *gzip; /* of a plain file */
	struct aq_gunzip *gunzip; /* of a compressed one, to check what it holds */
	char piece[PIECE_BYTES];
	char unwrapped_piece[PIECE_BYTES];
};

/* Files being archived at the same time have names apart. */
static atomic_uint scrap_number;

static enum aq_status put(void *context, struct aq_slice bytes, struct aq_error *err)
{
	struct aq_archiving *archiving = context;

	while (bytes.length > 0) {
		ssize_t written = write(archiving->to, bytes.start, bytes.length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written == 0)
			errno = ENOSPC;
		if (written <= 0)
			return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE,
					     "the archive copy '%s' cannot be written",
					     archiving->name);
		bytes.start += written;
		bytes.length -= (size_t)written;
	}
	return AQ_OK;
}

/* A compressed file is stored as it is; what it unwraps to is only hashed.
 * An empty piece drains what inflate holds back at the end. */
static enum aq_status keep_compressed(struct aq_archiving *archiving, struct aq_slice piece,
				      struct aq_error *err)
{
	enum aq_status status = put(archiving, piece, err);
	struct aq_gunzip_room room;

	if (status < AQ_OK)
		return status;
	do {
		struct aq_slice unwrapped = {archiving->unwrapped_piece, 0};

		room = (struct aq_gunzip_room){archiving->unwrapped_piece, PIECE_BYTES};
		status = aq_gunzip_step(archiving->gunzip, &piece, &room, err);
		if (status < AQ_OK)
			return status;
		unwrapped.length = PIECE_BYTES - room.bytes;
		status = aq_hasher_add(archiving->hasher, unwrapped, err);
	} while (status >= AQ_OK && room.bytes == 0);
	return status;
}

static enum aq_status keep_plain(struct aq_archiving *archiving, struct aq_slice piece,
				 struct aq_error *err)
{
	enum aq_status status = aq_hasher_add(archiving->hasher, piece, err);

	if (status < AQ_OK)
		return status;
	return aq_gzip_add(archiving->gzip, piece, err);
}

static enum aq_status fail_changed(struct aq_error *err)
{
	return aq_fail(err, AQ_BAD_FILE, AQ_INTAKE_CHANGED, (struct aq_at){0},
		       "the file changed before it was archived");
}

static enum aq_status copy(struct aq_archiving *archiving, struct aq_error *err)
{
	enum aq_status status = AQ_OK;
	uint64_t done = 0;

	while (status >= AQ_OK && done < archiving->bytes) {
		uint64_t left = archiving->bytes - done;
		struct aq_slice piece = {archiving->piece,
					 left < PIECE_BYTES ? (size_t)left : PIECE_BYTES};

		if (atomic_load(&archiving->is_unwanted))
			return AQ_OK;
		if (!aq_entry_read(archiving->from, done, archiving->piece, piece.length))
			return errno == 0 ? fail_changed(err)
					  : aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE,
							  "a file cannot be read to archive it");
		done += piece.length;
		status = archiving->is_compressed ? keep_compressed(archiving, piece, err)
						  : keep_plain(archiving, piece, err);
	}
	return status;
}

/* Everything but the name: copied, checked and on the disk. */
static enum aq_status make_copy(struct aq_archiving *archiving, struct aq_error *err)
{
	struct aq_sha256 hash;
	enum aq_status status;

	status = copy(archiving, err);
	if (status < AQ_OK || atomic_load(&archiving->is_unwanted))
		return status;
	status = archiving->is_compressed ? aq_gunzip_finish(archiving->gunzip, err)
					  : aq_gzip_finish(archiving->gzip, err);
	if (status < AQ_OK)
		return status;
	status = aq_hasher_end(archiving->hasher, &hash, err);
	if (status < AQ_OK)
		return status;
	if (!aq_sha256_equals(&hash, &archiving->unwrapped))
		return fail_changed(err);
	if (fsync(archiving->to) != 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE,
				     "the archive copy '%s' could not be written to the disk",
				     archiving->name);
	return AQ_OK;
}

static void *run_thread(void *context)
{
	struct aq_archiving *archiving = context;

	archiving->status = make_copy(archiving, &archiving->err);
	return NULL;
}

/* Ends the thread and lets everything go but the file's name. */
static void archiving_free(struct aq_archiving *archiving)
{
	if (archiving->is_running) {
		atomic_store(&archiving->is_unwanted, true);
		AQ_CLAIM(pthread_join(archiving->thread, NULL) == 0);
	}
	if (archiving->from >= 0)
		close(archiving->from);
	if (archiving->to >= 0) {
		close(archiving->to);
		unlinkat(aq_folder_descriptor(archiving->archive), archiving->scrap, 0);
	}
	aq_gzip_free(archiving->gzip);
	aq_gunzip_free(archiving->gunzip);
	aq_hasher_free(archiving->hasher);
	free(archiving);
}

static enum aq_status open_files(struct aq_archiving *archiving, const struct aq_claim *claim,
				 struct aq_error *err)
{
	archiving->from = fcntl(claim->entry.descriptor, F_DUPFD_CLOEXEC, 0);
	if (archiving->from < 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE,
				     "a file cannot be opened to archive it");
	snprintf(archiving->scrap, sizeof(archiving->scrap), AQ_SCRAP_HEAD "archive-%ld-%u",
		 (long)getpid(), atomic_fetch_add(&scrap_number, 1));
	archiving->to = openat(aq_folder_descriptor(archiving->archive), archiving->scrap,
			       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
	if (archiving->to < 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE,
				     "no file can be made in the folder '%s'",
				     aq_folder_path(archiving->archive));
	return AQ_OK;
}

static enum aq_status open_tools(struct aq_archiving *archiving, struct aq_error *err)
{
	/* The survey has held the file to its bounds; here it is only hashed. */
	struct aq_gunzip_limits limits = {UINT64_MAX, AQ_GUNZIP_NO_RATIO, UINT32_MAX};
	struct aq_gzip_sink sink = {archiving, put};
	enum aq_status status = aq_hasher_new(&archiving->hasher, err);

	if (status >= AQ_OK)
		status = aq_hasher_begin(archiving->hasher, err);
	if (status < AQ_OK)
		return status;
	if (archiving->is_compressed)
		return aq_gunzip_new(&archiving->gunzip, &limits, err);
	return aq_gzip_new(&archiving->gzip, &sink, err);
}

static enum aq_status archiving_new(struct aq_archiving **out, const struct aq_archive_order *order,
				    struct aq_error *err)
{
	struct aq_archiving *archiving = calloc(1, sizeof(*archiving));
	char date[AQ_DATE_TEXT_BYTES];
	char hex[AQ_SHA256_HEX_BYTES];

	if (!archiving)
		return aq_fail_memory(err);
	AQ_CLAIM(aq_date_is_set(order->on));
	archiving->archive = order->archive;
	archiving->unwrapped = order->unwrapped;
	archiving->is_compressed = order->is_compressed;
	archiving->bytes = aq_claim_bytes(order->claim);
	archiving->from = -1;
	archiving->to = -1;
	atomic_init(&archiving->is_unwanted, false);
	aq_date_print(order->on, date);
	aq_sha256_to_hex(&order->unwrapped, hex);
	snprintf(archiving->name, sizeof(archiving->name), "%s-%s.gz", date, hex);
	*out = archiving;
	return AQ_OK;
}

enum aq_status aq_archive_start(struct aq_archiving **out, const struct aq_archive_order *order,
				struct aq_error *err)
{
	struct aq_archiving *archiving = NULL;
	enum aq_status status;

	status = archiving_new(&archiving, order, err);
	if (status < AQ_OK)
		return status;
	if (aq_file_exists((struct aq_file_name){order->archive, archiving->name})) {
		*out = archiving;
		return AQ_OK;
	}
	status = open_files(archiving, order->claim, err);
	if (status >= AQ_OK)
		status = open_tools(archiving, err);
	if (status < AQ_OK)
		goto done;
	archiving->is_running = aq_thread_begin(&archiving->thread, run_thread, archiving);
	if (!archiving->is_running) {
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_MEMORY, "no thread can be started");
		goto done;
	}
	*out = archiving;
	archiving = NULL;
done:
	if (archiving)
		archiving_free(archiving);
	return status;
}

/* The copy gets its name. One that stood there already is as good. */
static enum aq_status give_name(struct aq_archiving *archiving, struct aq_error *err)
{
	int folder = aq_folder_descriptor(archiving->archive);
	int descriptor = archiving->to;
	struct aq_file_name from = {archiving->archive, archiving->scrap};
	struct aq_file_name to = {archiving->archive, archiving->name};
	enum aq_status status;

	archiving->to = -1;
	if (close(descriptor) != 0) {
		status =
			aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE,
				      "the archive copy '%s' could not be closed", archiving->name);
		unlinkat(folder, archiving->scrap, 0);
		return status;
	}
	status = aq_entry_move(from, to, err);
	if (status != AQ_OK)
		unlinkat(folder, archiving->scrap, 0);
	return status == AQ_END ? AQ_OK : status;
}

enum aq_status aq_archive_finish(struct aq_archiving *archiving, bool is_wanted,
				 char name[AQ_ARCHIVE_NAME_BYTES], struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (!archiving)
		return AQ_OK;
	if (!is_wanted)
		goto done;
	if (archiving->is_running) {
		AQ_CLAIM(pthread_join(archiving->thread, NULL) == 0);
		archiving->is_running = false;
		status = archiving->status;
		if (status < AQ_OK && err)
			*err = archiving->err;
		if (status >= AQ_OK)
			status = give_name(archiving, err);
	} else {
		/* Another run may have named it and been killed before this. */
		status = aq_folder_sync(archiving->archive, err);
	}
	if (status >= AQ_OK)
		memcpy(name, archiving->name, sizeof(archiving->name));
done:
	archiving_free(archiving);
	return status;
}
