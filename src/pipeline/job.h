/*
 * job.h - what the steps of one night share; private to the pipeline.
 */
#ifndef ACQUIT_PIPELINE_JOB_H
#define ACQUIT_PIPELINE_JOB_H

#include "acquit/load.h"
#include "acquit/pipeline.h"

#include "numbers.h"

struct aq_home {
	char *path;
	struct aq_folder *root;
	struct aq_folder *inbox, *open_items, *work, *archive, *rejected, *reports;
	struct aq_lock *lock;
	struct aq_store *store;
	struct aq_arena *arena; /* settings and their texts */
	struct aq_settings settings;
};

/* One night; made by run.c, lives as long as aq_run. */
struct job {
	struct aq_home *home;
	struct aq_store *store;
	const struct aq_run_order *order;
	struct aq_run run;
	bool is_begun; /* the run row stands */
	bool is_rehearsal; /* a dry run that only asks whether anything would change */
	bool is_resumed; /* it is an interrupted one */
	bool is_changed; /* the run has something to report */
	struct aq_home_folders folders;
	struct aq_profiles *profiles;
	struct aq_chain *chain;
	struct aq_hasher *hasher;
	struct aq_normalise_settings normalise;
	struct aq_posting_settings posting;
	struct aq_report_journal *journal; /* written while the run posts; NULL: only in the end */
	uint32_t next_ordinal; /* of claims */
	int load_turn; /* load_order.c */
	struct numbers came_tonight; /* load_again.c: the first bytes of hashes; sorted */
	uint64_t held_files; /* files that stay in a drop folder and need a person */
	struct numbers set_aside; /* payments that tonight's apply leaves alone: lumps in doubt */
	struct numbers taken_off; /* lines that a person took off their settlement */
	struct tables *tables; /* apply/tables.h; owned */
	struct numbers no_settlement; /* lines of which a person said that they are none's */
};

/* The run row, made when the first thing happens. */
enum aq_status job_begin_run(struct job *job, struct aq_error *err);
/* AQ_STOPPED once a signal asked us to stop. */
enum aq_status job_check_stop(struct aq_error *err);

/* home.c */
void home_folders(const struct aq_home *home, struct aq_home_folders *out);

/* settings.c */
enum aq_status settings_read(struct aq_home *home, struct aq_error *err);
const char *settings_default_text(void);
/* strangers.c: customers of acquit.conf whom nobody knows */
enum aq_status settings_strangers(struct aq_home *home, struct aq_run_result *out,
				  struct aq_error *err);
const struct aq_account_setting *settings_account(const struct aq_settings *settings,
						  struct aq_slice account);

/* claims.c: walks a drop folder, claims left by a crash first */
typedef enum aq_status (*on_claim)(struct job *job, struct aq_claim *claim, struct aq_error *err);
enum aq_status claims_walk(struct job *job, enum aq_drop drop, on_claim on, struct aq_error *err);
/* Only those that lie in work/. */
enum aq_status claims_left(struct job *job, enum aq_drop drop, on_claim on, struct aq_error *err);

/* How a reason begins that is no whole file's: rejected.c tells them apart by it. */
#define REASON_PARTIAL_HEAD "Parts of this file were refused"

/* file.c: what payment files and open-items files have in common */
struct file_work {
	struct aq_claim *claim;
	struct aq_source *source;
	struct aq_source_facts facts;
	struct aq_findings *findings;
	struct aq_archiving *archiving;
	struct aq_file_row row;
	char archive_name[AQ_ARCHIVE_NAME_BYTES];
	const struct aq_file_total *totals; /* of a file that is refused whole; borrowed */
	size_t total_count;
};
enum aq_status file_open(struct job *job, struct aq_claim *claim, bool is_open_items,
			 struct file_work *out, struct aq_error *err);
void file_close(struct file_work *work);
/* How much of a file was refused, and where that is told. */
struct refused_part {
	uint64_t refused;
	uint64_t read;
	const char *what; /* "payments" or "rows" */
	const char *suffix; /* of the file in rejected/ */
};
/* Names a file that was taken in only in part, once it is committed. */
void file_say_partial(const struct job *job, const struct file_work *work,
		      struct refused_part part);
/* The bytes were taken in before: recorded, archived already, claim removed. AQ_END when it was. */
enum aq_status file_known(struct job *job, struct file_work *work, struct aq_error *err);
enum aq_status file_reject(struct job *job, struct file_work *work, const struct aq_error *why,
			   struct aq_error *err);
