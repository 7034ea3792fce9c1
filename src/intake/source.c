/*
 * source.c - hands out the unwrapped bytes of a claim, piece by piece.
 *
 * Reads: the claim's descriptor, by offset, so that others can read it too.
 * Promises: every byte once and in order, at most PIECE_BYTES at a time; the
 * end only after gzip's checksums and the file's identity have been checked
 * again; the same bytes on every pass.
 * Refuses: what is empty, too large, no plain or gzip file, or changes.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "acquit/claim.h"
#include "acquit/decode.h"
#include "claim_inside.h"
#include "gunzip.h"
#include "sniff.h"

#define PIECE_BYTES	    ((size_t)256 * 1024)
#define INPUT_BYTES	    ((size_t)64 * 1024)
#define UNWRAPPED_BYTES_MAX ((uint64_t)16 * 1024 * 1024 * 1024)
#define RATIO_MAX	    200
#define MEMBERS_MAX	    8

_Static_assert(PIECE_BYTES >= AQ_SNIFF_BYTES, "one piece shows what a file is");

struct aq_source {
	struct aq_claim *claim; /* borrowed */
	struct aq_findings *findings; /* borrowed, may be NULL */
	struct aq_gunzip_limits limits;
	struct aq_gunzip *gunzip; /* NULL for a plain file */
	uint64_t received_bytes; /* read in this pass */
	uint64_t unwrapped_bytes; /* handed out in this pass */
	bool is_ended; /* this pass has come to its end */
	bool is_surveying; /* this pass hashes what was received, too */
	bool is_unhashed; /* nobody asks for a hash */
	bool is_surveyed;
	bool is_padding_said;
	struct aq_hasher *unwrapped_hasher;
	struct aq_hasher *received_hasher;
	struct aq_sha256 unwrapped; /* of the survey */
	struct aq_slice input; /* what of input_room is not taken yet */
	size_t head_length;
	char head[AQ_DECODE_HEAD_BYTES];
	char input_room[INPUT_BYTES];
	char piece[PIECE_BYTES];
};

/* What refuses the file is a finding as well as an error. A file that changed
 * under us may look torn or damaged; that it changed is the truth then. */
static enum aq_status tell(struct aq_source *source, enum aq_status status, struct aq_error *err)
{
	struct aq_error changed;
	struct aq_finding finding = {0};

	if (status != AQ_BAD_FILE)
		return status;
	if (err->code != AQ_INTAKE_CHANGED &&
	    aq_claim_check_unchanged(source->claim, &changed) == AQ_BAD_FILE)
		*err = changed;
	aq_error_set_file(err, aq_claim_name(source->claim));
	finding.code = err->code;
	finding.at = err->at;
	finding.message = aq_slice_of(err->text);
	aq_findings_add(source->findings, &finding);
	return status;
}

static enum aq_status read_received(struct aq_source *source, char *room, size_t room_bytes,
				    struct aq_error *err)
{
	if (!aq_entry_read(source->claim->entry.descriptor, source->received_bytes, room,
			   room_bytes)) {
		if (errno == 0)
			return aq_fail(err, AQ_BAD_FILE, AQ_INTAKE_CHANGED, (struct aq_at){0},
				       "the file became shorter while it was read");
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "the file cannot be read");
	}
	source->received_bytes += room_bytes;
	return AQ_OK;
}

static size_t at_most(uint64_t bytes, size_t bytes_max)
{
	return bytes < bytes_max ? (size_t)bytes : bytes_max;
}

static uint64_t left_to_read(const struct aq_source *source)
{
	return aq_claim_bytes(source->claim) - source->received_bytes;
}

static enum aq_status fill_plain(struct aq_source *source, size_t *filled, struct aq_error *err)
{
	size_t wanted = at_most(left_to_read(source), PIECE_BYTES);

	*filled = wanted;
	return wanted > 0 ? read_received(source, source->piece, wanted, err) : AQ_OK;
}

static enum aq_status fill_input(struct aq_source *source, struct aq_error *err)
{
	size_t wanted = at_most(left_to_read(source), INPUT_BYTES);
	enum aq_status status;

	if (wanted == 0)
		return AQ_OK;
	status = read_received(source, source->input_room, wanted, err);
	if (status < AQ_OK)
		return status;
	source->input = (struct aq_slice){source->input_room, wanted};
	if (!source->is_surveying)
		return AQ_OK;
	return aq_hasher_add(source->received_hasher, source->input, err);
}

/* A piece that is not full is the last: inflate keeps nothing back while it
 * has room. */
static enum aq_status fill_unwrapped(struct aq_source *source, size_t *filled, struct aq_error *err)
{
	struct aq_gunzip_room room = {source->piece, PIECE_BYTES};
	enum aq_status status = AQ_OK;
	bool is_last = false;

	while (status == AQ_OK && room.bytes > 0 && !is_last) {
		if (source->input.length == 0)
			status = fill_input(source, err);
		if (status < AQ_OK)
			break;
		is_last = source->input.length == 0;
		status = aq_gunzip_step(source->gunzip, &source->input, &room, err);
	}
	*filled = PIECE_BYTES - room.bytes;
	return status;
}

