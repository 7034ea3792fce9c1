/*
 * drop.c - lists what stands in a drop folder, and what of it may be claimed.
 *
 * Reads: a folder that uploaders write to at the same time.
 * Promises: byte order of the names, whatever order the file system has; each
 * name with a word why it is left, where it is; nothing is moved or changed.
 * Refuses: nothing. A name that vanishes meanwhile is passed over.
 */
#include <unistd.h>

#include "entry.h"
#include "name.h"

/* How upload programs call a file that is not complete yet. */
static const char *const unfinished_endings[] = {".tmp", ".part", ".filepart", "~"};

static bool is_ignored(struct aq_slice name)
{
	size_t index;

	if (name.length == 0 || name.start[0] == '.')
		return true;
	for (index = 0; index < sizeof(unfinished_endings) / sizeof(unfinished_endings[0]); index++)
		if (aq_slice_ends_with(name, aq_slice_of(unfinished_endings[index])))
			return true;
	return false;
}

/* AQ_CODE_NONE when the file may be claimed. */
static enum aq_code look_at(const struct aq_folder *drop, const char *name, uint64_t *bytes)
{
	struct aq_entry entry;
	enum aq_code code = aq_entry_open(drop, name, &entry);

	if (code != AQ_CODE_NONE)
		return code;
	*bytes = entry.identity.bytes;
	if (aq_entry_is_being_written(entry.descriptor))
		code = AQ_INTAKE_BEING_WRITTEN;
	close(entry.descriptor);
	return code;
}

enum aq_status aq_drop_scan(const struct aq_folder *drop, struct aq_arena *arena,
			    struct aq_found **found, size_t *count, struct aq_error *err)
{
	struct aq_slice *names = NULL;
	struct aq_found *list;
	enum aq_status status;
	size_t name_count = 0;
	size_t used = 0;
	size_t index;

	status = aq_folder_list(drop, arena, &names, &name_count, err);
	if (status < AQ_OK)
		return status;
	list = aq_arena_take_many(arena, name_count ? name_count : 1, sizeof(*list));
	if (!list)
		return aq_fail_memory(err);
	for (index = 0; index < name_count; index++) {
		struct aq_found *one = &list[used];
		struct aq_entry_name name;

		one->name = names[index];
		if (is_ignored(one->name)) {
			one->why = AQ_INTAKE_IGNORED_NAME;
		} else {
			aq_entry_name_set(&name, one->name);
			one->why = look_at(drop, name.text, &one->bytes);
		}
		if (one->why == AQ_INTAKE_MISSING)
			continue;
		if (one->why == AQ_BASE_FILE) {
			status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE,
					       "a file cannot be opened");
			aq_error_set_file(err, one->name);
			return status;
		}
		one->is_claimable = one->why == AQ_CODE_NONE;
		one->is_quiet =
			one->why == AQ_INTAKE_IGNORED_NAME || one->why == AQ_INTAKE_BEING_WRITTEN;
		used++;
	}
	*found = list;
	*count = used;
	return AQ_OK;
}
