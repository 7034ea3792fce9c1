/*
 * fuzz_load.c - any bytes as a table of open items.
 */
#include "acquit/load.h"
#include "acquit/utf8.h"
#include "fuzz.h"

const struct fuzz_target fuzz_target = {
	.name = "load",
	.folders = {"fixtures/load/good", "fixtures/load/bad"},
};

struct loading {
	struct aq_load *load;
	struct aq_buffer told;
	uint64_t taken;
	uint64_t line;
};

static void tell(struct loading *loading, const char *name, struct aq_slice text)
{
	FUZZ_CLAIM(aq_utf8_valid_bytes(text) == text.length);
	tell_text(&loading->told, name, text);
}

static void tell_figure(struct loading *loading, const char *name, int64_t figure)
{
	tell_number(&loading->told, name, figure);
}

static void tell_day(struct loading *loading, const char *name, struct aq_date date)
{
	char text[AQ_DATE_TEXT_BYTES];

	aq_date_print(date, text);
	tell_text(&loading->told, name, aq_slice_of(text));
}

static void tell_customer(struct loading *loading, const void *rows, size_t index)
{
	const struct aq_customer_row *row = (const struct aq_customer_row *)rows + index;

	FUZZ_CLAIM(row->payer_name_count <= AQ_LIST_MAX && row->payer_account_count <= AQ_LIST_MAX);
	FUZZ_CLAIM(row->number.length > 0);
	tell(loading, "number", row->number);
	tell(loading, "name", row->name);
	tell(loading, "billing_account", row->billing_account);
	tell(loading, "email", row->email);
	tell(loading, "language", row->language);
	for (size_t i = 0; i < row->payer_name_count; i++)
		tell(loading, "payer", row->payer_names[i]);
	for (size_t i = 0; i < row->payer_account_count; i++)
		tell(loading, "payer account", row->payer_accounts[i]);
}

static void tell_invoice(struct loading *loading, const void *rows, size_t index)
{
	const struct aq_invoice_row *row = (const struct aq_invoice_row *)rows + index;

	FUZZ_CLAIM(row->number.length > 0 && row->customer.length > 0);
	FUZZ_CLAIM(row->currency != AQ_CURRENCY_NONE);
	tell(loading, "number", row->number);
	tell(loading, "customer", row->customer);
	tell(loading, "kind", row->kind);
	tell(loading, "reference", row->reference);
	tell(loading, "subscription", row->subscription);
	tell(loading, "contract", row->contract);
	tell(loading, "project", row->project);
	tell_figure(loading, "currency", row->currency);
	tell_figure(loading, "amount", row->amount);
	tell_figure(loading, "has_open", row->has_open);
	tell_figure(loading, "open", row->open);
	tell_day(loading, "due", row->due_on);
	tell_day(loading, "issued", row->issued_on);
	tell_day(loading, "discount until", row->discount_until);
	tell_figure(loading, "discount", row->discount);
	tell_figure(loading, "package", row->package_discount);
	tell_figure(loading, "addon", row->addon_discount);
	tell_figure(loading, "total", row->total_discount);
}

static void tell_contract(struct loading *loading, const void *rows, size_t index)
{
	const struct aq_contract_row *row = (const struct aq_contract_row *)rows + index;

	FUZZ_CLAIM(row->number.length > 0 && row->currency != AQ_CURRENCY_NONE);
	tell(loading, "number", row->number);
	tell(loading, "notification", row->notification);
	tell(loading, "customer", row->customer);
	tell(loading, "project", row->project);
	tell_figure(loading, "currency", row->currency);
	tell_figure(loading, "has_amount", row->has_amount);
	tell_figure(loading, "amount", row->amount);
	tell_day(loading, "signed", row->signed_on);
	tell_day(loading, "due", row->due_on);
}

static void tell_option(struct loading *loading, const void *rows, size_t index)
{
	const struct aq_option_row *row = (const struct aq_option_row *)rows + index;
	char text[AQ_DECIMAL_TEXT_BYTES];

	FUZZ_CLAIM(row->contract.length > 0 && row->amount.is_present);
	tell(loading, "contract", row->contract);
	tell(loading, "option", row->option);
	tell(loading, "label", row->label);
	tell(loading, "amount", (struct aq_slice){text, aq_decimal_print(row->amount, 0, text)});
}

static void tell_bundle(struct loading *loading, const void *rows, size_t index)
{
	const struct aq_bundle_row *row = (const struct aq_bundle_row *)rows + index;

	FUZZ_CLAIM(row->number.length > 0 && row->invoice.length > 0);
	tell(loading, "number", row->number);
	tell(loading, "invoice", row->invoice);
}

