/*
 * home.c - a home's folders, lock, store and key.
 *
 * Promises: init makes a complete home or says why not; opening takes the lock
 * before anything is read that could change. Refuses: a second writer.
 */
#include "guard.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "acquit/seal.h"

static const struct aq_at nowhere = {0, 0};

struct home_folder {
	const char *name;
	size_t offset; /* of the folder's pointer in struct aq_home */
	bool is_drop; /* others write to it: made by init alone, and perhaps not mounted */
};

static const struct home_folder home_folders_made[] = {
	{"inbox", offsetof(struct aq_home, inbox), true},
	{"open-items", offsetof(struct aq_home, open_items), true},
	{"work", offsetof(struct aq_home, work), false},
	{"archive", offsetof(struct aq_home, archive), false},
	{"rejected", offsetof(struct aq_home, rejected), false},
	{"reports", offsetof(struct aq_home, reports), false},
};

#define FOLDER_COUNT (sizeof(home_folders_made) / sizeof(home_folders_made[0]))

static struct aq_folder **folder_at(struct aq_home *home, size_t index)
{
	return (struct aq_folder **)(void *)((char *)home + home_folders_made[index].offset);
}

void home_folders(const struct aq_home *home, struct aq_home_folders *out)
{
	*out = (struct aq_home_folders){.inbox = home->inbox,
					.open_items = home->open_items,
					.work = home->work,
					.archive = home->archive,
					.rejected = home->rejected};
}

static enum aq_status path_in(struct aq_home *home, const char *name, const char **out,
			      struct aq_error *err)
{
	struct aq_slice path = aq_arena_print(home->arena, "%s/%s", home->path, name);

	if (path.length == 0)
		return aq_fail_memory(err);
	*out = path.start;
	return AQ_OK;
}

static enum aq_status home_new(struct aq_home **out, const char *path, struct aq_error *err)
{
	struct aq_home *home = calloc(1, sizeof(*home));
	enum aq_status status;

	if (!home)
		return aq_fail_memory(err);
	home->path = strdup(path);
	if (!home->path) {
		free(home);
		return aq_fail_memory(err);
	}
	status = aq_arena_new(&home->arena, 0, err);
	if (status < AQ_OK) {
		aq_home_close(home);
		return status;
	}
	*out = home;
	return AQ_OK;
}

/* A drop folder that is not there is left away; only init makes one. */
static enum aq_status open_folders(struct aq_home *home, bool is_new, struct aq_error *err)
{
	enum aq_status status;
	size_t index;

	status = aq_folder_open(&home->root, home->path, err);
	for (index = 0; index < FOLDER_COUNT && status >= AQ_OK; index++) {
		const struct home_folder *folder = &home_folders_made[index];

		if (is_new || !folder->is_drop)
			status = aq_folder_open_in(folder_at(home, index), home->root, folder->name,
						   err);
		else
			status = aq_folder_find_in(folder_at(home, index), home->root, folder->name,
						   err);
		if (status == AQ_NOT_FOUND)
			status = AQ_OK;
	}
	return status;
}

enum aq_status aq_home_open(struct aq_home **out, const char *path, enum aq_home_use use,
			    struct aq_error *err)
{
	struct aq_home *home = NULL;
	const char *db = NULL;
	enum aq_status status;

	status = guard_book(path, err);
	if (status < AQ_OK)
		return status;
	status = home_new(&home, path, err);
	if (status < AQ_OK)
		return status;
	status = open_folders(home, false, err);
	if (status >= AQ_OK && use == AQ_HOME_WRITE)
		status = aq_lock_take(&home->lock, home->root, err);
	if (status >= AQ_OK)
		status = settings_read(home, err);
	if (status >= AQ_OK)
		status = path_in(home, "acquit.db", &db, err);
	if (status >= AQ_OK)
		status = aq_store_open(&home->store, db,
				       use == AQ_HOME_WRITE ? AQ_STORE_WRITE : AQ_STORE_READ, err);
	if (status < AQ_OK) {
		aq_home_close(home);
		return status;
	}
	*out = home;
	return AQ_OK;
}

void aq_home_close(struct aq_home *home)
{
	size_t index;

	if (!home)
		return;
	aq_store_close(home->store);
	aq_lock_release(home->lock);
	for (index = 0; index < FOLDER_COUNT; index++)
		aq_folder_close(*folder_at(home, index));
	aq_folder_close(home->root);
	aq_arena_free(home->arena);
	free(home->path);
	free(home);
}

struct aq_store *aq_home_store(struct aq_home *home)
{
	return home->store;
}

enum aq_status aq_home_open_beside(const struct aq_home *home, struct aq_store **out,
				   struct aq_error *err)
{
	struct aq_slice path = aq_arena_print(home->arena, "%s/acquit.db", home->path);

