/*
 * nacha.h - the NACHA decoder's own parts and how they share their state.
 *
 * Bytes become lines (framing.c), lines become records of the rules (nacha.c
 * hands them to file.c, batch.c, entry.c, addenda.c), entries with all that
 * belongs to them become acquit's records (pack.c). One entry is open at a
 * time; it is closed by whatever record comes next that is no addenda.
 */
#ifndef NACHA_NACHA_H
#define NACHA_NACHA_H

#include "acquit/arena.h"
#include "acquit/buffer.h"
#include "acquit/ext/decoder.h"
#include "fields.h"
#include "tables.h"

#define NACHA_COLUMNS		94
#define NACHA_ESCAPE_END	0x1a /* Ctrl-Z: the end of a file, once */
#define NACHA_LINE_TEXT_BYTES	(NACHA_COLUMNS * 4 + 1)
#define NACHA_ADDENDA_MAX	9999
#define NACHA_PAYLOAD_BYTES_MAX (NACHA_ADDENDA_MAX * 80 * 3)
#define NACHA_REFERENCES_MAX	10000
#define NACHA_PACK_RECORDS_MAX	512
#define NACHA_PACK_BYTES_MAX	(2 * 1024 * 1024)
#define NACHA_TRACE_UNKNOWN	UINT64_MAX
#define NACHA_BLOCK_RECORDS	10
#define NACHA_HASH_MODULUS	UINT64_C(10000000000)
#define NACHA_COUNT_MODULUS	1000000 /* six columns */

/* One record of the file: always 94 columns, always UTF-8. Borrowed. */
struct nacha_line {
	uint64_t number;
	const char *text;
	const uint16_t *offsets; /* of NACHA_COLUMNS + 1 columns; NULL: a column is a byte */
};

/* The field as it stands. */
static inline struct aq_slice nacha_take(const struct nacha_line *line, struct nacha_field field)
{
	size_t from = field.first > 0 ? field.first - 1U : 0;
	size_t to = field.last;

	if (line->offsets != NULL) {
		from = line->offsets[from];
		to = line->offsets[to];
	}
	return (struct aq_slice){line->text + from, to - from};
}

/* The field without the blanks at its ends. */
static inline struct aq_slice nacha_trimmed(const struct nacha_line *line, struct nacha_field field)
{
	struct aq_slice text = nacha_take(line, field);

	while (text.length > 0 && text.start[text.length - 1] == ' ')
		text.length--;
	while (text.length > 0 && text.start[0] == ' ') {
		text.start++;
		text.length--;
	}
	return text;
}

