/*
 * decoding.h - drives a decoder and everything behind it that reads records.
 *
 * The same bytes go in whole, byte by byte and in sevens, and must come out as
 * the same units, records and findings. What the first feed gives is normalised
 * too, so that hostile files meet the code that finds out what they mean.
 */
#ifndef ACQUIT_FUZZ_DECODING_H
#define ACQUIT_FUZZ_DECODING_H

#include "acquit/ext/decoder.h"
#include "acquit/normalise.h"
#include "acquit/utf8.h"
#include "fuzz.h"

/* Whose files those of NACHA are; NULL: nobody's. */
static const struct aq_nacha_partner *fuzz_partner;

struct decoding {
	const struct aq_decoder *decoder;
	const void *variant;
	struct aq_buffer told;
	struct aq_findings *findings;
	struct aq_arena *arena; /* of the payments of one batch */
	struct aq_arena *unit_arena;
	struct aq_unit unit; /* the one begun last */
	bool is_open;
	bool normalises;
	bool has_unread_refusals; /* some record was refused */
	uint32_t unit_count;
	bool is_decode_only; /* the batch in hand: ACH may have no day then */
	uint32_t file_count; /* of several files in one */
	uint32_t files_refused;
	uint64_t record_count; /* of the unit */
	uint64_t entry_count;
	uint32_t entry_index;
};

static inline void tell_utf8(struct decoding *run, const char *name, struct aq_slice text)
{
	if (aq_utf8_valid_bytes(text) != text.length) {
		fprintf(stderr, "%s: '%.*s'\n", name, AQ_SLICE_ARGS(text));
		fuzz_broken("all texts are UTF-8", __FILE__, __LINE__);
	}
	tell_text(&run->told, name, text);
}

static inline void tell_decimal(struct decoding *run, const char *name, struct aq_decimal number)
{
	char text[AQ_DECIMAL_TEXT_BYTES];

	FUZZ_CLAIM(number.scale <= AQ_DECIMAL_SCALE_MAX);
	FUZZ_CLAIM(number.is_present || number.units == 0);
	if (number.is_present)
		tell_text(&run->told, name,
			  (struct aq_slice){text, aq_decimal_print(number, 0, text)});
}

static inline void tell_date(struct decoding *run, const char *name, struct aq_date date)
{
	char text[AQ_DATE_TEXT_BYTES];

	aq_date_print(date, text);
	tell_text(&run->told, name, aq_slice_of(text));
}

static inline void tell_party(struct decoding *run, const char *name, const struct aq_party *party)
{
	tell_utf8(run, name, party->name);
	tell_utf8(run, " ultimate", party->ultimate_name);
	tell_utf8(run, " account", party->account);
	tell_utf8(run, " bank", party->bank);
	tell_utf8(run, " id", party->id);
}

static inline void tell_unit(struct decoding *run, const struct aq_unit *unit)
{
	tell_number(&run->told, "unit", unit->index);
	tell_number(&run->told, "unit line", (int64_t)unit->line);
	tell_number(&run->told, "unit kind", unit->kind);
	tell_number(&run->told, "message", unit->message);
	tell_utf8(run, "unit id", unit->id);
	tell_utf8(run, "unit account", unit->account);
	tell_utf8(run, "unit currency", unit->currency);
	tell_utf8(run, "sec", unit->sec);
	tell_utf8(run, "company_id", unit->company_id);
	tell_utf8(run, "company_name", unit->company_name);
	tell_utf8(run, "originator", unit->originator);
	tell_utf8(run, "sequence", unit->sequence);
	tell_utf8(run, "copy", unit->copy);
	tell_date(run, "effective_on", unit->effective_on);
	tell_date(run, "settled_on", unit->settled_on);
	tell_date(run, "from_on", unit->from_on);
	tell_date(run, "to_on", unit->to_on);
	tell_decimal(run, "opening", unit->opening.amount);
	tell_decimal(run, "closing", unit->closing.amount);
	tell_number(&run->told, "is_balance_wrong", unit->is_balance_wrong);
	tell_number(&run->told, "entry_count", (int64_t)unit->entry_count);
	tell_number(&run->told, "record_count", (int64_t)unit->record_count);
	tell_number(&run->told, "addenda_count", (int64_t)unit->addenda_count);
	tell_decimal(run, "credits", unit->credits);
	tell_decimal(run, "debits", unit->debits);
	if (unit->has_declared_count)
		tell_number(&run->told, "declared_count", (int64_t)unit->declared_count);
	tell_decimal(run, "declared_credits", unit->declared_credits);
	tell_decimal(run, "declared_debits", unit->declared_debits);
	tell_number(&run->told, "verdict", unit->verdict);
	tell_number(&run->told, "verdict_code", unit->verdict_code);
}

