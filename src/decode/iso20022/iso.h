/*
 * iso.h - what the files of the ISO 20022 decoder share.
 *
 * The decoder is a push parser on libxml2's SAX2 interface. parse.c turns
 * events into steps on the table of nodes.def; put.c keeps texts; boxes.c
 * opens and closes elements; leaf.c, entry.c and unit.c make records and
 * statements of them. filter.c mends bytes before the parser sees them, and
 * wrapped.c reads documents that stand as text in their envelope.
 */
#ifndef ACQUIT_DECODE_ISO20022_ISO_H
#define ACQUIT_DECODE_ISO20022_ISO_H

#include <libxml/parser.h>

#include "acquit/arena.h"
#include "acquit/ext/decoder.h"

#define DEPTH_MAX	   64
#define TEXT_BYTES_MAX	   65536
#define TEXT_RUN_BYTES_MAX (1024 * 1024) /* of a text that is not read */
#define CHUNK_BYTES	   16384
#define WRAPPED_VAIN_MAX   1000 /* texts that look like a document and hold no message */
#define BASE64_START_BYTES 8
#define STARVED_BYTES_MAX  65536
#define NAMES_BYTES_MAX	   (256 * 1024)
#define STEP_SLOTS	   1024 /* a power of two, at least twice the edges */
#define HEAD_BYTES_MAX	   1024
#define FORMAT_BYTES_MAX   24
#define MESSAGE_ID_BYTES   64
#define CURRENCY_SLOTS	   32
#define MONEYS_MAX	   (1 + AQ_UNIT_MORE_MAX) /* currencies of one statement */

/* A batch is handed over when it holds this much ... */
#define BATCH_RECORDS_FULL 1024
#define BATCH_BYTES_FULL   (512 * 1024)
/* ... and an entry whose details are more than this is handed over in pieces. */
#define HELD_RECORDS_MAX     2048
#define HELD_BYTES_MAX	     (3 * 1024 * 1024)
#define ARENA_BYTES_MAX	     (24 * 1024 * 1024)
#define LEAF_REFERENCES_MAX  4096
#define LEAF_REMITTANCES_MAX 4096
/* Room for what the entry adds to each of its leaves. */
#define ENTRY_REFERENCES_MAX 6

enum iso_node {
	NODE_NONE,
#define ISO_BOX(node) NODE_##node,
#include "nodes.def"
#undef ISO_BOX
	NODE_FIRST_TEXT,
#define ISO_TEXT(node) NODE_##node,
#include "nodes.def"
#undef ISO_TEXT
	NODE_COUNT
};
_Static_assert(NODE_COUNT <= 255, "a node is one byte");

struct iso_amount {
	struct aq_decimal number;
	struct aq_slice currency;
	bool is_bad; /* written, and no number */
};

/* The four ways a movement's amount is told (AmtDtls, and Amt itself). */
struct iso_amounts {
	struct iso_amount own;
	struct iso_amount transaction;
	struct iso_amount counter;
	struct iso_amount instructed;
	struct aq_slice rate;
};

struct iso_charges {
	struct aq_decimal sum; /* of the single charges */
	struct aq_decimal total; /* as the bank sums them, with tax */
	struct aq_decimal tax; /* on the single charges: beside them, or part of them */
	struct iso_amount foreign; /* those in another currency than the entry's */
	bool is_mixed; /* those are in several currencies */
	bool is_apart; /* one of them is not in the amount */
};

struct iso_code {
	struct aq_slice domain;
	struct aq_slice family;
	struct aq_slice sub_family;
	struct aq_slice proprietary;
	struct aq_slice type; /* made of them when BkTxCd ends */
	struct aq_slice written;
	bool is_return;
};

/* What the record has no place for, beside each record held. */
struct iso_leaf {
	struct iso_amounts amounts;
	struct iso_charges charges;
	struct iso_code code;
	struct aq_slice indicator;
	struct aq_slice bank_reference;
	struct aq_slice end_to_end;
	struct aq_slice transaction_id;
	struct aq_slice document_currency; /* of the amounts of its documents */
	bool is_return; /* RtrInf stood there */
};

struct iso_entry {
	uint64_t line;
	struct iso_amounts amounts;
	struct iso_charges charges;
	struct iso_code code;
	struct iso_amount batch_total;
	uint64_t batch_count;
	uint32_t batch_seen, batch_totals; /* batches, and those with a total */
	struct aq_slice reference;
	struct aq_slice bank_reference;
	struct aq_slice indicator;
	struct aq_slice status;
	struct aq_slice information;
	struct aq_slice detail_message;
	struct aq_slice batch_message;
	struct aq_slice batch_payment_info;
	struct aq_date booked_on;
	struct aq_date value_on;
	bool is_reversal;
	bool has_batch_count;
	bool is_repeated; /* Amt or CdtDbtInd stood twice */
	bool is_day_bad; /* BookgDt or ValDt is no day */
	/* Of an entry handed over in pieces. */
	bool is_spilled;
	uint32_t spilled_count;
	struct aq_decimal spilled_sum; /* signed as the entry is */
};

