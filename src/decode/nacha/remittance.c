/*
 * remittance.c - joins an entry's addenda and finds out how they are written.
 *
 * Reads: the payloads of addenda 05 and 17, in order of their numbers.
 * Promises: payloads are joined untrimmed, since words and X12 segments run on
 * from one addenda into the next; what is no X12 is kept as free text.
 */
#include "nacha.h"

#include <stdlib.h>

/* A text of more addenda than this is cut between two of them. */
#define TEXT_PIECES_MAX 25

static int compare_pieces(const void *one, const void *other)
{
	const struct nacha_piece *left = one;
	const struct nacha_piece *right = other;

	if (left->sequence != right->sequence)
		return left->sequence < right->sequence ? -1 : 1;
	return left->at < right->at ? -1 : left->at > right->at;
}

/* The joined payloads, in the pack's arena; empty when there is no memory. */
static struct aq_slice join(struct nacha *decode)
{
	struct nacha_entry *entry = &decode->entry;

	if (!entry->is_disordered)
		return aq_arena_copy(decode->pack.arena, aq_buffer_slice(&entry->payload));
	qsort(entry->pieces, entry->piece_count, sizeof(*entry->pieces), compare_pieces);
	aq_buffer_clear(&entry->sorted);
	for (size_t index = 0; index < entry->piece_count; index++) {
		struct nacha_piece *piece = &entry->pieces[index];
		struct aq_slice text = {entry->payload.start + piece->at, piece->length};

		piece->at = (uint32_t)entry->sorted.length;
		aq_buffer_add(&entry->sorted, text);
	}
	if (aq_buffer_failed(&entry->sorted))
		return (struct aq_slice){NULL, 0};
	return aq_arena_copy(decode->pack.arena, aq_buffer_slice(&entry->sorted));
}

/* Most addenda end in a row of blanks: eight are looked at together. */
static struct aq_slice without_end(struct aq_slice text)
{
	while (text.length >= 8 && memcmp(text.start + text.length - 8, "        ", 8) == 0)
		text.length -= 8;
	while (text.length > 0 && text.start[text.length - 1] == ' ')
		text.length--;
	return text;
}

static struct aq_slice piece_text(const struct nacha_entry *entry, struct aq_slice joined,
				  size_t index)
{
	return (struct aq_slice){joined.start + entry->pieces[index].at,
				 entry->pieces[index].length};
}

/* An addenda that is full to its last column goes on in the next. */
static void refer_free_text(struct nacha *decode, struct aq_slice joined)
{
	const struct nacha_entry *entry = &decode->entry;
	size_t index = 0;

	while (index < entry->piece_count) {
		struct aq_slice text = piece_text(entry, joined, index);
		size_t last = index;

		while (last + 1 < entry->piece_count && last - index < TEXT_PIECES_MAX &&
		       text.length > 0 && text.start[text.length - 1] != ' ') {
			last++;
			text.length += entry->pieces[last].length;
		}
		nacha_entry_refer(decode, AQ_REF_TEXT, without_end(text));
		index = last + 1;
	}
}

/* Without terminators, every addenda is one segment. */
static bool has_terminators(struct aq_slice joined)
{
	return memchr(joined.start, '\\', joined.length) != NULL ||
	       memchr(joined.start, '~', joined.length) != NULL;
}

static bool is_envelope(struct aq_slice joined)
{
	while (joined.length > 0 && joined.start[0] == ' ')
		joined = (struct aq_slice){joined.start + 1, joined.length - 1};
	return aq_slice_starts_with(joined, AQ_SLICE("ISA"));
}

/* The same text with a terminator behind each addenda. */
static struct aq_slice with_terminators(struct nacha *decode, struct aq_slice joined)
{
	const struct nacha_entry *entry = &decode->entry;
	char *text = aq_arena_take(decode->pack.arena, joined.length + entry->piece_count);
	size_t bytes = 0;

	if (text == NULL)
		return (struct aq_slice){NULL, 0};
	for (size_t index = 0; index < entry->piece_count; index++) {
		struct aq_slice piece = aq_slice_trim(piece_text(entry, joined, index));

		if (piece.length > 0)
			memcpy(text + bytes, piece.start, piece.length);
		bytes += piece.length;
		text[bytes++] = '~';
	}
	return (struct aq_slice){text, bytes};
}

enum aq_status nacha_remittance(struct nacha *decode, struct aq_error *err)
{
	const struct nacha_entry *entry = &decode->entry;
	enum aq_status status;
	struct aq_slice joined;
	struct aq_slice text;
	size_t at;

	if ((decode->batch.sec->flags & NACHA_SEC_SECRET) != 0)
		return AQ_OK;
	joined = join(decode);
	if (joined.length == 0)
		return aq_fail_memory(err);
	text = without_end(joined);
	status = nacha_xml_read(decode, text, err);
	if (status != AQ_END)
		return status;
	if (!is_envelope(joined) && !has_terminators(joined) && entry->piece_count > 1)
		text = with_terminators(decode, joined);
	if (text.start == NULL)
		return aq_fail_memory(err);
	status = nacha_x820_read(decode, text, err);
	if (status != AQ_END)
		return status;
	/* Some payers write words before the segment. */
	at = aq_slice_find(text, AQ_SLICE("RMR*"));
	if (at != SIZE_MAX && at > 0) {
		struct aq_slice words = {text.start, at};

		status = nacha_x820_read(
			decode, aq_slice_between(text.start + at, text.start + text.length), err);
		if (status == AQ_OK)
			nacha_entry_refer(decode, AQ_REF_TEXT, words);
		if (status != AQ_END)
			return status;
	}
	refer_free_text(decode, joined);
	return AQ_OK;
}
