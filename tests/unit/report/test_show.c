/*
 * test_show.c - show, status, the work list, the export and a run's folder, of a real store.
 */
#include "../review/given.h"

#include "acquit/report.h"

#include <fcntl.h>
#include <sys/stat.h>

static void assert_reads(struct given *given, const char *part)
{
	aq_buffer_add_byte(&given->out, '\0');
	given->out.length--;
	if (!strstr(given->out.start, part))
		fail_msg("nothing reads '%s' in:\n%s", part, given->out.start);
}

static void show(struct given *given, enum aq_thing thing, const char *id)
{
	struct aq_thing_row *things;
	size_t count = 0;

	aq_buffer_clear(&given->out);
	assert_ok(given, aq_store_things_find(given->store, thing, aq_slice_of(id), given->arena,
					      &things, &count, &given->err));
	assert_int_equal(count, 1);
	assert_ok(given, aq_report_show(given->store, &things[0], &given->out, &given->err));
}

static void a_payment_tells_its_place_and_that_it_is_applied_to_nothing(void **state)
{
	struct given *given = *state;

	show(given, AQ_THING_PAYMENT, given->id);
	assert_reads(given, given->id);
	assert_reads(given, "100.00 EUR in, receipt");
	assert_reads(given, "unidentified: nobody is known yet");
	assert_reads(given, "Applied to nothing");
	assert_reads(given, "receipt");
}

static void a_payment_that_was_moved_tells_where_and_why(void **state)
{
	struct given *given = *state;

	move_to_unapplied(given);
	show(given, AQ_THING_PAYMENT, given->id);
	assert_reads(given, "(unapplied): 100.00 EUR");
	assert_reads(given, "why: ");
	assert_reads(given, "unidentified | unapplied");
}

static void an_invoice_tells_what_is_open(void **state)
{
	struct given *given = *state;

	show(given, AQ_THING_INVOICE, "F1");
	assert_reads(given, "Invoice F1");
	assert_reads(given, "60.00 EUR");
	assert_reads(given, "Nothing was paid on it");
}

static void a_customer_tells_the_open_items(void **state)
{
	struct given *given = *state;

	show(given, AQ_THING_CUSTOMER, "C1");
	assert_reads(given, "Open items");
	assert_reads(given, "F1");
}

static void a_thing_without_a_kind_is_asked_for(void **state)
{
	struct given *given = *state;
	struct aq_thing_row thing = {.thing = AQ_THING_ANY};

	assert_int_equal(aq_report_show(given->store, &thing, &given->out, &given->err), AQ_USAGE);
}

static void a_home_without_a_run_says_so(void **state)
{
	struct given *given = *state;

	assert_ok(given, aq_report_status(given->store, 2, &given->out, &given->err));
	assert_reads(given, "No run yet");
	assert_reads(given, "100.00 EUR  in 1 payment");
	assert_reads(given, "2 files lie in rejected/");
}

static void the_work_list_tells_who_what_where_and_what_to_type(void **state)
{
	struct given *given = *state;

	assert_ok(given, aq_report_work_list(given->store, &(struct aq_work_order){0}, &given->out,
					     &given->err));
	assert_reads(given, "100.00 EUR  from ");
	assert_reads(given, "  E1  unknown-payer: ");
	assert_reads(given, "acquit review apply P");
	assert_reads(given, " TARGET --by YOU --why REASON\n");
	assert_reads(given, "1 question is open.");
}

static void the_mail_is_no_longer_than_twenty_lines(void **state)
{
	struct given *given = *state;
	struct aq_report_summary summary = {.files = {1, 2, 3, 4, 5}};
	size_t lines = 0;

	for (size_t index = 0; index < AQ_PAYMENT_STATUS_COUNT; index++)
		summary.payments[index] = index;
	assert_ok(given,
		  aq_report_mail(given->store, &given->run, &summary, &given->out, &given->err));
	for (size_t index = 0; index < given->out.length; index++)
		lines += given->out.start[index] == '\n';
	assert_true(lines <= 20);
	assert_reads(given, "Files: 1 accepted, 2 partial, 3 refused, 4 duplicate, 5 waiting");
}

static void export_to(struct given *given, enum aq_export form)
{
	char *text = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&text, &length);

	assert_non_null(stream);
	assert_ok(given, aq_report_export(given->store, form, stream, &given->err));
	fclose(stream);
	aq_buffer_clear(&given->out);
	aq_buffer_add(&given->out, (struct aq_slice){text, length});
	free(text);
}

static void hledger_is_told_every_account_its_type_and_every_commodity(void **state)
{
	struct given *given = *state;

	export_to(given, AQ_EXPORT_HLEDGER);
	assert_reads(given, "decimal-mark .\n");
	assert_reads(given, "commodity 1000.00 EUR\n");
	assert_reads(given, "account receivable  ; type: A\n");
	assert_reads(given, "account unidentified  ; type: L\n");
	assert_reads(given, "    unidentified  -100.00 EUR\n");
}

