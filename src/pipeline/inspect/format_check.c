/*
 * format_check.c - `formats --check FILE`: tries a file and explains.
 *
 * Tells which format takes it and why, what each column became, the first
 * payments, sums by kind and currency, and what `run` would refuse.
 */
#include "inspecting.h"

#include "acquit/utf8.h"

#define SHOWN_MAX    10
#define TALLIES_MAX  96
#define FINDINGS_MAX 40
#define TEXT_COLUMNS 24

/* Sums of one kind in one currency. */
struct tally {
	const char *what; /* a kind, or "refused" */
	aq_currency currency;
	uint64_t count;
	struct aq_money amount, fee, net;
	bool is_too_large;
};

struct checking {
	struct inspecting inspecting;
	struct tally tallies[TALLIES_MAX];
	size_t tally_count;
	uint64_t payments, refused, notices, units, refused_units;
	uint64_t units_before, refused_units_before; /* the file in hand, of several in one */
	struct aq_buffer shown;
};

static struct tally *find_tally(struct checking *checking, const char *what, aq_currency currency)
{
	struct tally *tally = checking->tallies;
	struct aq_money none = {.currency = currency};

	for (size_t i = 0; i < checking->tally_count; i++, tally++) {
		if (strcmp(tally->what, what) == 0 && tally->currency == currency)
			return tally;
	}
	if (checking->tally_count == TALLIES_MAX)
		return NULL;
	checking->tally_count++;
	*tally = (struct tally){
		.what = what, .currency = currency, .amount = none, .fee = none, .net = none};
	return tally;
}

static void add(struct tally *tally, struct aq_money *sum, int64_t amount)
{
	struct aq_money one = {.minor = amount, .currency = sum->currency};

	tally->is_too_large |= !aq_money_add(*sum, one, sum);
}

static void count_payment(struct checking *checking, const struct aq_payment *payment)
{
	const char *what = payment->is_refused ? "refused" : aq_kind_name(payment->kind);
	int64_t amount = payment->direction == AQ_MONEY_OUT ? -payment->amount : payment->amount;
	struct tally *tally = find_tally(checking, what, payment->currency);

	checking->payments++;
	checking->refused += payment->is_refused;
	checking->notices += !payment->is_refused && payment->kind == AQ_KIND_NOTICE;
	if (tally) {
		tally->count++;
		add(tally, &tally->amount, amount);
	}
	if (payment->fee_currency != AQ_CURRENCY_NONE) {
		tally = find_tally(checking, what, payment->fee_currency);
		if (tally)
			add(tally, &tally->fee, payment->fee);
	}
	if (payment->net_currency != AQ_CURRENCY_NONE) {
		tally = find_tally(checking, what, payment->net_currency);
		if (tally)
			add(tally, &tally->net, payment->net);
	}
}

/* A text in so many columns, cut where it is longer. */
static void put_text(struct aq_buffer *out, struct aq_slice text, size_t columns)
{
	size_t shown = 0;

	while (text.length && shown < columns) {
		struct aq_slice rest = text;

		(void)aq_utf8_next(&rest);
		aq_printable_put(out, (struct aq_slice){text.start, text.length - rest.length});
		text = rest;
		shown++;
	}
	for (; shown < columns; shown++)
		aq_buffer_add_text(out, " ");
}

static void put_money(struct aq_buffer *out, int64_t amount, aq_currency currency)
{
	char text[AQ_MONEY_TEXT_BYTES];
	struct aq_money money = {.minor = amount, .currency = currency};
	size_t length = currency == AQ_CURRENCY_NONE ? 0 : aq_money_print(money, text);

	aq_buffer_print(out, " %16.*s", (int)length, text);
}

static void show_payment(struct checking *checking, const struct aq_payment *payment)
{
	struct aq_buffer *out = &checking->shown;
	char day[AQ_DATE_TEXT_BYTES] = "";

	if (checking->payments >= SHOWN_MAX)
		return;
	if (aq_date_is_set(payment->booked_on))
		aq_date_print(payment->booked_on, day);
	aq_buffer_print(out, "%7llu  %-11s %-10s", (unsigned long long)payment->line,
			payment->is_refused ? "refused" : aq_kind_name(payment->kind), day);
	put_money(out, payment->direction == AQ_MONEY_OUT ? -payment->amount : payment->amount,
		  payment->currency);
	put_money(out, payment->fee, payment->fee_currency);
	aq_buffer_print(
		out, " %-4s",
		payment->currency == AQ_CURRENCY_NONE ? "" : aq_currency_code(payment->currency));
	put_text(out, payment->source_id, TEXT_COLUMNS);
	aq_buffer_add_text(out, " ");
	put_text(out, payment->payer, TEXT_COLUMNS);
	aq_buffer_add_text(out, " ");
	put_text(out, payment->reference, TEXT_COLUMNS);
	while (out->length && out->start[out->length - 1] == ' ')
		out->length--;
	aq_buffer_add_text(out, "\n");
}

