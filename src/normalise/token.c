/*
 * token.c - every number in a payment that may name what it pays.
 *
 * Reads: references, remittance lines and free text of one payment.
 * Promises: fields of their own before free text, the stronger kind first, then
 * in order of appearance; each normal form once per kind. Last what lists write short.
 * Refuses: cheque numbers and ids of the bank: nobody bills by them.
 */
#include "pieces.h"

#include "acquit/claim.h"
#include "acquit/utf8.h"

#define TOKENS_LIST_MAX	 4096
#define TOKENS_PER_FIELD 4
#define BYTES_PER_TOKEN	 4

static bool is_doubtful(const struct aq_token *token)
{
	return token->is_part || token->is_weak || token->is_date_like || token->is_amount_like ||
	       token->is_phone_like;
}

/* Where a number stands twice, the place that raises no doubt is the one that counts. */
static bool is_there(struct token_list *list, const struct aq_token *token)
{
	for (size_t i = 0; i < list->count; i++) {
		struct aq_token *known = &list->out[i];

		if (known->kind != token->kind || !aq_slice_equals(known->normal, token->normal))
			continue;
		if (is_doubtful(known) && !is_doubtful(token)) {
			struct aq_slice normal = known->normal;

			*known = *token;
			known->normal = normal;
		}
		return true;
	}
	return false;
}

static bool has_digit(struct aq_slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.start[i] >= '0' && text.start[i] <= '9')
			return true;
	return false;
}

#define LOOKALIKE_DIGITS_MIN 4 /* with fewer a word and its day look like a number */

/* The Latin letter that a folded Cyrillic one looks like; 0: none. */
static char latin_of(uint32_t code_point)
{
	static const struct {
		uint16_t cyrillic;
		char latin;
	} letters[] = {
		{0x430, 'A'}, {0x432, 'B'}, {0x435, 'E'}, {0x43A, 'K'}, {0x43C, 'M'},
		{0x43D, 'H'}, {0x43E, 'O'}, {0x440, 'P'}, {0x441, 'C'}, {0x442, 'T'},
		{0x443, 'Y'}, {0x445, 'X'}, {0x455, 'S'}, {0x456, 'I'}, {0x458, 'J'},
	};

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].cyrillic == code_point)
			return letters[i].latin;
	return 0;
}

/* С-001234 typed with a Cyrillic С: the number as it looks. False: it looks like no
 * other. */
static bool looks_like(struct aq_slice folded, char latin[TOKEN_LENGTH_MAX], struct aq_slice *out)
{
	size_t digits = 0, at = 0;

	*out = (struct aq_slice){latin, 0};
	while (at < folded.length && (unsigned char)folded.start[at] < 0x80)
		at++;
	if (at == folded.length)
		return false;
	while (folded.length > 0 && out->length < TOKEN_LENGTH_MAX) {
		uint32_t code_point = aq_utf8_next(&folded);
		char letter = code_point < 0x80 ? (char)code_point : latin_of(code_point);

		if (letter == 0)
			return false;
		digits += aq_is_digit(letter);
		latin[out->length++] = letter;
	}
	return folded.length == 0 && digits >= LOOKALIKE_DIGITS_MIN;
}

static void add(struct token_list *list, struct aq_token token, struct aq_slice folded)
{
	while (folded.length > 0 && folded.start[0] == '0') {
		folded.start++;
		folded.length--;
	}
	if (folded.length < AQ_TOKEN_LENGTH_MIN || !has_digit(folded) || list->count == list->room)
		return;
	token.normal = folded;
	if (is_there(list, &token))
		return;
	token.normal = aq_arena_copy(list->arena, folded);
	if (token.normal.length == 0) {
		list->is_memory_short = true;
		return;
	}
	list->out[list->count++] = token;
}

void aq_token_add(struct token_list *list, struct aq_token token, struct aq_slice folded)
{
	char latin[TOKEN_LENGTH_MAX];
	struct aq_slice looks;

	add(list, token, folded);
	/* Words with blanks behind them look like Latin ones all too often. */
	if (!token.is_joined && looks_like(folded, latin, &looks))
		add(list, token, looks);
}

/* What is searched: business references, and ids that payers write numbers in. */
static bool is_searched(enum aq_reference_kind kind)
{
	return aq_reference_kind_strength(kind) > 0 && kind != AQ_REF_TEXT && kind != AQ_REF_CHECK;
}

/* A structured reference without its type is checked by what it looks like. */
static bool looks_checked(struct aq_slice value)
{
	static const enum aq_reference_kind kinds[] = {AQ_REF_RF, AQ_REF_QRR, AQ_REF_OGM};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (aq_reference_checks(kinds[i], value))
			return true;
	return false;
}