struct iso_balance {
	struct iso_amount amount;
	struct aq_slice code;
	struct aq_slice sign;
	struct aq_date on;
};

struct iso_summary {
	struct aq_decimal sum, net, credits, debits;
	uint64_t count, credit_count, debit_count;
	struct aq_slice sign;
	bool has_count, has_credit_count, has_debit_count, is_bad;
};

/* What a statement says of one currency. */
struct iso_money {
	struct aq_slice currency; /* empty: not told yet */
	struct aq_balance opening, closing; /* signed */
	struct aq_decimal credits, debits, booked_credits, booked_debits;
	uint64_t entry_count;
	bool has_opening, has_opening_booked, has_closing, has_closing_booked;
	bool is_opening_unsigned, is_closing_unsigned;
	bool is_bad; /* a balance that counts cannot be read */
};

/* A statement of many pages; what is not told is false and 0. */
struct iso_pages {
	uint64_t first, number; /* of the first page joined here, and the last */
	bool is_last, is_followed; /* LastPgInd says so */
};

/* What a statement's own record has no place for. */
struct iso_statement {
	bool is_open; /* unit_begin was called */
	struct aq_slice legal_sequence;
	struct aq_date created_on; /* stands in for a period that is not told */
	struct iso_pages pages;
	bool is_joined; /* of several pages */
	bool is_proved; /* opening + booked = closing, in every currency of it */
	struct iso_money moneys[MONEYS_MAX];
	size_t money_count;
	bool is_money_lost; /* there are more currencies than that */
	uint64_t credit_count, debit_count;
	uint64_t booked_count, detail_count;
	struct iso_summary summary;
};

struct iso_structured {
	struct aq_slice reference, reference_code, reference_issuer;
	struct aq_slice document, document_code;
	struct aq_slice amount_code;
	struct iso_amount typed;
	struct aq_decimal due, discount, credit_note, remitted, adjustment;
	struct iso_amount adjustment_part;
	struct aq_slice adjustment_sign;
	struct aq_slice reason;
	enum aq_reference_kind reference_kind;
	enum aq_reference_kind document_kind; /* told without a number, too */
	size_t document_count; /* with a number */
	size_t document_index; /* of the last one's remittance */
};

/* What orders of one group share (PmtInf). */
struct iso_group {
	struct aq_slice payment_info;
	struct aq_date on;
	/* Of a status: what became of all of them, where it tells of none alone. */
	struct aq_slice message, status, reason, reason_text;
	uint64_t line;
	uint64_t leaves_before;
};

struct iso_step {
	const xmlChar *name; /* interned in the parser's dictionary */
	uint8_t parent;
	uint8_t child;
};

/* Where put.c writes: the structs being filled. */
enum iso_target {
	TO_UNIT,
	TO_STATEMENT,
	TO_BALANCE,
	TO_PAGES,
	TO_ENTRY,
	TO_LEAF,
	TO_RECORD,
	TO_STRUCTURED,
	TO_AMOUNTS, /* the entry's or the leaf's */
	TO_CHARGES,
	TO_CODE,
	TO_GROUP,
	TO_PARTY,
	TO_COUNT
};

struct iso_message {
	const char *element; /* "BkToCstmrStmt" */
	const char *name; /* "camt.053" */
	enum aq_message message;
	bool is_walked; /* OTHER: its transactions are read as notices */
};

struct iso_filter {
	char head[HEAD_BYTES_MAX];
	size_t head_bytes;
	bool is_decided;
	bool is_utf8; /* bytes are checked, and mended where they are not */
	bool is_told; /* the warning was given */
	unsigned char carry[4]; /* the start of a character cut by a piece's end */
	size_t carry_bytes;
};

/* A document that an envelope holds as text: escaped, or in CDATA. */
struct iso_wrapped {
	xmlParserCtxtPtr parser; /* of the text; NULL: none is open */
	bool is_running; /* what is called back now is called by it */
	bool is_dead; /* it is no XML, and no message stood in it */
	bool has_message;
	unsigned depth; /* of the element whose text it is */
	uint64_t lines_before;
	size_t starved_bytes;
	size_t vain_count;
	char bytes[CHUNK_BYTES];
	size_t byte_count;
	/* What the text begins with, while that may be a document in base64 ... */
	char start[BASE64_START_BYTES];
	size_t start_bytes;
	/* ... and the bits of it that are no byte yet. */
	bool is_base64, is_base64_over;
	uint32_t base64_bits;
	unsigned base64_bit_count;
	bool has_compressed; /* such a text is gzip data: it is not read */
};

