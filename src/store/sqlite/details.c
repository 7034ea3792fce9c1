/*
 * details.c - a payment's references and remittance lines as bytes.
 *
 * Layout: count of references, each a kind and a text; count of remittance
 * lines, each a kind, document, three amounts and a reason. An amount is 0 when
 * absent, else its scale + 1 and sixteen bytes, lowest first; the rest is as in
 * bytes.h.
 */
#include "bytes.h"
#include "rows.h"

#define AMOUNT_BYTES 16

/* --- writing --- */

static void put_amount(struct aq_buffer *out, const struct aq_decimal *amount)
{
	unsigned __int128 units = (unsigned __int128)amount->units;

	if (!amount->is_present) {
		sq_put_number(out, 0);
		return;
	}
	sq_put_number(out, (uint64_t)amount->scale + 1);
	for (int at = 0; at < AMOUNT_BYTES; at++) {
		aq_buffer_add_byte(out, (char)(unsigned char)(units & 0xFF));
		units >>= 8;
	}
}

void sq_details_put(struct aq_buffer *out, const struct aq_store *store,
		    const struct aq_payment *payment)
{
	if (payment->reference_count == 0 && payment->remittance_count == 0)
		return;
	sq_put_number(out, payment->reference_count);
	for (size_t at = 0; at < payment->reference_count; at++) {
		sq_put_number(out, (uint64_t)sq_word_out(store, SQ_REFERENCE,
							 payment->references[at].kind));
		sq_put_text(out, payment->references[at].value);
	}
	sq_put_number(out, payment->remittance_count);
	for (size_t at = 0; at < payment->remittance_count; at++) {
		const struct aq_remittance *remittance = &payment->remittances[at];

		sq_put_number(out, (uint64_t)sq_word_out(store, SQ_REFERENCE, remittance->kind));
		sq_put_text(out, remittance->document);
		put_amount(out, &remittance->amount);
		put_amount(out, &remittance->discount);
		put_amount(out, &remittance->adjustment);
		sq_put_text(out, remittance->reason);
	}
}

/* --- reading --- */

static struct aq_decimal get_amount(struct sq_reader *reader)
{
	uint64_t scale = sq_get_number(reader);
	unsigned __int128 units = 0;

	if (reader->failed || scale == 0)
		return (struct aq_decimal){.scale = 0};
	if (scale > AQ_DECIMAL_SCALE_MAX + 1 || reader->end - reader->at < AMOUNT_BYTES) {
		reader->failed = true;
		return (struct aq_decimal){.scale = 0};
	}
	for (int at = AMOUNT_BYTES - 1; at >= 0; at--)
		units = units << 8 | reader->at[at];
	reader->at += AMOUNT_BYTES;
	return (struct aq_decimal){
		.units = (aq_int128)units, .scale = (uint8_t)(scale - 1), .is_present = true};
}

static enum aq_reference_kind get_kind(const struct aq_store *store, struct sq_reader *reader)
{
	return (enum aq_reference_kind)sq_word_in(store, SQ_REFERENCE, sq_get_number(reader));
}

/* Each takes at least two bytes, which bounds what a damaged count can ask for. */
static uint64_t get_count(struct sq_reader *reader)
{
	uint64_t count = sq_get_number(reader);

	if (count > (uint64_t)(reader->end - reader->at))
		reader->failed = true;
	return reader->failed ? 0 : count;
}

static bool get_references(const struct aq_store *store, struct sq_reader *reader,
			   struct aq_arena *arena, struct aq_payment *out)
{
	size_t count = get_count(reader);
	struct aq_reference *references = aq_arena_take_many(arena, count, sizeof(*references));

	if (!references)
		return false;
	for (size_t at = 0; at < count; at++) {
		references[at].kind = get_kind(store, reader);
		references[at].value = sq_get_text(reader);
	}
	out->references = references;
	out->reference_count = count;
	return !reader->failed;
}

static bool get_remittances(const struct aq_store *store, struct sq_reader *reader,
			    struct aq_arena *arena, struct aq_payment *out)
{
	size_t count = get_count(reader);
	struct aq_remittance *remittances = NULL;

	if (count > 0) {
		remittances = aq_arena_take_many(arena, count, sizeof(*remittances));
		if (!remittances)
			return false;
	}
	for (size_t at = 0; at < count; at++) {
		remittances[at].kind = get_kind(store, reader);
		remittances[at].document = sq_get_text(reader);
		remittances[at].amount = get_amount(reader);
		remittances[at].discount = get_amount(reader);
		remittances[at].adjustment = get_amount(reader);
		remittances[at].reason = sq_get_text(reader);
	}
	out->remittances = remittances;
	out->remittance_count = count;
	return !reader->failed;
}

bool sq_details_get(const struct aq_store *store, struct aq_slice bytes, struct aq_arena *arena,
		    struct aq_payment *out)
{
	struct sq_reader reader = sq_reader_of(bytes);

	if (bytes.length == 0)
		return true;
	if (!get_references(store, &reader, arena, out) ||
	    !get_remittances(store, &reader, arena, out))
		return false;
	return reader.at == reader.end;
}