static inline void tell_lists(struct decoding *run, const struct aq_record *record)
{
	for (size_t i = 0; i < record->reference_count; i++) {
		FUZZ_CLAIM(record->references[i].kind < AQ_REF_COUNT);
		tell_utf8(run, aq_reference_kind_name(record->references[i].kind),
			  record->references[i].value);
	}
	for (size_t i = 0; i < record->remittance_count; i++) {
		const struct aq_remittance *remittance = &record->remittances[i];

		FUZZ_CLAIM(remittance->kind < AQ_REF_COUNT);
		tell_number(&run->told, "remittance", remittance->kind);
		tell_utf8(run, "document", remittance->document);
		tell_decimal(run, "applied", remittance->amount);
		tell_decimal(run, "discount", remittance->discount);
		tell_decimal(run, "adjustment", remittance->adjustment);
		tell_utf8(run, "reason", remittance->reason);
	}
}

static inline void tell_record(struct decoding *run, const struct aq_record *record)
{
	tell_number(&run->told, "record at line", (int64_t)record->line);
	tell_number(&run->told, "entry_index", record->entry_index);
	tell_number(&run->told, "leaf_index", record->leaf_index);
	tell_number(&run->told, "leaf_count", record->leaf_count);
	tell_number(&run->told, "nature", record->nature);
	tell_number(&run->told, "flags",
		    record->is_refused | record->is_reversal << 1 | record->is_residual << 2 |
			    record->is_bare_entry << 3);
	tell_number(&run->told, "refusal", record->refusal);
	tell_utf8(run, "type", record->type);
	tell_utf8(run, "type_written", record->type_written);
	tell_utf8(run, "record status", record->status);
	tell_utf8(run, "indicator", record->indicator);
	tell_utf8(run, "description", record->description);
	tell_date(run, "booked_on", record->booked_on);
	tell_date(run, "value_on", record->value_on);
	tell_decimal(run, "amount", record->amount);
	tell_utf8(run, "currency", record->currency);
	tell_decimal(run, "fee", record->fee);
	tell_utf8(run, "fee_currency", record->fee_currency);
	tell_decimal(run, "fee_tax", record->fee_tax);
	tell_decimal(run, "net", record->net);
	tell_utf8(run, "net_currency", record->net_currency);
	tell_decimal(run, "instructed", record->instructed);
	tell_utf8(run, "instructed_currency", record->instructed_currency);
	tell_utf8(run, "exchange_rate", record->exchange_rate);
	tell_party(run, "debtor", &record->debtor);
	tell_party(run, "creditor", &record->creditor);
	tell_utf8(run, "source_id", record->source_id);
	tell_utf8(run, "counter_reference", record->counter_reference);
	tell_utf8(run, "settlement_id", record->settlement_id);
	tell_utf8(run, "source", record->source);
	tell_utf8(run, "account", record->account);
	tell_utf8(run, "return_code", record->return_code);
	tell_utf8(run, "return_text", record->return_text);
	tell_lists(run, record);
}

