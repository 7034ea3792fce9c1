/*
 * test_archive.c - the archive holds every file byte for byte, and proves it.
 */
#include "home.h"

#include <signal.h>

static struct aq_buffer packed;
static struct aq_buffer text;
static char name[AQ_ARCHIVE_NAME_BYTES];

static int start(void **state)
{
	uint32_t line;

	aq_buffer_init(&packed, 0);
	aq_buffer_init(&text, 0);
	memset(name, 0, sizeof(name));
	for (line = 0; line < 50000; line++)
		aq_buffer_print(&text, "%u;%u;payment of somebody\n", line, line * 2654435761u);
	gzip_to(&packed, aq_buffer_slice(&text));
	return home_open(state);
}

static int stop(void **state)
{
	aq_buffer_free(&packed);
	aq_buffer_free(&text);
	return home_close(state);
}

static struct aq_date day(const char *written)
{
	struct aq_date date;

	assert_true(aq_date_parse(aq_slice_of(written), &date));
	return date;
}

static struct aq_archive_order order_of(struct aq_claim *claim)
{
	struct aq_archive_order order = {.archive = home.archive, .claim = claim};
	struct aq_source_facts facts;
	struct aq_source *source = NULL;

	order.on = day("2026-01-31");
	assert_int_equal(aq_source_open(&source, claim, NULL, NULL, &home.err), AQ_OK);
	assert_int_equal(aq_source_survey(source, &facts, &home.err), AQ_OK);
	order.unwrapped = facts.unwrapped;
	order.is_compressed = facts.is_compressed;
	aq_source_close(source);
	return order;
}

static enum aq_status archive(const struct aq_archive_order *order)
{
	struct aq_archiving *archiving = NULL;

	assert_int_equal(aq_archive_start(&archiving, order, &home.err), AQ_OK);
	return aq_archive_finish(archiving, true, name, &home.err);
}

static void read_archived(struct aq_buffer *out)
{
	aq_buffer_init(out, 0);
	assert_int_equal(aq_file_read(home.archive, name, 1 << 24, out, &home.err), AQ_OK);
}

static void a_plain_file_is_archived_compressed_under_date_and_hash(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", aq_buffer_slice(&text));
	struct aq_archive_order order = order_of(claim);
	struct aq_buffer archived;
	char hex[AQ_SHA256_HEX_BYTES];
	char wanted[128];
	char *unpacked = malloc(text.length + 1);
	z_stream stream = {0};

	(void)state;
	assert_int_equal(archive(&order), AQ_OK);
	aq_sha256_to_hex(&order.unwrapped, hex);
	snprintf(wanted, sizeof(wanted), "2026-01-31-%s.gz", hex);
	assert_string_equal(name, wanted);
	assert_int_equal(files_in(home.archive), 1);
	read_archived(&archived);
	assert_true(archived.length < text.length);
	/* No flags, no time, the fastest level, no system. */
	assert_memory_equal(archived.start, "\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff", 10);
	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	stream.next_in = (z_const Bytef *)archived.start;
	stream.avail_in = (uInt)archived.length;
	stream.next_out = (Bytef *)unpacked;
	stream.avail_out = (uInt)text.length + 1;
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	assert_int_equal(stream.total_out, text.length);
	assert_memory_equal(unpacked, text.start, text.length);
	assert_int_equal(inflateEnd(&stream), Z_OK);
	free(unpacked);
	aq_buffer_free(&archived);
	assert_int_equal(aq_archive_check(home.archive, aq_slice_of(name), &home.err), AQ_OK);
	aq_claim_close(claim);
}

static void a_gzip_file_is_archived_as_it_was_received(void **state)
{
	struct aq_claim *claim;
	struct aq_archive_order order;
	struct aq_buffer archived;

	(void)state;
	aq_buffer_add(&packed, (struct aq_slice){"\0\0\0", 3});
	claim = drop_and_take("a.csv.gz", aq_buffer_slice(&packed));
	order = order_of(claim);
	assert_int_equal(archive(&order), AQ_OK);
	read_archived(&archived);
	assert_int_equal(archived.length, packed.length);
	assert_memory_equal(archived.start, packed.start, packed.length);
	aq_buffer_free(&archived);
	assert_int_equal(aq_archive_check(home.archive, aq_slice_of(name), &home.err), AQ_OK);
	aq_claim_close(claim);
}

