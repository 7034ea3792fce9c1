/*
 * intake.h - files and bytes: the inbox, claims, sources, archive, rejects.
 *
 * Order for a file (DESIGN section 5): claim by rename into work/ -> read,
 * hash, decode, post in one transaction -> archive copy fsynced -> commit ->
 * remove the claim. Names from outside are data: nothing is opened through
 * them but by openat on the folder with O_NOFOLLOW.
 */
#ifndef ACQUIT_INTAKE_H
#define ACQUIT_INTAKE_H

#include "acquit/arena.h"
#include "acquit/buffer.h"
#include "acquit/date.h"
#include "acquit/file.h"
#include "acquit/findings.h"
#include "acquit/hash.h"

/* The folders of a home that files travel through; all on one file system. */
struct aq_home_folders { /* borrowed */
	const struct aq_folder *inbox;
	const struct aq_folder *open_items;
	const struct aq_folder *work;
	const struct aq_folder *archive;
	const struct aq_folder *rejected;
};

enum aq_drop { AQ_DROP_PAYMENTS, AQ_DROP_OPEN_ITEMS };

/* What was found in a drop folder: a file to claim, or one that is left where
 * it is with a word why (being written, a link, a device, a folder). */
struct aq_found {
	struct aq_slice name; /* as it stands in the folder, any bytes */
	uint64_t bytes;
	bool is_claimable;
	enum aq_code why; /* when not */
	bool is_quiet; /* not worth a word: hidden, .tmp, .part, still written */
};

/* Everything in the folder, in byte order of the names, in `arena`. */
enum aq_status aq_drop_scan(const struct aq_folder *drop, struct aq_arena *arena,
			    struct aq_found **found, size_t *count, struct aq_error *err);

/* A claimed file. Its name in work/ is ours: "p-NNNNNN-<escaped name>" or
 * "o-…", so that the original name and the drop folder can be told from it
 * after a crash (a name too long once escaped is kept whole in a side file).
 * Opened once, by descriptor; what is read is what was checked: regular, one
 * link, not changing while we read. */
struct aq_claim;

#define AQ_CLAIM_ORDINAL_MAX 999999

/* Renames FOUND into work/; AQ_NOT_FOUND when it vanished meanwhile; AQ_BAD_FILE
 * with the code why when it can no longer be claimed (then it stays where it
 * is); AQ_SYSTEM with AQ_INTAKE_TOO_MANY past AQ_CLAIM_ORDINAL_MAX. `ordinal`
 * must not be one that a claim left in work/ still has. The folders are
 * borrowed until the claim is closed. */
enum aq_status aq_claim_take(struct aq_claim **out, const struct aq_home_folders *folders,
			     enum aq_drop drop, struct aq_slice name, uint32_t ordinal,
			     struct aq_error *err);
/* The claims an interrupted run left in work/, in name order, in `arena`:
 * names to pass to aq_claim_resume. Foreign files there are reported by a
 * finding and left. */
enum aq_status aq_claims_left(const struct aq_home_folders *folders, struct aq_arena *arena,
			      struct aq_slice **names, size_t *count, struct aq_findings *findings,
			      struct aq_error *err);
/* Removes what writes that never came to their end left in work/, archive/ and
 * rejected/. Under the home's lock, before anything is taken in: it would
 * remove the unfinished files of another run. */
enum aq_status aq_intake_sweep(const struct aq_home_folders *folders, struct aq_error *err);
enum aq_status aq_claim_resume(struct aq_claim **out, const struct aq_home_folders *folders,
			       struct aq_slice work_name, struct aq_error *err);
/* A file named on the command line (`load FILE`, `decode FILE`), never moved:
 * put_back, remove and reject do nothing to it. It may be a path with folders,
 * a symbolic link (the person named it), and have several names, but must be a
 * regular file. AQ_NOT_FOUND when it is missing. */
enum aq_status aq_claim_named(struct aq_claim **out, const char *path, struct aq_error *err);
/* Puts a claim back under its own name in its drop folder (dry run, or a
 * file that still changed); closes nothing. Where a new file took the name
 * meanwhile, a number is added. */
enum aq_status aq_claim_put_back(struct aq_claim *claim, struct aq_error *err);
void aq_claim_close(struct aq_claim *claim);
struct aq_slice aq_claim_name(const struct aq_claim *claim); /* original name, without folders */
enum aq_drop aq_claim_drop(const struct aq_claim *claim);
uint64_t aq_claim_bytes(const struct aq_claim *claim);

