/*
 * things.c - what an id that a person types may mean.
 *
 * Numbers are found as the loader finds them, in any case of their letters; a
 * payment by its own id, or by an id it came with; a file by its name, or by the
 * beginning of its hash.
 */
#include "acquit/buffer.h"
#include "acquit/claim.h"
#include "../held.h"
#include "../load/load.h"
#include "../reading.h"

#define THINGS_MAX	 100
#define HASH_CHARS_MIN	 8
#define HASH_CHARS_SHOWN 16

struct finding {
	struct aq_store *store;
	struct aq_slice text;
	struct sq_results results;
	size_t file_count;
	struct aq_slice file_name; /* of the last one found */
};

static enum aq_status add(struct finding *finding, enum aq_thing thing, uint64_t number,
			  struct aq_slice text, struct aq_error *err)
{
	struct aq_thing_row *row;

	for (size_t at = 0; at < finding->results.count; at++) {
		const struct aq_thing_row *known =
			(const struct aq_thing_row *)(void *)finding->results.rows + at;

		if (known->thing == thing && known->number == number)
			return AQ_OK;
	}
	if (finding->results.count == THINGS_MAX)
		return AQ_OK;
	row = sq_results_add(&finding->results);
	if (!row)
		return aq_fail_memory(err);
	row->thing = thing;
	row->number = number;
	row->text = aq_arena_copy(finding->results.arena, text);
	return row->text.length == text.length ? AQ_OK : aq_fail_memory(err);
}

struct kind {
	enum aq_thing thing;
	enum aq_hit_kind hit;
	enum sq_statement statement;
};

static const struct kind kinds[] = {
	{AQ_THING_INVOICE, AQ_HIT_INVOICE, SQ_RESOLVE_INVOICE},
	{AQ_THING_CONTRACT, AQ_HIT_CONTRACT, SQ_RESOLVE_CONTRACT},
	{AQ_THING_CUSTOMER, AQ_HIT_CUSTOMER, SQ_RESOLVE_CUSTOMER},
	{AQ_THING_SUBSCRIPTION, AQ_HIT_SUBSCRIPTION, SQ_RESOLVE_SUBSCRIPTION},
};

static enum aq_status find_number(struct finding *finding, const struct kind *kind,
				  struct aq_error *err)
{
	struct aq_store *store = finding->store;
	struct sq_pair key = {sq_exact_hash(store, finding->text, err), 0};
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, kind->statement, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_feed_set(store, SQ_FEED_HASHES, &key, 1);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct aq_slice number = sq_text(statement, 3);

		if (!aq_slice_equals_any_case(number, finding->text))
			continue;
		status = add(finding, kind->thing, sq_u64(statement, 1), number, err);
		if (status < AQ_OK) {
			sq_done(statement);
			break;
		}
	}
	sq_feed_set(store, SQ_FEED_HASHES, NULL, 0);
	return status < AQ_OK ? status : AQ_OK;
}

/* --- payments --- */

static enum aq_status add_payments(struct finding *finding, sqlite3_stmt *statement,
				   struct aq_error *err)
{
	enum aq_status status;

	while ((status = sq_step(finding->store, statement, err)) == AQ_OK) {
		struct aq_slice bytes = sq_blob(statement, 1);
		char text[AQ_PAYMENT_ID_TEXT_BYTES];
		struct aq_payment_id id;

		if (bytes.length != sizeof(id.bytes)) {
			sq_done(statement);
			return sq_contradiction(err, "payment %llu has no id",
						(unsigned long long)sq_u64(statement, 0));
		}
		memcpy(id.bytes, bytes.start, sizeof(id.bytes));
		aq_payment_id_print(id, text);
		status = add(finding, AQ_THING_PAYMENT, sq_u64(statement, 0), aq_slice_of(text),
			     err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	return status < AQ_OK ? status : AQ_OK;
}

/* Of the rows that bear one id, the payment is the first that is neither a later
 * delivery nor a notice of it. */
static enum aq_status find_payment(struct aq_store *store, sqlite3_stmt *statement, uint64_t *out,
				   struct aq_error *err)
{
	bool is_payment = false;
	enum aq_status status;

	*out = 0;
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		enum aq_payment_status first =
			(enum aq_payment_status)sq_unpack(SQ_PAYMENT_STATUS, sq_u64(statement, 2));
		bool is_told_beside = first == AQ_PAYMENT_DUPLICATE || first == AQ_PAYMENT_NOTICE;

		if (*out == 0 || (!is_payment && !is_told_beside))
			*out = sq_u64(statement, 0);
		is_payment = is_payment || !is_told_beside;
	}
	return status < AQ_OK ? status : AQ_OK;
}

/* There is no index by payment id: it would cost every payment of every night,
 * and one walk of the payments serves the person who asks. */
static enum aq_status find_by_own_id(struct finding *finding, struct aq_error *err)
{
	struct aq_payment_id id;
	char text[AQ_PAYMENT_ID_TEXT_BYTES];
	sqlite3_stmt *statement;
	uint64_t payment_no;
	enum aq_status status;

