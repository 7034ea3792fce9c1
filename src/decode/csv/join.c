/*
 * join.c - several rows that are one payment: `join` and `continues` of a profile.
 *
 * Rows with the same key are one payment, wherever they stand in their section;
 * a row that continues belongs to the row before it. Amounts are added up, the
 * first text told counts, remittance texts and references are gathered.
 * Promises: a payment for every key, in order of their first rows; a row with
 * an empty key is a payment of its own. Memory is bounded by JOINED_MAX.
 * Refuses: rows of one payment that contradict each other - in currency, payout,
 * account, kind, or one of them pending - rows whose money counts nowhere, and
 * rows that continue a payment but tell money or an id of their own.
 */
#include "decoder.h"

#include <stddef.h>

#define JOINED_MAX	     200000
#define SLOTS_FIRST	     1024
#define TEXT_BYTES_MAX	     8192
#define JOIN_REFERENCES_MAX  256
#define JOIN_REFERENCES_ROOM 8

/* Texts that the first row to tell them tells for all. */
static const size_t filled[] = {
	offsetof(struct aq_record, status),
	offsetof(struct aq_record, exchange_rate),
	offsetof(struct aq_record, counter_reference),
	offsetof(struct aq_record, return_code),
	offsetof(struct aq_record, return_text),
	offsetof(struct aq_record, source_id),
	offsetof(struct aq_record, type_written),
	offsetof(struct aq_record, debtor.name),
	offsetof(struct aq_record, debtor.account),
	offsetof(struct aq_record, debtor.bank),
	offsetof(struct aq_record, debtor.id),
	offsetof(struct aq_record, creditor.name),
	offsetof(struct aq_record, creditor.account),
	offsetof(struct aq_record, creditor.bank),
	offsetof(struct aq_record, creditor.id),
};

/* Texts on which all rows that tell them must agree. */
static const struct {
	size_t offset;
	const char *fault;
} agreed[] = {
	{offsetof(struct aq_record, settlement_id), "rows of one payment name different payouts"},
	{offsetof(struct aq_record, account), "rows of one payment name different accounts"},
	{offsetof(struct aq_record, source), "rows of one payment name different sources"},
};

static struct aq_slice *member(struct aq_record *record, size_t offset)
{
	return (struct aq_slice *)(void *)((char *)record + offset);
}

static void fault(struct table_decoder *decoder, struct joined *joined,
		  const struct aq_record *piece, const char *message)
{
	uint64_t line = joined->record.line;

	/* The finding names the row, the refusal takes the payment. */
	joined->record.line = piece->line;
	aq_record_fault(decoder, &joined->record, AQ_CSV_JOIN, SIZE_MAX, message);
	joined->record.line = line;
}

static size_t find_slot(const struct join_table *table, struct aq_slice key, uint64_t hash)
{
	size_t slot = (size_t)hash & (table->slot_count - 1);

	while (table->slots[slot] != 0) {
		const struct joined *joined = table->items[table->slots[slot] - 1];

		if (joined->hash == hash && aq_slice_equals(joined->key, key))
			break;
		slot = (slot + 1) & (table->slot_count - 1);
	}
	return slot;
}

static bool grow(struct join_table *table, struct aq_arena *arena)
{
	size_t room = table->room ? table->room * 2 : SLOTS_FIRST / 2;
	struct joined **items = aq_arena_take_many(arena, room, sizeof(struct joined *));
	uint32_t *slots = aq_arena_take_many(arena, room * 2, sizeof(*slots));

	if (!items || !slots)
		return false;
	if (table->count)
		memcpy(items, table->items, table->count * sizeof(struct joined *));
	table->items = items;
	table->room = room;
	table->slots = slots;
	table->slot_count = room * 2;
	for (size_t i = 0; i < table->count; i++) {
		if (items[i]->key.length)
			slots[find_slot(table, items[i]->key, items[i]->hash)] = (uint32_t)i + 1;
	}
	return true;
}

