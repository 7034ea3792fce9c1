/*
 * folder.c - open folders, and what is in them.
 *
 * Everything below an open folder is reached by its descriptor, so nobody can
 * swap a part of the path between a check and a use. The path of
 * aq_folder_open itself is the operator's word, and links in it are followed.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquit/arena.h"
#include "file_internal.h"

#define FOLDER_MODE	 0700
#define FOLDER_NAMES_MAX ((size_t)1024 * 1024)
#define NAMES_FIRST	 64

struct aq_folder {
	int descriptor;
	char *path;
};

/* Takes over `descriptor`, also when it fails. */
static enum aq_status make_folder(struct aq_folder **out, int descriptor, char *path,
				  struct aq_error *err)
{
	struct aq_folder *folder = path ? malloc(sizeof(*folder)) : NULL;

	if (!folder) {
		close(descriptor);
		free(path);
		return aq_fail_memory(err);
	}
	*folder = (struct aq_folder){.descriptor = descriptor, .path = path};
	*out = folder;
	return AQ_OK;
}

static char *join_path(const char *folder, const char *name)
{
	size_t folder_bytes = strlen(folder);
	size_t name_bytes = strlen(name);
	char *path = malloc(folder_bytes + name_bytes + 2);

	if (!path)
		return NULL;
	memcpy(path, folder, folder_bytes);
	path[folder_bytes] = '/';
	memcpy(path + folder_bytes + 1, name, name_bytes + 1);
	return path;
}

enum aq_status aq_folder_open(struct aq_folder **out, const char *path, struct aq_error *err)
{
	int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (descriptor < 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot open the folder '%s'",
				     path);
	return make_folder(out, descriptor, strdup(path), err);
}

enum aq_status aq_name_check(const char *name, struct aq_error *err)
{
	if (name[0] == '\0' || strchr(name, '/') || strcmp(name, ".") == 0 ||
	    strcmp(name, "..") == 0)
		return aq_fail(err, AQ_SYSTEM, AQ_BASE_FILE, (struct aq_at){0},
			       "'%s' is no name for a file inside a folder", name);
	return AQ_OK;
}

enum aq_status aq_folder_find_in(struct aq_folder **out, const struct aq_folder *parent,
				 const char *name, struct aq_error *err)
{
	enum aq_status status = aq_name_check(name, err);
	int descriptor;

	if (status < AQ_OK)
		return status;
	descriptor =
		openat(parent->descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (descriptor < 0 && errno == ENOENT)
		return AQ_NOT_FOUND;
	if (descriptor < 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot open the folder '%s/%s'",
				     parent->path, name);
	return make_folder(out, descriptor, join_path(parent->path, name), err);
}

enum aq_status aq_folder_open_in(struct aq_folder **out, const struct aq_folder *parent,
				 const char *name, struct aq_error *err)
{
	enum aq_status status = aq_name_check(name, err);

	if (status < AQ_OK)
		return status;
	if (mkdirat(parent->descriptor, name, FOLDER_MODE) == 0) {
		status = aq_folder_sync(parent, err);
		if (status < AQ_OK)
			return status;
	} else if (errno != EEXIST) {
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot make the folder '%s/%s'",
				     parent->path, name);
	}
	status = aq_folder_find_in(out, parent, name, err);
	if (status == AQ_NOT_FOUND)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot open the folder '%s/%s'",
				     parent->path, name);
	return status;
}

void aq_folder_close(struct aq_folder *folder)
{
	if (!folder)
		return;
	/* Nothing is written through a folder's descriptor that close could lose. */
	close(folder->descriptor);
	free(folder->path);
	free(folder);
}

int aq_folder_descriptor(const struct aq_folder *folder)
{
	return folder->descriptor;
}

const char *aq_folder_path(const struct aq_folder *folder)
{
	return folder->path;
}

enum aq_status aq_folder_sync(const struct aq_folder *folder, struct aq_error *err)
{
	if (fsync(folder->descriptor) != 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE,
				     "the folder '%s' could not be written to the disk",
				     folder->path);
	return AQ_OK;
}

struct name_list {
	struct aq_arena *arena;
	struct aq_slice *names;
	size_t count;
	size_t capacity;
};

/* A list that is outgrown stays in the arena; in all that is less than the
 * list's own size. */
static bool add_name(struct name_list *list, const char *name)
{
	struct aq_slice text = aq_slice_of(name);
	struct aq_slice copy;

	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? list->capacity * 2 : NAMES_FIRST;
		struct aq_slice *names = aq_arena_take_many(list->arena, capacity, sizeof(*names));

		if (!names)
			return false;
		if (list->count > 0)
			memcpy(names, list->names, list->count * sizeof(*names));
		list->names = names;
		list->capacity = capacity;
	}
	copy = aq_arena_copy(list->arena, text);
	if (copy.length != text.length)
		return false;
	list->names[list->count++] = copy;
	return true;
}

static int compare_names(const void *one, const void *other)
{
	return aq_slice_compare(*(const struct aq_slice *)one, *(const struct aq_slice *)other);
}

/* readdir returns NULL at the end and on a fault; only errno tells which. */
static enum aq_status read_names(DIR *stream, const char *path, struct name_list *list,
				 struct aq_error *err)
{
	for (;;) {
		struct dirent *entry;

		errno = 0;
		entry = readdir(stream);
		if (!entry && errno != 0)
			return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE,
					     "cannot list the folder '%s'", path);
		if (!entry)
			return AQ_OK;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (list->count == FOLDER_NAMES_MAX)
			return aq_fail(err, AQ_SYSTEM, AQ_BASE_LIMIT, (struct aq_at){0},
				       "the folder '%s' holds more than %zu files", path,
				       FOLDER_NAMES_MAX);
		if (!add_name(list, entry->d_name))
			return aq_fail_memory(err);
	}
}

enum aq_status aq_folder_list(const struct aq_folder *folder, struct aq_arena *arena,
			      struct aq_slice **names, size_t *count, struct aq_error *err)
{
	struct name_list list = {.arena = arena};
	enum aq_status status;
	DIR *stream;
	/* A descriptor of its own, so that each listing begins at the start. */
	int descriptor = openat(folder->descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (descriptor < 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot list the folder '%s'",
				     folder->path);
	stream = fdopendir(descriptor);
	if (!stream) {
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot list the folder '%s'",
				       folder->path);
		close(descriptor);
		return status;
	}
	status = read_names(stream, folder->path, &list, err);
	if (closedir(stream) != 0 && status >= AQ_OK)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot list the folder '%s'",
				       folder->path);
	if (status < AQ_OK)
		return status;
	if (list.count > 1)
		qsort(list.names, list.count, sizeof(*list.names), compare_names);
	*names = list.names;
	*count = list.count;
	return AQ_OK;
}