static enum aq_status check_unwrapped(const struct aq_source *source, struct aq_slice piece,
				      struct aq_error *err)
{
	struct aq_sniffed sniffed = aq_sniff(piece);

	if (source->gunzip && aq_sniff_is_gzip(piece))
		return aq_fail(err, AQ_BAD_FILE, AQ_INTAKE_GZIP_NESTED, (struct aq_at){0},
			       "the gzip data holds gzip data again");
	if (sniffed.code != AQ_CODE_NONE)
		return aq_fail(err, AQ_BAD_FILE, sniffed.code, (struct aq_at){0},
			       "the file is %s, which is not taken", sniffed.what);
	return AQ_OK;
}

/* Compares the pass that ends with the survey, so that what was decoded is
 * what was hashed; the survey itself takes the hash. */
static enum aq_status check_hash(struct aq_source *source, struct aq_error *err)
{
	struct aq_sha256 hash;
	enum aq_status status;

	if (source->is_unhashed)
		return AQ_OK;
	status = aq_hasher_end(source->unwrapped_hasher, &hash, err);
	if (status < AQ_OK)
		return status;
	if (source->is_surveyed && !aq_sha256_equals(&hash, &source->unwrapped))
		return aq_fail(err, AQ_BAD_FILE, AQ_INTAKE_CHANGED, (struct aq_at){0},
			       "the file changed after it was first read");
	source->unwrapped = hash;
	return AQ_OK;
}

static void say_padding(struct aq_source *source)
{
	struct aq_slice none = {0};
	uint64_t padding = source->gunzip ? aq_gunzip_padding_bytes(source->gunzip) : 0;

	if (padding == 0 || source->is_padding_said)
		return;
	source->is_padding_said = true;
	aq_findings_say(source->findings, AQ_INTAKE_GZIP_PADDING, (struct aq_at){0}, none, none,
			"%llu zero bytes follow the gzip data", (unsigned long long)padding);
}

static enum aq_status end_pass(struct aq_source *source, struct aq_error *err)
{
	enum aq_status status;

	status = aq_claim_check_unchanged(source->claim, err);
	if (status < AQ_OK)
		return status;
	if (source->gunzip) {
		status = aq_gunzip_finish(source->gunzip, err);
		if (status < AQ_OK)
			return status;
	}
	if (source->unwrapped_bytes == 0)
		return aq_fail(err, AQ_BAD_FILE, AQ_INTAKE_EMPTY, (struct aq_at){0},
			       "the file is empty");
	status = check_hash(source, err);
	if (status < AQ_OK)
		return status;
	say_padding(source);
	source->is_ended = true;
	return AQ_END;
}

static enum aq_status next_piece(struct aq_source *source, struct aq_slice *out,
				 struct aq_error *err)
{
	struct aq_slice piece = {source->piece, 0};
	enum aq_status status;

	if (source->gunzip)
		status = fill_unwrapped(source, &piece.length, err);
	else
		status = fill_plain(source, &piece.length, err);
	if (status < AQ_OK)
		return status;
	*out = piece;
	if (piece.length == 0)
		return end_pass(source, err);
	if (source->unwrapped_bytes == 0) {
		status = check_unwrapped(source, piece, err);
		if (status < AQ_OK)
			return status;
	}
	source->unwrapped_bytes += piece.length;
	if (source->is_unhashed)
		return AQ_OK;
	return aq_hasher_add(source->unwrapped_hasher, piece, err);
}

/* The kind of the file, and the bounds that can be known beforehand. */
static enum aq_status begin(struct aq_source *source, struct aq_error *err)
{
	uint64_t bytes = aq_claim_bytes(source->claim);
	struct aq_slice head = {source->input_room, at_most(bytes, AQ_SNIFF_BYTES)};
	enum aq_status status;

	status = read_received(source, source->input_room, head.length, err);
	if (status < AQ_OK)
		return status;
	if (aq_sniff_is_gzip(head))
		return aq_gunzip_new(&source->gunzip, &source->limits, err);
	if (bytes > source->limits.unwrapped_bytes_max)
		return aq_fail(err, AQ_BAD_FILE, AQ_INTAKE_TOO_LARGE, (struct aq_at){0},
			       "the file has %llu bytes, more than are taken",
			       (unsigned long long)bytes);
	return AQ_OK;
}

static enum aq_status source_new(struct aq_source **out, struct aq_claim *claim,
				 const struct aq_source_limits *limits, struct aq_error *err)
{
	struct aq_source *source = calloc(1, sizeof(*source));
	enum aq_status status;

	if (!source)
		return aq_fail_memory(err);
	source->claim = claim;
	source->limits.unwrapped_bytes_max = limits && limits->unwrapped_bytes_max
						     ? limits->unwrapped_bytes_max
						     : UNWRAPPED_BYTES_MAX;
	source->limits.ratio_max = limits && limits->ratio_max ? limits->ratio_max : RATIO_MAX;
	source->limits.members_max =
		limits && limits->members_max ? limits->members_max : MEMBERS_MAX;
	status = aq_hasher_new(&source->unwrapped_hasher, err);
	if (status >= AQ_OK)
		status = aq_hasher_new(&source->received_hasher, err);
	if (status < AQ_OK) {
		aq_source_close(source);
		return status;
	}
	*out = source;
	return AQ_OK;
}

