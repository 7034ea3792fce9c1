/*
 * bid.c - which profile a file is written by, told from its first bytes.
 *
 * A profile fits when its header is found with every column it cannot do
 * without, or, where there is no header, when the first data row reads well.
 * Among those that fit the site's own go before those shipped, those that can
 * read day and amount of the first data row before those that cannot, and then
 * the one that names most of the header's columns wins; two that name equally
 * many are passed on as rivals, which open refuses.
 */
#include "table.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define BID_STEP_BYTES 4096
/* A header that fits counts more than any row that reads well. */
#define BID_NAMED      ((size_t)AQ_CSV_CELLS_MAX * 2)
#define BID_BEYOND_MAX 39 /* keeps a header's bid below a signature's */

const struct table_variant aq_variant_plain = {NULL, NULL};

struct bid {
	struct table_view view;
	uint64_t rows;
	bool has_header;
	bool has_text; /* of `match = find`, before the header */
	bool is_done;
	bool reads_well; /* the first data row */
	size_t score; /* 0: the profile does not fit */
	const char *why; /* it does not; NULL: the header, or the beginning, says it */
};

static enum aq_status stop(struct bid *bid, size_t score)
{
	bid->is_done = true;
	bid->score = score;
	return AQ_STOPPED;
}

static enum aq_status stop_for(struct bid *bid, const char *why)
{
	bid->why = why;
	return stop(bid, 0);
}

/* Columns of the header that the profile speaks of. */
static size_t count_known(const struct table_profile *profile, const struct aq_slice *names,
			  size_t name_count)
{
	size_t count = 0;

	for (size_t i = 0; i < name_count; i++) {
		bool is_known =
			aq_view_has_name(profile->match_names, profile->match_count, names[i]);

		for (size_t k = 0; k < profile->find_count && !is_known; k++)
			is_known = aq_view_has_name(profile->finds[k].items,
						    profile->finds[k].count, names[i]);
		for (size_t k = 0; k < profile->column_count && !is_known; k++)
			is_known =
				names[i].length && aq_names_fit(profile->columns[k].name, names[i]);
		count += is_known;
	}
	return count;
}

/* The score of a header, 0 when it is another format's. */
static size_t score_header(struct bid *bid, const struct aq_slice *names, size_t name_count)
{
	const struct table_profile *profile = bid->view.profile;
	size_t missing = SIZE_MAX;
	size_t doubled = SIZE_MAX;

	aq_view_resolve(&bid->view, names, name_count, &missing, &doubled);
	if (missing != SIZE_MAX || doubled != SIZE_MAX)
		return 0;
	for (size_t i = 0; i < profile->match_count; i++) {
		if (!aq_view_has_name(names, name_count, profile->match_names[i]))
			return 0;
	}
	for (size_t i = 0; i < profile->refuse_count; i++) {
		if (aq_view_has_name(names, name_count, profile->refuse_names[i]))
			return 0;
	}
	return count_known(profile, names, name_count) + profile->has_record;
}

static bool is_header(const struct bid *bid)
{
	const struct table_profile *profile = bid->view.profile;

	if (profile->header == HEADER_ROWS)
		return bid->rows == profile->header_rows;
	return aq_view_is_header(profile, bid->view.row);
}

/* What another row tells, this one cannot. */
static bool is_told_elsewhere(const struct table_text *text)
{
	for (size_t i = 0; i < text->count; i++) {
		if (text->terms[i].source == TERM_CARRIED)
			return true;
	}
	return false;
}

/* The day and an amount of the first data row read well. */
static bool reads_well(struct bid *bid)
{
	const struct table_profile *profile = bid->view.profile;
	struct aq_slice written;
	struct aq_slice day = aq_view_text(&bid->view, &profile->booked.text, " ");
	struct aq_slice currency =
		aq_view_currency(&bid->view, &profile->currency, &profile->currency_map, &written);
	struct aq_date on;
	struct aq_date today = {0};
	bool has_number = false;

	/* The year is inferred later; any will do for a look. */
	(void)aq_date_from_civil((struct aq_civil){2024, 12, 31}, &today);
	if (!is_told_elsewhere(&profile->booked.text) &&
	    !aq_day_read(profile, &profile->booked, day, today, &on))
		return false;
	for (size_t i = 0; i < SUM_COUNT; i++) {
		const struct table_sum *sum = &profile->sums[i];

		for (size_t k = 0; k < sum->count; k++) {
			struct aq_slice text = aq_view_term(&bid->view, &sum->terms[k]);
			struct aq_decimal number;

			if (text.length == 0)
				continue;
			if (!aq_number_read(profile, text,
					    sum->currency.count ? (struct aq_slice){0} : currency,
					    &number))
				return false;
			has_number = true;
		}
	}
	return has_number;
}

