/*
 * seals.c - checks the seal of every run, in order: its signature, that it names
 * the head its run ended with, and that the ledger still passes through it after
 * the one before.
 *
 * Reads: only seals this program wrote; any other shape is a seal that does
 * not hold.
 * Refuses: a newest run without its seal, which nothing else would prove. An
 * older one that is gone is named: a later seal stands for its head too.
 */
#include "job.h"

#include <stdlib.h>

#include "acquit/log.h"
#include "acquit/seal.h"

#define SEAL_FILE_BYTES_MAX 4096
#define MISSING_NAMED_MAX   10
#define HEADS_AT_FIRST	    256

struct head { /* where the chain passed through it, from 1 */
	struct aq_sha256 hash;
	uint64_t place;
};

struct seals {
	struct aq_home *home;
	struct aq_seal_key *key;
	struct aq_arena *arena; /* heads and names */
	struct aq_arena *scratch; /* one seal */
	struct head *heads; /* sorted by hash, then place */
	size_t head_count, head_room;
	uint64_t place; /* of the seal before */
	char missing[AQ_RUN_ID_BYTES]; /* the newest closed run, if its seal is gone */
	struct aq_verify_result *out;
};

static const struct aq_at nowhere = {0, 0};

/* The text of "name": "text" in a seal; empty when it is not there. */
static struct aq_slice member(struct aq_slice json, const char *name, struct aq_arena *arena)
{
	struct aq_slice mark = aq_arena_print(arena, "\"%s\": \"", name), rest;
	size_t at = aq_slice_find(json, mark);

	if (at == SIZE_MAX)
		return (struct aq_slice){NULL, 0};
	rest = aq_slice_between(json.start + at + mark.length, json.start + json.length);
	return aq_slice_cut(&rest, '"');
}

static int hex_digit(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	return -1;
}

static bool seal_from_hex(struct aq_slice hex, unsigned char out[AQ_SEAL_BYTES])
{
	size_t index;

	if (hex.length != (size_t)AQ_SEAL_BYTES * 2)
		return false;
	for (index = 0; index < AQ_SEAL_BYTES; index++) {
		int high = hex_digit(hex.start[index * 2]),
		    low = hex_digit(hex.start[index * 2 + 1]);

		if (high < 0 || low < 0)
			return false;
		out[index] = (unsigned char)(high << 4 | low);
	}
	return true;
}

static enum aq_status on_unit(void *context, const struct aq_unit_row *unit, struct aq_error *err)
{
	struct seals *seals = context;

	if (seals->head_count == seals->head_room) {
		size_t room = seals->head_room ? seals->head_room * 2 : HEADS_AT_FIRST;
		struct head *heads = aq_arena_take_many(seals->arena, room, sizeof(*heads));

		if (!heads)
			return aq_fail_memory(err);
		if (seals->head_count)
			memcpy(heads, seals->heads, seals->head_count * sizeof(*heads));
		seals->heads = heads;
		seals->head_room = room;
	}
	seals->heads[seals->head_count] = (struct head){unit->head, seals->head_count + 1};
	seals->head_count++;
	return AQ_OK;
}

static int compare_heads(const void *one, const void *other)
{
	const struct head *a = one, *b = other;
	int order = memcmp(a->hash.bytes, b->hash.bytes, sizeof(a->hash.bytes));

	if (order != 0)
		return order;
	return a->place < b->place ? -1 : a->place > b->place;
}

/* 0 for the genesis; UINT64_MAX when the ledger never passed through it. */
static uint64_t place_of(const struct seals *seals, const struct aq_sha256 *hash)
{
	struct aq_sha256 genesis;
	size_t low = 0, high = seals->head_count;

	aq_chain_genesis(AQ_SLICE("main"), &genesis);
	if (aq_sha256_equals(&genesis, hash))
		return 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(seals->heads[middle].hash.bytes, hash->bytes, sizeof(hash->bytes)) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < seals->head_count && aq_sha256_equals(&seals->heads[low].hash, hash))
		return seals->heads[low].place;
	return UINT64_MAX;
}

static enum aq_status refuse(struct aq_slice run, const char *why, struct aq_error *err)
{
	return aq_fail(err, AQ_INTEGRITY, AQ_VERIFY_SEAL, nowhere,
		       "the seal of run %.*s does not hold: %s", AQ_SLICE_ARGS(run), why);
}

static enum aq_status check_place(struct seals *seals, const struct aq_run *run,
				  const struct aq_sha256 *head, struct aq_error *err)
{
	uint64_t place = place_of(seals, head);

	if (place == UINT64_MAX)
		return refuse(aq_slice_of(run->id), "the ledger no longer passes through its head",
			      err);
	if (!aq_sha256_equals(head, &run->head_after))
		return refuse(aq_slice_of(run->id), "it names a head its run did not end with",
			      err);
	if (place < seals->place)
		return refuse(aq_slice_of(run->id), "its head stands before an earlier run's", err);
	seals->place = place;
	return AQ_OK;
}

static enum aq_status check_text(struct seals *seals, const struct aq_run *run,
				 struct aq_slice json, struct aq_error *err)
{
	struct aq_slice id = aq_slice_of(run->id);
	struct aq_slice head = member(json, "head", seals->scratch);
	struct aq_slice statement;
	struct aq_sha256 wanted;
	unsigned char seal[AQ_SEAL_BYTES];
	enum aq_status status;

