/*
 * rejected.c - how many files in rejected/ wait for a person.
 *
 * A file that was refused whole lies there itself; its reason alone, when
 * somebody has taken the file away, is no question any more. A file that was
 * taken in part has left its reason or its rows alone, and waits until they are
 * removed. Each file counts once.
 */
#include "../job.h"

#define REASON_BYTES_MAX ((size_t)1024 * 1024)

struct listed {
	const struct aq_folder *folder;
	const struct aq_slice *names; /* sorted */
	size_t count;
};

/* Side files of rejected/: NAME.reason.txt, NAME.rows.csv. */
static bool is_side_file(struct aq_slice name, struct aq_slice *base, bool *is_reason)
{
	static const char *const ends[] = {".reason.txt", ".rows.csv"};

	for (size_t index = 0; index < sizeof(ends) / sizeof(ends[0]); index++) {
		struct aq_slice end = aq_slice_of(ends[index]);

		if (name.length <= end.length)
			continue;
		*base = (struct aq_slice){name.start, name.length - end.length};
		*is_reason = index == 0;
		if (aq_slice_is((struct aq_slice){name.start + base->length, end.length},
				ends[index]))
			return true;
	}
	return false;
}

static bool is_among(const struct listed *listed, struct aq_slice name)
{
	for (size_t index = 0; index < listed->count; index++)
		if (aq_slice_equals(listed->names[index], name))
			return true;
	return false;
}

/* Whether a reason is that of a file which was taken in part. One that cannot
 * be read counts: a question is never lost. */
static bool is_partial(const struct listed *listed, struct aq_slice name)
{
	struct aq_error ignored;
	struct aq_buffer text;
	bool answer = true;

	aq_buffer_init(&text, 0);
	if (aq_file_read(listed->folder, name.start, REASON_BYTES_MAX, &text, &ignored) >= AQ_OK)
		answer = aq_slice_find(aq_buffer_slice(&text),
				       AQ_SLICE("\n" REASON_PARTIAL_HEAD)) != SIZE_MAX;
	aq_buffer_free(&text);
	return answer;
}

/* Whether a side file stands for a file of its own. */
static bool stands_alone(const struct listed *listed, struct aq_slice name, struct aq_slice base,
			 bool is_reason)
{
	struct aq_slice inner;
	bool is_inner_reason;

	/* A refused file that is itself named like a side file. */
	if (is_among(listed, base))
		return is_side_file(base, &inner, &is_inner_reason);
	return !is_reason || is_partial(listed, name);
}

static uint64_t count_files(const struct listed *listed)
{
	struct aq_slice base, before = {NULL, 0};
	uint64_t files = 0;
	bool is_reason;

	for (size_t index = 0; index < listed->count; index++) {
		struct aq_slice name = listed->names[index];

		if (!is_side_file(name, &base, &is_reason)) {
			files++;
			continue;
		}
		if (aq_slice_equals(base, before) || !stands_alone(listed, name, base, is_reason))
			continue;
		files++;
		before = base;
	}
	return files;
}

enum aq_status aq_home_rejected_count(const struct aq_home *home, uint64_t *out,
				      struct aq_error *err)
{
	struct listed listed = {.folder = home->rejected};
	struct aq_arena *arena = NULL;
	struct aq_slice *names;
	enum aq_status status = aq_arena_new(&arena, 0, err);

	if (status < AQ_OK)
		return status;
	status = aq_folder_list(home->rejected, arena, &names, &listed.count, err);
	listed.names = names;
	if (status >= AQ_OK)
		*out = count_files(&listed);
	aq_arena_free(arena);
	return status;
}
