/*
 * remittance.c - what a transaction is for: references and documents.
 *
 * Reads: CdtrRefInf with its type, RfrdDocInf with the amounts of its Strd.
 * Free text is in tags.c.
 * Promises: references in the order of the file; nothing that stands in the
 * file is dropped but placeholders.
 * Refuses: to guess which of several documents an amount is for; the documents
 * of such a block have none.
 */
#include "iso.h"

void iso_reference_add(struct iso *iso, enum aq_reference_kind kind, struct aq_slice value)
{
	if (value.length == 0)
		return;
	if (iso->reference_count == LEAF_REFERENCES_MAX) {
		iso->is_reference_lost = true;
		return;
	}
	iso->references[iso->reference_count++] =
		(struct aq_reference){.kind = kind, .value = value};
}

/* Words inside a reference's type or issuer, and what they make of it. */
static const struct {
	const char *word;
	enum aq_reference_kind kind;
} reference_words[] = {
	{"QRR", AQ_REF_QRR}, {"ISR", AQ_REF_ISR},    {"ESR", AQ_REF_ISR},
	{"BVR", AQ_REF_ISR}, {"PVR", AQ_REF_ISR},    {"KID", AQ_REF_KID},
	{"OCR", AQ_REF_OCR}, {"OGM", AQ_REF_OGM},    {"BBA", AQ_REF_OGM},
	{"FIK", AQ_REF_FIK}, {"PUOR", AQ_REF_ORDER}, {"RADM", AQ_REF_REMITTANCE},
};

static enum aq_reference_kind reference_kind(const struct iso_structured *told)
{
	struct aq_slice text = told->reference;

	if (text.length > 4 && (text.start[0] == 'R' || text.start[0] == 'r') &&
	    (text.start[1] == 'F' || text.start[1] == 'f') && aq_is_digit(text.start[2]) &&
	    aq_is_digit(text.start[3]))
		return AQ_REF_RF;
	for (size_t i = 0; i < sizeof(reference_words) / sizeof(reference_words[0]); i++) {
		struct aq_slice word = aq_slice_of(reference_words[i].word);

		if (aq_slice_find(told->reference_code, word) != SIZE_MAX ||
		    aq_slice_equals(told->reference_issuer, word))
			return reference_words[i].kind;
	}
	return AQ_REF_CREDITOR;
}

void iso_creditor_reference_end(struct iso *iso)
{
	struct iso_structured *told = &iso->structured;

	if (aq_slice_is_empty(told->reference) || iso_is_placeholder(told->reference)) {
		told->reference = (struct aq_slice){NULL, 0};
		return;
	}
	told->reference_kind = reference_kind(told);
	iso_reference_add(iso, told->reference_kind, told->reference);
}

/* DocumentType6Code; what is not listed is an invoice. */
static const struct {
	const char *code;
	enum aq_reference_kind kind;
} document_kinds[] = {
	{"CREN", AQ_REF_CREDIT_NOTE}, {"CNFA", AQ_REF_CREDIT_NOTE}, {"CMCN", AQ_REF_CONTRACT},
	{"PUOR", AQ_REF_ORDER},	      {"DISP", AQ_REF_TEXT},	    {"BOLD", AQ_REF_TEXT},
	{"VCHR", AQ_REF_TEXT},	      {"TSUT", AQ_REF_TEXT},	    {"SOAC", AQ_REF_TEXT},
};

static enum aq_reference_kind document_kind(struct aq_slice code)
{
	for (size_t i = 0; i < sizeof(document_kinds) / sizeof(document_kinds[0]); i++)
		if (aq_slice_is(code, document_kinds[i].code))
			return document_kinds[i].kind;
	return AQ_REF_INVOICE;
}

/* A line of remittance without amounts yet. */
static bool remittance_add(struct iso *iso, enum aq_reference_kind kind, struct aq_slice document)
{
	struct aq_remittance *line;

	if (iso->remittance_count == LEAF_REMITTANCES_MAX) {
		iso->is_reference_lost = true;
		return false;
	}
	line = &iso->remittances[iso->remittance_count++];
	memset(line, 0, sizeof(*line));
	line->kind = kind;
	line->document = document;
	return true;
}

void iso_document_end(struct iso *iso)
{
	struct iso_structured *told = &iso->structured;

	told->document_kind = document_kind(told->document_code);
	if (aq_slice_is_empty(told->document) || iso_is_placeholder(told->document))
		return;
	iso_reference_add(iso, told->document_kind, told->document);
	if (!remittance_add(iso, told->document_kind, told->document))
		return;
	told->document_index = iso->remittance_count - 1;
	told->document_count++;
}

/* What lowers the payment is positive, what raises it negative. */
void iso_adjustment_end(struct iso *iso)
{
	struct iso_structured *told = &iso->structured;
	struct aq_decimal part = told->adjustment_part.number;

	if (!part.is_present)
		return;
	if (aq_slice_is(told->adjustment_sign, "DBIT"))
		part = aq_decimal_negate(part);
	if (!aq_decimal_add(told->adjustment, part, &told->adjustment))
		told->adjustment.is_present = false;
}

/* From the twelfth version on each amount bears its type. */
void iso_typed_amount_end(struct iso *iso)
{
	struct iso_structured *told = &iso->structured;
	static const struct {
		const char *code;
		size_t offset;
	} types[] = {
		{"REMI", offsetof(struct iso_structured, remitted)},
		{"DUPA", offsetof(struct iso_structured, due)},
		{"CREN", offsetof(struct iso_structured, credit_note)},
		{"APDS", offsetof(struct iso_structured, discount)},
		{"STDS", offsetof(struct iso_structured, discount)},
		{"TMDS", offsetof(struct iso_structured, discount)},
	};

	if (!told->typed.number.is_present)
		return;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct aq_decimal *sum;

		if (!aq_slice_is(told->amount_code, types[i].code))
			continue;
		sum = (struct aq_decimal *)((char *)told + types[i].offset);
		if (!aq_decimal_add(*sum, told->typed.number, sum))
			sum->is_present = false;
	}
}

/* The part of the payment that a document gets; absent when not told. */
static struct aq_decimal remitted_amount(const struct iso_structured *told)
{
	struct aq_decimal amount = told->remitted;

	if (!amount.is_present && told->due.is_present) {
		amount = told->due;
		if (told->discount.is_present &&
		    !aq_decimal_subtract(told->due, told->discount, &amount))
			amount.is_present = false;
	}
	if (!amount.is_present && told->credit_note.is_present)
		amount = aq_decimal_negate(aq_decimal_absolute(told->credit_note));
	return amount;
}

void iso_structured_end(struct iso *iso)
{
	const struct iso_structured *told = &iso->structured;
	struct aq_decimal amount = remitted_amount(told);
	struct aq_remittance *line;

	if (told->document_count > 1)
		return;
	if (told->document_count == 0) {
		/* Amounts beside a creditor reference alone: the reference is the document. */
		if (!amount.is_present || aq_slice_is_empty(told->reference) ||
		    !remittance_add(iso, told->reference_kind, told->reference))
			return;
		line = &iso->remittances[iso->remittance_count - 1];
	} else {
		line = &iso->remittances[told->document_index];
	}
	if (amount.is_present && told->document_kind == AQ_REF_CREDIT_NOTE)
		amount = aq_decimal_negate(aq_decimal_absolute(amount));
	line->amount = amount;
	line->discount = told->discount;
	line->adjustment = told->adjustment;
	line->reason = told->reason;
}
