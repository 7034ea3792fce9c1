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
	memset(&iso->whole, 0, sizeof(iso->whole));
	iso_other_group_begin(iso);
}

static void group_start(struct iso *iso, struct iso_group *group)
{
	memset(group, 0, sizeof(*group));
	group->line = iso_at(iso).line;
	group->leaves_before = iso->unit.record_count;
	iso->targets[TO_GROUP] = group;
}

void iso_other_group_begin(struct iso *iso)
{
	group_start(iso, &iso->group);
}

void iso_other_whole_begin(struct iso *iso)
{
	group_start(iso, &iso->whole);
}

/* A status of all transactions at once is a notice of its own, where none of
 * them has one. */
static void tell_group(struct iso *iso, const struct iso_group *group)
{
	struct aq_record *record;

	if (!aq_slice_is(group->status, "RJCT") || iso->status != AQ_OK ||
	    iso->unit.record_count > group->leaves_before)
		return;
	iso_other_leaf_begin(iso);
	if (iso->status != AQ_OK)
		return;
	record = &iso->records[iso->record_count];
	record->line = group->line;
	record->status = group->status;
	record->return_code = group->reason;
	record->return_text = group->reason_text;
	iso->leaves[iso->record_count].is_return = true;
	iso->leaves[iso->record_count].transaction_id =
		aq_slice_is_empty(group->payment_info) ? group->message : group->payment_info;
	if (!iso_is_placeholder(group->message))
		iso_reference_add(iso, AQ_REF_MESSAGE, group->message);
	iso_other_leaf_end(iso);
}

void iso_other_group_end(struct iso *iso)
{
	tell_group(iso, &iso->group);
}

void iso_other_end(struct iso *iso)
{
	struct aq_slice none = {NULL, 0};

	memset(&iso->group, 0, sizeof(iso->group));
	tell_group(iso, &iso->whole);
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

/* Remittance advice may tell the amounts of its documents alone. */
static struct aq_decimal sum_of_documents(const struct iso *iso)
{
	struct aq_decimal sum = {.is_present = false};

	for (size_t i = 0; i < iso->remittance_count; i++)
		if (!iso->remittances[i].amount.is_present ||
		    !aq_decimal_add(sum, iso->remittances[i].amount, &sum))
			return (struct aq_decimal){.is_present = false};
	return sum;
}

/* A bank need not say why. */
static void tell_rejected(struct iso *iso, struct aq_record *record)
{
	struct aq_slice why = record->return_code;

	if (!aq_slice_is(record->status, "RJCT") && !aq_slice_is(record->status, "CANC"))
		return;
	if (why.length == 0)
		record->return_code = record->status;
	aq_findings_say(iso->base.findings, AQ_ISO_REJECTED, (struct aq_at){record->line, 0},
			AQ_SLICE("TxSts"), record->source_id,
			why.length > 0 ? "the bank rejected this, with the reason %.*s"
				       : "the bank rejected this%.*s",
			AQ_SLICE_ARGS(why));
}

/* A request to cancel, or the answer to one, may name its payment by the network's id alone. */
static struct aq_slice id_of(const struct iso *iso, const struct iso_leaf *leaf)
{
	if (!aq_slice_is_empty(leaf->bank_reference))
		return leaf->bank_reference;
	if (!aq_slice_is_empty(leaf->end_to_end))
		return leaf->end_to_end;
	if (!aq_slice_is_empty(leaf->transaction_id))
		return leaf->transaction_id;
	for (size_t at = 0; at < iso->reference_count; at++)
		if (iso->references[at].kind == AQ_REF_UETR)
			return iso->references[at].value;
	return (struct aq_slice){NULL, 0};
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
	if (!amount->number.is_present && sum_of_documents(iso).is_present) {
		record->amount = sum_of_documents(iso);
		record->currency = leaf->document_currency;
	}
	record->instructed = leaf->amounts.instructed.number;
	record->instructed_currency = leaf->amounts.instructed.currency;
	record->indicator = indicator_of(iso, leaf);
	record->nature = AQ_NATURE_NOTICE;
	record->source = aq_slice_of(iso->message->name);
	record->entry_index = (uint32_t)iso->unit.entry_count;
	record->leaf_count = 1;
	record->source_id = id_of(iso, leaf);
	if (leaf->is_return)
		record->counter_reference = record->source_id;
	if (!aq_date_is_set(record->value_on))
		record->value_on = iso->group.on;
	if (!iso_is_placeholder(iso->group.payment_info))
		iso_reference_add(iso, AQ_REF_PAYMENT_INFO, iso->group.payment_info);
	tell_rejected(iso, record);
	iso->unit.entry_count++;
	iso->unit.record_count++;
	iso_leaf_end(iso);
}
