/*
 * guard.c - what must be right about a home before anything in it is changed.
 *
 * Promises: whoever is refused here finds the home as it was, and is told what
 * to do. Refuses: a book that is gone, a key that cannot seal, a drop folder
 * that is not there, and reports that the book does not know.
 */
#include "guard.h"

#include "acquit/seal.h"

static const struct aq_at nowhere = {0, 0};

/* What a program that was killed had begun to write has a dot before its name, and
 * nothing that is kept has. */
static size_t count_kept(const struct aq_slice *names, size_t count)
{
	size_t kept = 0;

	for (size_t index = 0; index < count; index++)
		kept += names[index].start[0] != '.';
	return kept;
}

/* A file, or a folder that is not empty. What cannot be looked into counts. */
static bool holds_something(const struct aq_folder *parent, const char *name)
{
	struct aq_folder *folder = NULL;
	struct aq_arena *arena = NULL;
	struct aq_error ignored;
	struct aq_slice *names = NULL;
	size_t count = 0;
	bool answer;
	enum aq_status status = aq_folder_find_in(&folder, parent, name, &ignored);

	if (status == AQ_NOT_FOUND)
		return false;
	if (status >= AQ_OK)
		status = aq_arena_new(&arena, 0, &ignored);
	if (status >= AQ_OK)
		status = aq_folder_list(folder, arena, &names, &count, &ignored);
	answer = status < AQ_OK || count_kept(names, count) > 0;
	aq_arena_free(arena);
	aq_folder_close(folder);
	return answer;
}

static bool is_in(const char *home, const char *const *names, size_t count)
{
	struct aq_folder *folder = NULL;
	struct aq_error ignored;
	bool answer = false;

	if (aq_folder_open(&folder, home, &ignored) < AQ_OK)
		return false;
	for (size_t index = 0; index < count && !answer; index++)
		answer = holds_something(folder, names[index]);
	aq_folder_close(folder);
	return answer;
}

bool guard_has_book(const char *home)
{
	static const char *const book[] = {"acquit.db"};

	return is_in(home, book, 1);
}

enum aq_status guard_remains(const char *home, struct aq_error *err)
{
	static const char *const left[] = {"archive", "reports", "seal.key"};

	if (!is_in(home, left, sizeof(left) / sizeof(left[0])))
		return AQ_OK;
	return aq_fail(err, AQ_SETTINGS, AQ_HOME_REMAINS, nowhere,
		       "%s has no acquit.db, but archive/, reports/ or seal.key hold what a book "
		       "left: restore acquit.db from a backup",
		       home);
}

enum aq_status guard_book(const char *home, struct aq_error *err)
{
	enum aq_status status;

	if (guard_has_book(home))
		return AQ_OK;
	status = guard_remains(home, err);
	if (status < AQ_OK)
		return status;
	return aq_fail(err, AQ_SETTINGS, AQ_HOME_MISSING, nowhere,
		       "%s is no acquit home: it has no acquit.db", home);
}

enum aq_status guard_key(const struct aq_home *home, struct aq_error *err)
{
	struct aq_slice path = aq_arena_print(home->arena, "%s/seal.key", home->path);
	struct aq_seal_key *key = NULL;
	struct aq_error why;
	enum aq_status status;

	if (path.length == 0)
		return aq_fail_memory(err);
	status = aq_seal_key_open(&key, path.start, &why);
	aq_seal_key_close(key);
	if (status >= AQ_OK)
		return AQ_OK;
	if (status != AQ_SETTINGS) { /* the machine's fault, not the key's */
		*err = why;
		return status;
	}
	return aq_fail(err, AQ_SETTINGS, AQ_HOME_KEY, nowhere,
		       "no run could be sealed, and nothing was changed: %.200s", why.text);
}

enum aq_status guard_drops(const struct aq_home *home, struct aq_error *err)
{
	if (home->inbox && home->open_items)
		return AQ_OK;
	return aq_fail(err, AQ_SYSTEM, AQ_HOME_DROP, nowhere,
		       "%s/%s is not there, and nothing was changed", home->path,
		       home->inbox ? "open-items" : "inbox");
}

enum aq_status guard_reports(const struct aq_home *home, struct aq_run *run, struct aq_error *err)
{
	enum aq_status status;

	if (!holds_something(home->reports, run->id))
		return AQ_OK;
	status = aq_store_run_forget(home->store, run, err);
	if (status < AQ_OK)
		return status;
	return aq_fail(err, AQ_SETTINGS, AQ_HOME_REPORTS, nowhere,
		       "reports/%s lies there already, and this book knows no such run: another "
		       "wrote it, or this one before a backup was restored; nothing was changed",
		       run->id);
}