/* The unwrapped bytes of a claim: plain as they are, gzip inflated by our own
 * bounded loop (one level; every member checked; trailing bytes, torn ends,
 * wrong CRC and bombs are findings that refuse the file). Zip, xz, … are
 * refused by name. A source can be read again from the start; every pass after
 * the survey must hash as the survey did. What refuses the file (AQ_BAD_FILE)
 * is one finding and the error. AQ_INTAKE_CHANGED says that the file was not
 * at rest: put it back; every other code: reject it. */
struct aq_source;

struct aq_source_limits {
	uint64_t unwrapped_bytes_max; /* 0: 16 GB */
	uint32_t ratio_max; /* 0: 200, after the first MB */
	uint32_t members_max; /* 0: 8 */
};

enum aq_status aq_source_open(struct aq_source **out, struct aq_claim *claim,
			      const struct aq_source_limits *limits, struct aq_findings *findings,
			      struct aq_error *err);
void aq_source_close(struct aq_source *source);
/* The next piece, up to 256 KiB, borrowed until the next call; AQ_END with an
 * empty piece at the end. AQ_BAD_FILE when unwrapping fails or the file grew
 * or changed meanwhile. */
enum aq_status aq_source_next(struct aq_source *source, struct aq_slice *piece,
			      struct aq_error *err);
enum aq_status aq_source_rewind(struct aq_source *source, struct aq_error *err);
/* The first AQ_DECODE_HEAD_BYTES of the unwrapped bytes, which live as long as
 * the source; for who only looks: no pass is hashed after it. Leaves the source
 * rewound. */
enum aq_status aq_source_head(struct aq_source *source, struct aq_slice *out, bool *is_whole,
			      struct aq_error *err);
/* One pass from the start to the end: SHA-256 of the unwrapped bytes and of
 * the bytes as received, their counts, and the first AQ_DECODE_HEAD_BYTES of
 * the unwrapped ones. Leaves the source rewound. */
struct aq_source_facts {
	struct aq_sha256 unwrapped;
	struct aq_sha256 received;
	uint64_t unwrapped_bytes;
	uint64_t received_bytes;
	bool is_compressed;
	const char *head; /* lives as long as the source */
	size_t head_length;
};
enum aq_status aq_source_survey(struct aq_source *source, struct aq_source_facts *out,
				struct aq_error *err);

/* The archive keeps the bytes as received, gzip-compressed (stored as they are
 * when they were gzip already), header time 0: archive/DATE-<sha256>.gz, where
 * the hash is that of the unwrapped bytes. Written aside, fsynced, renamed,
 * folder fsynced. Existing with the same name: kept, success. `name` gets the
 * file name. The writing may run in a thread of its own: _start, then _finish
 * waits and reports. _finish(NULL) is fine. */
/* The thread reads the claim by a descriptor of its own, so the claim may be
 * read at the same time; the archive folder must outlive it. What it reads
 * must hash to `unwrapped`, else _finish is AQ_BAD_FILE with AQ_INTAKE_CHANGED. */
struct aq_archiving;
#define AQ_ARCHIVE_NAME_BYTES 96
struct aq_archive_order {
	const struct aq_folder *archive;
	struct aq_claim *claim;
	struct aq_date on;
	struct aq_sha256 unwrapped;
	bool is_compressed;
};
enum aq_status aq_archive_start(struct aq_archiving **out, const struct aq_archive_order *order,
				struct aq_error *err);
/* `is_wanted` false drops what was written. Frees in every case. */
enum aq_status aq_archive_finish(struct aq_archiving *archiving, bool is_wanted,
				 char name[AQ_ARCHIVE_NAME_BYTES], struct aq_error *err);
/* Checks one archived file: it inflates, and hashes to its name. AQ_INTEGRITY
 * with AQ_INTAKE_ARCHIVE_MISSING or AQ_INTAKE_ARCHIVE_DAMAGED if not. */
enum aq_status aq_archive_check(const struct aq_folder *archive, struct aq_slice name,
				struct aq_error *err);

/* After commit: the claim leaves work/. */
enum aq_status aq_claim_remove(struct aq_claim *claim, struct aq_error *err);
/* A refused file: moved untouched to rejected/ under its own name (a number is
 * added when taken; hostile bytes escaped as %XX; cut past 200 bytes), beside
 * NAME.reason.txt with what, where and how to mend. The reason is written
 * first, so that a file there always has one. */
enum aq_status aq_claim_reject(struct aq_claim *claim, struct aq_slice reason,
			       struct aq_error *err);
/* A side file in rejected/: NAME.rows.csv, NAME.reason.txt of a partial file.
 * Equal text under the same name is kept as it is; other text gets a number,
 * NAME-2.rows.csv. `suffix` is ours and short. */
enum aq_status aq_reject_write(const struct aq_folder *rejected, struct aq_slice name,
			       const char *suffix, struct aq_slice text, struct aq_error *err);

#endif
