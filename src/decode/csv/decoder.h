/*
 * decoder.h - the CSV decoder at work: its place in the file, units, batches.
 *
 * The handle, its rows and its tables live in one arena that ends with it;
 * texts of records live in a second one that is emptied with every batch,
 * sums of a section in a third.
 */
#ifndef ACQUIT_DECODE_CSV_DECODER_H
#define ACQUIT_DECODE_CSV_DECODER_H

#include "table.h"

#define BATCH_RECORDS 512
/* With room for all payments of the last row. */
#define BATCH_ROOM	 (BATCH_RECORDS + PROFILE_ALSO_MAX + 1)
#define BATCH_BYTES_MAX	 ((size_t)2 * 1024 * 1024)
#define TEXT_BLOCK_BYTES ((size_t)64 * 1024)
#define GROUPS_MAX	 200000

/* The amounts of one row, signed from our side; fees are positive costs. */
struct row_money {
	struct aq_decimal sums[SUM_COUNT];
	struct aq_slice currencies[SUM_COUNT];
	struct aq_slice currency; /* the row's own, empty when not told */
	bool is_further; /* of a row's `also`: counts( ) without a condition count rows */
};

/* Sums of one check for one payout, currency … */
struct total_group {
	struct aq_slice key;
	uint64_t hash;
	struct aq_decimal *totals; /* by total_index */
};

struct total_table {
	struct total_group *groups;
	size_t group_count;
	size_t group_room;
	uint32_t *slots; /* hash table of group numbers + 1 */
	size_t slot_count;
	size_t last; /* the group of the row before */
};

/* The day read last, and the text it stood for. */
struct seen_day {
	char text[40];
	size_t length;
	struct aq_date day;
};

/* One of the further payments of a row. */
struct further {
	struct row_money money;
	int32_t meaning;
	struct aq_slice written;
};

/* Rows that are one payment, gathered until their section ends. */
struct joined {
	struct aq_slice key; /* empty: it stands alone */
	uint64_t hash;
	struct aq_record record;
	struct row_money money;
	size_t reference_room;
	int32_t meaning; /* enum aq_kind or TYPE_BY_SIGN */
};

struct join_table {
	struct joined **items; /* in order of their first rows */
	size_t count;
	size_t room;
	uint32_t *slots; /* hash table of item numbers + 1 */
	size_t slot_count;
};

/* A value that stood in a row before. */
struct unique_row {
	uint64_t high; /* of the value's hash */
	uint64_t low : 30;
	uint64_t line : 34; /* no file has more */
};

#define UNIQUE_MAX	  (8u * 1024 * 1024)
#define UNIQUE_CHUNK_ROWS 65536u

struct unique_rows {
	uint32_t *slots; /* the row's number from 1, and eight bits of its hash above that */
	size_t room; /* a power of two */
	size_t count;
	struct unique_row *chunks[UNIQUE_MAX / UNIQUE_CHUNK_ROWS]; /* in order of the file */
	struct unique_row row; /* the present one; its line is 0 without a value */
};

/* One direction in which balances may follow each other. */
struct balance_way {
	uint64_t breaks;
	uint64_t line; /* of the first */
};

struct balance_row {
	struct aq_decimal balance;
	struct aq_decimal amount;
};

struct balance_chain {
	bool has_row;
	bool has_day_above;
	struct balance_row last; /* row that told a balance */
	struct balance_row first; /* row of its day */
	struct balance_row above; /* first row of the day that stands above it */
	struct aq_date day;
	struct aq_decimal between; /* of rows since then that told none */
	char currency[8];
	uint64_t account; /* hashed */
	struct balance_way down;
	struct balance_way up;
	bool breaks_days_up; /* the rows of each day run down */
	bool breaks_days_down; /* the rows of each day run up */
};

enum table_stage { STAGE_HEADER, STAGE_BODY, STAGE_FOOTER };