static enum aq_status on_unit_begin(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	struct checking *checking = context;

	return inspecting_unit(&checking->inspecting, unit, err);
}

static enum aq_status on_records(void *context, const struct aq_batch *batch, struct aq_error *err)
{
	struct checking *checking = context;
	struct aq_payment *payments;
	enum aq_status status = inspecting_batch(&checking->inspecting, batch, &payments, err);

	for (size_t index = 0; status >= AQ_OK && index < batch->record_count; index++) {
		show_payment(checking, &payments[index]);
		count_payment(checking, &payments[index]);
	}
	return status;
}

static enum aq_status on_unit_end(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	struct checking *checking = context;

	(void)err;
	checking->units++;
	checking->refused_units += unit->verdict >= AQ_SEVERITY_ERROR;
	return AQ_OK;
}

static enum aq_status on_file_end(void *context, uint32_t file_index, enum aq_code refusal,
				  struct aq_error *err)
{
	struct checking *checking = context;

	(void)file_index;
	(void)err;
	if (refusal != AQ_CODE_NONE)
		checking->refused_units =
			checking->refused_units_before + checking->units - checking->units_before;
	checking->units_before = checking->units;
	checking->refused_units_before = checking->refused_units;
	return AQ_OK;
}

static enum aq_status look(struct checking *checking, const struct inspecting_order *order,
			   struct aq_error *err)
{
	const struct aq_sink sink = {.context = checking,
				     .unit_begin = on_unit_begin,
				     .records = on_records,
				     .unit_end = on_unit_end,
				     .file_end = on_file_end};
	enum aq_status status = inspecting_open(&checking->inspecting, order, err);

	return status < AQ_OK ? status : inspecting_read(&checking->inspecting, &sink, err);
}

static void put_tallies(const struct checking *checking, struct aq_buffer *out)
{
	aq_buffer_print(out, "\ntotals\n  %-11s %-4s %8s %16s %16s %16s\n", "kind", "", "payments",
			"amount", "fee", "net");
	for (size_t i = 0; i < checking->tally_count; i++) {
		const struct tally *tally = &checking->tallies[i];

		aq_buffer_print(out, "  %-11s %-4s %8llu", tally->what,
				tally->currency == AQ_CURRENCY_NONE
					? "-"
					: aq_currency_code(tally->currency),
				(unsigned long long)tally->count);
		put_money(out, tally->amount.minor, tally->currency);
		put_money(out, tally->fee.minor, tally->currency);
		put_money(out, tally->net.minor, tally->currency);
		aq_buffer_add_text(out,
				   tally->is_too_large ? " (more than can be counted)\n" : "\n");
	}
	if (checking->tally_count == TALLIES_MAX)
		aq_buffer_add_text(out, "  (more kinds and currencies are not shown)\n");
}

static void put_findings(const struct checking *checking, struct aq_buffer *out)
{
	struct aq_slice file = aq_claim_name(checking->inspecting.claim);
	size_t kept = aq_findings_kept(checking->inspecting.findings);
	size_t shown = kept < FINDINGS_MAX ? kept : FINDINGS_MAX;
	enum aq_code last = AQ_CODE_NONE;

	aq_buffer_add_text(out, "\nfindings\n");
	for (size_t i = 0; i < shown; i++) {
		const struct aq_finding *finding = aq_findings_at(checking->inspecting.findings, i);

		if (i && finding->code != last)
			aq_buffer_print(out, "    mend: %s\n", aq_code_mend(last));
		last = finding->code;
		aq_buffer_add_text(out, "  ");
		decode_put_finding(out, file, finding);
	}
	if (last != AQ_CODE_NONE)
		aq_buffer_print(out, "    mend: %s\n", aq_code_mend(last));
	else
		aq_buffer_add_text(out, "  none\n");
	if (aq_findings_count(checking->inspecting.findings) > shown)
		aq_buffer_print(
			out, "  and %llu more: acquit decode --check lists them\n",
			(unsigned long long)(aq_findings_count(checking->inspecting.findings) -
					     shown));
}

