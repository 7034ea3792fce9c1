/*
 * claim.c - takes a file into work/ under a name of ours, and lets it go again.
 *
 * Reads: one name from a drop folder, from work/ or from the command line.
 * Promises: at any instant the file stands whole under exactly one name that
 * leads back to its original one; what is read is the descriptor that was
 * checked.
 * Refuses: what is no regular file, has a second name, or is being written.
 */
#include "claim_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "acquit/buffer.h"
#include "acquit/claim.h"

_Static_assert(AQ_CLAIM_ORDINAL_MAX == AQ_ENTRY_NAME_ORDINAL_MAX, "one bound, two headers");

static enum aq_status claim_new(struct aq_claim **out, struct aq_error *err)
{
	struct aq_claim *claim = calloc(1, sizeof(*claim));

	if (!claim)
		return aq_fail_memory(err);
	claim->entry.descriptor = -1;
	*out = claim;
	return AQ_OK;
}

/* Says why an entry cannot be a claim. A fault of the disk is ours to retry,
 * the rest is about this one file. */
static enum aq_status fail_entry(struct aq_slice name, enum aq_code code, struct aq_error *err)
{
	enum aq_status status;

	if (code == AQ_BASE_FILE)
		status = aq_fail_errno(err, AQ_SYSTEM, code, "'%.*s' cannot be opened",
				       AQ_SLICE_ARGS(name));
	else if (code == AQ_INTAKE_MISSING)
		status = aq_fail(err, AQ_NOT_FOUND, code, (struct aq_at){0},
				 "there is no file '%.*s'", AQ_SLICE_ARGS(name));
	else
		status = aq_fail(err, AQ_BAD_FILE, code, (struct aq_at){0},
				 "'%.*s' cannot be taken in", AQ_SLICE_ARGS(name));
	aq_error_set_file(err, name);
	return status;
}

static const struct aq_folder *drop_folder(const struct aq_home_folders *folders, enum aq_drop drop)
{
	return drop == AQ_DROP_OPEN_ITEMS ? folders->open_items : folders->inbox;
}

static struct aq_file_name work_place(const struct aq_claim *claim)
{
	return (struct aq_file_name){claim->folders.work, claim->work_name.text};
}

static enum aq_status write_side(const struct aq_claim *claim, struct aq_error *err)
{
	struct aq_writer *writer = NULL;
	enum aq_status status;

	status = aq_writer_open(&writer, claim->folders.work, claim->work.side.text, err);
	if (status < AQ_OK)
		return status;
	status = aq_writer_add(writer, aq_entry_name_slice(&claim->work.original), err);
	if (status < AQ_OK) {
		aq_writer_drop(writer);
		return status;
	}
	return aq_writer_commit(writer, err);
}

/* What can only be known once nobody finds the file under its old name: that
 * the name moved was the file checked, and that no writer came in between. */
static enum aq_code settle(struct aq_claim *claim)
{
	struct stat named;
	struct stat opened;

	if (fstatat(aq_folder_descriptor(claim->folders.work), claim->work_name.text, &named,
		    AT_SYMLINK_NOFOLLOW) != 0 ||
	    fstat(claim->entry.descriptor, &opened) != 0)
		return AQ_BASE_FILE;
	if (named.st_dev != opened.st_dev || named.st_ino != opened.st_ino)
		return AQ_INTAKE_CHANGED;
	if (opened.st_nlink != 1)
		return AQ_INTAKE_HARD_LINK;
	if (aq_entry_is_being_written(claim->entry.descriptor))
		return AQ_INTAKE_BEING_WRITTEN;
	claim->entry.identity = aq_entry_identity_of(&opened);
	return AQ_CODE_NONE;
}

/* Into work/, durably, the original name first where it needs a side file. */
static enum aq_status move_in(struct aq_claim *claim, struct aq_error *err)
{
	struct aq_file_name from = {drop_folder(&claim->folders, claim->work.drop),
				    claim->work.original.text};
	enum aq_status status;
	enum aq_code code;

	if (claim->work.is_cut) {
		status = write_side(claim, err);
		if (status < AQ_OK)
			return status;
	}
	status = aq_entry_move(from, work_place(claim), err);
	if (status == AQ_END)
		status = aq_fail(err, AQ_SYSTEM, AQ_INTAKE_FOREIGN, (struct aq_at){0},
				 "'%s' is in work/ already", claim->work_name.text);
	/* Only a file that has gone needs no name; a move that failed half way,
	 * at an fsync, left the file in work/. */
	if (status == AQ_NOT_FOUND)
		(void)aq_claim_forget_side(claim, NULL);
	if (status < AQ_OK)
		return status;
	claim->state = AQ_CLAIM_IN_WORK;
	code = settle(claim);
	if (code == AQ_CODE_NONE)
		return AQ_OK;
	status = fail_entry(aq_entry_name_slice(&claim->work.original), code, err);
	/* Should this fail too, the next run resumes it from work/. */
	(void)aq_claim_put_back(claim, NULL);
	return status;
}

