/*
 * profile.h - a CSV profile, checked and compiled: where things stand in a file.
 *
 * Everything of a profile lives in the arena of the set that loaded it and is
 * read-only afterwards. Cells are named by slots: each distinct column that a
 * profile speaks of has one, and a header gives every slot its place once.
 */
#ifndef ACQUIT_DECODE_CSV_PROFILE_H
#define ACQUIT_DECODE_CSV_PROFILE_H

#include "acquit/csv.h"
#include "acquit/ext/decoder.h"
#include "acquit/keyfile.h"
#include "acquit/kind.h"

#define PROFILES_MAX	       512
#define PROFILE_COLUMNS_MAX    256
#define PROFILE_REFERENCES_MAX 64
#define PROFILE_LIKE_DEPTH_MAX 8
#define PROFILE_FINDS_MAX      16
#define PROFILE_ALSO_MAX       16
/* References that one pattern with g finds in one cell. */
#define PROFILE_MATCHES_MAX 16
/* Rows that a header may hide behind. */
#define HEADER_ROWS_MAX 1000

/* A cell of a row: by its header's name, by number, or counted from the right. */
struct table_column {
	struct aq_slice name; /* empty: by number; `A|B`: the first that the header has */
	int32_t number; /* from 1; below 0 from the right */
	uint32_t occurrence; /* of a name that repeats, from 1; 0: it must not repeat */
	bool is_required; /* a data row cannot be read without it */
};

/* A value to compare with; a star at either end stands for any text. */
struct table_glob {
	struct aq_slice text;
	bool is_open_start;
	bool is_open_end;
};

struct table_globs {
	struct table_glob *items;
	size_t count;
	bool is_negated;
};

enum table_term_source { TERM_CELL, TERM_LITERAL, TERM_CARRIED };

/* One piece of a text or a sum. */
struct table_term {
	enum table_term_source source;
	uint32_t slot;
	uint32_t carried_index;
	struct aq_slice literal;
	const void *pattern; /* pcre2_code: its first group, else the whole match */
	bool is_negative; /* sums: taken away */
	bool has_every_match; /* references: each match of the pattern is one */
	bool is_absolute; /* sums: without its sign */
	bool begins_alternative; /* texts: what stands before was empty */
};

struct table_text {
	struct table_term *terms;
	size_t count;
};

struct table_map_line {
	struct table_glob from;
	struct aq_slice to;
	int32_t meaning; /* type: enum aq_kind or a TYPE_ value; sign: -1, 1, or 0 as written */
};

struct table_map {
	struct table_map_line *lines;
	size_t count;
};

/* Besides kinds; from TYPE_ADJUSTS on what an adjustment is for, by enum aq_adjusts. */
enum { TYPE_BY_SIGN = 100, TYPE_SKIP, TYPE_ERROR, TYPE_ADJUSTS = 200 };

/* What a row is: told by a text and a map, or the same for all. */
struct table_type {
	struct table_text text; /* empty: `fixed` */
	struct table_map map;
	int32_t fixed;
};

struct table_date {
	struct table_text text;
	struct aq_slice *patterns; /* none: ISO 8601 */
	size_t pattern_count;
};

struct table_filter {
	struct table_text text;
	struct table_globs values;
};

struct table_filters {
	struct table_filter *items;
	size_t count;
};

/* What an amount's flag column says. */
struct table_sign {
	struct table_text text;
	struct table_map map;
};

enum table_sum_name { SUM_GROSS, SUM_FEE, SUM_NET, SUM_TAX, SUM_INSTRUCTED, SUM_COUNT };

struct table_sum {
	struct table_term *terms; /* none: the file does not tell */
	size_t count;
	bool may_have_both; /* `[In] - [Out]` filled in both columns is no fault */
	bool is_pair; /* exactly one column added, one taken away */
	struct table_text currency; /* empty: the row's */
	struct table_map currency_map;
	struct table_sign sign;
	struct table_filters when;
};

enum table_text_name {
	TEXT_ID,
	TEXT_PAYOUT,
	TEXT_ACCOUNT,
	TEXT_SOURCE,
	TEXT_COUNTER,
	TEXT_STATUS,
	TEXT_RETURN_CODE,
	TEXT_RETURN_TEXT,
	TEXT_RATE,
	TEXT_DESCRIPTION,
	TEXT_PAYER,
	TEXT_PAYER_ACCOUNT,
	TEXT_PAYER_BANK,
	TEXT_PAYER_ID,
	TEXT_PAYEE,
	TEXT_PAYEE_ACCOUNT,
	TEXT_PAYEE_BANK,
	TEXT_PAYEE_ID,
	TEXT_COUNT
};

struct table_reference {
	enum aq_reference_kind kind;
	struct table_text text;
};

