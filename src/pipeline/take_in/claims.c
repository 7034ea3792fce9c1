/*
 * claims.c - walks a drop folder: what a crash left in work/ first, then what
 * lies in the folder, in byte order of the names.
 *
 * Promises: every file is claimed before it is read, and handed on once. What
 * cannot be claimed stays where it is, with a word in the log.
 */
#include "../job.h"

#include <stdlib.h>

#include "acquit/log.h"

static const struct aq_folder *drop_folder(const struct job *job, enum aq_drop drop)
{
	return drop == AQ_DROP_PAYMENTS ? job->folders.inbox : job->folders.open_items;
}

static enum aq_status hand_on(struct job *job, struct aq_claim *claim, on_claim on,
			      struct aq_error *err)
{
	enum aq_status status = job_check_stop(err);

	if (status < AQ_OK)
		return status;
	return on(job, claim, err);
}

/* A name in work/ is "<letter>-NNNNNN-<name>": the highest ordinal is kept, so
 * that new claims do not meet old ones. */
static void ordinal_seen(struct job *job, struct aq_slice name)
{
	uint64_t ordinal;
	struct aq_slice digits;

	if (name.length < 8)
		return;
	digits = (struct aq_slice){name.start + 2, 6};
	if (aq_slice_to_u64(digits, &ordinal) && ordinal >= job->next_ordinal)
		job->next_ordinal = (uint32_t)ordinal + 1;
}

static enum aq_status resume_one(struct job *job, struct aq_slice name, enum aq_drop drop,
				 on_claim on, struct aq_error *err)
{
	struct aq_claim *claim = NULL;
	enum aq_status status;

	ordinal_seen(job, name);
	status = aq_claim_resume(&claim, &job->folders, name, err);
	if (status >= AQ_OK && aq_claim_drop(claim) == drop)
		status = hand_on(job, claim, on, err);
	aq_claim_close(claim);
	return status;
}

static enum aq_status walk_left(struct job *job, enum aq_drop drop, on_claim on,
				struct aq_arena *arena, struct aq_error *err)
{
	struct aq_slice *names;
	size_t count, index;
	enum aq_status status;

	status = aq_claims_left(&job->folders, arena, &names, &count, NULL, err);
	for (index = 0; index < count && status >= AQ_OK; index++)
		status = resume_one(job, names[index], drop, on, err);
	return status;
}

/* A dry run reads a file where it lies. */
static enum aq_status claim_for_dry_run(struct aq_claim **out, const struct aq_folder *drop,
					struct aq_slice name, struct aq_error *err)
{
	struct aq_buffer path;
	enum aq_status status;

	aq_buffer_init(&path, 0);
	aq_buffer_add_text(&path, aq_folder_path(drop));
	aq_buffer_add_byte(&path, '/');
	aq_buffer_add(&path, name);
	aq_buffer_add_byte(&path, '\0');
	status = aq_buffer_failed(&path) ? aq_fail_memory(err)
					 : aq_claim_named(out, path.start, err);
	aq_buffer_free(&path);
	return status;
}

static void say_left(struct job *job, const struct aq_found *found, enum aq_code why)
{
	if (found->is_quiet)
		return;
	job->held_files++;
	aq_log_say(AQ_LOG_WARNING, "%.*s is left in the drop folder (%s): %s",
		   AQ_SLICE_ARGS(found->name), aq_code_name(why), aq_code_mend(why));
}

static enum aq_status take_one(struct job *job, const struct aq_found *found, enum aq_drop drop,
			       on_claim on, struct aq_error *err)
{
	struct aq_claim *claim = NULL;
	enum aq_status status;

	if (!found->is_claimable) {
		say_left(job, found, found->why);
		return AQ_OK;
	}
	status = job_check_stop(err);
	if (status < AQ_OK)
		return status;
	if (job->order->is_dry)
		status = claim_for_dry_run(&claim, drop_folder(job, drop), found->name, err);
	else
		status = aq_claim_take(&claim, &job->folders, drop, found->name,
				       job->next_ordinal++, err);
	if (status == AQ_NOT_FOUND)
		return AQ_OK;
	if (status == AQ_BAD_FILE) {
		if (err->code != AQ_INTAKE_BEING_WRITTEN)
			say_left(job, found, err->code);
		return AQ_OK;
	}
	if (status >= AQ_OK)
		status = on(job, claim, err);
	aq_claim_close(claim);
	return status;
}

enum aq_status claims_left(struct job *job, enum aq_drop drop, on_claim on, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	enum aq_status status;

	status = aq_arena_new(&arena, 0, err);
	if (status >= AQ_OK)
		status = walk_left(job, drop, on, arena, err);
	aq_arena_free(arena);
	return status;
}

enum aq_status claims_walk(struct job *job, enum aq_drop drop, on_claim on, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct aq_found *found;
	size_t count, index;
	enum aq_status status;

	status = aq_arena_new(&arena, 0, err);
	if (status < AQ_OK)
		return status;
	if (!job->order->is_dry)
		status = walk_left(job, drop, on, arena, err);
	if (status < AQ_OK)
		goto done;
	status = aq_drop_scan(drop_folder(job, drop), arena, &found, &count, err);
	for (index = 0; index < count && status >= AQ_OK; index++)
		status = take_one(job, &found[index], drop, on, err);
done:
	aq_arena_free(arena);
	return status;
}