/* Rows that a key claims by name are no data rows to judge by. */
static bool is_claimed(struct bid *bid)
{
	const struct table_profile *profile = bid->view.profile;

	for (size_t i = 0; i < profile->carried_count; i++) {
		if (aq_carried_stands(&bid->view, &profile->carried[i]))
			return true;
	}
	return aq_view_any_fits(&bid->view, &profile->skip) ||
	       aq_view_any_fits(&bid->view, &profile->pending) ||
	       aq_view_any_fits(&bid->view, &profile->continues) ||
	       !aq_view_all_fit(&bid->view, &profile->select);
}

/* Columns of a profile without a header that the row has. */
static size_t count_cells(const struct bid *bid)
{
	size_t count = 0;

	for (uint32_t slot = 0; slot < bid->view.profile->column_count; slot++)
		count += aq_view_index(&bid->view, slot) != SIZE_MAX;
	return count;
}

/* Empty cells at the end do not matter: senders end their lines with a delimiter. */
static bool has_cells(const struct aq_csv_row *row, uint64_t wanted)
{
	size_t count = row->cell_count;

	while (count > wanted && aq_slice_trim(row->cells[count - 1]).length == 0)
		count--;
	return count == wanted;
}

/* The first data row: conditions of match, and without a header all that it can tell. */
static enum aq_status bid_data(struct bid *bid, const struct aq_csv_row *row)
{
	const struct table_profile *profile = bid->view.profile;
	size_t score = bid->score + profile->match_rows.count;

	if (profile->has_footer && profile->has_names &&
	    aq_globs_fit(&profile->footer, aq_slice_trim(row->cells[0])))
		return stop(bid, bid->score);
	if (aq_row_is_empty(row) || is_claimed(bid))
		return AQ_OK;
	if (profile->cells && !has_cells(row, profile->cells))
		return stop_for(bid, "its first row has more or fewer cells than match = cells");
	if (!aq_view_all_fit(&bid->view, &profile->match_rows))
		return stop_for(bid, "a match = does not hold in its first row");
	if (profile->match_texts.count && !bid->has_text)
		return stop_for(bid, "no row above has the text of match = find");
	bid->reads_well = reads_well(bid);
	if (!profile->has_names && !bid->reads_well)
		return stop_for(bid, "day or amount of its first row do not read");
	score += profile->has_names ? 0 : 1 + count_cells(bid);
	score += profile->cells == row->cell_count;
	return stop(bid, score);
}

/* What a typed row is: true when it is data. `*is_other` when no type fits. */
static bool is_typed_data(struct bid *bid, const struct aq_slice *names, size_t name_count,
			  bool *is_other)
{
	const struct table_profile *profile = bid->view.profile;
	struct aq_slice record = aq_view_text(&bid->view, &profile->record, " ");

	*is_other = false;
	if (profile->header_records.count && aq_globs_fit(&profile->header_records, record)) {
		size_t score = score_header(bid, names, name_count);

		if (score) {
			bid->has_header = true;
			bid->score = score;
		}
		return false;
	}
	if (aq_globs_fit(&profile->data_records, record))
		return true;
	*is_other = !aq_view_is_control(profile, record);
	return false;
}

static enum aq_status bid_body(struct bid *bid, const struct aq_slice *names, size_t name_count)
{
	const struct table_profile *profile = bid->view.profile;
	bool is_other = false;

	if (profile->has_record) {
		bool is_data = is_typed_data(bid, names, name_count, &is_other);

		if (is_other)
			return stop(bid, bid->has_header && profile->match_rows.count == 0
						 ? bid->score
						 : 0);
		if (!is_data)
			return AQ_OK;
		if (profile->has_names && !bid->has_header)
			return stop(bid, 0);
	}
	return bid_data(bid, bid->view.row);
}

