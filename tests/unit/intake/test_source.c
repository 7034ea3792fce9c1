/*
 * test_source.c - the bytes of a claim: all of them, unchanged, or none.
 */
#include "home.h"

#include "acquit/decode.h"

static struct aq_claim *claim;
static struct aq_source *source;
static struct aq_buffer packed;
static struct aq_buffer text;

static int start(void **state)
{
	claim = NULL;
	source = NULL;
	aq_buffer_init(&packed, 0);
	aq_buffer_init(&text, 0);
	return home_open(state);
}

static int stop(void **state)
{
	aq_source_close(source);
	aq_claim_close(claim);
	aq_buffer_free(&packed);
	aq_buffer_free(&text);
	return home_close(state);
}

static enum aq_status open_bytes(struct aq_slice bytes)
{
	claim = drop_and_take("a", bytes);
	return aq_source_open(&source, claim, NULL, home.findings, &home.err);
}

/* On opening where the head tells, else by the survey. */
static void assert_refused(struct aq_slice bytes, const char *code)
{
	struct aq_source_facts facts;
	enum aq_status status = open_bytes(bytes);

	if (status == AQ_OK)
		status = aq_source_survey(source, &facts, &home.err);
	assert_int_equal(status, AQ_BAD_FILE);
	aq_source_close(source);
	source = NULL;
	assert_string_equal(aq_code_name(home.err.code), code);
	assert_string_equal(home.err.file, "a");
	assert_int_equal(aq_findings_count(home.findings), 1);
	assert_string_equal(aq_code_name(aq_findings_at(home.findings, 0)->code), code);
	assert_int_equal(aq_findings_worst(home.findings), AQ_SEVERITY_FATAL);
	assert_true(aq_code_mend(home.err.code)[0] != '\0');
	aq_findings_clear(home.findings);
	assert_int_equal(aq_claim_remove(claim, &home.err), AQ_OK);
	aq_claim_close(claim);
	claim = NULL;
}

/* Some 3 MB of lines, more than several pieces. */
static void make_text(void)
{
	uint32_t line;

	for (line = 0; line < 100000; line++)
		aq_buffer_print(&text, "%u;%u;payment of somebody\n", line, line * 2654435761u);
	assert_false(aq_buffer_failed(&text));
}

static void assert_reads(struct aq_slice wanted)
{
	struct aq_slice piece;
	enum aq_status status;
	size_t done = 0;

	while ((status = aq_source_next(source, &piece, &home.err)) == AQ_OK) {
		assert_true(piece.length > 0 && piece.length <= 256 * 1024);
		assert_true(done + piece.length <= wanted.length);
		assert_memory_equal(piece.start, wanted.start + done, piece.length);
		done += piece.length;
	}
	assert_int_equal(status, AQ_END);
	assert_int_equal(piece.length, 0);
	assert_int_equal(done, wanted.length);
	assert_int_equal(aq_source_next(source, &piece, &home.err), AQ_END);
	assert_int_equal(piece.length, 0);
}

static struct aq_sha256 hash_of(struct aq_slice bytes)
{
	struct aq_hasher *hasher = NULL;
	struct aq_sha256 hash;

	assert_int_equal(aq_hasher_new(&hasher, &home.err), AQ_OK);
	assert_int_equal(aq_hasher_once(hasher, bytes, &hash, &home.err), AQ_OK);
	aq_hasher_free(hasher);
	return hash;
}

static void a_plain_file_comes_out_as_it_is_on_every_pass(void **state)
{
	struct aq_slice piece;

	(void)state;
	make_text();
	assert_int_equal(open_bytes(aq_buffer_slice(&text)), AQ_OK);
	assert_reads(aq_buffer_slice(&text));
	assert_int_equal(aq_source_rewind(source, &home.err), AQ_OK);
	assert_int_equal(aq_source_next(source, &piece, &home.err), AQ_OK);
	assert_int_equal(aq_source_rewind(source, &home.err), AQ_OK);
	assert_reads(aq_buffer_slice(&text));
}