/* The payment of a key, or a new one: `*is_new`. */
static enum aq_status find_joined(struct table_decoder *decoder, struct aq_slice key,
				  struct joined **out, bool *is_new, struct aq_error *err)
{
	struct join_table *table = &decoder->joins;
	uint64_t hash = aq_slice_mix(key);
	struct joined *joined;
	size_t slot = 0;

	if (table->count == table->room && !grow(table, decoder->join_arena))
		return aq_fail_memory(err);
	if (key.length)
		slot = find_slot(table, key, hash);
	*is_new = key.length == 0 || table->slots[slot] == 0;
	if (!*is_new) {
		*out = table->items[table->slots[slot] - 1];
		return AQ_OK;
	}
	if (table->count == JOINED_MAX)
		return aq_fail(err, AQ_BAD_FILE, AQ_CSV_LIMIT,
			       (struct aq_at){decoder->view.row->line, 0},
			       "the file has more than %d payments of several rows", JOINED_MAX);
	joined = aq_arena_take(decoder->join_arena, sizeof(*joined));
	if (!joined)
		return aq_fail_memory(err);
	joined->key = aq_table_keep(decoder, key);
	joined->hash = hash;
	if (joined->key.length != key.length)
		return aq_fail_memory(err);
	table->items[table->count++] = joined;
	if (key.length)
		table->slots[slot] = (uint32_t)table->count;
	*out = joined;
	return AQ_OK;
}

static enum aq_status add_reference(struct table_decoder *decoder, struct joined *joined,
				    struct aq_reference reference, struct aq_error *err)
{
	struct aq_record *record = &joined->record;
	struct aq_reference *larger;

	for (size_t i = 0; i < record->reference_count; i++) {
		if (record->references[i].kind == reference.kind &&
		    aq_slice_equals(record->references[i].value, reference.value))
			return AQ_OK;
	}
	if (record->reference_count == JOIN_REFERENCES_MAX) {
		fault(decoder, joined, record, "the rows of one payment hold too many references");
		return AQ_OK;
	}
	if (record->reference_count == joined->reference_room) {
		joined->reference_room =
			joined->reference_room ? joined->reference_room * 2 : JOIN_REFERENCES_ROOM;
		larger = aq_arena_take_many(decoder->join_arena, joined->reference_room,
					    sizeof(*larger));
		if (!larger)
			return aq_fail_memory(err);
		if (record->reference_count)
			memcpy(larger, record->references,
			       record->reference_count * sizeof(*larger));
		record->references = larger;
	}
	record->references[record->reference_count++] = reference;
	return AQ_OK;
}

static enum aq_status add_references(struct table_decoder *decoder, struct joined *joined,
				     const struct aq_record *piece, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t i = 0; status >= AQ_OK && i < piece->reference_count; i++) {
		/* The payment has one id: the first. */
		if (piece->references[i].kind != AQ_REF_ROW || joined->record.reference_count == 0)
			status = add_reference(decoder, joined, piece->references[i], err);
	}
	return status;
}

static void add_text(struct table_decoder *decoder, struct joined *joined,
		     const struct aq_record *piece)
{
	struct aq_slice *text = &joined->record.description;

	if (piece->description.length == 0 || aq_slice_equals(*text, piece->description))
		return;
	if (text->length + piece->description.length > TEXT_BYTES_MAX) {
		fault(decoder, joined, piece, "the texts of one payment's rows are too long");
		return;
	}
	*text = text->length
			? aq_arena_print(decoder->join_arena, "%.*s %.*s", AQ_SLICE_ARGS(*text),
					 AQ_SLICE_ARGS(piece->description))
			: piece->description;
}