struct iso {
	struct aq_decoder_handle base;
	xmlParserCtxtPtr parser;
	enum aq_status status; /* sticks; below AQ_OK nothing more is read */
	struct aq_error error;
	struct iso_filter filter;
	struct iso_wrapped wrapped;
	uint64_t lines_before; /* line ends dropped before the declaration */
	size_t starved_bytes;
	bool had_event;
	/* The way from the root. */
	unsigned depth;
	unsigned skipped; /* depth inside an element that is not read */
	bool is_closed; /* the root element has ended */
	uint8_t path[DEPTH_MAX];
	const xmlChar *name_currency;
	const xmlChar *element; /* the last one that began */
	const xmlChar *uri_seen; /* the namespace looked at last */
	const xmlChar *message_uri; /* of the message's element; NULL: none */
	struct iso_step steps[STEP_SLOTS];
	char currencies[CURRENCY_SLOTS][4];
	size_t currency_count;
	char format[FORMAT_BYTES_MAX];
	/* The text being read. */
	char text[TEXT_BYTES_MAX];
	size_t text_bytes;
	size_t run_bytes; /* of text since an element began or ended */
	struct aq_slice text_currency;
	/* The message, the unit, the entry, the leaf. */
	const struct iso_message *message;
	bool has_message;
	uint64_t message_units;
	char message_id[MESSAGE_ID_BYTES]; /* a statement may name it (AddtlInfInd) */
	struct aq_slice message_id_told;
	struct aq_date message_on;
	struct iso_pages message_pages; /* of this message */
	struct aq_arena *unit_arena;
	struct aq_unit unit;
	struct iso_statement statement;
	/* A page that another may follow: its unit has not ended yet. */
	bool is_page_held;
	struct aq_arena *held_arena;
	struct aq_unit held_unit;
	struct iso_statement held_statement;
	uint32_t unit_index;
	struct iso_balance balance;
	struct iso_group group;
	struct iso_group whole; /* the message that a status is about */
	struct aq_arena *arena; /* of the batch */
	struct aq_arena *spare;
	struct iso_entry entry;
	struct aq_record *records; /* HELD_RECORDS_MAX of them */
	struct iso_leaf *leaves; /* beside them */
	size_t record_count;
	size_t entry_start; /* the entry's first record */
	bool in_leaf;
	bool is_party_ultimate;
	bool is_party_bank;
	struct aq_slice text_open; /* free text that ends where a line is full */
	struct iso_structured structured;
	struct aq_reference *references; /* of the leaf being read */
	size_t reference_count;
	struct aq_remittance *remittances;
	size_t remittance_count;
	bool is_reference_lost;
	void *targets[TO_COUNT];
};

