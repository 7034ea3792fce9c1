/*
 * export.c - the whole journal for another program: CSV, ledger, hledger.
 *
 * One transaction an entry, its postings as pairs of lines. Amounts are exact
 * and in the currency's own digits, with a point; the code behind them is the
 * commodity. Nothing is held but one entry, whatever the journal's length.
 */
#include "acquit/report.h"

#include "acquit/claim.h"

#include "export_name.h"
#include "sheet.h"

#define PIECE_BYTES ((size_t)256 * 1024)
#define CURRENCIES  1000 /* ISO 4217 has three digits */

struct exporting {
	enum aq_export form;
	FILE *file;
	struct aq_buffer out;
	struct cells cells;
	struct aq_buffer account;
	uint64_t entry_no; /* the one in hand; 0: none yet */
	char hash[AQ_SHA256_HEX_BYTES];
	bool is_declared[CURRENCIES]; /* its digits were told */
};

static enum aq_status flush(struct exporting *exporting, struct aq_error *err)
{
	struct aq_buffer *out = &exporting->out;

	if (aq_buffer_failed(out))
		return aq_fail_memory(err);
	if (out->length > 0 && fwrite(out->start, 1, out->length, exporting->file) != out->length)
		return aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot write the journal");
	aq_buffer_clear(out);
	return AQ_OK;
}

/* --- CSV: as journal.csv --- */

static void put_side(struct exporting *exporting, const struct aq_journal_line *line,
		     bool is_credit)
{
	struct journal_row row = {.line = line, .is_credit = is_credit};

	aq_buffer_clear(&exporting->account);
	aq_account_put(&exporting->account, is_credit ? line->posting.credit : line->posting.debit);
	if (aq_buffer_failed(&exporting->account))
		exporting->out.failed = true;
	row.account = aq_buffer_slice(&exporting->account);
	row.hash = (struct aq_slice){exporting->hash, AQ_SHA256_HEX_BYTES - 1};
	sheet_put_cells(&exporting->cells, &journal_table, &row);
	aq_csv_put_end(&exporting->out);
}

static void put_csv(struct exporting *exporting, const struct aq_journal_line *line)
{
	if (exporting->entry_no != line->entry_no) {
		exporting->entry_no = line->entry_no;
		aq_sha256_to_hex(&line->hash, exporting->hash);
	}
	put_side(exporting, line, false);
	put_side(exporting, line, true);
}

/* --- ledger and hledger --- */

/* How many digits a currency has, so that 1.000 BHD is one dinar. */
static void declare_currency(struct exporting *exporting, aq_currency currency)
{
	char text[AQ_MONEY_TEXT_BYTES];
	struct aq_money sample = {.minor = 1000, .currency = currency};
	uint8_t digits = aq_currency_digits(currency);

	AQ_CLAIM(currency < CURRENCIES);
	if (exporting->is_declared[currency])
		return;
	exporting->is_declared[currency] = true;
	for (uint8_t digit = 0; digit < digits; digit++)
		sample.minor *= 10;
	(void)aq_money_print(sample, text);
	if (exporting->form == AQ_EXPORT_HLEDGER)
		aq_buffer_print(&exporting->out, "commodity %s%s %s\n", text, digits ? "" : ".",
				aq_currency_code(currency));
	else
		aq_buffer_print(&exporting->out, "commodity %s\n    format %s %s\n",
				aq_currency_code(currency), text, aq_currency_code(currency));
}

/* hledger's letters for what an account is. */
static const char *type_letter(enum aq_account account)
{
	static const char *const types[][2] = {
		{"asset", "A"},	  {"liability", "L"}, {"income", "R"},
		{"expense", "X"}, {"equity", "E"},
	};

	for (size_t index = 0; index < sizeof(types) / sizeof(types[0]); index++)
		if (strcmp(types[index][0], aq_account_type(account)) == 0)
			return types[index][1];
	return "A";
}

/* Every account and commodity is declared, so that strict checks pass. An
 * account in two currencies comes twice, one after the other. */
static enum aq_status on_account(void *context, const struct aq_trial_line *line,
				 struct aq_error *err)
{
	struct exporting *exporting = context;
	struct aq_buffer *out = &exporting->out;
	struct aq_slice before = aq_buffer_slice(&exporting->account);
	struct aq_buffer name;

