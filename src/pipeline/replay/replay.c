/*
 * replay.c - the archive once more, under other settings, in a home of its own.
 *
 * Reads: the runs of the book in their order, with the files they took in.
 * Promises: the home keeps every byte; the other home lies inside it until the
 * comparison is written, and is removed whatever happens. What people decided is
 * not done again: their acts are counted.
 */
#include "replay.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "acquit/sorted.h"

#define PIECE_BYTES	 (64 * 1024)
#define OPEN_FOLDERS_MAX 16
#define NAME_SHOWN	 128 /* bytes of a file's own name */

struct night { /* a run of the book */
	uint64_t run_no;
	struct aq_date date;
	bool is_applied; /* else files were loaded alone */
};

struct replaying {
	struct aq_home *home;
	const struct aq_replay_order *order;
	struct aq_replay_result *result;
	struct aq_arena *arena; /* the nights */
	struct aq_arena *scratch; /* one of them */
	struct night *nights;
	size_t count, room;
	char *path; /* of the other home */
	struct aq_home *other;
	/* Of the night in hand: */
	uint64_t file_no;
	struct aq_folder *aside; /* where files to be loaded by name lie */
	const char **loads;
	size_t load_count, load_room;
	bool has_payments;
};

static const struct aq_at nowhere = {0, 0};

/* --- what the book knows --- */

static enum aq_status on_run(void *context, const struct aq_run *run, struct aq_error *err)
{
	struct replaying *replaying = context;

	if (replaying->count == replaying->room) {
		size_t room = replaying->room ? replaying->room * 2 : 64;
		struct night *nights = aq_arena_take_many(replaying->arena, room, sizeof(*nights));

		if (!nights)
			return aq_fail_memory(err);
		if (replaying->count)
			memcpy(nights, replaying->nights, replaying->count * sizeof(*nights));
		replaying->nights = nights;
		replaying->room = room;
	}
	if (run->is_closed)
		replaying->nights[replaying->count++] =
			(struct night){.run_no = run->run_no, .date = run->business_date};
	return AQ_OK;
}

static enum aq_status on_unit(void *context, const struct aq_unit_row *unit, struct aq_error *err)
{
	struct replaying *replaying = context;
	size_t at;

	(void)err;
	if (!aq_slice_equals(unit->name, AQ_SLICE("apply")))
		return AQ_OK;
	at = aq_sorted_from(AQ_SORTED(replaying->nights, replaying->count, run_no), unit->run_no);
	if (at < replaying->count && replaying->nights[at].run_no == unit->run_no)
		replaying->nights[at].is_applied = true;
	return AQ_OK;
}

static enum aq_status on_act(void *context, const struct aq_act_line *line, struct aq_error *err)
{
	struct replaying *replaying = context;

	(void)line;
	(void)err;
	replaying->result->acts++;
	return AQ_OK;
}

static enum aq_status read_book(struct replaying *replaying, struct aq_error *err)
{
	struct aq_store *store = replaying->home->store;
	enum aq_status status = aq_store_list_runs(store, on_run, replaying, err);

	if (status >= AQ_OK)
		status = aq_store_list_units(store, on_unit, replaying, err);
	if (status >= AQ_OK)
		status = aq_store_list_acts(store, 0, on_act, replaying, err);
	return status;
}

/* --- the other home --- */

static enum aq_status pour(int from, const char *name, struct aq_writer *writer,
			   struct aq_error *err)
{
	char piece[PIECE_BYTES];
	ssize_t count;
	enum aq_status status = AQ_OK;

	while (status >= AQ_OK && (count = read(from, piece, sizeof(piece))) != 0) {
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot read '%s'",
					     name);
		status = aq_writer_add(writer, (struct aq_slice){piece, (size_t)count}, err);
	}
	return status;
}

