/*
 * view.c - one row seen through a profile: cells and texts.
 *
 * Promises: a text of a single column costs no copy; pieces that are joined
 * live in the view's arena. Patterns run under a limit.
 */
#include "table.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

static size_t blank_bytes(struct aq_slice text)
{
	if (text.length && (unsigned char)text.start[0] <= ' ')
		return 1;
	return aq_slice_starts_with(text, AQ_SLICE("\xc2\xa0")) ? 2 : 0;
}

/* Blanks at the front, of any kind and number: whether there were any. */
static bool pass_blanks(struct aq_slice *text)
{
	size_t before = text->length;

	for (size_t bytes; (bytes = blank_bytes(*text)) != 0; text->length -= bytes)
		text->start += bytes;
	return text->length != before;
}

bool aq_name_equals(struct aq_slice name, struct aq_slice cell)
{
	if (aq_slice_equals(name, cell))
		return true;
	/* A line break or several blanks in a heading are one blank. */
	(void)(pass_blanks(&name), pass_blanks(&cell));
	while (name.length && cell.length) {
		bool is_blank = pass_blanks(&name);

		if (pass_blanks(&cell) != is_blank || name.length == 0 || cell.length == 0)
			break;
		if (*name.start != *cell.start)
			return false;
		name.start++, name.length--;
		cell.start++, cell.length--;
	}
	(void)(pass_blanks(&name), pass_blanks(&cell));
	return name.length == 0 && cell.length == 0;
}

bool aq_names_fit(struct aq_slice names, struct aq_slice cell)
{
	if (aq_name_equals(names, cell))
		return true;
	while (names.length) {
		if (aq_name_equals(aq_slice_trim(aq_slice_cut(&names, '|')), cell))
			return true;
	}
	return false;
}

/* How often a name stands in a header; `*place` is its place at the occurrence. */
static uint32_t count_name(const struct aq_slice *names, size_t name_count, struct aq_slice name,
			   uint32_t occurrence, int32_t *place)
{
	uint32_t found = 0;

	for (size_t i = 0; i < name_count; i++) {
		if (!aq_name_equals(name, names[i]))
			continue;
		found++;
		if (found == (occurrence ? occurrence : 1))
			*place = (int32_t)i;
	}
	return found;
}

void aq_view_resolve(struct table_view *view, const struct aq_slice *names, size_t name_count,
		     size_t *missing, size_t *doubled)
{
	const struct table_profile *profile = view->profile;

	*missing = SIZE_MAX;
	*doubled = SIZE_MAX;
	for (size_t slot = 0; slot < profile->column_count; slot++) {
		const struct table_column *column = &profile->columns[slot];
		uint32_t found = 0;

		view->places[slot] = PLACE_ABSENT;
		if (column->number != 0) {
			view->places[slot] =
				column->number > 0 ? column->number - 1 : column->number;
			continue;
		}
		found = count_name(names, name_count, column->name, column->occurrence,
				   &view->places[slot]);
		/* [A|B]: the first of the names that the header has. */
		for (struct aq_slice rest = column->name; found == 0 && rest.length;)
			found = count_name(names, name_count,
					   aq_slice_trim(aq_slice_cut(&rest, '|')),
					   column->occurrence, &view->places[slot]);
		if (found > 1 && column->occurrence == 0 && *doubled == SIZE_MAX)
			*doubled = slot;
		if (view->places[slot] == PLACE_ABSENT && column->is_required &&
		    *missing == SIZE_MAX)
			*missing = slot;
	}
}

bool aq_view_has_name(const struct aq_slice *names, size_t name_count, struct aq_slice name)
{
	const char first = name.length ? name.start[0] : ' ';

	/* Asked of every cell of every row: most differ in their first letter, and blanks
	 * may stand before it. */
	for (size_t i = 0; i < name_count; i++) {
		char letter = names[i].length ? names[i].start[0] : ' ';

		if (letter != first && (unsigned char)letter > ' ' && letter != '\xc2' &&
		    first != ' ')
			continue;
		if (aq_name_equals(name, names[i]))
			return true;
	}
	return false;
}

