/*
 * test_csv_reader.c - rows come out as they were written, whatever the pieces.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acquit/csv.h"

/* Rows as text: "line:cell|cell;" and "+n" behind the line for each further
 * line that a row covers. */
struct seen {
	struct aq_buffer text;
	size_t stop_after;
	size_t rows;
};

static enum aq_status note_row(void *context, const struct aq_csv_row *row, struct aq_error *err)
{
	struct seen *seen = context;

	aq_buffer_add_u64(&seen->text, row->line);
	if (row->lines > 1)
		aq_buffer_print(&seen->text, "+%u", (unsigned)row->lines - 1);
	for (size_t index = 0; index < row->cell_count; index++) {
		aq_buffer_add_byte(&seen->text, index ? '|' : ':');
		aq_buffer_add(&seen->text, row->cells[index]);
	}
	aq_buffer_add_byte(&seen->text, ';');
	if (++seen->rows == seen->stop_after)
		return aq_fail(err, AQ_BAD_RECORD, AQ_BASE_LIMIT, (struct aq_at){.line = 99},
			       "enough");
	return AQ_OK;
}

static enum aq_status read_pieces(const struct aq_csv_settings *settings, struct aq_slice text,
				  size_t piece_bytes, struct seen *seen, struct aq_error *err)
{
	struct aq_csv_reader *reader = NULL;
	enum aq_status status = aq_csv_reader_new(&reader, settings, note_row, seen, err);

	assert_int_equal(status, AQ_OK);
	for (size_t at = 0; at < text.length && status >= AQ_OK; at += piece_bytes) {
		size_t left = text.length - at;

		status = aq_csv_reader_feed(
			reader,
			(struct aq_slice){text.start + at, left < piece_bytes ? left : piece_bytes},
			err);
	}
	if (status >= AQ_OK)
		status = aq_csv_reader_finish(reader, err);
	if (status >= AQ_OK)
		aq_buffer_print(&seen->text, " %u lines, %u blank",
				(unsigned)aq_csv_reader_lines(reader),
				(unsigned)aq_csv_reader_blank_lines(reader));
	aq_csv_reader_free(reader);
	return status;
}

/* The same whatever the pieces: every piece length from 1 byte to all. */
static void expect(const struct aq_csv_settings *settings, struct aq_slice text,
		   const char *expected)
{
	for (size_t piece_bytes = 1; piece_bytes <= text.length + 1; piece_bytes++) {
		struct seen seen = {.rows = 0};
		struct aq_error err;

		aq_buffer_init(&seen.text, 0);
		if (read_pieces(settings, text, piece_bytes, &seen, &err) < AQ_OK)
			fail_msg("line %u: %s", (unsigned)err.at.line, err.text);
		aq_buffer_add_byte(&seen.text, '\0');
		assert_string_equal(seen.text.start, expected);
		aq_buffer_free(&seen.text);
	}
}

static void expect_fault(const struct aq_csv_settings *settings, struct aq_slice text,
			 struct aq_at at, enum aq_code code)
{
	for (size_t piece_bytes = 1; piece_bytes <= text.length + 1; piece_bytes++) {
		struct seen seen = {.rows = 0};
		struct aq_error err;

		aq_buffer_init(&seen.text, 0);
		assert_int_equal(read_pieces(settings, text, piece_bytes, &seen, &err),
				 AQ_BAD_FILE);
		assert_int_equal(err.code, code);
		assert_int_equal(err.at.line, at.line);
		assert_int_equal(err.at.column, at.column);
		aq_buffer_free(&seen.text);
	}
}

static const struct aq_csv_settings strict = {.quoting = AQ_CSV_STRICT};
static const struct aq_csv_settings lenient = {.quoting = AQ_CSV_LENIENT};
static const struct aq_csv_settings bare = {.quoting = AQ_CSV_NO_QUOTES};

static void rows_and_cells_are_those_of_rfc_4180(void **state)
{
	(void)state;
	expect(&strict, AQ_SLICE("a,b\r\n\"c,\"\"d\"\"\",\r\n,\r\n"),
	       "1:a|b;2:c,\"d\"|;3:|; 3 lines, 0 blank");
	expect(&strict, AQ_SLICE(""), " 0 lines, 0 blank");
	expect(&strict, AQ_SLICE("\"\"\n"), "1:; 1 lines, 0 blank");
}

