/*
 * totals.c - sums that must come out: declared totals and the profile's checks.
 *
 * Each check keeps its sums for each of its keys' values (payout, currency, …)
 * while rows pass; at the end of a section, or of the file, what is left over
 * must be nothing. Refused rows count like others: a declared total is of
 * everything the sender sent. Notices do not, unless a condition asks for them.
 */
#include "decoder.h"

#define KEY_BYTES_MAX 512
#define KEY_MARK      '\x1f'
#define GROUPS_FIRST  16

static struct total_table *table_of(struct table_decoder *decoder, size_t check_index)
{
	return decoder->profile->checks[check_index].scope == SCOPE_FILE
		       ? &decoder->file_totals[check_index]
		       : &decoder->section_totals[check_index];
}

static struct aq_arena *arena_of(struct table_decoder *decoder, const struct table_check *check)
{
	return check->scope == SCOPE_FILE ? decoder->arena : decoder->section_arena;
}

enum aq_status aq_totals_start(struct table_decoder *decoder, struct aq_error *err)
{
	size_t count = decoder->profile->check_count;

	decoder->section_totals =
		aq_arena_take_many(decoder->arena, count + 1, sizeof(*decoder->section_totals));
	decoder->file_totals =
		aq_arena_take_many(decoder->arena, count + 1, sizeof(*decoder->file_totals));
	return decoder->section_totals && decoder->file_totals ? AQ_OK : aq_fail_memory(err);
}

void aq_totals_begin_section(struct table_decoder *decoder)
{
	struct table_values *values = &decoder->values;
	size_t kept = 0;

	for (size_t i = 0; i < values->count; i++) {
		const struct table_carried *carried =
			&decoder->profile->carried[values->items[i].carried_index];

		if (!carried->is_number)
			values->items[kept++] = values->items[i];
	}
	values->count = kept;
	for (size_t i = 0; i < decoder->profile->check_count; i++)
		decoder->section_totals[i] = (struct total_table){0};
	aq_arena_reset(decoder->section_arena);
}

static struct aq_slice key_part(const struct aq_record *record, const struct row_money *money,
				enum table_key key)
{
	switch (key) {
	case KEY_PAYOUT:
		return record->settlement_id;
	case KEY_CURRENCY:
		return money->currency.length ? money->currency : record->currency;
	case KEY_ACCOUNT:
		return record->account;
	case KEY_SOURCE:
		return record->source;
	default:
		return record->status;
	}
}

static bool make_key(const struct table_check *check, const struct aq_record *record,
		     const struct row_money *money, char out[KEY_BYTES_MAX], size_t *length)
{
	*length = 0;
	for (size_t i = 0; i < check->key_count; i++) {
		struct aq_slice part = key_part(record, money, check->keys[i]);

		if (*length + part.length + 1 > KEY_BYTES_MAX)
			return false;
		if (i != 0)
			out[(*length)++] = KEY_MARK;
		if (part.length)
			memcpy(out + *length, part.start, part.length);
		*length += part.length;
	}
	return true;
}

/* Where a key's number stands in the hash table, or the empty place for it. */
static size_t find_slot(const struct total_table *table, struct aq_slice key, uint64_t hash)
{
	size_t slot = (size_t)hash & (table->slot_count - 1);

	while (table->slots[slot] != 0) {
		const struct total_group *group = &table->groups[table->slots[slot] - 1];

		if (group->hash == hash && aq_slice_equals(group->key, key))
			break;
		slot = (slot + 1) & (table->slot_count - 1);
	}
	return slot;
}

/* Twice the room; what it had before stays in the arena until the section ends. */
static bool grow_table(struct total_table *table, struct aq_arena *arena)
{
	size_t room = table->group_room ? table->group_room * 2 : GROUPS_FIRST;
	struct total_group *groups = aq_arena_take_many(arena, room, sizeof(*groups));
	uint32_t *slots = aq_arena_take_many(arena, room * 2, sizeof(*slots));

	if (!groups || !slots)
		return false;
	if (table->group_count)
		memcpy(groups, table->groups, table->group_count * sizeof(*groups));
	table->groups = groups;
	table->group_room = room;
	table->slots = slots;
	table->slot_count = room * 2;
	for (size_t i = 0; i < table->group_count; i++)
		table->slots[find_slot(table, groups[i].key, groups[i].hash)] = (uint32_t)i + 1;
	return true;
}

static enum aq_status find_group(struct table_decoder *decoder, size_t check_index,
				 struct aq_slice key, struct total_group **out,
				 struct aq_error *err)
{
	const struct table_check *check = &decoder->profile->checks[check_index];
	struct total_table *table = table_of(decoder, check_index);
	struct aq_arena *arena = arena_of(decoder, check);
	struct total_group *group;
	uint64_t hash;
	size_t slot;

