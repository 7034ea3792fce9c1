/*
 * render.c - a run's page again, from its own CSV files.
 *
 * Reads: files this program wrote, perhaps years ago; every row, checked again.
 * Promises: the same bytes as on the night, by the program that wrote them.
 */
#include "acquit/report.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "page.h"
#include "sheet.h"

#define PIECE_BYTES ((size_t)256 * 1024)

struct reading {
	enum sheet_id id;
	struct facts *facts;
	size_t column_count; /* of the header; 0: not read yet */
};

/* Older files may lack columns at the end, and newer ones have more there. */
static enum aq_status check_header(struct reading *reading, const struct aq_csv_row *row,
				   struct aq_error *err)
{
	const struct sheet_table *table = sheet_table(reading->id);

	reading->column_count = row->cell_count;
	for (size_t index = 0; index < table->column_count && index < row->cell_count; index++)
		if (!aq_slice_is(row->cells[index], table->columns[index].name))
			return aq_fail(err, AQ_BAD_FILE, AQ_REPORT_COLUMNS,
				       (struct aq_at){.line = row->line},
				       "%s lacks the column '%s' in its place", table->file_name,
				       table->columns[index].name);
	return AQ_OK;
}

static enum aq_status on_row(void *context, const struct aq_csv_row *row, struct aq_error *err)
{
	struct reading *reading = context;
	const struct sheet_table *table = sheet_table(reading->id);
	struct aq_slice texts[CELLS_MAX] = {{NULL, 0}};
	const struct row cells = {.cells = texts, .count = table->column_count};

	if (reading->column_count == 0)
		return check_header(reading, row, err);
	if (row->cell_count != reading->column_count)
		return aq_fail(err, AQ_BAD_FILE, AQ_REPORT_CELL, (struct aq_at){.line = row->line},
			       "a row of %s is cut off", table->file_name);
	for (size_t index = 0; index < cells.count && index < row->cell_count; index++)
		texts[index] = row->cells[index];
	return facts_take(reading->facts, reading->id, &cells, err);
}

/* Never through a link: the folder's files are ours. */
static enum aq_status open_file(const struct aq_folder *folder, const char *name, int *out,
				struct aq_error *err)
{
	struct stat facts;
	int descriptor = openat(aq_folder_descriptor(folder), name,
				O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (descriptor < 0 && errno == ENOENT)
		return aq_fail(err, AQ_NOT_FOUND, AQ_REPORT_NO_RUN, (struct aq_at){0, 0},
			       "%s has no %s", aq_folder_path(folder), name);
	if (descriptor < 0)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot open '%s/%s'",
				     aq_folder_path(folder), name);
	if (fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
		close(descriptor);
		return aq_fail(err, AQ_SYSTEM, AQ_BASE_FILE, (struct aq_at){0, 0},
			       "'%s/%s' is no regular file", aq_folder_path(folder), name);
	}
	*out = descriptor;
	return AQ_OK;
}

static enum aq_status feed_all(struct aq_csv_reader *reader, int descriptor,
			       struct aq_buffer *piece, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	while (status >= AQ_OK) {
		ssize_t count = read(descriptor, piece->start, PIECE_BYTES);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot read a report");
		if (count == 0)
			return aq_csv_reader_finish(reader, err);
		status = aq_csv_reader_feed(reader, (struct aq_slice){piece->start, (size_t)count},
					    err);
	}
	return status;
}

static void make_room(struct aq_buffer *piece)
{
	static const char blank[4096];

	aq_buffer_init(piece, 0);
	while (piece->length < PIECE_BYTES && !aq_buffer_failed(piece))
		aq_buffer_add(piece, (struct aq_slice){blank, sizeof(blank)});
}

enum aq_status sheet_read(enum sheet_id id, const struct aq_folder *folder, struct facts *facts,
			  struct aq_error *err)
{
	static const struct aq_csv_settings settings = {.quoting = AQ_CSV_STRICT};
	struct reading reading = {.id = id, .facts = facts};
	struct aq_csv_reader *reader = NULL;
	struct aq_buffer piece;
	int descriptor = -1;
	enum aq_status status;

	make_room(&piece);
	status = aq_buffer_failed(&piece) ? aq_fail_memory(err) : AQ_OK;
	if (status >= AQ_OK)
		status = open_file(folder, sheet_table(id)->file_name, &descriptor, err);
	if (status >= AQ_OK)
		status = aq_csv_reader_new(&reader, &settings, on_row, &reading, err);
	if (status >= AQ_OK)
		status = feed_all(reader, descriptor, &piece, err);
	if (status < AQ_OK && status != AQ_NOT_FOUND)
		aq_error_set_file(err, aq_slice_of(sheet_table(id)->file_name));
	aq_csv_reader_free(reader);
	if (descriptor >= 0)
		close(descriptor);
	aq_buffer_free(&piece);
	return status;
}

/* A run's name is one folder's: opening it must not make one. */
static enum aq_status check_name(const struct aq_folder *reports, const char *name,
				 struct aq_error *err)
{
	struct stat facts;

	if (name[0] == '\0' || name[0] == '.' || strchr(name, '/') ||
	    fstatat(aq_folder_descriptor(reports), name, &facts, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISDIR(facts.st_mode))
		return aq_fail(err, AQ_NOT_FOUND, AQ_REPORT_NO_RUN, (struct aq_at){0, 0},
			       "there is no report of a run '%s'", name);
	return AQ_OK;
}

/* Older programs wrote less. */
static bool is_newer(enum sheet_id id)
{
	return id == SHEET_RETURNS || id == SHEET_RULES || id == SHEET_APPROVALS ||
	       id == SHEET_OWED;
}

static enum aq_status read_again(enum sheet_id id, const struct aq_folder *folder,
				 struct facts *facts, struct aq_error *err)
{
	enum aq_status status = sheet_read(id, folder, facts, err);

	return status == AQ_NOT_FOUND && is_newer(id) ? AQ_OK : status;
}

enum aq_status aq_report_render(const struct aq_folder *reports, const char *name,
				struct aq_error *err)
{
	struct aq_folder *folder = NULL;
	struct facts *facts = NULL;
	enum aq_status status = check_name(reports, name, err);

	if (status >= AQ_OK)
		status = aq_folder_open_in(&folder, reports, name, err);
	if (status >= AQ_OK)
		status = facts_new(&facts, err);
	for (int id = 0; id < SHEET_COUNT && status >= AQ_OK; id++)
		status = read_again((enum sheet_id)id, folder, facts, err);
	if (status >= AQ_OK)
		status = page_write(facts, folder, err);
	facts_free(facts);
	aq_folder_close(folder);
	return status < AQ_OK ? status : AQ_OK;
}
