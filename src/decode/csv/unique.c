/*
 * unique.c - `unique` of a profile: a value that no two rows of a file share.
 *
 * Promises: the second row with a value is refused and names the line of the
 * first; an empty value is no value. Memory is at most 48 bytes for
 * each row, up to UNIQUE_MAX of them; other profiles pay nothing.
 */
#include "decoder.h"

#include "acquit/hash.h"

#define SLOTS_FIRST 4096
#define NUMBER_BITS 24
#define NUMBER_MASK ((1u << NUMBER_BITS) - 1)

_Static_assert(sizeof(struct unique_row) == 16, "memory is as the banner tells");
_Static_assert(UNIQUE_MAX < NUMBER_MASK, "every row has a number");

static struct unique_row *row_at(const struct unique_rows *rows, size_t number)
{
	return &rows->chunks[number / UNIQUE_CHUNK_ROWS][number % UNIQUE_CHUNK_ROWS];
}

static uint32_t mark_of(const struct unique_row *row)
{
	return (uint32_t)row->low << NUMBER_BITS;
}

static size_t place_of(const struct unique_rows *rows, const struct unique_row *row)
{
	return (size_t)row->high & (rows->room - 1);
}

/* The present row's slot: empty, or that of a row with its value. Rows are looked at
 * only where eight bits of the hash agree: they are many, and far in memory. */
static uint32_t *find_slot(const struct unique_rows *rows)
{
	size_t slot = place_of(rows, &rows->row);

	for (; rows->slots[slot] != 0; slot = (slot + 1) & (rows->room - 1)) {
		const struct unique_row *other;

		if ((rows->slots[slot] & ~NUMBER_MASK) != mark_of(&rows->row))
			continue;
		other = row_at(rows, (rows->slots[slot] & NUMBER_MASK) - 1);
		if (other->high == rows->row.high && other->low == rows->row.low)
			break;
	}
	return &rows->slots[slot];
}

static bool grow(struct table_decoder *decoder)
{
	struct unique_rows *rows = &decoder->unique;
	size_t room = rows->room ? rows->room * 2 : SLOTS_FIRST;
	uint32_t *slots = aq_arena_take_many(decoder->arena, room, sizeof(*slots));

	if (!slots)
		return false;
	rows->slots = slots;
	rows->room = room;
	for (size_t number = 0; number < rows->count; number++) {
		const struct unique_row *row = row_at(rows, number);
		size_t slot = place_of(rows, row);

		while (slots[slot] != 0)
			slot = (slot + 1) & (room - 1);
		slots[slot] = mark_of(row) | (uint32_t)(number + 1);
	}
	return true;
}

/* Room for one more, which there is when UNIQUE_MAX is not reached. */
static bool make_room(struct table_decoder *decoder)
{
	struct unique_rows *rows = &decoder->unique;
	size_t chunk = rows->count / UNIQUE_CHUNK_ROWS;

	if (rows->count * 2 >= rows->room && !grow(decoder))
		return false;
	if (rows->count < UNIQUE_MAX && !rows->chunks[chunk])
		rows->chunks[chunk] = aq_arena_take_many(decoder->arena, UNIQUE_CHUNK_ROWS,
							 sizeof(struct unique_row));
	return rows->count == UNIQUE_MAX || rows->chunks[chunk];
}

/* Two hashes of 94 bits stand for the text: nobody finds two texts by chance. */
enum aq_status aq_unique_begin(struct table_decoder *decoder, const struct aq_record *record,
			       struct aq_error *err)
{
	static const unsigned char key[AQ_SIPHASH_KEY_BYTES] = "one half of it.";
	struct aq_slice value = aq_view_key(&decoder->view, &decoder->profile->unique);
	struct unique_rows *rows = &decoder->unique;

	rows->row.line = 0;
	if (value.length == 0)
		return AQ_OK;
	if (!make_room(decoder))
		return aq_fail_memory(err);
	rows->row.high = aq_siphash(key, value);
	rows->row.low = aq_slice_mix(value) & ((1u << 30) - 1);
	rows->row.line = record->line & (((uint64_t)1 << 34) - 1);
	__builtin_prefetch(&rows->slots[place_of(rows, &rows->row)], 1);
	return AQ_OK;
}

enum aq_status aq_unique_check(struct table_decoder *decoder, struct aq_record *record,
			       struct aq_error *err)
{
	const struct table_text *text = &decoder->profile->unique;
	struct unique_rows *rows = &decoder->unique;
	struct aq_buffer message;
	uint32_t *slot;

	if (rows->row.line == 0)
		return AQ_OK;
	slot = find_slot(rows);
	if (*slot == 0) {
		if (rows->count == UNIQUE_MAX)
			return aq_fail(err, AQ_BAD_FILE, AQ_CSV_LIMIT,
				       (struct aq_at){record->line, 0},
				       "the file has more than %u rows, too many to be unique",
				       UNIQUE_MAX);
		*row_at(rows, rows->count) = rows->row;
		*slot = mark_of(&rows->row) | (uint32_t)++rows->count;
		return AQ_OK;
	}
	aq_buffer_init(&message, 0);
	aq_buffer_print(&message, "line %llu has this value already, and it must be unique",
			(unsigned long long)row_at(rows, (*slot & NUMBER_MASK) - 1)->line);
	aq_buffer_add_byte(&message, '\0');
	aq_record_fault(decoder, record, AQ_CSV_TWICE, aq_text_slot(text),
			aq_buffer_failed(&message) ? "the value is not unique" : message.start);
	aq_buffer_free(&message);
	return AQ_OK;
}