static inline size_t index_of(const struct table_view *view, uint32_t slot)
{
	int32_t place = view->places[slot];
	size_t count = view->row->cell_count;

	if (place == PLACE_ABSENT)
		return SIZE_MAX;
	if (place >= 0)
		return (size_t)place < count ? (size_t)place : SIZE_MAX;
	return (size_t)-place <= count ? count - (size_t)-place : SIZE_MAX;
}

size_t aq_view_index(const struct table_view *view, uint32_t slot)
{
	return index_of(view, slot);
}

/* Trims by hand: this runs for every cell that is read. */
static inline struct aq_slice trimmed(struct aq_slice cell)
{
	while (cell.length && ((unsigned char)cell.start[0] <= ' '))
		cell.start++, cell.length--;
	while (cell.length && (unsigned char)cell.start[cell.length - 1] <= ' ')
		cell.length--;
	return cell;
}

static inline struct aq_slice cell_of(const struct table_view *view, uint32_t slot)
{
	const struct table_profile *profile = view->profile;
	size_t index = index_of(view, slot);
	struct aq_slice cell;

	if (index == SIZE_MAX)
		return (struct aq_slice){0};
	cell = trimmed(view->row->cells[index]);
	/* ="0234" is how spreadsheets are told to keep a text as it is. */
	if (cell.length >= 3 && cell.start[0] == '=' && cell.start[1] == '"' &&
	    cell.start[cell.length - 1] == '"')
		cell = trimmed((struct aq_slice){cell.start + 2, cell.length - 3});
	for (size_t i = 0; i < profile->empty_count; i++) {
		if (aq_slice_equals(cell, profile->empties[i]))
			return (struct aq_slice){0};
	}
	return cell;
}

struct aq_slice aq_view_cell(const struct table_view *view, uint32_t slot)
{
	return cell_of(view, slot);
}

/* The pattern's first group in the text, or all that it matched. */
static struct aq_slice picked(struct table_view *view, const void *pattern, struct aq_slice text)
{
	const pcre2_code *code = pattern;
	const PCRE2_SIZE *places;
	size_t group;
	int found = pcre2_match(code, (PCRE2_SPTR8)(text.length ? text.start : ""), text.length, 0,
				PCRE2_NO_UTF_CHECK, view->match, NULL);

	if (found == PCRE2_ERROR_NOMATCH)
		return (struct aq_slice){0};
	if (found < 0) {
		view->has_failed = true;
		return (struct aq_slice){0};
	}
	places = pcre2_get_ovector_pointer(view->match);
	group = found > 1 && places[2] != PCRE2_UNSET ? 1 : 0;
	return trimmed((struct aq_slice){text.start + places[2 * group],
					 places[2 * group + 1] - places[2 * group]});
}

static struct aq_slice carried_text(const struct table_view *view, uint32_t index)
{
	const struct table_values *values = view->carried;

	/* The last one read counts. */
	for (size_t i = values ? values->count : 0; i-- > 0;) {
		if (values->items[i].carried_index == index)
			return values->items[i].text;
	}
	return (struct aq_slice){0};
}

struct aq_slice aq_view_pick(struct table_view *view, const struct table_term *term,
			     struct aq_slice text)
{
	return term->pattern && text.length ? picked(view, term->pattern, text) : text;
}

struct aq_slice aq_view_term(struct table_view *view, const struct table_term *term)
{
	struct aq_slice text;

	if (term->source == TERM_CELL)
		text = cell_of(view, term->slot);
	else if (term->source == TERM_CARRIED)
		text = carried_text(view, term->carried_index);
	else
		text = term->literal;
	return term->pattern ? aq_view_pick(view, term, text) : text;
}

/* Two pieces with the joiner between; empty pieces leave none. */
static struct aq_slice joined(struct table_view *view, struct aq_slice one, struct aq_slice other,
			      const char *joiner)
{
	struct aq_slice text;

	if (one.length == 0 || other.length == 0)
		return one.length ? one : other;
	text = aq_arena_print(view->texts, "%.*s%s%.*s", AQ_SLICE_ARGS(one), joiner,
			      AQ_SLICE_ARGS(other));
	view->has_failed |= text.length == 0;
	return text;
}

