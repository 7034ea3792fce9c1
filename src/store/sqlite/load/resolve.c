/*
 * resolve.c - numbers as rows write them become numbers of the store.
 *
 * Every customer, invoice, contract, bundle and subscription stands in table
 * `number` under the keyed hash of its own text in upper case, beside the
 * normal forms payments are searched by. A hit is confirmed by the full text,
 * byte by byte: numbers that differ in case or separators are different numbers.
 */
#include "load.h"

#define UPPER_ROOM 256

static void upper(char *to, struct aq_slice text)
{
	for (size_t at = 0; at < text.length; at++) {
		char byte = text.start[at];

		to[at] = byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
	}
}

uint64_t sq_exact_hash(struct aq_store *store, struct aq_slice text, struct aq_error *err)
{
	char room[UPPER_ROOM];
	char *to = room;

	(void)err;
	if (text.length > sizeof(room)) {
		to = aq_arena_take(store->scratch, text.length);
		/* Without memory the text as it is: the next look-up reports it. */
		if (!to)
			return aq_siphash(store->key, text);
	}
	upper(to, text);
	return aq_siphash(store->key, (struct aq_slice){to, text.length});
}

static const enum sq_statement statements[] = {
	[AQ_HIT_CUSTOMER] = SQ_RESOLVE_CUSTOMER,	 [AQ_HIT_INVOICE] = SQ_RESOLVE_INVOICE,
	[AQ_HIT_CONTRACT] = SQ_RESOLVE_CONTRACT,	 [AQ_HIT_BUNDLE] = SQ_RESOLVE_BUNDLE,
	[AQ_HIT_SUBSCRIPTION] = SQ_RESOLVE_SUBSCRIPTION,
};

struct resolving {
	struct aq_store *store;
	enum aq_hit_kind kind;
	const struct aq_slice *texts;
	struct sq_pair *pairs; /* hash, place; sorted */
	size_t count;
	struct sq_pair *groups; /* hash, first of pairs with that text */
	size_t group_count;
	struct sq_resolved *found; /* by group */
};

static enum aq_status group(struct resolving *resolving, size_t count, struct aq_error *err)
{
	struct aq_arena *scratch = resolving->store->scratch;

	resolving->pairs = sq_pairs(scratch, count);
	resolving->groups = aq_arena_take_many(scratch, count, sizeof(*resolving->groups));
	resolving->found = aq_arena_take_many(scratch, count, sizeof(*resolving->found));
	if (!resolving->pairs || !resolving->groups || !resolving->found)
		return aq_fail_memory(err);
	for (size_t at = 0; at < count; at++)
		if (resolving->texts[at].length)
			resolving->pairs[resolving->count++] = (struct sq_pair){
				sq_exact_hash(resolving->store, resolving->texts[at], err), at};
	sq_sort(resolving->pairs, resolving->pairs + resolving->count, resolving->count);
	for (size_t at = 0; at < resolving->count; at++)
		if (at == 0 || resolving->pairs[at].key != resolving->pairs[at - 1].key ||
		    !aq_slice_equals(resolving->texts[resolving->pairs[at].index],
				     resolving->texts[resolving->pairs[at - 1].index]))
			resolving->groups[resolving->group_count++] =
				(struct sq_pair){resolving->pairs[at].key, at};
	return AQ_OK;
}

static enum aq_status probe(struct resolving *resolving, struct aq_error *err)
{
	struct aq_store *store = resolving->store;
	struct sq_pair *keys =
		aq_arena_take_many(store->scratch, resolving->group_count, sizeof(*keys));
	sqlite3_stmt *statement;
	enum aq_status status;

	if (!keys)
		return aq_fail_memory(err);
	for (size_t at = 0; at < resolving->group_count; at++)
		keys[at] = (struct sq_pair){resolving->groups[at].key, at};
	status = sq_use(store, statements[resolving->kind], &statement, err);
	if (status < AQ_OK)
		return status;
	sq_feed_set(store, SQ_FEED_HASHES, keys, resolving->group_count);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		uint64_t at = sq_u64(statement, 0);
		const struct sq_pair *pair = &resolving->pairs[resolving->groups[at].index];

		if (!aq_slice_equals(sq_text(statement, 3), resolving->texts[pair->index]))
			continue;
		resolving->found[at].target_no = sq_u64(statement, 1);
		resolving->found[at].customer_no = sq_u64(statement, 2);
	}
	sq_feed_set(store, SQ_FEED_HASHES, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status sq_resolve(struct aq_store *store, enum aq_hit_kind kind,
			  const struct aq_slice *texts, size_t count, struct sq_resolved *out,
			  struct aq_error *err)
{
	struct resolving resolving = {.store = store, .kind = kind, .texts = texts};
	size_t at_group = 0;
	enum aq_status status;

	if (count > 0)
		memset(out, 0, count * sizeof(*out));
	if (store->state.sizes.numbers == 0)
		return AQ_OK;
	status = group(&resolving, count, err);
	if (status >= AQ_OK && resolving.group_count > 0)
		status = probe(&resolving, err);
	if (status < AQ_OK)
		return status;
	for (size_t at = 0; at < resolving.count; at++) {
		while (at_group + 1 < resolving.group_count &&
		       resolving.groups[at_group + 1].index <= at)
			at_group++;
		out[resolving.pairs[at].index] = resolving.found[at_group];
	}
	return AQ_OK;
}

enum aq_status sq_load_owned(struct sq_load *load, sq_customer_of customer_of, sq_load_one load_one,
			     struct aq_error *err)
{
	struct aq_arena *scratch = load->store->scratch;
	struct aq_slice *texts = aq_arena_take_many(scratch, load->pass_count, sizeof(*texts));
	struct sq_resolved *customers =
		aq_arena_take_many(scratch, load->pass_count, sizeof(*customers));
	enum aq_status status;

	if (!texts || !customers)
		return aq_fail_memory(err);
	for (size_t at = 0; at < load->pass_count; at++)
		texts[at] = customer_of(load, load->pass[at]);
	status = sq_resolve(load->store, AQ_HIT_CUSTOMER, texts, load->pass_count, customers, err);
	for (size_t at = 0; at < load->pass_count && status >= AQ_OK; at++)
		status = load_one(load, at, customers[at].target_no, err);
	return status;
}