static void add_texts(struct table_decoder *decoder, struct joined *joined,
		      const struct aq_record *piece)
{
	struct aq_record told = *piece;

	for (size_t i = 0; i < sizeof(filled) / sizeof(filled[0]); i++) {
		struct aq_slice *text = member(&joined->record, filled[i]);

		if (text->length == 0)
			*text = *member(&told, filled[i]);
	}
	for (size_t i = 0; i < sizeof(agreed) / sizeof(agreed[0]); i++) {
		struct aq_slice *text = member(&joined->record, agreed[i].offset);
		struct aq_slice other = *member(&told, agreed[i].offset);

		if (text->length == 0)
			*text = other;
		else if (other.length && !aq_slice_equals(*text, other))
			fault(decoder, joined, piece, agreed[i].fault);
	}
	add_text(decoder, joined, piece);
	if (!aq_date_is_set(joined->record.booked_on))
		joined->record.booked_on = piece->booked_on;
	if (!aq_date_is_set(joined->record.value_on))
		joined->record.value_on = piece->value_on;
}

static void add_money(struct table_decoder *decoder, struct joined *joined,
		      const struct aq_record *piece, const struct row_money *money)
{
	struct row_money *sums = &joined->money;

	if (sums->currency.length == 0)
		sums->currency = money->currency;
	for (size_t i = 0; i < SUM_COUNT; i++) {
		if (!money->sums[i].is_present)
			continue;
		if (!sums->sums[i].is_present) {
			sums->sums[i] = money->sums[i];
			sums->currencies[i] = money->currencies[i];
		} else if (!aq_slice_equals(sums->currencies[i], money->currencies[i])) {
			fault(decoder, joined, piece,
			      "rows of one payment are in different currencies");
		} else if (aq_decimal_add(sums->sums[i], money->sums[i], &sums->sums[i])) {
			sums->sums[i].is_present = true;
		} else {
			fault(decoder, joined, piece, "the sum is too large");
		}
	}
}

static bool is_cost(int32_t meaning)
{
	return meaning == AQ_KIND_FEE || meaning == TYPE_ADJUSTS + (int32_t)AQ_ADJUSTS_TAX;
}

/* A fee among the rows of a receipt makes it no fee; two other kinds are a contradiction. */
static void add_kind(struct table_decoder *decoder, struct joined *joined,
		     const struct aq_record *piece, int32_t meaning)
{
	bool is_told = joined->meaning != TYPE_SKIP && !is_cost(joined->meaning);

	if (meaning == TYPE_SKIP || meaning == TYPE_ERROR || meaning == joined->meaning)
		return;
	if (!is_told)
		joined->meaning = meaning;
	else if (!is_cost(meaning))
		fault(decoder, joined, piece,
		      "rows of one payment are of two kinds: let join name the type's column too");
}

static enum aq_status merge(struct table_decoder *decoder, struct joined *joined,
			    const struct aq_record *piece, const struct row_money *money,
			    struct aq_error *err)
{
	struct aq_record *record = &joined->record;

	if (piece->is_refused && !record->is_refused) {
		record->is_refused = true;
		record->refusal = piece->refusal;
	}
	add_texts(decoder, joined, piece);
	add_money(decoder, joined, piece, money);
	return add_references(decoder, joined, piece, err);
}

/* Money in a row that no sum's `when` lets through would vanish. */
static void check_counted(struct table_decoder *decoder, struct aq_record *piece,
			  const struct row_money *money)
{
	if (money->sums[SUM_GROSS].is_present || money->sums[SUM_FEE].is_present ||
	    money->sums[SUM_NET].is_present || piece->is_refused)
		return;
	aq_record_fault(decoder, piece, AQ_CSV_AMOUNT_MISSING, SIZE_MAX,
			"no sum of the profile counts this row: let skip or a sum's when name it");
}

/* The slot of money that the present row tells, counted by a sum or not. */
static bool tells_money(struct table_decoder *decoder, const struct row_money *money, size_t *slot)
{
	const struct table_profile *profile = decoder->profile;

	for (size_t i = 0; i < SUM_COUNT; i++) {
		for (size_t k = 0; k < profile->sums[i].count; k++) {
			const struct table_term *term = &profile->sums[i].terms[k];
			struct aq_slice text = {0};
			struct aq_decimal number;

			if (term->source == TERM_CELL)
				text = aq_view_term(&decoder->view, term);
			*slot = term->slot;
			if (text.length &&
			    (!aq_number_read(profile, text, money->currency, &number) ||
			     !aq_decimal_is_zero(number)))
				return true;
		}
	}
	return false;
}