static void a_last_row_needs_no_line_end(void **state)
{
	(void)state;
	expect(&strict, AQ_SLICE("a\nb"), "1:a;2:b; 2 lines, 0 blank");
	expect(&strict, AQ_SLICE("a\nb,"), "1:a;2:b|; 2 lines, 0 blank");
	expect(&strict, AQ_SLICE("a\n\"b\""), "1:a;2:b; 2 lines, 0 blank");
	expect(&lenient, AQ_SLICE("a\nb,"), "1:a;2:b|; 2 lines, 0 blank");
	expect(&lenient, AQ_SLICE("a\n\"b\""), "1:a;2:b; 2 lines, 0 blank");
	expect(&lenient, AQ_SLICE("\"b\"\""), "1:b\"; 1 lines, 0 blank");
}

static void every_line_end_is_a_line_end(void **state)
{
	static const struct aq_csv_settings *const all[] = {&strict, &lenient, &bare};

	(void)state;
	for (size_t index = 0; index < 3; index++) {
		expect(all[index], AQ_SLICE("a\nb\r\nc\rd"), "1:a;2:b;3:c;4:d; 4 lines, 0 blank");
		expect(all[index], AQ_SLICE("a\r\rb\r"), "1:a;3:b; 3 lines, 1 blank");
	}
}

static void blank_lines_are_counted_and_are_no_rows(void **state)
{
	static const struct aq_csv_settings *const all[] = {&strict, &lenient, &bare};

	(void)state;
	for (size_t index = 0; index < 3; index++) {
		expect(all[index], AQ_SLICE("\n\na\r\n\r\n \t \nb\n\n"),
		       "3:a;6:b; 7 lines, 5 blank");
		expect(all[index], AQ_SLICE("\n  "), " 2 lines, 2 blank");
	}
}

static void a_quoted_cell_of_line_ends_alone_is_blank_lines(void **state)
{
	(void)state;
	expect(&strict, AQ_SLICE("a\n\"\n \n\"\nb"), "1:a;5:b; 5 lines, 3 blank");
	expect(&lenient, AQ_SLICE("a\n\"\n \n\"\nb"), "1:a;5:b; 5 lines, 3 blank");
}

static void a_row_over_several_lines_knows_them(void **state)
{
	(void)state;
	expect(&strict, AQ_SLICE("a\n\"x\n\ny\",b\nc\n"), "1:a;2+2:x\n\ny|b;5:c; 5 lines, 0 blank");
	expect(&lenient, AQ_SLICE("a\n\"x\n\ny\",b\nc\n"),
	       "1:a;2+2:x\n\ny|b;5:c; 5 lines, 0 blank");
	expect(&strict, AQ_SLICE("\"x\r\ny\rz\"\r\nc"), "1+2:x\r\ny\rz;4:c; 4 lines, 0 blank");
}

static void blanks_around_cells_are_kept(void **state)
{
	(void)state;
	expect(&strict, AQ_SLICE(" a ,\tb\t\n"), "1: a |\tb\t; 1 lines, 0 blank");
	expect(&strict, AQ_SLICE("\" a \"\n"), "1: a ; 1 lines, 0 blank");
}

static void a_byte_order_mark_is_dropped_once(void **state)
{
	(void)state;
	expect(&strict, AQ_SLICE("\xEF\xBB\xBF\"a,x\",b"), "1:a,x|b; 1 lines, 0 blank");
	expect(&strict, AQ_SLICE("\xEF\xBB"), "1:\xEF\xBB; 1 lines, 0 blank");
	expect(&strict, AQ_SLICE("\xEF\xBBz,\xEF\xBB\xBF"),
	       "1:\xEF\xBBz|\xEF\xBB\xBF; 1 lines, 0 blank");
	expect(&strict, AQ_SLICE("\xEF\xBB\xBF"), " 0 lines, 0 blank");
}

static void delimiter_and_quote_can_be_others(void **state)
{
	static const struct aq_csv_settings tabs = {.delimiter = '\t'};
	static const struct aq_csv_settings odd = {.delimiter = ';', .quote = '\''};

	(void)state;
	expect(&tabs, AQ_SLICE("a\t\tb\n\t\n"), "1:a||b;2:|; 2 lines, 0 blank");
	expect(&odd, AQ_SLICE("'a;''b';\"c\"\n"), "1:a;'b|\"c\"; 1 lines, 0 blank");
	expect(&bare, AQ_SLICE("\"a,b\"\n\"\n"), "1:\"a|b\";2:\"; 2 lines, 0 blank");
}