void aq_source_close(struct aq_source *source)
{
	if (!source)
		return;
	aq_gunzip_free(source->gunzip);
	aq_hasher_free(source->unwrapped_hasher);
	aq_hasher_free(source->received_hasher);
	free(source);
}

enum aq_status aq_source_next(struct aq_source *source, struct aq_slice *piece,
			      struct aq_error *err)
{
	struct aq_slice next = {source->piece, 0};
	struct aq_error own;
	enum aq_status status = AQ_END;

	if (!source->is_ended)
		status = next_piece(source, &next, err ? err : &own);
	status = tell(source, status, err ? err : &own);
	if (status >= AQ_OK)
		*piece = next;
	return status;
}

enum aq_status aq_source_rewind(struct aq_source *source, struct aq_error *err)
{
	enum aq_status status;

	source->received_bytes = 0;
	source->unwrapped_bytes = 0;
	source->is_ended = false;
	source->is_surveying = false;
	source->input.length = 0;
	status = aq_hasher_begin(source->unwrapped_hasher, err);
	if (status < AQ_OK || !source->gunzip)
		return status;
	return aq_gunzip_reset(source->gunzip, err);
}

/* The head grows until it is full; bids look at nothing behind it. */
static void keep_head(struct aq_source *source, struct aq_slice piece)
{
	size_t kept = at_most(piece.length, sizeof(source->head) - source->head_length);

	memcpy(source->head + source->head_length, piece.start, kept);
	source->head_length += kept;
}

/* From the start to the end, whatever comes. */
static enum aq_status read_all(struct aq_source *source, struct aq_error *err)
{
	enum aq_status status;
	struct aq_slice piece;

	source->head_length = 0;
	do {
		status = aq_source_next(source, &piece, err);
		if (status == AQ_OK)
			keep_head(source, piece);
	} while (status == AQ_OK);
	return status;
}

enum aq_status aq_source_head(struct aq_source *source, struct aq_slice *out, bool *is_whole,
			      struct aq_error *err)
{
	struct aq_slice piece;
	enum aq_status status = aq_source_rewind(source, err);

	source->is_unhashed = true;
	source->head_length = 0;
	while (status == AQ_OK && source->head_length < sizeof(source->head)) {
		status = aq_source_next(source, &piece, err);
		if (status == AQ_OK)
			keep_head(source, piece);
	}
	if (status < AQ_OK)
		return status;
	*is_whole = source->unwrapped_bytes == source->head_length && left_to_read(source) == 0 &&
		    source->input.length == 0;
	*out = (struct aq_slice){source->head, source->head_length};
	return aq_source_rewind(source, err);
}

enum aq_status aq_source_survey(struct aq_source *source, struct aq_source_facts *out,
				struct aq_error *err)
{
	struct aq_source_facts facts = {0};
	enum aq_status status;

	status = aq_source_rewind(source, err);
	if (status < AQ_OK)
		return status;
	source->is_surveying = true;
	status = aq_hasher_begin(source->received_hasher, err);
	if (status < AQ_OK)
		return status;
	status = read_all(source, err);
	if (status < AQ_OK)
		return status;
	AQ_CLAIM(source->received_bytes == aq_claim_bytes(source->claim));
	facts.unwrapped = source->unwrapped;
	facts.received = source->unwrapped;
	if (source->gunzip) {
		status = aq_hasher_end(source->received_hasher, &facts.received, err);
		if (status < AQ_OK)
			return status;
	}
	facts.unwrapped_bytes = source->unwrapped_bytes;
	facts.received_bytes = source->received_bytes;
	facts.is_compressed = source->gunzip != NULL;
	facts.head = source->head;
	facts.head_length = source->head_length;
	source->is_surveyed = true;
	status = aq_source_rewind(source, err);
	if (status < AQ_OK)
		return status;
	*out = facts;
	return AQ_OK;
}

enum aq_status aq_source_open(struct aq_source **out, struct aq_claim *claim,
			      const struct aq_source_limits *limits, struct aq_findings *findings,
			      struct aq_error *err)
{
	struct aq_source *source = NULL;
	struct aq_slice piece;
	struct aq_error own;
	enum aq_status status;

	if (!err)
		err = &own;
	status = source_new(&source, claim, limits, err);
	if (status < AQ_OK)
		return status;
	source->findings = findings;
	status = tell(source, begin(source, err), err);
	if (status < AQ_OK)
		goto done;
	/* The first piece shows what a gzip file holds; then from the start. */
	status = aq_source_rewind(source, err);
	if (status < AQ_OK)
		goto done;
	status = aq_source_next(source, &piece, err);
	if (status < AQ_OK)
		goto done;
	status = aq_source_rewind(source, err);
	if (status < AQ_OK)
		goto done;
	*out = source;
	source = NULL;
done:
	aq_source_close(source);
	return status;
}
