/*
 * fuzz_csv_rows.c - any bytes as rows: quoting strict, lenient and none.
 *
 * The first byte chooses quoting and delimiter; the rest is the file.
 */
#include "acquit/csv.h"
#include "fuzz.h"

const struct fuzz_target fuzz_target = {.name = "csv_rows"};

struct reading {
	struct aq_buffer told;
	struct aq_buffer copy; /* the rows written anew */
	uint64_t line; /* the last row's last */
	uint64_t row_lines;
	bool writes;
};

static enum aq_status on_row(void *context, const struct aq_csv_row *row, struct aq_error *err)
{
	struct reading *reading = context;
	/* A row of one empty cell is written as a blank line, and those are no rows. */
	bool writes = reading->writes && (row->cell_count > 1 || row->cells[0].length > 0);

	(void)err;
	FUZZ_CLAIM(row->line > reading->line || reading->line == 0);
	FUZZ_CLAIM(row->lines >= 1 && row->cell_count >= 1 && row->cell_count <= AQ_CSV_CELLS_MAX);
	reading->line = row->line + row->lines - 1;
	reading->row_lines += row->lines;
	tell_number(&reading->told, "row", (int64_t)row->line);
	tell_number(&reading->told, "lines", (int64_t)row->lines);
	for (size_t i = 0; i < row->cell_count; i++) {
		FUZZ_CLAIM(row->cells[i].length <= AQ_CSV_CELL_BYTES_MAX);
		tell_number(&reading->told, "bytes", (int64_t)row->cells[i].length + 1);
		tell_text(&reading->told, "cell", row->cells[i]);
		if (writes)
			aq_csv_put_cell(&reading->copy, row->cells[i], i == 0);
	}
	if (writes)
		aq_csv_put_end(&reading->copy);
	return AQ_OK;
}

static enum aq_status read_rows(struct reading *reading, const struct aq_csv_settings *settings,
				struct aq_slice bytes, size_t piece_bytes)
{
	struct aq_csv_reader *reader = NULL;
	struct aq_error err = {0};
	enum aq_status status;

	aq_buffer_init(&reading->told, 0);
	aq_buffer_init(&reading->copy, 0);
	reading->line = 0;
	reading->row_lines = 0;
	status = aq_csv_reader_new(&reader, settings, on_row, reading, &err);
	FUZZ_CLAIM(status >= AQ_OK);
	while (status >= AQ_OK && bytes.length) {
		struct aq_slice lent = fuzz_lend(fuzz_next_piece(&bytes, piece_bytes));

		status = aq_csv_reader_feed(reader, lent, &err);
		fuzz_take_back(lent);
	}
	if (status >= AQ_OK)
		status = aq_csv_reader_finish(reader, &err);
	FUZZ_CLAIM(status == AQ_OK || status == AQ_BAD_FILE);
	if (status >= AQ_OK)
		FUZZ_CLAIM(reading->row_lines + aq_csv_reader_blank_lines(reader) ==
			   aq_csv_reader_lines(reader));
	tell_number(&reading->told, "lines", (int64_t)aq_csv_reader_lines(reader));
	tell_number(&reading->told, "blank", (int64_t)aq_csv_reader_blank_lines(reader));
	tell_error(&reading->told, status, &err);
	aq_csv_reader_free(reader);
	return status;
}

/* What the writer writes the strict reader takes, and what is written of that
 * are the same bytes again. */
static void check_written(struct aq_slice written)
{
	const struct aq_csv_settings settings = {.quoting = AQ_CSV_STRICT};
	struct reading again = {.writes = true};
	enum aq_status status = read_rows(&again, &settings, written, 0);

	FUZZ_CLAIM(status >= AQ_OK);
	if (!aq_slice_equals(written, aq_buffer_slice(&again.copy)))
		fuzz_same(&again.copy,
			  &(struct aq_buffer){.start = (char *)(uintptr_t)written.start,
					      .length = written.length},
			  0);
	aq_buffer_free(&again.told);
	aq_buffer_free(&again.copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char delimiters[] = {',', ';', '\t', '|'};
	static const enum aq_csv_quoting quotings[] = {AQ_CSV_STRICT, AQ_CSV_LENIENT,
						       AQ_CSV_NO_QUOTES, AQ_CSV_STRICT};
	struct reading readings[FUZZ_PIECES] = {{.writes = true}};
	struct aq_csv_settings settings = {0};
	struct aq_slice bytes;

	if (size == 0)
		return 0;
	bytes = (struct aq_slice){(const char *)data + 1, size - 1};
	settings.quoting = quotings[data[0] & 3];
	settings.delimiter = delimiters[data[0] >> 2 & 3];
	settings.quote = data[0] & 64 ? '\'' : '"';
	for (size_t i = 0; i < FUZZ_PIECES; i++) {
		enum aq_status status = read_rows(&readings[i], &settings, bytes, fuzz_pieces[i]);

		fuzz_same(&readings[0].told, &readings[i].told, fuzz_pieces[i]);
		if (i == 0 && status >= AQ_OK)
			check_written(aq_buffer_slice(&readings[0].copy));
	}
	for (size_t i = 0; i < FUZZ_PIECES; i++) {
		aq_buffer_free(&readings[i].told);
		aq_buffer_free(&readings[i].copy);
	}
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed)
{
	return fuzz_mutate_pieces(data, size, size_max, seed, seed & 1 ? '\n' : '"');
}
