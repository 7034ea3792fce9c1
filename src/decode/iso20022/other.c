/*
 * other.c - messages of the standard that tell of no account movement.
 *
 * Reads: orders (pain.001, pain.008), their status (pain.002, pacs.002),
 * transfers between banks (pacs.003, pacs.004, pacs.008), cancellations
 * (camt.029, camt.055, camt.056), remittance advice (remt.001) and what banks
 * bill for their services (camt.086).
 * Promises: one unit a message, one notice a transaction; nothing of it posts.
 */
#include "iso.h"

void iso_other_begin(struct iso *iso)
{
	iso_unit_start(iso);
	iso_other_group_begin(iso);
}

void iso_other_group_begin(struct iso *iso)
{
	memset(&iso->group, 0, sizeof(iso->group));
	iso->targets[TO_GROUP] = &iso->group;
}

void iso_other_end(struct iso *iso)
{
	struct aq_slice none = {NULL, 0};

	if (iso->status != AQ_OK)
		return;
	aq_findings_say(iso->base.findings, AQ_ISO_NOTICES, (struct aq_at){iso->unit.line, 0}, none,
			none,
			"the file is a %s message: it tells of no booked money, and posts nothing",
			iso->format);
	iso_unit_end(iso);
	iso->message = NULL;
}

void iso_other_leaf_begin(struct iso *iso)
{
	iso_unit_begin(iso);
	if (iso->record_count >= BATCH_RECORDS_FULL ||
	    aq_arena_used(iso->arena) >= BATCH_BYTES_FULL)
		iso_flush(iso, iso->record_count);
	memset(&iso->entry, 0, sizeof(iso->entry));
	iso->entry.line = iso_at(iso).line;
	iso->entry_start = iso->record_count;
	iso_leaf_begin(iso);
}

/* Our own orders and a bank's bill tell which way the money would go; of the
 * rest nobody knows. What a bill takes off has the sign "false". */
static struct aq_slice indicator_of(const struct iso *iso, const struct iso_leaf *leaf)
{
	struct aq_slice format = aq_slice_of(iso->format);
	bool is_out = aq_slice_starts_with(format, AQ_SLICE("pain.001")) ||
		      (aq_slice_starts_with(format, AQ_SLICE("camt.086")) &&
		       !aq_slice_is(leaf->indicator, "false"));

	return is_out ? AQ_SLICE("DBIT") : AQ_SLICE("CRDT");
}

void iso_other_leaf_end(struct iso *iso)
{
	struct aq_record *record = &iso->records[iso->record_count];
	struct iso_leaf *leaf = &iso->leaves[iso->record_count];
	const struct iso_amount *amount = leaf->amounts.own.number.is_present ? &leaf->amounts.own
					  : leaf->amounts.transaction.number.is_present
						  ? &leaf->amounts.transaction
						  : &leaf->amounts.instructed;

	record->amount = amount->number.is_present ? amount->number : aq_decimal_of(0, 0);
	record->currency = amount->currency;
	record->instructed = leaf->amounts.instructed.number;
	record->instructed_currency = leaf->amounts.instructed.currency;
	record->indicator = indicator_of(iso, leaf);
	record->nature = AQ_NATURE_NOTICE;
	record->entry_index = (uint32_t)iso->unit.entry_count;
	record->leaf_count = 1;
	record->source_id = !aq_slice_is_empty(leaf->bank_reference) ? leaf->bank_reference
			    : !aq_slice_is_empty(leaf->end_to_end)   ? leaf->end_to_end
								     : leaf->transaction_id;
	if (leaf->is_return)
		record->counter_reference = record->source_id;
	if (!aq_date_is_set(record->value_on))
		record->value_on = iso->group.on;
	if (!iso_is_placeholder(iso->group.payment_info))
		iso_reference_add(iso, AQ_REF_PAYMENT_INFO, iso->group.payment_info);
	iso->unit.entry_count++;
	iso->unit.record_count++;
	iso_leaf_end(iso);
}
