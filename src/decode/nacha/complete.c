/*
 * complete.c - what can be said of an entry once all its addenda are there.
 *
 * Promises: the entry's nature is told by its addenda first, then by its
 * class, then by its transaction code; what moves nothing is a notice.
 * Refuses: a return without the addenda that says what it takes back, and an
 * amount of what only tells something.
 */
#include "nacha.h"

/* Addenda 10 to 16: every international entry has them. */
#define IAT_ADDENDA_MASK 0x7fU

static void check_counts(struct nacha *decode)
{
	const struct nacha_entry *entry = &decode->entry;
	bool is_iat = (decode->batch.sec->flags & NACHA_SEC_IAT) != 0;
	bool says_addenda = nacha_take(&entry->line, NACHA_ENTRY_INDICATOR).start[0] == '1';

	if (says_addenda != (entry->addenda_count > 0))
		nacha_tell(decode, AQ_NACHA_ADDENDA_INDICATOR, &entry->line, NACHA_ENTRY_INDICATOR,
			   "%llu addenda follow", (unsigned long long)entry->addenda_count);
	if (entry->has_declared_count && entry->declared_count != entry->addenda_count)
		nacha_tell(decode, AQ_NACHA_ADDENDA_COUNT, &entry->line,
			   decode->batch.sec->addenda_count, "%llu addenda follow",
			   (unsigned long long)entry->addenda_count);
	if (is_iat && !entry->has_change &&
	    (entry->iat_seen & IAT_ADDENDA_MASK) != IAT_ADDENDA_MASK)
		nacha_tell(decode, AQ_NACHA_IAT_ADDENDA, &entry->line, NACHA_NO_FIELD,
			   "one of the addenda 10 to 16 is missing");
}

static void check_return(struct nacha *decode)
{
	const struct nacha_entry *entry = &decode->entry;
	bool is_return_code = entry->transaction.use == NACHA_USE_RETURN;

	if (is_return_code && !entry->has_return && !entry->has_change)
		nacha_refuse_entry(decode, AQ_NACHA_RETURN_ADDENDA, &entry->line, NACHA_ENTRY_CODE,
				   "the entry is a return but has no addenda 98 or 99");
	if (entry->has_return && entry->transaction.use == NACHA_USE_MONEY)
		nacha_tell(decode, AQ_NACHA_RETURN_TRANSACTION_CODE, &entry->line, NACHA_ENTRY_CODE,
			   "the entry is a return by its addenda");
}

static enum aq_nature nature_of(const struct nacha *decode)
{
	const struct nacha_entry *entry = &decode->entry;

	if (entry->has_change || (entry->has_amount && entry->cents == 0))
		return AQ_NATURE_NOTICE;
	if (entry->has_return || entry->transaction.use == NACHA_USE_RETURN)
		return AQ_NATURE_RETURN;
	if ((decode->batch.sec->flags & NACHA_SEC_NOTICE) != 0)
		return AQ_NATURE_NOTICE;
	if (entry->transaction.use == NACHA_USE_MONEY ||
	    entry->transaction.use == NACHA_USE_UNKNOWN)
		return AQ_NATURE_MONEY;
	return AQ_NATURE_NOTICE;
}

/* Whatever made a notice of it, its cents were sent by somebody. Prenotes and
 * zero-dollar entries are judged by their code, advices tell of money elsewhere. */
static void check_notice(struct nacha *decode)
{
	const struct nacha_entry *entry = &decode->entry;
	enum nacha_use use = entry->transaction.use;

	if (entry->record->nature != AQ_NATURE_NOTICE || !entry->has_amount || entry->cents == 0 ||
	    (use != NACHA_USE_MONEY && use != NACHA_USE_RETURN))
		return;
	nacha_refuse_entry(decode, AQ_NACHA_NOTICE_AMOUNT, &entry->line, NACHA_ENTRY_AMOUNT,
			   entry->has_change ? "a notification of change moves no money"
					     : "the class %s moves no money",
			   decode->batch.sec->code);
}

static enum aq_status keep_references(struct nacha *decode, struct aq_error *err)
{
	struct nacha_entry *entry = &decode->entry;
	struct aq_record *record = entry->record;

	if (entry->reference_count == 0)
		return AQ_OK;
	record->references = aq_arena_take_many(decode->pack.arena, entry->reference_count,
						sizeof(*record->references));
	if (record->references == NULL)
		return aq_fail_memory(err);
	memcpy(record->references, entry->references,
	       entry->reference_count * sizeof(*record->references));
	record->reference_count = entry->reference_count;
	return AQ_OK;
}

enum aq_status nacha_entry_end(struct nacha *decode, struct aq_error *err)
{
	struct nacha_entry *entry = &decode->entry;
	enum aq_status status = AQ_OK;

	if (!entry->is_open)
		return AQ_OK;
	check_counts(decode);
	check_return(decode);
	entry->record->nature = nature_of(decode);
	check_notice(decode);
	if (entry->piece_count > 0)
		status = nacha_remittance(decode, err);
	if (status >= AQ_OK)
		status = keep_references(decode, err);
	entry->is_open = false;
	entry->record = NULL;
	return status;
}
