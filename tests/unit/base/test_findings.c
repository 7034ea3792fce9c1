/*
 * test_findings.c - findings are copied, counted and bounded.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/findings.h"

static void a_finding_outlives_the_texts_it_was_made_from(void **state)
{
	struct aq_findings *findings = NULL;
	const struct aq_finding *kept;
	char value[] = "12x";

	(void)state;
	assert_int_equal(aq_findings_new(&findings, NULL), AQ_OK);
	aq_findings_say(findings, AQ_BASE_LIMIT, (struct aq_at){.line = 4}, AQ_SLICE("amount"),
			aq_slice_of(value), "'%s' is no amount", value);
	memset(value, 'z', 3);
	kept = aq_findings_at(findings, 0);
	assert_true(aq_slice_is(kept->value, "12x"));
	assert_true(aq_slice_is(kept->message, "'12x' is no amount"));
	assert_true(aq_slice_is(kept->field, "amount"));
	assert_int_equal(kept->at.line, 4);
	assert_int_equal(kept->severity, AQ_SEVERITY_FATAL);
	aq_findings_free(findings);
}

static void a_severity_of_its_own_wins_over_the_code(void **state)
{
	struct aq_findings *findings = NULL;

	(void)state;
	assert_int_equal(aq_findings_new(&findings, NULL), AQ_OK);
	assert_int_equal(aq_findings_worst(findings), AQ_SEVERITY_NONE);
	aq_findings_add(findings, &(struct aq_finding){.code = AQ_BASE_LIMIT,
						       .severity = AQ_SEVERITY_WARNING});
	assert_int_equal(aq_findings_worst(findings), AQ_SEVERITY_WARNING);
	assert_int_equal(aq_findings_count_of(findings, AQ_SEVERITY_WARNING), 1);
	aq_findings_free(findings);
}

static void a_million_findings_are_counted_and_ten_thousand_kept(void **state)
{
	struct aq_findings *findings = NULL;

	(void)state;
	assert_int_equal(aq_findings_new(&findings, NULL), AQ_OK);
	for (int count = 0; count < 1000000; count++)
		aq_findings_add(findings, &(struct aq_finding){.code = AQ_BASE_LIMIT,
							       .at = {.line = (uint64_t)count}});
	assert_int_equal(aq_findings_count(findings), 1000000);
	assert_int_equal(aq_findings_kept(findings), AQ_FINDINGS_KEPT_MAX);
	assert_int_equal(aq_findings_at(findings, AQ_FINDINGS_KEPT_MAX - 1)->at.line,
			 AQ_FINDINGS_KEPT_MAX - 1);
	aq_findings_clear(findings);
	assert_int_equal(aq_findings_count(findings), 0);
	assert_int_equal(aq_findings_kept(findings), 0);
	aq_findings_free(findings);
}

static void a_long_value_is_cut_between_characters(void **state)
{
	struct aq_findings *findings = NULL;
	char value[4001];
	struct aq_slice kept;

	(void)state;
	value[0] = 'x';
	for (size_t index = 1; index < sizeof(value); index += 2)
		memcpy(value + index, "\xC3\xA9", 2);
	assert_int_equal(aq_findings_new(&findings, NULL), AQ_OK);
	aq_findings_add(findings, &(struct aq_finding){.code = AQ_BASE_LIMIT,
						       .value = {value, sizeof(value)}});
	kept = aq_findings_at(findings, 0)->value;
	assert_int_equal(kept.length, 499);
	aq_findings_free(findings);
}

static void going_back_forgets_what_was_found_since(void **state)
{
	struct aq_findings *findings = NULL;
	struct aq_findings_mark mark;

	(void)state;
	assert_int_equal(aq_findings_new(&findings, NULL), AQ_OK);
	aq_findings_add(findings, &(struct aq_finding){.code = AQ_BASE_LIMIT,
						       .severity = AQ_SEVERITY_WARNING,
						       .message = AQ_SLICE("before")});
	aq_findings_mark(findings, &mark);
	for (int count = 0; count < 100; count++)
		aq_findings_add(findings, &(struct aq_finding){.code = AQ_BASE_LIMIT,
							       .severity = AQ_SEVERITY_FATAL});
	aq_findings_back(findings, &mark);
	assert_int_equal(aq_findings_count(findings), 1);
	assert_int_equal(aq_findings_kept(findings), 1);
	assert_int_equal(aq_findings_worst(findings), AQ_SEVERITY_WARNING);
	aq_findings_add(findings,
			&(struct aq_finding){.code = AQ_BASE_LIMIT, .message = AQ_SLICE("after")});
	assert_true(aq_slice_is(aq_findings_at(findings, 0)->message, "before"));
	assert_true(aq_slice_is(aq_findings_at(findings, 1)->message, "after"));
	aq_findings_free(findings);
}

static void no_collector_swallows_findings(void **state)
{
	(void)state;
	aq_findings_add(NULL, &(struct aq_finding){.code = AQ_BASE_LIMIT});
	aq_findings_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_finding_outlives_the_texts_it_was_made_from),
		cmocka_unit_test(a_severity_of_its_own_wins_over_the_code),
		cmocka_unit_test(a_million_findings_are_counted_and_ten_thousand_kept),
		cmocka_unit_test(a_long_value_is_cut_between_characters),
		cmocka_unit_test(going_back_forgets_what_was_found_since),
		cmocka_unit_test(no_collector_swallows_findings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