static enum aq_status copy(const struct aq_folder *from, const char *name,
			   const struct aq_folder *to, const char *as, struct aq_error *err)
{
	int descriptor =
		openat(aq_folder_descriptor(from), name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct aq_writer *writer = NULL;
	enum aq_status status;

	if (descriptor < 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot open '%s/%s'",
				     aq_folder_path(from), name);
	status = aq_writer_open(&writer, to, as, err);
	if (status >= AQ_OK)
		status = pour(descriptor, name, writer, err);
	(void)close(descriptor);
	if (status >= AQ_OK)
		return aq_writer_commit(writer, err);
	aq_writer_drop(writer);
	return status;
}

static enum aq_status write_settings(struct replaying *replaying, const struct aq_folder *to,
				     struct aq_error *err)
{
	const char *path = replaying->order->settings, *slash = strrchr(path, '/');
	struct aq_slice folder =
		slash ? (struct aq_slice){path, (size_t)(slash - path) + 1} : AQ_SLICE(".");
	struct aq_folder *from = NULL;
	enum aq_status status;

	folder = aq_arena_copy(replaying->arena, folder);
	status = folder.length ? aq_folder_open(&from, folder.start, err) : aq_fail_memory(err);
	if (status >= AQ_OK &&
	    !aq_file_exists((struct aq_file_name){from, slash ? slash + 1 : path}))
		status = aq_fail(err, AQ_SETTINGS, AQ_SETTINGS_FILE, nowhere,
				 "there is no file of settings %s", path);
	if (status >= AQ_OK)
		status = copy(from, slash ? slash + 1 : path, to, "acquit.conf", err);
	aq_folder_close(from);
	return status;
}

static enum aq_status copy_formats(struct replaying *replaying, const struct aq_folder *to,
				   struct aq_error *err)
{
	struct aq_folder *from = NULL, *formats = NULL;
	struct aq_slice *names;
	size_t count = 0;
	enum aq_status status = aq_folder_find_in(&from, replaying->home->root, "formats", err);

	if (status == AQ_NOT_FOUND)
		return AQ_OK;
	if (status >= AQ_OK)
		status = aq_folder_open_in(&formats, to, "formats", err);
	if (status >= AQ_OK)
		status = aq_folder_list(from, replaying->arena, &names, &count, err);
	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		status = copy(from, names[at].start, formats, names[at].start, err);
	aq_folder_close(formats);
	aq_folder_close(from);
	return status;
}

/* Settings come before the home is opened: a fault in them is told at once. */
static enum aq_status make_other(struct replaying *replaying, struct aq_error *err)
{
	struct aq_slice path =
		aq_arena_print(replaying->arena, "%s/replay-XXXXXX", replaying->home->path);
	struct aq_folder *root = NULL;
	enum aq_status status;

	if (path.length == 0)
		return aq_fail_memory(err);
	replaying->path = mkdtemp((char *)(uintptr_t)path.start);
	if (!replaying->path)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_HOME_FOLDER,
				     "cannot make a folder to replay in below %s",
				     replaying->home->path);
	status = aq_home_make(replaying->path, NULL, err);
	if (status >= AQ_OK)
		status = aq_folder_open(&root, replaying->path, err);
	if (status >= AQ_OK)
		status = write_settings(replaying, root, err);
	if (status >= AQ_OK)
		status = copy_formats(replaying, root, err);
	if (status >= AQ_OK)
		status = aq_folder_open_in(&replaying->aside, root, "aside", err);
	aq_folder_close(root);
	if (status < AQ_OK)
		return status;
	status = aq_home_open(&replaying->other, replaying->path, AQ_HOME_WRITE, err);
	/* A fault in the settings stands in the file they were copied from. */
	if (status == AQ_SETTINGS && err->file[0])
		(void)snprintf(err->file, sizeof(err->file), "%s", replaying->order->settings);
	return status;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
	(void)facts;
	(void)place;
	return kind == FTW_DP ? rmdir(path) : unlink(path);
}

static enum aq_status remove_other(struct replaying *replaying, struct aq_error *err)
{
	aq_home_close(replaying->other);
	aq_folder_close(replaying->aside);
	if (replaying->path &&
	    nftw(replaying->path, remove_one, OPEN_FOLDERS_MAX, FTW_DEPTH | FTW_PHYS) != 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_HOME_FOLDER, "cannot remove %s",
				     replaying->path);
	return AQ_OK;
}

/* --- one night --- */

static enum aq_status add_load(struct replaying *replaying, const char *name, struct aq_error *err)
{
	struct aq_slice path =
		aq_arena_print(replaying->scratch, "%s/aside/%s", replaying->path, name);

	if (replaying->load_count == replaying->load_room) {
		size_t room = replaying->load_room ? replaying->load_room * 2 : 16;
		const char **loads = aq_arena_take_many(replaying->scratch, room, sizeof(*loads));

		if (!loads)
			return aq_fail_memory(err);
		if (replaying->load_count)
			memcpy(loads, replaying->loads, replaying->load_count * sizeof(*loads));
		replaying->loads = loads;
		replaying->load_room = room;
	}
	if (path.length == 0)
		return aq_fail_memory(err);
	replaying->loads[replaying->load_count++] = path.start;
	return AQ_OK;
}