static void tell_subscription(struct loading *loading, const void *rows, size_t index)
{
	const struct aq_subscription_row *row = (const struct aq_subscription_row *)rows + index;

	FUZZ_CLAIM(row->number.length > 0 && row->currency != AQ_CURRENCY_NONE);
	FUZZ_CLAIM(row->cycles >= 0 && row->cycle_months >= 0);
	tell(loading, "number", row->number);
	tell(loading, "customer", row->customer);
	tell(loading, "service", row->service);
	tell(loading, "plan", row->plan);
	tell_figure(loading, "currency", row->currency);
	tell_figure(loading, "price", row->price);
	tell_figure(loading, "addon price", row->addon_price);
	tell_figure(loading, "package", row->package_discount);
	tell_figure(loading, "addon", row->addon_discount);
	tell_figure(loading, "total", row->total_discount);
	tell_figure(loading, "months", row->cycle_months);
	tell_figure(loading, "cycles", row->cycles);
	tell_day(loading, "starts", row->starts_on);
	tell_day(loading, "promo", row->promo_until);
}

static const struct {
	size_t row_bytes;
	void (*tell)(struct loading *loading, const void *rows, size_t index);
} tables[AQ_TABLE_COUNT] = {
	[AQ_TABLE_CUSTOMERS] = {sizeof(struct aq_customer_row), tell_customer},
	[AQ_TABLE_INVOICES] = {sizeof(struct aq_invoice_row), tell_invoice},
	[AQ_TABLE_CONTRACTS] = {sizeof(struct aq_contract_row), tell_contract},
	[AQ_TABLE_OPTIONS] = {sizeof(struct aq_option_row), tell_option},
	[AQ_TABLE_BUNDLES] = {sizeof(struct aq_bundle_row), tell_bundle},
	[AQ_TABLE_SUBSCRIPTIONS] = {sizeof(struct aq_subscription_row), tell_subscription},
};

static enum aq_status on_rows(void *context, const struct aq_loaded *loaded, struct aq_error *err)
{
	struct loading *loading = context;

	(void)err;
	FUZZ_CLAIM(loaded->table < AQ_TABLE_COUNT);
	FUZZ_CLAIM(loaded->count >= 1 && loaded->count <= AQ_LOAD_ROWS_MAX);
	FUZZ_CLAIM(loaded->table == aq_load_table(loading->load));
	for (size_t i = 0; i < loaded->count; i++) {
		const char *row = (const char *)loaded->rows + i * tables[loaded->table].row_bytes;
		uint64_t line;

		/* Every row begins with its line. */
		memcpy(&line, row, sizeof(line));
		FUZZ_CLAIM(line > loading->line);
		loading->line = line;
		tell_figure(loading, "line", (int64_t)line);
		tell(loading, "raw", loaded->raws[i]);
		tables[loaded->table].tell(loading, loaded->rows, i);
	}
	loading->taken += loaded->count;
	return AQ_OK;
}

static void check_end(struct loading *loading, enum aq_status status, const struct aq_error *err,
		      const struct aq_findings *findings)
{
	uint64_t read = aq_load_rows_read(loading->load);
	uint64_t refused = aq_load_rows_refused(loading->load);

	FUZZ_CLAIM(status == AQ_OK || status == AQ_BAD_FILE);
	FUZZ_CLAIM(status == AQ_OK || err->code != AQ_CODE_NONE);
	FUZZ_CLAIM(refused == aq_findings_count_of(findings, AQ_SEVERITY_ERROR));
	FUZZ_CLAIM(status < AQ_OK || read == loading->taken + refused);
	tell_figure(loading, "rows", (int64_t)read);
	tell_error(&loading->told, status, err);
	tell_findings(&loading->told, findings);
}

static void load_run(struct loading *loading, struct aq_slice bytes, size_t piece_bytes)
{
	const struct aq_load_sink sink = {loading, on_rows};
	struct aq_findings *findings = NULL;
	struct aq_buffer rejected;
	struct aq_error err = {0};
	enum aq_status status = AQ_OK;

	aq_buffer_init(&loading->told, 0);
	aq_buffer_init(&rejected, 0);
	FUZZ_CLAIM(aq_findings_new(&findings, NULL) >= AQ_OK);
	FUZZ_CLAIM(aq_load_open(&loading->load, &sink, findings, &rejected, NULL) >= AQ_OK);
	while (status >= AQ_OK && bytes.length) {
		struct aq_slice lent = fuzz_lend(fuzz_next_piece(&bytes, piece_bytes));

		status = aq_load_feed(loading->load, lent, &err);
		fuzz_take_back(lent);
	}
	if (status >= AQ_OK)
		status = aq_load_finish(loading->load, &err);
	check_end(loading, status, &err, findings);
	tell(loading, "rejected", aq_buffer_slice(&rejected));
	aq_load_close(loading->load);
	aq_findings_free(findings);
	aq_buffer_free(&rejected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct loading runs[FUZZ_PIECES] = {0};

	for (size_t i = 0; i < FUZZ_PIECES; i++) {
		load_run(&runs[i], (struct aq_slice){(const char *)data, size}, fuzz_pieces[i]);
		fuzz_same(&runs[0].told, &runs[i].told, fuzz_pieces[i]);
	}
	for (size_t i = 0; i < FUZZ_PIECES; i++)
		aq_buffer_free(&runs[i].told);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned seed)
{
	return fuzz_mutate_pieces(data, size, size_max, seed, seed & 1 ? '\n' : ',');
}
