/*
 * nearest.c - which format a table that no format takes comes nearest to.
 *
 * Reads: the head of a file. Promises: the profile of whose columns the fewest
 * are missing in one of the first rows, with those that are; nothing where less
 * than half of them is there, because such a file is another thing altogether.
 * The plain CSV is near as well with another delimiter, or names in capitals, and
 * any profile with its header on another line.
 */
#include "table.h"

#define LOOK_ROWS_MAX	30
#define NAMES_SHOWN_MAX 3
#define FOUND_NAMES_MIN 2

static const char semicolons[] = "semicolons";
static const char tabs[] = "tabs";

struct nearness { /* of one row to one profile */
	const struct table_profile *profile; /* NULL: none yet */
	size_t found;
	size_t missing;
	struct aq_slice names[NAMES_SHOWN_MAX]; /* the first that are missing; the profile's */
	const char *delimiter; /* of a plain CSV that has no commas; NULL: none */
	bool is_other_case; /* names of a plain CSV, in capitals */
	uint64_t line; /* of a header that does not stand where the profile says; 0: it does */
};

struct look {
	const struct table_profile *profile;
	const char *delimiter;
	uint64_t rows;
	struct nearness best;
};

struct header {
	struct aq_slice names[AQ_CSV_CELLS_MAX];
	size_t count;
};

static void want(const struct header *header, struct aq_slice name, struct nearness *out)
{
	for (size_t at = 0; at < out->missing && at < NAMES_SHOWN_MAX; at++)
		if (aq_slice_equals(out->names[at], name))
			return;
	for (size_t at = 0; at < header->count; at++) {
		if (aq_names_fit(name, header->names[at])) {
			out->found++;
			return;
		}
		if (out->profile->is_plain && aq_slice_equals_any_case(name, header->names[at])) {
			out->is_other_case = true;
			out->found++;
			return;
		}
	}
	if (out->missing < NAMES_SHOWN_MAX)
		out->names[out->missing] = name;
	out->missing++;
}

static struct nearness measure(const struct header *header, const struct table_profile *profile)
{
	struct nearness near = {.profile = profile};

	for (size_t at = 0; at < profile->column_count; at++)
		if (profile->columns[at].is_required && profile->columns[at].name.length)
			want(header, profile->columns[at].name, &near);
	for (size_t at = 0; profile->find_count && at < profile->finds[0].count; at++)
		want(header, profile->finds[0].items[at], &near);
	for (size_t at = 0; at < profile->match_count; at++)
		want(header, profile->match_names[at], &near);
	return near;
}

static bool is_nearer(const struct nearness *one, const struct nearness *other)
{
	bool is_odd = one->delimiter || one->is_other_case || one->line;

	if (is_odd ? one->missing > 1 : one->missing == 0)
		return false;
	if (one->found < FOUND_NAMES_MIN || one->found < one->missing)
		return false;
	if (!other->profile || one->missing != other->missing)
		return !other->profile || one->missing < other->missing;
	return one->found > other->found;
}

static enum aq_status look_at_row(void *context, const struct aq_csv_row *row, struct aq_error *err)
{
	struct look *look = context;
	struct header header = {.count = row->cell_count};
	struct nearness near;

	(void)err;
	for (size_t i = 0; i < row->cell_count; i++)
		header.names[i] = aq_slice_trim(row->cells[i]);
	near = measure(&header, look->profile);
	near.delimiter = look->delimiter;
	if (look->profile->header == HEADER_ROWS && look->rows + 1 != look->profile->header_rows)
		near.line = row->line;
	if (is_nearer(&near, &look->best))
		look->best = near;
	return ++look->rows < LOOK_ROWS_MAX ? AQ_OK : AQ_STOPPED;
}

/* `delimiter`: another than the profile's, by its name; NULL: the profile's. */
static void look_with(const struct aq_decoder_head *head, const struct table_profile *profile,
		      const char *delimiter, struct look *look)
{
	struct aq_csv_settings settings = profile->csv;
	struct aq_csv_reader *reader = NULL;

	if (!profile->has_names)
		return;
	if (delimiter)
		settings.delimiter = delimiter == semicolons ? ';' : '\t';
	look->profile = profile;
	look->delimiter = delimiter;
	look->rows = 0;
	if (aq_csv_reader_new(&reader, &settings, look_at_row, look, NULL) < AQ_OK)
		return;
	aq_head_read(profile, reader, head);
	aq_csv_reader_free(reader);
}

static void look_at_profile(const struct aq_decoder_head *head, const struct table_profile *profile,
			    struct look *look)
{
	look_with(head, profile, NULL, look);
	if (!profile->is_plain)
		return;
	look_with(head, profile, semicolons, look);
	look_with(head, profile, tabs, look);
}

static void put_nearness(struct aq_buffer *out, const struct nearness *near)
{
	size_t shown = near->missing < NAMES_SHOWN_MAX ? near->missing : NAMES_SHOWN_MAX;

	aq_buffer_add(out, near->profile->format.name);
	aq_buffer_add_text(out, " is nearest: ");
	if (near->delimiter)
		aq_buffer_print(out, "there are %s between the cells where commas belong",
				near->delimiter);
	if (near->is_other_case)
		aq_buffer_print(out, "%sthe names of the columns belong in lower case",
				near->delimiter ? ", " : "");
	if (near->line)
		aq_buffer_print(out, "%sits header stands on line %llu, %s",
				near->delimiter || near->is_other_case ? ", " : "",
				(unsigned long long)near->line,
				near->profile->is_plain ? "and belongs on the first"
							: "which header = find tells");
	if (near->missing == 0)
		return;
	if (near->delimiter || near->is_other_case || near->line)
		aq_buffer_add_text(out, ", ");
	aq_buffer_add_text(out, near->missing == 1 ? "the column " : "the columns ");
	for (size_t at = 0; at < shown; at++)
		aq_buffer_print(out, "%s[%.*s]", at ? ", " : "", AQ_SLICE_ARGS(near->names[at]));
	if (near->missing > shown)
		aq_buffer_print(out, " and %zu more", near->missing - shown);
	aq_buffer_add_text(out, near->missing == 1 ? " is missing" : " are missing");
}

void aq_csv_nearest(const struct aq_decoder_head *head, struct aq_buffer *out)
{
	struct aq_profiles *own = NULL;
	const struct aq_profiles *profiles = head->profiles;
	struct look look = {.rows = 0};

	if (!profiles && aq_profiles_load(&own, NULL, 0, NULL) >= AQ_OK)
		profiles = own;
	for (size_t i = 0; profiles && i < profiles->count; i++)
		look_at_profile(head, &profiles->items[i], &look);
	if (look.best.profile)
		put_nearness(out, &look.best);
	/* Headings in another encoding are no headings; a head may end inside a character. */
	if (look.best.profile && !aq_encoding_find(look.best.profile, head->head)[0] &&
	    aq_utf8_valid_bytes(head->head) + 4 <= head->head.length)
		aq_buffer_add_text(out, ", and the file is not UTF-8: encoding = cp1252 in the "
					"profile, or another that fits");
	aq_profiles_free(own);
}
