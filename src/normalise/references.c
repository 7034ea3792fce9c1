/*
 * references.c - what a payment says it is for.
 *
 * Reads: the references and remittance lines of a record, and its free text.
 * Promises: all of them copied in file order, ids picked out by kind, free
 * text joined line by line, and the strongest reference as it was written. A
 * structured reference whose check digits fail counts as free text.
 */
#include "parts.h"

/* Payers and banks write these where an id is asked for and none is known. */
static const struct aq_slice placeholders[] = {
#define PLACEHOLDER(text)                                                                          \
	{                                                                                          \
		(text), sizeof(text) - 1                                                           \
	}
	PLACEHOLDER("NOTPROVIDED"), PLACEHOLDER("NOT PROVIDED"), PLACEHOLDER("NOTPROVIDED."),
	PLACEHOLDER("NONREF"),	    PLACEHOLDER("NOREF"),	 PLACEHOLDER("NONE"),
	PLACEHOLDER("N/A"),	    PLACEHOLDER("NA"),		 PLACEHOLDER("NIL"),
	PLACEHOLDER("NULL"),	    PLACEHOLDER("UNKNOWN"),	 PLACEHOLDER("NOT AVAILABLE"),
#undef PLACEHOLDER
};

static bool is_filler(char letter)
{
	switch (letter) {
	case '0':
	case '-':
	case '.':
	case '/':
	case '*':
	case 'X':
	case ' ':
		return true;
	default:
		return false;
	}
}

bool aq_reference_is_placeholder(struct aq_slice value)
{
	bool says_nothing = true;

	value = aq_slice_trim(value);
	for (size_t i = 0; i < value.length && says_nothing; i++)
		says_nothing = is_filler(value.start[i]);
	if (says_nothing)
		return true;
	/* All of them begin with N or U: most ids end the search here. */
	if ((value.start[0] | 0x20) != 'n' && (value.start[0] | 0x20) != 'u')
		return false;
	for (size_t i = 0; i < sizeof(placeholders) / sizeof(placeholders[0]); i++)
		if (aq_slice_equals_any_case(value, placeholders[i]))
			return true;
	return false;
}

struct aq_slice aq_payment_reference(const struct aq_payment *payment, enum aq_reference_kind kind)
{
	for (size_t i = 0; i < payment->reference_count; i++)
		if (payment->references[i].kind == kind)
			return payment->references[i].value;
	return (struct aq_slice){"", 0};
}

static void copy_references(struct normalise *normalise, const struct aq_record *record,
			    struct aq_payment *payment)
{
	struct aq_reference *copies;

	if (record->reference_count == 0)
		return;
	copies = aq_arena_take_many(normalise->arena, record->reference_count, sizeof(*copies));
	if (!copies) {
		normalise->is_memory_short = true;
		return;
	}
	for (size_t i = 0; i < record->reference_count; i++) {
		copies[i].kind = record->references[i].kind;
		copies[i].value =
			aq_normalise_keep(normalise, aq_slice_trim(record->references[i].value));
		if (copies[i].kind == AQ_REF_CREDITOR)
			copies[i].kind = aq_national_kind(normalise->unit_account, copies[i].value);
	}
	payment->references = copies;
	payment->reference_count = record->reference_count;
}

static void copy_remittances(struct normalise *normalise, const struct aq_record *record,
			     struct aq_payment *payment)
{
	struct aq_remittance *copies;

	if (record->remittance_count == 0)
		return;
	copies = aq_arena_take_many(normalise->arena, record->remittance_count, sizeof(*copies));
	if (!copies) {
		normalise->is_memory_short = true;
		return;
	}
	for (size_t i = 0; i < record->remittance_count; i++) {
		copies[i] = record->remittances[i];
		copies[i].document =
			aq_normalise_keep(normalise, aq_slice_trim(copies[i].document));
		copies[i].reason = aq_normalise_keep(normalise, aq_slice_trim(copies[i].reason));
	}
	payment->remittances = copies;
	payment->remittance_count = record->remittance_count;
}

/* Lines with amounts must sum to the payment; without any there is nothing to
 * compare. A sum too large to add up is certainly not it. */
static bool is_unbalanced(const struct aq_payment *payment)
{
	struct aq_decimal sum = {0};
	struct aq_decimal amount;
	bool is_any_told = false;

	for (size_t i = 0; i < payment->remittance_count; i++) {
		if (!payment->remittances[i].amount.is_present)
			continue;
		is_any_told = true;
		if (!aq_decimal_add(sum, payment->remittances[i].amount, &sum))
			return true;
	}
	if (!is_any_told || payment->currency == AQ_CURRENCY_NONE)
		return false;
	amount = aq_money_to_decimal((struct aq_money){payment->amount, payment->currency});
	return aq_decimal_compare(aq_decimal_absolute(sum), amount) != 0;
}

/* NACHA's company entry description ("PAYMENT") is no text of the payer's, and
 * what a bank says of an entry comes as text where it speaks of one payment. */
static struct aq_slice description_of(const struct normalise *normalise,
				      const struct aq_record *record)
{
	if (normalise->order->family != AQ_FAMILY_CSV)
		return (struct aq_slice){"", 0};
	return aq_slice_trim(record->description);
}

/* Texts that say the same thing twice are searched once. */
static bool is_repeated(const struct aq_payment *payment, struct aq_slice description)
{
	for (size_t i = 0; i < payment->reference_count; i++)
		if (aq_slice_equals(payment->references[i].value, description))
			return true;
	return false;
}