	if (!aq_payment_id_parse(finding->text, &id))
		return AQ_OK;
	aq_payment_id_print(id, text);
	status = sq_use(finding->store, SQ_PAYMENT_BY_ID, &statement, err);
	if (status < AQ_OK)
		return status;
	sq_bind_blob(finding->store, statement, 1,
		     (struct aq_slice){(const char *)id.bytes, sizeof(id.bytes)});
	status = find_payment(finding->store, statement, &payment_no, err);
	if (status < AQ_OK || payment_no == 0)
		return status;
	return add(finding, AQ_THING_PAYMENT, payment_no, aq_slice_of(text), err);
}

static const enum aq_reference_kind id_kinds[] = {
	AQ_REF_BANK, AQ_REF_TRACE, AQ_REF_UETR, AQ_REF_TRANSACTION, AQ_REF_ROW, AQ_REF_END_TO_END,
};

static enum aq_status find_by_its_ids(struct finding *finding, struct aq_error *err)
{
	struct aq_store *store = finding->store;
	enum aq_status status = sq_held_write(store, err);

	for (size_t at = 0; at < sizeof(id_kinds) / sizeof(id_kinds[0]) && status >= AQ_OK; at++) {
		const struct aq_reference id = {id_kinds[at], finding->text};
		sqlite3_stmt *statement;
		uint64_t hash;

		status = sq_id_hash(store, &id, &hash, err);
		if (status >= AQ_OK)
			status = sq_use(store, SQ_PAYMENTS_OF_HASH, &statement, err);
		if (status < AQ_OK)
			break;
		sq_bind_i64(store, statement, 1, sq_from_hash(hash));
		status = add_payments(finding, statement, err);
	}
	return status;
}

/* --- files --- */

static bool begins_hash(struct aq_slice text, const struct aq_sha256 *hash)
{
	char hex[AQ_SHA256_HEX_BYTES];

	if (text.length < HASH_CHARS_MIN || text.length >= sizeof(hex))
		return false;
	aq_sha256_to_hex(hash, hex);
	return aq_slice_equals_any_case(text, (struct aq_slice){hex, text.length});
}

static struct aq_thing_row *found_at(const struct finding *finding, size_t at)
{
	return (struct aq_thing_row *)(void *)finding->results.rows + at;
}

/* Files of one name are told apart by the beginning of their hash; the same
 * bytes are one file, as they were taken in, else as they came last. */
static enum aq_status add_file(struct finding *finding, uint64_t file_no, struct aq_slice name,
			       const struct aq_sha256 *hash, struct aq_error *err)
{
	char hex[AQ_SHA256_HEX_BYTES];
	const struct aq_slice shown = {hex, HASH_CHARS_SHOWN};

	aq_sha256_to_hex(hash, hex);
	for (size_t at = 0; at < finding->results.count; at++)
		if (found_at(finding, at)->thing == AQ_THING_FILE &&
		    aq_slice_equals(found_at(finding, at)->text, shown))
			return AQ_OK;
	finding->file_count++;
	finding->file_name = aq_arena_copy(finding->results.arena, name);
	if (finding->file_name.length != name.length)
		return aq_fail_memory(err);
	return add(finding, AQ_THING_FILE, file_no, shown, err);
}

/* One alone is called by its name. */
static void name_file(struct finding *finding)
{
	for (size_t at = 0; at < finding->results.count; at++)
		if (finding->file_count == 1 && found_at(finding, at)->thing == AQ_THING_FILE)
			found_at(finding, at)->text = finding->file_name;
}

static enum aq_status find_files(struct finding *finding, struct aq_error *err)
{
	struct aq_store *store = finding->store;
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_FILES_ALL, &statement, err);

	if (status < AQ_OK)
		return status;
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		struct aq_slice name = sq_blob(statement, 1);
		struct aq_sha256 hash;