static enum aq_status bid_row(void *context, const struct aq_csv_row *row, struct aq_error *err)
{
	struct bid *bid = context;
	const struct table_profile *profile = bid->view.profile;
	struct aq_slice names[AQ_CSV_CELLS_MAX];

	(void)err;
	bid->view.row = row;
	for (size_t i = 0; i < row->cell_count; i++)
		names[i] = aq_slice_trim(row->cells[i]);
	if (++bid->rows > HEADER_ROWS_MAX)
		return stop(bid, bid->has_header && profile->has_names ? bid->score : 0);
	if (profile->match_texts.count && !(bid->has_header && profile->has_names))
		bid->has_text |= aq_globs_fit(&profile->match_texts, names[0]);
	if (profile->header == HEADER_RECORD || bid->has_header || bid->rows > profile->header_rows)
		if (profile->header != HEADER_FIND || bid->has_header)
			return bid_body(bid, names, row->cell_count);
	if (!is_header(bid))
		return AQ_OK;
	if (profile->match_texts.count && !bid->has_text)
		return stop_for(bid, "no row above has the text of match = find");
	bid->has_header = true;
	bid->score = profile->has_names ? score_header(bid, names, row->cell_count) : 0;
	bid->score += bid->score && bid->has_text;
	if (profile->has_names && bid->score == 0)
		return stop_for(bid, "its header lacks a column that the profile names, has one "
				     "twice, or has one that match = refuses");
	return AQ_OK;
}

/* Feeds the head until the reader has enough; a head may end in mid-character. */
void aq_head_read(const struct table_profile *profile, struct aq_csv_reader *reader,
		  const struct aq_decoder_head *head)
{
	const char *encoding = aq_encoding_find(profile, head->head);
	struct aq_slice rest = head->head;
	struct aq_converter *converter = NULL;
	struct aq_buffer text;
	enum aq_status status = AQ_OK;

	if (encoding[0] && aq_converter_new(&converter, encoding, NULL) < AQ_OK)
		return;
	aq_buffer_init(&text, 0);
	while (status >= AQ_OK && rest.length) {
		struct aq_slice piece = {rest.start, rest.length < BID_STEP_BYTES ? rest.length
										  : BID_STEP_BYTES};

		rest.start += piece.length;
		rest.length -= piece.length;
		if (converter) {
			aq_buffer_clear(&text);
			status = aq_converter_feed(converter, piece, &text, NULL);
			piece = aq_buffer_slice(&text);
		}
		if (status >= AQ_OK)
			status = aq_csv_reader_feed(reader, piece, NULL);
	}
	if (status >= AQ_OK && head->is_whole)
		(void)aq_csv_reader_finish(reader, NULL);
	aq_buffer_free(&text);
	aq_converter_free(converter);
}

/* How well one profile fits, 0 when it does not. */
static size_t bid_profile(const struct aq_decoder_head *head, const struct table_profile *profile,
			  struct bid *bid)
{
	struct aq_csv_reader *reader = NULL;
	size_t missing;
	size_t doubled;

	*bid = (struct bid){
		.view = {.profile = profile, .texts = bid->view.texts, .match = bid->view.match}};
	aq_view_resolve(&bid->view, NULL, 0, &missing, &doubled);
	if (aq_csv_reader_new(&reader, &profile->csv, bid_row, bid, NULL) < AQ_OK)
		return 0;
	aq_head_read(profile, reader, head);
	aq_csv_reader_free(reader);
	aq_arena_reset(bid->view.texts);
	/* A header alone, of a table without rows, is enough. */
	if (bid->score == 0 || !(bid->is_done || (bid->has_header && profile->has_names)))
		return 0;
	return bid->score + (profile->has_names ? BID_NAMED : 0);
}

/* A profile's bid, for comparing. */
struct offer {
	size_t index;
	size_t score; /* 0: it does not fit */
	size_t tier;
	bool reads_well;
};

/* Whether one bid goes before another: a header that fits before none, the
 * site's own profiles before those shipped, a first row that reads well before
 * one that does not, then the more columns known. */