static bool is_other(struct aq_slice one, struct aq_slice other)
{
	return one.length && other.length && !aq_slice_equals(one, other);
}

/* A row that looks as if it went on but is a payment itself: neither it nor the
 * payment before it can be told for certain, so both are refused, each with its own. */
static bool stands_alone(struct table_decoder *decoder, struct joined *before,
			 struct aq_record *piece, const struct row_money *money,
			 struct aq_slice key)
{
	const struct table_profile *profile = decoder->profile;
	const char *message = "the row continues a payment, and has an id of its own";
	size_t slot;

	if (tells_money(decoder, money, &slot))
		message = "the row continues a payment, and has an amount of its own";
	else if (is_other(before->record.source_id, piece->source_id))
		slot = aq_text_slot(&profile->texts[TEXT_ID]);
	else if (is_other(before->key, key))
		slot = aq_text_slot(&profile->join);
	else
		return false;
	aq_record_fault(decoder, piece, AQ_CSV_JOIN, slot, message);
	if (!before->record.is_refused)
		fault(decoder, before, &before->record,
		      "a row that continues this payment has an amount or an id of its own");
	return true;
}

enum aq_status aq_join_add(struct table_decoder *decoder, struct aq_record *piece,
			   const struct row_money *money, int32_t meaning, struct aq_error *err)
{
	struct aq_slice key = aq_view_key(&decoder->view, &decoder->profile->join);
	bool continues = decoder->is_continuing && decoder->joined_last;
	struct joined *joined = decoder->joined_last;
	bool is_new = false;
	enum aq_status status = AQ_OK;

	if (continues && stands_alone(decoder, joined, piece, money, key)) {
		continues = false;
		key = (struct aq_slice){0};
	}
	if (decoder->is_continuing && !joined)
		aq_record_fault(decoder, piece, AQ_CSV_JOIN, SIZE_MAX,
				"the row continues a payment, and none stands before it");
	if (!decoder->is_continuing)
		check_counted(decoder, piece, money);
	if (!continues)
		status = find_joined(decoder, key, &joined, &is_new, err);
	if (status < AQ_OK)
		return status;
	if (is_new) {
		joined->record.line = piece->line;
		joined->record.leaf_count = 1;
		joined->record.nature = piece->nature;
		joined->meaning = TYPE_SKIP;
	} else if (!continues && joined->record.nature != piece->nature) {
		fault(decoder, joined, piece, "some rows of one payment are pending, others not");
	}
	add_kind(decoder, joined, piece, meaning);
	decoder->joined_last = joined;
	status = merge(decoder, joined, piece, money, err);
	/* What was joined for this row alone; all that is kept is elsewhere. */
	aq_arena_reset(decoder->batch_texts);
	return status;
}

enum aq_status aq_join_end(struct table_decoder *decoder, struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (!decoder->join_arena)
		return AQ_OK;
	for (size_t i = 0; status >= AQ_OK && i < decoder->joins.count; i++) {
		struct joined *joined = decoder->joins.items[i];
		struct aq_record *record = &decoder->records[decoder->record_count];

		*record = joined->record;
		aq_record_complete(decoder, record,
				   joined->meaning == TYPE_SKIP ? TYPE_BY_SIGN : joined->meaning,
				   &joined->money);
		status = aq_totals_add(decoder, record, &joined->money, err);
		if (status >= AQ_OK)
			status = aq_unit_add(decoder, record, err);
		if (status >= AQ_OK)
			status = aq_unit_settle(decoder, err);
	}
	decoder->joins = (struct join_table){0};
	decoder->joined_last = NULL;
	if (status >= AQ_OK)
		status = aq_unit_flush(decoder, err);
	aq_arena_reset(decoder->join_arena);
	return status;
}
