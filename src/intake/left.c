/*
 * left.c - what an interrupted run left behind: claims, side files, scraps.
 *
 * Reads: the names in work/, archive/ and rejected/.
 * Promises: claims in name order, ready to be resumed; scraps of our own that
 * no name leads to are removed, nothing else is touched.
 * Refuses: to guess about files that are not ours; each is a finding.
 */
#include <errno.h>

#include "acquit/buffer.h"
#include "acquit/utf8.h"
#include "entry.h"
#include "name.h"
#include "scrap.h"

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
	return work->is_cut &&
	       !aq_file_exists((struct aq_file_name){ work_folder, work->side.text });
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

		if (aq_work_name_is_side(list[index]) || aq_scrap_is(list[index]))
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