	return path.length == 0 ? aq_fail_memory(err)
				: aq_store_open(out, path.start, AQ_STORE_READ, err);
}

const struct aq_settings *aq_home_settings(const struct aq_home *home)
{
	return &home->settings;
}

const struct aq_folder *aq_home_reports(const struct aq_home *home)
{
	return home->reports;
}

const struct aq_folder *aq_home_rejected(const struct aq_home *home)
{
	return home->rejected;
}

/* --- init --- */

static const char conf_text[] =
	"# acquit.conf - settings of this home. Every key has a default that serves;\n"
	"# `acquit help settings` lists them all.\n";

static enum aq_status write_text(const struct aq_folder *folder, const char *name,
				 struct aq_slice text, struct aq_error *err)
{
	struct aq_writer *writer = NULL;
	enum aq_status status;

	status = aq_writer_open(&writer, folder, name, err);
	if (status < AQ_OK)
		return status;
	status = aq_writer_add(writer, text, err);
	if (status < AQ_OK) {
		aq_writer_drop(writer);
		return status;
	}
	return aq_writer_commit(writer, err);
}

/* Copies every file of samples/NAME into the home's folder of that name. */
static enum aq_status copy_samples(struct aq_home *home, const char *samples, const char *name,
				   const struct aq_folder *to, struct aq_error *err)
{
	struct aq_folder *from = NULL;
	struct aq_slice path, *names;
	struct aq_buffer text;
	size_t count = 0, index;
	enum aq_status status;

	aq_buffer_init(&text, 0);
	path = aq_arena_print(home->arena, "%s/%s", samples, name);
	status = path.length ? aq_folder_open(&from, path.start, err) : aq_fail_memory(err);
	if (status >= AQ_OK)
		status = aq_folder_list(from, home->arena, &names, &count, err);
	for (index = 0; index < count && status >= AQ_OK; index++) {
		aq_buffer_clear(&text);
		status = aq_file_read(from, names[index].start, 64 * 1024 * 1024, &text, err);
		if (status >= AQ_OK)
			status = write_text(to, names[index].start, aq_buffer_slice(&text), err);
	}
	aq_buffer_free(&text);
	aq_folder_close(from);
	return status;
}

static enum aq_status fill_demo(struct aq_home *home, const char *samples, struct aq_error *err)
{
	enum aq_status status;

	status = copy_samples(home, samples, "open-items", home->open_items, err);
	if (status >= AQ_OK)
		status = copy_samples(home, samples, "inbox", home->inbox, err);
	if (status >= AQ_OK)
		status = copy_samples(home, samples, "home", home->root, err);
	return status;
}

static enum aq_status make_folder(const char *path, struct aq_error *err)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return AQ_OK;
	return aq_fail_errno(err, AQ_SYSTEM, AQ_HOME_FOLDER, "cannot make the folder %s", path);
}

/* The database comes last: a home that has one is complete. */
static enum aq_status make_inside(struct aq_home *home, const char *samples, struct aq_error *err)
{
	struct aq_file_name conf;
	struct aq_folder *formats = NULL;
	const char *path = NULL;
	enum aq_status status;

	status = open_folders(home, true, err);
	if (status < AQ_OK)
		return status;
	status = aq_folder_open_in(&formats, home->root, "formats", err);
	aq_folder_close(formats);
	if (status >= AQ_OK && samples)
		status = fill_demo(home, samples, err);
	conf = (struct aq_file_name){home->root, "acquit.conf"};
	if (status >= AQ_OK && !aq_file_exists(conf))
		status = write_text(home->root, "acquit.conf", AQ_SLICE(conf_text), err);
	if (status >= AQ_OK)
		status = path_in(home, "seal.key", &path, err);
	if (status >= AQ_OK && !aq_file_exists((struct aq_file_name){home->root, "seal.key"}))
		status = aq_seal_key_make(path, err);
	if (status >= AQ_OK)
		status = path_in(home, "acquit.db", &path, err);
	if (status >= AQ_OK)
		status = aq_store_create(path, err);
	return status;
}

enum aq_status aq_home_make(const char *path, const char *samples, struct aq_error *err)
{
	struct aq_home *home = NULL;
	enum aq_status status;

	status = make_folder(path, err);
	if (status < AQ_OK)
		return status;
	if (guard_has_book(path))
		return aq_fail(err, AQ_USAGE, AQ_HOME_EXISTS, nowhere,
			       "%s is an acquit home already", path);
	status = guard_remains(path, err);
	if (status < AQ_OK)
		return status;
	status = home_new(&home, path, err);
	if (status < AQ_OK)
		return status;
	status = make_inside(home, samples, err);
	aq_home_close(home);
	return status;
}