static inline void tell_tokens(struct decoding *run, const struct aq_payment *payment)
{
	struct aq_token *tokens = NULL;
	size_t count = aq_payment_tokens_all(payment, run->arena, &tokens);

	for (size_t i = 0; i < count; i++) {
		FUZZ_CLAIM(tokens[i].normal.length >= AQ_TOKEN_LENGTH_MIN);
		tell_utf8(run, "token", tokens[i].normal);
		tell_text(&run->told, "written", tokens[i].written);
	}
}

static inline void tell_payment(struct decoding *run, const struct aq_payment *payment)
{
	struct aq_identity identities[AQ_IDENTITIES_MAX];
	size_t count;

	FUZZ_CLAIM(payment->kind < AQ_KIND_COUNT);
	FUZZ_CLAIM(payment->amount >= 0);
	FUZZ_CLAIM(payment->is_refused || payment->currency != AQ_CURRENCY_NONE ||
		   payment->mode == AQ_POSTS_NOTHING);
	FUZZ_CLAIM(payment->is_refused || aq_date_is_set(payment->booked_on) ||
		   payment->mode == AQ_POSTS_NOTHING || run->is_decode_only);
	FUZZ_CLAIM(!payment->is_refused || payment->mode == AQ_POSTS_NOTHING);
	tell_utf8(run, "payer", payment->payer);
	tell_utf8(run, "payer_account", payment->payer_account);
	tell_utf8(run, "payer_bank", payment->payer_bank);
	tell_utf8(run, "reference", payment->reference);
	tell_utf8(run, "end_to_end_id", payment->end_to_end_id);
	tell_utf8(run, "trace", payment->trace);
	tell_utf8(run, "text", payment->text);
	tell_utf8(run, "bank_account", payment->bank_account);
	tell_utf8(run, "source", payment->source);
	tell_utf8(run, "batch_id", payment->batch_id);
	tell_utf8(run, "return_text", payment->return_text);
	if (payment->is_refused)
		return;
	count = aq_payment_identities(payment, &run->unit, run->arena, identities);
	FUZZ_CLAIM(count >= 1 && count <= AQ_IDENTITIES_MAX);
	for (size_t i = 0; i < count; i++)
		tell_text(&run->told, "identity", identities[i].text);
	tell_tokens(run, payment);
}

/* What it all means is told, read to the last byte, and forgotten: only the
 * first feed is normalised. */
static inline void normalise_batch(struct decoding *run, const struct aq_batch *batch)
{
	static const struct aq_slice companies[] = {{"1912345678", 10}};
	const struct aq_normalise_settings settings = {
		.company_ids = companies,
		.company_id_count = 1,
		.is_decode_only = batch->record_count % 2 == 0,
	};
	const struct aq_normalise_order order = {
		.settings = &settings,
		.family = run->decoder->family,
		.unit = &run->unit,
		.batch = batch,
		.gateway = AQ_SLICE("gateway"),
	};
	struct aq_payment *payments =
		aq_arena_take_many(run->arena, batch->record_count, sizeof(*payments));
	struct aq_findings *findings = NULL;
	size_t told = run->told.length;
	bool refuses = false;

	run->is_decode_only = settings.is_decode_only;
	FUZZ_CLAIM(payments != NULL && aq_findings_new(&findings, NULL) >= AQ_OK);
	FUZZ_CLAIM(aq_normalise(&order, run->arena, payments, &refuses, findings, NULL) >= AQ_OK);
	for (size_t i = 0; i < batch->record_count; i++) {
		FUZZ_CLAIM(!batch->records[i].is_refused || payments[i].is_refused);
		tell_payment(run, &payments[i]);
	}
	tell_findings(&run->told, findings);
	aq_findings_free(findings);
	aq_arena_reset(run->arena);
	run->told.length = told;
}

