/*
 * taking.h - one payment file on its way in; private.
 */
#ifndef ACQUIT_PIPELINE_TAKING_H
#define ACQUIT_PIPELINE_TAKING_H

#include "chunk.h"

struct late_refusal {
	uint64_t unit; /* of the file, or file of several in one, from 1 */
	enum aq_code code;
};

struct late_refusals { /* rising by unit; owned; zero-initialised is empty */
	struct late_refusal *list;
	size_t count, room;
};

/* What was read of the file, by currency; behind it the same once more, refused. */
struct whole {
	struct aq_file_total totals[2 * CURRENCIES_MAX];
	size_t count;
	bool is_beyond; /* a sum, or the currencies, have no room */
	bool is_read; /* to the file's end */
	uint64_t bytes, payments; /* so far */
	bool is_told; /* how many payments it has, about */
};

struct intake { /* one file on its way in */
	struct job *job;
	struct file_work work;
	struct aq_decode *decode;
	struct unit_chain chain;
	struct chunk chunk;
	struct fingerprinter printer;
	struct aq_buffer name; /* of the chained unit */
	struct aq_unit unit; /* in hand, its texts in unit_arena */
	struct aq_arena *unit_arena;
	struct aq_arena *scratch; /* of a unit's end */
	char hash[AQ_SHA256_HEX_BYTES];
	struct aq_left_overs left_overs;
	bool has_again; /* something may be known of the unit in hand */
	bool refuses_unit; /* normalise said so of the unit in hand */
	enum aq_code refusal;
	struct whole whole;
	uint64_t unit_count, units_refused;
	/* Units that posted some of themselves before they were refused; once there is
	 * one, the rest of the file is only looked at, and then it is read again. */
	struct late_refusals late;
	struct late_refusals late_files; /* of several in one; by their place, from 1 */
	bool is_looking;
	struct aq_findings_mark before; /* what was found before the file was decoded */
	/* The account whose posting source was asked last. */
	struct aq_buffer account;
	bool is_account_known;
	bool account_posts;
};

/* late_refusals.c */
enum aq_status late_refusals_add(struct late_refusals *late, struct late_refusal refusal,
				 struct aq_error *err);
/* AQ_CODE_NONE: it is none of them. */
enum aq_code late_refusals_find(const struct late_refusals *late, uint64_t unit);
void late_refusals_free(struct late_refusals *late);
/* Why all of the unit in hand is refused from its first payment on. */
enum aq_code late_refusal_of_unit(const struct intake *intake);

/* whole.c */
void whole_count(struct intake *intake, const struct aq_payment *payments, size_t count);
/* So many bytes more were decoded. */
void whole_read(struct intake *intake, size_t bytes);
/* Its row tells how much it held, where all of it was read. */
void whole_is_refused(struct intake *intake);

/* posting_source.c: which kind of file posts to a bank account */
enum aq_status posting_source_ask(struct intake *intake, struct aq_slice account,
				  enum aq_message kind, struct aq_error *err);
enum aq_message posting_source_kind(const struct intake *intake, const struct aq_unit *unit);
/* A second kind of file for an account that another kind posts to tells what is
 * known already: its payments on the tray from `from` on post nothing. */
enum aq_status posting_source_settle(struct intake *intake, const struct aq_unit *unit, size_t from,
				     struct aq_error *err);

#endif
