/*
 * kind.c - what a movement is: receipt, return, fee …
 *
 * Reads: the record's nature, its type (transaction code, bank transaction
 * code, the kind word of a profile) and the direction that amount.c decided.
 * Promises: a receipt is always money in, and an outgoing payment always money
 * out; a movement of nothing is a notice.
 */
#include "parts.h"

#define TYPE_BYTES_MAX 128

/* Sub-families of BkTxCd that say more than the direction does. The domain and
 * the family add nothing: the same four letters mean the same in each. */
struct sub_family {
	const char *code;
	enum aq_kind kind;
	enum aq_adjusts adjusts;
};

static const struct sub_family sub_families[] = {
	{"ADJT", AQ_KIND_ADJUSTMENT, AQ_ADJUSTS_UNTOLD},
	{"ARET", AQ_KIND_RETURN, AQ_ADJUSTS_UNTOLD},
	{"CHRG", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"COME", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"COMI", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"COMM", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"COMT", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"FEES", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"INTR", AQ_KIND_ADJUSTMENT, AQ_ADJUSTS_INTEREST},
	{"PRDD", AQ_KIND_RETURN, AQ_ADJUSTS_UNTOLD},
	{"RCHQ", AQ_KIND_RETURN, AQ_ADJUSTS_UNTOLD},
	{"RPCR", AQ_KIND_RETURN, AQ_ADJUSTS_UNTOLD},
	{"RRTN", AQ_KIND_RETURN, AQ_ADJUSTS_UNTOLD},
	{"UPCQ", AQ_KIND_RETURN, AQ_ADJUSTS_UNTOLD},
	{"UPCT", AQ_KIND_RETURN, AQ_ADJUSTS_UNTOLD},
	{"UPDD", AQ_KIND_RETURN, AQ_ADJUSTS_UNTOLD},
	{"UPTC", AQ_KIND_RETURN, AQ_ADJUSTS_UNTOLD},
};

/* What German banks write, four letters of SWIFT's and a number of their own:
 * "NCHG", "NMSC+808+00931". */
static const struct sub_family proprietaries[] = {
	{"CHG", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"COM", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"INT", AQ_KIND_ADJUSTMENT, AQ_ADJUSTS_INTEREST},
	{"806", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"808", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"809", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"811", AQ_KIND_FEE, AQ_ADJUSTS_UNTOLD},
	{"814", AQ_KIND_ADJUSTMENT, AQ_ADJUSTS_INTEREST},
	{"815", AQ_KIND_ADJUSTMENT, AQ_ADJUSTS_INTEREST},
	{"817", AQ_KIND_ADJUSTMENT, AQ_ADJUSTS_INTEREST},
};

/* Words a gateway uses for what it keeps, changes or pays besides payments. */
struct adjusts_word {
	const char *word;
	enum aq_adjusts adjusts;
};

static const struct adjusts_word adjusts_words[] = {
	{"reserve", AQ_ADJUSTS_RESERVE},
	{"holdback", AQ_ADJUSTS_RESERVE},
	{"interest", AQ_ADJUSTS_INTEREST},
	{"conversion", AQ_ADJUSTS_EXCHANGE},
	{"currency exchange", AQ_ADJUSTS_EXCHANGE},
};

static enum aq_kind by_direction(const struct aq_payment *payment)
{
	return payment->direction == AQ_MONEY_IN ? AQ_KIND_RECEIPT : AQ_KIND_OUTGOING;
}

/* What a payer is charged for a return names the returned debit's numbers, but
 * pays nothing of what that was for. */
static bool is_return_fee(const struct aq_record *record, const struct aq_payment *payment)
{
	return payment->direction == AQ_MONEY_IN && aq_normalise_is_debit(record) &&
	       aq_slice_equals_any_case(record->description, AQ_SLICE("RETURN FEE"));
}

static void decide_nacha(const struct aq_record *record, struct aq_payment *payment)
{
	payment->kind = by_direction(payment);
	if (record->nature == AQ_NATURE_RETURN || record->is_reversal)
		payment->kind = AQ_KIND_RETURN;
	else if (is_return_fee(record, payment))
		payment->kind = AQ_KIND_FEE;
}

static const struct sub_family *find_in(const struct sub_family *list, size_t count,
					struct aq_slice code)
{
	for (size_t i = 0; i < count; i++)
		if (aq_slice_is(code, list[i].code))
			return &list[i];
	return NULL;
}

static const struct sub_family *find_proprietary(struct aq_slice written)
{
	const size_t count = sizeof(proprietaries) / sizeof(proprietaries[0]);
	struct aq_slice letters = aq_slice_cut(&written, '+');
	const struct sub_family *found;

	if (letters.length != 4 || (letters.start[0] != 'N' && letters.start[0] != 'S'))
		return NULL;
	letters.start++;
	letters.length--;
	found = find_in(proprietaries, count, letters);
	return found ? found : find_in(proprietaries, count, aq_slice_cut(&written, '+'));
}

