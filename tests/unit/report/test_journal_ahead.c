/*
 * test_journal_ahead.c - journal.csv that is written while its run posts.
 */
#include "written.h"

#include "report/journal_ahead.h"

#define JOURNAL "journal.csv"

struct posted { /* the world's journal, as entries */
	struct aq_run run;
	struct aq_posting postings[WORLD_MAX * 2];
	struct aq_entry entries[WORLD_MAX];
	const struct aq_entry *pointers[WORLD_MAX];
	size_t count;
};

static void add_line(struct posted *posted, struct aq_posting *posting,
		     const struct aq_journal_line *line)
{
	struct aq_entry *entry;

	*posting = line->posting;
	if (posted->count == 0 || posted->entries[posted->count - 1].entry_no != line->entry_no) {
		entry = &posted->entries[posted->count];
		*entry = (struct aq_entry){.entry_no = line->entry_no,
					   .event = line->event,
					   .posted_on = line->posted_on,
					   .is_late = line->is_late,
					   .payment = line->payment,
					   .payment_no = line->payment_no,
					   .corrects_no = line->corrects_no,
					   .memo = line->memo,
					   .hash = line->hash,
					   .postings = posting};
		posted->pointers[posted->count++] = entry;
	}
	posted->entries[posted->count - 1].posting_count++;
}

static struct posted *post(const struct world *world)
{
	struct posted *posted = calloc(1, sizeof(*posted));

	assert_non_null(posted);
	for (size_t at = 0; at < world->journal_count; at++)
		add_line(posted, &posted->postings[at], &world->journal[at]);
	posted->run = world->run;
	snprintf(posted->run.id, sizeof(posted->run.id), "%s", RUN);
	posted->run.first_entry = posted->entries[0].entry_no;
	posted->run.last_entry = posted->entries[posted->count - 1].entry_no;
	return posted;
}

static void tell(const struct aq_report_journal *journal, const struct posted *posted, size_t from,
		 size_t to)
{
	const struct aq_entry_watch *watch = aq_report_journal_watch(journal);

	watch->begin(watch->context, posted->pointers + from, to - from);
	watch->end(watch->context);
}

static bool is_there(const struct written *written, const char *name)
{
	struct stat facts;

	return fstatat(aq_folder_descriptor(written->run), name, &facts, 0) == 0;
}

static size_t file_count(const struct written *written)
{
	struct aq_arena *arena = NULL;
	struct aq_slice *names;
	size_t count = 0;

	assert_ok(aq_arena_new(&arena, 0, &err));
	assert_ok(aq_folder_list(written->run, arena, &names, &count, &err));
	aq_arena_free(arena);
	return count;
}

static void it_has_the_bytes_that_are_written_in_the_end(void **state)
{
	const struct written *written = *state;
	struct posted *posted = post(&written->world);
	struct aq_buffer before = read_written(written, JOURNAL), after;
	struct aq_report_journal *journal = NULL;
	struct facts *facts;

	unlinkat(aq_folder_descriptor(written->run), JOURNAL, 0);
	assert_ok(aq_report_journal_new(&journal, written->reports, &posted->run, &err));
	tell(journal, posted, 0, 1);
	tell(journal, posted, 1, posted->count);
	assert_false(is_there(written, JOURNAL));
	facts = journal_ahead_end(journal, &posted->run);
	assert_non_null(facts);
	after = read_written(written, JOURNAL);
	assert_true(aq_slice_equals(aq_buffer_slice(&before), aq_buffer_slice(&after)));
	assert_int_equal(facts_rows(facts, SHEET_JOURNAL),
			 facts_rows(written->facts, SHEET_JOURNAL));
	assert_int_equal(facts_entries(facts).count, posted->count);
	aq_report_journal_free(journal);
	aq_buffer_free(&after);
	aq_buffer_free(&before);
	free(posted);
}

/* Numbers that come again were rolled back, and what is missing was posted unseen. */
static void what_is_not_whole_is_thrown_away(void **state)
{
	const struct written *written = *state;
	struct posted *posted = post(&written->world);
	size_t files = file_count(written);

	for (int turn = 0; turn < 4; turn++) {
		struct aq_report_journal *journal = NULL;

		assert_ok(aq_report_journal_new(&journal, written->reports, &posted->run, &err));
		if (turn == 0) {
			tell(journal, posted, 0, 2);
			tell(journal, posted, 1, posted->count);
		} else if (turn == 1) {
			tell(journal, posted, 0, posted->count - 1);
		} else if (turn == 2) {
			tell(journal, posted, 1, posted->count);
		}
		assert_null(journal_ahead_end(journal, &posted->run));
		assert_int_equal(file_count(written), files);
		aq_report_journal_free(journal);
	}
	free(posted);
}

static void a_run_that_stops_leaves_nothing_of_it(void **state)
{
	const struct written *written = *state;
	struct posted *posted = post(&written->world);
	struct aq_report_journal *journal = NULL;
	size_t files = file_count(written);

	assert_ok(aq_report_journal_new(&journal, written->reports, &posted->run, &err));
	tell(journal, posted, 0, posted->count);
	assert_int_equal(file_count(written), files + 1);
	aq_report_journal_free(journal);
	assert_int_equal(file_count(written), files);
	free(posted);
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, open_written, close_written)

int main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(it_has_the_bytes_that_are_written_in_the_end),
		A_TEST(what_is_not_whole_is_thrown_away),
		A_TEST(a_run_that_stops_leaves_nothing_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
