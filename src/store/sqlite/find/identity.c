/*
 * identity.c - is this payment known? and which payments carry this id?
 *
 * Design: table payment_key begins with a bucket of sixteen booking days. Ten
 * days either side touch three buckets at the most, and those that hold nothing
 * are skipped, so that the cost follows the days of a night and not the years
 * of the book. Probes go in the order of the table's key.
 */
#include "acquit/buffer.h"
#include "acquit/claim.h"
#include "acquit/sorted.h"
#include "../held.h"

#define WINDOW_DAYS	10
#define BUCKETS_MAX	3
#define ID_DAYS		400
#define ID_PAYMENTS_MAX 1000

#define ID_BYTES 256 /* longer ones cost an allocation */

enum aq_status sq_id_hash(const struct aq_store *store, const struct aq_reference *id,
			  uint64_t *out, struct aq_error *err)
{
	char kind = (char)(unsigned char)sq_word_out(store, SQ_REFERENCE, id->kind);
	char room[ID_BYTES];
	struct aq_buffer longer;
	bool has_failed;

	if (id->value.length < ID_BYTES) {
		room[0] = kind;
		if (id->value.length)
			memcpy(room + 1, id->value.start, id->value.length);
		*out = aq_siphash(store->key, (struct aq_slice){room, id->value.length + 1});
		return AQ_OK;
	}
	aq_buffer_init(&longer, 0);
	aq_buffer_add_byte(&longer, kind);
	aq_buffer_add(&longer, id->value);
	*out = aq_siphash(store->key, aq_buffer_slice(&longer));
	has_failed = aq_buffer_failed(&longer);
	aq_buffer_free(&longer);
	return has_failed ? aq_fail_memory(err) : AQ_OK;
}

enum aq_status sq_identity_hash(const struct aq_store *store, struct aq_identity *identity,
				struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	if (identity->is_hashed)
		return AQ_OK;
	if (identity->is_content || identity->id.kind == AQ_REF_NONE)
		identity->id_hash = aq_siphash(store->key, identity->text);
	else
		status = sq_id_hash(store, &identity->id, &identity->id_hash, err);
	identity->text_hash = aq_siphash(store->check_key, identity->text);
	identity->is_hashed = status >= AQ_OK;
	return status;
}

enum aq_status aq_store_identities_hash(const struct aq_store *store,
					struct aq_identity *identities, size_t count,
					struct aq_error *err)
{
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < count && status >= AQ_OK; at++)
		status = sq_identity_hash(store, &identities[at], err);
	return status;
}

struct hit {
	uint64_t query;
	uint64_t payment_no;
	uint64_t check_hash;
	bool is_other; /* the id is the same, the identity is not */
};

struct finding {
	struct aq_store *store;
	struct aq_identity_query *queries;
	size_t count;
	struct sq_probe *probes;
	size_t probe_count;
	struct hit *hits;
	size_t hit_count, hit_capacity;
	struct sq_known *known; /* sorted by payment_no, each once */
	size_t known_count;
};

struct sq_known {
	struct aq_known_payment payment;
	struct aq_date booked_on;
};

/* --- hits --- */

static bool add_row(struct finding *finding, struct hit hit)
{
	if (finding->hit_count == finding->hit_capacity) {
		size_t capacity = finding->hit_capacity ? finding->hit_capacity * 2 : 256;
		struct hit *hits =
			aq_arena_take_many(finding->store->scratch, capacity, sizeof(*hits));

		if (!hits)
			return false;
		if (finding->hit_count)
			memcpy(hits, finding->hits, finding->hit_count * sizeof(*hits));
		finding->hits = hits;
		finding->hit_capacity = capacity;
	}
	finding->hits[finding->hit_count++] = hit;
	return true;
}

/* A key of the query's hash, if the query wants it; false when memory ran out. */
static bool add_hit(struct finding *finding, struct hit hit)
{
	const struct aq_identity_query *query = &finding->queries[hit.query];

	hit.is_other = hit.check_hash != query->identity.text_hash;
	return (hit.is_other && !query->wants_others) || add_row(finding, hit);
}

/* --- probes --- */

static enum aq_status bucket_holds(struct aq_store *store, int64_t bucket, bool *out,
				   struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_BUCKET_HOLDS, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, bucket);
	status = sq_step(store, statement, err);
	*out = status == AQ_OK;
	if (status == AQ_OK)
		sq_done(statement);
	return status < AQ_OK ? status : AQ_OK;
}