static inline void keep_unit(struct decoding *run, const struct aq_unit *unit)
{
	struct aq_slice *texts[] = {
		&run->unit.id,	       &run->unit.account,    &run->unit.currency,
		&run->unit.sec,	       &run->unit.company_id, &run->unit.company_name,
		&run->unit.originator, &run->unit.sequence,   &run->unit.copy};

	aq_arena_reset(run->unit_arena);
	run->unit = *unit;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i] = aq_arena_copy(run->unit_arena, *texts[i]);
}

static inline enum aq_status on_unit_begin(void *context, const struct aq_unit *unit,
					   struct aq_error *err)
{
	struct decoding *run = context;

	(void)err;
	FUZZ_CLAIM(!run->is_open);
	FUZZ_CLAIM(unit->index == run->unit_count);
	run->is_open = true;
	run->record_count = 0;
	run->entry_count = 0;
	keep_unit(run, unit);
	aq_buffer_add_text(&run->told, "begin\n");
	tell_unit(run, unit);
	return AQ_OK;
}

/* Whoever is refused can read why. */
static inline void check_told(const struct decoding *run, enum aq_code code)
{
	if (!fuzz_has_finding(run->findings, code))
		fprintf(stderr, "%s is not among the findings\n", aq_code_name(code));
	FUZZ_CLAIM(fuzz_has_finding(run->findings, code));
}

static inline void count_record(struct decoding *run, const struct aq_record *record)
{
	if (run->entry_count == 0 || record->entry_index != run->entry_index) {
		FUZZ_CLAIM(run->entry_count == 0 || record->entry_index > run->entry_index);
		FUZZ_CLAIM(record->leaf_index == 0);
		run->entry_count++;
		run->entry_index = record->entry_index;
	}
	run->record_count++;
	FUZZ_CLAIM(record->leaf_index < record->leaf_count);
	FUZZ_CLAIM(record->is_refused == (record->refusal != AQ_CODE_NONE));
	if (record->is_refused)
		check_told(run, record->refusal);
}

static inline enum aq_status on_records(void *context, const struct aq_batch *batch,
					struct aq_error *err)
{
	struct decoding *run = context;

	(void)err;
	FUZZ_CLAIM(run->is_open && batch->unit_index == run->unit_count);
	for (size_t i = 0; i < batch->record_count; i++) {
		count_record(run, &batch->records[i]);
		tell_record(run, &batch->records[i]);
	}
	if (run->normalises)
		normalise_batch(run, batch);
	return AQ_OK;
}

static inline enum aq_status on_unit_end(void *context, const struct aq_unit *unit,
					 struct aq_error *err)
{
	struct decoding *run = context;

	(void)err;
	FUZZ_CLAIM(run->is_open && unit->index == run->unit_count);
	FUZZ_CLAIM(unit->record_count == run->record_count);
	FUZZ_CLAIM(unit->entry_count >= run->entry_count);
	FUZZ_CLAIM((unit->verdict == AQ_SEVERITY_NONE) == (unit->verdict_code == AQ_CODE_NONE));
	if (unit->verdict != AQ_SEVERITY_NONE)
		check_told(run, unit->verdict_code);
	run->is_open = false;
	run->unit_count++;
	aq_buffer_add_text(&run->told, "end\n");
	tell_unit(run, unit);
	return AQ_OK;
}

static inline enum aq_status on_file_end(void *context, uint32_t file_index, enum aq_code refusal,
					 struct aq_error *err)
{
	struct decoding *run = context;

	(void)err;
	FUZZ_CLAIM(!run->is_open && file_index == run->file_count);
	FUZZ_CLAIM(run->unit_count == 0 || run->unit.file_index <= file_index);
	if (refusal != AQ_CODE_NONE)
		check_told(run, refusal);
	run->file_count++;
	run->files_refused += refusal != AQ_CODE_NONE;
	aq_buffer_print(&run->told, "file end %s\n", aq_code_name(refusal));
	return AQ_OK;
}

