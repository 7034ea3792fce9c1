/*
 * test_corpus.c - the decoder against real files with independently counted truths.
 *
 * Reads ../shared/data/iso20022 where it stands beside the project; skipped
 * where it does not. Nothing of it is copied here.
 */
#include "gather.h"

#define FOLDER	    "../shared/data/iso20022/"
#define COLUMNS_MAX 48

/* A row of a table, cut at tabs; the header names the columns. */
struct row {
	struct aq_slice cells[COLUMNS_MAX];
	size_t count;
};

struct table {
	struct aq_buffer text;
	struct aq_slice rest;
	struct row header;
	struct row row;
};

static bool next_row(struct table *table, struct row *row)
{
	struct aq_slice line;

	if (table->rest.length == 0)
		return false;
	line = aq_slice_cut(&table->rest, '\n');
	row->count = 0;
	while (row->count < COLUMNS_MAX) {
		const char *tab = line.length ? memchr(line.start, '\t', line.length) : NULL;

		if (!tab) {
			row->cells[row->count++] = line;
			break;
		}
		row->cells[row->count++] = aq_slice_between(line.start, tab);
		line = aq_slice_between(tab + 1, line.start + line.length);
	}
	return true;
}

static void table_open(struct table *table, const char *path)
{
	gather_load(path, &table->text);
	table->rest = aq_buffer_slice(&table->text);
	assert_true(next_row(table, &table->header));
}

static struct aq_slice cell(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->header.count; i++)
		if (aq_slice_is(table->header.cells[i], name))
			return i < table->row.count ? table->row.cells[i]
						    : (struct aq_slice){NULL, 0};
	fail_msg("no column %s", name);
	return (struct aq_slice){NULL, 0};
}

static uint64_t cell_number(const struct table *table, const char *name)
{
	uint64_t number = 0;

	(void)aq_slice_to_u64(cell(table, name), &number);
	return number;
}

static bool is_corpus_there(void)
{
	FILE *file = fopen(FOLDER "EXPECT.tsv", "rb");

	if (!file)
		return false;
	fclose(file);
	return true;
}

/* The file of the row, run once for all its rows. */
struct current {
	struct aq_slice name;
	struct aq_buffer bytes;
	struct gather gather;
	bool is_run;
};

static void current_close(struct current *current)
{
	if (!current->is_run)
		return;
	gather_free(&current->gather);
	aq_buffer_free(&current->bytes);
	current->is_run = false;
}

static void current_open(struct current *current, struct aq_slice name, size_t piece_bytes)
{
	char path[512];

	if (current->is_run && aq_slice_equals(current->name, name))
		return;
	current_close(current);
	current->name = name;
	snprintf(path, sizeof(path), FOLDER "%.*s", AQ_SLICE_ARGS(name));
	gather_load(path, &current->bytes);
	assert_true(gather_bids(aq_buffer_slice(&current->bytes)));
	gather_run(&current->gather, aq_buffer_slice(&current->bytes), piece_bytes);
	current->is_run = true;
}

static void check(bool holds, const struct table *table, const char *what, uint64_t place)
{
	if (!holds)
		fail_msg("%.*s: %s, at %llu", AQ_SLICE_ARGS(cell(table, "file")), what,
			 (unsigned long long)place);
}

static bool cell_decimal_is(const struct table *table, const char *name, struct aq_decimal number)
{
	struct aq_slice text = cell(table, name);
	struct aq_decimal told;

	if (text.length == 0)
		return !number.is_present;
	if (!aq_decimal_parse_plain(text, &told))
		return !number.is_present; /* more digits than money has */
	return aq_decimal_compare(number, told) == 0;
}

