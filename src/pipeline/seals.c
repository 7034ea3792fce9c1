/*
 * seals.c - checks every reports/RUN/seal.json: its signature, and that the
 * ledger still passed through the head it names.
 *
 * Reads: only seals this program wrote; any other shape is a seal that does
 * not hold.
 */
#include "job.h"

#include "acquit/seal.h"

#define SEAL_FILE_BYTES_MAX 4096

struct seals {
	struct aq_home *home;
	struct aq_seal_key *key;
	struct aq_arena *arena;
	struct aq_sha256 wanted;
	bool is_found;
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

	(void)err;
	if (aq_sha256_equals(&unit->head, &seals->wanted))
		seals->is_found = true;
	return AQ_OK;
}

static enum aq_status refuse(struct aq_slice run, const char *why, struct aq_error *err)
{
	return aq_fail(err, AQ_INTEGRITY, AQ_VERIFY_SEAL, nowhere,
		       "the seal of run %.*s does not hold: %s", AQ_SLICE_ARGS(run), why);
}

static enum aq_status check_text(struct seals *seals, struct aq_slice run, struct aq_slice json,
				 struct aq_error *err)
{
	struct aq_slice head = member(json, "head", seals->arena);
	struct aq_slice statement;
	struct aq_sha256 genesis;
	unsigned char seal[AQ_SEAL_BYTES];
	enum aq_status status;

	if (!aq_sha256_from_hex(head, &seals->wanted) ||
	    !seal_from_hex(member(json, "signature", seals->arena), seal) ||
	    !aq_slice_equals(member(json, "run", seals->arena), run))
		return refuse(run, "it is not as it was written", err);
	statement = aq_arena_print(
		seals->arena, "acquit/seal/1\nmain\n%.*s\n%.*s\n%.*s\n", AQ_SLICE_ARGS(run),
		AQ_SLICE_ARGS(member(json, "business_date", seals->arena)), AQ_SLICE_ARGS(head));
	status = aq_seal_check(seals->key, statement, seal, err);
	if (status == AQ_INTEGRITY)
		return refuse(run, "its signature is not ours", err);
	if (status < AQ_OK)
		return status;
	aq_chain_genesis(AQ_SLICE("main"), &genesis);
	seals->is_found = aq_sha256_equals(&genesis, &seals->wanted);
	status = aq_store_list_units(seals->home->store, on_unit, seals, err);
	if (status >= AQ_OK && !seals->is_found)
		return refuse(run, "the ledger no longer passes through its head", err);
	return status;
}

static enum aq_status check_run(struct seals *seals, struct aq_slice run, struct aq_error *err)
{
	struct aq_folder *folder = NULL;
	struct aq_buffer json;
	enum aq_status status;

	aq_buffer_init(&json, SEAL_FILE_BYTES_MAX);
	status = aq_folder_open_in(&folder, seals->home->reports, run.start, err);
	if (status >= AQ_OK)
		status = aq_file_read(folder, "seal.json", SEAL_FILE_BYTES_MAX, &json, err);
	if (status >= AQ_OK)
		status = check_text(seals, run, aq_buffer_slice(&json), err);
	else if (status == AQ_NOT_FOUND)
		status = AQ_OK;
	aq_folder_close(folder);
	aq_buffer_free(&json);
	return status;
}

enum aq_status seals_check(struct aq_home *home, struct aq_error *err)
{
	struct seals seals = {.home = home};
	struct aq_slice *names, path;
	size_t count = 0, index;
	enum aq_status status;

	status = aq_arena_new(&seals.arena, 0, err);
	if (status < AQ_OK)
		return status;
	path = aq_arena_print(seals.arena, "%s/seal.key.pub", home->path);
	status = path.length ? aq_seal_key_open_public(&seals.key, path.start, err)
			     : aq_fail_memory(err);
	if (status >= AQ_OK)
		status = aq_folder_list(home->reports, seals.arena, &names, &count, err);
	for (index = 0; index < count && status >= AQ_OK; index++)
		if (names[index].start[0] >= '0' && names[index].start[0] <= '9')
			status = check_run(&seals, names[index], err);
	aq_seal_key_close(seals.key);
	aq_arena_free(seals.arena);
	return status;
}
