/*
 * texts.c - texts that many rows share, read once.
 */
#include <stdlib.h>

#include "acquit/claim.h"
#include "reading.h"

#define OWN_BYTES_MAX (1024 * 1024)

static const enum sq_statement statements[SQ_TEXT_KIND_COUNT] = {
	[SQ_TEXT_LABEL] = SQ_LABEL_READ,
	[SQ_TEXT_SETTLEMENT] = SQ_SETTLEMENT_ID_READ,
	[SQ_TEXT_FILE] = SQ_FILE_NAME_READ,
	[SQ_TEXT_FORMAT] = SQ_FILE_FORMAT_READ,
	[SQ_TEXT_LEDGER_ACCOUNT] = SQ_LEDGER_ACCOUNT_READ,
};

static const char *const kind_names[SQ_TEXT_KIND_COUNT] = {
	[SQ_TEXT_LABEL] = "source",
	[SQ_TEXT_SETTLEMENT] = "settlement",
	[SQ_TEXT_FILE] = "file",
	[SQ_TEXT_FORMAT] = "file",
	[SQ_TEXT_LEDGER_ACCOUNT] = "ledger account",
};

enum aq_status sq_texts_open(struct sq_texts *texts, struct aq_store *store, struct aq_arena *arena,
			     struct aq_error *err)
{
	memset(texts, 0, sizeof(*texts));
	texts->store = store;
	texts->arena = arena;
	if (arena)
		return AQ_OK;
	texts->is_own = true;
	return aq_arena_new(&texts->arena, 0, err);
}

void sq_texts_close(struct sq_texts *texts)
{
	if (texts->is_own)
		aq_arena_free(texts->arena);
	texts->arena = NULL;
}

void sq_texts_rest(struct sq_texts *texts)
{
	if (!texts->is_own || aq_arena_used(texts->arena) < OWN_BYTES_MAX)
		return;
	aq_arena_reset(texts->arena);
	memset(texts->slots, 0, sizeof(texts->slots));
}

static enum aq_status look_up(struct sq_texts *texts, struct sq_text_slot *slot,
			      struct aq_error *err)
{
	struct aq_store *store = texts->store;
	int column = slot->kind == SQ_TEXT_LEDGER_ACCOUNT ? 1 : 0;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, statements[slot->kind], &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, slot->number);
	status = sq_step(store, statement, err);
	if (status == AQ_END)
		return sq_contradiction(err, "%s %llu is named and is not there",
					kind_names[slot->kind], (unsigned long long)slot->number);
	if (status < AQ_OK)
		return status;
	if (column == 1)
		slot->value = sq_word_in(store, SQ_ACCOUNT, sq_u64(statement, 0));
	if (!sq_copy(texts->arena, statement, column, &slot->text))
		status = aq_fail_memory(err);
	sq_done(statement);
	return status;
}

static enum aq_status find_slot(struct sq_texts *texts, enum sq_text_kind kind, uint64_t number,
				const struct sq_text_slot **out, struct aq_error *err)
{
	struct sq_text_slot found = {.kind = kind, .number = number};
	struct sq_text_slot *slot =
		&texts->slots[(number * SQ_TEXT_KIND_COUNT + kind) % SQ_TEXT_SLOTS];
	enum aq_status status;

	if (slot->number != number || slot->kind != kind) {
		status = look_up(texts, &found, err);
		if (status < AQ_OK)
			return status;
		*slot = found;
	}
	*out = slot;
	return AQ_OK;
}

enum aq_status sq_texts_find(struct sq_texts *texts, enum sq_text_kind kind, uint64_t number,
			     struct aq_slice *out, struct aq_error *err)
{
	const struct sq_text_slot *slot;
	enum aq_status status;

	*out = (struct aq_slice){"", 0};
	if (number == 0)
		return AQ_OK;
	status = find_slot(texts, kind, number, &slot, err);
	if (status >= AQ_OK)
		*out = slot->text;
	return status;
}

enum aq_status sq_texts_account(struct sq_texts *texts, uint64_t number, struct aq_account_ref *out,
				struct aq_error *err)
{
	const struct sq_text_slot *slot;
	enum aq_status status = find_slot(texts, SQ_TEXT_LEDGER_ACCOUNT, number, &slot, err);

	if (status < AQ_OK)
		return status;
	out->account = (enum aq_account)slot->value;
	out->qualifier = slot->text;
	return AQ_OK;
}
