/*
 * load_keys.c - under which numbers and names a row of master data is found.
 *
 * Both sides meet in one form: aq_number_normal here and in a payment's tokens.
 */
#include "load_keys.h"
#include "../apply/name_forms.h"

struct maker { /* keys of one batch */
	struct load_keys *out;
	struct aq_arena *arena;
	const unsigned char *key;
	struct aq_slice noted; /* the last number no text can name: bundles repeat theirs */
	bool has_failed;
};

static const char *const fields[] = {
	[AQ_HIT_CUSTOMER] = "customer_no", [AQ_HIT_BILLING] = "billing_account",
	[AQ_HIT_INVOICE] = "invoice_no",   [AQ_HIT_REFERENCE] = "reference",
	[AQ_HIT_CONTRACT] = "contract_no", [AQ_HIT_NOTIFICATION] = "notification_no",
	[AQ_HIT_BUNDLE] = "bundle_no",	   [AQ_HIT_SUBSCRIPTION] = "subscription_no",
};

/* As tokens of texts are: long enough without its separators, with a digit. A
 * number in other scripts is long in bytes and has digits of its own. */
static bool can_be_named(struct aq_slice number)
{
	size_t length = 0;
	bool has_digit = false;

	for (size_t at = 0; at < number.length; at++) {
		unsigned char byte = (unsigned char)number.start[at];
		bool is_digit = (byte >= '0' && byte <= '9') || byte >= 0x80;

		has_digit |= is_digit;
		length += is_digit || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
	}
	return has_digit && length >= AQ_TOKEN_LENGTH_MIN;
}

static void note_unfindable(struct maker *maker, size_t row, const char *field,
			    struct aq_slice number)
{
	struct load_keys *out = maker->out;

	if (aq_slice_equals(number, maker->noted))
		return;
	maker->noted = number;
	if (out->unfindable_count < LOAD_UNFINDABLE_MAX)
		out->unfindable[out->unfindable_count] =
			(struct load_unfindable){(uint32_t)row, field, number};
	out->unfindable_count++;
}

static void add_number(struct maker *maker, size_t row, enum aq_hit_kind kind,
		       struct aq_slice number)
{
	struct aq_slice normal = aq_number_normal(maker->arena, number);
	struct load_keys *out = maker->out;

	if (aq_slice_trim(number).length > 0 && !can_be_named(number))
		note_unfindable(maker, row, fields[kind], number);
	if (normal.length == 0)
		return;
	if (out->number_count == out->number_room) {
		maker->has_failed = true;
		return;
	}
	out->numbers[out->number_count++] = (struct aq_number_key){
		.row_index = (uint32_t)row,
		.kind = kind,
		.hash = aq_siphash(maker->key, normal),
	};
}

static void add_key(struct maker *maker, struct aq_name_key key)
{
	struct load_keys *out = maker->out;

	if (out->name_count == out->name_room) {
		maker->has_failed = true;
		return;
	}
	out->names[out->name_count++] = key;
}

static void add_account(struct maker *maker, size_t row, struct aq_slice text)
{
	struct aq_slice normal = aq_account_normal(maker->arena, text);

	if (normal.length > 0)
		add_key(maker, (struct aq_name_key){.row_index = (uint32_t)row,
						    .is_account = true,
						    .hash = aq_siphash(maker->key, normal),
						    .normal = normal});
}

/* Names that differ in their legal form alone are one key. */
static void add_name(struct maker *maker, size_t row, const struct aq_name *name)
{
	struct aq_name_key key = {.row_index = (uint32_t)row};

	if (name->normal.length == 0)
		return;
	key.hash = aq_siphash(maker->key, name->normal);
	for (size_t at = maker->out->name_count; at > 0; at--) {
		struct aq_name_key *known = &maker->out->names[at - 1];

		if (known->row_index != key.row_index)
			break;
		if (known->hash == key.hash && name_key_fit(known->normal, name) != NAME_OTHER) {
			known->normal = name_key_add(maker->arena, known->normal, name);
			return;
		}
	}
	key.normal = name_key_text(maker->arena, name);
	add_key(maker, key);
}

