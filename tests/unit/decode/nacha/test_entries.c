/*
 * test_entries.c - what belongs to an entry stays with it, in any quantity.
 */
#include "seen.h"

#define HEADER                                                                                     \
	"101 1234567801876543210250310"                                                            \
	"0730A094101RIVER BANK             HILL BANK              "                                \
	"        \n"
#define BATCH                                                                                      \
	"5200HOLLOWAY GOODS                      1912345678CTXPAYMENT   MAR 102503110701"          \
	"876543210000001\n"

struct file {
	struct aq_buffer text;
	uint64_t items;
	uint64_t hash;
	uint64_t credits;
	uint64_t entries;
};

static void begin(struct file *file)
{
	memset(file, 0, sizeof(*file));
	aq_buffer_init(&file->text, 0);
	aq_buffer_add_text(&file->text, HEADER BATCH);
}

static void add_entry(struct file *file, const char *amount, uint64_t cents, uint64_t addenda)
{
	file->entries++;
	file->items++;
	file->hash += 12345678;
	file->credits += cents;
	aq_buffer_print(&file->text, "622123456780%-17s%s%-15s%04llu%-16s    %c87654321%07llu\n",
			"400100200", amount, "ID", (unsigned long long)addenda % 10000, "SOMEBODY",
			addenda > 0 ? '1' : '0', (unsigned long long)file->entries);
}

static void add_addenda(struct file *file, const char *text, uint64_t sequence)
{
	file->items++;
	aq_buffer_print(&file->text, "705%-80s%04llu%07llu\n", text,
			(unsigned long long)sequence % 10000, (unsigned long long)file->entries);
}

static void finish(struct file *file, struct seen *seen)
{
	aq_buffer_print(&file->text, "8200%06llu%010llu%012d%012llu1912345678%25s876543210000001\n",
			(unsigned long long)file->items,
			(unsigned long long)(file->hash % 10000000000ULL), 0,
			(unsigned long long)file->credits, "");
	aq_buffer_print(&file->text, "9000001%06llu%08llu%010llu%012d%012llu%39s\n",
			(unsigned long long)(file->items + 4 + 9) / 10,
			(unsigned long long)file->items,
			(unsigned long long)(file->hash % 10000000000ULL), 0,
			(unsigned long long)file->credits, "");
	seen_decode(seen, aq_buffer_slice(&file->text), 4096);
	aq_buffer_free(&file->text);
}

static const char *row(const struct seen *seen, size_t number)
{
	const char *at = seen->records.start;

	while (number-- > 0 && at != NULL) {
		at = strchr(at, '\n');
		at = at != NULL ? at + 1 : NULL;
	}
	assert_non_null(at);
	return at;
}

static bool row_has(const struct seen *seen, size_t number, const char *part)
{
	const char *from = row(seen, number);
	const char *end = strchr(from, '\n');
	const char *found = strstr(from, part);

	return found != NULL && found < end;
}

static void addenda_of_a_refused_entry_never_go_to_the_one_before(void **state)
{
	struct file file;
	struct seen seen;

	(void)state;
	begin(&file);
	add_entry(&file, "0000000100", 100, 1);
	add_addenda(&file, "RMR*IV*FIRST**1.00\\", 1);
	add_entry(&file, "00000A1234", 1234, 1);
	add_addenda(&file, "RMR*IV*SECOND**12.34\\", 1);
	add_entry(&file, "0000000300", 300, 1);
	add_addenda(&file, "RMR*IV*THIRD**3.00\\", 1);
	finish(&file, &seen);
	assert_int_equal(seen.record_count, 3);
	assert_true(row_has(&seen, 0, "remit invoice FIRST 1.00"));
	assert_false(row_has(&seen, 0, "SECOND"));
	assert_true(row_has(&seen, 1, "remit invoice SECOND 12.34"));
	assert_true(row_has(&seen, 1, "|-|"));
	assert_true(row_has(&seen, 1, "refused=nacha.amount-text"));
	assert_true(row_has(&seen, 2, "remit invoice THIRD 3.00"));
	/* The batch cannot be proved, but the file still ties by its declared total. */
	assert_int_equal(seen.refused_units, 1);
	assert_int_equal(seen.status, AQ_OK);
	seen_free(&seen);
}