static void a_gzip_file_comes_out_unwrapped_on_every_pass(void **state)
{
	(void)state;
	make_text();
	gzip_to(&packed, aq_buffer_slice(&text));
	assert_int_equal(open_bytes(aq_buffer_slice(&packed)), AQ_OK);
	assert_reads(aq_buffer_slice(&text));
	assert_int_equal(aq_source_rewind(source, &home.err), AQ_OK);
	assert_reads(aq_buffer_slice(&text));
	assert_int_equal(aq_findings_count(home.findings), 0);
}

static void a_survey_of_a_plain_file_hashes_it_once_for_both(void **state)
{
	struct aq_source_facts facts;
	struct aq_sha256 hash;

	(void)state;
	make_text();
	hash = hash_of(aq_buffer_slice(&text));
	assert_int_equal(open_bytes(aq_buffer_slice(&text)), AQ_OK);
	assert_int_equal(aq_source_survey(source, &facts, &home.err), AQ_OK);
	assert_true(aq_sha256_equals(&facts.unwrapped, &hash));
	assert_true(aq_sha256_equals(&facts.received, &hash));
	assert_int_equal(facts.unwrapped_bytes, text.length);
	assert_int_equal(facts.received_bytes, text.length);
	assert_false(facts.is_compressed);
	assert_int_equal(facts.head_length, AQ_DECODE_HEAD_BYTES);
	assert_memory_equal(facts.head, text.start, AQ_DECODE_HEAD_BYTES);
	assert_reads(aq_buffer_slice(&text));
}

static void a_survey_of_a_gzip_file_knows_both_hashes(void **state)
{
	struct aq_source_facts facts;
	struct aq_sha256 unwrapped;
	struct aq_sha256 received;

	(void)state;
	make_text();
	gzip_to(&packed, aq_buffer_slice(&text));
	unwrapped = hash_of(aq_buffer_slice(&text));
	received = hash_of(aq_buffer_slice(&packed));
	assert_int_equal(open_bytes(aq_buffer_slice(&packed)), AQ_OK);
	assert_int_equal(aq_source_survey(source, &facts, &home.err), AQ_OK);
	assert_true(aq_sha256_equals(&facts.unwrapped, &unwrapped));
	assert_true(aq_sha256_equals(&facts.received, &received));
	assert_int_equal(facts.unwrapped_bytes, text.length);
	assert_int_equal(facts.received_bytes, packed.length);
	assert_true(facts.is_compressed);
	assert_memory_equal(facts.head, text.start, AQ_DECODE_HEAD_BYTES);
	assert_int_equal(aq_source_survey(source, &facts, &home.err), AQ_OK);
	assert_true(aq_sha256_equals(&facts.received, &received));
	assert_reads(aq_buffer_slice(&text));
}

static void a_short_file_is_its_own_head(void **state)
{
	struct aq_source_facts facts;

	(void)state;
	assert_int_equal(open_bytes(AQ_SLICE("id\n1\n")), AQ_OK);
	assert_int_equal(aq_source_survey(source, &facts, &home.err), AQ_OK);
	assert_int_equal(facts.head_length, 5);
	assert_memory_equal(facts.head, "id\n1\n", 5);
}

static void an_empty_file_is_refused_by_name(void **state)
{
	(void)state;
	assert_refused(AQ_SLICE(""), "intake.empty");
	gzip_to(&packed, AQ_SLICE(""));
	assert_refused(aq_buffer_slice(&packed), "intake.empty");
}

static void gzip_inside_gzip_is_refused(void **state)
{
	struct aq_buffer inner;

	(void)state;
	aq_buffer_init(&inner, 0);
	gzip_to(&inner, AQ_SLICE("id\n1\n"));
	gzip_to(&packed, aq_buffer_slice(&inner));
	aq_buffer_free(&inner);
	assert_refused(aq_buffer_slice(&packed), "intake.gzip-nested");
}

static void what_is_not_taken_is_refused_inside_gzip_too(void **state)
{
	(void)state;
	assert_refused(AQ_SLICE("PK\x03\x04 and so on"), "intake.zip");
	gzip_to(&packed, AQ_SLICE("PK\x03\x04 and so on"));
	assert_refused(aq_buffer_slice(&packed), "intake.zip");
}