struct window { /* of buckets */
	int64_t from, to;
};

static struct window window_of(struct aq_date day)
{
	if (!aq_date_is_set(day))
		return (struct window){0, -1};
	return (struct window){sq_bucket_of(aq_date_add_days(day, -WINDOW_DAYS)),
			       sq_bucket_of(aq_date_add_days(day, WINDOW_DAYS))};
}

/* Those in buckets that hold something. */
static enum aq_status keep_probes(struct finding *finding, const struct sq_probe *probes,
				  const struct sq_pair *order, size_t count, struct aq_error *err)
{
	int64_t last = -1;
	bool holds = false;

	for (size_t at = 0; at < count; at++) {
		const struct sq_probe *probe = &probes[order[at].index];

		if (probe->bucket != last) {
			enum aq_status status =
				bucket_holds(finding->store, probe->bucket, &holds, err);

			if (status < AQ_OK)
				return status;
			last = probe->bucket;
		}
		if (holds)
			finding->probes[finding->probe_count++] = *probe;
	}
	return AQ_OK;
}

/* `by_hash`: the queries, with room for probes and their spare. */
static enum aq_status add_probes(struct finding *finding, struct sq_pair *by_hash,
				 struct aq_error *err)
{
	struct aq_arena *scratch = finding->store->scratch;
	struct sq_probe *probes =
		aq_arena_take_many(scratch, finding->count * BUCKETS_MAX, sizeof(*probes));
	size_t count = 0;

	finding->probes =
		aq_arena_take_many(scratch, finding->count * BUCKETS_MAX, sizeof(*probes));
	if (!probes || !finding->probes)
		return aq_fail_memory(err);
	for (size_t at = 0; at < finding->count; at++) {
		struct window window = window_of(finding->queries[by_hash[at].index].booked_on);

		for (; window.from <= window.to; window.from++)
			probes[count++] =
				(struct sq_probe){window.from, by_hash[at].key, by_hash[at].index};
	}
	for (size_t at = 0; at < count; at++)
		by_hash[at] = (struct sq_pair){(uint64_t)probes[at].bucket, at};
	sq_sort(by_hash, by_hash + count, count);
	return keep_probes(finding, probes, by_hash, count, err);
}

/* Among the keys that are not written yet. */
static enum aq_status find_held(struct finding *finding, const struct sq_pair *by_hash,
				struct aq_error *err)
{
	for (size_t at = 0; at < finding->count; at++) {
		const struct sq_payment_key_row *key =
			sq_held_first(finding->store, by_hash[at].key);
		struct window window;

		if (!key)
			continue;
		window = window_of(finding->queries[by_hash[at].index].booked_on);
		for (; key; key = sq_held_next(finding->store, key))
			if (key->bucket >= window.from && key->bucket <= window.to &&
			    !add_hit(finding, (struct hit){by_hash[at].index, key->payment_no,
							   key->check_hash, false}))
				return aq_fail_memory(err);
	}
	return AQ_OK;
}

static enum aq_status hash_queries(struct finding *finding, struct aq_error *err)
{
	struct sq_pair *pairs = sq_pairs(finding->store->scratch, finding->count * BUCKETS_MAX);
	enum aq_status status = AQ_OK;

	if (!pairs)
		return aq_fail_memory(err);
	for (size_t at = 0; at < finding->count && status >= AQ_OK; at++) {
		status = sq_identity_hash(finding->store, &finding->queries[at].identity, err);
		pairs[at] = (struct sq_pair){finding->queries[at].identity.id_hash, at};
	}
	if (status < AQ_OK)
		return status;
	/* Queries by hash first; then, stably, by bucket. */
	sq_sort(pairs, pairs + finding->count, finding->count);
	status = find_held(finding, pairs, err);
	return status < AQ_OK ? status : add_probes(finding, pairs, err);
}

static enum aq_status probe(struct finding *finding, struct aq_error *err)
{
	struct aq_store *store = finding->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_IDENTITIES_FIND, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_feed_set(store, SQ_FEED_BUCKETS, finding->probes, finding->probe_count);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		const struct hit hit = {sq_u64(statement, 0), sq_u64(statement, 1),
					sq_to_hash(sq_i64(statement, 2)), false};