	declare_currency(exporting, line->currency);
	aq_buffer_init(&name, 0);
	export_put_account(&name, line->account);
	if (aq_buffer_failed(&name)) {
		aq_buffer_free(&name);
		return aq_fail_memory(err);
	}
	if (!aq_slice_equals(before, aq_buffer_slice(&name))) {
		aq_buffer_add_text(out, "account ");
		aq_buffer_add(out, aq_buffer_slice(&name));
		if (exporting->form == AQ_EXPORT_HLEDGER)
			aq_buffer_print(out, "  ; type: %s", type_letter(line->account.account));
		aq_buffer_add_byte(out, '\n');
	}
	aq_buffer_free(&exporting->account);
	exporting->account = name;
	return AQ_OK;
}

static void begin_entry(struct exporting *exporting, const struct aq_journal_line *line)
{
	static const struct aq_payment_id none;
	struct aq_buffer *out = &exporting->out;
	char date[AQ_DATE_TEXT_BYTES], id[AQ_PAYMENT_ID_TEXT_BYTES];

	aq_date_print(line->posted_on, date);
	aq_buffer_add_byte(out, '\n');
	aq_buffer_add_text(out, date);
	aq_buffer_add_text(out, " * ");
	if (memcmp(&line->payment, &none, sizeof(none)) != 0) {
		aq_payment_id_print(line->payment, id);
		aq_buffer_print(out, "(%s) ", id);
	}
	aq_buffer_add_text(out, aq_event_name(line->event));
	if (line->memo.length > 0 && !aq_slice_is(line->memo, aq_event_name(line->event))) {
		aq_buffer_add_text(out, ", ");
		export_put_words(out, line->memo);
	}
	aq_buffer_print(out, "\n    ; entry %llu", (unsigned long long)line->entry_no);
	if (line->corrects_no)
		aq_buffer_print(out, ", corrects entry %llu",
				(unsigned long long)line->corrects_no);
	aq_buffer_add_byte(out, '\n');
	exporting->entry_no = line->entry_no;
}

static void put_leg(struct exporting *exporting, const struct aq_posting *posting, bool is_credit)
{
	struct aq_buffer *out = &exporting->out;
	struct aq_money amount = {.minor = is_credit ? -posting->amount : posting->amount,
				  .currency = posting->currency};
	char text[AQ_MONEY_TEXT_BYTES];

	(void)aq_money_print(amount, text);
	aq_buffer_add_text(out, "    ");
	export_put_account(out, is_credit ? posting->credit : posting->debit);
	aq_buffer_print(out, "  %s %s", text, aq_currency_code(posting->currency));
	if (posting->target.length > 0) {
		aq_buffer_add_text(out, "  ; ");
		export_put_words(out, posting->target);
	}
	aq_buffer_add_byte(out, '\n');
}

static enum aq_status on_line(void *context, const struct aq_journal_line *line,
			      struct aq_error *err)
{
	struct exporting *exporting = context;

	if (exporting->form == AQ_EXPORT_CSV) {
		put_csv(exporting, line);
	} else {
		if (exporting->entry_no != line->entry_no)
			begin_entry(exporting, line);
		put_leg(exporting, &line->posting, false);
		put_leg(exporting, &line->posting, true);
	}
	return exporting->out.length >= PIECE_BYTES ? flush(exporting, err) : AQ_OK;
}

static enum aq_status put_head(struct exporting *exporting, struct aq_store *store,
			       struct aq_error *err)
{
	struct aq_buffer *out = &exporting->out;

	if (exporting->form == AQ_EXPORT_CSV) {
		sheet_put_header(out, &journal_table);
		return AQ_OK;
	}
	aq_buffer_add_text(out, "; The journal of acquit, book main.\n");
	if (exporting->form == AQ_EXPORT_HLEDGER)
		aq_buffer_add_text(out, "decimal-mark .\n");
	return aq_store_list_trial(store, on_account, exporting, err);
}

enum aq_status aq_report_export(struct aq_store *store, enum aq_export form, FILE *out,
				struct aq_error *err)
{
	struct exporting exporting = {.form = form, .file = out};
	enum aq_status status;

	aq_buffer_init(&exporting.out, 0);
	aq_buffer_init(&exporting.account, 0);
	cells_open(&exporting.cells, &exporting.out);
	status = put_head(&exporting, store, err);
	if (status >= AQ_OK)
		status = aq_store_list_journal(store, 0, on_line, &exporting, err);
	if (status >= AQ_OK)
		status = flush(&exporting, err);
	if (status >= AQ_OK && fflush(out) != 0)
		status = aq_fail_errno(err, AQ_SYSTEM, AQ_BASE_FILE, "cannot write the journal");
	cells_close(&exporting.cells);
	aq_buffer_free(&exporting.account);
	aq_buffer_free(&exporting.out);
	return status < AQ_OK ? status : AQ_OK;
}