static void a_very_regular_file_is_archived_and_checked_too(void **state)
{
	size_t bytes = (size_t)4 * 1024 * 1024;
	char *blanks = malloc(bytes);
	struct aq_claim *claim;
	struct aq_archive_order order;

	(void)state;
	memset(blanks, ' ', bytes);
	claim = drop_and_take("blank.ach", (struct aq_slice){blanks, bytes});
	free(blanks);
	order = order_of(claim);
	assert_int_equal(archive(&order), AQ_OK);
	assert_int_equal(aq_archive_check(home.archive, aq_slice_of(name), &home.err), AQ_OK);
	aq_claim_close(claim);
}

static void the_same_file_twice_is_archived_once(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", AQ_SLICE("id\n1\n"));
	struct aq_archive_order order = order_of(claim);
	struct stat before;
	struct stat after;

	(void)state;
	assert_int_equal(archive(&order), AQ_OK);
	assert_int_equal(fstatat(aq_folder_descriptor(home.archive), name, &before, 0), 0);
	memset(name, 0, sizeof(name));
	assert_int_equal(archive(&order), AQ_OK);
	assert_int_equal(fstatat(aq_folder_descriptor(home.archive), name, &after, 0), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(files_in(home.archive), 1);
	aq_claim_close(claim);
}

static void two_archivings_of_one_file_at_once_do_no_harm(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", aq_buffer_slice(&text));
	struct aq_archive_order order = order_of(claim);
	struct aq_archiving *one = NULL;
	struct aq_archiving *other = NULL;

	(void)state;
	assert_int_equal(aq_archive_start(&one, &order, &home.err), AQ_OK);
	assert_int_equal(aq_archive_start(&other, &order, &home.err), AQ_OK);
	assert_int_equal(aq_archive_finish(one, true, name, &home.err), AQ_OK);
	assert_int_equal(aq_archive_finish(other, true, name, &home.err), AQ_OK);
	assert_int_equal(files_in(home.archive), 1);
	assert_int_equal(aq_archive_check(home.archive, aq_slice_of(name), &home.err), AQ_OK);
	aq_claim_close(claim);
}

static void what_is_not_wanted_leaves_nothing(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", aq_buffer_slice(&text));
	struct aq_archive_order order = order_of(claim);
	struct aq_archiving *archiving = NULL;

	(void)state;
	assert_int_equal(aq_archive_start(&archiving, &order, &home.err), AQ_OK);
	assert_int_equal(aq_archive_finish(archiving, false, name, &home.err), AQ_OK);
	assert_int_equal(files_in(home.archive), 0);
	assert_int_equal(aq_archive_finish(NULL, true, name, &home.err), AQ_OK);
	aq_claim_close(claim);
}

static void the_claim_may_be_closed_while_it_is_archived(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", aq_buffer_slice(&text));
	struct aq_archive_order order = order_of(claim);
	struct aq_archiving *archiving = NULL;

	(void)state;
	assert_int_equal(aq_archive_start(&archiving, &order, &home.err), AQ_OK);
	assert_int_equal(aq_claim_remove(claim, &home.err), AQ_OK);
	aq_claim_close(claim);
	assert_int_equal(aq_archive_finish(archiving, true, name, &home.err), AQ_OK);
	assert_int_equal(aq_archive_check(home.archive, aq_slice_of(name), &home.err), AQ_OK);
}

static void bytes_that_are_not_those_surveyed_are_not_archived(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", AQ_SLICE("amount 10\n"));
	struct aq_archive_order order = order_of(claim);
	int writer = openat(aq_folder_descriptor(home.work), "p-000001-a.csv", O_WRONLY);

	(void)state;
	assert_int_equal(pwrite(writer, "9", 1, 8), 1);
	close(writer);
	assert_int_equal(archive(&order), AQ_BAD_FILE);
	assert_int_equal(home.err.code, AQ_INTAKE_CHANGED);
	assert_int_equal(files_in(home.archive), 0);
	aq_claim_close(claim);
}

static void the_thread_leaves_signals_to_its_starter(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", AQ_SLICE("id\n1\n"));
	struct aq_archive_order order = order_of(claim);
	sigset_t before;
	sigset_t after;
	int number;

	(void)state;
	sigprocmask(SIG_SETMASK, NULL, &before);
	assert_int_equal(archive(&order), AQ_OK);
	sigprocmask(SIG_SETMASK, NULL, &after);
	for (number = 1; number < 32; number++)
		assert_int_equal(sigismember(&before, number), sigismember(&after, number));
	aq_claim_close(claim);
}

static void assert_damaged(enum aq_code code)
{
	assert_int_equal(aq_archive_check(home.archive, aq_slice_of(name), &home.err),
			 AQ_INTEGRITY);
	assert_string_equal(aq_code_name(home.err.code), aq_code_name(code));
}

static void every_damage_to_an_archived_file_is_found(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", AQ_SLICE("id;amount\n1;10.00\n"));
	struct aq_archive_order order = order_of(claim);
	struct aq_buffer archived;
	size_t index;

	(void)state;
	assert_int_equal(archive(&order), AQ_OK);
	read_archived(&archived);
	/* The header's own ten bytes carry nothing of the content. */
	for (index = 10; index < archived.length; index++) {
		archived.start[index]++;
		drop_bytes(home.archive, name, aq_buffer_slice(&archived));
		assert_damaged(AQ_INTAKE_ARCHIVE_DAMAGED);
		archived.start[index]--;
		drop_bytes(home.archive, name, (struct aq_slice){archived.start, index});
		assert_damaged(AQ_INTAKE_ARCHIVE_DAMAGED);
	}
	drop_bytes(home.archive, name, aq_buffer_slice(&archived));
	assert_int_equal(aq_archive_check(home.archive, aq_slice_of(name), &home.err), AQ_OK);
	aq_buffer_free(&archived);
	assert_int_equal(unlinkat(aq_folder_descriptor(home.archive), name, 0), 0);
	assert_damaged(AQ_INTAKE_ARCHIVE_MISSING);
	assert_int_equal(symlinkat("/dev/zero", aq_folder_descriptor(home.archive), name), 0);
	assert_damaged(AQ_INTAKE_ARCHIVE_DAMAGED);
	aq_claim_close(claim);
}

static void another_file_under_the_name_is_found(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", AQ_SLICE("id\n1\n"));
	struct aq_archive_order order = order_of(claim);
	struct aq_buffer other;

	(void)state;
	assert_int_equal(archive(&order), AQ_OK);
	aq_buffer_init(&other, 0);
	gzip_to(&other, AQ_SLICE("id\n2\n"));
	drop_bytes(home.archive, name, aq_buffer_slice(&other));
	aq_buffer_free(&other);
	assert_damaged(AQ_INTAKE_ARCHIVE_DAMAGED);
	aq_claim_close(claim);
}

static void an_archive_linked_by_a_backup_is_still_good(void **state)
{
	struct aq_claim *claim = drop_and_take("a.csv", AQ_SLICE("id\n1\n"));
	struct aq_archive_order order = order_of(claim);

	(void)state;
	assert_int_equal(archive(&order), AQ_OK);
	assert_int_equal(linkat(aq_folder_descriptor(home.archive), name,
				aq_folder_descriptor(home.root), "backup", 0),
			 0);
	assert_int_equal(aq_archive_check(home.archive, aq_slice_of(name), &home.err), AQ_OK);
	aq_claim_close(claim);
}

static void names_that_the_archive_never_gave_are_refused(void **state)
{
	static const char *const names[] = {"", "..", "../inbox/a", "2026-01-31-zz.gz", "a.gz"};
	char twisted[128];
	size_t index;

	(void)state;
	for (index = 0; index < 5; index++)
		assert_int_equal(
			aq_archive_check(home.archive, aq_slice_of(names[index]), &home.err),
			AQ_INTEGRITY);
	snprintf(twisted, sizeof(twisted), "2026-01-31-%064d.xz", 0);
	assert_int_equal(aq_archive_check(home.archive, aq_slice_of(twisted), &home.err),
			 AQ_INTEGRITY);
	snprintf(twisted, sizeof(twisted), "2026-13-31-%064d.gz", 0);
	assert_int_equal(aq_archive_check(home.archive, aq_slice_of(twisted), &home.err),
			 AQ_INTEGRITY);
}

#define IN_A_HOME(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_HOME(a_plain_file_is_archived_compressed_under_date_and_hash),
		IN_A_HOME(a_gzip_file_is_archived_as_it_was_received),
		IN_A_HOME(a_very_regular_file_is_archived_and_checked_too),
		IN_A_HOME(the_same_file_twice_is_archived_once),
		IN_A_HOME(two_archivings_of_one_file_at_once_do_no_harm),
		IN_A_HOME(what_is_not_wanted_leaves_nothing),
		IN_A_HOME(the_claim_may_be_closed_while_it_is_archived),
		IN_A_HOME(bytes_that_are_not_those_surveyed_are_not_archived),
		IN_A_HOME(the_thread_leaves_signals_to_its_starter),
		IN_A_HOME(every_damage_to_an_archived_file_is_found),
		IN_A_HOME(another_file_under_the_name_is_found),
		IN_A_HOME(an_archive_linked_by_a_backup_is_still_good),
		IN_A_HOME(names_that_the_archive_never_gave_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
