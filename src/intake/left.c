/*
 * left.c - what an interrupted run left behind: claims, side files, scraps.
 *
 * Reads: the names in work/, archive/ and rejected/.
 * Promises: claims in name order, ready to be resumed; scraps of our own that
 * no name leads to are removed, nothing else is touched.
 * Refuses: to guess about files that are not ours; each is a finding.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "entry.h"
#include "name.h"
#include "scrap.h"

static bool is_scrap(struct aq_slice name)
{
	return aq_slice_starts_with(name, AQ_SLICE(AQ_SCRAP_HEAD));
}

static void say(struct aq_findings *findings, enum aq_code code, struct aq_slice name,
		const char *message)
{
	struct aq_finding finding = {
		.code = code,
		.field = AQ_SLICE("name"),
		.value = name,
		.message = aq_slice_of(message),
	};

	aq_findings_add(findings, &finding);
}

/* A long name whose side file went before its claim was resumed. */
static bool is_name_lost(const struct aq_folder *work_folder, const struct aq_work_name *work)
{
	return work->is_cut && !aq_file_exists((struct aq_file_name){work_folder, work->side.text});
}

static bool is_regular(const struct aq_folder *folder, const char *name)
{
	struct stat seen;

	return fstatat(aq_folder_descriptor(folder), name, &seen, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(seen.st_mode) && seen.st_nlink == 1;
}

enum aq_status aq_claims_left(const struct aq_home_folders *folders, struct aq_arena *arena,
			      struct aq_slice **names, size_t *count, struct aq_findings *findings,
			      struct aq_error *err)
{
	struct aq_slice *list = NULL;
	enum aq_status status;
	size_t list_count = 0;
	size_t used = 0;
	size_t index;

	status = aq_folder_list(folders->work, arena, &list, &list_count, err);
	if (status < AQ_OK)
		return status;
	for (index = 0; index < list_count; index++) {
		struct aq_work_name work;
		struct aq_entry_name name;

		if (aq_work_name_is_side(list[index]) || is_scrap(list[index]))
			continue;
		aq_entry_name_set(&name, list[index]);
		if (!aq_work_name_parse(list[index], &work) ||
		    !is_regular(folders->work, name.text)) {
			say(findings, AQ_INTAKE_FOREIGN, list[index],
			    "a file that is not ours stands in work/");
			continue;
		}
		if (is_name_lost(folders->work, &work))
			say(findings, AQ_INTAKE_NAME_LOST, list[index],
			    "the whole name of the file is not known any more");
		list[used++] = list[index];
	}
	*names = list;
	*count = used;
	return AQ_OK;
}

/* Whether a claim with the name of this side file stands in work/. */
static bool has_claim(struct aq_slice side, const struct aq_slice *names, size_t count)
{
	struct aq_slice head = {side.start + 1, side.length - 1};
	size_t index;

	for (index = 0; index < count; index++)
		if (aq_slice_starts_with(names[index], head))
			return true;
	return false;
}

static enum aq_status sweep_sides(const struct aq_folder *work, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct aq_slice *names = NULL;
	enum aq_status status;
	size_t count = 0;
	size_t index;

	status = aq_arena_new(&arena, 0, err);
	if (status < AQ_OK)
		return status;
	status = aq_folder_list(work, arena, &names, &count, err);
	for (index = 0; status >= AQ_OK && index < count; index++)
		if (aq_work_name_is_side(names[index]) && !has_claim(names[index], names, count))
			status = aq_file_remove((struct aq_file_name){work, names[index].start},
						err);
	aq_arena_free(arena);
	return status;
}

/* One name after the other, since the archive of many years is too long to
 * hold. readdir tells its end from a fault by errno alone. */
static enum aq_status sweep_stream(DIR *stream, const struct aq_folder *folder,
				   struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	while (status >= AQ_OK) {
		struct dirent *entry;

		errno = 0;
		entry = readdir(stream);
		if (!entry && errno != 0)
			return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot list '%s'",
					     aq_folder_path(folder));
		if (!entry)
			return AQ_OK;
		if (is_scrap(aq_slice_of(entry->d_name)))
			status = aq_file_remove((struct aq_file_name){folder, entry->d_name}, err);
	}
	return status;
}

static enum aq_status sweep_scraps(const struct aq_folder *folder, struct aq_error *err)
{
	int descriptor =
		openat(aq_folder_descriptor(folder), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = descriptor < 0 ? NULL : fdopendir(descriptor);
	enum aq_status status;

	if (!stream) {
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot list '%s'",
				       aq_folder_path(folder));
		if (descriptor >= 0)
			close(descriptor);
		return status;
	}
	status = sweep_stream(stream, folder, err);
	/* Nothing is written through it that closing could lose. */
	(void)closedir(stream);
	return status;
}

enum aq_status aq_intake_sweep(const struct aq_home_folders *folders, struct aq_error *err)
{
	enum aq_status status = sweep_scraps(folders->work, err);

	if (status >= AQ_OK)
		status = sweep_scraps(folders->archive, err);
	if (status >= AQ_OK)
		status = sweep_scraps(folders->rejected, err);
	if (status >= AQ_OK)
		status = sweep_sides(folders->work, err);
	return status;
}
