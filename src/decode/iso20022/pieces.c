/*
 * pieces.c - an entry of more transactions than are held at once.
 *
 * Its leaves are handed over as they come: none of them knows how many they
 * are, and what they leave over becomes a residual leaf at the end. A
 * transaction without an amount of its own cannot wait for the others and is
 * a notice of nothing; the residual has its money.
 */
#include "iso.h"

/* Leaves of an entry in pieces have no say about the others. */
static void share_out_piece(struct iso *iso)
{
	struct iso_entry *entry = &iso->entry;
	bool is_told = entry->is_spilled;

	for (size_t i = iso->entry_start; i < iso->record_count; i++) {
		struct aq_record *record = &iso->records[i];

		record->amount =
			iso_amount_of(iso, &iso->leaves[i].amounts, &iso->leaves[i].charges);
		record->indicator = entry->indicator;
		record->leaf_index = entry->spilled_count++;
		if (!aq_decimal_add(entry->spilled_sum, record->amount, &entry->spilled_sum))
			iso_refuse(iso, AQ_ISO_SIZE,
				   "the sum of an entry's transactions is too big");
		if (record->amount.is_present)
			continue;
		record->amount = aq_decimal_of(0, 0);
		if (!is_told)
			iso_entry_say(
				iso, AQ_ISO_DETAILS_AMOUNT, "TxDtls/Amt",
				(struct aq_slice){NULL, 0},
				"a transaction of a very long entry has no amount in its currency");
		is_told = true;
	}
	entry->is_spilled = true;
}

static void fill_piece(struct iso *iso)
{
	for (size_t i = iso->entry_start; i < iso->record_count; i++) {
		struct aq_record *record = &iso->records[i];

		record->entry_index = (uint32_t)iso->unit.entry_count;
		record->leaf_count = AQ_LEAF_COUNT_UNKNOWN;
		iso_leaf_fill(iso, i);
		if (aq_decimal_is_zero(record->amount))
			record->nature = AQ_NATURE_NOTICE;
	}
}

/* Moves the entry's own texts to the spare arena, which becomes the batch's. */
static void move_house(struct iso *iso)
{
	struct iso_entry *entry = &iso->entry;
	struct aq_slice *texts[] = {
		&entry->reference,
		&entry->bank_reference,
		&entry->indicator,
		&entry->status,
		&entry->information,
		&entry->detail_message,
		&entry->batch_message,
		&entry->batch_payment_info,
		&entry->code.domain,
		&entry->code.family,
		&entry->code.sub_family,
		&entry->code.proprietary,
		&entry->code.type,
		&entry->code.written,
		&entry->amounts.rate,
		&entry->amounts.own.currency,
		&entry->amounts.transaction.currency,
		&entry->amounts.counter.currency,
		&entry->amounts.instructed.currency,
		&entry->batch_total.currency,
	};
	struct aq_arena *full = iso->arena;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct aq_slice kept = aq_arena_copy(iso->spare, *texts[i]);

		if (kept.length != texts[i]->length) {
			iso_memory(iso);
			return;
		}
		*texts[i] = kept;
	}
	iso->arena = iso->spare;
	iso->spare = full;
}

void iso_entry_spill(struct iso *iso)
{
	size_t held = iso->record_count - iso->entry_start;

	if (iso->entry_start > 0) {
		iso_flush(iso, iso->entry_start);
		iso->entry_start = 0;
		if (iso->status != AQ_OK ||
		    (held < HELD_RECORDS_MAX - 2 && aq_arena_used(iso->arena) <= HELD_BYTES_MAX))
			return;
	}
	if (!iso->entry.amounts.own.number.is_present || aq_slice_is_empty(iso->entry.indicator)) {
		iso_refuse(
			iso, AQ_ISO_SIZE,
			"an entry of very many transactions does not tell its amount before them");
		return;
	}
	share_out_piece(iso);
	fill_piece(iso);
	iso->unit.record_count += iso->record_count;
	move_house(iso);
	if (iso->status == AQ_OK)
		iso_flush(iso, iso->record_count);
	aq_arena_reset(iso->spare);
	iso->entry_start = 0;
}

/* The last piece, and what all pieces leave over. */
void iso_pieces_end(struct iso *iso)
{
	struct aq_decimal rest;

	share_out_piece(iso);
	if (!aq_decimal_subtract(iso->entry.amounts.own.number, iso->entry.spilled_sum, &rest))
		iso_refuse(iso, AQ_ISO_SIZE, "the sum of an entry's transactions is too big");
	else if (!aq_decimal_is_zero(rest)) {
		iso_residual_add(iso, rest);
		iso->records[iso->record_count - 1].leaf_index = iso->entry.spilled_count++;
	}
	fill_piece(iso);
}