static inline enum aq_status decoding_feed(struct decoding *run, struct aq_decoder_handle *handle,
					   struct aq_slice bytes, size_t piece_bytes,
					   struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	while (status >= AQ_OK && bytes.length) {
		struct aq_slice lent = fuzz_lend(fuzz_next_piece(&bytes, piece_bytes));

		status = run->decoder->feed(handle, lent, err);
		fuzz_take_back(lent);
	}
	return status < AQ_OK ? status : run->decoder->finish(handle, err);
}

static inline void decoding_judge(struct decoding *run, enum aq_status status,
				  const struct aq_error *err)
{
	FUZZ_CLAIM(status == AQ_OK || status == AQ_BAD_FILE);
	if (status == AQ_OK) {
		FUZZ_CLAIM(!run->is_open);
		FUZZ_CLAIM((aq_findings_worst(run->findings) == AQ_SEVERITY_FATAL) ==
			   (run->files_refused > 0));
		FUZZ_CLAIM(run->files_refused == 0 || run->files_refused < run->file_count);
		return;
	}
	FUZZ_CLAIM(err->status == AQ_BAD_FILE && err->code != AQ_CODE_NONE);
	FUZZ_CLAIM(fuzz_has_finding(run->findings, err->code));
}

static inline enum aq_status decoding_run(struct decoding *run, struct aq_slice bytes,
					  size_t piece_bytes)
{
	const struct aq_sink sink = {run, on_unit_begin, on_records, on_unit_end, on_file_end};
	struct aq_decoder_handle *handle = NULL;
	struct aq_error err = {0};
	enum aq_status status;

	aq_buffer_init(&run->told, 0);
	run->normalises = piece_bytes == 0;
	FUZZ_CLAIM(aq_findings_new(&run->findings, NULL) >= AQ_OK);
	FUZZ_CLAIM(aq_arena_new(&run->arena, 0, NULL) >= AQ_OK);
	FUZZ_CLAIM(aq_arena_new(&run->unit_arena, 0, NULL) >= AQ_OK);
	status = run->decoder->open(&handle, run->variant, &err);
	if (status >= AQ_OK) {
		FUZZ_CLAIM(aq_date_from_civil((struct aq_civil){2026, 1, 15},
					      &handle->settings.today));
		handle->settings.partners = fuzz_partner;
		handle->settings.partner_count = fuzz_partner != NULL;
		handle->sink = &sink;
		handle->findings = run->findings;
		status = decoding_feed(run, handle, bytes, piece_bytes, &err);
		tell_text(&run->told, "format", run->decoder->format(handle));
		run->decoder->close(handle);
		decoding_judge(run, status, &err);
	}
	tell_error(&run->told, status, &err);
	tell_findings(&run->told, run->findings);
	aq_findings_free(run->findings);
	aq_arena_free(run->arena);
	aq_arena_free(run->unit_arena);
	return status;
}

/* Feeds the bytes in every size of pieces and compares. `compares_refused`: files
 * that are refused tell the same up to the byte that refuses them. */
static inline void fuzz_decode(const struct aq_decoder *decoder, const void *variant,
			       struct aq_slice bytes, bool compares_refused)
{
	struct decoding runs[FUZZ_PIECES];
	enum aq_status status[FUZZ_PIECES];

	for (size_t i = 0; i < FUZZ_PIECES; i++) {
		runs[i] = (struct decoding){.decoder = decoder, .variant = variant};
		status[i] = decoding_run(&runs[i], bytes, fuzz_pieces[i]);
		FUZZ_CLAIM(status[i] == status[0]);
		if (i > 0 && (compares_refused || status[0] >= AQ_OK))
			fuzz_same(&runs[0].told, &runs[i].told, fuzz_pieces[i]);
	}
	for (size_t i = 0; i < FUZZ_PIECES; i++)
		aq_buffer_free(&runs[i].told);
}

#endif