/* Digits only, all of them; false on anything else and above 64 bits. */
static inline bool nacha_number(struct aq_slice text, uint64_t *out)
{
	uint64_t number = 0;

	if (text.length == 0 || text.length > 20)
		return false;
	for (size_t index = 0; index < text.length; index++) {
		unsigned int digit = (unsigned char)text.start[index] - (unsigned int)'0';

		if (digit > 9)
			return false;
		if (index >= 18 && number > (UINT64_MAX - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	*out = number;
	return true;
}

/* True for blanks, zeros, and nothing at all. */
static inline bool nacha_is_void(struct aq_slice text)
{
	for (size_t index = 0; index < text.length; index++)
		if (text.start[index] != ' ' && text.start[index] != '0')
			return false;
	return true;
}

/* The digits of a number that its writer filled up with blanks in front. */
static inline struct aq_slice nacha_unfilled(struct aq_slice text)
{
	while (text.length > 0 && text.start[0] == ' ')
		text = (struct aq_slice){text.start + 1, text.length - 1};
	return text;
}

/* A declared total: blanks declare nothing, which is zero. */
static inline bool nacha_total(struct aq_slice text, uint64_t *out)
{
	*out = 0;
	return nacha_is_void(text) || nacha_number(nacha_unfilled(text), out);
}

/* True where a count has outgrown its six columns, which hold its end. */
static inline bool nacha_is_end_of(uint64_t declared, uint64_t count)
{
	return count >= NACHA_COUNT_MODULUS && declared == count % NACHA_COUNT_MODULUS;
}

/* True where nacha_total took blanks for zeros. */
static inline bool nacha_has_blanks(struct aq_slice text)
{
	return text.length > 0 && text.start[0] == ' ' && !nacha_is_void(text);
}

/* A sum that stands still at its end, where it cannot tie with anything. */
static inline void nacha_add(uint64_t *sum, uint64_t more)
{
	if (__builtin_add_overflow(*sum, more, sum))
		*sum = UINT64_MAX;
}

/* Ways in which a file's lines can differ from the rules and still be clear.
 * Each is told at its first line; the end of the file tells how many. */
enum nacha_quirk {
	NACHA_QUIRK_SHORT,
	NACHA_QUIRK_BLANK,
	NACHA_QUIRK_JOINED,
	NACHA_QUIRK_NO_ENDS,
	NACHA_QUIRK_CR_ENDS,
	NACHA_QUIRK_BOM,
	NACHA_QUIRK_END_BYTES,
	NACHA_QUIRK_LEADING_BLANK,
	NACHA_QUIRK_ENCODING,
	NACHA_QUIRK_ENVELOPE,
	NACHA_QUIRK_COUNT
};

enum nacha_ends { NACHA_ENDS_UNKNOWN, NACHA_ENDS_LF, NACHA_ENDS_CR, NACHA_ENDS_NONE };

struct nacha_framing {
	enum nacha_ends ends;
	struct aq_buffer head; /* until the line ends are known */
	struct aq_buffer carry; /* the begun line of the last piece */
	bool is_carry_cut;
	uint64_t quirks[NACHA_QUIRK_COUNT];
	uint64_t line_number;
	char text[NACHA_LINE_TEXT_BYTES];
	uint16_t offsets[NACHA_COLUMNS + 1];
};

/* What is counted over everything read, to be compared with what is declared. */
struct nacha_sums {
	uint64_t items; /* entries and addenda */
	uint64_t hash; /* before the modulus */
	uint64_t debits;
	uint64_t credits;
};

/* The headers of a file's batches, by hash. */
struct nacha_headers {
	uint64_t *slots; /* 0: free */
	size_t slot_count; /* a power of two */
	size_t count;
};

struct nacha_file {
	bool is_open; /* a record of it was seen */
	bool has_header;
	bool has_control;
	bool is_stray; /* what stands behind a file control */
	enum aq_code refusal; /* the first; of what stood before any file, the next one's */
	uint64_t first_line;
	uint64_t lines; /* records, fill not counted */
	uint64_t batches;
	uint64_t adv_batches;
	uint64_t fill_lines;
	struct aq_date created_on;
	struct nacha_sums sums;
};

/* Faults told once a batch, because all its entries tend to share them. */
enum nacha_once {
	NACHA_ONCE_TRACE_ODFI,
	NACHA_ONCE_TRACE_ORDER,
	NACHA_ONCE_TRACE_TEXT,
	NACHA_ONCE_SEC_SIDE,
	NACHA_ONCE_CLASS_SIDE,
	NACHA_ONCE_NUMBER_BLANKS,
	NACHA_ONCE_COUNT
};

struct nacha_batch {
	bool is_open;
	bool has_header;
	bool has_unread_amount; /* its totals cannot be proved: declared ones stand in */
	bool has_unread_routing;
	bool is_reversal;
	bool is_said[NACHA_ONCE_COUNT];
	const struct nacha_sec *sec;
	uint64_t service_class; /* 0: not readable */
	uint64_t trace_last;
	struct nacha_sums sums;
	struct aq_unit unit;
	struct aq_date dated_on; /* of its entries */
	struct nacha_line header; /* copied; the unit's texts point into it */
	char header_text[NACHA_LINE_TEXT_BYTES];
	uint16_t header_offsets[NACHA_COLUMNS + 1];
	char sec_text[13]; /* three characters of UTF-8 */
};

/* One addenda's payload inside the entry's joined ones. */
struct nacha_piece {
	uint32_t sequence;
	uint32_t at;
	uint32_t length;
};

struct nacha_entry {
	bool is_open;
	bool has_amount;
	bool has_declared_count;
	bool has_return; /* addenda 99 */
	bool has_change; /* addenda 98 */
	uint32_t return_stages; /* of addenda 99: 1 return, 2 dishonored, 4 contested */
	bool is_disordered; /* addenda out of sequence */
	bool is_cut; /* more addenda than can be kept */
	struct nacha_transaction transaction;
	struct aq_record *record; /* in the pack */
	struct nacha_line line; /* copied into the pack's arena */
	uint64_t cents;
	uint64_t declared_count;
	uint64_t addenda_count;
	uint64_t trace_tail; /* last seven digits */
	uint32_t iat_seen; /* bit n: addenda 10 + n */
	uint32_t sequence_last;
	struct aq_buffer payload; /* addenda 05 and 17, joined untrimmed */
	struct aq_buffer sorted; /* the same in order of sequence, when they were not */
	struct nacha_piece *pieces;
	size_t piece_count;
	struct aq_reference *references;
	size_t reference_count;
};

/* Records on their way to the sink. */
struct nacha_pack {
	struct aq_arena *arena;
	struct aq_record *records; /* NACHA_PACK_RECORDS_MAX of them, used again and again */
	size_t record_count;
};

#define NACHA_WIDE_HEAD_BYTES	4
#define NACHA_WIDE_NARROW_BYTES 4096

struct nacha_wide { /* the first bytes of the file, until they are judged */
	char head[NACHA_WIDE_HEAD_BYTES];
	size_t count;
	bool is_judged;
	bool is_wide; /* UTF-16: nothing of it is read */
};

struct nacha {
	struct aq_decoder_handle handle; /* first: what the caller fills */
	struct nacha_wide wide;
	struct aq_error fatal; /* the first finding that refuses a file, or all of it */
	bool has_fatal;
	bool is_fatal; /* it refuses all of it, whatever the files in it are */
	uint32_t files_ended;
	uint32_t files_refused;
	const struct aq_nacha_partner *partner; /* of the file in hand; NULL: none */
	uint32_t allowed_uses[AQ_CODE_COUNT];
	uint32_t unit_count;
	uint32_t file_count;
	struct nacha_framing framing;
	struct nacha_file file;
	struct nacha_headers headers;
	struct nacha_batch batch;
	struct nacha_entry entry;
	struct nacha_pack pack;
};

/* say.c. The finding names line, record and field, and quotes the value. The
 * severity is the code's own; nacha_warn only warns. The refusals also set
 * what they say: the open entry, the open batch, the file, which may be one of
 * several. */
void nacha_tell(struct nacha *decode, enum aq_code code, const struct nacha_line *line,
		struct nacha_field field, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
void nacha_warn(struct nacha *decode, enum aq_code code, const struct nacha_line *line,
		struct nacha_field field, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
void nacha_refuse_entry(struct nacha *decode, enum aq_code code, const struct nacha_line *line,
			struct nacha_field field, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
void nacha_refuse_batch(struct nacha *decode, enum aq_code code, const struct nacha_line *line,
			struct nacha_field field, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
void nacha_refuse_file(struct nacha *decode, enum aq_code code, const struct nacha_line *line,
		       struct nacha_field field, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* Refuses the open batch for a fault that was told of already. */
void nacha_doom_batch(struct nacha *decode, enum aq_code code);
/* Blanks in front of a number were taken for zeros; told once a batch. */
void nacha_tell_blanks(struct nacha *decode, const struct nacha_line *line,
		       struct nacha_field field);
/* True the first time in a batch, and always where the partner is refused for it. */
bool nacha_is_due(struct nacha *decode, enum nacha_once once, enum aq_code code);

/* partner.c. The partner of the file that begins; NULL: it has no header. */
void nacha_partner_choose(struct nacha *decode, const struct nacha_line *header);
/* True, and counted, when the partner may break the rule. */
bool nacha_partner_allows(struct nacha *decode, enum aq_code code);
/* The same, not counted: it is no use of it. */
bool nacha_partner_may(const struct nacha *decode, enum aq_code code);
/* True when what is only told elsewhere refuses this partner's unit. */
bool nacha_partner_refuses(const struct nacha *decode, enum aq_code code);
void nacha_partner_end(struct nacha *decode);

/* framing.c, odd_line.c */
void nacha_framing_init(struct nacha_framing *framing);
void nacha_framing_free(struct nacha_framing *framing);
enum aq_status nacha_framing_feed(struct nacha *decode, struct aq_slice bytes,
				  struct aq_error *err);
enum aq_status nacha_framing_finish(struct nacha *decode, struct aq_error *err);
enum aq_status nacha_odd_line(struct nacha *decode, struct aq_slice raw, struct aq_error *err);
/* How far a line is shifted to the right; 0 where no record begins behind. */
size_t nacha_leading_blanks(struct aq_slice text);
void nacha_quirk(struct nacha *decode, enum nacha_quirk quirk);
void nacha_quirks_end(struct nacha *decode);

/* nacha.c */
enum aq_status nacha_record(struct nacha *decode, const struct nacha_line *line,
			    struct aq_error *err);

/* file.c */
enum aq_status nacha_file_header(struct nacha *decode, const struct nacha_line *line,
				 struct aq_error *err);
enum aq_status nacha_file_control(struct nacha *decode, const struct nacha_line *line,
				  struct aq_error *err);
/* Before any record between header and control. */
void nacha_file_touch(struct nacha *decode, const struct nacha_line *line);
enum aq_status nacha_file_finish(struct nacha *decode, struct aq_error *err);

/* headers.c: true when the file had this very header before. */
enum aq_status nacha_headers_add(struct nacha_headers *headers, const struct nacha_line *line,
				 bool *was_there, struct aq_error *err);
void nacha_headers_clear(struct nacha_headers *headers);
void nacha_headers_free(struct nacha_headers *headers);

/* batch.c, control.c */
enum aq_status nacha_batch_header(struct nacha *decode, const struct nacha_line *line,
				  struct aq_error *err);
enum aq_status nacha_batch_control(struct nacha *decode, const struct nacha_line *line,
				   struct aq_error *err);
/* An entry or addenda that no header announced gets a batch that is refused. */
enum aq_status nacha_batch_orphan(struct nacha *decode, const struct nacha_line *line,
				  struct aq_error *err);
/* A batch that is open though something else begins. */
enum aq_status nacha_batch_abandon(struct nacha *decode, struct aq_error *err);
enum aq_status nacha_batch_end(struct nacha *decode, struct aq_error *err);

/* entry.c, complete.c */
enum aq_status nacha_entry_detail(struct nacha *decode, const struct nacha_line *line,
				  struct aq_error *err);
enum aq_status nacha_entry_end(struct nacha *decode, struct aq_error *err);
void nacha_entry_refer(struct nacha *decode, enum aq_reference_kind kind, struct aq_slice value);
/* Whom the batch's company paid, or took from; and the company itself. */
struct aq_party *nacha_entry_other_party(const struct nacha_entry *entry);
struct aq_party *nacha_entry_company(const struct nacha_entry *entry);

/* addenda.c */
enum aq_status nacha_addenda(struct nacha *decode, const struct nacha_line *line,
			     struct aq_error *err);

/* change.c: what a notification of change says; the record's return text. */
void nacha_change(struct nacha *decode, const struct nacha_line *line, struct aq_slice code);

/* remittance.c: what the joined addenda say, once the entry is complete. */
enum aq_status nacha_remittance(struct nacha *decode, struct aq_error *err);

/* x820.c: remittance advice in segments of ANSI X12 (820, RMR, RMT, TRN, TXP).
 * The text lives in the pack's arena. AQ_END when it cannot be taken apart and
 * should be read as free text. */
enum aq_status nacha_x820_read(struct nacha *decode, struct aq_slice text, struct aq_error *err);

/* The lines' sum against the entry's amount. */
void nacha_remittance_check(struct nacha *decode, struct aq_remittance *lines, size_t line_count);

/* xml_advice.c: remittance information of ISO 20022 in the addenda. AQ_END when
 * the text is none, or breaks off: then it is free text. */
enum aq_status nacha_xml_read(struct nacha *decode, struct aq_slice text, struct aq_error *err);

/* wide.c: a head in UTF-16 as text of one byte a character; nothing for any other. */
struct aq_slice nacha_wide_narrow(struct aq_slice head, char room[NACHA_WIDE_NARROW_BYTES]);
/* What was held back until the file's first bytes told how it is written: taken off
 * `bytes`, and given when they are enough or the file has ended. */
struct aq_slice nacha_wide_take(struct nacha *decode, struct aq_slice *bytes);
struct aq_slice nacha_wide_end(struct nacha *decode);

/* pack.c */
enum aq_status nacha_pack_begin(struct nacha *decode, struct aq_record **out, struct aq_error *err);
enum aq_status nacha_pack_flush(struct nacha *decode, struct aq_error *err);
/* Copies into the pack's arena; NULL offsets stay NULL. */
enum aq_status nacha_pack_line(struct nacha *decode, const struct nacha_line *line,
			       struct nacha_line *out, struct aq_error *err);

#endif
