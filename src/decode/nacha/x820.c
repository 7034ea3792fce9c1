/*
 * x820.c - what a payer's remittance advice in X12 says: 820, RMR, RMT, TRN.
 *
 * Reads: whole interchanges and bare segments; tax (TXP), child support (DED)
 * and third-party (TPP) segments as far as they name whom it is for.
 * Promises: one remittance line for each RMR, RMT and payment-level ADX; the
 * lines are compared with the entry's amount, and kept when they differ.
 * Refuses: to guess an amount. What is no number is told and left out.
 */
#include "nacha.h"
#include "x12.h"

#define SHOWN_BYTES_MAX 40

struct advice {
	struct nacha *decode;
	struct aq_remittance *lines;
	size_t line_count;
	size_t line_max;
	struct aq_remittance *open; /* the RMR that details still belong to */
	struct aq_decimal declared; /* BPR02 */
	bool is_adjusted; /* an ADX stands within an RMR loop */
	struct x12_envelope envelope;
};

struct qualifier {
	const char *code;
	enum aq_reference_kind kind;
};

static const struct qualifier qualifiers[] = {
	{"IV", AQ_REF_INVOICE},	 {"OI", AQ_REF_INVOICE},     {"IK", AQ_REF_INVOICE},
	{"AP", AQ_REF_INVOICE},	 {"CM", AQ_REF_CREDIT_NOTE}, {"CR", AQ_REF_CUSTOMER},
	{"11", AQ_REF_CUSTOMER}, {"AJ", AQ_REF_CUSTOMER},    {"12", AQ_REF_BILLING},
	{"PO", AQ_REF_ORDER},	 {"CO", AQ_REF_ORDER},	     {"VN", AQ_REF_ORDER},
	{"CT", AQ_REF_CONTRACT}, {"ZZ", AQ_REF_TEXT},
};

static enum aq_reference_kind kind_of(struct aq_slice code, enum aq_reference_kind other)
{
	for (size_t index = 0; index < sizeof(qualifiers) / sizeof(qualifiers[0]); index++)
		if (aq_slice_is(code, qualifiers[index].code))
			return qualifiers[index].kind;
	return other;
}

/* Enough of a text to find it by, cut between characters. */
static struct aq_slice shown(struct aq_slice text)
{
	if (text.length <= SHOWN_BYTES_MAX)
		return text;
	text.length = SHOWN_BYTES_MAX;
	while (text.length > 0 && ((unsigned char)text.start[text.length] & 0xc0) == 0x80)
		text.length--;
	return text;
}

static struct aq_decimal read_number(struct advice *advice, struct aq_slice text)
{
	struct aq_decimal number = {0};

	if (text.length == 0)
		return number;
	if (!aq_decimal_parse_plain(text, &number)) {
		number = (struct aq_decimal){0};
		nacha_tell(advice->decode, AQ_NACHA_REMITTANCE_AMOUNT, &advice->decode->entry.line,
			   NACHA_NO_FIELD, "the remittance amount '%.*s' is no number",
			   AQ_SLICE_ARGS(shown(text)));
	}
	return number;
}

static struct aq_remittance *add_line(struct advice *advice)
{
	if (advice->line_count == advice->line_max)
		return NULL;
	return &advice->lines[advice->line_count++];
}

/* Several advices in one entry add up. */
static void read_bpr(struct advice *advice, const struct x12_segment *segment)
{
	struct aq_decimal amount = read_number(advice, segment->elements[2]);

	if (amount.is_present && !aq_decimal_add(advice->declared, amount, &advice->declared))
		advice->declared = amount;
}

static void end_loop(struct advice *advice, const struct x12_segment *segment)
{
	(void)segment;
	advice->open = NULL;
}

