/*
 * test_comparable.c - numbers, names and accounts as they are compared.
 */
#include "given.h"

#include "acquit/utf8.h"
#include "normalise/word_table.h"

static void numbers_lose_case_separators_and_leading_zeros(void **state)
{
	struct given *given = *state;

	assert_slice(aq_number_normal(given->arena, AQ_SLICE("f2026-10234")), "F202610234");
	assert_slice(aq_number_normal(given->arena, AQ_SLICE(" 00 12/34.5 ")), "12345");
	assert_slice(aq_number_normal(given->arena, AQ_SLICE("2026\xE2\x80\x94"
							     "1")),
		     "20261");
	assert_slice(aq_number_normal(given->arena, AQ_SLICE("")), "");
	assert_slice(aq_number_normal(given->arena, AQ_SLICE("-/.")), "");
	assert_slice(aq_number_normal(given->arena, AQ_SLICE("000")), "");
}

static void digits_and_letters_of_every_script_meet(void **state)
{
	struct given *given = *state;

	assert_slice(aq_number_normal(given->arena,
				      AQ_SLICE("\xE1\x9F\xA1\xE1\x9F\xA0\xE1\x9F\xA0\xE1\x9F\xA2")),
		     "1002");
	assert_slice(
		aq_number_normal(given->arena, AQ_SLICE("\xEF\xBC\xA6\xEF\xBC\x91\xEF\xBC\x92")),
		"F12");
}

static void names_meet_without_legal_form_order_and_punctuation(void **state)
{
	struct given *given = *state;
	struct aq_slice one =
		aq_name_normal(given->arena, AQ_SLICE("Nordwind Handels GmbH & Co. KG"));
	struct aq_slice other = aq_name_normal(given->arena, AQ_SLICE("HANDELS, NORDWIND"));

	assert_true(aq_slice_equals(one, other));
	assert_slice(one, "handels nordwind");
	assert_slice(aq_name_normal(given->arena, AQ_SLICE("Bois S.A.R.L.")), "bois");
	assert_slice(aq_name_normal(given->arena, AQ_SLICE("O'Brien, Mary")), "mary obrien");
	assert_slice(aq_name_normal(given->arena, AQ_SLICE("AG")), "ag");
	assert_slice(aq_name_normal(given->arena, AQ_SLICE("\xC2\xABOre\xC2\xBB Inc")), "ore");
	assert_slice(aq_name_normal(given->arena, AQ_SLICE("  ")), "");
	assert_slice(aq_name_normal(given->arena,
				    AQ_SLICE("\xD0\x9E\xD0\x9E\xD0\x9E \xD0\x9B\xD1\x83\xD1"
					     "\x87")),
		     "\xD0\xBB\xD1\x83\xD1\x87");
}

static bool agree(struct given *given, const char *one, const char *other)
{
	struct aq_name a = aq_name_read(given->arena, aq_slice_of(one));
	struct aq_name b = aq_name_read(given->arena, aq_slice_of(other));

	assert_int_equal(aq_names_agree(&a, &b), aq_names_agree(&b, &a));
	return aq_names_agree(&a, &b);
}

static void two_legal_forms_are_two_companies(void **state)
{
	struct given *given = *state;

	assert_false(agree(given, "Summit Roofing LLC", "Summit Roofing Corp"));
	assert_false(agree(given,
			   "\xC3\x85"
			   "berg Bygg HB",
			   "AB \xC3\x85"
			   "berg Bygg"));
	/* A limited partnership is not the company that manages it. */
	assert_false(agree(given, "Nordwind GmbH", "Nordwind GmbH & Co. KG"));
	/* AO, OOO and IP in Cyrillic. */
	assert_false(agree(given, "\xD0\x90\xD0\x9E Dom", "\xD0\x9E\xD0\x9E\xD0\x9E Dom"));
	assert_false(agree(given, "\xD0\x98\xD0\x9F Dom", "\xD0\x9E\xD0\x9E\xD0\x9E Dom"));
	assert_false(agree(given, "Summit Roofing", "Summit Dental"));
}

static void one_legal_form_is_spelled_in_several_ways(void **state)
{
	struct given *given = *state;

	assert_true(agree(given, "Summit Roofing Inc.", "Summit Roofing, Incorporated"));
	assert_true(agree(given, "Summit Roofing Ltd", "SUMMIT ROOFING LIMITED"));
	assert_true(agree(given, "Summit Roofing L.L.C.", "LLC Summit Roofing"));
	assert_true(agree(given, "OOO Dom", "\xD0\x9E\xD0\x9E\xD0\x9E Dom"));
	assert_true(agree(given, "Summit & Roofing GmbH", "Summit Roofing GmbH"));
	/* Half of all payers leave it out, and any company may be called one. */
	assert_true(agree(given, "Summit Roofing", "Summit Roofing LLC"));
	assert_true(agree(given, "Summit Roofing Company", "Summit Roofing Inc"));
}

