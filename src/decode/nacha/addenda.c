/*
 * addenda.c - addenda (record 7) of every type: 02, 05, 10 to 18, 98, 99.
 *
 * Promises: an addenda belongs to the entry it follows, refused or not, and to
 * no other; types that the rules do not have are kept as text.
 * Refuses: an addenda without an entry, a return without a readable reason,
 * and more addenda than an entry may have.
 */
#include "nacha.h"

#include "acquit/claim.h"
#include "acquit/money.h"
#include "acquit/return_code.h"

static struct aq_slice keep(struct nacha *decode, const struct nacha_line *line,
			    struct nacha_field field)
{
	return aq_arena_copy(decode->pack.arena, nacha_trimmed(line, field));
}

static void check_sequence(struct nacha *decode, const struct nacha_line *line,
			   struct nacha_piece *piece)
{
	struct nacha_entry *entry = &decode->entry;
	uint64_t sequence = 0;

	if (!nacha_number(nacha_take(line, NACHA_ADDENDA_SEQUENCE), &sequence))
		sequence = 0;
	piece->sequence = (uint32_t)sequence;
	if (sequence == 0)
		return;
	if (sequence != entry->sequence_last + 1ULL)
		nacha_tell(decode, AQ_NACHA_ADDENDA_SEQUENCE, line, NACHA_ADDENDA_SEQUENCE,
			   "the addenda before has the sequence number %u",
			   (unsigned int)entry->sequence_last);
	if (sequence < entry->sequence_last)
		entry->is_disordered = true;
	entry->sequence_last = (uint32_t)sequence;
}

static enum aq_status read_payload(struct nacha *decode, const struct nacha_line *line,
				   struct aq_error *err)
{
	struct nacha_entry *entry = &decode->entry;
	struct aq_slice text = nacha_take(line, NACHA_ADDENDA_TEXT);
	struct nacha_piece *piece;

	AQ_CLAIM(entry->piece_count < NACHA_ADDENDA_MAX);
	piece = &entry->pieces[entry->piece_count++];
	piece->at = (uint32_t)entry->payload.length;
	piece->length = (uint32_t)text.length;
	check_sequence(decode, line, piece);
	aq_buffer_add(&entry->payload, text);
	return aq_buffer_failed(&entry->payload) ? aq_fail_memory(err) : AQ_OK;
}

static enum aq_status read_terminal(struct nacha *decode, const struct nacha_line *line,
				    struct aq_error *err)
{
	(void)err;
	nacha_entry_refer(decode, AQ_REF_TRANSACTION, keep(decode, line, NACHA_POS_SERIAL));
	nacha_entry_refer(decode, AQ_REF_TEXT, keep(decode, line, NACHA_POS_LOCATION));
	return AQ_OK;
}

static bool is_reason(struct aq_slice code, char letter)
{
	return code.length == 3 && code.start[0] == letter && code.start[1] >= '0' &&
	       code.start[1] <= '9' && code.start[2] >= '0' && code.start[2] <= '9';
}

static void read_original(struct nacha *decode, const struct nacha_line *line)
{
	struct nacha_entry *entry = &decode->entry;
	struct aq_slice trace = keep(decode, line, NACHA_RETURN_TRACE);
	uint64_t number;

	if (nacha_is_void(trace) || !nacha_number(trace, &number))
		nacha_tell(decode, AQ_NACHA_RETURN_TRACE, line, NACHA_RETURN_TRACE,
			   "the original trace number is no number");
	if (nacha_is_void(trace))
		return;
	entry->record->counter_reference = trace;
	nacha_entry_refer(decode, AQ_REF_ORIGINAL_TRACE, trace);
}

/* The free text of the addenda, which each stage has elsewhere. */
static struct aq_slice read_stage(struct nacha *decode, const struct nacha_line *line,
				  enum aq_return_group group)
{
	bool is_iat = (decode->batch.sec->flags & NACHA_SEC_IAT) != 0;

	if (group != AQ_RETURN_DISHONORED && group != AQ_RETURN_CONTESTED)
		return nacha_trimmed(line, is_iat ? NACHA_IAT_RETURN_INFO : NACHA_RETURN_INFO);
	nacha_entry_refer(decode, AQ_REF_ORIGINAL, keep(decode, line, NACHA_DISHONOR_TRACE));
	if (group == AQ_RETURN_DISHONORED)
		return nacha_trimmed(line, NACHA_DISHONOR_INFO);
	nacha_entry_refer(decode, AQ_REF_ORIGINAL, keep(decode, line, NACHA_CONTEST_TRACE));
	return (struct aq_slice){NULL, 0};
}