static void read_rmr(struct advice *advice, const struct x12_segment *segment)
{
	struct aq_remittance *line = add_line(advice);

	if (line == NULL)
		return;
	line->kind = kind_of(segment->elements[1], AQ_REF_TEXT);
	line->document = segment->elements[2];
	line->amount = read_number(advice, segment->elements[4]);
	line->discount = read_number(advice, segment->elements[6]);
	line->reason = segment->elements[7];
	line->adjustment = read_number(advice, segment->elements[8]);
	advice->open = line;
}

/* The older form has no agreed place for the amount paid. */
static void read_rmt(struct advice *advice, const struct x12_segment *segment)
{
	struct aq_remittance *line = add_line(advice);

	if (line == NULL)
		return;
	line->kind = kind_of(segment->elements[1], AQ_REF_TEXT);
	line->document = segment->elements[2];
	advice->open = NULL;
}

/* Within an RMR loop it explains that line; elsewhere it is one of its own. */
static void read_adx(struct advice *advice, const struct x12_segment *segment)
{
	struct aq_decimal amount = read_number(advice, segment->elements[1]);
	struct aq_remittance *line = advice->open;

	if (line != NULL) {
		advice->is_adjusted = true;
		if (!aq_decimal_add(line->adjustment, amount, &line->adjustment))
			nacha_tell(advice->decode, AQ_NACHA_REMITTANCE_AMOUNT,
				   &advice->decode->entry.line, NACHA_NO_FIELD,
				   "the remittance line's adjustments have too many digits");
		if (line->reason.length == 0)
			line->reason = segment->elements[2];
		return;
	}
	line = add_line(advice);
	if (line == NULL)
		return;
	line->kind = kind_of(segment->elements[3], AQ_REF_TEXT);
	line->document = segment->elements[4];
	line->amount = amount;
	line->reason = segment->elements[2];
}

static void read_ref(struct advice *advice, const struct x12_segment *segment)
{
	enum aq_reference_kind kind = kind_of(segment->elements[1], AQ_REF_NONE);

	if (kind != AQ_REF_NONE)
		nacha_entry_refer(advice->decode, kind, segment->elements[2]);
	nacha_entry_refer(advice->decode, AQ_REF_TEXT, segment->elements[3]);
}

static void read_trn(struct advice *advice, const struct x12_segment *segment)
{
	nacha_entry_refer(advice->decode, AQ_REF_REMITTANCE, segment->elements[2]);
}

/* The payer behind the company, where the company pays for others; a name that
 * is told twice is the first. */
static void read_party(struct advice *advice, struct aq_slice who, struct aq_slice name,
		       const struct aq_slice number[2])
{
	struct nacha_entry *entry = &advice->decode->entry;
	struct aq_party *company = nacha_entry_company(entry);

	advice->open = NULL;
	if (!aq_slice_is(who, "PR") || entry->transaction.side != NACHA_CREDIT)
		return;
	if (company->ultimate_name.length == 0 && !aq_slice_equals_any_case(name, company->name))
		company->ultimate_name = name;
	/* 91: the number that the payee gave to the payer. */
	if (aq_slice_is(number[0], "91"))
		nacha_entry_refer(advice->decode, AQ_REF_CUSTOMER, number[1]);
}

static void read_n1(struct advice *advice, const struct x12_segment *segment)
{
	read_party(advice, segment->elements[1], segment->elements[2], &segment->elements[3]);
}

static void read_nm1(struct advice *advice, const struct x12_segment *segment)
{
	read_party(advice, segment->elements[1], segment->elements[3], &segment->elements[8]);
}

/* Amounts of tax and support are whole cents, and sum to what is paid. */
static void add_cents(struct advice *advice, struct aq_slice text)
{
	struct aq_decimal amount = {0};

	if (text.length == 0)
		return;
	if (!aq_decimal_parse_implied(text, 2, &amount) ||
	    !aq_decimal_add(advice->declared, amount, &advice->declared))
		nacha_tell(advice->decode, AQ_NACHA_REMITTANCE_AMOUNT, &advice->decode->entry.line,
			   NACHA_NO_FIELD, "the amount '%.*s' is no number of cents",
			   AQ_SLICE_ARGS(shown(text)));
}