	/* Rows of one payout stand together. */
	if (table->group_count && aq_slice_equals(table->groups[table->last].key, key)) {
		*out = &table->groups[table->last];
		return AQ_OK;
	}
	if (table->group_count == table->group_room && !grow_table(table, arena))
		return aq_fail_memory(err);
	hash = aq_slice_mix(key);
	slot = find_slot(table, key, hash);
	if (table->slots[slot] == 0) {
		if (table->group_count == GROUPS_MAX)
			return aq_fail(err, AQ_BAD_FILE, AQ_CSV_LIMIT, (struct aq_at){0},
				       "the file has more than %d different payouts or other keys "
				       "of a check",
				       GROUPS_MAX);
		group = &table->groups[table->group_count];
		group->hash = hash;
		group->key = aq_arena_copy(arena, key);
		group->totals =
			aq_arena_take_many(arena, check->measure_count + 1, sizeof(*group->totals));
		if (!group->totals || group->key.length != key.length)
			return aq_fail_memory(err);
		table->slots[slot] = (uint32_t)++table->group_count;
	}
	table->last = table->slots[slot] - 1;
	*out = &table->groups[table->last];
	return AQ_OK;
}

static bool condition_holds(const struct table_condition *condition, const struct aq_record *record,
			    const struct row_money *money, struct aq_decimal value)
{
	bool holds = false;

	switch (condition->kind) {
	case CONDITION_TYPE:
		holds = aq_slice_equals(record->type, condition->value.text);
		break;
	case CONDITION_CURRENCY:
		holds = aq_glob_fits(&condition->value, key_part(record, money, KEY_CURRENCY));
		break;
	case CONDITION_SIGN:
		holds = condition->meaning < 0 ? value.units < 0 : value.units >= 0;
		break;
	case CONDITION_WRITTEN:
		holds = aq_glob_fits(&condition->value, record->type_written);
		break;
	}
	return holds != condition->is_negated;
}

static bool measure_counts(const struct table_measure *measure, const struct aq_record *record,
			   const struct row_money *money, struct aq_decimal value)
{
	bool asks_notice = false;

	for (size_t i = 0; i < measure->condition_count; i++) {
		const struct table_condition *condition = &measure->conditions[i];

		asks_notice |= condition->kind == CONDITION_TYPE && !condition->is_negated &&
			       aq_slice_is(condition->value.text, "notice");
		if (!condition_holds(condition, record, money, value))
			return false;
	}
	return record->nature != AQ_NATURE_NOTICE || asks_notice;
}

static bool add_measure(const struct table_measure *measure, struct total_group *group,
			const struct aq_record *record, const struct row_money *money)
{
	struct aq_decimal *total = &group->totals[measure->total_index];
	struct aq_decimal value =
		measure->kind == MEASURE_COUNT ? record->amount : money->sums[measure->sum];

	if (measure->kind != MEASURE_SUM && measure->kind != MEASURE_COUNT)
		return true;
	if (measure->kind == MEASURE_COUNT && measure->condition_count == 0 && money->is_further)
		return true;
	if (!measure_counts(measure, record, money, value))
		return true;
	if (measure->kind == MEASURE_COUNT)
		value = aq_decimal_of(1, 0);
	return aq_decimal_add(*total, value, total);
}

enum aq_status aq_totals_add(struct table_decoder *decoder, const struct aq_record *record,
			     const struct row_money *money, struct aq_error *err)
{
	for (size_t i = 0; i < decoder->profile->check_count; i++) {
		const struct table_check *check = &decoder->profile->checks[i];
		char text[KEY_BYTES_MAX];
		struct aq_slice key = {text, 0};
		struct total_group *group;
		enum aq_status status;
		bool fits = true;

		/* A row whose amount cannot be read belongs to no currency or payout. */
		if (check->scope == SCOPE_ROW || (check->key_count && !record->amount.is_present))
			continue;
		if (!make_key(check, record, money, text, &key.length))
			return aq_fail(
				err, AQ_BAD_FILE, AQ_CSV_LIMIT, (struct aq_at){record->line, 0},
				"the keys of a check are longer than %d bytes", KEY_BYTES_MAX);
		status = find_group(decoder, i, key, &group, err);
		if (status < AQ_OK)
			return status;
		for (size_t k = 0; k < check->measure_count; k++)
			fits &= add_measure(&check->measures[k], group, record, money);
		if (check->guard)
			fits &= add_measure(check->guard, group, record, money);
		if (!fits)
			return aq_fail(err, AQ_BAD_FILE, AQ_CSV_SUM,
				       (struct aq_at){record->line, 0},
				       "the rows' amounts sum to more than can be counted");
	}
	return AQ_OK;
}

/* What is left of a group's terms; NULL when all is there, else the name of
 * the declared value that no row told. */
