/*
 * gather_hits.c - from the numbers in payments to what bears them, by hash.
 *
 * Promises: each look-up is one sorted batch. A hash may lead to what bears
 * another number: gather.c compares the numbers themselves.
 */
#include "gathering.h"

#include <stdlib.h>

#include "acquit/sorted.h"

/* --- tokens --- */

static enum aq_status find_tokens(struct gathering *gathering, struct aq_error *err)
{
	struct aq_token found[AQ_TOKENS_MAX];
	size_t index, total = 0;

	for (index = 0; index < gathering->count; index++) {
		struct aq_waiting *waiting = &gathering->waiting[index];
		size_t count = aq_payment_tokens(&waiting->payment, gathering->arena, found);
		struct aq_token *tokens =
			aq_arena_take_many(gathering->arena, count + 1, sizeof(*tokens));

		if (!tokens)
			return aq_fail_memory(err);
		memcpy(tokens, found, count * sizeof(*tokens));
		waiting->tokens = tokens;
		waiting->token_count = count;
		total += count;
	}
	gathering->token_count = total;
	return AQ_OK;
}

/* --- looked up in memory --- */

static void give_hits(struct gathering *gathering, const struct aq_number_place *places)
{
	size_t index, token, at, place = 0;

	for (index = 0; index < gathering->count; index++)
		for (token = 0; token < gathering->waiting[index].token_count; token++, place++)
			for (at = 0; at < places[place].count; at++) {
				struct aq_number_row row = aq_number_table_row(
					gathering->numbers, places[place].first + at);

				gathering->hits[gathering->hit_count++] =
					(struct aq_hit){.payment_index = (uint32_t)index,
							.token_index = (uint32_t)token,
							.kind = row.kind,
							.target_no = row.target_no};
			}
}

static enum aq_status numbers_from_table(struct gathering *gathering, struct aq_error *err)
{
	const unsigned char *key = aq_store_siphash_key(gathering->store);
	size_t count = gathering->token_count, place = 0, total = 0;
	struct aq_number_place *places =
		aq_arena_take_many(gathering->arena, count + 1, sizeof(*places));
	uint64_t *hashes = aq_arena_take_many(gathering->arena, count + 1, sizeof(*hashes));

	if (!places || !hashes)
		return aq_fail_memory(err);
	for (size_t index = 0; index < gathering->count; index++) {
		const struct aq_waiting *waiting = &gathering->waiting[index];

		for (size_t token = 0; token < waiting->token_count; token++)
			hashes[place++] = aq_siphash(key, waiting->tokens[token].normal);
	}
	aq_number_table_find(gathering->numbers, hashes, count, places);
	for (place = 0; place < count; place++)
		total += places[place].count;
	gathering->hits = aq_arena_take_many(gathering->arena, total + 1, sizeof(*gathering->hits));
	if (!gathering->hits)
		return aq_fail_memory(err);
	give_hits(gathering, places);
	return AQ_OK;
}

/* --- looked up in the store --- */

static enum aq_status ask_tokens(struct gathering *gathering, struct aq_error *err)
{
	const unsigned char *key = aq_store_siphash_key(gathering->store);
	size_t index, at;

	gathering->asked = aq_arena_take_many(gathering->arena, gathering->token_count + 1,
					      sizeof(*gathering->asked));
	if (!gathering->asked)
		return aq_fail_memory(err);
	for (index = 0; index < gathering->count; index++)
		for (at = 0; at < gathering->waiting[index].token_count; at++)
			gathering->asked[gathering->asked_count++] = (struct asked){
				.hash = aq_siphash(key,
						   gathering->waiting[index].tokens[at].normal),
				.payment = (uint32_t)index,
				.token = (uint32_t)at,
			};
	return AQ_OK;
}

static int compare_asked(const void *one, const void *other)
{
	const struct asked *a = one, *b = other;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	if (a->payment != b->payment)
		return a->payment < b->payment ? -1 : 1;
	return a->token < b->token ? -1 : a->token > b->token;
}

static enum aq_status unique_hashes(struct gathering *gathering, uint64_t **out, size_t *count,
				    struct aq_error *err)
{
	uint64_t *hashes =
		aq_arena_take_many(gathering->arena, gathering->asked_count + 1, sizeof(*hashes));
	size_t index;

	if (!hashes)
		return aq_fail_memory(err);
	*count = 0;
	for (index = 0; index < gathering->asked_count; index++)
		if (*count == 0 || hashes[*count - 1] != gathering->asked[index].hash)
			hashes[(*count)++] = gathering->asked[index].hash;
	*out = hashes;
	return AQ_OK;
}