static void read_txp(struct advice *advice, const struct x12_segment *segment)
{
	nacha_entry_refer(advice->decode, AQ_REF_TEXT, segment->elements[1]);
	for (size_t index = 5; index <= 9; index += 2)
		add_cents(advice, segment->elements[index]);
}

static void read_ded(struct advice *advice, const struct x12_segment *segment)
{
	nacha_entry_refer(advice->decode, AQ_REF_TEXT, segment->elements[2]);
	add_cents(advice, segment->elements[4]);
}

static void read_second_as_text(struct advice *advice, const struct x12_segment *segment)
{
	nacha_entry_refer(advice->decode, AQ_REF_TEXT, segment->elements[2]);
}

static void read_first_as_text(struct advice *advice, const struct x12_segment *segment)
{
	nacha_entry_refer(advice->decode, AQ_REF_TEXT, segment->elements[1]);
}

static void pass_over(struct advice *advice, const struct x12_segment *segment)
{
	(void)advice;
	(void)segment;
}

struct segment_kind {
	const char *name;
	bool is_line;
	void (*read)(struct advice *advice, const struct x12_segment *segment);
};

static const struct segment_kind kinds[] = {
	{"RMR", true, read_rmr},   {"REF", false, read_ref},
	{"ADX", true, read_adx},   {"DTM", false, pass_over},
	{"RMT", true, read_rmt},   {"TRN", false, read_trn},
	{"BPR", false, read_bpr},  {"N1", false, read_n1},
	{"ENT", false, end_loop},  {"NTE", false, read_second_as_text},
	{"NM1", false, read_nm1},  {"TXP", false, read_txp},
	{"DED", false, read_ded},  {"TPP", false, read_first_as_text},
	{"ISA", false, pass_over}, {"GS", false, pass_over},
	{"ST", false, pass_over},  {"CUR", false, pass_over},
	{"N3", false, pass_over},  {"N4", false, pass_over},
	{"PER", false, pass_over}, {"N2", false, pass_over},
	{"SE", false, end_loop},   {"GE", false, pass_over},
	{"IEA", false, pass_over},
};

static const struct segment_kind *kind_of_segment(struct aq_slice name)
{
	for (size_t index = 0; index < sizeof(kinds) / sizeof(kinds[0]); index++)
		if (aq_slice_is(name, kinds[index].name))
			return &kinds[index];
	return NULL;
}

static bool add_amounts(const struct advice *advice, struct aq_decimal *sum, size_t *count)
{
	*sum = (struct aq_decimal){0};
	*count = 0;
	for (size_t index = 0; index < advice->line_count; index++) {
		if (!advice->lines[index].amount.is_present)
			continue;
		if (!aq_decimal_add(*sum, advice->lines[index].amount, sum))
			return false;
		(*count)++;
	}
	return true;
}

/* Some payers write RMR04 before the adjustments of the ADX that follow: then
 * the lines sum to the entry only with them. */
static bool apply_adjustments(struct advice *advice, struct aq_decimal amount)
{
	struct aq_decimal sum = {0};

	for (size_t index = 0; index < advice->line_count; index++) {
		const struct aq_remittance *line = &advice->lines[index];

		if (line->amount.is_present && (!aq_decimal_add(sum, line->amount, &sum) ||
						!aq_decimal_add(sum, line->adjustment, &sum)))
			return false;
	}
	if (aq_decimal_compare(sum, amount) != 0)
		return false;
	for (size_t index = 0; index < advice->line_count; index++) {
		struct aq_remittance *line = &advice->lines[index];

		if (line->amount.is_present &&
		    !aq_decimal_add(line->amount, line->adjustment, &line->amount))
			return false;
	}
	return true;
}

