/*
 * unit.c - the table as a unit: begun, filled in batches, ended with a verdict.
 *
 * Promises: one unit at least for every file; counts over everything read.
 */
#include "decoder.h"

#include "acquit/claim.h"

static void begin_fresh_unit(struct table_decoder *decoder)
{
	decoder->unit = (struct aq_unit){.index = decoder->unit.index + 1,
					 .kind = AQ_UNIT_TABLE,
					 .message = decoder->profile->message};
	decoder->is_unit_begun = false;
	decoder->has_mixed_accounts = false;
	decoder->has_mixed_currencies = false;
	decoder->booked = (struct aq_decimal){0};
}

void aq_unit_refuse(struct table_decoder *decoder, enum aq_code code)
{
	if (decoder->unit.verdict != AQ_SEVERITY_NONE)
		return;
	decoder->unit.verdict = AQ_SEVERITY_ERROR;
	decoder->unit.verdict_code = code;
}

/* The first row tells account and currency; others may take them back. */
static void note_account(struct table_decoder *decoder, const struct aq_record *record)
{
	struct aq_unit *unit = &decoder->unit;

	if (unit->entry_count == 1) {
		unit->currency = record->currency;
		if (record->account.length &&
		    record->account.length < sizeof(decoder->unit_account)) {
			memcpy(decoder->unit_account, record->account.start,
			       record->account.length);
			unit->account =
				(struct aq_slice){decoder->unit_account, record->account.length};
		}
		return;
	}
	if (record->currency.length && !aq_slice_equals(record->currency, unit->currency))
		decoder->has_mixed_currencies = true;
	if (!aq_slice_equals(record->account, unit->account))
		decoder->has_mixed_accounts = true;
}

static void note_days(struct aq_unit *unit, struct aq_date day)
{
	if (!aq_date_is_set(day))
		return;
	if (!aq_date_is_set(unit->from_on) || aq_date_compare(day, unit->from_on) < 0)
		unit->from_on = day;
	if (!aq_date_is_set(unit->to_on) || aq_date_compare(day, unit->to_on) > 0)
		unit->to_on = day;
}

enum aq_status aq_unit_flush(struct table_decoder *decoder, struct aq_error *err)
{
	const struct aq_sink *sink = decoder->handle.sink;
	struct aq_batch batch = {.records = decoder->records,
				 .record_count = decoder->record_count,
				 .unit_index = decoder->unit.index};
	enum aq_status status = AQ_OK;

	if (!decoder->is_unit_begun) {
		decoder->is_unit_begun = true;
		status = sink->unit_begin(sink->context, &decoder->unit, err);
	}
	if (status >= AQ_OK && batch.record_count)
		status = sink->records(sink->context, &batch, err);
	decoder->record_count = 0;
	decoder->text_at = NULL;
	decoder->text_left = 0;
	decoder->text_bytes = 0;
	aq_arena_reset(decoder->batch_texts);
	return status;
}

enum aq_status aq_unit_add(struct table_decoder *decoder, const struct aq_record *record,
			   struct aq_error *err)
{
	struct aq_unit *unit = &decoder->unit;
	struct aq_decimal amount = aq_decimal_absolute(record->amount);
	struct aq_decimal *side = record->amount.units < 0 ? &unit->debits : &unit->credits;
	bool fits = true;

	AQ_CLAIM(record == &decoder->records[decoder->record_count]);
	decoder->records[decoder->record_count].entry_index = (uint32_t)unit->entry_count;
	if (unit->entry_count == 0)
		unit->line = record->line;
	unit->entry_count++;
	unit->record_count++;
	decoder->rows++;
	note_account(decoder, record);
	note_days(unit, record->booked_on);
	if (record->amount.is_present)
		fits = aq_decimal_add(*side, amount, side);
	if (fits && record->amount.is_present && record->nature != AQ_NATURE_NOTICE)
		fits = aq_decimal_add(decoder->booked, aq_record_moved(record), &decoder->booked);
	if (!fits || unit->entry_count > UINT32_MAX - 1)
		return aq_fail(err, AQ_BAD_FILE, AQ_CSV_SUM, (struct aq_at){record->line, 0},
			       "the rows' amounts sum to more than can be counted");
	decoder->record_count++;
	return AQ_OK;
}

enum aq_status aq_unit_settle(struct table_decoder *decoder, struct aq_error *err)
{
	if (decoder->record_count < BATCH_RECORDS && decoder->text_bytes < BATCH_BYTES_MAX)
		return AQ_OK;
	return aq_unit_flush(decoder, err);
}