/* An entry may carry its return, the refusal of it and the answer to that; two
 * of one stage are of two entries, one of which is not there. */
static void check_stage(struct nacha *decode, const struct nacha_line *line,
			enum aq_return_group group)
{
	struct nacha_entry *entry = &decode->entry;
	uint32_t stage = group == AQ_RETURN_DISHONORED ? 2 : group == AQ_RETURN_CONTESTED ? 4 : 1;
	struct aq_slice trace = nacha_trimmed(line, NACHA_RETURN_TRACE);

	if ((entry->return_stages & stage) != 0 &&
	    !aq_slice_equals(trace, entry->record->counter_reference))
		nacha_refuse_entry(decode, AQ_NACHA_RETURN_AGAIN, line, NACHA_RETURN_TRACE,
				   "the addenda before takes back trace '%.*s'",
				   AQ_SLICE_ARGS(entry->record->counter_reference));
	entry->return_stages |= stage;
}

static enum aq_status read_return(struct nacha *decode, const struct nacha_line *line,
				  struct aq_error *err)
{
	struct nacha_entry *entry = &decode->entry;
	struct aq_slice code = keep(decode, line, NACHA_RETURN_CODE);
	const char *meaning = aq_return_meaning(code);
	struct aq_slice info;

	(void)err;
	entry->has_return = true;
	if (!is_reason(code, 'R'))
		nacha_refuse_entry(decode, AQ_NACHA_RETURN_CODE_TEXT, line, NACHA_RETURN_CODE,
				   "the reason is not R and two digits");
	else if (meaning == NULL)
		nacha_tell(decode, AQ_NACHA_RETURN_CODE, line, NACHA_RETURN_CODE,
			   "the rules have no such return reason");
	entry->record->return_code = code;
	check_stage(decode, line, aq_return_group_of(code));
	read_original(decode, line);
	info = read_stage(decode, line, aq_return_group_of(code));
	entry->record->return_text =
		aq_arena_print(decode->pack.arena, "%s%s%.*s", meaning != NULL ? meaning : "",
			       meaning != NULL && info.length > 0 ? ": " : "", AQ_SLICE_ARGS(info));
	return AQ_OK;
}

static enum aq_status read_change(struct nacha *decode, const struct nacha_line *line,
				  struct aq_error *err)
{
	struct nacha_entry *entry = &decode->entry;
	struct aq_slice code = keep(decode, line, NACHA_CHANGE_CODE);

	(void)err;
	entry->has_change = true;
	if (!is_reason(code, 'C') || aq_return_meaning(code) == NULL)
		nacha_tell(decode, AQ_NACHA_CHANGE_CODE, line, NACHA_CHANGE_CODE,
			   "the rules have no such change code");
	entry->record->return_code = code;
	read_original(decode, line);
	nacha_change(decode, line, code);
	return AQ_OK;
}

static bool is_iat_type(struct aq_slice type)
{
	static const char types[] = "ANN ARC BOC BUS DEP LOA MIS MOR MTE PEN POP POS RCK REM RLS "
				    "SAL SHR TAX TEL WEB ";

	return type.length == 3 && aq_slice_find(aq_slice_of(types), type) % 4 == 0;
}

/* The amount abroad has the digits of the currency that is not ours. */
static void read_foreign_amount(struct nacha *decode, const struct nacha_line *line)
{
	const struct nacha_line *header = &decode->batch.header;
	struct aq_slice currency = nacha_take(header, NACHA_IAT_FROM_MONEY);
	struct aq_record *record = decode->entry.record;
	struct aq_decimal amount;

	if (!decode->batch.has_header)
		return;
	if (aq_slice_is(currency, "USD"))
		currency = nacha_take(header, NACHA_IAT_TO_MONEY);
	if (aq_slice_is(currency, "USD") || aq_currency_find(currency) == AQ_CURRENCY_NONE)
		return;
	if (!aq_decimal_parse_implied(nacha_take(line, NACHA_IAT_AMOUNT),
				      aq_currency_digits(aq_currency_find(currency)), &amount) ||
	    aq_decimal_is_zero(amount))
		return;
	record->instructed = amount;
	record->instructed_currency = currency;
}

static enum aq_status read_iat(struct nacha *decode, const struct nacha_line *line,
			       struct aq_error *err)
{
	struct nacha_entry *entry = &decode->entry;
	struct aq_party *other = nacha_entry_other_party(entry);
	char type = line->text[2];

