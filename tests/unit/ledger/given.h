/*
 * given.h - what the tests of ledger begin with.
 */
#ifndef ACQUIT_TEST_LEDGER_GIVEN_H
#define ACQUIT_TEST_LEDGER_GIVEN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "acquit/ledger.h"

#define EUR ((aq_currency)978)
#define USD ((aq_currency)840)

struct given {
	struct aq_arena *arena;
	struct aq_buffer text;
	struct aq_posting_settings settings;
	struct aq_payment payment;
	struct aq_entry entry;
};

static inline struct aq_date day(const char *text)
{
	struct aq_date date = AQ_DATE_NONE;

	assert_true(aq_date_parse(aq_slice_of(text), &date));
	return date;
}

static inline int given_new(void **state)
{
	struct given *given = test_calloc(1, sizeof(*given));

	assert_int_equal(aq_arena_new(&given->arena, 0, NULL), AQ_OK);
	aq_buffer_init(&given->text, 0);
	given->settings.business_date = day("2026-03-05");
	given->payment.currency = EUR;
	given->payment.amount = 10000;
	given->payment.booked_on = day("2026-03-02");
	given->payment.bank_account = AQ_SLICE("MAIN");
	given->payment.source = AQ_SLICE("paygate");
	given->payment.settlement_id = AQ_SLICE("P-1");
	*state = given;
	return 0;
}

static inline int given_free(void **state)
{
	struct given *given = *state;

	aq_arena_free(given->arena);
	aq_buffer_free(&given->text);
	test_free(given);
	return 0;
}

/* "bank:MAIN | unidentified 100.00 EUR; …" */
static inline const char *postings_text(struct given *given)
{
	const struct aq_entry *entry = &given->entry;

	aq_buffer_clear(&given->text);
	for (size_t i = 0; i < entry->posting_count; i++) {
		const struct aq_posting *posting = &entry->postings[i];
		char amount[AQ_MONEY_TEXT_BYTES];

		aq_money_print((struct aq_money){posting->amount, posting->currency}, amount);
		if (i > 0)
			aq_buffer_add_text(&given->text, "; ");
		aq_account_put(&given->text, posting->debit);
		aq_buffer_add_text(&given->text, " | ");
		aq_account_put(&given->text, posting->credit);
		aq_buffer_print(&given->text, " %s %s", amount,
				aq_currency_code(posting->currency));
	}
	aq_buffer_add_byte(&given->text, '\0');
	assert_false(aq_buffer_failed(&given->text));
	return given->text.start;
}

#define GIVEN(test) cmocka_unit_test_setup_teardown(test, given_new, given_free)

#endif
