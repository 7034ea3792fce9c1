/*
 * formats.c - where CSV profiles come from: the home's formats/ first, then
 * those shipped with the program.
 */
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "job.h"

/* The shipped ones lie in ../share/acquit/formats/csv beside an installed
 * program, in ../formats/csv beside one that was built in its source tree;
 * $ACQUIT_SHARE names another place. */
static struct aq_slice shipped(struct aq_arena *arena)
{
	const char *share = getenv("ACQUIT_SHARE");
	char path[PATH_MAX];
	ssize_t length;
	char *slash;

	if (share && *share)
		return aq_arena_print(arena, "%s/formats/csv", share);
	length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (length <= 0)
		return (struct aq_slice){ NULL, 0 };
	path[length] = '\0';
	slash = strrchr(path, '/');
	if (!slash)
		return (struct aq_slice){ NULL, 0 };
	*slash = '\0';
	return aq_arena_print(arena, "%s/../share/acquit/formats/csv", path);
}

static struct aq_slice beside(struct aq_arena *arena, struct aq_slice installed)
{
	static const struct aq_slice tail = { "share/acquit/formats/csv", 24 };
	size_t at = aq_slice_find(installed, tail);

	if (at == SIZE_MAX)
		return (struct aq_slice){ NULL, 0 };
	return aq_arena_print(arena, "%.*sformats/csv", (int)at, installed.start);
}

enum aq_status aq_formats_load(struct aq_profiles **out, struct aq_home *home, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct aq_slice own = { NULL, 0 }, installed, tree;
	const char *folders[3];
	size_t count = 0;
	enum aq_status status;

	status = aq_arena_new(&arena, 0, err);
	if (status < AQ_OK)
		return status;
	if (home)
		own = aq_arena_print(arena, "%s/formats", home->path);
	installed = shipped(arena);
	tree = beside(arena, installed);
	if (own.length > 0)
		folders[count++] = own.start;
	if (installed.length > 0)
		folders[count++] = installed.start;
	if (tree.length > 0)
		folders[count++] = tree.start;
	status = aq_profiles_load(out, folders, count, err);
	aq_arena_free(arena);
	return status;
}
