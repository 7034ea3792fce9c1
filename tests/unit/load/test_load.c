/*
 * test_load.c - a file from its bytes to its batches.
 */
#include "given.h"

static const char several[] = "bundle_no,invoice_no\r\n"
			      "B1,F\xC3\x9C\x31\r\n"
			      "\r\n"
			      "\"B\"\"2\",\"F,2\"\r\n"
			      "\xE6\xB1\x87\xE6\xAC\xBE,\xF0\x9F\x92\xB0\r\n"
			      "B4,F4";

static void pieces_of_any_size_give_the_same_rows(void **state)
{
	for (size_t piece = 1; piece < sizeof(several); piece++) {
		struct given *given;

		given_free(state);
		given_new(state);
		given = *state;
		assert_int_equal(load_pieces(given, AQ_SLICE(several), piece), AQ_OK);
		assert_rows(given, "2|B1|F\xC3\x9C\x31\n4|B\"2|F,2\n"
				   "5|\xE6\xB1\x87\xE6\xAC\xBE|\xF0\x9F\x92\xB0\n6|B4|F4\n");
		assert_string_equal(text_of(&given->raws),
				    "B1,F\xC3\x9C\x31\n\"B\"\"2\",\"F,2\"\n"
				    "\xE6\xB1\x87\xE6\xAC\xBE,\xF0\x9F\x92\xB0\nB4,F4\n");
	}
}

static void bytes_that_are_not_utf_8_have_line_and_column(void **state)
{
	static const struct {
		const char *text;
		size_t bytes;
		uint64_t line, column;
	} files[] = {
		{"bundle_no,invoice_no\nB1,F\xFC", 26, 2, 5},
		{"bundle_no,invoice_no\nB1,F\xFC\x62\n", 28, 2, 5},
		{"bundle_no,invoice_no\nB1,F1\n\xFF\n", 29, 3, 1},
		{"\xFF", 1, 1, 1},
		{"bundle_no,invoice_no\nB\0,F1\n", 27, 2, 2},
		{"bundle_no,invoice_no\nB1,\xE6\xB1", 26, 2, 4},
		{"bundle_no,invoice_no\nB1,\xED\xA0\x80\n", 28, 2, 4},
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		for (size_t piece = 1; piece < 30; piece += 28) {
			struct given *given;

			given_free(state);
			given_new(state);
			given = *state;
			assert_int_equal(
				load_pieces(given, (struct aq_slice){files[i].text, files[i].bytes},
					    piece),
				AQ_BAD_FILE);
			assert_int_equal(given->err.code, AQ_LOAD_ENCODING);
			assert_int_equal(given->err.at.line, files[i].line);
			assert_int_equal(given->err.at.column, files[i].column);
		}
}

static void broken_quotes_refuse_the_file_with_line_and_column(void **state)
{
	struct given *given = *state;

	assert_refused_file(given, "bundle_no,invoice_no\nB1,\"F\"1\n", AQ_LOAD_SYNTAX);
	assert_int_equal(given->err.at.line, 2);
	assert_int_equal(given->err.at.column, 7);
	given_free(state);
	given_new(state);
	assert_refused_file((struct given *)*state, "bundle_no,invoice_no\nB1,\"F1\n",
			    AQ_LOAD_SYNTAX);
}

static void a_row_with_more_or_fewer_cells_is_refused_and_the_others_load(void **state)
{
	struct given *given = *state;

	assert_int_equal(load_text(given, "bundle_no,invoice_no\nB1\nB2,F2\nB3,F3,\n"), AQ_OK);
	assert_rows(given, "3|B2|F2\n");
	assert_int_equal(aq_load_rows_read(given->load), 3);
	assert_int_equal(aq_load_rows_refused(given->load), 2);
	assert_int_equal(aq_findings_at(given->findings, 0)->code, AQ_LOAD_CELL_COUNT);
	assert_int_equal(aq_findings_at(given->findings, 1)->at.line, 4);
}

static void rows_come_in_batches_with_bounds(void **state)
{
	struct given *given = *state;
	struct aq_buffer text;
	uint64_t count = AQ_LOAD_ROWS_MAX * 2 + 1;

	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, "bundle_no,invoice_no\n");
	for (uint64_t i = 0; i < count; i++)
		aq_buffer_print(&text, "B1,F%llu\n", (unsigned long long)i);
	assert_int_equal(load_pieces(given, aq_buffer_slice(&text), 65536), AQ_OK);
	assert_int_equal(given->row_count, count);
	assert_int_equal(given->batch_count, 3);
	assert_int_equal(aq_load_rows_read(given->load), count);
	aq_buffer_free(&text);
}

static void long_rows_make_shorter_batches(void **state)
{
	struct given *given = *state;
	struct aq_buffer text;

	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, "bundle_no,invoice_no,remark\n");
	for (int i = 0; i < 400; i++) {
		aq_buffer_add_text(&text, "B1,F1,");
		for (int j = 0; j < 60000; j++)
			aq_buffer_add_byte(&text, 'x');
		aq_buffer_add_byte(&text, '\n');
	}
	assert_int_equal(load_pieces(given, aq_buffer_slice(&text), 65536), AQ_OK);
	assert_int_equal(given->row_count, 400);
	assert_in_range(given->batch_count, 3, 5);
	aq_buffer_free(&text);
}

static void a_sink_that_fails_ends_the_load_with_its_error(void **state)
{
	struct given *given = *state;

	given->sink_status = AQ_STORE;
	assert_int_equal(load_text(given, "bundle_no,invoice_no\nB1,F1\n"), AQ_STORE);
	assert_string_equal(given->err.text, "no room");
}

static void a_cell_too_long_refuses_the_file(void **state)
{
	struct given *given = *state;
	struct aq_buffer text;

	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, "bundle_no,invoice_no\nB1,");
	for (int j = 0; j < 70000; j++)
		aq_buffer_add_byte(&text, 'x');
	assert_int_equal(load_pieces(given, aq_buffer_slice(&text), 4096), AQ_BAD_FILE);
	assert_int_equal(given->err.code, AQ_BASE_LIMIT);
	aq_buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, given_new, given_free)
		TEST(pieces_of_any_size_give_the_same_rows),
		TEST(bytes_that_are_not_utf_8_have_line_and_column),
		TEST(broken_quotes_refuse_the_file_with_line_and_column),
		TEST(a_row_with_more_or_fewer_cells_is_refused_and_the_others_load),
		TEST(rows_come_in_batches_with_bounds),
		TEST(long_rows_make_shorter_batches),
		TEST(a_sink_that_fails_ends_the_load_with_its_error),
		TEST(a_cell_too_long_refuses_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