		if (!add_hit(finding, hit)) {
			sq_done(statement);
			status = aq_fail_memory(err);
			break;
		}
	}
	sq_feed_set(store, SQ_FEED_BUCKETS, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status read_known(struct finding *finding, sqlite3_stmt *statement,
				 struct aq_error *err)
{
	uint64_t traits = sq_u64(statement, 3);
	struct sq_known *known = &finding->known[finding->known_count++];
	struct aq_slice id = sq_blob(statement, 4);

	known->payment.payment_no = sq_u64(statement, 0);
	known->payment.file_no = sq_u64(statement, 1);
	known->booked_on = sq_date(statement, 2);
	known->payment.mode = (enum aq_posting_mode)sq_unpack(SQ_PAYMENT_MODE, traits);
	known->payment.status = (enum aq_payment_status)sq_unpack(SQ_PAYMENT_STATUS, traits);
	known->payment.settlement_no = sq_u64(statement, 5);
	if (sqlite3_column_type(statement, 6) != SQLITE_NULL)
		known->payment.status =
			(enum aq_payment_status)sq_unpack(SQ_STEP_STATUS, sq_u64(statement, 6));
	known->payment.is_bare_entry = sq_unpack(SQ_PAYMENT_BARE, traits) != 0;
	known->payment.is_booked = sq_u64(statement, 7) != 0;
	if (id.length != sizeof(known->payment.id.bytes))
		return sq_contradiction(err, "payment %llu has no id",
					(unsigned long long)known->payment.payment_no);
	memcpy(known->payment.id.bytes, id.start, id.length);
	return AQ_OK;
}

/* The payments hit, each once, in order of their numbers. */
static enum aq_status read_payments(struct finding *finding, struct aq_error *err)
{
	struct aq_store *store = finding->store;
	struct sq_pair *pairs = sq_pairs(store->scratch, finding->hit_count);
	sqlite3_stmt *statement;
	size_t count = 0;
	enum aq_status status;

	finding->known =
		aq_arena_take_many(store->scratch, finding->hit_count, sizeof(*finding->known));
	if (!pairs || !finding->known)
		return aq_fail_memory(err);
	for (size_t at = 0; at < finding->hit_count; at++)
		pairs[at] = (struct sq_pair){finding->hits[at].payment_no, at};
	sq_sort(pairs, pairs + finding->hit_count, finding->hit_count);
	for (size_t at = 0; at < finding->hit_count; at++)
		if (count == 0 || pairs[at].key != pairs[count - 1].key)
			pairs[count++] = pairs[at];
	status = sq_use(store, SQ_KNOWN_READ, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_feed_set(store, SQ_FEED_KEYS, pairs, count);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		status = read_known(finding, statement, err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	sq_feed_set(store, SQ_FEED_KEYS, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

static bool is_near(struct aq_date one, struct aq_date other)
{
	int days = aq_date_days_between(one, other);

	return days >= -WINDOW_DAYS && days <= WINDOW_DAYS;
}

/* How many places it took. */
static size_t add_other(struct aq_identity_query *query, uint64_t *room, uint64_t payment_no)
{
	if (query->other_count == AQ_OTHERS_MAX ||
	    (query->other_count > 0 && query->others[query->other_count - 1] == payment_no))
		return 0;
	if (query->other_count == 0)
		query->others = room;
	*room = payment_no;
	query->other_count++;
	return 1;
}

static bool is_own(const struct aq_identity_query *query, const struct sq_known *known)
{
	return known->payment.file_no == query->file_no &&
	       (query->identity.is_content || query->identity.is_weak ||
		known->payment.payment_no >= query->own_from);
}

/* Hits by payment, then, stably, by query: each query's known ones in order. */
static enum aq_status answer(struct finding *finding, struct aq_arena *arena, struct aq_error *err)
{
	struct sq_pair *pairs = sq_pairs(finding->store->scratch, finding->hit_count);
	struct aq_known_payment *out = aq_arena_take_many(arena, finding->hit_count, sizeof(*out));
	uint64_t *others = aq_arena_take_many(arena, finding->hit_count, sizeof(*others));

	if (!pairs || !out || !others)
		return aq_fail_memory(err);
	for (size_t at = 0; at < finding->hit_count; at++)
		pairs[at] = (struct sq_pair){finding->hits[at].payment_no, at};
	sq_sort(pairs, pairs + finding->hit_count, finding->hit_count);
	for (size_t at = 0; at < finding->hit_count; at++)
		pairs[at].key = finding->hits[pairs[at].index].query;
	sq_sort(pairs, pairs + finding->hit_count, finding->hit_count);
	for (size_t at = 0; at < finding->hit_count; at++) {
		const struct hit *hit = &finding->hits[pairs[at].index];
		struct aq_identity_query *query = &finding->queries[hit->query];
		const struct sq_known *known = aq_sorted_find(
			AQ_SORTED(finding->known, finding->known_count, payment.payment_no),
			hit->payment_no);

		if (!known)
			return sq_contradiction(err,
						"payment %llu is known by a key and is not there",
						(unsigned long long)hit->payment_no);
		if (!is_near(known->booked_on, query->booked_on))
			continue;
		if (is_own(query, known)) {
			query->same_file += !hit->is_other;
			continue;
		}
		if (hit->is_other) {
			others += add_other(query, others, hit->payment_no);
			continue;
		}
		if (query->known_count == 0)
			query->known = out;
		*out++ = known->payment;
		query->known_count++;
	}
	return AQ_OK;
}

enum aq_status aq_store_identities_find(struct aq_store *store, struct aq_identity_query *queries,
					size_t count, struct aq_arena *arena, struct aq_error *err)
{
	struct finding finding = {.store = store, .queries = queries, .count = count};
	enum aq_status status;

	sq_scratch_begin(store);
	for (size_t at = 0; at < count; at++) {
		queries[at].same_file = 0;
		queries[at].known = NULL;
		queries[at].known_count = 0;
		queries[at].others = NULL;
		queries[at].other_count = 0;
	}
	if (count == 0)
		return AQ_OK;
	status = hash_queries(&finding, err);
	if (status >= AQ_OK && finding.probe_count > 0)
		status = probe(&finding, err);
	if (status < AQ_OK || finding.hit_count == 0)
		return status;
	status = read_payments(&finding, err);
	return status < AQ_OK ? status : answer(&finding, arena, err);
}

/* --- by one id --- */

static enum aq_status collect(struct aq_store *store, sqlite3_stmt *statement,
			      uint64_t *payment_nos, size_t *count, struct aq_error *err)
{
	enum aq_status status;

	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		if (*count == ID_PAYMENTS_MAX) {
			sq_done(statement);
			return AQ_OK;
		}
		payment_nos[(*count)++] = sq_u64(statement, 0);
	}
	return status < AQ_OK ? status : AQ_OK;
}

/* The statement walks buckets and payments from the newest back. An id is
 * confirmed by its 64-bit keyed hash: among ten million payments of those days
 * a wrong hit has a chance of one in a million million, and the caller compares
 * amount and kind besides. */
enum aq_status aq_store_payments_by_id(struct aq_store *store, const struct aq_reference *id,
				       struct aq_date until, struct aq_arena *arena,
				       uint64_t **payment_nos, size_t *count, struct aq_error *err)
{
	struct aq_date from = aq_date_add_days(until, -ID_DAYS);
	uint64_t *found = aq_arena_take_many(arena, ID_PAYMENTS_MAX, sizeof(*found));
	sqlite3_stmt *statement;
	size_t found_count = 0;
	uint64_t hash = 0;
	enum aq_status status = found ? sq_held_write(store, err) : aq_fail_memory(err);

	if (status >= AQ_OK)
		status = sq_id_hash(store, id, &hash, err);
	if (status >= AQ_OK)
		status = sq_use(store, SQ_PAYMENTS_BY_ID, &statement, err);
	if (status < AQ_OK)
		return status;
	for (int64_t bucket = sq_bucket_of(until); status >= AQ_OK && bucket >= sq_bucket_of(from);
	     bucket--) {
		sq_bind_i64(store, statement, 1, bucket);
		sq_bind_i64(store, statement, 2, sq_from_hash(hash));
		sq_bind_i64(store, statement, 3, from.day);
		sq_bind_i64(store, statement, 4, until.day);
		status = collect(store, statement, found, &found_count, err);
	}
	if (status >= AQ_OK) {
		*payment_nos = found;
		*count = found_count;
	}
	return status;
}
