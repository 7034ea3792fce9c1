/*
 * record.c - one data row becomes one record.
 *
 * Promises: a record for every data row; what is wrong with it is a finding
 * with line and column, and refuses it.
 * Refuses: rows of the wrong length, unknown types, dates that do not exist,
 * empty cells that the profile requires.
 */
#include "decoder.h"

#include <stddef.h>
#include <stdio.h>

#include "acquit/memory.h"

/* Texts that go as they are into a member of the record. */
static const struct {
	enum table_text_name text;
	size_t offset;
	const char *joiner;
} plain_texts[] = {
	{TEXT_ID, offsetof(struct aq_record, source_id), NULL}, /* a key */
	{TEXT_PAYOUT, offsetof(struct aq_record, settlement_id), "/"},
	{TEXT_ACCOUNT, offsetof(struct aq_record, account), " "},
	{TEXT_SOURCE, offsetof(struct aq_record, source), " "},
	{TEXT_COUNTER, offsetof(struct aq_record, counter_reference), NULL}, /* names an id */
	{TEXT_STATUS, offsetof(struct aq_record, status), " "},
	{TEXT_RETURN_CODE, offsetof(struct aq_record, return_code), " "},
	{TEXT_RETURN_TEXT, offsetof(struct aq_record, return_text), " "},
	{TEXT_RATE, offsetof(struct aq_record, exchange_rate), " "},
	{TEXT_DESCRIPTION, offsetof(struct aq_record, description), " "},
};

/* Members of a party, from the payer's texts; the payee's follow in the same order. */
static const size_t party_members[] = {
	offsetof(struct aq_party, name),
	offsetof(struct aq_party, account),
	offsetof(struct aq_party, bank),
	offsetof(struct aq_party, id),
};

#define PARTY_MEMBER_COUNT (sizeof(party_members) / sizeof(party_members[0]))

_Static_assert(TEXT_PAYEE - TEXT_PAYER == PARTY_MEMBER_COUNT,
	       "payer and payee have the same texts");

void aq_record_fault(struct table_decoder *decoder, struct aq_record *record, enum aq_code code,
		     size_t slot, const char *message)
{
	const struct table_view *view = &decoder->view;
	struct aq_finding finding = {.code = code,
				     .at = {record->line, 0},
				     .record = AQ_SLICE("row"),
				     .message = aq_slice_of(message)};

	if (slot != SIZE_MAX) {
		size_t index = aq_view_index(view, (uint32_t)slot);

		finding.field = decoder->profile->columns[slot].name;
		if (index != SIZE_MAX) {
			finding.at.column = (uint32_t)index + 1;
			finding.value = view->row->cells[index];
			if (finding.field.length == 0 && index < decoder->name_count)
				finding.field = decoder->names[index];
		}
	}
	aq_findings_add(decoder->handle.findings, &finding);
	record->is_refused = true;
	if (record->refusal == AQ_CODE_NONE)
		record->refusal = code;
}

/* Whether the row has the very cell that tells that it continues another: a row
 * cut off before it tells nothing. */
static bool is_told_to_continue(struct table_decoder *decoder)
{
	const struct table_filters *filters = &decoder->profile->continues;

	for (size_t i = 0; i < filters->count; i++) {
		size_t slot = aq_text_slot(&filters->items[i].text);

		if (slot != SIZE_MAX && aq_view_index(&decoder->view, (uint32_t)slot) != SIZE_MAX &&
		    aq_view_filter_fits(&decoder->view, &filters->items[i]))
			return true;
	}
	return false;
}

/* Cells past the header's last, or names past the row's last, may be empty:
 * many files end their lines with a delimiter on one side only. A row that
 * continues another often stops after the cell it brings. */
static bool has_right_length(struct table_decoder *decoder)
{
	const struct aq_csv_row *row = decoder->view.row;

	if (decoder->profile->is_ragged)
		return true;
	if (decoder->cells_expected == 0)
		decoder->cells_expected = row->cell_count;
	for (size_t i = decoder->cells_expected; i < row->cell_count; i++) {
		if (aq_slice_trim(row->cells[i]).length)
			return false;
	}
	if (decoder->is_continuing && is_told_to_continue(decoder))
		return true;
	for (size_t i = row->cell_count; i < decoder->cells_expected; i++) {
		if (i >= decoder->name_count || decoder->names[i].length)
			return false;
	}
	return true;
}