/* Pairs every token with every row of its hash: two sorted lists, one walk. */
static enum aq_status pair(struct gathering *gathering, const struct aq_number_row *rows,
			   size_t row_count, struct aq_error *err)
{
	size_t asked = 0, row = 0, total = 0, pass;

	for (pass = 0; pass < 2; pass++) {
		if (pass == 1) {
			gathering->hits = aq_arena_take_many(gathering->arena, total + 1,
							     sizeof(*gathering->hits));
			if (!gathering->hits)
				return aq_fail_memory(err);
		}
		total = 0;
		row = 0;
		for (asked = 0; asked < gathering->asked_count; asked++) {
			const struct asked *ask = &gathering->asked[asked];
			size_t at;

			while (row < row_count && rows[row].hash < ask->hash)
				row++;
			for (at = row; at < row_count && rows[at].hash == ask->hash; at++) {
				if (pass == 1)
					gathering->hits[total] = (struct aq_hit){
						.payment_index = ask->payment,
						.token_index = ask->token,
						.kind = rows[at].kind,
						.target_no = rows[at].target_no,
					};
				total++;
			}
		}
	}
	gathering->hit_count = total;
	return AQ_OK;
}

static enum aq_status numbers_from_store(struct gathering *gathering, struct aq_error *err)
{
	struct aq_number_row *rows = NULL;
	size_t hash_count = 0, row_count = 0;
	uint64_t *hashes = NULL;
	enum aq_status status = ask_tokens(gathering, err);

	if (status < AQ_OK)
		return status;
	qsort(gathering->asked, gathering->asked_count, sizeof(*gathering->asked), compare_asked);
	status = unique_hashes(gathering, &hashes, &hash_count, err);
	if (status >= AQ_OK)
		status = aq_store_numbers_find(gathering->store, hashes, hash_count,
					       gathering->arena, &rows, &row_count, err);
	if (status >= AQ_OK)
		status = pair(gathering, rows, row_count, err);
	return status;
}

enum aq_status gather_numbers(struct gathering *gathering, struct aq_error *err)
{
	enum aq_status status = find_tokens(gathering, err);

	if (status < AQ_OK)
		return status;
	return gathering->numbers ? numbers_from_table(gathering, err)
				  : numbers_from_store(gathering, err);
}

/* --- payers: accounts and names --- */

static int compare_payer_ask(const void *one, const void *other)
{
	const struct payer_ask *a = one, *b = other;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->payment < b->payment ? -1 : a->payment > b->payment;
}

/* Of one payment: its account and the ways of its payer's name. */
#define PAYER_ASKS_MAX (1 + NAME_ASKS_MAX)

static void ask_name(struct gathering *gathering, struct payer_ask *asks, size_t *count,
		     uint32_t index)
{
	const struct aq_name name =
		aq_name_read(gathering->arena, gathering->waiting[index].payment.payer);
	struct name_ask ways[NAME_ASKS_MAX];
	size_t way_count = name_asks(gathering->arena, name.normal, ways);

	for (size_t at = 0; at < way_count; at++)
		asks[(*count)++] = (struct payer_ask){
			.hash = aq_siphash(aq_store_siphash_key(gathering->store), ways[at].text),
			.payment = index,
			.normal = ways[at].text,
			.form = name.form,
			.way = ways[at].way};
}

static size_t ask_payers(struct gathering *gathering, struct payer_ask *asks)
{
	const unsigned char *key = aq_store_siphash_key(gathering->store);
	size_t count = 0, index;

	for (index = 0; index < gathering->count; index++) {
		const struct aq_payment *payment = &gathering->waiting[index].payment;

		if (payment->payer_account.length > 0)
			asks[count++] =
				(struct payer_ask){.hash = aq_siphash(key, payment->payer_account),
						   .payment = (uint32_t)index,
						   .is_account = true,
						   .normal = payment->payer_account};
		if (!gathering->is_thin)
			ask_name(gathering, asks, &count, (uint32_t)index);
	}
	qsort(asks, count, sizeof(*asks), compare_payer_ask);
	return count;
}

static enum name_fit fit_of(const struct payer_ask *ask, const struct aq_name_row *row)
{
	const struct aq_name name = {ask->normal, ask->form};

	if (row->is_account != ask->is_account)
		return NAME_OTHER;
	if (row->is_account)
		return aq_slice_equals(row->normal, ask->normal) ? NAME_SAME : NAME_OTHER;
	return name_key_fit(row->normal, &name);
}

static void give_payer(struct gathering *gathering, const struct payer_ask *ask,
		       const struct aq_name_row *row)
{
	enum name_fit fit = fit_of(ask, row);

	if (fit == NAME_OTHER)
		return;
	gathering->is_old_name[gathering->payer_count] = fit == NAME_OLD;
	gathering->payers[gathering->payer_count++] = (struct aq_payer_hit){
		.payment_index = ask->payment,
		.customer_no = row->customer_no,
		.is_account = ask->is_account,
		.source = fit == NAME_OTHER_FORM	? AQ_PAYER_OTHER_FORM
			  : ask->way != NAME_AS_WRITTEN ? AQ_PAYER_SPELLED
							: AQ_PAYER_REGISTERED,
	};
}