static void check_unit(const struct table *table, const struct gather *gather)
{
	struct aq_slice of = cell(table, "stmt/of");
	struct aq_slice index_text = aq_slice_cut(&of, '/');
	uint64_t index = 0, count = 0, leaves = 0, bare = 0;
	const struct aq_unit *unit;
	bool is_refused, is_wrong;

	assert_true(aq_slice_to_u64(index_text, &index) && aq_slice_to_u64(of, &count));
	check(gather->unit_count == count, table, "count of statements", gather->unit_count);
	if (count == 0) {
		check(gather->status == AQ_BAD_FILE && gather->error.code == AQ_ISO_NO_STATEMENT,
		      table, "an empty message is refused", 0);
		return;
	}
	check(gather->status == AQ_OK, table, gather->error.text, gather->error.at.line);
	unit = &gather->units[index - 1];
	for (size_t i = 0; i < gather->record_count; i++) {
		if (gather->unit_of[i] != index - 1)
			continue;
		leaves += !gather->records[i].is_residual;
		bare += gather->records[i].is_bare_entry;
	}
	check(unit->entry_count == cell_number(table, "entries"), table, "entries",
	      unit->entry_count);
	check(leaves - bare == cell_number(table, "txdtls"), table, "leaves", leaves - bare);
	check(cell_decimal_is(table, "credit_sum", unit->credits), table, "credits", index);
	check(cell_decimal_is(table, "debit_sum", unit->debits), table, "debits", index);
	check(cell_decimal_is(table, "opening", unit->opening.amount), table, "opening", index);
	check(cell_decimal_is(table, "closing", unit->closing.amount), table, "closing", index);
	check(aq_slice_equals(cell(table, "account"), unit->account), table, "account", index);
	check(aq_slice_equals(cell(table, "stmt_id"), unit->id), table, "id", index);
	is_wrong = cell(table, "balances_consistent").length > 2;
	check(unit->is_balance_wrong == is_wrong, table, "balance", index);
	is_refused = (is_wrong && unit->message == AQ_MESSAGE_STATEMENT) ||
		     aq_slice_find(cell(table, "notes"), AQ_SLICE("bad-CdtDbtInd")) != SIZE_MAX ||
		     aq_slice_find(cell(table, "notes"), AQ_SLICE("unparsable-amount")) != SIZE_MAX;
	check((unit->verdict >= AQ_SEVERITY_ERROR) == is_refused, table, "verdict",
	      unit->verdict_code);
}

static void every_statement_has_the_counts_and_sums_of_the_truth(void **state)
{
	static const size_t pieces[] = {1, 7, 4096, 1 << 20};
	size_t checked = 0;

	(void)state;
	if (!is_corpus_there())
		skip();
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct current current = {.is_run = false};
		struct table table;

		table_open(&table, FOLDER "EXPECT.tsv");
		while (next_row(&table, &table.row)) {
			current_open(&current, cell(&table, "file"), pieces[i]);
			if (aq_slice_starts_with(cell(&table, "msg"), AQ_SLICE("MALFORMED")) ||
			    aq_slice_starts_with(cell(&table, "balances_consistent"),
						 AQ_SLICE("MALFORMED")) ||
			    cell(&table, "stmt/of").length == 0) {
				check(current.gather.status == AQ_BAD_FILE &&
					      current.gather.error.code == AQ_ISO_XML &&
					      current.gather.error.at.line > 0,
				      &table, "damaged XML is refused", 0);
				continue;
			}
			check_unit(&table, &current.gather);
			checked++;
		}
		current_close(&current);
		aq_buffer_free(&table.text);
	}
	assert_true(checked > 100);
}

/* The leaf that a row of EXPECT_TX tells of. */
static const struct aq_record *find_leaf(const struct table *table, const struct gather *gather)
{
	uint64_t unit = cell_number(table, "stmt") - 1;
	uint64_t entry = cell_number(table, "ntry") - 1;
	uint64_t leaf = cell_number(table, "tx");

	for (size_t i = 0; i < gather->record_count; i++) {
		const struct aq_record *record = &gather->records[i];

		if (gather->unit_of[i] == unit && record->entry_index == entry &&
		    record->leaf_index == (leaf > 0 ? leaf - 1 : 0) &&
		    record->is_bare_entry == (leaf == 0))
			return record;
	}
	return NULL;
}

static bool has_reference(const struct aq_record *record, struct aq_slice value)
{
	for (size_t i = 0; i < record->reference_count; i++)
		if (aq_slice_equals(record->references[i].value, value))
			return true;
	return false;
}

static bool is_placeholder(struct aq_slice text)
{
	return text.length == 0 || aq_slice_is(text, "NOTPROVIDED") ||
	       aq_slice_is(text, "NONREF") || aq_slice_is(text, "-");
}