static void fault_length(struct table_decoder *decoder, struct aq_record *record)
{
	char message[96];

	(void)snprintf(message, sizeof(message), "the row has %zu cells, where %zu belong",
		       decoder->view.row->cell_count, decoder->cells_expected);
	aq_record_fault(decoder, record, AQ_CSV_CELL_COUNT, SIZE_MAX, message);
}

/* The day near which days without a year lie: the file's own, else the run's. */
static bool find_today(struct table_decoder *decoder, struct aq_date *out)
{
	const struct table_date *until = &decoder->profile->until;

	*out = decoder->handle.settings.today;
	return until->text.count == 0 ||
	       aq_day_read(decoder->profile, until, aq_view_text(&decoder->view, &until->text, " "),
			   *out, out);
}

static void read_day(struct table_decoder *decoder, struct aq_record *record,
		     const struct table_date *date, struct aq_date *out)
{
	struct aq_slice text = aq_view_text(&decoder->view, &date->text, " ");
	struct seen_day *seen = &decoder->days[date == &decoder->profile->value];
	bool is_optional = date == &decoder->profile->value || record->nature == AQ_NATURE_NOTICE ||
			   decoder->is_continuing;
	const char *why = "this is no day in the profile's pattern";
	struct aq_date today;

	if (text.length == 0 && is_optional)
		return;
	/* Rows of one payout or day have the same text again and again. */
	if (text.length != 0 && text.length == seen->length &&
	    decoder->profile->until.text.count == 0 &&
	    memcmp(seen->text, text.start, text.length) == 0) {
		*out = seen->day;
		return;
	}
	if (find_today(decoder, &today) && aq_day_read(decoder->profile, date, text, today, out)) {
		if (text.length <= sizeof(seen->text)) {
			memcpy(seen->text, text.start, text.length);
			seen->length = text.length;
			seen->day = *out;
		}
		return;
	}
	*out = AQ_DATE_NONE;
	if (record->nature == AQ_NATURE_NOTICE)
		return;
	if (text.length == 0)
		why = "the row has no date";
	else if (decoder->profile->is_plain)
		why = "this is no day: write YYYY-MM-DD";
	aq_record_fault(decoder, record, AQ_CSV_DATE, aq_text_slot(&date->text), why);
}

static void read_texts(struct table_decoder *decoder, struct aq_record *record)
{
	const struct table_profile *profile = decoder->profile;

	for (size_t i = 0; i < sizeof(plain_texts) / sizeof(plain_texts[0]); i++) {
		const struct table_text *text = &profile->texts[plain_texts[i].text];
		struct aq_slice *member =
			(struct aq_slice *)(void *)((char *)record + plain_texts[i].offset);

		if (text->count == 0)
			continue;
		if (profile->carried_count)
			aq_values_note_untold(decoder, text);
		*member = plain_texts[i].joiner
				  ? aq_view_text(&decoder->view, text, plain_texts[i].joiner)
				  : aq_view_key(&decoder->view, text);
		/* Literals live with the profile. */
		if (text->count != 1 || text->terms[0].source != TERM_LITERAL)
			*member = aq_table_keep(decoder, *member);
	}
	if (profile->is_plain && record->settlement_id.length && record->source.length == 0)
		record->source = AQ_SLICE("plain");
}

/* Who stands on the other side: the payer of money that came in, the payee of
 * money that went out. A file with one column for both names it as payer. */
static void read_party(struct table_decoder *decoder, struct aq_record *record)
{
	const struct table_text *texts = decoder->profile->texts;
	bool is_out = record->amount.units < 0;
	struct aq_party *party = is_out ? &record->creditor : &record->debtor;

	for (size_t i = 0; i < PARTY_MEMBER_COUNT; i++) {
		const struct table_text *text = &texts[TEXT_PAYER + i];
		struct aq_slice *member =
			(struct aq_slice *)(void *)((char *)party + party_members[i]);

		if (is_out && texts[TEXT_PAYEE + i].count)
			text = &texts[TEXT_PAYEE + i];
		if (text->count)
			*member = aq_table_keep(decoder, aq_view_text(&decoder->view, text, " "));
	}
}

static void add_reference(struct table_decoder *decoder, struct aq_record *record,
			  enum aq_reference_kind kind, struct aq_slice value)
{
	struct aq_reference *references =
		decoder->references + decoder->record_count * decoder->references_each;

	value = aq_table_keep(decoder, value);
	references[record->reference_count++] = (struct aq_reference){kind, value};
	if (kind == AQ_REF_TEXT && record->description.length == 0)
		record->description = value;
}