static void put_verdict(const struct checking *checking, enum aq_status status, bool is_taken,
			struct aq_buffer *out)
{
	uint64_t good = checking->payments - checking->refused - checking->notices;

	aq_buffer_add_text(
		out, is_taken ? "\nverdict   "
			      : "\nverdict   run would not read it by this profile; if it did: ");
	if (status == AQ_BAD_FILE)
		aq_buffer_add_text(out, "run would refuse the file");
	else if (checking->refused_units == checking->units && checking->units)
		aq_buffer_add_text(out, "run would refuse the file: its totals do not come out");
	else if (checking->refused_units)
		aq_buffer_print(out,
				"run would refuse %llu of its %llu parts, whose totals do "
				"not come out",
				(unsigned long long)checking->refused_units,
				(unsigned long long)checking->units);
	else
		aq_buffer_print(out, "run would take %llu payments", (unsigned long long)good);
	if (checking->refused)
		aq_buffer_print(out, "; %llu refused", (unsigned long long)checking->refused);
	if (checking->notices)
		aq_buffer_print(out, "; %llu shown only", (unsigned long long)checking->notices);
	aq_buffer_add_text(out, "\n");
}

static void put_all(const struct checking *checking, const struct aq_format_order *order,
		    enum aq_status status, struct aq_buffer *out)
{
	bool is_taken;

	aq_buffer_add_text(out, "file      ");
	aq_printable_put(out, aq_claim_name(checking->inspecting.claim));
	aq_buffer_add_text(out, "\n");
	if (!checking->inspecting.decode) {
		put_findings(checking, out);
		aq_buffer_add_text(out, "\nverdict   run would refuse the file\n");
		if (!order->format)
			aq_buffer_print(
				out,
				"          acquit formats NAME --check %s tries one profile\n"
				"          acquit formats --new %s proposes one\n",
				order->path, order->path);
		return;
	}
	aq_decode_explain(checking->inspecting.decode, out);
	is_taken = aq_decode_others(checking->inspecting.decode, checking->inspecting.profiles,
				    &checking->inspecting.sample, out);
	aq_buffer_print(out,
			"\npayments (the first %d)\n%7s  %-11s %-10s %16s %16s %-4s%-*s %-*s %s\n",
			SHOWN_MAX, "line", "kind", "booked on", "amount", "fee", "", TEXT_COLUMNS,
			"id", TEXT_COLUMNS, "payer", "reference");
	aq_buffer_add(out, aq_buffer_slice(&checking->shown));
	put_tallies(checking, out);
	put_findings(checking, out);
	put_verdict(checking, status, is_taken, out);
}

enum aq_status aq_format_check(struct aq_home *home, const struct aq_format_order *order,
			       struct aq_buffer *out, enum aq_severity *worst, struct aq_error *err)
{
	struct checking checking = {.tally_count = 0};
	const struct inspecting_order file = {
		.home = home,
		.path = order->path,
		.home_path = order->home_path,
		.format = aq_slice_of(order->format ? order->format : ""),
		.today = order->today,
		/* In a home it is known whose debits are ours. */
		.judges_as_run = home != NULL};
	struct aq_error fault = {.status = AQ_OK};
	enum aq_status status = inspecting_new(&checking.inspecting, err);

	aq_buffer_init(&checking.shown, 0);
	if (status >= AQ_OK) {
		status = look(&checking, &file, &fault);
		if (status == AQ_BAD_FILE)
			decode_note_refusal(checking.inspecting.findings, &fault);
		else if (status < AQ_OK && err)
			*err = fault;
	}
	if (status >= AQ_OK || status == AQ_BAD_FILE) {
		put_all(&checking, order, status, out);
		*worst = aq_findings_worst(checking.inspecting.findings);
		status = AQ_OK;
	}
	inspecting_close(&checking.inspecting);
	aq_buffer_free(&checking.shown);
	return status;
}

enum aq_status aq_format_new(const char *path, struct aq_buffer *out, struct aq_error *err)
{
	struct inspecting inspecting;
	enum aq_status status = inspecting_new(&inspecting, err);

	if (status >= AQ_OK)
		status = inspecting_open_file(&inspecting, path, err);
	if (status >= AQ_OK) {
		inspecting.sample.name = aq_claim_name(inspecting.claim);
		status = aq_format_propose(&inspecting.sample, out, err);
	}
	inspecting_close(&inspecting);
	return status;
}
