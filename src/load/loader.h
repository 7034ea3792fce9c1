/*
 * loader.h - one open-items file on its way from bytes to rows; private.
 */
#ifndef ACQUIT_LOAD_LOADER_H
#define ACQUIT_LOAD_LOADER_H

#include "acquit/load.h"

#include "acquit/csv.h"

#define NUMBER_BYTES_MAX 64
#define TEXT_BYTES_MAX	 400

#define AMOUNT_MINOR_MAX AQ_AMOUNT_MAX

/* What a cell is made of, as bits; see aq_load_text_take. */
enum cell_class {
	CELL_HAS_MARK = 1, /* comma, quote or line end: the CSV text needs quotes */
	CELL_HAS_QUOTE = 2,
	CELL_HAS_CONTROL = 4,
	CELL_HAS_HIGH = 8 /* not ASCII: C1 controls are possible */
};

/* Why a row is refused. `text` is a sentence that lives as long as the program. */
struct load_fault {
	enum aq_code code;
	const char *field;
	const char *text;
};

struct aq_load;
struct load_column;

struct load_cell { /* one cell with a meaning; borrowed */
	struct aq_load *load;
	const struct load_column *column;
	struct aq_slice text; /* trimmed, not empty */
	unsigned char class_bits;
	char *row; /* the struct aq_…_row that is filled */
};

/* Puts the cell's value into the row; AQ_BAD_RECORD fills `fault`, AQ_SYSTEM is
 * a lack of memory. */
typedef enum aq_status (*load_read)(const struct load_cell *cell, struct load_fault *fault);

struct load_column {
	const char *name;
	bool is_required;
	load_read read;
	size_t offset; /* of the member that takes it */
	size_t count_offset; /* lists: of the member that takes how many */
	size_t flag_offset; /* amounts: of the bool that says they are told; 0: none */
	size_t currency_offset; /* amounts: of the row's currency, which is read before them */
	int64_t low, high; /* whole numbers and amounts; bytes of texts: up to `high` */
	const char *says; /* what the cell must be, for the finding */
};

struct load_table {
	const struct load_column *columns; /* in the order they are read */
	size_t column_count;
	size_t row_bytes;
	/* What no cell can tell alone; NULL: nothing. */
	bool (*check)(const void *row, struct load_fault *fault);
};

#define LOAD_COLUMNS_MAX 24

/* By enum aq_table. */
extern const struct load_table aq_load_tables[AQ_TABLE_COUNT];

/* readers.c */
enum aq_status aq_load_read_text(const struct load_cell *cell, struct load_fault *fault);
enum aq_status aq_load_read_list(const struct load_cell *cell, struct load_fault *fault);
enum aq_status aq_load_read_date(const struct load_cell *cell, struct load_fault *fault);
enum aq_status aq_load_read_currency(const struct load_cell *cell, struct load_fault *fault);
enum aq_status aq_load_read_amount(const struct load_cell *cell, struct load_fault *fault);
enum aq_status aq_load_read_decimal(const struct load_cell *cell, struct load_fault *fault);
enum aq_status aq_load_read_whole(const struct load_cell *cell, struct load_fault *fault);

struct load_step { /* a column the file has, and where */
	const struct load_column *column;
	size_t cell_index;
};

struct load_bytes { /* UTF-8 that comes in pieces */
	char cut[4]; /* a character that a piece ended in */
	size_t cut_length;
	uint64_t line_bytes; /* since the last line end */
};

struct aq_load {
	struct aq_load_sink sink;
	struct aq_findings *findings;
	struct aq_buffer *rejected;
	struct aq_csv_reader *reader;
	struct load_bytes bytes;
	struct aq_arena *fixed; /* as long as the loader */
	struct aq_arena *texts; /* of one batch */
	enum aq_table table_id; /* AQ_TABLE_COUNT: the header has not come */
	const struct load_table *table;
	struct load_step steps[LOAD_COLUMNS_MAX];
	size_t step_count;
	size_t cell_count; /* of the header, and so of every row */
	size_t skipped_cells; /* before them: a rejected file dropped again */
	struct aq_slice header; /* the file's own, as CSV text */
	struct aq_buffer rows; /* the table's rows, one after the other */
	struct aq_buffer raws; /* struct aq_slice each */
	size_t row_count;
	uint64_t rows_read, rows_refused;
	char *text; /* one row as CSV text */
	struct aq_slice cells[AQ_CSV_CELLS_MAX]; /* of the present row, trimmed */
	unsigned char classes[AQ_CSV_CELLS_MAX];
	struct aq_buffer scratch;
	char currency_text[3]; /* the last one looked up */
	aq_currency currency;
};

/* bytes.c: checks and passes on to the reader of rows. */
enum aq_status aq_load_bytes_feed(struct aq_load *load, struct aq_slice bytes,
				  struct aq_error *err);
enum aq_status aq_load_bytes_finish(struct aq_load *load, struct aq_error *err);

/* text.c: copies a row into `texts` as CSV text, and points load->cells into it. */
enum aq_status aq_load_text_take(struct aq_load *load, const struct aq_csv_row *row,
				 struct aq_arena *arena, struct aq_slice *raw,
				 struct aq_error *err);

/* header.c: finds the table and the columns. */
enum aq_status aq_load_header(struct aq_load *load, const struct aq_csv_row *row,
			      struct aq_error *err);

/* row.c: the cells become a row. AQ_BAD_RECORD fills `fault`. */
enum aq_status aq_load_row(struct aq_load *load, uint64_t line, char *out,
			   struct load_fault *fault);

/* reject.c */
#define REJECTED_COLUMNS_COUNT 5
extern const char *const aq_load_rejected_columns[REJECTED_COLUMNS_COUNT];
void aq_load_refuse(struct aq_load *load, const struct aq_load_refusal *refusal, const char *text);

#endif