/* One field: its whole value, then the pieces inside. */
static void add_field(struct token_list *list, enum aq_reference_kind kind, struct aq_slice value,
		      uint32_t remittance_index)
{
	char bytes[TOKEN_LENGTH_MAX];
	struct aq_slice folded = {bytes, 0};
	struct aq_token token = {
		.written = value,
		.kind = kind,
		.offset = UINT32_MAX,
		.remittance_index = remittance_index,
		.is_structured = kind != AQ_REF_END_TO_END,
	};
	struct token_field field = {
		.text = value,
		.kind = kind,
		.remittance_index = remittance_index,
	};

	if (aq_reference_is_placeholder(value))
		return;
	if (kind == AQ_REF_NONE)
		token.kind = field.kind = AQ_REF_TEXT;
	if (aq_reference_is_checked_kind(kind)) {
		token.is_checked = aq_reference_checks(kind, value);
		token.is_structured = token.is_checked;
		token.kind = field.kind = token.is_checked ? kind : AQ_REF_TEXT;
	} else if (kind == AQ_REF_CREDITOR) {
		token.is_checked = looks_checked(value);
	}
	folded.length = aq_number_fold(list->arena, value, bytes, sizeof(bytes));
	if (folded.length <= sizeof(bytes))
		aq_token_add(list, token, folded);
	if (!token.is_checked)
		aq_tokens_from_text(list, &field);
}

/* Stable, and quick on what is nearly in order. */
static void sort_by_strength(struct token_list *list)
{
	for (size_t i = 1; i < list->count; i++) {
		struct aq_token token = list->out[i];
		int strength = aq_reference_kind_strength(token.kind);
		size_t at = i;

		while (at > 0 && aq_reference_kind_strength(list->out[at - 1].kind) < strength) {
			list->out[at] = list->out[at - 1];
			at--;
		}
		list->out[at] = token;
	}
}

static uint64_t whole_amount(const struct aq_payment *payment)
{
	uint64_t amount = (uint64_t)payment->amount;
	uint8_t digits = payment->currency ? aq_currency_digits(payment->currency) : 0;

	for (uint8_t i = 0; i < digits; i++) {
		if (amount % 10 != 0)
			return 0;
		amount /= 10;
	}
	return amount;
}

static void collect(struct token_list *list)
{
	const struct aq_payment *payment = list->payment;
	struct token_field text = {
		.text = payment->text,
		.kind = AQ_REF_TEXT,
		.remittance_index = UINT32_MAX,
		.is_free_text = true,
	};

	list->amount_whole = whole_amount(payment);
	for (size_t i = 0; i < payment->reference_count; i++)
		if (is_searched(payment->references[i].kind))
			add_field(list, payment->references[i].kind, payment->references[i].value,
				  UINT32_MAX);
	for (size_t i = 0; i < payment->remittance_count; i++)
		add_field(list, payment->remittances[i].kind, payment->remittances[i].document,
			  (uint32_t)i);
	aq_tokens_from_text(list, &text);
	sort_by_strength(list);
	for (size_t i = 0; i < list->short_count && list->count < list->room; i++)
		if (!is_there(list, &list->shorts[i]))
			list->out[list->count++] = list->shorts[i];
}

size_t aq_payment_tokens(const struct aq_payment *payment, struct aq_arena *arena,
			 struct aq_token out[AQ_TOKENS_MAX])
{
	struct token_list list = {
		.arena = arena,
		.payment = payment,
		.out = out,
		.room = AQ_TOKENS_MAX,
	};

	AQ_CLAIM(payment->amount >= 0);
	collect(&list);
	return list.count;
}

size_t aq_payment_tokens_all(const struct aq_payment *payment, struct aq_arena *arena,
			     struct aq_token **out)
{
	struct token_list list = {.arena = arena, .payment = payment};
	size_t fields = payment->remittance_count + payment->reference_count;

	AQ_CLAIM(payment->amount >= 0);
	list.room = AQ_TOKENS_MAX + payment->text.length / BYTES_PER_TOKEN;
	if (fields > TOKENS_LIST_MAX || list.room > TOKENS_LIST_MAX)
		list.room = TOKENS_LIST_MAX;
	else
		list.room += fields * TOKENS_PER_FIELD;
	if (list.room > TOKENS_LIST_MAX)
		list.room = TOKENS_LIST_MAX;
	list.out = aq_arena_take_many(arena, list.room, sizeof(*list.out));
	if (!list.out)
		return 0;
	collect(&list);
	*out = list.out;
	return list.count;
}
