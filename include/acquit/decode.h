/*
 * decode.h - from a file's bytes to records.
 *
 * A decoder is a push parser: it is fed the unwrapped bytes of one file in
 * pieces of any size, and hands units and batches of records to a sink. Its
 * memory does not grow with the file. What is wrong with the data becomes
 * findings; an error return is AQ_BAD_FILE (the finding that refuses the file
 * is among the findings, and in `err`) or a fault of the world.
 */
#ifndef ACQUIT_DECODE_H
#define ACQUIT_DECODE_H

#include "acquit/buffer.h"
#include "acquit/findings.h"
#include "acquit/record.h"

/* Bytes of a file's head that bids may look at. */
#define AQ_DECODE_HEAD_BYTES 65536

struct aq_sink {
	void *context;
	/* The unit as far as its header tells. */
	enum aq_status (*unit_begin)(void *context, const struct aq_unit *unit,
				     struct aq_error *err);
	/* One or more records of the unit begun last. */
	enum aq_status (*records)(void *context, const struct aq_batch *batch,
				  struct aq_error *err);
	/* The unit complete, with counts and verdict. */
	enum aq_status (*unit_end)(void *context, const struct aq_unit *unit, struct aq_error *err);
	/* One of several files in one (NACHA), after its units; may be NULL. A refusal
	 * other than AQ_CODE_NONE refuses all of them, those that ended well too. Where
	 * no file of them stands, the decoder's finish refuses the whole besides. */
	enum aq_status (*file_end)(void *context, uint32_t file_index, enum aq_code refusal,
				   struct aq_error *err);
};

/* Whose files may break which rules of NACHA, and whose must keep more of them:
 * [nacha.partner.NAME]. Texts and lists are borrowed. */
struct aq_nacha_partner {
	struct aq_slice name;
	struct aq_slice origin; /* immediate origin of the file header; empty: any */
	struct aq_slice destination; /* immediate destination; empty: any */
	const enum aq_code *allowed; /* told as warnings, nothing is refused */
	size_t allowed_count;
	const enum aq_code *refused; /* told as errors, the smallest unit is refused */
	size_t refused_count;
};
/* Rules that can be waived: none that says how much money moved, whose it is, or
 * that a record was lost. */
bool aq_nacha_may_allow(enum aq_code code);
/* Rules that are only told and can be insisted on. */
bool aq_nacha_may_refuse(enum aq_code code);

struct aq_decode_settings {
	const struct aq_nacha_partner *partners; /* borrowed, in order of the settings */
	size_t partner_count;
	struct aq_date today; /* business date: infers years */
	/* `today` is the clock's, and no day of an ACH payment: the same file reads the
	 * same on every day. */
	bool is_clock;
	struct aq_slice format; /* a CSV profile that must take the file; empty: the best */
	bool warn_balance; /* [account.X] balance = warn for every account: reserved */
};

/* A CSV format in words: where things stand (formats/csv/NAME.profile). */
struct aq_profiles;

/* Reads every *.profile of the folders in order; an earlier name wins. Paths
 * that do not exist are passed over. Errors name profile file, line and key. */
enum aq_status aq_profiles_load(struct aq_profiles **out, const char *const *folders,
				size_t folder_count, struct aq_error *err);
void aq_profiles_free(struct aq_profiles *profiles);

struct aq_decode;

/* What a format is, for `acquit formats`. */
struct aq_format {
	struct aq_slice name; /* "nacha", "camt.053", "csv", "adyen.settlement-detail" */
	struct aq_slice family; /* "NACHA", "ISO 20022", "CSV" */
	struct aq_slice summary;
	struct aq_slice path; /* the profile's file; empty for what is built in */
	char profile_hash[65]; /* SHA-256 in hex; "" for what is built in */
	bool is_unverified; /* a template: nobody has seen a real file of this format */
};

/* The formats known, in order of name; borrowed from `profiles`, NULL past the end. */
const struct aq_format *aq_format_at(const struct aq_profiles *profiles, size_t index);

/* Which decoder takes a file that begins like this (`is_whole`: that is all of
 * it). AQ_BAD_FILE with csv.* or decode.* code when none does, or two equally. */
enum aq_status aq_decode_open(struct aq_decode **out, const struct aq_profiles *profiles,
			      struct aq_slice head, bool is_whole,
			      const struct aq_decode_settings *settings, struct aq_error *err);
/* Binds where results go; before the first feed. Both must outlive the decoder. */
void aq_decode_bind(struct aq_decode *decode, const struct aq_sink *sink,
		    struct aq_findings *findings);
enum aq_status aq_decode_feed(struct aq_decode *decode, struct aq_slice bytes,
			      struct aq_error *err);
/* The end of the file: last units, file totals. */
enum aq_status aq_decode_finish(struct aq_decode *decode, struct aq_error *err);
void aq_decode_close(struct aq_decode *decode);
/* "nacha", "camt.053.001.02", "adyen.settlement-detail": for files.csv. Known
 * after aq_decode_open; exact after the first units (ISO versions). */
struct aq_slice aq_decode_format(const struct aq_decode *decode);
/* What was made of the file, in words, after its end or its refusal: profile,
 * shape, columns, lines. The format's name alone where there is no more to tell. */
void aq_decode_explain(const struct aq_decode *decode, struct aq_buffer *out);
/* A file's head, and its name. */
struct aq_format_sample {
	struct aq_slice head;
	bool is_whole;
	struct aq_slice name;
};
/* Other formats that would take the sample too, a line each, and why this one, if it was
 * asked for by name, would not; whether it would. */
bool aq_decode_others(const struct aq_decode *decode, const struct aq_profiles *profiles,
		      const struct aq_format_sample *sample, struct aq_buffer *out);
/* Writes a profile for a table that no format knows: every line of it a guess
 * that a person looks at. AQ_BAD_FILE when it is no table. */
enum aq_status aq_format_propose(const struct aq_format_sample *sample, struct aq_buffer *out,
				 struct aq_error *err);
enum aq_family aq_decode_family(const struct aq_decode *decode);

#endif