static const struct aq_slice *group_residual(const struct table_decoder *decoder,
					     const struct table_check *check,
					     const struct total_group *group,
					     struct aq_decimal *out)
{
	*out = (struct aq_decimal){0};
	for (size_t i = 0; i < check->measure_count; i++) {
		const struct table_measure *measure = &check->measures[i];
		struct aq_decimal value = measure->number;

		if (measure->kind == MEASURE_CARRIED) {
			const struct table_value *told =
				aq_values_find(decoder, measure->carried_index, group->key);

			if (!told)
				return &decoder->profile->carried[measure->carried_index].name;
			value = told->number;
		} else if (measure->kind != MEASURE_NUMBER) {
			value = group->totals[measure->total_index];
		}
		if (measure->is_negative)
			value = aq_decimal_negate(value);
		/* A sum past all bounds is surely not nothing. */
		if (!aq_decimal_add(*out, value, out))
			*out = aq_decimal_of(INT64_MAX, 0);
	}
	return NULL;
}

/* "payout 380, currency USD", for the finding. */
static void describe_group(const struct table_check *check, struct aq_slice key,
			   struct aq_buffer *out)
{
	static const char *const words[KEY_COUNT] = {
		[KEY_PAYOUT] = "payout", [KEY_CURRENCY] = "currency", [KEY_ACCOUNT] = "account",
		[KEY_SOURCE] = "source", [KEY_STATUS] = "status",
	};

	for (size_t i = 0; i < check->key_count; i++) {
		struct aq_slice part = aq_slice_cut(&key, KEY_MARK);

		aq_buffer_print(out, "%s%s %.*s", i ? ", " : "for ", words[check->keys[i]],
				AQ_SLICE_ARGS(part));
	}
	if (check->key_count == 0)
		aq_buffer_add_text(out,
				   check->scope == SCOPE_FILE ? "for the file" : "for the section");
}

static void judge_group(struct table_decoder *decoder, const struct table_check *check,
			const struct total_group *group, enum aq_code *fault)
{
	struct aq_decimal residual;
	const struct aq_slice *missing = group_residual(decoder, check, group, &residual);
	char number[AQ_DECIMAL_TEXT_BYTES];
	struct aq_buffer text;
	struct aq_finding finding = {.code = missing ? AQ_CSV_CONTROL_MISSING : AQ_CSV_CHECK,
				     .record = AQ_SLICE("table"),
				     .field = check->words,
				     .at = {decoder->unit.line, 0}};

	if (!missing && aq_decimal_compare(aq_decimal_absolute(residual), check->tolerance) <= 0)
		return;
	aq_buffer_init(&text, 2048);
	if (missing)
		aq_buffer_print(&text, "the file does not tell %.*s ", AQ_SLICE_ARGS(*missing));
	else
		aq_buffer_add_text(&text, "the check does not come out ");
	describe_group(check, group->key, &text);
	if (!missing) {
		finding.value = (struct aq_slice){number, aq_decimal_print(residual, 0, number)};
		aq_buffer_print(&text, ": %.*s is left over", AQ_SLICE_ARGS(finding.value));
	}
	finding.message = aq_buffer_slice(&text);
	finding.severity = check->is_warning ? AQ_SEVERITY_WARNING : AQ_SEVERITY_NONE;
	aq_findings_add(decoder->handle.findings, &finding);
	aq_buffer_free(&text);
	if (!check->is_warning && *fault == AQ_CODE_NONE)
		*fault = finding.code;
}

/* A total declared for a currency without rows is judged too, and so is a
 * check without keys in a table without rows. */
static enum aq_status add_declared_groups(struct table_decoder *decoder, size_t check_index,
					  struct aq_error *err)
{
	const struct table_check *check = &decoder->profile->checks[check_index];
	struct total_group *group;
	enum aq_status status = AQ_OK;

	if (check->key_count == 0)
		return find_group(decoder, check_index, (struct aq_slice){"", 0}, &group, err);
	for (size_t i = 0; i < check->measure_count && check->key_count == 1; i++) {
		const struct table_measure *measure = &check->measures[i];

		if (measure->kind != MEASURE_CARRIED ||
		    !decoder->profile->carried[measure->carried_index].has_key)
			continue;
		for (size_t k = 0; status >= AQ_OK && k < decoder->values.count; k++) {
			const struct table_value *value = &decoder->values.items[k];

			if (value->carried_index == measure->carried_index)
				status = find_group(decoder, check_index, value->key, &group, err);
		}
	}
	return status;
}

enum aq_status aq_totals_judge(struct table_decoder *decoder, enum table_scope scope,
			       enum aq_code *fault, struct aq_error *err)
{
	for (size_t i = 0; i < decoder->profile->check_count; i++) {
		const struct table_check *check = &decoder->profile->checks[i];
		const struct total_table *table = table_of(decoder, i);
		enum aq_status status;

		if (check->scope != scope)
			continue;
		status = add_declared_groups(decoder, i, err);
		if (status < AQ_OK)
			return status;
		for (size_t k = 0; k < table->group_count; k++) {
			const struct total_group *group = &table->groups[k];

			if (check->guard &&
			    aq_decimal_is_zero(group->totals[check->guard->total_index]))
				continue;
			judge_group(decoder, check, group, fault);
		}
	}
	return AQ_OK;
}