	if (!aq_sha256_from_hex(head, &wanted) ||
	    !seal_from_hex(member(json, "signature", seals->scratch), seal) ||
	    !aq_slice_equals(member(json, "run", seals->scratch), id))
		return refuse(id, "it is not as it was written", err);
	statement = aq_arena_print(
		seals->scratch, "acquit/seal/1\nmain\n%.*s\n%.*s\n%.*s\n", AQ_SLICE_ARGS(id),
		AQ_SLICE_ARGS(member(json, "business_date", seals->scratch)), AQ_SLICE_ARGS(head));
	status = aq_seal_check(seals->key, statement, seal, err);
	if (status == AQ_INTEGRITY)
		return refuse(id, "its signature is not ours", err);
	return status < AQ_OK ? status : check_place(seals, run, &wanted, err);
}

/* AQ_NOT_FOUND: the folder or the seal is not there. */
static enum aq_status read_seal(struct seals *seals, struct aq_slice run, struct aq_buffer *out,
				struct aq_error *err)
{
	struct aq_folder *folder = NULL;
	enum aq_status status = aq_folder_find_in(&folder, seals->home->reports, run.start, err);

	if (status >= AQ_OK)
		status = aq_file_read(folder, "seal.json", SEAL_FILE_BYTES_MAX, out, err);
	aq_folder_close(folder);
	return status;
}

static void miss(struct seals *seals, const struct aq_run *run)
{
	memcpy(seals->missing, run->id, sizeof(seals->missing));
	if (seals->out->missing_seals++ < MISSING_NAMED_MAX)
		aq_log_say(AQ_LOG_WARNING, "the seal of run %s is gone: reports/%s/seal.json",
			   run->id, run->id);
}

static enum aq_status on_run(void *context, const struct aq_run *run, struct aq_error *err)
{
	struct seals *seals = context;
	struct aq_buffer json;
	enum aq_status status;

	if (!run->is_closed)
		return AQ_OK;
	aq_arena_reset(seals->scratch);
	aq_buffer_init(&json, SEAL_FILE_BYTES_MAX);
	status = read_seal(seals, aq_slice_of(run->id), &json, err);
	if (status >= AQ_OK) {
		seals->missing[0] = '\0';
		seals->out->seals++;
		status = check_text(seals, run, aq_buffer_slice(&json), err);
	} else if (status == AQ_NOT_FOUND) {
		miss(seals, run);
		status = AQ_OK;
	}
	aq_buffer_free(&json);
	return status;
}

/* Reports that bear a seal are of a run the ledger knows. */
static enum aq_status check_folder(struct seals *seals, struct aq_slice name, struct aq_error *err)
{
	struct aq_run run;
	struct aq_buffer json;
	enum aq_status status = aq_store_run_find(seals->home->store, name, &run, err);

	if (status != AQ_NOT_FOUND)
		return status;
	aq_buffer_init(&json, SEAL_FILE_BYTES_MAX);
	status = read_seal(seals, name, &json, err);
	aq_buffer_free(&json);
	if (status >= AQ_OK)
		return refuse(name, "the ledger knows no such run", err);
	return status == AQ_NOT_FOUND ? AQ_OK : status;
}

static enum aq_status check_folders(struct seals *seals, struct aq_error *err)
{
	struct aq_slice *names;
	size_t count = 0;
	enum aq_status status =
		aq_folder_list(seals->home->reports, seals->arena, &names, &count, err);

	for (size_t index = 0; index < count && status >= AQ_OK; index++)
		if (names[index].start[0] >= '0' && names[index].start[0] <= '9')
			status = check_folder(seals, names[index], err);
	return status;
}

static enum aq_status check_all(struct seals *seals, struct aq_error *err)
{
	struct aq_slice path = aq_arena_print(seals->arena, "%s/seal.key.pub", seals->home->path);
	enum aq_status status = path.length ? aq_seal_key_open_public(&seals->key, path.start, err)
					    : aq_fail_memory(err);

	if (status >= AQ_OK)
		status = aq_store_list_units(seals->home->store, on_unit, seals, err);
	if (status < AQ_OK)
		return status;
	if (seals->head_count)
		qsort(seals->heads, seals->head_count, sizeof(*seals->heads), compare_heads);
	status = aq_store_list_runs(seals->home->store, on_run, seals, err);
	if (status >= AQ_OK && seals->missing[0])
		return aq_fail(err, AQ_INTEGRITY, AQ_VERIFY_SEAL, nowhere,
			       "the newest run, %s, has no seal: reports/%s/seal.json is gone, and "
			       "nothing proves the head",
			       seals->missing, seals->missing);
	return status < AQ_OK ? status : check_folders(seals, err);
}

enum aq_status seals_check(struct aq_home *home, struct aq_verify_result *out, struct aq_error *err)
{
	struct seals seals = {.home = home, .out = out};
	enum aq_status status = aq_arena_new(&seals.arena, 0, err);

	if (status >= AQ_OK)
		status = aq_arena_new(&seals.scratch, 0, err);
	if (status >= AQ_OK)
		status = check_all(&seals, err);
	aq_seal_key_close(seals.key);
	aq_arena_free(seals.scratch);
	aq_arena_free(seals.arena);
	return status;
}