/* Where a carried value stands. */
enum table_place {
	PLACE_FIND, /* in the row whose first cell, or the one named, fits */
	PLACE_RECORD, /* in rows of a record type */
	PLACE_LINE, /* in a row of the file, by its line */
	PLACE_BELOW, /* under the cell of this text, before the header or behind the footer */
	PLACE_ROW /* in the data rows themselves: it holds until another is told */
};

/* A value taken from a row that is no payment: `declare` numbers are for
 * checks and belong to a section, `carry` texts hold until they are replaced. */
struct table_carried {
	struct aq_slice name;
	bool is_defined;
	bool is_number;
	enum table_place place;
	uint64_t row_line; /* PLACE_LINE */
	struct table_text looked_at; /* PLACE_FIND: empty is the first cell */
	struct table_globs where;
	struct table_term term;
	struct table_term key;
	bool has_key;
	struct table_sign sign;
	uint64_t line; /* first mentioned */
};

struct table_names {
	struct aq_slice *items;
	size_t count;
};

/* A further payment that a row makes, besides its own. */
struct table_also {
	struct aq_slice name;
	struct table_sum sum;
	struct table_type type;
	struct table_text id; /* empty: the row's and the name */
	uint64_t line; /* first mentioned */
};

enum table_header { HEADER_FIND, HEADER_ROWS, HEADER_RECORD };

enum table_measure_kind {
	MEASURE_SUM,
	MEASURE_COUNT,
	MEASURE_FIELD,
	MEASURE_CELL, /* a row's check: the number in a cell */
	MEASURE_CARRIED,
	MEASURE_NUMBER
};
enum table_condition_kind { CONDITION_TYPE, CONDITION_CURRENCY, CONDITION_SIGN, CONDITION_WRITTEN };

struct table_condition {
	enum table_condition_kind kind;
	bool is_negated;
	int32_t meaning; /* sign: -1 or 1 */
	struct table_glob value; /* type: its word, as records have it */
};

/* One term of a check; `total_index` is its place among a group's totals. */
struct table_measure {
	enum table_measure_kind kind;
	bool is_negative;
	enum table_sum_name sum;
	uint32_t slot;
	uint32_t carried_index;
	struct aq_decimal number;
	struct table_condition *conditions;
	size_t condition_count;
	size_t total_index;
};

enum table_scope { SCOPE_ROW, SCOPE_SECTION, SCOPE_FILE };
enum table_key { KEY_PAYOUT, KEY_CURRENCY, KEY_ACCOUNT, KEY_SOURCE, KEY_STATUS, KEY_COUNT };

/* left - right, as one list of measures that must come to nothing. */
struct table_check {
	struct aq_slice words; /* as the profile has it, for messages */
	enum table_scope scope;
	enum table_key keys[KEY_COUNT];
	size_t key_count;
	struct table_measure *measures;
	size_t measure_count;
	struct table_measure *guard; /* the check holds only where this is not zero */
	struct aq_decimal tolerance;
	bool is_warning;
};

struct table_profile {
	struct aq_format format;
	uint64_t line; /* of its section */
	size_t tier; /* the folder it is of: an earlier one goes before */
	struct aq_setting *settings; /* all that count, inherited ones included */
	size_t setting_count;
	bool is_plain; /* the built-in format */
	enum aq_message message;
	struct aq_slice encoding; /* empty: UTF-8 */
	struct aq_csv_settings csv;
	enum table_header header;
	uint64_t header_rows;
	bool has_names; /* the header's last row names the columns */
	struct table_names *finds; /* the header has all of one of these */
	size_t find_count;
	struct aq_slice *match_names;
	size_t match_count;
	struct aq_slice *refuse_names; /* `match = header !A`: another profile's */
	size_t refuse_count;
	struct table_filters match_rows; /* conditions on the first data row */
	struct table_globs match_texts; /* a row before the header begins so */
	uint64_t cells; /* of a data row, when told */
	bool is_ragged;
	struct table_globs footer; /* first cell of the row where the table ends */
	bool has_footer;
	bool notes_other_columns;
	bool has_record;
	struct table_text record;
	struct table_globs header_records;
	struct table_globs data_records;
	struct table_globs control_records;
	struct table_globs section_records;
	struct aq_number_style numbers;
	bool has_loose_groups;
	bool has_minor;
	bool minor_by_currency;
	uint8_t minor_digits;
	bool digits_of_currency; /* more digits than the currency has refuse the row */
	struct aq_slice *symbols;
	size_t symbol_count;
	struct aq_slice *empties; /* texts that say "nothing" */
	size_t empty_count;
	struct aq_slice months[12];
	bool has_months;
	struct table_text currency;
	struct table_map currency_map;
	struct table_date booked;
	struct table_date value;
	struct table_date until; /* days without a year are near this one */
	struct table_text zone;
	struct table_sum sums[SUM_COUNT];
	struct table_text texts[TEXT_COUNT];
	struct table_reference *references;
	size_t reference_count;
	struct table_type type;
	struct table_text balance; /* of each row, after it */
	bool balance_warns;
	struct table_text unique; /* no two rows of a file have the same */
	struct table_text join; /* rows of one key are one payment */
	struct table_filters continues; /* rows that belong to the payment before them */
	struct table_also *also;
	size_t also_count;
	struct table_filters select;
	struct table_filters skip;
	struct table_filters pending;
	struct table_text *required;
	size_t required_count;
	struct table_carried *carried;
	size_t carried_count;
	bool has_opening;
	bool has_closing;
	uint32_t opening_index;
	uint32_t closing_index;
	struct table_check *checks;
	size_t check_count;
	size_t total_count; /* of one group of one check, at most */
	struct table_column *columns;
	size_t column_count;
};