struct table_decoder {
	struct aq_decoder_handle handle; /* first: what every handle begins with */
	const struct table_profile *profile;
	struct aq_profiles *own_profiles; /* when nobody gave any */
	struct aq_arena *arena;
	struct aq_arena *batch_texts;
	struct aq_arena *section_arena;
	struct aq_csv_reader *reader;
	struct aq_converter *converter;
	struct aq_buffer converted;
	char head[4]; /* first bytes, until the encoding is clear */
	size_t head_length;
	bool is_encoding_known;
	char cut[4]; /* a character cut by the end of a piece */
	size_t cut_length;

	enum table_stage stage;
	uint64_t rows_passed; /* before or with the header */
	struct table_view view;
	struct aq_slice *names; /* of the present header */
	size_t name_count;
	size_t cells_expected; /* 0: the first data row tells */
	size_t missing_slot; /* required, and not in the present header */
	bool has_header;
	size_t near_found; /* headings of `header = find` that the row nearest to it had */
	uint64_t near_line;
	struct aq_slice near_missing; /* the first that it had not */
	uint64_t header_line; /* of the first */
	size_t headers; /* different ones so far */
	bool has_find_values; /* declared or carried values found by text or line */
	bool has_row_values; /* carried values out of data rows */
	uint64_t *untold; /* one a carried value: the first line that uses it before it is told */
	uint32_t *below; /* one a carried value: 1 + the cell that its name stood in */
	struct balance_chain chain;
	struct unique_rows unique;
	struct join_table joins;
	struct aq_arena *join_arena; /* NULL where no rows are joined; of the section */
	struct joined *joined_last; /* what a row that continues belongs to */
	bool is_continuing; /* the present row does */
	uint64_t data_lines; /* physical lines, by what they were */
	uint64_t control_lines;
	uint64_t skipped_lines;
	uint64_t rows; /* data rows of the file */
	uint64_t last_data_line; /* where the last of them ends */

	struct table_values values; /* declared and carried */
	struct total_table *section_totals; /* one a check */
	struct total_table *file_totals;
	bool is_section_open;
	bool is_unit_begun;
	struct aq_unit unit;
	bool has_mixed_currencies;
	bool has_mixed_accounts;
	char unit_account[96];
	struct aq_decimal booked; /* sum of all that is no notice */

	struct aq_record *records; /* BATCH_ROOM of them */
	struct aq_reference *references;
	size_t references_each;
	size_t record_count;
	char *text_at; /* room in the present block of batch texts */
	size_t text_left;
	size_t text_bytes;
	struct seen_day days[2]; /* booked, value */
};

/* decoder.c */
/* A text that lives as long as the batch. */
struct aq_slice aq_table_keep(struct table_decoder *decoder, struct aq_slice text);
/* Refuses a file in which no row is the header, and says how near one came. */
enum aq_status aq_table_no_header(const struct table_decoder *decoder, struct aq_error *err);

/* explain.c */
void aq_csv_explain(const struct aq_decoder_handle *handle, struct aq_buffer *out);

/* bytes.c: the file's bytes become UTF-8 for the reader of rows. */
enum aq_status aq_bytes_feed(struct table_decoder *decoder, struct aq_slice bytes,
			     struct aq_error *err);
enum aq_status aq_bytes_finish(struct table_decoder *decoder, struct aq_error *err);

/* structure.c: what a row is. */
enum aq_status aq_table_row(void *context, const struct aq_csv_row *row, struct aq_error *err);

/* record.c: a data row becomes a record. */
enum aq_status aq_table_record(struct table_decoder *decoder, bool is_known, struct aq_error *err);
/* What a type says of a row: enum aq_kind or a TYPE_ value; faults are said. */
int32_t aq_record_type(struct table_decoder *decoder, struct aq_record *record,
		       const struct table_type *type);
/* Amount, kind and identities, when all sums are known. */
void aq_record_complete(struct table_decoder *decoder, struct aq_record *record, int32_t meaning,
			struct row_money *money);
void aq_record_kind(struct aq_record *record, int32_t meaning);

/* also.c: the further payments of the row that `record` is of. */
enum aq_status aq_also_add(struct table_decoder *decoder, const struct aq_record *record,
			   const struct further *further, struct aq_error *err);