static void ledger_is_told_the_same_in_its_own_words(void **state)
{
	struct given *given = *state;

	export_to(given, AQ_EXPORT_LEDGER);
	assert_reads(given, "commodity EUR\n    format 1000.00 EUR\n");
	assert_reads(given, "account receivable\n");
}

static void the_csv_export_has_the_rows_of_the_journal(void **state)
{
	struct given *given = *state;

	export_to(given, AQ_EXPORT_CSV);
	assert_reads(given, "entry_no,posted_on,account,debit,credit,currency,payment_id,");
	assert_reads(given, ",unidentified,,100.00,EUR,");
}

static void a_stream_that_cannot_be_written_is_told(void **state)
{
	struct given *given = *state;
	FILE *full = fopen("/dev/full", "w");

	if (!full)
		skip();
	assert_int_equal(aq_report_export(given->store, AQ_EXPORT_CSV, full, &given->err),
			 AQ_SYSTEM);
	fclose(full);
}

/* --- a run's folder --- */

struct written_run {
	struct aq_folder *reports;
	char path[128];
};

static void write_run(struct given *given, struct written_run *written, bool is_dry)
{
	struct aq_report_order order = {.store = given->store,
					.run = &given->run,
					.name = is_dry ? "dry-run" : given->run.id,
					.is_dry = is_dry};

	snprintf(written->path, sizeof(written->path), "%s/reports", given->folder);
	assert_true(mkdir(written->path, 0700) == 0);
	assert_ok(given, aq_folder_open(&written->reports, written->path, &given->err));
	order.reports = written->reports;
	assert_ok(given, aq_report_write(&order, NULL, &given->err));
}

static void remove_run(struct given *given, struct written_run *written, const char *name)
{
	struct aq_folder *run = NULL;
	struct aq_slice *names;
	size_t count = 0;

	assert_ok(given, aq_folder_open_in(&run, written->reports, name, &given->err));
	assert_ok(given, aq_folder_list(run, given->arena, &names, &count, &given->err));
	for (size_t index = 0; index < count; index++)
		unlinkat(aq_folder_descriptor(run), names[index].start, 0);
	aq_folder_close(run);
	unlinkat(aq_folder_descriptor(written->reports), name, AT_REMOVEDIR);
	unlinkat(aq_folder_descriptor(written->reports), "latest", 0);
	aq_folder_close(written->reports);
	rmdir(written->path);
}

static void a_run_is_written_and_latest_points_at_it(void **state)
{
	static const char *const names[] = {
		"index.html",	   "summary.json",    "files.csv",    "payments.csv",
		"allocations.csv", "exceptions.csv",  "journal.csv",  "trial_balance.csv",
		"aging.csv",	   "settlements.csv", "findings.csv", "run.csv",
		"waiting.csv",
	};
	struct given *given = *state;
	struct written_run written;
	char target[64] = "";

	write_run(given, &written, false);
	for (size_t index = 0; index < COUNT_OF(names); index++) {
		char path[64];
		struct stat facts;

		snprintf(path, sizeof(path), "latest/%s", names[index]);
		assert_int_equal(fstatat(aq_folder_descriptor(written.reports), path, &facts, 0),
				 0);
		assert_true(facts.st_size > 0);
	}
	assert_true(readlinkat(aq_folder_descriptor(written.reports), "latest", target,
			       sizeof(target) - 1) > 0);
	assert_string_equal(target, given->run.id);
	assert_ok(given, aq_report_render(written.reports, given->run.id, &given->err));
	remove_run(given, &written, given->run.id);
}

static void a_dry_run_leaves_latest_alone(void **state)
{
	struct given *given = *state;
	struct written_run written;
	struct stat facts;

	write_run(given, &written, true);
	assert_int_not_equal(fstatat(aq_folder_descriptor(written.reports), "latest", &facts, 0),
			     0);
	remove_run(given, &written, "dry-run");
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, given_new, given_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(a_payment_tells_its_place_and_that_it_is_applied_to_nothing),
		A_TEST(a_payment_that_was_moved_tells_where_and_why),
		A_TEST(an_invoice_tells_what_is_open),
		A_TEST(a_customer_tells_the_open_items),
		A_TEST(a_thing_without_a_kind_is_asked_for),
		A_TEST(a_home_without_a_run_says_so),
		A_TEST(the_work_list_tells_who_what_where_and_what_to_type),
		A_TEST(the_mail_is_no_longer_than_twenty_lines),
		A_TEST(hledger_is_told_every_account_its_type_and_every_commodity),
		A_TEST(ledger_is_told_the_same_in_its_own_words),
		A_TEST(the_csv_export_has_the_rows_of_the_journal),
		A_TEST(a_stream_that_cannot_be_written_is_told),
		A_TEST(a_run_is_written_and_latest_points_at_it),
		A_TEST(a_dry_run_leaves_latest_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
