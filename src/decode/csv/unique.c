/*
 * unique.c - `unique` of a profile: a value that no two rows of a file share.
 *
 * Promises: the second row with a value is refused and names the line of the
 * first; an empty value is no value. Memory is at most 64 bytes for
 * each row, up to UNIQUE_MAX of them; other profiles pay nothing.
 */
#include "decoder.h"

#include "acquit/hash.h"

#define UNIQUE_MAX  (8u * 1024 * 1024)
#define SLOTS_FIRST 4096

_Static_assert(sizeof(struct unique_row) == 16, "memory is as the banner tells");

static size_t find_slot(const struct unique_rows *rows, const struct unique_row *row, size_t place)
{
	size_t slot = place;

	while (rows->slots[slot].line != 0 &&
	       (rows->slots[slot].high != row->high || rows->slots[slot].low != row->low))
		slot = (slot + 1) & (rows->room - 1);
	return slot;
}

/* The half that is kept whole says where a value is looked for. */
static size_t place_of(const struct unique_rows *rows, const struct unique_row *row)
{
	return (size_t)row->high & (rows->room - 1);
}

static bool grow(struct table_decoder *decoder)
{
	struct unique_rows larger = decoder->unique;

	larger.room = larger.room ? larger.room * 2 : SLOTS_FIRST;
	larger.slots = aq_arena_take_many(decoder->arena, larger.room, sizeof(*larger.slots));
	if (!larger.slots)
		return false;
	for (size_t i = 0; i < decoder->unique.room; i++) {
		const struct unique_row *row = &decoder->unique.slots[i];

		if (row->line)
			larger.slots[find_slot(&larger, row, place_of(&larger, row))] = *row;
	}
	decoder->unique = larger;
	return true;
}

/* A hash of 94 bits stands for the text: nobody finds two texts by chance. */
enum aq_status aq_unique_begin(struct table_decoder *decoder, const struct aq_record *record,
			       struct aq_error *err)
{
	static const unsigned char keys[2][AQ_SIPHASH_KEY_BYTES] = {"one half of it.",
								    "and another one"};
	struct aq_slice value = aq_view_key(&decoder->view, &decoder->profile->unique);
	struct unique_rows *rows = &decoder->unique;

	rows->row.line = 0;
	if (value.length == 0)
		return AQ_OK;
	if (rows->count * 2 >= rows->room && !grow(decoder))
		return aq_fail_memory(err);
	rows->row.high = aq_siphash(keys[0], value);
	rows->row.low = aq_siphash(keys[1], value) & ((1u << 30) - 1);
	rows->row.line = record->line & (((uint64_t)1 << 34) - 1);
	rows->place = place_of(rows, &rows->row);
	__builtin_prefetch(&rows->slots[rows->place], 1);
	return AQ_OK;
}

enum aq_status aq_unique_check(struct table_decoder *decoder, struct aq_record *record,
			       struct aq_error *err)
{
	const struct table_text *text = &decoder->profile->unique;
	struct unique_rows *rows = &decoder->unique;
	struct aq_buffer message;
	size_t slot;

	if (rows->row.line == 0)
		return AQ_OK;
	slot = find_slot(rows, &rows->row, rows->place);
	if (rows->slots[slot].line == 0) {
		if (rows->count == UNIQUE_MAX)
			return aq_fail(err, AQ_BAD_FILE, AQ_CSV_LIMIT,
				       (struct aq_at){record->line, 0},
				       "the file has more than %u rows, too many to be unique",
				       UNIQUE_MAX);
		rows->slots[slot] = rows->row;
		rows->count++;
		return AQ_OK;
	}
	aq_buffer_init(&message, 0);
	aq_buffer_print(&message, "line %llu has this value already, and it must be unique",
			(unsigned long long)rows->slots[slot].line);
	aq_buffer_add_byte(&message, '\0');
	aq_record_fault(decoder, record, AQ_CSV_TWICE, aq_text_slot(text),
			aq_buffer_failed(&message) ? "the value is not unique" : message.start);
	aq_buffer_free(&message);
	return AQ_OK;
}