/* parse.c */
struct aq_at iso_at(const struct iso *iso);
/* Where the bytes fed so far end, those that the parser still holds included. */
struct aq_at iso_fed_at(const struct iso *iso);
/* Sticks a status, and stops the parser. */
void iso_stop(struct iso *iso, enum aq_status status, const struct aq_error *err);
/* A finding that refuses the file, in the findings and in the error. */
void iso_refuse(struct iso *iso, enum aq_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void iso_memory(struct iso *iso);
/* The machine has no more. */
void iso_machine_memory(struct iso *iso);
enum aq_status iso_parser_open(struct iso *iso, struct aq_error *err);
void iso_parser_close(struct iso *iso);
/* A parser that tells this decoder; with its names in the table of steps. */
xmlParserCtxtPtr iso_parser_new(struct iso *iso, int options);
bool iso_steps_build(struct iso *iso);

/* chunk.c */
void iso_parse(struct iso *iso, struct aq_slice bytes);
void iso_parse_end(struct iso *iso);

/* wrapped.c: the text of an element outside of any message. */
void iso_wrapped_text(struct iso *iso, struct aq_slice text);
/* That text is over: an element begins or ends. */
void iso_wrapped_end(struct iso *iso);
/* Frees what is left of it where reading stopped. */
void iso_wrapped_close(struct iso *iso);

/* base64.c: what a document, or gzip data, in base64 begins with. */
enum base64_start { BASE64_NONE, BASE64_DOCUMENT, BASE64_COMPRESSED };
enum base64_start base64_start(struct aq_slice text);
/* More of it, into the bytes of the document; no more than fit. What it takes it
 * cuts off. False: this is no base64. */
bool base64_take(struct iso_wrapped *wrapped, struct aq_slice *text);

/* filter.c: the bytes of the file, on their way to iso_parse. */
void iso_filter_feed(struct iso *iso, struct aq_slice bytes);
void iso_filter_end(struct iso *iso);

/* bid.c */
const struct iso_message *iso_message_find(struct aq_slice element);
int iso_bid(const struct aq_decoder_head *head, const void **variant);

/* put.c: the text of a text node, at its end. */
void iso_put(struct iso *iso, enum iso_node node, struct aq_slice text);

/* boxes.c */
void iso_box_begin(struct iso *iso, enum iso_node node);
void iso_box_end(struct iso *iso, enum iso_node node);
/* A message element outside of any message; `uri` is its namespace. */
void iso_message_begin(struct iso *iso, const struct iso_message *message, struct aq_slice uri);

/* unit.c */
void iso_unit_start(struct iso *iso);
/* unit_begin, if it was not called yet. */
void iso_unit_begin(struct iso *iso);
void iso_unit_end(struct iso *iso);
/* The end of a unit that waited for its next page; nothing if none did. */
void iso_held_end(struct iso *iso);
/* A fault of the unit: refuses it, or warns where the unit posts nothing, and
 * where its balances have proved its entries. */
void iso_unit_fault(struct iso *iso, enum aq_code code, const char *field, struct aq_slice value,
		    const char *message);
/* Refuses the statement, and says why; the first reason is the verdict. */
void iso_unit_refuse(struct iso *iso, enum aq_code code);
/* Hands over the records before `end` and moves the others to the front. */
void iso_flush(struct iso *iso, size_t end);

/* pages.c */
/* There are pages before or after what was read of the statement. */
bool iso_is_part(const struct iso *iso);
/* Another page follows: the unit waits for it. */
void iso_page_hold(struct iso *iso);
/* The unit just begun is the next page of the one held: they become one. */
bool iso_pages_join(struct iso *iso);

/* balance.c */
void iso_balance_end(struct iso *iso);
/* What the statement says of a currency; NULL: of too many. */
struct iso_money *iso_money_of(struct iso *iso, struct aq_slice currency);
/* That of the account, else of the first balance or entry. */
struct iso_money *iso_money_main(struct iso *iso);
/* Puts the balances known so far into the unit. */
void iso_balances_tell(struct iso *iso);
void iso_balances_check(struct iso *iso);
bool iso_has_several_currencies(const struct iso *iso);

/* entry.c */
void iso_entry_begin(struct iso *iso);
void iso_entry_end(struct iso *iso);
void iso_entry_say(struct iso *iso, enum aq_code code, const char *field, struct aq_slice value,
		   const char *message);
/* A leaf of its own for what the entry's details leave over. */
void iso_residual_add(struct iso *iso, struct aq_decimal difference);

/* Whether charges come to `difference`: one by one, as the bank sums them, or with their tax. */
bool iso_charges_are(const struct iso_charges *charges, struct aq_decimal difference);

/* A record beside those of the details; NULL: out of memory, said. */
struct aq_record *iso_record_more(struct iso *iso);

/* fee.c: the tax on what the residual leaf takes off becomes a leaf of its own. */
void iso_tax_apart(struct iso *iso);

/* What was kept of each leaf, once the entry's leaves are complete. */
void iso_fees_tell(struct iso *iso);

/* pieces.c: the details so far, as records, before the entry is whole. */
void iso_entry_spill(struct iso *iso);
/* The last piece, and what all pieces leave over. */
void iso_pieces_end(struct iso *iso);

/* leaf.c */
void iso_leaf_begin(struct iso *iso);
void iso_leaf_end(struct iso *iso);
void iso_code_end(struct iso *iso);
/* The entry's data on one of its leaves. */
void iso_leaf_fill(struct iso *iso, size_t index);
/* The amount in the entry's currency, before charges that the file proves to
 * be in it; absent when none is told. */
struct aq_decimal iso_amount_of(const struct iso *iso, const struct iso_amounts *amounts,
				const struct iso_charges *charges);
bool iso_is_placeholder(struct aq_slice text);

/* other.c: messages that tell of no account movement. */
void iso_other_begin(struct iso *iso);
void iso_other_end(struct iso *iso);
void iso_other_group_begin(struct iso *iso);
void iso_other_group_end(struct iso *iso);
void iso_other_whole_begin(struct iso *iso);
void iso_other_leaf_begin(struct iso *iso);
void iso_other_leaf_end(struct iso *iso);

/* tags.c: one line of free text, which the next may go on; the last one. */
void iso_unstructured_line(struct iso *iso, struct aq_slice line);
void iso_unstructured_end(struct iso *iso);

/* remittance.c */
void iso_reference_add(struct iso *iso, enum aq_reference_kind kind, struct aq_slice value);
void iso_creditor_reference_end(struct iso *iso);
void iso_document_end(struct iso *iso);
void iso_adjustment_end(struct iso *iso);
void iso_typed_amount_end(struct iso *iso);
void iso_structured_end(struct iso *iso);

#endif
