/*
 * written.h - writes a world (world.h) as a run's folder, as aq_report_write
 * does with the store's listings: every CSV file, the page and summary.json.
 */
#ifndef TEST_REPORT_WRITTEN_H
#define TEST_REPORT_WRITTEN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "night.h"
#include "report/page.h"
#include "report/sheet.h"
#include "report/summary.h"

#define RUN "2026-01-31.1"

struct written {
	char path[64];
	struct aq_folder *reports, *run;
	struct facts *facts;
	struct world world;
};

#define assert_ok(call)                                                                            \
	do {                                                                                       \
		struct aq_error err = {.status = AQ_OK};                                           \
		if ((call) < AQ_OK)                                                                \
			fail_msg("%s: %s", #call, err.text);                                       \
	} while (0)

/* One sheet of rows that lie one after the other. */
struct rows {
	const void *first;
	size_t bytes_each, count;
};

static inline void write_rows(struct written *written, enum sheet_id id, struct rows rows)
{
	struct sheet sheet;

	assert_ok(sheet_open(&sheet, id, written->run, written->facts, &err));
	for (size_t index = 0; index < rows.count; index++)
		assert_ok(sheet_put(&sheet, (const char *)rows.first + index * rows.bytes_each,
				    &err));
	assert_ok(sheet_commit(&sheet, &err));
}

#define ROWS(list, size) ((struct rows){(list), sizeof((list)[0]), (size)})

static inline void write_run(struct written *written)
{
	const struct run_row rows[] = {{"run", AQ_SLICE(RUN)},
				       {"business_date", AQ_SLICE("2026-01-31")},
				       {"version", AQ_SLICE(AQ_VERSION)},
				       {"settings_sha256", AQ_SLICE("a5a5")},
				       {"dry_run", AQ_SLICE("no")}};

	write_rows(written, SHEET_RUN, ROWS(rows, sizeof(rows) / sizeof(rows[0])));
}

static inline void write_payments(struct written *written)
{
	static struct payment_row rows[WORLD_MAX];

	for (size_t index = 0; index < written->world.payments_count; index++)
		rows[index] = (struct payment_row){.line = &written->world.payments[index],
						   .is_now = true};
	write_rows(written, SHEET_PAYMENTS, ROWS(rows, written->world.payments_count));
}

static inline void write_exceptions(struct written *written)
{
	static struct exception_row rows[WORLD_MAX];

	for (size_t index = 0; index < written->world.exceptions_count; index++) {
		written->world.exceptions[index].remittance = AQ_SLICE("+1 <i>invoice</i>");
		rows[index] =
			(struct exception_row){.line = &written->world.exceptions[index],
					       .business_date = written->world.run.business_date};
	}
	write_rows(written, SHEET_EXCEPTIONS, ROWS(rows, written->world.exceptions_count));
}

static inline struct aq_slice account_name(struct aq_arena *arena, struct aq_account_ref account)
{
	struct aq_buffer name;
	struct aq_slice copy;

	aq_buffer_init(&name, 0);
	aq_account_put(&name, account);
	copy = aq_arena_copy(arena, aq_buffer_slice(&name));
	aq_buffer_free(&name);
	return copy;
}

static inline void write_journal(struct written *written, struct aq_arena *arena)
{
	static struct journal_row rows[WORLD_MAX * 4];
	static char hashes[WORLD_MAX * 2][AQ_SHA256_HEX_BYTES];
	size_t count = written->world.journal_count;

	for (size_t index = 0; index < count * 2; index++) {
		const struct aq_journal_line *line = &written->world.journal[index / 2];
		bool is_credit = index % 2 == 1;

		aq_sha256_to_hex(&line->hash, hashes[index / 2]);
		rows[index] = (struct journal_row){
			.line = line,
			.account = account_name(arena, is_credit ? line->posting.credit
								 : line->posting.debit),
			.hash = aq_slice_of(hashes[index / 2]),
			.is_credit = is_credit};
	}
	write_rows(written, SHEET_JOURNAL, ROWS(rows, count * 2));
}

static inline void write_trial(struct written *written, struct aq_arena *arena)
{
	static struct trial_row rows[256];

	for (size_t index = 0; index < written->world.trial_count; index++)
		rows[index] = (struct trial_row){
			.line = &written->world.trial[index],
			.account = account_name(arena, written->world.trial[index].account)};
	write_rows(written, SHEET_TRIAL, ROWS(rows, written->world.trial_count));
}

static inline void write_all(struct written *written)
{
	const struct world *world = &written->world;
	struct aq_arena *arena = NULL;

	facts_free(written->facts);
	written->facts = NULL;
	assert_ok(aq_arena_new(&arena, 0, &err));
	assert_ok(facts_new(&written->facts, &err));
	write_run(written);
	write_rows(written, SHEET_FILES, ROWS(world->files, world->files_count));
	write_rows(written, SHEET_FINDINGS, ROWS(world->findings, world->findings_count));
	write_payments(written);
	write_rows(written, SHEET_ALLOCATIONS, ROWS(world->allocations, world->allocations_count));
	write_exceptions(written);
	write_journal(written, arena);
	write_trial(written, arena);
	write_rows(written, SHEET_AGING, ROWS(world->aging, world->aging_count));
	write_rows(written, SHEET_SETTLEMENTS, ROWS(world->settlements, world->settlements_count));
	write_rows(written, SHEET_WAITING, ROWS(world->waiting, world->waiting_count));
	assert_ok(page_write(written->facts, written->run, &err));
	aq_arena_free(arena);
}

static inline int open_written(void **state)
{
	struct written *written = calloc(1, sizeof(*written));

	assert_non_null(written);
	snprintf(written->path, sizeof(written->path), "/tmp/acquit-report-XXXXXX");
	assert_non_null(mkdtemp(written->path));
	assert_ok(aq_hash_start(&err));
	night_make(&written->world);
	assert_ok(aq_folder_open(&written->reports, written->path, &err));
	assert_ok(aq_folder_open_in(&written->run, written->reports, RUN, &err));
	write_all(written);
	*state = written;
	return 0;
}

static inline void remove_all(const struct aq_folder *folder)
{
	struct aq_arena *arena = NULL;
	struct aq_slice *names;
	size_t count = 0;

	assert_ok(aq_arena_new(&arena, 0, &err));
	assert_ok(aq_folder_list(folder, arena, &names, &count, &err));
	for (size_t index = 0; index < count; index++)
		unlinkat(aq_folder_descriptor(folder), names[index].start, 0);
	aq_arena_free(arena);
}

static inline int close_written(void **state)
{
	struct written *written = *state;

	remove_all(written->run);
	unlinkat(aq_folder_descriptor(written->reports), RUN, AT_REMOVEDIR);
	remove_all(written->reports);
	aq_folder_close(written->run);
	aq_folder_close(written->reports);
	rmdir(written->path);
	facts_free(written->facts);
	free(written);
	return 0;
}

/* The whole of a file of the run, ended by a NUL. */
static inline struct aq_buffer read_written(const struct written *written, const char *name)
{
	struct aq_buffer text;

	aq_buffer_init(&text, 0);
	assert_ok(aq_file_read(written->run, name, 64 << 20, &text, &err));
	aq_buffer_add_byte(&text, '\0');
	assert_false(aq_buffer_failed(&text));
	return text;
}

static inline void assert_holds(const struct aq_buffer *text, const char *part)
{
	if (!strstr(text->start, part))
		fail_msg("nothing reads: %s", part);
}

#endif