static void accounts_lose_blanks_and_a_wrong_iban_stays(void **state)
{
	struct given *given = *state;

	assert_slice(aq_account_normal(given->arena, AQ_SLICE("de89 3704 0044 0532 0130 00")),
		     "DE89370400440532013000");
	assert_slice(aq_account_normal(given->arena, AQ_SLICE(" DE88 3704 0044 0532 0130 00 ")),
		     "DE88 3704 0044 0532 0130 00");
	assert_slice(aq_account_normal(given->arena, AQ_SLICE("0012-345 6")), "00123456");
	assert_slice(aq_account_normal(given->arena, AQ_SLICE("")), "");
}

static void a_masked_account_shows_four_characters(void **state)
{
	struct given *given = *state;

	assert_slice(aq_account_masked(given->arena, AQ_SLICE("DE89370400440532013000")),
		     "****3000");
	assert_slice(aq_account_masked(given->arena, AQ_SLICE("1234")), "****");
	assert_slice(aq_account_masked(given->arena, AQ_SLICE("")), "");
}

static const char *const words[] = {
#define AQ_WORD(word, kind)   (word),
#define AQ_EITHER(word, kind) (word),
#include "normalise/words.def"
#undef AQ_EITHER
#undef AQ_WORD
};

static const char *const forms[] = {
#define AQ_LEGAL_FORM(word, form) (word),
#include "normalise/legal_forms.def"
#undef AQ_LEGAL_FORM
};

static void the_tables_of_words_are_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < sizeof(words) / sizeof(words[0]); i++)
		assert_true(strcmp(words[i - 1], words[i]) < 0);
	for (size_t i = 1; i < sizeof(forms) / sizeof(forms[0]); i++)
		assert_true(strcmp(forms[i - 1], forms[i]) < 0);
}

static bool is_form(struct aq_slice word)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (aq_slice_is(word, forms[i]))
			return true;
	return false;
}

static void words_are_found_as_they_stand_in_their_table(void **state)
{
	static struct aq_slice rows[sizeof(forms) / sizeof(forms[0])];
	static struct word_table table = WORD_TABLE(rows);
	size_t count = sizeof(rows) / sizeof(rows[0]);

	(void)state;
	for (size_t i = 0; i < count; i++)
		rows[i] = aq_slice_of(forms[i]);
	for (size_t i = 0; i < count; i++) {
		char bytes[64];
		struct aq_slice word = {bytes, rows[i].length};

		assert_ptr_equal(word_table_find(&table, rows[i]), &rows[i]);
		memcpy(bytes, rows[i].start, word.length);
		for (size_t at = 0; at < word.length; at++) {
			bytes[at] = 'q';
			assert_int_equal(word_table_find(&table, word) != NULL, is_form(word));
			bytes[at] = rows[i].start[at];
		}
		word.length--;
		assert_int_equal(word_table_find(&table, word) != NULL, is_form(word));
	}
	assert_null(word_table_find(&table, (struct aq_slice){NULL, 0}));
}

static struct aq_slice letters_of(struct aq_arena *arena, struct aq_slice text)
{
	char *letters = aq_arena_take(arena, text.length + 1);
	size_t count = 0;

	assert_non_null(letters);
	while (text.length > 0) {
		const char *start = text.start;

		if (!aq_utf8_is_alphanumeric(aq_utf8_next(&text)))
			continue;
		memcpy(letters + count, start, (size_t)(text.start - start));
		count += (size_t)(text.start - start);
	}
	return (struct aq_slice){letters, count};
}

/* Names of up to twelve letters, blanks and marks of Latin, Cyrillic, Vietnamese, Khmer. */
static void the_letters_of_a_name_are_those_of_its_spelling(void **state)
{
	static const uint32_t scripts[] = {0x20, 0x40, 0xC0, 0x100, 0x400, 0x430, 0x1EA0, 0x1780};
	struct given *given = *state;
	struct aq_buffer name;
	uint64_t random = 88172645463325252u;

	aq_buffer_init(&name, 0);
	for (size_t count = 0; count < 50000; count++) {
		size_t first = count % 4 == 0 ? 0 : random >> 61;

		aq_arena_reset(given->arena);
		aq_buffer_clear(&name);
		for (size_t at = 0; at <= count % 12; at++) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			aq_utf8_put(&name, scripts[count % 3 == 0 ? random >> 61 : first] +
						   (uint32_t)(random >> 40) % 64);
		}
		for (enum aq_spelling way = 0; way < AQ_SPELLINGS; way++) {
			struct aq_slice text = aq_buffer_slice(&name);
			struct aq_slice plain = aq_name_plain(given->arena, text, way);

			if (plain.length == 0)
				plain = aq_utf8_fold(given->arena, text);
			assert_true(aq_slice_equals(aq_name_letters(given->arena, text, way),
						    letters_of(given->arena, plain)));
		}
	}
	aq_buffer_free(&name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GIVEN(numbers_lose_case_separators_and_leading_zeros),
		GIVEN(digits_and_letters_of_every_script_meet),
		GIVEN(names_meet_without_legal_form_order_and_punctuation),
		GIVEN(two_legal_forms_are_two_companies),
		GIVEN(one_legal_form_is_spelled_in_several_ways),
		GIVEN(accounts_lose_blanks_and_a_wrong_iban_stays),
		GIVEN(a_masked_account_shows_four_characters),
		GIVEN(the_tables_of_words_are_sorted),
		GIVEN(the_letters_of_a_name_are_those_of_its_spelling),
		GIVEN(words_are_found_as_they_stand_in_their_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