bool aq_view_is_header(const struct table_profile *profile, const struct aq_csv_row *row)
{
	for (size_t form = 0; form < profile->find_count; form++) {
		const struct table_names *wanted = &profile->finds[form];
		size_t found = 0;

		while (found < wanted->count &&
		       aq_view_has_name(row->cells, row->cell_count, wanted->items[found]))
			found++;
		if (found == wanted->count)
			return true;
	}
	return false;
}

size_t aq_view_header_found(const struct table_profile *profile, const struct aq_csv_row *row,
			    struct aq_slice *missing)
{
	size_t most = 0;

	for (size_t form = 0; form < profile->find_count; form++) {
		const struct table_names *wanted = &profile->finds[form];
		struct aq_slice first = {0};
		size_t found = 0;

		for (size_t i = 0; i < wanted->count; i++) {
			if (aq_view_has_name(row->cells, row->cell_count, wanted->items[i]))
				found++;
			else if (first.length == 0)
				first = wanted->items[i];
		}
		if (found > most || form == 0)
			*missing = first;
		if (found > most)
			most = found;
	}
	return most;
}

struct aq_slice aq_view_match(struct table_view *view, const struct table_term *term,
			      struct aq_slice *rest)
{
	const PCRE2_SIZE *places;
	size_t offset = 0;
	struct aq_slice text = picked(view, term->pattern, *rest);

	if (text.length == 0) {
		rest->length = 0;
		return text;
	}
	/* On from the end of the whole match; an empty one ends the search. */
	places = pcre2_get_ovector_pointer(view->match);
	offset = places[1] > places[0] && places[1] <= rest->length ? places[1] : rest->length;
	*rest = (struct aq_slice){rest->start + offset, rest->length - offset};
	return text;
}

struct aq_slice aq_view_texts(struct table_view *view, const struct table_text *text,
			      const char *joiner)
{
	struct aq_slice value = {0};

	for (size_t i = 0; i < text->count; i++) {
		if (text->terms[i].begins_alternative && value.length)
			break;
		value = joined(view, value, aq_view_term(view, &text->terms[i]), joiner);
	}
	return value;
}

/* Whether a text ever puts several pieces together: alternatives of one each do not. */
static bool has_parts(const struct table_text *text)
{
	for (size_t i = 1; i < text->count; i++) {
		if (!text->terms[i].begins_alternative)
			return true;
	}
	return false;
}

/* A part of a key with a backslash before what would pass for its end. */
static struct aq_slice escaped(struct table_view *view, struct aq_slice part)
{
	size_t length = 0;
	char *text;

	if (part.length == 0 ||
	    (!memchr(part.start, '/', part.length) && !memchr(part.start, '\\', part.length)))
		return part;
	text = aq_arena_take(view->texts, part.length * 2);
	if (!text) {
		view->has_failed = true;
		return part;
	}
	for (size_t i = 0; i < part.length; i++) {
		if (part.start[i] == '/' || part.start[i] == '\\')
			text[length++] = '\\';
		text[length++] = part.start[i];
	}
	return (struct aq_slice){text, length};
}

/* The next part of a key, with a mark for itself and for each empty part before it. */
static struct aq_slice with_part(struct table_view *view, struct aq_slice value,
				 struct aq_slice part, size_t marks)
{
	static const char slashes[] = "////////////////";
	struct aq_slice text;

	if (marks == 0)
		return part;
	if (marks >= sizeof(slashes)) {
		view->has_failed = true;
		return value;
	}
	text = aq_arena_print(view->texts, "%.*s%.*s%.*s", AQ_SLICE_ARGS(value), (int)marks,
			      slashes, AQ_SLICE_ARGS(part));
	view->has_failed |= text.length == 0;
	return text;
}

/* Empty parts at the end leave no mark: without them it is the shorter key, which no
 * other parts give. */