/* A file is dropped as it was archived: compressed, and in the order of its number. */
static enum aq_status on_file(void *context, const struct aq_file_line *line, struct aq_error *err)
{
	struct replaying *replaying = context;
	const struct aq_file_row *file = &line->file;
	struct aq_slice name, archived;
	enum aq_status status;

	if (file->file_no == replaying->file_no ||
	    (file->status != AQ_FILE_ACCEPTED && file->status != AQ_FILE_PARTIAL))
		return AQ_OK;
	replaying->file_no = file->file_no;
	name = aq_arena_print(replaying->scratch, "%012llu-%.*s.gz",
			      (unsigned long long)file->file_no,
			      file->name.length < NAME_SHOWN ? (int)file->name.length : NAME_SHOWN,
			      file->name.start);
	archived = aq_arena_copy(replaying->scratch, file->archive_name);
	if (name.length == 0 || archived.length == 0)
		return aq_fail_memory(err);
	replaying->has_payments |= !file->is_open_items;
	status = copy(replaying->home->archive, archived.start,
		      file->is_open_items ? replaying->aside : replaying->other->inbox, name.start,
		      err);
	if (status >= AQ_OK && file->is_open_items)
		status = add_load(replaying, name.start, err);
	replaying->result->files++;
	return status;
}

static enum aq_status run_order(struct replaying *replaying, const struct aq_run_order *order,
				struct aq_error *err)
{
	struct aq_run_result result;

	return aq_run(replaying->other, order, &result, err);
}

/* What is owed is loaded first, as a night does. */
static enum aq_status replay_night(struct replaying *replaying, const struct night *night,
				   struct aq_error *err)
{
	struct aq_run_order load = {.date = night->date, .is_replay = true};
	struct aq_run_order run = {.date = night->date,
				   .is_replay = true,
				   .judged_by = replaying->home->store,
				   .judged_before = night->run_no};
	enum aq_status status;

	aq_arena_reset(replaying->scratch);
	replaying->file_no = 0;
	replaying->loads = NULL;
	replaying->load_count = replaying->load_room = 0;
	replaying->has_payments = false;
	status =
		aq_store_list_files(replaying->home->store, night->run_no, on_file, replaying, err);
	if (status >= AQ_OK && replaying->load_count > 0) {
		load.load_paths = replaying->loads;
		load.load_path_count = replaying->load_count;
		status = run_order(replaying, &load, err);
	}
	if (status >= AQ_OK && (replaying->has_payments || night->is_applied))
		status = run_order(replaying, &run, err);
	if (replaying->load_count > 0 || replaying->has_payments)
		replaying->result->runs++;
	return status;
}

static enum aq_status replay_all(struct replaying *replaying, struct aq_buffer *out,
				 struct aq_error *err)
{
	struct replay_compare compare = {
		.now = replaying->home->store, .since = replaying->order->since, .out = out};
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < replaying->count && status >= AQ_OK; at++)
		status = replay_night(replaying, &replaying->nights[at], err);
	if (status < AQ_OK)
		return status;
	compare.then = replaying->other->store;
	if (replaying->count > 0)
		compare.last_run = replaying->nights[replaying->count - 1].run_no;
	return replay_compare(&compare, replaying->result, err);
}

enum aq_status aq_replay(struct aq_home *home, const struct aq_replay_order *order,
			 struct aq_buffer *out, struct aq_replay_result *result,
			 struct aq_error *err)
{
	struct replaying replaying = {.home = home, .order = order, .result = result};
	struct aq_error ignored;
	enum aq_status status, removed;

	*result = (struct aq_replay_result){.runs = 0};
	status = aq_arena_new(&replaying.arena, 0, err);
	if (status >= AQ_OK)
		status = aq_arena_new(&replaying.scratch, 0, err);
	if (status >= AQ_OK)
		status = read_book(&replaying, err);
	if (status >= AQ_OK)
		status = make_other(&replaying, err);
	if (status >= AQ_OK)
		status = replay_all(&replaying, out, err);
	removed = remove_other(&replaying, status < AQ_OK ? &ignored : err);
	aq_arena_free(replaying.scratch);
	aq_arena_free(replaying.arena);
	return status < AQ_OK ? status : removed;
}