/* As it is, and as those find it who spell it in ASCII. */
static void add_names(struct maker *maker, size_t row, struct aq_slice text)
{
	struct aq_name name = aq_name_read(maker->arena, text);

	add_name(maker, row, &name);
	name.normal = name_sound(maker->arena, name.normal);
	add_name(maker, row, &name);
}

static void customer_keys(struct maker *maker, const void *rows, size_t index)
{
	const struct aq_customer_row *row = (const struct aq_customer_row *)rows + index;
	size_t at;

	add_number(maker, index, AQ_HIT_CUSTOMER, row->number);
	add_number(maker, index, AQ_HIT_BILLING, row->billing_account);
	add_names(maker, index, row->name);
	for (at = 0; at < row->payer_name_count; at++)
		add_names(maker, index, row->payer_names[at]);
	for (at = 0; at < row->payer_account_count; at++)
		add_account(maker, index, row->payer_accounts[at]);
}

static void invoice_keys(struct maker *maker, const void *rows, size_t index)
{
	const struct aq_invoice_row *row = (const struct aq_invoice_row *)rows + index;

	add_number(maker, index, AQ_HIT_INVOICE, row->number);
	add_number(maker, index, AQ_HIT_REFERENCE, row->reference);
}

static void contract_keys(struct maker *maker, const void *rows, size_t index)
{
	const struct aq_contract_row *row = (const struct aq_contract_row *)rows + index;

	add_number(maker, index, AQ_HIT_CONTRACT, row->number);
	add_number(maker, index, AQ_HIT_NOTIFICATION, row->notification);
}

static void bundle_keys(struct maker *maker, const void *rows, size_t index)
{
	add_number(maker, index, AQ_HIT_BUNDLE, ((const struct aq_bundle_row *)rows)[index].number);
}

static void subscription_keys(struct maker *maker, const void *rows, size_t index)
{
	add_number(maker, index, AQ_HIT_SUBSCRIPTION,
		   ((const struct aq_subscription_row *)rows)[index].number);
}

static void no_keys(struct maker *maker, const void *rows, size_t index)
{
	(void)maker;
	(void)rows;
	(void)index;
}

typedef void (*make_keys)(struct maker *maker, const void *rows, size_t index);

static const make_keys makers[AQ_TABLE_COUNT] = {
	[AQ_TABLE_CUSTOMERS] = customer_keys, [AQ_TABLE_INVOICES] = invoice_keys,
	[AQ_TABLE_CONTRACTS] = contract_keys, [AQ_TABLE_OPTIONS] = no_keys,
	[AQ_TABLE_BUNDLES] = bundle_keys,     [AQ_TABLE_SUBSCRIPTIONS] = subscription_keys,
};

static size_t name_room(const struct aq_loaded *loaded)
{
	const struct aq_customer_row *rows = loaded->rows;
	size_t room = 0, index;

	if (loaded->table != AQ_TABLE_CUSTOMERS)
		return 0;
	for (index = 0; index < loaded->count; index++)
		room += 2 * (1 + rows[index].payer_name_count) + rows[index].payer_account_count;
	return room;
}

enum aq_status load_keys_make(struct load_keys *out, const struct aq_loaded *loaded,
			      const unsigned char *key, struct aq_arena *arena,
			      struct aq_error *err)
{
	struct maker maker = {.out = out, .arena = arena, .key = key};
	size_t index;

	*out = (struct load_keys){.number_room = loaded->count * 2, .name_room = name_room(loaded)};
	out->numbers = aq_arena_take_many(arena, out->number_room + 1, sizeof(*out->numbers));
	out->names = aq_arena_take_many(arena, out->name_room + 1, sizeof(*out->names));
	if (!out->numbers || !out->names)
		return aq_fail_memory(err);
	for (index = 0; index < loaded->count; index++)
		makers[loaded->table](&maker, loaded->rows, index);
	return maker.has_failed ? aq_fail_memory(err) : AQ_OK;
}