/* All that the row moves in its own currency. */
/* What the row moves on its account: its net where there is one, its amount less the fee. */
struct aq_decimal aq_record_moved(const struct aq_record *record);
struct aq_decimal aq_also_sum(const struct aq_record *record, const struct further *further,
			      size_t count);
/* Reads them into `out`, in the profile's order; how many are told. */
size_t aq_also_read(struct table_decoder *decoder, struct aq_record *record,
		    const struct row_money *money, struct further out[PROFILE_ALSO_MAX]);

/* balance.c: the row's balance, and all that its payments move. */
void aq_balance_add(struct table_decoder *decoder, struct aq_record *record,
		    struct aq_decimal amount);
/* At the end of a unit. */
void aq_balance_judge(struct table_decoder *decoder);

/* unique.c: refuses a row whose value another had before it. What is looked for
 * is fetched from memory while the rest of the row is read. */
enum aq_status aq_unique_begin(struct table_decoder *decoder, const struct aq_record *record,
			       struct aq_error *err);
enum aq_status aq_unique_check(struct table_decoder *decoder, struct aq_record *record,
			       struct aq_error *err);

/* join.c: rows that are one payment. */
enum aq_status aq_join_add(struct table_decoder *decoder, struct aq_record *piece,
			   const struct row_money *money, int32_t meaning, struct aq_error *err);
enum aq_status aq_join_end(struct table_decoder *decoder, struct aq_error *err);
/* A finding about the row, at a slot's cell (SIZE_MAX: the row); it refuses the record. */
void aq_record_fault(struct table_decoder *decoder, struct aq_record *record, enum aq_code code,
		     size_t slot, const char *message);

/* money.c: the amounts of a row. */
void aq_record_sums(struct table_decoder *decoder, struct aq_record *record, struct row_money *out);
/* One sum by itself, into the place that `name` has. */
void aq_record_sum(struct table_decoder *decoder, struct aq_record *record,
		   const struct table_sum *sum, enum table_sum_name name, struct row_money *money);
void aq_record_set_amount(const struct table_profile *profile, struct aq_record *record,
			  const struct row_money *money);
void aq_record_identities(struct table_decoder *decoder, struct aq_record *record,
			  const struct row_money *money);

/* unit.c: units and batches. */
enum aq_status aq_unit_add(struct table_decoder *decoder, const struct aq_record *record,
			   struct aq_error *err);
/* Hands the batch over when it is full: between rows. */
enum aq_status aq_unit_settle(struct table_decoder *decoder, struct aq_error *err);
enum aq_status aq_unit_flush(struct table_decoder *decoder, struct aq_error *err);
/* A section row, or the end of the file: the unit so far is complete. */
enum aq_status aq_unit_end(struct table_decoder *decoder, bool is_last, struct aq_error *err);
void aq_unit_refuse(struct table_decoder *decoder, enum aq_code code);

/* totals.c: declared values and checks. */
enum aq_status aq_totals_start(struct table_decoder *decoder, struct aq_error *err);
void aq_totals_begin_section(struct table_decoder *decoder);
enum aq_status aq_totals_add(struct table_decoder *decoder, const struct aq_record *record,
			     const struct row_money *money, struct aq_error *err);
enum aq_status aq_totals_judge(struct table_decoder *decoder, enum table_scope scope,
			       enum aq_code *fault, struct aq_error *err);
/* Takes declared and carried values out of a row that is no payment. */
enum aq_status aq_values_take(struct table_decoder *decoder, struct aq_slice record, bool *found,
			      struct aq_error *err);
/* Takes carried texts out of a data row. */
enum aq_status aq_values_take_row(struct table_decoder *decoder, struct aq_error *err);
/* A text of a payment names values that no row has told yet: its unit is refused. */
void aq_values_note_untold(struct table_decoder *decoder, const struct table_text *text);
void aq_values_judge_untold(struct table_decoder *decoder);
/* The last value read, NULL when none. */
const struct table_value *aq_values_find(const struct table_decoder *decoder,
					 uint32_t carried_index, struct aq_slice key);

#endif