/* A bid's variant: one profile, or two that fit equally well. */
struct table_variant {
	const struct table_profile *profile;
	const struct table_profile *rival;
};

struct aq_profiles {
	struct aq_arena *arena;
	struct table_profile *items; /* in order of name */
	size_t count;
	struct aq_format *formats; /* with what is built in, in order of name */
	size_t format_count;
	struct table_variant *variants; /* count x count; a profile alone on the diagonal */
	void **patterns; /* compiled, freed with the set */
	size_t pattern_count;
};

const struct table_variant *aq_profiles_variant(const struct aq_profiles *profiles, size_t index,
						size_t rival_index);

/* Reading a profile: one value of one key at a time. */
struct profile_reader {
	struct aq_arena *arena;
	struct aq_profiles *profiles;
	struct table_profile *profile;
	const struct aq_setting *setting;
	struct aq_slice path;
	struct aq_slice rest; /* of the value, not read yet */
};

/* A fault in the profile: names file, line, section and key. */
enum aq_status aq_profile_fault(const struct profile_reader *reader, struct aq_error *err,
				const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A right value for a key, NULL where there is none. */
const char *aq_profile_example(struct aq_slice key);
/* The key that another word was tried for, NULL where none is known. */
const char *aq_profile_meant(struct aq_slice key);
/* Room for one more thing at the end of a list in the arena; NULL without memory. */
void *aq_profile_more(struct aq_arena *arena, void *items, size_t count, size_t bytes_each);
/* Every key of a profile: reads one setting into it. */
enum aq_status aq_profile_read_key(struct profile_reader *reader, struct aq_error *err);
/* Keys that may be written more than once. */
bool aq_profile_key_repeats(struct aq_slice key);
/* What only the whole profile can show: missing keys, undefined names. */
enum aq_status aq_profile_complete(struct profile_reader *reader, struct aq_error *err);

/* Pieces of values (profile_words.c). */
bool aq_words_take(struct profile_reader *reader, const char *mark);
void aq_words_blanks(struct profile_reader *reader);
struct aq_slice aq_words_word(struct profile_reader *reader);
enum aq_status aq_words_end(struct profile_reader *reader, struct aq_error *err);
enum aq_status aq_words_names(struct profile_reader *reader, struct aq_slice **names, size_t *count,
			      struct aq_error *err);
enum aq_status aq_words_globs(struct profile_reader *reader, struct table_globs *out,
			      struct aq_error *err);
enum aq_status aq_words_quoted(struct profile_reader *reader, struct aq_slice *out,
			       struct aq_error *err);
enum aq_status aq_words_quoted_glob(struct profile_reader *reader, struct table_glob *out,
				    struct aq_error *err);
struct table_glob aq_words_glob(struct aq_slice text);
enum aq_status aq_words_column(struct profile_reader *reader, uint32_t *out, bool is_required,
			       struct aq_error *err);
enum aq_status aq_words_pattern(struct profile_reader *reader, struct table_term *out,
				struct aq_error *err);
enum aq_status aq_words_term(struct profile_reader *reader, struct table_term *out,
			     bool is_required, struct aq_error *err);
enum aq_status aq_words_text(struct profile_reader *reader, struct table_text *out,
			     bool is_required, struct aq_error *err);
enum aq_status aq_words_sum(struct profile_reader *reader, struct table_sum *out,
			    struct aq_error *err);
enum aq_status aq_words_map(struct profile_reader *reader, struct table_map *out,
			    struct aq_error *err);
enum aq_status aq_words_carried(struct profile_reader *reader, struct aq_slice name, uint32_t *out,
				struct aq_error *err);
/* Checks (profile_check.c). */
enum aq_status aq_profile_read_check(struct profile_reader *reader, struct aq_error *err);

/* The built-in plain format, in the profile language. */
extern const char aq_profile_plain[];

#endif