static void an_entry_may_have_9999_addenda(void **state)
{
	struct file file;
	struct seen seen;

	(void)state;
	begin(&file);
	add_entry(&file, "0000009999", 9999, 9999);
	for (uint64_t index = 1; index <= 9999; index++) {
		char text[81];

		(void)snprintf(text, sizeof(text), "RMR*IV*INV%05u**0.01\\", (unsigned)index);
		add_addenda(&file, text, index);
	}
	finish(&file, &seen);
	assert_int_equal(seen.status, AQ_OK);
	assert_int_equal(aq_findings_count_of(seen.findings, AQ_SEVERITY_WARNING), 0);
	assert_int_equal(aq_findings_count_of(seen.findings, AQ_SEVERITY_ERROR), 0);
	assert_true(row_has(&seen, 0, "remit invoice INV00001 0.01"));
	assert_true(row_has(&seen, 0, "remit invoice INV09999 0.01"));
	seen_free(&seen);
}

static void an_entry_with_more_addenda_is_refused_but_all_are_counted(void **state)
{
	struct file file;
	struct seen seen;

	(void)state;
	begin(&file);
	add_entry(&file, "0000000500", 500, 0);
	for (uint64_t index = 1; index <= 12000; index++)
		add_addenda(&file, "WORDS", index);
	add_entry(&file, "0000000600", 600, 0);
	finish(&file, &seen);
	assert_int_equal(seen.status, AQ_OK);
	assert_int_equal(seen.addenda, 12000);
	assert_non_null(seen_find(&seen, "nacha.addenda-many"));
	assert_true(row_has(&seen, 0, "refused=nacha.addenda-many"));
	assert_false(row_has(&seen, 1, "refused"));
	assert_int_equal(seen.refused_units, 0);
	seen_free(&seen);
}

static void many_entries_come_once_each_and_in_order(void **state)
{
	struct file file;
	struct seen seen;
	const char *at;

	(void)state;
	begin(&file);
	for (uint64_t index = 0; index < 5000; index++)
		add_entry(&file, "0000000007", 7, 0);
	finish(&file, &seen);
	assert_int_equal(seen.status, AQ_OK);
	assert_int_equal(seen.record_count, 5000);
	at = seen.records.start;
	for (unsigned long index = 0; index < 5000; index++) {
		assert_int_equal(strtoul(at, NULL, 10), index + 3);
		at = strchr(at, '\n') + 1;
	}
	seen_free(&seen);
}

static void a_remittance_is_balanced_by_its_adjustments(void **state)
{
	struct file file;
	struct seen seen;

	(void)state;
	begin(&file);
	add_entry(&file, "0000009500", 9500, 1);
	add_addenda(&file, "RMR*IV*F2025-1**100.00~ADX*-5.00*01*CM*G1~", 1);
	finish(&file, &seen);
	assert_true(row_has(&seen, 0, "remit invoice F2025-1 95.00 - -5.00 01"));
	assert_null(seen_find(&seen, "nacha.remittance-unbalanced"));
	seen_free(&seen);
}

static void a_line_of_any_length_is_bounded(void **state)
{
	struct aq_buffer text;
	struct seen seen;

	(void)state;
	aq_buffer_init(&text, 0);
	aq_buffer_add_text(&text, HEADER BATCH);
	for (size_t index = 0; index < 300000; index++)
		aq_buffer_add_byte(&text, 'x');
	seen_decode(&seen, aq_buffer_slice(&text), 1000);
	assert_int_equal(seen.status, AQ_BAD_FILE);
	assert_non_null(seen_find(&seen, "nacha.line-long"));
	assert_non_null(seen_find(&seen, "nacha.record-type"));
	aq_buffer_free(&text);
	seen_free(&seen);
}

static enum aq_status stop(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	(void)context;
	(void)unit;
	return aq_fail(err, AQ_STOPPED, AQ_CODE_NONE, (struct aq_at){0, 0}, "stopped");
}

static void what_the_sink_says_ends_the_feeding(void **state)
{
	const struct aq_sink sink = {.unit_begin = stop};
	struct aq_decoder_handle *handle = NULL;
	struct aq_error error;

	(void)state;
	assert_int_equal(aq_decoder_nacha.open(&handle, NULL, &error), AQ_OK);
	handle->sink = &sink;
	assert_int_equal(aq_decoder_nacha.feed(handle, AQ_SLICE(HEADER BATCH), &error), AQ_STOPPED);
	aq_decoder_nacha.close(handle);
	aq_decoder_nacha.close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addenda_of_a_refused_entry_never_go_to_the_one_before),
		cmocka_unit_test(an_entry_may_have_9999_addenda),
		cmocka_unit_test(an_entry_with_more_addenda_is_refused_but_all_are_counted),
		cmocka_unit_test(many_entries_come_once_each_and_in_order),
		cmocka_unit_test(a_remittance_is_balanced_by_its_adjustments),
		cmocka_unit_test(a_line_of_any_length_is_bounded),
		cmocka_unit_test(what_the_sink_says_ends_the_feeding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
