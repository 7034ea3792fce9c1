/*
 * test_render.c - a run's page made again from its own CSV files.
 */
#include "written.h"

static void the_page_made_again_has_the_same_bytes(void **state)
{
	static const char *const names[] = {"index.html", "summary.json"};
	const struct written *written = *state;
	struct aq_buffer before[2];

	for (size_t index = 0; index < 2; index++)
		before[index] = read_written(written, names[index]);
	assert_ok(aq_report_render(written->reports, RUN, &err));
	for (size_t index = 0; index < 2; index++) {
		struct aq_buffer after = read_written(written, names[index]);

		assert_true(
			aq_slice_equals(aq_buffer_slice(&before[index]), aq_buffer_slice(&after)));
		aq_buffer_free(&before[index]);
		aq_buffer_free(&after);
	}
}

static void a_run_that_is_not_there_is_not_found_and_not_made(void **state)
{
	const struct written *written = *state;
	struct aq_error err = {.status = AQ_OK};
	struct stat facts;

	assert_int_equal(aq_report_render(written->reports, "2026-02-01.1", &err), AQ_NOT_FOUND);
	assert_int_equal(aq_report_render(written->reports, "../etc", &err), AQ_NOT_FOUND);
	assert_int_equal(aq_report_render(written->reports, "", &err), AQ_NOT_FOUND);
	assert_int_not_equal(
		fstatat(aq_folder_descriptor(written->reports), "2026-02-01.1", &facts, 0), 0);
}

static void replace(const struct written *written, const char *name, struct aq_slice text)
{
	struct aq_writer *writer;

	assert_ok(aq_writer_open(&writer, written->run, name, &err));
	assert_ok(aq_writer_add(writer, text, &err));
	assert_ok(aq_writer_commit(writer, &err));
}

static void an_amount_that_was_changed_into_words_is_refused_by_file_and_line(void **state)
{
	const struct written *written = *state;
	struct aq_buffer text = read_written(written, "trial_balance.csv");
	struct aq_error err = {.status = AQ_OK};
	char *cell = strstr(text.start, ",USD,");

	assert_non_null(cell);
	cell[5] = 'x';
	replace(written, "trial_balance.csv", (struct aq_slice){text.start, text.length - 1});
	assert_int_equal(aq_report_render(written->reports, RUN, &err), AQ_BAD_FILE);
	assert_int_equal(err.code, AQ_REPORT_CELL);
	assert_string_equal(err.file, "trial_balance.csv");
	assert_true(err.at.line >= 2);
	aq_buffer_free(&text);
}

static void columns_in_another_order_are_refused(void **state)
{
	const struct written *written = *state;
	struct aq_error err = {.status = AQ_OK};

	replace(written, "waiting.csv", AQ_SLICE("currency,bucket,count,amount\n"));
	assert_int_equal(aq_report_render(written->reports, RUN, &err), AQ_BAD_FILE);
	assert_int_equal(err.code, AQ_REPORT_COLUMNS);
}

static void a_file_of_an_older_program_with_fewer_columns_is_read(void **state)
{
	const struct written *written = *state;

	replace(written, "findings.csv",
		AQ_SLICE("file,line,column,record,field,rule,severity,value,message\n"
			 "a.ach,4,1,entry,amount,nacha.amount,error,x,not a number\n"));
	assert_ok(aq_report_render(written->reports, RUN, &err));
}

static void a_missing_file_is_not_found(void **state)
{
	const struct written *written = *state;
	struct aq_error err = {.status = AQ_OK};

	unlinkat(aq_folder_descriptor(written->run), "aging.csv", 0);
	assert_int_equal(aq_report_render(written->reports, RUN, &err), AQ_NOT_FOUND);
}

static void a_link_in_the_place_of_a_file_is_not_followed(void **state)
{
	const struct written *written = *state;
	struct aq_error err = {.status = AQ_OK};

	unlinkat(aq_folder_descriptor(written->run), "aging.csv", 0);
	assert_int_equal(symlinkat("waiting.csv", aq_folder_descriptor(written->run), "aging.csv"),
			 0);
	assert_int_equal(aq_report_render(written->reports, RUN, &err), AQ_SYSTEM);
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, open_written, close_written)

int main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(the_page_made_again_has_the_same_bytes),
		A_TEST(a_run_that_is_not_there_is_not_found_and_not_made),
		A_TEST(an_amount_that_was_changed_into_words_is_refused_by_file_and_line),
		A_TEST(columns_in_another_order_are_refused),
		A_TEST(a_file_of_an_older_program_with_fewer_columns_is_read),
		A_TEST(a_missing_file_is_not_found),
		A_TEST(a_link_in_the_place_of_a_file_is_not_followed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
