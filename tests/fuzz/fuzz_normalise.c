/*
 * fuzz_normalise.c - any text where a payer may write: tokens, references and
 * the comparable forms of numbers, names and accounts.
 *
 * Lines are pieces of a payment: the first byte of a line says which.
 */
#include "acquit/normalise.h"
#include "acquit/utf8.h"
#include "fuzz.h"

#define REFERENCES_MAX 32

const struct fuzz_target fuzz_target = {.name = "normalise"};

static bool is_utf8(struct aq_slice text)
{
	return aq_utf8_valid_bytes(text) == text.length;
}

static void check_escapes(struct aq_slice text)
{
	void (*const escapes[])(struct aq_buffer *, struct aq_slice) = {aq_json_put, aq_html_put,
									aq_printable_put};

	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		struct aq_buffer out;

		aq_buffer_init(&out, 0);
		escapes[i](&out, text);
		FUZZ_CLAIM(!aq_buffer_failed(&out));
		FUZZ_CLAIM(is_utf8(aq_buffer_slice(&out)));
		for (size_t k = 0; k < out.length; k++)
			FUZZ_CLAIM((unsigned char)out.start[k] >= 0x20 || out.start[k] == '\n' ||
				   out.start[k] == '\t');
		FUZZ_CLAIM(escapes[i] != aq_html_put || out.length == 0 ||
			   !memchr(out.start, '<', out.length));
		aq_buffer_free(&out);
	}
}

/* Master data is made comparable once, a payment once: forms must be final. */
static void check_form(struct aq_arena *arena, struct aq_slice text,
		       struct aq_slice (*form)(struct aq_arena *, struct aq_slice))
{
	struct aq_slice once = form(arena, text);
	struct aq_slice twice = form(arena, once);

	FUZZ_CLAIM(!is_utf8(text) || is_utf8(once));
	if (!aq_slice_equals(once, twice))
		fprintf(stderr, "'%.*s' becomes '%.*s'\n", AQ_SLICE_ARGS(once),
			AQ_SLICE_ARGS(twice));
	FUZZ_CLAIM(aq_slice_equals(once, twice));
}

static void check_masked(struct aq_arena *arena, struct aq_slice account)
{
	struct aq_slice masked = aq_account_masked(arena, account);

	FUZZ_CLAIM(!is_utf8(account) || is_utf8(masked));
	FUZZ_CLAIM(!is_utf8(account) || masked.length <= 4 + 4 * 4);
}

static void check_forms(struct aq_arena *arena, struct aq_slice text)
{
	check_form(arena, text, aq_number_normal);
	check_form(arena, text, aq_name_normal);
	check_form(arena, text, aq_account_normal);
	check_form(arena, text, aq_utf8_fold);
	check_masked(arena, text);
	check_escapes(text);
	for (unsigned kind = 0; kind < AQ_REF_COUNT; kind++)
		(void)aq_reference_checks((enum aq_reference_kind)kind, text);
}

static void check_token(const struct aq_payment *payment, const struct aq_token *token,
			struct aq_arena *arena)
{
	FUZZ_CLAIM(token->kind < AQ_REF_COUNT);
	FUZZ_CLAIM(token->normal.length >= AQ_TOKEN_LENGTH_MIN && is_utf8(token->normal));
	FUZZ_CLAIM(aq_slice_equals(token->normal, aq_number_normal(arena, token->normal)));
	if (token->offset != UINT32_MAX) {
		FUZZ_CLAIM(token->offset + token->written.length <= payment->text.length);
		FUZZ_CLAIM(memcmp(payment->text.start + token->offset, token->written.start,
				  token->written.length) == 0);
	}
	FUZZ_CLAIM(token->remittance_index == UINT32_MAX ||
		   token->remittance_index < payment->remittance_count);
	FUZZ_CLAIM(!token->is_checked || aq_reference_checks(token->kind, token->written) ||
		   token->written.length != token->normal.length);
}

static void check_tokens(const struct aq_payment *payment, struct aq_arena *arena)
{
	struct aq_token some[AQ_TOKENS_MAX];
	struct aq_token *all = NULL;
	size_t count = aq_payment_tokens(payment, arena, some);
	size_t all_count = aq_payment_tokens_all(payment, arena, &all);

	FUZZ_CLAIM(count <= AQ_TOKENS_MAX && count <= all_count);
	FUZZ_CLAIM(all_count > AQ_TOKENS_MAX || count == all_count);
	for (size_t i = 0; i < all_count; i++) {
		check_token(payment, &all[i], arena);
		for (size_t k = 0; k < i; k++)
			FUZZ_CLAIM(all[k].kind != all[i].kind ||
				   !aq_slice_equals(all[k].normal, all[i].normal));
	}
	for (size_t i = 0; i < count; i++) {
		check_token(payment, &some[i], arena);
		FUZZ_CLAIM(all_count > AQ_TOKENS_MAX ||
			   aq_slice_equals(some[i].normal, all[i].normal));
	}
}

struct pieces {
	struct aq_payment payment;
	struct aq_reference references[REFERENCES_MAX];
	struct aq_remittance remittances[REFERENCES_MAX];
	struct aq_buffer text;
};

static void add_piece(struct pieces *pieces, struct aq_slice line)
{
	struct aq_payment *payment = &pieces->payment;
	unsigned first = line.length ? (unsigned char)line.start[0] : 0;
	struct aq_slice rest = {line.start + 1, line.length - 1};

	if (first >= 'A' && first < 'A' + AQ_REF_COUNT && payment->reference_count < REFERENCES_MAX)
		pieces->references[payment->reference_count++] =
			(struct aq_reference){(enum aq_reference_kind)(first - 'A'), rest};
	else if (first == '<' && payment->remittance_count < REFERENCES_MAX)
		pieces->remittances[payment->remittance_count++] =
			(struct aq_remittance){.kind = AQ_REF_INVOICE, .document = rest};
	else if (first == '>')
		payment->payer = rest;
	else if (first == '=')
		payment->payer_account = rest;
	else if (first == '+')
		payment->end_to_end_id = rest;
	else {
		aq_buffer_add(&pieces->text, line);
		aq_buffer_add_byte(&pieces->text, '\n');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct aq_slice lent = fuzz_lend((struct aq_slice){(const char *)data, size});
	struct aq_slice rest = lent;
	struct aq_arena *arena = NULL;
	struct pieces pieces = {.payment = {.currency = 978, .amount = 12345}};
	bool is_text = is_utf8(lent);

	FUZZ_CLAIM(aq_arena_new(&arena, 0, NULL) >= AQ_OK);
	aq_buffer_init(&pieces.text, 0);
	check_forms(arena, lent);
	while (rest.length) {
		struct aq_slice line = aq_slice_cut(&rest, '\n');

		check_forms(arena, line);
		add_piece(&pieces, line);
	}
	pieces.payment.references = pieces.references;
	pieces.payment.remittances = pieces.remittances;
	pieces.payment.text = aq_arena_copy(arena, aq_buffer_slice(&pieces.text));
	/* Payments are UTF-8 by the time they are payments. */
	if (is_text)
		check_tokens(&pieces.payment, arena);
	aq_buffer_free(&pieces.text);
	aq_arena_free(arena);
	fuzz_take_back(lent);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed)
{
	return fuzz_mutate_pieces(data, size, size_max, seed, seed & 1 ? '\n' : ' ');
}