/* Archive, file row, findings; then the caller's transaction commits. */
enum aq_status file_record(struct job *job, struct file_work *work, struct aq_error *err);

/* decode_print.c */
void decode_put_finding(struct aq_buffer *out, struct aq_slice file,
			const struct aq_finding *finding);
/* The refusal of the file itself is a finding like the others, once. */
void decode_note_refusal(struct aq_findings *findings, const struct aq_error *err);

/* unit_keep.c */
enum aq_status unit_keep(struct aq_unit *out, const struct aq_unit *unit, struct aq_arena *arena,
			 struct aq_error *err);

/* elsewhere.c: a refusal names the folder where the file belongs, where it belongs to one */
void elsewhere_payments(const struct aq_source_facts *facts, struct aq_error *err);
void elsewhere_open_items(const struct job *job, const struct aq_source_facts *facts,
			  struct aq_error *err);

/* take_in.c, load_items.c, load_order.c */
enum aq_status take_in_file(struct job *job, struct aq_claim *claim, struct aq_error *err);
enum aq_status load_file(struct job *job, struct aq_claim *claim, struct aq_error *err);
/* load_again.c: whether an open-items file that came before is no news, AQ_END when it was and
 * is done with; else it is to be loaded, and is a repeat only if `out` and it changes nothing. */
enum aq_status load_again(struct job *job, struct file_work *work, bool *out, struct aq_error *err);
enum aq_status load_in_order(struct job *job, struct aq_error *err);
enum aq_status load_instalments(struct job *job, struct aq_error *err);

/* take_back.c, settle.c, apply.c */
enum aq_status take_back(struct job *job, struct aq_error *err);
enum aq_status settle(struct job *job, struct aq_error *err);
enum aq_status apply(struct job *job, struct aq_error *err);
enum aq_status settle_ask(struct job *job, struct aq_error *err);

/* close.c */
enum aq_status close_run(struct job *job, struct aq_run_result *out, struct aq_error *err);
/* Of a night that changed nothing: the run is forgotten. */
enum aq_status close_idle(struct job *job, struct aq_run_result *out, struct aq_error *err);
/* seals.c */
enum aq_status seals_check(struct aq_home *home, struct aq_verify_result *out,
			   struct aq_error *err);
enum aq_status seal_write(const struct aq_home *home, const struct aq_run *run,
			  struct aq_error *err);

struct unit_chain;

/* Moves what was allocated beyond an item's new amount to the customer's account; and
 * back what rests there since an earlier fall and is asked about. */
struct load_tools {
	struct aq_arena *arena;
	struct aq_findings *findings;
};
enum aq_status move_excess(struct job *job, struct unit_chain *chain,
			   const struct aq_row_change *change, const struct load_tools *tools,
			   struct aq_error *err);
enum aq_status put_back_fallen(struct job *job, struct unit_chain *chain,
			       const struct aq_row_change *change, struct aq_arena *arena,
			       struct aq_error *err);

/* A chained unit of entries, inside a transaction: begin, add batches, end. */
struct unit_chain {
	struct aq_slice name;
	uint64_t first_entry, last_entry;
};
enum aq_status unit_chain_begin(struct job *job, struct unit_chain *unit, struct aq_slice name,
				struct aq_error *err);
/* Gives the entries numbers and hashes; `digests[i]` may be empty; both of `count`. */
enum aq_status unit_chain_entry(struct job *job, struct unit_chain *unit, struct aq_entry *entry,
				struct aq_slice digests, struct aq_error *err);
enum aq_status unit_chain_end(struct job *job, const struct unit_chain *unit, struct aq_error *err);
/* The same in parts: numbers, which only one may ask for that writes the store; and
 * the hash, in the order of entries, which another may take beside. */
enum aq_status unit_chain_number(struct job *job, struct unit_chain *unit, struct aq_entry *entry,
				 struct aq_error *err);
enum aq_status unit_chain_allocations(struct job *job, struct aq_allocation *allocations,
				      size_t count, struct aq_error *err);
enum aq_status unit_chain_hash(struct job *job, struct aq_entry *entry,
			       const struct aq_allocation *allocations, size_t count,
			       struct aq_error *err);
/* Numbers the allocations, digests them, and chains the entry they came from. */
enum aq_status unit_chain_applied(struct job *job, struct unit_chain *unit, struct aq_entry *entry,
				  struct aq_allocation *allocations, size_t count,
				  struct aq_error *err);

#endif