static void a_torn_gzip_file_is_refused(void **state)
{
	(void)state;
	gzip_to(&packed, AQ_SLICE("id\n1\n"));
	assert_refused((struct aq_slice){packed.start, packed.length - 1}, "intake.gzip-torn");
	assert_refused((struct aq_slice){packed.start, 2}, "intake.gzip-torn");
}

static void a_long_torn_gzip_file_is_refused_by_the_survey(void **state)
{
	struct aq_source_facts facts;

	(void)state;
	make_text();
	gzip_to(&packed, aq_buffer_slice(&text));
	packed.length -= 9;
	assert_int_equal(open_bytes(aq_buffer_slice(&packed)), AQ_OK);
	assert_int_equal(aq_source_survey(source, &facts, &home.err), AQ_BAD_FILE);
	assert_int_equal(home.err.code, AQ_INTAKE_GZIP_TORN);
	assert_int_equal(aq_findings_count(home.findings), 1);
}

static void zeros_behind_gzip_are_said_once_and_accepted(void **state)
{
	struct aq_source_facts facts;
	struct aq_sha256 received;
	int zero;

	(void)state;
	gzip_to(&packed, AQ_SLICE("id\n1\n"));
	for (zero = 0; zero < 512; zero++)
		aq_buffer_add_byte(&packed, '\0');
	received = hash_of(aq_buffer_slice(&packed));
	assert_int_equal(open_bytes(aq_buffer_slice(&packed)), AQ_OK);
	assert_int_equal(aq_source_survey(source, &facts, &home.err), AQ_OK);
	assert_true(aq_sha256_equals(&facts.received, &received));
	assert_int_equal(facts.received_bytes, packed.length);
	assert_reads(AQ_SLICE("id\n1\n"));
	assert_int_equal(aq_findings_count(home.findings), 1);
	assert_int_equal(aq_findings_at(home.findings, 0)->code, AQ_INTAKE_GZIP_PADDING);
	assert_int_equal(aq_findings_worst(home.findings), AQ_SEVERITY_WARNING);
}

static void bounds_hold_for_plain_and_for_unwrapped_bytes(void **state)
{
	struct aq_source_limits limits = {.unwrapped_bytes_max = 4};

	(void)state;
	claim = drop_and_take("a", AQ_SLICE("12345"));
	assert_int_equal(aq_source_open(&source, claim, &limits, home.findings, &home.err),
			 AQ_BAD_FILE);
	assert_int_equal(home.err.code, AQ_INTAKE_TOO_LARGE);
	limits.unwrapped_bytes_max = 5;
	assert_int_equal(aq_source_open(&source, claim, &limits, home.findings, &home.err), AQ_OK);
	aq_source_close(source);
	source = NULL;
	aq_claim_close(claim);
	gzip_to(&packed, AQ_SLICE("12345"));
	drop_bytes(home.inbox, "b", aq_buffer_slice(&packed));
	claim = take("b");
	limits.unwrapped_bytes_max = 4;
	assert_int_equal(aq_source_open(&source, claim, &limits, home.findings, &home.err),
			 AQ_BAD_FILE);
	assert_int_equal(home.err.code, AQ_INTAKE_TOO_LARGE);
}

/* What a writer does who had the file open all along. */
static void change_claim(const char *work_name, struct aq_slice bytes, off_t at)
{
	int writer = openat(aq_folder_descriptor(home.work), work_name, O_WRONLY);

	assert_true(writer >= 0);
	assert_int_equal(pwrite(writer, bytes.start, bytes.length, at), bytes.length);
	close(writer);
}

static void a_file_that_grows_is_refused(void **state)
{
	struct aq_source_facts facts;

	(void)state;
	assert_int_equal(open_bytes(AQ_SLICE("id\n1\n")), AQ_OK);
	change_claim("p-000001-a", AQ_SLICE("2\n"), 5);
	assert_int_equal(aq_source_survey(source, &facts, &home.err), AQ_BAD_FILE);
	assert_int_equal(home.err.code, AQ_INTAKE_CHANGED);
}