/* Each match of a pattern with g is a reference of its own. */
static void add_matches(struct table_decoder *decoder, struct aq_record *record,
			const struct table_reference *reference)
{
	const struct table_term *term = &reference->text.terms[0];
	struct table_term whole = *term;
	struct aq_slice rest;
	size_t count = 0;

	whole.pattern = NULL;
	rest = aq_view_term(&decoder->view, &whole);
	while (rest.length && count++ < PROFILE_MATCHES_MAX) {
		struct aq_slice value = aq_view_match(&decoder->view, term, &rest);

		if (value.length)
			add_reference(decoder, record, reference->kind, value);
	}
	if (rest.length)
		aq_record_fault(decoder, record, AQ_CSV_PATTERN, term->slot,
				"the cell holds more references than are taken from one");
}

static void read_references(struct table_decoder *decoder, struct aq_record *record)
{
	const struct table_profile *profile = decoder->profile;
	struct aq_reference *references =
		decoder->references + decoder->record_count * decoder->references_each;

	record->references = references;
	if (record->source_id.length)
		references[record->reference_count++] =
			(struct aq_reference){AQ_REF_ROW, record->source_id};
	for (size_t i = 0; i < profile->reference_count; i++) {
		const struct table_reference *reference = &profile->references[i];
		struct aq_slice value;

		if (reference->text.terms[0].has_every_match) {
			add_matches(decoder, record, reference);
			continue;
		}
		value = aq_view_text(&decoder->view, &reference->text, " ");
		if (value.length)
			add_reference(decoder, record, reference->kind, value);
	}
}

int32_t aq_record_type(struct table_decoder *decoder, struct aq_record *record,
		       const struct table_type *type)
{
	const struct table_map_line *line;

	if (type->text.count == 0)
		return type->fixed;
	record->type_written = aq_view_text(&decoder->view, &type->text, " ");
	line = aq_map_find(&type->map, record->type_written);
	if (!line || line->meaning == TYPE_ERROR) {
		aq_record_fault(decoder, record, AQ_CSV_TYPE, aq_text_slot(&type->text),
				decoder->profile->is_plain
					? "this is no kind: leave it empty, or write receipt, "
					  "return, refund, chargeback, fee, settlement, outgoing, "
					  "notice or adjustment"
					: "the profile's type map does not know this value");
		return TYPE_ERROR;
	}
	return line->meaning;
}

void aq_record_kind(struct aq_record *record, int32_t meaning)
{
	if (meaning == TYPE_BY_SIGN)
		meaning = record->amount.units < 0 ? AQ_KIND_OUTGOING : AQ_KIND_RECEIPT;
	if (meaning >= TYPE_ADJUSTS)
		record->type =
			aq_slice_of(aq_adjusts_name((enum aq_adjusts)(meaning - TYPE_ADJUSTS)));
	else if (meaning != TYPE_ERROR)
		record->type = aq_slice_of(aq_kind_name((enum aq_kind)meaning));
	if (meaning == AQ_KIND_RETURN && record->nature == AQ_NATURE_MONEY)
		record->nature = AQ_NATURE_RETURN;
}

static void check_required(struct table_decoder *decoder, struct aq_record *record)
{
	const struct table_profile *profile = decoder->profile;

	for (size_t i = 0; i < profile->required_count; i++) {
		if (aq_view_text(&decoder->view, &profile->required[i], " ").length == 0)
			aq_record_fault(decoder, record, AQ_CSV_EMPTY_CELL,
					aq_text_slot(&profile->required[i]),
					profile->is_plain
						? "the cell is empty, and every row needs an id"
						: "the cell is empty, and the profile requires it");
	}
}

/* All that one row tells of its payment, but what needs all of its rows. */
static void fill_record(struct table_decoder *decoder, struct aq_record *record, int32_t meaning,
			struct row_money *money)
{
	const struct table_profile *profile = decoder->profile;

	if (meaning == AQ_KIND_NOTICE || aq_view_any_fits(&decoder->view, &profile->pending))
		record->nature = AQ_NATURE_NOTICE;
	record->type_written = aq_table_keep(decoder, record->type_written);
	aq_record_sums(decoder, record, money);
	aq_record_set_amount(decoder->profile, record, money);
	read_day(decoder, record, &profile->booked, &record->booked_on);
	if (profile->value.text.count)
		read_day(decoder, record, &profile->value, &record->value_on);
	read_texts(decoder, record);
	read_party(decoder, record);
	read_references(decoder, record);
	if (!decoder->is_continuing)
		check_required(decoder, record);
	if (decoder->view.has_failed) {
		aq_record_fault(decoder, record, AQ_CSV_PATTERN, SIZE_MAX,
				"a pattern of the profile took too long on this row, or a text is "
				"too long");
		decoder->view.has_failed = false;
	}
}