static char *put_piece(char *start, char *next, struct aq_slice piece)
{
	if (piece.length == 0)
		return next;
	if (next > start)
		*next++ = '\n';
	memcpy(next, piece.start, piece.length);
	return next + piece.length;
}

static void join_text(struct normalise *normalise, const struct aq_record *record,
		      struct aq_payment *payment)
{
	struct aq_slice description = description_of(normalise, record);
	size_t bytes = 0;
	char *text;
	char *next;

	if (is_repeated(payment, description))
		description.length = 0;
	for (size_t i = 0; i < payment->reference_count; i++)
		if (payment->references[i].kind == AQ_REF_TEXT)
			bytes += payment->references[i].value.length + 1;
	bytes += description.length ? description.length + 1 : 0;
	if (bytes == 0)
		return;
	text = aq_arena_take(normalise->arena, bytes);
	if (!text) {
		normalise->is_memory_short = true;
		return;
	}
	next = text;
	for (size_t i = 0; i < payment->reference_count; i++)
		if (payment->references[i].kind == AQ_REF_TEXT)
			next = put_piece(text, next, payment->references[i].value);
	next = put_piece(text, next, description);
	payment->text = aq_slice_between(text, next);
}

static void consider(struct aq_payment *payment, enum aq_reference_kind kind, struct aq_slice value,
		     int *strength_best)
{
	int strength = aq_reference_kind_strength(kind);

	if (strength <= *strength_best || value.length == 0)
		return;
	if (kind == AQ_REF_END_TO_END && aq_reference_is_placeholder(value))
		return;
	*strength_best = strength;
	payment->reference = value;
	payment->reference_kind = kind;
}

static enum aq_reference_kind checked_kind(struct normalise *normalise,
					   const struct aq_record *record,
					   const struct aq_reference *reference)
{
	if (aq_reference_checks(reference->kind, reference->value))
		return reference->kind;
	if (!record->is_refused && record->nature != AQ_NATURE_NOTICE)
		aq_findings_say(normalise->findings, AQ_NORMALISE_CHECK_DIGIT,
				(struct aq_at){record->line, 0}, AQ_SLICE("reference"),
				reference->value, "the check digits of this %s reference fail",
				aq_reference_kind_name(reference->kind));
	return AQ_REF_TEXT;
}

static void choose_strongest(struct normalise *normalise, const struct aq_record *record,
			     struct aq_payment *payment)
{
	int strength_best = 0;

	for (size_t i = 0; i < payment->reference_count; i++)
		consider(payment, checked_kind(normalise, record, &payment->references[i]),
			 payment->references[i].value, &strength_best);
	for (size_t i = 0; i < payment->remittance_count; i++)
		consider(payment, payment->remittances[i].kind, payment->remittances[i].document,
			 &strength_best);
}

_Static_assert(AQ_REF_COUNT <= 64, "a bit for each kind");

/* The kinds that a payment has: it is asked for many, and has few. */
static uint64_t kinds_told(const struct aq_payment *payment)
{
	uint64_t told = 0;

	for (size_t i = 0; i < payment->reference_count; i++)
		told |= (uint64_t)1 << payment->references[i].kind;
	return told;
}

static struct aq_slice told_of(const struct aq_payment *payment, uint64_t told,
			       enum aq_reference_kind kind)
{
	if (!(told >> kind & 1))
		return (struct aq_slice){"", 0};
	return aq_payment_reference(payment, kind);
}

static struct aq_slice first_told(const struct aq_payment *payment, uint64_t told,
				  const enum aq_reference_kind *kinds, size_t kind_count)
{
	for (size_t i = 0; i < kind_count; i++) {
		struct aq_slice value = told_of(payment, told, kinds[i]);

		if (value.length > 0 && !aq_reference_is_placeholder(value))
			return value;
	}
	return (struct aq_slice){"", 0};
}

static void pick_ids(const struct normalise *normalise, struct aq_payment *payment)
{
	static const enum aq_reference_kind batches[] = {AQ_REF_BATCH, AQ_REF_DETAIL_MESSAGE,
							 AQ_REF_PAYMENT_INFO, AQ_REF_MESSAGE};
	static const enum aq_reference_kind originals[] = {AQ_REF_ORIGINAL_TRACE, AQ_REF_ORIGINAL};

	uint64_t told = kinds_told(payment);

	payment->end_to_end_id = told_of(payment, told, AQ_REF_END_TO_END);
	payment->trace = told_of(payment, told, AQ_REF_TRACE);
	if (payment->trace.length == 0 && normalise->order->family == AQ_FAMILY_NACHA)
		payment->trace = payment->source_id;
	payment->batch_id =
		first_told(payment, told, batches, sizeof(batches) / sizeof(batches[0]));
	if (payment->counter_reference.length == 0)
		payment->counter_reference = first_told(payment, told, originals,
							sizeof(originals) / sizeof(originals[0]));
}

void aq_normalise_references(struct normalise *normalise, const struct aq_record *record,
			     struct aq_payment *payment)
{
	copy_references(normalise, record, payment);
	copy_remittances(normalise, record, payment);
	join_text(normalise, record, payment);
	pick_ids(normalise, payment);
	choose_strongest(normalise, record, payment);
	payment->is_remittance_unbalanced =
		payment->kind != AQ_KIND_NOTICE && is_unbalanced(payment);
}