static void settings_that_cannot_be_told_apart_are_refused(void **state)
{
	static const struct aq_csv_settings same = {.delimiter = '"'};
	static const struct aq_csv_settings line = {.delimiter = '\n'};
	struct aq_csv_reader *reader = NULL;

	(void)state;
	assert_int_equal(aq_csv_reader_new(&reader, &same, note_row, NULL, NULL), AQ_SETTINGS);
	assert_int_equal(aq_csv_reader_new(&reader, &line, note_row, NULL, NULL), AQ_SETTINGS);
	assert_null(reader);
	aq_csv_reader_free(NULL);
}

static void a_stray_quote_is_a_fault_with_its_place(void **state)
{
	(void)state;
	expect_fault(&strict, AQ_SLICE("a,b\nc,d\"e\nf"), (struct aq_at){.line = 2, .column = 4},
		     AQ_BASE_CSV_QUOTE);
	expect_fault(&strict, AQ_SLICE("a,b\r\n\"c\"x,d\n"), (struct aq_at){.line = 2, .column = 4},
		     AQ_BASE_CSV_QUOTE);
	expect_fault(&strict, AQ_SLICE("\"a\" ,b\n"), (struct aq_at){.line = 1, .column = 4},
		     AQ_BASE_CSV_QUOTE);
}

static void a_quote_never_closed_names_the_line_it_was_opened_on(void **state)
{
	(void)state;
	expect_fault(&strict, AQ_SLICE("a\nb,\"c\nd\n"), (struct aq_at){.line = 2},
		     AQ_BASE_CSV_QUOTE);
	expect_fault(&lenient, AQ_SLICE("a\nb,\"c\nd\n"), (struct aq_at){.line = 2},
		     AQ_BASE_CSV_QUOTE);
	expect_fault(&strict, AQ_SLICE("\"a\nb\",\"c\nd\n"), (struct aq_at){.line = 2},
		     AQ_BASE_CSV_QUOTE);
}

static void lenient_quotes_close_before_a_delimiter_or_line_end_only(void **state)
{
	(void)state;
	expect(&lenient, AQ_SLICE("\"UAB \"Naktida\"\",\"5\"\n"),
	       "1:UAB \"Naktida\"|5; 1 lines, 0 blank");
	expect(&lenient, AQ_SLICE("\"TV 42\"\",x\n"), "1:TV 42\"|x; 1 lines, 0 blank");
	expect(&lenient, AQ_SLICE("\"say \"\"hi\"\", he\",x\n"),
	       "1:say \"hi\", he|x; 1 lines, 0 blank");
	expect(&lenient, AQ_SLICE("\"1\"\t,\"2\" \t,x, \"3,4\"\n \"5\"\t"),
	       "1:1|2|x|3,4;2:5; 2 lines, 0 blank");
	expect(&lenient, AQ_SLICE("\"UAB \"Naktida\" , x\",\"a\" \"b\" c\", y \n"),
	       "1:UAB \"Naktida\" , x|a\" \"b\" c| y ; 1 lines, 0 blank");
	expect(&lenient, AQ_SLICE("\"a\"b\",\"c\" d\"\r\n"), "1:a\"b|c\" d; 1 lines, 0 blank");
	expect(&lenient, AQ_SLICE("\"\"\"X\"\"\",\"\",\"\"\"\"\n"),
	       "1:\"X\"||\"; 1 lines, 0 blank");
	expect(&lenient, AQ_SLICE("a\"b\",=\"12\"\n"), "1:a\"b\"|=\"12\"; 1 lines, 0 blank");
	expect(&lenient, AQ_SLICE("\"a\"\n\"b\"\"\nc"), "1:a;2:b\";3:c; 3 lines, 0 blank");
}

static void lenient_reads_well_formed_rows_as_strict_does(void **state)
{
	static const char alphabet[] = "ab, \n";
	uint64_t random = 88172645463325252u;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct aq_buffer text;
		struct seen one = {.rows = 0};
		struct seen other = {.rows = 0};

		aq_buffer_init(&text, 0);
		aq_buffer_init(&one.text, 0);
		aq_buffer_init(&other.text, 0);
		for (int cell = 0; cell < 12; cell++) {
			random ^= random << 13;
			random ^= random >> 7;
			random ^= random << 17;
			aq_buffer_add_byte(&text, '"');
			for (unsigned at = 0; at < (random >> 8) % 6; at++)
				aq_buffer_add_byte(&text, alphabet[(random >> (12 + 5 * at)) % 5]);
			aq_buffer_add_text(&text, (random >> 50) % 4 == 0 ? "\"\n" : "\",");
		}
		assert_int_equal(read_pieces(&strict, aq_buffer_slice(&text), 7, &one, NULL),
				 AQ_OK);
		assert_int_equal(read_pieces(&lenient, aq_buffer_slice(&text), 5, &other, NULL),
				 AQ_OK);
		assert_true(
			aq_slice_equals(aq_buffer_slice(&one.text), aq_buffer_slice(&other.text)));
		aq_buffer_free(&text);
		aq_buffer_free(&one.text);
		aq_buffer_free(&other.text);
	}
}