	if (line->text[1] == '1' && type >= '0' && type <= '8')
		entry->iat_seen |= 1U << (unsigned int)(type - '0');
	switch (type) {
	case '0':
		if (!is_iat_type(nacha_take(line, NACHA_IAT_TYPE)))
			nacha_tell(decode, AQ_NACHA_IAT_TYPE, line, NACHA_IAT_TYPE,
				   "the rules have no such transaction type");
		read_foreign_amount(decode, line);
		nacha_entry_refer(decode, AQ_REF_INSTRUCTION, keep(decode, line, NACHA_IAT_TRACE));
		other->name = keep(decode, line, NACHA_IAT_RECEIVER);
		return AQ_OK;
	case '1':
		nacha_entry_company(entry)->name = keep(decode, line, NACHA_IAT_ORIGINATOR);
		return AQ_OK;
	case '5':
		other->id = keep(decode, line, NACHA_IAT_RECEIVER_ID);
		nacha_entry_refer(decode, AQ_REF_INDIVIDUAL, other->id);
		return AQ_OK;
	case '7':
		return read_payload(decode, line, err);
	default:
		return AQ_OK;
	}
}

struct kind {
	char code[3];
	bool names_entry; /* columns 88-94 repeat the end of the entry's trace */
	enum aq_status (*read)(struct nacha *decode, const struct nacha_line *line,
			       struct aq_error *err);
};

static const struct kind kinds[] = {
	{"05", true, read_payload},   {"99", false, read_return}, {"98", false, read_change},
	{"10", true, read_iat},	      {"11", true, read_iat},	  {"12", true, read_iat},
	{"13", true, read_iat},	      {"14", true, read_iat},	  {"15", true, read_iat},
	{"16", true, read_iat},	      {"17", true, read_iat},	  {"18", true, read_iat},
	{"02", false, read_terminal},
};

static void check_entry(struct nacha *decode, const struct nacha_line *line)
{
	struct aq_slice text = nacha_take(line, NACHA_ADDENDA_ENTRY);
	uint64_t tail;

	if (nacha_is_void(text) || decode->entry.trace_tail == NACHA_TRACE_UNKNOWN)
		return;
	if (!nacha_number(text, &tail) || tail != decode->entry.trace_tail)
		nacha_tell(decode, AQ_NACHA_ADDENDA_ENTRY, line, NACHA_ADDENDA_ENTRY,
			   "the entry before ends its trace number with %07llu",
			   (unsigned long long)decode->entry.trace_tail);
}

static enum aq_status read_addenda(struct nacha *decode, const struct nacha_line *line,
				   struct aq_error *err)
{
	for (size_t index = 0; index < sizeof(kinds) / sizeof(kinds[0]); index++) {
		if (memcmp(line->text + 1, kinds[index].code, 2) != 0)
			continue;
		if (kinds[index].names_entry)
			check_entry(decode, line);
		return kinds[index].read(decode, line, err);
	}
	nacha_tell(decode, AQ_NACHA_ADDENDA_TYPE, line, NACHA_ADDENDA_TYPE,
		   "the rules have no such addenda type");
	nacha_entry_refer(decode, AQ_REF_TEXT, keep(decode, line, NACHA_ADDENDA_TEXT));
	return AQ_OK;
}

enum aq_status nacha_addenda(struct nacha *decode, const struct nacha_line *line,
			     struct aq_error *err)
{
	struct nacha_batch *batch = &decode->batch;
	struct nacha_entry *entry = &decode->entry;
	enum aq_status status = AQ_OK;

	if (!batch->is_open)
		status = nacha_batch_orphan(decode, line, err);
	else if (!entry->is_open)
		nacha_refuse_batch(decode, AQ_NACHA_ADDENDA_OUTSIDE_ENTRY, line, NACHA_ADDENDA_TYPE,
				   "no entry stands before the addenda");
	if (status < AQ_OK)
		return status;
	nacha_add(&batch->sums.items, 1);
	batch->unit.addenda_count++;
	if (!entry->is_open)
		return AQ_OK;
	entry->addenda_count++;
	if (entry->addenda_count == NACHA_ADDENDA_MAX + 1)
		nacha_refuse_entry(decode, AQ_NACHA_ADDENDA_MANY, line, NACHA_ADDENDA_TYPE,
				   "the entry has more than %d addenda", NACHA_ADDENDA_MAX);
	if (entry->addenda_count > NACHA_ADDENDA_MAX)
		return AQ_OK;
	return read_addenda(decode, line, err);
}
