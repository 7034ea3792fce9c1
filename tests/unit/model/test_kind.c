/*
 * test_kind.c - the public words are those of the interface.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/kind.h"

static void every_kind_is_found_by_its_own_name(void **state)
{
	(void)state;
	for (unsigned kind = 0; kind < AQ_KIND_COUNT; kind++) {
		enum aq_kind found;

		assert_true(aq_kind_find(aq_slice_of(aq_kind_name((enum aq_kind)kind)), &found));
		assert_int_equal(found, kind);
	}
}

static void an_unknown_word_is_no_kind(void **state)
{
	enum aq_kind found = AQ_KIND_FEE;

	(void)state;
	assert_false(aq_kind_find(AQ_SLICE("Receipt"), &found));
	assert_false(aq_kind_find(AQ_SLICE(""), &found));
	assert_int_equal(found, AQ_KIND_FEE);
}

static void every_status_and_target_has_a_word_of_its_own(void **state)
{
	(void)state;
	for (unsigned one = 0; one < AQ_PAYMENT_STATUS_COUNT; one++) {
		const char *name = aq_payment_status_name((enum aq_payment_status)one);

		assert_non_null(name);
		for (unsigned other = 0; other < one; other++)
			assert_string_not_equal(
				name, aq_payment_status_name((enum aq_payment_status)other));
	}
	assert_string_equal(aq_target_kind_name(AQ_TARGET_NONE), "");
	assert_string_equal(aq_target_kind_name(AQ_TARGET_SUBSCRIPTION), "subscription");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_found_by_its_own_name),
		cmocka_unit_test(an_unknown_word_is_no_kind),
		cmocka_unit_test(every_status_and_target_has_a_word_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