/* The whole name of a cut one, if its side file tells it truly. */
static enum aq_status recall_name(struct aq_claim *claim, struct aq_error *err)
{
	struct aq_file_name side = {claim->folders.work, claim->work.side.text};
	struct aq_work_order order = {claim->work.drop, claim->work.ordinal, {0}};
	struct aq_work_name work;
	struct aq_entry_name name;
	struct aq_buffer bytes;
	enum aq_status status;

	if (!claim->work.is_cut || !aq_file_exists(side))
		return AQ_OK;
	aq_buffer_init(&bytes, AQ_ENTRY_NAME_BYTES_MAX);
	status = aq_file_read(side.folder, side.name, AQ_ENTRY_NAME_BYTES_MAX, &bytes, err);
	if (status < AQ_OK)
		goto done;
	order.original = aq_buffer_slice(&bytes);
	if (!aq_entry_name_is_possible(order.original))
		goto done;
	status = aq_work_name_make(&order, &work, &name, err);
	if (status < AQ_OK)
		goto done;
	if (aq_slice_equals(aq_entry_name_slice(&name), aq_entry_name_slice(&claim->work_name)))
		claim->work = work;
done:
	aq_buffer_free(&bytes);
	return status;
}

enum aq_status aq_claim_take(struct aq_claim **out, const struct aq_home_folders *folders,
			     enum aq_drop drop, struct aq_slice name, uint32_t ordinal,
			     struct aq_error *err)
{
	struct aq_work_order order = {drop, ordinal, name};
	struct aq_claim *claim = NULL;
	enum aq_status status;
	enum aq_code code;

	if (!aq_entry_name_is_possible(name))
		return fail_entry(name, AQ_INTAKE_NAME, err);
	if (ordinal > AQ_CLAIM_ORDINAL_MAX)
		return aq_fail(err, AQ_SYSTEM, AQ_INTAKE_TOO_MANY, (struct aq_at){0},
			       "one run takes at most %d files", AQ_CLAIM_ORDINAL_MAX);
	status = claim_new(&claim, err);
	if (status < AQ_OK)
		goto done;
	claim->folders = *folders;
	status = aq_work_name_make(&order, &claim->work, &claim->work_name, err);
	if (status < AQ_OK)
		goto done;
	code = aq_entry_open(drop_folder(folders, drop), claim->work.original.text, &claim->entry);
	if (code == AQ_CODE_NONE && aq_entry_is_being_written(claim->entry.descriptor))
		code = AQ_INTAKE_BEING_WRITTEN;
	if (code != AQ_CODE_NONE) {
		status = fail_entry(name, code, err);
		goto done;
	}
	status = move_in(claim, err);
	if (status < AQ_OK)
		goto done;
	*out = claim;
	claim = NULL;
done:
	aq_claim_close(claim);
	return status;
}

enum aq_status aq_claim_resume(struct aq_claim **out, const struct aq_home_folders *folders,
			       struct aq_slice work_name, struct aq_error *err)
{
	struct aq_claim *claim = NULL;
	enum aq_status status;
	enum aq_code code;

	status = claim_new(&claim, err);
	if (status < AQ_OK)
		goto done;
	claim->folders = *folders;
	if (!aq_entry_name_is_possible(work_name) || !aq_work_name_parse(work_name, &claim->work)) {
		status = fail_entry(work_name, AQ_INTAKE_FOREIGN, err);
		goto done;
	}
	aq_entry_name_set(&claim->work_name, work_name);
	code = aq_entry_open(folders->work, claim->work_name.text, &claim->entry);
	if (code != AQ_CODE_NONE) {
		status = fail_entry(work_name, code, err);
		goto done;
	}
	status = recall_name(claim, err);
	if (status < AQ_OK)
		goto done;
	claim->state = AQ_CLAIM_IN_WORK;
	*out = claim;
	claim = NULL;
done:
	aq_claim_close(claim);
	return status;
}

enum aq_status aq_claim_named(struct aq_claim **out, const char *path, struct aq_error *err)
{
	struct aq_slice whole = aq_slice_of(path);
	const char *slash = strrchr(path, '/');
	struct aq_slice name = slash ? aq_slice_of(slash + 1) : whole;
	struct aq_claim *claim = NULL;
	struct stat seen;
	enum aq_status status;