static const struct sub_family *find_sub_family(const struct aq_record *record)
{
	const size_t count = sizeof(sub_families) / sizeof(sub_families[0]);
	struct aq_slice rest = record->type;
	struct aq_slice code = {"", 0};
	const struct sub_family *found;

	while (rest.length > 0)
		code = aq_slice_cut(&rest, '/');
	found = find_in(sub_families, count, code);
	/* A bank's own code counts where the standard's says nothing. */
	if (!found && (code.length == record->type.length || aq_slice_is(code, "OTHR") ||
		       aq_slice_is(code, "NTAV")))
		found = find_proprietary(record->type_written);
	return found;
}

static bool is_charge(const struct aq_record *record)
{
	const struct aq_slice charge = AQ_SLICE("charge");

	return aq_slice_equals_any_case(record->type, charge) ||
	       aq_slice_equals_any_case(record->type_written, charge) ||
	       aq_slice_equals_any_case(record->description, charge);
}

static void decide_iso(const struct aq_record *record, struct aq_payment *payment)
{
	const struct sub_family *sub_family;

	if (record->is_residual) {
		payment->kind = is_charge(record) ? AQ_KIND_FEE : AQ_KIND_ADJUSTMENT;
		if (aq_slice_is(record->description, "tax")) {
			payment->kind = AQ_KIND_FEE;
			payment->adjusts = AQ_ADJUSTS_TAX;
		}
		return;
	}
	payment->kind = by_direction(payment);
	if (record->nature == AQ_NATURE_RETURN || record->is_reversal) {
		payment->kind = AQ_KIND_RETURN;
		return;
	}
	sub_family = find_sub_family(record);
	if (sub_family) {
		payment->kind = sub_family->kind;
		payment->adjusts = sub_family->adjusts;
	}
}

static enum aq_adjusts adjusts_by_word(const struct aq_record *record)
{
	char folded[TYPE_BYTES_MAX];
	struct aq_slice type = record->type_written;
	struct aq_slice text;

	if (type.length > sizeof(folded))
		type.length = sizeof(folded);
	for (size_t i = 0; i < type.length; i++) {
		char letter = type.start[i];

		folded[i] = letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
	}
	text = (struct aq_slice){folded, type.length};
	for (size_t i = 0; i < sizeof(adjusts_words) / sizeof(adjusts_words[0]); i++)
		if (aq_slice_find(text, aq_slice_of(adjusts_words[i].word)) != SIZE_MAX)
			return adjusts_words[i].adjusts;
	return AQ_ADJUSTS_UNTOLD;
}

/* A kind that its own direction contradicts: what left is no receipt. On a
 * bank account it is a payment out, at a gateway a correction. */
static enum aq_kind mended(const struct normalise *normalise, const struct aq_payment *payment)
{
	bool is_in = payment->direction == AQ_MONEY_IN;

	if (payment->kind == AQ_KIND_RECEIPT && !is_in)
		return normalise->order->unit->message == AQ_MESSAGE_GATEWAY ? AQ_KIND_ADJUSTMENT
									     : AQ_KIND_OUTGOING;
	if (payment->kind == AQ_KIND_OUTGOING && is_in)
		return AQ_KIND_RECEIPT;
	return payment->kind;
}

static void decide_csv(const struct normalise *normalise, const struct aq_record *record,
		       struct aq_payment *payment)
{
	payment->kind = by_direction(payment);
	if (record->nature == AQ_NATURE_RETURN)
		payment->kind = AQ_KIND_RETURN;
	if (aq_adjusts_find(record->type, &payment->adjusts)) {
		payment->kind =
			payment->adjusts == AQ_ADJUSTS_TAX ? AQ_KIND_FEE : AQ_KIND_ADJUSTMENT;
		return;
	}
	if (!aq_slice_is_empty(record->type))
		(void)aq_kind_find(record->type, &payment->kind); /* unknown: by direction */
	payment->kind = mended(normalise, payment);
	if (payment->kind == AQ_KIND_ADJUSTMENT)
		payment->adjusts = adjusts_by_word(record);
}

static bool moves_nothing(const struct aq_payment *payment)
{
	return !payment->is_refused && payment->amount == 0 && payment->fee == 0 &&
	       payment->net == 0;
}

void aq_normalise_kind(const struct normalise *normalise, const struct aq_record *record,
		       struct aq_payment *payment)
{
	switch (normalise->order->family) {
	case AQ_FAMILY_NACHA:
		decide_nacha(record, payment);
		break;
	case AQ_FAMILY_ISO20022:
		decide_iso(record, payment);
		break;
	case AQ_FAMILY_CSV:
		decide_csv(normalise, record, payment);
		break;
	}
	if (record->nature == AQ_NATURE_NOTICE || moves_nothing(payment)) {
		payment->kind = AQ_KIND_NOTICE;
		payment->adjusts = AQ_ADJUSTS_UNTOLD;
	}
}