/* Marks the ways of each payment's name that found somebody; room for one per payment. */
static void see_ways(const struct payer_asks *asks, const struct aq_name_row *rows,
		     size_t row_count, unsigned char *found)
{
	size_t row = 0;

	for (size_t ask = 0; ask < asks->count; ask++) {
		const struct payer_ask *asked = &asks->list[ask];

		while (row < row_count && rows[row].hash < asked->hash)
			row++;
		for (size_t at = row; at < row_count && rows[at].hash == asked->hash; at++)
			if (!asked->is_account && fit_of(asked, &rows[at]) != NAME_OTHER)
				found[asked->payment] |= (unsigned char)(1u << asked->way);
	}
}

static enum aq_status pair_payers(struct gathering *gathering, const struct payer_asks *asks,
				  const struct aq_name_row *rows, size_t row_count,
				  struct aq_error *err)
{
	size_t ask, row = 0, at, room = 0, pass;
	unsigned char *found = aq_arena_take(gathering->arena, gathering->count + 1);

	if (!found)
		return aq_fail_memory(err);
	see_ways(asks, rows, row_count, found);
	for (pass = 0; pass < 2; pass++) {
		if (pass == 1) {
			gathering->payers = aq_arena_take_many(gathering->arena, room + 1,
							       sizeof(*gathering->payers));
			gathering->is_old_name = aq_arena_take_many(
				gathering->arena, room + 1, sizeof(*gathering->is_old_name));
			if (!gathering->payers || !gathering->is_old_name)
				return aq_fail_memory(err);
		}
		row = 0;
		for (ask = 0; ask < asks->count; ask++) {
			while (row < row_count && rows[row].hash < asks->list[ask].hash)
				row++;
			for (at = row; at < row_count && rows[at].hash == asks->list[ask].hash;
			     at++) {
				room++;
				if (pass == 1 && name_way_counts(asks->list[ask].way,
								 found[asks->list[ask].payment]))
					give_payer(gathering, &asks->list[ask], &rows[at]);
			}
		}
	}
	gathering->registered_count = gathering->payer_count;
	return AQ_OK;
}

void gather_old_names(struct gathering *gathering)
{
	const struct aq_problem *out = gathering->out;

	for (size_t at = 0; at < gathering->registered_count; at++) {
		struct aq_payer_hit *hit = &gathering->payers[at];
		const struct aq_customer *customer;
		struct aq_name own;
		struct aq_name payer;

		if (!gathering->is_old_name[at])
			continue;
		customer =
			aq_sorted_find(AQ_SORTED(out->customers, out->customer_count, customer_no),
				       hit->customer_no);
		if (!customer)
			continue;
		own = aq_name_read(gathering->arena, customer->name);
		payer = aq_name_read(gathering->arena,
				     gathering->waiting[hit->payment_index].payment.payer);
		if (aq_slice_equals(own.normal, payer.normal) && !aq_names_agree(&own, &payer))
			hit->source = AQ_PAYER_OTHER_FORM;
	}
}

enum aq_status gather_payers(struct gathering *gathering, struct aq_error *err)
{
	struct payer_ask *asks = aq_arena_take_many(
		gathering->arena, gathering->count * PAYER_ASKS_MAX + 1, sizeof(*asks));
	uint64_t *hashes = aq_arena_take_many(
		gathering->arena, gathering->count * PAYER_ASKS_MAX + 1, sizeof(*hashes));
	struct aq_name_row *rows;
	struct payer_asks all;
	size_t ask_count, row_count, hash_count = 0, index;
	enum aq_status status;

	if (!asks || !hashes)
		return aq_fail_memory(err);
	ask_count = ask_payers(gathering, asks);
	for (index = 0; index < ask_count; index++)
		if (hash_count == 0 || hashes[hash_count - 1] != asks[index].hash)
			hashes[hash_count++] = asks[index].hash;
	for (index = 0; gathering->watch && index < ask_count; index++)
		watch_key(gathering->watch, asks[index].hash,
			  gathering->waiting[asks[index].payment].payment.payment_no);
	all = (struct payer_asks){asks, ask_count, hashes, hash_count};
	status = aq_store_names_find(gathering->store, hashes, hash_count, gathering->arena, &rows,
				     &row_count, err);
	if (status >= AQ_OK)
		status = pair_payers(gathering, &all, rows, row_count, err);
	if (status >= AQ_OK && gathering->is_thin)
		return gather_taught(gathering, err);
	if (status >= AQ_OK)
		status = gather_learned(gathering, &all, err);
	return status;
}