/* The same bytes whole and byte by byte: cut where they stand, and by the parser. */
static void expect_same(const struct aq_csv_settings *settings, struct aq_slice text)
{
	struct seen whole = {.rows = 0}, bytewise = {.rows = 0};
	struct aq_error whole_err = {0}, bytewise_err = {0};
	enum aq_status status;

	aq_buffer_init(&whole.text, 0);
	aq_buffer_init(&bytewise.text, 0);
	status = read_pieces(settings, text, text.length, &whole, &whole_err);
	assert_int_equal(status, read_pieces(settings, text, 1, &bytewise, &bytewise_err));
	assert_int_equal(whole.text.length, bytewise.text.length);
	assert_memory_equal(whole.text.start, bytewise.text.start, whole.text.length);
	assert_int_equal(whole_err.at.line, bytewise_err.at.line);
	assert_int_equal(whole_err.at.column, bytewise_err.at.column);
	assert_string_equal(whole_err.text, bytewise_err.text);
	aq_buffer_free(&whole.text);
	aq_buffer_free(&bytewise.text);
}

/* Lines of such pieces, whole cells mostly, so that a good many are well formed. */
static struct aq_slice random_text(char *room, size_t room_bytes, uint64_t *seed)
{
	static const char *const pieces[] = {
		",",  ",",    ",",   "a",     "word",  "a longer text without any mark in it",
		"\n", "\r\n", "\r",  "\"\"",  "\"",    ",\"Smith, John\",",
		" ",  "\t",   ",\"", "\",\"", "\"x\"", "\xc3\xa9",
	};
	size_t length = 0;

	do {
		const char *piece;

		*seed = *seed * 6364136223846793005u + 1442695040888963407u;
		piece = pieces[(*seed >> 33) % (sizeof(pieces) / sizeof(pieces[0]))];
		memcpy(room + length, piece, strlen(piece));
		length += strlen(piece);
	} while (length + 64 < room_bytes && (*seed >> 40) % 50 != 0);
	return (struct aq_slice){room, length};
}

static void a_plain_line_reads_as_the_parser_reads_it(void **state)
{
	uint64_t seed = 1;
	char room[1024];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const struct aq_csv_settings settings = {.quoting =
								 (enum aq_csv_quoting)(round % 3)};

		expect_same(&settings, random_text(room, sizeof(room), &seed));
	}
}

static void a_nul_is_a_byte_of_its_cell(void **state)
{
	struct seen seen = {.rows = 0};

	(void)state;
	aq_buffer_init(&seen.text, 0);
	assert_int_equal(read_pieces(&strict, AQ_SLICE("a\0b,c\n"), 3, &seen, NULL), AQ_OK);
	assert_memory_equal(seen.text.start, "1:a\0b|c;", 8);
	aq_buffer_free(&seen.text);
}

/* `count` times `part`, read as one file. */
static enum aq_status read_repeated(const struct aq_csv_settings *settings, const char *part,
				    size_t count, struct seen *seen, struct aq_error *err)
{
	struct aq_buffer text;
	enum aq_status status;

	aq_buffer_init(&text, 0);
	for (size_t index = 0; index < count; index++)
		aq_buffer_add_text(&text, part);
	aq_buffer_clear(&seen->text);
	status = read_pieces(settings, aq_buffer_slice(&text), 100000, seen, err);
	aq_buffer_free(&text);
	return status;
}

static void cells_and_rows_have_bounds(void **state)
{
	static const struct aq_csv_settings *const all[] = {&strict, &lenient, &bare};
	struct seen seen = {.rows = 0};
	struct aq_error err;

	(void)state;
	aq_buffer_init(&seen.text, 0);
	for (size_t index = 0; index < 3; index++) {
		assert_int_equal(read_repeated(all[index], "x", 65536, &seen, &err), AQ_OK);
		assert_int_equal(read_repeated(all[index], "x", 65537, &seen, &err), AQ_BAD_FILE);
		assert_int_equal(err.code, AQ_BASE_LIMIT);
		assert_int_equal(err.at.line, 1);
		assert_int_equal(read_repeated(all[index], ",", 1023, &seen, &err), AQ_OK);
		assert_int_equal(read_repeated(all[index], ",", 1024, &seen, &err), AQ_BAD_FILE);
		assert_int_equal(err.code, AQ_BASE_LIMIT);
	}
	assert_int_equal(read_repeated(&strict, "\"", 1, &seen, &err), AQ_BAD_FILE);
	aq_buffer_free(&seen.text);
}