static void check_sums(struct advice *advice)
{
	struct nacha *decode = advice->decode;
	struct aq_decimal amount = decode->entry.record->amount;
	char text[AQ_DECIMAL_TEXT_BYTES];
	struct aq_decimal sum;
	size_t count;

	if (!amount.is_present)
		return;
	if (advice->declared.is_present && aq_decimal_compare(advice->declared, amount) != 0) {
		(void)aq_decimal_print(advice->declared, 2, text);
		nacha_tell(decode, AQ_NACHA_REMITTANCE_TOTAL, &decode->entry.line,
			   NACHA_ENTRY_AMOUNT, "the remittance advice is for %s", text);
	}
	if (!add_amounts(advice, &sum, &count)) {
		nacha_tell(decode, AQ_NACHA_REMITTANCE_UNBALANCED, &decode->entry.line,
			   NACHA_ENTRY_AMOUNT, "the remittance lines' sum has too many digits");
		return;
	}
	if (count == 0 || aq_decimal_compare(sum, amount) == 0)
		return;
	if (advice->is_adjusted && apply_adjustments(advice, amount))
		return;
	(void)aq_decimal_print(sum, 2, text);
	nacha_tell(decode, AQ_NACHA_REMITTANCE_UNBALANCED, &decode->entry.line, NACHA_ENTRY_AMOUNT,
		   "the remittance lines sum to %s", text);
}

/* Neither keeps the lines from paying what they sum to: their sum proves them. */
static void check_envelope(struct advice *advice)
{
	const struct nacha_line *line = &advice->decode->entry.line;

	x12_envelope_end(&advice->envelope);
	if (advice->envelope.miscount != NULL)
		nacha_tell(advice->decode, AQ_NACHA_REMITTANCE_ENVELOPE, line, NACHA_NO_FIELD, "%s",
			   advice->envelope.miscount);
	if (advice->envelope.mismatch != NULL)
		nacha_tell(advice->decode, AQ_NACHA_REMITTANCE_CONTROL, line, NACHA_NO_FIELD, "%s",
			   advice->envelope.mismatch);
}

void nacha_remittance_check(struct nacha *decode, struct aq_remittance *lines, size_t line_count)
{
	struct advice advice = {.decode = decode, .lines = lines, .line_count = line_count};

	check_sums(&advice);
}

/* True when the first segment is one we know: else it only looks like X12. */
static bool count_lines(struct advice *advice, struct x12 x12)
{
	struct aq_slice name;
	bool is_known = false;

	for (bool is_first = true; x12_next_name(&x12, &name); is_first = false) {
		const struct segment_kind *kind = kind_of_segment(name);

		if (is_first)
			is_known = kind != NULL;
		if (kind != NULL && kind->is_line)
			advice->line_max++;
	}
	return is_known;
}

enum aq_status nacha_x820_read(struct nacha *decode, struct aq_slice text, struct aq_error *err)
{
	struct aq_record *record = decode->entry.record;
	struct advice advice = {.decode = decode};
	size_t references_before = decode->entry.reference_count;
	struct x12_segment segment;
	struct x12 x12;

	if (!x12_begin(&x12, text) || !count_lines(&advice, x12))
		return AQ_END;
	if (advice.line_max > 0) {
		advice.lines = aq_arena_take_many(decode->pack.arena, advice.line_max,
						  sizeof(*advice.lines));
		if (advice.lines == NULL)
			return aq_fail_memory(err);
	}
	while (x12_next(&x12, &segment)) {
		const struct segment_kind *kind = kind_of_segment(segment.elements[0]);

		x12_envelope_take(&advice.envelope, &segment);
		if (kind != NULL)
			kind->read(&advice, &segment);
	}
	check_envelope(&advice);
	/* A payer wrote something for us to find, and not where it belongs. */
	if (advice.line_count == 0 && decode->entry.reference_count == references_before)
		return AQ_END;
	check_sums(&advice);
	record->remittances = advice.lines;
	record->remittance_count = advice.line_count;
	return AQ_OK;
}