static void check_references(const struct table *table, const struct aq_record *record,
			     uint64_t row)
{
	static const char *const names[] = {
		"e2e",	"instr_id",	  "pmt_inf_id",	      "tx_id",	  "mandate",
		"uetr", "tx_acctsvcrref", "ntry_acctsvcrref", "ntry_ref",
	};
	static const char *const lists[] = {"cdtr_refs", "docs"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct aq_slice value = aq_slice_trim(cell(table, names[i]));

		if (record->is_bare_entry && i < 7)
			continue;
		check(is_placeholder(value) || has_reference(record, value), table, names[i], row);
	}
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct aq_slice rest = cell(table, lists[i]);

		while (rest.length > 0) {
			struct aq_slice item = aq_slice_cut(&rest, '|');

			(void)aq_slice_cut(&item, '=');
			item = aq_slice_cut(&item, '@');
			check(item.length == 0 || has_reference(record, aq_slice_trim(item)), table,
			      lists[i], row);
		}
	}
}

static void check_texts(const struct table *table, const struct aq_record *record, uint64_t row)
{
	const struct {
		const char *name;
		struct aq_slice got;
	} texts[] = {
		{"status", record->status},
		{"ccy", record->currency},
		{"dbtr", record->debtor.name},
		{"dbtr_acct", record->debtor.account},
		{"ultmt_dbtr", record->debtor.ultimate_name},
		{"cdtr", record->creditor.name},
		{"cdtr_acct", record->creditor.account},
		{"ultmt_cdtr", record->creditor.ultimate_name},
		{"rtr_code", record->return_code},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct aq_slice told = aq_slice_trim(cell(table, texts[i].name));

		if (told.length == 0)
			continue;
		check(aq_slice_equals(told, texts[i].got), table, texts[i].name, row);
	}
	if (cell(table, "btc_domain").length > 0)
		check(aq_slice_equals(cell(table, "btc_domain"), record->type), table, "type", row);
	else if (cell(table, "btc_prtry").length > 0)
		check(aq_slice_starts_with(cell(table, "btc_prtry"), record->type), table, "type",
		      row);
}

static void check_days(const struct table *table, const struct aq_record *record, uint64_t row)
{
	struct aq_date day = AQ_DATE_NONE;

	(void)aq_date_parse_iso(cell(table, "bookg_dt"), &day);
	check(aq_date_compare(day, record->booked_on) == 0, table, "bookg_dt", row);
	day = AQ_DATE_NONE;
	(void)aq_date_parse_iso(cell(table, "val_dt"), &day);
	check(aq_date_compare(day, record->value_on) == 0, table, "val_dt", row);
}

static void check_leaf(const struct table *table, const struct aq_record *record, uint64_t row)
{
	struct aq_slice amount = cell(table, "tx_amt");
	struct aq_slice told = cell(table, "status");

	check_references(table, record, row);
	check_texts(table, record, row);
	check_days(table, record, row);
	if (amount.length == 0)
		amount = cell(table, "entry_amt");
	check(amount.length == 0 ||
		      cell_decimal_is(table, cell(table, "tx_amt").length ? "tx_amt" : "entry_amt",
				      record->amount),
	      table, "amount", row);
	if (aq_slice_is(cell(table, "cdtdbt"), "DBIT") ||
	    aq_slice_is(cell(table, "cdtdbt"), "CRDT"))
		/* A batch of both directions keeps each transaction's own. */
		check(aq_slice_equals(cell(table, "cdtdbt"), record->indicator) ||
			      aq_slice_equals(cell(table, "tx_cdtdbt"), record->indicator),
		      table, "cdtdbt", row);
	check(record->is_reversal == (cell_number(table, "rvsl") == 1), table, "rvsl", row);
	check((record->nature == AQ_NATURE_NOTICE) ==
		      (told.length > 0 && !aq_slice_is(told, "BOOK")),
	      table, "nature", row);
}

static void every_leaf_has_the_matching_fields_of_the_truth(void **state)
{
	struct current current = {.is_run = false};
	struct table table;
	uint64_t row = 1;

	(void)state;
	if (!is_corpus_there())
		skip();
	table_open(&table, FOLDER "EXPECT_TX.tsv");
	while (next_row(&table, &table.row)) {
		const struct aq_record *record;

		row++;
		current_open(&current, cell(&table, "file"), 1 << 16);
		record = find_leaf(&table, &current.gather);
		check(record != NULL, &table, "the leaf is there", row);
		check_leaf(&table, record, row);
	}
	current_close(&current);
	aq_buffer_free(&table.text);
	assert_true(row > 200);
}