/* Opening + booked = closing, where the file tells both. */
static void judge_balance(struct table_decoder *decoder)
{
	const struct table_profile *profile = decoder->profile;
	struct aq_slice no_key = {0};
	const struct table_value *opening = NULL;
	const struct table_value *closing = NULL;
	struct aq_decimal expected;
	enum aq_severity severity =
		decoder->handle.settings.warn_balance ? AQ_SEVERITY_WARNING : AQ_SEVERITY_NONE;
	struct aq_finding finding = {.code = AQ_CSV_BALANCE,
				     .severity = severity,
				     .record = AQ_SLICE("table"),
				     .field = AQ_SLICE("closing"),
				     .at = {decoder->unit.line, 0}};

	if (profile->has_opening)
		opening = aq_values_find(decoder, profile->opening_index, no_key);
	if (profile->has_closing)
		closing = aq_values_find(decoder, profile->closing_index, no_key);
	if (opening)
		decoder->unit.opening.amount = opening->number;
	if (closing) {
		decoder->unit.closing.amount = closing->number;
		finding.value = closing->text;
	}
	if ((profile->has_opening && !opening) || (profile->has_closing && !closing)) {
		finding.code = AQ_CSV_CONTROL_MISSING;
		finding.severity = AQ_SEVERITY_NONE;
		finding.message = AQ_SLICE("the row with a balance is missing");
		aq_findings_add(decoder->handle.findings, &finding);
		aq_unit_refuse(decoder, AQ_CSV_CONTROL_MISSING);
		return;
	}
	if (!opening || !closing)
		return;
	if (aq_decimal_add(opening->number, decoder->booked, &expected) &&
	    aq_decimal_compare(expected, closing->number) == 0)
		return;
	decoder->unit.is_balance_wrong = true;
	finding.message = AQ_SLICE("opening balance and rows do not give the closing balance");
	aq_findings_add(decoder->handle.findings, &finding);
	if (!decoder->handle.settings.warn_balance)
		aq_unit_refuse(decoder, AQ_CSV_BALANCE);
}

/* Checks over the whole file: they refuse its only unit, or the file. */
static enum aq_status judge_file(struct table_decoder *decoder, enum aq_code *fault,
				 struct aq_error *err)
{
	enum aq_status status = aq_totals_judge(decoder, SCOPE_FILE, fault, err);

	if (status >= AQ_OK && *fault != AQ_CODE_NONE)
		aq_unit_refuse(decoder, *fault);
	return status;
}

/* What cannot be told of a unit whose rows are of several currencies or accounts. */
static void forget_mixed(struct table_decoder *decoder)
{
	if (decoder->has_mixed_currencies) {
		decoder->unit.currency = (struct aq_slice){0};
		decoder->unit.credits = (struct aq_decimal){0};
		decoder->unit.debits = (struct aq_decimal){0};
	}
	if (decoder->has_mixed_accounts)
		decoder->unit.account = (struct aq_slice){0};
}

enum aq_status aq_unit_end(struct table_decoder *decoder, bool is_last, struct aq_error *err)
{
	const struct aq_sink *sink = decoder->handle.sink;
	enum aq_status status = aq_join_end(decoder, err);
	enum aq_code section_fault = AQ_CODE_NONE;
	enum aq_code file_fault = AQ_CODE_NONE;

	if (status >= AQ_OK)
		status = aq_unit_flush(decoder, err);
	if (status >= AQ_OK)
		status = aq_totals_judge(decoder, SCOPE_SECTION, &section_fault, err);
	if (status >= AQ_OK && section_fault != AQ_CODE_NONE)
		aq_unit_refuse(decoder, section_fault);
	if (status >= AQ_OK && is_last)
		status = judge_file(decoder, &file_fault, err);
	if (status < AQ_OK)
		return status;
	judge_balance(decoder);
	aq_balance_judge(decoder);
	aq_values_judge_untold(decoder);
	forget_mixed(decoder);
	status = sink->unit_end(sink->context, &decoder->unit, err);
	if (status < AQ_OK)
		return status;
	if (file_fault != AQ_CODE_NONE && decoder->unit.index > 0)
		return aq_fail(err, AQ_BAD_FILE, file_fault, (struct aq_at){0},
			       "a check over all sections of the file does not come out");
	begin_fresh_unit(decoder);
	aq_totals_begin_section(decoder);
	return AQ_OK;
}
