/*
 * state.c - the numbers that are given next, lengths, the chain's head, and the
 * numbers that stand for words.
 *
 * They live in memory between begin and commit, where they cost nothing, and
 * are written when they changed. Rolling back restores the copy that was made.
 */
#include "sq.h"

#include "acquit/claim.h"

#define SIZES_FROM 100

/* Where a length stands in the state, and its number in table `counter`. */
struct length {
	int what;
	size_t offset;
};

static const struct length lengths[] = {
	{SIZES_FROM, offsetof(struct sq_state, sizes.numbers)},
	{SIZES_FROM + 1, offsetof(struct sq_state, sizes.open_items)},
	{SIZES_FROM + 2, offsetof(struct sq_state, sizes.payments)},
	{SIZES_FROM + 3, offsetof(struct sq_state, sizes.waiting)},
	{SIZES_FROM + 4, offsetof(struct sq_state, exceptions)},
	{SIZES_FROM + 5, offsetof(struct sq_state, apart)},
};

#define LENGTH_COUNT (sizeof(lengths) / sizeof(lengths[0]))

static uint64_t *length_of(struct sq_state *state, size_t at)
{
	return (uint64_t *)(void *)((char *)state + lengths[at].offset);
}

static void take_counter(struct sq_state *state, int64_t what, uint64_t value)
{
	if (what >= 0 && what < SQ_NEXT_COUNT)
		state->next[what] = value;
	for (size_t at = 0; at < LENGTH_COUNT; at++)
		if (lengths[at].what == what)
			*length_of(state, at) = value;
}

static enum aq_status load_head(struct aq_store *store, struct sq_state *state,
				struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_META_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, AQ_SLICE("head"));
	status = sq_step(store, statement, err);
	if (status != AQ_OK)
		return status < AQ_OK ? status : AQ_OK;
	if (!sq_sha256(statement, 0, &state->head))
		status = sq_contradiction(err, "the chain's head is no hash");
	sq_done(statement);
	return status;
}

enum aq_status sq_state_load(struct aq_store *store, struct aq_error *err)
{
	struct sq_state state = {.sizes = {.numbers = 0}};
	sqlite3_stmt *statement;
	enum aq_status status;

	for (size_t what = 0; what < SQ_NEXT_COUNT; what++)
		state.next[what] = 1;
	status = sq_use(store, SQ_COUNTERS_READ, &statement, err);
	if (status < AQ_OK)
		return status;
	while ((status = sq_step(store, statement, err)) == AQ_OK)
		take_counter(&state, sq_i64(statement, 0), sq_u64(statement, 1));
	if (status < AQ_OK)
		return status;
	status = load_head(store, &state, err);
	if (status >= AQ_OK)
		store->state = state;
	return status;
}

static enum aq_status save_counter(struct aq_store *store, int64_t what, uint64_t value,
				   struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_COUNTER_WRITE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, what);
	sq_bind_u64(store, statement, 2, value);
	return sq_run(store, statement, err);
}

static enum aq_status save_head(struct aq_store *store, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_META_WRITE, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_text(store, statement, 1, AQ_SLICE("head"));
	sq_bind_blob(store, statement, 2,
		     (struct aq_slice){(const char *)store->state.head.bytes, AQ_SHA256_BYTES});
	return sq_run(store, statement, err);
}

enum aq_status sq_state_save(struct aq_store *store, const struct sq_state *before,
			     struct aq_error *err)
{
	struct sq_state old = *before;
	enum aq_status status = AQ_OK;

	for (int what = 0; what < SQ_NEXT_COUNT && status >= AQ_OK; what++)
		if (store->state.next[what] != old.next[what])
			status = save_counter(store, what, store->state.next[what], err);
	for (size_t at = 0; at < LENGTH_COUNT && status >= AQ_OK; at++)
		if (*length_of(&store->state, at) != *length_of(&old, at))
			status = save_counter(store, lengths[at].what,
					      *length_of(&store->state, at), err);
	if (status >= AQ_OK && !aq_sha256_equals(&store->state.head, &old.head))
		status = save_head(store, err);
	return status;
}

enum aq_status sq_next(struct aq_store *store, unsigned what, uint64_t count, uint64_t *first,
		       struct aq_error *err)
{
	uint64_t next = store->state.next[what];

	AQ_CLAIM(store->is_saved[SQ_SAVED_BEGIN]);
	AQ_CLAIM(what < SQ_NEXT_COUNT);
	if (next > SQ_NUMBER_MAX || count > SQ_NUMBER_MAX - next)
		return sq_contradiction(err, "the store has no numbers left");
	*first = next;
	store->state.next[what] = next + count;
	return AQ_OK;
}

enum aq_status aq_store_reserve(struct aq_store *store, enum aq_store_number what, uint64_t count,
				uint64_t *first, struct aq_error *err)
{
	return sq_next(store, (unsigned)what, count, first, err);
}

enum aq_status aq_store_sizes(struct aq_store *store, struct aq_store_sizes *out,
			      struct aq_error *err)
{
	(void)err;
	*out = store->is_saved[SQ_SAVED_BEGIN] ? store->saved[SQ_SAVED_BEGIN].sizes
					       : store->state.sizes;
	return AQ_OK;
}