		if (!sq_sha256(statement, 2, &hash))
			status = sq_contradiction(err, "file %llu is damaged",
						  (unsigned long long)sq_u64(statement, 0));
		else if (aq_slice_equals(name, finding->text) || begins_hash(finding->text, &hash))
			status = add_file(finding, sq_u64(statement, 0), name, &hash, err);
		if (status < AQ_OK) {
			sq_done(statement);
			return status;
		}
	}
	name_file(finding);
	return status < AQ_OK ? status : AQ_OK;
}

static bool is_asked(enum aq_thing asked, enum aq_thing thing)
{
	return asked == AQ_THING_ANY || asked == thing;
}

enum aq_status aq_store_things_find(struct aq_store *store, enum aq_thing thing,
				    struct aq_slice text, struct aq_arena *arena,
				    struct aq_thing_row **out, size_t *count, struct aq_error *err)
{
	struct finding finding = {
		.store = store,
		.text = text,
		.results = {.arena = arena, .bytes_each = sizeof(struct aq_thing_row)}};
	enum aq_status status = AQ_OK;

	sq_scratch_begin(store);
	if (is_asked(thing, AQ_THING_PAYMENT)) {
		status = find_by_own_id(&finding, err);
		if (status >= AQ_OK)
			status = find_by_its_ids(&finding, err);
	}
	for (size_t at = 0; at < sizeof(kinds) / sizeof(kinds[0]) && status >= AQ_OK; at++)
		if (is_asked(thing, kinds[at].thing))
			status = find_number(&finding, &kinds[at], err);
	if (status >= AQ_OK && is_asked(thing, AQ_THING_FILE))
		status = find_files(&finding, err);
	if (status < AQ_OK)
		return status;
	*out = (struct aq_thing_row *)(void *)finding.results.rows;
	*count = finding.results.count;
	return AQ_OK;
}

/* --- payments of a number --- */

static enum aq_status list_payments(struct aq_store *store, enum sq_statement which,
				    uint64_t number, struct sq_results *results,
				    struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, which, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_u64(store, statement, 1, number);
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		uint64_t *payment_no = sq_results_add(results);

		if (!payment_no) {
			sq_done(statement);
			return aq_fail_memory(err);
		}
		*payment_no = sq_u64(statement, 0);
	}
	return status < AQ_OK ? status : AQ_OK;
}

enum aq_status aq_store_payments_of_customer(struct aq_store *store, uint64_t customer_no,
					     struct aq_arena *arena, uint64_t **payment_nos,
					     size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(uint64_t)};
	enum aq_status status =
		list_payments(store, SQ_PAYMENTS_OF_CUSTOMER, customer_no, &results, err);

	if (status < AQ_OK)
		return status;
	*payment_nos = (uint64_t *)(void *)results.rows;
	*count = results.count;
	return AQ_OK;
}

enum aq_status aq_store_deliveries(struct aq_store *store, uint64_t payment_no,
				   struct aq_arena *arena, uint64_t **payment_nos, size_t *count,
				   struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(uint64_t)};
	enum aq_status status =
		list_payments(store, SQ_PAYMENT_DELIVERIES, payment_no, &results, err);

	if (status < AQ_OK)
		return status;
	*payment_nos = (uint64_t *)(void *)results.rows;
	*count = results.count;
	return AQ_OK;
}

enum aq_status aq_store_booked_by(struct aq_store *store, uint64_t payment_no,
				  struct aq_arena *arena, uint64_t **out, size_t *count,
				  struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(uint64_t)};
	enum aq_status status = list_payments(store, SQ_BOOKED_BY, payment_no, &results, err);

	if (status < AQ_OK)
		return status;
	*out = (uint64_t *)(void *)results.rows;
	*count = results.count;
	return AQ_OK;
}

enum aq_status aq_store_payments_of_settlement(struct aq_store *store,
					       struct aq_settlement_order order,
					       struct aq_arena *arena, uint64_t **payment_nos,
					       size_t *count, struct aq_error *err)
{
	struct sq_results results = {.arena = arena, .bytes_each = sizeof(uint64_t)};
	enum aq_status status = list_payments(
		store, order.is_lines ? SQ_LINES_OF_SETTLEMENT : SQ_PAYMENTS_OF_SETTLEMENT,
		order.settlement_no, &results, err);

	if (status < AQ_OK)
		return status;
	*payment_nos = (uint64_t *)(void *)results.rows;
	*count = results.count;
	return AQ_OK;
}
