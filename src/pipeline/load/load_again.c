/*
 * load_again.c - an open-items file whose bytes came before: no news, or how
 * things stand once more.
 *
 * Design: such a file tells a state, so one that equals an older one is news
 * where another of its table came since, or where rows of it were refused. No
 * news are: the last one again, and a folder that is copied whole, old files and
 * what followed them: where all that came since comes again tonight too, things
 * stand as these very files left them, unless one of them was news tonight.
 */
#include "../job.h"

#include <string.h>

static uint64_t first_bytes(const struct aq_sha256 *hash)
{
	uint64_t number;

	memcpy(&number, hash->bytes, sizeof(number));
	return number;
}

static void add_hashes(struct job *job, const struct aq_sha256 *hashes, size_t count)
{
	for (size_t at = 0; at < count; at++)
		numbers_add(&job->came_tonight, first_bytes(&hashes[at]));
}

/* A file that is no file for us is refused when its turn comes. */
static enum aq_status add_claimed(struct job *job, struct aq_claim *claim, struct aq_error *err)
{
	struct file_work work;
	enum aq_status status = file_open(job, claim, true, &work, err);

	if (status >= AQ_OK)
		add_hashes(job, &work.facts.unwrapped, 1);
	file_close(&work);
	return status < AQ_OK && status != AQ_BAD_FILE ? status : AQ_OK;
}

static enum aq_status add_named(struct job *job, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < job->order->load_path_count && status >= AQ_OK; at++) {
		struct aq_claim *claim = NULL;

		status = aq_claim_named(&claim, job->order->load_paths[at], err);
		if (status >= AQ_OK)
			status = add_claimed(job, claim, err);
		aq_claim_close(claim);
	}
	return status;
}

/* Those of tonight that are still to be read. A dry run leaves them where they are. */
static enum aq_status add_waiting(struct job *job, struct aq_error *err)
{
	uint64_t held_files = job->held_files;
	enum aq_status status;

	if (job->order->load_path_count > 0)
		return add_named(job, err);
	if (!job->order->is_dry)
		return claims_left(job, AQ_DROP_OPEN_ITEMS, add_claimed, err);
	status = claims_walk(job, AQ_DROP_OPEN_ITEMS, add_claimed, err);
	job->held_files = held_files;
	return status;
}

/* Once a night, where it is asked for: the others never read a file twice. */
static enum aq_status gather_tonight(struct job *job, struct aq_arena *arena, struct aq_error *err)
{
	struct aq_sha256 *hashes;
	size_t count;
	enum aq_status status;

	if (job->came_tonight.count > 0)
		return AQ_OK;
	status = aq_store_run_files(job->store, job->run.run_no, arena, &hashes, &count, err);
	if (status < AQ_OK)
		return status;
	add_hashes(job, hashes, count);
	status = add_waiting(job, err);
	if (status >= AQ_OK && job->came_tonight.has_failed)
		status = aq_fail_memory(err);
	numbers_sort(&job->came_tonight);
	return status;
}

static bool came_all(const struct job *job, const struct aq_sha256 *hashes, size_t count)
{
	size_t at = 0;

	while (at < count && numbers_hold(&job->came_tonight, first_bytes(&hashes[at])))
		at++;
	return at == count;
}

static enum aq_status is_repeat(struct job *job, const struct file_work *work, bool *out,
				struct aq_arena *arena, struct aq_error *err)
{
	struct aq_file_row known;
	struct aq_sha256 *since;
	size_t count;
	enum aq_status status =
		aq_store_file_find(job->store, &work->facts.unwrapped, arena, &known, err);
	bool is_own, is_moved = false;

	if (status < AQ_OK)
		return status;
	*out = true;
	is_own = known.run_no == job->run.run_no && aq_slice_equals(known.name, work->row.name);
	/* Of an interrupted run: its file was loaded, and only lies there still. */
	if (!known.is_open_items || (is_own && job->is_resumed))
		return AQ_OK;
	status = aq_store_loads_after(job->store, &known, arena, &since, &count, err);
	if (status < AQ_OK)
		return status;
	/* What was refused of it may be right by now: its customer came since. */
	*out = count == 0 && known.status != AQ_FILE_PARTIAL;
	if (count == 0 || known.run_no == job->run.run_no ||
	    !aq_slice_equals(known.name, work->row.name))
		return AQ_OK;
	status = aq_store_loads_of_run(job->store, &known, job->run.run_no, &is_moved, err);
	if (status >= AQ_OK && !is_moved)
		status = gather_tonight(job, arena, err);
	*out = status >= AQ_OK && !is_moved && came_all(job, since, count);
	return status;
}

enum aq_status load_again(struct job *job, struct file_work *work, bool *out, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	bool repeats = false;
	enum aq_status status;

	*out = false;
	status = aq_arena_new(&arena, 0, err);
	if (status >= AQ_OK)
		status = is_repeat(job, work, &repeats, arena, err);
	aq_arena_free(arena);
	if (status == AQ_NOT_FOUND)
		return AQ_OK;
	if (status < AQ_OK)
		return status;
	*out = !repeats;
	return repeats ? file_known(job, work, err) : AQ_OK;
}
