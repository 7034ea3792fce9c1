/*
 * normalise.c - records become payments, one for one and in the same order.
 *
 * Promises: every text of a payment lives in the arena it was given, or in its batch
 * where that outlives it. A payment
 * that cannot be read is there too, refused, with a finding that says why.
 */
#include "parts.h"

#include "acquit/claim.h"
#include "acquit/memory.h"

struct aq_slice aq_normalise_keep(struct normalise *normalise, struct aq_slice text)
{
	struct aq_slice kept;

	if (aq_slice_is_empty(text))
		return (struct aq_slice){"", 0};
	if (normalise->order->is_borrowing)
		return text;
	kept = aq_arena_copy(normalise->arena, text);
	if (aq_slice_is_empty(kept))
		normalise->is_memory_short = true;
	return kept;
}

void aq_normalise_refuse(struct normalise *normalise, const struct aq_record *record,
			 struct aq_payment *payment, enum aq_code code, const char *message)
{
	struct aq_slice value = record->type_written;

	if (payment->is_refused || record->nature == AQ_NATURE_NOTICE)
		return;
	payment->is_refused = true;
	payment->refusal = code;
	if (code == AQ_NORMALISE_CURRENCY)
		value = record->currency;
	else if (code == AQ_NORMALISE_INDICATOR)
		value = record->indicator;
	aq_findings_say(normalise->findings, code, (struct aq_at){record->line, 0},
			AQ_SLICE("amount"), value, "%s", message);
}

static void take_facts(const struct aq_record *record, struct aq_payment *payment)
{
	payment->line = record->line;
	payment->entry_index = record->entry_index;
	payment->leaf_index = record->leaf_index;
	payment->leaf_count = record->leaf_count;
	payment->is_refused = record->is_refused;
	payment->refusal = record->refusal;
	payment->is_bare_entry = record->is_bare_entry;
	payment->is_residual = record->is_residual;
	payment->is_reversal = record->is_reversal;
}

static void take_texts(struct normalise *normalise, const struct aq_record *record,
		       struct aq_payment *payment)
{
	payment->source_id = aq_normalise_keep(normalise, aq_slice_trim(record->source_id));
	payment->counter_reference =
		aq_normalise_keep(normalise, aq_slice_trim(record->counter_reference));
	payment->return_code = aq_normalise_keep(normalise, aq_slice_trim(record->return_code));
	payment->return_text = aq_normalise_keep(normalise, aq_slice_trim(record->return_text));
}

static void make_payment(struct normalise *normalise, const struct aq_record *record,
			 struct aq_payment *payment)
{
	take_facts(record, payment);
	take_texts(normalise, record, payment);
	aq_normalise_amount(normalise, record, payment);
	aq_normalise_kind(normalise, record, payment);
	aq_normalise_days(normalise, record, payment);
	aq_normalise_place(normalise, record, payment);
	aq_normalise_left_over(normalise, payment);
	aq_normalise_party(normalise, record, payment);
	aq_normalise_references(normalise, record, payment);
}

enum aq_status aq_normalise(const struct aq_normalise_order *order, struct aq_arena *arena,
			    struct aq_payment *out, bool *refuses_unit,
			    struct aq_findings *findings, struct aq_error *err)
{
	struct normalise normalise = {.order = order, .arena = arena, .findings = findings};

	AQ_CLAIM(order->batch->unit_index == order->unit->index);
	aq_normalise_unit(&normalise);
	for (size_t i = 0; i < order->batch->record_count; i++) {
		aq_memory_clear(&out[i], sizeof(out[i]));
		out[i].unit_index = order->batch->unit_index;
		if (order->left_overs && order->batch->records[i].entry_index == 0)
			order->left_overs->count = 0;
		make_payment(&normalise, &order->batch->records[i], &out[i]);
		AQ_CLAIM(out[i].amount >= 0);
	}
	aq_normalise_say_unlisted(&normalise);
	if (normalise.is_memory_short)
		return aq_fail_memory(err);
	if (normalise.refuses_unit)
		*refuses_unit = true;
	return AQ_OK;
}
