/*
 * formats.c - where CSV profiles come from: the home's formats/ first, then
 * those shipped with the program.
 */
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../job.h"

static bool is_folder(const char *path)
{
	struct stat facts;

	return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static bool own_folder(char path[PATH_MAX])
{
	ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
	char *slash;

	if (length <= 0)
		return false;
	path[length] = '\0';
	slash = strrchr(path, '/');
	if (!slash)
		return false;
	*slash = '\0';
	return true;
}

/* "demo" lies in fixtures/ of a source tree and at the top of an installed share. */
struct aq_slice aq_shared_path(struct aq_arena *arena, const char *what)
{
	static const char *const places[] = {"../share/acquit", "..", "../fixtures"};
	const char *share = getenv("ACQUIT_SHARE");
	struct aq_slice path = {NULL, 0};
	char own[PATH_MAX];
	size_t index;

	if (share && *share)
		return aq_arena_print(arena, "%s/%s", share, what);
	if (!own_folder(own))
		return path;
	for (index = 0; index < sizeof(places) / sizeof(places[0]); index++) {
		path = aq_arena_print(arena, "%s/%s/%s", own, places[index], what);
		if (path.length > 0 && is_folder(path.start))
			return path;
	}
	return (struct aq_slice){NULL, 0};
}

enum aq_status aq_formats_load_at(struct aq_profiles **out, const char *path, struct aq_error *err)
{
	struct aq_arena *arena = NULL;
	struct aq_slice own = {NULL, 0}, shipped;
	const char *folders[2];
	size_t count = 0;
	enum aq_status status;

	status = aq_arena_new(&arena, 0, err);
	if (status < AQ_OK)
		return status;
	if (path)
		own = aq_arena_print(arena, "%s/formats", path);
	shipped = aq_shared_path(arena, "formats/csv");
	if (own.length > 0)
		folders[count++] = own.start;
	if (shipped.length > 0)
		folders[count++] = shipped.start;
	status = aq_profiles_load(out, folders, count, err);
	aq_arena_free(arena);
	return status;
}

enum aq_status aq_formats_load(struct aq_profiles **out, struct aq_home *home, struct aq_error *err)
{
	return aq_formats_load_at(out, home ? home->path : NULL, err);
}