	status = claim_new(&claim, err);
	if (status < AQ_OK)
		goto done;
	if (!aq_entry_name_is_possible(name)) {
		status = fail_entry(whole, AQ_INTAKE_NAME, err);
		goto done;
	}
	aq_entry_name_set(&claim->work.original, name);
	claim->entry.descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (claim->entry.descriptor < 0 || fstat(claim->entry.descriptor, &seen) != 0) {
		status = fail_entry(whole,
				    errno == ENOENT || errno == ENOTDIR ? AQ_INTAKE_MISSING
									: AQ_BASE_FILE,
				    err);
		goto done;
	}
	if (!S_ISREG(seen.st_mode)) {
		status = fail_entry(whole, aq_entry_code_of(seen.st_mode), err);
		goto done;
	}
	claim->entry.identity = aq_entry_identity_of(&seen);
	claim->state = AQ_CLAIM_NAMED;
	*out = claim;
	claim = NULL;
done:
	aq_claim_close(claim);
	return status;
}

enum aq_status aq_claim_check_unchanged(const struct aq_claim *claim, struct aq_error *err)
{
	struct aq_entry_identity now;
	struct stat seen;

	if (fstat(claim->entry.descriptor, &seen) != 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "a file cannot be looked at");
	now = aq_entry_identity_of(&seen);
	if (aq_entry_identity_equals(&now, &claim->entry.identity))
		return AQ_OK;
	return aq_fail(err, AQ_BAD_FILE, AQ_INTAKE_CHANGED, (struct aq_at){0},
		       "the file changed while it was read");
}

enum aq_status aq_claim_check_name(const struct aq_claim *claim, struct aq_error *err)
{
	struct stat seen;

	if (fstatat(aq_folder_descriptor(claim->folders.work), claim->work_name.text, &seen,
		    AT_SYMLINK_NOFOLLOW) != 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_INTAKE_MOVE, "'%s' is not in work/",
				     claim->work_name.text);
	if (seen.st_dev != claim->entry.identity.device ||
	    seen.st_ino != claim->entry.identity.inode)
		return aq_fail(err, AQ_SYSTEM, AQ_INTAKE_CHANGED, (struct aq_at){0},
			       "'%s' in work/ is another file now", claim->work_name.text);
	return AQ_OK;
}

enum aq_status aq_claim_forget_side(const struct aq_claim *claim, struct aq_error *err)
{
	if (claim->work.side.length == 0)
		return AQ_OK;
	return aq_file_remove((struct aq_file_name){claim->folders.work, claim->work.side.text},
			      err);
}

enum aq_status aq_claim_put_back(struct aq_claim *claim, struct aq_error *err)
{
	const struct aq_folder *drop = drop_folder(&claim->folders, claim->work.drop);
	enum aq_status status = AQ_END;
	struct aq_entry_name name;
	uint32_t number;

	if (claim->state != AQ_CLAIM_IN_WORK)
		return AQ_OK;
	for (number = 1; status == AQ_END && number <= AQ_ENTRY_NAME_NUMBER_MAX; number++) {
		aq_entry_name_number(&claim->work.original, number, &name);
		status = aq_entry_move(work_place(claim), (struct aq_file_name){drop, name.text},
				       err);
	}
	if (status == AQ_END)
		status = aq_fail(err, AQ_SYSTEM, AQ_INTAKE_MOVE, (struct aq_at){0},
				 "every name for '%s' is taken", claim->work.original.text);
	if (status < AQ_OK)
		return status;
	claim->state = AQ_CLAIM_GONE;
	return aq_claim_forget_side(claim, err);
}

enum aq_status aq_claim_remove(struct aq_claim *claim, struct aq_error *err)
{
	enum aq_status status;

	if (claim->state != AQ_CLAIM_IN_WORK)
		return AQ_OK;
	status = aq_claim_check_name(claim, err);
	if (status < AQ_OK)
		return status;
	status = aq_file_remove(work_place(claim), err);
	if (status < AQ_OK)
		return status;
	claim->state = AQ_CLAIM_GONE;
	return aq_claim_forget_side(claim, err);
}

void aq_claim_close(struct aq_claim *claim)
{
	if (!claim)
		return;
	if (claim->entry.descriptor >= 0)
		close(claim->entry.descriptor);
	free(claim);
}

struct aq_slice aq_claim_name(const struct aq_claim *claim)
{
	return aq_entry_name_slice(&claim->work.original);
}

enum aq_drop aq_claim_drop(const struct aq_claim *claim)
{
	return claim->work.drop;
}

uint64_t aq_claim_bytes(const struct aq_claim *claim)
{
	return claim->entry.identity.bytes;
}