enum aq_status aq_store_head(struct aq_store *store, struct aq_sha256 *out, struct aq_error *err)
{
	(void)err;
	*out = store->state.head;
	return AQ_OK;
}

/* Verbs of one night need the same memory again and again: the arena has one
 * block that holds all a verb needed, since every batch would be given its pages
 * by the system anew without it. What no verb needs for a while, since one kind
 * of work is done, is given back: the need sinks by a 64th with each. */
#define SCRATCH_SINKS	   64
#define SCRATCH_BYTES_MIN  ((size_t)64 * 1024)
#define SCRATCH_BYTES_KEPT ((size_t)16 * 1024 * 1024)

void sq_scratch_begin(struct aq_store *store)
{
	size_t used = aq_arena_used(store->scratch);
	size_t wanted = used + used / 8;

	store->scratch_need -= store->scratch_need / SCRATCH_SINKS;
	if (store->scratch_need < wanted)
		store->scratch_need = wanted;
	if (store->scratch_need <= store->scratch_bytes &&
	    (store->scratch_bytes <= SCRATCH_BYTES_KEPT ||
	     store->scratch_need > store->scratch_bytes / 2)) {
		aq_arena_reset(store->scratch);
		return;
	}
	aq_arena_reset_to(store->scratch, store->scratch_need);
	store->scratch_bytes = store->scratch_need;
}

void sq_scratch_forget(struct aq_store *store)
{
	store->scratch_need = 0;
	store->scratch_bytes = SCRATCH_BYTES_MIN;
	aq_arena_reset_to(store->scratch, store->scratch_bytes);
}

/* --- words --- */

/* The names in the order of their enumeration; the first value is "none". */
static const char *const code_names[] = {
	"",
#define AQ_CODE(id, name, severity, mend) name,
#include "acquit/codes.def"
#undef AQ_CODE
};
static const char *const rule_names[] = {
	"",
#define AQ_RULE(id, name, class, confidence, says) name,
#include "acquit/rules.def"
#undef AQ_RULE
};
static const char *const event_names[] = {
	"",
#define AQ_EVENT(id, name) name,
#include "acquit/events.def"
#undef AQ_EVENT
};
static const char *const account_names[] = {
	"",
#define AQ_ACCOUNT(id, name, qualified, type) name,
#include "acquit/accounts.def"
#undef AQ_ACCOUNT
};
static const char *const reference_names[] = {
	"",
#define AQ_REFERENCE(id, name, strength) name,
#include "acquit/reference_kinds.def"
#undef AQ_REFERENCE
};

struct family {
	const char *const *names;
	size_t count;
};

#define FAMILY(names)                                                                              \
	{                                                                                          \
		(names), sizeof(names) / sizeof((names)[0])                                        \
	}

static const struct family families[SQ_FAMILY_COUNT] = {
	[SQ_CODE] = FAMILY(code_names),		  [SQ_RULE] = FAMILY(rule_names),
	[SQ_EVENT] = FAMILY(event_names),	  [SQ_ACCOUNT] = FAMILY(account_names),
	[SQ_REFERENCE] = FAMILY(reference_names),
};

_Static_assert(sizeof(code_names) / sizeof(code_names[0]) <= SQ_WORDS_MAX, "codes fit their table");

static unsigned value_of(enum sq_family family, struct aq_slice text)
{
	for (unsigned value = 1; value < families[family].count; value++)
		if (aq_slice_is(text, families[family].names[value]))
			return value;
	return 0;
}

enum aq_status sq_words_load(struct aq_store *store, struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_WORDS_READ, &statement, err);

	if (status < AQ_OK)
		return status;
	memset(store->words, 0, sizeof(store->words));
	while ((status = sq_step(store, statement, err)) == AQ_OK) {
		uint64_t family = sq_u64(statement, 0);
		uint64_t number = sq_u64(statement, 1);
		unsigned value;

		if (family >= SQ_FAMILY_COUNT || number == 0 || number >= SQ_WORDS_MAX)
			continue;
		value = value_of((enum sq_family)family, sq_text(statement, 2));
		store->words[family].value[number] = (uint16_t)value;
		if (value != 0)
			store->words[family].stored[value] = (uint16_t)number;
	}
	return status < AQ_OK ? status : AQ_OK;
}

static enum aq_status add_word(struct aq_store *store, enum sq_family family, unsigned value,
			       struct aq_error *err)
{
	sqlite3_stmt *statement;
	enum aq_status status = sq_use(store, SQ_WORD_ADD, &statement, err);

	if (status < AQ_OK)
		return status;
	sq_bind_i64(store, statement, 1, family);
	sq_bind_text(store, statement, 2, aq_slice_of(families[family].names[value]));
	return sq_run(store, statement, err);
}

/* New words get the next free numbers; old ones keep theirs. */
enum aq_status sq_words_add(struct aq_store *store, struct aq_error *err)
{
	enum aq_status status = sq_words_load(store, err);

	for (unsigned family = 0; family < SQ_FAMILY_COUNT; family++)
		for (unsigned value = 1; value < families[family].count && status >= AQ_OK; value++)
			if (store->words[family].stored[value] == 0)
				status = add_word(store, (enum sq_family)family, value, err);
	return status < AQ_OK ? status : sq_words_load(store, err);
}