static void a_row_of_many_long_cells_is_refused(void **state)
{
	static char part[60002];
	struct seen seen = {.rows = 0};
	struct aq_error err;

	(void)state;
	memset(part, 'x', 60000);
	part[60000] = ',';
	aq_buffer_init(&seen.text, 0);
	assert_int_equal(read_repeated(&strict, part, 17, &seen, &err), AQ_OK);
	assert_int_equal(read_repeated(&strict, part, 18, &seen, &err), AQ_BAD_FILE);
	assert_int_equal(read_repeated(&lenient, part, 18, &seen, &err), AQ_BAD_FILE);
	assert_string_equal(err.text, "a row is longer than 1048576 bytes");
	aq_buffer_free(&seen.text);
}

static void an_open_quote_does_not_swallow_a_large_file(void **state)
{
	struct seen seen = {.rows = 0};
	struct aq_csv_reader *reader = NULL;
	struct aq_error err;
	char piece[1000];
	int fed = 0;

	(void)state;
	memset(piece, 'x', sizeof(piece));
	piece[0] = '"';
	aq_buffer_init(&seen.text, 0);
	assert_int_equal(aq_csv_reader_new(&reader, &strict, note_row, &seen, &err), AQ_OK);
	while (aq_csv_reader_feed(reader, (struct aq_slice){piece, sizeof(piece)}, &err) >= AQ_OK) {
		piece[0] = '\n';
		assert_true(++fed < 70);
	}
	assert_int_equal(err.code, AQ_BASE_LIMIT);
	/* A refused file stays refused. */
	assert_int_equal(aq_csv_reader_finish(reader, &err), AQ_BAD_FILE);
	assert_int_equal(err.code, AQ_BASE_LIMIT);
	aq_csv_reader_free(reader);
	aq_buffer_free(&seen.text);
}

static void the_one_who_gets_rows_can_stop(void **state)
{
	static const struct aq_csv_settings *const all[] = {&strict, &lenient, &bare};

	(void)state;
	for (size_t index = 0; index < 3; index++) {
		struct seen seen = {.stop_after = 2};
		struct aq_error err;

		aq_buffer_init(&seen.text, 0);
		assert_int_equal(
			read_pieces(all[index], AQ_SLICE("a\nb\nc\nd\n"), 100, &seen, &err),
			AQ_BAD_RECORD);
		assert_int_equal(seen.rows, 2);
		assert_int_equal(err.at.line, 99);
		assert_string_equal(err.text, "enough");
		aq_buffer_free(&seen.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_cells_are_those_of_rfc_4180),
		cmocka_unit_test(a_last_row_needs_no_line_end),
		cmocka_unit_test(every_line_end_is_a_line_end),
		cmocka_unit_test(blank_lines_are_counted_and_are_no_rows),
		cmocka_unit_test(a_quoted_cell_of_line_ends_alone_is_blank_lines),
		cmocka_unit_test(a_row_over_several_lines_knows_them),
		cmocka_unit_test(blanks_around_cells_are_kept),
		cmocka_unit_test(a_byte_order_mark_is_dropped_once),
		cmocka_unit_test(delimiter_and_quote_can_be_others),
		cmocka_unit_test(settings_that_cannot_be_told_apart_are_refused),
		cmocka_unit_test(a_stray_quote_is_a_fault_with_its_place),
		cmocka_unit_test(a_quote_never_closed_names_the_line_it_was_opened_on),
		cmocka_unit_test(lenient_quotes_close_before_a_delimiter_or_line_end_only),
		cmocka_unit_test(lenient_reads_well_formed_rows_as_strict_does),
		cmocka_unit_test(a_plain_line_reads_as_the_parser_reads_it),
		cmocka_unit_test(a_nul_is_a_byte_of_its_cell),
		cmocka_unit_test(cells_and_rows_have_bounds),
		cmocka_unit_test(a_row_of_many_long_cells_is_refused),
		cmocka_unit_test(an_open_quote_does_not_swallow_a_large_file),
		cmocka_unit_test(the_one_who_gets_rows_can_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
