/*
 * given.h - what the tests of normalise begin with.
 */
#ifndef ACQUIT_TEST_NORMALISE_GIVEN_H
#define ACQUIT_TEST_NORMALISE_GIVEN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "acquit/normalise.h"

struct given {
	struct aq_arena *arena;
	struct aq_findings *findings;
	struct aq_normalise_settings settings;
	struct aq_unit unit;
	struct aq_record record;
	struct aq_reference references[16];
	struct aq_remittance remittances[8];
	enum aq_family family;
	struct aq_slice gateway;
	bool refuses_unit;
	struct aq_payment payment;
	struct aq_left_overs *left_overs; /* NULL: each row alone */
};

static inline int given_new(void **state)
{
	struct given *given = test_calloc(1, sizeof(*given));

	assert_int_equal(aq_arena_new(&given->arena, 0, NULL), AQ_OK);
	assert_int_equal(aq_findings_new(&given->findings, NULL), AQ_OK);
	given->record.references = given->references;
	given->record.remittances = given->remittances;
	given->record.leaf_count = 1;
	given->record.line = 7;
	*state = given;
	return 0;
}

static inline int given_free(void **state)
{
	struct given *given = *state;

	aq_arena_free(given->arena);
	aq_findings_free(given->findings);
	test_free(given);
	return 0;
}

static inline struct aq_date day(const char *text)
{
	struct aq_date date = AQ_DATE_NONE;

	assert_true(aq_date_parse(aq_slice_of(text), &date));
	return date;
}

static inline struct aq_decimal number(const char *text)
{
	struct aq_decimal decimal = {0};

	assert_true(aq_decimal_parse_plain(aq_slice_of(text), &decimal));
	return decimal;
}

static inline void refer(struct given *given, enum aq_reference_kind kind, const char *value)
{
	given->references[given->record.reference_count++] =
		(struct aq_reference){kind, aq_slice_of(value)};
}

static inline struct aq_payment *normalised(struct given *given)
{
	const struct aq_batch batch = {&given->record, 1, given->unit.index};
	const struct aq_normalise_order order = {
		.settings = &given->settings,
		.family = given->family,
		.unit = &given->unit,
		.batch = &batch,
		.gateway = given->gateway,
		.left_overs = given->left_overs,
	};

	given->refuses_unit = false;
	assert_int_equal(aq_normalise(&order, given->arena, &given->payment, &given->refuses_unit,
				      given->findings, NULL),
			 AQ_OK);
	return &given->payment;
}

/* The code of the only finding, or none. */
static inline enum aq_code only_finding(const struct given *given)
{
	if (aq_findings_kept(given->findings) == 0)
		return AQ_CODE_NONE;
	assert_int_equal(aq_findings_count(given->findings), 1);
	return aq_findings_at(given->findings, 0)->code;
}

#define assert_slice(slice, text)                                                                  \
	do {                                                                                       \
		struct aq_slice assert_slice_is = (slice);                                         \
		assert_int_equal(assert_slice_is.length, strlen(text));                            \
		assert_memory_equal(assert_slice_is.start ? assert_slice_is.start : "", (text),    \
				    strlen(text));                                                 \
	} while (0)

#define GIVEN(test) cmocka_unit_test_setup_teardown(test, given_new, given_free)

#endif
