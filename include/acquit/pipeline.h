/*
 * pipeline.h - a home and what can be done in it; the only room that sees the
 * stages together.
 */
#ifndef ACQUIT_PIPELINE_H
#define ACQUIT_PIPELINE_H

#include "acquit/decode.h"
#include "acquit/intake.h"
#include "acquit/keyfile.h"
#include "acquit/limit.h"
#include "acquit/match.h"
#include "acquit/normalise.h"
#include "acquit/report.h"
#include "acquit/store_read.h"

/* --- settings: acquit.conf, every key in settings.def --- */

enum aq_post {
	AQ_POST_FIRST_SEEN,
	AQ_POST_STATEMENT,
	AQ_POST_CSV,
	AQ_POST_CASHBOOK,
	AQ_POST_NOTHING
};

struct aq_account_setting { /* [account.X] */
	struct aq_slice account; /* comparable form */
	enum aq_post post;
	bool warn_balance;
};

struct aq_settings { /* texts live with the home */
	struct aq_slice *company_ids;
	size_t company_id_count;
	bool use_balance;
	bool forgets_payers; /* [match] learn = no */
	uint64_t rules_off; /* [match] off, and [rule.X] */
	struct aq_percent demote_below; /* 0: no rule is demoted */
	uint64_t rules_trusted; /* [rule.X] demote = no */
	struct aq_date rule_since[AQ_RULE_COUNT]; /* [rule.X] demote = DAY */
	const struct aq_rule_limit *rule_limits;
	size_t rule_limit_count;
	const struct aq_terms *terms; /* [match], [rule.X], [customer.X]: tolerances and the like */
	size_t terms_count;
	struct aq_limits limits; /* [review], and [person.X] */
	struct aq_date closed_through;
	bool is_snapshot;
	uint64_t unwrapped_bytes_max;
	const struct aq_account_setting *accounts;
	size_t account_count;
	const struct aq_source_name *source_names; /* [gateway.X] bank_name */
	size_t source_name_count;
	const struct aq_nacha_partner *partners; /* [nacha.partner.X] */
	size_t partner_count;
	struct aq_sha256 hash; /* of the settings in force */
};

/* Lists every key with its default and meaning, for `acquit help settings`. */
void aq_settings_help(struct aq_buffer *out);

/* --- homes --- */

struct aq_home;

/* Makes folders, store, seal key and acquit.conf; fails where a home is.
 * `shared` names where sample files lie when is_demo. */
enum aq_status aq_home_make(const char *path, const char *samples, struct aq_error *err);

enum aq_home_use {
	AQ_HOME_READ, /* show, status, report, export, verify: no lock */
	AQ_HOME_WRITE /* run, load, review: takes the lock, AQ_LOCKED at once */
};
enum aq_status aq_home_open(struct aq_home **out, const char *path, enum aq_home_use use,
			    struct aq_error *err);
void aq_home_close(struct aq_home *home);
struct aq_store *aq_home_store(struct aq_home *home);
/* The same store once more, for reading what is committed; the caller closes it. */
enum aq_status aq_home_open_beside(const struct aq_home *home, struct aq_store **out,
				   struct aq_error *err);
const struct aq_settings *aq_home_settings(const struct aq_home *home);
const struct aq_folder *aq_home_reports(const struct aq_home *home);
const struct aq_folder *aq_home_rejected(const struct aq_home *home);
/* Files in rejected/ that wait for a person: those refused whole that lie there,
 * and those taken in part whose reason or rows lie there. */
enum aq_status aq_home_rejected_count(const struct aq_home *home, uint64_t *out,
				      struct aq_error *err);

/* --- the nightly job --- */

struct aq_run_order {
	struct aq_date date; /* the business date */
	bool is_dry;
	/* `load FILE…`: these files instead of the drop folders; no payments are taken in or applied. */
	const char *const *load_paths;
	size_t load_path_count;
	/* In a replay, rules stand as the runs of this book before one had found them:
	 * what persons took off is not taken off again. NULL: as in the home's own. */
	struct aq_store *judged_by;
	uint64_t judged_before;
	bool is_replay; /* files bear a number before their own name, and .gz behind it */
	struct aq_buffer
		*mail; /* gets the summary cron mails, unless nothing happened; may be NULL */
};

struct aq_run_result {
	bool is_empty; /* nothing happened: no run was made */
	bool needs_person; /* exit status 1 */
	/* [customer.X] of customers whom nobody knows, once all is loaded; the home's. */
	const struct aq_terms *strangers;
	size_t stranger_count;
	struct aq_run run;
	struct aq_report_summary summary;
};

enum aq_status aq_run(struct aq_home *home, const struct aq_run_order *order,
		      struct aq_run_result *out, struct aq_error *err);
/* A warning for each of the result's strangers, with line and mend. */
void aq_run_say_strangers(const struct aq_run_result *result);
/* Asked between files and chunks; set by a signal handler. */
void aq_run_stop(int signal_number);
int aq_run_stop_signal(void);

/* An act of a person is a small run of its own: begin, act on the store, end.
 * _end commits, checks, seals and reports; is_done false rolls back. */
