/*
 * table.h - a table being read by its profile: cells, texts, numbers, totals.
 *
 * A view is one row seen through a profile; it serves bids and the decoder
 * alike. What the decoder adds - units, batches, findings - is in decoder.h.
 */
#ifndef ACQUIT_DECODE_CSV_TABLE_H
#define ACQUIT_DECODE_CSV_TABLE_H

#include <limits.h>

#include "acquit/money.h"
#include "acquit/utf8.h"

#include "profile.h"

/* Where a slot's cell stands: an index, or -N for the N-th from the right. */
#define PLACE_ABSENT INT32_MIN

/* A value found in a row that is no payment. */
struct table_value {
	uint32_t carried_index;
	struct aq_slice key;
	struct aq_slice text;
	struct aq_decimal number;
};

#define TABLE_VALUES_MAX 4096

struct table_values {
	struct table_value *items; /* of the decoder's arena */
	size_t count;
};

/* Texts joined or picked for one row; the bytes live as long as the batch. */
struct table_view {
	const struct table_profile *profile;
	const struct aq_csv_row *row;
	int32_t places[PROFILE_COLUMNS_MAX]; /* by slot */
	const struct table_values *carried; /* NULL: none */
	struct aq_arena *texts;
	void *match; /* pcre2_match_data, NULL when no profile has patterns */
	bool has_failed; /* out of memory, or a pattern that took too long */
	struct aq_date today;
};

/* What a header gives: places of all slots. `*missing` is the slot of the first
 * required column that is not there, `*doubled` of one named twice; SIZE_MAX: none. */
void aq_view_resolve(struct table_view *view, const struct aq_slice *names, size_t name_count,
		     size_t *missing, size_t *doubled);
/* A name of the profile against a cell of a header: line breaks and runs of
 * blanks are one blank. aq_names_fit takes A|B for either. */
bool aq_name_equals(struct aq_slice name, struct aq_slice cell);
bool aq_names_fit(struct aq_slice names, struct aq_slice cell);
/* Whether the row has all names of one of the headers that the profile looks for. */
bool aq_view_is_header(const struct table_profile *profile, const struct aq_csv_row *row);
/* How many names the row has of the header that it is nearest to, and the first it lacks. */
size_t aq_view_header_found(const struct table_profile *profile, const struct aq_csv_row *row,
			    struct aq_slice *missing);
/* The next match of a term's pattern in `rest`, which then holds what is behind it;
 * empty when there is no more. */
struct aq_slice aq_view_match(struct table_view *view, const struct table_term *term,
			      struct aq_slice *rest);
bool aq_view_has_name(const struct aq_slice *names, size_t name_count, struct aq_slice name);
/* A cell, trimmed, ="…" opened, the profile's words for nothing taken as nothing. */
struct aq_slice aq_view_cell(const struct table_view *view, uint32_t slot);
/* 0-based index of a slot's cell in this row, SIZE_MAX when it has none. */
size_t aq_view_index(const struct table_view *view, uint32_t slot);
struct aq_slice aq_view_term(struct table_view *view, const struct table_term *term);
/* What a term's pattern finds in a text; all of it without a pattern. */
struct aq_slice aq_view_pick(struct table_view *view, const struct table_term *term,
			     struct aq_slice text);
/* `joiner` stands between pieces; alternatives are tried in order. */
struct aq_slice aq_view_texts(struct table_view *view, const struct table_text *text,
			      const char *joiner);

static inline struct aq_slice aq_view_text(struct table_view *view, const struct table_text *text,
					   const char *joiner)
{
	return text->count == 1 ? aq_view_term(view, text->terms)
				: aq_view_texts(view, text, joiner);
}

/* A text that tells rows apart: `/` between pieces, for empty ones before the last
 * told too, and `\` before a `/` or `\` inside one. */
struct aq_slice aq_view_key(struct table_view *view, const struct table_text *text);
bool aq_glob_fits(const struct table_glob *glob, struct aq_slice text);
bool aq_globs_fit(const struct table_globs *globs, struct aq_slice text);
bool aq_view_filter_fits(struct table_view *view, const struct table_filter *filter);
bool aq_view_any_fits(struct table_view *view, const struct table_filters *filters);
bool aq_view_all_fit(struct table_view *view, const struct table_filters *filters);
/* The first line that fits, or NULL. */
const struct table_map_line *aq_map_find(const struct table_map *map, struct aq_slice text);
/* The first slot a text speaks of, for findings; SIZE_MAX when it names none. */
size_t aq_text_slot(const struct table_text *text);
/* Every cell is blank. */
bool aq_row_is_empty(const struct aq_csv_row *row);
/* Whether a carried value stands in this row by `find` or `line`. */
bool aq_carried_stands(struct table_view *view, const struct table_carried *carried);
/* The row's record type by the profile's `record`. */
bool aq_view_is_control(const struct table_profile *profile, struct aq_slice record);

/* A number as files write them: signs before or behind, brackets, a currency's
 * symbol or code. `currency` is the row's, empty when it is not known. */
bool aq_number_read(const struct table_profile *profile, struct aq_slice text,
		    struct aq_slice currency, struct aq_decimal *out);
/* A day by one of the patterns; a year that is not told is inferred from `today`. */
bool aq_day_read(const struct table_profile *profile, const struct table_date *date,
		 struct aq_slice text, struct aq_date today, struct aq_date *out);

/* Text that an ISO 4217 code stands for after the map: static text, empty when it is none. */
struct aq_slice aq_view_currency(struct table_view *view, const struct table_text *text,
				 const struct table_map *map, struct aq_slice *written);

/* The encoding of a file that begins so: a byte order mark wins over the
 * profile. "" is UTF-8. */
const char *aq_encoding_find(const struct table_profile *profile, struct aq_slice head);

/* Which profile a file is written by (bid.c). The plain variant stands for the
 * built-in format when nobody loaded any profiles: the decoder loads it then. */
int aq_csv_bid(const struct aq_decoder_head *head, const void **variant);
/* The profile of that name, NULL when there is none. */
const void *aq_csv_named(const struct aq_decoder_head *head, struct aq_slice name);
/* "also fits ..." for every profile that does but one; that one fits, or "why not". */
bool aq_csv_others(const struct aq_decoder_head *head, struct aq_slice but, struct aq_buffer *out);
extern const struct table_variant aq_variant_plain;
/* The head, in the profile's encoding, goes to a reader of rows, which may stop it. */
void aq_head_read(const struct table_profile *profile, struct aq_csv_reader *reader,
		  const struct aq_decoder_head *head);

/* nearest.c: "NAME is nearest: the column [X] is missing", or nothing. */
void aq_csv_nearest(const struct aq_decoder_head *head, struct aq_buffer *out);

#endif