void aq_record_complete(struct table_decoder *decoder, struct aq_record *record, int32_t meaning,
			struct row_money *money)
{
	const struct table_sum *gross = &decoder->profile->sums[SUM_GROSS];
	size_t slot = SIZE_MAX;

	/* Of one row it stands already. */
	if (decoder->join_arena)
		aq_record_set_amount(decoder->profile, record, money);
	if (gross->count && gross->terms[0].source == TERM_CELL && !decoder->join_arena)
		slot = gross->terms[0].slot;
	if (!record->amount.is_present && !record->is_refused)
		aq_record_fault(decoder, record, AQ_CSV_AMOUNT_MISSING, slot,
				gross->when.count ? "no sum of the profile counts the amount of "
						    "this row: a .when leaves it out"
						  : "the row has no amount");
	aq_record_kind(record, meaning);
	aq_record_identities(decoder, record, money);
}

static enum aq_status add_payment(struct table_decoder *decoder, struct aq_record *record,
				  int32_t meaning, struct row_money *money, struct aq_error *err)
{
	enum aq_status status;

	aq_record_complete(decoder, record, meaning, money);
	if (decoder->profile->also_count == 0)
		aq_balance_add(decoder, record, aq_record_moved(record));
	status = aq_totals_add(decoder, record, money, err);
	return status < AQ_OK ? status : aq_unit_add(decoder, record, err);
}

/* The payment of a row, and those it makes besides. */
static enum aq_status add_payments(struct table_decoder *decoder, struct aq_record *record,
				   int32_t meaning, struct row_money *money, struct aq_error *err)
{
	struct further further[PROFILE_ALSO_MAX] = {0};
	size_t count = 0;
	enum aq_status status = AQ_OK;

	if (meaning != TYPE_ERROR)
		count = aq_also_read(decoder, record, money, further);
	aq_balance_add(decoder, record, aq_also_sum(record, further, decoder->profile->also_count));
	if (count == 0 || record->amount.is_present || record->is_refused)
		status = add_payment(decoder, record, meaning, money, err);
	/* Nothing was handed over: the record stands where it stood. */
	return status >= AQ_OK && count ? aq_also_add(decoder, record, further, err) : status;
}

enum aq_status aq_table_record(struct table_decoder *decoder, bool is_known, struct aq_error *err)
{
	struct aq_record *record = &decoder->records[decoder->record_count];
	const struct aq_csv_row *row = decoder->view.row;
	struct row_money money = {0};
	int32_t meaning = TYPE_ERROR;
	enum aq_status status = AQ_OK;

	decoder->is_continuing =
		is_known && aq_view_any_fits(&decoder->view, &decoder->profile->continues);
	aq_memory_clear(record, sizeof(*record));
	record->line = row->line;
	record->leaf_count = 1;
	if (!is_known) {
		aq_record_fault(decoder, record, AQ_CSV_RECORD_TYPE,
				aq_text_slot(&decoder->profile->record),
				"the profile does not know this type of row");
	} else if (!has_right_length(decoder)) {
		decoder->is_continuing = false;
		fault_length(decoder, record);
	} else {
		meaning = decoder->is_continuing
				  ? TYPE_BY_SIGN
				  : aq_record_type(decoder, record, &decoder->profile->type);
		if (meaning == TYPE_SKIP) {
			decoder->skipped_lines += row->lines;
			return AQ_OK;
		}
		if (decoder->profile->unique.count && !decoder->is_continuing)
			status = aq_unique_begin(decoder, record, err);
		if (status < AQ_OK)
			return status;
		fill_record(decoder, record, meaning, &money);
		if (decoder->profile->unique.count && !decoder->is_continuing)
			status = aq_unique_check(decoder, record, err);
		if (status < AQ_OK)
			return status;
	}
	decoder->data_lines += row->lines;
	if (decoder->join_arena)
		return aq_join_add(decoder, record, &money,
				   decoder->is_continuing ? TYPE_SKIP : meaning, err);
	status = decoder->profile->also_count ? add_payments(decoder, record, meaning, &money, err)
					      : add_payment(decoder, record, meaning, &money, err);
	return status < AQ_OK ? status : aq_unit_settle(decoder, err);
}