static void a_file_that_shrinks_is_refused(void **state)
{
	struct aq_source_facts facts;

	(void)state;
	make_text();
	assert_int_equal(open_bytes(aq_buffer_slice(&text)), AQ_OK);
	{
		int writer = openat(aq_folder_descriptor(home.work), "p-000001-a", O_WRONLY);

		assert_int_equal(ftruncate(writer, 1000), 0);
		close(writer);
	}
	assert_int_equal(aq_source_survey(source, &facts, &home.err), AQ_BAD_FILE);
	assert_int_equal(home.err.code, AQ_INTAKE_CHANGED);
}

/* Same size, same time, other bytes: only the hash can tell. */
static void a_file_that_changes_between_two_passes_is_refused(void **state)
{
	struct aq_source_facts facts;
	struct aq_slice piece;
	struct timespec times[2];
	struct stat seen;

	(void)state;
	assert_int_equal(open_bytes(AQ_SLICE("amount 10\n")), AQ_OK);
	assert_int_equal(aq_source_survey(source, &facts, &home.err), AQ_OK);
	assert_int_equal(
		fstatat(aq_folder_descriptor(home.work), "p-000001-a", &seen, AT_SYMLINK_NOFOLLOW),
		0);
	change_claim("p-000001-a", AQ_SLICE("9"), 8);
	times[0] = seen.st_atim;
	times[1] = seen.st_mtim;
	assert_int_equal(utimensat(aq_folder_descriptor(home.work), "p-000001-a", times, 0), 0);
	assert_int_equal(aq_source_next(source, &piece, &home.err), AQ_OK);
	assert_int_equal(aq_source_next(source, &piece, &home.err), AQ_BAD_FILE);
	assert_int_equal(home.err.code, AQ_INTAKE_CHANGED);
}

static void a_gzip_file_damaged_by_a_change_is_said_to_have_changed(void **state)
{
	struct aq_source_facts facts;

	(void)state;
	make_text();
	gzip_to(&packed, aq_buffer_slice(&text));
	assert_int_equal(open_bytes(aq_buffer_slice(&packed)), AQ_OK);
	change_claim("p-000001-a", AQ_SLICE("\xff\xff\xff\xff\xff\xff\xff\xff"),
		     (off_t)packed.length / 2);
	assert_int_equal(aq_source_survey(source, &facts, &home.err), AQ_BAD_FILE);
	assert_int_equal(home.err.code, AQ_INTAKE_CHANGED);
}

static void findings_and_error_may_be_left_out(void **state)
{
	(void)state;
	claim = drop_and_take("a", AQ_SLICE(""));
	assert_int_equal(aq_source_open(&source, claim, NULL, NULL, NULL), AQ_BAD_FILE);
}

#define IN_A_HOME(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_HOME(a_plain_file_comes_out_as_it_is_on_every_pass),
		IN_A_HOME(a_gzip_file_comes_out_unwrapped_on_every_pass),
		IN_A_HOME(a_survey_of_a_plain_file_hashes_it_once_for_both),
		IN_A_HOME(a_survey_of_a_gzip_file_knows_both_hashes),
		IN_A_HOME(a_short_file_is_its_own_head),
		IN_A_HOME(an_empty_file_is_refused_by_name),
		IN_A_HOME(gzip_inside_gzip_is_refused),
		IN_A_HOME(what_is_not_taken_is_refused_inside_gzip_too),
		IN_A_HOME(a_torn_gzip_file_is_refused),
		IN_A_HOME(a_long_torn_gzip_file_is_refused_by_the_survey),
		IN_A_HOME(zeros_behind_gzip_are_said_once_and_accepted),
		IN_A_HOME(bounds_hold_for_plain_and_for_unwrapped_bytes),
		IN_A_HOME(a_file_that_grows_is_refused),
		IN_A_HOME(a_file_that_shrinks_is_refused),
		IN_A_HOME(a_file_that_changes_between_two_passes_is_refused),
		IN_A_HOME(a_gzip_file_damaged_by_a_change_is_said_to_have_changed),
		IN_A_HOME(findings_and_error_may_be_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
