/*
 * chain.c - the hashes that tie every entry to all before it.
 *
 * Promises: hashed bytes hold no clock, run, key, random number or number of
 * the store: payments stand by their id, customers and items by the texts
 * people know, a corrected entry by its hash. Every text is length-prefixed, so
 * no two entries share their bytes. One buffer and one hasher serve all.
 */
#include "chain.h"

#include <stdlib.h>

#include "acquit/claim.h"

#define GENESIS_VERSION "acquit/genesis/1"
#define UNIT_VERSION	"acquit/unit/1"
#define ENTRY_VERSION	"acquit/entry/1"

/* Digests of one entry, 4096 postings with their texts: far below this. */
#define CANONICAL_BYTES_MAX (64U << 20)

struct aq_slice aq_chain_bytes(const struct aq_sha256 *hash)
{
	return (struct aq_slice){(const char *)hash->bytes, AQ_SHA256_BYTES};
}

void aq_chain_put_date(struct aq_buffer *out, struct aq_date date)
{
	char text[AQ_DATE_TEXT_BYTES];

	aq_date_print(date, text);
	aq_buffer_add_field(out, aq_slice_of(text));
}

void aq_chain_put_amount(struct aq_buffer *out, int64_t amount)
{
	aq_buffer_add_be64(out, (uint64_t)amount);
}

void aq_chain_put_text(struct aq_buffer *out, const char *text)
{
	aq_buffer_add_field(out, aq_slice_of(text));
}

void aq_chain_put_id(struct aq_buffer *out, struct aq_payment_id id)
{
	aq_buffer_add(out, (struct aq_slice){(const char *)id.bytes, sizeof(id.bytes)});
}

enum aq_status aq_chain_hash(struct aq_chain *chain, struct aq_sha256 *out, struct aq_error *err)
{
	if (aq_buffer_failed(&chain->buffer)) {
		aq_buffer_free(&chain->buffer);
		aq_buffer_init(&chain->buffer, CANONICAL_BYTES_MAX);
		return aq_fail_memory(err);
	}
	return aq_hasher_once(chain->hasher, aq_buffer_slice(&chain->buffer), out, err);
}

static void put_account(struct aq_buffer *out, struct aq_account_ref account)
{
	aq_chain_put_text(out, aq_account_name(account.account));
	aq_buffer_add_field(out, account.qualifier);
}

static void put_posting(struct aq_buffer *out, const struct aq_posting *posting)
{
	put_account(out, posting->debit);
	put_account(out, posting->credit);
	aq_chain_put_amount(out, posting->amount);
	aq_chain_put_text(out, aq_currency_code(posting->currency));
	aq_buffer_add_field(out, posting->customer);
	aq_buffer_add_field(out, posting->target);
	aq_buffer_add_field(out, posting->settlement);
}

static void put_entry(struct aq_buffer *out, const struct aq_entry *entry)
{
	aq_chain_put_text(out, aq_event_name(entry->event));
	aq_chain_put_date(out, entry->posted_on);
	aq_buffer_add_byte(out, entry->is_late ? 1 : 0);
	aq_chain_put_id(out, entry->payment);
	aq_buffer_add(out, aq_chain_bytes(&entry->corrects));
	aq_buffer_add_field(out, entry->memo);
	aq_buffer_add_be32(out, (uint32_t)entry->posting_count);
	for (size_t i = 0; i < entry->posting_count; i++)
		put_posting(out, &entry->postings[i]);
}

enum aq_status aq_chain_new(struct aq_chain **out, struct aq_error *err)
{
	struct aq_chain *chain = calloc(1, sizeof(*chain));
	enum aq_status status;

	if (!chain)
		return aq_fail_memory(err);
	aq_buffer_init(&chain->buffer, CANONICAL_BYTES_MAX);
	aq_buffer_init(&chain->unit, CANONICAL_BYTES_MAX);
	status = aq_hasher_new(&chain->hasher, err);
	if (status < AQ_OK) {
		aq_chain_free(chain);
		return status;
	}
	*out = chain;
	return AQ_OK;
}

void aq_chain_free(struct aq_chain *chain)
{
	if (!chain)
		return;
	aq_hasher_free(chain->hasher);
	aq_buffer_free(&chain->buffer);
	aq_buffer_free(&chain->unit);
	free(chain);
}

/* A chain of its own for one hash: it happens once in the life of a book. */
void aq_chain_genesis(struct aq_slice book, struct aq_sha256 *out)
{
	struct aq_chain *chain = NULL;
	enum aq_status status = aq_chain_new(&chain, NULL);

	AQ_CLAIM(status == AQ_OK);
	aq_chain_put_text(&chain->buffer, GENESIS_VERSION);
	aq_buffer_add_field(&chain->buffer, book);
	status = aq_chain_hash(chain, out, NULL);
	AQ_CLAIM(status == AQ_OK);
	aq_chain_free(chain);
}

enum aq_status aq_chain_unit_begin(struct aq_chain *chain, const struct aq_sha256 *head,
				   struct aq_slice unit, struct aq_error *err)
{
	AQ_CLAIM(!chain->is_open);
	aq_buffer_clear(&chain->unit);
	aq_buffer_add(&chain->unit, unit);
	if (aq_buffer_failed(&chain->unit))
		return aq_fail_memory(err);
	chain->head = *head;
	chain->running = *head;
	chain->count = 0;
	chain->is_open = true;
	return AQ_OK;
}

enum aq_status aq_chain_add(struct aq_chain *chain, struct aq_entry *entry, struct aq_slice digests,
			    struct aq_error *err)
{
	struct aq_buffer *buffer = &chain->buffer;
	struct aq_sha256 hash;
	enum aq_status status;

	AQ_CLAIM(chain->is_open);
	AQ_CLAIM(digests.length % AQ_SHA256_BYTES == 0);
	status = aq_entry_check(entry, err);
	if (status < AQ_OK)
		return status;
	aq_buffer_clear(buffer);
	aq_chain_put_text(buffer, ENTRY_VERSION);
	aq_buffer_add(buffer, aq_chain_bytes(&chain->running));
	put_entry(buffer, entry);
	aq_buffer_add_field(buffer, digests);
	status = aq_chain_hash(chain, &hash, err);
	if (status < AQ_OK)
		return status;
	chain->running = hash;
	chain->count++;
	entry->hash = hash;
	return AQ_OK;
}

enum aq_status aq_chain_unit_end(struct aq_chain *chain, struct aq_sha256 *root,
				 struct aq_sha256 *head, struct aq_error *err)
{
	struct aq_buffer *buffer = &chain->buffer;
	struct aq_sha256 next = chain->head;
	enum aq_status status = AQ_OK;

	AQ_CLAIM(chain->is_open);
	if (chain->count > 0) {
		aq_buffer_clear(buffer);
		aq_chain_put_text(buffer, UNIT_VERSION);
		aq_buffer_add(buffer, aq_chain_bytes(&chain->head));
		aq_buffer_add_field(buffer, aq_buffer_slice(&chain->unit));
		aq_buffer_add(buffer, aq_chain_bytes(&chain->running));
		status = aq_chain_hash(chain, &next, err);
	}
	chain->is_open = false;
	if (status < AQ_OK)
		return status;
	*root = chain->running;
	*head = next;
	return AQ_OK;
}

void aq_chain_unit_drop(struct aq_chain *chain)
{
	chain->is_open = false;
}