static int compare_bids(const struct offer *one, const struct offer *other)
{
	if ((one->score >= BID_NAMED) != (other->score >= BID_NAMED))
		return one->score >= BID_NAMED ? 1 : -1;
	if (one->tier != other->tier)
		return one->tier < other->tier ? 1 : -1;
	if (one->reads_well != other->reads_well)
		return one->reads_well ? 1 : -1;
	return one->score > other->score ? 1 : one->score < other->score ? -1 : 0;
}

/* The best profile of a set, or two rivals. */
static int bid_set(const struct aq_decoder_head *head, const struct aq_profiles *profiles,
		   struct bid *bid, const void **variant)
{
	struct offer best = {0};
	size_t rival_index = 0;
	int base;

	for (size_t i = 0; i < profiles->count; i++) {
		struct offer offer = {.index = i, .tier = profiles->items[i].tier};
		int order;

		offer.score = bid_profile(head, &profiles->items[i], bid);
		offer.reads_well = bid->reads_well;
		if (offer.score == 0)
			continue;
		order = best.score == 0 ? 1 : compare_bids(&offer, &best);
		if (order > 0) {
			best = offer;
			rival_index = i;
		} else if (order == 0 && rival_index == best.index) {
			rival_index = i;
		}
	}
	if (best.score == 0)
		return AQ_BID_NONE;
	*variant = aq_profiles_variant(profiles, best.index, rival_index);
	base = best.score >= BID_NAMED ? AQ_BID_LIKELY : AQ_BID_PERHAPS;
	best.score -= best.score >= BID_NAMED ? BID_NAMED : 0;
	return base + (best.score < BID_BEYOND_MAX ? (int)best.score : BID_BEYOND_MAX);
}

const void *aq_csv_named(const struct aq_decoder_head *head, struct aq_slice name)
{
	const struct aq_profiles *profiles = head->profiles;

	for (size_t i = 0; profiles && i < profiles->count; i++) {
		if (aq_slice_equals(profiles->items[i].format.name, name))
			return aq_profiles_variant(profiles, i, i);
	}
	return NULL;
}

static void put_other(const struct table_profile *profile, const struct bid *bid,
		      struct aq_buffer *out)
{
	aq_buffer_print(out, "also fits %.*s (%s)\n", AQ_SLICE_ARGS(profile->format.name),
			!profile->has_names ? "it has no header"
			: bid->reads_well
				? "it names fewer columns, or the site's own goes before it"
				: "it cannot read the first row");
}

bool aq_csv_others(const struct aq_decoder_head *head, struct aq_slice but, struct aq_buffer *out)
{
	const struct aq_profiles *profiles = head->profiles;
	struct bid bid = {0};
	bool is_taken = true;

	if (!profiles || aq_arena_new(&bid.view.texts, 0, NULL) < AQ_OK)
		return true;
	bid.view.match = pcre2_match_data_create(16, NULL);
	for (size_t i = 0; bid.view.match && i < profiles->count; i++) {
		const struct table_profile *profile = &profiles->items[i];
		bool is_it = aq_slice_equals(profile->format.name, but);
		bool fits = bid_profile(head, profile, &bid) > 0;

		if (fits && !is_it)
			put_other(profile, &bid, out);
		if (fits || !is_it)
			continue;
		is_taken = false;
		if (bid.why || !profile->has_names)
			aq_buffer_print(out, "why not   run reads no such file by it: %s\n",
					bid.why ? bid.why : "its beginning reads otherwise");
	}
	pcre2_match_data_free(bid.view.match);
	aq_arena_free(bid.view.texts);
	return is_taken;
}

int aq_csv_bid(const struct aq_decoder_head *head, const void **variant)
{
	struct aq_profiles *own = NULL;
	const struct aq_profiles *profiles = head->profiles;
	struct bid bid = {0};
	int result = AQ_BID_NONE;

	if (aq_arena_new(&bid.view.texts, 0, NULL) < AQ_OK)
		return AQ_BID_NONE;
	bid.view.match = pcre2_match_data_create(16, NULL);
	if (!profiles && aq_profiles_load(&own, NULL, 0, NULL) >= AQ_OK)
		profiles = own;
	if (profiles && bid.view.match)
		result = bid_set(head, profiles, &bid, variant);
	if (own && result != AQ_BID_NONE)
		*variant = &aq_variant_plain;
	aq_profiles_free(own);
	pcre2_match_data_free(bid.view.match);
	aq_arena_free(bid.view.texts);
	return result;
}
