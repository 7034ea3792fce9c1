/*
 * test_record.c - kinds of references have names of their own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "acquit/record.h"

static void every_kind_is_found_by_its_own_name(void **state)
{
	(void)state;
	for (unsigned kind = AQ_REF_NONE + 1; kind < AQ_REF_COUNT; kind++)
		assert_int_equal(aq_reference_kind_find(aq_slice_of(
					 aq_reference_kind_name((enum aq_reference_kind)kind))),
				 kind);
}

static void no_kind_has_no_name_and_no_strength(void **state)
{
	(void)state;
	assert_string_equal(aq_reference_kind_name(AQ_REF_NONE), "");
	assert_int_equal(aq_reference_kind_strength(AQ_REF_NONE), 0);
	assert_int_equal(aq_reference_kind_find(AQ_SLICE("")), AQ_REF_NONE);
	assert_int_equal(aq_reference_kind_find(AQ_SLICE("no-such")), AQ_REF_NONE);
}

static void a_structured_reference_is_stronger_than_text(void **state)
{
	(void)state;
	assert_true(aq_reference_kind_strength(AQ_REF_CREDITOR) >
		    aq_reference_kind_strength(AQ_REF_INVOICE));
	assert_true(aq_reference_kind_strength(AQ_REF_INVOICE) >
		    aq_reference_kind_strength(AQ_REF_TEXT));
	assert_int_equal(aq_reference_kind_strength(AQ_REF_BANK), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_found_by_its_own_name),
		cmocka_unit_test(no_kind_has_no_name_and_no_strength),
		cmocka_unit_test(a_structured_reference_is_stronger_than_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