enum aq_status aq_act_begin(struct aq_home *home, struct aq_date date, struct aq_run *out,
			    struct aq_error *err);
enum aq_status aq_act_end(struct aq_home *home, struct aq_run *run, bool is_done,
			  struct aq_error *err);

/* How the rules stand by today's settings, as a run found them or as the next one of
 * its day will find them: what a person's act took off is told by its own report. */
enum aq_when_judged { AQ_JUDGED_BEFORE, AQ_JUDGED_AFTER };
enum aq_status aq_home_standings(struct aq_home *home, const struct aq_run *run,
				 enum aq_when_judged when,
				 struct aq_rule_standing out[AQ_RULE_COUNT], struct aq_error *err);

/* What is known of a payer by account or name (or by one of its payments), and why. */
enum aq_status aq_payer_show(struct aq_home *home, struct aq_slice text, struct aq_date today,
			     struct aq_buffer *out, struct aq_error *err);

/* --- decode FILE, without a home (home may be NULL) --- */

struct aq_decode_order {
	const char *path;
	const char *home_path; /* whose formats/ serve where no home is given; may be NULL */
	enum aq_decode_form form;
	bool is_check; /* findings alone, on `out` */
	bool is_clear;
	bool is_header; /* print the header row first */
	struct aq_date today;
	bool is_dated; /* a run of that day is meant: what has no day gets it */
};
/* Writes rows to `out` as they come; findings as text to `diagnostics`. `worst` is the worst severity. */
enum aq_status aq_decode_print(struct aq_home *home, const struct aq_decode_order *order, FILE *out,
			       FILE *diagnostics, enum aq_severity *worst, struct aq_error *err);
/* Where the formats come from: the home's formats/, then the shipped ones. */
enum aq_status aq_formats_load(struct aq_profiles **out, struct aq_home *home,
			       struct aq_error *err);
/* The same for a folder that need not be a home; NULL for the shipped ones alone. */
enum aq_status aq_formats_load_at(struct aq_profiles **out, const char *path, struct aq_error *err);

/* `formats --check FILE` */
struct aq_format_order {
	const char *path;
	const char *format; /* the one to try; NULL: the best */
	const char *home_path; /* as above */
	struct aq_date today;
};
/* Explains what becomes of a file: format, columns, payments, totals, refusals. */
enum aq_status aq_format_check(struct aq_home *home, const struct aq_format_order *order,
			       struct aq_buffer *out, enum aq_severity *worst,
			       struct aq_error *err);
/* Proposes a profile for a file. */
enum aq_status aq_format_new(const char *path, struct aq_buffer *out, struct aq_error *err);

/* Where a shipped folder lies (`demo`, `formats/csv`): beside an installed
 * program, or in the source tree it was built in; $ACQUIT_SHARE names another
 * place. Empty when it is nowhere. */
struct aq_slice aq_shared_path(struct aq_arena *arena, const char *what);

/* --- replay --- */

struct aq_replay_order {
	const char *settings; /* path of a file as acquit.conf is */
	struct aq_date since; /* business date from which runs are compared */
};
enum aq_replay_change {
	AQ_REPLAY_APPLIED, /* on items there, not here */
	AQ_REPLAY_NOT_APPLIED, /* the other way round */
	AQ_REPLAY_ELSEWHERE, /* on other items, or as much on them */
	AQ_REPLAY_GIVEN, /* the same money on the same items, another discount or write-off */
	AQ_REPLAY_STATUS, /* on none in either, with another status */
	AQ_REPLAY_CHANGE_COUNT
};
#define AQ_REPLAY_SUMS_MAX 256
struct aq_replay_sum { /* of a currency; money counts whichever way it went */
	aq_currency currency;
	uint64_t counts[AQ_REPLAY_CHANGE_COUNT];
	int64_t amounts[AQ_REPLAY_CHANGE_COUNT];
};
struct aq_replay_result {
	uint64_t runs, files; /* replayed, from the first one on */
	uint64_t acts; /* of people: not done again */
	uint64_t payments, differing; /* of the runs compared */
	struct aq_replay_sum sums[AQ_REPLAY_SUMS_MAX]; /* of the differing ones, by currency */
	size_t sum_count;
};
/* Takes the whole archive in once more under other settings, in a home of its
 * own that is removed afterwards, and writes the payments that end otherwise as
 * CSV. The home itself stays as it is. */
enum aq_status aq_replay(struct aq_home *home, const struct aq_replay_order *order,
			 struct aq_buffer *out, struct aq_replay_result *result,
			 struct aq_error *err);

/* --- verify --- */

struct aq_verify_result {
	uint64_t units, entries, postings, archived;
	uint64_t seals, missing_seals; /* of closed runs; the newest is never missing */
	char head[65];
};
/* Chain, double entry, invariants, projections, archive, seals. AQ_INTEGRITY
 * names the first thing that does not hold. */
struct aq_verify_order {
	bool is_rebuild; /* --rebuild: projections made anew from the journal */
};
enum aq_status aq_verify(struct aq_home *home, const struct aq_verify_order *order,
			 struct aq_verify_result *out, struct aq_error *err);

#endif