struct aq_slice aq_view_key(struct table_view *view, const struct table_text *text)
{
	struct aq_slice value = {0};
	size_t marks = 0;

	if (!has_parts(text))
		return aq_view_text(view, text, "/");
	for (size_t i = 0; i < text->count; i++, marks++) {
		struct aq_slice part;

		if (text->terms[i].begins_alternative) {
			if (value.length)
				break;
			marks = 0;
		}
		part = escaped(view, aq_view_term(view, &text->terms[i]));
		if (part.length == 0)
			continue;
		value = with_part(view, value, part, marks);
		marks = 0;
	}
	return value;
}

bool aq_glob_fits(const struct table_glob *glob, struct aq_slice text)
{
	struct aq_slice wanted = glob->text;

	if (!glob->is_open_start && !glob->is_open_end)
		return aq_slice_equals(text, wanted);
	if (wanted.length > text.length)
		return false;
	if (glob->is_open_start && glob->is_open_end)
		return wanted.length == 0 || aq_slice_find(text, wanted) != SIZE_MAX;
	if (glob->is_open_end)
		return aq_slice_starts_with(text, wanted);
	text.start += text.length - wanted.length;
	text.length = wanted.length;
	return aq_slice_equals(text, wanted);
}

bool aq_globs_fit(const struct table_globs *globs, struct aq_slice text)
{
	for (size_t i = 0; i < globs->count; i++) {
		if (aq_glob_fits(&globs->items[i], text))
			return !globs->is_negated;
	}
	return globs->is_negated;
}

bool aq_view_filter_fits(struct table_view *view, const struct table_filter *filter)
{
	return aq_globs_fit(&filter->values, aq_view_text(view, &filter->text, " "));
}

bool aq_view_any_fits(struct table_view *view, const struct table_filters *filters)
{
	for (size_t i = 0; i < filters->count; i++) {
		if (aq_view_filter_fits(view, &filters->items[i]))
			return true;
	}
	return false;
}

bool aq_view_all_fit(struct table_view *view, const struct table_filters *filters)
{
	for (size_t i = 0; i < filters->count; i++) {
		if (!aq_view_filter_fits(view, &filters->items[i]))
			return false;
	}
	return true;
}

const struct table_map_line *aq_map_find(const struct table_map *map, struct aq_slice text)
{
	for (size_t i = 0; i < map->count; i++) {
		if (aq_glob_fits(&map->lines[i].from, text))
			return &map->lines[i];
	}
	return NULL;
}

size_t aq_text_slot(const struct table_text *text)
{
	for (size_t i = 0; i < text->count; i++) {
		if (text->terms[i].source == TERM_CELL)
			return text->terms[i].slot;
	}
	return SIZE_MAX;
}

bool aq_row_is_empty(const struct aq_csv_row *row)
{
	for (size_t i = 0; i < row->cell_count; i++) {
		if (aq_slice_trim(row->cells[i]).length)
			return false;
	}
	return true;
}

bool aq_carried_stands(struct table_view *view, const struct table_carried *carried)
{
	if (carried->place == PLACE_LINE)
		return view->row->line == carried->row_line;
	if (carried->place != PLACE_FIND)
		return false;
	return aq_globs_fit(&carried->where, carried->looked_at.count
						     ? aq_view_text(view, &carried->looked_at, " ")
						     : aq_slice_trim(view->row->cells[0]));
}

bool aq_view_is_control(const struct table_profile *profile, struct aq_slice record)
{
	return aq_globs_fit(&profile->control_records, record) ||
	       aq_globs_fit(&profile->section_records, record);
}

struct aq_slice aq_view_currency(struct table_view *view, const struct table_text *text,
				 const struct table_map *map, struct aq_slice *written)
{
	const struct table_map_line *line;
	struct aq_slice code = aq_view_text(view, text, " ");

	*written = code;
	line = map->count ? aq_map_find(map, code) : NULL;
	if (line)
		code = line->to;
	if (code.length != 3)
		return (struct aq_slice){0};
	return aq_slice_of(aq_currency_code(aq_currency_find(code)));
}