static void the_leaves_of_every_entry_sum_to_it(void **state)
{
	struct current current = {.is_run = false};
	struct table table;

	(void)state;
	if (!is_corpus_there())
		skip();
	table_open(&table, FOLDER "EXPECT.tsv");
	while (next_row(&table, &table.row)) {
		struct aq_decimal net = {0}, told = {0};

		current_open(&current, cell(&table, "file"), 1 << 16);
		for (size_t i = 0; i < current.gather.record_count; i++) {
			const struct aq_record *record = &current.gather.records[i];

			assert_true(aq_slice_is(record->indicator, "DBIT")
					    ? aq_decimal_subtract(net, record->amount, &net)
					    : aq_decimal_add(net, record->amount, &net));
		}
		for (size_t i = 0; i < current.gather.unit_count; i++) {
			assert_true(aq_decimal_add(told, current.gather.units[i].credits, &told));
			assert_true(
				aq_decimal_subtract(told, current.gather.units[i].debits, &told));
		}
		check(current.gather.status != AQ_OK || aq_decimal_compare(net, told) == 0, &table,
		      "leaves sum to their entries", 0);
	}
	current_close(&current);
	aq_buffer_free(&table.text);
}

/* "EUR 12.50": the amounts of the records in each currency named. */
static void check_other_sums(const struct table *table, const struct gather *gather)
{
	struct aq_slice rest = cell(table, "sum_by_ccy");
	struct aq_slice currency = aq_slice_cut(&rest, ' ');
	struct aq_decimal sum = {0};

	for (size_t i = 0; i < gather->record_count; i++)
		if (aq_slice_equals(gather->records[i].currency, currency))
			assert_true(aq_decimal_add(sum, gather->records[i].amount, &sum));
	if (currency.length > 0) {
		struct aq_decimal told = {0};

		assert_true(aq_decimal_parse_plain(rest, &told));
		check(aq_decimal_compare(told, sum) == 0, table, "sum", 0);
	}
}

static void other_messages_are_notices(void **state)
{
	struct current current = {.is_run = false};
	struct table table;

	(void)state;
	if (!is_corpus_there())
		skip();
	table_open(&table, FOLDER "EXPECT_OTHER.tsv");
	while (next_row(&table, &table.row)) {
		const struct gather *gather = &current.gather;

		current_open(&current, cell(&table, "file"), 1 << 16);
		if (gather->error.code == AQ_ISO_DOCTYPE)
			continue;
		check(gather->status == AQ_OK, &table, gather->error.text, gather->error.at.line);
		check(gather->unit_count == 1, &table, "one unit", gather->unit_count);
		check(gather->record_count == cell_number(&table, "transactions"), &table,
		      "transactions", gather->record_count);
		/* The truth keeps the first 35 characters. */
		check(aq_slice_starts_with(gather->units[0].id, cell(&table, "msg_id")), &table,
		      "id", 0);
		check(gather->units[0].message == AQ_MESSAGE_OTHER, &table, "message", 0);
		for (size_t i = 0; i < gather->record_count; i++)
			check(gather->records[i].nature == AQ_NATURE_NOTICE, &table, "notice", i);
		check_other_sums(&table, gather);
	}
	current_close(&current);
	aq_buffer_free(&table.text);
}

static void a_file_with_a_document_type_is_refused(void **state)
{
	struct current current = {.is_run = false};

	(void)state;
	if (!is_corpus_there())
		skip();
	current_open(&current, AQ_SLICE("d54_Mercatura_xml-doctype-entity.xml"), 1 << 16);
	assert_int_equal(current.gather.status, AQ_BAD_FILE);
	assert_int_equal(current.gather.error.code, AQ_ISO_DOCTYPE);
	current_close(&current);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_has_the_counts_and_sums_of_the_truth),
		cmocka_unit_test(every_leaf_has_the_matching_fields_of_the_truth),
		cmocka_unit_test(the_leaves_of_every_entry_sum_to_it),
		cmocka_unit_test(other_messages_are_notices),
		cmocka_unit_test(a_file_with_a_document_type_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
